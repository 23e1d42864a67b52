/** The courses, to their ends, in the web extension host: with the losses that they have on the desktop. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { lossDifferences, lossesOf, type Losses } from "../../golden/courseLosses.ts";
import { screenshot, setTheme } from "../suite/browser.ts";
import { closeAll } from "../suite/files.ts";
import { assertAllRan, cellsShowing, openNotebook, runAll, showCell } from "../suite/notebooks.ts";

/** By course; scripts/webSuite.mjs puts it in. */
declare const recordedCourses: Record<string, Losses[]>;
declare const isolatedPage: boolean;

/** Each in one of the two windows: on one thread the first, on all the second. */
const courses = Object.keys(recordedCourses).filter((_, i) => (i % 2 === 1) === isolatedPage);

describe("In a browser, the course", function () {
  this.timeout(400_000);
  afterEach(closeAll);

  for (const course of courses) {
    it(`${course} runs to its end, with the losses of the desktop`, async () => {
      await setTheme("light");
      const editor = await openNotebook(`examples/${course}.en.grad.md`);
      await runAll(editor, 380_000);
      assertAllRan(editor.notebook);
      const charts = cellsShowing(editor.notebook, /gradbook\.curves/);
      const found = charts.flatMap((cell) => cell.outputs.flatMap((output) => trainingsIn(output)));
      assert.deepEqual(lossDifferences(found, recordedCourses[course] ?? []), []);
      for (const theme of ["light", "dark"] as const) {
        await setTheme(theme);
        if (charts[0]) await showCell(editor, charts[0]);
        await screenshot(`web-course-${course}-${theme}`);
      }
    });
  }
});

function trainingsIn({ items }: vscode.NotebookCellOutput): Losses[] {
  return items
    .filter(({ mime }) => mime.includes("gradbook.curves"))
    .map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as Parameters<typeof lossesOf>[0])
    .filter(({ series }) => series.length > 0)
    .map(lossesOf);
}
