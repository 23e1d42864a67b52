import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { setFiles } from "../../../../engine/data/files.ts";
import { readWholeNow } from "../../../../engine/nodeFiles.ts";

/** Gives the engine access to files, as its Node entry does. Tests run from the repository's root. */
export function installNodeFiles(): void {
  setFiles({
    read: (path) => readFile(path),
    write: async (path, bytes) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    },
    bundled: (name) => readFile(`examples/data/${name}`),
    gunzip: (bytes) => Promise.resolve(gunzipSync(bytes)),
    readNow: (path, { bundled }) => readWholeNow(bundled ? `examples/data/${path}` : path),
  });
}
