/** The workflows that nobody here can run: their form, what they call, and what each system is asked to do. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// What typedoc reads its own settings with.
const typedoc = createRequire(path.resolve("package.json")).resolve("typedoc");
const { parse } = createRequire(typedoc)("yaml") as { parse: (text: string) => unknown };
const { scripts, engines } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
  engines: Record<string, string>;
};

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
}

interface Job {
  "runs-on": string;
  "needs"?: string | string[];
  "timeout-minutes"?: number;
  "strategy"?: { matrix: Record<string, unknown[]> & { include?: Record<string, unknown>[] } };
  "steps": Step[];
}

interface Workflow {
  name: string;
  permissions?: unknown;
  jobs: Record<string, Job>;
}

/** What GitHub knows at each level. */
const known = {
  workflow: ["name", "on", "permissions", "concurrency", "jobs"],
  job: [
    ...["name", "runs-on", "needs", "if", "permissions", "environment", "concurrency", "strategy", "steps"],
    ...["timeout-minutes", "env", "outputs"],
  ],
  step: ["name", "id", "if", "uses", "with", "run", "shell", "env", "timeout-minutes", "working-directory"],
};

/** The actions that are used, at a version that is there, and what they can be given. */
const actions: Record<string, string[]> = {
  "actions/checkout@v4": ["fetch-depth", "ref"],
  "actions/setup-node@v4": ["node-version", "cache"],
  "actions/setup-python@v5": ["python-version", "cache"],
  "actions/upload-artifact@v4": ["name", "path", "if-no-files-found", "retention-days"],
  "actions/upload-pages-artifact@v3": ["path"],
  "actions/deploy-pages@v4": [],
};
const systems: Record<string, string> = {
  "ubuntu-latest": "Linux",
  "macos-latest": "macOS",
  "windows-latest": "Windows",
};

/** The machines of a job, as GitHub counts them: what `include` names is added where it would change one. */
function machines({ strategy, "runs-on": runsOn }: Job): Record<string, unknown>[] {
  if (!strategy) return [{ os: runsOn }];
  const { include = [], ...axes } = strategy.matrix;
  let all: Record<string, unknown>[] = [{}];
  for (const [axis, values] of Object.entries(axes))
    all = all.flatMap((one) => values.map((value) => ({ ...one, [axis]: value })));
  const changes = (more: Record<string, unknown>): boolean =>
    !all.some((one) => Object.entries(more).every(([key, value]) => !(key in one) || one[key] === value));
  return [...all, ...include.filter(changes)];
}

/** Whether a step runs on a system; null for a condition that is not about systems. */
function runsOn(condition: string | undefined, system: string): boolean | null {
  if (condition === undefined || condition === "always()") return true;
  const [, sign, name] = /^runner\.os (==|!=) '(\w+)'$/.exec(condition) ?? [];
  return sign === undefined ? null : (name === system) === (sign === "==");
}

