import type { CurveMarks, Sampling, StoppingRule } from "../payload/curves.ts";
import type { Layer } from "../nn/module.ts";
import { say } from "../payload/say.ts";

/** Why a training can end. */
export type EndReason = "epochs" | "earlyStopping" | "nan" | "interrupted" | "callback" | "failed";

/** Why a training ended. */
export interface Ended {
  reason: EndReason;
  message: string;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
const SHOWN = 12;

/**
 * What a training run measured, epoch by epoch. `loss` is the running mean over the batches of an epoch,
 * taken while the weights still move and dropout is on; `valLoss` is measured with the weights at the end of
 * the epoch, and so is `trainLoss` where it was asked for.
 * @example const history = await fit(…); history.get("valLoss");
 */
export class History {
  /** Epochs that were finished, counted from 1. */
  readonly epochs: number[] = [];
  /** One value per finished epoch for each name: `loss`, `valLoss`, …; NaN where nothing was measured. */
  readonly series: Record<string, number[]> = {};
  /** Seconds that each epoch took, validation included. */
  readonly times: number[] = [];
  /** Learning rate of the first parameter group in each epoch; NaN where it is not known. */
  readonly rates: number[] = [];
  /** Seed that the run was started with, or null when it was not seeded. */
  readonly seed: number | null;
  /** What early stopping marked. Epochs count from 1. */
  readonly marks: CurveMarks = {};
  /** The rule of early stopping that watched the run; null without one. */
  stopping: StoppingRule | null = null;
  /**
   * Loss on the validation data of the best answer that ignores the input: the mean, or the classes' shares.
   * What was learned shows against it. Null where it is not known.
   */
  naiveLoss: number | null = null;
  /** How many examples were held out, and how much the loss differs between examples. Null without validation. */
  sampling: Sampling | null = null;
  /** @internal How much the loss differs between examples of the training data, for an estimate that goes on. */
  lossVariance: number | null = null;
  /** What was said on the way: early stopping, restoring, warnings. */
  readonly messages: string[] = [];
  /** Why the training ended; null while it runs. */
  ended: Ended | null = null;

  constructor(seed: number | null = null) {
    this.seed = seed;
  }

  /** Appends a finished epoch.
   * @example history.add(1, { loss: 0.5, valLoss: 0.6 }, 0.1) */
  add(epoch: number, values: Readonly<Record<string, number>>, seconds: number, rate = NaN): void {
    const before = this.epochs.length;
    this.epochs.push(epoch);
    this.times.push(seconds);
    this.rates.push(rate);
    for (const name of Object.keys(values)) this.series[name] ??= Array<number>(before).fill(NaN);
    for (const [name, list] of Object.entries(this.series)) list.push(values[name] ?? NaN);
  }

  /** @internal What was measured in finished epoch number `i`, counted from 0. */
  logsAt(i: number): Record<string, number> {
    const measured = Object.entries(this.series).filter(([, list]) => !Number.isNaN(list[i]));
    return Object.fromEntries(measured.map(([name, list]) => [name, list[i]]));
  }

  /** The values of one series.
   * @throws {Error} naming the series there are.
   * @example Math.min(...history.get("valLoss")) */
  get(name: string): number[] {
    const list = this.series[name];
    if (name in this.series) return list;
    throw new Error(
      say`History: there is no series "${name}"; there are ${Object.keys(this.series).join(", ")}.`,
    );
  }

  /** The last value of a series; NaN when no epoch was finished.
   * @example history.last("valLoss") */
  last(name: string): number {
    return name in this.series ? (this.series[name].at(-1) ?? NaN) : NaN;
  }

  /** A table with an epoch per row, the middle of a long run left out, and why the training ended.
   * @example console.log(history) */
  toString(): string {
    const names = Object.keys(this.series);
    const rows = this.epochs.map((epoch, i) => [
      String(epoch),
      ...names.map((name) => format(this.series[name][i])),
      this.times[i].toFixed(2),
    ]);
    const shown = rows.length <= SHOWN ? rows : [...rows.slice(0, SHOWN / 2), [], ...rows.slice(-SHOWN / 2)];
    const head = ["epoch", ...names, "seconds"];
    const widths = head.map((title, i) =>
      Math.max(title.length, ...shown.map((row) => (row[i] ?? "").length)),
    );
    const line = (row: string[]) =>
      row.length === 0 ? "…".padStart(widths[0]) : row.map((cell, i) => cell.padStart(widths[i])).join("  ");
    return [line(head), ...shown.map(line), ...(this.ended ? [this.ended.message] : [])].join("\n");
  }

  [inspect](): string {
    return this.toString();
  }
}

const histories = new WeakMap<Layer, History>();

/** Makes `history` what {@link historyOf} gives for `model`. */
export function remember(model: Layer, history: History): void {
  histories.set(model, history);
}

/**
 * What the last `fit` of a model has recorded: while it runs, and also after it failed and returned nothing. Null
 * for a model that was never trained by `fit`.
 * @example historyOf(net)?.last("valLoss")
 */
export function historyOf(model: Layer): History | null {
  return histories.get(model) ?? null;
}

function format(value: number): string {
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-3 && size < 1e5) ? value.toFixed(4) : value.toExponential(3);
}
