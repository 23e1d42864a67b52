/** Charts of trainings under way, in a window: they grow, stay, come back, and end as the person wishes. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import { inOutputs, screenshot, setTheme, until } from "./browser.ts";
import { drawnChart, type DrawnChart } from "./charts.ts";
import { closeAll, openCells, openFile, plainText } from "./files.ts";
import { codeCells, runCell, showCell } from "./notebooks.ts";

/** Trains until it is stopped, some twenty epochs a second. The data are noise: the curves never lie still. */
const setUp = `import { EarlyStopping, fit, liveChart, manualSeed, nn, optim, randn, type Callback, type History } from "gradbook";

manualSeed(0);
const [x, y] = [randn(96, 4), randn(96, 1)];
const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 1));
const seen: string[] = [];
const shown = () => String([...model.parameters()[0].toTypedArray()]);
const slowly: Callback = {
  async onEpochEnd(epoch) {
    seen.push(shown());
    if (epoch % 10 === 0) console.log(epoch);
    await new Promise((resolve) => setTimeout(resolve, 50));
  },
};
function train(title: string, ...callbacks: Callback[]): Promise<History> {
  return fit(model, [x, y], {
    loss: "mse",
    optimizer: new optim.SGD(model.parameters(), { lr: 0.05 }),
    epochs: 100_000,
    batchSize: 8,
    validationSplit: 0.25,
    title,
    callbacks: [...callbacks, slowly],
  });
}`;

const stopping = "new EarlyStopping({ patience: 90_000, minDelta: 0.05, restoreBestWeights: true })";

/** The chart called `title`, once it shows more than `epochs` epochs. */
const grown = (title: string, epochs: number): Promise<DrawnChart> =>
  until(`${title} to show more than ${epochs} epochs`, async () => {
    const chart = await drawnChart(new RegExp(`^${title}$`));
    return lastEpoch(chart) > epochs ? chart : undefined;
  });

const lastEpoch = ({ traces }: DrawnChart): number => Math.max(0, ...traces.map(({ x }) => x.at(-1) ?? 0));

/** Every epoch is there from the first on: a chart that missed some while nobody looked would have a gap. */
function assertWhole({ traces }: DrawnChart): void {
  for (const { x } of traces) {
    const last = x.at(-1) ?? 0;
    // Beyond, not every epoch can be told apart.
    if (last <= 500)
      assert.deepEqual(
        x,
        Array.from({ length: last }, (_, i) => i + 1),
      );
  }
}

/** Interrupts the running cell, as the button does that only a notebook in view has. */
async function stop(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand("notebook.cancelExecution", { document: notebook.uri });
}

/** The chart as the cell's output keeps it. */
function keptChart(cell: vscode.NotebookCell): CurvesPayload {
  const items = cell.outputs.flatMap((output) => output.items);
  const item = items.findLast(({ mime }) => mime === CURVES_MIME);
  assert.ok(item, plainText(cell));
  return JSON.parse(new TextDecoder().decode(item.data)) as CurvesPayload;
}

/** A notebook with `setUp` run and its second cell under way. */
async function started(name: string, ...cells: string[]) {
  const { editor, notebook } = await openCells(name, setUp, ...cells);
  const [first, training, ...others] = codeCells(notebook);
  assert.ok(first && training);
  await runCell(first);
  const ended = runCell(training, 150_000);
  // Where the cell itself goes, nobody waits for its end.
  ended.catch(() => undefined);
  await showCell(editor, training);
  return { editor, notebook, training, others, ended };
}

