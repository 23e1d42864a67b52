/** Layers, losses and initialisers: PyTorch's `torch.nn`. */
export {
  ELU,
  GELU,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  PReLU,
  ReLU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from "./activations.ts";
export { Dropout } from "./dropout.ts";
export * as functional from "./functional.ts";
export * as init from "./init.ts";
export { LazyLinear } from "./lazyLinear.ts";
export { Flatten, Identity, Linear, type LinearOptions } from "./linear.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  HuberLoss,
  L1Loss,
  Loss,
  MSELoss,
  NLLLoss,
  SmoothL1Loss,
} from "./losses.ts";
export { Module, type Layer, type StateDict, type StateSource } from "./module.ts";
export { BatchNorm1d, LayerNorm, type BatchNormOptions, type LayerNormOptions } from "./normalisation.ts";
export { Parameter } from "./parameter.ts";
export { Sequential } from "./sequential.ts";
export * as utils from "./clipGradients.ts";
