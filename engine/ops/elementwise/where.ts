/** Choosing between two tensors element by element. */
import { context } from "../../core/context.ts";
import { broadcastError } from "../../core/errors.ts";
import { broadcastShapes, type Shape } from "../../core/shape.ts";
import { method, Tensor } from "../../core/tensor.ts";
import { promote } from "./promote.ts";
import { to } from "../shape/convert.ts";
import { full } from "../create/create.ts";
import { record2, requireTensor, tracked2 } from "../../core/record.ts";
import { allocate } from "../../core/allocate.ts";
import { isFloating } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { sumTo } from "../reduce/sumTo.ts";

/** The condition is kept. */
interface WhereParams {
  readonly a: Shape;
  readonly b: Shape;
}

const whereOp: Op<WhereParams> = {
  name: "where",
  backward: [
    (g, { saved: [condition], params: { a } }) => sumTo(where(condition, g, 0), a),
    (g, { saved: [condition], params: { b } }) => sumTo(where(condition, 0, g), b),
  ],
};

/**
 * `a` where `condition` holds (is not 0), else `b`; the three broadcast.
 * @throws when the shapes do not broadcast.
 * @example where(gt(x, 0), x, 0)
 */
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  requireTensor("where", condition);
  const mask = to(condition, "bool");
  const x = typeof a === "number" ? beside(a, b) : a;
  const y = typeof b === "number" ? beside(b, a) : b;
  const dtype = promote(x, y);
  const [left, right] = [to(x, dtype), to(y, dtype)];
  const pair = broadcastShapes(left.array.shape, right.array.shape);
  if (!pair) throw broadcastError("where", left.array.shape, right.array.shape);
  const shape = broadcastShapes(mask.array.shape, pair);
  if (!shape) throw broadcastError("where", mask.array.shape, pair);
  const out = allocate("where", dtype, shape);
  context.backend.where(mask.array, left.array, right.array, out);
  const z = new Tensor(out);
  if (!tracked2(left, right)) return z;
  record2(whereOp, z, left, right, [mask], { a: left.array.shape, b: right.array.shape });
  if (context.tracer !== null) context.tracer.refine("where", z, [mask, left, right], null);
  return z;
}

/** A 0-d tensor of `value`, in the dtype that it has beside `other`. */
function beside(value: number, other: Tensor | number): Tensor {
  if (typeof other === "number") return full([], value, { dtype: "float32" });
  if (isFloating(other.dtype)) return full([], value, { dtype: other.dtype });
  return full([], value, { dtype: Number.isInteger(value) ? "int32" : "float32" });
}

/** `x` with `value` where the mask holds. @throws for a fraction among whole numbers, which would be cut off */
export function maskedFill(operation: string, x: Tensor, mask: Tensor, value: number): Tensor {
  requireTensor("maskedFill", x);
  requireTensor("maskedFill", mask);
  if (!Number.isInteger(value) && !isFloating(x.dtype)) {
    throw new TypeError(
      say`${operation}: ${value} does not fit among ${x.dtype} numbers; convert them first: x.to("float32").`,
    );
  }
  return to(where(mask, value, x), x.dtype);
}

declare module "../../core/tensor.ts" {
  interface Tensor {
    /** This where `condition` holds, else `other`; all three broadcast.
     * @example x.where(x.gt(0), 0) */
    where(condition: Tensor, other: Tensor | number): Tensor;
    /** A copy with `value` where the bool tensor `mask`, which broadcasts, holds.
     * @example scores.maskedFill(mask, -Infinity) */
    maskedFill(mask: Tensor, value: number): Tensor;
  }
}
method("where", function (condition, other) {
  return where(condition, this, other);
});
method("maskedFill", function (mask, value) {
  return maskedFill("maskedFill", this, mask, value);
});
