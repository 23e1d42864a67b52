/** Remembers the last run of each of a notebook's cells, to tell which of them are stale. Pure. */
import type { CellFlow } from "../kernel/protocol/protocol.ts";
import {
  dependants,
  sourcesOf,
  staleCells,
  type CellRun,
  type CellState,
  type Changes,
  type Staleness,
} from "../notebook/staleness.ts";

/** A code cell as it stands in the notebook. */
export type WrittenCell = Pick<CellState, "id" | "text">;

/** A run of a cell that is under way. */
export interface RunningCell {
  /** What it takes from others is known. */
  begins: (flow: CellFlow) => void;
  /** It is over; null where it could not be read. */
  ended: (flow: CellFlow | null) => void;
}

export class LastRuns {
  readonly #last = new Map<string, CellRun>();
  /** The one under way: what it gives is that of the run before. */
  #running: { id: string; run: CellRun } | null = null;

  /**
   * To be called when a cell begins to run; what it gives is to be told what the run tells of itself.
   * @param written all code cells, in the notebook's order
   */
  begin(written: readonly WrittenCell[], { id, text }: WrittenCell, run: number): RunningCell {
    const cells = this.#states(written);
    const index = written.findIndex((cell) => cell.id === id);
    const before = this.#last.get(id);
    const begins = (flow: CellFlow): void => {
      const known = { ...flow, declares: before?.flow.declares ?? [] };
      const sources = sourcesOf(flow, cells, index);
      this.#running = { id, run: { run: before?.run ?? run, text, flow: known, ...sources } };
    };
    // The same text takes the same names.
    if (before?.text === text) begins(before.flow);
    return {
      begins,
      ended: (flow) => {
        this.#running = null;
        // A cell that could not be read has run nothing: its names are those of its last run.
        if (flow) this.#last.set(id, { run, text, flow, ...sourcesOf(flow, cells, index) });
      },
    };
  }

  stale(written: readonly WrittenCell[]): Map<string, Staleness> {
    return staleCells(this.#states(written));
  }

  /** Ids of the cells that used what has changed, and do not show it yet; of the changed ones, those that have to run. */
  outdatedBy(written: readonly WrittenCell[], changes: Changes): string[] {
    const running = this.#running;
    const cells = this.#states(written).map((state) =>
      state.id === running?.id ? { ...state, last: running.run } : state,
    );
    const stale = staleCells(cells);
    const using = new Set(dependants(cells, changes));
    return cells
      .filter(({ id }) => using.has(id) || changes.get(id) === "all")
      .flatMap(({ id }) => (stale.get(id)?.kind === "stale" ? [id] : []));
  }

  /**
   * A control of the cell was moved.
   * @param names those that stand for it alone, which have been given its value; none where the cell uses it itself
   */
  moved(id: string, label: string, names: readonly string[]): void {
    const last = this.#last.get(id);
    if (!last) return;
    const before = last.moved ?? { names: new Map<string, number>(), used: [] };
    const times = new Map(before.names);
    for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
    const used = names.length > 0 || before.used.includes(label) ? before.used : [...before.used, label];
    this.#last.set(id, { ...last, moved: { names: times, used } });
  }

  hasRun(id: string): boolean {
    return this.#last.has(id);
  }

  /** A cell has been taken away. */
  remove(id: string): void {
    this.#last.delete(id);
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#last.clear();
    this.#running = null;
  }

  #states(written: readonly WrittenCell[]): CellState[] {
    return written.map(({ id, text }) => ({ id, text, last: this.#last.get(id) ?? null }));
  }
}
