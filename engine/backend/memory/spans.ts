/**
 * Which stretches of an address range are free: pure arithmetic on granules of 4 KB, without any memory of its own
 * to look after. Freed neighbours join at once (boundary tags); free stretches wait in bins by size, exact up to
 * 63 granules and within an eighth above (Masmano's TLSF, 2004).
 */

export const GRANULE = 4096;

const EXACT = 64;
const STEPS = 8;
const BINS = EXACT + STEPS * 24;

/** The bin that holds free spans of `n` granules. Every span in a higher bin is longer than every one in a lower. */
function binOf(n: number): number {
  if (n < EXACT) return n;
  const log = 31 - Math.clz32(n);
  return EXACT + (log - 6) * STEPS + ((n >> (log - 3)) & 7);
}

export class Spans {
  /** Free spans carry their length at both ends; all else is 0. */
  #length = new Int32Array(0);
  /** Doubly linked lists through the first granules of free spans; −1 ends them. */
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  readonly #heads = new Int32Array(BINS).fill(-1);
  #end = 0;
  #free = 0;

  /** Granules in free spans. */
  get free(): number {
    return this.#free;
  }

  /** First granule past the range. */
  get end(): number {
    return this.#end;
  }

  /** Length of the free span that ends the range, which new granules would prolong. */
  get tail(): number {
    return this.#end > 0 ? this.#length[this.#end - 1] : 0;
  }

  /** Makes the range [0, end) long; what is added between `from` and `end` is free. */
  extend(from: number, end: number): void {
    if (end + 1 > this.#length.length) {
      const size = Math.max(end + 1, 2 * this.#length.length);
      this.#length = enlarged(this.#length, size);
      this.#next = enlarged(this.#next, size);
      this.#previous = enlarged(this.#previous, size);
    }
    this.#end = end;
    if (end > from) this.release(from, end - from);
  }

  /** First granule of a span of `n` granules that is free no longer, or −1 when none is long enough. */
  take(n: number): number {
    const start = this.#find(n);
    if (start < 0) return -1;
    const length = this.#length[start];
    this.#unlink(start, length);
    this.#free -= n;
    if (length > n) this.#link(start + n, length - n);
    return start;
  }

  /** Frees `n` granules at `start`; they must have been taken, together or apart. */
  release(start: number, n: number): void {
    this.#free += n;
    const before = start > 0 ? this.#length[start - 1] : 0;
    if (before > 0) {
      this.#unlink(start - before, before);
      start -= before;
      n += before;
    }
    const after = start + n < this.#end ? this.#length[start + n] : 0;
    if (after > 0) {
      this.#unlink(start + n, after);
      n += after;
    }
    this.#link(start, n);
  }

  #find(n: number): number {
    let bin = binOf(n);
    for (let s = this.#heads[bin]; s >= 0; s = this.#next[s]) if (this.#length[s] >= n) return s;
    while (++bin < BINS) if (this.#heads[bin] >= 0) return this.#heads[bin];
    return -1;
  }

  #link(start: number, n: number): void {
    const bin = binOf(n);
    const head = this.#heads[bin];
    this.#length[start] = n;
    this.#length[start + n - 1] = n;
    this.#next[start] = head;
    this.#previous[start] = -1;
    if (head >= 0) this.#previous[head] = start;
    this.#heads[bin] = start;
  }

  #unlink(start: number, n: number): void {
    const next = this.#next[start];
    const previous = this.#previous[start];
    if (next >= 0) this.#previous[next] = previous;
    if (previous >= 0) this.#next[previous] = next;
    else this.#heads[binOf(n)] = next;
    this.#length[start] = 0;
    this.#length[start + n - 1] = 0;
  }
}

function enlarged(old: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(size);
  array.set(old);
  return array;
}
