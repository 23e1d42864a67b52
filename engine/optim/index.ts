/** Optimisers and learning-rate schedules: PyTorch's `torch.optim`. */
export { Adagrad, type AdagradOptions } from "./adagrad.ts";
export { Adam, AdamW, type AdamOptions } from "./adam.ts";
export {
  Adadelta,
  NAdam,
  RAdam,
  type AdadeltaOptions,
  type NAdamOptions,
  type RAdamOptions,
} from "./adaptive.ts";
export * as lrScheduler from "./schedulers.ts";
export { Optimizer, type OptimizerStateDict, type ParamGroup, type Params } from "./optimizer.ts";
export { RMSprop, type RMSpropOptions } from "./rmsprop.ts";
export { SparseAdam, type SparseAdamOptions } from "./sparseAdam.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
