/**
 * Control thread: what happens from the person's stop to the cell's end, one step after the other. A cell that obeys
 * ends at once; only one that does not comes to the harder steps. Nothing here ends the thread.
 *
 * 1. `asked`: the running cell's guards throw, and a cell that waits is given up after a moment.
 * 2. `cleaning`: it has thrown. Its `finally`, `catch` and `using` may run: guards are quiet for {@link cleanupTime}.
 * 3. `insisting`: nobody obeyed, or cleanup took too long: every guard throws, also in what earlier cells left behind.
 * 4. Code that no guard is in is cut off: see {@link Terminator}.
 */
import type { MakeTerminator, PausedFrame, Terminator } from "./terminator.ts";
import { InterruptRequest, SharedSlot } from "../protocol/threadProtocol.ts";

/** In milliseconds. */
const interval = 50;
export const cleanupTime = 1000;
export const obeyTime = 400;
const insistTime = 300;
/** Attempts after which Node's own code may be cut off too, which is otherwise left to come to its end. */
const politeAttempts = 5;

const all = InterruptRequest.stop | InterruptRequest.cleaning | InterruptRequest.insisting;

/** Stops the running cell. */
export interface Stopping {
  /** The person wants the running cell to stop; again, when they do not want to wait for its cleanup. */
  begin(): void;
  /** The cell has ended. */
  end(): void;
}

/** Where no memory is shared, the cell thread takes the steps itself: see `OwnWatch` in its room. */
export function askingOnly(ask: (again: boolean) => void): Stopping {
  let again = false;
  return {
    begin() {
      ask(again);
      again = true;
    },
    end: () => void (again = false),
  };
}

export interface InterruptionParts {
  ints: Int32Array;
  makeTerminator: MakeTerminator;
  /** Beginnings of URLs of code that is never cut off: the kernel's and the engine's own. */
  own: readonly string[];
  /** Tells the cell thread, which may be waiting for something. */
  ask(): void;
  /** The running cell was cut off there. */
  terminated(frames: readonly PausedFrame[]): void;
  /** Whether the thread may be paused: not while it starts, nor while somebody's debugger would see it. */
  mayPause(): boolean;
}

export class Interruption implements Stopping {
  readonly #parts: InterruptionParts;
  readonly #terminator: Terminator | null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #stage = 0;
  #since = 0;
  #attempts = 0;

  constructor(parts: InterruptionParts) {
    this.#parts = parts;
    this.#terminator = parts.makeTerminator(
      (frames) => this.#mayTerminate(frames),
      (frames) => parts.terminated(frames),
    );
  }

  begin(): void {
    const { ints } = this.#parts;
    const again = this.#timer !== null;
    Atomics.or(ints, SharedSlot.interrupts, InterruptRequest.stop | (again ? InterruptRequest.insisting : 0));
    Atomics.notify(ints, SharedSlot.inFlight);
    this.#parts.ask();
    if (again) return;
    this.#attempts = 0;
    this.#enter(InterruptRequest.stop);
    this.#timer = setInterval(() => this.#look(), interval);
  }

  end(): void {
    Atomics.and(this.#parts.ints, SharedSlot.interrupts, ~all);
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#terminator?.leave();
  }

  #enter(stage: number): void {
    this.#stage = stage;
    this.#since = performance.now();
  }

  #look(): void {
    const raised = Atomics.load(this.#parts.ints, SharedSlot.interrupts) & all;
    // Obeyed in good order: the cell goes on.
    if (raised === 0) return this.end();
    const stage = stageOf(raised);
    if (stage !== this.#stage) return this.#enter(stage);
    const waited = performance.now() - this.#since;
    if (stage === InterruptRequest.stop && waited > obeyTime) this.#insist();
    else if (stage === InterruptRequest.cleaning && waited > cleanupTime) this.#insist();
    else if (stage === InterruptRequest.insisting && waited > insistTime) this.#attempt();
  }

  #insist(): void {
    Atomics.or(this.#parts.ints, SharedSlot.interrupts, InterruptRequest.stop | InterruptRequest.insisting);
    this.#parts.ask();
    this.#enter(InterruptRequest.insisting);
  }

  #attempt(): void {
    if (!this.#terminator || !this.#parts.mayPause()) return;
    this.#attempts++;
    this.#terminator.attempt();
  }

  /** What is amid the kernel's or the engine's work comes to its end first: others build on what it leaves. */
  #mayTerminate(frames: readonly PausedFrame[]): boolean {
    const [top] = frames;
    if (!this.#timer || !top) return false;
    // Node keeps the rest of its list in that function's variables.
    if (frames.some(({ name, url }) => name === "processImmediate" && url.startsWith("node:"))) return false;
    const inNode = ({ url }: PausedFrame): boolean => url.startsWith("node:") || url === "";
    if (inNode(top) && this.#attempts <= politeAttempts) return false;
    const working = frames.find((frame) => !inNode(frame));
    if (!working) return true;
    return (
      !working.url.startsWith("wasm:") && !this.#parts.own.some((folder) => working.url.startsWith(folder))
    );
  }
}

function stageOf(raised: number): number {
  if (raised & InterruptRequest.insisting) return InterruptRequest.insisting;
  return raised & InterruptRequest.stop ? InterruptRequest.stop : InterruptRequest.cleaning;
}
