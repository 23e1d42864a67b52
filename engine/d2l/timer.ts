/** The clock of every JavaScript host, which the ES library does not declare. */
declare const performance: { now(): number };

/**
 * Records several running times, as in the book.
 * @example const timer = new Timer(); …; console.log(timer.stop(), "s");
 */
export class Timer {
  /** Seconds, one entry per `stop`. */
  readonly times: number[] = [];
  #start = performance.now();

  constructor() {
    this.start();
  }

  /** Starts anew.
   * @example timer.start() */
  start(): void {
    this.#start = performance.now();
  }

  /** Stops the timer and records the seconds since it was started.
   * @example const seconds = timer.stop(); */
  stop(): number {
    const seconds = (performance.now() - this.#start) / 1000;
    this.times.push(seconds);
    return seconds;
  }

  /** Mean of the recorded times.
   * @example timer.avg() */
  avg(): number {
    return this.sum() / this.times.length;
  }

  /** The sum of the recorded times, in seconds.
   * @example timer.sum() */
  sum(): number {
    return this.times.reduce((a, b) => a + b, 0);
  }

  /** The total after each recorded time.
   * @example timer.cumsum() // [0.1, 0.3] */
  cumsum(): number[] {
    let total = 0;
    return this.times.map((t) => (total += t));
  }
}
