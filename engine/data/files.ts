/** How the engine reaches files: through a port that the program around installs. */
import { expect } from "../core/expect.ts";
import { say } from "../payload/say.ts";

/**
 * How the engine reaches files. It knows none by itself: the program that loads it installs a port.
 * Relative paths mean the folder of the notebook.
 */
export interface Files {
  /** @throws when the file cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** Replaces the file if there is one; makes its folder if there is none. @throws when it cannot be written. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** A data set that ships with Gradbook, by its file name. */
  bundled(name: string): Promise<Uint8Array>;
  gunzip(bytes: Uint8Array): Promise<Uint8Array>;
  /** The whole file, unpacked, without waiting; null when there is none. Left out where a program can only wait. */
  readNow?(path: string, options: { bundled: boolean }): Uint8Array | null;
}

let port: Files | null = null;

/** Installs the port; the engine's Node entry does. */
export function setFiles(files: Files): void {
  port = files;
}

/** @throws {Error} when no port is installed */
export function files(): Files {
  if (!port) {
    throw new Error(
      say`There is no access to files here: load gradbook through its Node entry (dist/engine.js).`,
    );
  }
  return port;
}

/** Reads a whole file, unpacking gzip (told by its first bytes, not by its name). */
export async function readFile(path: string): Promise<Uint8Array> {
  // Node's URLs are taken, too.
  expect("read", "the path of a file", path, typeof path === "string" || "href" in Object(path));
  return unpack(await files().read(path));
}

/**
 * Reads a file, unpacking gzip, for those who cannot wait, as a constructor cannot; null when there is none.
 * @throws {Error} where files can only be waited for
 */
export function readNow(path: string, { bundled = false } = {}): Uint8Array | null {
  const port = files();
  if (!port.readNow) throw new Error(say`Files can only be waited for here: ${path} cannot be read at once.`);
  return port.readNow(path, { bundled });
}

/** Reads a shipped data set, unpacking gzip. */
export async function readBundled(name: string): Promise<Uint8Array> {
  return unpack(await files().bundled(name));
}

async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? await files().gunzip(bytes) : bytes;
}
