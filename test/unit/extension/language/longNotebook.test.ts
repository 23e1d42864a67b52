import { strict as assert } from "node:assert";
import { longNotebook } from "../../../bench/harness/longNotebook.ts";
import { LanguageNotebook } from "./languageNotebook.ts";

/** Indices of the cells that a change may have touched. */
function touched(notebook: LanguageNotebook, change: () => void): number[] {
  const stamps = (): Map<string, number> =>
    new Map(notebook.ask("stamps", { cell: notebook.id(0) }).map(({ cell, stamp }) => [cell, stamp]));
  const before = stamps();
  change();
  return [...stamps()].flatMap(([cell, stamp], i) => (before.get(cell) === stamp ? [] : [i]));
}

describe("In a long notebook", function () {
  this.timeout(120_000);

  it("types flow through a thousand cells that stand on each other", () => {
    const texts = longNotebook(1000);
    const notebook = new LanguageNotebook([...texts, "const wrong: string = a999; n999.toFixed(); f3(a7)"]);
    const [fault, ...others] = notebook.diagnostics(1000);
    assert.match(fault?.message ?? "", /Type 'Tensor' is not assignable to type 'string'/);
    assert.deepEqual(
      others.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("completion needs no inference where a name is typed, and survives where it does", () => {
    const texts = [...longNotebook(400), "n", "f399(a399).su", "f399(n", "[a0, f399(a399)].map((v) => v.su"];
    const notebook = new LanguageNotebook(texts);
    for (const [cell, name] of [
      [400, "n399"],
      [401, "sum"],
      [402, "n399"],
      [403, "sum"],
    ] as const) {
      const at = { cell: notebook.id(cell), offset: notebook.text(cell).length };
      assert.ok(
        notebook.ask("completions", at).entries.some((entry) => entry.name === name),
        texts[cell],
      );
    }
  });

  it("a change touches the cells that use what it changes, directly or through others, and no other", () => {
    const texts = ["const a = 1;", "const b = a;", "const c = 1;", "b + c", "c", "const d = 4"];
    const notebook = new LanguageNotebook(texts);
    const edit = (cell: number, text: string) =>
      touched(notebook, () => notebook.notebooks.setText(notebook.id(cell), text));
    assert.deepEqual(edit(5, "const d = 45"), [5]);
    assert.deepEqual(edit(0, "const a = 12;"), [0, 1, 3]);
    assert.deepEqual(edit(0, "const a = 12; const fresh = 1"), [0, 1, 3]);
    // Another cell's `c` now stands between.
    assert.deepEqual(edit(3, "b + c; const c = 2"), [3, 4]);
    assert.deepEqual(edit(4, "c;"), [4]);
  });

  it("a cell is touched that moves past what it uses", () => {
    const notebook = new LanguageNotebook([]);
    const cells = (...texts: string[]): void => {
      const named = texts.map((text) => ({ id: text, text }));
      notebook.notebooks.update({ notebook: "note", folder: "/", cells: named });
    };
    const faults = (cell: string): number =>
      notebook.ask("diagnostics", { cell }).filter(({ severity }) => severity === "error").length;
    cells("const a = 1", "a");
    assert.equal(faults("a"), 0);
    cells("a", "const a = 1");
    assert.equal(faults("a"), 1);
    cells("const a = 1", "a");
    assert.equal(faults("a"), 0);
  });

  it("what cells in between make sure of is followed, though nothing is imported from them", () => {
    const texts = ["let a: number | null = null;", "a = 1;", "a.toFixed()"];
    const notebook = new LanguageNotebook(texts);
    assert.deepEqual(notebook.marks(), []);
    notebook.notebooks.setText(notebook.id(1), "1;");
    assert.match(notebook.marks().join(), /possibly 'null'/);
  });

  it("names that a cell does not mention yet are completed, with their types and comments", () => {
    const notebook = new LanguageNotebook([
      'import { nn } from "gradbook";\n/** How fast to learn. */\nconst rate = 0.1;\ninterface Options { rate: number }',
      "const model = new nn.Linear(2, 1); class Point { x = 1 }\nfunction half(v: number) { return v / 2 }",
      "ra; const o: Op = null; const URL = (later: number) => later; ",
      "UR; const rate2 = (URL: string) => { UR }",
    ]);
    const complete = (cell: number, part: string, nth = 0) => {
      const at = notebook.at(cell, part, nth);
      const asked = { ...at, offset: at.offset + 2 };
      const { entries } = notebook.ask("completions", asked);
      const kinds = new Map(entries.map(({ name, kind }) => [name, kind]));
      return { asked, kinds, entries };
    };
    const values = complete(2, "ra");
    assert.deepEqual(
      ["rate", "model", "Point", "half", "nn", "Options"].map((name) => values.kinds.get(name)),
      ["const", "const", "class", "function", "module", undefined],
    );
    const details = notebook.ask("completionDetails", { ...values.asked, name: "rate" });
    assert.deepEqual(details, { detail: "const rate: 0.1", documentation: "How fast to learn.", edits: [] });
    assert.match(
      notebook.ask("completionDetails", { ...values.asked, name: "nn" })?.detail ?? "",
      /^namespace nn$/,
    );
    const types = complete(2, "Op");
    assert.deepEqual(
      ["rate", "Options", "Point"].map((name) => types.kinds.get(name)),
      [undefined, "type", "class"],
    );
    // A cell above hides what is global; a parameter hides both.
    const hiding = complete(3, "UR");
    assert.equal(hiding.entries.filter(({ name }) => name === "URL").length, 1);
    assert.match(
      notebook.ask("completionDetails", { ...hiding.asked, name: "URL" })?.detail ?? "",
      /^const URL: \(later: number\) => number/,
    );
    const parameter = complete(3, "UR", 2);
    assert.match(
      notebook.ask("completionDetails", { ...parameter.asked, name: "URL" })?.detail ?? "",
      /\(parameter\) URL: string/,
    );
  });

  it("a misspelt name is told from all names above, and mended", () => {
    const notebook = new LanguageNotebook(["const learningRate = 0.1;", "1;", "learnigRate * 2"]);
    assert.deepEqual(notebook.marks(), [
      "2: learnigRate: 2552 Cannot find name 'learnigRate'. Did you mean 'learningRate'?",
    ]);
    const [fix] = notebook.ask("fixes", {
      cell: notebook.id(2),
      span: { start: 0, length: 11 },
      code: 2552,
    });
    assert.equal(fix?.title, "Change spelling to 'learningRate'");
    assert.deepEqual(
      fix.edits.map(({ text }) => text),
      ["learningRate"],
    );
  });
});
