/** Remembers the last run of each of a notebook's cells, to tell which of them are stale. */
import * as vscode from "vscode";
import type { CellFlow } from "../kernel/protocol/protocol.ts";
import { cellId, codeCells } from "./notebookContext.ts";
import {
  dependants,
  sourcesOf,
  staleCells,
  type CellRun,
  type CellState,
  type Changes,
  type Staleness,
} from "./staleness.ts";

/** A run of a cell that is under way. */
export interface RunningCell {
  /** What it takes from others is known. */
  begins: (flow: CellFlow) => void;
  /** It is over; null where it could not be read. */
  ended: (flow: CellFlow | null) => void;
}

export class CellRuns {
  readonly #last = new Map<string, CellRun>();
  /** The one under way: what it gives is that of the run before. */
  #running: { id: string; run: CellRun } | null = null;

  /** To be called when `cell` begins to run; what it gives is to be told what the run tells of itself. */
  begin(cell: vscode.NotebookCell, run: number): RunningCell {
    const text = cell.document.getText();
    const codes = codeCells(cell.notebook);
    const cells = codes.map((code) => this.#state(code));
    const id = cellId(cell);
    const index = codes.indexOf(cell);
    return {
      begins: (flow) => {
        const before = this.#last.get(id);
        const known = { ...flow, declares: before?.flow.declares ?? [] };
        const sources = sourcesOf(flow, cells, index);
        this.#running = { id, run: { run: before?.run ?? run, text, flow: known, ...sources } };
      },
      ended: (flow) => {
        this.#running = null;
        // A cell that could not be read has run nothing: its names are those of its last run.
        if (flow) this.#last.set(id, { run, text, flow, ...sourcesOf(flow, cells, index) });
      },
    };
  }

  stale(notebook: vscode.NotebookDocument): Map<string, Staleness> {
    return staleCells(this.#states(notebook));
  }

  /** Ids of the cells that used what has changed, and do not show it yet; of the changed ones, those that have to run. */
  outdatedBy(notebook: vscode.NotebookDocument, changes: Changes): string[] {
    const running = this.#running;
    const cells = this.#states(notebook).map((state) =>
      state.id === running?.id ? { ...state, last: running.run } : state,
    );
    const stale = staleCells(cells);
    const using = new Set(dependants(cells, changes));
    return cells
      .filter(({ id }) => using.has(id) || changes.get(id) === "all")
      .flatMap(({ id }) => (stale.get(id)?.kind === "stale" ? [id] : []));
  }

  /**
   * A control of `cell` was moved.
   * @param names those that stand for it alone, which have been given its value; none where the cell uses it itself
   */
  moved(cell: vscode.NotebookCell, label: string, names: readonly string[]): void {
    const id = cellId(cell);
    const last = this.#last.get(id);
    if (!last) return;
    const before = last.moved ?? { names: new Map<string, number>(), used: [] };
    const times = new Map(before.names);
    for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
    const used = names.length > 0 || before.used.includes(label) ? before.used : [...before.used, label];
    this.#last.set(id, { ...last, moved: { names: times, used } });
  }

  hasRun(cell: vscode.NotebookCell): boolean {
    return this.#last.has(cellId(cell));
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#last.clear();
    this.#running = null;
  }

  #states(notebook: vscode.NotebookDocument): CellState[] {
    return codeCells(notebook).map((cell) => ({ ...this.#state(cell), text: cell.document.getText() }));
  }

  #state(cell: vscode.NotebookCell): Pick<CellState, "id" | "last"> {
    const id = cellId(cell);
    return { id, last: this.#last.get(id) ?? null };
  }
}
