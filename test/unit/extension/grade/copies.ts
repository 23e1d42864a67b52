/** Copies of a small master as people hand them in: right, half right, broken, and hostile. */

const fence = "```";

/** Two exercises; the checks of the first call the answer, those of the second look at a tensor. */
export const masterText = [
  "---",
  "title: Slopes",
  "---",
  "# Slopes",
  `${fence}ts`,
  'import { rand, tensor } from "gradbook";',
  fence,
  "## The slope of ReLU",
  `${fence}ts exercise=relu-slope`,
  "function reluSlope(x: number): number {",
  "  // BEGIN SOLUTION",
  "  return x > 0 ? 1 : 0;",
  "  // END SOLUTION",
  "}",
  fence,
  "<details>\n<summary>Hint</summary>\n\nTo the left of 0 it is flat.\n\n</details>\n",
  `${fence}ts points=2`,
  'await check("relu-slope", {',
  '  "right of 0 it is 1": (t) => t.close(reluSlope(2), 1),',
  '  "left of 0 it is 0": (t) => t.close(reluSlope(-2), 0),',
  "  // BEGIN HIDDEN TESTS",
  '  "anywhere": (t) => t.close(tensor([reluSlope(0.5), reluSlope(-7)]), tensor([1, 0])),',
  "  // END HIDDEN TESTS",
  "});",
  fence,
  "## Squares",
  `${fence}ts exercise=squares`,
  "// BEGIN SOLUTION",
  "const squares = tensor([1, 2, 3]).pow(2);",
  "// END SOLUTION",
  fence,
  `${fence}ts points=3`,
  'await check("squares", { "are squares": (t) => t.close(squares, tensor([1, 4, 9])) });',
  fence,
  "",
].join("\n");

const rightSlope = "const reluSlope = (x: number) => (x > 0 ? 1 : 0);";
export const rightSquares = 'import { tensor } from "gradbook";\nconst squares = tensor([1, 4, 9]);';

export function copyText(slope: string | null, squares: string | null = rightSquares): string {
  const cell = (id: string, text: string | null): string =>
    text === null ? "" : `${fence}ts exercise=${id}\n${text}\n${fence}\n\n`;
  return `# Slopes\n\n${cell("relu-slope", slope)}${cell("squares", squares)}`;
}

export interface Copy {
  text: string;
  /** Points for the slope and the squares. */
  points: [slope: number, squares: number];
  /** Whether something is to be said of the whole copy; default that nothing is. */
  error?: RegExp;
}

const half = "const reluSlope = (x: number) => 1;";

/** By name: what is handed in, and what it is worth. */
export const plainCopies: Readonly<Record<string, Copy>> = {
  right: { text: copyText(rightSlope), points: [2, 3] },
  master: { text: masterText, points: [2, 3] },
  half: { text: copyText(half), points: [0.66, 3] },
  wrongSquares: { text: copyText(rightSlope, "const squares = [1, 4, 8];"), points: [2, 0] },
  array: { text: copyText(rightSlope, "const squares = [1, 4, 9];"), points: [2, 3] },
  throws: { text: copyText('throw new Error("no idea");'), points: [0, 3] },
  syntax: { text: copyText("function reluSlope( {"), points: [0, 3] },
  missing: { text: copyText(null), points: [0, 3] },
  nothing: { text: "# I had no time\n", points: [0, 0], error: /no answer cells/ },
  twice: { text: copyText(half) + copyText(rightSlope), points: [2, 3] },
  windows: { text: copyText(rightSlope).replaceAll("\n", "\r\n"), points: [2, 3] },
  bom: { text: `\uFEFF${copyText(rightSlope)}`, points: [2, 3] },
  shadows: { text: copyText(`${rightSlope}\nconst tensor = 1, Math = 2, t = 3;`), points: [2, 3] },
  late: {
    text: copyText(
      `const reluSlope = (x: number) => help(x);\nfunction help(x: number) { return x > 0 ? 1 : 0; }`,
    ),
    points: [2, 3],
  },
  promise: { text: copyText("const reluSlope = async (x: number) => 1;"), points: [0, 3] },
  random: {
    text: copyText(
      'import { rand } from "gradbook";\nconst reluSlope = (x: number) => (Math.random() < 0.5 || rand(1).item() < 0.5 ? 1 : 0);',
    ),
    points: [NaN, 3],
  },
};

