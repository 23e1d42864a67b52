/** The kernels' only door: what the engine finds in the exports of kernels.wasm. */
export * from "./activationGrad";
export * from "./binary";
export * from "./compare";
export * from "./copy";
export * from "./gemm";
export * from "./optimiser";
export * from "./pairLoss";
export * from "./reduce";
export * from "./softmax";
export * from "./unary";

/** First address that the kernels do not use themselves. */
export function heapBase(): usize {
  return __heap_base;
}
