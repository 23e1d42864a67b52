/** How far a regression is off, and where. */
import { checkOptions, type OptionNames } from "../core/options.ts";
import { axesPanel, axesPicture, lineMark, pointsMark } from "../figures/axes/parts.ts";
import { histogram } from "../figures/axes/bars.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { type Actual, outcomesOf, type Predicted } from "./outcomes.ts";
import { aligned, Shown } from "./shown.ts";

/** What {@link residuals} can be told. */
export interface ResidualsOptions {
  /** Examples at once where a model is asked. Default 256. */
  batchSize?: number;
  /** Heading of the picture. */
  title?: string;
}

const names: OptionNames<ResidualsOptions> = { batchSize: 1, title: 1 };

/** What {@link residuals} gives.
 * @example residuals([1, 2], [1, 4]).values // [0, 2] */
export class Residuals extends Shown {
  /** What was said of each example. */
  readonly predicted: readonly number[];
  /** What is right. */
  readonly actual: readonly number[];
  /** What is right less what was said. */
  readonly values: readonly number[];
  /** Mean squared error. */
  readonly mse: number;
  /** Its root. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** Half of the examples are no further off. */
  readonly medianError: number;
  /** The one that is furthest off. */
  readonly maxError: number;
  /** 1 less the squared errors' share of the targets' spread; NaN for fewer than two examples. */
  readonly r2: number;
  readonly #title: string;

  /** @internal */
  constructor(predicted: Float64Array, actual: Float64Array, title: string) {
    super();
    this.predicted = Array.from(predicted);
    this.actual = Array.from(actual);
    this.values = this.actual.map((value, i) => value - predicted[i]);
    const sizes = this.values.map(Math.abs).sort((a, b) => a - b);
    const count = sizes.length;
    const squares = sizes.reduce((sum, size) => sum + size * size, 0);
    this.mse = squares / count;
    this.rmse = Math.sqrt(this.mse);
    this.mae = sizes.reduce((sum, size) => sum + size, 0) / count;
    this.medianError = (sizes[(count - 1) >> 1] + sizes[count >> 1]) / 2;
    this.maxError = sizes[count - 1];
    const mean = this.actual.reduce((a, b) => a + b, 0) / count;
    const spread = this.actual.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    this.r2 = count < 2 ? NaN : spread === 0 ? Number(squares === 0) : 1 - squares / spread;
    this.#title = title;
  }

  picture(): AxesPicture {
    const ends = [...this.predicted, ...this.actual].filter(Number.isFinite);
    const low = ends.reduce((a, b) => Math.min(a, b), Infinity);
    const high = ends.reduce((a, b) => Math.max(a, b), -Infinity);
    return axesPicture(
      this.#title || `R² ${short(this.r2)} · RMSE ${short(this.rmse)} · MAE ${short(this.mae)}`,
      [
        axesPanel({
          title: say`said and right`,
          xLabel: say`what is right`,
          yLabel: say`what the model says`,
          marks: [
            lineMark([low, high], [low, high], { style: "dashed", faint: true }),
            pointsMark(this.actual, this.predicted),
          ],
        }),
        axesPanel({
          title: say`residuals`,
          xLabel: say`what the model says`,
          yLabel: say`right less said`,
          marks: [pointsMark(this.predicted, this.values)],
        }),
        axesPanel({
          title: say`how often`,
          xLabel: say`right less said`,
          yLabel: say`examples`,
          marks: [histogram("residuals", this.values, {}, "")],
        }),
      ],
      3,
    );
  }

  toString(): string {
    return aligned([
      ["examples", String(this.values.length)],
      ["R²", short(this.r2)],
      ["mean squared error", short(this.mse)],
      ["root of it", short(this.rmse)],
      ["mean absolute error", short(this.mae)],
      ["median absolute error", short(this.medianError)],
      ["largest error", short(this.maxError)],
    ]);
  }
}

/**
 * How far a regression is off: what it says against what is right, the differences, how often each occurs, and
 * scikit-learn's `mean_squared_error`, `mean_absolute_error`, `median_absolute_error`, `max_error` and `r2_score`. As a
 * cell's last value it is drawn.
 *
 * @param predicted a model with one output; or what it said (n)
 * @param actual its data, such as [x, y]; or what is right (n)
 * @example residuals(net, [xTest, yTest]).r2
 * @example residuals([2.5, 0, 2, 8], [3, -0.5, 2, 7]).mae // 0.5
 */
export function residuals(predicted: Predicted, actual: Actual, options: ResidualsOptions = {}): Residuals {
  checkOptions("residuals", options, names);
  const outcomes = outcomesOf("residuals", predicted, actual, options.batchSize);
  if (outcomes.width !== 1)
    throw new TypeError(
      say`residuals: there are ${outcomes.width} predictions an example; give one, as in net(x).get(":, 0").`,
    );
  return new Residuals(outcomes.predicted, outcomes.actual, options.title ?? "");
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
