/// <reference types="node" />
/** Files through Node, for the engine's Node entry: the notebook's folder is the working directory. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import type { Files } from "./data/files.ts";
import { say } from "./payload/say.ts";

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
  const known = await stat(path).catch(() => null);
  const target = known ? await realpath(path) : path;
  const beside = `${target}.${process.pid}-${written++}.tmp`;
  // The first checkpoint of a long training should not fail for want of a folder.
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(beside, bytes, { flag: "wx", flush: true });
    if (known) await chmod(beside, known.mode);
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

/** The file, unpacked; null when there is none. */
export function readWholeNow(path: string): Uint8Array | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** Node's URLs are taken, too, whatever the types say. */
function isUrl(path: unknown): path is URL {
  return path instanceof URL;
}

/** Refuses what does not lie in `folder`, links followed: for cells of people that one does not know. */
function inside(folder: string, path: string): string {
  const root = realpathSync(folder);
  let existing = resolve(root, isUrl(path) ? fileURLToPath(path) : path);
  const missing: string[] = [];
  for (;;) {
    const real = realPathOrNull(existing);
    const target = real && join(real, ...missing.toReversed());
    if (target !== null && (target === root || target.startsWith(root + sep))) return target;
    const above = dirname(existing);
    if (target !== null || above === existing)
      throw new Error(say`${path} is outside the folder that may be used here.`);
    missing.push(basename(existing));
    existing = above;
  }
}

function isInside(folder: string, path: string): boolean {
  try {
    return inside(folder, path) !== "";
  } catch {
    return false;
  }
}

function realPathOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/**
 * @param from URL of the module that the engine was loaded from
 * @param folder the only one that files are read from and written to; by default all are
 */
export function nodeFiles(from: string, folder = process.env["GRADBOOK_FILES"]): Files {
  const allowed = (path: string): string => (folder === undefined ? path : inside(folder, path));
  return {
    read: async (path) => readFile(allowed(path)),
    write: async (path, bytes) => writeWhole(allowed(path), bytes),
    bundled: (name) => readFile(bundledUrl(name, from)),
    gunzip: (bytes) => unzip(bytes),
    // Whoever reads at once asks whether there is such a file: outside there is none.
    readNow: (path, { bundled }) => {
      if (bundled) return readWholeNow(fileURLToPath(bundledUrl(path, from)));
      return folder === undefined || isInside(folder, path) ? readWholeNow(path) : null;
    },
  };
}
