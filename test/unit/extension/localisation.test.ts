import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const json = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;

/** What the sources hand to `vscode.l10n.t`, and where a call hands over something that is no literal. */
function messages(): { texts: Set<string>; unreadable: string[] } {
  const texts = new Set<string>();
  const unreadable: string[] = [];
  for (const name of readdirSync("extension", { recursive: true, encoding: "utf8" })) {
    const file = path.join("extension", name);
    if (!file.endsWith(".ts")) continue;
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /^(?:vscode\.)?l10n\.t$/.test(node.expression.getText())) {
        const [text] = node.arguments;
        if (text && ts.isStringLiteralLike(text)) texts.add(text.text);
        else unreadable.push(`${file}: ${node.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { texts, unreadable };
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}|\]\(command:[\w.]+\)/g)].map(String).sort();

function assertTranslated(english: Record<string, string>, chinese: Record<string, string>): void {
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    assert.match(chinese[key], /\p{Script=Han}/u, key);
    assert.deepEqual(placeholders(chinese[key]), placeholders(text), key);
  }
}

describe("Texts of the extension", () => {
  it("are all in the bundle, and the bundle holds no others", () => {
    const { texts, unreadable } = messages();
    assert.deepEqual(unreadable, []);
    assert.ok(texts.size > 10);
    const bundle = json("l10n/bundle.l10n.json");
    assert.deepEqual(Object.keys(bundle).sort(), [...texts].sort());
    for (const [key, text] of Object.entries(bundle)) assert.equal(text, key);
  });

  it("have their Chinese", () => {
    assertTranslated(json("l10n/bundle.l10n.json"), json("l10n/bundle.l10n.zh-cn.json"));
  });
});

describe("Texts of the manifest", () => {
  it("are the ones that package.json refers to", () => {
    const references = readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g);
    const keys = new Set([...references].map((match) => match[1]));
    assert.deepEqual(Object.keys(json("package.nls.json")).sort(), [...keys].sort());
  });

  it("have their Chinese", () => {
    assertTranslated(json("package.nls.json"), json("package.nls.zh-cn.json"));
  });
});

describe("What Chinese readers are told", () => {
  it("addresses them as 您 everywhere: in the editor, in errors, in the docs, in the courses, on the site", () => {
    const rooms = ["extension", "engine", "renderer", "scripts/site", "docs", "examples", "l10n", "media"];
    const files = [
      ...["README.zh-CN.md", "package.nls.zh-cn.json"],
      ...rooms.flatMap((room) =>
        readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => path.join(room, name)),
      ),
    ].filter((file) => /\.(?:ts|mjs|js|json|md|svg|html)$/.test(file));
    const texts = files.map((file) => ({ file, text: readFileSync(file, "utf8") }));
    const saying = (word: string): string[] =>
      texts.flatMap(({ file, text }) => (text.includes(word) ? [file] : []));
    assert.ok(saying("您").length > 12, saying("您").join(", "));
    assert.deepEqual(saying("你"), []);
  });
});
