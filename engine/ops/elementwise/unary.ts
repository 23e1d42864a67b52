/** Mathematical functions of one tensor, element by element: each with its slope. */
import { isFloating } from "../../core/ndarray.ts";
import { requireTensor } from "../../core/record.ts";
import { type Methods, methods, type Tensor } from "../../core/tensor.ts";
import { to } from "../shape/convert.ts";
import { boundsOf, type ClampOptions } from "./bounds.ts";
import { applyUnary, defineUnary, flat, unary } from "./applyUnary.ts";

export type { ClampOptions } from "./bounds.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./unary.ts")> {}
}

/** −x, element by element.
 * @example x.neg() */
export const neg = unary("neg", (g) => g.neg());

/** |x|, element by element, with slope 0 at 0.
 * @example u.abs().sum() // the 1-norm */
export const abs = unary("abs", (g, x) => g.mul(x.sign()));

/** −1, 0 or 1, element by element; 0 for NaN. Slope 0.
 * @example tensor([-2, 0, 3]).sign() // [-1, 0, 1] */
export const sign = unary("sign", flat);

/** eˣ, element by element.
 * @example x.exp() */
export const exp = unary("exp", (g, y) => g.mul(y));

/** eˣ − 1, exact for small x, element by element.
 * @example x.expm1() */
export const expm1 = unary("expm1", (g, y) => g.mul(y.add(1)));

/** The natural logarithm, element by element; NaN below 0, −Infinity at 0.
 * @example x.log() */
export const log = unary("log", (g, x) => g.div(x));

/** The logarithm to base 2, element by element.
 * @example tensor(8).log2() // 3 */
export const log2 = unary("log2", (g, x) => g.div(x.mul(Math.LN2)));

/** The logarithm to base 10, element by element.
 * @example tensor(1000).log10() // 3 */
export const log10 = unary("log10", (g, x) => g.div(x.mul(Math.LN10)));

/** log(1 + x), exact for small x, element by element.
 * @example x.log1p() */
export const log1p = unary("log1p", (g, x) => g.div(x.add(1)));

/** √x, element by element; NaN below 0.
 * @example tensor([4, 9]).sqrt() // [2, 3] */
export const sqrt = unary("sqrt", (g, y) => g.div(y.mul(2)));

/** 1/√x, element by element.
 * @example tensor(4).rsqrt() // 0.5 */
export const rsqrt = unary("rsqrt", (g, y) => g.mul(-0.5).mul(y.square().mul(y)));

const squareOp = defineUnary("square", (g, x) => g.mul(x.mul(2)));

/** x², element by element.
 * @example yHat.sub(y).square().mean() */
export function square(x: Tensor): Tensor {
  requireTensor("square", x);
  return applyUnary(squareOp, x.dtype === "bool" ? to(x, "int32") : x);
}

/** 1/x, element by element.
 * @example tensor(4).reciprocal() // 0.25 */
export const reciprocal = unary("reciprocal", (g, y) => g.neg().mul(y.square()));

/** The sine of radians, element by element.
 * @example arange(0, 6.28, 0.1).sin() */
export const sin = unary("sin", (g, x) => g.mul(x.cos()));

/** The cosine of radians, element by element.
 * @example x.cos() */
export const cos = unary("cos", (g, x) => g.mul(x.sin()).neg());

/** The tangent of radians, element by element.
 * @example x.tan() */
export const tan = unary("tan", (g, y) => g.mul(y.square().add(1)));

/** The error function, 2/√π ∫₀ˣ e^(−t²) dt, element by element.
 * @example x.erf() */
export const erf = unary("erf", (g, x) => g.mul(2 / Math.sqrt(Math.PI)).mul(x.square().neg().exp()));

/** The largest integer ≤ x, element by element; slope 0.
 * @example tensor([-1.5, 1.5]).floor() // [-2, 1] */
export const floor = unary("floor", flat);

/** The smallest integer ≥ x, element by element; slope 0.
 * @example tensor([-1.5, 1.5]).ceil() // [-1, 2] */
export const ceil = unary("ceil", flat);

/** The nearest integer, halves to even, element by element; slope 0.
 * @example tensor([0.5, 1.5]).round() // [0, 2] */
export const round = unary("round", flat);

/** x without its fraction, element by element; slope 0.
 * @example tensor([-1.5, 1.5]).trunc() // [-1, 1] */
export const trunc = unary("trunc", flat);

const clampOp = defineUnary("clamp", (g, x, { p0, p1 }) => g.where(x.ge(p0).logicalAnd(x.le(p1)), 0));

/** min(max(x, min), max), element by element; NaN stays. A bound left out does not bind.
 * @example x.clamp(0, 1)
 * @example x.clamp({ min: 1e-6 }) */
export function clamp(x: Tensor, min?: number | ClampOptions, max?: number): Tensor {
  requireTensor("clamp", x);
  const params = boundsOf(min, max);
  const given = typeof min === "object" ? [min.min, min.max] : [min, max];
  // PyTorch's way with a bound that is no number.
  if (Number.isNaN(params.p0) || Number.isNaN(params.p1)) return x.where(x.ge(NaN), NaN);
  return applyUnary(clampOp, isFloating(x.dtype) ? x : beside(x, given), params);
}

/** Whole numbers in the dtype that they have beside the given ones. */
function beside(x: Tensor, numbers: readonly (number | undefined)[]): Tensor {
  const whole = numbers.every((value) => value === undefined || Number.isInteger(value));
  return to(x, whole ? "int32" : "float32");
}

methods({ square, clamp });
