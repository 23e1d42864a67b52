/** After VS Code was closed: the notebooks of firstVisit.test.ts are opened again. */
import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import * as vscode from "vscode";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import { inWorkbench, screenshot, setTheme, until } from "./browser.ts";
import { drawnChart } from "./charts.ts";
import { assertNotified, closeAll, openFile, plainText, readBytes } from "./files.ts";
import { codeCells, runCell, showCell } from "./notebooks.ts";

describe("On the second visit, a notebook that was left open", () => {
  afterEach(closeAll);

  it("comes back with its unsaved text, and shows what it showed where a cell was not edited", async function () {
    // A window of the desktop that tests an extension brings nothing back.
    if (vscode.env.uiKind === vscode.UIKind.Desktop) return this.skip();
    const notebook = await until("VS Code to bring it back", () =>
      vscode.workspace.notebookDocuments.find(({ uri }) => uri.path.endsWith("/unsaved.grad.md")),
    );
    const file = new TextDecoder().decode(await readBytes(notebook.uri));
    assert.match(file, /run, and edited/, "The edit has not been saved.");
    const cells = codeCells(notebook);
    assert.deepEqual(
      cells.map((cell) => cell.document.getText()),
      ['"stays as it was run"', '"edited, and not saved"', '"stays too"'],
    );
    assert.deepEqual(cells.map(plainText), ["'stays as it was run'", "", "'stays too'"]);
  });
});

describe("On the second visit, after VS Code was closed,", () => {
  afterEach(closeAll);

  const open = (name: string) => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    return openFile(vscode.Uri.joinPath(folder.uri, name));
  };

  it("the trainings of the first visit are in the Runs view, with their curves", async () => {
    await vscode.commands.executeCommand("gradbook.showRuns");
    const text = await until("the run that was kept", async () => {
      const rows = await inWorkbench(() =>
        [...document.querySelectorAll(".part.panel .monaco-list-row")].map((row) => row.textContent ?? ""),
      );
      return rows.find((row) => row.startsWith("Kept"));
    });
    assert.match(text, /^Kept[▁▂▃▄▅▆▇█·]+ valLoss \d/);
    await screenshot("runs-second-visit");
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });

  it("a notebook shows what it showed: the chart's last state, and text, where a cell's own is the same", async () => {
    const { editor, notebook } = await open("kept.grad.md");
    const [setUp, training, printing, edited, cleared] = codeCells(notebook);
    assert.ok(setUp && training && printing && edited && cleared);
    const item = training.outputs.flatMap(({ items }) => items).find(({ mime }) => mime === CURVES_MIME);
    assert.ok(item, plainText(training));
    const chart = JSON.parse(new TextDecoder().decode(item.data)) as CurvesPayload;
    assert.deepEqual(
      [chart.title, chart.state, chart.series.map(({ name, x }) => [name, x.length])],
      [
        "Kept",
        "finished",
        [
          ["loss", 60],
          ["valLoss", 60],
        ],
      ],
    );
    assert.match(plainText(printing), /printed 42[^]*96/);
    assert.deepEqual([edited.outputs, cleared.outputs], [[], []]);
    assert.equal(edited.document.getText(), '"after the edit"');
    assert.equal(notebook.isDirty, false);
    for (const cell of codeCells(notebook)) assert.equal(cell.executionSummary?.executionOrder, undefined);

    await showCell(editor, training);
    const drawn = await until("the chart", async () => {
      const found = await drawnChart(/^Kept$/);
      return found.traces.some(({ x }) => x.length === 60) ? found : undefined;
    });
    assert.equal(drawn.message, chart.message);
    await screenshot("restored-light");
    await setTheme("dark");
    await until("the dark colours", async () => (await drawnChart(/^Kept$/)).textColour !== drawn.textColour);
    await screenshot("restored-dark");
    await setTheme("light");

    // It runs as any other: no variable has come back with it.
    await runCell(setUp);
    await runCell(training);
    assert.equal(training.executionSummary?.success, true, plainText(training));
  });

  it("a training that was under way shows its curves so far, as ended", async () => {
    const { editor, notebook } = await open("underWay.grad.md");
    const [training] = codeCells(notebook);
    assert.ok(training);
    await showCell(editor, training);
    const drawn = await drawnChart(/^Under way$/);
    assert.match(drawn.message, /^The window was closed or reloaded after epoch \d+\.$/);
    assert.ok(drawn.traces.some(({ x }) => x.length > 0));
    await screenshot("under-way-when-closed");
  });

  it("a notebook that got another name too", async () => {
    const { notebook } = await open("renamed.grad.md");
    assert.match(codeCells(notebook).map(plainText).join(), /follows its notebook/);
  });

  it("until it is told to forget", async () => {
    const api = vscode.extensions.getExtension<{ outputs: string }>("gradbook.gradbook")?.exports;
    assert.ok(api);
    const { notebook } = await open("later.grad.md");
    assert.match(codeCells(notebook).map(plainText).join(), /later than the untitled one/);
    await closeAll();
    await until("VS Code to let go of the notebook", () => notebook.isClosed);
    await vscode.commands.executeCommand("gradbook.forgetOutputs");
    assert.deepEqual(
      readdirSync(api.outputs).filter((name) => name.endsWith(".outputs")),
      [],
    );
    await assertNotified(/no longer kept for the next time/);
    const { notebook: again } = await open("later.grad.md");
    assert.deepEqual(
      codeCells(again).map(({ outputs }) => outputs.length),
      [0],
    );
  });
});
