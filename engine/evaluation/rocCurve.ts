/** How many of the class are found, for how many false alarms. */
import { checkOptions } from "../core/options.ts";
import { axesPanel, axesPicture, lineMark } from "../figures/axes/parts.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { IGNORED, rankedClasses } from "./classes.ts";
import { type Actual, outcomesOf, type Predicted, withoutIgnored } from "./outcomes.ts";
import { areaUnder, countedDown } from "./ranking.ts";
import { aligned, digits, Shown } from "./shown.ts";

/** What {@link rocCurve} and {@link precisionRecall} can be told. */
export interface RankingOptions {
  /** Names of the classes 0, 1, 2, … Default: their numbers. */
  classNames?: readonly string[];
  /** Targets with this number do not count. Default −100, as `crossEntropy` has it. */
  ignoreIndex?: number;
  /** Examples at once where a model is asked. Default 256. */
  batchSize?: number;
  /** Heading of the picture. */
  title?: string;
}

export const rankingNames = { classNames: 1, ignoreIndex: 1, batchSize: 1, title: 1 } as const;

/** One class against the others. */
export interface RocOfClass {
  name: string;
  /** Share of the others that is taken for the class, for each threshold. */
  falsePositiveRate: number[];
  /** Share of the class that is found. */
  truePositiveRate: number[];
  /** Decreasing; the first is Infinity, at which nothing is taken for the class. */
  thresholds: number[];
  /** Area under the curve: how likely one of the class has a higher score than another. NaN where all are of one kind. */
  area: number;
}

/** What {@link rocCurve} gives.
 * @example rocCurve([0.1, 0.8], [0, 1]).curves[0].thresholds // [Infinity, 0.8, 0.1] */
export class RocCurve extends Shown {
  /** One curve for two classes; for more, one for each class against the others. */
  readonly curves: readonly RocOfClass[];
  /** Area under the curve; for several curves their mean. NaN where there are examples of one kind only. */
  readonly area: number;
  readonly #title: string;

  /** @internal */
  constructor(curves: readonly RocOfClass[], title: string) {
    super();
    this.curves = curves;
    this.area = curves.reduce((sum, { area }) => sum + area, 0) / curves.length;
    this.#title = title;
  }

  picture(): AxesPicture {
    const lines = this.curves.map(({ name, falsePositiveRate: x, truePositiveRate: y, area }) =>
      lineMark(x, y, { name: `${name} (${digits(area, 3)})` }),
    );
    return axesPicture(this.#title || `${say`area under the curve`} ${digits(this.area, 3)}`, [
      axesPanel({
        xLabel: say`false positives, share of the others`,
        yLabel: say`true positives, share of the class`,
        xLim: [-0.02, 1.02],
        yLim: [-0.02, 1.02],
        marks: [lineMark([0, 1], [0, 1], { name: say`chance`, style: "dashed", faint: true }), ...lines],
      }),
    ]);
  }

  toString(): string {
    const rows = this.curves.map(({ name, area, thresholds }) => [
      name,
      digits(area),
      String(thresholds.length),
    ]);
    return `${aligned([["class", "area", "points"], ...rows])}\narea under the ROC curve ${digits(this.area)}`;
  }
}

/**
 * The ROC curve: which share of a class is found, against the share of others that is taken for it, as scikit-learn's
 * `roc_curve` and `roc_auc_score` (for several classes one against the others, mean of the areas). As a cell's last
 * value it is drawn.
 *
 * @param predicted a model; or how sure it is: scores or probabilities of class 1 (n), or of each class (n, classes)
 * @param actual its data, such as [x, y]; or the classes that are right, from 0
 * @throws {RangeError} for a prediction that is NaN, and for classes of which the predictions know nothing
 * @example rocCurve(net, [xTest, yTest]).area
 * @example rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).area // 0.75
 */
export function rocCurve(predicted: Predicted, actual: Actual, options: RankingOptions = {}): RocCurve {
  const operation = "rocCurve";
  checkOptions(operation, options, rankingNames);
  const { ignoreIndex = IGNORED, title = "", classNames } = options;
  const outcomes = withoutIgnored(
    outcomesOf(operation, predicted, actual, options.batchSize),
    ignoreIndex,
    operation,
  );
  const curves = rankedClasses(operation, outcomes, classNames).map(({ name, scores, isClass }) => {
    const { thresholds, hits, misses } = countedDown(scores, isClass);
    const kept = hits.map((_, i) => i).filter((i) => hits.length <= 2 || isCorner(hits, misses, i));
    const [all, others] = [hits.at(-1) ?? 0, misses.at(-1) ?? 0];
    const truePositiveRate = [0, ...kept.map((i) => hits[i])].map((count) => (all === 0 ? NaN : count / all));
    const falsePositiveRate = [0, ...kept.map((i) => misses[i])].map((count) =>
      others === 0 ? NaN : count / others,
    );
    return {
      name,
      falsePositiveRate,
      truePositiveRate,
      thresholds: [Infinity, ...kept.map((i) => thresholds[i])],
      area: areaUnder(falsePositiveRate, truePositiveRate),
    };
  });
  return new RocCurve(curves, title);
}

/** Points on a straight line between their neighbours are left out, as scikit-learn does. */
function isCorner(hits: readonly number[], misses: readonly number[], i: number): boolean {
  if (i === 0 || i === hits.length - 1) return true;
  const bend = (counts: readonly number[]): number => counts[i + 1] - 2 * counts[i] + counts[i - 1];
  return bend(hits) !== 0 || bend(misses) !== 0;
}
