/** The notebook in the page: its cells, which of them run and wait, which are out of date. Knows no element. */
import type { ControlPayload, ControlValue } from "../../engine/payload/control.ts";
import type { ControlMoved, FromRenderer } from "../../engine/payload/messages.ts";
import { CONTROL_MIME } from "../../engine/payload/mime.ts";
import { fenceInfoOf, pointsOf } from "../exercises/fenceInfo.ts";
import type { RunRequest } from "../kernel/handle/kernelLink.ts";
import type { OutputListener, RunResult } from "../kernel/handle/reports.ts";
import type { CellError, KernelOutput } from "../kernel/protocol/protocol.ts";
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";
import { printMarkdown } from "../markdown/printMarkdown.ts";
import { declares, missingName, withRemedy } from "../notebook/missingName.ts";
import type { Staleness } from "../notebook/staleness.ts";
import { LastRuns } from "../reactive/lastRuns.ts";
import { jobOf, ReactiveQueue, type Job } from "../reactive/reactiveQueue.ts";
import type { LiveData } from "../report/live/liveData.ts";
import { LiveControls } from "./liveControls.ts";
import type { Texts } from "./texts.ts";

export type CellState = "idle" | "waiting" | "running" | "ok" | "failed" | "stopped";

export interface Cell {
  /** Unique in the page's life. */
  readonly id: string;
  /** As the notebook had it, or a new one. */
  readonly source: MarkdownCell;
  text: string;
  state: CellState;
  execution: number | null;
}

/** What is needed of a kernel. */
export interface Kernel {
  run(request: RunRequest, listener: OutputListener): Promise<RunResult>;
  /**
   * @param replaced the cell is run again with other values
   * @returns whether a cell runs
   */
  interrupt(replaced?: boolean): boolean;
  /** Gives the names that stand for a control of a cell alone another value. */
  moveControl(cell: string, key: string, value: ControlValue): void;
  stop(): Promise<void>;
}

/** How a run of a cell ended, or began. */
export interface RunKind {
  /** Why it ran by itself; null where the reader ran it. */
  because: string | null;
  /** It was ended because it runs again, with other values. */
  replaced: boolean;
}

/** What is told of cells that run; who shows them listens. */
export interface NotebookEvents {
  /** A cell's state, text, mark or number, or the list of cells. */
  changed(): void;
  begins(cell: Cell, because: string | null): void;
  output(cell: Cell, output: KernelOutput): void;
  note(cell: Cell, text: string): void;
  ended(cell: Cell, error: CellError | null, result: RunResult, kind: RunKind): void;
  /** A control has another value. */
  moved(message: ControlMoved): void;
}

export class LiveNotebook {
  readonly #data: LiveData;
  readonly #kernel: Kernel;
  readonly #texts: Texts;
  readonly #events: NotebookEvents;
  readonly #queue: ReactiveQueue<Cell, Job<Cell>>;
  readonly #runs = new LastRuns();
  readonly #controls: LiveControls;
  /** Cells whose last run began by itself, and why. */
  readonly #byItself = new Map<Cell, string>();
  /** Cells that have begun to run in the present kernel. */
  readonly #ran = new Set<string>();
  /** Those that run for the sake of others, which run whatever becomes of them. */
  readonly #behind = new Set<Cell>();
  /** The states that cells had which wait now. */
  readonly #before = new Map<Cell, CellState>();
  #cells: Cell[];
  #executions = 0;
  #made: number;
  #lost = false;
  #saved: string;

