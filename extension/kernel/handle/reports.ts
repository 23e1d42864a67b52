/** What a host is told of its kernel, and of what it ran. Types only. */
import type { Death } from "./death.ts";
import type { BoundControls, CellError, CellFlow, KernelOutput } from "../protocol/protocol.ts";

/** `off` before the first run and after a death; `starting` until it can run cells. */
export type KernelState = "off" | "starting" | "idle" | "busy";

export interface KernelDeath extends Death {
  /** One line that says what happened. */
  message: string;
  exitCode: number | null;
  signal: string | null;
}

/** What a kernel that has started says of itself. */
export interface KernelFacts {
  /** Node's version, such as `v24.1.0`; in a browser, the browser's. */
  node: string;
  /** The engine's backend: `js`, `wasm`, `wasm-relaxed` or `wasm-paired`. */
  backend: string;
  /** Threads that large kernels may use. */
  threads: number;
  /** How long it took to start, in milliseconds. */
  ms: number;
}

export interface KernelEvents {
  stateChanged?(state: KernelState): void;
  ready?(info: KernelFacts): void;
  /** Memory of the whole kernel, in bytes: about each second while a cell runs, and at its end. */
  usage?(bytes: number): void;
  /** The kernel ended unasked: its variables are gone. The next run starts another. */
  died?(death: KernelDeath): void;
  /** The running cell has been told to stop, which it will see when it goes on. */
  interrupting?(): void;
  /** An interrupt was not obeyed in time: native code is running, and only a restart will stop it. */
  stuck?(): void;
}

export interface RunResult {
  ok: boolean;
  error: CellError | null;
  /** The person stopped it. */
  interrupted: boolean;
  /** Wall time in the kernel; null when the kernel died meanwhile. */
  ms: number | null;
  /** What it gave to other cells and took from them; null when it could not be read, or the kernel died. */
  flow: CellFlow | null;
  /** The names that stand for its controls alone. */
  bound: BoundControls;
}

/** Called in order, also after the run is done: a timer that a cell left behind still prints into its cell. */
export type OutputListener = (output: KernelOutput) => void;
