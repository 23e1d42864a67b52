import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** What the compiler makes of a source, by the ending that it puts in place of `.ts`. */
const compiled = /\.(?:js|js\.map|d\.ts|d\.ts\.map)$/;

/**
 * Removes from `out/` what the compiler made of sources that are there no more, suites above all: mocha would go on
 * running them. Files of any other kind are left alone, and so are folders that have no counterpart.
 *
 * @param {string} root the repository
 * @param {readonly string[]} folders those that are compiled
 * @returns {string[]} the files that are gone, relative to `out/`
 */
export function pruneCompiled(root, folders = ["engine", "extension", "renderer", "test"]) {
  const out = path.join(root, "out");
  const stale = folders
    .filter((folder) => existsSync(path.join(out, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(out, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(folder, name),
      ),
    )
    .filter((name) => compiled.test(name) && !existsSync(path.join(root, name.replace(compiled, ".ts"))));
  for (const name of stale) rmSync(path.join(out, name));
  return stale;
}
