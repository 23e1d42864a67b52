/** The notebook in the page: its cells, which of them run and wait, which are out of date. Knows no element. */
import { fenceInfoOf, pointsOf } from "../exercises/fenceInfo.ts";
import type { RunRequest } from "../kernel/handle/kernelLink.ts";
import type { OutputListener, RunResult } from "../kernel/handle/reports.ts";
import type { CellError, KernelOutput } from "../kernel/protocol/protocol.ts";
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";
import { printMarkdown } from "../markdown/printMarkdown.ts";
import { JobQueue } from "../notebook/jobQueue.ts";
import { declares, missingName, withRemedy } from "../notebook/missingName.ts";
import { sourcesOf, staleCells, type CellRun, type Staleness } from "../notebook/staleness.ts";
import type { LiveData } from "../report/live/liveData.ts";
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
  interrupt(): void;
  stop(): Promise<void>;
}

/** What is told of cells that run; who shows them listens. */
export interface NotebookEvents {
  /** A cell's state, text, mark or number, or the list of cells. */
  changed(): void;
  begins(cell: Cell): void;
  output(cell: Cell, output: KernelOutput): void;
  note(cell: Cell, text: string): void;
  ended(cell: Cell, error: CellError | null, result: RunResult): void;
}

export class LiveNotebook {
  readonly #data: LiveData;
  readonly #kernel: Kernel;
  readonly #texts: Texts;
  readonly #events: NotebookEvents;
  readonly #queue: JobQueue<Cell>;
  readonly #last = new Map<string, CellRun>();
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
    this.#queue = new JobQueue(
      (cell) => this.#execute(cell),
      (cell) => this.#cancelled(cell),
    );
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
    return this.#queue.running;
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
    const asked = [...above, ...cells].filter(({ state }) => state !== "waiting" && state !== "running");
    for (const cell of asked) {
      this.#before.set(cell, cell.state);
      cell.state = "waiting";
      if (cells.includes(cell)) this.#behind.delete(cell);
      else this.#behind.add(cell);
    }
    const rest = this.#queue.add(asked);
    this.#events.changed();
    return rest;
  }

  runAll(): Promise<void> {
    return this.run(this.code);
  }

  /** Stops the running cell and those that wait; variables stay. */
  stop(): void {
    this.#queue.cancelWaiting();
    if (this.#queue.running) this.#kernel.interrupt();
    this.#events.changed();
  }

  /** A fresh kernel without any variable; cells that run or wait end. */
  async restart(): Promise<void> {
    this.#queue.cancelWaiting();
    await this.#kernel.stop();
    await this.#queue.add([]);
    this.forget();
    this.#lost = false;
    this.#events.changed();
  }

  /** The kernel has gone, and with it all that ran. */
  forget(): void {
    this.#lost ||= this.#ran.size > 0;
    this.#last.clear();
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
    this.#last.delete(cell.id);
    this.#events.changed();
  }

  /** The cells that no longer show what running them would give, by id. */
  stale(): Map<string, Staleness> {
    return staleCells(this.code.map(({ id, text }) => ({ id, text, last: this.#last.get(id) ?? null })));
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

  async #execute(cell: Cell): Promise<boolean> {
    const execution = ++this.#executions;
    cell.state = "running";
    cell.execution = execution;
    this.#ran.add(cell.id);
    this.#events.begins(cell);
    if (this.#lost) this.#events.note(cell, this.#texts.kernelGone);
    this.#lost = false;
    const { text } = cell;
    const code = this.code;
    const place = code.indexOf(cell);
    const states = code.map(({ id }) => ({ id, last: this.#last.get(id) ?? null }));
    const ids = code.map(({ id }) => id);
    const points = pointsOf(fenceInfoOf(cell.source)) ?? 1;
    const result = await this.#kernel.run(
      {
        cell: { id: cell.id, text, points },
        execution,
        above: ids.slice(0, place),
        below: ids.slice(place + 1),
      },
      (output) => this.#events.output(cell, output),
    );
    // A cell that could not be read has run nothing: its names are those of its last run.
    if (result.flow)
      this.#last.set(cell.id, {
        run: execution,
        text,
        flow: result.flow,
        ...sourcesOf(result.flow, states, place),
      });
    cell.state = result.ok ? "ok" : result.interrupted ? "stopped" : "failed";
    this.#events.ended(cell, result.error && this.#explain(result.error, cell), result);
    return result.ok || (this.#behind.has(cell) && !result.interrupted);
  }

  /** A name that an error misses may be that of a cell which has not run. */
  #explain(error: CellError, cell: Cell): CellError {
    const name = missingName(error);
    if (name === null) return error;
    const declaring = this.code.find(
      (other) => other !== cell && !this.#last.has(other.id) && declares(other.text, name),
    );
    return declaring ? withRemedy(error, name, this.#texts.runFirst(this.numberOf(declaring))) : error;
  }
}
