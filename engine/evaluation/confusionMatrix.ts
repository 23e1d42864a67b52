/** How often each class was taken for each. */
import { checkOptions, type OptionNames } from "../core/options.ts";
import { axesPicture, axesPanel, cellsMark } from "../figures/axes/parts.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { type ClassOptions, classOptionNames, IGNORED, saidClasses } from "./classes.ts";
import { type Actual, outcomesOf, type Predicted, withoutIgnored } from "./outcomes.ts";
import { aligned, digits, Shown } from "./shown.ts";

/** How {@link confusionMatrix} counts. */
export interface ConfusionMatrixOptions extends ClassOptions {
  /** The classes to look at, in this order. Default: all that occur or that the model knows. */
  labels?: readonly number[];
  /** Shares in place of counts: of the true class, of the predicted one, or of all. Default: counts. */
  normalize?: "true" | "pred" | "all" | null;
}

const names: OptionNames<ConfusionMatrixOptions> = { ...classOptionNames, labels: 1, normalize: 1 };

/** What {@link confusionMatrix} gives.
 * @example confusionMatrix([0, 1, 1], [0, 0, 1]).accuracy // 0.67 */
export class ConfusionMatrix extends Shown {
  /** The classes of rows and columns. */
  readonly labels: readonly number[];
  /** Their names. */
  readonly classNames: readonly string[];
  /** By true class, then by predicted class: counts, or shares where these were asked for. */
  readonly values: readonly (readonly number[])[];
  /** Share of the examples in the diagonal. */
  readonly accuracy: number;
  readonly #title: string;
  readonly #isShare: boolean;

  /** @internal */
  constructor(
    { labels, names: classNames }: { labels: readonly number[]; names: readonly string[] },
    counts: readonly (readonly number[])[],
    normalize: "true" | "pred" | "all" | null,
    title: string,
  ) {
    super();
    this.labels = labels;
    this.classNames = classNames;
    const total = sum(counts.map(sum));
    this.accuracy = sum(counts.map((row, i) => row[i])) / total;
    const columns = labels.map((_, c) => sum(counts.map((row) => row[c])));
    this.values = counts.map((row) =>
      row.map((count, c) => {
        if (normalize === null) return count;
        const of = normalize === "true" ? sum(row) : normalize === "pred" ? columns[c] : total;
        return of === 0 ? 0 : count / of;
      }),
    );
    this.#title = title;
    this.#isShare = normalize !== null;
  }

  picture(): AxesPicture {
    const texts = this.values.map((row) => row.map((value) => this.#text(value)));
    return axesPicture(this.#title, [
      axesPanel({
        xLabel: say`predicted class`,
        yLabel: say`true class`,
        xTicks: [...this.classNames],
        yTicks: [...this.classNames],
        marks: [
          cellsMark(this.values, { texts, low: 0, valueLabel: this.#isShare ? say`share` : say`examples` }),
        ],
      }),
    ]);
  }

  toString(): string {
    const head = ["true \\ predicted", ...this.classNames];
    const rows = this.values.map((row, i) => [this.classNames[i], ...row.map((value) => this.#text(value))]);
    return `${aligned([head, ...rows])}\naccuracy ${digits(this.accuracy)}`;
  }

  #text(value: number): string {
    return this.#isShare ? digits(value, 2) : String(value);
  }
}

/**
 * How often each class was taken for each: a row for the true class, a column for the predicted one, as scikit-learn's
 * `confusion_matrix`. As a cell's last value it is drawn.
 *
 * @param predicted a model; or what it said: classes (n), scores or probabilities (n, classes)
 * @param actual its data, such as [x, y]; or the classes that are right: (n), or (n, classes) with a probability each
 * @throws {RangeError} when no example is of the classes asked for
 * @example confusionMatrix(net, [xTest, yTest], { classNames: ["cat", "dog"] });
 * @example confusionMatrix([0, 1, 1], [0, 0, 1]).values // [[1, 1], [0, 1]]
 */
export function confusionMatrix(
  predicted: Predicted,
  actual: Actual,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  const operation = "confusionMatrix";
  checkOptions(operation, options, names);
  const { normalize = null, title = "" } = options;
  if (normalize !== null && !["true", "pred", "all"].includes(normalize))
    throw new RangeError(say`confusionMatrix: normalize is ${normalize}; give "true", "pred" or "all".`);
  const outcomes = withoutIgnored(
    outcomesOf(operation, predicted, actual, options.batchSize),
    options.ignoreIndex ?? IGNORED,
    operation,
  );
  const classes = saidClasses(operation, outcomes, options, options.labels);
  const counts = countsOf(classes.actual, classes.said, classes.labels);
  if (options.labels && !classes.actual.some((value) => options.labels?.includes(value)))
    throw new RangeError(say`confusionMatrix: no example is of the labels ${options.labels.join(", ")}.`);
  return new ConfusionMatrix(classes, counts, normalize, title);
}

/** Examples of other classes do not count. */
export function countsOf(actual: Float64Array, said: Float64Array, labels: readonly number[]): number[][] {
  const place = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => Array<number>(labels.length).fill(0));
  for (let i = 0; i < actual.length; i++) {
    const [row, column] = [place.get(actual[i]), place.get(said[i])];
    if (row !== undefined && column !== undefined) counts[row][column]++;
  }
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
