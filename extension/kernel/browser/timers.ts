/** Timers that know which cell has set them, so that what they print later is in that cell's output. */
import { callingRun, followRun } from "../cell/runContext.ts";

type SetTimer = (handler: unknown, ...rest: unknown[]) => number;

/** To be called before any cell runs, and after all of the kernel's own have taken theirs. */
export function followTimers(): void {
  const scope = globalThis as unknown as Record<"setTimeout" | "setInterval", SetTimer>;
  for (const name of ["setTimeout", "setInterval"] as const) {
    const set = scope[name].bind(globalThis);
    const { [name]: following } = {
      [name]: (handler: unknown, ...rest: unknown[]): number => {
        const run = callingRun();
        if (typeof handler !== "function" || run === null) return set(handler, ...rest);
        const call = (...given: unknown[]): unknown =>
          followRun(run, () => handler.apply(globalThis, given) as unknown);
        return set(call, ...rest);
      },
    };
    if (following) scope[name] = following;
  }
}
