/** Where a model errs most: the examples themselves. */
import { expect } from "../core/expect.ts";
import { throwIfInterrupted } from "../core/host.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { quietly } from "../figures/quietly.ts";
import { type LabelledImage, labelledImages } from "../figures/labelledImages.ts";
import type { Layer } from "../nn/module.ts";
import { TABLE_MIME } from "../payload/mime.ts";
import { say } from "../payload/say.ts";
import { tablePayload } from "../payload/table.ts";
import { toLoader, type TrainData } from "../training/loop/trainData.ts";
import { IGNORED, probabilitiesOf } from "./classes.ts";
import { greatest, isModel, outcomesOf } from "./outcomes.ts";
import { aligned } from "./shown.ts";

/** How {@link worstExamples} looks. */
export interface WorstExamplesOptions {
  /** How many. Default 12. */
  count?: number;
  /** Names of the classes 0, 1, 2, … Default: their numbers. */
  classNames?: readonly string[];
  /** Names of the inputs, where the examples are rows. */
  columns?: readonly string[];
  /** What the targets are: `classes`, or numbers of a regression, `values`. Default: classes when all are whole and the
   * model has an output for each, or ends with a sigmoid. */
  targets?: "classes" | "values";
  /** Shape of an example as an image, where it is flat: [28, 28]. */
  imageShape?: readonly number[];
  /** Targets with this number do not count. Default −100, as `crossEntropy` has it. */
  ignoreIndex?: number;
  /** Examples at once. Default 256. */
  batchSize?: number;
}

const names: OptionNames<WorstExamplesOptions> = {
  count: 1,
  classNames: 1,
  columns: 1,
  targets: 1,
  imageShape: 1,
  ignoreIndex: 1,
  batchSize: 1,
};

/** One example that a model gets wrong, or is unsure of. */
export interface WorstExample {
  /** Its place in the data, counted from 0. */
  index: number;
  /** How wrong: −log of the probability of the right class, or the squared difference. */
  loss: number;
  /** The class or number that is right. */
  actual: number;
  /** The class or number that was said. */
  predicted: number;
  /** Probability of the class that was said; NaN for numbers. */
  probability: number;
  /** The example. */
  input: Tensor;
}

/** How examples are written. */
interface Naming {
  classNames: readonly string[] | undefined;
  columns: readonly string[] | undefined;
  imageShape: readonly number[] | undefined;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** What {@link worstExamples} gives, the worst first.
 * @example worstExamples(net, [x, y]).examples[0].loss */
export class WorstExamples {
  /** The worst first. */
  readonly examples: readonly WorstExample[];
  readonly #options: Naming;

  /** @internal */
  constructor(examples: readonly WorstExample[], options: Naming) {
    this.examples = examples;
    this.#options = options;
  }

  /** Their places in the data.
   * @example worstExamples(net, [x, y]).indices */
  get indices(): number[] {
    return this.examples.map(({ index }) => index);
  }

  /** Place, loss, what is right and what was said, a line each.
   * @example console.log(String(worstExamples(net, [x, y]))) */
  toString(): string {
    const rows = this.examples.map((one) => [
      String(one.index),
      short(one.loss),
      this.#name(one.actual),
      this.#name(one.predicted),
      Number.isNaN(one.probability) ? "" : `${Math.round(100 * one.probability)} %`,
    ]);
    return aligned([["example", "loss", "right", "said", "sure"], ...rows]);
  }