  constructor(data: LiveData, kernel: Kernel, texts: Texts, events: NotebookEvents) {
    this.#data = data;
    this.#kernel = kernel;
    this.#texts = texts;
    this.#events = events;
    this.#cells = data.cells.map(({ executionCount, ...source }, i) => ({
      id: `cell-${i + 1}`,
      source,
      text: source.text,
      state: "idle",
      execution: executionCount,
    }));
    this.#made = this.#cells.length;
    this.#queue = new ReactiveQueue({
      mode: () => "controls",
      cells: () => this.code,
      id: ({ id }) => id,
      outdatedBy: (changes) => this.#runs.outdatedBy(this.code, changes),
      job: jobOf,
      run: (job) => this.#execute(job),
      cancelled: ({ cell, because }) => {
        if (because === null) this.#cancelled(cell);
      },
      end: (_, { replaced }) => kernel.interrupt(replaced),
      changed: () => events.changed(),
    });
    this.#controls = new LiveControls({
      runs: this.#runs,
      autoRun: this.#queue.autoRun,
      running: () => this.running?.id ?? null,
      give: (cell, key, value) => kernel.moveControl(cell, key, value),
      tell: (message) => events.moved(message),
      moved: () => events.changed(),
    });
    this.#saved = this.#print();
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** Those that the kernel runs. */
  get code(): readonly Cell[] {
    return this.#cells.filter(({ source }) => source.kind === "code" && source.language === undefined);
  }

  get running(): Cell | null {
    return this.#queue.running?.cell ?? null;
  }

  /** Why the cell's last run began by itself; null where the reader began it. */
  ranByItself(cell: Cell): string | null {
    return this.#byItself.get(cell) ?? null;
  }

  /** A code cell's place among the code cells, from 1. */
  numberOf(cell: Cell): number {
    return this.code.indexOf(cell) + 1;
  }

  /**
   * Runs cells, behind those above them that have not run in this kernel: a reader who turns to the middle of a page
   * finds the variables that the text has spoken of. Resolves when the notebook has come to rest.
   */
  run(cells: readonly Cell[]): Promise<void> {
    const { code } = this;
    const first = Math.min(...cells.map((cell) => code.indexOf(cell)));
    const above = code
      .slice(0, Math.max(0, first))
      // What the reader had to stop does not begin again unasked.
      .filter(({ id, text, state }) => !this.#ran.has(id) && text.trim() !== "" && state !== "stopped");
    const asked = [...above, ...cells].filter((cell) => !this.#queue.isPending(cell));
    for (const cell of asked) {
      this.#before.set(cell, cell.state);
      cell.state = "waiting";
      if (cells.includes(cell)) this.#behind.delete(cell);
      else this.#behind.add(cell);
    }
    const rest = this.#queue.add(asked.map((cell) => jobOf(cell, null)));
    this.#events.changed();
    return rest;
  }

  runAll(): Promise<void> {
    return this.run(this.code);
  }

  /** Stops the running cell and those that wait; variables stay. */
  stop(): void {
    void this.#queue.stop();
    this.#events.changed();
  }

  /** A fresh kernel without any variable; cells that run or wait end. */
  async restart(): Promise<void> {
    this.#queue.cancel();
    await this.#kernel.stop();
    await this.#queue.add([]);
    this.forget();
    this.#lost = false;
    this.#events.changed();
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#lost ||= this.#ran.size > 0;
    this.#runs.forget();
    this.#controls.lost();
    this.#byItself.clear();
    this.#ran.clear();
  }

  edit(cell: Cell, text: string): void {
    cell.text = text;
    this.#events.changed();
  }

  /** A new code cell behind `cell`, or in front of all. */
  insert(cell: Cell | null): Cell {
    const added: Cell = {
      id: `cell-${++this.#made}`,
      source: { kind: "code", text: "" },
      text: "",
      state: "idle",
      execution: null,
    };
    this.#cells.splice(cell ? this.#cells.indexOf(cell) + 1 : 0, 0, added);
    this.#events.changed();
    return added;
  }

  /** Takes a cell away that neither runs nor waits. */
  remove(cell: Cell): void {
    this.#cells = this.#cells.filter((other) => other !== cell);
    this.#runs.remove(cell.id);
    this.#controls.forget(cell.id);
    this.#events.changed();
  }

  /** The cells that no longer show what running them would give, by id. */
  stale(): Map<string, Staleness> {
    return this.#runs.stale(this.code);
  }

  /** The page was written with a control of the cell. */
  foundControl(cell: Cell, payload: ControlPayload): void {
    this.#controls.found(cell.id, payload);
  }

  /** The reader has moved a control: the cells that use it run again. */
  moveControl(message: Extract<FromRenderer, { type: "control" }>): void {
    this.#controls.move(message);
  }

  /** Whether the reader has changed something since the last {@link markdown}. */
  get edited(): boolean {
    return this.#print() !== this.#saved;
  }

  /** The notebook as a file. */
  markdown(): string {
    return (this.#saved = this.#print());
  }

  #print(): string {
    const cells = this.#cells.map(({ source, text }) => ({ ...source, text }));
    return printMarkdown({ cells, layout: this.#data.layout });
  }

  #cancelled(cell: Cell): void {
    cell.state = this.#before.get(cell) ?? "idle";
    this.#events.changed();
  }

  async #execute(job: Job<Cell>): Promise<boolean> {
    const { cell, because } = job;
    const execution = ++this.#executions;
    const before = cell.state === "waiting" ? (this.#before.get(cell) ?? "idle") : cell.state;
    cell.state = "running";
    cell.execution = execution;
    this.#ran.add(cell.id);
    if (because === null) this.#byItself.delete(cell);
    else this.#byItself.set(cell, because);
    const { code } = this;
    const place = code.indexOf(cell);
    this.#queue.begins(job, this.#texts.cell(place + 1));
    const kept = this.#controls.began(cell.id);
    this.#events.begins(cell, because);
    if (this.#lost) this.#events.note(cell, this.#texts.kernelGone);
    this.#lost = false;
    const { text } = cell;
    const run = this.#runs.begin(code, cell, execution);
    const ids = code.map(({ id }) => id);
    const points = pointsOf(fenceInfoOf(cell.source)) ?? 1;
    const result = await this.#kernel.run(
      {
        cell: { id: cell.id, text, points },
        execution,
        above: ids.slice(0, place),
        below: ids.slice(place + 1),
        kept,
        begins: (flow) => {
          run.begins(flow);
          this.#queue.runs(job);
        },
      },
      (output) => {
        if (output.type === "display" && CONTROL_MIME in output.data)
          this.#controls.shown(cell.id, output.data[CONTROL_MIME] as ControlPayload);
        this.#events.output(cell, output);
      },
    );
    job.stage = "ended";
    run.ended(result.flow);
    const replaced = job.replaced && result.interrupted;
    cell.state = replaced ? before : result.ok ? "ok" : result.interrupted ? "stopped" : "failed";
    // It goes on with other values: that it was ended for them is nothing to tell.
    const error = replaced ? null : result.error && this.#explain(result.error, cell);
    this.#events.ended(cell, error, result, { because, replaced });
    const ok = replaced || result.ok || (this.#behind.has(cell) && !result.interrupted);
    this.#controls.ended(cell.id, result.flow ? result.bound : null);
    this.#queue.settled(ok);
    return ok;
  }

  /** A name that an error misses may be that of a cell which has not run. */
  #explain(error: CellError, cell: Cell): CellError {
    const name = missingName(error);
    if (name === null) return error;
    const declaring = this.code.find(
      (other) => other !== cell && !this.#runs.hasRun(other.id) && declares(other.text, name),
    );
    return declaring ? withRemedy(error, name, this.#texts.runFirst(this.numberOf(declaring))) : error;
  }
}
