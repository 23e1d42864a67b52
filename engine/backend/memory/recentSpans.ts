/**
 * Spans that the last sweep of the nursery has freed, by size. What was handed out last is freed last, and handed out
 * first: it is still in the caches, where what follows in the order of addresses is not any more.
 */
export class RecentSpans {
  readonly #starts = new Map<number, number[]>();
  #count = 0;

  add(start: number, n: number): void {
    const starts = this.#starts.get(n);
    if (starts) starts.push(start);
    else this.#starts.set(n, [start]);
    this.#count++;
  }

  /** Start of the last one that is `n` granules long, which is free no longer; or −1. */
  take(n: number): number {
    if (this.#count === 0) return -1;
    const start = this.#starts.get(n)?.pop();
    if (start === undefined) return -1;
    this.#count--;
    return start;
  }

  /** Hands all that are left to `free`. @returns whether there were any */
  forget(free: (granule: number, n: number) => void): boolean {
    if (this.#count === 0) return false;
    for (const [n, starts] of this.#starts) for (const start of starts) free(start, n);
    this.#starts.clear();
    this.#count = 0;
    return true;
  }
}