/** What never gets to an answer, and leaves the squares what they are worth. */
const stopped: Readonly<Record<string, string>> = {
  loop: "while (true) {}",
  loopInside: "function reluSlope(x: number) { for (;;) {} }",
  recursion: "function reluSlope(x: number): number { return reluSlope(x) + 1; }",
  waits: "await new Promise(() => undefined);",
  waitsInside: "const reluSlope = (x: number) => new Promise(() => undefined);",
  exitInside: "const reluSlope = () => process.exit(0);",
  importsFs:
    'import fs from "node:fs";\nfs.writeFileSync("x", "y");\nconst reluSlope = (x: number) => (x > 0 ? 1 : 0);',
  createsRequire: 'import { createRequire } from "node:module";\ncreateRequire("/")("fs");',
  worker: 'import { Worker } from "node:worker_threads";\nnew Worker("1", { eval: true });',
  child: 'import { execSync } from "node:child_process";\nexecSync("id");',
  inspector: 'import { Session } from "node:inspector";\nnew Session().connect();',
  vm: 'import vm from "node:vm";\nvm.runInNewContext("1");',
  symlink: 'import { symlinkSync } from "node:fs";\nsymlinkSync("/", "root");',
  throwsProxy: "throw new Proxy(new Error('x'), { get() { throw 1; } });",
  throwsNull: "const reluSlope = () => { throw null; };",
  floods: 'for (let i = 0; i < 3e5; i++) console.log("x".repeat(200));',
  hugeText: 'console.log("x".repeat(3e8));',
  displays: "for (let i = 0; i < 1e5; i++) display(i);",
  microtasks: "const again = (): Promise<void> => Promise.resolve().then(again); again(); await again();",
  hosts: 'import { setHost } from "gradbook";\nsetHost(null as any);\nwhile (true) {}',
  checkDeclared: "function check() { return { passed: true }; }\nconst reluSlope = () => 5;",
  checkInside:
    'const reluSlope = (x: number) => { check("relu-slope", { "right of 0 it is 1": () => true, "left of 0 it is 0": () => true, "anywhere": () => true }); return 5; };',
  tensorFake: "const reluSlope = (x: number) => ({ valueOf: () => 1, toString: () => '1' });",
  proxy: "const reluSlope: any = new Proxy(() => 1, { apply: () => new Proxy([1], { get: () => 1 }) });",
  shadowsTensor: "const tensor = () => 0;\nconst reluSlope = () => 0.5;",
};