describe("A training in the window", function () {
  this.timeout(180_000);
  before(closeAll);
  afterEach(async () => {
    await closeAll();
    await setTheme("light");
  });

  it("draws more as it goes on, in the theme of the moment, and early stopping with it", async () => {
    await setTheme("light");
    const { notebook, ended, training } = await started(
      "grows.grad.md",
      `await train("Grows", ${stopping});`,
    );
    const early = await grown("Grows", 3);
    await inOutputs(markCharts);
    // The points are the chart's own, which grow before they are drawn.
    const later = await until("longer lines", async () => {
      const chart = await grown("Grows", lastEpoch(early) + 20);
      const isLonger = chart.traces.map(({ corners }, i) => corners > (early.traces[i]?.corners ?? 0));
      return isLonger.length === 2 && isLonger.every(Boolean) ? chart : undefined;
    });
    assert.match(later.message, /^Epoch \d+\/100000 · \d\/9 · (.*\/step · ETA .* · )?loss /);
    await until("patience to run", async () => /^patience \d+\/90000$/.test((await grown("Grows", 1)).chip));
    const { texts } = await until("the band", async () => {
      const chart = await grown("Grows", 1);
      return chart.texts.includes("minDelta") ? chart : undefined;
    });
    assert.ok(
      texts.some((text) => /^best \d+$/.test(text)),
      texts.join(" | "),
    );
    await screenshot("training-light");
    await setTheme("dark");
    const dark = await until("the dark colours", async () => {
      const chart = await grown("Grows", 1);
      return chart.textColour !== later.textColour ? chart : undefined;
    });
    assertWhole(await grown("Grows", lastEpoch(dark) + 5));
    await screenshot("training-dark");
    assert.deepEqual(await inOutputs(areMarked), [true], "the chart was updated, not replaced");
    await stop(notebook);
    await ended;
    assert.equal(keptChart(training).state, "interrupted");
  });

  it("goes on while its chart is out of sight, which is whole when it comes back", async () => {
    const below = Array.from({ length: 40 }, (_, i) => `// ${i}\n\n\n\n\n`);
    const { editor, notebook, training, others, ended } = await started(
      "scrolls.grad.md",
      'await train("Scrolls");',
      ...below,
    );
    const before = lastEpoch(await grown("Scrolls", 3));
    const last = others.at(-1);
    assert.ok(last);
    await showCell(editor, last);
    const inSight = () =>
      editor.visibleRanges.some((range) => range.start <= training.index && training.index < range.end);
    await until("the chart to leave", () => !inSight());
    const printed = () => Number(/\d+$/.exec(plainText(training).trim())?.[0] ?? 0);
    await until("twenty more epochs", () => printed() > before + 20);
    await showCell(editor, training);
    await until("the chart to come back", inSight);
    const back = await grown("Scrolls", before + 20);
    assertWhole(back);
    assertWhole(await grown("Scrolls", lastEpoch(back) + 5));
    await stop(notebook);
    await ended;
  });

  it("leaves a chart beside it to its own points", async () => {
    const { notebook, training, ended } = await started(
      "beside.grad.md",
      `const beside = liveChart({ title: "Beside" });
await train("Here", { onEpochEnd: (epoch) => beside.add(epoch, { loss: 1 / epoch, valLoss: 2 / epoch }) });
beside.finish("by hand");`,
    );
    await grown("Here", 5);
    const { traces } = await grown("Beside", 5);
    for (const { name, x, y } of traces)
      assert.deepEqual(
        y,
        x.map((epoch) => (name === "loss" ? 1 : 2) / (epoch ?? NaN)),
      );
    await screenshot("training-two-charts");
    await stop(notebook);
    await ended;
    const [hand, trained] = training.outputs
      .flatMap(({ items }) => items)
      .filter(({ mime }) => mime === CURVES_MIME)
      .map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as CurvesPayload);
    assert.deepEqual([hand?.title, hand?.state, hand?.message], ["Beside", "finished", "by hand"]);
    assert.deepEqual([trained?.title, trained?.state], ["Here", "interrupted"]);
  });

  it("ends with every epoch, in the chart that was there from the start", async () => {
    const { training, ended } = await started(
      "ends.grad.md",
      `await fit(model, [x, y], { loss: "mse", epochs: 150, validationSplit: 0.25, title: "Ends" });`,
    );
    await drawnChart(/^Ends$/);
    await ended;
    const chart = await grown("Ends", 149);
    assertWhole(chart);
    assert.deepEqual(
      chart.traces.map(({ name, x }) => [name, x.length]),
      [
        ["loss", 150],
        ["valLoss", 150],
      ],
    );
    assert.equal(keptChart(training).state, "finished");
    assert.match(keptChart(training).message, /^150 epochs · .* · loss [\d.]+ · valLoss [\d.]+$/);
  });

  it("is there again, sliders and all, when its notebook is saved, closed and opened", async () => {
    const { editor, notebook, training, ended } = await started(
      "reopened.grad.md",
      `await fit(model, [x, y], { loss: "mse", epochs: 60, validationSplit: 0.25, title: "Reopened" });`,
    );
    await ended;
    const kept = keptChart(training);
    await drawnChart(/^Reopened$/);
    await notebook.save();
    await closeAll();
    await until("VS Code to let go of the notebook", () => notebook.isClosed);
    const { notebook: again } = await openFile(notebook.uri);
    const cells = codeCells(again);
    assert.deepEqual(keptChart(cells[1] ?? training), kept);
    assert.equal(again.isDirty, false);
    await showCell(vscode.window.activeNotebookEditor ?? editor, cells[1] ?? training);
    const chart = await grown("Reopened", 59);
    assertWhole(chart);
    assert.equal(chart.message, kept.message);
    await triedOut();
    await screenshot("training-reopened");
    // No variable came back with it.
    assert.equal(cells[1]?.executionSummary?.executionOrder, undefined);
  });

  it("ends between two batches when it is interrupted: best weights, history, and the cell says so", async () => {
    const { editor, notebook, training, others, ended } = await started(
      "interrupted.grad.md",
      `const history = await train("Stopped", ${stopping});`,
      "const { marks: { bestEpoch = 0, restoredEpoch }, ended, epochs } = history;\n" +
        "console.log(JSON.stringify({ bestEpoch, restoredEpoch, reason: ended?.reason, epochs: epochs.length, seen: seen.length, " +
        "restored: shown() === seen[bestEpoch - 1], last: shown() === seen.at(-1) }))",
    );
    await grown("Stopped", 8);
    await stop(notebook);
    await ended;
    assert.equal(training.executionSummary?.success, true, plainText(training));
    const kept = keptChart(training);
    assert.match(
      kept.message,
      /^\d+ epochs · .* · Epoch \d+: interrupted; the last finished epoch is \d+\. · Restoring model weights from the end of the best epoch: \d+\.$/,
    );
    // The line under the chart is written at once, the picture in a frame to come.
    await until("the end in words and in the picture", async () => {
      const { message, texts } = await drawnChart(/^Stopped$/);
      return message === kept.message && texts.some((text) => /^best, restored \d+$/.test(text));
    });
    const [next] = others;
    assert.ok(next);
    await runCell(next);
    const told = JSON.parse(plainText(next)) as Record<string, unknown>;
    assert.equal(told["reason"], "interrupted");
    assert.equal(told["epochs"], told["seen"], "every finished epoch, and no other");
    assert.deepEqual([told["restoredEpoch"], told["restored"]], [told["bestEpoch"], true]);
    await showCell(editor, training);
    const outcome = await triedOut();
    assert.match(
      outcome,
      /^would not have stopped by epoch \d+, where the record ends; best valLoss [\d.]+ at epoch \d+$/,
    );
    await screenshot("training-interrupted");
  });
});

