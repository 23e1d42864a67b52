/** Precision, recall and F1 of each class. */
import { checkOptions, type OptionNames } from "../core/options.ts";
import { axesPanel, axesPicture, cellsMark } from "../figures/axes/parts.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { type ClassOptions, classOptionNames, IGNORED, saidClasses } from "./classes.ts";
import { type Actual, outcomesOf, type Predicted, withoutIgnored } from "./outcomes.ts";
import { aligned, digits, Shown } from "./shown.ts";

/** How {@link classificationReport} measures. */
export interface ClassificationReportOptions extends ClassOptions {
  /** The classes to look at, in this order. Default: all that occur or that the model knows. */
  labels?: readonly number[];
  /** What a quotient of nothing is: 0 (the default), 1, or NaN, which averages leave out. */
  zeroDivision?: number;
}

const names: OptionNames<ClassificationReportOptions> = { ...classOptionNames, labels: 1, zeroDivision: 1 };

/** How well one class, or all together, are told. */
export interface ClassScores {
  /** Of those said to be of the class, the share that is. */
  precision: number;
  /** Of those that are of the class, the share that was said to be. */
  recall: number;
  /** Harmonic mean of both. */
  f1: number;
  /** How many examples are of the class. */
  support: number;
}

/** What {@link classificationReport} gives.
 * @example classificationReport([0, 1, 1], [0, 0, 1]).accuracy // 0.67 */
export class ClassificationReport extends Shown {
  /** By the names of the classes. */
  readonly classes: Readonly<Record<string, ClassScores>>;
  /** Mean over the classes, each as much as any other. */
  readonly macroAverage: ClassScores;
  /** Mean over the classes, weighted by their examples. */
  readonly weightedAverage: ClassScores;
  /** Over all decisions; with all classes in the report, precision, recall and F1 of it are the accuracy. */
  readonly microAverage: ClassScores;
  /** Share of the examples whose class was told. */
  readonly accuracy: number;
  readonly #title: string;

  /** @internal */
  constructor(parts: {
    classes: Record<string, ClassScores>;
    macroAverage: ClassScores;
    weightedAverage: ClassScores;
    microAverage: ClassScores;
    accuracy: number;
    title: string;
  }) {
    super();
    this.classes = parts.classes;
    this.macroAverage = parts.macroAverage;
    this.weightedAverage = parts.weightedAverage;
    this.microAverage = parts.microAverage;
    this.accuracy = parts.accuracy;
    this.#title = parts.title;
  }

  picture(): AxesPicture {
    const rows = this.#rows();
    const values = rows.map(([, { precision, recall, f1 }]) => [precision, recall, f1]);
    return axesPicture(this.#title || `${say`accuracy`} ${digits(this.accuracy)}`, [
      axesPanel({
        xTicks: [say`precision`, say`recall`, "F1"],
        yTicks: rows.map(([name, { support }]) => `${name} (${support})`),
        marks: [
          cellsMark(values, {
            texts: values.map((row) => row.map((value) => digits(value, 2))),
            low: 0,
            high: 1,
            valueLabel: say`share`,
          }),
        ],
      }),
    ]);
  }

  toString(): string {
    const line = ([name, { precision, recall, f1, support }]: readonly [string, ClassScores]): string[] => [
      name,
      digits(precision, 2),
      digits(recall, 2),
      digits(f1, 2),
      String(support),
    ];
    const rows = aligned([["", "precision", "recall", "f1", "support"], ...this.#rows().map(line)]);
    return `${rows}\naccuracy ${digits(this.accuracy)}`;
  }

  #rows(): (readonly [string, ClassScores])[] {
    return [
      ...Object.entries(this.classes),
      [say`macro average`, this.macroAverage],
      [say`weighted average`, this.weightedAverage],
    ];
  }
}

/**
 * Precision, recall and F1 of each class, and their averages, as scikit-learn's `classification_report`. As a cell's
 * last value it is drawn.
 *
 * @param predicted a model; or what it said: classes (n), scores or probabilities (n, classes)
 * @param actual its data, such as [x, y]; or the classes that are right
 * @example classificationReport(net, [xTest, yTest]).macroAverage.f1
 * @example classificationReport([0, 1, 1], [0, 0, 1]).classes["1"].precision // 0.5
 */
export function classificationReport(
  predicted: Predicted,
  actual: Actual,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  const operation = "classificationReport";
  checkOptions(operation, options, names);
  const { zeroDivision = 0, title = "" } = options;
  const outcomes = withoutIgnored(
    outcomesOf(operation, predicted, actual, options.batchSize),
    options.ignoreIndex ?? IGNORED,
    operation,
  );
  const {
    labels,
    names: classNames,
    actual: right,
    said,
  } = saidClasses(operation, outcomes, options, options.labels);
  const tallies = labels.map((label) => tally(right, said, label));
  const scores = tallies.map((one) => scoresOf(one, zeroDivision));
  const all = tallies.reduce((a, b) => ({ both: a.both + b.both, said: a.said + b.said, is: a.is + b.is }));
  const weights = tallies.map(({ is }) => is);
  const average = (weightOf: (i: number) => number): ClassScores => ({
    precision: mean(
      scores.map(({ precision }) => precision),
      weightOf,
      zeroDivision,
    ),
    recall: mean(
      scores.map(({ recall }) => recall),
      weightOf,
      zeroDivision,
    ),
    f1: mean(
      scores.map(({ f1 }) => f1),
      weightOf,
      zeroDivision,
    ),
    support: all.is,
  });
  let hits = 0;
  right.forEach((value, i) => (hits += Number(value === said[i])));
  return new ClassificationReport({
    classes: Object.fromEntries(classNames.map((name, i) => [name, scores[i]])),
    macroAverage: average(() => 1),
    weightedAverage: average((i) => weights[i]),
    microAverage: scoresOf(all, zeroDivision),
    accuracy: hits / right.length,
    title,
  });
}

/** Of one class: how often it was said, how often it is, how often both. */
interface Tally {
  both: number;
  said: number;
  is: number;
}

function tally(actual: Float64Array, said: Float64Array, label: number): Tally {
  const counts = { both: 0, said: 0, is: 0 };
  for (let i = 0; i < actual.length; i++) {
    const [is, isSaid] = [actual[i] === label, said[i] === label];
    if (is) counts.is++;
    if (isSaid) counts.said++;
    if (is && isSaid) counts.both++;
  }
  return counts;
}

function scoresOf({ both, said, is }: Tally, zeroDivision: number): ClassScores {
  const share = (part: number, whole: number): number => (whole === 0 ? zeroDivision : part / whole);
  return {
    precision: share(both, said),
    recall: share(both, is),
    f1: share(2 * both, said + is),
    support: is,
  };
}

function mean(values: readonly number[], weightOf: (i: number) => number, zeroDivision: number): number {
  let [sum, weight] = [0, 0];
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    sum += value * weightOf(i);
    weight += weightOf(i);
  });
  return weight === 0 ? (values.every(Number.isNaN) ? NaN : zeroDivision) : sum / weight;
}
