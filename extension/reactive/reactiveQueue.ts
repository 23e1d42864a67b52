/**
 * What a notebook runs, one cell after the other: what the person asks for, and what runs by itself because of that.
 *
 * A job that is taken from the queue may still have to wait for the page or the kernel. What it computes with is settled
 * when it {@link ReactiveQueue.begins}: what is moved before is in it, what is moved after makes it out of date.
 */
import { JobQueue } from "./jobQueue.ts";
import type { Changes } from "../notebook/staleness.ts";
import { AutoRun, type AutoRunMode, type Clock } from "./autoRun.ts";

/** A cell that runs or waits. */
export interface Job<Cell> {
  /** Another when the notebook moves. */
  cell: Cell;
  /** Why it runs by itself; null where the person runs it. */
  because: string | null;
  /** `begins`: its values are settled. `runs`: the kernel runs it, and can end it. */
  stage: "waits" | "begins" | "runs" | "ended";
  /** It is to end because it runs again, with other values. */
  replaced: boolean;
  /** The person has stopped it. `told`: the kernel has been told. */
  stopped: false | "asked" | "told";
}

export function jobOf<Cell>(cell: Cell, because: string | null): Job<Cell> {
  return { cell, because, stage: "waits", replaced: false, stopped: false };
}

export interface ReactiveQueueParts<Cell, OneJob extends Job<Cell>> {
  mode(): AutoRunMode;
  /** Those that hold code, in the notebook's order. */
  cells(): readonly Cell[];
  /** Stable for the life of a cell. */
  id(cell: Cell): string;
  /** Ids of the cells that used what has changed and do not show it yet, in the notebook's order. */
  outdatedBy(changes: Changes): string[];
  /** A job of a cell that runs by itself. */
  job(cell: Cell, because: string): OneJob;
  /** Runs it. @returns whether what waits behind it may run */
  run(job: OneJob): Promise<boolean>;
  /** It will not run. */
  cancelled(job: OneJob): void;
  /** Ends the cell that the kernel runs. @returns whether the kernel knows of one */
  end(job: OneJob, how: { replaced: boolean }): boolean | Promise<boolean>;
  /** What waits is another. */
  changed(): void;
}

export class ReactiveQueue<Cell, OneJob extends Job<Cell>> {
  readonly autoRun: AutoRun;
  readonly #parts: ReactiveQueueParts<Cell, OneJob>;
  readonly #queue: JobQueue<OneJob>;

  constructor(parts: ReactiveQueueParts<Cell, OneJob>, clock?: Clock) {
    this.#parts = parts;
    this.#queue = new JobQueue(
      (job) => parts.run(job),
      (job) => parts.cancelled(job),
      // What was ended runs again before those behind it, which would miss what it declares.
      () => this.autoRun.followed(),
    );
    this.autoRun = new AutoRun(
      {
        mode: () => parts.mode(),
        outdatedBy: (changes) => parts.outdatedBy(changes),
        running: () => (this.#computing ? parts.id(this.#computing.cell) : null),
        waits: () => this.#waiting.length > 0,
        replace: () => this.#replace(),
        drop: (ids) =>
          this.#queue.drop(({ cell, because }) => because !== null && ids.includes(parts.id(cell))),
        run: (ids, because) => this.#runByItself(ids, because),
      },
      clock,
    );
  }

  /** The one that has been taken from the queue and has not ended. */
  get running(): OneJob | null {
    return this.#queue.running;
  }

  /** Those in the queue. */
  get waiting(): readonly OneJob[] {
    return this.#queue.waiting;
  }

  get pending(): readonly OneJob[] {
    return [...(this.running ? [this.running] : []), ...this.waiting];
  }

  isPending(cell: Cell): boolean {
    return this.pending.some((job) => job.cell === cell);
  }

  /** Whether the cell runs or waits, or will because a control was moved a moment ago. */
  goesOn(cell: Cell): boolean {
    return this.isPending(cell) || this.autoRun.follows(this.#parts.id(cell));
  }

  /** Resolves when nothing runs or waits any more. */
  add(jobs: readonly OneJob[]): Promise<void> {
    return this.#queue.add(jobs);
  }

  /** The values that a job computes with are taken now. @param title of its cell, such as "Cell 3" */
  begins(job: OneJob, title: string): void {
    job.stage = "begins";
    this.autoRun.began(this.#parts.id(job.cell), job.because === null ? title : null);
  }

  /** The kernel runs it; what it takes from other cells is known. */
  runs(job: OneJob): void {
    job.stage = "runs";
    if (job.stopped === "asked") void this.#parts.end(job, { replaced: false });
    else if (job.replaced) void this.#parts.end(job, { replaced: true });
    else this.autoRun.isKnown();
  }

  /** What waits goes on, or does not. To be called when all that came of the job is told. */
  settled(ok: boolean): void {
    this.autoRun.ended(ok);
  }

  /** Nothing that waits runs, and nothing follows. */
  cancel(): void {
    this.autoRun.cancel();
    this.#queue.cancelWaiting();
  }

  /** The person stops what runs and what waits. */
  async stop(): Promise<void> {
    this.cancel();
    const job = this.running;
    if (!job || job.stage === "ended") return;
    // Nothing begins again: it ends as what the person has stopped.
    job.replaced = false;
    job.stopped = "asked";
    if (job.stage !== "waits" && (await this.#parts.end(job, { replaced: false }))) job.stopped = "told";
  }

  /** What computes, with values that were settled. */
  get #computing(): OneJob | null {
    const job = this.running;
    return job && (job.stage === "begins" || job.stage === "runs") ? job : null;
  }

  /** Those whose values are not settled. */
  get #waiting(): readonly OneJob[] {
    return this.pending.filter(({ stage }) => stage === "waits");
  }

  /** Ends what computes: it waits already to run again, or will. */
  #replace(): void {
    const job = this.#computing;
    if (!job || job.stopped) return;
    job.replaced = true;
    if (job.stage === "runs") void this.#parts.end(job, { replaced: true });
  }

  #runByItself(ids: readonly string[], because: string): void {
    const waiting = new Set(this.#waiting.map(({ cell }) => cell));
    const all = this.#parts.cells();
    const cells = all.filter((cell) => ids.includes(this.#parts.id(cell)) && !waiting.has(cell));
    if (this.#computing && cells.includes(this.#computing.cell)) this.#replace();
    const jobs = cells.map((cell) => this.#parts.job(cell, because));
    void this.#queue.insert(jobs, (item, other) => all.indexOf(item.cell) < all.indexOf(other.cell));
    this.#parts.changed();
  }
}
