import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { installChromium } from "./chromium.mjs";
import { root, testResults } from "./places.mjs";
import { print, run } from "./run.mjs";
import { afterSecondTry, filesToRunAgain } from "./secondTry.mjs";
import { installTorch } from "./torch.mjs";
import { installVSCodeServer } from "./toolchain.mjs";
import { runVSCodeSuites } from "./vscodeSuites.mjs";

/**
 * @typedef {import("./secondTry.mjs").Counts} Counts
 * @typedef {{ only: string[], suites: string, server: boolean, headed: boolean }} Options of the command line
 * @typedef {{ name: string, together?: string, run: (options: Options) => Promise<Counts> }} Step
 *   neighbours of the same `together` run two at once
 */

const node = process.execPath;
const script = (...parts) => path.join(root, "node_modules", ...parts);
const prettier = script("prettier", "bin", "prettier.cjs");
const eslint = script("eslint", "bin", "eslint.js");
const mocha = script("mocha", "bin", "mocha.js");

/** @param {number} code @returns {Counts} a check that is one test by itself */
const one = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/**
 * Does `work`, which leaves its counts in test-results/`name`.json. To leave none, or to end badly without a
 * failed test, is a failure.
 *
 * @param {string} name
 * @param {(file: string) => Promise<number>} work
 * @returns {Promise<Counts>}
 */
async function counted(name, work) {
  const file = path.join(testResults, `${name}.json`);
  rmSync(file, { force: true });
  const code = await work(file);
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { passed: 0, failed: 0, skipped: 0 };
  const silent = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (code !== 0 || silent)) counts.failed = 1;
  return counts;
}

/**
 * Runs test files; those that fail run once more, by themselves.
 *
 * @param {string} name
 * @param {string[]} specs
 * @param {string} [program] the Node.js to run them on
 */
async function mochaSuites(name, specs, program = node) {
  const first = await mochaRun(name, specs, program);
  const again = filesToRunAgain(first);
  if (again.length === 0) return first;
  print(`\nOnce more: ${again.map((file) => path.basename(file)).join(", ")}`);
  return afterSecondTry(first, await mochaRun(name, again, program));
}

/** @param {string} name @param {string[]} specs those after a "!" are left out @param {string} program */
const mochaRun = (name, specs, program) =>
  counted(name, (file) =>
    run(program, [
      mocha,
      "--no-config",
      "--forbid-only",
      // What a test leaves behind must not keep all the others waiting.
      "--exit",
      "--timeout=60000",
      ...(specs[0].includes("out/test/unit/") ? ["--require=./out/test/unit/openBackend.js"] : []),
      `--reporter=${path.join(root, "scripts", "mochaReporter.cjs")}`,
      `--reporter-option=counts=${file}`,
      ...specs.map((spec) => (spec.startsWith("!") ? `--ignore=${spec.slice(1)}` : spec)),
    ]),
  );

/** A whole run tests what is shipped; a run of single steps is for people at work, who want source maps. */
const build = ({ only }) => {
  const shipped = only.length === 0 || only.includes("package");
  return run(node, ["esbuild.mjs", ...(shipped ? ["--production"] : [])]);
};

/**
 * The kernel runs on the Node.js that VS Code brings, which knows WebAssembly instructions that an older one on
 * this machine does not.
 *
 * @type {() => Promise<Counts>}
 */
async function runEngineOnNewNode() {
  const { node: newer } = await installVSCodeServer();
  return mochaSuites("engine-24", ["out/test/unit/engine/**/*.test.js"], newer);
}

/** Cells that no guard can stop are cut off where Node.js can do that. @type {() => Promise<Counts>} */
async function runCutsOnNewNode() {
  const { node: newer } = await installVSCodeServer();
  return mochaSuites(
    "kernel-24",
    ["kernelCut", "randomStops"].map((suite) => `out/test/unit/extension/kernel/${suite}.test.js`),
    newer,
  );
}

async function runExamples() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const notebooks = readdirSync(path.join(root, "examples")).filter((name) => name.endsWith(".grad.md"));
  for (const name of notebooks) {
    const started = performance.now();
    const code = await run(node, ["dist/cli.js", "run", `examples/${name}`], { quiet: true });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`  ${code === 0 ? "✔" : "✖"} ${name} (${seconds} s)`);
    counts[code === 0 ? "passed" : "failed"]++;
  }
  if (notebooks.length === 0) counts.failed++;
  return counts;
}

