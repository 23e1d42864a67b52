/**
 * When a chart is drawn: at most once a frame, and while it grows only so often that drawing takes a small share of
 * the time. Page and kernel may have to share a processor, and the training is what the person waits for.
 */

/** Takes back what was asked for. */
export type Cancel = () => void;

/** Time, as far as drawing is concerned. */
export interface Clock {
  /** Milliseconds; they only go forward. */
  now: () => number;
  /** Runs `run` when the page draws its next frame. */
  nextFrame: (run: () => void) => Cancel;
  /** Runs `run` after so many milliseconds. */
  after: (ms: number, run: () => void) => Cancel;
  /** Runs `run` when the page has shown what it had to and has nothing else to do. */
  whenIdle: (run: () => void) => Cancel;
}

/** A growing chart is left alone for so many times as long as the last drawing took. */
const restPerDrawing = 12;
/** But no longer than this, in milliseconds: words under the chart tell of what it does not show yet. */
const longestRest = 1000;

/** A page that is never idle, in milliseconds: then it is asked to make time. */
const longestWait = 2000;

export class DrawThrottle {
  readonly #clock: Clock;
  readonly #draw: () => Promise<void>;
  #frame: Cancel | null = null;
  #rest: Cancel | null = null;
  #restsUntil = -Infinity;
  #drawing = false;
  #stale = false;
  #stopped = false;

  /** @param draw never rejects; is not called again before it has settled */
  constructor(clock: Clock, draw: () => Promise<void>) {
    this.#clock = clock;
    this.#draw = draw;
  }

  /** Draws in the next frame: what the person did, and how a training ended. */
  soon(): void {
    if (this.#stopped) return;
    this.#rest?.();
    this.#rest = null;
    this.#frame ??= this.#clock.nextFrame(() => {
      this.#frame = null;
      void this.#begin();
    });
  }

  /** Draws in the first frame after the last drawing's rest: a chart that has grown. */
  inTime(): void {
    if (this.#stopped || this.#frame || this.#rest) return;
    const left = this.#restsUntil - this.#clock.now();
    if (left <= 0) this.soon();
    else this.#rest = this.#clock.after(left, () => this.soon());
  }

  /** Learns how many milliseconds the last drawing took. */
  took(ms: number): void {
    this.#restsUntil = this.#clock.now() + Math.min(restPerDrawing * ms, longestRest);
  }

  /** Draws no more. */
  stop(): void {
    this.#stopped = true;
    this.#frame?.();
    this.#rest?.();
  }

  async #begin(): Promise<void> {
    if (this.#drawing) {
      this.#stale = true;
      return;
    }
    this.#drawing = true;
    await this.#draw();
    this.#drawing = false;
    if (!this.#stale) return;
    this.#stale = false;
    this.soon();
  }
}

/** The clock of a page. */
export function clockOf(page: Window): Clock {
  return {
    now: () => page.performance.now(),
    nextFrame: (run) => {
      const request = page.requestAnimationFrame(() => run());
      return () => page.cancelAnimationFrame(request);
    },
    after: (ms, run) => {
      const timer = page.setTimeout(run, ms);
      return () => page.clearTimeout(timer);
    },
    whenIdle: (run) => {
      // Safari has none.
      if (!("requestIdleCallback" in page)) {
        const timer = setTimeout(run, 200);
        return () => clearTimeout(timer);
      }
      const request = page.requestIdleCallback(run, { timeout: longestWait });
      return () => page.cancelIdleCallback(request);
    },
  };
}
