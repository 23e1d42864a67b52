import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, screenshot, setTheme, until } from "./browser.ts";
import { drawnChart, type DrawnChart } from "./charts.ts";
import { assertAllRan, cellsShowing, openNotebook, runAll, showCell, showFigures } from "./notebooks.ts";

interface Expected {
  figure: string;
  /** Its title, or what it has on its y axis. */
  words: RegExp;
  series: number;
  /** Points of each line. */
  points?: number;
  /** In place of `points`: one point an epoch, or fewer when it stops early. */
  epochs?: number;
  stopsEarly?: boolean;
}

/** What the course draws, in its order. */
const figures: Expected[] = [
  { figure: "underfitting", words: /^(Underfitting|欠拟合)/, epochs: 40, series: 2 },
  { figure: "overfitting", words: /^(Overfitting|过拟合)/, epochs: 60, series: 2 },
  { figure: "early-stopping", words: /^(Early|提前)/, epochs: 60, series: 2, stopsEarly: true },
  { figure: "affine", words: /^x₂$/, points: 5, series: 3 },
  { figure: "digits", words: /^(Handwritten|手写)/, epochs: 20, series: 4 },
  { figure: "relu", words: /^ReLU\(x\)$/, points: 160, series: 2 },
  { figure: "sigmoid", words: /^sigmoid\(x\)$/, points: 160, series: 2 },
  { figure: "tanh", words: /^tanh\(x\)$/, points: 160, series: 2 },
  { figure: "memory", words: /^KB$/, points: 6, series: 3 },
  // One of several in the same cell: the only one over the layers.
  { figure: "memory-report", words: /^(After each layer|逐层)/, points: 5, series: 4 },
];

for (const language of ["zh", "en"]) {
  describe(`The course in ${language}`, function () {
    this.timeout(180_000);
    let editor: vscode.NotebookEditor;
    let cells: vscode.NotebookCell[];

    before(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await setTheme("light");
      editor = await openNotebook(`examples/deep-learning.${language}.grad.md`);
      await runAll(editor);
    });

    it("runs all its cells", () => {
      assertAllRan(editor.notebook);
    });

    it("has as many figures as sections need", async () => {
      cells = await showFigures(editor);
      assert.equal(cells.length, figures.length);
    });

    for (const theme of ["light", "dark"] as const) {
      it(`draws its networks, models with their examples and the computation graph in the ${theme} theme`, async () => {
        await setTheme(theme);
        const pictures = cellsShowing(editor.notebook, /gradbook\.picture/);
        const drawn = [
          { picture: "memorising", marks: ".gradbook-example", count: 14 + 29 },
          { picture: "compared", marks: ".gradbook-line", count: 3 * 2 },
          { picture: "plane", marks: ".gradbook-affine-point", count: 12 },
          { picture: "neuron", marks: ".gradbook-weight", count: 2 },
          { picture: "line", marks: ".gradbook-example", count: 300 + 142 },
          { picture: "rings", marks: ".gradbook-example", count: 200 },
          { picture: "hidden-units", marks: ".gradbook-example", count: 200 },
          { picture: "network", marks: ".gradbook-weight", count: 200 },
          { picture: "received", marks: "[data-key^=x]", count: 161 },
          { picture: "graph", marks: ".gradbook-graph-node", count: 12 },
        ];
        assert.equal(pictures.length, drawn.length);
        for (const [i, { picture, marks, count }] of drawn.entries()) {
          await showCell(editor, pictures[i]);
          await until(`${count} marks in ${picture}`, async () =>
            (await inOutputs(marksInBoxes, marks)).flat().includes(count),
          );
          await screenshot(`course-${language}-${picture}-${theme}`);
        }
      });

      it(`draws every curve with all its points in the ${theme} theme`, async () => {
        await setTheme(theme);
        for (const [i, expected] of figures.entries()) {
          await showCell(editor, cells[i]);
          const chart = await drawnChart(expected.words);
          // Marks, such as the ring at the best epoch, are traces of one point.
          const lines = chart.traces.filter(({ x }) => x.length > 1);
          assert.equal(lines.length, expected.series, `${expected.figure}: number of lines`);
          for (const line of lines) assertPoints(expected, line, chart.message);
          assertReadable(chart, theme);
          await screenshot(`course-${language}-${expected.figure}-${theme}`);
        }
      });
    }
  });
}

/** @param told what the chart says below itself: it tells whether the curve or only its drawing is behind */
function assertPoints(expected: Expected, line: DrawnChart["traces"][number], told: string): void {
  const where = `${expected.figure}, ${line.name} (“${told}”)`;
  assert.equal(line.y.length, line.x.length, where);
  assert.ok(line.y.every(Number.isFinite), `${where}: every value is a number`);
  assert.ok(line.width > 20, `${where}: the line can be seen`);
  if (expected.points !== undefined) {
    assert.equal(line.x.length, expected.points, where);
    return;
  }
  const epochs = line.x.filter((x) => Number.isInteger(x));
  assert.deepEqual(
    epochs,
    epochs.map((_, i) => i + 1),
    `${where}: one point each epoch`,
  );
  if (expected.stopsEarly) assert.ok(epochs.length > 1 && epochs.length < expected.epochs!, where);
  else assert.equal(epochs.length, expected.epochs, where);
}

function assertReadable(chart: DrawnChart, theme: "light" | "dark"): void {
  assert.ok(chart.width > 200 && chart.height > 100, "the chart has a size");
  assert.notEqual(chart.description, "", "the chart has a text alternative");
  const brightness = brightnessOf(chart.textColour);
  assert.ok(theme === "dark" ? brightness > 128 : brightness < 128, `text ${chart.textColour} on ${theme}`);
}

/** Mean of red, green and blue, 0 to 255, of a colour such as `#ccc`, `#cccccc` or `rgb(204, 204, 204)`. */
function brightnessOf(colour: string): number {
  const digits = /^#([0-9a-f]+)$/i.exec(colour)?.[1];
  const size = digits !== undefined && digits.length < 6 ? 1 : 2;
  const channels =
    digits === undefined
      ? (colour.match(/[\d.]+/g) ?? []).map(Number)
      : [0, 1, 2].map((i) => parseInt(digits.slice(i * size, (i + 1) * size).padStart(2, digits[i]), 16));
  const [red = NaN, green = NaN, blue = NaN] = channels;
  return (red + green + blue) / 3;
}

/** Runs in the page: how many elements match `selector` in each picture. */
function marksInBoxes(selector: string): number[] {
  return [...document.querySelectorAll(".gradbook-box")].map((box) => box.querySelectorAll(selector).length);
}