/**
 * A fixed number of random programs on every build of the kernels, beside plain JavaScript and beside PyTorch where
 * that is. Where it cannot be installed, that is said, and in CI it is a failure.
 *
 * @type {() => Promise<Counts>}
 */
async function runFuzzer() {
  const torch = await installTorch();
  if (!torch) print("There is no PyTorch here: programs are compared with the JavaScript backend alone.");
  const { node: newer } =
    Number.parseInt(process.versions.node, 10) < 24 ? await installVSCodeServer() : { node };
  const main = path.join(root, "out", "test", "fuzz", "main.js");
  const how = ["--programs=1500", "--seed=1", "--torture=2000", "--most=5"];
  const counts = await counted("fuzz", (file) => run(newer, [main, ...how, `--counts=${file}`]));
  if (torch || process.env.CI !== "true") return counts;
  const failures = [...(counts.failures ?? []), "programs beside PyTorch: it is not installed"];
  return { ...counts, failed: counts.failed + 1, failures };
}

/**
 * Exports beside PyTorch itself. Where it cannot be installed, that is said, and in CI it is a failure.
 *
 * @type {() => Promise<Counts>}
 */
async function runExports() {
  if (await installTorch()) return mochaSuites("torch", ["out/test/torch/**/*.test.js"]);
  print("There is no PyTorch here: exported trainings are not run.");
  return { passed: 0, failed: process.env.CI === "true" ? 1 : 0, skipped: 1 };
}

/** What the steps need and a machine may not have, one after the other: two at once would wait for each other. */
async function installTools() {
  await installVSCodeServer();
  await installChromium();
  await installTorch();
  return one(0);
}

/** Unit tests that drive a Chromium. */
const inChromium = ["renderer/page", "extension/live", "extension/report", "extension/kernel/browser"].map(
  (room) => `out/test/unit/${room}/**/*.test.js`,
);

const old = Number.parseInt(process.versions.node, 10) < 24;

/** In this order; a step that fails does not keep the later ones from running. @type {Step[]} */
export const steps = [
  { name: "tools", run: installTools },
  // Two at once: what needs nothing that is built goes beside the build.
  { name: "build", together: "sources", run: async (options) => one(await build(options)) },
  {
    name: "format",
    together: "sources",
    run: async () => one(await run(node, [prettier, "--check", "--log-level=warn", "."])),
  },
  { name: "lint", together: "sources", run: async () => one(await run(node, [eslint, "."])) },
  // Two at once: what drives a VS Code beside what computes alone, and both kinds of unit tests beside one another.
  { name: "vscode", together: "suites", run: (options) => counted("vscode", () => runVSCodeSuites(options)) },
  ...(old ? [{ name: "engine-24", together: "suites", run: runEngineOnNewNode }] : []),
  {
    name: "engine",
    together: "suites",
    run: () => mochaSuites("engine", ["out/test/unit/engine/**/*.test.js"]),
  },
  { name: "torch", together: "suites", run: runExports },
  { name: "fuzz", together: "suites", run: runFuzzer },
  { name: "examples", together: "suites", run: runExamples },
  ...(old ? [{ name: "kernel-24", together: "suites", run: runCutsOnNewNode }] : []),
  {
    name: "unit",
    together: "suites",
    run: () =>
      mochaSuites("unit", ["out/test/unit/!(engine)/**/*.test.js", ...inChromium.map((spec) => `!${spec}`)]),
  },
  { name: "pages", together: "suites", run: () => mochaSuites("pages", inChromium) },
  {
    name: "package",
    together: "suites",
    run: async () => {
      const packed = await run(node, [
        "scripts/package.mjs",
        `--out=${path.join(testResults, "gradbook.vsix")}`,
      ]);
      return packed === 0 ? mochaSuites("package", ["out/test/package/**/*.test.js"]) : one(packed);
    },
  },
  {
    // One course alone: the other takes long, and is made as this one is.
    name: "site",
    together: "suites",
    run: async () => {
      const out = `--out=${path.join(testResults, "site")}`;
      const built = await run(node, ["scripts/site.mjs", out, "--courses=deep-learning"]);
      return built === 0 ? mochaSuites("site", ["out/test/site/**/*.test.js"]) : one(built);
    },
  },
  {
    // Last: it builds again, for people at work.
    name: "start",
    run: async () => {
      process.env.CHROMIUM = await installChromium();
      return mochaSuites("start", ["out/test/start/**/*.test.js"]);
    },
  },
];
