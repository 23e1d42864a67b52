/** What a run does to the page: its picture comes into view, and what lies below it does not jump. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, press, until } from "./browser.ts";
import { shareInView } from "./charts.ts";
import { closeAll, openCells } from "./files.ts";
import { assertAllRan, codeCells, runAll, runCell, showCell } from "./notebooks.ts";

interface Watched extends Window {
  tops?: Set<number>;
  ended?: boolean;
}

/** Notes from now on in which heights of the page the lowest output begins. */
function watch(): void {
  const page = window as Watched;
  const tops = (page.tops = new Set<number>());
  page.ended = false;
  const look = (): void => {
    const outputs = [...document.querySelectorAll<HTMLElement>(".output_container")];
    tops.add(Math.max(...outputs.map((output) => Math.round(output.getBoundingClientRect().top))));
    if (!page.ended) requestAnimationFrame(look);
  };
  look();
}

function watched(): number[] {
  const page = window as Watched;
  page.ended = true;
  return [...(page.tops ?? [])];
}

describe("What runs again", function () {
  this.timeout(180_000);
  let editor: vscode.NotebookEditor;
  let training: vscode.NotebookCell;

  before(async () => {
    await closeAll();
    ({ editor } = await openCells(
      "rerun.grad.md",
      `import { liveChart } from "gradbook";
const chart = liveChart({ title: "again", epochs: 30 });
for (let epoch = 1; epoch <= 30; epoch++) {
  chart.add(epoch, { loss: 1 / epoch, valLoss: 1 / epoch + epoch / 100 });
  await new Promise((resolve) => setTimeout(resolve, 100));
}
chart.finish();`,
      'console.log("below")',
    ));
    await runAll(editor);
    assertAllRan(editor.notebook);
    [training] = codeCells(editor.notebook);
  });
  after(closeAll);

  it("lets what is below stay where it is while its chart grows", async () => {
    const verdict = async (): Promise<boolean> =>
      (
        await inOutputs(() => /overfit/i.test(document.querySelector(".gradbook-chip")?.textContent ?? ""))
      ).some(Boolean);
    await showCell(editor, training);
    await until("the verdict", verdict);
    await inOutputs(watch);
    await runCell(training);
    await until("the verdict", verdict);
    const tops = (await inOutputs(watched)).flat();
    assert.equal(tops.length, 1, `The output below was at ${tops.join(", ")}.`);
  });
});

describe("A picture", function () {
  this.timeout(180_000);
  let editor: vscode.NotebookEditor;
  let plotting: vscode.NotebookCell;
  let slow: vscode.NotebookCell;
  let last: vscode.NotebookCell;
  const far = 30;

  before(async () => {
    await closeAll();
    const comment = (count: number): string => "// much text\n".repeat(count);
    ({ editor } = await openCells(
      "in-view.grad.md",
      `import { arange, plot } from "gradbook";\n${comment(28)}`,
      'const t = arange(0, 4, 0.1);\nplot(t, t.sin(), "x", "sine");',
      "1 + 1",
      'await new Promise((resolve) => setTimeout(resolve, 1500));\nplot(t, t.cos(), "x", "cosine");',
      ...Array.from({ length: far }, () => comment(10)),
    ));
    const cells = codeCells(editor.notebook);
    plotting = cells[1];
    slow = cells[3];
    last = cells[far + 3];
    await runCell(cells[0]);
    await runCell(plotting);
    await vscode.commands.executeCommand("notebook.clearAllCellsOutputs");
  });
  after(closeAll);

  const select = (cell: vscode.NotebookCell): void => {
    const range = new vscode.NotebookRange(cell.index, cell.index + 1);
    editor.selection = range;
    editor.revealRange(range);
  };
  const isVisible = (cell: vscode.NotebookCell): boolean =>
    editor.visibleRanges.some(({ start, end }) => start <= cell.index && cell.index < end);

  for (const key of ["Shift+Enter", "Control+Enter"]) {
    it(`is in view after ${key}`, async () => {
      select(editor.notebook.cellAt(0));
      await until("the beginning", () => isVisible(editor.notebook.cellAt(0)));
      // As little as it takes: the cell is the last in the window.
      select(plotting);
      await vscode.commands.executeCommand("notebook.cell.edit");
      await press(key);
      await until("the whole picture to be in view", async () => ((await shareInView("sine")) ?? 0) > 0.99);
      await vscode.commands.executeCommand("notebook.clearAllCellsOutputs");
      await until("the picture to be gone", async () => (await shareInView("sine")) === null);
    });
  }

  it("does not scroll a person back who has gone on", async () => {
    const ran = runCell(slow);
    select(last);
    await until("the end", () => isVisible(last));
    await ran;
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.ok(isVisible(last) && !isVisible(slow));
  });
});
