import assert from "node:assert/strict";
import { cellCases } from "./cellCases.ts";
import { TestNotebook } from "./testNotebook.ts";

describe("Cells are chained modules:", () => {
  let notebook: TestNotebook;
  beforeEach(() => {
    notebook = new TestNotebook();
  });

  for (const [title, cells, shown] of cellCases) {
    it(title, async () => assert.equal(await notebook.last(...cells), shown));
  }

  it("names that were reached before a throw are kept, and the others keep their last values", async () => {
    await notebook.run("const a = 1; let b = 1; var c = 1; function f() { return 1 }", "x");
    const { error, names } = await notebook.run(
      "const a = 2; function f() { return 2 }\nthrow new Error('stop');\nlet b = 2; var c = 2; const d = 2",
      "x",
    );
    assert.equal(error?.line, 2);
    assert.deepEqual(names, ["a", "f", "b", "c"]);
    assert.equal((await notebook.run("[a, b, c, f(), typeof d]")).shown, "[ 2, 1, 1, 2, 'undefined' ]");
  });

  it("names that were reached before an interrupt are kept", async () => {
    const flag = new Int32Array(notebook.flag);
    Object.assign(globalThis, { stopNow: () => Atomics.store(flag, 0, 1) });
    const { error } = await notebook.run("const reached = 1; stopNow(); for (;;); const unreached = 2");
    assert.equal(error?.name, "Interrupted");
    Atomics.store(flag, 0, 0);
    assert.equal((await notebook.run("[reached, typeof unreached]")).shown, "[ 1, 'undefined' ]");
  });

  it("running a cell again gives its new values to closures made before", async () => {
    await notebook.run("const rate = 0.1; let n = 1", "x");
    await notebook.run("const step = () => [rate, n]");
    await notebook.run("const rate = 0.5; let n = 2", "x");
    assert.equal((await notebook.run("step()")).shown, "[ 0.5, 2 ]");
  });

  it("a name that a cell no longer declares is no longer seen", async () => {
    await notebook.run("const gone = 1", "x");
    await notebook.run("const other = 1", "x");
    assert.equal((await notebook.run("typeof gone")).shown, "'undefined'");
  });

  it("the order in the notebook counts, not the order of running", async () => {
    await notebook.run("const x = 'first'", "a");
    await notebook.run("0", "b");
    await notebook.run("const x = 'third'", "c");
    assert.equal((await notebook.run("x", "b")).shown, "'first'");
  });

  it("a constant of another cell cannot be assigned", async () => {
    await notebook.run("const fixed = 1");
    const { error } = await notebook.run("fixed = 2");
    assert.equal(error?.message, "Assignment to constant variable 'fixed'.");
    assert.equal((await notebook.run("fixed")).shown, "1");
  });

  it("an import cannot be assigned", async () => {
    const { error } = await notebook.run('import { tensor } from "gradbook"; tensor = null');
    assert.equal(error?.message, "Assignment to constant variable 'tensor'.");
  });

  it("an import that is not there is told with the name that may be meant", async () => {
    const { error } = await notebook.run('\nimport { tensr } from "gradbook";\ntensr([1])');
    assert.equal(error?.message, "gradbook does not export tensr. Did you mean tensor?");
    assert.equal(error.line, 2);
  });

  it("a misspelled import that only cells below use is told there", async () => {
    assert.equal((await notebook.run('import { tensr } from "gradbook"')).error, null);
    const { error } = await notebook.run("tensr([1])");
    assert.equal(
      error?.message,
      "tensr is not defined. gradbook does not export tensr. Did you mean tensor?",
    );
  });

  it("a name that is nowhere is told with the one that may be meant", async () => {
    await notebook.run("const learningRate = 1");
    const { error } = await notebook.run("learningrate");
    assert.equal(error?.message, "learningrate is not defined. Did you mean learningRate?");
  });

  it("a name of the engine that was not imported is told how to import", async () => {
    const { error } = await notebook.run("tensor([1])");
    assert.equal(error?.message, 'tensor is not defined. Import it first: import { tensor } from "gradbook"');
  });

  it("say what to write for what is Python, and what of the engine is near a name", async () => {
    for (const [python, message] of [
      ["print(1)", "print is not defined. In TypeScript, write: console.log(x)"],
      ["const a = None", "None is not defined. In TypeScript, write: null"],
      ["len([1])", "len is not defined. In TypeScript, write: x.length"],
      ["tensr([1])", "tensr is not defined. Did you mean tensor?"],
      ["const x = [1];\nx[0:2]", 'This is Python. In TypeScript, write: x.get("0:2")'],
      [
        "import pandas as pd",
        'This is Python. In TypeScript, write: import { pandas as pd } from "gradbook";',
      ],
      ["def f(x):\n  return x", "This is Python. In TypeScript, write: function f(x) { return …; }"],
      ["a @ b", "This is Python. In TypeScript, write: a.matmul(b)"],
    ] as const) {
      const { error } = await new TestNotebook().run(python);
      assert.equal(error?.message, message);
    }
    const { error } = await new TestNotebook().run("const list = [1;\n2");
    assert.equal(error?.message, "',' expected.");
  });
});

