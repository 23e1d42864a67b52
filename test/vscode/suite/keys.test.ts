/** The keys and buttons that people know from Jupyter. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, press, resize, screenshot, typeText, until } from "./browser.ts";
import { activeEditor, closeAll, openText } from "./files.ts";
import { codeCells } from "./notebooks.ts";

const text = "Words.\n\n```ts\n1 + 1\n```\n\n```ts\n2 + 2\n```\n";

describe("Keys and buttons", () => {
  let editor: vscode.NotebookEditor;
  beforeEach(async () => {
    await closeAll();
    ({ editor } = await openText("keys.grad.md", text));
  });
  after(closeAll);

  const cells = (): string[] => editor.notebook.getCells().map((cell) => cell.document.getText());
  const selected = (): number => editor.selection.start;
  const hasRun = (index: number): boolean => editor.notebook.cellAt(index).executionSummary?.success === true;
  const typing = (): Promise<boolean> =>
    inWorkbench(
      () => document.activeElement?.closest(".cell-editor-container, .cell.markdown") instanceof Element,
    );

  /** Selects a cell as a click beside it does, or goes into its editor. */
  async function enter(index: number, mode: "command" | "edit"): Promise<void> {
    editor.selection = new vscode.NotebookRange(index, index + 1);
    await vscode.commands.executeCommand("notebook.focusTop");
    for (let at = 0; at < index; at++) await vscode.commands.executeCommand("list.focusDown");
    await until("the cell to be selected", () => selected() === index);
    if (mode === "edit") await press("Enter");
    await until(`${mode} mode`, async () => (await typing()) === (mode === "edit"));
  }

  for (const mode of ["command", "edit"] as const) {
    it(`Ctrl+Enter runs the cell and stays on it, in ${mode} mode`, async () => {
      await enter(1, mode);
      await press("Control+Enter");
      await until("the cell to run", () => hasRun(1));
      await until("command mode", async () => !(await typing()));
      assert.equal(selected(), 1);
      assert.equal(cells().length, 3);
      assert.equal(cells()[1], "1 + 1");
    });

    it(`Alt+Enter runs the cell and goes on in a new one below, in ${mode} mode`, async () => {
      await enter(1, mode);
      await press("Alt+Enter");
      await until("the cell to run", () => hasRun(1));
      await until("the new cell", () => selected() === 2);
      assert.deepEqual(cells(), ["Words.", "1 + 1", "", "2 + 2"]);
    });

    it(`Shift+Enter runs the cell and goes on to the next, in ${mode} mode`, async () => {
      await enter(1, mode);
      await press("Shift+Enter");
      await until("the cell to run", () => hasRun(1));
      await until("the next cell", () => selected() === 2);
      assert.equal(cells().length, 3);
    });
  }

  it("Ctrl+Enter shows what a text cell says", async () => {
    await enter(0, "edit");
    await typeText("# ");
    await press("Control+Enter");
    await until("command mode", async () => !(await typing()));
    await until("the text to arrive", () => cells()[0] === "# Words.");
  });

  it("a and b insert cells above and below, and stay in command mode", async () => {
    await enter(1, "command");
    await press("a");
    await until("a cell above", () => cells().length === 4);
    assert.deepEqual(cells(), ["Words.", "", "1 + 1", "2 + 2"]);
    await until("the new cell", () => selected() === 1);
    await press("b");
    await until("a cell below", () => cells().length === 5);
    await until("the new cell", () => selected() === 2);
    assert.deepEqual(cells(), ["Words.", "", "", "1 + 1", "2 + 2"]);
    assert.equal(await typing(), false);
  });

  it("dd deletes the cell, z brings it back, and Shift+Z takes it again", async () => {
    await enter(1, "command");
    await press("d");
    await press("d");
    await until("the cell to go", () => cells().length === 2);
    await press("z");
    await until("the cell to come back", () => cells().length === 3);
    assert.equal(cells()[1], "1 + 1");
    await press("Shift+Z");
    await until("the cell to go again", () => cells().length === 2);
  });

  it("m makes text of a cell, and y code of it", async () => {
    await enter(1, "command");
    await press("m");
    const kind = () => editor.notebook.cellAt(1).kind;
    await until("a text cell", () => kind() === vscode.NotebookCellKind.Markup);
    assert.equal(await typing(), false);
    await press("y");
    await until("a code cell", () => kind() === vscode.NotebookCellKind.Code);
    assert.equal(editor.notebook.cellAt(1).document.languageId, "gradbook-typescript");
    assert.equal(cells()[1], "1 + 1");
  });

  it("x, c and v cut, copy and paste cells; k and j go up and down", async () => {
    await enter(1, "command");
    await press("x");
    await until("the cell to go", () => cells().length === 2);
    await press("v");
    await until("the cell to come back", () => cells().length === 3);
    await press("c");
    await press("v");
    await until("a copy", () => cells().length === 4);
    const at = selected();
    await press("k");
    await until("the cell above", () => selected() === at - 1);
    await press("j");
    await until("the cell below", () => selected() === at);
  });

  it("letters are text while a cell is edited", async () => {
    await enter(1, "edit");
    await press("Control+End");
    await typeText(" // abddmyzxcvjk");
    await until("the text", () => cells()[1] === "1 + 1 // abddmyzxcvjk");
    assert.equal(cells().length, 3);
  });

  it("a new notebook has its code cell selected, ready for typing", async () => {
    await vscode.commands.executeCommand("gradbook.newNotebook");
    editor = await activeEditor();
    const [code] = codeCells(editor.notebook);
    assert.ok(code);
    await until("the code cell", () => selected() === code.index);
    await until("its editor", typing);
    await press("Control+Home");
    await typeText("// mine");
    await press("Enter");
    await until("the text", () => code.document.getText().startsWith("// mine\n"));
    await press("Shift+Enter");
    await until("the cell to run", () => code.executionSummary?.success);
    await screenshot("new-notebook");
  });

  it("Run All is there in a narrow window, and runs", async () => {
    try {
      await resize(900);
      await vscode.commands.executeCommand("workbench.view.explorer");
      const buttons = (): Promise<string[]> =>
        inWorkbench(() =>
          [...document.querySelectorAll(".notebook-toolbar-left .action-label")].map(
            (label) => label.textContent || label.getAttribute("aria-label") || "",
          ),
        );
      await until("the toolbar", async () => (await buttons()).length > 0);
      await screenshot("toolbar-900");
      assert.ok((await buttons()).includes("Run All"), JSON.stringify(await buttons()));
      await click("workbench", ".notebook-toolbar-left .action-label[aria-label^='Run All']");
      await until("the last cell", () => hasRun(2));
    } finally {
      await resize(1400);
    }
  });
});
