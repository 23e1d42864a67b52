/** Element-wise functions of two tensors, broadcasting; either may be a number. */
import { Binary, type BinaryCode, Unary } from "../backend/backend.ts";
import { context } from "../context.ts";
import { broadcastError } from "../errors.ts";
import { type DType, NDArray } from "../ndarray.ts";
import { broadcastShapes, sameShape, scalarShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { eq, ge, gt, logicalAnd, lt } from "./compare.ts";
import { to } from "./convert.ts";
import { zerosLike } from "./create.ts";
import { binaryExamples, unaryExamples } from "./examples.ts";
import {
  allocate,
  allocateLike,
  type Example,
  isFloating,
  type Node,
  type Op,
  record,
  record2,
  tracked,
  tracked2,
  wrap,
} from "./op.ts";
import { sumTo } from "./reduce.ts";
import { log, neg, trunc } from "./unary.ts";
import { where } from "./where.ts";

/** The shapes that a gradient has to be summed back to; null where nothing was stretched. */
interface BinaryParams {
  readonly a: Shape | null;
  readonly b: Shape | null;
}
interface ScalarParams {
  readonly value: number;
}

/** Of a∘b = y: gradients by a or by b. What `needs` does not list may not be looked at. */
type Slope = readonly [needs: string, slope: (g: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor];
/** The same where one operand is a number; `a` is the tensor. */
type ScalarSlope = readonly [
  needs: string,
  slope: (g: Tensor, value: number, a: Tensor, y: Tensor) => Tensor,
];

interface Needs {
  readonly a: boolean;
  readonly b: boolean;
  readonly y: boolean;
}
interface ScalarOp extends Op<ScalarParams> {
  readonly needs: Needs;
}
interface BinaryOp extends Op<BinaryParams> {
  readonly code: BinaryCode;
  /** Whether int32 stays int32. */
  readonly integers: boolean;
  /** What the gradient by a needs, and what that by b does. */
  readonly byA: Needs;
  readonly byB: Needs;
  readonly scalar: ScalarOp;
  readonly reversed: ScalarOp;
}

interface Definition {
  integers: boolean;
  byA: Slope;
  byB: Slope;
  /** By a of a∘value. */
  scalar: ScalarSlope;
  /** By a of value∘a. */
  reversed: ScalarSlope;
  examples: () => Example[];
}

const needsOf = (names: string): Needs => ({
  a: names.includes("a"),
  b: names.includes("b"),
  y: names.includes("y"),
});

function define(name: keyof typeof Binary, definition: Definition): BinaryOp {
  const { byA, byB, integers, examples } = definition;
  const single = ([needs, slope]: ScalarSlope): ScalarOp => ({
    name,
    needs: needsOf(needs),
    backward: [(g, { params, saved: [a, y] }) => slope(g, params.value, a, y)],
  });
  const pair =
    ([, slope]: Slope, side: "a" | "b") =>
    (g: Tensor, { params, saved: [a, b, y] }: Node<BinaryParams>): Tensor => {
      const out = slope(g, a, b, y);
      const shape = params[side];
      if (!shape) return out;
      const total = sumTo(out, shape);
      const made = out.array.storage;
      if (!context.gradEnabled && made !== g.array.storage && made !== total.array.storage) {
        context.backend.release(made);
      }
      return total;
    };
  return {
    name,
    code: Binary[name],
    integers,
    byA: needsOf(byA[0]),
    byB: needsOf(byB[0]),
    backward: [pair(byA, "a"), pair(byB, "b")],
    scalar: single(definition.scalar),
    reversed: single(definition.reversed),
    examples,
  };
}

const addOp = define("add", {
  integers: true,
  byA: ["", (g) => g],
  byB: ["", (g) => g],
  scalar: ["", (g) => g],
  reversed: ["", (g) => g],
  examples: () => [...binaryExamples(add, "a + b"), ...unaryExamples((x) => add(x, 2.5), "a + 2.5")],
});
const subOp = define("sub", {
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
const mulOp = define("mul", {
  integers: true,
  byA: ["b", (g, _a, b) => mul(g, b)],
  byB: ["a", (g, a) => mul(g, a)],
  scalar: ["", (g, value) => mul(g, value)],
  reversed: ["", (g, value) => mul(g, value)],
  examples: () => [...binaryExamples(mul, "a * b"), ...unaryExamples((x) => mul(x, -2.5), "a * -2.5")],
});
const divOp = define("div", {
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
const powOp = define("pow", {
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
const maximumOp = define("maximum", {
  integers: true,
  byA: ["ab", (g, a, b) => unlessLost(g, lt(a, b), eq(a, b))],
  byB: ["ab", (g, a, b) => unlessLost(g, gt(a, b), eq(a, b))],
  scalar: ["a", (g, value, a) => unlessLost(g, lt(a, value), eq(a, value))],
  reversed: ["a", (g, value, a) => unlessLost(g, lt(a, value), eq(a, value))],
  examples: () => binaryExamples(maximum, "torch.maximum(a, b)"),
});
const minimumOp = define("minimum", {
  integers: true,
  byA: ["ab", (g, a, b) => unlessLost(g, gt(a, b), eq(a, b))],
  byB: ["ab", (g, a, b) => unlessLost(g, lt(a, b), eq(a, b))],
  scalar: ["a", (g, value, a) => unlessLost(g, gt(a, value), eq(a, value))],
  reversed: ["a", (g, value, a) => unlessLost(g, gt(a, value), eq(a, value))],
  examples: () => binaryExamples(minimum, "torch.minimum(a, b)"),
});
const remainderOp = define("remainder", {
  integers: true,
  byA: ["", (g) => g],
  byB: ["ab", (g, a, b) => neg(mul(g, floorDivide(a, b)))],
  scalar: ["", (g) => g],
  reversed: ["a", (g, value, a) => neg(mul(g, floorDivide(value, a)))],
  examples: () => binaryExamples(remainder, "torch.remainder(a, b)", [0.1, 0.9], [1.1, 3]),
});
const floorDivideOp = define("floorDivide", {
  integers: true,
  byA: ["", (g) => zerosLike(g)],
  byB: ["", (g) => zerosLike(g)],
  scalar: ["", (g) => zerosLike(g)],
  reversed: ["", (g) => zerosLike(g)],
  examples: () => binaryExamples(floorDivide, "torch.div(a, b, rounding_mode='floor')", [0.1, 0.9], [1.1, 3]),
});

const rank: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 3 };

/**
 * The dtype in which two tensors meet, by PyTorch's rule: the higher of bool < int32 < float32 < float64,
 * where a 0-d tensor counts only if it is of a higher category (bool, integer, floating).
 */
export function promote(a: Tensor, b: Tensor): DType {
  if (a.dtype === b.dtype) return a.dtype;
  const category = (x: Tensor): number => Math.min(rank[x.dtype], 2);
  if (a.array.shape.length !== 0 && b.array.shape.length === 0 && category(a) >= category(b)) return a.dtype;
  if (b.array.shape.length !== 0 && a.array.shape.length === 0 && category(b) >= category(a)) return b.dtype;
  return rank[a.dtype] > rank[b.dtype] ? a.dtype : b.dtype;
}

function arithmetic(op: BinaryOp, dtype: DType): DType {
  if (isFloating(dtype)) return dtype;
  return op.integers ? "int32" : "float32";
}

/** One element that was stretched everywhere (the gradient of a sum, for one), as just that element. */
function unstretch(x: NDArray): NDArray {
  if (x.contiguous) return x;
  for (const stride of x.strides) if (stride !== 0) return x;
  return new NDArray(x.storage, scalarShape, scalarShape, x.offset, 1, true);
}

function applyPair(op: BinaryOp, x: Tensor, y: Tensor): Tensor {
  const dtype = arithmetic(op, promote(x, y));
  const a = x.dtype === dtype ? x : to(x, dtype);
  const b = y.dtype === dtype ? y : to(y, dtype);
  const [left, right] = [a.array, b.array];
  const same = sameShape(left.shape, right.shape);
  const shape = same ? left.shape : broadcastShapes(left.shape, right.shape);
  if (!shape) throw broadcastError(op.name, left.shape, right.shape);
  const out = same ? allocateLike(op.name, left, dtype) : allocate(op.name, dtype, shape);
  context.backend.binary(op.code, unstretch(left), unstretch(right), out);
  const z = wrap(out);
  if (!tracked2(a, b)) return z;
  return record2(
    op,
    z,
    a,
    b,
    keptOf(op, a, b, z),
    same ? unstretched : stretched(left.shape, right.shape, shape),
  );
}

/** What the gradients that are wanted need. */
function keptOf({ byA, byB }: BinaryOp, a: Tensor, b: Tensor, y: Tensor): (Tensor | null)[] | null {
  const [left, right] = [a.requiresGrad, b.requiresGrad];
  const keepA = (left && byA.a) || (right && byB.a);
  const keepB = (left && byA.b) || (right && byB.b);
  const keepY = (left && byA.y) || (right && byB.y);
  return keepA || keepB || keepY ? [keepA ? a : null, keepB ? b : null, keepY ? y : null] : null;
}

const unstretched: BinaryParams = { a: null, b: null };

function stretched(a: Shape, b: Shape, shape: Shape): BinaryParams {
  return { a: sameShape(a, shape) ? null : a, b: sameShape(b, shape) ? null : b };
}

function applyScalar(op: BinaryOp, x: Tensor, value: number, reversed: boolean): Tensor {
  const fractional = !Number.isInteger(value);
  const dtype = arithmetic(op, x.dtype);
  const a = to(x, fractional && !isFloating(dtype) ? "float32" : dtype);
  const out = allocateLike(op.name, a.array, a.dtype);
  if (op === powOp && value === 2 && !reversed) context.backend.unary(Unary.square, a.array, out, 0, 0);
  else context.backend.binaryScalar(op.code, a.array, value, reversed, out);
  const y = wrap(out);
  if (!tracked(a)) return y;
  const single = reversed ? op.reversed : op.scalar;
  const { needs } = single;
  const kept = needs.a || needs.y ? [needs.a ? a : null, needs.y ? y : null] : null;
  return record(single, y, a, kept, { value });
}

function apply(op: BinaryOp, a: Tensor | number, b: Tensor | number): Tensor {
  if (typeof b === "number") {
    if (typeof a === "number") throw new TypeError(`${op.name}: at least one operand must be a tensor.`);
    return applyScalar(op, a, b, false);
  }
  return typeof a === "number" ? applyScalar(op, b, a, true) : applyPair(op, a, b);
}

/** a + alpha·b, broadcasting; `alpha` is 1 when left out.
 * @throws when the shapes do not broadcast.
 * @example add(x, 1) */
export function add(a: Tensor | number, b: Tensor | number, options?: { alpha?: number }): Tensor {
  return apply(addOp, a, scaled(b, options?.alpha));
}

/** a − alpha·b, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example sub(yHat, y) */
export function sub(a: Tensor | number, b: Tensor | number, options?: { alpha?: number }): Tensor {
  return apply(subOp, a, scaled(b, options?.alpha));
}

function scaled(b: Tensor | number, alpha: number | undefined): Tensor | number {
  if (alpha === undefined || alpha === 1) return b;
  return typeof b === "number" ? b * alpha : mul(b, alpha);
}

/** b − a.
 * @example rsub(y, 1) // 1 − y */
export function rsub(a: Tensor, b: Tensor | number): Tensor {
  return apply(subOp, b, a);
}

/** a·b element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example mul(x, 2) */
export function mul(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(mulOp, a, b);
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
  if (options?.roundingMode === "floor") return floorDivide(a, b);
  const quotient = apply(divOp, a, b);
  return options?.roundingMode === "trunc" ? trunc(quotient) : quotient;
}

/** a to the power b, element by element, broadcasting.
 * @throws when the shapes do not broadcast.
 * @example pow(x, 2) */
export function pow(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(powOp, a, b);
}

/** The larger of a and b element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example maximum(x, 0) */
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(maximumOp, a, b);
}

/** The smaller of a and b element by element; NaN wins. Where both are equal each gets half the gradient.
 * @throws when the shapes do not broadcast.
 * @example minimum(x, 1) */
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(minimumOp, a, b);
}

/** The rest of a / b with the sign of b, as Python's `%`.
 * @example remainder(arange(6), 2) */
export function remainder(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(remainderOp, a, b);
}

/** a / b rounded down, as Python's `//`.
 * @example floorDivide(arange(6), 2) */
export function floorDivide(a: Tensor | number, b: Tensor | number): Tensor {
  return apply(floorDivideOp, a, b);
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
