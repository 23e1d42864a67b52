/** The memory of this process, and of the machine. */
import { totalmem } from "node:os";

let last = 0;

/**
 * Bytes of memory that this process has. Node reads them from a file; when no file can be opened any more, they are
 * what they were when one could.
 */
export function residentMemory(): number {
  try {
    last = process.memoryUsage.rss();
  } catch {
    // EMFILE: a cell has used up the process's file descriptors.
  }
  return last;
}

/** Bytes that the machine has, or the container lets us have. */
export function availableMemory(): number {
  const constrained = (process as { constrainedMemory?: () => number }).constrainedMemory?.() ?? 0;
  // Without a limit it is 0, or more than any machine has.
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
