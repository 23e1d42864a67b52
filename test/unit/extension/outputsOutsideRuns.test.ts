import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { OutputsOutsideRuns } from "../../../extension/notebook/session/outputsOutsideRuns.ts";

const cells = [0, 1, 2, 3].map(
  (index) => ({ index, executionSummary: {} }) as unknown as vscode.NotebookCell,
);
const [first, second, third, last] = cells as [
  vscode.NotebookCell,
  vscode.NotebookCell,
  vscode.NotebookCell,
  vscode.NotebookCell,
];

/** Executions that a test ends by itself. */
function outputs() {
  const execution = {
    start: () => undefined,
    end: () => undefined,
  } as unknown as vscode.NotebookCellExecution;
  return new OutputsOutsideRuns(
    () => execution,
    () => false,
  );
}

describe("Outputs that change outside of runs", () => {
  it("have VS Code pass over their cell, which runs with those around it all the same", async () => {
    const outside = outputs();
    assert.deepEqual(outside.passedOver([first, third, last], cells), []);
    let settle = (): void => undefined;
    const change = outside.change(second, () => new Promise((resolve) => (settle = resolve)));
    assert.deepEqual(outside.passedOver([first, third, last], cells), [second]);
    await Promise.resolve();
    settle();
    await change;
    // VS Code learns of the end a moment later.
    assert.deepEqual(outside.passedOver([first, third, last], cells), [second]);
  });

  it("bring no cell to run that was asked for, or that lies beside what was", async () => {
    const outside = outputs();
    await outside.change(second, () => Promise.resolve());
    assert.deepEqual(outside.passedOver(cells, cells), []);
    assert.deepEqual(outside.passedOver([third, last], cells), []);
    assert.deepEqual(outside.passedOver([first], cells), []);
    assert.deepEqual(outside.passedOver([], cells), []);
  });

  it("leave the cell with the run that has just ended, also where VS Code knows nothing of it yet", async () => {
    const orders: (number | undefined)[] = [];
    const outside = new OutputsOutsideRuns(
      () => {
        const execution = {
          executionOrder: undefined as number | undefined,
          start: () => orders.push(execution.executionOrder),
          end: () => undefined,
        };
        return execution as unknown as vscode.NotebookCellExecution;
      },
      () => false,
    );
    outside.ended(first, { executionOrder: 2, success: true, timing: { startTime: 1, endTime: Date.now() } });
    await outside.change(first, () => Promise.resolve());
    outside.cleared(first);
    await outside.change(first, () => Promise.resolve());
    assert.deepEqual(orders, [2, undefined]);
  });
});
