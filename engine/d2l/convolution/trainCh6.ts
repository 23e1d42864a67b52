import { expectIterable, expectModule } from "../../core/expect.ts";
import { Conv2d } from "../../nn/images/conv.ts";
import { xavierUniform_ } from "../../nn/init.ts";
import { Linear } from "../../nn/linear.ts";
import { CrossEntropyLoss } from "../../nn/losses.ts";
import type { Layer } from "../../nn/module.ts";
import { SGD } from "../../optim/index.ts";
import { say } from "../../payload/say.ts";
import { Yielding } from "../../training/loop/yielding.ts";
import { Accumulator } from "../accumulator.ts";
import { Animator } from "../animator.ts";
import { expectDevice, expectWhole } from "../checks.ts";
import { Timer } from "../timer.ts";
import { tell } from "../told.ts";
import { accuracy, type Batches, evaluateAccuracy, type Net, someBatches } from "../train.ts";

/** Batches whose number is known. */
export type CountedBatches = Batches & { readonly length: number };

/**
 * Share of right predictions on a data set: {@link evaluateAccuracy}, by the name of the chapters that use a GPU.
 * @param device the one there is
 * @example d2l.evaluateAccuracyGpu(net, testIter)
 */
export function evaluateAccuracyGpu(net: Net, dataIter: Batches, device: string | null = null): number {
  expectDevice("evaluateAccuracyGpu", device);
  return evaluateAccuracy(net, dataIter);
}

/**
 * Trains a network for classes with SGD and cross-entropy, drawing losses and accuracies as it goes. Weights of linear
 * and convolutional layers start anew, by Xavier's rule.
 * @param device the one there is
 * @returns the last mean loss and the accuracies
 * @example await d2l.trainCh6(net, trainIter, testIter, 10, 0.9, d2l.tryGpu());
 */
export async function trainCh6(
  net: Layer,
  trainIter: CountedBatches,
  testIter: Batches,
  numEpochs: number,
  lr: number,
  device = "cpu",
): Promise<{ trainLoss: number; trainAcc: number; testAcc: number }> {
  expectModule("trainCh6", net);
  for (const batches of [trainIter, testIter]) expectIterable("trainCh6", someBatches, batches);
  expectWhole("trainCh6", numEpochs);
  expectDevice("trainCh6", device);
  net.apply((m) => {
    if (m instanceof Linear || m instanceof Conv2d) xavierUniform_(m.weight);
  });
  const optimizer = new SGD(net.parameters(), { lr });
  const loss = new CrossEntropyLoss();
  const legend = ["train loss", "train acc", "test acc"];
  const animator = new Animator({ xlabel: "epoch", xlim: [1, numEpochs], legend });
  const [timer, yielding] = [new Timer(), new Yielding()];
  const numBatches = trainIter.length;
  const every = Math.max(1, Math.floor(numBatches / 5));
  let result = { trainLoss: NaN, trainAcc: NaN, testAcc: NaN };
  let examples = 0;
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    const metric = new Accumulator(3);
    net.train();
    let i = 0;
    for (const [X, y] of trainIter) {
      timer.start();
      optimizer.zeroGrad();
      const yHat = net(X);
      const l = loss(yHat, y);
      l.backward();
      optimizer.step();
      metric.add(l.item() * X.shape[0], accuracy(yHat, y), X.shape[0]);
      timer.stop();
      i++;
      if (i % every === 0 || i === numBatches)
        animator.add(epoch + i / numBatches, [metric[0] / metric[2], metric[1] / metric[2], null]);
      if (yielding.due()) await yielding.turn();
    }
    examples += metric[2];
    const testAcc = evaluateAccuracy(net, testIter);
    result = { trainLoss: metric[0] / metric[2], trainAcc: metric[1] / metric[2], testAcc };
    animator.add(epoch + 1, [null, null, testAcc]);
    await yielding.turn();
  }
  const { trainLoss, trainAcc, testAcc } = result;
  tell(
    say`loss ${trainLoss.toFixed(3)}, train acc ${trainAcc.toFixed(3)}, test acc ${testAcc.toFixed(3)}; ${(examples / timer.sum()).toFixed(1)} examples/sec on ${device}`,
  );
  return result;
}
