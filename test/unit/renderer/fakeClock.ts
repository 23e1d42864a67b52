import type { Cancel, Clock } from "../../../renderer/page/chart/drawThrottle.ts";

/** Time that passes when a test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #waiting: { at: number; run: () => void }[] = [];
  #frames: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Cancel {
    const one = { at: this.#now + ms, run };
    this.#waiting.push(one);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  }

  nextFrame(run: () => void): Cancel {
    this.#frames.push(run);
    return () => {
      this.#frames = this.#frames.filter((other) => other !== run);
    };
  }

  /** Nothing else is ever to be done here. */
  whenIdle(run: () => void): Cancel {
    return this.nextFrame(run);
  }

  /** Lets so many milliseconds pass, and runs what becomes due. */
  pass(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { run } of due) run();
  }

  /** Draws a frame, and lets what it began come to its end. */
  async frame(): Promise<void> {
    const frames = this.#frames;
    this.#frames = [];
    for (const run of frames) run();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
