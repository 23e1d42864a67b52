import assert from "node:assert/strict";
import { until } from "../../until.ts";
import { StartedKernel } from "./startedKernel.ts";

describe("An interrupt stops a cell and keeps the variables:", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    await notebook.run(
      "const kept = 42; import { fit } from 'gradbook'; const say = () => console.log('started')",
    );
  });
  after(() => notebook.dispose());
  afterEach(async () => {
    const check = await notebook.run("kept");
    assert.equal(check.shown(), "42");
    assert.deepEqual(notebook.deaths, []);
  });

  const table: [title: string, cell: string][] = [
    ["for without end", "say(); for (;;);"],
    ["while without end", "say(); while (true) { }"],
    ["do without end", "say(); do ; while (true)"],
    [
      "for…of over an endless generator",
      "function* g() { while (true) yield 1 }; say(); for (const x of g());",
    ],
    [
      "nested loops with few rounds each",
      "say(); for (let a = 0; a < 900; a++) for (let b = 0; b < 900; b++) for (let c = 0; c < 900; c++) for (let d = 0; d < 900; d++);",
    ],
    [
      "functions with few rounds each",
      "let sum = 0; function inner() { for (let i = 0; i < 100; i++) sum += i }\nfunction middle() { for (let i = 0; i < 500; i++) inner() }\nsay(); for (let i = 0; i < 1000; i++) for (let j = 0; j < 1000; j++) middle()",
    ],
    [
      "exponential recursion",
      "function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }\nsay(); fib(70)",
    ],
    [
      "mutual recursion through arrows",
      "const a = (n: number): number => n < 2 ? n : b(n - 1) + b(n - 2); const b = (n: number): number => a(n); say(); a(70)",
    ],
    [
      "recursion through methods",
      "class T { f(n: number): number { return n < 2 ? n : this.g(n - 1) + this.g(n - 2) } g(n: number): number { return this.f(n) } }\nsay(); new T().f(70)",
    ],
    ["a loop that catches everything", "say(); for (;;) { try { for (;;); } catch { } }"],
    ["an endless loop of awaits", "say(); for (;;) await null;"],
    [
      "a flood of microtasks",
      "async function flood(): Promise<void> { await null; return flood() }\nsay(); await flood()",
    ],
    ["an await that never ends", "say(); await new Promise(() => undefined)"],
    ["a promise as last value that never settles", "say(); new Promise(() => undefined)"],
    ["a loop in a callback of a timer", "say(); await new Promise(() => setTimeout(() => { for (;;); }))"],
    ["a loop in a callback of an array method", "say(); [1].forEach(() => { while (true); })"],
    [
      "a loop in a getter, a class field and a static block",
      "class G { get v(): number { for (;;); } }\nclass F { x = new G().v }\nsay(); new F()",
    ],
    ["endless printing", "for (;;) console.log('again')"],
  ];
  for (const [title, cell] of table) {
    it(title, async () => {
      const { ok, error, interrupted } = await notebook.interrupted(cell);
      assert.equal(ok, false);
      assert.equal(error?.name, "Interrupted");
      assert.equal(interrupted, true);
    });
  }

  it("a cell that was stopped before it could begin", async () => {
    const fresh = new StartedKernel();
    try {
      const run = fresh.run("console.log('ran'); await new Promise(() => undefined)");
      fresh.kernel.interrupt();
      const result = await run;
      assert.deepEqual([result.interrupted, result.printed()], [true, ""]);
      assert.equal((await fresh.run("1")).shown(), "1");
    } finally {
      await fresh.dispose();
    }
  });

  it("names the line that was stopped, or where the cell waited", async () => {
    assert.equal((await notebook.interrupted("say();\n\nfor (;;);")).error?.line, 3);
    assert.equal((await notebook.interrupted("say();\nawait new Promise(() => undefined)")).error?.line, 2);
  });

  it("what is left of a cell that was given up does not go on", async () => {
    const run = await notebook.interrupted(
      "let went = 'no', go = () => {}; say();\nawait new Promise((resolve) => { go = resolve });\nwent = 'on'; console.log('went on')",
    );
    assert.equal(run.interrupted, true);
    const after = await notebook.run("go(); await new Promise((resolve) => setTimeout(resolve)); went");
    assert.equal(after.shown(), "'no'");
    assert.doesNotMatch(run.printed(), /went on/);
  });

  it("training ends in good order, and the cell goes on", async () => {
    const text = "const result = fit(1000, 5);\nconsole.log(result.state); 'after'";
    const result = await notebook.run(text, (output) => {
      if (output.type === "delta") notebook.kernel.interrupt();
    });
    assert.deepEqual(
      [result.ok, result.interrupted, result.shown(), result.printed()],
      [true, false, "'after'", "interrupted\n"],
    );
  });

  it("does nothing to a cell that runs later", async () => {
    notebook.kernel.interrupt();
    assert.equal(
      (await notebook.run("let total = 0; for (let i = 0; i < 1e6; i++) total += i; total")).shown(),
      "499999500000",
    );
  });

  it("reports native code that does not stop, so that a restart can be offered", async () => {
    const slow = new StartedKernel({}, 300);
    try {
      await slow.run("1");
      const run = slow.run("console.log('in'); /^(a+)+$/.test('a'.repeat(60) + 'b')", () =>
        slow.kernel.interrupt(),
      );
      await until(() => slow.stuck === 1, "the host is told");
      await slow.kernel.restart();
      assert.equal((await run).interrupted, true);
      assert.equal((await slow.run("2")).shown(), "2");
    } finally {
      await slow.dispose();
    }
  });
});

