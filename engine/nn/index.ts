/** Layers, losses and initialisers: PyTorch's `torch.nn`. */
export {
  ELU,
  GELU,
  Hardtanh,
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
export {
  MultiheadAttention,
  type MultiheadAttentionOptions,
  type MultiheadCall,
} from "./attention/multihead.ts";
export {
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
  type DecoderMasks,
  type EncoderMasks,
  type TransformerLayerOptions,
} from "./attention/transformer.ts";
export { ModuleDict, ModuleList } from "./containers.ts";
export { Dropout, Dropout2d } from "./dropout.ts";
export { Embedding, EmbeddingBag, type EmbeddingBagOptions, type EmbeddingOptions } from "./embedding.ts";
export * as functional from "./functional.ts";
export * as init from "./init.ts";
export {
  Conv1d,
  Conv2d,
  ConvTranspose1d,
  ConvTranspose2d,
  LazyConv2d,
  type ConvLayerOptions,
  type ConvTransposeLayerOptions,
  type PaddingMode,
} from "./images/conv.ts";
export { ConstantPad2d, ReflectionPad2d, ReplicationPad2d, type Sides, ZeroPad2d } from "./images/padding.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  AvgPool2d,
  Fold,
  MaxPool1d,
  MaxPool2d,
  Unfold,
} from "./images/pooling.ts";
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
export {
  Module,
  type ForwardHook,
  type ForwardPreHook,
  type HookHandle,
  type Layer,
  type StateDict,
  type StateSource,
} from "./module.ts";
export {
  BatchNorm1d,
  BatchNorm2d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  LayerNorm,
  type BatchNormOptions,
  type GroupNormOptions,
  type LayerNormOptions,
} from "./normalisation.ts";
export { Parameter } from "./parameter.ts";
export { GRUCell, LSTMCell, RNNCell, type CellOptions, type RNNCellOptions } from "./recurrent/cells.ts";
export { GRU, LSTM, RNN, type RecurrentOptions, type RNNOptions } from "./recurrent/recurrent.ts";
export { Sequential } from "./sequential.ts";
export * as utils from "./utils.ts";
