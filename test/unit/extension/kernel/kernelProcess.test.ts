import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { collectGarbage } from "./collectGarbage.ts";
import { until } from "../../until.ts";
import { isAlive, StartedKernel } from "./startedKernel.ts";

describe("A kernel process", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  it("runs cells that see the ones above", async () => {
    assert.equal((await notebook.run("let n = 0; function inc() { n++ }")).ok, true);
    assert.equal((await notebook.run("inc(); n")).shown(), "1");
    assert.equal(notebook.kernel.state, "idle");
  });

  it("runs cells that are handed in at once one after the other", async () => {
    const runs = [
      notebook.run("let order = ['a']; await new Promise((r) => setTimeout(r, 20)); order.push('b')"),
      notebook.run("order.push('c')"),
      notebook.run("order.join('')"),
    ];
    assert.equal(notebook.kernel.state, "busy");
    assert.equal((await Promise.all(runs))[2]?.shown(), "'abc'");
  });

  it("tells a syntax error without running anything", async () => {
    const { ok, error } = await notebook.run("console.log('ran');\nlet = ;");
    assert.equal(ok, false);
    assert.deepEqual([error?.name, error?.line], ["SyntaxError", 2]);
  });

  it("speaks another language from the next run on: the kernel, the transform and the engine", async () => {
    const wrong = ["let = ;", "import { nothingOfThatName } from 'gradbook'; nothingOfThatName"];
    const messages = async (): Promise<boolean[]> => {
      const runs = [];
      for (const text of wrong) runs.push(await notebook.run(text));
      return runs.map(({ error }) => /\p{Script=Han}/u.test(error?.message ?? ""));
    };
    assert.deepEqual(await messages(), [false, false]);
    notebook.kernel.setLanguage("zh");
    assert.deepEqual(await messages(), [false, true]);
    notebook.kernel.setLanguage("en");
    assert.deepEqual(await messages(), [false, false]);
  });

  it("tells where an error arose, with the cells that led there", async () => {
    await notebook.run("function thrower(x: number): never {\n\n  throw new TypeError(`bad ${x}`)\n}");
    const { error } = await notebook.run("\nthrower(3)");
    assert.deepEqual([error?.name, error?.message, error?.line, error?.column], ["TypeError", "bad 3", 3, 9]);
    const [first, second] = (error?.stack ?? "").match(/Cell In\[\d+\], line \d+/g) ?? [];
    assert.match(first ?? "", /line 3$/);
    assert.match(second ?? "", /line 2$/);
    assert.doesNotMatch(error?.stack ?? "", /node:|extension|gradbook-cell/);
  });

  it("points at the cell for an error of the engine's", async () => {
    await notebook.run('import { fail, fit, plot, tensor } from "gradbook"');
    const { error } = await notebook.run("const before = 1;\nbefore + fail()");
    assert.deepEqual([error?.name, error?.line, error?.column], ["RangeError", 2, 10]);
  });

  it("shows tensors by their own words, in results, in console and inside objects", async () => {
    const run = await notebook.run("console.log(tensor([1])); ({ t: tensor([2]) })");
    assert.equal(run.printed(), "tensor([1],\n  shown)\n");
    assert.equal(run.shown(), "{\n  t: tensor([2],\n    shown)\n}");
  });

  it("keeps console output in order over both streams and process.stdout", async () => {
    const run = await notebook.run(
      "console.log('1'); console.error('2'); process.stdout.write('3\\n'); console.info('4'); console.warn('5'); display(6); console.log('7')",
    );
    const order = run.outputs.map((output) =>
      output.type === "stream" ? `${output.name} ${output.text.trim()}` : output.type,
    );
    assert.deepEqual(order, ["stdout 1", "stderr 2", "stdout 3\n4", "stderr 5", "display", "stdout 7"]);
  });

  it("has the rest of console: table, group, dir, count, assert, time", async () => {
    const run = await notebook.run(
      "console.table([{ a: 1 }]); console.group('G'); console.log('in'); console.count(); console.assert(false, 'no'); console.dir({ x: 1 }); console.time('t'); console.timeEnd('t')",
    );
    assert.match(
      run.printed(),
      /│ a │[^]*G\n {2}in\n {2}default: 1\n {2}Assertion failed: no\n {2}\{ x: 1 \}\n {2}t: [\d.]+ms/,
    );
    assert.equal((await notebook.run("console.log('margin')")).printed(), "margin\n");
  });

  it("sends what a synchronous loop prints while it runs", async () => {
    let early = 0;
    let done = false;
    const run = notebook.run(
      "for (let i = 0; i < 4; i++) { console.log(i); const end = performance.now() + 80; while (performance.now() < end); }",
      () => (early += done ? 0 : 1),
    );
    await run;
    done = true;
    assert.ok(early >= 3, `${early} pieces came before the end`);
  });

  it("sends a line that is printed before a long silence", async () => {
    const run = await notebook.run(
      "console.log('a'); console.log('b'); const stop = performance.now() + 50_000; while (performance.now() < stop);",
      (output) => {
        if (output.type === "stream" && output.text.includes("b")) notebook.kernel.interrupt();
      },
    );
    assert.equal(run.interrupted, true);
  });

  it("updates a chart in steps while it trains, and ends with the whole of it", async () => {
    const run = await notebook.run("fit(60, 10)");
    const charts = run.outputs.filter((output) => output.type !== "stream");
    const deltas = charts.flatMap((output) => (output.type === "delta" ? [output.delta] : []));
    const seconds = (run.ms ?? 0) / 1000;
    const most = 10 * seconds + 1;
    assert.ok(deltas.length >= 3 && deltas.length <= most, `${deltas.length} deltas in ${seconds} s`);
    assert.deepEqual(
      deltas.map(({ sequence }) => sequence),
      deltas.map((_, i) => i + 1),
    );
    const shown = charts.flatMap((output) => (output.type === "display" ? [output] : []));
    const [opened, ended] = shown;
    assert.equal(opened?.id, ended?.id);
    const chart = ended?.data["application/vnd.gradbook.curves+json"] as {
      series: { x: number[] }[];
      state: string;
    };
    assert.equal(chart.state, "finished");
    assert.equal(chart.series[0]?.x.length, 60);
    assert.match(String(ended?.data["text/plain"]), /loss .* at epoch 60/);
  });

  it("draws figures, with gaps where there is no number", async () => {
    const run = await notebook.run("plot([0, 1, 2], [NaN, 1, Infinity])");
    const output = run.outputs[0];
    assert.equal(output?.type, "display");
    const figure =
      output?.type === "display" &&
      (output.data["application/vnd.gradbook.figure+json"] as { series: { y: unknown }[] });
    assert.deepEqual(figure && figure.series[0]?.y, [null, 1, null]);
  });

  it("updates a display in place", async () => {
    const run = await notebook.run("const shown = display('one'); shown.update('two')");
    const [first, second] = run.outputs;
    assert.ok(first?.type === "display" && second?.type === "display");
    assert.equal(first.id, second.id);
    assert.equal(second.data["text/plain"], "'two'");
  });

  it("lets a value say how it is shown", async () => {
    const run = await notebook.run("({ toMimeBundle() { return { 'text/html': '<b>hi</b>' } } })");
    const [output] = run.outputs;
    assert.ok(output?.type === "display");
    assert.equal(output.data["text/html"], "<b>hi</b>");
    assert.ok("text/plain" in output.data);
  });

  it("gives a late timer's output and errors to the cell that left it", async () => {
    const first = await notebook.run(
      "setTimeout(() => console.log('late'), 60); setTimeout(() => { throw new Error('late error') }, 80); setTimeout(() => Promise.reject(new Error('late rejection')), 100); undefined",
    );
    const second = await notebook.run("console.log('second'); await new Promise((r) => setTimeout(r, 200))");
    assert.equal(second.printed(), "second\n");
    assert.equal(second.ok, true);
    await until(() => /late rejection/.test(first.printed()), "the rejection is reported");
    assert.match(first.printed(), /^late\nUncaught Error: late error\n {4}Cell In\[\d+\], line 1/);
    assert.equal((await notebook.run("n")).shown(), "1");
  });

  it("stops printing a run at its limit, and goes on", async () => {
    const limited = new StartedKernel({ outputLimit: 1000 });
    try {
      const run = await limited.run("for (let i = 0; i < 1e5; i++) console.log('line', i); 'done'");
      assert.equal(run.shown(), "'done'");
      assert.ok(run.printed().length < 1200);
      assert.match(run.printed(), /Output is cut after 1000 characters; the cell goes on\.\n$/);
    } finally {
      await limited.dispose();
    }
  });

  it("waits for a host that does not keep up, rather than pile output up", async () => {
    const run = await notebook.run(
      "const piece = 'x'.repeat(1e6); let most = 0; for (let i = 0; i < 40; i++) { display(piece); most = Math.max(most, process.memoryUsage().rss) } most / 2 ** 20",
    );
    assert.equal(run.ok, true);
    assert.equal(run.outputs.length, 41);
  });

  it("restarts without variables", async () => {
    const other = new StartedKernel();
    try {
      await other.run("const x = 1");
      const before = other.kernel.pid;
      await other.kernel.restart();
      assert.equal((await other.run("typeof x")).shown(), "'undefined'");
      assert.notEqual(other.kernel.pid, before);
      assert.deepEqual(other.deaths, []);
    } finally {
      await other.dispose();
    }
  });

  it("is gone after dispose, also when a cell loops for ever or its program has children", async () => {
    const other = new StartedKernel();
    let loops = false;
    const run = other.run(
      "import { spawn } from 'node:child_process'; spawn('sleep', ['5'], { stdio: 'inherit' }); console.log('looping'); for (;;);",
      () => (loops = true),
    );
    await until(() => loops, "the loop to run");
    const pid = other.kernel.pid;
    assert.ok(pid !== null && isAlive(pid));
    await other.dispose();
    assert.equal(isAlive(pid), false);
    assert.equal((await run).interrupted, true);
  });

  it("ends when its host is killed", async () => {
    const host = fork(fileURLToPath(new URL(`hostProcess${path.extname(import.meta.url)}`, import.meta.url)));
    const pid = await new Promise<number>((resolve) =>
      host.once("message", (message) => resolve(Number(message))),
    );
    assert.ok(isAlive(pid));
    host.kill("SIGKILL");
    await until(() => !isAlive(pid), "the kernel follows its host");
  });
});

