/** Lets cells go on in the document that an untitled notebook has become by being saved. */
import type * as vscode from "vscode";
import { inheritId } from "../notebookContext.ts";
import type { CellRunner } from "./cellRunner.ts";
import type { Request } from "./request.ts";

export interface MovedCells {
  /** Makes an execution of a cell of the new document. */
  execution: (cell: vscode.NotebookCell) => vscode.NotebookCellExecution;
  runner: CellRunner;
  /** What runs and waits. */
  pending: readonly Request[];
  /** What runs; null while nothing does. */
  running: Request | null;
}

/**
 * What runs and waits does so for the heirs, and what has ended has ended as it did.
 *
 * @param pairs each cell and its heir
 */
export function moveCells(
  pairs: readonly (readonly [vscode.NotebookCell, vscode.NotebookCell])[],
  { execution: executionOf, runner, pending, running }: MovedCells,
): void {
  for (const [cell, next] of pairs) {
    const request = pending.find((other) => other.cell === cell);
    const { executionOrder, timing, success } = cell.executionSummary ?? {};
    inheritId(next, cell);
    const outputs = runner.moveOutputs(cell, next);
    if (!request && executionOrder === undefined) continue;

    const execution = executionOf(next);
    if (request) Object.assign(request, { cell: next, execution, because: null });
    else runner.moveLast(cell, next, execution);
    if (request && request !== running) continue;
    execution.executionOrder = executionOrder;
    execution.start(request?.started ?? timing?.startTime);
    void execution.replaceOutput(cell.outputs);
    if (request) outputs?.resume(execution);
    else execution.end(success, timing?.endTime);
  }
}
