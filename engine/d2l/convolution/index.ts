/** The book's helpers for convolutional networks. */
export { corr2d } from "./corr2d.ts";
export { Residual } from "./residual.ts";
export { evaluateAccuracyGpu, trainCh6, type CountedBatches } from "./trainCh6.ts";
