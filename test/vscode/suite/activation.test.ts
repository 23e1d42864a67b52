import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { print } from "./browser.ts";
import { assertAllRan, codeCells, openNotebook, runCell } from "./notebooks.ts";

/** Times are printed, not asserted: they depend on the machine and on what else it does. */
describe("Activation", () => {
  it("waits until a notebook is opened", async () => {
    const extension = vscode.extensions.getExtension("gradbook.gradbook");
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const started = performance.now();
    await extension.activate();
    await printTime("activation in the extension host, loading included", performance.now() - started);
  });

  it("starts a kernel with the first cell, and runs the next in it", async () => {
    const editor = await openNotebook("notebooks/latency.grad.md");
    const [first, second] = codeCells(editor.notebook);
    assert.ok(first && second);
    await printTime("first cell, from the command to its end, kernel start included", await timed(first));
    const warm: number[] = [];
    for (let i = 0; i < 20; i++) warm.push(await timed(second));
    warm.sort((a, b) => a - b);
    await printTime("warm cell, from the command to its end: median of 20", warm[10] ?? NaN);
    await printTime("warm cell: slowest of 20", warm[19] ?? NaN);
    assertAllRan(editor.notebook);
  });
});

async function timed(cell: vscode.NotebookCell): Promise<number> {
  const started = performance.now();
  await runCell(cell);
  return performance.now() - started;
}

function printTime(what: string, ms: number): Promise<void> {
  return print(`  ${ms.toFixed(1).padStart(8)} ms  ${what}`);
}