describe("Programs that cells have started", function () {
  this.timeout(60_000);
  const start =
    "import { spawn } from 'node:child_process'; const child = spawn('sleep', ['600']); child.pid";

  it("end with the kernel that is disposed", async function () {
    const notebook = new StartedKernel();
    try {
      const pid = Number((await notebook.run(start)).shown());
      assert.ok(isAlive(pid));
      await notebook.kernel.dispose();
      await until(() => !isAlive(pid), "the program ends");
    } finally {
      await notebook.dispose();
    }
  });

  it("end with the kernel that is killed", async () => {
    const notebook = new StartedKernel();
    try {
      const pid = Number((await notebook.run(start)).shown());
      process.kill(notebook.kernel.pid ?? 0, "SIGKILL");
      await until(() => !isAlive(pid), "the program ends");
      assert.equal(notebook.deaths[0]?.cause, "killed");
    } finally {
      await notebook.dispose();
    }
  });

  it("end with the host that is killed", async () => {
    const entry = fileURLToPath(new URL(`hostProcess${path.extname(import.meta.url)}`, import.meta.url));
    const host = fork(entry, ["a program"]);
    const pid = await new Promise<number>((resolve) =>
      host.once("message", (message) => resolve(Number(message))),
    );
    assert.ok(isAlive(pid));
    host.kill("SIGKILL");
    await until(() => !isAlive(pid), "the program ends");
  });
});

describe("Fifty kernels, opened and closed,", function () {
  this.timeout(240_000);

  it("leave no process and no memory behind", async () => {
    const pids: number[] = [];
    const once = async (): Promise<void> => {
      const notebook = new StartedKernel();
      await notebook.run("const kept = new Float64Array(1e5); console.log('x'.repeat(1e5)); kept.length");
      pids.push(notebook.kernel.pid ?? 0);
      await notebook.dispose();
    };
    const heap = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    // What is loaded once is not what is looked for.
    for (let i = 0; i < 5; i++) await once();
    const before = heap();
    for (let i = 0; i < 9; i++) await Promise.all([once(), once(), once(), once(), once()]);
    const grown = heap() - before;
    assert.equal(new Set(pids).size, 50);
    assert.deepEqual(pids.filter(isAlive), []);
    // Each printed 100,000 characters: kept ones would be 4.5 MB at least.
    assert.ok(grown < 4, `the heap grew by ${grown.toFixed(1)} MB`);
  });
});
