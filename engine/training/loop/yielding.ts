/** Timers of the host, which the ES library does not declare. */
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const performance: { now(): number };

/** A clock that only goes forward, in seconds. */
export function seconds(): number {
  return performance.now() / 1000;
}

/** Lets everything else that waits for the event loop run once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/** How long a training may hold the event loop: short enough to stop a cell, long enough to cost nothing. */
const HOLD = 0.03;

/** Gives up the event loop whenever it has been held for {@link HOLD} seconds. */
export class Yielding {
  #since = seconds();

  /** True when it is time to let others run. */
  due(): boolean {
    return seconds() - this.#since >= HOLD;
  }

  async turn(): Promise<void> {
    await nextTurn();
    this.#since = seconds();
  }
}
