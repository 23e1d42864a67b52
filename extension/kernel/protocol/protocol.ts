/** What the extension and a notebook's kernel process say to each other. Types only. */
import type { CheckPayload } from "../../../engine/payload/check.ts";
import type { ControlValue, KeptValue } from "../../../engine/payload/control.ts";
import type { CurvesDelta } from "../../../engine/payload/curves.ts";
import type { RunSummary } from "../../../engine/payload/runs/runs.ts";
import type { GridAsk, GridPart, VariableSummary } from "../../../engine/payload/variables.ts";

export type { VariableSummary };

export interface CellSource {
  /** Stable for the life of the cell in this notebook. */
  id: string;
  text: string;
  /** File by which a debugger is to know the cell's text; without one, the cell cannot be debugged. */
  path?: string;
  /** Points that the exercise's check in it is worth. Default 1. */
  points?: number;
}

/** MIME type → text, or a JSON value for MIME types that end in `json`. */
export type MimeBundle = Record<string, unknown>;

export interface CellError {
  /** The error's class; `Interrupted` when the person stopped the cell, `KernelDied` when the kernel ended. */
  name: string;
  message: string;
  /** Execution order of the cell the error arose in, when it arose in a cell. */
  execution: number | null;
  /** Id of that cell. */
  cell: string | null;
  /** 1-based line and column in that cell's text. */
  line: number | null;
  column: number | null;
  /** Readable stack: own frames only, cell frames as `Cell In[n], line m`. */
  stack: string;
}

/** What a cell gives to others, and takes from them, by name. */
export interface CellFlow {
  /** Names that cells below can see; `from` says which package's export it is, where it is imported from one. */
  declares: { name: string; from: string | null }[];
  /** Names that it takes from outside; only those that another cell declares matter. */
  reads: string[];
  /** Those of them that only its functions use, once they are called. */
  deferred: string[];
  /** Those of them that it assigns to. */
  writes: string[];
}

/**
 * The names that stand for one of a cell's controls alone, by its key: where nothing else in the cell uses them, they
 * can be given another value without running it.
 */
export type BoundControls = Readonly<Record<string, readonly string[]>>;

export type KernelOutput =
  | { type: "stream"; name: "stdout" | "stderr"; text: string }
  /** A new output, or with the id of one of this run's displays, its replacement in place. */
  | { type: "display"; id: string; data: MimeBundle }
  /** Takes one of this run's displays away, or with null all that the run has shown. */
  | { type: "clear"; id: string | null }
  /** Points for a live chart that was displayed before. */
  | { type: "delta"; delta: CurvesDelta }
  /** An exercise was checked. What a person sees of it is a display of its own. */
  | { type: "checked"; result: CheckPayload }
  /** A training has ended: what is remembered of it. */
  | { type: "trained"; run: RunSummary };

/** Where a notebook is. */
export interface NotebookLocation {
  /** Folder that imports and relative paths start from. */
  cwd: string;
  /** The notebook's file, or null while it has none. */
  notebook: string | null;
}

export type ToKernel =
  | {
      type: "run";
      /** Unique in the kernel's life. */
      run: number;
      cell: CellSource;
      /** Number shown beside the cell, and in `Cell In[n]`. */
      execution: number;
      /** Ids of the code cells above this one, in the notebook's order: whose names it sees. */
      above: string[];
      /** Ids of the code cells below: whose names its functions see once those cells have run. */
      below: string[];
      /** Of cells above that are in it, only these names are seen. */
      only?: Readonly<Record<string, readonly string[]>>;
      /** What the person has chosen of its controls, by their keys. */
      kept?: Readonly<Record<string, KeptValue>>;
    }
  /** Stops the running cell and keeps the variables. With `replaced`, that run alone, as it is done again with other values. */
  | { type: "interrupt"; replaced?: number }
  /** A control of a cell has another value, and with it the names that stand for it alone. */
  | { type: "control"; cell: string; key: string; value: ControlValue }
  /** The notebook has got another file: imports and relative paths start from there now. */
  | ({ type: "moved" } & NotebookLocation)
  /** The notebook speaks another language from the next run on. */
  | { type: "language"; language: string }
  /** Opens the kernel for a debugger on this machine, and tells where; or closes it again. */
  | { type: "debug"; open: boolean }
  /** Asks for the variables that a cell below all of `cells` would see. */
  | { type: "variables"; request: number; cells: string[] }
  /** Asks for a part of the numbers of one of them. */
  | { type: "grid"; request: number; cells: string[]; ask: GridAsk };

export type FromKernel =
  | { type: "ready"; node: string; backend: string; threads: number }
  /** Memory of the whole process: while a cell runs now and then, and at its end. */
  | { type: "usage"; bytes: number }
  | { type: "output"; run: number; output: KernelOutput }
  /** The cell begins, and takes these names from others. What it gives is not known before its end. */
  | { type: "begins"; run: number; flow: CellFlow }
  | {
      type: "done";
      run: number;
      ok: boolean;
      error: CellError | null;
      ms: number;
      flow: CellFlow | null;
      bound: BoundControls;
    }
  /** The running cell knows that it is to stop, once it goes on. */
  | { type: "interrupting" }
  /** Web socket that a debugger can attach to; null when there can be none. */
  | { type: "inspector"; url: string | null }
  | { type: "variables"; request: number; variables: VariableSummary[] }
  | { type: "grid"; request: number; part: GridPart | null }
  /** The last words of a kernel whose cell thread ended: the process follows it. */
  | { type: "died"; cause: DeathCause; detail: string };

/** Why a kernel ended without being asked to. */
export type DeathCause =
  /** The JavaScript heap outgrew its limit. */
  | "memory"
  /** Native code ended the process, or a cell did with `process.kill`. */
  | "crash"
  /** Ended from outside, such as by the operating system's out-of-memory killer. */
  | "killed"
  /** It could not be started. */
  | "start";

/** What the kernel process is started with. */
export interface KernelOptions extends NotebookLocation {
  /** Editor language, such as `en` or `zh-cn`. */
  language: string;
  /** Colour what `console` and displayed values print, with ANSI escapes. Default false. */
  colors?: boolean;
  /** What the JavaScript heap of the cells should stay below, in MiB. Default: half of the machine's, 4096 at most. */
  heapMb?: number;
  /** Most memory the whole process may use before the running cell is stopped, in MiB. Default: 3/4 of the machine's. */
  memoryMb?: number;
  /** Threads that one large computation may use. Default: all cores. */
  threads?: number;
  /** Characters of console text that one run may print before the rest is counted only. Default 5,000,000. */
  outputLimit?: number;
  /** Folder for the whole text of runs that print more than that. Without it the rest is dropped. */
  overflow?: string;
  /** Folder in which Node.js keeps what it compiled for the next start. Default: one among the machine's temporary files. */
  compiled?: string;
  /** While a cell takes long, others who want the processor go before it: where a person works meanwhile. Default false. */
  givesWay?: boolean;
  /** Cells are a stranger's, to be graded: built-ins are locked, and nothing outside is within reach. Default false. */
  sealed?: boolean;
  /** Folders in which each training is written as a PyTorch project, and its model as ONNX, when it has ended. */
  exports?: { pytorch?: string; onnx?: string };
  /** Module that cells import as `gradbook`; the engine shipped beside the kernel unless a test says otherwise. */
  engine?: string;
}
