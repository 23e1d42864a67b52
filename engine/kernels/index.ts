/** The kernels' only door: what the engine finds in the exports of kernels.wasm. */
export * from "./compare";
export { classLossF32, classLossF64, classLossGradF32, classLossGradF64 } from "./folds/classes";
export * from "./factors";
export * from "./folds/extremes";
export * from "./folds/products";
export * from "./folds/running";
export * from "./folds/softmax";
export * from "./folds/softmaxColumns";
export { crossEntropyF64, crossEntropyGradF64 } from "./folds/softmaxDouble";
export * from "./folds/sums";
export * from "./folds/truth";
export * from "./gemm";
export * from "./matrixVector";
export * from "./moving/convert";
export * from "./moving/copy";
export * from "./moving/fill";
export * from "./moving/find";
export * from "./moving/order";
export * from "./moving/ramp";
export * from "./moving/rows";
export { batchGradF32, batchGradF64, normaliseBatchF32, normaliseBatchF64 } from "./norms/batch";
export {
  groupsGradF32, groupsGradF64, joinPartsF32, joinPartsF64, normaliseGroupsF32, normaliseGroupsF64,
} from "./norms/groups";
export * from "./optimiser";
export {
  randomChoice, randomChoice64, randomExponential64, randomIntegers, randomIntegersFloat, randomPermutation,
  randomUniform, randomUniform64,
} from "./random/fills";
export { randomNormal, randomNormal64 } from "./random/normal";
export * from "./pointwise/binary";
export * from "./pointwise/losses";
export * from "./pointwise/unary";
export * from "./sequences/attention";
export * from "./sequences/gru";
export * from "./sequences/lstm";
export { packedBytes, packMatrix } from "./sequences/packed";
export { setTileWidth } from "./tileWidth";
export { foldF32, foldF64, unfoldF32, unfoldF64 } from "./windows/columns";
export * from "./windows/convolve";
export * from "./windows/pools";

/** First address that the kernels do not use themselves. */
export function heapBase(): usize {
  return __heap_base;
}
