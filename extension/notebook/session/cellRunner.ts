/** Runs a notebook's cells in its kernel, one at a time, and writes what they show. */
import * as vscode from "vscode";
import type { CheckPayload } from "../../../engine/payload/check.ts";
import type { KeptValue } from "../../../engine/payload/control.ts";
import type { RunSummary } from "../../../engine/payload/runs/runs.ts";
import type { CellFiles } from "../../debug/cellFiles.ts";
import { fenceInfoOf, pointsOf } from "../../exercises/fenceInfo.ts";
import type { RunResult } from "../../kernel/handle/reports.ts";
import type { CellError, KernelOutput } from "../../kernel/protocol/protocol.ts";
import { openedCell } from "../../markdown/serializer.ts";
import type { LiveCharts } from "../../outputs/liveCharts.ts";
import { RunOutputs } from "../../outputs/runOutputs.ts";
import type { CellDiagnostics } from "../cellDiagnostics.ts";
import type { RunningCell } from "../../reactive/lastRuns.ts";
import type { CellRuns } from "../cellRuns.ts";
import { kernelError } from "../kernelMessages.ts";
import { declares, missingName, withRemedy } from "../missingName.ts";
import { cellId, codeCells, frontMatter, idsAbove, idsBelow, notebookLanguage } from "../notebookContext.ts";
import type { NotebookKernel } from "../notebookKernel.ts";
import type { OutputsOutsideRuns } from "./outputsOutsideRuns.ts";
import type { Request } from "./request.ts";

export interface CellRunnerParts {
  charts: LiveCharts;
  diagnostics: CellDiagnostics;
  /** By which a debugger knows cells; null where none can come. */
  debugFiles: Pick<CellFiles, "file"> | null;
  /** The document now: an untitled one becomes another by being saved. */
  notebook(): vscode.NotebookDocument;
  kernel: NotebookKernel;
  runs: CellRuns;
  outside: OutputsOutsideRuns;
  /** An exercise was checked. */
  checked(result: CheckPayload): void;
  /** A training has ended. */
  trained(run: RunSummary): void;
}

/** What a run of a cell begins with. */
interface Beginning {
  /** What the person has chosen of its controls, by their keys. */
  kept: Record<string, KeptValue>;
  /** The kernel runs it. */
  begun(): void;
  /** It shows something. */
  shown(output: KernelOutput): void;
}

/** How a run ended. */
interface Ending {
  /** Null where there was no kernel to run it. */
  result: RunResult | null;
  /** What waits behind it may run. */
  ok: boolean;
}

/** A run of a cell, as the kernel needs it. */
interface KernelRun extends Beginning {
  execution: number;
  outputs: RunOutputs;
  running: RunningCell;
}

/** How long after a run began what it shows may have pushed a picture of its own out of view, in milliseconds. */
const pushes = 5000;

export class CellRunner {
  readonly #parts: CellRunnerParts;
  /** Of each cell's last run. */
  readonly #outputs = new Map<vscode.NotebookCell, RunOutputs>();
  readonly #clearing = new Set<vscode.NotebookCell>();
  /** What stood in the front matter as a language, and was said to be none. */
  #noLanguage: string | undefined;
  /** What began to run last. */
  #last: Request | null = null;
  /** Counts on after a restart, so that `Cell In[n]` never means two cells. */
  #executionOrder = 0;

  constructor(parts: CellRunnerParts) {
    this.#parts = parts;
  }

  /** The number of the run that began last. */
  get executionOrder(): number {
    return this.#executionOrder;
  }

  /** Runs a cell to its end. */
  async run(
    request: Request,
    execution: vscode.NotebookCellExecution,
    beginning: Beginning,
  ): Promise<Ending> {
    const { cell, because } = request;
    const before = because === null ? undefined : this.#outputs.get(cell)?.charts;
    this.release([cell]);
    let result: RunResult | null = null;
    let ended: vscode.NotebookCellExecutionSummary = {};
    const outputs = new RunOutputs(
      execution,
      (data) => this.#parts.kernel.items(data),
      this.#parts.charts,
      () => this.#parts.outside.writeLate(request.cell, outputs, ended),
      because === null ? [] : cell.outputs,
      before,
    );
    this.#outputs.set(cell, outputs);
    this.#last = request;
    try {
      if (because === null) void this.#clear(cell, execution);
      const running = this.#parts.runs.begin(cell, this.#executionOrder);
      const run = { ...beginning, execution: this.#executionOrder, outputs, running };
      result = await this.#runInKernel(cell, run);
      running.ended(result.flow);
      this.#finish(request, cell, outputs, result);
    } catch (error) {
      outputs.finish(kernelError(String(error)));
    }
    const replaced = request.replaced && result?.interrupted === true;
    ended = this.#end(request, cell, replaced ? undefined : (result?.ok ?? false));
    return { result, ok: replaced || (result?.ok ?? false) || request.cell.index < 0 };
  }

  /** VS Code is about to tell that the cell shows nothing: a run has begun, and may have ended by then. */
  isClearing(cell: vscode.NotebookCell): boolean {
    return this.#clearing.has(cell);
  }

  async #clear(cell: vscode.NotebookCell, execution: vscode.NotebookCellExecution): Promise<void> {
    this.#clearing.add(cell);
    try {
      await execution.clearOutput();
    } finally {
      this.#clearing.delete(cell);
    }
  }

  /** VS Code has an execution of the cell from here on. */
  start(request: Request, execution: vscode.NotebookCellExecution): void {
    request.started = Date.now();
    execution.executionOrder = ++this.#executionOrder;
    execution.start(request.started);
  }