/** Everything that is wrong, in a line each. */
function faults(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const found: string[] = [];
  const strange = (where: string, thing: object, names: readonly string[]): void => {
    for (const key of Object.keys(thing))
      if (!names.includes(key)) found.push(`${where}: there is no ${key}`);
  };
  strange("workflow", workflow, known.workflow);
  if (workflow.permissions === undefined) found.push("workflow: it says no permissions, and gets all");
  for (const [id, job] of Object.entries(workflow.jobs)) {
    strange(id, job, known.job);
    if (job["timeout-minutes"] === undefined) found.push(`${id}: it may hang for six hours`);
    for (const need of [job.needs ?? []].flat())
      if (!(need in workflow.jobs)) found.push(`${id}: it needs ${need}, which is no job`);
    const all = machines(job);
    for (const { os, node } of all) {
      if (!(String(os) in systems)) found.push(`${id}: there is no machine ${String(os)}`);
      if (typeof node === "number" && node < Number(/\d+/.exec(engines["node"] ?? "")?.[0] ?? 20))
        found.push(`${id}: Node.js ${node} is older than package.json allows`);
    }
    const ids = job.steps.map((step) => step.id);
    for (const [, name = ""] of JSON.stringify(job).matchAll(/\$\{\{ matrix\.(\w+)/g))
      if (all.some((machine) => !(name in machine))) found.push(`${id}: a machine has no ${name}`);
    for (const [, name = ""] of JSON.stringify(job).matchAll(/\$\{\{ steps\.(\w+)/g))
      if (!ids.includes(name)) found.push(`${id}: there is no step ${name}`);
    const tested = new Map(all.map((machine) => [machine, 0]));
    for (const [i, step] of job.steps.entries()) {
      const where = `${id}, step ${i + 1}`;
      strange(where, step, known.step);
      if ((step.uses === undefined) === (step.run === undefined)) found.push(`${where}: it uses or it runs`);
      if (step.uses !== undefined) {
        const inputs = actions[step.uses];
        if (!inputs) found.push(`${where}: ${step.uses} is not known`);
        else strange(where, step.with ?? {}, inputs);
      }
      const lines = (step.run ?? "").trim().split("\n");
      for (const machine of all) {
        const system = systems[String(machine["os"])] ?? "";
        const runs = runsOn(step.if, system);
        if (runs === null) found.push(`${where}: ${step.if ?? ""} is not understood`);
        if (runs !== true || step.run === undefined) continue;
        if (step.run.includes("xvfb-run") && system !== "Linux")
          found.push(`${where}: ${system} has no xvfb-run`);
        // PowerShell, on Windows, knows neither the variables nor the quotes of bash.
        if (
          system === "Windows" &&
          step.shell !== "bash" &&
          (lines.length > 1 || /[$"'|&<>\\]/.test(step.run))
        )
          found.push(`${where}: Windows runs it in PowerShell`);
        if (/\bnpm test\b/.test(step.run)) tested.set(machine, (tested.get(machine) ?? 0) + 1);
      }
      for (const line of lines) {
        const [, script] = /\bnpm run ([\w:-]+)/.exec(line) ?? [];
        if (script !== undefined && !(script in scripts))
          found.push(`${where}: there is no script ${script}`);
        const [, file] = /\bnode ([\w./-]+\.mjs)/.exec(line) ?? [];
        if (file !== undefined && !existsSync(file)) found.push(`${where}: there is no ${file}`);
        if (/\bnpm (?:i|install)\b/.test(line)) found.push(`${where}: npm ci installs what the lock says`);
      }
    }
    if ([...tested.values()].some((count) => count > 0))
      for (const [machine, count] of tested)
        if (count !== 1) found.push(`${id}: ${JSON.stringify(machine)} tests ${count} times`);
  }
  return found;
}

describe("The workflows", () => {
  const folder = path.join(".github", "workflows");
  const files = readdirSync(folder);
  const ci = readFileSync(path.join(folder, "ci.yml"), "utf8");

  for (const file of files)
    it(`have the form that GitHub reads, and call only what is there: ${file}`, () => {
      assert.deepEqual(faults(readFileSync(path.join(folder, file), "utf8")), []);
    });

  it("test on the three systems with Node.js 24, and on Linux with the oldest that is supported", () => {
    const { jobs } = parse(ci) as Workflow;
    assert.ok(jobs["test"]);
    const all = machines(jobs["test"]).map(({ os, node }) => `${String(os)} ${String(node)}`);
    assert.deepEqual(all, ["ubuntu-latest 24", "macos-latest 24", "windows-latest 24", "ubuntu-latest 20"]);
  });

  for (const [wrong, from, to, said] of [
    ["a script that is not there", "npm run site", "npm run sites", "there is no script sites"],
    ["an action of no version that is known", "checkout@v4", "checkout@v94", "checkout@v94 is not known"],
    ["an input that an action does not have", "node-version:", "nodeversion:", "there is no nodeversion"],
    ["a misspelt key", "timeout-minutes: 90", "timeout: 90", "there is no timeout"],
    ["a display on every system", "if: runner.os == 'Linux'", "if: always()", "Windows has no xvfb-run"],
    ["lines of bash without bash", "        shell: bash\n", "", "Windows runs it in PowerShell"],
    ["a job that is not there", "needs: test", "needs: tests", "it needs tests"],
    ["a machine that is not there", "windows-latest", "window-latest", "there is no machine window-latest"],
    ["a variable of no matrix", "matrix.node }}\n", "matrix.nodes }}\n", "has no nodes"],
  ] as const)
    it(`would be found to have ${wrong}`, () => {
      const changed = ci.replace(from, to);
      assert.notEqual(changed, ci);
      assert.ok(faults(changed).join("\n").includes(said), faults(changed).join("\n"));
    });
});
