/**
 * What was handed out lately. Most of it ends soon, and a collection of the young generation suffices to learn of
 * that: its memory is handed out again while it is still in the caches. What survives two such collections is left
 * to full ones.
 */
import { GRANULE } from "./spans.ts";
import { Findable, type YoungObjects } from "./youngObjects.ts";

/** A span of granules that is in use. It outlives its holder. */
export interface Span {
  readonly start: number;
  readonly granules: number;
  /** False once it has been given back. */
  held: boolean;
  /** Number of the last sweep that found its holder; −1 once the nursery has no more to do with it. */
  seen: number;
}

/** What the storages in a span keep alive. */
export abstract class Holder extends Findable {
  readonly span: Span;
  /** Sweeps that it has survived. */
  age = 0;

  constructor(start: number, granules: number) {
    super();
    this.span = { start, granules, held: true, seen: 0 };
  }
}

/** A sweep is due at so many points… */
const POINTS = 64;
/** …or granules… */
const GRANULES = (12 * 1024 * 1024) / GRANULE;
/** …and up to so many times later where most survive. */
const MOST_PATIENCE = 16;

const TENURED = -1;

export class Nursery {
  readonly #young: YoungObjects;
  readonly #tenure: (holder: Holder) => void;
  #spans: Span[] = [];
  #sweeps = 0;
  #points = 0;
  #granules = 0;
  #patience = 1;
  #blind = false;

  /** @param tenure takes over those that have survived */
  constructor(young: YoungObjects, tenure: (holder: Holder) => void) {
    this.#young = young;
    this.#tenure = tenure;
  }

  /** @param points what it counts: 1, or more for what should come round sooner */
  add(holder: Holder, points: number): void {
    if (this.#blind) {
      this.#tenure(holder);
      return;
    }
    this.#young.watch(holder);
    this.#spans.push(holder.span);
    this.#points += points;
    this.#granules += holder.span.granules;
  }

  /** Whether it is time to sweep; with a `delay` of 1.5, whether half as much more has been handed out since. */
  due(delay = 1): boolean {
    const most = this.#patience * delay;
    return this.#points > POINTS * most || this.#granules > GRANULES * most;
  }

  /**
   * Hands the spans whose holders have ended to `free`.
   * @param collected whether a full collection has just been: then all that is left is tenured
   * @returns granules that were freed
   */
  sweep(free: (granule: number, n: number) => void, collected = false): number {
    const survivors = this.#young.survivors(!collected);
    this.#points = 0;
    this.#granules = 0;
    if (survivors === null) {
      // Any of them may be alive, and must not be disturbed.
      this.#blind = true;
      this.#spans = [];
      return 0;
    }
    const sweep = ++this.#sweeps;
    for (const holder of survivors) {
      if (!(holder instanceof Holder)) continue;
      holder.span.seen = sweep;
      if (++holder.age < 2 && !collected) continue;
      holder.span.seen = TENURED;
      this.#young.forget(holder);
      if (holder.span.held) this.#tenure(holder);
    }
    const before = this.#spans.length;
    let freed = 0;
    let ended = 0;
    this.#spans = this.#spans.filter((span) => {
      if (span.seen === sweep) return true;
      if (span.seen === TENURED || !span.held) return false;
      span.held = false;
      free(span.start, span.granules);
      freed += span.granules;
      ended++;
      return false;
    });
    this.#patience = ended * 4 >= before ? 1 : Math.min(2 * this.#patience, MOST_PATIENCE);
    return freed;
  }
}
