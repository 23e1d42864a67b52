/** What `fit` may be given by name. */
import { bce, bceWithLogits, huber, l1, mse } from "../ops/losses/losses.ts";
import { crossEntropy } from "../ops/losses/crossEntropy.ts";
import { BCEWithLogitsLoss } from "../nn/losses.ts";
import type { Tensor } from "../core/tensor.ts";
import { Adagrad } from "../optim/adagrad.ts";
import { Adam, AdamW } from "../optim/adam.ts";
import { RMSprop } from "../optim/rmsprop.ts";
import { SGD } from "../optim/sgd.ts";
import { say } from "../payload/say.ts";

/** A loss of a prediction and a target, a scalar tensor: a loss module, or a function of one's own. */
export type LossFunction = (prediction: Tensor, target: Tensor) => Tensor;

const losses = { mse, mae: l1, huber, crossEntropy, bce, bceWithLogits } satisfies Record<
  string,
  LossFunction
>;
export type LossName = keyof typeof losses;

/** @throws {Error} for an unknown name */
export function toLoss(loss: LossName | LossFunction): LossFunction {
  if (typeof loss === "function") return loss;
  if (loss in losses) return losses[loss];
  throw new Error(
    say`fit: there is no loss "${loss}"; there are ${Object.keys(losses).join(", ")}, or give a
      function.`,
  );
}

/** Where one column of predictions turns from class 0 to class 1: scores before a sigmoid at 0, probabilities at 0.5. */
export function thresholdOf(loss: LossName | LossFunction): number {
  return loss === "bceWithLogits" || loss instanceof BCEWithLogitsLoss ? 0 : 0.5;
}

/** As much of an optimiser as training needs. */
export interface Trainer {
  readonly paramGroups: { lr: number }[];
  zeroGrad(): void;
  step(): void;
}

const optimizers = {
  sgd: (params: Tensor[]) => new SGD(params, { lr: 0.01 }),
  adam: (params: Tensor[]) => new Adam(params),
  adamw: (params: Tensor[]) => new AdamW(params),
  rmsprop: (params: Tensor[]) => new RMSprop(params),
  adagrad: (params: Tensor[]) => new Adagrad(params),
};
export type OptimizerName = keyof typeof optimizers;

/** @throws {Error} for an unknown name */
export function toTrainer(optimizer: OptimizerName | Trainer, params: () => Tensor[]): Trainer {
  return typeof optimizer === "string" ? byName(optimizer, params()) : optimizer;
}

/** A new optimiser with its defaults. @throws {Error} for an unknown name */
export function byName(optimizer: OptimizerName, params: Tensor[]): SGD | Adam | RMSprop | Adagrad {
  if (optimizer in optimizers) return optimizers[optimizer](params);
  throw new Error(
    say`fit: there is no optimizer "${optimizer}"; there are ${Object.keys(optimizers).join(", ")}.`,
  );
}