  /** The cell is told to end, and runs again: see {@link RunOutputs.replace}. */
  replace(cell: vscode.NotebookCell): void {
    this.#outputs.get(cell)?.replace();
  }

  /** Nothing that these cells have shown is kept any more. */
  release(cells: readonly vscode.NotebookCell[] = [...this.#outputs.keys()]): void {
    for (const cell of cells) {
      this.#outputs.get(cell)?.release();
      this.#outputs.delete(cell);
      this.#parts.diagnostics.clear(cell);
    }
  }

  /** What runs show is kept until their cells go on in another document. */
  pause(): void {
    for (const outputs of this.#outputs.values()) outputs.pause();
  }

  /** `next` is what `cell` has become. @returns what its last run has shown */
  moveOutputs(cell: vscode.NotebookCell, next: vscode.NotebookCell): RunOutputs | undefined {
    const outputs = this.#outputs.get(cell);
    if (outputs) this.#outputs.set(next, outputs);
    this.#outputs.delete(cell);
    return outputs;
  }

  /** `next` is what `cell`, which has ended, has become. */
  moveLast(
    cell: vscode.NotebookCell,
    next: vscode.NotebookCell,
    execution: vscode.NotebookCellExecution,
  ): void {
    if (this.#last?.cell === cell) this.#last = { ...this.#last, cell: next, execution };
  }

  /**
   * Not all of an output can be seen in `editor`: brings it into view if it is of the cell that ran last, and the person,
   * who ran it, is still there. What has gone out of view above went there by itself only where the cell, with what it
   * has shown beneath, pushed it: in a run that has just begun.
   */
  bringIntoView(
    { run, where }: { run: string; where: "above" | "below" },
    editor: vscode.NotebookEditor,
  ): void {
    const last = this.#last;
    if (!last || this.#outputs.get(last.cell)?.run !== run) return;
    if (where === "above" && Date.now() - last.started > pushes) return;
    const { index } = last.cell;
    const isNear = editor.selections.some(({ start }) => start === index || start === index + 1);
    const isSeen = editor.visibleRanges.some(({ start, end }) => start <= index && index < end);
    if (isNear && isSeen) editor.revealRange(new vscode.NotebookRange(index, index + 1));
  }

  #finish(request: Request, cell: vscode.NotebookCell, outputs: RunOutputs, result: RunResult): void {
    // It goes on with other values: that it was ended for them is nothing to tell.
    const told = request.replaced && result.interrupted ? null : result.error;
    const error = told && this.#explain(told, cell);
    outputs.finish(error, {
      died: result.error?.name === "KernelDied",
      replaced: told === null && request.replaced,
    });
    if (error && !result.interrupted) this.#parts.diagnostics.show(this.#parts.notebook(), error, cell);
  }

  #end(
    request: Request,
    cell: vscode.NotebookCell,
    success: boolean | undefined,
  ): vscode.NotebookCellExecutionSummary {
    const endTime = Date.now();
    const ended = {
      executionOrder: this.#executionOrder,
      ...(success !== undefined && { success }),
      timing: { startTime: request.started, endTime },
    };
    this.#parts.outside.ended(cell, ended);
    request.execution?.end(success, endTime);
    return ended;
  }

  /** An error as the person reads it. A name that it misses may be that of a cell which has not run. */
  #explain(thrown: CellError, cell: vscode.NotebookCell): CellError {
    const error = this.#parts.kernel.explain(thrown);
    const name = missingName(error);
    const declaring =
      name === null
        ? undefined
        : codeCells(this.#parts.notebook()).find(
            (other) =>
              other !== cell && !this.#parts.runs.hasRun(other) && declares(other.document.getText(), name),
          );
    if (name === null || !declaring) return error;
    const remedy = vscode.l10n.t(
      "Cell {0} declares it and has not run: run that one first.",
      declaring.index + 1,
    );
    return withRemedy(error, name, remedy);
  }

  async #runInKernel(cell: vscode.NotebookCell, run: KernelRun): Promise<RunResult> {
    const { execution, outputs, kept, running } = run;
    const kernel = await this.#parts.kernel.use();
    kernel.setLanguage(notebookLanguage(this.#parts.notebook()));
    this.#note(outputs);
    const { document } = cell;
    const path = this.#parts.debugFiles?.file(document.uri.toString());
    const points = pointsOf(fenceInfoOf(openedCell(cell))) ?? 1;
    const source = {
      id: cellId(cell),
      text: document.getText(),
      points,
      ...(path !== undefined && { path }),
    };
    const request = {
      cell: source,
      execution,
      above: idsAbove(cell),
      below: idsBelow(cell),
      kept,
      begins: (flow: Parameters<RunningCell["begins"]>[0]) => {
        running.begins(flow);
        run.begun();
      },
    };
    return kernel.run(request, (output) => {
      run.shown(output);
      if (output.type === "checked") this.#parts.checked(output.result);
      else if (output.type === "trained") this.#parts.trained(output.run);
      else outputs.accept(output);
    });
  }

  /** Says, once, what the person should know of the kernel that the cell runs in. */
  #note(outputs: RunOutputs): void {
    const { noLanguage } = frontMatter(this.#parts.notebook());
    if (noLanguage !== undefined && noLanguage !== this.#noLanguage) {
      outputs.note(
        vscode.l10n.t("The front matter's language, {0}, is none: write a tag such as zh or en.", noLanguage),
      );
    }
    this.#noLanguage = noLanguage;
    if (!this.#parts.kernel.lostVariables) return;
    this.#parts.kernel.lostVariables = false;
    outputs.note(
      vscode.l10n.t(
        "The kernel had ended, and a new one was started: the variables of the cells that ran before are gone. Run those cells again if this one needs them.",
      ),
    );
  }
}
