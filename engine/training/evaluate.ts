import { withGradMode } from "../core/gradMode.ts";
import type { DataLoader } from "../data/dataLoader.ts";
import { narrow } from "../ops/shape/views.ts";
import { requireTensor } from "../core/record.ts";
import { cat } from "../ops/shape/join.ts";
import type { Layer } from "../nn/module.ts";
import { modesFor, withModes } from "../nn/trainingModes.ts";
import type { Tensor } from "../core/tensor.ts";
import { type LossFunction, type LossName, thresholdOf, toLoss } from "./choices.ts";
import { type Metric, type MetricInput, toMetric } from "./metrics/metrics.ts";
import type { NaiveLoss } from "./metrics/naiveLoss.ts";
import { toLoader, type TrainData, type XY } from "./loop/trainData.ts";
import { Yielding } from "./loop/yielding.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** How a model is measured. */
export interface EvaluateOptions {
  loss: LossName | LossFunction;
  metrics?: readonly MetricInput[];
  /** Default 256. */
  batchSize?: number;
}

/**
 * Loss and metrics of a model on data, in prediction mode and without gradients. The model's own mode stays as
 * it is, so that a training, or another evaluation, may go on beside it.
 * @returns `loss` and one value per metric, by name
 * @example const { loss, accuracy } = await evaluate(net, [xTest, yTest], { loss: "crossEntropy", metrics: ["accuracy"] });
 */
export async function evaluate(
  model: Layer,
  data: TrainData,
  options: EvaluateOptions,
): Promise<Record<string, number>> {
  checkOptions("evaluate", options, { loss: 1, metrics: 1, batchSize: 1 });
  const { loss, metrics = [], batchSize = 256 } = (options as Partial<EvaluateOptions> | undefined) ?? {};
  if (!loss)
    throw new TypeError(
      say`evaluate: there is no loss; give one as in evaluate(net, data, { loss: "mse" }).`,
    );
  const loader = toLoader(data, { batchSize, shuffle: false, operation: "evaluate" });
  const threshold = thresholdOf(loss);
  const ready = metrics.map((metric) => toMetric(metric, threshold));
  return measure(model, loader, toLoss(loss), ready, new Yielding());
}

/** {@link evaluate} with everything made ready; `naive` is shown the targets on the way. */
export async function measure(
  model: Layer,
  loader: DataLoader<XY>,
  loss: LossFunction,
  metrics: readonly Metric[],
  yielding: Yielding,
  naive: NaiveLoss | null = null,
): Promise<Record<string, number>> {
  const modes = modesFor(model.modules(), false);
  const measurements = metrics.map((metric) => metric.start());
  let sum = 0;
  let count = 0;
  const add = (x: Tensor, y: Tensor): void => {
    const prediction = model(x);
    const examples = x.array.shape[0];
    sum += loss(prediction, y).item() * examples;
    count += examples;
    naive?.add(y);
    for (const measurement of measurements) measurement.add(prediction, y);
  };
  for (const [x, y] of loader) {
    withModes(modes, () => {
      withGradMode(false, () => {
        add(x, y);
      });
    });
    if (yielding.due()) await yielding.turn();
  }
  const values = metrics.map((metric, i) => [metric.name, measurements[i].value()] as const);
  return { loss: sum / count, ...Object.fromEntries(values) };
}

/**
 * What a model says about the rows of `x`, batch by batch, in prediction mode and without gradients.
 * @example const classes = predict(net, xTest).argmax(1);
 */
export function predict(model: Layer, x: Tensor, options: { batchSize?: number } = {}): Tensor {
  requireTensor("predict", x);
  checkOptions("predict", options, { batchSize: 1 });
  const { batchSize = 256 } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(say`predict: batchSize is ${batchSize}; give a whole number of at least 1.`);
  }
  const n = x.array.shape[0];
  return withModes(modesFor(model.modules(), false), () =>
    withGradMode(false, () => {
      const parts: Tensor[] = [];
      // No rows are a batch too: of what shape its answer is, the model knows.
      for (let at = 0; at < n || at === 0; at += batchSize) {
        parts.push(model(narrow(x, 0, at, Math.min(batchSize, n - at))));
      }
      return parts.length === 1 ? parts[0] : cat(parts);
    }),
  );
}
