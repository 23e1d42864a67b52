/** One notebook's life with its kernel: which cells wait, which one runs, and what they show. */
import * as vscode from "vscode";
import type { KeptValue } from "../../engine/payload/control.ts";
import type { RunSummary } from "../../engine/payload/runs.ts";
import type { CheckPayload } from "../../engine/payload/check.ts";
import type { GridAsk, GridPart } from "../../engine/payload/variables.ts";
import { fenceInfoOf, pointsOf } from "../exercises/fenceInfo.ts";
import { openedCell } from "../markdown/serializer.ts";
import { CellRuns, type RunningCell } from "./cellRuns.ts";
import type { CellFiles } from "../debug/cellFiles.ts";
import type { CellDiagnostics } from "./cellDiagnostics.ts";
import type { ControlMoved, FromRenderer } from "../../engine/payload/messages.ts";
import { AutoRun } from "../reactive/autoRun.ts";
import type { NotebookControls } from "../reactive/notebookControls.ts";
import { autoRunMode } from "../reactive/autoRunMode.ts";
import type { CellError, VariableSummary } from "../kernel/protocol/protocol.ts";
import type { OutputListener, RunResult } from "../kernel/handle/reports.ts";
import { kernelError } from "./kernelMessages.ts";
import type { KernelStatus } from "./kernelStatus.ts";
import type { LiveCharts } from "../outputs/liveCharts.ts";
import {
  cellId,
  codeCells,
  frontMatter,
  idsAbove,
  idsBelow,
  inheritId,
  notebookLanguage,
} from "./notebookContext.ts";
import { declares, missingName, withRemedy } from "./missingName.ts";
import { NotebookKernel, type NotebookKernelChange, type NotebookKernelParts } from "./notebookKernel.ts";
import { RunOutputs } from "../outputs/runOutputs.ts";
import { JobQueue } from "./jobQueue.ts";
import { mayRun } from "./workspaceTrust.ts";
import type { Staleness } from "./staleness.ts";

export interface SessionParts extends NotebookKernelParts {
  controller: vscode.NotebookController;
  charts: LiveCharts;
  diagnostics: CellDiagnostics;
  /** By which a debugger knows cells; null where none can come. */
  debugFiles: Pick<CellFiles, "file"> | null;
  /** Told of what others show of the session. */
  changed(session: Session, what: SessionChange): void;
  /** Tells all pages of the notebook that a control has another value. */
  moved(message: ControlMoved): void;
  /** An exercise was checked. */
  checked(session: Session, result: CheckPayload): void;
  /** A training has ended. */
  trained(session: Session, run: RunSummary): void;
}

/**
 * `status`: what {@link Session.status} says. `ran`: a cell has ended. `moved`: a control has been. `interrupted`: the running cell has been told
 * to stop. `lost`: all variables are gone.
 */
export type SessionChange = "status" | "ran" | "moved" | "interrupted" | "lost";

/** A cell that is to run. It gets another cell and execution when the notebook moves while it waits or runs. */
interface Request {
  cell: vscode.NotebookCell;
  /** Null until it runs, where it runs by itself: VS Code shows nothing of it before, and has one at a time of a cell. */
  execution: vscode.NotebookCellExecution | null;
  started: number;
  /** Why it runs by itself; null where the person runs it. */
  because: string | null;
  /** It is to end because it runs again, with other values. */
  replaced: boolean;
  /** The kernel runs it, and can end it. */
  begun: boolean;
}

/** What a run of a cell has of the notebook. */
interface RunParts {
  execution: number;
  outputs: RunOutputs;
  /** What the person has chosen of its controls, by their keys. */
  kept: Record<string, KeptValue>;
  running: RunningCell;
}

/** Why a cell has run by itself, and whether it does so now. */
export interface RanByItself {
  because: string;
  running: boolean;
}

/** How long after a run began what it shows may have pushed a picture of its own out of view, in milliseconds. */
const pushes = 5000;

