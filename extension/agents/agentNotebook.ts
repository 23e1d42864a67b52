/** A notebook as an assistant's tools see it: in a window of VS Code, or in a file. */
import type { CellError, MimeBundle, VariableSummary } from "../kernel/protocol/protocol.ts";

export interface AgentNotebook {
  /** The file's name, or the title of what has none. */
  readonly name: string;
  cells(): readonly AgentCell[];
  /**
   * Runs code cells, one after the other, and waits until the last has ended. The first that throws ends it.
   *
   * @param indices of cells, in the order in which they are to run
   */
  run(indices: readonly number[], how: RunWatch): Promise<void>;
  /** What a cell below all others would see; null while there is no kernel. */
  variables(): Promise<readonly VariableSummary[] | null>;
  /** The value of an expression, as a cell below all others would show it. */
  look(expression: string, how: RunWatch): Promise<readonly AgentOutput[]>;
  /** One change after the other; indices are those before the first. @throws when one is out of range */
  edit(edits: readonly CellEdit[]): Promise<void>;
}

export interface RunWatch {
  /** A line for who waits. */
  progress(message: string): void;
  /** Stops the running cell, its variables stay, and those that wait. */
  signal: AbortSignal;
}

export interface AgentCell {
  kind: "code" | "markdown";
  /** Of a code cell that is not TypeScript, and so never runs here. */
  language: string | null;
  text: string;
  outputs: readonly AgentOutput[];
  /** The last run; null when the cell has not run in this kernel. */
  ran: CellRan | null;
  /** Why it no longer shows what running it would give; null when it is up to date. */
  stale: string | null;
}

export interface CellRan {
  execution: number | null;
  /** Undefined while it runs. */
  ok: boolean | undefined;
  ms: number | null;
}

export type AgentOutput =
  | { kind: "text"; name: "stdout" | "stderr"; text: string }
  | { kind: "data"; data: MimeBundle }
  | { kind: "error"; error: Pick<CellError, "name" | "message" | "stack"> };

export type CellEdit =
  | { edit: "insert"; at: number; kind: "code" | "markdown"; text: string }
  | { edit: "replace"; at: number; text: string }
  | { edit: "delete"; at: number };

/** Whether it is a cell that the kernel runs. */
export function runs({ kind, language }: AgentCell): boolean {
  return kind === "code" && language === null;
}
