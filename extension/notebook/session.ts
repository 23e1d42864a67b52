/** One notebook's life with its kernel: which cells wait, which one runs, and what they show. */
import * as vscode from "vscode";
import type { RunSummary } from "../../engine/payload/runs/runs.ts";
import type { CheckPayload } from "../../engine/payload/check.ts";
import type { ControlMoved, FromRenderer } from "../../engine/payload/messages.ts";
import type { GridAsk, GridPart } from "../../engine/payload/variables.ts";
import { autoRunMode } from "../reactive/autoRunMode.ts";
import type { NotebookControls } from "../reactive/notebookControls.ts";
import { ReactiveQueue } from "../reactive/reactiveQueue.ts";
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import type { OutputListener, RunResult } from "../kernel/handle/reports.ts";
import { CellRuns } from "./cellRuns.ts";
import type { KernelStatus } from "./kernelStatus.ts";
import { cellId, codeCells, notebookLanguage } from "./notebookContext.ts";
import { NotebookKernel, type NotebookKernelChange, type NotebookKernelParts } from "./notebookKernel.ts";
import { CellRunner, type CellRunnerParts } from "./session/cellRunner.ts";
import { moveCells } from "./session/moveCells.ts";
import { OutputsOutsideRuns } from "./session/outputsOutsideRuns.ts";
import { requestOf, type Request } from "./session/request.ts";
import type { Staleness } from "./staleness.ts";
import { mayRun } from "./workspaceTrust.ts";

