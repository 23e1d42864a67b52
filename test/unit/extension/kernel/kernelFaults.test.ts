/** What the operating system refuses may not end the kernel: file descriptors, memory, a place to write. */
import * as nodeModule from "node:module";
import assert from "node:assert/strict";
import { StartedKernel } from "./startedKernel.ts";

const describeOnUnix = process.platform === "win32" ? describe.skip : describe;

describe("On a Node that lacks an option of ours, a kernel", function () {
  this.timeout(60_000);

  it("starts without it", async () => {
    const known = Object.getOwnPropertyDescriptor(process, "allowedNodeEnvironmentFlags");
    assert.ok(known);
    Object.defineProperty(process, "allowedNodeEnvironmentFlags", { value: new Set(), configurable: true });
    const notebook = new StartedKernel();
    try {
      const run = await notebook.run("process.execArgv.join()");
      assert.deepEqual([run.error, run.shown()], [null, "''"]);
    } finally {
      Object.defineProperty(process, "allowedNodeEnvironmentFlags", known);
      await notebook.dispose();
    }
  });
});

describeOnUnix("Without file descriptors, a kernel", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel({}, undefined, "stub", "ulimit -n 100");
    notebook.write("module.ts", "export const given: number = 7");
    await notebook.run("import fs from 'node:fs'; const kept = 42, open: number[] = []");
    const run = await notebook.run(
      "try { for (;;) open.push(fs.openSync('/dev/null', 'r')) } catch (error) { console.log(error.code) }",
    );
    assert.equal(run.printed(), "EMFILE\n");
  });
  after(() => notebook.dispose());
  afterEach(() => assert.deepEqual(notebook.deaths, []));

  it("runs cells, and for so long that it looks after its memory", async () => {
    const run = await notebook.run(
      "const end = Date.now() + 1500; let n = 0; while (Date.now() < end) n++; kept",
    );
    assert.deepEqual([run.ok, run.shown()], [true, "42"]);
  });

  it("shows, prints, tells variables, follows its notebook and takes syntax errors", async () => {
    const run = await notebook.run("display.html('<b>h</b>'); console.log('p'); kept");
    assert.deepEqual([run.printed(), run.shown()], ["p\n", "42"]);
    const variables = await notebook.kernel.variables(["cell-1"]);
    assert.ok(variables?.some(({ name }) => name === "kept"));
    notebook.kernel.moveTo({ cwd: notebook.folder, notebook: null });
    assert.equal((await notebook.run("let let = 1")).error?.name, "SyntaxError");
    assert.equal((await notebook.run("kept")).shown(), "42");
  });

  it("says what a cell cannot have: a module, a file, a program, a worker, an address", async () => {
    const wants = [
      // Before 22.15, Node loads modules in a thread of its own, and waits for ever for one that it cannot open.
      ...("registerHooks" in nodeModule ? ["import { given } from './module.ts'; given"] : []),
      "fs.readFileSync('module.ts')",
      "import { execSync } from 'node:child_process'; execSync('true')",
      "import { Worker } from 'node:worker_threads'; await new Promise((_, fail) => new Worker('1', { eval: true }).once('error', fail).once('exit', fail))",
      "await (await import('node:dns/promises')).lookup('localhost'); throw new Error('found')",
    ];
    for (const cell of wants) {
      const { ok, error } = await notebook.run(cell);
      assert.equal(ok, false, cell);
      assert.notEqual(error?.message, "", cell);
      assert.equal((await notebook.run("kept")).shown(), "42", cell);
    }
  });

  it("opens no debugger, and says so", async () => {
    assert.equal(await notebook.kernel.openDebugger(), null);
    notebook.kernel.closeDebugger();
    assert.equal((await notebook.run("kept")).shown(), "42");
  });

  it("stops a cell, and goes on as before once they are given back", async () => {
    assert.equal((await notebook.interrupted("console.log(1); for (;;);")).interrupted, true);
    await notebook.run("for (const file of open) fs.closeSync(file)");
    assert.equal((await notebook.run("import { given } from './module.ts'; given")).shown(), "7");
  });
});

describeOnUnix("With file descriptors for its start alone, a kernel", function () {
  this.timeout(60_000);

  it("runs cells or says at once why it cannot, at every number of them", async () => {
    for (const descriptors of [26, 30, 34, 38, 44]) {
      const notebook = new StartedKernel({}, undefined, "stub", `ulimit -n ${descriptors}`);
      try {
        const { ok, error } = await notebook.run("40 + 2");
        assert.ok(ok || (error?.message ?? "") !== "", String(descriptors));
      } finally {
        await notebook.dispose();
      }
    }
  });
});
