import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, press, screenshot, setTheme, typeText, until } from "./browser.ts";
import { closeAll, openCells, plainText } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";

const item = '.statusbar-item[id$="gradbook.kernel"]';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

/** The status bar's item as it is seen and as it is read out; empty where there is none. */
const shown = (): Promise<{ text: string; label: string }> =>
  inWorkbench((selector) => {
    const element = document.querySelector(selector);
    const visible = element?.getBoundingClientRect().width ?? 0;
    return {
      text: visible > 0 ? (element?.textContent ?? "") : "",
      label:
        element?.querySelector("a")?.getAttribute("aria-label") ?? element?.getAttribute("aria-label") ?? "",
    };
  }, item);

const shows = (pattern: RegExp): Promise<unknown> =>
  until(`a status that is ${String(pattern)}`, async () => pattern.test((await shown()).text), 30_000);

const ranCount = (notebook: vscode.NotebookDocument): (number | undefined)[] =>
  codeCells(notebook).map((cell) => cell.executionSummary?.executionOrder);

describe("The kernel in the status bar", () => {
  beforeEach(closeAll);
  after(closeAll);

  const startAhead = (value?: boolean): Thenable<void> =>
    vscode.workspace
      .getConfiguration("gradbook")
      .update("kernel.startAhead", value, vscode.ConfigurationTarget.Workspace);
  afterEach(() => startAhead());

  it("is idle as soon as the kernel has been started ahead", async () => {
    await openCells("status-ahead.grad.md", "1");
    await shows(/Gradbook: idle · \d+(\.\d+)? [MG]B/);
  });

  it("is not started, idle or busy, with memory and time, and goes with the notebook", async () => {
    await startAhead(false);
    const { notebook } = await openCells(
      "status.grad.md",
      "const a = 1;",
      "await new Promise((done) => setTimeout(done, 600_000));",
    );
    const [first, slow] = codeCells(notebook);
    await shows(/Gradbook: not started/);
    await runCell(first);
    await shows(/Gradbook: idle · \d+(\.\d+)? [MG]B/);
    const ended = runCell(slow);
    await shows(/Gradbook: busy for [1-9]/);
    assert.match((await shown()).label, /Gradbook kernel: busy, .*MB/);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`kernel-busy-${theme}`);
    }
    await run("gradbook.interrupt");
    await ended;
    await shows(/Gradbook: idle/);
    await closeAll();
    await until("the item to go", async () => (await shown()).text === "");
  });

  it("offers with a click what can be done, by keyboard", async () => {
    const { notebook } = await openCells(
      "status-click.grad.md",
      "let n = 1;",
      "console.log('waits'); await new Promise((done) => setTimeout(done, 600_000));",
      "n",
    );
    const [first, slow, last] = codeCells(notebook);
    await runCell(first);
    const ended = runCell(slow);
    await until("the cell to wait", () => plainText(slow).includes("waits"));
    await click("workbench", item);
    await until("the list", () =>
      inWorkbench(() => document.querySelector(".quick-input-list")?.textContent?.includes("Interrupt")),
    );
    await screenshot("kernel-actions");
    await typeText("Interrupt");
    await press("Enter");
    await ended;
    assert.equal(slow.executionSummary?.success, false);
    await runCell(last);
    assert.match(plainText(last), /1/);
  });
});

describe("Running parts of a notebook", () => {
  beforeEach(closeAll);
  after(closeAll);

  const cells = [
    "var trace = 'a'; globalThis.times = (globalThis.times ?? 0) + 1;",
    "trace += 'b';",
    "trace += 'c';",
  ];

  it("Run Above runs the cells above the selected one only", async () => {
    const { notebook, editor } = await openCells("above.grad.md", ...cells);
    editor.selection = new vscode.NotebookRange(2, 3);
    await run("gradbook.runAbove");
    await until("two cells", () => ranCount(notebook)[1] === 2);
    assert.deepEqual(ranCount(notebook), [1, 2, undefined]);
  });

  it("Run Cell and Below runs the selected one and those below", async () => {
    const { notebook, editor } = await openCells("below.grad.md", ...cells);
    await runCell(notebook.cellAt(0));
    editor.selection = new vscode.NotebookRange(1, 2);
    await run("gradbook.runCellAndBelow");
    await until("the cells", () => notebook.cellAt(2).executionSummary?.success);
    assert.deepEqual(ranCount(notebook), [1, 2, 3]);
  });

  it("Restart and Run All starts from nothing, even while a cell runs", async () => {
    const { notebook, editor } = await openCells(
      "restart-all.grad.md",
      "globalThis.times = (globalThis.times ?? 0) + 1;",
      "console.log(`times ${globalThis.times}`); if (globalThis.hang) for (;;);",
      "globalThis.hang = true;",
    );
    await runAll(editor);
    const [, second, third] = codeCells(notebook);
    void runCell(second).catch(() => undefined);
    await until(
      "the cell to hang",
      () => plainText(second).includes("times 1") && second.executionSummary?.success === undefined,
    );
    await run("gradbook.restartAndRunAll");
    await until(
      "all cells to run again",
      () => third.executionSummary?.success && ranCount(notebook)[2] === 7,
      60_000,
    );
    assert.equal(plainText(second), "times 1\n");
  });
});
