/** Functions of two tensors, element by element, broadcasting; either may be a number. Each with its slopes. */
import { context } from "../../core/context.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { type DType, isFloating } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { checkOptions } from "../../core/options.ts";
import { recordMany, requireTensor } from "../../core/record.ts";
import type { Shape } from "../../core/shape.ts";
import { method, type Methods, type Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { zeros, zerosLike } from "../create/create.ts";
import { to } from "../shape/convert.ts";
import { applyBinary, binary, defineBinary } from "./applyBinary.ts";
import { promote } from "./promote.ts";
import { where } from "./where.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./binary.ts")> {}
}

const addOp = defineBinary("add", {
  byA: ["", (g) => g],
  byB: ["", (g) => g],
  scalar: ["", (g) => g],
  reversed: ["", (g) => g],
});

/** a + alpha·b, element by element, broadcasting; `alpha` is 1 when left out.
 * @throws when the shapes do not broadcast.
 * @example x.add(1)
 * @example x.add(y, { alpha: 0.1 }) */
export function add(a: Tensor | number, b: Tensor | number, options?: { alpha?: number }): Tensor {
  if (options !== undefined) checkOptions("add", options, { alpha: 1 });
  return applyBinary(addOp, a, scaled("add", a, b, options?.alpha));
}

const subOp = defineBinary("sub", {
  byA: ["", (g) => g],
  byB: ["", (g) => g.neg()],
  scalar: ["", (g) => g],
  reversed: ["", (g) => g.neg()],
});

/** a − alpha·b, element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example x.sub(x.mean(0)) */
export function sub(a: Tensor | number, b: Tensor | number, options?: { alpha?: number }): Tensor {
  if (options !== undefined) checkOptions("sub", options, { alpha: 1 });
  return applyBinary(subOp, a, scaled("sub", a, b, options?.alpha));
}

/** alpha·b, in the dtype of the sum with a. @throws for whole numbers and an alpha that is none */
function scaled(
  operation: string,
  a: Tensor | number,
  b: Tensor | number,
  alpha: number | undefined,
): Tensor | number {
  if (alpha === undefined || alpha === 1) return b;
  if (typeof b === "number") return b * alpha;
  const dtype = typeof a === "number" ? b.dtype : promote(a, b);
  if (!Number.isInteger(alpha) && !isFloating(dtype)) {
    throw new TypeError(
      say`${operation}: alpha is ${alpha}, but whole numbers are multiplied by whole ones. Convert them:
        x.to("float32").`,
    );
  }
  return to(mul(to(b, dtype), alpha), dtype);
}

/** b − a, element by element, broadcasting.
 * @example x.rsub(1) // 1 − x */
export function rsub(a: Tensor, b: Tensor | number): Tensor {
  requireTensor("rsub", a);
  return applyBinary(subOp, b, a);
}

/** a·b, element by element, broadcasting. For matrices see `matmul`.
 * @throws when the shapes do not broadcast.
 * @example x.mul(2)
 * @example a.mul(b) */
export const mul = binary("mul", {
  byA: ["b", (g, _a, b) => g.mul(b)],
  byB: ["a", (g, a) => g.mul(a)],
  scalar: ["", (g, value) => g.mul(value)],
  reversed: ["", (g, value) => g.mul(value)],
});

const divOp = defineBinary("div", {
  byA: ["b", (g, _a, b) => g.div(b)],
  byB: ["ab", (g, a, b) => g.mul(a.div(b).div(b)).neg()],
  scalar: ["", (g, value) => g.div(value)],
  reversed: ["a", (g, value, a) => g.mul(-value).mul(div(1, a).div(a))],
});

/** The slope of steps is 0, where the quotient is NaN as well. */
const truncDivideOp: Op<readonly { readonly shape: Shape; readonly dtype: DType }[]> = {
  name: "div",
  backward: [0, 1].map(
    (i) =>
      (_, { params }) =>
        zeros(params[i].shape, { dtype: params[i].dtype }),
  ),
};

/** a / b, element by element, broadcasting; integers give float32. With `roundingMode`, the quotient rounded
 * down (`"floor"`) or towards zero (`"trunc"`).
 * @throws when the shapes do not broadcast.
 * @example x.div(x.sum(1, true))
 * @example x.div(2, { roundingMode: "floor" }) */
