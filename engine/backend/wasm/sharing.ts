/**
 * Whether it is worth it, at the moment, to share jobs among threads. Where other programs want the cores too, a helping
 * thread that is not let run keeps the calling one waiting for the parts that it has begun. Then the calling thread
 * goes on alone for a while, and tries again: less time is lost, and the cores are there for those programs, an editor
 * above all.
 */

/** What one shared job took, in milliseconds. */
export interface SharedJob {
  parts: number;
  /** Parts that the calling thread did. */
  own: number;
  /** What the calling thread did besides, before its parts. */
  besides: number;
  /** The calling thread's own parts. */
  worked: number;
  /** All in all, from the beginning to the last part of the last thread. */
  took: number;
}

/** Shared jobs that are judged together, in milliseconds. */
const window = 10;
/** How long the calling thread goes on alone at first, and at most: twice as long each time in a row. */
const shortest = 50;
const longest = 1600;

export class Sharing {
  #aloneUntil = -Infinity;
  #pause = shortest;
  #took = 0;
  #alone = 0;

  /** Whether to share the next job. @param now in milliseconds */
  worthIt(now: number): boolean {
    return now >= this.#aloneUntil;
  }

  /** Takes a shared job into account that has ended now. */
  ended({ parts, own, besides, worked, took }: SharedJob, now: number): void {
    this.#took += took;
    // Of a job that others have done all of, nothing tells how long it would have taken.
    this.#alone += own > 0 ? besides + (worked * parts) / own : 2 * took;
    if (this.#took < window) return;
    if (this.#took > this.#alone) {
      this.#aloneUntil = now + this.#pause;
      this.#pause = Math.min(longest, 2 * this.#pause);
    } else {
      this.#pause = shortest;
    }
    this.#took = this.#alone = 0;
  }
}