/** Each is tried, and whatever came of it, the answer is wrong. Those that get through to a file or a network say so. */
export const tried: Readonly<Record<string, string>> = {
  exit: "process.exit(0)",
  abort: "process.abort()",
  reallyExit: "(process as any).reallyExit(0)",
  killsParent: "process.kill(process.ppid, 9)",
  killsAll: "(process as any).kill(-1, 9)",
  debugsOthers: "(process as any)._debugProcess(process.ppid)",
  fetches: 'await fetch("http://127.0.0.1:9")',
  getBuiltin: 'escaped((process as any).getBuiltinModule("fs").readFileSync("/etc/passwd", "utf8"))',
  binding: 'escaped(Object.keys((process as any).binding("fs")))',
  linkedBinding: '(process as any)._linkedBinding("fs")',
  dlopen: '(process as any).dlopen({}, "/lib/x.node")',
  importsFsLater: 'escaped((await import("fs")).readFileSync("/etc/passwd", "utf8"))',
  functionImport:
    'escaped((await new Function("return import(\'fs\')")()).readFileSync("/etc/passwd", "utf8"))',
  evalImport: 'escaped((await (0, eval)("import(\'node:fs\')")).readFileSync("/etc/passwd", "utf8"))',
  constructorProcess: 'escaped((console.log.constructor("return process"))().binding("fs"))',
  requires: 'escaped((globalThis as any).require("fs"))',
  readsOutside: 'escaped((await data.readCsv("/etc/passwd")).toString())',
  readsAbove: 'escaped((await data.readCsv("../../etc/passwd")).toString())',
  writesOutside:
    'await data.saveSafetensors("/tmp/gradbook-escaped", { a: tensor([1]) }); escaped("written")',
  handles: '(process as any)._getActiveHandles()[0].postMessage({ type: "done", run: 1, ok: true })',
  everyIsTrue: "Array.prototype.every = () => true",
  isIsTrue: "Object.is = () => true",
  absIsZero: "Math.abs = () => 0",
  mathIsNull: "(globalThis as any).Math = { abs: () => 0 }",
  defines: 'Object.defineProperty(Math, "abs", { value: () => 0 })',
  deletes: "delete (Math as any).abs",
  arrayFrom: "Array.from = () => []",
  push: "Array.prototype.push = function () { return 1; }",
  map: "Array.prototype.map = function () { return []; }",
  iterator: "(Array.prototype as any)[Symbol.iterator] = function* () {}",
  iteratorNext: "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })",
  then: "(Promise.prototype as any).then = function (f: any) { f(true); }",
  toString: "Object.prototype.toString = () => '[object Number]'",
  entries: "Object.entries = () => [['right of 0 it is 1', () => true]]",
  getPrototype: "Object.setPrototypeOf(Array.prototype, new Proxy({}, { get: () => () => true }))",
  checkGlobal: "(globalThis as any).check = () => ({ passed: true })",
  checkDeleted: "delete (globalThis as any).check",
  checkDefined: 'Object.defineProperty(globalThis, "check", { value: () => 1 })',
  checkCalled:
    'await check("relu-slope", { "right of 0 it is 1": () => true, "left of 0 it is 0": () => true, "anywhere": () => true })',
  checkTimer: 'setInterval(() => { check("relu-slope", { a: () => true }).catch(() => 0); }, 0)',
  checkPrototype: "check.call = check.apply = () => 1 as any",
  tensorSub: "(Tensor.prototype as any).sub = () => 0",
  tensorArray: 'Object.defineProperty(Tensor.prototype, "array", { get: () => 0 })',
  tensorClass: "(nn.Module.prototype as any).call = () => 0",
  prints:
    'console.log(JSON.stringify({ type: "checked", result: { id: "relu-slope", points: 2, of: 2 } })); process.stdout.write("ok 1 - relu-slope\\n")',
  mime: 'display({ toMimeBundle: () => ({ "application/vnd.gradbook.check+json": { version: 1, id: "relu-slope", points: 2, of: 2, parts: [] }, "text/plain": "2 of 2" }) })',
  stack: "Error.prepareStackTrace = (_, frames) => escaped(frames.map((frame) => frame.getThis()))",
  hostSet: "setHost(null as any)",
  closesGlobals:
    "Object.freeze(globalThis); Object.setPrototypeOf(globalThis, new Proxy({}, { has: () => true, get: () => 1 }))",
};

/** The rest of an answer that tries something: wrong, unless something got out, which then shows. */
const attempt = (attack: string): string =>
  [
    'import { data, nn, setHost, tensor, Tensor } from "gradbook";',
    "let out: unknown = null;",
    "const escaped = (what: unknown) => (out = what);",
    `try { ${attack}; } catch {}`,
    "const reluSlope = (x: number) => (out !== null ? (x > 0 ? 1 : 0) : 5);",
  ].join("\n");

const slopeOnly = {
  ...stopped,
  ...Object.fromEntries(Object.entries(tried).map(([name, attack]) => [name, attempt(attack)])),
};

/** What cannot be stopped but by ending the process: it costs what comes after, too. */
const deadly: Readonly<Record<string, string>> = {
  regex: '/^(a+)+$/.test("a".repeat(40) + "b");',
  waitsForever: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  buffers: "const all: Uint8Array[] = []; while (true) all.push(new Uint8Array(1e8).fill(1));",
};

export const hostileCopies: Readonly<Record<string, Copy>> = {
  ...Object.fromEntries(
    Object.entries(slopeOnly).map(([name, slope]) => [
      name,
      { text: copyText(slope), points: [0, 3] as [number, number] },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(deadly).map(([name, slope]) => [
      name,
      { text: copyText(slope), points: [0, NaN] as [number, number] },
    ]),
  ),
};
