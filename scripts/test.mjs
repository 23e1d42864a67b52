/**
 * The tests: `npm test`. Installs what is missing, runs every step, and closes with one line of counts.
 *
 *     node scripts/test.mjs [--only STEP]… [--suites PATTERN] [--server] [--headed]
 *
 * `--only` runs the named steps alone (with the build before those that need it); `--suites` names the suite
 * files for the step vscode; `--server` takes the VS Code server where a desktop VS Code could be had;
 * `--headed` shows the browser.
 */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { testResults } from "./places.mjs";
import { inOnePiece, print } from "./run.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    suites: { type: "string", default: "" },
    server: { type: "boolean", default: false },
    headed: { type: "boolean", default: false },
  },
});

// What kernels leave to the editor, steps that run at once would take: tests would wait for cells a long time.
process.env.GRADBOOK_PRIORITY ??= "normal";
await installDependencies();
mkdirSync(testResults, { recursive: true });
const { steps } = await import("./testSteps.mjs");
const names = steps.map(({ name }) => name);
const unknown = options.only.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`There is no step ${unknown}: the steps are ${names.join(", ")}.`);
const needBuild = options.only.some((name) => !["tools", "format", "lint"].includes(name));
const chosen = steps.filter(
  ({ name }) => options.only.length === 0 || options.only.includes(name) || (needBuild && name === "build"),
);

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {[string, ...(number | string)[]][]} */
const summary = [];
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const flaky = [];
for (let i = 0; i < chosen.length;) {
  const { together } = chosen[i];
  const end = chosen.findIndex((step, k) => k > i && (!together || step.together !== together));
  const waiting = chosen.slice(i, end === -1 ? chosen.length : end);
  i += waiting.length;
  const atOnce = Math.min(2, waiting.length);
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const next = step;
      await (atOnce > 1 ? inOnePiece(() => take(next)) : take(next));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** @param {import("./testSteps.mjs").Step} step */
async function take(step) {
  print(`\n── ${step.name} ${"─".repeat(60 - step.name.length)}`);
  const started = performance.now();
  /** @type {import("./testSteps.mjs").Counts} */
  const counts = await step.run(options).catch((error) => {
    print(String(error instanceof Error ? error.message : error));
    return { passed: 0, failed: 1, skipped: 0 };
  });
  for (const key of Object.keys(total)) total[key] += counts[key];
  const titles = counts.failures ?? [];
  failures.push(...titles.map((title) => `${step.name}: ${title}`));
  if (counts.failed > titles.length) failures.push(`${step.name}: see above`);
  flaky.push(...(counts.flaky ?? []).map((title) => `${step.name}: ${title}`));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  summary.push([step.name, counts.passed, counts.failed, counts.skipped, seconds]);
  // At once, though what the step printed may come later: a run that is cut off tells what it did until then.
  const slowest = (counts.slowest ?? []).map(([file, took]) => `${file} ${took.toFixed(0)} s`).join(", ");
  console.log(
    `${step.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s` +
      (slowest ? `; longest: ${slowest}` : ""),
  );
}

console.log("\nstep        passed  failed  skipped  seconds");
for (const [name, passed, failed, skipped, seconds] of summary) {
  const cells = [passed, failed, skipped, seconds].map((cell, i) => String(cell).padStart([6, 8, 9, 9][i]));
  console.log(name.padEnd(12) + cells.join(""));
}
// Here again, where a long log is read first.
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((line) => `  ✖ ${line}`).join("\n")}`);
if (flaky.length > 0)
  console.log(
    `\nfailed at first and passed when its file ran once more, a defect to mend:\n${flaky.map((line) => `  ~ ${line}`).join("\n")}`,
  );
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
