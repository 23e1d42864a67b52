/** The timers and the clock as they were before any cell ran: cells may replace the global ones. */
export const { clearTimeout, setTimeout } = globalThis;
export type Timer = ReturnType<typeof setTimeout>;

const { performance } = globalThis;

/** Milliseconds since some moment. */
export function now(): number {
  return performance.now();
}

const { MessageChannel: Channel, Promise: OwnPromise } = globalThis;

/** In Node.js, a port that listens keeps its thread alive, until it is told not to. */
type Turns = Omit<MessageChannel, "port1"> & { port1: MessagePort & { ref?(): void; unref?(): void } };

let turns: Turns | null = null;
const waiting: (() => void)[] = [];

/** Resolves once the thread has come to its messages: sooner than by a timer, which browsers make wait. */
export function nextMessage(): Promise<void> {
  turns ??= listening();
  const { port1, port2 } = turns;
  return new OwnPromise((resolve) => {
    waiting.push(resolve);
    port1.ref?.();
    port2.postMessage(null);
  });
}

function listening(): Turns {
  const channel: Turns = new Channel();
  const { port1 } = channel;
  port1.onmessage = () => {
    port1.unref?.();
    const all = waiting.splice(0);
    for (let i = 0; i < all.length; i++) all[i]?.();
  };
  return channel;
}
