/**
 * The engine's only public door: what cells import as `gradbook`.
 * @example import * as torch from "gradbook";
 * @example import { nn, optim, plot, tensor } from "gradbook";
 */
export { Tensor } from "./core/tensor.ts";
export type { DType, MemoryKind, NestedArray, TypedArray } from "./core/ndarray.ts";
export type { Shape, Size } from "./core/shape.ts";
export type { BackwardFrom, BackwardOptions, GradOptions } from "./autograd/backward.ts";
export type { GradientHook, Node } from "./core/node.ts";
export type {
  Axes,
  Dim,
  DimOptions,
  Keepdim,
  KeepdimOptions,
  ReduceOneOptions,
  ReduceOptions,
} from "./core/axes.ts";
export { OutOfMemoryError } from "./core/errors.ts";
export {
  bool,
  double,
  float,
  float32,
  float64,
  int,
  int32,
  int64,
  long,
  type DTypeName,
} from "./core/dtypes.ts";

// Gradients and memory
export { grad } from "./autograd/backward.ts";
export * as autograd from "./autograd/index.ts";
export { memory } from "./core/context.ts";
export { enableGrad, isGradEnabled, noGrad } from "./core/gradMode.ts";

// Operations
export * from "./ops/index.ts";
export * as linalg from "./ops/linalg/linalg.ts";

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
export {
  bar,
  boxplot,
  errorBand,
  heatmap,
  hist,
  imshow,
  scatterPlot,
  subplots,
  type SubplotsOptions,
} from "./figures/axes/plots.ts";
export type {
  PlotAxes,
  BarOptions,
  BoxplotOptions,
  ErrorBandOptions,
  HeatmapOptions,
  HistOptions,
  LinesOptions,
  ScatterOptions,
} from "./figures/axes/axes.ts";
export type { AxesOptions } from "./figures/axes/options.ts";
export type { BinOptions } from "./figures/axes/bars.ts";
export { showImages, type ShowImagesOptions } from "./figures/showImages.ts";
export type {
  AxesMark,
  AxesPanel,
  AxesPicture,
  BarsMark,
  Box,
  BoxesMark,
  CellsMark,
  ImageMark,
  LineMark,
  PointsMark,
} from "./payload/axesPicture.ts";
export { diagram, diagramPicture, type DiagramOptions } from "./figures/diagram.ts";
export { affine, affinePicture, type AffineOptions } from "./figures/affine.ts";
export { graph, graphPicture, type GraphOptions } from "./figures/graph.ts";
export {
  boundaryPicture,
  decisionBoundary,
  type DecisionBoundaryOptions,
} from "./figures/decisionBoundary.ts";
export { heatmaps, heatmapsPicture, type HeatmapsOptions } from "./figures/maps/heatmaps.ts";
export { featureMaps, featureMapsPicture, type FeatureMapsOptions } from "./figures/maps/featureMaps.ts";
export { kernels, kernelsPicture, type KernelsOptions } from "./figures/maps/kernels.ts";
export { unrolled, unrolledPicture, type UnrolledOptions } from "./figures/networks/unrolled.ts";
export {
  receptiveField,
  receptiveFieldPicture,
  type ReceptiveFieldOptions,
} from "./figures/networks/receptiveField.ts";
export {
  gradientsThroughTime,
  gradientsThroughTimePicture,
  type GradientsThroughTimeOptions,
} from "./figures/networks/gradientsThroughTime.ts";
export type {
  BlockFact,
  DiagramBlock,
  GradientsPicture,
  ReceptiveLayer,
  ReceptivePicture,
  RecurrencePicture,
} from "./payload/networkPictures.ts";
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
  HeatMap,
  MapGroup,
  MapsPicture,
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

// Controls
export * as input from "./controls/index.ts";

// Training
export { diagnose, type Diagnosis } from "./training/diagnose.ts";
export type { Evidence, Verdict } from "./curves/diagnose.ts";
export type { StoppingRule } from "./payload/curves.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./training/callbacks/earlyStopping.ts";
export {
  estimateMemory,
  type EstimateOptions,
  type MemoryEstimate,
  type MemoryNeed,
} from "./training/memory/estimateMemory.ts";
export { evaluate, predict, type EvaluateOptions } from "./training/evaluate.ts";
export * from "./evaluation/index.ts";
export { compareRuns, type CompareRunsOptions, type RunComparison } from "./runs/compareRuns.ts";
export type { RunResult, RunsPicture, RunSummary, Setting } from "./payload/runs/runs.ts";
export { fit, type FitOptions } from "./training/fit.ts";
export { History, historyOf, type Ended, type EndReason } from "./training/history.ts";
export { liveChart, type LiveChart, type LiveChartOptions } from "./training/progress/liveChart.ts";
export {
  LearningRateScheduler,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from "./training/callbacks/learningRate.ts";
export { memoryReport, type MemoryReport, type MemoryReportOptions } from "./training/memory/memoryReport.ts";
export { GradientNorms, type GradientNormsOptions } from "./training/callbacks/gradientNorms.ts";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./training/callbacks/modelCheckpoint.ts";
export { TerminateOnNaN } from "./training/callbacks/terminateOnNaN.ts";
export type { Callback, CallbackState, Logs, Training } from "./training/callbacks/callback.ts";
export type { Metric, MetricFunction, MetricInput, MetricName } from "./training/metrics/metrics.ts";
export type { TrainData } from "./training/loop/trainData.ts";

// Beyond one machine
export { Checkpoint, type CheckpointOptions } from "./training/callbacks/checkpoint.ts";
export { load, save, type Loaded, type LoadOptions, type SaveParts } from "./training/checkpoint/saveLoad.ts";
export type { CheckpointParts, Stateful } from "./training/checkpoint/parts.ts";
export { loadHistory, watchHistory, type WatchHistoryOptions } from "./training/log/watchHistory.ts";
export { exportOnnx, type ExportOnnxOptions } from "./onnx/write/exportOnnx.ts";
export { importOnnx, type ImportedModule } from "./onnx/read/importOnnx.ts";
export { exportPyTorch, type ExportPyTorchOptions } from "./export/pytorch/exportPyTorch.ts";

// The book's helpers
export * as pandas from "./pandas/index.ts";
export * as vision from "./vision/index.ts";
export * as d2l from "./d2l/index.ts";

// For the program around the engine
export { describeTraining } from "./training/record.ts";
export { forgetCalls } from "./core/callsUnderWay.ts";
export { explainMissingGradient } from "./core/missingGradient.ts";
export { InterruptedError, setHost, type Host, type PicturePort } from "./core/host.ts";
export type { Figure } from "./payload/figure.ts";
