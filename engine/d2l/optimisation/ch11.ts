/** The data and trainings of the book's chapter on optimisation. */
import { expect, expectFunction, expectIterable } from "../../core/expect.ts";
import type { Tensor } from "../../core/tensor.ts";
import { DataLoader } from "../../data/dataLoader.ts";
import { TensorDataset } from "../../data/dataset.ts";
import { normal_ } from "../../nn/init.ts";
import { Linear } from "../../nn/linear.ts";
import { MSELoss } from "../../nn/losses.ts";
import { Sequential } from "../../nn/sequential.ts";
import { tensor, zeros } from "../../ops/create/create.ts";
import type { Optimizer } from "../../optim/index.ts";
import { type Phrase, say } from "../../payload/say.ts";
import { normal } from "../../random/tensors.ts";
import { Yielding } from "../../training/loop/yielding.ts";
import { Animator } from "../animator.ts";
import { expectWhole } from "../checks.ts";
import type { CountedBatches } from "../convolution/trainCh6.ts";
import { linreg, squaredLoss } from "../models.ts";
import { bookText } from "../shipped.ts";
import { Timer } from "../timer.ts";
import { tell } from "../told.ts";
import { evaluateLoss, someBatches } from "../train.ts";

const anUpdate: Phrase = "a function of parameters, states and hyperparameters";
const aClass: Phrase = "a class of optimisers, such as optim.SGD";
const columns = 6;

/**
 * Batches of NASA's measurements of the noise of wings, five features (batchSize, 5) and one label (batchSize,), all
 * standardised; and the number of features.
 * @param n how many examples are used; default 1,500, of 1,503
 * @example const [dataIter, featureDim] = d2l.getDataCh11(10);
 */
export function getDataCh11(
  batchSize = 10,
  n = 1500,
): [dataIter: DataLoader<[Tensor, Tensor]>, featureDim: number] {
  expectWhole("getDataCh11", batchSize, n);
  const text = bookText(["airfoil_self_noise.dat"], "airfoil_self_noise.dat.gz");
  const data = tensor(text.trim().split(/\s+/).map(Number)).reshape(-1, columns);
  const mean = data.mean(0);
  // NumPy's deviation is that of the examples, not the estimate for a population.
  const scaled = data
    .sub(mean)
    .div(data.std(0, { unbiased: false }))
    .narrow(0, 0, Math.min(n, data.shape[0]));
  const dataset = new TensorDataset<[Tensor, Tensor]>(
    scaled.narrow(1, 0, columns - 1).contiguous(),
    scaled.get(":", columns - 1).contiguous(),
  );
  return [new DataLoader(dataset, batchSize, { shuffle: true }), columns - 1];
}

/** An optimiser from scratch: changes the parameters, which have gradients, and its states. */
// States and hyperparameters are the optimiser's own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TrainerFn = (params: Tensor[], states: any, hyperparams: any) => void;

/**
 * Trains a linear regression with an optimiser from scratch, drawing the loss every 200 examples.
 * @param states of the optimiser, null for none
 * @param hyperparams such as `{ lr: 0.1 }`
 * @param numEpochs default 2
 * @returns the seconds that had passed at each point drawn, and the losses there
 * @example await d2l.trainCh11(sgd, null, { lr: 0.05 }, dataIter, featureDim);
 */
export async function trainCh11(
  trainerFn: TrainerFn,
  states: unknown,
  hyperparams: Record<string, unknown>,
  dataIter: CountedBatches,
  featureDim: number,
  numEpochs = 2,
): Promise<[seconds: number[], losses: number[]]> {
  expectFunction("trainCh11", anUpdate, trainerFn);
  expectIterable("trainCh11", someBatches, dataIter);
  expectWhole("trainCh11", featureDim, numEpochs);
  const w = normal(0, 0.01, [featureDim, 1], { requiresGrad: true });
  const b = zeros(1, { requiresGrad: true });
  const net = (X: Tensor): Tensor => linreg(X, w, b);
  return trained(
    dataIter,
    numEpochs,
    () => evaluateLoss(net, dataIter, squaredLoss),
    (X, y) => {
      squaredLoss(net(X), y).mean().backward();
      trainerFn([w, b], states, hyperparams);
    },
  );
}

/**
 * Trains a linear regression of five features with one of PyTorch's optimisers, drawing the loss every 200 examples.
 * @param trainerFn the class of the optimiser
 * @param hyperparams its options
 * @param numEpochs default 4
 * @example await d2l.trainConciseCh11(optim.SGD, { lr: 0.05 }, dataIter);
 */
export async function trainConciseCh11<O extends object>(
  trainerFn: new (params: Iterable<Tensor>, options: O) => Pick<Optimizer, "step" | "zeroGrad">,
  hyperparams: O,
  dataIter: CountedBatches,
  numEpochs = 4,
): Promise<[seconds: number[], losses: number[]]> {
  expect(
    "trainConciseCh11",
    aClass,
    trainerFn,
    typeof (Object(trainerFn) as { prototype?: { step?: unknown } }).prototype?.step === "function",
  );
  expectIterable("trainConciseCh11", someBatches, dataIter);
  expectWhole("trainConciseCh11", numEpochs);
  const net = new Sequential(new Linear(5, 1));
  normal_(net[0].weight, 0, 0.01);
  const optimizer = new trainerFn(net.parameters(), hyperparams);
  const loss = new MSELoss({ reduction: "none" });
  return trained(
    dataIter,
    numEpochs,
    () => evaluateLoss(net, dataIter, loss) / 2,
    (X, y) => {
      optimizer.zeroGrad();
      const out = net(X);
      loss(out, y.reshape(out.shape)).mean().backward();
      optimizer.step();
    },
  );
}

/** The loop of both: the clock stands still while the loss is taken. */
async function trained(
  dataIter: CountedBatches,
  numEpochs: number,
  lossNow: () => number,
  step: (X: Tensor, y: Tensor) => void,
): Promise<[number[], number[]]> {
  const animator = new Animator({ xlabel: "epoch", ylabel: "loss", legend: ["loss"], xlim: [0, numEpochs] });
  const [timer, yielding] = [new Timer(), new Yielding()];
  const losses: number[] = [];
  let n = 0;
  for (let epoch = 0; epoch < numEpochs; epoch++)
    for (const [X, y] of dataIter) {
      step(X, y);
      n += X.shape[0];
      if (n % 200 === 0) {
        timer.stop();
        losses.push(lossNow());
        animator.add(n / X.shape[0] / dataIter.length, [losses[losses.length - 1]]);
        timer.start();
      }
      if (yielding.due()) await yielding.turn();
    }
  tell(say`loss: ${(losses.at(-1) ?? NaN).toFixed(3)}, ${timer.avg().toFixed(3)} sec/epoch`);
  return [timer.cumsum(), losses];
}
