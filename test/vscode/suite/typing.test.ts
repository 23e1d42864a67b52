import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, press, screenshot, typeText, until } from "./browser.ts";
import { faults } from "./cellLanguage.ts";
import { closeAll, openCells, plainText } from "./files.ts";
import { codeCells, runCell, showCell } from "./notebooks.ts";

/** The cell with the cursor at its end, as after a click. */
async function edit(editor: vscode.NotebookEditor, cell: vscode.NotebookCell): Promise<void> {
  await showCell(editor, cell);
  await vscode.commands.executeCommand("notebook.cell.edit");
  await until("the cell's editor", () => vscode.window.activeTextEditor?.document === cell.document);
  await press("Control+End");
}

/** What Enter would take from the list of completions; empty while there is none. */
const focused = (): Promise<string> =>
  inWorkbench(
    () =>
      document.querySelector(".suggest-widget.visible .monaco-list-row.focused .label-name")?.textContent ??
      "",
  );

/** Enter takes what is in front as soon as anything is. */
async function take(name: string): Promise<void> {
  assert.equal(await until("the list", focused), name);
  await press("Enter");
}

const hints = (): Promise<string> =>
  inWorkbench(() => document.querySelector(".parameter-hints-widget.visible")?.textContent ?? "");

describe("A person who types", () => {
  afterEach(closeAll);

  it("is offered what the engine exports, and Enter imports it", async () => {
    const { editor, notebook } = await openCells("typing-import.grad.md", "", "");
    const [cell, below] = codeCells(notebook);
    await edit(editor, cell);
    await typeText("tens");
    await until("the list", focused);
    await screenshot("typing-tens");
    await take("tensor");
    await until("the import", () => cell.document.lineCount === 2);
    await typeText("(");
    await until("the parameter hints", async () => /tensor\(given: TensorData/.test(await hints()));
    await screenshot("typing-hints");
    await typeText("[1, 2]");
    await press("End");
    await typeText(";");
    const whole = 'import { tensor } from "gradbook";\ntensor([1, 2]);';
    await until("the text", () => cell.document.getText() === whole);
    await edit(editor, below);
    await typeText("tens");
    await take("tensor");
    await until("the name", () => below.document.getText() === "tensor");
  });

  it("completes the names in an import, and its module", async () => {
    const { editor, notebook } = await openCells("typing-names.grad.md", "");
    const [cell] = codeCells(notebook);
    await edit(editor, cell);
    await typeText("import { ten");
    await take("tensor");
    await until("the import", () => cell.document.getText() === 'import { tensor } from "gradbook";');
    await screenshot("typing-import");
    await typeText(", rel");
    await take("relu");
    await until("both", () => cell.document.getText() === 'import { tensor, relu } from "gradbook";');
  });

  it("mends with the key for quick fixes what is missing, and what is not TypeScript", async () => {
    const { editor, notebook } = await openCells(
      "typing-fix.grad.md",
      'import { fit, nn, ones } from "gradbook";\nconst x = ones(4, 2);',
      "relu(x)",
      'const history = fit(new nn.Linear(2, 1), [x, ones(4, 1)], { loss: "mse", epochs: 1 });',
      "x[0:2]",
      "x ** 2",
      "print(x)",
    );
    const rows = [
      [1, 'import { relu } from "gradbook";\nrelu(x)'],
      [2, 'const history = await fit(new nn.Linear(2, 1), [x, ones(4, 1)], { loss: "mse", epochs: 1 });'],
      [3, 'x.get("0:2")'],
      [4, "x.pow(2)"],
      [5, "console.log(x)"],
    ] as const;
    for (const [index, mended] of rows) {
      const cell = codeCells(notebook)[index];
      const [mark] = await until("the mark", () => (faults(cell).length > 0 ? faults(cell) : null), 60_000);
      await edit(editor, cell);
      const active = vscode.window.activeTextEditor;
      assert.equal(active?.document, cell.document);
      active.selection = new vscode.Selection(mark.range.start, mark.range.start);
      if (index === 2) await screenshot("typing-await");
      await vscode.commands.executeCommand("editor.action.autoFix");
      await until("the fix", () => cell.document.getText() === mended, 20_000);
    }
  });

  it("is told by a run which cell to run first, and that a training was not awaited", async () => {
    const { notebook } = await openCells(
      "typing-runs.grad.md",
      'import { fit, nn, ones } from "gradbook";\nconst x = ones(4, 2);',
      "x.sum()",
      'fit(new nn.Linear(2, 1), [x, ones(4, 1)], { loss: "mse", epochs: 1 });\n1;',
    );
    const [first, second, third] = codeCells(notebook);
    await runCell(second);
    assert.match(
      plainText(second),
      /x is not defined\. Cell 1 declares it and has not run: run that one first\./,
    );
    await runCell(first);
    await runCell(third);
    await until("the line", () => /fit\(…\) was not awaited/.test(plainText(third)));
  });
});
