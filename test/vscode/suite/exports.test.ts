/** Exports, and logs of trainings elsewhere, by the command palette, as a person uses it. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, press, screenshot, setTheme, typeText, until } from "./browser.ts";
import { drawnChart } from "./charts.ts";
import { assertNotified, closeAll, openCells, plainText, readBytes, writeFile } from "./files.ts";
import { byPalette, rows } from "./palette.ts";
import { offeredName } from "./saveDialog.ts";
import { codeCells, runCell } from "./notebooks.ts";

const training = `import { fit, nn, rand } from "gradbook";

const [x, y] = [rand(32, 3), rand(32, 1)];
const net = new nn.Sequential(new nn.Linear(3, 8), new nn.ReLU(), new nn.Linear(8, 1));
const other = new nn.Linear(2, 2);
const history = await fit(net, [x, y], { loss: "mse", epochs: 3, validationSplit: 0.25, title: "Small" });`;

/** The cell that a command has inserted, once it has run. */
async function ranCell(notebook: vscode.NotebookDocument, index: number): Promise<vscode.NotebookCell> {
  const cell = await until("the new cell", () => codeCells(notebook)[index]);
  await until("the new cell to run", () => cell.executionSummary?.success !== undefined);
  assert.equal(cell.executionSummary?.success, true, plainText(cell));
  return cell;
}

async function filesIn(folder: vscode.Uri): Promise<string[]> {
  return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();
}

describe("Exports and logs in the command palette", function () {
  this.timeout(180_000);
  beforeEach(closeAll);
  after(async () => {
    await setTheme("light");
    await closeAll();
  });

  it("offer trainings to PyTorch and models to ONNX, and write what is chosen", async () => {
    const { notebook, editor } = await openCells("exports.grad.md", training);
    const [first] = codeCells(notebook);
    assert.ok(first);
    const folder = vscode.Uri.joinPath(notebook.uri, "..");
    await byPalette("Gradbook: Export to ONNX");
    // The centre does not open before there is something in it.
    await until("the notification", async () => {
      await vscode.commands.executeCommand("notifications.showList");
      return inWorkbench(() =>
        document.querySelector(".notifications-center")?.textContent?.includes("model"),
      );
    });
    await assertNotified(/There is no model to export yet/);
    await runCell(first);
    await vscode.window.showNotebookDocument(notebook);
    await byPalette("Gradbook: Export to PyTorch");
    await until("what can be exported", async () => (await rows()).length === 3);
    assert.match((await rows())[0] ?? "", /history.*History/);
    await screenshot("export-pytorch-choice");
    await press("Enter");
    const pytorch = await ranCell(notebook, 1);
    assert.match(pytorch.document.getText(), /await exportPyTorch\(history, "pytorch\/history"\);$/);
    assert.ok((await filesIn(vscode.Uri.joinPath(folder, "pytorch", "history"))).includes("train.py"));
    await screenshot("export-pytorch");

    await byPalette("Gradbook: Export to ONNX");
    await until("the models", async () => (await rows()).length === 2);
    assert.ok((await rows()).every((row) => /Sequential|Linear/.test(row)));
    await setTheme("dark");
    await screenshot("export-onnx-choice");
    await typeText("net");
    await until("one model", async () => (await rows()).length === 1);
    await press("Enter");
    const onnx = await ranCell(notebook, 2);
    assert.match(onnx.document.getText(), /await exportOnnx\(net, "onnx\/net\.onnx"\);$/);
    const bytes = await readBytes(vscode.Uri.joinPath(folder, "onnx", "net.onnx"));
    assert.match(new TextDecoder("latin1").decode(bytes), /Gradbook[^]*Gemm/);
    await screenshot("export-onnx");
    assert.equal(editor.notebook, notebook);

    // What fit has not trained needs an input: the cell says so, and is there to be changed.
    await byPalette("Gradbook: Export to ONNX");
    await until("the models again", async () => (await rows()).length === 2);
    await typeText("other");
    await until("the other model", async () => (await rows()).length === 1);
    await press("Enter");
    const refused = await until("the refused cell", () => codeCells(notebook)[3]);
    await until("the refused cell to end", () => refused.executionSummary?.success === false);
    assert.match(plainText(refused), /give an input to follow it with, as in \{ input: x \}/);
    await screenshot("export-onnx-refused");
  });

  it("watch the log of a training elsewhere while it grows, until it says that it has ended", async () => {
    const lines = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) =>
        JSON.stringify({
          epoch: from + i + 1,
          loss: 1 / (from + i + 1),
          val_loss: 1.2 / (from + i + 1),
          epochs: 12,
        }),
      ).join("\n");
    let log = `${lines(0, 3)}\n`;
    const uri = await writeFile("elsewhere/history.jsonl", log);
    const { notebook } = await openCells("watch.grad.md", "1 + 1");
    await byPalette("Gradbook: Watch Training Log");
    // What is typed before the folder has been read would be put behind its name.
    await until("the folder in the dialog", async () => (await rows()).some((row) => /elsewhere/.test(row)));
    await until("the file in the dialog", async () => {
      await press("Control+A");
      await typeText(uri.path);
      return (await offeredName()) === uri.path;
    });
    await screenshot("watch-dialog");
    const cell = await until("the watching cell", async () => {
      // The dialog does not take the key while it looks the file up.
      if ((await offeredName()) !== "") await press("Enter");
      return codeCells(notebook)[1];
    });
    assert.match(cell.document.getText(), /await watchHistory\("elsewhere\/history\.jsonl"\);$/);
    const grown = (epochs: number): Promise<unknown> =>
      until(`${epochs} epochs`, async () => {
        const { traces } = await drawnChart(/.*/).catch(() => ({ traces: [] as { x: number[] }[] }));
        return Math.max(0, ...traces.map(({ x }) => x.length)) === epochs;
      });
    await grown(3);
    assert.equal(cell.executionSummary?.success, undefined);
    log += `${lines(3, 8)}\n`;
    await writeFile("elsewhere/history.jsonl", log);
    await grown(8);
    await screenshot("watch-growing");
    await writeFile("elsewhere/history.jsonl", `${log}${lines(8, 12)}\n{"ended": "all done"}\n`);
    await until("the watching to end", () => cell.executionSummary?.success === true);
    await grown(12);
    assert.match(plainText(cell), /all done|12/);
    await screenshot("watch-ended");
  });
});
