/** What a model does: by class, by threshold, by example. */
export { calibration, type Calibration, type CalibrationOptions } from "./calibration.ts";
export type { ClassOptions } from "./classes.ts";
export {
  classificationReport,
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
} from "./classificationReport.ts";
export { confusionMatrix, type ConfusionMatrix, type ConfusionMatrixOptions } from "./confusionMatrix.ts";
export { findLearningRate, type FindLearningRateOptions, type LearningRates } from "./findLearningRate.ts";
export { learningCurve, type LearningCurve, type LearningCurveOptions } from "./learningCurve.ts";
export type { Actual, Numbers, Predicted } from "./outcomes.ts";
export { precisionRecall, type PrecisionRecall, type PrecisionRecallOfClass } from "./precisionRecall.ts";
export { residuals, type Residuals, type ResidualsOptions } from "./residuals.ts";
export { rocCurve, type RankingOptions, type RocCurve, type RocOfClass } from "./rocCurve.ts";
export type { Shown } from "./shown.ts";
export {
  worstExamples,
  type WorstExample,
  type WorstExamples,
  type WorstExamplesOptions,
} from "./worstExamples.ts";