describe("A kernel survives, with its variables,", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    await notebook.run("const kept = 42");
  });
  after(() => notebook.dispose());

  const table: [title: string, cell: string, told: RegExp][] = [
    ["process.exit", "process.exit(3)", /process\.exit\(\) would end the kernel/],
    ["process.abort", "process.abort()", /process\.abort\(\) would end the kernel/],
    ["process.kill of itself", "process.kill(process.pid)", /process\.kill\(\) would end the kernel/],
    [
      "deep recursion",
      "function deep(): number { return 1 + deep() }\ndeep()",
      /Maximum call stack size exceeded/,
    ],
    ["a string that is too long", "'x'.repeat(2 ** 30)", /Invalid string length/],
    ["an array that is too long", "new Array(-1)", /Invalid array length/],
    ["throwing undefined", "throw undefined", /undefined/],
    ["throwing a string", "throw 'just text'", /just text/],
    [
      "throwing an object with a hostile stack",
      "throw { get stack() { throw 1 }, toString() { throw 2 } }",
      /stack/,
    ],
    [
      "an error with hostile properties",
      "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); Object.defineProperty(e, 'message', { get() { throw 2 } }); throw e",
      /./,
    ],
    [
      "a value that cannot be inspected",
      "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('shy') } })",
      /shy/,
    ],
    [
      "a proxy that refuses everything",
      "throw new Proxy(new Error('p'), { get() { throw new Error('no') }, getPrototypeOf() { throw new Error('no') } })",
      /./,
    ],
    ["a rejection with no reason", "await Promise.reject()", /undefined/],
  ];
  for (const [title, cell, told] of table) {
    it(title, async () => {
      const { ok, error } = await notebook.run(cell);
      assert.equal(ok, false);
      assert.match(`${error?.name}: ${error?.message}`, told);
      assert.equal((await notebook.run("kept")).shown(), "42");
    });
  }

  const harmless: [title: string, cell: string][] = [
    ["a million lines", "for (let i = 0; i < 1e6; i++) console.log('line', i)"],
    ["a string of 100 MB", "console.log('x'.repeat(1e8))"],
    ["a string of 100 MB as value", "'x'.repeat(1e8)"],
    [
      "overwritten globals",
      "globalThis.console = null as any; globalThis.Promise = null as any; globalThis.Map = null as any; globalThis.performance = null as any; globalThis.setTimeout = null as any; globalThis.clearTimeout = null as any; globalThis.JSON = null as any; globalThis.Object = null as any; globalThis.Error = null as any; globalThis.Symbol = null as any",
    ],
    [
      "polluted prototypes",
      "(Object.prototype as any).polluted = 1; (Object.prototype as any).get = 1; Array.prototype.map = null as any; Array.prototype.push = () => { throw 1 }; (Array.prototype as any)[Symbol.iterator] = null; String.prototype.split = null as any; Function.prototype.call = null as any; Promise.prototype.then = null as any; Map.prototype.get = null as any; RegExp.prototype.exec = null as any",
    ],
  ];
  for (const [title, cell] of harmless) {
    it(title, async () => {
      const own = new StartedKernel();
      try {
        await own.run("const kept = 42");
        await own.run(cell);
        const after = await own.run("kept");
        assert.deepEqual(own.deaths, []);
        assert.equal(after.shown(), "42");
        const { error } = await own.run("\nnull.x");
        assert.equal(error?.line, 2);
      } finally {
        await own.dispose();
      }
    });
  }

  it("typed arrays that pile up outside the heap", async () => {
    const small = new StartedKernel({ memoryMb: 400 });
    try {
      await small.run("const kept = 42");
      const { error } = await small.run("const pile = []; for (;;) pile.push(new Float64Array(1e5).fill(1))");
      assert.deepEqual([error?.name, error?.line], ["RangeError", 1]);
      assert.match(error?.message ?? "", /stopped before the machine ran out of memory/);
      assert.equal(
        (await small.run("const before = pile.length; pile.length = 0; [kept, before > 0]")).shown(),
        "[ 42, true ]",
      );
      assert.equal((await small.run("let n = 0; for (let i = 0; i < 1e6; i++) n++; n")).shown(), "1000000");
    } finally {
      await small.dispose();
    }
  });

  it("a worker and a timer left behind", async () => {
    await notebook.run(
      "import { Worker } from 'node:worker_threads'; new Worker('for (;;);', { eval: true }); setInterval(() => undefined, 1); undefined",
    );
    assert.equal((await notebook.run("kept")).shown(), "42");
  });
});