export class Session implements vscode.Disposable {
  #notebook: vscode.NotebookDocument;
  readonly #parts: SessionParts;
  readonly #queue: JobQueue<Request>;
  /** Outputs of each cell's last run. */
  readonly #outputs = new Map<vscode.NotebookCell, RunOutputs>();
  /** What stood in the front matter as a language, and was said to be none. */
  #noLanguage: string | undefined;
  /** What began to run last. */
  #last: Request | null = null;
  readonly #runs = new CellRuns();
  readonly #kernel: NotebookKernel;
  /** How the last runs of cells ended. */
  readonly #ends = new WeakMap<vscode.NotebookCell, vscode.NotebookCellExecutionSummary>();
  /** Counts on after a restart, so that `Cell In[n]` never means two cells. */
  #executionOrder = 0;
  #triedAhead = false;
  #disposed = false;
  /** Cells whose outputs are being changed outside of a run: VS Code has one execution of a cell at a time. */
  readonly #changing = new Map<vscode.NotebookCell, Promise<void>>();
  /** Cells whose last run began by itself, and why. */
  readonly #byItself = new Map<string, string>();
  readonly #autoRun = new AutoRun({
    mode: () => autoRunMode(this.#notebook),
    outdatedBy: (changes) => this.#runs.outdatedBy(this.#notebook, changes),
    running: () => (this.#queue.running ? cellId(this.#queue.running.cell) : null),
    waits: () => this.#queue.waiting.length > 0,
    replace: () => this.#replaceRunning(),
    drop: (cells) =>
      this.#queue.drop(({ cell, because }) => because !== null && cells.includes(cellId(cell))),
    run: (cells, because) => this.#runByItself(cells, because),
  });
  /** Null until a cell runs, or a control is moved. */
  #controls: NotebookControls | null = null;

