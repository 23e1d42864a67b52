/** Timers of the host, which the ES library does not declare. */
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const performance: { now(): number };
declare const MessageChannel: new () => {
  port1: { onmessage: (() => void) | null };
  port2: { postMessage(message: null): void };
};

/** A clock that only goes forward, in seconds. */
export function seconds(): number {
  return performance.now() / 1000;
}

/** Lets everything else that waits for the event loop run once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else if (typeof MessageChannel === "function") byMessage(resolve);
    else setTimeout(resolve, 0);
  });
}

/** Browsers make timers that follow each other wait for 4 milliseconds. */
function byMessage(resolve: () => void): void {
  turns ??= new MessageChannel();
  turns.port1.onmessage = () => {
    for (const go of waiting.splice(0)) go();
  };
  waiting.push(resolve);
  turns.port2.postMessage(null);
}

let turns: InstanceType<typeof MessageChannel> | null = null;
const waiting: (() => void)[] = [];

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
