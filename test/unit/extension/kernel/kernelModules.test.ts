import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import path from "node:path";
import { StartedKernel } from "./startedKernel.ts";

describe("Cells import", function () {
  this.timeout(20_000);
  let notebook: StartedKernel;
  let tick = 0;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  /** Writes a file whose time differs from before, whatever the clock of the file system counts in. */
  function write(name: string, text: string): void {
    notebook.write(name, text);
    const time = new Date(Date.now() + ++tick * 2000);
    utimesSync(path.join(notebook.folder, name), time, time);
  }

  async function shown(text: string): Promise<string | null> {
    const run = await notebook.run(text);
    if (run.error) throw new Error(run.error.stack);
    return run.shown();
  }

  it("Node's own modules, with and without node:", async () => {
    assert.equal(
      await shown(
        "import fs from 'fs'; import { readFileSync } from 'node:fs'; fs.readFileSync === readFileSync",
      ),
      "true",
    );
  });

  it("a TypeScript file beside the notebook, with syntax of every kind", async () => {
    write(
      "model.ts",
      "import { tensor } from 'gradbook';\nimport type { Nothing } from './nothing.ts';\nexport enum Kind { A = 7 }\nexport class Net { constructor(readonly size: number) {} make(): Nothing { return tensor([this.size, Kind.A]) as Nothing } }",
    );
    assert.equal(
      await shown("import { Net, Kind } from './model.ts'; [new Net(3).make(), Kind.A]"),
      "[\n  tensor([3, 7],\n    shown),\n  7\n]",
    );
  });

  it("the same engine as the files they import", async () => {
    write("made.ts", "import { Tensor } from 'gradbook';\nexport { Tensor }");
    assert.equal(
      await shown(
        "import { Tensor } from 'gradbook'; import * as made from './made.ts'; made.Tensor === Tensor",
      ),
      "true",
    );
  });

  it("by .js for a .ts file, without an ending, and a folder", async () => {
    write("plain.ts", "export const from: string = 'ts'");
    write("folder/index.ts", "import { from } from '../plain.js'\nexport const deep = from + '!'");
    assert.equal(
      await shown(
        "import { from } from './plain.js'; import { from as f } from './plain'; import { deep } from './folder'; [from, f, deep]",
      ),
      "[ 'ts', 'ts', 'ts!' ]",
    );
  });

  it("a changed file anew, also when only what it imports has changed", async () => {
    write("inner.ts", "export const value = 1");
    write("outer.ts", "import { value } from './inner.ts'; export const get = () => value");
    const cell = "import { get } from './outer.ts'; get()";
    assert.equal(await shown(cell), "1");
    write("inner.ts", "export const value = 2");
    assert.equal(await shown(cell), "2");
    write("outer.ts", "import { value } from './inner.ts'; export const get = () => value * 10");
    assert.equal(await shown(cell), "20");
  });

  it("a file that has not changed only once", async () => {
    write("once.ts", "(globalThis as any).loads = ((globalThis as any).loads ?? 0) + 1; export {}");
    await shown("import './once.ts'");
    assert.equal(await shown("import './once.ts'; loads"), "1");
  });

  it("JavaScript, JSON with and without its attribute, and CommonJS", async () => {
    write("script.mjs", "export default () => 'mjs'");
    write("data.json", '{ "a": [1] }');
    write("old.cjs", "module.exports = { named: 5 }");
    assert.equal(
      await shown(
        "import f from './script.mjs'; import data from './data.json' with { type: 'json' }; import again from './data.json'; import { named } from './old.cjs'; [f(), data.a, again.a, named]",
      ),
      "[ 'mjs', [ 1 ], [ 1 ], 5 ]",
    );
  });

  it("files that import each other, and call each other before they have run", async () => {
    write(
      "even.ts",
      "import { odd } from './odd.ts'\nexport function even(n: number): boolean { for (let i = 0; i < 1; i++); return n === 0 || odd(n - 1) }",
    );
    write(
      "odd.ts",
      "import { even } from './even.ts'\nexport function odd(n: number): boolean { return n > 0 && even(n - 1) }\nexport const early = even(4)",
    );
    assert.equal(
      await shown("import { even } from './even.ts'; import { early } from './odd.ts'; [even(7), early]"),
      "[ false, true ]",
    );
  });

  it("files with a Symbol, a globalThis and a $gradbookFlag of their own", async () => {
    write(
      "names.ts",
      "const Symbol = 1, globalThis = 2, $gradbookFlag = 3; let n = 0; while (n < 5) n++; export { Symbol, globalThis, $gradbookFlag, n }",
    );
    assert.equal(await shown("import * as names from './names.ts'; Object.values(names)"), "[ 3, 1, 2, 5 ]");
  });

  it("functions that show themselves as their files wrote them", async () => {
    write("shown.ts", "export function f(n: number) { while (n--); }");
    write("shown.mjs", "export const g = (n) => { while (n--); }");
    assert.equal(
      await shown(
        "import { f } from './shown.ts'; import { g } from './shown.mjs'; [f, g].map(String).join()",
      ),
      "'function f(n) { while (n--); },(n) => { while (n--); }'",
    );
  });

  it("nothing when they only ask where a module is", async () => {
    write("where.ts", "export const x = 1");
    assert.equal(
      await shown(
        "const here = import.meta.url.replace(/[^/]*$/, ''); [import.meta.resolve('./where.ts') === here + 'where.ts', import.meta.resolve('fs'), import.meta.resolve('gradbook').startsWith('file:')]",
      ),
      "[ true, 'node:fs', true ]",
    );
  });

  it("packages from the notebook's node_modules", async () => {
    write(
      "node_modules/tiny/package.json",
      '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": "./main.js" }',
    );
    write("node_modules/tiny/main.js", "export const tiny = 'package'");
    assert.equal(
      await shown("import { tiny } from 'tiny'; (await import('tiny')).tiny === tiny && tiny"),
      "'package'",
    );
  });

  it("types of a package that has nothing else", async () => {
    write("node_modules/@types/shapes/index.d.ts", "export interface Shape { n: number }");
    assert.equal(await shown("import { Shape } from 'shapes'; const s: Shape = { n: 1 }; s.n"), "1");
  });

  it("no package that is not there, and say how to get it and where", async () => {
    const { error } = await notebook.run("\nimport { x } from '@scope/missing/part'; x");
    assert.equal(
      error?.message,
      `The package @scope/missing is not installed. Run \`npm install @scope/missing\` in ${notebook.folder}`,
    );
    assert.deepEqual([error.line, error.column], [2, 19]);
  });

  it("no package of Python's, and say what the engine has instead", async () => {
    const { error } = await notebook.run("import np from 'numpy'; np");
    assert.equal(
      error?.message,
      'numpy is a Python package. In TypeScript, write: import { tensor, zeros, arange } from "gradbook";',
    );
  });

  it("no file that is not there, and say where it was looked for", async () => {
    const { error } = await notebook.run("import './absent.ts'");
    assert.match(error?.message ?? "", /There is no module \.\/absent\.ts \(looked for .*absent\.ts\)/);
  });

  it("nothing that a file does not export, and say so", async () => {
    write("few.ts", "export const gradient = 1");
    const { error } = await notebook.run("import { gradiant } from './few.ts'; gradiant");
    assert.equal(error?.message, "./few.ts does not export gradiant. Did you mean gradient?");
  });

  it("files whose errors are told with file and line, after the cell that called", async () => {
    write(
      "throws.ts",
      "interface Long {\n  x: number\n}\nexport function go(l: Long): void {\n  throw new Error('from the file ' + l.x)\n}",
    );
    const { error } = await notebook.run("import { go } from './throws.ts';\ngo({ x: 1 })");
    assert.deepEqual([error?.message, error?.line], ["from the file 1", 2]);
    assert.match(error?.stack ?? "", /File .*throws\.ts:5:9, in go\n {4}Cell In\[\d+\], line 2/);
  });

  it("files in folders with any name, and names them as they are", async () => {
    write("课程 #1 100%/模型.ts", "export function 失败(): never {\n  throw new Error('no')\n}");
    const { error } = await notebook.run("import { 失败 } from './课程 %231 100%25/模型.ts'; 失败()");
    assert.match(error?.stack ?? "", /File .*\/课程 #1 100%\/模型\.ts:2:9, in 失败/);
  });

  it("files whose syntax errors are told with file and line", async () => {
    write("broken.ts", "export const a = 1;\nexport const b = ;");
    const { error } = await notebook.run("import { a } from './broken.ts'; a");
    assert.match(error?.message ?? "", /Expression expected[^]*broken\.ts:2:18/);
  });

  it("files whose loops an interrupt stops, TypeScript and JavaScript", async () => {
    write("loop.ts", "export function spin(): void { console.log('in'); for (;;); }");
    write("loop.mjs", "export function spin() { console.log('in'); while (true) ; }");
    for (const file of ["loop.ts", "loop.mjs"]) {
      const { error } = await notebook.interrupted(`import { spin } from './${file}'; spin()`);
      assert.equal(error?.name, "Interrupted", file);
    }
  });

  it("paths from import.meta: dirname is the notebook's folder", async () => {
    assert.equal(await shown("import.meta.dirname"), `'${notebook.folder}'`);
    write("where.ts", "export const here = import.meta.dirname");
    assert.equal(await shown("import { here } from './where.ts'; here"), `'${notebook.folder}'`);
  });
});

describe("A notebook that gets another file", function () {
  this.timeout(60_000);

  it("imports and reads from beside it, with its variables, also in a kernel that is started later", async () => {
    const notebook = new StartedKernel();
    try {
      notebook.write("beside.ts", "export const where = 'first';");
      notebook.write("other/beside.ts", "export const where = 'second';");
      notebook.write("other/data.txt", "text");
      await notebook.run('import { where } from "./beside.ts"; const kept = where');
      const folder = path.join(notebook.folder, "other");
      notebook.kernel.moveTo({ cwd: folder, notebook: path.join(folder, "saved.grad.md") });
      const text =
        'import { where as now } from "./beside.ts"; import { readFileSync } from "node:fs"; [typeof kept === "undefined" ? "gone" : kept, now, readFileSync("data.txt", "utf8"), import.meta.filename.endsWith("saved.grad.md")].join()';
      assert.equal((await notebook.run(text)).shown(), "'first,second,text,true'");
      await notebook.kernel.restart();
      assert.equal((await notebook.run(text)).shown(), "'gone,second,text,true'");
    } finally {
      await notebook.dispose();
    }
  });
});

describe("Imports of other runtimes are refused with what to write instead:", function () {
  this.timeout(20_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  let names = 0;
  const table: [specifier: string, told: RegExp][] = [
    ["npm:lodash@4", /without npm:: Run `npm install lodash@4` in .+, and write: from "lodash"$/],
    [
      "npm:@scope/name@^1.2/part/x.js",
      /`npm install @scope\/name@\^1\.2` in .+ from "@scope\/name\/part\/x\.js"$/,
    ],
    ["jsr:@std/path", /`npx jsr add @std\/path` in .+ from "@std\/path"$/],
    ["https://esm.sh/lodash", /nothing from the web\. Save https:\/\/esm\.sh\/lodash beside the notebook/],
    ["http://a.test/b.js", /nothing from the web/],
    ["bun:test", /belongs to another runtime; the kernel is Node/],
  ];
  for (const [specifier, told] of table) {
    it(specifier, async () => {
      const { error } = await notebook.run(`1;\nimport x from "${specifier}"; x`);
      assert.match(error?.message ?? "", told);
      assert.deepEqual([error?.name, error?.line], ["ImportError", 2]);
      const dynamic = await notebook.run(`1;\nawait import("${specifier}")`);
      assert.match(dynamic.error?.message ?? "", told);
      assert.equal(dynamic.error?.line, 2);
    });

    it(`${specifier}, in a module of the person's own`, async () => {
      const name = `foreign${names++}`;
      notebook.write(`${name}.ts`, `import x from "${specifier}";\nexport const given: number = x;`);
      const { error } = await notebook.run(`1;\nimport { given } from "./${name}.ts"; given`);
      assert.match(error?.message ?? "", told);
      assert.match(error?.message ?? "", new RegExp(`${name}\\.ts: `));
      assert.equal(error?.line, 2);
    });
  }
});
