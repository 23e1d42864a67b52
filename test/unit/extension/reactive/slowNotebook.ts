/**
 * A notebook whose page and kernel take their time, as far as what runs by itself is concerned; its clock is its own, so
 * that a test can let anything happen between any two things.
 */
import type { Clock } from "../../../../extension/reactive/autoRun.ts";
import { LastRuns } from "../../../../extension/reactive/lastRuns.ts";
import { jobOf, ReactiveQueue, type Job } from "../../../../extension/reactive/reactiveQueue.ts";
import type { CellFlow } from "../../../../extension/kernel/protocol/protocol.ts";

/** Milliseconds that something takes. */
export type Delay = () => number;

export interface SlowCell {
  id: string;
  declares: string[];
  reads: string[];
  /** Milliseconds that it computes; Infinity for what only ends when it is stopped. */
  takes: number;
}

/** What a run of a cell computed with, and how it ended. */
export interface Ran {
  cell: string;
  values: Record<string, number>;
  /** `failed`: a name that it reads is not declared yet. */
  end: "runs" | "ended" | "failed" | "replaced" | "stopped";
}

interface Event {
  at: number;
  then: () => void;
}

class Time implements Clock {
  /** Called between any two things. */
  watch: (() => void) | null = null;
  #now = 0;
  #events: Event[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, then: () => void): () => void {
    return this.at(this.#now + milliseconds, then);
  }

  at(time: number, then: () => void): () => void {
    const event = { at: time, then };
    this.#events.push(event);
    return () => (this.#events = this.#events.filter((other) => other !== event));
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Lets everything happen that is to, up to a time; what stands for ever does not. */
  async pass(until = Infinity): Promise<void> {
    for (;;) {
      // All that follows of what has just happened.
      await new Promise(setImmediate);
      this.watch?.();
      const next = this.#events.reduce<Event | null>(
        (first, event) => (first && first.at <= event.at ? first : event),
        null,
      );
      if (!next || next.at === Infinity || next.at > until) break;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.#now = next.at;
      next.then();
    }
    if (until < Infinity) this.#now = until;
  }
}

/** What the kernel is told, or tells. */
type Message = () => void;

export class SlowNotebook {
  readonly time = new Time();
  /** In the order in which they began. */
  readonly ran: Ran[] = [];
  readonly log: string[] = [];
  readonly runs = new LastRuns();
  readonly queue: ReactiveQueue<SlowCell, Job<SlowCell>>;
  readonly cells: readonly SlowCell[];
  /** What the names have now, in the kernel. */
  readonly values = new Map<string, number>();
  readonly #delay: Delay;
  #executions = 0;
  /** When the last message to the kernel arrives there, and the last of it here. */
  readonly #arrived = { there: 0, here: 0 };
  /** The run that the kernel has, from its message to its end. */
  #inKernel: { execution: number; end: (how: "stopped" | "replaced") => void } | null = null;
  /** The number of the run that the host knows of; null while none. */
  #known: number | null = null;

  constructor(cells: readonly SlowCell[], delay: Delay) {
    this.cells = cells;
    this.#delay = delay;
    this.queue = new ReactiveQueue<SlowCell, Job<SlowCell>>(
      {
        mode: () => "controls",
        cells: () => cells,
        id: ({ id }) => id,
        outdatedBy: (changes) => this.runs.outdatedBy(this.#written, changes),
        job: jobOf,
        run: (job) => this.#execute(job),
        cancelled: () => undefined,
        end: (_, { replaced }) => {
          const known = this.#known;
          if (known === null) return false;
          this.#send(() => {
            const run = this.#inKernel;
            if (run && (!replaced || run.execution === known)) run.end(replaced ? "replaced" : "stopped");
          });
          return true;
        },
        changed: () => undefined,
      },
      this.time,
    );
  }

  get #written() {
    return this.cells.map(({ id }) => ({ id, text: id }));
  }

  stale(): string[] {
    return [...this.runs.stale(this.#written).keys()];
  }

  run(...ids: string[]): void {
    const cells = this.cells.filter((cell) => ids.includes(cell.id) && !this.queue.isPending(cell));
    void this.queue.add(cells.map((cell) => jobOf(cell, null)));
  }

  /** The person moves the control that `name` stands for. */
  move(cell: string, name: string, value: number): void {
    this.log.push(`${this.time.now().toFixed(1)} move ${name} ${value}`);
    this.#send(() => this.values.set(name, value));
    this.runs.moved(cell, name, [name]);
    this.queue.autoRun.moved(cell, name, [name]);
  }

  /** What is sent arrives late, and in order. */
  #send(message: Message, to: "there" | "here" = "there"): void {
    const now = this.time.now();
    this.#arrived[to] = Math.max(this.#arrived[to], now + this.#delay());
    this.time.at(this.#arrived[to], message);
  }

  async #execute(job: Job<SlowCell>): Promise<boolean> {
    const { cell } = job;
    // The page may still write into the cell.
    await this.time.wait(this.#delay());
    if (job.stopped) return false;
    this.queue.begins(job, cell.id);
    const execution = ++this.#executions;
    const running = this.runs.begin(this.#written, { id: cell.id, text: cell.id }, execution);
    const entry: Ran = { cell: cell.id, values: {}, end: "runs" };
    this.ran.push(entry);
    this.log.push(`${this.time.now().toFixed(1)} begin ${cell.id} ${execution} ${String(job.because)}`);
    // The kernel may have to be started.
    if (this.#delay() > 20) await this.time.wait(this.#delay());
    const flow: CellFlow = {
      reads: cell.reads,
      deferred: [],
      writes: [],
      declares: cell.declares.map((name) => ({ name, from: null })),
    };
    this.#known = execution;
    const end = await new Promise<Exclude<Ran["end"], "runs">>((resolve) => {
      this.#send(() => {
        const tell = (how: Exclude<Ran["end"], "runs">): void => {
          if (this.#inKernel?.execution !== execution) return;
          this.#inKernel = null;
          callOff();
          if (how === "ended")
            for (const name of cell.declares) this.values.set(name, this.values.get(name) ?? 0);
          this.#send(() => resolve(how), "here");
        };
        this.#inKernel = { execution, end: tell };
        for (const name of cell.reads) entry.values[name] = this.values.get(name) ?? NaN;
        this.#send(() => {
          this.log.push(`${this.time.now().toFixed(1)} begins ${cell.id} ${execution}`);
          running.begins(flow);
          this.queue.runs(job);
        }, "here");
        const failed = cell.reads.some((name) => !this.values.has(name));
        const callOff = this.time.after(failed ? 0 : cell.takes, () => tell(failed ? "failed" : "ended"));
      });
    });
    this.#known = null;
    entry.end = end === "replaced" && !job.replaced ? "stopped" : end;
    this.log.push(`${this.time.now().toFixed(1)} end ${cell.id} ${execution} ${end}`);
    running.ended(flow);
    job.stage = "ended";
    const ok = end === "ended" || (job.replaced && end !== "stopped");
    this.queue.settled(ok);
    return ok;
  }
}
