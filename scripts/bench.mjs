/**
 * The benchmarks: `npm run bench [-- NAME… OPTION…]`. With names, only those modules of test/bench; without, all
 * of them. `activation`, `waits` and `typing` stand for the times that a person meets in a real VS Code. The options are
 * those of test/bench/main.ts.
 */
import path from "node:path";
import { installPeers } from "./benchPeers.mjs";
import { installDependencies } from "./install.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";
import { installVSCodeServer } from "./toolchain.mjs";

const args = process.argv.slice(2);
const wants = (name) => args.every((arg) => arg.startsWith("-")) || args.includes(name);
/** What is measured in a VS Code. */
const inWindows = ["activation", "waits", "typing", "controls"];
const others = args.filter((arg) => !inWindows.includes(arg));

/** Cells run on the Node.js that VS Code brings, so that is what is measured. */
async function nodeOfVSCode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return (await installVSCodeServer()).node;
}

await installDependencies();
if ((await run(process.execPath, ["esbuild.mjs", "--production"])) !== 0) process.exit(1);
if (others.length > 0 || wants("engine")) {
  // The images of the book's perceptron are among them.
  if (["engine", "book", "networks", "browser"].some(wants)) await installPeers();
  const main = path.join(root, "out", "test", "bench", "main.js");
  process.exitCode = await run(await nodeOfVSCode(), [main, ...others]);
}
const windows = inWindows.filter(wants);
if (windows.length > 0) {
  const { runVSCodeSuites } = await import("./vscodeSuites.mjs");
  for (const name of windows) {
    const bench = name !== "activation";
    const suites = bench ? `^${name}\\.bench` : name;
    process.exitCode ||= await runVSCodeSuites({
      suites,
      ...(bench && { kind: "bench" }),
      server: false,
      headed: false,
    });
  }
}
