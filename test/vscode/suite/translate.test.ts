import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { screenshot } from "./browser.ts";
import { activeEditor, assertNotified, closeAll, openText, plainText, writeFile } from "./files.ts";
import { codeCells, runCell } from "./notebooks.ts";

const translate = (): Thenable<unknown> => vscode.commands.executeCommand("gradbook.translatePython");

const book = `# Gradients

A line of text, and the book's cells:

\`\`\`python
import torch

x = torch.arange(4.0, requires_grad=True)
y = 2 * torch.dot(x, x)
y.backward()
\`\`\`

- in a list:

  \`\`\`{.python .input}
  print(f'{x.grad.sum():.1f}', x.grad == 4 * x)
  \`\`\`
`;

describe("Translate PyTorch Cell", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("translates every Python fence of a Markdown cell, and the cells below it run", async () => {
    const { notebook, editor } = await openText("translate.grad.md", book);
    editor.selection = new vscode.NotebookRange(0, 1);
    await translate();
    const cells = codeCells(notebook);
    assert.equal(cells.length, 2);
    assert.deepEqual(
      cells.map(({ index }) => index),
      [1, 2],
    );
    assert.match(
      cells[0].document.getText(),
      /^import \* as torch from "gradbook";\n\nconst x = torch\.arange\(4\.0/,
    );
    assert.doesNotMatch(cells[1].document.getText(), /import/);
    for (const cell of cells) await runCell(cell);
    assert.match(plainText(cells[1]), /^24\.0 tensor\(\[True, True, True, True\]\)/);
    await screenshot("translate");
  });

  it("translates a Python cell, marks what it does not know, and says so", async () => {
    const { notebook, editor } = await openText("translate-python.grad.md", "# Empty\n");
    const edit = new vscode.WorkspaceEdit();
    const python = "%run other.ipynb\nimport torch\nx = torch.fft.fft(torch.ones(2))";
    const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, python, "python");
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(1, [data])]);
    await vscode.workspace.applyEdit(edit);
    editor.selection = new vscode.NotebookRange(1, 2);
    await translate();
    assert.equal(notebook.cellCount, 3);
    const text = notebook.cellAt(2).document.getText();
    assert.match(text, /TODO\(Python\): %run other\.ipynb is a command for a Python notebook/);
    assert.match(text, /TODO\(Python\): the engine has no torch\.fft\./);
    await assertNotified(/2 places are marked with TODO\(Python\)/);
  });

  it("translates selected text into a notebook of its own", async () => {
    const uri = await writeFile("snippet.py", "import torch\ntorch.ones(2) + 1\n");
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    await translate();
    const { notebook } = await activeEditor();
    assert.ok(notebook.isUntitled);
    assert.match(notebook.cellAt(0).document.getText(), /torch\.ones\(2\)\.add\(1\);$/);
  });

  it("says where a text is no Python, and inserts nothing", async () => {
    const { notebook, editor } = await openText(
      "broken.grad.md",
      "# Broken\n\n```python\nx = (1,\ny = 2\n```\n",
    );
    editor.selection = new vscode.NotebookRange(0, 1);
    await translate();
    assert.equal(notebook.cellCount, 1);
    await assertNotified(/Python, line 1, column 5: \( is never closed/);
  });
});
