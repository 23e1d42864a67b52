import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, print, press, screenshot, setTheme, typeText, until } from "./browser.ts";
import { closeAll, openCells, openText, plainText, replaceCell, writeFile } from "./files.ts";
import { after, ask, at, checked, faults, hoverText, messages, titleOf } from "./cellLanguage.ts";
import { codeCells, openNotebook, runAll, runCell, showCell } from "./notebooks.ts";

describe("The editor of a cell", () => {
  afterEach(closeAll);

  it("completes, with the engine's types and documentation", async () => {
    const { notebook } = await openCells(
      "completion.grad.md",
      'import { tensor } from "gradbook";\nconst x = tensor([[1, 2], [3, 4]]);',
      "x.",
      "so",
    );
    const [, member, name] = codeCells(notebook);
    const list = (what: string, cell: vscode.NotebookCell, position: vscode.Position, resolve = 0) =>
      ask<vscode.CompletionList>(
        what,
        "vscode.executeCompletionItemProvider",
        cell,
        position,
        undefined,
        resolve,
      );
    await list("first completion, worker's start included", member, after(member, "x."));
    const members = await list("completion, warm", member, after(member, "x."), 300);
    const sum = members.items.find((item) => titleOf(item) === "sum");
    assert.equal(sum?.kind, vscode.CompletionItemKind.Method);
    assert.match(sum.detail ?? "", /Tensor\.sum/);
    assert.match((sum.documentation as vscode.MarkdownString).value, /sum/i);
    assert.equal(members.items.filter((item) => titleOf(item) === "sum").length, 1);

    const names = await list("completion of a name", name, after(name, "so"), 2000);
    const softmax = names.items.find((item) => titleOf(item) === "softmax");
    assert.equal(softmax?.additionalTextEdits?.[0]?.newText, 'import { softmax } from "gradbook";\n');
    assert.ok(names.items.some((item) => titleOf(item) === "x"));
  });

  it("shows types on hover, those of other cells too", async () => {
    const { notebook } = await openCells(
      "hover.grad.md",
      'import { relu, tensor } from "gradbook";\n/** My inputs. */\nconst x = tensor([1]);\nlet n = 0;',
      "relu(x);\nn += 1;",
      "const x = 'shadow';",
      "x",
    );
    const [, second, , last] = codeCells(notebook);
    const hover = (cell: vscode.NotebookCell, part: string, nth = 0) =>
      ask<vscode.Hover[]>(`hover of ${part}`, "vscode.executeHoverProvider", cell, at(cell, part, nth));
    const x = await hover(second, "x)");
    assert.match(hoverText(x), /const x: Tensor/);
    assert.match(hoverText(x), /My inputs\./);
    assert.deepEqual(x[0]?.range, new vscode.Range(0, 5, 0, 6));
    assert.match(hoverText(await hover(second, "n +=")), /let n: number/);
    assert.match(hoverText(await hover(second, "relu")), /function relu\(/);
    assert.match(hoverText(await hover(last, "x")), /const x: "shadow"/);
  });

  it("helps with parameters", async () => {
    const { notebook } = await openCells(
      "signature.grad.md",
      'import { nn } from "gradbook";',
      "new nn.Linear(2, )",
    );
    const [, cell] = codeCells(notebook);
    const position = after(cell, "2, ");
    const help = await ask<vscode.SignatureHelp>(
      "signature help",
      "vscode.executeSignatureHelpProvider",
      cell,
      position,
    );
    assert.match(help.signatures[0]?.label ?? "", /Linear\(inFeatures: number, outFeatures: number/);
    assert.equal(help.activeParameter, 1);
  });

  it("goes to definitions, in other cells and in the engine", async () => {
    const { notebook } = await openCells(
      "definition.grad.md",
      'import { nn } from "gradbook";\nfunction half(v: number) { return v / 2; }\nlet n = 1;',
      "half(n);\nnew nn.Linear(1, 2);",
    );
    const [first, second] = codeCells(notebook);
    const go = (part: string) =>
      ask<vscode.LocationLink[]>(
        `definition of ${part}`,
        "vscode.executeDefinitionProvider",
        second,
        at(second, part),
      );
    const shown = (links: vscode.LocationLink[]) =>
      links.map(({ targetUri, targetRange }) => [
        targetUri.toString(),
        targetRange.start.line,
        targetRange.start.character,
      ]);
    const uri = first.document.uri.toString();
    assert.deepEqual(shown(await go("half")), [[uri, 1, 9]]);
    assert.deepEqual(shown(await go("n)")), [[uri, 2, 4]]);
    assert.match((await go("Linear"))[0]?.targetUri.path ?? "", /dist\/types\/nn\/linear\.d\.ts$/);
  });

  it("finds references and renames over cells", async () => {
    const { notebook } = await openCells(
      "rename.grad.md",
      "let rate = 0.1;\nconst double = (v: number) => 2 * v;",
      "rate = double(rate);",
      "console.log({ rate });",
    );
    const cells = codeCells(notebook);
    const [, second] = cells;
    const references = await ask<vscode.Location[]>(
      "references",
      "vscode.executeReferenceProvider",
      second,
      at(second, "rate"),
    );
    const places = references.map(({ uri, range }) => {
      const cell = cells.findIndex(({ document }) => document.uri.toString() === uri.toString());
      return `${cell}:${range.start.line}:${range.start.character}`;
    });
    assert.deepEqual(places.sort(), ["0:0:4", "1:0:0", "1:0:14", "2:0:14"]);
    const edit = await ask<vscode.WorkspaceEdit>(
      "rename",
      "vscode.executeDocumentRenameProvider",
      second,
      at(second, "rate"),
      "speed",
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.deepEqual(
      cells.map(({ document }) => document.getText()),
      [
        "let speed = 0.1;\nconst double = (v: number) => 2 * v;",
        "speed = double(speed);",
        "console.log({ rate: speed });",
      ],
    );
  });

  it("colours by meaning", async () => {
    const { notebook } = await openCells(
      "tokens.grad.md",
      "class Box {}\nfunction f(a: number) { return a; }",
      "new Box(); f(1);",
    );
    const [, second] = codeCells(notebook);
    const legend = await ask<vscode.SemanticTokensLegend>(
      "legend",
      "vscode.provideDocumentSemanticTokensLegend",
      second,
    );
    const tokens = await ask<vscode.SemanticTokens>(
      "semantic tokens",
      "vscode.provideDocumentSemanticTokens",
      second,
    );
    const types: string[] = [];
    for (let i = 3; i < tokens.data.length; i += 5) types.push(legend.tokenTypes[tokens.data[i]]);
    assert.deepEqual(types, ["class", "function"]);
  });

  it("formats, folds, and outlines the cell's own text", async () => {
    const { notebook } = await openCells("format.grad.md", "const a = 1;", "function f(){\nreturn a\n}");
    const [, second] = codeCells(notebook);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await ask<vscode.TextEdit[]>(
      "format",
      "vscode.executeFormatDocumentProvider",
      second,
      options,
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(second.document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(second.document.getText(), "function f() {\n  return a\n}");
    const folds = await ask<vscode.FoldingRange[]>("folding", "vscode.executeFoldingRangeProvider", second);
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [[0, 1]],
    );
    const symbols = await ask<vscode.DocumentSymbol[]>(
      "symbols",
      "vscode.executeDocumentSymbolProvider",
      second,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["f"],
    );
  });

  it("underlines mistakes, and nothing that runs", async () => {
    const { notebook } = await openCells(
      "checks.grad.md",
      'import { tensor } from "gradbook";\nimport fs from "node:fs";\nlet best = null as number | null;\nfor (const v of [3, 1]) best = Math.min(best ?? v, v);',
      "console.log(best.toFixed(1), fs.existsSync('.'));\nawait Promise.resolve(1);",
      "const broken = ;",
      "const n: number = tensor([1]);",
      "n.toFixed();",
      "",
    );
    const cells = codeCells(notebook);
    await checked(cells);
    const [first, second, broken, typed, below] = cells;
    assert.deepEqual(messages(first), []);
    assert.deepEqual(messages(second), []);
    assert.deepEqual(messages(broken), ["Expression expected."]);
    assert.deepEqual(messages(typed), ["Type 'Tensor' is not assignable to type 'number'."]);
    assert.equal(vscode.languages.getDiagnostics(typed.document.uri)[0]?.source, "ts");
    assert.deepEqual(messages(below), []);
    await replaceCell(typed, "const n: number = 1;");
    await until("the mark to go", () => messages(typed).length === 0, 30_000);
  });

  it("warns of shapes that cannot go together, before anything has run", async () => {
    const { notebook } = await openCells(
      "mismatchs.grad.md",
      'import { ones } from "gradbook";\nconst w = ones(4, 5);',
      "const x = ones(2, 3);\nconst y = x.matmul(w);",
      "",
    );
    const cells = codeCells(notebook);
    await checked(cells);
    const [warning] = faults(cells[1]);
    assert.equal(
      warning?.message,
      "matmul: the shapes (2, 3) and (4, 5) do not fit. The inner sizes 3 and 4 must be the same.",
    );
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(warning.range, new vscode.Range(1, 12, 1, 18));
  });

  it("completes the course's patterns, and imports what they need", async () => {
    const { notebook } = await openCells("snippets.grad.md", 'import { nn } from "gradbook";', "ml");
    const [, cell] = codeCells(notebook);
    const list = await ask<vscode.CompletionList>(
      "completion with snippets",
      "vscode.executeCompletionItemProvider",
      cell,
      after(cell, "ml"),
      undefined,
      2000,
    );
    const snippet = (name: string) =>
      list.items.find((item) => titleOf(item) === name && item.kind === vscode.CompletionItemKind.Snippet);
    assert.match((snippet("mlp")?.insertText as vscode.SnippetString).value, /nn\.Sequential/);
    assert.equal(snippet("mlp")?.additionalTextEdits?.length ?? 0, 0);
    assert.equal(
      snippet("trainingLoop")?.additionalTextEdits?.[0]?.newText,
      'import { optim } from "gradbook";\n',
    );
  });

  it("offers to import what the engine exports", async () => {
    const { notebook } = await openCells("fixes.grad.md", "relu(1 as never);", "");
    const cells = codeCells(notebook);
    const [cell] = cells;
    await checked(cells);
    const [mark] = faults(cell);
    assert.match(mark?.message ?? "", /relu/);
    const actions = await ask<vscode.CodeAction[]>(
      "code actions",
      "vscode.executeCodeActionProvider",
      cell,
      mark?.range,
    );
    const action = actions.find(({ title }) => title === "Import relu from gradbook");
    assert.ok(action?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    await until("the mark to go", () => messages(cell).length === 0, 30_000);
    assert.equal(cell.document.getText(), 'import { relu } from "gradbook";\nrelu(1 as never);');
  });

  it("organises a cell's imports", async () => {
    const { notebook } = await openCells(
      "organise.grad.md",
      'import { tensor, relu, nn } from "gradbook";\nimport fs from "node:fs";\nrelu(tensor([fs.constants.F_OK]));',
      "",
    );
    const cells = codeCells(notebook);
    const [cell] = cells;
    await checked(cells);
    const [action] = await ask<vscode.CodeAction[]>(
      "organise imports",
      "vscode.executeCodeActionProvider",
      cell,
      new vscode.Range(0, 0, 0, 0),
      vscode.CodeActionKind.SourceOrganizeImports.value,
    );
    assert.ok(action?.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(
      cell.document.getText(),
      'import { relu, tensor } from "gradbook";\nimport fs from "node:fs";\nrelu(tensor([fs.constants.F_OK]));',
    );
  });

  it("keeps two notebooks apart", async () => {
    const first = await openCells("apart-1.grad.md", "const shared = 1;", "");
    const second = await openCells("apart-2.grad.md", "shared;", "const shared = 'x';", "shared.length", "");
    await checked(codeCells(second.notebook));
    const [use, , own] = codeCells(second.notebook);
    assert.match(messages(use).join(), /^shared is declared in a cell below/);
    assert.deepEqual(messages(own), []);
    assert.deepEqual(messages(codeCells(first.notebook)[0]), []);
  });

  it("lets functions use what cells below declare, as the kernel does, and marks what depends on it", async () => {
    const { editor, notebook } = await openCells(
      "below.grad.md",
      "function f() { return g(20); }",
      "function g(n: number) { return n * 2; }",
      "console.log(f());",
      "",
    );
    const [use, declaring, call] = codeCells(notebook);
    await checked(codeCells(notebook));
    assert.deepEqual([use, declaring, call].flatMap(messages), []);
    const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
      "definition in a cell below",
      "vscode.executeDefinitionProvider",
      use,
      at(use, "g(20)"),
    );
    const uris = found.map((place) => ("uri" in place ? place.uri : place.targetUri).toString());
    assert.deepEqual(uris, [declaring.document.uri.toString()]);
    await replaceCell(codeCells(notebook)[3], "1;");
    await runAll(editor);
    await until("the call", () => plainText(call) === "40\n", 60_000);
    await replaceCell(declaring, "function g(n: number) { return n + 1; }");
    await runCell(declaring);
    await vscode.commands.executeCommand("gradbook.runStaleCells");
    await until("the call again", () => plainText(call) === "21\n", 30_000);
    assert.equal(use.executionSummary?.executionOrder, 1);
  });

  it("follows cells that are added, moved and deleted", async () => {
    const { notebook } = await openCells("moves.grad.md", "const a = 1;", "a.toFixed();", "");
    const cells = codeCells(notebook);
    await checked(cells);
    assert.deepEqual(messages(cells[1]), []);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const [use] = codeCells(notebook);
    await until("the name to be missing", () => /Cannot find name 'a'/.test(messages(use).join()), 30_000);
    const back = new vscode.WorkspaceEdit();
    const data = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      "const a = 2;",
      "gradbook-typescript",
    );
    back.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [data])]);
    assert.ok(await vscode.workspace.applyEdit(back));
    await until("the name to be there", () => messages(use).length === 0, 30_000);
  });

  it("answers in a notebook of a hundred cells", async () => {
    const texts = Array.from({ length: 100 }, (_, i) =>
      i === 0 ? "const v0 = 0;" : `const v${i} = v${i - 1} + 1;\nfunction f${i}() { return v${i}; }`,
    );
    const { notebook } = await openCells("hundred.grad.md", ...texts, "");
    const cells = codeCells(notebook);
    const started = performance.now();
    await checked(cells);
    await print(`  ${(performance.now() - started).toFixed(1).padStart(8)} ms  checks of 100 cells`);
    assert.deepEqual(cells.slice(0, -1).flatMap(messages), []);
    const hovers = await ask<vscode.Hover[]>(
      "hover in cell 100",
      "vscode.executeHoverProvider",
      cells[99],
      at(cells[99], "v98"),
    );
    assert.match(hoverText(hovers), /const v98: number/);
    const list = await ask<vscode.CompletionList>(
      "completion in cell 100",
      "vscode.executeCompletionItemProvider",
      cells[99],
      after(cells[99], "return v"),
    );
    assert.ok(list.items.some((item) => titleOf(item) === "v3"));
  });

  it("serves a notebook that has no file yet", async () => {
    const cell = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'import { ones } from "gradbook";\nones(2);',
      "gradbook-typescript",
    );
    const notebook = await vscode.workspace.openNotebookDocument("gradbook", new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const [code] = codeCells(notebook);
    const hovers = await ask<vscode.Hover[]>(
      "hover, untitled",
      "vscode.executeHoverProvider",
      code,
      at(code, "ones(2"),
    );
    assert.match(hoverText(hovers), /function ones\(/);
  });

  it("has no objection to the course", async () => {
    for (const name of ["deep-learning", "convolution-to-attention"].flatMap((course) => [
      `${course}.en`,
      `${course}.zh`,
    ])) {
      const { notebook } = await openNotebook(`examples/${name}.grad.md`);
      const edit = new vscode.WorkspaceEdit();
      // What other suites open is the course as it is.
      const before = notebook.cellCount;
      const probe = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "", "gradbook-typescript");
      edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(notebook.cellCount, [probe])]);
      assert.ok(await vscode.workspace.applyEdit(edit));
      const cells = codeCells(notebook);
      const started = performance.now();
      await checked(cells);
      await print(`  ${(performance.now() - started).toFixed(1).padStart(8)} ms  checks of ${name}`);
      const said = cells
        .slice(0, -1)
        .flatMap((cell) => messages(cell).map((message) => `${cell.document.getText()}: ${message}`));
      const undone = new vscode.WorkspaceEdit();
      const probed = new vscode.NotebookRange(before, before + 1);
      undone.set(notebook.uri, [vscode.NotebookEdit.deleteCells(probed)]);
      assert.ok(await vscode.workspace.applyEdit(undone));
      assert.deepEqual(said, []);
    }
  });

  it("shows what a variable holds once its cell has run", async () => {
    const { editor, notebook } = await openCells(
      "values.grad.md",
      'import { nn, ones } from "gradbook";\nconst x = ones(2, 3, { requiresGrad: true });\nconst [a, b] = [ones(4), "text"];\nlet model = new nn.Linear(3, 1);',
      "const y = model(x);\ny.shape",
      "const x = ones(7);",
    );
    const [first, second, third] = codeCells(notebook);
    const hover = (cell: vscode.NotebookCell, part: string) =>
      ask<vscode.Hover[]>(`hover of ${part}`, "vscode.executeHoverProvider", cell, at(cell, part)).then(
        hoverText,
      );
    const hints = async (cell: vscode.NotebookCell): Promise<string[]> => {
      const whole = new vscode.Range(0, 0, cell.document.lineCount, 0);
      const found = await ask<vscode.InlayHint[]>(
        "inlay hints",
        "vscode.executeInlayHintProvider",
        cell,
        whole,
      );
      return found.map(
        ({ label, position }) => `${position.line}:${position.character} ${JSON.stringify(label)}`,
      );
    };
    assert.doesNotMatch(await hover(second, "x)"), /float32/);
    assert.deepEqual(await hints(first), []);
    await runAll(editor);
    assert.match(
      await until("the value", async () => {
        const text = await hover(second, "x)");
        return text.includes("float32") ? text : null;
      }),
      /const x: Tensor[^]*Tensor float32 \(2, 3\)[^]*requires grad/,
    );
    assert.match(await hover(second, "model"), /let model[^]*4 parameters in 2 tensors/);
    assert.match(await hover(third, "x ="), /\(7\)/);
    assert.deepEqual(await hints(first), ['1:7 "(2, 3)"', '2:8 "(4)"']);
    assert.deepEqual(await hints(second), ['0:7 "(2, 1)"']);
    await showCell(editor, second);
    await until("the hints to be drawn", () =>
      inWorkbench(() => document.querySelectorAll(".notebookOverlay [class*=dyn-rule]").length > 0),
    );
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`language-shapes-${theme}`);
    }
    const setting = vscode.workspace.getConfiguration("gradbook");
    await setting.update("inlayHints.shapes", false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hints(first), []);
    await setting.update("inlayHints.shapes", undefined, vscode.ConfigurationTarget.Global);
  });

  it("looks as a TypeScript file does", async () => {
    const { editor, notebook } = await openText(
      "look.grad.md",
      '# Types in a cell\n\n```ts\nimport { nn, tensor } from "gradbook";\n\nconst x = tensor([[1, 2], [3, 4]]);\nconst model = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());\n```\n\n```ts\nconst y = model(x);\ny.item().toUpperCase();\n\n```\n',
    );
    const [, second] = codeCells(notebook);
    await until("the mark", () => messages(second).length === 1, 30_000);
    await showCell(editor, second);
    await vscode.commands.executeCommand("notebook.cell.edit");
    await until("the cell's editor", () => vscode.window.activeTextEditor?.document === second.document);
    await press("Control+End");
    await typeText("y.so");
    await until("the list of members", async () => {
      await vscode.commands.executeCommand("editor.action.triggerSuggest");
      return inWorkbench(
        () => document.querySelectorAll(".suggest-widget.visible .monaco-list-row").length > 0,
      );
    });
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`language-completion-${theme}`);
    }
    await press("Escape");
    const [first] = codeCells(notebook);
    await showCell(editor, first);
    await vscode.commands.executeCommand("notebook.cell.edit");
    const cellEditor = await until("the first cell's editor", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document === first.document ? active : null;
    });
    const inLinear = at(first, "Linear").translate(0, 2);
    cellEditor.selection = new vscode.Selection(inLinear, inLinear);
    await until("the hover", async () => {
      await vscode.commands.executeCommand("editor.action.showHover");
      return inWorkbench(() =>
        [...document.querySelectorAll(".monaco-hover")].some((shown) => /Wᵀ/.test(shown.textContent ?? "")),
      );
    });
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`language-hover-${theme}`);
    }
  });

  it("serves cells in our language in a Jupyter notebook, once", async () => {
    const cell = (source: string) => ({
      cell_type: "code",
      execution_count: null,
      metadata: { vscode: { languageId: "gradbook-typescript" } },
      outputs: [],
      source,
    });
    const uri = await writeFile(
      "cells.ipynb",
      JSON.stringify({
        cells: [cell('import { ones } from "gradbook";\nconst x = ones(2);'), cell("x")],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    assert.equal(notebook.notebookType, "jupyter-notebook");
    await vscode.window.showNotebookDocument(notebook);
    const [, second] = codeCells(notebook);
    const hovers = await ask<vscode.Hover[]>(
      "hover, Jupyter",
      "vscode.executeHoverProvider",
      second,
      at(second, "x"),
    );
    assert.equal(hovers.length, 1);
    assert.match(hoverText(hovers), /const x: Tensor/);
  });
});
