/** The operations that `gradbook` exports; importing them makes them methods of all tensors, too. */
import "./index/methods.ts";
import "./inPlace/methods.ts";

export * from "./elementwise/activations.ts";
export * from "./elementwise/binary.ts";
export * from "./elementwise/compare.ts";
export * from "./elementwise/isclose.ts";
export * from "./elementwise/trigonometry.ts";
export * from "./elementwise/unary.ts";
export { where } from "./elementwise/where.ts";

export * from "./reduce/cumsum.ts";
export { amax, amin, argmax, argmin, max, min, type ValuesAndIndices } from "./reduce/extremes.ts";
export * from "./reduce/reduce.ts";
export { logSoftmax, softmax } from "./reduce/softmax.ts";
export { norm, type NormOptions, std, variance as var, type VarOptions } from "./reduce/statistics.ts";

export { addmm, baddbmm, type AddedOptions } from "./products/added.ts";
export { einsum } from "./products/einsum.ts";
export { bmm, dot, matmul, mm, mv, outer } from "./products/matmul.ts";

export {
  empty,
  eye,
  fromArray,
  full,
  fullLike,
  ones,
  onesLike,
  type SizeArguments,
  type Sized,
  tensor,
  type TensorData,
  type TensorOptions,
  zeros,
  zerosLike,
} from "./create/create.ts";
export { arange, linspace } from "./create/ranges.ts";

export { clone } from "./shape/convert.ts";
export { cat, chunk, repeat, split, stack, unbind } from "./shape/join.ts";
export {
  diag,
  diagonal,
  flip,
  meshgrid,
  repeatInterleave,
  roll,
  tile,
  trace,
  tril,
  triu,
} from "./shape/rearrange.ts";
export { expand, flatten, narrow, permute, reshape, squeeze, transpose, unsqueeze } from "./shape/views.ts";

export { bincount, histc, type HistcOptions } from "./order/counts.ts";
export {
  argsort,
  searchsorted,
  sort,
  topk,
  unique,
  type SortOptions,
  type TopkOptions,
  type UniqueOptions,
} from "./order/sort.ts";

export { det, inv as inverse } from "./linalg/linalg.ts";

export { gather, indexAdd, indexSelect, nonzero, oneHot, scatter, scatterAdd } from "./index/gather.ts";
export type { Index } from "./index/indexing.ts";
export { type IndexText, type Slice, slice } from "./index/indexText.ts";

export type { ClassLossOptions } from "./losses/crossEntropy.ts";
export type { LossOptions, Reduction } from "./losses/losses.ts";
