/**
 * Looks after memory that V8's heap limit does not cover: typed arrays and buffers live outside the heap, and
 * a cell that piles them up would have the operating system kill the kernel, or something else.
 */

/** Growth within a run, in bytes, below which the run is not to blame. */
const ownShare = 64 * 2 ** 20;

export class MemoryWatch {
  readonly #limit: number;
  readonly #used: () => number;
  #before = 0;
  #told = false;

  /**
   * @param limitMb MiB that the whole kernel may use
   * @param used bytes that it uses
   */
  constructor(limitMb: number, used: () => number) {
    this.#limit = limitMb * 2 ** 20;
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
