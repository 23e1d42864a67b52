import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { setFiles } from "../../../../engine/data/files.ts";

/** Gives the engine access to files, as its Node entry does. Tests run from the repository's root. */
export function installNodeFiles(): void {
  setFiles({
    read: (path) => readFile(path),
    write: (path, bytes) => writeFile(path, bytes),
    bundled: (name) => readFile(`examples/data/${name}`),
    gunzip: (bytes) => Promise.resolve(gunzipSync(bytes)),
  });
}
