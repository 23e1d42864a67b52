/** Remembers the last run of each of a notebook's cells, to tell which of them are stale. */
import * as vscode from "vscode";
import type { CellFlow } from "../kernel/protocol/protocol.ts";
import { cellId, codeCells } from "./notebookContext.ts";
import { sourcesOf, staleCells, type CellRun, type CellState, type Staleness } from "./staleness.ts";

export class CellRuns {
  readonly #last = new Map<string, CellRun>();

  /** To be called when `cell` begins to run; what it gives is to be called with what the run has told of itself. */
  begin(cell: vscode.NotebookCell, run: number): (flow: CellFlow | null) => void {
    const text = cell.document.getText();
    const codes = codeCells(cell.notebook);
    const cells = codes.map((code) => this.#state(code));
    const id = cellId(cell);
    return (flow) => {
      // A cell that could not be read has run nothing: its names are those of its last run.
      if (flow) this.#last.set(id, { run, text, flow, ...sourcesOf(flow, cells, codes.indexOf(cell)) });
    };
  }

  stale(notebook: vscode.NotebookDocument): Map<string, Staleness> {
    return staleCells(
      codeCells(notebook).map((cell) => ({ ...this.#state(cell), text: cell.document.getText() })),
    );
  }

  hasRun(cell: vscode.NotebookCell): boolean {
    return this.#last.has(cellId(cell));
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#last.clear();
  }

  #state(cell: vscode.NotebookCell): Pick<CellState, "id" | "last"> {
    const id = cellId(cell);
    return { id, last: this.#last.get(id) ?? null };
  }
}