  constructor(notebook: vscode.NotebookDocument, parts: SessionParts) {
    this.#notebook = notebook;
    this.#parts = parts;
    this.#kernel = new NotebookKernel(notebook, parts, (what) => this.#kernelChanged(what));
    this.#queue = new JobQueue(
      (request) => this.#execute(request),
      ({ execution }) => execution?.end(undefined),
    );
  }

  get notebook(): vscode.NotebookDocument {
    return this.#notebook;
  }

  get status(): KernelStatus {
    return {
      ...this.#kernel.status,
      busySince: this.#queue.running?.started ?? null,
      waiting: this.#queue.waiting.length,
    };
  }

  /** Resolves when the notebook has come to rest. A cell that waits or runs already is not added again. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    const changing = cells.flatMap((cell) => this.#changing.get(cell) ?? []);
    if (changing.length > 0) await Promise.all(changing);
    const requests = cells
      .filter((cell) => cell.index >= 0 && !this.#isPending(cell))
      .map((cell) => ({
        cell,
        execution: this.#parts.controller.createNotebookCellExecution(cell),
        started: 0,
        because: null,
        replaced: false,
        begun: false,
      }));
    await this.#queue.add(requests);
    this.#tell("status");
  }

  /** Stops the running cell and those that wait; variables stay. */
  async interrupt(): Promise<void> {
    this.#autoRun.cancel();
    this.#queue.cancelWaiting();
    if (this.#queue.running) (await this.#kernel.process)?.interrupt();
  }

  /** A fresh process without any variable; cells that run or wait end. */
  async restart(): Promise<void> {
    this.#autoRun.cancel();
    this.#queue.cancelWaiting();
    await this.#kernel.stop();
    // What ran may run again from here on: it has ended, and knows it.
    await this.#queue.add([]);
    this.#kernel.lostVariables = false;
    if (!this.#disposed && mayRun()) (await this.#kernel.need()).start();
  }

  /** Stops and forgets cells that have left the notebook; those that wait for others run on. */
  forget(cells: readonly vscode.NotebookCell[]): void {
    this.#release(cells);
    for (const cell of cells) this.#controls?.forget(cell);
    const { running } = this.#queue;
    if (running && cells.includes(running.cell))
      void this.#kernel.process?.then((kernel) => kernel.interrupt());
  }

  #release(cells: readonly vscode.NotebookCell[]): void {
    for (const cell of cells) {
      this.#outputs.get(cell)?.release();
      this.#outputs.delete(cell);
      this.#parts.diagnostics.clear(cell);
    }
  }

  /** The document has been closed, but the session will {@link moveTo} another: outputs are kept until then. */
  pause(): void {
    for (const outputs of this.#outputs.values()) outputs.pause();
  }

  /**
   * Goes on in the document that an untitled notebook has become by being saved: kernel, outputs and the cells
   * that run or wait. Needs a controller that is selected for `heir`.
   *
   * @param pairs each cell and its heir
   */
  moveTo(
    heir: vscode.NotebookDocument,
    pairs: readonly (readonly [vscode.NotebookCell, vscode.NotebookCell])[],
  ): void {
    this.#notebook = heir;
    this.#kernel.moveTo(heir);
    for (const [cell, next] of pairs) {
      const request = this.#pending().find((pending) => pending.cell === cell);
      const outputs = this.#outputs.get(cell);
      const { executionOrder, timing, success } = cell.executionSummary ?? {};
      inheritId(next, cell);
      if (outputs) this.#outputs.set(next, outputs);
      this.#outputs.delete(cell);
      if (!request && executionOrder === undefined) continue;

      const execution = this.#parts.controller.createNotebookCellExecution(next);
      if (request) Object.assign(request, { cell: next, execution, because: null });
      else if (this.#last?.cell === cell) this.#last = { ...this.#last, cell: next, execution };
      if (request && request !== this.#queue.running) continue;
      execution.executionOrder = executionOrder;
      execution.start(request?.started ?? timing?.startTime);
      void execution.replaceOutput(cell.outputs);
      if (request) outputs?.resume(execution);
      else execution.end(success, timing?.endTime);
    }
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

  /** Ends the kernel of a notebook that nobody sees any more, though VS Code keeps its document for a while. */
  async sleep(): Promise<void> {
    this.#autoRun.cancel();
    this.#queue.cancelWaiting();
    this.#triedAhead = false;
    await this.#kernel.stop();
  }

  /** Starts the kernel before a cell needs it: once, and without a word where it cannot be. */
  startAhead(): void {
    if (!this.#triedAhead) this.#kernel.startAhead();
    this.#triedAhead = true;
  }

  /** Whether the kernel was started ahead, and nothing has needed it yet. */
  get isAhead(): boolean {
    return this.#kernel.isAhead;
  }

  dispose(): void {
    this.#disposed = true;
    this.#autoRun.cancel();
    this.#controls?.dispose();
    this.#queue.cancelWaiting();
    this.#release([...this.#outputs.keys()]);
    void this.#kernel.stop();
  }

  #pending(): Request[] {
    return [...(this.#queue.running ? [this.#queue.running] : []), ...this.#queue.waiting];
  }

  #isPending(cell: vscode.NotebookCell): boolean {
    return this.#pending().some((request) => request.cell === cell);
  }

  async #execute(request: Request): Promise<boolean> {
    const { cell, because } = request;
    if (cell.index < 0) {
      request.execution?.end(undefined);
      return true;
    }
    await this.#changing.get(cell);
    const execution = (request.execution ??= this.#parts.controller.createNotebookCellExecution(cell));
    if (because === null) this.#byItself.delete(cellId(cell));
    else this.#byItself.set(cellId(cell), because);
    this.#autoRun.began(cellId(cell), because === null ? vscode.l10n.t("Cell {0}", cell.index + 1) : null);
    const controls = await this.#needControls();
    const kept = controls.began(cell);
    request.started = Date.now();
    execution.executionOrder = ++this.#executionOrder;
    execution.start(request.started);
    this.#tell("status");
    this.#release([cell]);
    let result: RunResult | null = null;
    const outputs = new RunOutputs(
      execution,
      (data) => this.#kernel.items(data),
      this.#parts.charts,
      () => this.#writeLate(request, outputs, result?.ok ?? false),
      because === null ? [] : cell.outputs,
    );
    this.#outputs.set(cell, outputs);
    this.#last = request;
    try {
      if (because === null) void execution.clearOutput();
      const run = this.#runs.begin(cell, this.#executionOrder);
      const running: RunningCell = {
        ...run,
        begins: (flow) => {
          run.begins(flow);
          request.begun = true;
          if (request.replaced) this.#replaceRunning();
        },
      };
      result = await this.#runInKernel(cell, { execution: this.#executionOrder, outputs, kept, running });
      running.ended(result.flow);
      // It goes on with other values: that it was ended for them is nothing to tell.
      const told = request.replaced && result.interrupted ? null : result.error;
      const error = told && this.#explain(told, cell);
      outputs.finish(error, {
        died: result.error?.name === "KernelDied",
        replaced: told === null && request.replaced,
      });
      if (error && !result.interrupted) this.#parts.diagnostics.show(this.#notebook, error, cell);
    } catch (error) {
      outputs.finish(kernelError(String(error)));
    }
    const replaced = request.replaced && result?.interrupted === true;
    const endTime = Date.now();
    const success = replaced ? undefined : (result?.ok ?? false);
    this.#ends.set(cell, {
      executionOrder: execution.executionOrder,
      ...(success !== undefined && { success }),
      timing: { startTime: request.started, endTime },
    });
    request.execution.end(success, endTime);
    const ok = replaced || (result?.ok ?? false) || request.cell.index < 0;
    controls.ended(cell, result?.flow ? result.bound : null);
    this.#autoRun.ended(ok);
    this.#tell("ran");
    return ok;
  }

  /** The person has moved a control on a page of the notebook. */
  async moveControl(message: Extract<FromRenderer, { type: "control" }>): Promise<void> {
    (await this.#needControls()).move(message);
  }

  async #needControls(): Promise<NotebookControls> {
    if (this.#controls) return this.#controls;
    const made = await import("../reactive/controls.entry.ts");
    return (this.#controls ??= new made.NotebookControls({
      cells: () => codeCells(this.#notebook),
      id: cellId,
      language: () => notebookLanguage(this.#notebook),
      mayRun,
      items: (bundle) => this.#kernel.items(bundle),
      runs: this.#runs,
      autoRun: this.#autoRun,
      running: () => this.#queue.running?.cell ?? null,
      isExecuted: (cell) =>
        this.#pending().some((request) => request.cell === cell && request.execution !== null),
      change: (cell, change) => this.#inExecution(cell, change),
      give: (cell, key, value) =>
        void this.#kernel.process?.then((kernel) => kernel.moveControl(cellId(cell), key, value)),
      tellPages: (message) => this.#parts.moved(message),
      moved: () => this.#tell("moved"),
    }));
  }

  /** The person has cleared the outputs of a cell. */
  cleared(cell: vscode.NotebookCell): void {
    if (!this.#isPending(cell)) this.#controls?.forget(cell);
  }

  /** Ends the running cell: it waits already to run again, or will. */
  #replaceRunning(): void {
    const { running } = this.#queue;
    if (!running) return;
    running.replaced = true;
    if (!running.begun) return;
    void this.#kernel.process?.then((kernel) => {
      if (this.#queue.running === running) kernel.interrupt(true);
    });
  }

  #runByItself(ids: readonly string[], because: string): void {
    const waiting = new Set(this.#queue.waiting.map(({ cell }) => cell));
    const cells = codeCells(this.#notebook).filter(
      (cell) => ids.includes(cellId(cell)) && !waiting.has(cell),
    );
    const { running } = this.#queue;
    if (running && cells.includes(running.cell)) this.#replaceRunning();
    const requests = cells.map((cell): Request => ({
      cell,
      execution: null,
      started: 0,
      because,
      replaced: false,
      begun: false,
    }));
    void this.#queue.insert(requests, (item, other) => item.cell.index < other.cell.index);
    this.#tell("status");
  }

  /** Why the cell's last run began by itself; null where the person began it. */
  ranByItself(cell: vscode.NotebookCell): RanByItself | null {
    const because = this.#byItself.get(cellId(cell));
    return because === undefined ? null : { because, running: this.#queue.running?.cell === cell };
  }

  /** An error as the person reads it. A name that it misses may be that of a cell which has not run. */
  #explain(thrown: CellError, cell: vscode.NotebookCell): CellError {
    const error = this.#kernel.explain(thrown);
    const name = missingName(error);
    const declaring =
      name === null
        ? undefined
        : codeCells(this.#notebook).find(
            (other) =>
              other !== cell && !this.#runs.hasRun(other) && declares(other.document.getText(), name),
          );
    if (name === null || !declaring) return error;
    const remedy = vscode.l10n.t(
      "Cell {0} declares it and has not run: run that one first.",
      declaring.index + 1,
    );
    return withRemedy(error, name, remedy);
  }

  async #runInKernel(
    cell: vscode.NotebookCell,
    { execution, outputs, kept, running }: RunParts,
  ): Promise<RunResult> {
    const kernel = await this.#kernel.use();
    kernel.setLanguage(notebookLanguage(this.#notebook));
    const { noLanguage } = frontMatter(this.#notebook);
    if (noLanguage !== undefined && noLanguage !== this.#noLanguage) {
      outputs.note(
        vscode.l10n.t("The front matter's language, {0}, is none: write a tag such as zh or en.", noLanguage),
      );
    }
    this.#noLanguage = noLanguage;
    if (this.#kernel.lostVariables) {
      this.#kernel.lostVariables = false;
      outputs.note(
        vscode.l10n.t(
          "The kernel had ended, and a new one was started: the variables of the cells that ran before are gone. Run those cells again if this one needs them.",
        ),
      );
    }
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
      begins: running.begins,
    };
    return kernel.run(request, (output) => {
      this.#controls?.shown(cell, output);
      if (output.type === "checked") this.#parts.checked(this, output.result);
      else if (output.type === "trained") this.#parts.trained(this, output.run);
      else outputs.accept(output);
    });
  }

  /** One more output below a cell that stays as it ended. @returns false where the cell runs or waits */
  async append(cell: vscode.NotebookCell, output: vscode.NotebookCellOutput): Promise<boolean> {
    if (cell.index < 0 || this.#isPending(cell)) return false;
    await this.#inExecution(cell, (execution) => execution.appendOutput(output));
    return true;
  }

  /** Changes the outputs of a cell that neither runs nor waits, and stays as it ended. */
  #inExecution(
    cell: vscode.NotebookCell,
    change: (execution: vscode.NotebookCellExecution) => Thenable<void>,
  ): Promise<void> {
    const before = this.#changing.get(cell) ?? Promise.resolve();
    const changed = before
      .then(() => this.#changeNow(cell, change))
      .finally(() => {
        if (this.#changing.get(cell) === changed) this.#changing.delete(cell);
      });
    this.#changing.set(cell, changed);
    return changed;
  }

  async #changeNow(
    cell: vscode.NotebookCell,
    change: (execution: vscode.NotebookCellExecution) => Thenable<void>,
  ): Promise<void> {
    if (cell.index < 0 || this.#isPending(cell)) return;
    const { executionOrder, success, timing } = this.#summaryOf(cell);
    const execution = this.#parts.controller.createNotebookCellExecution(cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
    // At once: while there is an execution, VS Code passes over the cell when the person runs it.
    const changed = change(execution);
    execution.end(success, timing?.endTime);
    await changed;
  }

  /** How the cell ended: VS Code tells of an end some time after it, and has it without success until then. */
  #summaryOf(cell: vscode.NotebookCell): vscode.NotebookCellExecutionSummary {
    const told = cell.executionSummary ?? {};
    const own = this.#ends.get(cell);
    return own && own.executionOrder === told.executionOrder ? own : told;
  }

  /** Puts what a run printed or drew after its end into the cell, which stays as it ended. */
  #writeLate({ cell, started }: Request, outputs: RunOutputs, ok: boolean): void {
    if (cell.index < 0 || this.#isPending(cell)) return;
    const ended = cell.executionSummary?.timing?.endTime ?? Date.now();
    const { executionOrder } = cell.executionSummary ?? {};
    const execution = this.#parts.controller.createNotebookCellExecution(cell);
    execution.executionOrder = executionOrder;
    execution.start(started);
    outputs.resume(execution);
    outputs.finish(null);
    execution.end(ok, ended);
  }

  /**
   * The variables that a cell below all of `cells` would see, once no cell keeps the kernel from telling. Null
   * while there is no kernel.
   *
   * @param cells all of the notebook's by default
   */
  async variables(
    cells: readonly vscode.NotebookCell[] = codeCells(this.#notebook),
  ): Promise<VariableSummary[] | null> {
    const kernel = await this.#kernel.process;
    return kernel?.variables(cells.map(cellId)) ?? null;
  }

  /** A part of one variable's numbers, once no cell keeps the kernel from telling; null where it has none. */
  async grid(ask: GridAsk): Promise<GridPart | null> {
    const kernel = await this.#kernel.process;
    return kernel?.grid(codeCells(this.#notebook).map(cellId), ask) ?? null;
  }

  /** Runs `expression` as a cell below all others, which shows nothing in the notebook. Null while there is no kernel. */
  async look(expression: string, listener: OutputListener): Promise<RunResult | null> {
    const kernel = await this.#kernel.process;
    const above = codeCells(this.#notebook).map(cellId);
    const cell = { id: "gradbook-look", text: expression };
    return kernel?.run({ cell, execution: this.#executionOrder, above }, listener) ?? null;
  }

  /** Where a debugger can attach to the kernel, which is started if need be; null when it cannot. */
  async openDebugger(): Promise<string | null> {
    return mayRun() ? (await this.#kernel.need()).openDebugger() : null;
  }

  /** Lets no debugger in any more. */
  closeDebugger(): void {
    void this.#kernel.process?.then((kernel) => kernel.closeDebugger());
  }

  /** The cells that no longer show what running them would give, by id. */
  stale(): Map<string, Staleness> {
    return this.#runs.stale(this.#notebook);
  }

  #kernelChanged(what: NotebookKernelChange): void {
    if (what === "stuck") return void this.#offerRestart();
    if (what === "lost") {
      this.#runs.forget();
      this.#byItself.clear();
      this.#controls?.lost();
    }
    this.#tell(what);
  }

  #tell(what: SessionChange): void {
    if (!this.#disposed) this.#parts.changed(this, what);
  }

  async #offerRestart(): Promise<void> {
    const restart = vscode.l10n.t("Restart Kernel");
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t("The cell does not stop. Restarting the kernel stops it; all variables will be gone."),
      restart,
    );
    if (choice === restart) await this.restart();
  }
}
