/** Whether what is said with 80 % is right in 80 % of the cases. */
import { checkOptions, type OptionNames } from "../core/options.ts";
import { quantile } from "../figures/axes/bars.ts";
import { axesPanel, axesPicture, barsMark, lineMark } from "../figures/axes/parts.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { IGNORED, probabilitiesOf } from "./classes.ts";
import { type Actual, greatest, outcomesOf, type Predicted, withoutIgnored } from "./outcomes.ts";
import { aligned, digits, Shown } from "./shown.ts";

/** How {@link calibration} measures. */
export interface CalibrationOptions {
  /** Parts of the probabilities from 0 to 1. Default 10. */
  bins?: number;
  /** Parts as long as each other (`uniform`, the default), or with as many examples (`quantile`). */
  strategy?: "uniform" | "quantile";
  /** Targets with this number do not count. Default −100, as `crossEntropy` has it. */
  ignoreIndex?: number;
  /** Examples at once where a model is asked. Default 256. */
  batchSize?: number;
  /** Heading of the picture. */
  title?: string;
}

const names: OptionNames<CalibrationOptions> = {
  bins: 1,
  strategy: 1,
  ignoreIndex: 1,
  batchSize: 1,
  title: 1,
};

/** What {@link calibration} gives; a number for each part that has examples.
 * @example calibration([0.2, 0.9], [0, 1]).observed // [0, 1] */
export class Calibration extends Shown {
  /** Mean probability that was said. */
  readonly predicted: readonly number[];
  /** Share of the examples for which it was right. */
  readonly observed: readonly number[];
  /** How many examples there are. */
  readonly counts: readonly number[];
  /** Mean distance between both, weighted by the examples: the expected calibration error. */
  readonly error: number;
  /** Mean squared distance between probability and truth; 0 is best. */
  readonly brierScore: number;
  readonly #title: string;

  /** @internal */
  constructor(parts: {
    predicted: number[];
    observed: number[];
    counts: number[];
    brierScore: number;
    title: string;
  }) {
    super();
    this.predicted = parts.predicted;
    this.observed = parts.observed;
    this.counts = parts.counts;
    this.brierScore = parts.brierScore;
    this.#title = parts.title;
    const total = parts.counts.reduce((a, b) => a + b, 0);
    this.error = parts.counts.reduce(
      (sum, count, i) => sum + (count / total) * Math.abs(parts.predicted[i] - parts.observed[i]),
      0,
    );
  }

  picture(): AxesPicture {
    const total = this.counts.reduce((a, b) => a + b, 0);
    const limits: [number, number] = [-0.02, 1.02];
    return axesPicture(this.#title || `${say`expected calibration error`} ${digits(this.error, 3)}`, [
      axesPanel({
        xLabel: say`probability that was said`,
        yLabel: say`share that was right`,
        xLim: limits,
        yLim: limits,
        marks: [
          lineMark([0, 1], [0, 1], { name: say`as said`, style: "dashed", faint: true }),
          barsMark(
            this.predicted,
            this.counts.map((count) => count / total),
            {
              name: say`share of the examples`,
              width: 0.04,
            },
          ),
          lineMark(this.predicted, this.observed, { name: say`model` }),
        ],
      }),
    ]);
  }

  toString(): string {
    const rows = this.predicted.map((value, i) => [
      digits(value),
      digits(this.observed[i]),
      String(this.counts[i]),
    ]);
    return `${aligned([["predicted", "observed", "examples"], ...rows])}\nexpected calibration error ${digits(this.error)}, Brier score ${digits(this.brierScore)}`;
  }
}

/**
 * Whether probabilities hold what they say, as scikit-learn's `calibration_curve`: examples in parts by their
 * probability, the mean of it against the share that it is right for. Of two classes it is the probability of class 1,
 * of more that of the class which is said. As a cell's last value it is drawn.
 *
 * @param predicted a model, whose scores become probabilities; or probabilities (n) of class 1, or (n, classes)
 * @param actual its data, such as [x, y]; or the classes that are right, from 0
 * @throws {RangeError} for numbers that are no probabilities
 * @example calibration(net, [xTest, yTest]).error
 */
export function calibration(
  predicted: Predicted,
  actual: Actual,
  options: CalibrationOptions = {},
): Calibration {
  const operation = "calibration";
  checkOptions(operation, options, names);
  const { bins = 10, strategy = "uniform", ignoreIndex = IGNORED, title = "" } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(say`calibration: bins is ${bins}; give a whole number of at least 1.`);
  if (!["uniform", "quantile"].includes(strategy))
    throw new RangeError(say`calibration: strategy is ${strategy}; give "uniform" or "quantile".`);
  const outcomes = withoutIgnored(
    outcomesOf(operation, predicted, actual, options.batchSize),
    ignoreIndex,
    operation,
  );
  const { count, width, actual: right } = outcomes;
  const all = probabilitiesOf(operation, outcomes);
  const said = Float64Array.from({ length: count }, (_, i) =>
    width === 1 ? all[i] : width === 2 ? all[2 * i + 1] : all[i * width + greatest(all, i * width, width)],
  );
  const isRight = Float64Array.from({ length: count }, (_, i) =>
    Number(width <= 2 ? right[i] === 1 : right[i] === greatest(all, i * width, width)),
  );
  const edges = strategy === "uniform" ? evenEdges(bins) : quantileEdges(said, bins);
  const parts = Array.from({ length: bins }, () => ({ said: 0, right: 0, count: 0 }));
  let squares = 0;
  said.forEach((value, i) => {
    // A value on an edge belongs to the part below it.
    let part = 0;
    while (part < bins - 1 && value > edges[part + 1]) part++;
    parts[part].said += value;
    parts[part].right += isRight[i];
    parts[part].count++;
    squares += (value - isRight[i]) ** 2;
  });
  const filled = parts.filter((part) => part.count > 0);
  return new Calibration({
    predicted: filled.map((part) => part.said / part.count),
    observed: filled.map((part) => part.right / part.count),
    counts: filled.map((part) => part.count),
    brierScore: squares / count,
    title,
  });
}

/** As numpy's `linspace(0, 1, bins + 1)`. */
function evenEdges(bins: number): number[] {
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? 1 : i * (1 / bins)));
}

function quantileEdges(values: Float64Array, bins: number): number[] {
  const sorted = Float64Array.from(values).sort();
  return evenEdges(bins).map((share) => quantile(sorted, share));
}
