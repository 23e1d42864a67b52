import { strict as assert } from "node:assert";
import { LanguageNotebook } from "./languageNotebook.ts";

describe("Names that a cell below declares", function () {
  this.timeout(60_000);
  let notebook: LanguageNotebook;
  before(() => {
    notebook = new LanguageNotebook([
      "function f() { return g(2); }\nconst early = () => { le };",
      "/** One more. */\nfunction g(n: number) { return n + 1; }\nlet level = 1;",
      "const wrong: string = f();",
    ]);
  });

  it("have their types in the functions above", () => {
    assert.deepEqual(notebook.marks().slice(1), [
      "2: wrong: 2322 Type 'number' is not assignable to type 'string'.",
    ]);
    const hover = notebook.ask("hover", notebook.at(0, "g(2)"));
    assert.equal(hover?.code, "function g(n: number): number");
    assert.equal(hover.documentation, "One more.");
  });

  it("are gone to, found and renamed from there", () => {
    const definition = notebook.ask("definition", notebook.at(0, "g(2)"));
    assert.deepEqual(
      definition?.places.map((place) => notebook.show(place)),
      ["1:26:g"],
    );
    const uses = notebook.ask("references", { ...notebook.at(1, "g(n"), declaration: true });
    assert.deepEqual(uses.map((place) => notebook.show(place)).sort(), ["0:22:g", "1:26:g"]);
    const edits = notebook.ask("rename", { ...notebook.at(0, "g(2)"), name: "next" });
    assert.deepEqual(edits.map(({ place, text }) => `${notebook.show(place)} ${text}`).sort(), [
      "0:22:g next",
      "1:26:g next",
    ]);
  });

  it("are completed in functions, after those above; not in the cell's own course", () => {
    const inside = notebook.at(0, "le }");
    const { entries } = notebook.ask("completions", { ...inside, offset: inside.offset + 2 });
    const level = entries.find(({ name }) => name === "level");
    const own = entries.find(({ name }) => name === "f");
    assert.equal(level?.kind, "let");
    assert.ok(own && own.sortText < level.sortText && level.sortText < "15");
    const outside = { cell: notebook.id(0), offset: notebook.text(0).length };
    const there = notebook.ask("completions", outside).entries.map(({ name }) => name);
    assert.deepEqual([there.includes("f"), there.includes("level")], [true, false]);
  });

  it("are told of where a cell uses them in its own course", () => {
    const early = new LanguageNotebook(["const a = later + 1; const o = { later };", "const later = 1;"]);
    assert.deepEqual(
      early
        .diagnostics(0)
        .map(({ start, length, severity, early: name }) => ({ start, length, severity, name })),
      [10, 33].map((start) => ({ start, length: 5, severity: "error", name: "later" })),
    );
    early.cells(["const a = (later: number) => later + 1;", "const later = 1;"]);
    assert.deepEqual(early.marks(), []);
  });

  it("follow edits, moves and deletions of the cells that declare them", () => {
    const moving = new LanguageNotebook(["const f = () => late.length;", "const late = 'a';"]);
    assert.deepEqual(moving.marks(), []);
    moving.notebooks.setText(moving.id(1), "const late = 1;");
    assert.match(moving.marks().join(), /^0: length: 2339/);
    moving.notebooks.setText(moving.id(1), "const other = 1;");
    assert.match(moving.marks().join(), /^0: late: 2304/);
    moving.cells(["const f = () => late.length;"]);
    assert.match(moving.marks().join(), /^0: late: 2304/);
  });

  it("do not hide what is global, before a program is there and after", () => {
    const texts = [
      "const m = () => new Map([[1, 'a']]); let s: Symbol;",
      "class Map { own = 1 } interface Symbol { own: 1 }",
    ];
    const hiding = new LanguageNotebook([...texts, "new Map().own; m().get(1);"]);
    assert.deepEqual(hiding.marks(), []);
    hiding.notebooks.setText(hiding.id(0), "const m = () => new Map([[1, 'b']]);");
    assert.deepEqual(hiding.marks(), []);
  });
});
