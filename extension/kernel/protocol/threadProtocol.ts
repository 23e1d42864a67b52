/**
 * What the control thread and the cell thread of a kernel say to each other. The control thread holds the
 * channel to the host and is never blocked; the cell thread runs cells and the engine. TypeScript has a third one.
 */
import type { ControlValue, KeptValue } from "../../../engine/payload/control.ts";
import type {
  BoundControls,
  CellError,
  KernelOptions,
  KernelOutput,
  VariableSummary,
  NotebookLocation,
} from "./protocol.ts";
import type { GridAsk, GridPart } from "../../../engine/payload/variables.ts";
import type { FunctionTexts, SourceMapV3, TransformedCell } from "../transform/transformCell.ts";

export interface ThreadData {
  options: KernelOptions;
  /** What the heap of the cell thread should stay below, in MiB. */
  heapMb: number;
  /** {@link sharedInts} 32-bit integers, as laid out in {@link SharedSlot}; null where threads share no memory. */
  shared: SharedArrayBuffer | null;
}

export const sharedInts = 5;

/** Places in the shared integers. */
export const SharedSlot = {
  /** Not 0 when the cell thread should call `check`: see {@link InterruptRequest}. */
  interrupts: 0,
  /** Characters of output on their way to the host. */
  inFlight: 1,
  /** Raised when an answer on the modules port is ready. */
  answered: 2,
  /** Runs whose console text waits to be sent. */
  waiting: 3,
  /** Raised when the working directory has been changed, or could not be. */
  moved: 4,
} as const;

/** Bits of the interrupt flag: why a guard should call `check`. */
export const InterruptRequest = {
  /** The person wants the running cell to stop. */
  stop: 1,
  /** Output has been waiting long enough. */
  flush: 2,
  /** The cell uses more memory than there should be used. */
  memory: 4,
  /** Time to look how full the heap is. */
  heap: 8,
  /** The debugger has left, and the inspector port should be closed. */
  closeInspector: 16,
  /** The running cell has begun to stop, and cleans up: no guard throws meanwhile. */
  cleaning: 32,
  /** With `interrupt`: every guard throws, and there is no time for cleanup any more. */
  insisting: 64,
  /** The thread shares no memory, and has to look outside now and then: raised while a cell runs. */
  look: 128,
  /** The running cell is run again with other values: what it would do after the interrupt is of no use. */
  replaced: 256,
} as const;

export interface ThreadRun {
  run: number;
  cell: string;
  execution: number;
  /** What stack traces call this run of the cell. */
  url: string;
  /** The cell's text, to quote in errors. */
  text: string;
  /** File by which a debugger is to know the text; null when none is to. */
  path: string | null;
  /** Points that the exercise's check in the cell is worth. */
  points: number;
  transformed: TransformedCell;
  /** Ids of the cells above, and of those below. */
  above: string[];
  below: string[];
  /** Of cells that are in it, the cell sees these names alone. */
  only: Readonly<Record<string, readonly string[]>>;
  /** What the person has chosen of the cell's controls, by their keys. */
  kept: Readonly<Record<string, KeptValue>>;
}

export type ToThread =
  | ({ type: "run" } & ThreadRun)
  /** Ends the wait of a cell that hangs in an `await`; `again` when the person has asked before. */
  | { type: "interrupt"; again?: boolean }
  /** What ran was cut off: the running cell has ended there. `stack` has a line for each function, as V8 writes it. */
  | { type: "terminated"; stack: string }
  | { type: "control"; cell: string; key: string; value: ControlValue }
  | ({ type: "moved" } & NotebookLocation)
  /** What runs from now on speaks another language. */
  | { type: "language"; language: string }
  | { type: "variables"; request: number; cells: string[] }
  | { type: "grid"; request: number; cells: string[]; ask: GridAsk }
  /** Opens the thread for a debugger, or closes it again. */
  | { type: "debug"; open: boolean };

export type FromThread =
  | { type: "variables"; request: number; variables: VariableSummary[] }
  | { type: "grid"; request: number; part: GridPart | null }
  /** Web socket that a debugger can attach to; null when there can be none. */
  | { type: "inspector"; url: string | null }
  | { type: "ready"; node: string; backend: string; threads: number }
  /** It cannot run cells, and never will. */
  | { type: "failed"; message: string }
  | { type: "output"; run: number; output: KernelOutput }
  /** Changes the process's working directory, which only the main thread can; the cell thread waits. */
  | { type: "chdir"; folder: string }
  | {
      type: "done";
      run: number;
      ok: boolean;
      error: CellError | null;
      names: string[];
      bound: BoundControls;
    };

/** Asks for a relative module as JavaScript. */
export interface ModuleRequest {
  id: number;
  /** Also what it imports is wanted. */
  references?: boolean;
  url: string;
  text: string;
}

/** A module that another one imports by a literal specifier; `start` and `end` are those of the literal in `code`. */
export interface ModuleReference {
  specifier: string;
  start: number;
  end: number;
}

export interface ModuleResponse {
  id: number;
  code: string;
  /** What it imports; left out by those who do not look. */
  references?: readonly ModuleReference[];
  map: SourceMapV3 | null;
  functions: FunctionTexts | null;
  /** Instead of code: why there is none. */
  fault: { message: string; line: number; column: number } | null;
}
