/** Inverse trigonometric and hyperbolic functions, element by element: each with its slope. */
import type { Methods } from "../../core/tensor.ts";
import { binary } from "./applyBinary.ts";
import { unary } from "./applyUnary.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./trigonometry.ts")> {}
}

/** The angle in [−π/2, π/2] of which x is the sine, element by element; NaN outside of [−1, 1].
 * @example x.asin() */
export const asin = unary("asin", (g, x) => g.mul(x.square().neg().add(1).rsqrt()));

/** The angle in [0, π] of which x is the cosine, element by element; NaN outside of [−1, 1].
 * @example x.acos() */
export const acos = unary("acos", (g, x) => g.mul(x.square().neg().add(1).rsqrt()).neg());

/** The angle in [−π/2, π/2] of which x is the tangent, element by element.
 * @example x.atan() */
export const atan = unary("atan", (g, x) => g.div(x.square().add(1)));

/** The hyperbolic sine, (eˣ − e⁻ˣ)/2, element by element.
 * @example x.sinh() */
export const sinh = unary("sinh", (g, x) => g.mul(x.cosh()));

/** The hyperbolic cosine, (eˣ + e⁻ˣ)/2, element by element.
 * @example x.cosh() */
export const cosh = unary("cosh", (g, x) => g.mul(x.sinh()));

/** The number of which x is the hyperbolic sine, element by element.
 * @example x.asinh() */
export const asinh = unary("asinh", (g, x) => g.mul(x.square().add(1).rsqrt()));

/** The number of at least 0 of which x is the hyperbolic cosine, element by element; NaN below 1.
 * @example x.acosh() */
export const acosh = unary("acosh", (g, x) => g.mul(x.square().sub(1).rsqrt()));

/** The number of which x is the hyperbolic tangent, element by element; NaN outside of [−1, 1].
 * @example x.atanh() */
export const atanh = unary("atanh", (g, x) => g.div(x.square().neg().add(1)));

/** The angle in [−π, π] of the point with the ordinate a and the abscissa b, element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example y.atan2(x) */
export const atan2 = binary("atan2", {
  byA: ["ab", (g, a, b) => g.mul(b.div(a.square().add(b.square())))],
  byB: ["ab", (g, a, b) => g.mul(a.div(a.square().add(b.square()))).neg()],
  scalar: ["a", (g, value, a) => g.mul(value).div(a.square().add(value * value))],
  reversed: ["a", (g, value, a) => g.mul(-value).div(a.square().add(value * value))],
});
