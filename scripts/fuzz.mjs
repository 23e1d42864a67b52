/**
 * The differential fuzzer: `npm run fuzz [-- OPTION…]`; see docs/fuzzing.md. Options are those of test/fuzz/main.ts,
 * or, with `--torture`, those of test/fuzz/torture.ts.
 */
import path from "node:path";
import { installDependencies } from "./install.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";
import { installVSCodeServer } from "./toolchain.mjs";

const args = process.argv.slice(2);
const torture = args.includes("--torture");

/** Programs run on the Node.js that VS Code brings, which knows all kinds of kernels. */
async function nodeOfVSCode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return (await installVSCodeServer()).node;
}

await installDependencies();
if ((await run(process.execPath, ["esbuild.mjs"])) !== 0) process.exit(1);
const main = path.join(root, "out", "test", "fuzz", torture ? "torture.js" : "main.js");
const options = args.filter((arg) => arg !== "--torture");
process.exitCode = await run(await nodeOfVSCode(), [main, ...options]);
