import assert from "node:assert/strict";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformCell } from "../../../../extension/kernel/transform/transformCell.ts";
import ts from "typescript";
import { eraseTypes } from "../../../../extension/kernel/transform/eraseTypes.ts";
import { parseText } from "../../../../extension/kernel/transform/syntax/parse.ts";
import { TextEdits } from "../../../../extension/kernel/transform/syntax/textEdits.ts";
import { transformModule } from "../../../../extension/kernel/transform/transformModule.ts";
import "../../../../extension/kernel/node/checkScript.ts";
import { sourcePosition } from "../../../../extension/kernel/transform/syntax/sourceMap.ts";

const folder = "test/fixtures/transform";
const above = [
  { cell: "first", names: ["total", "add", "hidden"] },
  { cell: "second", names: ["rate", "hidden"] },
];

describe("A cell becomes the JavaScript of the golden file:", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".cell"))) {
    it(path.basename(file, ".cell"), () => {
      const { code, names, imports, uses } = transformCell(
        readFileSync(path.join(folder, file), "utf8"),
        "cell",
        above,
      );
      const facts = {
        names: names.map(({ name, kind, live }) => `${live ? "live " : ""}${kind} ${name}`),
        imports,
        uses,
      };
      const actual = `${code}\n/* ${JSON.stringify(facts, null, 2)} */\n`;
      const golden = path.join(folder, file.replace(/\.cell$/, ".js"));
      // To accept what a change of the transform does, delete the golden file, run, and read what is written.
      if (!existsSync(golden)) writeFileSync(golden, actual);
      assert.equal(actual, readFileSync(golden, "utf8"));
    });
  }
});

describe("A cell that is to be debugged", () => {
  const code = (text: string): string => transformCell(text, "cell", above, true).code;

  it("is JavaScript too, whatever it is made of", () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".cell")))
      assert.ok(code(readFileSync(path.join(folder, file), "utf8")).length > 0);
  });

  it("has its loops as they are, and guards in the expressions of its statements only", () => {
    const looks = "$flag[0]===0||!$check()";
    const text = code(
      "for (let i = 0; i < 3; i++) total += i;\nwhile (true) { }\nfor (;;) break;\ndo { } while (isAnyLeft())",
    );
    assert.ok(text.includes(`(${looks}?(i < 3):0); i++)`), text);
    assert.ok(text.includes(`void(${looks}?($c0.total += i):0);`), text);
    assert.ok(text.includes(`while ((${looks}?(true):0)) { }`), text);
    assert.ok(text.includes(`for (;${looks};)`), text);
    assert.ok(text.includes(`while ((${looks}?((0, $late.isAnyLeft)()):0))`), text);
  });

  it("needs no semicolons", () => {
    const text = code("let a = 1\nadd(a)\na++\nif (a) add(2)\nelse add(3)\n;[a].map(add)\na");
    assert.equal(text.match(/\bvoid\(/g)?.length, 5, text);
    assert.match(text, /:0\)\nvoid/);
  });

  it("keeps the names of functions, and directives", () => {
    const text = code(
      "const f = () => { 'use strict'; };\nconst g = (class { });\nlet h = async function () { };",
    );
    assert.match(text, /const f = \(\) => \{\s+'use strict';\s+\}/);
    assert.match(text, /const g = \(class \{\s*\}\)/);
    assert.match(text, /let h = async function \(\)/);
  });

  it("asks in each round of a loop that waits whether the cell has been given up", () => {
    const text = code("for await (const x of xs) console.log(x);\nwhile (true) await f();");
    assert.ok(text.includes("void(!$check()?(console.log(x)):0)"), text);
    assert.ok(text.includes("while (($flag[0]===0||!$check()?(true):0)) void(!$check()"), text);
  });
});

describe("A cell's types go without a trace, and what they kept apart stays apart:", () => {
  const table: [text: string, code: string][] = [
    ["let a = b as T\n(c)", "let a = b     ;\n(c)"],
    ["x as any as T\n`t`", "x            ;\n`t`"],
    ["class C { a = x as T\n['b'] = 1 }", "class C { a = x     ;\n['b'] = 1 }"],
    ["class C {\n a = 1\n public *b() {} }", "class C {\n a = 1\n ;      *b() {} }"],
    ["a\ninterface I {}\n(b)", "a\n;\n(b)"],
    ["f(1)\nfunction f(): void\nfunction f(x?: any) {}", "f(1)\n;\nfunction f(x      ) {}"],
    ["a ?? b as T && c", "a ?? (b      && c)"],
    ["-a as any ** 2", "(-a)        ** 2"],
    ["1 + 1 as any / 2", "(1 + 1)        / 2"],
    ["const f = () => <T>{ a: 1 }", "const f = () => ({ a: 1 })"],
    ["function f() { return <T>\na }", "function f() { return (\na) }"],
    ["const f = async <\nT\n>(x: T) => x", "const f = async (\n\nx   ) => x"],
    ["const f = (a: A\n):\nB => a", "const f = (a   \n\n) => a"],
    ["function f(this: A, a?: B) {}", "function f(         a    ) {}"],
    ["new A<B>(c!).d!.e<F>()", "new A   (c ).d .e   ()"],
    ["class A<T>extends B {}", "class A extends B {}"],
    ["abstract class A<T> extends B<T> implements C {}", "         class A    extends B              {}"],
  ];
  for (const [text, code] of table) {
    it(JSON.stringify(text), () => {
      const { file } = parseText(text);
      const edits = new TextEdits(text);
      const { complete, parenthesize } = eraseTypes(file, edits);
      parenthesize();
      assert.ok(complete);
      assert.equal(squeezed(edits.applyTypes().text), squeezed(code));
    });
  }

  it("in every file of the kernel as TypeScript does it", () => {
    const files = readdirSync("extension/kernel", { recursive: true, encoding: "utf8" });
    for (const name of files.filter((file) => file.endsWith(".ts"))) {
      const text = readFileSync(path.join("extension/kernel", name), "utf8");
      const edits = new TextEdits(text);
      eraseTypes(parseText(text).file, edits).parenthesize();
      assert.equal(bare(edits.applyTypes().text), bare(text), name);
    }
  });

  const squeezed = (text: string): string => text.replaceAll(/ +(?=\W|$)/gm, "");

  /** What TypeScript makes of a text, without what stands for types only. */
  const bare = (text: string): string => {
    const compilerOptions = {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
    };
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { ...compilerOptions, removeComments: true },
    });
    return outputText.replaceAll(/[\s;()]/g, "");
  };
});

