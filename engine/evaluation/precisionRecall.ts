/** How pure what is found is, for how much of it is found. */
import { checkOptions } from "../core/options.ts";
import { axesPanel, axesPicture, lineMark } from "../figures/axes/parts.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { IGNORED, rankedClasses } from "./classes.ts";
import { type Actual, outcomesOf, type Predicted, withoutIgnored } from "./outcomes.ts";
import { countedDown } from "./ranking.ts";
import { type RankingOptions, rankingNames } from "./rocCurve.ts";
import { aligned, digits, Shown } from "./shown.ts";

/** One class against the others. */
export interface PrecisionRecallOfClass {
  name: string;
  /** Of those with at least the threshold's score, the share of the class; the last is 1, for none. */
  precision: number[];
  /** Of the class, the share with at least that score; the last is 0. */
  recall: number[];
  /** Increasing; one fewer than the points. */
  thresholds: number[];
  /** Mean of the precisions, weighted by the recall that each adds. */
  averagePrecision: number;
  /** Share of the class among all: the precision of who guesses. */
  share: number;
}

/** What {@link precisionRecall} gives.
 * @example precisionRecall([0.1, 0.8], [0, 1]).curves[0].recall // [1, 1, 0] */
export class PrecisionRecall extends Shown {
  /** One curve for two classes; for more, one for each class against the others. */
  readonly curves: readonly PrecisionRecallOfClass[];
  /** For several curves their mean. */
  readonly averagePrecision: number;
  readonly #title: string;

  /** @internal */
  constructor(curves: readonly PrecisionRecallOfClass[], title: string) {
    super();
    this.curves = curves;
    this.averagePrecision = curves.reduce((sum, one) => sum + one.averagePrecision, 0) / curves.length;
    this.#title = title;
  }

  picture(): AxesPicture {
    const lines = this.curves.map(({ name, recall, precision, averagePrecision }) =>
      lineMark([...recall].reverse(), [...precision].reverse(), {
        name: `${name} (${digits(averagePrecision, 3)})`,
        step: true,
      }),
    );
    const [only] = this.curves;
    const guess =
      this.curves.length === 1
        ? [lineMark([0, 1], [only.share, only.share], { name: say`chance`, style: "dashed", faint: true })]
        : [];
    return axesPicture(this.#title || `${say`average precision`} ${digits(this.averagePrecision, 3)}`, [
      axesPanel({
        xLabel: say`recall`,
        yLabel: say`precision`,
        xLim: [-0.02, 1.02],
        yLim: [-0.02, 1.02],
        marks: [...guess, ...lines],
      }),
    ]);
  }

  toString(): string {
    const rows = this.curves.map(({ name, averagePrecision, share }) => [
      name,
      digits(averagePrecision),
      digits(share),
    ]);
    return `${aligned([["class", "average precision", "share"], ...rows])}\naverage precision ${digits(this.averagePrecision)}`;
  }
}

/**
 * Precision against recall for every threshold, and the average precision, as scikit-learn's `precision_recall_curve`
 * and `average_precision_score`. As a cell's last value it is drawn.
 *
 * @param predicted a model; or how sure it is: scores or probabilities of class 1 (n), or of each class (n, classes)
 * @param actual its data, such as [x, y]; or the classes that are right, from 0
 * @throws {RangeError} for a prediction that is NaN, and for classes of which the predictions know nothing
 * @example precisionRecall(net, [xTest, yTest]).averagePrecision
 */
export function precisionRecall(
  predicted: Predicted,
  actual: Actual,
  options: RankingOptions = {},
): PrecisionRecall {
  const operation = "precisionRecall";
  checkOptions(operation, options, rankingNames);
  const { ignoreIndex = IGNORED, title = "", classNames } = options;
  const outcomes = withoutIgnored(
    outcomesOf(operation, predicted, actual, options.batchSize),
    ignoreIndex,
    operation,
  );
  const curves = rankedClasses(operation, outcomes, classNames).map(({ name, scores, isClass }) => {
    const { thresholds, hits, misses } = countedDown(scores, isClass);
    const all = hits.at(-1) ?? 0;
    const precision = hits.map((count, i) => count / (count + misses[i]));
    // Where there is nothing to be found, all of it is.
    const recall = hits.map((count) => (all === 0 ? 1 : count / all));
    let averagePrecision = 0;
    recall.forEach(
      (value, i) => (averagePrecision += (value - (i === 0 ? 0 : recall[i - 1])) * precision[i]),
    );
    return {
      name,
      precision: [...precision.reverse(), 1],
      recall: [...recall.reverse(), 0],
      thresholds: thresholds.reverse(),
      averagePrecision,
      share: all / scores.length,
    };
  });
  return new PrecisionRecall(curves, title);
}
