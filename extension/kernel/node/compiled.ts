/** What Node.js compiled is kept for the next start, where it can: since Node 22.1. */
import * as nodeModule from "node:module";

/** A kernel's threads come to no end of theirs, at which Node would do it. In milliseconds after they have loaded all. */
const keepAfter = 2000;

/**
 * Has modules that are loaded from now on taken as they were compiled before.
 *
 * @param folder where that is; default: a folder among the machine's temporary files
 * @returns keeps what is new, in a while
 */
export function useCompiled(folder: string | undefined): () => void {
  const { enableCompileCache, flushCompileCache } = nodeModule as {
    enableCompileCache?: (folder?: string) => unknown;
    flushCompileCache?: () => void;
  };
  enableCompileCache?.(folder);
  return () => void setTimeout(() => flushCompileCache?.(), keepAfter).unref();
}
