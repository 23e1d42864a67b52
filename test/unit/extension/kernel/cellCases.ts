/** What cells mean, wherever they run: cells, one below the other, and what the last of them shows. */
export type CellCase = [title: string, cells: string[], shown: string | null];

export const cellCases: readonly CellCase[] = [
  [
    "a closure keeps its variable, and later cells see it change",
    ["let n = 0; function inc() { n++ }", "inc(); n"],
    "1",
  ],
  ["a later cell assigns an earlier cell's let", ["let n = 0; const read = () => n", "n = 7", "read()"], "7"],
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
    ["const x = 1", "const f = (x) => { { let x = 3; } try { throw 4 } catch (x) { return x } }; [f(0), x]"],
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
