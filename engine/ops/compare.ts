/** Comparisons and logic: bool tensors, no gradients. */
import { Compare, type CompareCode } from "../backend/backend.ts";
import { context } from "../context.ts";
import { broadcastError } from "../errors.ts";
import { elementsOf } from "../ndarray.ts";
import { broadcastShapes, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul, sub } from "./binary.ts";
import { promote } from "./pairwise.ts";
import { to } from "./convert.ts";
import { binaryExamples, unaryExamples } from "./examples.ts";
import { allocate, allocateLike, type Example, isFloating, type Op, requireTensor, wrap } from "./op.ts";
import { abs } from "./unary.ts";
import { checkOptions } from "../options.ts";

interface CompareOp extends Op<null> {
  readonly code: CompareCode;
}

function define(name: keyof typeof Compare, symbol: string, compare: typeof eq): CompareOp {
  const examples = (): Example[] => [
    ...binaryExamples((a, b) => compare(a, b), `a ${symbol} b`, [-1, 1], [-1, 1]),
    ...unaryExamples((a) => compare(a, 1), `a ${symbol} 1`),
  ];
  return { name, code: Compare[name], backward: [], examples };
}

const eqOp = define("eq", "==", eq);
const neOp = define("ne", "!=", ne);
const ltOp = define("lt", "<", lt);
const leOp = define("le", "<=", le);
const gtOp = define("gt", ">", gt);
const geOp = define("ge", ">=", ge);

function apply(op: CompareOp, x: Tensor, y: Tensor | number): Tensor {
  if (typeof y === "number") {
    // A fraction never equals an integer, but it has its place between two.
    const a = Number.isInteger(y) || isFloating(x.dtype) ? x : to(x, "float64");
    const out = allocateLike(op.name, a.array, "bool");
    context.backend.compareScalar(op.code, a.array, y, out);
    return wrap(out);
  }
  requireTensor(op.name, y);
  const dtype = promote(x, y);
  const [a, b] = [to(x, dtype).array, to(y, dtype).array];
  const shape = broadcastShapes(a.shape, b.shape);
  if (!shape) throw broadcastError(op.name, a.shape, b.shape);
  const out = allocate(op.name, "bool", shape);
  context.backend.compare(op.code, a, b, out);
  return wrap(out);
}

/** a = b element by element, as a bool tensor; NaN equals nothing.
 * @example eq(yHat.argmax(1), y).sum() */
export function eq(a: Tensor, b: Tensor | number): Tensor {
  return apply(eqOp, a, b);
}
/**
 * a ≠ b element by element, as a bool tensor.
 * @example ne(x, 0)
 */
export function ne(a: Tensor, b: Tensor | number): Tensor {
  return apply(neOp, a, b);
}
/**
 * a < b element by element, as a bool tensor.
 * @example lt(x, 0)
 */
export function lt(a: Tensor, b: Tensor | number): Tensor {
  return apply(ltOp, a, b);
}
/**
 * a ≤ b element by element, as a bool tensor.
 * @example le(x, 0)
 */
export function le(a: Tensor, b: Tensor | number): Tensor {
  return apply(leOp, a, b);
}
/** a > b element by element, as a bool tensor.
 * @example gt(x, 0) */
export function gt(a: Tensor, b: Tensor | number): Tensor {
  return apply(gtOp, a, b);
}
/**
 * a ≥ b element by element, as a bool tensor.
 * @example ge(x, 0)
 */
export function ge(a: Tensor, b: Tensor | number): Tensor {
  return apply(geOp, a, b);
}

/** True where `x` is not 0. */
function truth(x: Tensor): Tensor {
  return to(x, "bool");
}

/** Whether both are other than 0, element by element.
 * @example logicalAnd(gt(x, 0), lt(x, 1)) */
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalAnd", a);
  requireTensor("logicalAnd", b);
  // Of two bits a and b, both are set exactly when a > ¬b.
  return apply(gtOp, truth(a), logicalNot(b));
}
/**
 * Whether at least one is other than 0, element by element.
 * @example logicalOr(a, b)
 */
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalOr", a);
  requireTensor("logicalOr", b);
  return apply(geOp, truth(a), logicalNot(b));
}
/**
 * Whether exactly one is other than 0, element by element.
 * @example logicalXor(a, b)
 */
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  requireTensor("logicalXor", a);
  requireTensor("logicalXor", b);
  return apply(neOp, truth(a), truth(b));
}
/**
 * Whether it is 0, element by element.
 * @example logicalNot(x)
 */
export function logicalNot(x: Tensor): Tensor {
  requireTensor("logicalNot", x);
  return apply(eqOp, x, 0);
}

/**
 * True where it is NaN, element by element.
 * @example isnan(x)
 */
export function isnan(x: Tensor): Tensor {
  requireTensor("isnan", x);
  return apply(neOp, x, x);
}
/**
 * True where it is +Infinity or −Infinity, element by element.
 * @example isinf(x)
 */
export function isinf(x: Tensor): Tensor {
  return apply(eqOp, abs(x), Infinity);
}
/**
 * True where it is neither infinite nor NaN, element by element.
 * @example isfinite(x)
 */
export function isfinite(x: Tensor): Tensor {
  return apply(ltOp, abs(x), Infinity);
}

/** How near is close: rtol 1e-5, atol 1e-8, and NaN is not close to NaN, by default. */
export interface Closeness {
  rtol?: number;
  atol?: number;
  equalNan?: boolean;
}

/**
 * Whether all elements are close; see {@link isclose}. One boolean.
 * @example allclose(x, y, { rtol: 1e-4 }) // true or false
 */
export function allclose(a: Tensor, b: Tensor, options?: Closeness): boolean {
  requireTensor("allclose", a);
  requireTensor("allclose", b);
  return isClear(logicalNot(isclose(a, b, options)));
}

/**
 * Whether both have the same shape and the same elements, whatever their dtypes. One boolean.
 * @example equal(x, x.clone()) // true
 */
export function equal(a: Tensor, b: Tensor): boolean {
  requireTensor("equal", a);
  requireTensor("equal", b);
  return sameShape(a.array.shape, b.array.shape) && isClear(ne(a, b));
}

/** True when every element is 0. */
function isClear(x: Tensor): boolean {
  return elementsOf(x.array).every((value) => value === 0);
}

/** Whether |a − b| ≤ atol + rtol·|b|, element by element; infinities are close to themselves only.
 * @example isclose(x, y, { rtol: 1e-4 }) */
export function isclose(a: Tensor, b: Tensor, options: Closeness = {}): Tensor {
  requireTensor("isclose", a);
  requireTensor("isclose", b);
  checkOptions("isclose", options, { rtol: 1, atol: 1, equalNan: 1 });
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const near = logicalAnd(apply(leOp, abs(sub(a, b)), add(mul(abs(b), rtol), atol)), isfinite(b));
  const same = logicalOr(near, apply(eqOp, a, b));
  return equalNan ? logicalOr(same, logicalAnd(isnan(a), isnan(b))) : same;
}

/** The rows of the table. */
export const compareOps: readonly CompareOp[] = [eqOp, neOp, ltOp, leOp, gtOp, geOp];