  /** What a cell shows of it: the images, or a table of the rows.
   * @example worstExamples(net, [x, y]).toMimeBundle()["text/plain"] */
  toMimeBundle(): Readonly<Record<string, unknown>> {
    const images = this.examples.map(({ input }) => imageOf(input, this.#options.imageShape));
    if (images.every((image) => image !== null)) {
      const labelled = this.examples.map((one, i): LabelledImage => ({
        image: images[i] ?? [],
        label: this.#name(one.actual),
        prediction: this.#name(one.predicted),
        note: `#${one.index}${Number.isNaN(one.probability) ? "" : ` · ${Math.round(100 * one.probability)} %`}`,
      }));
      return { "image/svg+xml": labelledImages(labelled), "text/plain": this.toString() };
    }
    const inputs = this.examples.map(({ input }) => Array.from(input.detach().toTypedArray(), Number));
    const width = Math.min(12, inputs[0]?.length ?? 0);
    const column = (name: string, cells: readonly (number | string)[]) => ({
      name,
      cells,
      texts: cells.map((cell) => (typeof cell === "number" ? short(cell) : cell)),
    });
    const columns = [
      column(
        say`loss`,
        this.examples.map(({ loss }) => loss),
      ),
      column(
        say`right`,
        this.examples.map(({ actual }) => this.#name(actual)),
      ),
      column(
        say`said`,
        this.examples.map(({ predicted }) => this.#name(predicted)),
      ),
      ...Array.from({ length: width }, (_, c) =>
        column(
          this.#options.columns?.[c] ?? `x${c}`,
          inputs.map((row) => row[c]),
        ),
      ),
    ];
    const payload = tablePayload(
      columns,
      { total: this.examples.length, totalColumns: 3 + (inputs[0]?.length ?? 0) },
      this.indices.map(String),
    );
    return { [TABLE_MIME]: payload, "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }

  #name(value: number): string {
    return this.#options.classNames?.[value] ?? (Number.isInteger(value) ? String(value) : short(value));
  }
}

/**
 * The examples that a model gets most wrong: those with the largest loss, cross-entropy for classes and the squared
 * difference for numbers. As a cell's last value they are shown, images as images.
 *
 * @param data such as [x, y]
 * @throws {TypeError} for what is no model
 * @example worstExamples(net, [xTest, yTest], { count: 20 });
 */
export function worstExamples(
  model: Layer,
  data: TrainData,
  options: WorstExamplesOptions = {},
): WorstExamples {
  const operation = "worstExamples";
  expect(operation, "a model", model, isModel(model));
  checkOptions(operation, options, names);
  const { count = 12, batchSize = 256, ignoreIndex = IGNORED } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(say`worstExamples: count is ${count}; give a whole number of at least 1.`);
  // In the order of the data, whatever order a loader mixes them in.
  const plain = toLoader(data, { batchSize, shuffle: false, operation }).dataset;
  const outcomes = outcomesOf(operation, model, plain, batchSize);
  const { width, actual, predicted } = outcomes;
  const areClasses =
    options.targets === undefined
      ? actual.every(Number.isInteger) && (width > 1 || outcomes.isProbability === true)
      : options.targets === "classes";
  const probabilities = areClasses ? probabilitiesOf(operation, outcomes) : null;
  const judged = Array.from(actual, (right, index) => {
    if (!probabilities) {
      const loss = (predicted[index * width] - right) ** 2;
      return { index, actual: right, predicted: predicted[index * width], probability: NaN, loss };
    }
    if (width === 1) {
      const p = probabilities[index];
      const said = Number(p > 0.5);
      return {
        index,
        actual: right,
        predicted: said,
        probability: said ? p : 1 - p,
        loss: -Math.log(right === 1 ? p : 1 - p),
      };
    }
    const said = greatest(probabilities, index * width, width);
    const loss = -Math.log(probabilities[index * width + right]);
    return { index, actual: right, predicted: said, probability: probabilities[index * width + said], loss };
  });
  // NaN is worst of all.
  const badness = (loss: number): number => (Number.isNaN(loss) ? Infinity : loss);
  const worst = judged
    .filter((one) => one.actual !== ignoreIndex)
    .sort((a, b) => badness(b.loss) - badness(a.loss) || a.index - b.index)
    .slice(0, count);
  throwIfInterrupted();
  const examples = quietly(model, () => worst.map((one) => ({ ...one, input: plain.get(one.index)[0] })));
  const { classNames, columns, imageShape } = options;
  return new WorstExamples(examples, { classNames, columns, imageShape });
}

/** An example as rows of pixels; null where it is none. */
function imageOf(input: Tensor, imageShape: readonly number[] | undefined): number[][] | number[][][] | null {
  const shaped = imageShape ? input.reshape(...imageShape) : input;
  const { shape } = shaped.array;
  const isImage =
    (shape.length === 2 && shape[0] > 3 && shape[1] > 3) ||
    (shape.length === 3 && (shape[0] === 1 || shape[0] === 3));
  return isImage ? (shaped.toArray() as number[][] | number[][][]) : null;
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
