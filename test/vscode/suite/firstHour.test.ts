/**
 * The first hour of somebody new: a notebook, a line with the help of completions, an error and its remedy, a training, a
 * plot, a CSV file. How long each step takes is said in the terminal.
 */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, press, print, screenshot, typeText, until } from "./browser.ts";
import { shareInView } from "./charts.ts";
import { activeEditor, closeAll, plainText, replaceCell, writeFile } from "./files.ts";
import { codeCells } from "./notebooks.ts";

interface Observed extends Window {
  tasks?: number[];
}

/** Notes from now on, and from before as far as the browser remembers, what held the page for longer than 50 ms. */
function observeTasks(): void {
  const page = window as Observed;
  if (page.tasks) return;
  const tasks: number[] = (page.tasks = []);
  new PerformanceObserver((list) => {
    tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)));
  }).observe({ type: "longtask", buffered: true });
}

describe("The first hour", function () {
  this.timeout(180_000);
  let editor: vscode.NotebookEditor;
  const times: string[] = [];

  const timed = async (step: string, act: () => Promise<unknown>): Promise<void> => {
    const began = Date.now();
    await act();
    times.push(`${step}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  };
  const shows = (selector: string): Promise<boolean> =>
    inOutputs((wanted) => {
      const found = [...document.querySelectorAll(wanted)].at(-1);
      return found !== undefined && found.getClientRects().length > 0;
    }, selector).then((pages) => pages.some(Boolean));
  const cellAt = (index: number): vscode.NotebookCell => editor.notebook.cellAt(index);
  const lastCode = (): vscode.NotebookCell => {
    const cell = codeCells(editor.notebook).at(-1);
    assert.ok(cell);
    return cell;
  };
  /** Writes a cell as a person who pastes, and runs it by the key. */
  const paste = async (text: string): Promise<vscode.NotebookCell> => {
    const cell = lastCode();
    await vscode.commands.executeCommand("notebook.cell.edit");
    await replaceCell(cell, text);
    await press("Shift+Enter");
    await until("the cell to end", () => cell.executionSummary?.success !== undefined);
    return cell;
  };

  before(closeAll);
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(`first-hour-failed-${Date.now()}`);
  });
  after(async () => {
    const tasks = await inOutputs(() => (window as Observed).tasks ?? []);
    times.push(`tasks of the page over 50 ms: ${tasks.flat().join(", ") || "none"}`);
    await print(times.map((line) => `    ${line}`).join("\n"));
    await closeAll();
  });

  it("begins with a new notebook, ready for typing", async () => {
    await timed("new notebook", async () => {
      await vscode.commands.executeCommand("gradbook.newNotebook");
      editor = await activeEditor();
      await until("its code cell", () => vscode.window.activeTextEditor?.document === cellAt(1).document);
    });
    await screenshot("first-hour-1-new");
  });

  it("goes on with a line that completions help to write", async () => {
    await press("Control+A");
    await timed("first line, with completion and result", async () => {
      await typeText("const t = tens");
      await until("the list", () =>
        inWorkbench(
          () =>
            document.querySelector(".suggest-widget.visible .monaco-list-row.focused .label-name")
              ?.textContent === "tensor",
        ),
      );
      await screenshot("first-hour-2-completion");
      await press("Enter");
      // Its import comes with it, or a moment later.
      await until("the import", () => cellAt(1).document.getText().startsWith("import { tensor }"));
      await typeText("([[1, 2], [3, 4]]);\nt");
      await press("Shift+Enter");
      await until("the tensor", () => /^tensor\(\[\[1/.test(plainText(cellAt(1))));
    });
    await until("the page of outputs", async () => (await inOutputs(() => true)).length > 0);
    assert.match(cellAt(1).document.getText(), /^import \{ tensor \} from "gradbook";\n/);
    await inOutputs(observeTasks);
    await screenshot("first-hour-3-tensor");
  });

  it("has its first error, whose remedy helps", async () => {
    await timed("first error", async () => {
      await paste('import { ones } from "gradbook";\nones(3, 2).matmul(ones(3, 2))');
      await until("the remedy", () => shows(".gradbook-error-remedy"));
    });
    await screenshot("first-hour-4-error");
  });

  it("mends it", async () => {
    const cell = codeCells(editor.notebook)[1];
    assert.ok(cell);
    await timed("its fix", async () => {
      editor.selection = new vscode.NotebookRange(cell.index, cell.index + 1);
      await vscode.commands.executeCommand("notebook.cell.edit");
      await replaceCell(cell, 'import { ones } from "gradbook";\nones(3, 2).matmul(ones(3, 2).T)');
      await press("Shift+Enter");
      await until("the cell to run", () => cell.executionSummary?.success);
    });
    await screenshot("first-hour-5-mended");
  });

  it("trains a model of its own", async () => {
    await timed("first training, with verdict", async () => {
      const cell = await paste(`import { fit, manualSeed, nn, randn } from "gradbook";
manualSeed(1);
const x = randn(200, 1);
const y = x.mul(3).add(randn(200, 1).mul(0.1));
const model = new nn.Sequential(new nn.Linear(1, 8), new nn.Tanh(), new nn.Linear(8, 1));
await fit(model, [x, y], { loss: "mse", epochs: 60, validationSplit: 0.25 });`);
      assert.ok(cell.executionSummary?.success, plainText(cell));
      await until("the verdict", () => shows(".gradbook-chip:not([hidden])"));
    });
    await until("the whole chart to be in view", async () => ((await shareInView("valLoss")) ?? 0) > 0.99);
    await screenshot("first-hour-6-training");
  });

  it("draws a plot of its own", async () => {
    await timed("first plot", async () => {
      const cell = await paste(
        'import { arange, plot } from "gradbook";\nconst a = arange(0, 6, 0.1);\nplot(a, [a.sin(), a.cos()], "a", "value", { legend: ["sine", "cosine"] });',
      );
      assert.ok(cell.executionSummary?.success, plainText(cell));
      await until("the plot", () => shows('.gradbook-frame[aria-label*="cosine"][aria-busy="false"]'));
    });
    await screenshot("first-hour-7-plot");
  });

  it("reads a CSV file of its own", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${(i * 1.5).toFixed(2)},${i % 3 ? "yes" : ""}`);
    await writeFile("mine.csv", `id,height,known\n${rows.join("\n")}\n`);
    await timed("first CSV", async () => {
      const cell = await paste('import { data } from "gradbook";\nawait data.readCsv("mine.csv")');
      assert.ok(cell.executionSummary?.success, plainText(cell));
      await until("the table", () => shows(".gradbook-records"));
    });
    await screenshot("first-hour-8-csv");
  });
});
