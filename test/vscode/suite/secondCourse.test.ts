/** The course from convolution to attention: every cell runs, and every picture is drawn in each theme and width. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, resize, screenshot, setTheme, until } from "./browser.ts";
import { assertAllRan, cellsShowing, openNotebook, runAll, showCell } from "./notebooks.ts";

/** What its cells draw, in its order: a mark of the picture, and how many of them are in one box. */
const pictures = [
  { picture: "square", marks: ".gradbook-map", count: 1 },
  { picture: "pooled", marks: ".gradbook-map", count: 1 },
  { picture: "lenet", marks: ".gradbook-block", count: 8 },
  { picture: "receptive", marks: ".gradbook-field", count: 4 },
  { picture: "features", marks: ".gradbook-map", count: 1 + 6 + 6 + 16 + 16 },
  { picture: "kernels", marks: ".gradbook-map", count: 6 },
  { picture: "drawn", marks: ".gradbook-map", count: 1 + 6 + 6 + 16 + 16 },
  { picture: "plain", marks: ".gradbook-gradient", count: 14 },
  { picture: "residual", marks: ".gradbook-gradient", count: 26 },
  // A line for validation and one for training.
  { picture: "compared", marks: ".gradbook-line", count: 3 * 2 },
  { picture: "rnn", marks: ".gradbook-cell", count: 7 },
  { picture: "rotations", marks: ".gradbook-gradient", count: 3 },
  { picture: "lstm", marks: ".gradbook-cell", count: 5 },
  { picture: "gates", marks: ".gradbook-gradient", count: 4 },
  { picture: "writer", marks: ".gradbook-block", count: 4 },
  { picture: "who", marks: ".gradbook-map", count: 1 },
  { picture: "mask", marks: ".gradbook-map", count: 1 },
  { picture: "transformer", marks: ".gradbook-block", count: 7 },
  { picture: "untrained", marks: ".gradbook-map", count: 2 },
  { picture: "trained", marks: ".gradbook-map", count: 2 },
];

for (const language of ["zh", "en"]) {
  describe(`The course from convolution to attention in ${language}`, function () {
    this.timeout(300_000);
    let editor: vscode.NotebookEditor;

    before(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await setTheme("light");
      editor = await openNotebook(`examples/convolution-to-attention.${language}.grad.md`);
      await runAll(editor);
    });

    after(() => resize(1400));

    it("runs all its cells", () => {
      assertAllRan(editor.notebook);
      assert.equal(cellsShowing(editor.notebook, /gradbook\.curves/).length, 5);
    });

    for (const theme of ["light", "dark"] as const) {
      for (const width of [1400, 900]) {
        it(`draws its pictures in the ${theme} theme in a window of ${width} pixels`, async () => {
          await setTheme(theme);
          await resize(width);
          const cells = cellsShowing(editor.notebook, /gradbook\.picture/);
          assert.equal(cells.length, pictures.length);
          for (const [i, { picture, marks, count }] of pictures.entries()) {
            await showCell(editor, cells[i]);
            await until(`${count} marks in ${picture}`, async () =>
              (await inOutputs(marksInBoxes, marks)).flat().includes(count),
            );
            await screenshot(`attention-${language}-${picture}-${theme}-${width}`);
          }
          assert.deepEqual((await inOutputs(tooWide)).flat(), []);
        });
      }
    }
  });
}

// What follows runs in the page.

function marksInBoxes(selector: string): number[] {
  return [...document.querySelectorAll(".gradbook-box")].map((box) => box.querySelectorAll(selector).length);
}

/** Pictures that are wider than their frame and cannot be scrolled in it. */
function tooWide(): string[] {
  return [...document.querySelectorAll<HTMLElement>(".gradbook-plot:not(.gradbook-scrolls)")]
    .filter((plot) => plot.clientWidth > 0 && plot.scrollWidth > plot.clientWidth + 1)
    .map((plot) => plot.getAttribute("aria-label") ?? plot.textContent?.slice(0, 60) ?? "");
}
