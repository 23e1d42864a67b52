/**
 * Files that are replaced whole. Not by `write-file-atomic` or `atomically`: when a disk is full after a part of the
 * bytes, both put that part in the file's place and report success, as they do not look at what `write` returns.
 */
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

let written = 0;

/**
 * Writes a file so that, whenever the program or the machine ends, it holds what it held before or all of
 * `bytes`: they are written beside it, and take its place when they are on the disk. Keeps the file's
 * permissions, and a link to it.
 * @throws what the file system throws; the file is then as it was
 */
export function writeWhole(file: string, bytes: Uint8Array | string): void {
  const known = statSync(file, { throwIfNoEntry: false });
  const target = known ? realpathSync(file) : file;
  const beside = `${target}.${process.pid}-${written++}.tmp`;
  try {
    writeFileSync(beside, bytes, { flag: "wx", flush: true });
    if (known) chmodSync(beside, known.mode);
    putInPlace(() => renameSync(beside, target));
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Pauses before each further attempt, in milliseconds. */
const pauses = [10, 20, 50, 100, 200, 400];

/**
 * Renames. Windows does not replace a file while somebody else looks at it, as virus scanners do for a moment after
 * each change: there, it is tried again.
 */
export function putInPlace(rename: () => void, platform = process.platform): void {
  for (const pause of pauses) {
    try {
      return rename();
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (platform !== "win32" || !["EPERM", "EACCES", "EBUSY"].includes(code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  rename();
}
