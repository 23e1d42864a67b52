/**
 * The engine's only public door: what cells import as `gradbook`.
 * @example import * as torch from "gradbook";
 * @example import { nn, optim, plot, tensor } from "gradbook";
 */
export { Tensor } from "./tensor.ts";
export type { IndexText, Slice } from "./ops/indexText.ts";
export type { Index } from "./ops/indexing.ts";
export type { DType, MemoryKind, TypedArray } from "./ndarray.ts";
export type { Shape, Size } from "./shape.ts";
export type { BackwardFrom, BackwardOptions, GradOptions } from "./autograd.ts";
export type { GradientHook, Node } from "./ops/op.ts";
export type { NestedArray, SizeArguments, Sized, TensorData, TensorOptions } from "./ops/create.ts";
export type {
  Axes,
  Dim,
  DimOptions,
  Keepdim,
  KeepdimOptions,
  ReduceOneOptions,
  ReduceOptions,
} from "./ops/axes.ts";
export type { ValuesAndIndices } from "./ops/extremes.ts";
export type { NormOptions, VarOptions } from "./ops/statistics.ts";
export type { ClampOptions } from "./ops/unary.ts";
export { OutOfMemoryError } from "./errors.ts";
export { bool, double, float, float32, float64, int, int32, int64, long, type DTypeName } from "./dtypes.ts";

// Gradients and memory
export { grad } from "./autograd.ts";
export * as autograd from "./autogradNames.ts";
export { memory } from "./context.ts";
export { enableGrad, isGradEnabled, noGrad } from "./gradMode.ts";

// Creation
export {
  empty,
  eye,
  fromArray,
  full,
  fullLike,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from "./ops/create.ts";
export { arange, linspace } from "./ops/ranges.ts";
export { clone } from "./ops/convert.ts";

// Arithmetic, comparisons and functions, element by element
export { add, div, floorDivide, maximum, minimum, mul, pow, remainder, rsub, sub } from "./ops/binary.ts";
export {
  allclose,
  eq,
  equal,
  ge,
  gt,
  isclose,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  lt,
  ne,
  type Closeness,
} from "./ops/compare.ts";
export { where } from "./ops/where.ts";
export {
  abs,
  ceil,
  clamp,
  cos,
  erf,
  exp,
  expm1,
  floor,
  log,
  log10,
  log1p,
  log2,
  neg,
  reciprocal,
  round,
  rsqrt,
  sign,
  sin,
  sqrt,
  square,
  tan,
  trunc,
} from "./ops/unary.ts";
export {
  elu,
  gelu,
  leakyRelu,
  logSigmoid,
  prelu,
  relu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from "./ops/activations.ts";

// Reductions
export { all, any, logsumexp, mean, prod, sum } from "./ops/reduce.ts";
export { amax, amin, argmax, argmin, max, min } from "./ops/extremes.ts";
export { norm, std } from "./ops/statistics.ts";
export { cumsum } from "./ops/cumsum.ts";
export { variance as var } from "./ops/statistics.ts";

// Linear algebra
export { bmm, dot, matmul, mm, mv, outer } from "./ops/matmul.ts";

// Shape
export { expand, flatten, narrow, permute, reshape, squeeze, transpose, unsqueeze } from "./ops/views.ts";
export { cat, chunk, repeat, split, stack, unbind } from "./ops/join.ts";

// Indexing
export { slice } from "./ops/indexText.ts";
export { gather, indexSelect, nonzero, oneHot, scatter, scatterAdd } from "./ops/gather.ts";

// Softmax and losses
export { logSoftmax, softmax } from "./ops/softmax.ts";
export type { LossOptions, Reduction } from "./ops/losses.ts";
export type { ClassLossOptions } from "./ops/crossEntropy.ts";

// Random numbers
export { Generator, manualSeed, type GeneratorState } from "./random/generator.ts";
export {
  bernoulli,
  multinomial,
  normal,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  type RandomOptions,
} from "./random/tensors.ts";
export * as distributions from "./random/distributions.ts";

// Layers, losses, initialisers
export * as nn from "./nn/index.ts";

// Optimisers
export * as optim from "./optim/index.ts";

// Data
export * as data from "./data/index.ts";

// Figures
export { plot, type PlotOptions } from "./figures/plot.ts";
export { diagram, diagramPicture, type DiagramOptions } from "./figures/diagram.ts";
export { affine, affinePicture, type AffineOptions } from "./figures/affine.ts";
export { graph, graphPicture, type GraphOptions } from "./figures/graph.ts";
export {
  boundaryPicture,
  decisionBoundary,
  type DecisionBoundaryOptions,
} from "./figures/decisionBoundary.ts";
export type { LivePicture } from "./figures/livePicture.ts";
export { regressionFit, regressionPicture, type RegressionFitOptions } from "./figures/regressionFit.ts";
export type {
  GraphLink,
  GraphNode,
  GraphPicture,
  GraphRead,
  GraphStep,
  GraphTerm,
  ShownValue,
} from "./payload/graphPicture.ts";
export type {
  ActivationPicture,
  AffinePicture,
  BoundaryExamples,
  BoundaryPicture,
  DiagramColumn,
  DiagramLink,
  DiagramPicture,
  ExampleSet,
  Picture,
  ReceivedValues,
  RegressionPicture,
  SummaryRow,
} from "./payload/pictures.ts";
export {
  activationPicture,
  plotActivation,
  type ActivationName,
  type PlotActivationOptions,
} from "./figures/plotActivation.ts";
export type { Plottable } from "./figures/values.ts";

// Training
export { diagnose, type Diagnosis } from "./training/diagnose.ts";
export type { Evidence, Verdict } from "./curves/diagnose.ts";
export type { StoppingRule } from "./payload/curves.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./training/earlyStopping.ts";
export {
  estimateMemory,
  type EstimateOptions,
  type MemoryEstimate,
  type MemoryNeed,
} from "./training/estimateMemory.ts";
export { evaluate, predict, type EvaluateOptions } from "./training/evaluate.ts";
export { fit, type FitOptions } from "./training/fit.ts";
export { History, historyOf, type Ended, type EndReason } from "./training/history.ts";
export { liveChart, type LiveChart, type LiveChartOptions } from "./training/liveChart.ts";
export {
  LearningRateScheduler,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from "./training/learningRate.ts";
export { memoryReport, type MemoryReport, type MemoryReportOptions } from "./training/memoryReport.ts";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./training/modelCheckpoint.ts";
export { TerminateOnNaN } from "./training/terminateOnNaN.ts";
export type { Callback, Logs, Training } from "./training/callback.ts";
export type { Metric, MetricFunction, MetricInput, MetricName } from "./training/metrics.ts";
export type { TrainData } from "./training/trainData.ts";

// The book's helpers
export * as pandas from "./pandas/index.ts";
export * as vision from "./vision/index.ts";
export * as d2l from "./d2l/index.ts";

// For the program around the engine
export { forgetCalls } from "./callsUnderWay.ts";
export { explainMissingGradient } from "./missingGradient.ts";
export { InterruptedError, setHost, type Host, type PicturePort } from "./host.ts";
export type { Figure } from "./payload/figure.ts";
