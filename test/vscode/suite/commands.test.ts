import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, press, screenshot, typeText, until } from "./browser.ts";
import {
  activeEditor,
  assertNotified,
  closeAll,
  openCells,
  openText,
  plainText,
  readBytes,
  replaceCell,
} from "./files.ts";
import { assertAllRan, codeCells, runCell } from "./notebooks.ts";

const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);

const mimes = (cell: vscode.NotebookCell): string[] =>
  cell.outputs.flatMap((output) => output.items.map((item) => item.mime));

/** Runs in the page: the list takes keys. The rows of an earlier one stay in the page, hidden. */
function listIsOpen(): boolean {
  const widget = document.activeElement?.closest(".quick-input-widget");
  return (widget?.querySelectorAll(".quick-input-list .monaco-list-row").length ?? 0) > 5;
}

describe("Commands", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("New Notebook opens one that is not saved, and its cell plots", async () => {
    await run("gradbook.newNotebook");
    const { notebook } = await activeEditor();
    assert.equal(notebook.notebookType, "gradbook");
    assert.ok(notebook.isUntitled);
    assert.match(notebook.uri.path, /\.grad\.md$/);
    assert.match(notebook.cellAt(0).document.getText(), /^# /);
    const [cell] = codeCells(notebook);
    assert.ok(cell);
    await runCell(cell);
    assert.ok(mimes(cell).includes("application/vnd.gradbook.picture+json"), plainText(cell));
  });

  it("Open Course opens it in the editor's language", async () => {
    await run("gradbook.openCourse", "deep-learning");
    const { notebook } = await activeEditor();
    assert.match(notebook.uri.path, /\/deep-learning\.en\.grad\.md$/);
    assert.ok(codeCells(notebook).length > 10);
  });

  it("Open Course goes on for no editor that is closed while it opens", async () => {
    const hides = (): Promise<boolean> =>
      inWorkbench(() =>
        [...document.querySelectorAll(".part.statusbar .statusbar-item")].every(
          (item) => !/Opening the course/.test(item.textContent ?? ""),
        ),
      );
    for (const course of ["deep-learning", "convolution-to-attention"]) {
      void run("gradbook.openCourse", course);
      await until("its tab", () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0));
      await closeAll();
      await until("nothing to be under way", hides);
    }
  });

  it("Open Course asks which of the courses, and opens what is picked", async () => {
    const opening = run("gradbook.openCourse");
    await until("the list of courses", () =>
      inWorkbench(
        () =>
          document.activeElement
            ?.closest(".quick-input-widget")
            ?.querySelector(".quick-input-list")
            ?.textContent?.includes("From convolution to attention") ?? false,
      ),
    );
    await screenshot("course-pick");
    await press("ArrowDown");
    await press("Enter");
    await opening;
    const { notebook } = await activeEditor();
    assert.match(notebook.uri.path, /\/convolution-to-attention\.en\.grad\.md$/);
    assert.ok(codeCells(notebook).length > 20);
    await closeAll();
    const left = run("gradbook.openCourse");
    await until("the list again", () =>
      inWorkbench(() => document.activeElement?.closest(".quick-input-widget") !== null),
    );
    await press("Escape");
    await left;
    assert.equal(vscode.window.activeNotebookEditor, undefined, "nothing is opened where nothing is picked");
  });

  it("Open Course makes a copy where the workspace has none, and never writes over what was edited in it", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const course = vscode.Uri.joinPath(folder.uri, "examples");
    const aside = vscode.Uri.joinPath(folder.uri, "aside");
    await vscode.workspace.fs.rename(course, aside);
    try {
      await run("gradbook.openCourse", "deep-learning");
      const { notebook } = await activeEditor();
      const uri = notebook.uri;
      assert.equal(uri.path.startsWith(folder.uri.path), false);
      assert.ok((await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, "..", "img"))).type);
      await replaceCell(notebook.cellAt(0), "# Mine");
      await until("the save", async () => notebook.save());
      await closeAll();
      await run("gradbook.openCourse", "deep-learning");
      const again = await activeEditor();
      assert.equal(again.notebook.uri.toString(), uri.toString());
      assert.equal(again.notebook.cellAt(0).document.getText(), "# Mine");
    } finally {
      await vscode.workspace.fs.rename(aside, course);
    }
  });

  it("Run All runs every cell", async () => {
    const { notebook } = await openCells("run-all.grad.md", "const a = 1;", "console.log(a + 1)");
    await run("gradbook.runAll");
    await until("the last cell", () => notebook.cellAt(1).executionSummary?.success);
    assertAllRan(notebook);
    assert.equal(plainText(notebook.cellAt(1)), "2\n");
  });

  it("Interrupt stops the running cell and keeps variables", async () => {
    const { notebook } = await openCells(
      "interrupt.grad.md",
      "let n = 41;",
      "n++;\nconsole.log('looping');\nfor (;;);",
      "console.log(n)",
    );
    const [first, loop, last] = codeCells(notebook);
    await runCell(first);
    const ended = runCell(loop);
    await until("the loop to run", () => plainText(loop).includes("looping"));
    await run("gradbook.interrupt");
    await ended;
    assert.equal(loop.executionSummary?.success, false);
    await runCell(last);
    assert.equal(plainText(last), "42\n");
  });

  it("Restart Kernel forgets all variables", async () => {
    const { notebook } = await openCells(
      "restart.grad.md",
      "globalThis.kept = 1; const a = 1;",
      "globalThis.kept",
      "a",
    );
    const [first, second, third] = codeCells(notebook);
    await runCell(first);
    await run("gradbook.restartKernel");
    await runCell(second);
    assert.equal(second.executionSummary?.success, true);
    assert.equal(plainText(second).includes("1"), false);
    await runCell(third);
    assert.equal(third.executionSummary?.success, false);
  });

  it("Plot an Activation Function inserts a cell below the current one, and runs it", async () => {
    const { notebook, editor } = await openCells("activation.grad.md", "1", "2");
    editor.selection = new vscode.NotebookRange(0, 1);
    const done = run("gradbook.plotActivation");
    await until("the list", () => inWorkbench(listIsOpen));
    await typeText("GELU");
    await press("Enter");
    await done;
    const cell = notebook.cellAt(1);
    assert.match(cell.document.getText(), /plotActivation\("gelu"\)/);
    await until("the cell to run", () => cell.executionSummary?.success !== undefined);
    assert.ok(cell.executionSummary?.success, plainText(cell));
    assert.ok(mimes(cell).includes("application/vnd.gradbook.picture+json"));
  });

  it("Plot an Activation Function goes below what ran last, and never above front matter", async () => {
    const text = "---\ntitle: Mine\n---\n\n```ts\n1\n```\n\n```ts\n2\n```\n";
    const { notebook, uri } = await openText("front-matter.grad.md", text);
    await run("notebook.execute");
    await until("the last cell", () => notebook.cellAt(2).executionSummary?.success);
    await press("Escape");
    const done = run("gradbook.plotActivation");
    await until("the list", () => inWorkbench(listIsOpen));
    await press("Enter");
    await done;
    assert.match(notebook.cellAt(3).document.getText(), /plotActivation\("relu"\)/);
    await until("the cell to run", () => notebook.cellAt(3).executionSummary?.success);
    await until("the picture to be in view", async () =>
      (
        await inOutputs(() =>
          [...document.querySelectorAll(".gradbook-box svg:not(.gradbook-icon)")].some(
            (svg) => svg.getClientRects().length > 0,
          ),
        )
      ).some(Boolean),
    );
    await until("the save", async () => notebook.save());
    const saved = new TextDecoder().decode(await readBytes(uri));
    assert.ok(saved.startsWith(text.trimEnd()), saved);
    await screenshot("plot-activation-below");
  });

  it("a cell put above front matter by hand is saved below it", async () => {
    const text = "---\ntitle: Mine\n---\n\n```ts\n1\n```\n";
    const { notebook, uri } = await openText("above-front-matter.grad.md", text);
    const edit = new vscode.WorkspaceEdit();
    const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "0", "gradbook-typescript");
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [added])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    // VS Code gives a save up that takes too long on a busy machine.
    await until("the save", async () => notebook.save());
    const saved = new TextDecoder().decode(await readBytes(uri));
    assert.equal(saved, "---\ntitle: Mine\n---\n\n```ts\n0\n```\n\n```ts\n1\n```\n");
  });

  it("Plot an Activation Function makes a notebook where there is none", async () => {
    const done = run("gradbook.plotActivation");
    await until("the list", () => inWorkbench(listIsOpen));
    await press("Enter");
    await done;
    const { notebook } = await activeEditor();
    assert.match(notebook.cellAt(0).document.getText(), /plotActivation\("relu"\)/);
    await until("the cell to run", () => notebook.cellAt(0).executionSummary?.success);
  });

  it("say what is missing when no notebook is open", async () => {
    for (const command of ["gradbook.runAll", "gradbook.interrupt", "gradbook.restartKernel"])
      await run(command);
    await assertNotified(/Open a Gradbook notebook first\./);
  });
});
