import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, press, screenshot, setTheme, until } from "./browser.ts";
import { assertAllRan, codeCells, openNotebook, runCell, showCell } from "./notebooks.ts";
import { onNarrowPage } from "./pictures.ts";

describe("Models with their examples", function () {
  this.timeout(180_000);
  let editor: vscode.NotebookEditor;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await setTheme("light");
    editor = await openNotebook("notebooks/fits.grad.md");
  });

  it("follow the training in the same picture, until it is stopped", async () => {
    const [cell] = codeCells(editor.notebook);
    const run = runCell(cell, 120_000);
    const shapes = new Set<string>();
    await until("three shapes of the curve", async () => {
      const [shape] = (await inOutputs(modelShapes)).flat();
      if (shape === undefined) return false;
      if (shapes.size === 0) await inOutputs(markModel);
      shapes.add(shape);
      return shapes.size >= 3;
    });
    assert.deepEqual((await inOutputs(isMarked)).flat(), [true], "the picture was updated, not replaced");
    await vscode.commands.executeCommand("gradbook.interrupt");
    await run;
    assert.ok(cell.executionSummary?.success, "fit ends well when it is interrupted");
  });

  for (const theme of ["light", "dark"] as const) {
    it(`show regions and examples in the ${theme} theme`, async () => {
      await setTheme(theme);
      const [, cell] = codeCells(editor.notebook);
      if (theme === "light") {
        await runCell(cell);
        assertAllRan(editor.notebook);
      }
      await showCell(editor, cell);
      await until("the examples", async () =>
        (await inOutputs(countMarks, ".gradbook-example")).flat().includes(200),
      );
      assert.ok(Math.max(...(await inOutputs(countMarks, ".gradbook-region")).flat()) >= 4);
      assert.ok(Math.max(...(await inOutputs(countMarks, ".gradbook-boundary")).flat()) >= 1);
      const texts = (await inOutputs(readTexts)).flat();
      for (const written of ["<b>Sides</b>", "<i>left</i>"]) assert.ok(texts.includes(written), written);
      await screenshot(`fits-${theme}`);
      await onNarrowPage(async () => {
        await until("the narrow picture", async () => {
          const widths = (await inOutputs(frameWidths)).flat();
          return widths.length > 0 && widths.every((width) => width < 480);
        });
        assert.ok((await inOutputs(countMarks, ".gradbook-example")).flat().includes(200));
        await screenshot(`fits-${theme}-narrow`);
      });
    });
  }

  it("are read with the keyboard", async () => {
    await inOutputs(focusLastPicture);
    await until("what the first example is", async () => {
      await press("Home");
      return (await inOutputs(readTip)).some((text) => /x₁ = .*x₂ = .*it is .*the model says/s.test(text));
    });
    await screenshot("fits-keyboard");
  });
});

// What follows runs in the page.

function modelShapes(): string[] {
  return [...document.querySelectorAll(".gradbook-model")].map((path) => path.getAttribute("d") ?? "");
}

function markModel(): void {
  for (const frame of document.querySelectorAll<HTMLElement>(".gradbook-frame:has(.gradbook-model)"))
    frame.dataset["seen"] = "yes";
}

function isMarked(): boolean[] {
  return [...document.querySelectorAll<HTMLElement>(".gradbook-frame:has(.gradbook-model)")].map(
    (frame) => frame.dataset["seen"] === "yes",
  );
}

function countMarks(selector: string): number[] {
  return [...document.querySelectorAll(".gradbook-box")].map((box) => box.querySelectorAll(selector).length);
}

function frameWidths(): number[] {
  return [...document.querySelectorAll(".gradbook-frame:has(.gradbook-region)")].map(
    (frame) => frame.clientWidth,
  );
}

function readTexts(): string[] {
  return [...document.querySelectorAll(".gradbook-plot text")].map((text) => text.textContent ?? "");
}

function focusLastPicture(): void {
  [...document.querySelectorAll<HTMLElement>(".gradbook-frame:has(.gradbook-region)")].at(-1)?.focus();
}

function readTip(): string {
  return [...document.querySelectorAll(".gradbook-tip:not([hidden])")]
    .map((tip) => tip.textContent)
    .join("\n");
}
