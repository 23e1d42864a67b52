/// <reference types="node" />
/** Files through Node, for the engine's Node entry: the notebook's folder is the working directory. */
import { existsSync } from "node:fs";
import { mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Files } from "./data/files.ts";

const unzip = promisify(gunzip);

/** The data sets lie in `examples/data`, beside `engine/` in the sources and `dist/` in the package, two up from `out/engine/`. */
function bundledUrl(name: string, from: string): URL {
  const places = ["../examples/data/", "../../examples/data/"].map((folder) => new URL(folder + name, from));
  return places.find((place) => existsSync(place)) ?? places[0];
}

let written = 0;

/**
 * A checkpoint that is cut off must not take the one before with it: the bytes are written beside the file, and
 * take its place when they are on the disk.
 */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const beside = `${target}.${process.pid}-${written++}.tmp`;
  // The first checkpoint of a long training should not fail for want of a folder.
  await mkdir(dirname(target), { recursive: true });
  try {
    const mode = await stat(target).then(
      (found) => found.mode,
      () => 0o666,
    );
    const handle = await open(beside, "wx", mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await putInPlace(() => rename(beside, target));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Renames. Windows does not replace a file while somebody else looks at it, as virus scanners do for a moment after
 * each change: there, it is tried again, after these pauses in milliseconds.
 */
export async function putInPlace(
  rename: () => Promise<void>,
  platform = process.platform,
  pauses: readonly number[] = [10, 20, 50, 100, 200, 400],
): Promise<void> {
  for (const pause of pauses) {
    try {
      return await rename();
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (platform !== "win32" || !["EPERM", "EACCES", "EBUSY"].includes(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  await rename();
}

/** @param from URL of the module that the engine was loaded from */
export function nodeFiles(from: string): Files {
  return {
    read: (path) => readFile(path),
    write: writeWhole,
    bundled: (name) => readFile(bundledUrl(name, from)),
    gunzip: (bytes) => unzip(bytes),
  };
}
