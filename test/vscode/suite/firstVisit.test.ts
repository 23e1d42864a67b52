/** Before VS Code is closed: what secondVisit.test.ts finds again, in another window with the same storage. */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { until } from "./browser.ts";
import { closeAll, openCells, plainText, replaceCell } from "./files.ts";
import { codeCells, runAll } from "./notebooks.ts";

/** What is kept for the next visit. */
function kept(): string {
  return textIn(outputsFolder(), /\.outputs$/);
}

/** What VS Code itself has put aside of what was not saved. Its server has that beside all workspaces' storage. */
function backups(): string {
  return textIn(path.join(outputsFolder(), "../../../../Backups"), /./);
}

function outputsFolder(): string {
  const api = vscode.extensions.getExtension<{ outputs: string }>("gradbook.gradbook")?.exports;
  assert.ok(api);
  return api.outputs;
}

/** All files of a folder and the folders in it, whose names match; nothing where it is not there yet. */
function textIn(folder: string, names: RegExp): string {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && names.test(entry.name))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  } catch {
    return "";
  }
}

describe("On the first visit, notebooks are run:", () => {
  afterEach(closeAll);

  it("one with a training, a cell that is edited afterwards, and one that is cleared", async () => {
    const { editor, notebook } = await openCells(
      "kept.grad.md",
      `import { fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(0);
const [x, y] = [randn(96, 4), randn(96, 1)];
const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 1));`,
      `await fit(model, [x, y], { loss: "mse", epochs: 60, validationSplit: 0.25, title: "Kept" }), null`,
      'console.log("printed", 6 * 7); x.shape',
      '"before the edit"',
      'console.log("only for a moment")',
    );
    await runAll(editor);
    await until("all outputs to be kept", () =>
      ["Kept", "printed", "before the edit", "only for a moment"].every((text) => kept().includes(text)),
    );
    const [, , , edited, cleared] = codeCells(notebook);
    assert.ok(edited && cleared);
    editor.selection = new vscode.NotebookRange(cleared.index, cleared.index + 1);
    await vscode.commands.executeCommand("notebook.cell.clearOutputs");
    await until("the cleared output to be forgotten", () => !kept().includes("only for a moment"));
    await replaceCell(edited, '"after the edit"');
    assert.match(plainText(edited), /before the edit/);
    await notebook.save();
  });

  it("one that gets another name", async () => {
    const { editor, notebook } = await openCells("named.grad.md", '"follows its notebook"');
    await runAll(editor);
    await until("its output to be kept", () => kept().includes("follows its notebook"));
    await notebook.save();
    await closeAll();
    const to = vscode.Uri.joinPath(notebook.uri, "..", "renamed.grad.md");
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(notebook.uri, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until("what is kept to follow", () => kept().includes("renamed.grad.md"));
    assert.ok(!kept().includes("/named.grad.md"));
  });

  it("one that is never saved keeps nothing", async () => {
    await vscode.commands.executeCommand("gradbook.newNotebook");
    await until("a notebook", () => vscode.window.activeNotebookEditor !== undefined);
    const editor = vscode.window.activeNotebookEditor;
    assert.ok(editor);
    await runAll(editor);
    // Another notebook's outputs come later, and are there: those of this one would be too.
    const { editor: other } = await openCells("later.grad.md", '"later than the untitled one"');
    await runAll(other);
    await until("the later output", () => kept().includes("later than the untitled one"));
    assert.ok(!kept().includes("untitled:"));
  });
});

describe("On the first visit, a notebook is left open", () => {
  it("with changes that are not saved", async function () {
    // A window of the desktop that tests an extension brings nothing back.
    if (vscode.env.uiKind === vscode.UIKind.Desktop) return this.skip();
    const { editor, notebook } = await openCells(
      "unsaved.grad.md",
      '"stays as it was run"',
      '"run, and edited"',
      '"stays too"',
    );
    await runAll(editor);
    await until("its outputs to be kept", () => kept().includes("stays too"));
    const [, edited] = codeCells(notebook);
    assert.ok(edited);
    await replaceCell(edited, '"edited, and not saved"');
    assert.equal(notebook.isDirty, true);
    await until("VS Code to back it up", () => backups().includes("edited, and not saved"), 120_000);
  });

  it("one whose training is under way when the window is closed", async () => {
    const { editor, notebook } = await openCells(
      "underWay.grad.md",
      `import { fit, manualSeed, nn, randn } from "gradbook";
manualSeed(0);
const [x, y] = [randn(8192, 64), randn(8192, 1)];
await fit(new nn.Linear(64, 1), [x, y], { loss: "mse", epochs: 1e6, title: "Under way" }), null`,
    );
    await notebook.save();
    void runAll(editor);
    await until("its curves so far to be kept", () =>
      /Under way[^]*closed or reloaded after epoch [1-9]/.test(kept()),
    );
  });
});
