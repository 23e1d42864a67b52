/** Changes what cells show while they do not run: they stay as they ended. */
import type * as vscode from "vscode";
import type { RunOutputs } from "../../outputs/runOutputs.ts";

/** How long VS Code may take to learn that a change is over, in milliseconds. */
const lately = 5000;

/** Writes into an execution of a cell. */
export type OutputChange = (execution: vscode.NotebookCellExecution) => Thenable<void>;

export class OutputsOutsideRuns {
  readonly #execution: (cell: vscode.NotebookCell) => vscode.NotebookCellExecution;
  readonly #isPending: (cell: vscode.NotebookCell) => boolean;
  /** VS Code has one execution of a cell at a time. */
  readonly #changing = new Map<vscode.NotebookCell, Promise<void>>();
  /** When the last change of a cell was over. */
  readonly #changed = new WeakMap<vscode.NotebookCell, number>();
  /** How the last runs of cells ended. */
  readonly #ends = new WeakMap<vscode.NotebookCell, vscode.NotebookCellExecutionSummary>();

  /**
   * @param execution makes one of a cell that has none
   * @param isPending whether the cell runs, or waits to
   */
  constructor(
    execution: (cell: vscode.NotebookCell) => vscode.NotebookCellExecution,
    isPending: (cell: vscode.NotebookCell) => boolean,
  ) {
    this.#execution = execution;
    this.#isPending = isPending;
  }

  /** Resolves when the cells can run; undefined where they can now. */
  settled(cells: readonly vscode.NotebookCell[]): Promise<unknown> | undefined {
    const changing = cells.flatMap((cell) => this.#changing.get(cell) ?? []);
    return changing.length > 0 ? Promise.all(changing) : undefined;
  }

  /**
   * The cells among `all` that VS Code has left out of `asked`, those that the person wants to run, since to VS Code they
   * run: their outputs are being changed, or were just now. Only what lies between cells of `asked` was surely meant.
   */
  passedOver(
    asked: readonly vscode.NotebookCell[],
    all: readonly vscode.NotebookCell[],
  ): vscode.NotebookCell[] {
    const indices = asked.map(({ index }) => index);
    const [from, to] = [Math.min(...indices), Math.max(...indices)];
    const since = performance.now() - lately;
    return all.filter(
      (cell) =>
        cell.index > from &&
        cell.index < to &&
        !asked.includes(cell) &&
        (this.#changing.has(cell) || (this.#changed.get(cell) ?? -Infinity) > since),
    );
  }

  /** A run of the cell has ended. */
  ended(cell: vscode.NotebookCell, summary: vscode.NotebookCellExecutionSummary): void {
    this.#ends.set(cell, summary);
  }

  /** The person has cleared what it shows, and that it ran. */
  cleared(cell: vscode.NotebookCell): void {
    this.#ends.delete(cell);
  }

  /** One more output below a cell. @returns false where it runs or waits */
  async append(cell: vscode.NotebookCell, output: vscode.NotebookCellOutput): Promise<boolean> {
    if (cell.index < 0 || this.#isPending(cell)) return false;
    await this.change(cell, (execution) => execution.appendOutput(output));
    return true;
  }

  /** One change after the other; none of a cell that runs or waits by then. */
  change(cell: vscode.NotebookCell, change: OutputChange): Promise<void> {
    const before = this.#changing.get(cell) ?? Promise.resolve();
    const changed = before
      .then(() => this.#changeNow(cell, change))
      .finally(() => {
        this.#changed.set(cell, performance.now());
        if (this.#changing.get(cell) === changed) this.#changing.delete(cell);
      });
    this.#changing.set(cell, changed);
    return changed;
  }

  /**
   * Puts what a run printed or drew after its end into the cell.
   *
   * @param ended how it ended: VS Code may not have told of it yet
   */
  writeLate(
    cell: vscode.NotebookCell,
    outputs: RunOutputs,
    { executionOrder, success, timing }: vscode.NotebookCellExecutionSummary,
  ): void {
    if (cell.index < 0) return;
    if (this.#isPending(cell)) return outputs.postpone();
    const execution = this.#execution(cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
    outputs.resume(execution);
    outputs.finish(null);
    execution.end(success, timing?.endTime ?? Date.now());
  }

  async #changeNow(cell: vscode.NotebookCell, change: OutputChange): Promise<void> {
    if (cell.index < 0 || this.#isPending(cell)) return;
    const { executionOrder, success, timing } = this.#summaryOf(cell);
    const execution = this.#execution(cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
    // At once: while there is an execution, VS Code passes over the cell when the person runs it.
    const changed = change(execution);
    execution.end(success, timing?.endTime);
    await changed;
  }

  /** How the cell ended: VS Code tells of a run and of its end some time after it. */
  #summaryOf(cell: vscode.NotebookCell): vscode.NotebookCellExecutionSummary {
    const told = cell.executionSummary ?? {};
    const own = this.#ends.get(cell);
    if (!own) return told;
    const isNew = Date.now() - (own.timing?.endTime ?? -Infinity) < lately;
    return isNew || own.executionOrder === told.executionOrder ? own : told;
  }
}