describe("What is wrong in a cell is told with its line and column:", () => {
  const table: [cell: string, message: RegExp, line: number, column: number][] = [
    ["let x = ;", /^Expression expected\.$/, 1, 9],
    ["1 +\n\n  * 2", /^Expression expected\.$/, 3, 3],
    ["const a = 1;\nconst a = 2;", /^Cannot redeclare block-scoped variable 'a'\.$/, 2, 7],
    ["f();\n  return 1", /^A 'return' statement can only be used within a function body\.$/, 2, 3],
    ["if (true) break", /^A 'break' statement can only be used within/, 1, 11],
    ["function f() {\n  await 1\n}", /^'await' expressions are only allowed within async functions/, 2, 3],
    [
      "import x = require('y')",
      /^import … = require\(\) does not work in a cell\. Write: import x from "y"$/,
      1,
      1,
    ],
    ["1;\nexport = 3", /^export = does not work in a cell/, 2, 1],
    ["export * from 'x'", /^A cell cannot re-export/, 1, 1],
    ["arguments.length", /^'arguments' can only be used within a function\.$/, 1, 1],
    ["(() => new.target)()", /^Meta-property 'new\.target' is only allowed/, 1, 8],
    ["const c;", /^'const' declarations must be initialized\.$/, 1, 7],
    ["let q = 1; delete q", /^'delete' cannot be called on an identifier in strict mode\.$/, 1, 19],
    [
      'import { tensor } from "gradbook";\nconst tensor = 1',
      /^Import declaration conflicts with local declaration of 'tensor'\.$/,
      2,
      7,
    ],
    ["`abc", /^Unterminated template literal\.$/, 1, 5],
    ["with (a) {}", /^'with' statements are not allowed in strict mode\.$/, 1, 1],
  ];
  for (const [cell, message, line, column] of table) {
    it(JSON.stringify(cell), async () => {
      const { error } = await new TestNotebook().run(cell);
      assert.ok(error);
      assert.equal(error.name, "SyntaxError");
      assert.match(error.message, message);
      assert.deepEqual([error.line, error.column], [line, column]);
    });
  }
});

describe("A cell is refused as a module would be:", () => {
  for (const text of [
    "function f() {} function f() {}",
    "var f; function f() {}",
    "{ var f; } function f() {}",
    "function f() {} var f",
    "function f() {} for (var { x: [f] } of []);",
    "export default 1; export default 2",
    "export default function () {} export default class {}",
    "let a = 1; export { a, a }",
    "let a = 1, b = 2; export { a as c, b as c }",
    "import { sep as eval } from 'node:path'",
    "import * as arguments from 'node:path'",
    "import data from './x.json' with { type: 'json', type: 'json' }",
    "using a",
    "{ await using a, b = null }",
    "import.source('./x.wasm')",
    "import.defer('./x.ts')",
    "import.foo",
    "import.meta = 1 as any",
    "[import.meta] = [] as any",
    "import()",
    "let a, b, c; a ?? b || c",
    "while (1) function f() {}",
    "for (;;) class A {}",
  ]) {
    it(text, async () => {
      const { error } = await new TestNotebook().run(text);
      assert.equal(error?.name, "SyntaxError");
    });
  }

  it("but for one default, types beside values, what loops use, and functions in blocks", async () => {
    assert.equal(
      await new TestNotebook().last(
        "interface f {} export default function f(): number; export default function f() { return 1 } type T = f; export type { T }; { function g() {} var h = 2 } for (using x of [null]); f() + h",
      ),
      "3",
    );
  });

  it("but for a function with overloads, a name that a namespace adds to, and a class with parameter properties", async () => {
    for (const debugged of [false, true]) {
      assert.equal(
        await new TestNotebook(debugged).last(
          "function f(): number; function f(x: number): number; function f(x = 1) { return x } namespace f { export const y = 2 } class A {} class B extends A { constructor(public x = 3) { super(); f() } } [f(), f.y, new B().x]",
        ),
        "[ 1, 2, 3 ]",
      );
    }
  });
});

