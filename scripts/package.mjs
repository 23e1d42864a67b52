/**
 * Packs what is in `dist/` into an extension that VS Code can install: `npm run package`.
 *
 *     node scripts/package.mjs [--out FILE]
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

const { values } = parseArgs({ options: { out: { type: "string", default: "gradbook.vsix" } } });
const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
process.exitCode = await run(process.execPath, [
  vsce,
  "package",
  // Everything is bundled: what package.json depends on is for building.
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  `--out=${values.out}`,
]);
