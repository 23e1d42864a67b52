/** How fast a training goes, and how long the rest will take: said only once it can be known. */

/** Seconds that an interval lasts at least: shorter ones say more of the clock than of the training. */
const SHORTEST = 0.1;
/** Intervals that count, so that the estimate follows a training that becomes faster or slower. */
const RECENT = 15;
/** How far off the estimate may be: its standard error as a share of it. */
const MOST_UNSURE = 0.1;
/** 1.4826 makes a median distance from the median a standard deviation, 1.2533 that of a mean that of a median. */
const ERROR_OF_MEDIAN = 1.4826 * 1.2533;

/** The time that a step takes, from the median of the last intervals. The first, in which all is cold, is left out. */
export class Pace {
  readonly #fewest: number;
  #last: { steps: number; at: number };
  #warm = false;
  readonly #rates: number[] = [];

  /**
   * @param now seconds
   * @param fewest intervals without which nothing is said
   */
  constructor(now: number, fewest: number) {
    this.#last = { steps: 0, at: now };
    this.#fewest = fewest;
  }

  /** So many steps are done at `now`. */
  mark(steps: number, now: number): void {
    const { steps: before, at } = this.#last;
    if (steps <= before || now - at < SHORTEST) return;
    this.#last = { steps, at: now };
    if (this.#warm) this.#rates.push((now - at) / (steps - before));
    this.#warm = true;
    if (this.#rates.length > RECENT) this.#rates.shift();
  }

  /** Seconds a step; null while that is not known well enough to tell how long others will take. */
  step(): number | null {
    const { length } = this.#rates;
    if (length < this.#fewest) return null;
    const middle = median(this.#rates);
    const spread = median(this.#rates.map((rate) => Math.abs(rate - middle)));
    return (ERROR_OF_MEDIAN * spread) / Math.sqrt(length) > MOST_UNSURE * middle ? null : middle;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
