import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";
import { tokenTypes } from "../../../../extension/language/tokenNames.ts";
import { edited, LanguageNotebook } from "./languageNotebook.ts";

describe("The language service of cells", function () {
  this.timeout(60_000);
  let notebook: LanguageNotebook;

  describe("over a notebook of the engine", () => {
    before(() => {
      notebook = new LanguageNotebook([
        'import { nn, tensor, type DType } from "gradbook";\n/** The inputs. */\nconst x = tensor([[1, 2]]);\nlet n = 0;',
        "const model = new nn.Linear(2, 3);\nconst y = model(x);\nn = n + 1;",
        "y.shape; x.su; n; relu(y);\nmodel.forward(x)",
        "class Box { width = 1; area() { return this.width ** 2 } }\nfunction half(v: number): number { return v / 2 }",
        "const box = new Box();\nconst { width } = box;\nhalf(width); const o = { half };",
      ]);
    });

    it("completes members with their types and documentation", () => {
      const at = notebook.at(2, "x.su");
      const asked = { ...at, offset: at.offset + 4 };
      const { entries } = notebook.ask("completions", asked);
      assert.ok(entries.some(({ name, kind }) => name === "sum" && kind === "method"));
      const details = notebook.ask("completionDetails", { ...asked, name: "sum" });
      assert.match(details?.detail ?? "", /Tensor\.sum\(/);
      assert.match(details?.documentation ?? "", /sum/i);
    });

    it("completes names of cells above, not of cells below", () => {
      const { entries } = notebook.ask("completions", { ...notebook.at(2, "n; relu"), trigger: "" });
      const names = entries.map(({ name }) => name);
      for (const name of ["x", "n", "model", "y", "nn", "tensor", "Math", "console"]) {
        assert.ok(names.includes(name), name);
      }
      assert.equal(names.includes("box"), false);
      assert.equal(names.includes("half"), false);
    });

    it("completes what the engine exports, and imports it", () => {
      const at = notebook.at(2, "relu");
      const { entries } = notebook.ask("completions", at);
      const entry = entries.find(({ name }) => name === "softmax");
      assert.equal(entry?.importFrom, "gradbook");
      assert.equal(entry.kind, "function");
      const details = notebook.ask("completionDetails", { ...at, name: "softmax", importFrom: "gradbook" });
      assert.match(details?.detail ?? "", /^function softmax\(/);
      assert.equal(
        edited(notebook.text(2), details?.edits ?? []).split("\n")[0],
        'import { softmax } from "gradbook";',
      );
    });

    it("tells what imported names are, by their icons", () => {
      const kindsAt = (cell: number, part: string, length: number): Map<string, string> => {
        const at = notebook.at(cell, part);
        const { entries } = notebook.ask("completions", { ...at, offset: at.offset + length });
        return new Map(entries.map(({ name, kind }) => [name, kind]));
      };
      const scope = kindsAt(4, "half(w", 0);
      assert.deepEqual(
        ["half", "Box", "nn", "model", "n"].map((name) => scope.get(name)),
        ["function", "class", "module", "const", "let"],
      );
      const members = kindsAt(1, "nn.Linear", 3);
      assert.deepEqual([members.get("Linear"), members.get("functional")], ["class", "module"]);
      assert.equal(kindsAt(0, "tensor,", 0).get("relu"), "function");
    });

    it("completes the engine's name in an import", () => {
      const other = new LanguageNotebook(['import { relu } from "gr"'], {
        notebooks: notebook.notebooks,
        name: "other",
      });
      const at = other.at(0, 'gr"');
      const { entries } = other.ask("completions", { ...at, offset: at.offset + 2 });
      assert.equal(entries[0]?.name, "gradbook");
      assert.deepEqual(entries[0].replace, { start: at.offset, length: 2 });
    });

    it("shows the type and doc comment of a name, its own or another cell's", () => {
      const x = notebook.ask("hover", notebook.at(1, "x)"));
      assert.equal(x?.code, "const x: Tensor");
      assert.equal(x.documentation, "The inputs.");
      const n = notebook.ask("hover", notebook.at(1, "n = n"));
      assert.equal(n?.code, "let n: number");
      const tensor = notebook.ask("hover", notebook.at(0, "tensor("));
      assert.match(tensor?.code ?? "", /^function tensor\(/);
      assert.doesNotMatch(tensor?.code ?? "", /alias|import/);
      const linear = notebook.ask("hover", notebook.at(1, "Linear"))?.documentation ?? "";
      assert.match(linear, /x·Wᵀ \+ b/);
      assert.match(linear, /\(…, inFeatures\)/);
      assert.match(linear, /```typescript\n.*new nn\.Linear\(20, 256\)/);
    });

    it("helps with the parameters of a call", () => {
      const at = notebook.at(1, "2, 3)");
      const help = notebook.ask("signatures", { ...at, offset: at.offset + 3 });
      const signature = help?.signatures[help.active];
      assert.match(signature?.label ?? "", /Linear\(/);
      assert.equal(help?.parameter, 1);
      const [start, end] = signature?.parameters[1]?.label ?? [0, 0];
      assert.match(signature?.label.slice(start, end) ?? "", /^outFeatures/);
    });

    it("goes to the cell that declares a name, and to the engine", () => {
      const show = (cell: number, part: string): string[] | undefined =>
        notebook.ask("definition", notebook.at(cell, part))?.places.map((place) => notebook.show(place));
      assert.deepEqual(show(1, "x)"), ["0:76:x"]);
      assert.deepEqual(show(1, "n + 1"), ["0:102:n"]);
      assert.deepEqual(show(4, "Box"), ["3:6:Box"]);
      assert.match(show(1, "Linear")?.join() ?? "", /file:linear\.d\.ts/);
    });

    it("finds the uses of a name in all cells", () => {
      const uses = (cell: number, part: string, declaration = true): string[] =>
        notebook
          .ask("references", { ...notebook.at(cell, part), declaration })
          .map((place) => notebook.show(place))
          .sort();
      assert.deepEqual(uses(2, "x.su"), ["0:76:x", "1:51:x", "2:41:x", "2:9:x"]);
      assert.deepEqual(uses(2, "n;"), ["0:102:n", "1:55:n", "1:59:n", "2:15:n"]);
      assert.deepEqual(uses(3, "half", false), ["4:46:half", "4:71:half"]);
    });

    it("marks uses of a name in its cell, and which of them write", () => {
      const found = notebook.ask("highlights", notebook.at(1, "n = n"));
      assert.deepEqual(
        found.map(({ start, written }) => [start, written]),
        [
          [55, true],
          [59, false],
        ],
      );
    });

    it("renames a name in its cell and in those below", () => {
      const renamed = (cell: number, part: string, name: string): string[] => {
        const edits = notebook.ask("rename", { ...notebook.at(cell, part), name });
        return [0, 1, 2, 3, 4].map((i) =>
          edited(
            notebook.text(i),
            edits.flatMap(({ place, text }) =>
              "cell" in place && place.cell === notebook.id(i) ? [{ ...place, text }] : [],
            ),
          ),
        );
      };
      assert.match(renamed(2, "n;", "count")[1] ?? "", /count = count \+ 1/);
      assert.match(renamed(2, "n;", "count")[0] ?? "", /let count = 0/);
      const x = renamed(0, "x =", "inputs");
      assert.match(x[1] ?? "", /model\(inputs\)/);
      assert.match(x[2] ?? "", /inputs\.su.*forward\(inputs\)/s);
      const half = renamed(4, "half(", "halve");
      assert.match(half[3] ?? "", /function halve\(/);
      assert.match(half[4] ?? "", /halve\(width\); const o = \{ half: halve \}/);
      const width = renamed(3, "width", "size");
      assert.match(width[3] ?? "", /size = 1; area\(\) \{ return this\.size/);
      assert.match(width[4] ?? "", /const \{ size: width \} = box/);
      const imported = renamed(1, "nn", "layers");
      assert.match(imported[0] ?? "", /import \{ nn as layers, tensor/);
      assert.match(imported[1] ?? "", /new layers\.Linear/);
    });

    it("refuses to rename what is the engine's", () => {
      assert.throws(() => notebook.ask("rename", { ...notebook.at(2, "shape"), name: "size" }), /workspace/);
    });

    it("offers to import a name that the engine exports", () => {
      const [fault] = notebook.diagnostics(2).filter(({ code }) => code === 2304);
      assert.ok(fault);
      const [fix] = notebook.ask("fixes", { cell: notebook.id(2), span: fault, code: fault.code });
      assert.deepEqual(
        fix?.edits.map(({ text }) => text),
        ['import { relu } from "gradbook";\n'],
      );
      const all = notebook.ask("sourceFixes", { cell: notebook.id(2) });
      assert.ok(all.some(({ kind }) => kind === "source.addMissingImports.gradbook"));
    });

    it("offers TypeScript's own fixes where they stay in the cells", () => {
      const other = new LanguageNotebook(["const list = [1];", "list.lenght"], {
        notebooks: notebook.notebooks,
        name: "fixes",
      });
      const [fault] = other.diagnostics(1);
      assert.ok(fault);
      const found = other.ask("fixes", { cell: other.id(1), span: fault, code: fault.code });
      assert.deepEqual(
        found.map(({ title, edits }) => [title, edits.map(({ place, text }) => [other.show(place), text])]),
        [["Change spelling to 'length'", [["1:5:lenght", "length"]]]],
      );
    });

    it("colours names by what they are", () => {
      const tokens = notebook.ask("semanticTokens", { cell: notebook.id(4) });
      const text = notebook.text(4);
      const kindOf = (name: string): string | undefined => {
        const at = tokens.findIndex((offset, i) => i % 4 === 0 && offset === text.indexOf(name));
        return tokenTypes[tokens[at + 2] ?? -1];
      };
      assert.deepEqual(["Box", "half", "box", "width"].map(kindOf), [
        "class",
        "function",
        "variable",
        "variable",
      ]);
    });
  });

  it("takes no entry by a dot where a new name may be meant", () => {
    notebook = new LanguageNotebook(["class A { m", "Math.m"]);
    const commit = (cell: number, part: string): string[] => {
      const at = notebook.at(cell, part);
      return notebook.ask("completions", { ...at, offset: at.offset + part.length }).commit;
    };
    assert.equal(commit(0, "{ m").includes("."), false);
    assert.equal(commit(1, "Math.m").includes("."), true);
  });

  it("knows modules beside the notebook, as they are now", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "gradbook-modules-"));
    try {
      const cells = ['import { twice } from "./twice.ts";', "twice(2).toFixed(); twice('x');"];
      notebook = new LanguageNotebook(cells, { folder });
      assert.match(notebook.marks()[0] ?? "", /2307 Cannot find module/);
      writeFileSync(path.join(folder, "twice.ts"), "export const twice = (v: number) => 2 * v;");
      notebook.notebooks.filesChanged([]);
      assert.deepEqual(
        notebook.marks().map((mark) => mark.slice(0, 11)),
        ["1: 'x': 234"],
      );
      writeFileSync(path.join(folder, "twice.ts"), "export const twice = (v: string) => v.length * 2;");
      notebook.notebooks.filesChanged([]);
      assert.deepEqual(
        notebook.marks().map((mark) => mark.slice(0, 9)),
        ["1: 2: 234"],
      );
      const [place] = notebook.ask("definition", notebook.at(1, "twice"))?.places ?? [];
      assert.equal(place && notebook.show(place), "file:twice.ts");
      const renamed = notebook.ask("rename", { ...notebook.at(1, "twice"), name: "double" });
      assert.deepEqual(renamed.map(({ text }) => text).sort(), ["double", "double", "twice as double"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("formats a cell, and nothing else", () => {
    notebook = new LanguageNotebook(["const a=1", "if(a){\nconsole.log( a )\n}"]);
    const style = { tabSize: 2, insertSpaces: true };
    const edits = notebook.ask("format", { cell: notebook.id(1), style });
    assert.equal(edited(notebook.text(1), edits), "if (a) {\n  console.log(a)\n}");
    const typed = notebook.ask("formatTyped", { ...notebook.at(1, "}"), typed: "}", style });
    assert.ok(typed.every(({ start }) => start >= 0));
  });

  it("folds blocks and finds what a cell declares", () => {
    notebook = new LanguageNotebook([
      "const a = 1",
      "function f() {\n  return a;\n}\n\nclass C {\n  m() {}\n}",
    ]);
    const folds = notebook.ask("folds", { cell: notebook.id(1) });
    assert.deepEqual(
      folds.map(({ start }) => notebook.text(1).slice(0, start).split("\n").length),
      [1, 5, 6],
    );
    const found = notebook.ask("symbols", { cell: notebook.id(1) });
    assert.deepEqual(
      found.map(({ name, children }) => [name, children.map((child) => child.name)]),
      [
        ["C", ["m"]],
        ["f", []],
      ],
    );
  });

  it("organises imports without dropping what cells below use", () => {
    notebook = new LanguageNotebook([
      'import { tensor, relu, nn } from "gradbook";\nimport { ones } from "gradbook";\ntensor([1]);',
      "new nn.ReLU();",
    ]);
    const fix = notebook
      .ask("sourceFixes", { cell: notebook.id(0) })
      .find(({ kind }) => kind === "source.organizeImports");
    const edits = fix?.edits.map(({ place, text }) => ({ ...place, text })) ?? [];
    assert.equal(edited(notebook.text(0), edits), 'import { nn, tensor } from "gradbook";\ntensor([1]);');
  });

  it("keeps notebooks apart", () => {
    const first = new LanguageNotebook(["const here = 1"], { name: "first" });
    const second = new LanguageNotebook(["here", "const there = 'x'"], {
      name: "second",
      notebooks: first.notebooks,
    });
    assert.match(second.marks().join(), /Cannot find name 'here'/);
    assert.deepEqual(first.marks(), []);
  });

  it("follows cells as they are edited, moved and removed", () => {
    notebook = new LanguageNotebook(["const a = 1", "a.toFixed()"]);
    assert.deepEqual(notebook.marks(), []);
    notebook.notebooks.setText(notebook.id(0), "const a = 'text'");
    assert.match(notebook.marks().join(), /toFixed/);
    notebook.notebooks.setText(notebook.id(0), "const b = 1");
    assert.match(notebook.marks().join(), /2304/);
  });

  for (const language of ["en", "zh"]) {
    it(`has no objection to the course (${language})`, () => {
      const text = readFileSync(`examples/deep-learning.${language}.grad.md`, "utf8");
      const cells = parseMarkdown(text).cells.filter(({ kind }) => kind === "code");
      assert.ok(cells.length > 20);
      const course = new LanguageNotebook(
        cells.map((cell) => cell.text),
        { folder: "examples" },
      );
      assert.deepEqual(course.marks(), []);
    });
  }
});
