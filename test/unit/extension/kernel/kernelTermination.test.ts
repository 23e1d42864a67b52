/** Cells that no guard can stop: they are cut off, and the variables stay. */
import assert from "node:assert/strict";
import { ExecutionTerminator } from "../../../../extension/kernel/node/executionTerminator.ts";
import { StartedKernel } from "./startedKernel.ts";

/** On an older Node these run in a step of their own, on the one that VS Code brings. */
const describeWhereCut = ExecutionTerminator.possible ? describe : () => undefined;

/** Each takes for ever, or so long that nobody waits for it. */
const table: [title: string, cell: string][] = [
  [
    "recursion through a function that wraps another",
    "const memo = (f: any) => (n: any) => f(n); const fib: any = memo((n: number) => fib(n - 1 < 0 ? 40 : n - 1) + fib(40)); say(); forever(() => fib)",
  ],
  [
    "recursion through a variable that is assigned later",
    "let g: any; const f = (n: number): number => n < 2 ? n : g(n - 1) + g(n - 2); g = f; say(); f(90)",
  ],
  [
    "recursion through a property",
    "const o: any = {}; o.fib = function (n: number) { return n < 2 ? n : this['fi' + 'b'](n - 1) + this['fi' + 'b'](n - 2) }; say(); o.fib(90)",
  ],
  [
    "recursion through a map",
    "const map = new Map<string, any>(); map.set('f', (n: number) => n < 2 ? n : map.get('f')(n - 1) + map.get('f')(n - 2)); say(); map.get('f')(90)",
  ],
  [
    "recursion through constructors",
    "const kinds: any[] = []; class Node1 { constructor(n: number) { if (n > 0) { new kinds[0](n - 1); new kinds[0](n - 1) } } }\nkinds.push(Node1); say(); new Node1(90)",
  ],
  [
    "recursion through field initialisers",
    "const make: any = {}; let depth = 0; class Field { a = depth++ < 60 ? make.one() : 0; b = depth < 60 ? make.one() : 0; c = depth-- }\nmake.one = () => new Field(); say(); for (const x of [1]) { (function again(): void { new Field(); })() } const h: any = {}; h.f = (n: number) => n && (h.f(n - 1), h.f(n - 1)); h.f(90)",
  ],
  [
    "recursion through toString",
    "const t: any = { n: 60, toString() { if (t.n === 0) return ''; t.n--; const s = `${t}${t}`; t.n++; return s } }; say(); String(t)",
  ],
  [
    "recursion through toJSON",
    "const j: any = { n: 60, toJSON() { if (j.n === 0) return 1; j.n--; JSON.stringify(j); JSON.stringify(j); j.n++; return 1 } }; say(); JSON.stringify(j)",
  ],
  [
    "an iterator without end, gone through by a built-in",
    "const endless: any = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }; say(); new Set(endless)",
  ],
  [
    "proxy traps that call one another",
    "const inner: any = {}; const p: any = new Proxy(inner, { get: (_t, _k) => inner.n-- > 0 ? [p.a, p.b] : (inner.n = 60, p.a) }); inner.n = 60; const h2: any = {}; h2.f = (n: number) => n && (h2.f(n - 1), h2.f(n - 1)); say(); try { p.a } catch { } h2.f(90)",
  ],
  [
    "the comparator of a long sort",
    "const numbers = Array.from({ length: 3e6 }, (_, i) => (i * 7919) % 3000017); say(); const slow: any = {}; slow.f = (n: number) => n && (slow.f(n - 1), slow.f(n - 1)); numbers.sort((a, b) => (slow.f(12), a - b))",
  ],
  [
    "a callback that a built-in calls without end",
    "say(); const q: any = { get length() { return 2 ** 53 - 1 } }; Array.prototype.every.call(new Proxy(q, { has: () => true, get: (_t, k) => k === 'length' ? 2 ** 53 - 1 : 1 }), () => true)",
  ],
  ["a regular expression that goes back without end", "say(); /^(a+)+$/.test('a'.repeat(60) + 'b')"],
  [
    "a thenable that resolves to itself",
    "const self: any = { then(resolve: any) { resolve(self) } }; say(); await self",
  ],
  [
    "a flood of queueMicrotask",
    "const m: any = {}; m.f = () => { queueMicrotask(m.f) }; say(); m.f(); await new Promise(() => undefined)",
  ],
  [
    "a flood of nextTick",
    "const k: any = {}; k.f = () => { process.nextTick(k.f) }; say(); k.f(); await new Promise(() => undefined)",
  ],
  [
    "a timer that never returns",
    "const w: any = {}; w.f = (n: number) => n && (w.f(n - 1), w.f(n - 1)); say(); await new Promise(() => setTimeout(() => w.f(90)))",
  ],
  [
    "an async function that never returns after an await",
    "const v: any = {}; v.f = (n: number) => n && (v.f(n - 1), v.f(n - 1)); const go = async () => { await null; v.f(90) }; say(); await go()",
  ],
  [
    "one that catches everything",
    "const c: any = {}; c.f = (n: number): any => { try { return n && (c.f(n - 1), c.f(n - 1)) } catch { return c.f(n) } finally { c.f(n) } }; say(); c.f(1e3)",
  ],
  [
    "a wait for memory that nobody writes",
    "say(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  ],
  ["a function of a module", "import { deep } from './deep.ts'; say(); deep(90)"],
];

describeWhereCut("A stop cuts off, and the variables stay:", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    notebook.write(
      "deep.ts",
      "const table: any = {}; table.f = (n: number) => n && (table.f(n - 1), table.f(n - 1)); export const deep = (n: number): number => table.f(n)",
    );
    await notebook.run(
      "const kept = 42; const say = () => console.log('started'); const two: any = {}; let ticks = 0;\n" +
        "const forever = (f: any) => { const d: any = {}; d.f = (n: number) => n && (d.f(n - 1), d.f(n - 1)); return d.f(90) };\n" +
        "setInterval(() => { for (let i = 0; i < 10; i++) ticks++ }, 5); undefined",
    );
    await notebook.run("two.first = (n: number) => n && (two.second(n - 1), two.second(n - 1)); undefined");
  });
  after(() => notebook.dispose());
  afterEach(async () => {
    assert.equal((await notebook.run("kept")).shown(), "42");
    assert.deepEqual(notebook.deaths, []);
    // Timers, promises and the console work as before, also those of earlier cells.
    const text = `const before = ticks, end = Date.now() + 2000;
      while (ticks === before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setImmediate(resolve)); await new Promise<void>((resolve) => process.nextTick(resolve));
      await Promise.resolve(); console.log("printed"); ticks > before`;
    const run = await notebook.run(text);
    assert.deepEqual([run.shown(), run.printed()], ["true", "printed\n"]);
  });

  for (const [title, cell] of table) {
    it(title, async () => {
      const { error, interrupted } = await notebook.interrupted(cell);
      assert.deepEqual([error?.name, interrupted], ["Interrupted", true]);
    });
  }

  it("recursion over two cells", async () => {
    const { interrupted } = await notebook.interrupted(
      "two.second = (n: number) => n && (two.first(n - 1), two.first(n - 1)); say(); two.first(90)",
    );
    assert.equal(interrupted, true);
  });

  it("and names the line where it was", async () => {
    const { error } = await notebook.interrupted(
      "const e: any = {};\ne.f = (n: number) =>\n  n && (e.f(n - 1), e.f(n - 1));\nsay();\ne.f(90)",
    );
    assert.match(error?.message ?? "", /cut off; variables are kept, but no cleanup of it has run/);
    assert.match(error?.stack ?? "", /Cell In\[\d+\], line 5/);
    assert.equal(error?.line, 3);
  });
});

