import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, screenshot } from "./browser.ts";
import { drawnChart } from "./charts.ts";
import { assertAllRan, codeCells, openNotebook, runCell } from "./notebooks.ts";

describe("Live curves", function () {
  this.timeout(120_000);

  before(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("grow while the cell trains, in the same chart, and end with every point", async () => {
    const editor = await openNotebook("notebooks/live.grad.md");
    const [cell] = codeCells(editor.notebook);
    assert.ok(cell);
    let running = true;
    const run = runCell(cell).finally(() => (running = false));
    const seen = new Set<number>();
    await drawnChart(/^Watched$/);
    await inOutputs(markCharts);
    while (running) {
      const { traces } = await drawnChart(/^Watched$/);
      seen.add(Math.max(...traces.map(({ x }) => x.length)));
      if (seen.size === 3) await screenshot("live-running");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await run;
    assertAllRan(editor.notebook);
    assert.ok(seen.size >= 3, `seen while it trained: ${[...seen].join(", ")} points`);
    const { traces } = await drawnChart(/^Watched$/);
    assert.deepEqual(
      traces.filter(({ x }) => x.length > 1).map(({ x }) => x.filter(Number.isInteger).length),
      [150, 150],
    );
    assert.deepEqual(await inOutputs(areMarked), [true], "the chart was updated, not replaced");
    await screenshot("live-finished");
  });
});

function markCharts(): void {
  for (const graph of document.querySelectorAll<HTMLElement>(".js-plotly-plot"))
    graph.dataset["seen"] = "yes";
}

function areMarked(): boolean {
  const graphs = [...document.querySelectorAll<HTMLElement>(".js-plotly-plot")];
  return graphs.length === 1 && graphs.every((graph) => graph.dataset["seen"] === "yes");
}
