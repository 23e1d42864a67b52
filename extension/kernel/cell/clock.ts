/** The timers and the clock as they were before any cell ran: cells may replace the global ones. */
export const { clearTimeout, setTimeout } = globalThis;
export type Timer = ReturnType<typeof setTimeout>;

const { performance } = globalThis;

/** Milliseconds since some moment. */
export function now(): number {
  return performance.now();
}

const { MessageChannel: Channel, Promise: OwnPromise } = globalThis;

let turns: MessageChannel | null = null;
const waiting: (() => void)[] = [];

/** Resolves once the thread has come to its messages: sooner than by a timer, which browsers make wait. */
export function nextMessage(): Promise<void> {
  if (!turns) {
    turns = new Channel();
    turns.port1.onmessage = () => {
      const all = waiting.splice(0);
      for (let i = 0; i < all.length; i++) all[i]?.();
    };
  }
  const { port2 } = turns;
  return new OwnPromise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
