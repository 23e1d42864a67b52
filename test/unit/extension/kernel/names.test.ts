import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import "../../../../extension/kernel/node/checkScript.ts";
import { answerTransform } from "../../../../extension/kernel/transform/answerTransform.ts";
import { valueReferences } from "../../../../extension/kernel/transform/references.ts";
import { parseText } from "../../../../extension/kernel/transform/syntax/parse.ts";
import { visitAll } from "../../../../extension/kernel/transform/syntax/walk.ts";
import type { TransformRequest } from "../../../../extension/kernel/protocol/transformProtocol.ts";

/** Scopes of every kind, names that several things have, and names that nothing has. */
const texts = [
  "enum E { A, B = A, C = E.B } namespace N { export const x = 1; const y = x; y } N.x; E.A",
  "declare global { var added: number; interface W {} } added; undefined; globalThis; function f() { return arguments }",
  "class A extends B { static s = 1; static { A.s } p = q; constructor(private q = 1, r = q) { super(); r } } const B = class C { x = C }; const q = 1",
  "export default foo; function foo() {}",
  "export { a as b, T }; const a = 1; type T = number; b",
  "const o = { a, b: a, [a]: 1, m() { return o } }; ({ a, b: o } = o); let a = 1;",
  'import d, * as ns from "x"; import { a, type T, b as c } from "y"; import type { U } from "z"; d; ns; a; c; b; T; U; ({ a, d })',
  "for (const i of j) { var j = i; } try {} catch ({ message, x = message }) { message } label: for (;;) break label;",
  "function f(a = b, b = c, c = () => a) { var d = c; { let d = a; d } return d } f",
  "interface I {} const I = 1; type X = typeof I; let y: X = I as X; y satisfies X; y!; <X>y;",
  "namespace M { export namespace K { export let v = 1; v } K.v; v } namespace M { K; export class L {} } M; import MK = M.K; MK; MK.v",
  "declare const dd: number; declare function ff(): void; dd; ff(); class Z { @dec(dd) g() {} } function dec(x: any): any { x }",
  "var x = 1; { function x2() { return x } } x2; switch (x) { case 1: let z = 1; default: z } z",
  "const f = function g() { return g }; g; const K = class L { static m = L; #p = 1; has(o) { return #p in o } }; L",
  "function over(a: string): void; function over(a: number): void; function over(a: any) { over }; over",
  "let fn = ({ a: { b } = d, c = b }, ...r) => [b, c, r, d]; let d = fn",
  "export const e1 = 1; export function e2() { e1; e2 } export enum e4 { Q } e4.Q; export namespace e5 { export const w = e1 } e5; export { e1 as renamed }; renamed",
];

const cells = readdirSync("examples")
  .filter((name) => name.endsWith(".en.grad.md"))
  .flatMap((name) => {
    const text = readFileSync(path.join("examples", name), "utf8");
    return [...text.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, cell = ""]) => cell);
  });

describe("Names of a cell", () => {
  it("refer to what TypeScript's checker says", () => {
    for (const text of [...texts, ...cells]) {
      const parsed = parseText(text);
      const { checker, file } = parsed.checked();
      const same = new Map<number, ts.Identifier>();
      visitAll(file, (node) => {
        if (ts.isIdentifier(node)) same.set(node.end, node);
        return true;
      });
      for (const { id, shorthand } of valueReferences(parsed)) {
        const node = same.get(id.end);
        assert.ok(node);
        const expected = shorthand
          ? checker.getShorthandAssignmentValueSymbol(node.parent)
          : checker.getSymbolAtLocation(node);
        assert.equal(places(parsed.names.valueAt(id)), places(expected), `${id.text} in ${text}`);
      }
    }
  });
});

function places(symbol: ts.Symbol | undefined): string {
  if (!symbol) return "nothing";
  const declarations = symbol.declarations ?? [];
  return (
    declarations.map(({ pos, end, kind }) => `${kind} ${pos}-${end}`).join() || String(symbol.escapedName)
  );
}

const bundle = path.resolve("dist/transform.js");

describe("The bundle that turns cells into JavaScript, with TypeScript's parser alone in it", function () {
  this.timeout(120_000);

  it("does what the whole TypeScript does", async function () {
    if (!existsSync(bundle)) this.skip();
    const built = (await import(pathToFileURL(bundle).href)) as { answerTransform: typeof answerTransform };
    const faults = [
      "let a; let a;",
      "let x = 5 6",
      "for x in y:",
      "def f(x):\n  return x",
      "const x: = 1",
      "`${`",
      "/(/",
      "import a = require('x')",
      "export * from 'x'",
      "class A { constructor(public x: number) {} }",
      "using x = y; await using z = w",
    ];
    for (const text of [...texts, ...cells, ...faults]) {
      const above = [{ cell: "z", names: ["x", "model"] }];
      const questions: TransformRequest[] = [
        { type: "cell", text, url: "u", above, debugged: false },
        { type: "cell", text, url: "u", above, debugged: true },
        { type: "module", text, url: "a.ts", references: true },
        { type: "module", text, url: "a.js", references: false },
      ];
      for (const question of questions) {
        const message = { id: 1, question, language: "en" };
        assert.deepEqual(built.answerTransform(message), answerTransform(message), text);
      }
    }
  });
});
