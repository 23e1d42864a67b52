/**
 * The benchmarks: `npm run bench [-- NAME…]`. With names, only those modules of test/bench; without, all of them
 * and the times that a person meets in a real VS Code.
 */
import path from "node:path";
import { installDependencies } from "./install.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";
import { installVSCodeServer } from "./toolchain.mjs";

const names = process.argv.slice(2);
await installDependencies();
if ((await run(process.execPath, ["esbuild.mjs", "--production"])) !== 0) process.exit(1);
// On the Node.js that VS Code brings: the kernel runs on it, and it knows more WebAssembly than older ones.
const { node } = await installVSCodeServer();
process.exitCode = await run(node, [path.join(root, "out", "test", "bench", "main.js"), ...names]);
if (names.length === 0) {
  const { runVSCodeSuites } = await import("./vscodeSuites.mjs");
  process.exitCode ||= await runVSCodeSuites({ suites: "activation", server: false, headed: false });
}
