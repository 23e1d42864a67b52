/** What the guards in relative modules are called: globals, which are there before any module of a circle has run. */
import type { GuardNames } from "./guards.ts";

/** A module uses the first of these that none of its own names looks like. */
export const moduleGuards: readonly GuardNames[] = ["$gradbook", "$$gradbook", "$$$gradbook"].map(
  (prefix) => ({
    flag: `${prefix}Flag`,
    check: `${prefix}Check`,
    count: `${prefix}Count`,
  }),
);

/** Gives modules the guards under each of their names. */
export function provideGuards(flag: Int32Array, check: () => void): void {
  for (const names of moduleGuards) {
    Object.defineProperties(globalThis, { [names.flag]: { value: flag }, [names.check]: { value: check } });
  }
}
