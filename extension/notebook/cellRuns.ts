/** The last runs of the cells of a notebook of VS Code's. */
import type * as vscode from "vscode";
import { LastRuns, type RunningCell, type WrittenCell } from "../reactive/lastRuns.ts";
import { cellId, codeCells } from "./notebookContext.ts";
import type { Changes, Staleness } from "./staleness.ts";

export class CellRuns {
  readonly #last = new LastRuns();

  /** To be called when `cell` begins to run; what it gives is to be told what the run tells of itself. */
  begin(cell: vscode.NotebookCell, run: number): RunningCell {
    return this.#last.begin(written(cell.notebook), writtenCell(cell), run);
  }

  stale(notebook: vscode.NotebookDocument): Map<string, Staleness> {
    return this.#last.stale(written(notebook));
  }

  /** Ids of the cells that used what has changed, and do not show it yet; of the changed ones, those that have to run. */
  outdatedBy(notebook: vscode.NotebookDocument, changes: Changes): string[] {
    return this.#last.outdatedBy(written(notebook), changes);
  }

  /**
   * A control of `cell` was moved.
   * @param names those that stand for it alone, which have been given its value; none where the cell uses it itself
   */
  moved(cell: vscode.NotebookCell, label: string, names: readonly string[]): void {
    this.#last.moved(cellId(cell), label, names);
  }

  hasRun(cell: vscode.NotebookCell): boolean {
    return this.#last.hasRun(cellId(cell));
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#last.forget();
  }
}

function written(notebook: vscode.NotebookDocument): WrittenCell[] {
  return codeCells(notebook).map(writtenCell);
}

function writtenCell(cell: vscode.NotebookCell): WrittenCell {
  return { id: cellId(cell), text: cell.document.getText() };
}