describe("What ends a training by force", function () {
  this.timeout(180_000);
  before(closeAll);
  afterEach(closeAll);

  /** Another notebook, whose training must go on whatever happens to the first. */
  async function witness(name: string) {
    const started_ = await started(name, 'await train("Witness");');
    const printed = () => Number(/\d+$/.exec(plainText(started_.training).trim())?.[0] ?? 0);
    await until("the witness to train", () => printed() > 0);
    const goesOn = async (): Promise<void> => {
      const now = printed();
      await until("the other notebook to go on", () => printed() >= now + 20);
    };
    return { ...started_, goesOn };
  }

  const printedIn = (cell: vscode.NotebookCell) => () => /^10$/m.test(plainText(cell));

  it("is the end of its cell: the notebook runs other cells, and another notebook goes on", async () => {
    const other = await witness("beside-deleted.grad.md");
    const { notebook, training, others } = await started(
      "deleted.grad.md",
      'await train("Deleted");',
      "seen.length > 0",
    );
    await until("it to train", printedIn(training));
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(training.index, training.index + 1)),
    ]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const [next] = others;
    assert.ok(next);
    await runCell(next);
    assert.equal(plainText(next).trim(), "true", "the variables are kept");
    await other.goesOn();
    await stop(other.notebook);
    await other.ended;
  });

  it("is the end of its notebook: another one goes on", async () => {
    const other = await witness("beside-closed.grad.md");
    const { training } = await started("closed.grad.md", 'console.log(process.pid);\nawait train("Closed");');
    await until("it to train", printedIn(training));
    const pid = Number.parseInt(plainText(training), 10);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await until("its kernel to end", () => !isAlive(pid));
    await other.goesOn();
    await stop(other.notebook);
    await other.ended;
  });

  it("is the end of its kernel: the cell says so, the next run starts afresh, another notebook goes on", async () => {
    const other = await witness("beside-killed.grad.md");
    const { notebook, training, ended } = await started(
      "killed.grad.md",
      'console.log(process.pid);\nawait train("Killed");',
    );
    await until("it to train", printedIn(training));
    await grown("Killed", 3);
    process.kill(Number.parseInt(plainText(training), 10), "SIGKILL");
    await ended;
    assert.equal(training.executionSummary?.success, false);
    assert.match(plainText(training), /ended from outside \(SIGKILL\), and its variables are gone/);
    const kept = keptChart(training);
    assert.ok((kept.series[0]?.x.length ?? 0) >= 3, "what was drawn stays");
    assert.equal(kept.state, "interrupted", "it does not grow any more");
    assert.match(kept.message, /^The kernel ended after epoch \d+\.$/);
    const [first] = codeCells(notebook);
    assert.ok(first);
    await runCell(first);
    assert.equal(first.executionSummary?.success, true, plainText(first));
    await other.goesOn();
    await stop(other.notebook);
    await other.ended;
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Opens the sliders of the chart, and tells what they say. */
function triedOut(): Promise<string> {
  return until("the sliders", async () => (await inOutputs(readOutcome)).find(Boolean));
}

function readOutcome(): string {
  const panel = document.querySelector<HTMLDetailsElement>(".gradbook-whatif:not([hidden])");
  if (panel && !panel.open) panel.querySelector("summary")?.click();
  return panel?.querySelector(".gradbook-outcome")?.textContent ?? "";
}

function markCharts(): void {
  for (const graph of document.querySelectorAll<HTMLElement>(".js-plotly-plot"))
    graph.dataset["seen"] = "yes";
}

function areMarked(): boolean {
  const graphs = [...document.querySelectorAll<HTMLElement>(".js-plotly-plot")];
  return graphs.length === 1 && graphs.every((graph) => graph.dataset["seen"] === "yes");
}
