/** Whether more data would help: trainings on growing parts of it. */
import { expectFunction } from "../core/expect.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { DataLoader } from "../data/dataLoader.ts";
import { Subset } from "../data/dataset.ts";
import { axesPanel, axesPicture, lineMark } from "../figures/axes/parts.ts";
import type { Layer } from "../nn/module.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { evaluate } from "../training/evaluate.ts";
import { fit, type FitOptions } from "../training/fit.ts";
import { toLoader, type TrainData, type XY } from "../training/loop/trainData.ts";
import { aligned, Shown } from "./shown.ts";

/** How {@link learningCurve} trains: as `fit`, and on how much. */
export interface LearningCurveOptions extends Omit<FitOptions, "validation" | "validationSplit" | "history"> {
  /** What each model is measured on. */
  validation: TrainData;
  /** How many examples to train on, or shares of them up to 1, increasing. Default [0.1, 0.2, 0.4, 0.7, 1]. */
  sizes?: readonly number[];
}

const names: OptionNames<LearningCurveOptions> = {
  loss: 1,
  optimizer: 1,
  epochs: 1,
  batchSize: 1,
  shuffle: 1,
  validation: 1,
  validationEvery: 1,
  metrics: 1,
  callbacks: 1,
  seed: 1,
  evaluateTrain: 1,
  title: 1,
  name: 1,
  verbose: 1,
  sizes: 1,
};

/** What {@link learningCurve} gives.
 * @example const { sizes, valLoss } = await learningCurve(makeNet, data, { loss: "mse", validation }); */
export class LearningCurve extends Shown {
  /** Examples that were trained on. */
  readonly sizes: readonly number[];
  /** Loss on them afterwards. */
  readonly trainLoss: readonly number[];
  /** Loss on the validation data. */
  readonly valLoss: readonly number[];

  /** @internal */
  constructor(sizes: readonly number[], trainLoss: readonly number[], valLoss: readonly number[]) {
    super();
    this.sizes = sizes;
    this.trainLoss = trainLoss;
    this.valLoss = valLoss;
  }

  picture(): AxesPicture {
    return axesPicture("", [
      axesPanel({
        title: say`loss by the amount of data`,
        xLabel: say`training examples`,
        yLabel: say`loss`,
        marks: [
          lineMark(this.sizes, this.trainLoss, { name: say`training` }),
          lineMark(this.sizes, this.valLoss, { name: say`validation`, style: "dashed" }),
        ],
      }),
    ]);
  }

  toString(): string {
    const rows = this.sizes.map((size, i) => [
      String(size),
      short(this.trainLoss[i]),
      short(this.valLoss[i]),
    ]);
    return aligned([["examples", "training loss", "validation loss"], ...rows]);
  }
}

/**
 * Trains a new model on each of several parts of the data, the first rows, and measures both losses. Where the validation
 * loss still falls at the end, more data would help; where both have met, a larger model would.
 *
 * @param makeModel gives a new model for each size
 * @param data what there is to train on, such as [x, y]; mix it first where it is sorted
 * @returns the sizes and losses; drawn as a cell's last value
 * @throws {RangeError} for sizes that do not increase, or are more than there is
 * @example await learningCurve(() => new nn.Linear(2, 1), [x, y], { loss: "mse", validation: [xVal, yVal] });
 */
export async function learningCurve(
  makeModel: () => Layer,
  data: TrainData,
  options: LearningCurveOptions,
): Promise<LearningCurve> {
  const operation = "learningCurve";
  expectFunction(operation, "a function that makes a model", makeModel);
  checkOptions(operation, options, names);
  const given = options as LearningCurveOptions | undefined;
  if (!given?.validation)
    throw new TypeError(say`learningCurve: there is nothing to measure on; give validation: [x, y].`);
  const { sizes = [0.1, 0.2, 0.4, 0.7, 1], validation, ...training } = options;
  const { dataset } =
    data instanceof DataLoader ? data : toLoader(data, { batchSize: 1, shuffle: false, operation });
  const counts = sizes.map((size) => (size <= 1 ? Math.max(1, Math.round(size * dataset.length)) : size));
  if (
    counts.length === 0 ||
    counts.some(
      (count, i) => !Number.isInteger(count) || count > dataset.length || (i > 0 && count <= counts[i - 1]),
    )
  )
    throw new RangeError(
      say`learningCurve: sizes are ${sizes.join(", ")} of ${dataset.length} examples; give numbers that increase, whole or up to 1.`,
    );
  const trainLoss: number[] = [];
  const valLoss: number[] = [];
  for (const count of counts) {
    const part = new Subset<XY>(
      dataset,
      Array.from({ length: count }, (_, i) => i),
    );
    const model = makeModel();
    const named = options.name === undefined ? `${count}` : `${options.name} ${count}`;
    await fit(model, part, { verbose: 0, ...training, name: named });
    trainLoss.push((await evaluate(model, part, { loss: options.loss })).loss);
    valLoss.push((await evaluate(model, validation, { loss: options.loss })).loss);
  }
  return new LearningCurve(counts, trainLoss, valLoss);
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
