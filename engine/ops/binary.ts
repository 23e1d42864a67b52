/** Element-wise functions of two tensors, broadcasting; either may be a number. */
import { context } from "../context.ts";
import { withGradMode } from "../gradMode.ts";
import type { DType } from "../ndarray.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { eq, ge, gt, logicalAnd, lt } from "./compare.ts";
import { to } from "./convert.ts";
import { zeros, zerosLike } from "./create.ts";
import { binaryExamples, unaryExamples } from "./examples.ts";
import { requireTensor, isFloating, type Op, recordMany } from "./op.ts";
import { applyBinary, type BinaryOp, definePair, promote } from "./pairwise.ts";
import { log, neg, trunc } from "./unary.ts";
import { where } from "./where.ts";
import { checkOptions } from "../options.ts";

const addOp = definePair("add", {
  integers: true,
  byA: ["", (g) => g],
  byB: ["", (g) => g],
  scalar: ["", (g) => g],
  reversed: ["", (g) => g],
  examples: () => [...binaryExamples(add, "a + b"), ...unaryExamples((x) => add(x, 2.5), "a + 2.5")],
});
const subOp = definePair("sub", {
  integers: true,
  byA: ["", (g) => g],
  byB: ["", (g) => neg(g)],
  scalar: ["", (g) => g],
  reversed: ["", (g) => neg(g)],
  examples: () => [
    ...binaryExamples(sub, "a - b"),
    ...unaryExamples((x) => sub(x, 2.5), "a - 2.5"),
    ...unaryExamples((x) => rsub(x, 2.5), "2.5 - a"),
  ],
});
const mulOp = definePair("mul", {
  integers: true,
  byA: ["b", (g, _a, b) => mul(g, b)],
  byB: ["a", (g, a) => mul(g, a)],
  scalar: ["", (g, value) => mul(g, value)],
  reversed: ["", (g, value) => mul(g, value)],
  examples: () => [...binaryExamples(mul, "a * b"), ...unaryExamples((x) => mul(x, -2.5), "a * -2.5")],
});
const divOp = definePair("div", {
  integers: false,
  byA: ["b", (g, _a, b) => div(g, b)],
  byB: ["ab", (g, a, b) => neg(mul(g, div(div(a, b), b)))],
  scalar: ["", (g, value) => div(g, value)],
  reversed: ["a", (g, value, a) => mul(mul(g, -value), div(div(1, a), a))],
  examples: () => [
    ...binaryExamples(div, "a / b", [-3, 3], [0.3, 3]),
    ...unaryExamples((x) => div(x, 2.5), "a / 2.5"),
    ...unaryExamples((x) => div(2.5, x), "2.5 / a", [0.3, 3]),
  ],
});
const powOp = definePair("pow", {
  integers: true,
  byA: ["ab", (g, a, b) => where(eq(b, 0), 0, mul(g, mul(b, pow(a, sub(b, 1)))))],
  byB: ["aby", (g, a, b, y) => where(logicalAnd(eq(a, 0), ge(b, 0)), 0, mul(g, mul(y, log(a))))],
  scalar: ["a", (g, value, a) => powSlope(g, value, a)],
  reversed: [
    "ay",
    (g, value, a, y) => {
      const slope = mul(g, mul(y, Math.log(value)));
      return value === 0 ? where(ge(a, 0), 0, slope) : slope;
    },
  ],
  examples: () => [
    ...binaryExamples(pow, "torch.pow(a, b)", [0.3, 2]),
    ...unaryExamples((x) => pow(x, 3), "a ** 3"),
    ...unaryExamples((x) => pow(x, 2), "a ** 2"),
    ...unaryExamples((x) => pow(x, 0), "a ** 0"),
    ...unaryExamples((x) => pow(x, -1.5), "a ** -1.5", [0.3, 2]),
    ...unaryExamples((x) => pow(1.7, x), "1.7 ** a"),
  ],
});
function powSlope(g: Tensor, value: number, a: Tensor): Tensor {
  if (value === 0) return zerosLike(g);
  return mul(g, mul(value === 2 ? a : pow(a, value - 1), value));
}

/** The gradient of the loser is 0, where both are equal each gets half; beside NaN both get all, as in PyTorch. */
const unlessLost = (g: Tensor, lost: Tensor, equal: Tensor): Tensor =>
  where(lost, 0, where(equal, mul(g, 0.5), g));
