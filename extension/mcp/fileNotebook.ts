/** A notebook in a file, with a kernel of its own: what an assistant works on where there is no window. */
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  runs,
  type AgentCell,
  type AgentNotebook,
  type AgentOutput,
  type CellEdit,
  type CellRan,
  type RunWatch,
} from "../agents/agentNotebook.ts";
import { progressOf, ShownOutputs } from "../agents/shownOutputs.ts";
import { ToolError } from "../agents/toolError.ts";
import { IpynbError, parseIpynb } from "../ipynb/parseIpynb.ts";
import { KernelProcess } from "../kernel/host/kernelProcess.ts";
import type { RunRequest } from "../kernel/handle/kernelLink.ts";
import type { RunResult } from "../kernel/handle/reports.ts";
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import { decodeText } from "../markdown/fileText.ts";
import { frontMatterIn } from "../markdown/frontMatter.ts";
import { parseMarkdown, type MarkdownCell, type MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import { printMarkdown } from "../markdown/printMarkdown.ts";
import { sourcesOf, staleCells, type CellRun } from "../notebook/staleness.ts";
import { writeWhole } from "../saving/wholeFile.ts";

/** A cell of the file, and what is known of it. */
interface Held {
  id: string;
  cell: MarkdownCell;
  outputs: readonly AgentOutput[];
  ran: CellRan | null;
  last: CellRun | null;
}

const isJupyter = (file: string): boolean => /\.ipynb$/i.test(file);

export class FileNotebook implements AgentNotebook {
  readonly name: string;
  readonly #file: string;
  readonly #kernel: KernelProcess;
  #text: string | null = null;
  #layout: MarkdownNotebook["layout"] = { bom: false, eol: "\n", after: "" };
  #held: Held[] = [];
  #ids = 0;
  #execution = 0;
  /** The end of what was asked for last: one run, or change, at a time. */
  #busy: Promise<unknown> = Promise.resolve();

  /** @throws {ToolError} when it cannot be read */
  constructor(file: string, kernelEntry: string) {
    this.#file = file;
    this.name = path.basename(file);
    this.refresh();
    const { language } = frontMatterIn(this.#held.map(({ cell }) => cell));
    const options = { cwd: path.dirname(file), notebook: file, language: language ?? "en" };
    this.#kernel = new KernelProcess({ entry: kernelEntry, options }, { died: () => this.#forgetRuns() });
  }

  /** Reads the file again, if it is another since. Cells whose text is the same are the same. @throws {ToolError} */
  refresh(): void {
    const text = readText(this.#file);
    if (text === this.#text) return;
    const { cells, layout } = parsed(this.#file, text);
    const left = [...this.#held];
    this.#held = cells.map((cell) => {
      const same = left.findIndex((held) => held.cell.kind === cell.kind && held.cell.text === cell.text);
      const [known] = same < 0 ? [] : left.splice(same, 1);
      return known ? { ...known, cell } : this.#fresh(cell);
    });
    this.#text = text;
    this.#layout = layout;
  }

  cells(): AgentCell[] {
    const stale = staleCells(this.#codes().map(({ id, cell, last }) => ({ id, text: cell.text, last })));
    return this.#held.map(({ id, cell, outputs, ran }) => {
      const why = stale.get(id);
      return {
        kind: cell.kind,
        language: cell.language ?? null,
        text: cell.text,
        outputs,
        ran,
        stale:
          why === undefined
            ? null
            : why.kind === "edited"
              ? "edited since it ran"
              : `${why.names.join(", ")} changed`,
      };
    });
  }

  run(indices: readonly number[], watch: RunWatch): Promise<void> {
    return this.#inTurn(async () => {
      for (const [n, index] of indices.entries()) {
        const held = this.#held[index];
        if (!held || watch.signal.aborted) return;
        const where = `cell ${index} (${n + 1} of ${indices.length})`;
        watch.progress(where);
        const { ok } = await this.#runCell(held, {
          ...watch,
          progress: (message) => watch.progress(`${where}: ${message}`),
        });
        if (!ok) return;
      }
    });
  }

  variables(): Promise<VariableSummary[] | null> {
    return this.#kernel.variables(this.#codes().map(({ id }) => id));
  }

  look(expression: string, watch: RunWatch): Promise<readonly AgentOutput[]> {
    return this.#inTurn(async () => {
      const shown = new ShownOutputs();
      const above = this.#codes().map(({ id }) => id);
      const result = await this.#inKernel(
        { cell: { id: "gradbook-look", text: expression }, execution: this.#execution, above },
        shown,
        watch,
      );
      if (result.error) shown.fail(result.error);
      return shown.all;
    });
  }

  edit(edits: readonly CellEdit[]): Promise<void> {
    return this.#inTurn(() => {
      if (isJupyter(this.#file))
        throw new ToolError(`${this.name} is a Jupyter notebook: only Markdown notebooks are edited here.`);
      const held: (Held | null)[] = [...this.#held];
      const before = new Map<number, Held[]>();
      for (const change of edits) {
        const { at } = change;
        const known = held[at];
        if (change.edit === "insert") {
          const added = this.#fresh({ kind: change.kind, text: change.text });
          before.set(at, [...(before.get(at) ?? []), added]);
        } else if (!known) throw new ToolError(`Cell ${at} is edited twice, or is not there.`);
        else if (change.edit === "delete") held[at] = null;
        else held[at] = { ...known, cell: { ...known.cell, text: change.text } };
      }
      const next = [...held, null].flatMap((one, at) => [...(before.get(at) ?? []), ...(one ? [one] : [])]);
      const text = printMarkdown({ cells: next.map(({ cell }) => cell), layout: this.#layout });
      writeWhole(this.#file, text);
      this.#held = next;
      this.refresh();
      return Promise.resolve();
    });
  }

  dispose(): Promise<void> {
    return this.#kernel.dispose();
  }

  /** What is asked for while something runs waits for its end. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(() => {
      this.refresh();
      return work();
    });
    this.#busy = done.catch(() => undefined);
    return done;
  }

  async #runCell(held: Held, watch: RunWatch): Promise<RunResult> {
    const codes = this.#codes();
    const at = codes.indexOf(held);
    const execution = ++this.#execution;
    const shown = new ShownOutputs();
    held.ran = { execution, ok: undefined, ms: null };
    const request: RunRequest = {
      cell: { id: held.id, text: held.cell.text },
      execution,
      above: codes.slice(0, at).map(({ id }) => id),
      below: codes.slice(at + 1).map(({ id }) => id),
    };
    const states = codes.map(({ id, last }) => ({ id, last }));
    const result = await this.#inKernel(request, shown, watch);
    if (result.error) shown.fail(result.error);
    held.ran = { execution, ok: result.ok, ms: result.ms };
    held.outputs = shown.all;
    const { flow } = result;
    if (flow) held.last = { run: execution, text: held.cell.text, flow, ...sourcesOf(flow, states, at) };
    return result;
  }

  async #inKernel(request: RunRequest, shown: ShownOutputs, watch: RunWatch): Promise<RunResult> {
    const stop = (): void => void this.#kernel.interrupt();
    watch.signal.addEventListener("abort", stop);
    try {
      return await this.#kernel.run(request, (output) => {
        shown.add(output);
        const message = progressOf(output);
        if (message !== null) watch.progress(message);
      });
    } finally {
      watch.signal.removeEventListener("abort", stop);
    }
  }

  #codes(): Held[] {
    return this.#held.filter(({ cell }) => runs({ ...cell, language: cell.language ?? null } as AgentCell));
  }

  #fresh(cell: MarkdownCell): Held {
    return { id: `cell-${++this.#ids}`, cell, outputs: [], ran: null, last: null };
  }

  #forgetRuns(): void {
    for (const held of this.#held) Object.assign(held, { last: null });
  }
}

function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ToolError(`Cannot read ${file}: ${(error as Error).message}`);
  }
  const decoded = decodeText(bytes);
  if ("text" in decoded) return decoded.text;
  throw new ToolError(
    `${file} is not a text file: ${decoded.unreadable === "binary" ? "it holds bytes that no text has" : "it is not UTF-8"}.`,
  );
}

function parsed(file: string, text: string): MarkdownNotebook {
  if (!isJupyter(file)) return parseMarkdown(text);
  try {
    return parseIpynb(text);
  } catch (error) {
    if (error instanceof IpynbError)
      throw new ToolError(`${file} is not a Jupyter notebook. ${error.message}`);
    throw error;
  }
}
