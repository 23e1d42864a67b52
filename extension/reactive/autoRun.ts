/**
 * Decides which cells run by themselves, and when. Only a person begins it, by moving a control or by running a cell; what
 * runs by itself begins nothing, and each cell runs at most once for all that was done before it began.
 */
import type { Changes } from "../notebook/staleness.ts";

/** `gradbook.notebook.autoRun`. */
export type AutoRunMode = "controls" | "all" | "off";

export interface AutoRunParts {
  mode(): AutoRunMode;
  /** Ids of the cells that used what has changed and do not show it yet, in the notebook's order. */
  outdatedBy(changes: Changes): string[];
  /** The cell that computes now, with the values that it began with; null while none does. */
  running(): string | null;
  /** Whether cells are to begin. */
  waits(): boolean;
  /** Ends the running cell, which is run again. */
  replace(): void;
  /** Those of these cells that wait to run by themselves do not: they are run again in their order. */
  drop(cells: readonly string[]): void;
  /** Runs cells in the order given; the one that runs now is run again, those that wait already are not added. */
  run(cells: readonly string[], because: string): void;
}

/** When things happen. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** @returns what calls it off */
  after(milliseconds: number, then: () => void): () => void;
}

const clockOnTheWall: Clock = {
  now: () => performance.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A control that is dragged tells a new value with each frame: this many milliseconds without one are a rest. */
const rest = 20;
/** But a drag without rests is followed, too, this often. In milliseconds. */
const follow = 120;

export class AutoRun {
  readonly #parts: AutoRunParts;
  readonly #clock: Clock;
  /** What was moved since all was at rest. */
  readonly #moved = new Map<string, Set<string> | "all">();
  readonly #labels = new Set<string>();
  /** Cells that began after the last move. */
  readonly #done = new Set<string>();
  /** Cells that the person ran since all was at rest. */
  readonly #ran = new Map<string, string>();
  #callOff = (): void => undefined;
  /** When the first move was told that has not been followed. */
  #since: number | null = null;
  /** Those who wait for it to be. */
  #waiting: (() => void)[] = [];

  constructor(parts: AutoRunParts, clock = clockOnTheWall) {
    this.#parts = parts;
    this.#clock = clock;
  }

  /**
   * A control of `cell` was moved.
   * @param names those that stand for it alone and have its value now; none where the cell has to run for it
   */
  moved(cell: string, label: string, names: readonly string[]): void {
    if (this.#parts.mode() === "off") return;
    const before = this.#moved.get(cell);
    if (names.length === 0) this.#moved.set(cell, "all");
    else if (before !== "all") this.#moved.set(cell, new Set([...(before ?? []), ...names]));
    this.#labels.add(label);
    this.#done.clear();
    const running = this.#parts.running();
    const outdated = this.#outdated();
    this.#parts.drop(outdated);
    if (running !== null && outdated.includes(running)) this.#parts.replace();
    const now = this.#clock.now();
    this.#since ??= now;
    this.#callOff();
    const wait = Math.max(0, Math.min(rest, this.#since + follow - now));
    this.#callOff = this.#clock.after(wait, () => this.#follow());
  }

  /** Resolves when it is known what the moves until now make run; null where it is. */
  followed(): Promise<void> | null {
    return this.#since === null ? null : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A move that has not been followed makes the cell run. */
  follows(cell: string): boolean {
    return this.#since !== null && this.#outdated().includes(cell);
  }

  /** A cell begins to run, with what the others give it now; `title` where the person ran it, such as "Cell 3". */
  began(cell: string, title: string | null): void {
    if (title !== null) this.#ran.set(cell, title);
    this.#done.add(cell);
  }

  /** What the running cell takes from others is known now: it may be what was moved since it began. */
  isKnown(): void {
    if (this.#since === null && this.#moved.size > 0) this.#plan();
  }

  /**
   * A cell has ended.
   * @param ok false where what waits is not to run
   */
  ended(ok: boolean): void {
    if (!ok) return this.cancel();
    // A move that waits to be followed is.
    if (this.#since === null && this.#moved.size > 0) this.#plan();
    if (!this.#parts.waits()) this.#rested();
  }

  /** Nothing that was begun goes on: the person has stopped it. */
  cancel(): void {
    this.#callOff();
    this.#settle();
    this.#moved.clear();
    this.#labels.clear();
    this.#ran.clear();
    this.#done.clear();
  }

  #follow(): void {
    // Those who wait go on behind this.
    this.#settle();
    this.#plan();
  }

  #settle(): void {
    this.#since = null;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  #plan(): void {
    const first = this.#outdated().filter((cell) => !this.#done.has(cell));
    // What has begun since, and uses those, does so again behind them.
    const cells = this.#parts.outdatedBy(new Map(first.map((cell) => [cell, "all"] as const)));
    if (cells.length > 0) this.#parts.run(cells, [...this.#labels].join(", "));
    else if (this.#parts.running() === null && !this.#parts.waits()) this.#forgetMoves();
  }

  #outdated(): string[] {
    return this.#parts.outdatedBy(this.#moved);
  }

  #forgetMoves(): void {
    this.#moved.clear();
    this.#labels.clear();
  }

  /** Nothing runs, waits or has been moved. */
  #rested(): void {
    if (this.#since !== null) return;
    this.#forgetMoves();
    const ran = new Map(this.#ran);
    this.#ran.clear();
    if (ran.size === 0 || this.#parts.mode() !== "all") return;
    const changes = new Map([...ran.keys()].map((cell) => [cell, "all"] as const));
    const cells = this.#parts.outdatedBy(changes).filter((cell) => !ran.has(cell));
    if (cells.length > 0) this.#parts.run(cells, [...ran.values()].join(", "));
  }
}
