/** In which dtype two tensors meet. */
import type { DType } from "../../core/ndarray.ts";
import type { Tensor } from "../../core/tensor.ts";

const rank: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 3 };

/**
 * The dtype in which two tensors meet, by PyTorch's rule: the higher of bool < int32 < float32 < float64,
 * where a 0-d tensor counts only if it is of a higher category (bool, integer, floating).
 */
export function promote(a: Tensor, b: Tensor): DType {
  if (a.dtype === b.dtype) return a.dtype;
  const category = (x: Tensor): number => Math.min(rank[x.dtype], 2);
  if (a.array.shape.length !== 0 && b.array.shape.length === 0 && category(a) >= category(b)) return a.dtype;
  if (b.array.shape.length !== 0 && a.array.shape.length === 0 && category(b) >= category(a)) return b.dtype;
  return rank[a.dtype] > rank[b.dtype] ? a.dtype : b.dtype;
}
