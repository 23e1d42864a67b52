/** Copies: to another dtype, to row-major order, to memory of one's own. */
import { context } from "../context.ts";
import type { DType } from "../ndarray.ts";
import type { Tensor } from "../tensor.ts";
import { zerosLike } from "./create.ts";
import { example } from "./examples.ts";
import { requireTensor, allocateLike, isFloating, type Op, record, recordMany, tracked, wrap } from "./op.ts";

interface CopyParams {
  readonly from: DType;
}

const toOp: Op<CopyParams> = {
  name: "to",
  backward: [(g, node) => to(g, node.params.from)],
};
const cloneOp: Op<CopyParams> = {
  name: "clone",
  backward: [(g) => g],
  examples: () => [
    example(clone, "torch.clone(a)", [[3, 4]]),
    example(clone, "torch.clone(a)", [{ shape: [3, 4], transposed: true }]),
  ],
};

/** What `copy_` records: nothing of what was there before comes through. */
const copyOp: Op<CopyParams> = {
  name: "copy",
  backward: [(g) => zerosLike(g), (g, node) => to(g, node.params.from)],
};

function copied(op: Op<CopyParams>, x: Tensor, dtype: DType): Tensor {
  const out = allocateLike(op.name, x.array, dtype);
  context.backend.copy(x.array, out);
  const y = wrap(out);
  return isFloating(dtype) && tracked(x) ? record(op, y, x, null, { from: x.dtype }) : y;
}

/** `x` itself when it has that dtype already, else a copy. Towards int32 fractions are cut off. */
export function to(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : copied(toOp, x, dtype);
}

/** A copy of `x`, recorded as what `copy_` puts in the place of `former`. */
export function copyOver(former: Tensor, x: Tensor): Tensor {
  const out = allocateLike("copy", x.array, former.dtype);
  context.backend.copy(x.array, out);
  return recordMany(copyOp, wrap(out), [former, x], null, { from: x.dtype });
}

/**
 * A copy in memory of its own; gradients flow through it.
 * @example clone(x)
 */
export function clone(x: Tensor): Tensor {
  requireTensor("clone", x);
  return copied(cloneOp, x, x.dtype);
}

/** `x` itself when its elements lie in row-major order, else a copy that does. */
export function contiguous(x: Tensor): Tensor {
  return x.array.contiguous ? x : clone(x);
}

export const convertOps: readonly Op<CopyParams>[] = [toOp, cloneOp];
