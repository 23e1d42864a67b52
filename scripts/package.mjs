/**
 * Packs what is in `dist/` into an extension that VS Code can install: `npm run package`. One package for all platforms:
 * nothing in it is native.
 *
 *     node scripts/package.mjs [--out FILE] [--version N] [--pre-release] [--revision TAG]
 *
 * With the repository's address, which is package.json's `repository`, the listing's links and pictures are those of
 * the repository at `--revision`; without it they stay relative, to files of the package.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./places.mjs";
import { linkArguments, webAddress } from "./release/address.mjs";
import { run } from "./run.mjs";

const { values } = parseArgs({
  options: {
    "out": { type: "string", default: "gradbook.vsix" },
    "version": { type: "string" },
    "pre-release": { type: "boolean", default: false },
    "revision": { type: "string", default: "HEAD" },
  },
});
const { repository } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
process.exitCode = await run(process.execPath, [
  vsce,
  "package",
  ...(values.version ? [values.version, "--no-update-package-json", "--no-git-tag-version"] : []),
  ...(values["pre-release"] ? ["--pre-release"] : []),
  // Everything is bundled: what package.json depends on is for building.
  "--no-dependencies",
  "--allow-missing-repository",
  ...linkArguments(webAddress(repository?.url ?? repository), values.revision),
  `--out=${values.out}`,
]);
