/**
 * Looks after memory that V8's heap limit does not cover: typed arrays and buffers live outside the heap, and
 * a cell that piles them up would have the operating system kill the kernel, or something else.
 */
import { totalmem } from "node:os";
import { residentMemory } from "./residentMemory.ts";

/** Growth within a run, in bytes, below which the run is not to blame. */
const ownShare = 64 * 2 ** 20;

export class MemoryWatch {
  readonly #limit: number;
  readonly #used: () => number;
  #before = 0;
  #told = false;

  /** @param limitMb MiB that the whole process may use; default: three quarters of what there is */
  constructor(limitMb: number | undefined, used = residentMemory) {
    this.#limit = limitMb === undefined ? 0.75 * available() : limitMb * 2 ** 20;
    this.#used = used;
  }

  /** A run begins. */
  begin(): void {
    this.#before = this.#used();
    this.#told = false;
  }

  /** True once in a run that made the process outgrow its limit. */
  exceeded(): boolean {
    if (this.#told) return false;
    const used = this.#used();
    this.#told = used > this.#limit && used - this.#before > ownShare;
    return this.#told;
  }
}

/** Bytes that the machine has, or the container lets us have. */
function available(): number {
  const constrained = (process as { constrainedMemory?: () => number }).constrainedMemory?.() ?? 0;
  // Without a limit it is 0, or more than any machine has.
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
