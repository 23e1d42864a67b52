import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openCells, plainText, replaceCell } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

/** What stands under each cell that says that it is stale or edited, in the window's order. */
const marks = (): Promise<string[]> =>
  inWorkbench(() =>
    [...document.querySelectorAll(".notebookOverlay .cell-status-item")]
      .map((item) => item.textContent?.trim() ?? "")
      .filter((text) => /^(?:Stale|Edited)$/.test(text)),
  );

const marked = (...expected: string[]): Promise<unknown> =>
  until(
    `the marks ${JSON.stringify(expected)}`,
    async () => JSON.stringify(await marks()) === JSON.stringify(expected),
  );

const orders = (notebook: vscode.NotebookDocument): (number | undefined)[] =>
  codeCells(notebook).map((cell) => cell.executionSummary?.executionOrder);

describe("Stale cells", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("are marked when what they use was run again or edited, and run by one command", async () => {
    const { editor, notebook } = await openCells(
      "stale.grad.md",
      "const rate = 1;",
      "const other = 5;",
      "const scaled = rate * 10;",
      "console.log(scaled);",
    );
    await runAll(editor);
    await until("all cells", () => notebook.cellAt(3).executionSummary?.success);
    await marked();
    await runCell(notebook.cellAt(0));
    await marked("Stale", "Stale");
    await replaceCell(notebook.cellAt(0), "const rate = 2;");
    await marked("Edited", "Stale", "Stale");
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`stale-${theme}`);
    }
    await run("gradbook.runStaleCells");
    await until("the last cell again", () => plainText(notebook.cellAt(3)) === "20\n");
    assert.deepEqual(orders(notebook), [6, 2, 7, 8]);
    await marked();
  });

  it("are no longer marked when the edit is undone, or the kernel restarted", async () => {
    const { editor, notebook } = await openCells("stale-undo.grad.md", "const a = 1;", "a;");
    await runAll(editor);
    await until("the last cell", () => notebook.cellAt(1).executionSummary?.success);
    await replaceCell(notebook.cellAt(0), "const a = 2;");
    await marked("Edited", "Stale");
    await replaceCell(notebook.cellAt(0), "const a = 1;");
    await marked();
    await runCell(notebook.cellAt(0));
    await marked("Stale");
    await run("gradbook.restartKernel");
    await marked();
  });

  it("are run by a click on their mark, too", async () => {
    const { editor, notebook } = await openCells("stale-click.grad.md", "let a = 1;", "console.log(a);");
    await runAll(editor);
    await until("the last cell", () => notebook.cellAt(1).executionSummary?.success);
    await replaceCell(notebook.cellAt(0), "let a = 7;");
    await marked("Edited", "Stale");
    await click("workbench", '.cell-status-item[aria-label*="Run stale cells"]');
    await until("the cells again", () => plainText(notebook.cellAt(1)) === "7\n");
  });
});
