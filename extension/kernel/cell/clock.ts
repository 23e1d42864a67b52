/** The timers and the clock as they were before any cell ran: cells may replace the global ones. */
export const { clearTimeout, setTimeout } = globalThis;
export type Timer = ReturnType<typeof setTimeout>;

const { performance } = globalThis;

/** Milliseconds since some moment. */
export function now(): number {
  return performance.now();
}
