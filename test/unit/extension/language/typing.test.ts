import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setLanguage } from "../../../../extension/kernel/protocol/messages.ts";
import type { Completion, Fix } from "../../../../extension/language/protocol.ts";
import { edited, LanguageNotebook } from "./languageNotebook.ts";

let names = 0;

describe("A person who types in a cell", function () {
  this.timeout(60_000);
  const first = new LanguageNotebook(["1"], { name: "typing" });
  const open = (cells: readonly string[], folder?: string): LanguageNotebook =>
    new LanguageNotebook(cells, {
      notebooks: first.notebooks,
      name: `typing-${++names}`,
      ...(folder !== undefined && { folder }),
    });

  /** What is offered where `|` stands in the last of the cells. */
  function offered(...cells: string[]): Completion[] {
    const notebook = open(cells.map((text) => text.replace("|", "")));
    const cell = cells.length - 1;
    return notebook.ask("completions", { cell: notebook.id(cell), offset: cells[cell]?.indexOf("|") ?? 0 })
      .entries;
  }

  /** The last of the cells with what is offered as `name` taken. */
  function taken(name: string, ...cells: string[]): string {
    const texts = cells.map((text) => text.replace("|", ""));
    const notebook = open(texts);
    const cell = cells.length - 1;
    const at = { cell: notebook.id(cell), offset: cells[cell]?.indexOf("|") ?? 0 };
    const entry = notebook.ask("completions", at).entries.find((one) => one.name === name);
    assert.ok(entry, `${name} is offered`);
    const { importFrom, replace, snippet } = entry;
    const details = notebook.ask("completionDetails", { ...at, name, ...(importFrom && { importFrom }) });
    const typed = /[\w$]*$/.exec(notebook.text(cell).slice(0, at.offset))?.[0].length ?? 0;
    const own = replace ?? { start: at.offset - typed, length: typed };
    const text = (snippet ?? entry.insertText ?? name).replace("$1", "");
    return edited(notebook.text(cell), [{ ...own, text }, ...(details?.edits ?? [])]);
  }

  describe("is offered", () => {
    it("the engine's names before all that is global, and its own before those", () => {
      const entries = offered("const tension = 1;", "|");
      const rank = (name: string): string => entries.find((one) => one.name === name)?.sortText ?? "";
      assert.ok(rank("tension") < rank("tensor"), "its own");
      assert.ok(rank("tensor") < rank("TextEncoderStream"), "what is global");
      assert.ok(rank("tensor") < rank("typeof"), "keywords");
    });

    it("values where a value is wanted, and types where a type is", () => {
      const named = (entries: Completion[]): string[] => entries.map(({ name }) => name);
      const values = named(offered("Tens|"));
      assert.deepEqual(
        ["tensor", "Tensor", "TensorOptions", "FitOptions"].map((name) => values.includes(name)),
        [true, true, false, false],
      );
      const types = named(offered("let x: Tens|"));
      assert.deepEqual(
        ["tensor", "Tensor", "TensorOptions", "History"].map((name) => types.includes(name)),
        [false, true, true, true],
      );
    });

    it("an import with what is taken, merged into the cell's own, and none where a cell above has one", () => {
      assert.equal(taken("tensor", "tens|"), 'import { tensor } from "gradbook";\ntensor');
      assert.equal(
        taken("tensor", 'import { nn } from "gradbook";\ntens|'),
        'import { nn, tensor } from "gradbook";\ntensor',
      );
      assert.equal(taken("tensor", 'import { tensor } from "gradbook";', "tens|"), "tensor");
      assert.equal(
        taken("TensorOptions", "let x: Tens|"),
        'import { TensorOptions } from "gradbook";\nlet x: TensorOptions',
      );
    });

    it("members of the whole engine under a name", () => {
      const entries = offered('import * as torch from "gradbook";', "torch.ten|");
      assert.ok(entries.some(({ name, kind }) => name === "tensor" && kind === "function"));
    });

    it("the engine's names in an import that has no module yet, and the rest of it with them", () => {
      const whole = 'import { tensor } from "gradbook";';
      for (const begun of [
        "import { ten|",
        "import { ten| }",
        "import {ten|}",
        "import { ten| } from",
        'import { ten| } from ""',
        "import { ten| };",
        "import ten|",
      ]) {
        assert.equal(taken("tensor", begun), whole, begun);
      }
      assert.equal(
        taken("relu", "import { tensor, rel| }\n1;"),
        'import { tensor, relu } from "gradbook";\n1;',
      );
      assert.equal(taken("nn", "import { n|, tensor }"), 'import { nn, tensor } from "gradbook";');
      assert.equal(taken("Tensor", "import type { Ten| }"), 'import type { Tensor } from "gradbook";');
      assert.equal(
        offered("import type { ten|").some(({ name }) => name === "tensor"),
        false,
      );
      assert.equal(
        offered("import { tensor, ten|").some(({ name }) => name === "tensor"),
        false,
      );
      assert.ok(offered("import { |").length > 100);
    });

    it("what modules beside the notebook export, and Node's own", () => {
      const folder = mkdtempSync(path.join(tmpdir(), "gradbook-neighbours-"));
      try {
        writeFileSync(path.join(folder, "helpers.ts"), "export function twice(v: number) { return 2 * v; }");
        const notebook = open(["twi", "readFileS", "twice(2);", "path.join('a');"], folder);
        const entry = (cell: number, name: string): Completion | undefined =>
          notebook
            .ask("completions", { cell: notebook.id(cell), offset: notebook.text(cell).length })
            .entries.find((one) => one.name === name);
        assert.deepEqual(
          [entry(0, "twice")?.importFrom, entry(1, "readFileSync")?.importFrom],
          ["./helpers.ts", "node:fs"],
        );
        assert.equal(entry(0, "readFileSync"), undefined, "Node's names come once a name begins like them");
        assert.equal(mended(notebook, 2)[0], 'import { twice } from "./helpers.ts";\ntwice(2);');
        assert.deepEqual(mended(notebook, 3), ["import * as path from \"node:path\";\npath.join('a');"]);
        writeFileSync(path.join(folder, "helpers.ts"), "export const thrice = (v: number) => 3 * v;");
        notebook.notebooks.filesChanged([]);
        assert.equal(entry(0, "twice"), undefined);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  /** The cell with each of the fixes for its first fault. */
  function mended(notebook: LanguageNotebook, cell: number): string[] {
    const [fault] = notebook.diagnostics(cell).filter(({ severity }) => severity !== "hint");
    assert.ok(fault, "there is a fault");
    const code = fault.advice ?? fault.code;
    const found: Fix[] = notebook.ask("fixes", { cell: notebook.id(cell), span: fault, code });
    assert.deepEqual(
      found.map(({ preferred }) => preferred),
      found.map((_, i) => i === 0),
      "the first is preferred",
    );
    return found.map(({ edits }) =>
      edited(
        notebook.text(cell),
        edits.map(({ place, text }) => ({ ...place, text })),
      ),
    );
  }

  const top = 'import { fit, nn, plot, tensor } from "gradbook";\nlet X = tensor([[1, 2], [3, 4]]);';

  /** What is said of a cell below one that declares the tensor `X`, and the cell once mended. */
  function advice(text: string): [said: string, ...mended: string[]] {
    const notebook = open([top, text]);
    const said = notebook.diagnostics(1).filter(({ severity }) => severity !== "hint");
    return [said[0]?.message ?? "", ...(said.length > 0 ? mended(notebook, 1) : [])];
  }

  describe("a missing name", () => {
    it("says what to import, and a fix does", () => {
      assert.deepEqual(advice("relu(X)"), [
        "Cannot find name 'relu'. Import it first: import { relu } from \"gradbook\"",
        'import { relu } from "gradbook";\nrelu(X)',
      ]);
    });

    it("says what is near it in the engine, though nothing imports that yet", () => {
      assert.deepEqual(advice("softmx(X, 0)"), [
        "Cannot find name 'softmx'. Did you mean 'softmax'?",
        'import { softmax } from "gradbook";\nsoftmax(X, 0)',
      ]);
      assert.deepEqual(advice("new Adam([])"), [
        "Cannot find name 'Adam'. Did you mean 'optim.Adam'?",
        'import { optim } from "gradbook";\nnew optim.Adam([])',
      ]);
      assert.deepEqual(advice("new Linear(2, 1)"), [
        "Cannot find name 'Linear'. Did you mean 'nn.Linear'?",
        "new nn.Linear(2, 1)",
      ]);
    });

    it("leaves TypeScript's own suggestion where that is nearer", () => {
      assert.match(advice("tensr2; const tensor2 = 1;")[0], /Did you mean 'tensor2'\?/);
    });
  });

  describe("a training that nobody waits for", () => {
    const call = 'fit(new nn.Linear(2, 1), [X, X], { loss: "mse" })';
    const said = "fit(…) is not waited for: the cell goes on at once. Write: await fit(…)";

    it("is marked, and mended", () => {
      assert.deepEqual(advice(`${call};`), [said, `await ${call};`]);
      assert.deepEqual(advice(`const history = ${call};`), [said, `const history = await ${call};`]);
      assert.deepEqual(advice(`async function f() { ${call}; }`), [
        said,
        `async function f() { await ${call}; }`,
      ]);
      assert.deepEqual(advice(`function f() { ${call}; }`), [said]);
    });

    it("is not marked where it is waited for, here or below, or handed on", () => {
      for (const text of [
        `await ${call};`,
        `const h = await ${call};`,
        `const f = () => ${call};`,
        `const p = ${call};\nawait p;`,
        `const p = ${call}; p.then(() => 1);`,
        `await Promise.all([${call}, 1]);`,
        `void ${call};`,
      ]) {
        assert.equal(advice(text)[0], "", text);
      }
      const notebook = open([top, `const p = ${call};`, "await p;"]);
      assert.deepEqual(notebook.marks(), []);
      notebook.notebooks.setText(notebook.id(2), "1;");
      assert.deepEqual(notebook.marks().length, 1);
    });
  });

  describe("a loop in which gradients add up", () => {
    const begin =
      'import { nn, optim, tensor } from "gradbook";\nconst net = new nn.Linear(2, 1);\nconst opt = new optim.SGD(net.parameters(), { lr: 0.1 });';
    const said = (loop: string): string[] => open([begin, loop]).marks();

    it("is marked once", () => {
      const marks = said(
        "for (let i = 0; i < 9; i++) {\n  net(tensor([[1, 2]])).sum().backward();\n  opt.step();\n}",
      );
      assert.equal(marks.length, 1);
      assert.match(marks[0] ?? "", /add up.*opt\.zeroGrad\(\);/);
    });

    it("is not marked where something forgets them", () => {
      for (const forget of [
        "opt.zeroGrad()",
        "net.zeroGrad()",
        "for (const p of net.parameters()) p.grad = null",
      ]) {
        const loop = `for (let i = 0; i < 9; i++) { ${forget}; net(tensor([[1, 2]])).sum().backward(); opt.step(); }`;
        assert.deepEqual(said(loop), [], forget);
      }
      assert.deepEqual(said("net(tensor([[1, 2]])).sum().backward(); opt.step();"), [], "no loop");
    });
  });

  describe("is told what TypeScript calls", () => {
    const rows: readonly (readonly [python: string, written: string, ...mended: string[]])[] = [
      ["X[0:2]", 'X.get("0:2")', 'X.get("0:2")'],
      ["X[:, 0].sum()", 'X.get(":, 0")', 'X.get(":, 0").sum()'],
      ["const i = 1;\nX[i:]", "X.get(slice(i, null))", "const i = 1;\nX.get(slice(i, null))"],
      ["X[0]", "X.get(0)", "X.get(0)"],
      ["X[0] = 1;", "X.set(0, 1)", "X.set(0, 1);"],
      ["X ** 2", "X.pow(2)", "X.pow(2)"],
      ["X + X", "X.add(X)", "X.add(X)"],
      ["1 - X", "X.rsub(1)", "X.rsub(1)"],
      ["1 / X", "tensor(1).div(X)", "tensor(1).div(X)"],
      ["(X + 1) * 2", "X.add(1)", "(X.add(1)) * 2"],
      ["X += 1;", "X = X.add(1)", "X = X.add(1);"],
      ["0 < X", "X.gt(0)", "X.gt(0)"],
      ["-X", "X.neg()", "X.neg()"],
      ["X @ X", "X.matmul(X)", "X.matmul(X)"],
      ["print(X)", "console.log(x)", "console.log(X)"],
      ["const a = None;", "null", "const a = null;"],
      ["const b = True;", "true", "const b = true;"],
      ["len(X)", "x.length"],
      ["np.array([1])", 'import { tensor, zeros, arange } from "gradbook"'],
      [
        "import numpy as np",
        'import { tensor, zeros, arange } from "gradbook";',
        'import { tensor, zeros, arange } from "gradbook";',
      ],
      [
        "import pandas as pd",
        'import { pandas as pd } from "gradbook";',
        'import { pandas as pd } from "gradbook";',
      ],
      ["import torch", 'import * as torch from "gradbook";', 'import * as torch from "gradbook";'],
      [
        "from torch import nn, optim",
        'import { nn, optim } from "gradbook";',
        'import { nn, optim } from "gradbook";',
      ],
      ["from d2l import torch as d2l", 'import { d2l } from "gradbook";', 'import { d2l } from "gradbook";'],
      ["from helpers import y", 'import { y } from "./helpers.ts";'],
      ["def f(x):\n    return x", "function f(x) { return …; }"],
      ["for i in range(10):\n    pass", "for (let i = 0; i < 10; i++) { … }"],
      ["# a comment", "// a comment", "// a comment"],
      ["const f = lambda v: v + 1;", "(v) => v + 1", "const f = (v) => v + 1;"],
      ["X and X", "X && X", "X && X"],
    ];
    for (const [python, written, ...expected] of rows) {
      it(JSON.stringify(python), () => {
        const [said, ...texts] = advice(python);
        assert.ok(said.includes(`rite: ${written}`), said);
        assert.deepEqual(texts, expected);
      });
    }

    it("categories in plot", () => {
      const said = "plot draws numbers, no categories. Number them, as in names.map((_, i) => i).";
      assert.deepEqual(advice('plot(["a", "b"], [1, 2])'), [said]);
      assert.deepEqual(advice('const names = ["a", "b"];\nplot(names, [1, 2])'), [said]);
    });

    it("a module of Python's", () => {
      assert.match(
        advice('import np from "numpy";')[0],
        /numpy.*write: import \{ tensor, zeros, arange \} from "gradbook"/,
      );
    });

    it("in Chinese", () => {
      const notebook = open([top, "X[0:2]", "X ** 2"]);
      // TypeScript itself never goes back to English.
      setLanguage("zh-cn");
      const said = [1, 2].map((cell) => notebook.diagnostics(cell)[0]?.message);
      setLanguage("en");
      assert.deepEqual(said, [
        '这是 Python。在 TypeScript 中请写：X.get("0:2")',
        "运算符不能用于张量。请写：X.pow(2)",
      ]);
    });
  });
});
