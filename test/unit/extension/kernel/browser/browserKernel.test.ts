/** The kernel in a real Chromium, and beside Node's where both can do a thing. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { CurvesPayload } from "../../../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../../../engine/payload/mime.ts";
import type { KernelOptions } from "../../../../../extension/kernel/protocol/protocol.ts";
import { launch } from "../../../renderer/page/notebookPage.ts";
import { cellCases } from "../cellCases.ts";
import { TestNotebook } from "../testNotebook.ts";
import { BrowserNotebook, type Site } from "./browserNotebook.ts";

/** What stands for the engine in these cases, or Node itself, is not there in a browser. */
const ofNode = /["'](?:gradbook|node:\w+|\.\/onlyTypes)["']|import\.meta/;

describe("A kernel in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;
  let open: BrowserNotebook | null = null;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  afterEach(async () => {
    await open?.close();
    open = null;
  });
  const start = async (site: Site = "http", options: Partial<KernelOptions> = {}): Promise<BrowserNotebook> =>
    (open = await BrowserNotebook.open(browser, site, options));

  it("gives cells the meaning that they have in Node's", async () => {
    const notebook = await start();
    const cases = cellCases.filter(([, cells]) => !cells.some((cell) => ofNode.test(cell)));
    assert.ok(cases.length > 60, `${cases.length}`);
    const wrong: unknown[] = [];
    for (const [title, cells, shown] of cases) {
      notebook.clear();
      const got = await notebook.last(...cells).catch(String);
      if (got !== shown) wrong.push({ title, got, shown });
    }
    assert.deepEqual(wrong, []);
  });

  it("shows values and prints as Node's does", async () => {
    const notebook = await start();
    const values = [
      "[1.5, -0, NaN, 10n, 'a', null, undefined, Symbol('s')]",
      "({ a: { b: { c: { d: { e: 1 } } } }, f() {}, g: class A {}, get h() { return 1 } })",
      "[new Map([[1, { a: 2 }]]), new Set(['x']), new Date(0), /a/g, new Error('e').message]",
      "[new Float32Array([1, 2]), new ArrayBuffer(2), new Uint8Array(300)]",
      "Array.from({ length: 300 }, (_, i) => ({ i }))",
      "[Object.create(null), Object(1), (function () { return arguments })(1), new (class Point { x = 1 })()]",
      "'x'.repeat(20000).length + ' ' + 'y'",
      "({ ['k' + 1]: [[[[[1]]]]], z: 'it\\'s' })",
    ];
    for (const value of values) {
      notebook.clear();
      const node = await new TestNotebook().last(value);
      // How Node.js 24 writes it; Node.js 20 does without brackets.
      assert.equal(
        String(await notebook.last(value)).replace("[byteLength]", "byteLength"),
        String(node).replace("[byteLength]", "byteLength"),
        value,
      );
    }
    const printed = await notebook.run(`console.log("%s is %d", "x", 3, [1], { a: 1 });
      console.group("inside"); console.warn("two\\nlines"); console.groupEnd(); console.table([{ a: 1, b: "x" }, { a: 2 }]);
      console.log(new Map([["k", [1, 2]]])); console.count(); console.count(); console.assert(false, "no"); console.dir({ q: 1 })`);
    assert.equal(
      printed.printed,
      [
        "x is 3 [ 1 ] { a: 1 }",
        "inside",
        "  two",
        "  lines",
        "┌─────────┬───┬─────┐",
        "│ (index) │ a │ b   │",
        "├─────────┼───┼─────┤",
        "│ 0       │ 1 │ 'x' │",
        "│ 1       │ 2 │     │",
        "└─────────┴───┴─────┘",
        "Map(1) { 'k' => [ 1, 2 ] }",
        "default: 1",
        "default: 2",
        "Assertion failed: no",
        "{ q: 1 }",
        "",
      ].join("\n"),
    );
  });

  for (const site of ["http", "isolated", "file"] as const) {
    it(`computes, trains, charts and tells its variables: ${site}`, async () => {
      const notebook = await start(site);
      const cells = [
        'import { data, fit, manualSeed, nn, optim, tensor } from "gradbook"; manualSeed(1); const t = tensor([[1, 2], [3, 4]]); t.matmul(t)',
        "const net = new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 3)); const iris = await data.iris(); String(iris.x?.shape ?? Object.keys(iris))",
      ];
      assert.equal(await notebook.last(cells[0]), "tensor([[ 7., 10.],\n        [15., 22.]])");
      const facts = await notebook.page.evaluate(() => window.kernel.facts);
      assert.equal(facts?.backend, "wasm-relaxed");
      if (site !== "isolated") assert.equal(facts?.threads, 1);
      else assert.equal(facts?.threads, await notebook.page.evaluate(() => navigator.hardwareConcurrency));
      const trained = await notebook.run(
        `const net = new nn.Sequential(new nn.Linear(2, 1)); const h = await fit(net, [tensor([[1, 2], [3, 4]]), tensor([[1], [2]])], { epochs: 5, loss: new nn.MSELoss(), optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }) }); h.metrics ?? 1`,
      );
      assert.equal(trained.error?.stack, undefined);
      const chart = trained.outputs.find((one) => one.type === "display" && CURVES_MIME in one.data);
      assert.ok(chart?.type === "display", JSON.stringify(trained.outputs).slice(0, 500));
      const { title } = chart.data[CURVES_MIME] as CurvesPayload;
      assert.equal(typeof title, "string");
      const variables = await notebook.page.evaluate(
        (ids) => window.kernel.variables(ids),
        [...notebook.cells],
      );
      const found = variables?.find(({ name }) => name === "t");
      assert.deepEqual([found?.type, found?.shape, found?.dtype], ["Tensor", [2, 2], "float32"]);
    });
  }

  it("tells errors with their cells and lines, those in files too, and those that nobody catches", async () => {
    const notebook = await start();
    await notebook.page.evaluate(() => {
      window.kernel.files["file:///work/lib/a.ts"] =
        "import { b } from './b.ts';\nexport function a(n: number): number {\n  if (n > 2) throw new Error('deep');\n  return b(n) }";
      window.kernel.files["file:///work/lib/b.ts"] =
        "import { tensor, Tensor } from 'gradbook';\nimport table from './t.json';\nexport const b = (n: number) => n + table.k;\nexport const isOurs = (x: unknown) => x instanceof Tensor && tensor([1]) instanceof Tensor";
      window.kernel.files["file:///work/lib/t.json"] = '{ "k": 40 }';
    });
    assert.equal(
      await notebook.last(
        "import { a } from './lib/a'; import { isOurs } from './lib/b.js'; import { tensor } from 'gradbook'",
        "[a(2), isOurs(tensor([1]))]",
      ),
      "[ 42, true ]",
    );
    const thrown = await notebook.run("const f = () => a(3)\nf()");
    assert.equal(
      thrown.error?.stack,
      "Error: deep\n    File /work/lib/a.ts:3:20, in a\n    Cell In[3], line 1, in f\n    Cell In[3], line 2",
    );
    const later = await notebook.run(
      "setTimeout(() => { throw new TypeError('later') }, 1); void Promise.reject(new Error('nobody')); await new Promise((r) => setTimeout(r, 50))",
    );
    assert.match(later.printed, /Uncaught Error: nobody\n {4}Cell In\[4\], line 1/);
    assert.match(later.printed, /Uncaught TypeError: later\n {4}Cell In\[4\], line 1/);
  });

  it("says what cannot be imported, and what to do", async () => {
    const notebook = await start();
    await notebook.page.evaluate(() => {
      const { files } = window.kernel;
      files["file:///work/one.ts"] = "export * from './two.ts'";
      files["file:///work/two.ts"] = "export * from './one.ts'";
      files["file:///work/node_modules/esm/package.json"] =
        '{ "exports": { ".": { "node": "./n.js", "default": "./e.js" }, "./sub/*": "./s/*.js" } }';
      files["file:///work/node_modules/esm/e.js"] = "export const kind = 'esm'";
      files["file:///work/node_modules/esm/s/x.js"] = "export { kind } from '../e.js'; export const x = 2";
      files["file:///work/node_modules/@old/cjs/package.json"] = '{ "main": "lib" }';
      files["file:///work/node_modules/@old/cjs/lib.js"] =
        "const o = require('./other'); exports.sum = (a, b) => a + b + o;";
      files["file:///work/node_modules/@old/cjs/other.js"] = "module.exports = 100;";
      files["file:///work/types.d.ts"] = "export interface Only {}";
    });
    const message = async (text: string): Promise<string> => (await notebook.run(text)).error?.message ?? "";
    assert.match(await message("import fs from 'node:fs'; fs"), /^node:fs is a part of Node\.js/);
    assert.match(
      await message("import { z } from 'nowhere'; z"),
      /^The package nowhere is not in a node_modules folder.*gradbook\.browser\.moduleServer/,
    );
    assert.match(
      await message("import './missing.ts'"),
      /^There is no module \.\/missing\.ts \(looked for file:\/\/\/work\/missing\.ts\)/,
    );
    assert.match(await message("import './one.ts'"), /circle.*one\.ts → two\.ts → one\.ts/);
    assert.match(await message("import torch from 'torch'; torch"), /Python package/);
    assert.equal(
      await notebook.last(
        "import { kind } from 'esm'; import { x } from 'esm/sub/x'; import { sum } from '@old/cjs'; [kind, x, sum(1, 2)]",
      ),
      "[ 'esm', 2, 103 ]",
    );
    assert.equal(
      await notebook.last("import { Only } from './types'; const o: Only | null = null; o"),
      "null",
    );
  });

  it("loads a file again when it, or what it imports, has changed, and not otherwise", async () => {
    const notebook = await start();
    const write = (name: string, text: string): Promise<void> =>
      notebook.page.evaluate(([url, content]) => void (window.kernel.files[url] = content), [
        `file:///work/${name}`,
        text,
      ] as [string, string]);
    await write("inner.ts", "export const v = 1");
    await write("outer.ts", "export { v } from './inner.ts'; export const own = {}");
    assert.equal(
      await notebook.last(
        "import { v, own } from './outer.ts'; v",
        "import { own as again } from './outer.ts'; own === again",
      ),
      "true",
    );
    await write("inner.ts", "export const v = 2");
    assert.equal(
      await notebook.last("import { v as w, own as other } from './outer.ts'; [w, own === other]"),
      "[ 2, false ]",
    );
  });

  it("reads and writes files of the workspace, and shipped ones", async () => {
    const notebook = await start();
    await notebook.page.evaluate(
      () => void (window.kernel.files["file:///work/data/my%20file.csv"] = "a,b\n1,2\n3,4\n"),
    );
    assert.equal(
      await notebook.last(
        "import { d2l, data } from 'gradbook'; const t = await data.readCsv('data/my file.csv'); JSON.stringify(t).includes('3')",
      ),
      "true",
    );
    assert.match(
      (await notebook.run("await data.readCsv('no.csv')")).error?.message ?? "",
      /There is no file no\.csv/,
    );
    assert.equal(await notebook.last("d2l.readTimeMachine().length > 10"), "true");
  });

  const endless: [what: string, text: string][] = [
    ["a loop of the cell", "let n = 0; console.log('go'); while (true) n++;"],
    ["a loop in a function", "console.log('go'); function f() { let j = 0; for (;;) j++; }\nf()"],
    [
      "a loop that swallows what it throws",
      "console.log('go'); const g = () => { for (;;) { try { JSON.parse('{') } catch {} } }\ng()",
    ],
    [
      "cleanup that never ends",
      "console.log('go'); const h = () => { try { for (;;); } finally { for (;;); } }\nh()",
    ],
    [
      "a recursion",
      "console.log('go'); const r = (k: number): number => (k > 0 ? r(k - 1) + r(k - 1) : 0); r(60)",
    ],
    ["an await that hangs", "console.log('go'); await new Promise(() => undefined)"],
    ["awaits that follow each other", "console.log('go'); for (;;) await null;"],
  ];
  for (const site of ["http", "isolated"] as const) {
    it(`stops all that never ends, and keeps the variables: ${site}`, async () => {
      const notebook = await start(site);
      await notebook.run("let kept = [1, 2]");
      for (const [what, text] of endless) {
        // Twice: the signal is another one.
        for (const again of [text, text.replace("let n", "let m")]) {
          const stopped = await notebook.interrupted(again);
          assert.equal(stopped.interrupted, true, `${what}: ${stopped.error?.stack}`);
          assert.equal(await notebook.last("kept"), "[ 1, 2 ]", what);
        }
      }
      assert.equal(await notebook.page.evaluate(() => window.kernel.stuck), 0);
    });
  }

  it("stops loops of cells, and waits, in a page of a file, which has no signal", async () => {
    const notebook = await start("file");
    await notebook.run("let kept = 7");
    for (const [, text] of [endless[0], endless[5], endless[6]]) {
      assert.equal((await notebook.interrupted(text)).interrupted, true);
      assert.equal(await notebook.last("kept"), "7");
    }
  });

  it("ends a training in good order between two batches", async () => {
    const notebook = await start();
    const result = await notebook.interrupted(
      "import { fit, nn, optim, randn } from 'gradbook'; const net = new nn.Sequential(new nn.Linear(20, 50), new nn.Linear(50, 1)); console.log('go'); const h = await fit(net, [randn([500, 20]), randn([500, 1])], { epochs: 1e6, loss: new nn.MSELoss(), optimizer: new optim.SGD(net.parameters(), { lr: 0.001 }) }); 'went on'",
    );
    assert.equal(result.error?.stack, undefined);
    assert.equal(result.shown, "'went on'");
  });

  it("stops a cell that takes more memory than tensors may, and goes on", async () => {
    const notebook = await start("http", { memoryMb: 256 });
    const stopped = await notebook.run(
      "import { zeros } from 'gradbook'; const all: unknown[] = []; for (;;) all.push(zeros([1024, 1024]))",
    );
    assert.match(stopped.error?.stack ?? "", /OutOfMemoryError|memory/i);
    assert.equal(await notebook.last("all.length = 0; zeros([2]).shape.length"), "1");
  });

  it("gives memory back in a loop of a cell that never waits by itself", async () => {
    const notebook = await start("http", { memoryMb: 512 });
    const result = await notebook.run(
      "import { randn } from 'gradbook'; let s = 0; for (let i = 0; i < 1500; i++) { const x = randn([512, 512]); s += x.mul(2).add(1).shape[0]! } s",
    );
    assert.equal(result.error?.stack, undefined);
    assert.equal(result.shown, "768000");
  });

  it("cuts what a cell prints without end", async () => {
    const notebook = await start("http", { outputLimit: 10_000 });
    const result = await notebook.run(
      "const f = () => { for (let i = 0; i < 50000; i++) console.log('line', i) }; f()",
    );
    assert.ok(result.printed.length < 11_000, `${result.printed.length}`);
    assert.match(result.printed, /more characters|40,|characters/);
  });

  for (const site of ["https", "isolated"] as const)
    it(`is replaced at the next run when its worker is gone, and says that the variables are: ${site}`, async () => {
      const notebook = await start(site);
      await notebook.run("let a = 1");
      const refused = await notebook.run("self.close()");
      assert.match(refused.error?.message ?? "", /would end the kernel/);
      assert.equal(await notebook.last("a"), "1");
      const lost = await notebook.run("endWorker(); await new Promise(() => undefined)");
      assert.equal(lost.error?.name, "KernelDied");
      assert.equal(await notebook.last("typeof a"), "'undefined'");
      assert.equal(await notebook.page.evaluate(() => window.kernel.deaths.length), 1);
    });

  it("has threads where its cells may have none", async () => {
    const notebook = (open = await BrowserNotebook.open(browser, "isolated", { closed: true }));
    assert.equal(
      await notebook.last("[typeof Worker, typeof indexedDB, typeof BroadcastChannel].join()"),
      "'undefined,undefined,undefined'",
    );
    const [facts, cores] = await notebook.page.evaluate(() => [
      window.kernel.facts,
      navigator.hardwareConcurrency,
    ]);
    assert.equal(facts?.threads, cores);
    assert.equal(
      await notebook.last(
        'import { ones } from "gradbook"; ones(512, 512).matmul(ones(512, 512)).sum().item()',
      ),
      String(512 ** 3),
    );
  });

  it("puts what is printed late into the output of the cell that began it", async () => {
    const notebook = await start();
    await notebook.run(
      `const ready = new Promise((resolve) => setTimeout(resolve, 200));
      setTimeout(() => console.log("timer"), 20);
      let ticks = 0;
      const ticking = setInterval(() => { console.log("tick"); if (++ticks === 2) clearInterval(ticking) }, 30);
      void (async () => { await new Promise((resolve) => setTimeout(resolve, 50)); await null; console.log("behind") })();`,
    );
    const own = await notebook.run('await ready; console.log("own"); await null; console.log("still")');
    assert.equal(own.printed, "own\nstill\n");
    const all = await notebook.page.evaluate(() => window.kernel.printed);
    for (const word of ["timer", "tick", "behind"]) assert.ok(all.includes(word), word);
  });

  it("imports what the workspace has not from the module server, in the version that package.json names", async () => {
    const notebook = (open = await BrowserNotebook.open(browser, "http", {}, `${moduleServer}/`));
    await serveModules(notebook.page);
    await notebook.page.evaluate(() => {
      const { files } = window.kernel;
      files["file:///work/package.json"] =
        '{ "dependencies": { "twice": "^1.2.0", "odd": "file:../odd" }, "devDependencies": { "@scope/thrice": "3.0.1" } }';
      files["file:///work/node_modules/here/package.json"] = '{ "main": "h.js" }';
      files["file:///work/node_modules/here/h.js"] = "export const here = 'workspace'";
      files["file:///work/lib.ts"] = "import { times } from 'twice'; export const four = times(2)";
    });
    assert.equal(
      await notebook.last(
        `import { times, asked } from "twice"; import { asked as deep } from "@scope/thrice/deep/file.js";
        import { asked as odd } from "odd"; import { here } from "here"; import { four } from "./lib.ts";
        [times(21), asked, deep, odd, here, four]`,
      ),
      "[ 42, '/twice@%5E1.2.0', '/@scope/thrice@3.0.1/deep/file.js', '/odd', 'workspace', 4 ]",
    );
    const missing = await notebook.run("import { none } from 'missing'; none");
    assert.match(
      missing.error?.message ?? "",
      /^The package missing is not in a node_modules folder .* gradbook\.browser\.moduleServer did not give it \(http:.*\/missing\)/,
    );
    // What a module throws is its own.
    assert.match((await notebook.run("import 'throws'")).error?.message ?? "", /^mine$/);
  });
});

const moduleServer = "http://modules.invalid";

/** Gives modules that tell by which path they were asked for. */
async function serveModules(page: Page): Promise<void> {
  await page.route(`${moduleServer}/**`, (route) => {
    const path = route.request().url().slice(moduleServer.length);
    const headers = { "access-control-allow-origin": "*" };
    const body = path.includes("throws")
      ? "throw new Error('mine')"
      : `export const asked = ${JSON.stringify(path)}; export const times = (x) => 2 * x;`;
    const status = path.includes("missing") ? 404 : 200;
    return route.fulfill({ status, contentType: "text/javascript", headers, body });
  });
}