describeWhereCut("With the engine, a cell that is cut off", function () {
  this.timeout(60_000);

  it("amid noGrad and a module's forward leaves neither behind: what follows is recorded", async () => {
    const notebook = new StartedKernel({}, undefined, "real");
    try {
      await notebook.run(
        "import { isGradEnabled, nn, noGrad, ones } from 'gradbook'; const h: any = {}; h.f = (n: number) => n && (h.f(n - 1), h.f(n - 1));\n" +
          "class Slow extends nn.Module { forward() { console.log('started'); return h.f(90) } }\nconst net = new Slow(), w = ones(2, { requiresGrad: true });",
      );
      const cut = await notebook.interrupted("noGrad(() => net())");
      assert.match(cut.error?.message ?? "", /was cut off/);
      const after = await notebook.run("w.sum().backward(); [isGradEnabled(), w.grad?.tolist()]");
      assert.deepEqual([after.error, after.shown()], [null, "[ true, [ 1, 1 ] ]"]);
    } finally {
      await notebook.dispose();
    }
  });
});

describe("After a stop", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    await notebook.run(
      "const kept = 42; const log: string[] = []; const say = () => console.log('started');\n" +
        "const work = () => { let n = 0; for (let i = 0; i < 1e4; i++) for (let j = 0; j < 10; j++) n++; return n }",
    );
  });
  after(() => notebook.dispose());

  const cleanups: [title: string, cell: string, done: string][] = [
    ["finally", "try { say(); for (;;); } finally { log.push('finally', String(work())) }", "finally,100000"],
    [
      "catch, which throws it on",
      "try { say(); for (;;); } catch (e) { log.push('catch', String(work())); throw e }",
      "catch,100000",
    ],
    [
      "using",
      "{ using u = { [Symbol.dispose]() { log.push('using', String(work())) } }; say(); for (;;); }",
      "using,100000",
    ],
    [
      "a finally that waits",
      "try { say(); for (;;); } finally { await new Promise((r) => setTimeout(r, 300)); for (const a of [1]) await a; log.push('waited', String(work())) }",
      "waited,100000",
    ],
    [
      "finally of a function around others",
      "function outer() { try { inner() } finally { log.push('outer', String(work())) } }\nfunction inner() { try { say(); for (;;); } finally { log.push('inner', String(work())) } }\nouter()",
      "inner,100000,outer,100000",
    ],
  ];
  for (const [title, cell, done] of cleanups) {
    it(`cleanup runs whole, and the cell has ended as interrupted: ${title}`, async () => {
      await notebook.run("log.length = 0; undefined");
      const { error, interrupted } = await notebook.interrupted(cell);
      assert.deepEqual([error?.name, interrupted], ["Interrupted", true]);
      assert.equal((await notebook.run("log.join()")).shown(), `'${done}'`);
    });
  }

  it("cleanup that has no end is cut short, and keeps the variables", async () => {
    for (const cleanup of ["for (;;);", "await new Promise(() => undefined)", "for (;;) await null"]) {
      const { interrupted } = await notebook.interrupted(`try { say(); for (;;); } finally { ${cleanup} }`);
      assert.equal(interrupted, true, cleanup);
      assert.equal((await notebook.run("kept")).shown(), "42");
    }
  });

  it("a second stop does not wait for the cleanup", async () => {
    const run = notebook.run(
      "try { say(); for (;;); } finally { console.log('cleaning'); for (;;); }",
      (output) => {
        if (output.type === "stream") notebook.kernel.interrupt();
      },
    );
    const { interrupted, ms } = await run;
    assert.equal(interrupted, true);
    assert.notEqual(ms, null);
  });

  it("timers of earlier cells live on, though no cell runs", async () => {
    await notebook.run(
      "let ticks = 0; setInterval(() => { for (let i = 0; i < 10; i++) ticks++ }, 5); undefined",
    );
    await notebook.interrupted("say(); for (;;);");
    // Nothing of the host's can tell that time has passed for them but time.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const seen = await notebook.kernel.variables([
      "cell-1",
      ...Array.from({ length: 40 }, (_, i) => `cell-${i + 2}`),
    ]);
    const first = Number(seen?.find(({ name }) => name === "ticks")?.summary);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const again = await notebook.kernel.variables([
      "cell-1",
      ...Array.from({ length: 40 }, (_, i) => `cell-${i + 2}`),
    ]);
    assert.ok(Number(again?.find(({ name }) => name === "ticks")?.summary) > first);
  });
});
