/** The book's helpers for optimisation. */
export { annotate } from "./annotate.ts";
export { getDataCh11, trainCh11, trainConciseCh11, type TrainerFn } from "./ch11.ts";
export { showTrace2d, train2d } from "./trace2d.ts";
