import type { Reclaimer } from "../backend/memory/reclaimer.ts";

/** More bytes than any browser gives at once, and fewer than the language forbids. */
const tooMany = 2 ** 34;

/**
 * A browser has no function that collects garbage. But before V8 says that there is no room for a buffer, it collects
 * all that it can; so what cannot be had is asked for. It takes as long as a full collection does.
 *
 * What the running job itself has let go of stays until the job ends: a loop that trains without ever waiting keeps
 * its memory. `fit` waits, and cells wait in their loops when they are told to.
 *
 * @param pressed told that much memory has been handed out: the job that runs should soon wait for another
 */
export function pressingReclaimer(pressed: () => void): Reclaimer {
  return {
    reclaim() {
      pressed();
      try {
        new ArrayBuffer(tooMany);
      } catch {
        // As was to be expected.
      }
    },
    watchYoung: () => null,
  };
}
