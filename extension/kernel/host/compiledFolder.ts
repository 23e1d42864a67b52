/** Where Node.js keeps what it has compiled of a kernel. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/**
 * The folder of this installation, which goes by its version. Those of others are removed, in time.
 *
 * @param storage the extension's folder
 * @param entry the kernel's main module, in `dist/` of the installation
 */
export function compiledFolder(storage: string, entry: string): string {
  const all = path.join(storage, "compiled");
  const own = path.basename(path.resolve(entry, "../.."));
  void removeOthers(all, own);
  return path.join(all, own);
}

async function removeOthers(folder: string, own: string): Promise<void> {
  // There is none before the first kernel.
  const names = await readdir(folder).catch((): string[] => []);
  const others = names.filter((name) => name !== own);
  for (const name of others) await rm(path.join(folder, name), { recursive: true }).catch(() => undefined);
}
