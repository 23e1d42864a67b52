import assert from "node:assert/strict";
import { TestNotebook } from "./testNotebook.ts";

describe("Cells are chained modules:", () => {
  let notebook: TestNotebook;
  beforeEach(() => {
    notebook = new TestNotebook();
  });

  /** Cells, one below the other, and what the last of them shows. */
  const table: [title: string, cells: string[], shown: string | null][] = [
    [
      "a closure keeps its variable, and later cells see it change",
      ["let n = 0; function inc() { n++ }", "inc(); n"],
      "1",
    ],
    [
      "a later cell assigns an earlier cell's let",
      ["let n = 0; const read = () => n", "n = 7", "read()"],
      "7",
    ],
    [
      "so do ++, += and destructuring",
      ["let a = 1, b = 2", "a++; b += 10; [a, b] = [b, a]; ({ a } = { a: a * 2 })", "[a, b]"],
      "[ 24, 2 ]",
    ],
    [
      "so do for…of and for…in heads",
      ["let k, j", "for (k of [1, 2]); for (j in { z: 1 });", "[k, j]"],
      "[ 2, 'z' ]",
    ],
    [
      "redeclaring shadows from there on",
      ["const x = 1; const old = () => x", "const x = 'two'", "[x, old()]"],
      "[ 'two', 1 ]",
    ],
    [
      "a cell's own name is never an earlier cell's",
      ["const x = 1", "const f = () => x; const x = 2; f()"],
      "2",
    ],
    [
      "parameters, catch clauses and inner blocks shadow",
      [
        "const x = 1",
        "const f = (x) => { { let x = 3; } try { throw 4 } catch (x) { return x } }; [f(0), x]",
      ],
      "[ 4, 1 ]",
    ],
    [
      "shorthand properties read the earlier cell",
      ["const a = 1; let b = 2", "({ a, b, c: { a } })"],
      "{ a: 1, b: 2, c: { a: 1 } }",
    ],
    ["shorthand in a pattern with a default assigns it", ["let a", "({ a = 5 } = {}); a"], "5"],
    ["typeof of a name that is nowhere is undefined", ["typeof nowhere"], "'undefined'"],
    [
      "imports are visible below",
      ['import { tensor as t } from "gradbook"', "String(t([1]))"],
      "'tensor([1],\\n  shown)'",
    ],
    [
      "namespace and default imports too",
      ['import fs, * as all from "node:fs"', "fs.existsSync === all.existsSync"],
      "true",
    ],
    [
      "an imported function has no this",
      [
        'import { receiver } from "gradbook"; [receiver(), receiver``]',
        "[receiver(), (receiver as any)(), receiver!()]",
      ],
      "[ undefined, undefined, undefined ]",
    ],
    [
      "a function of another cell has no this",
      ["function self() { return this }", "[self(), (self)(), self?.()]"],
      "[ undefined, undefined, undefined ]",
    ],
    ["this is undefined at the top level", ["[this, (() => this)()]"], "[ undefined, undefined ]"],
    [
      "code is strict",
      ["(() => { try { undeclared = 1 } catch (e) { return e.name } })()"],
      "'ReferenceError'",
    ],
    ["functions are hoisted", ["const a = f(); function f() { return 3 }\na"], "3"],
    [
      "var leaves a block, and its names are seen below",
      ["if (true) { var v = 1; for (var w of [2]); }", "[v, w]"],
      "[ 1, 2 ]",
    ],
    ["let does not leave a block", ["{ let inner = 1 } typeof inner"], "'undefined'"],
    [
      "destructuring declares all its names",
      ["const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], x: 5 }", "[a, c, d, e]"],
      "[ 1, 2, [ 3, 4 ], { x: 5 } ]",
    ],
    [
      "top-level await, in expressions and loops",
      ["const v = await Promise.resolve(2); for await (const x of [v]) var got = x", "got"],
      "2",
    ],
    ["a promise as the last value is awaited", ["Promise.resolve(4)"], "4"],
    ["undefined shows nothing", ["undefined"], null],
    ["a declaration shows nothing", ["const a = 1"], null],
    ["comments may be all there is", ["// nothing", "/* nothing */", ""], null],
    [
      "comments and types may follow the last value",
      [
        "1\n// one\n/*! or two */",
        "2 // two\n\n/* export {}; */",
        "3;\n/** a type */\ninterface Last {}\n// end",
      ],
      null,
    ],
    ["a line of a template may read like a module's end", ["`\nexport {};\n`"], "'\\nexport {};\\n'"],
    ["a first line for the shell is left out", ["#!/usr/bin/env node\n3"], "3"],
    ["line endings of Windows", ["const a = 1\r\n\r\na + 1\r\n"], "2"],
    [
      "names of Object.prototype are names like others",
      [
        "let __proto__ = 1, constructor = 2, toString = 3, hasOwnProperty = 4",
        "[__proto__, constructor, toString, hasOwnProperty]",
      ],
      "[ 1, 2, 3, 4 ]",
    ],
    [
      "async generators",
      [
        "async function* g() { for (let i = 0; i < 3; i++) { await null; yield i } }\nconst out: number[] = []; for await (const x of g()) out.push(x)",
        "out",
      ],
      "[ 0, 1, 2 ]",
    ],
    ["computed names", ["const key = 'k'", "({ [key]: 1, [key + 1]() { return key } }).k1()"], "'k'"],
    [
      "functions and namespaces that merge",
      ["function N() { return N.v } namespace N { export const v = 8 }", "N()"],
      "8",
    ],
    ["an alias of a namespace's member", ["namespace A { export const b = 3 } import C = A.b", "C"], "3"],
    [
      "declare global and ambient modules leave nothing",
      ["declare global { interface X {} }\ndeclare module 'q' { const z: number }\n5"],
      "5",
    ],
    ["logical assignment", ["let o: any = null, p = 0", "o ??= 5; p ||= 6; p &&= 7; [o, p]"], "[ 5, 7 ]"],
    [
      "an import may follow its use",
      ["const a = tensor([1]); import { tensor } from 'gradbook'; a.values"],
      "[ 1 ]",
    ],
    ["null is shown", ["null"], "null"],
    ["of a list with commas the last is shown", ["1, 2"], "2"],
    ["a semicolon or a comment after the last value changes nothing", ["1 + 1; // two"], "2"],
    ["an object literal in parentheses is shown", ["({ a: 1 })"], "{ a: 1 }"],
    [
      "export is taken for granted",
      [
        "export const a = 1; export function f() { return a } export { a as b }; export default class C {}",
        "[f(), new C() instanceof C]",
      ],
      "[ 1, true ]",
    ],
    ["an exported default expression is a value", ["export default 6 * 7"], "42"],
    [
      "classes are seen below and can be extended",
      ["class A { x = 1; static s = 2 }", "class B extends A { y = this.x + A.s } new B()"],
      "B { x: 1, y: 3 }",
    ],
    ["enums", ["enum E { A, B = 'b', C = 3 }", "[E.A, E.B, E[3]]"], "[ 0, 'b', 'C' ]"],
    ["an enum whose values come from another cell", ["const base = 10", "enum E { A = base, B }; E.A"], "10"],
    ["const enums", ["const enum E { A = 4 }", "E.A"], "4"],
    [
      "parameter properties",
      [
        "class P { constructor(private x: number, readonly y = 2) {} sum() { return this.x + this.y } }",
        "new P(1).sum()",
      ],
      "3",
    ],
    [
      "namespaces",
      ["namespace N { export const k = 1; export namespace M { export const f = () => k } }", "N.M.f()"],
      "1",
    ],
    [
      "decorators",
      [
        "const log: string[] = []; function dec(v: any, c: any) { log.push(c.kind + ' ' + String(c.name)); return v }",
        "@dec class D { @dec m() {} @dec accessor a = 1 }\nlog",
      ],
      "[ 'method m', 'accessor a', 'class D' ]",
    ],
    [
      "decorator factories of another cell",
      [
        "const tag = (t: string) => (v: any, c: any) => { c.metadata; v.t = t }",
        "@tag('x') class T {}; (T as any).t",
      ],
      "'x'",
    ],
    ["satisfies, as and non-null", ["const a = { x: 1 } satisfies object; (a as any).x!"], "1"],
    [
      "abstract classes, overloads and declare fields",
      [
        "abstract class A { abstract f(): number; declare z: string }\nfunction g(x: string): string; function g(x: any) { return x }\nclass B extends A { f() { return 1 } }",
        "[new B().f(), g('s'), 'z' in new B()]",
      ],
      "[ 1, 's', false ]",
    ],
    [
      "types alone show nothing and make no names",
      [
        "interface I { x: number }\ntype T = I; declare const outer: number; namespace OnlyTypes { export interface X {} }",
      ],
      null,
    ],
    [
      "using disposes when the cell ends",
      ["let open = true; {\n  using r = { [Symbol.dispose]() { open = false } }; }", "open"],
      "false",
    ],
    [
      "using at the top level",
      [
        "const log: string[] = []",
        "using r = { [Symbol.dispose]() { log.push('closed') } }; log.push('body'); const after = 1",
        "[log, after]",
      ],
      "[ [ 'body', 'closed' ], 1 ]",
    ],
    [
      "await using at the top level",
      [
        "const log: string[] = []",
        "await using r = { async [Symbol.asyncDispose]() { log.push('closed') } }; log.push('body')",
        "log",
      ],
      "[ 'body', 'closed' ]",
    ],
    [
      "generators",
      ["function* g() { let i = 0; while (true) yield i++ }", "const [a, b, c] = g(); [a, b, c]"],
      "[ 0, 1, 2 ]",
    ],
    [
      "loops with every kind of exit",
      [
        "let s = ''; outer: for (let i = 0; i < 5; i++) { for (let j = 0; ; j++) { if (j === i) continue outer; if (i === 4) break outer; s += i + '' + j + ' ' } } s",
      ],
      "'10 20 21 30 31 32 '",
    ],
    [
      "a continue of a striped loop steps on",
      ["let t = 0; for (let i = 0; i < 5000; i++) { if (i % 2) continue; t += i } t"],
      "6247500",
    ],
    [
      "a break of a striped loop breaks, on a stripe's edge too",
      [
        "const at = []; for (const stop of [0, 1023, 1024, 1025, 5000]) { let i = 0; for (; i < 4000; i++) if (i === stop) break; at.push(i) } at",
      ],
      "[ 0, 1023, 1024, 1025, 4000 ]",
    ],
    [
      "a while condition is asked as often as it should",
      ["let asked = 0, i = 0; while (asked++, i < 3000) i++; [asked, i]"],
      "[ 3001, 3000 ]",
    ],
    ["a while loop whose condition counts", ["let i = 3000, n = 0; while (i--) n++; [i, n]"], "[ -1, 3000 ]"],
    ["for without any part", ["let i = 0; for (;;) if (++i > 3000) break; i"], "3001"],
    [
      "closures in a loop have their own variable",
      ["const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); fs.map((f) => f())"],
      "[ 0, 1, 2 ]",
    ],
    [
      "a body that is no block",
      [
        "let n = 0; for (const x of [1, 2]) n += x; do n++; while (n < 10)\nif (n) for (let i = 0; i < 2; i++) n++; else n = 0; n",
      ],
      "12",
    ],
    [
      "lines without semicolons stay apart",
      [
        "const f = (x: unknown) => x; let log: unknown[] = []; const add = (x: unknown) => { log.push(x) }",
        "const a = 1\nadd(a)\nconst b = f\nadd(2)\nadd`x`\nlog.length",
      ],
      "3",
    ],
    ["an import between lines keeps them apart", ["const f = 1\nimport 'node:fs'\n;[1].length"], "1"],
    ["dynamic import", ["const { tensor } = await import('gradbook'); tensor([2]).values"], "[ 2 ]"],
    [
      "import.meta knows the notebook's folder",
      [
        "[import.meta.url.startsWith('file:'), import.meta.dirname.endsWith('kernel'), typeof import.meta.filename]",
      ],
      "[ true, true, 'string' ]",
    ],
    [
      "an imported type does no harm",
      ['import { tensor, Options } from "gradbook"; const o: Options | null = null; tensor([1]).values'],
      "[ 1 ]",
    ],
    [
      "a type from a module of types does no harm",
      ['import { Shape } from "./onlyTypes"; const s: Shape | null = null; s'],
      "null",
    ],
    [
      "names that look like the kernel's own",
      [
        "const $flag = 1, $check = 2, $c0 = 3, $m0 = 4, $n = 5",
        "for (let i = 0; i < 3; i++); [$flag, $check, $c0, $m0, $n]",
      ],
      "[ 1, 2, 3, 4, 5 ]",
    ],
    [
      "mutual recursion",
      [
        "function even(n: number): boolean { return n === 0 || odd(n - 1) }\nconst odd = (n: number): boolean => n > 0 && even(n - 1); even(10)",
      ],
      "true",
    ],
    [
      "labels, switch and regular expressions",
      [
        "const re = /a(b)/g\nfunction k(x: number) { switch (x) { case 1: return re.source; default: return 'd' } }",
        "[k(1), k(2)]",
      ],
      "[ 'a(b)', 'd' ]",
    ],
    [
      "private names and static blocks",
      ["class S { static #p = 1; static v: number; static { S.v = S.#p + 1 } }", "S.v"],
      "2",
    ],
    [
      "a getter of the same name as a cell's variable is only a name",
      ["const x = 1", "class G { get x() { return x + 1 } }; new G().x"],
      "2",
    ],
    [
      "optional calls of methods keep their this",
      ["const o = { v: 3, f() { return this.v } }", "[o.f(), o?.f?.(), o['f']()]"],
      "[ 3, 3, 3 ]",
    ],
    ["eval sees globals", ["(0, eval)('1 + 1')"], "2"],
    [
      "a strict directive changes nothing",
      ['"use strict"; function f() { "use strict"; for (;;) break; return 1 }\nf()'],
      "1",
    ],
    ["html comments and a hash in a string are text", ["`#! <!-- ${1}`"], "'#! <!-- 1'"],
    ["unicode names", ["const 学习率 = 0.1, é = 2", "[学习率, é]"], "[ 0.1, 2 ]"],
  ];
  for (const [title, cells, shown] of table) {
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
