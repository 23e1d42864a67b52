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
