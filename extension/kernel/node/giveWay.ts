/**
 * A cell that takes long leaves the cores to whoever wants them for a moment, an editor above all. Where nobody does, it
 * computes as fast as before. Only Linux lets one thread of a process do so; there, groups of processes too may have a
 * priority of their own, and a kernel is such a group.
 */
import { readlinkSync, writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import path from "node:path";

/** In a container, such files may be missing or closed: then nothing is done. */
function quietly<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}

/** The system's number of the thread that calls; 0 where there is none that its priority can be set by. */
export function ownThread(): number {
  if (process.platform !== "linux") return 0;
  return Number(quietly(() => path.basename(readlinkSync("/proc/thread-self"))) ?? 0);
}

/** Has threads of other processes go before `thread`, for good: the system lets nobody take that back. */
export function lowerThread(thread: number): void {
  const low = constants.priority.PRIORITY_BELOW_NORMAL;
  if (thread > 0) quietly(() => getPriority(thread) < low && setPriority(thread, low));
}

/**
 * Has other groups of processes, the editor's for one, go before ours, which this process leads; or takes that back.
 * @returns whether it was done: the system lets nobody do so ten times a second
 */
export function lowerGroup(low: boolean): boolean {
  if (process.platform !== "linux") return true;
  const nice = low ? constants.priority.PRIORITY_BELOW_NORMAL : constants.priority.PRIORITY_NORMAL;
  return quietly(() => (writeFileSync("/proc/self/autogroup", String(nice)), true)) ?? false;
}