describe("The source map of a cell", () => {
  const text = [
    'import { tensor } from "gradbook";',
    "enum E { A }",
    "const f = (x: number) => {",
    "  for (let i = 0; i < 3; i++) { total += here(x) }",
    "};",
    "await add(there(f))",
  ].join("\n");
  const { code, map } = transformCell(text, "cell", above);
  const trace = new TraceMap(map);

  for (const word of ["E", "here", "there", "total", "const f"]) {
    it(`leads from ${word} in the code to ${word} in the cell`, () => {
      // What the transform adds comes before the first line of the cell.
      const body = code.indexOf("\n");
      const at = code.indexOf(word, body);
      const before = code.slice(0, at).split("\n");
      const position = sourcePosition(trace, before.length - 1, before.at(-1)?.length ?? 0);
      const expected = text.slice(0, text.indexOf(word, 35)).split("\n");
      assert.deepEqual(position, { line: expected.length - 1, column: expected.at(-1)?.length });
    });
  }

  it("keeps every line of the cell on its own line of the edited text", () => {
    const lines = new Set(
      decodedMappings(trace).flatMap((line) => line.map(([, , sourceLine]) => sourceLine)),
    );
    assert.deepEqual([...lines].sort(), [0, 1, 2, 3, 4, 5]);
  });

  it("quotes the cell", () => assert.deepEqual(map.sourcesContent, [text]));
});

describe("A relative module", () => {
  it("in TypeScript loses its types and gets guards", () => {
    const { code } = transformModule("export function f(x: number) { for (;;) x++ }", "file:///m.ts");
    assert.match(code, /export function f\(x\)/);
    assert.match(code, /\$gradbookFlag\[0\]!==0/);
  });
  it("in TypeScript is not asked for what it imports as types only", () => {
    const { code } = transformModule('import { T } from "./t.ts"; export const x: T = 1', "file:///m.ts");
    assert.doesNotMatch(code, /import/);
  });
  it("in TypeScript keeps of its imports and exports what has a value", () => {
    const table: [text: string, code: string][] = [
      [
        "import a, { b, type C, D } from 'm'; export const x: D = b",
        "import { b } from 'm'; export const x = b",
      ],
      ["import a, * as b from 'm'; a; let x: b.T", "import a from 'm'; a; let x"],
      ["import a, * as b from 'm'; b", "import * as b from 'm'; b"],
      ["import 'm'; import type T from 'n'; import U from 'o'", "import 'm'; ; ;"],
      [
        "import { a as b, c } from 'm'; export { b }; export { type c }",
        "import { a as b } from 'm'; export { b }; ;",
      ],
      [
        "interface I {} const v = 1; export { I, v as w }; export type { I as J }",
        "; const v = 1; export { v as w }; ;",
      ],
      ["export { type A, b } from 'm'; export * from 'n'", "export { b } from 'm'; export * from 'n'"],
    ];
    for (const [text, code] of table) assert.equal(transformModule(text, "file:///m.ts").code.trim(), code);
  });
  it("in JavaScript keeps its lines and its first line's #!", () => {
    const { code, map } = transformModule("#!/usr/bin/env node\nwhile (true) {\n}\n", "file:///m.js");
    assert.equal(map, null);
    assert.equal(code.split("\n").length, 4);
    assert.match(code, /^#!\/usr\/bin\/env node\n?/);
    assert.match(code, /for\(;;\)\{let \$gradbookCount=0/);
  });
  it("in JavaScript that does not parse is left to Node", () => {
    assert.equal(transformModule("let = ;", "file:///m.js").code, "let = ;");
  });
  it("in TypeScript that does not parse is refused with its line", () => {
    assert.throws(() => transformModule("\nlet x = ;", "file:///m.ts"), {
      name: "SyntaxError",
      line: 2,
      column: 9,
    });
  });
});
