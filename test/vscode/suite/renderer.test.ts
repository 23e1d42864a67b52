import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { CURVES_MIME, FIGURE_MIME } from "../../../engine/payload/mime.ts";
import { screenshot, setTheme } from "./browser.ts";
import { drawnChart } from "./charts.ts";
import { openNotebook, showCell } from "./notebooks.ts";

const x = Array.from({ length: 101 }, (_, i) => (i - 50) / 10);

const figure: Figure = {
  version: 1,
  title: "sigmoid, 带导数",
  series: [
    { name: "sigmoid", x, y: x.map((v) => 1 / (1 + Math.exp(-v))), fmt: "-" },
    { name: "derivative", x, y: x.map((v) => Math.exp(-v) / (1 + Math.exp(-v)) ** 2), fmt: "m--" },
  ],
  xLabel: "x",
  yLabel: "y",
  xLim: null,
  yLim: null,
  xScale: "linear",
  yScale: "linear",
  figsize: [5, 2.5],
};

const epochs = Array.from({ length: 30 }, (_, i) => i + 1);

const curves: CurvesPayload = {
  version: 1,
  id: "suite-curves",
  title: "训练 / training",
  epochs: 30,
  series: [
    { name: "loss", role: "train", metric: "loss", x: epochs, y: epochs.map((e) => 1 / e) },
    { name: "valLoss", role: "validation", metric: "loss", x: epochs, y: epochs.map((e) => 1 / e + e / 100) },
  ],
  marks: { bestEpoch: 10 },
  state: "finished",
  message: "30 epochs",
  sequence: 30,
};

describe("The renderer in a notebook", () => {
  let editor: vscode.NotebookEditor;

  before(async () => {
    await setTheme("light");
    editor = await openNotebook("notebooks/empty.grad.md");
    const edit = new vscode.WorkspaceEdit();
    const cells = [[FIGURE_MIME, figure] as const, [CURVES_MIME, curves] as const].map(([mime, payload]) => {
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, mime, "gradbook-typescript");
      cell.outputs = [new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.json(payload, mime)])];
      return cell;
    });
    edit.set(editor.notebook.uri, [vscode.NotebookEdit.insertCells(0, cells)]);
    assert.ok(await vscode.workspace.applyEdit(edit));
  });

  after(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  for (const theme of ["light", "dark"] as const) {
    it(`draws still figures and finished curves in the ${theme} theme`, async () => {
      await setTheme(theme);
      for (const cell of editor.notebook.getCells().slice(0, 2)) await showCell(editor, cell);
      const still = await drawnChart(/^sigmoid/);
      const live = await drawnChart(/^训练/);
      assert.deepEqual(
        still.traces.map(({ name, y }) => [name, y.length]),
        [
          ["sigmoid", 101],
          ["derivative", 101],
        ],
      );
      assert.equal(live.traces.filter(({ y }) => y.length === 30).length, 2);
      await screenshot(`renderer-${theme}`);
    });
  }
});