const maximumOp = definePair("maximum", {
  integers: true,
  byA: ["ab", (g, a, b) => unlessLost(g, lt(a, b), eq(a, b))],
  byB: ["ab", (g, a, b) => unlessLost(g, gt(a, b), eq(a, b))],
  scalar: ["a", (g, value, a) => unlessLost(g, lt(a, value), eq(a, value))],
  reversed: ["a", (g, value, a) => unlessLost(g, lt(a, value), eq(a, value))],
  examples: () => binaryExamples(maximum, "torch.maximum(a, b)"),
});
const minimumOp = definePair("minimum", {
  integers: true,
  byA: ["ab", (g, a, b) => unlessLost(g, gt(a, b), eq(a, b))],
  byB: ["ab", (g, a, b) => unlessLost(g, lt(a, b), eq(a, b))],
  scalar: ["a", (g, value, a) => unlessLost(g, gt(a, value), eq(a, value))],
  reversed: ["a", (g, value, a) => unlessLost(g, gt(a, value), eq(a, value))],
  examples: () => binaryExamples(minimum, "torch.minimum(a, b)"),
});
const remainderOp = definePair("remainder", {
  integers: true,
  byA: ["", (g) => g],
  byB: ["ab", (g, a, b) => neg(mul(g, floorDivide(a, b)))],
  scalar: ["", (g) => g],
  reversed: ["a", (g, value, a) => neg(mul(g, floorDivide(value, a)))],
  examples: () => binaryExamples(remainder, "torch.remainder(a, b)", [0.1, 0.9], [1.1, 3]),
});
const floorDivideOp = definePair("floorDivide", {
  integers: true,
  byA: ["", (g) => zerosLike(g)],
  byB: ["", (g) => zerosLike(g)],
  scalar: ["", (g) => zerosLike(g)],
  reversed: ["", (g) => zerosLike(g)],
  examples: () => binaryExamples(floorDivide, "torch.div(a, b, rounding_mode='floor')", [0.1, 0.9], [1.1, 3]),
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

/** a + alpha·b, broadcasting; `alpha` is 1 when left out.
 * @throws when the shapes do not broadcast.
 * @example add(x, 1) */
export function add(a: Tensor | number, b: Tensor | number, options?: { alpha?: number }): Tensor {
  if (options !== undefined) checkOptions("add", options, { alpha: 1 });
  return applyBinary(addOp, a, scaled("add", a, b, options?.alpha));
}

/** a − alpha·b, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example sub(yHat, y) */
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
      `${operation}: alpha is ${alpha}, but whole numbers are multiplied by whole ones. Convert them: x.to("float32").`,
    );
  }
  return to(mul(to(b, dtype), alpha), dtype);
}

/** b − a.
 * @example rsub(y, 1) // 1 − y */
export function rsub(a: Tensor, b: Tensor | number): Tensor {
  requireTensor("rsub", a);
  return applyBinary(subOp, b, a);
}

/** a·b element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example mul(x, 2) */
export function mul(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(mulOp, a, b);
}

/** a / b element by element, broadcasting; integers give float32. With `roundingMode`, the quotient rounded
 * down (`"floor"`) or towards zero (`"trunc"`).
 * @throws when the shapes do not broadcast.
 * @example div(x, x.sum()) */
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
  if (!isWhole(a) || !isWhole(b)) return trunc(applyBinary(divOp, a, b));
  const wide = (x: Tensor | number): Tensor | number => (typeof x === "number" ? x : to(x, "float64"));
  return to(trunc(applyBinary(divOp, wide(a), wide(b))), "int32");
}

/** a to the power b, element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example pow(x, 2) */
export function pow(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(powOp, a, b);
}

/** The larger of a and b element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example maximum(x, 0) */
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(maximumOp, a, b);
}

/** The smaller of a and b element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example minimum(x, 1) */
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(minimumOp, a, b);
}

/** The rest of a / b with the sign of b, as Python's `%`.
 * @example remainder(arange(6), 2) */
export function remainder(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(remainderOp, a, b);
}

/** a / b rounded down, as Python's `//`.
 * @example floorDivide(arange(6), 2) */
export function floorDivide(a: Tensor | number, b: Tensor | number): Tensor {
  return applyBinary(floorDivideOp, a, b);
}

/** The rows of the table. */
export const binaryOps: readonly BinaryOp[] = [
  addOp,
  subOp,
  mulOp,
  divOp,
  powOp,
  maximumOp,
  minimumOp,
  remainderOp,
  floorDivideOp,
];
