import { host } from "../core/host.ts";
import type { Scale } from "../payload/figure.ts";
import { LiveChart } from "../training/progress/liveChart.ts";
import { numberOf, type Scalar } from "../training/metrics/scalar.ts";
import { checkOptions } from "../core/options.ts";

/** Axes and legend of an `Animator`. */
export interface AnimatorOptions {
  xlabel?: string;
  ylabel?: string;
  /** One name per curve; `test …` and `val …` are drawn as validation curves. */
  legend?: readonly string[];
  /** How far the axis of x reaches from the start; it grows when points lie beyond. */
  xlim?: readonly [number, number];
  /** Taken, as the following ones, so that the book's calls run as written: the chart finds its limits and styles. */
  ylim?: readonly [number, number];
  xscale?: Scale;
  /** `log` draws losses on a logarithmic axis. Default `linear`. */
  yscale?: Scale;
  fmts?: readonly string[];
  figsize?: readonly [number, number];
  title?: string;
}

/**
 * Draws curves while a loop runs, as the book's `Animator`, on a live chart.
 * @example
 * const animator = new Animator({ xlabel: "epoch", xlim: [1, 10], legend: ["train loss", "test acc"] });
 * animator.add(epoch + 1, [loss, testAcc]);
 */
export class Animator {
  readonly #chart: LiveChart;
  readonly #legend: readonly string[];
  /** The x of the points of each curve. */
  readonly X: number[][] = [];
  /** Their y. */
  readonly Y: number[][] = [];

  constructor(options: AnimatorOptions = {}) {
    checkOptions("Animator", options, {
      xlabel: 1,
      ylabel: 1,
      legend: 1,
      xlim: 1,
      ylim: 1,
      xscale: 1,
      yscale: 1,
      fmts: 1,
      figsize: 1,
      title: 1,
    });
    this.#legend = options.legend ?? [];
    const epochs = options.xlim ? options.xlim[1] : null;
    const { title = "", yscale = "linear" } = options;
    this.#chart = new LiveChart(host().openChart({ title, epochs, yScale: yscale }));
  }

  /** Adds a point to each curve; null leaves a curve out this time.
   * @example animator.add(epoch + 1, [trainLoss, testAcc]) */
  add(x: number, y: Scalar | readonly (Scalar | null)[]): void {
    const values = Array.isArray(y) ? (y as readonly (Scalar | null)[]) : [y as Scalar];
    const named: Record<string, Scalar> = {};
    for (const [i, value] of values.entries()) {
      this.X[i] ??= [];
      this.Y[i] ??= [];
      if (value === null) continue;
      named[this.#legend[i] ?? `curve ${i + 1}`] = value;
      this.X[i].push(x);
      this.Y[i].push(numberOf(value));
    }
    this.#chart.add(x, named);
  }
}