describe("A kernel that dies says why, and the next run has a new one:", function () {
  this.timeout(120_000);
  const table: [title: string, cell: string, cause: string, told: RegExp][] = [
    [
      "memory on the JavaScript heap",
      // No guard can look into what a built-in does.
      "Array.from({ length: 1e9 }, () => new Array(3e7).fill(1))",
      "memory",
      /ran out of memory/,
    ],
    [
      "SIGKILL",
      "import { execSync } from 'node:child_process'; execSync(`kill -9 ${process.pid}`)",
      "killed",
      /ended from outside \(SIGKILL\)/,
    ],
    [
      "a crash in native code",
      "import { execSync } from 'node:child_process'; execSync(`kill -SEGV ${process.pid}`); await new Promise(() => undefined)",
      "crash",
      /crashed/,
    ],
  ];
  for (const [title, cell, cause, told] of table) {
    it(title, async () => {
      const notebook = new StartedKernel({ heapMb: 64 });
      try {
        await notebook.run("const x = 1");
        const { ok, error, interrupted } = await notebook.run(cell);
        assert.deepEqual([ok, error?.name, interrupted], [false, "KernelDied", false]);
        assert.match(error?.message ?? "", told);
        assert.deepEqual(
          notebook.deaths.map((death) => death.cause),
          [cause],
        );
        assert.equal(notebook.kernel.state, "off");
        assert.equal((await notebook.run("typeof x")).shown(), "'undefined'");
      } finally {
        await notebook.dispose();
      }
    });
  }

  it("a folder that is not there is named", async () => {
    const notebook = new StartedKernel({ cwd: "/nowhere/at/all" });
    try {
      const { ok, error } = await notebook.run("1");
      assert.equal(ok, false);
      assert.match(error?.message ?? "", /there is no folder \/nowhere\/at\/all/);
    } finally {
      await notebook.dispose();
    }
  });

  it("a kernel that cannot be started says so", async () => {
    const notebook = new StartedKernel({ engine: "file:///nowhere/engine.js" });
    try {
      const { ok, error } = await notebook.run("1");
      assert.equal(ok, false);
      assert.match(error?.message ?? "", /nowhere/);
    } finally {
      await notebook.dispose();
    }
  });
});
