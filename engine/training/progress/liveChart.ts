import { type ChartPort, type ChartUpdate, host } from "../../core/host.ts";
import type { ChartCurve, CurveMarks } from "../../payload/curves.ts";
import { metricOf } from "../metrics/direction.ts";
import { numberOf, type Scalar } from "../metrics/scalar.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

/** Title and length of a live chart. */
export interface LiveChartOptions {
  title?: string;
  /** Epochs planned, so that the axis need not grow; unknown by default. */
  epochs?: number | null;
}

/** `valLoss` is the validation curve of `loss`; so are `val loss` and `test loss`. */
export function curveName(name: string): ChartCurve {
  const words = /^(train|test|val|valid|validation)[ _](.+)$/i.exec(name);
  if (words) {
    const role = words[1].toLowerCase() === "train" ? "train" : "validation";
    return { name, role, metric: words[2] };
  }
  return { name, role: /^val[A-Z]/.test(name) ? "validation" : "train", metric: metricOf(name) };
}

/**
 * Curves that grow while a cell runs; what `fit` draws on, for loops of one's own.
 * @example const chart = liveChart({ title: "loss" });
 */
export class LiveChart {
  readonly #port: ChartPort;
  /** Those of the last points: as a rule the same at every epoch. */
  #curves: readonly ChartCurve[] = [];

  constructor(port: ChartPort) {
    this.#port = port;
  }

  /**
   * Adds one point to each named curve. A name that begins with `val` is the validation curve of the rest.
   * @param epoch counted from 1; a fraction lies within an epoch
   * @throws {TypeError} when the epoch or a value is no number
   * @example chart.add(epoch, { loss, valLoss });
   */
  add(epoch: number, values: Readonly<Record<string, Scalar>>, message?: string): void {
    if (!Number.isFinite(epoch))
      throw new TypeError(say`The epoch of a chart's point is ${epoch}; give a number.`);
    const names = Object.keys(values);
    const y: number[] = [];
    let known = names.length === this.#curves.length;
    // An epoch may take microseconds: one loop, without functions of its own.
    for (let i = 0; i < names.length; i++) {
      y.push(numberOf(values[names[i]], () => names[i]));
      known &&= names[i] === this.#curves[i].name;
    }
    if (!known) this.#curves = names.map(curveName);
    if (this.#port.add) {
      this.#port.add(epoch, this.#curves, y, message);
      return;
    }
    const points = this.#curves.map((curve, i) => ({ ...curve, x: [epoch], y: [y[i]] }));
    this.update(message === undefined ? { points } : { points, message });
  }

  /** Marks the best, the stopped or the restored epoch.
   * @example chart.mark({ bestEpoch: 12 }) */
  mark(marks: CurveMarks): void {
    checkOptions("mark", marks, { bestEpoch: 1, stoppedEpoch: 1, restoredEpoch: 1 });
    this.update({ points: [], marks });
  }

  /** Replaces the line under the chart.
   * @example chart.say("epoch 3 of 10") */
  say(message: string): void {
    this.update({ points: [], message });
  }

  /** Ends the chart, saying why; it keeps what it shows.
   * @example chart.finish() */
  finish(message?: string, state: NonNullable<ChartUpdate["state"]> = "finished"): void {
    this.update(message === undefined ? { points: [], state } : { points: [], state, message });
  }

  /** Hands an update through as it is.
   * @example chart.update({ points: [], state: "finished" }) */
  update(update: ChartUpdate): void {
    this.#port.update(update);
  }
}

/**
 * Opens a chart that grows while the cell runs.
 * @example
 * const chart = liveChart({ title: "by hand", epochs: 20 });
 * for (let epoch = 1; epoch <= 20; epoch++) chart.add(epoch, { loss: 1 / epoch });
 * chart.finish();
 */
export function liveChart(options: LiveChartOptions = {}): LiveChart {
  checkOptions("liveChart", options, { title: 1, epochs: 1 });
  const { title = "", epochs = null } = options;
  return new LiveChart(host().openChart({ title, epochs }));
}
