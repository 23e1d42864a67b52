/** Choosing between two tensors element by element. */
import { context } from "../context.ts";
import { broadcastError } from "../errors.ts";
import { broadcastShapes, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { promote } from "./pairwise.ts";
import { gt } from "./compare.ts";
import { to } from "./convert.ts";
import { full } from "./create.ts";
import { example, specials } from "./examples.ts";
import { requireTensor, allocate, isFloating, type Op, record2, tracked2, wrap } from "./op.ts";
import { sumTo } from "./reduce.ts";

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
  examples: () => [
    example((a, b) => where(gt(a, 0), a, b), "torch.where(a > 0, a, b)", [[3, 4], [4]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[4, 1], [17]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[0], [0]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[], specials], { smooth: false }),
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
  const z = wrap(out);
  if (!tracked2(left, right)) return z;
  return record2(whereOp, z, left, right, [mask], { a: left.array.shape, b: right.array.shape });
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
      `${operation}: ${value} does not fit among ${x.dtype} numbers; convert them first: x.to("float32").`,
    );
  }
  return to(where(mask, value, x), x.dtype);
}

export const whereOps: readonly Op<WhereParams>[] = [whereOp];
