/** Comparisons and logic: bool tensors, no gradients. */
import { allocate, allocateLike } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { broadcastError } from "../../core/errors.ts";
import { isFloating } from "../../core/ndarray.ts";
import { requireTensor } from "../../core/record.ts";
import { broadcastShapes, sameShape } from "../../core/shape.ts";
import { method, type Methods, methods, Tensor } from "../../core/tensor.ts";
import { Compare } from "../../table/index.ts";
import { to } from "../shape/convert.ts";
import { type Closeness, isclose } from "./isclose.ts";
import { promote } from "./promote.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./compare.ts")> {}
}

function apply(name: keyof typeof Compare, x: Tensor, y: Tensor | number): Tensor {
  const code = Compare[name];
  if (typeof y === "number") {
    // A fraction never equals an integer, but it has its place between two.
    const a = Number.isInteger(y) || isFloating(x.dtype) ? x : to(x, "float64");
    const out = allocateLike(name, a.array, "bool");
    context.backend.compareScalar(code, a.array, y, out);
    return traced(name, new Tensor(out), [x], { value: y, reversed: false });
  }
  requireTensor(name, y);
  const dtype = promote(x, y);
  const [a, b] = [to(x, dtype).array, to(y, dtype).array];
  const shape = broadcastShapes(a.shape, b.shape);
  if (!shape) throw broadcastError(name, a.shape, b.shape);
  const out = allocate(name, "bool", shape);
  context.backend.compare(code, a, b, out);
  return traced(name, new Tensor(out), [x, y], null);
}

/** It has no gradient, and so no node: an export is told of it by hand. */
function traced(name: string, out: Tensor, inputs: readonly Tensor[], params: unknown): Tensor {
  if (context.tracer !== null) context.tracer.step(name, out, inputs, params);
  return out;
}

/** The function of a row, which becomes a method of all tensors, too. */
function comparison(name: keyof typeof Compare): (a: Tensor, b: Tensor | number) => Tensor {
  method(name, function (other) {
    return apply(name, this, other);
  });
  return (a, b) => apply(name, a, b);
}

/** a = b, element by element; bool. NaN equals nothing.
 * @example yHat.argmax(1).eq(y).sum() */
export const eq = comparison("eq");

/** a ≠ b, element by element; bool.
 * @example x.ne(0) */
export const ne = comparison("ne");

/** a < b, element by element; bool.
 * @example x.lt(y) */
export const lt = comparison("lt");

/** a ≤ b, element by element; bool.
 * @example x.le(1) */
export const le = comparison("le");

/** a > b, element by element; bool.
 * @example rand(2, 3).gt(0.5).float() // a dropout mask */
export const gt = comparison("gt");

/** a ≥ b, element by element; bool.
 * @example x.ge(0) */
export const ge = comparison("ge");

/** Of bools in one pass: `yes` where a is set, else `no`. An export knows comparisons alone, and is given these. */
function ofBits(operation: string, a: Tensor, b: Tensor, yes: Tensor, no: Tensor): Tensor | null {
  if (a.dtype !== "bool" || b.dtype !== "bool" || context.tracer !== null) return null;
  const shape = broadcastShapes(a.array.shape, b.array.shape);
  if (!shape) throw broadcastError(operation, a.array.shape, b.array.shape);
  const out = allocate(operation, "bool", shape);
  context.backend.where(a.array, yes.array, no.array, out);
  return new Tensor(out);
}

/** Whether both are other than 0, element by element; bool.
 * @example x.gt(0).logicalAnd(x.lt(1)) */
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalAnd", a);
  requireTensor("logicalAnd", b);
  const chosen = ofBits("logicalAnd", a, b, b, a);
  if (chosen) return chosen;
  // Of two bits a and b, both are set exactly when a > ¬b.
  return apply("gt", to(a, "bool"), logicalNot(b));
}

/** Whether at least one is other than 0, element by element; bool.
 * @example x.lt(0).logicalOr(x.gt(1)) */
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalOr", a);
  requireTensor("logicalOr", b);
  const chosen = ofBits("logicalOr", a, b, a, b);
  if (chosen) return chosen;
  return apply("ge", to(a, "bool"), logicalNot(b));
}

/** Whether exactly one is other than 0, element by element; bool.
 * @example a.logicalXor(b) */
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalXor", a);
  requireTensor("logicalXor", b);
  return apply("ne", to(a, "bool"), to(b, "bool"));
}

/** Whether it is 0, element by element; bool.
 * @example x.gt(0).logicalNot() */
export function logicalNot(x: Tensor): Tensor {
  requireTensor("logicalNot", x);
  return apply("eq", x, 0);
}

/** Whether it is NaN, element by element; bool.
 * @example x.isnan().any() */
export function isnan(x: Tensor): Tensor {
  requireTensor("isnan", x);
  return apply("ne", x, x);
}

/** Whether it is ±Infinity, element by element; bool.
 * @example x.isinf().any() */
export function isinf(x: Tensor): Tensor {
  requireTensor("isinf", x);
  return apply("eq", x.abs(), Infinity);
}

/** Whether it is neither infinite nor NaN, element by element; bool.
 * @example x.isfinite().all() */
export function isfinite(x: Tensor): Tensor {
  requireTensor("isfinite", x);
  return apply("lt", x.abs(), Infinity);
}

/** Whether all elements are close: |a − b| ≤ atol + rtol·|b|; rtol 1e-5, atol 1e-8 by default. One boolean.
 * @example x.allclose(y, { rtol: 1e-4 }) // true or false */
export function allclose(a: Tensor, b: Tensor, options?: Closeness): boolean {
  requireTensor("allclose", a);
  requireTensor("allclose", b);
  return isClear(logicalNot(isclose(a, b, options)));
}

/** Whether both have the same shape and the same elements, whatever their dtypes. Unlike `eq`, one boolean.
 * @example x.equal(x.clone()) // true */
export function equal(a: Tensor, b: Tensor): boolean {
  requireTensor("equal", a);
  requireTensor("equal", b);
  return sameShape(a.array.shape, b.array.shape) && isClear(ne(a, b));
}

/** True when every element is 0. */
function isClear(x: Tensor): boolean {
  return context.backend.count(x.array) === 0;
}

methods({ logicalAnd, logicalOr, logicalXor, logicalNot, isnan, isinf, isfinite, allclose, equal });