export interface SessionParts
  extends NotebookKernelParts, Pick<CellRunnerParts, "charts" | "diagnostics" | "debugFiles"> {
  controller: vscode.NotebookController;
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

/** Why a cell has run by itself, and whether it does so now, or goes on in a moment. */
export interface RanByItself {
  because: string;
  running: boolean;
}

export class Session implements vscode.Disposable {
  #notebook: vscode.NotebookDocument;
  readonly #parts: SessionParts;
  readonly #queue: ReactiveQueue<vscode.NotebookCell, Request>;
  readonly #runs = new CellRuns();
  readonly #kernel: NotebookKernel;
  readonly #outside: OutputsOutsideRuns;
  readonly #runner: CellRunner;
  #triedAhead = false;
  #disposed = false;
  /** Cells whose last run began by itself, and why. */
  readonly #byItself = new Map<string, string>();
  /** Null until a cell runs, or a control is moved. */
  #controls: NotebookControls | null = null;

  constructor(notebook: vscode.NotebookDocument, parts: SessionParts) {
    this.#notebook = notebook;
    this.#parts = parts;
    this.#kernel = new NotebookKernel(notebook, parts, (what) => this.#kernelChanged(what));
    this.#queue = new ReactiveQueue({
      mode: () => autoRunMode(this.#notebook),
      cells: () => codeCells(this.#notebook),
      id: cellId,
      outdatedBy: (changes) => this.#runs.outdatedBy(this.#notebook, changes),
      job: (cell, because) => requestOf(cell, { because }),
      run: (request) => this.#execute(request),
      cancelled: ({ execution }) => execution?.end(undefined),
      end: (request, { replaced }) => this.#end(request, replaced),
      changed: () => this.#tell("status"),
    });
    this.#outside = new OutputsOutsideRuns(
      (cell) => this.#execution(cell),
      (cell) => this.#queue.isPending(cell),
    );
    this.#runner = new CellRunner({
      ...parts,
      notebook: () => this.#notebook,
      kernel: this.#kernel,
      runs: this.#runs,
      outside: this.#outside,
      checked: (result) => parts.checked(this, result),
      trained: (run) => parts.trained(this, run),
    });
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

  /** Runs what VS Code asks for, and what it has passed over: see {@link OutputsOutsideRuns.passedOver}. */
  async runAsked(cells: readonly vscode.NotebookCell[]): Promise<void> {
    const more = this.#outside.passedOver(cells, codeCells(this.#notebook));
    await this.run([...cells, ...more].sort((a, b) => a.index - b.index));
  }

  /** Resolves when the notebook has come to rest. A cell that waits or runs already is not added again. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    const settled = this.#outside.settled(cells);
    if (settled) await settled;
    const requests = cells
      .filter((cell) => cell.index >= 0 && !this.#queue.isPending(cell))
      .map((cell) => requestOf(cell, { execution: this.#execution(cell) }));
    await this.#queue.add(requests);
    this.#tell("status");
  }

  /** Stops the running cell and those that wait; variables stay. */
  async interrupt(): Promise<void> {
    await this.#queue.stop();
    this.#tell("status");
  }

  /** A fresh process without any variable; cells that run or wait end. */
  async restart(): Promise<void> {
    this.#queue.cancel();
    await this.#kernel.stop();
    // What ran may run again from here on: it has ended, and knows it.
    await this.#queue.add([]);
    this.#kernel.lostVariables = false;
    if (!this.#disposed && mayRun()) (await this.#kernel.need()).start();
  }

  /** Stops and forgets cells that have left the notebook; those that wait for others run on. */
  forget(cells: readonly vscode.NotebookCell[]): void {
    this.#runner.release(cells);
    for (const cell of cells) this.#controls?.forget(cell);
    const { running } = this.#queue;
    if (running && cells.includes(running.cell)) void this.#end(running, false);
  }

  /** The document has been closed, but the session will {@link moveTo} another: outputs are kept until then. */
  pause(): void {
    this.#runner.pause();
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
    moveCells(pairs, {
      execution: (cell) => this.#execution(cell),
      runner: this.#runner,
      pending: this.#queue.pending,
      running: this.#queue.running,
    });
  }

  /** Not all of an output can be seen in `editor`: see {@link CellRunner.bringIntoView}. */
  bringIntoView(out: { run: string; where: "above" | "below" }, editor: vscode.NotebookEditor): void {
    this.#runner.bringIntoView(out, editor);
  }

  /** Ends the kernel of a notebook that nobody sees any more, though VS Code keeps its document for a while. */
  async sleep(): Promise<void> {
    this.#queue.cancel();
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
    this.#controls?.dispose();
    this.#queue.cancel();
    this.#runner.release();
    void this.#kernel.stop();
  }

  #execution(cell: vscode.NotebookCell): vscode.NotebookCellExecution {
    return this.#parts.controller.createNotebookCellExecution(cell);
  }

  async #execute(request: Request): Promise<boolean> {
    const controls = await this.#needControls();
    await this.#outside.settled([request.cell]);
    // Meanwhile the notebook may have moved, the cell have gone, or the person have stopped it.
    const { cell, because } = request;
    if (cell.index < 0 || request.stopped) {
      request.execution?.end(undefined);
      return !request.stopped;
    }
    const execution = (request.execution ??= this.#execution(cell));
    if (because === null) this.#byItself.delete(cellId(cell));
    else this.#byItself.set(cellId(cell), because);
    // From here to the kernel's turn nothing may be waited for: what is moved meanwhile would be lost.
    this.#queue.begins(request, vscode.l10n.t("Cell {0}", cell.index + 1));
    const kept = controls.began(cell);
    this.#runner.start(request, execution);
    this.#tell("status");
    const { result, ok } = await this.#runner.run(request, execution, {
      kept,
      begun: () => this.#queue.runs(request),
      shown: (output) => controls.shown(cell, output),
    });
    request.stage = "ended";
    controls.ended(cell, result?.flow ? result.bound : null);
    this.#queue.settled(ok);
    this.#tell("ran");
    return ok;
  }

  /** Ends the running cell. @returns whether the kernel knows of it */
  async #end(running: Request, replaced: boolean): Promise<boolean> {
    const kernel = await this.#kernel.process;
    if (this.#queue.running !== running) return false;
    if (replaced) this.#runner.replace(running.cell);
    return kernel?.interrupt(replaced) ?? false;
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
      autoRun: this.#queue.autoRun,
      running: () => this.#queue.running?.cell ?? null,
      isExecuted: (cell) =>
        this.#queue.pending.some((request) => request.cell === cell && request.execution !== null),
      change: (cell, change) => this.#outside.change(cell, change),
      give: (cell, key, value) =>
        void this.#kernel.process?.then((kernel) => kernel.moveControl(cellId(cell), key, value)),
      tellPages: (message) => this.#parts.moved(message),
      moved: () => this.#tell("moved"),
    }));
  }

  /** The person has cleared the outputs of a cell. */
  cleared(cell: vscode.NotebookCell): void {
    if (this.#queue.isPending(cell) || this.#runner.isClearing(cell)) return;
    this.#controls?.forget(cell);
    this.#outside.cleared(cell);
  }

  /** Why the cell's last run began by itself; null where the person began it. */
  ranByItself(cell: vscode.NotebookCell): RanByItself | null {
    const because = this.#byItself.get(cellId(cell));
    return because === undefined ? null : { because, running: this.#queue.goesOn(cell) };
  }

  /** One more output below a cell that stays as it ended. @returns false where the cell runs or waits */
  append(cell: vscode.NotebookCell, output: vscode.NotebookCellOutput): Promise<boolean> {
    return this.#outside.append(cell, output);
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
    return kernel?.run({ cell, execution: this.#runner.executionOrder, above }, listener) ?? null;
  }

  /** Where a debugger can attach to the kernel, which is started if need be; null when it cannot. */
  async openDebugger(): Promise<string | null> {
    return mayRun() ? (await this.#kernel.need()).openDebugger() : null;
  }

  /** Lets no debugger in any more. */
  closeDebugger(): void {
    void this.#kernel.process?.then((kernel) => kernel.closeDebugger());
  }

  /** Whether the cell has run since the kernel started. */
  hasRun(cell: vscode.NotebookCell): boolean {
    return this.#runs.hasRun(cell);
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
