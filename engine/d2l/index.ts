/** The helpers of *Dive into Deep Learning* (the Chinese edition's), so that its chapters run as written. */
export { Accumulator } from "./accumulator.ts";
export { Animator, type AnimatorOptions } from "./animator.ts";
export { dataIter, loadArray, syntheticData } from "./data.ts";
export {
  DATA_HUB,
  DATA_URL,
  download,
  downloadAll,
  downloadExtract,
  type DownloadOptions,
} from "./download.ts";
export {
  arithmetic,
  gamma,
  getDataloaderWorkers,
  id,
  load,
  save,
  tryAllGpus,
  tryGpu,
  type Saved,
} from "./python.ts";
export * from "./attention/index.ts";
export * from "./convolution/index.ts";
export * from "./optimisation/index.ts";
export * from "./recurrent/index.ts";
export * from "./text/index.ts";
export { loadDataFashionMnist, type FashionMnistOptions } from "./fashionMnist.ts";
export { getFashionMnistLabels, predictCh3 } from "./images.ts";
export { linreg, sgd, squaredLoss } from "./models.ts";
export { Timer } from "./timer.ts";
export {
  accuracy,
  evaluateAccuracy,
  evaluateLoss,
  trainCh3,
  trainEpochCh3,
  type Batches,
  type Criterion,
  type Net,
  type Updater,
} from "./train.ts";
export { type HeatmapOptions, showHeatmaps } from "../figures/heatmaps.ts";
export { showImages } from "../figures/images.ts";
export { plot } from "../figures/plot.ts";
