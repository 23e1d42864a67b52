import type { CurveMarks, Direction, StoppingRule } from "../../payload/curves.ts";
import type { Layer } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";
import type { Training, Weights } from "../callbacks/callback.ts";
import type { Trainer } from "../choices.ts";
import type { Ended, EndReason, History } from "../history.ts";
import type { LiveChart } from "../progress/liveChart.ts";
import { Snapshot } from "./snapshot.ts";

export interface RunParts {
  model: Layer;
  trainer: Trainer;
  history: History;
  chart: LiveChart | null;
  epochs: number;
  measures: readonly string[];
  directions: Readonly<Record<string, Direction>>;
}

/** A training under way: what callbacks see, and the one place that knows whether it should end. */
export class Run implements Training {
  readonly #parts: RunParts;
  epoch = 0;
  /** Why it is to end, null while it may go on. */
  ending: Ended | null = null;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  get epochs(): number {
    return this.#parts.epochs;
  }

  get history(): History {
    return this.#parts.history;
  }

  get measures(): readonly string[] {
    return this.#parts.measures;
  }

  get directions(): Readonly<Record<string, Direction>> {
    return this.#parts.directions;
  }

  get learningRate(): number {
    return this.#parts.trainer.paramGroups[0]?.lr ?? NaN;
  }

  set learningRate(lr: number) {
    const before = this.learningRate;
    for (const group of this.#parts.trainer.paramGroups) {
      group.lr = group.lr === before || before === 0 ? lr : group.lr * (lr / before);
    }
  }

  saveWeights(): Weights {
    return new Snapshot(this.#parts.model.snapshot());
  }

  restoreWeights(weights: Weights): void {
    if (!(weights instanceof Snapshot))
      throw new TypeError(say`restoreWeights: give what saveWeights returned.`);
    this.#parts.model.loadStateDict(weights.state);
  }

  stop(reason: EndReason, message: string): void {
    this.ending ??= { reason, message };
  }

  /** Ends it because something was thrown, whatever had been going to end it. */
  fail(message: string): void {
    this.ending = { reason: "failed", message };
  }

  say(message: string): void {
    this.history.messages.push(message);
    this.#parts.chart?.say(message);
  }

  watch(stopping: StoppingRule): void {
    this.history.stopping = stopping;
    this.#parts.chart?.update({ points: [], stopping });
  }

  mark(marks: CurveMarks): void {
    Object.assign(this.history.marks, marks);
    this.#parts.chart?.mark(marks);
  }
}
