/**
 * The benchmarks: `npm run bench [-- NAME…]`. With names, only those modules of test/bench; without, all of them
 * and the times that a person meets in a real VS Code.
 */
import path from "node:path";
import { installDependencies } from "./install.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

const names = process.argv.slice(2);
await installDependencies();
if ((await run(process.execPath, ["esbuild.mjs", "--production"])) !== 0) process.exit(1);
process.exitCode = await run(process.execPath, [
  path.join(root, "out", "test", "bench", "main.js"),
  ...names,
]);
if (names.length === 0) {
  const { runVSCodeSuites } = await import("./vscodeSuites.mjs");
  process.exitCode ||= await runVSCodeSuites({ suites: "activation", server: false, headed: false });
}
