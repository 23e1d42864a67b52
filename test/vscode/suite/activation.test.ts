import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, press, print, screenshot, until } from "./browser.ts";
import { assertAllRan, codeCells, openNotebook, runCell } from "./notebooks.ts";

/** Times are printed, not asserted: they depend on the machine and on what else it does. */
describe("Activation", () => {
  it("waits until a notebook is opened", async () => {
    const extension = vscode.extensions.getExtension("gradbook.gradbook");
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    await extension.activate();
    await printTime(
      "activation, as VS Code measures it: loading and activate()",
      await shownActivationTime(),
    );
  });

  it("starts a kernel with the first cell, and runs the next in it", async () => {
    const editor = await openNotebook("notebooks/latency.grad.md");
    const [first, second] = codeCells(editor.notebook);
    assert.ok(first && second);
    await printTime("first cell, from the command to its end, kernel start included", await timed(first));
    const seen: number[] = [];
    const shown: number[] = [];
    for (let i = 0; i < 20; i++) {
      seen.push(await timed(second));
      const { startTime, endTime } = second.executionSummary?.timing ?? { startTime: NaN, endTime: NaN };
      shown.push(endTime - startTime);
    }
    await printTime("warm cell, start to end as its status bar shows it: median of 20", median(shown));
    await printTime("warm cell, from the command until the extension host knows its end", median(seen));
    assertAllRan(editor.notebook);
  });
});

/** What VS Code itself measured, as its list of running extensions shows it: loading and `activate`. */
async function shownActivationTime(): Promise<number> {
  await vscode.commands.executeCommand("workbench.action.showRuntimeExtensions");
  const shown = await until("our row in the list of running extensions", async () => {
    const text = await inWorkbench(rowText);
    // The slowest come first, and only what is in view has a row.
    if (text === "") await press("End");
    return text;
  });
  await screenshot("running-extensions");
  await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  return Number(/(\d+)\s*ms/.exec(shown)?.[1]);
}

function rowText(): string {
  const rows = [...document.querySelectorAll<HTMLElement>(".runtime-extensions-editor .monaco-list-row")];
  return rows.map((row) => row.innerText).find((text) => /gradbook/i.test(text)) ?? "";
}

async function timed(cell: vscode.NotebookCell): Promise<number> {
  const started = performance.now();
  await runCell(cell);
  return performance.now() - started;
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function printTime(what: string, ms: number): Promise<void> {
  return print(`  ${ms.toFixed(1).padStart(8)} ms  ${what}`);
}
