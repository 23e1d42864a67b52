/**
 * Notebooks and whether their last cell is sound: then it runs and the editor objects to nothing; otherwise it
 * fails and the editor marks an error in it. The cells before it are sound, except those marked as broken.
 */
export interface Agreement {
  title: string;
  cells: string[];
  sound: boolean;
  /** Indices of other cells that neither run nor are accepted. */
  broken?: number[];
}

const sound = (title: string, ...cells: string[]): Agreement => ({ title, cells, sound: true });
const unsound = (title: string, ...cells: string[]): Agreement => ({ title, cells, sound: false });

export const agreements: readonly Agreement[] = [
  // Names over cells
  sound("a const of a cell above", "const a = 1", "a + 1"),
  sound("a let of a cell above is assigned", "let n = 0", "n = 7; n += 1; n++"),
  sound("a var of a cell above is assigned", "var n = 0", "n = 7"),
  unsound("a const of a cell above is not", "const n = 0", "n = 7"),
  unsound("nor is it increased", "const n = 0", "n++"),
  unsound("nor is it destructured into", "const a = 0", "[a] = [1]"),
  unsound("nor is a name that a cell above imports", 'import { tensor } from "gradbook"', "tensor = null"),
  unsound("nor a function of a cell above", "function f() {}", "f = () => undefined"),
  unsound("nor a class", "class C {}", "C = null"),
  unsound("a name of no cell", "nowhere"),
  { title: "a name of a cell below", cells: ["below", "const below = 1"], sound: true, broken: [0] },
  sound(
    "but a function may use it",
    "function f() { return g(1) }",
    "function g(n: number) { return n + 1 }",
    "f().toFixed()",
  ),
  sound(
    "and so may a method, a field and a getter",
    "class C { a = late; get b() { return late } c() { return late } }",
    "const late = 1;",
    "const o = new C(); o.a + o.b + o.c()",
  ),
  {
    title: "which a static field may not",
    cells: ["class C { static a = late }", "const late = 1;"],
    sound: true,
    broken: [0],
  },
  {
    title: "nor a function that is called at once",
    cells: ["(() => late)()", "const late = 1;"],
    sound: true,
    broken: [0],
  },
  {
    title: "nor a class that extends it",
    cells: ["class A extends B {}", "class B {}"],
    sound: true,
    broken: [0],
  },
  sound("typeof asks of it in vain", "typeof late === 'undefined'", "const late = 1;"),
  sound(
    "a function assigns to a let of a cell below",
    "const set = () => { n = 2; n++ }",
    "let n = 0;",
    "set(); n",
  ),
  sound(
    "functions of two cells call each other",
    "function even(n: number): boolean { return n === 0 || odd(n - 1) }",
    "function odd(n: number): boolean { return n !== 0 && even(n - 1) }",
    "even(4)",
  ),
  sound(
    "the nearest cell below is meant",
    "const f = () => x.toUpperCase()",
    "const x = 'a'",
    "const x = 1",
    "f(); x.toFixed()",
  ),
  sound("and any above before it", "const x = 'a'", "const f = () => x.toUpperCase()", "const x = 1", "f()"),
  sound(
    "what is global stays that above its redeclaration",
    "const f = () => new Map([[1, 2]]).size",
    "const Map = 5",
    "f() + Map",
  ),
  sound(
    "a type of a cell below",
    "const p: P = { v: 1 }; const f = (q: P) => q.v",
    "interface P { v: number }",
    "f(p)",
  ),
  sound(
    "a class of a cell below as a type",
    "let c: C | null = null; const f = (d: C) => d.v",
    "class C { v = 1 }",
    "f(new C())",
  ),
  sound(
    "destructuring gives all its names",
    "const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3], x: 5 }",
    "a + c + d.length + e.x",
  ),
  sound("a var leaves its block", "if (Math.random() < 2) { var v = 1 }", "v"),
  sound("a loop's var is seen below", "for (var i = 0; i < 2; i++);", "i"),
  unsound("a let does not leave its block", "{ let inner = 1; inner }", "inner"),
  unsound("a loop's let does not either", "for (let i = 0; i < 2; i++);", "i"),
  unsound("nor does what a function declares", "function f() { const own = 1; return own }", "own"),
  unsound("nor does a catch clause's name", "try { throw 1 } catch (e) { e }", "e"),
  sound(
    "functions, classes, enums and namespaces",
    "function f() { return 1 }\nclass C { v = 1 }\nenum E { A, B }\nnamespace N { export const v = 1 }",
    "f() + new C().v + E.B + N.v",
  ),
  sound(
    "async functions and generators",
    "async function f() { return 1 }\nfunction* g() { yield 1 }",
    "[await f(), ...g()]",
  ),
  sound("shorthand properties", "const a = 1; let b = 2", "({ a, b })"),
  sound("a name that a cell above merely gives on", "const a = 1", "const b = () => a", "b()"),
  sound(
    "an exported name is like any other",
    "export const a = 1; export function f() { return a }",
    "f() + a",
  ),
  sound("names exported in a list", "const a = 1; export { a, a as other }", "a"),
  sound("an export assignment", "export default 3", "1"),
  sound("using declarations", "{ using r = { [Symbol.dispose]() {} }; r }\nconst done = true", "done"),

  // Redeclaring
  sound("redeclaring shadows from there on", "const x = 1", "const x = 'two'", "x.toUpperCase()"),
  unsound("and the older value is gone", "const x = 'one'", "const x = 1", "x.toUpperCase()"),
  sound(
    "code above keeps the older one",
    "const x = 'one'; const old = () => x.toUpperCase()",
    "const x = 1",
    "old(); x.toFixed()",
  ),
  sound(
    "a cell's own name is never imported",
    "const x = 1",
    "const f = () => x.length; const x = 'abc'; f()",
  ),
  unsound("not even before its declaration", "const x = 1", "x; const x = 2"),
  sound("a const becomes a let", "const x = 1", "let x = 2", "x = 3"),
  unsound("a let becomes a const", "let x = 1", "const x = 2", "x = 3"),
  sound(
    "an imported name is declared anew",
    'import { tensor } from "gradbook"',
    "const tensor = 5",
    "tensor.toFixed()",
  ),
  sound("a function becomes a class", "function A() {}", "class A { v = 1 }", "new A().v"),
  unsound("twice in one cell is a mistake", "const x = 1; const x = 2"),
  unsound("so are a let and a function of one name", "let f = 1; function f() {}"),
  unsound("and an import and a const", 'import { tensor } from "gradbook"; const tensor = 1'),
  sound("vars may be declared twice", "var v = 1; var v = 2", "v"),
  sound("parameters shadow", "const x = 1", "const f = (x: string) => x.length; f('a') + x"),
  sound("blocks shadow", "const x = 1", "{ const x = 'a'; x.length } x.toFixed()"),

  // Values and types
  sound(
    "a type of a cell above",
    "interface P { v: number }\ntype Q = P['v']",
    "const p: P = { v: 1 }; const q: Q = p.v; q",
  ),
  sound("a type hides no value", "const A = 1", "type A = string", "A + 1"),
  sound("a cell's own type hides no value above", "const A = 1", "type A = string; A + 1"),
  sound("a value hides no type", "interface A { v: number }", "const A = 1", "const a: A = { v: A }; a.v"),
  sound("a cell's own value hides no type above", "interface A { v: number }", "const A: A = { v: 1 }; A.v"),
  sound("a let hides no type", "type A = number", "let A: A = 1; A = 2", "A = 3; const other: A = A; other"),
  unsound("a type is no value", "type T = string", "T"),
  unsound("nor is an interface", "interface T { v: number }", "new T()"),
  sound("a class is both", "class C { v = 1 }", "const c: C = new C(); c.v"),
  sound(
    "generic classes keep their parameters",
    "class Box<T> { constructor(readonly v: T) {} }",
    "const b: Box<number> = new Box(1); b.v.toFixed()",
  ),
  sound("imports of types", 'import type { Tensor } from "gradbook"', "const f = (t: Tensor) => t; typeof f"),
  sound(
    "a type among imported values",
    'import { tensor, type Tensor } from "gradbook"',
    "const t: Tensor = tensor([1]); t !== null",
  ),

  // Imports
  sound("an import is seen below", 'import { tensor as make } from "gradbook"', "make([1]) !== null"),
  sound("the whole of a module", 'import * as torch from "gradbook"', "torch.tensor([1]) !== null"),
  sound(
    "a module of Node's",
    'import fs, { existsSync } from "node:fs"; import * as path from "path"',
    "existsSync(path.join('.')) === fs.existsSync('.')",
  ),
  sound("an import after code", 'const a = 1;\nimport { tensor } from "gradbook";\na; tensor([1]);'),
  sound("a dynamic import", 'const { tensor } = await import("gradbook")', "tensor([1]) !== null"),
  unsound("a name that the engine does not export", 'import { tensro } from "gradbook"; tensro([1])'),
  unsound("a package that is not there", 'import x from "no-such-package"; x'),
  unsound("a file that is not there", 'import x from "./no-such-file.ts"; x'),
  unsound("require", 'import fs = require("node:fs")'),
  unsound("a re-export", 'export { tensor } from "gradbook"'),
  unsound("an export assignment of CommonJS", "export = 1"),

  // What a module may do
  sound("top-level await", "const v = await Promise.resolve(2); for await (const x of [v]) x", "v.toFixed()"),
  unsound("no top-level return", "return 1"),
  unsound("no top-level yield", "yield 1"),
  unsound("no break outside a loop", "break"),
  unsound("no arguments at the top", "arguments.length"),
  unsound("no delete of a name", "const a = 1; delete a"),
  unsound("no with", "with (Math) { cos(0) }"),
  unsound("no octal literals", "const a = 010"),
  unsound("no undeclared assignment", "undeclared = 1"),
  unsound("a const needs its value", "const a"),
  unsound("an assignment to what is no variable", "1 = 2"),
  sound("the place of the notebook", "import.meta.url.length + import.meta.dirname.length"),
  sound("a line for the shell", "#!/usr/bin/env node\n3"),
  sound(
    "decorators",
    "function seen(_: unknown, { name }: ClassMethodDecoratorContext) { void name }\nclass D { @seen m() { return 1 } }",
    "new D().m()",
  ),

  // Broken cells
  {
    title: "a cell below one that does not parse",
    cells: ["const a = ;", "1 + 1"],
    sound: true,
    broken: [0],
  },
  {
    title: "a cell below one that lacks a bracket",
    cells: ["const a = 1", "function f( {", "a + 1"],
    sound: true,
    broken: [1],
  },
  {
    title: "a cell below one with an unclosed text",
    cells: ["const a = 1", "const s = `open", "a + 1"],
    sound: true,
    broken: [1],
  },

  // What the kernel gives
  sound("console", "[console.log, console.table, console.group, console.time].length"),
  sound(
    "timers",
    "const t = setTimeout(() => undefined, 1); clearTimeout(t); await new Promise((done) => setTimeout(done, 1))",
  ),
  sound(
    "clocks and the process",
    "performance.now() + process.hrtime()[0] + process.memoryUsage().heapUsed; process.env.HOME",
  ),
  sound(
    "URLs and text",
    "new URL('http://a/b').pathname + new TextDecoder().decode(new TextEncoder().encode('a'))",
  ),
  sound("buffers", "Buffer.from('a').toString('base64')"),
  sound("copies and aborting", "structuredClone({ a: 1 }).a; new AbortController().signal.aborted"),
  sound("collections of today", "[3, 1].toSorted().at(-1); new Map([[1, 2]]).size; 'a'.isWellFormed()"),
  unsound("no document", "document.title"),
  unsound("no window", "window.innerWidth"),

  // Mistakes with values
  unsound("a method that is not there", "const a = [1]", "a.lenght()"),
  unsound("a call of what is no function", "const a = 1", "a()"),
  unsound("new of what is no class", "const f = () => 1", "new f()"),
  unsound("a private name from outside", "class C { #v = 1; get() { return this.#v } }", "new C().#v"),
  unsound("null is no object", "const a = null", "a.b"),
  sound(
    "null that a cell above has ruled out",
    "const a = [1].find((v) => v > 0);\nif (a === undefined) throw new Error();",
    "a.toFixed()",
  ),
  sound("a variable that a cell above has filled", "let a: number | null = null; a = 1;", "a.toFixed()"),
  sound("a variable without a type", "let a; a = 1", "a + 1"),
  sound("a list that starts empty", "const list = []; list.push(1)", "list.map((v) => v + 1)"),
];
