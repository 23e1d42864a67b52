/** Copies: to another dtype, to row-major order, to memory of one's own. */
import { context } from "../../core/context.ts";
import { type DType, isFloating } from "../../core/ndarray.ts";
import { type DTypeName, dtypeWanted } from "../../core/dtypes.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { zerosLike } from "../create/create.ts";
import { record, recordMany, requireTensor, tracked } from "../../core/record.ts";
import { allocateLike } from "../../core/allocate.ts";
import type { Op } from "../../core/node.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./convert.ts"), "clone" | "contiguous"> {
    /** This in another dtype; itself when it has that already. Floating dtypes pass gradients on.
     * @example x.to("float64")
     * @example x.to(torch.float32) */
    to(dtype: DTypeName | { dtype: DTypeName }): Tensor;
    /** This in another dtype; its dtype when called with none.
     * @example x.type("float32")
     * @example x.type() // "float32" */
    type(): DType;
    type(dtype: DTypeName): Tensor;
    /** As float32.
     * @example x.gt(0.5).float() */
    float(): Tensor;
    /** As float64.
     * @example x.double() */
    double(): Tensor;
    /** As int32; fractions are cut off.
     * @example x.int() */
    int(): Tensor;
    /** As int32, which is what class indices are here.
     * @example labels.long() */
    long(): Tensor;
    /** As bool: true where other than 0.
     * @example x.bool() */
    bool(): Tensor;
  }
}

interface CopyParams {
  readonly from: DType;
}

const toOp: Op<CopyParams> = {
  name: "to",
  node: "ToCopyBackward0",
  backward: [(g, node) => to(g, node.params.from)],
};
const cloneOp: Op<CopyParams> = {
  name: "clone",
  backward: [(g) => g],
};

/** What `copy_` records: nothing of what was there before comes through. */
const copyOp: Op<CopyParams> = {
  name: "copy",
  node: "CopyBackwards",
  backward: [(g) => zerosLike(g), (g, node) => to(g, node.params.from)],
};

function copied(op: Op<CopyParams>, x: Tensor, dtype: DType): Tensor {
  const out = allocateLike(op.name, x.array, dtype);
  context.backend.copy(x.array, out);
  const y = new Tensor(out);
  if (isFloating(dtype) && tracked(x)) return record(op, y, x, null, { from: x.dtype });
  if (context.tracer !== null) context.tracer.step(op.name, y, [x], { from: x.dtype });
  return y;
}

/** `x` itself when it has that dtype already, else a copy. Towards int32 fractions are cut off. */
export function to(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : copied(toOp, x, dtype);
}

/** A copy of `x`, recorded as what `copy_` puts in the place of `former`. */
export function copyOver(former: Tensor, x: Tensor): Tensor {
  const out = allocateLike("copy", x.array, former.dtype);
  context.backend.copy(x.array, out);
  return recordMany(copyOp, new Tensor(out), [former, x], null, { from: x.dtype });
}

/** A copy in memory of its own; gradients flow through it.
 * @example const before = w.clone(); */
export function clone(x: Tensor): Tensor {
  requireTensor("clone", x);
  return copied(cloneOp, x, x.dtype);
}

/** `x` itself when its elements lie in row-major order, else a copy that does.
 * @example x.T.contiguous() */
export function contiguous(x: Tensor): Tensor {
  return x.array.contiguous ? x : clone(x);
}

methods({ clone, contiguous });
method("to", function (dtype) {
  return to(this, dtypeWanted("to", dtype));
});
methods({
  type: (x, dtype?: DTypeName) => (dtype === undefined ? x.dtype : to(x, dtypeWanted("type", dtype))),
  float: (x) => to(x, "float32"),
  double: (x) => to(x, "float64"),
  int: (x) => to(x, "int32"),
  long: (x) => to(x, "int32"),
  bool: (x) => to(x, "bool"),
});