describe("A function that a cell gives to a variable of another cell is named after it", () => {
  const table: [text: string, name: string][] = [
    ["f = () => 1", "f"],
    ["f = async function* () {}", "f"],
    ["f = (class { m() {} })", "f"],
    ["f = class { static name = 'own' }", "own"],
    ["f = (() => {}) as any", "f"],
    ["(f as any) = () => {}", ""],
    ["(f) = () => {}", ""],
    ["f = (0, () => {})", ""],
    ["f = function g() {}", "g"],
    ["f = null; f ||= () => 1; f &&= () => 2", "f"],
    ["f = undefined; f ??= class {}", "f"],
    ["[f = () => 1] = []", "f"],
    ["({ f = () => 1 } = {})", "f"],
    ["({ k: f = () => 1 } = {})", "f"],
    ["for ([f = () => 1] of [[]]);", "f"],
    ["f = (n: number) => (n ? f(n - 1) : 1)", "f"],
    ["f = () => f", "f"],
  ];
  for (const [text, name] of table) {
    it(text, async () => {
      for (const debugged of [false, true]) {
        const notebook = new TestNotebook(debugged);
        assert.equal(await notebook.last("let f: any", text, "f.name"), `'${name}'`);
      }
    });
  }

  it("__proto__", async () => {
    assert.equal(
      await new TestNotebook().last("let __proto__: any", "__proto__ = () => 1", "__proto__.name"),
      "'__proto__'",
    );
  });

  it("or after default, when it is exported so", async () => {
    const shown = await new TestNotebook().last("export default () => 1");
    assert.equal(shown, "[Function: default]");
    assert.equal(await new TestNotebook().last("export default (class {})"), "[class default]");
    assert.equal(await new TestNotebook().last("export default function () {}\n1"), "1");
  });
});

describe("A function shows itself as it was written,", () => {
  const table: [title: string, cells: string[]][] = [
    [
      "loops and all",
      ["function work() { let s = 0; for (let i = 0; i < 3; i++) s += i; return s }", "work"],
    ],
    [
      "when it uses names of other cells",
      [
        "let a = 1, b = (x: any) => x",
        "const work = () => { const o = { a }; return b(o.a++) + b`${a}` }; work",
      ],
    ],
    ["when it calls itself", ["const work = (n: number): number => n < 2 ? n : work(n - 1); work"]],
    [
      "when it ends in parentheses that are not its own",
      ["const work = (n: any) => (n && work(n))\n;[(work)][0]"],
    ],
    [
      "a class with its methods",
      ["class Work { run() { while (this.i--); } static async *all() { for (;;) yield 1 } i = 0 }; Work"],
    ],
    ["a method", ["const o = { async *all(n) { while (n--) yield 1 } }; o.all"]],
    [
      "a getter",
      ["class O { static get all() { for (;;) return 1 } }; Object.getOwnPropertyDescriptor(O, 'all').get"],
    ],
    ["an import that comes late", ["const work = async () => (await import('node:fs')).constants; work"]],
  ];
  for (const [title, cells] of table) {
    it(title, async () => {
      const notebook = new TestNotebook();
      const last = `${cells.at(-1)}`;
      const at = last.lastIndexOf(last.includes(";") ? ";" : "\n") + 1;
      const written = cells.join("\n").replaceAll(/: (any|number)\b/g, "");
      for (const cell of cells.slice(0, -1)) await notebook.run(cell);
      const shown = await notebook.last(`${last.slice(0, at)} String(${last.slice(at)})`);
      const text = (0, eval)(String(shown)) as string;
      assert.doesNotMatch(text, /\$\w*\d?\b(?=[.[(])/);
      assert.ok(written.includes(text), text);
    });
  }

  it("so that it works where the kernel is not", async () => {
    const shown = await new TestNotebook().last(
      "const work = () => { let s = 0; for (let i = 0; i < 3; i++) s += i; return s }",
      "new Function(`return (${work})()`)()",
    );
    assert.equal(shown, "3");
  });

  it("and so do V8's own and the one that shows them", async () => {
    assert.equal(
      await new TestNotebook().last("[Function.prototype.toString, Math.max].map(String)"),
      "[ 'function toString() { [native code] }', 'function max() { [native code] }' ]",
    );
    assert.equal(
      await new TestNotebook().last("const { name, length } = Function.prototype.toString; [name, length]"),
      "[ 'toString', 0 ]",
    );
    assert.match(
      (await new TestNotebook().run("Function.prototype.toString.call({})")).error?.message ?? "",
      /requires that 'this' be a Function/,
    );
  });
});