export function div(
  a: Tensor | number,
  b: Tensor | number,
  options?: { roundingMode?: "floor" | "trunc" },
): Tensor {
  if (options !== undefined) checkOptions("div", options, { roundingMode: 1 });
  if (options?.roundingMode === "floor") return floorDivide(a, b);
  if (options?.roundingMode !== "trunc") return applyBinary(divOp, a, b);
  const quotient = withGradMode(false, () => truncated(a, b));
  const operands = [a, b].filter((x) => typeof x !== "number");
  if (!context.gradEnabled || !operands.some((x) => x.requiresGrad)) return quotient;
  return recordMany(
    truncDivideOp,
    quotient,
    operands,
    null,
    operands.map(({ array: { shape, dtype } }) => ({ shape, dtype })),
  );
}

const isWhole = (x: Tensor | number): boolean =>
  typeof x === "number" ? Number.isInteger(x) : !isFloating(x.dtype);

/** a / b without its fraction; whole numbers stay whole, and float64 keeps them exact on the way. */
function truncated(a: Tensor | number, b: Tensor | number): Tensor {
  if (!isWhole(a) || !isWhole(b)) return applyBinary(divOp, a, b).trunc();
  const wide = (x: Tensor | number): Tensor | number => (typeof x === "number" ? x : to(x, "float64"));
  return to(applyBinary(divOp, wide(a), wide(b)).trunc(), "int32");
}

/** a to the power b, element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example x.pow(2) */
export const pow = binary("pow", {
  byA: ["ab", (g, a, b) => where(b.eq(0), 0, g.mul(b.mul(a.pow(b.sub(1)))))],
  byB: ["aby", (g, a, b, y) => where(a.eq(0).logicalAnd(b.ge(0)), 0, g.mul(y.mul(a.log())))],
  scalar: ["a", (g, value, a) => powSlope(g, value, a)],
  reversed: [
    "ay",
    (g, value, a, y) => {
      const slope = g.mul(y.mul(Math.log(value)));
      return value === 0 ? where(a.ge(0), 0, slope) : slope;
    },
  ],
});

function powSlope(g: Tensor, value: number, a: Tensor): Tensor {
  if (value === 0) return zerosLike(g);
  return g.mul((value === 2 ? a : a.pow(value - 1)).mul(value));
}

/** The gradient of the loser is 0, where both are equal each gets half; beside NaN both get all, as in PyTorch. */
const unlessLost = (g: Tensor, lost: Tensor, equal: Tensor): Tensor =>
  where(lost, 0, where(equal, g.mul(0.5), g));

/** The larger of a and b, element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example x.maximum(0) */
export const maximum = binary("maximum", {
  byA: ["ab", (g, a, b) => unlessLost(g, a.lt(b), a.eq(b))],
  byB: ["ab", (g, a, b) => unlessLost(g, a.gt(b), a.eq(b))],
  scalar: ["a", (g, value, a) => unlessLost(g, a.lt(value), a.eq(value))],
  reversed: ["a", (g, value, a) => unlessLost(g, a.lt(value), a.eq(value))],
});

/** The smaller of a and b, element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example x.minimum(y) */
export const minimum = binary("minimum", {
  byA: ["ab", (g, a, b) => unlessLost(g, a.gt(b), a.eq(b))],
  byB: ["ab", (g, a, b) => unlessLost(g, a.lt(b), a.eq(b))],
  scalar: ["a", (g, value, a) => unlessLost(g, a.gt(value), a.eq(value))],
  reversed: ["a", (g, value, a) => unlessLost(g, a.gt(value), a.eq(value))],
});

/** The rest of a / b with the sign of b, as Python's `%`, element by element, broadcasting.
 * @example tensor([-3, 5]).remainder(4) // [1, 1] */
export const remainder = binary("remainder", {
  byA: ["", (g) => g],
  byB: ["ab", (g, a, b) => g.mul(a.floorDivide(b)).neg()],
  scalar: ["", (g) => g],
  reversed: ["a", (g, value, a) => g.mul(floorDivide(value, a)).neg()],
});

/** a / b rounded down, as Python's `//`, element by element, broadcasting; slope 0.
 * @example tensor([-3, 5]).floorDivide(2) // [-2, 2] */
export const floorDivide = binary("floorDivide", {
  byA: ["", (g) => zerosLike(g)],
  byB: ["", (g) => zerosLike(g)],
  scalar: ["", (g) => zerosLike(g)],
  reversed: ["", (g) => zerosLike(g)],
});

method("add", function (other, options) {
  return add(this, other, options);
});
method("sub", function (other, options) {
  return sub(this, other, options);
});
method("rsub", function (other) {
  return rsub(this, other);
});
method("div", function (other, options) {
  return div(this, other, options);
});
