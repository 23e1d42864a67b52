import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes `dist/THIRD-PARTY-NOTICES.txt`: the licence of every package that has code in the bundles.
 *
 * @param {string} root the repository
 * @param {readonly import("esbuild").Metafile[]} metafiles what esbuild says of each bundle
 * @param {readonly string[]} copied packages that are in `dist/` as files of their own
 */
export function writeNotices(root, metafiles, copied) {
  const folders = new Map(copied.map((name) => [name, path.join("node_modules", name)]));
  for (const { inputs } of metafiles) {
    for (const file of Object.keys(inputs)) {
      const [folder, name] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
      if (folder && name) folders.set(name, folder);
    }
  }
  const parts = [...folders].sort().map(([name, folder]) => notice(path.join(root, folder), name));
  const head = "Gradbook contains code of the packages below, under the licences that follow their names.\n";
  writeFileSync(path.join(root, "dist", "THIRD-PARTY-NOTICES.txt"), [head, ...parts].join("\n"));
}

/**
 * @param {string} folder
 * @param {string} name
 */
function notice(folder, name) {
  const { version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} is bundled, but its package has no licence text.`);
  const text = readFileSync(path.join(folder, file), "utf8").trim();
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
