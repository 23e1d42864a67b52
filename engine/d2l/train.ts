import { expectFunction, expectIterable } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import { withGradMode } from "../core/gradMode.ts";
import type { Trainer } from "../training/choices.ts";
import { numberOf } from "../training/metrics/scalar.ts";
import { countRight } from "../training/metrics/metrics.ts";
import { nextTurn } from "../training/loop/yielding.ts";
import { Module } from "../nn/module.ts";
import type { Tensor } from "../core/tensor.ts";
import { Accumulator } from "./accumulator.ts";
import { Animator } from "./animator.ts";
import type { Phrase } from "../payload/say.ts";

/** A model of the book: a module, or a function of X. */
export type Net = (X: Tensor) => Tensor;
export const aModel: Phrase = "a model, a module or a function of X";
export const someBatches: Phrase = "batches, such as a DataLoader";
const aLoss: Phrase = "a loss of predictions and targets";
/** A loss of the book: one value per example. */
export type Criterion = (yHat: Tensor, y: Tensor) => Tensor;
/** Something that yields batches [X, y], any number of times. */
export type Batches = Iterable<readonly [Tensor, Tensor]>;
/** An optimiser, or a function of the batch size that updates the parameters. */
export type Updater = Pick<Trainer, "step" | "zeroGrad"> | ((batchSize: number) => void);

/**
 * How many predictions are right: the largest score of each row against the class.
 * @example d2l.accuracy(net(X), y) / y.numel()
 */
export function accuracy(yHat: Tensor, y: Tensor): number {
  requireTensor("accuracy", yHat);
  requireTensor("accuracy", y);
  return countRight(yHat, y).right;
}

/**
 * Share of right predictions on a data set; a module predicts in `eval` mode.
 * @example d2l.evaluateAccuracy(net, testIter)
 */
export function evaluateAccuracy(net: Net, dataIter: Batches): number {
  expectFunction("evaluateAccuracy", aModel, net);
  expectIterable("evaluateAccuracy", someBatches, dataIter);
  if (net instanceof Module) net.eval();
  const metric = new Accumulator(2);
  withGradMode(false, () => {
    for (const [X, y] of dataIter) metric.add(accuracy(net(X), y), y.numel());
  });
  return metric[0] / metric[1];
}

/**
 * Mean loss of a model on a data set.
 * @example d2l.evaluateLoss(net, testIter, loss)
 */
export function evaluateLoss(net: Net, dataIter: Batches, loss: Criterion): number {
  expectFunction("evaluateLoss", aModel, net);
  expectIterable("evaluateLoss", someBatches, dataIter);
  expectFunction("evaluateLoss", aLoss, loss);
  const metric = new Accumulator(2);
  withGradMode(false, () => {
    for (const [X, y] of dataIter) {
      const out = net(X);
      const l = loss(out, out.numel() === y.numel() ? y.reshape(out.shape) : y);
      metric.add(l.sum(), l.numel());
    }
  });
  return metric[0] / metric[1];
}

/**
 * One epoch; returns the mean training loss and the share of right predictions.
 * @example const [trainLoss, trainAcc] = d2l.trainEpochCh3(net, trainIter, loss, trainer);
 */
export function trainEpochCh3(
  net: Net,
  trainIter: Batches,
  loss: Criterion,
  updater: Updater,
): [number, number] {
  expectFunction("trainEpochCh3", aModel, net);
  expectIterable("trainEpochCh3", someBatches, trainIter);
  expectFunction("trainEpochCh3", aLoss, loss);
  if (net instanceof Module) net.train();
  const metric = new Accumulator(3);
  for (const [X, y] of trainIter) {
    const yHat = net(X);
    const l = loss(yHat, y);
    if (typeof updater === "function") {
      l.sum().backward();
      updater(X.shape[0]);
    } else {
      updater.zeroGrad();
      l.mean().backward();
      updater.step();
    }
    metric.add(numberOf(l.sum()), accuracy(yHat, y), y.numel());
  }
  return [metric[0] / metric[2], metric[1] / metric[2]];
}

/**
 * Trains a model for some epochs and draws losses and accuracies as it goes; `loss` must give one value per
 * example (`reduction: "none"`).
 * @example await d2l.trainCh3(net, trainIter, testIter, loss, 10, trainer);
 */
export async function trainCh3(
  net: Net,
  trainIter: Batches,
  testIter: Batches,
  loss: Criterion,
  numEpochs: number,
  updater: Updater,
): Promise<{ trainLoss: number; trainAcc: number; testAcc: number }> {
  const legend = ["train loss", "train acc", "test acc"];
  const animator = new Animator({ xlabel: "epoch", xlim: [1, numEpochs], ylim: [0.3, 0.9], legend });
  let result = { trainLoss: NaN, trainAcc: NaN, testAcc: NaN };
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    const [trainLoss, trainAcc] = trainEpochCh3(net, trainIter, loss, updater);
    const testAcc = evaluateAccuracy(net, testIter);
    result = { trainLoss, trainAcc, testAcc };
    animator.add(epoch + 1, [trainLoss, trainAcc, testAcc]);
    await nextTurn();
  }
  return result;
}
