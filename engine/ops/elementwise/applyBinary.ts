/** How an element-wise function of two tensors is defined, run and recorded, and in which dtype they meet. */
import { Binary, binary as table, type BinaryName, type BinaryRow, Unary } from "../../table/index.ts";
import { context } from "../../core/context.ts";
import { broadcastError } from "../../core/errors.ts";
import { type DType, isFloating, NDArray } from "../../core/ndarray.ts";
import { broadcastShapes, sameShape, scalarShape, type Shape } from "../../core/shape.ts";
import { method, Tensor } from "../../core/tensor.ts";
import { to } from "../shape/convert.ts";
import { allocate, allocateAsItLies, allocateLike } from "../../core/allocate.ts";
import type { Node, Op } from "../../core/node.ts";
import { record, record2, requireTensor, tracked, tracked2 } from "../../core/record.ts";
import { say } from "../../payload/say.ts";
import { promote } from "./promote.ts";
import { sumTo } from "../reduce/sumTo.ts";

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
  /** Whether the number is the first operand. */
  readonly reversed: boolean;
}
export interface BinaryOp extends Op<BinaryParams> {
  readonly code: number;
  /** Whether int32 stays int32. */
  readonly integers: boolean;
  /** What the gradient by a needs, and what that by b does. */
  readonly byA: Needs;
  readonly byB: Needs;
  readonly scalar: ScalarOp;
  readonly reversed: ScalarOp;
}

/** The gradients of a∘b by both sides. */
export interface Slopes {
  byA: Slope;
  byB: Slope;
  /** By a of a∘value. */
  scalar: ScalarSlope;
  /** By a of value∘a. */
  reversed: ScalarSlope;
}

const needsOf = (names: string): Needs => ({
  a: names.includes("a"),
  b: names.includes("b"),
  y: names.includes("y"),
});

/** The operation of a row: what each side's gradient is and needs. */
export function defineBinary(name: BinaryName, { byA, byB, scalar, reversed }: Slopes): BinaryOp {
  const row: BinaryRow = table[name];
  const named = { name, ...(row.node && { node: row.node }) };
  const single = ([needs, slope]: ScalarSlope, isReversed: boolean): ScalarOp => ({
    ...named,
    reversed: isReversed,
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
    ...named,
    code: Binary[name],
    integers: row.integers ?? false,
    byA: needsOf(byA[0]),
    byB: needsOf(byB[0]),
    backward: [pair(byA, "a"), pair(byB, "b")],
    scalar: single(scalar, false),
    reversed: single(reversed, true),
  };
}

function arithmetic(op: BinaryOp, dtype: DType): DType {
  if (isFloating(dtype)) return dtype;
  return op.integers ? "int32" : "float32";
}

/** One element that was stretched everywhere (the gradient of a sum, for one), as just that element. */
function unstretch(x: NDArray): NDArray {
  for (const stride of x.strides) if (stride !== 0) return x;
  return new NDArray(x.storage, scalarShape, scalarShape, x.offset, 1, true);
}

/** Between bools these are or, and, or, and: they stay bool, as in PyTorch. */
const logical: ReadonlySet<number> = new Set([Binary.add, Binary.mul, Binary.maximum, Binary.minimum]);

function applyPair(op: BinaryOp, x: Tensor, y: Tensor): Tensor {
  requireTensor(op.name, x);
  requireTensor(op.name, y);
  const { dtype } = x;
  if (dtype === y.dtype && isFloating(dtype)) return pairOf(op, x, y);
  if (dtype === "bool" && y.dtype === "bool" && logical.has(op.code)) {
    return to(pairOf(op, to(x, "int32"), to(y, "int32")), "bool");
  }
  const common = arithmetic(op, promote(x, y));
  return pairOf(op, to(x, common), to(y, common));
}

/** Of two tensors of the dtype of the result. */
function pairOf(op: BinaryOp, a: Tensor, b: Tensor): Tensor {
  const left = a.array;
  const right = b.array;
  const { dtype } = left;
  const same = sameShape(left.shape, right.shape);
  const shape = same ? left.shape : broadcastShapes(left.shape, right.shape);
  if (!shape) throw broadcastError(op.name, left.shape, right.shape);
  const out = same ? allocateLike(op.name, left, dtype) : allocate(op.name, dtype, shape);
  context.backend.binary(
    op.code,
    left.contiguous ? left : unstretch(left),
    right.contiguous ? right : unstretch(right),
    out,
  );
  const z = new Tensor(out);
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
  const left = a.requiresGrad;
  const right = b.requiresGrad;
  const keepA = (left && byA.a) || (right && byB.a);
  const keepB = (left && byA.b) || (right && byB.b);
  const keepY = (left && byA.y) || (right && byB.y);
  return keepA || keepB || keepY ? [keepA ? a : null, keepB ? b : null, keepY ? y : null] : null;
}

const unstretched: BinaryParams = { a: null, b: null };

function stretched(a: Shape, b: Shape, shape: Shape): BinaryParams {
  return { a: sameShape(a, shape) ? null : a, b: sameShape(b, shape) ? null : b };
}

/** Powers that PyTorch takes by a function of their own, which is not the same at −0 and −Infinity. */
const roots: ReadonlyMap<number, number> = new Map([
  [2, Unary.square],
  [0.5, Unary.sqrt],
  [-0.5, Unary.rsqrt],
  [-1, Unary.reciprocal],
]);

function applyScalar(op: BinaryOp, x: Tensor, value: number, reversed: boolean): Tensor {
  requireTensor(op.name, x);
  const fractional = !Number.isInteger(value);
  const dtype = arithmetic(op, x.dtype);
  const a = to(x, fractional && !isFloating(dtype) ? "float32" : dtype);
  const lying = a.array.contiguous ? null : allocateAsItLies(op.name, a.array);
  const out = lying?.out ?? allocateLike(op.name, a.array, a.dtype);
  const [read, written] = lying ? [lying.from, lying.to] : [a.array, out];
  const root = op.code === Binary.pow && !reversed ? roots.get(value) : undefined;
  if (root !== undefined && (value === 2 || isFloating(a.dtype)))
    context.backend.unary(root, read, written, 0, 0);
  else context.backend.binaryScalar(op.code, read, value, reversed, written);
  const y = new Tensor(out);
  if (!tracked(a)) return y;
  const single = reversed ? op.reversed : op.scalar;
  const { needs } = single;
  const kept = needs.a || needs.y ? [needs.a ? a : null, needs.y ? y : null] : null;
  return record(single, y, a, kept, { value });
}

/** a ∘ b, where either may be a number. @throws when the shapes do not broadcast */
export function applyBinary(op: BinaryOp, a: Tensor | number, b: Tensor | number): Tensor {
  if (typeof b === "number") {
    if (typeof a === "number") throw new TypeError(say`${op.name}: at least one operand must be a tensor.`);
    return applyScalar(op, a, b, false);
  }
  return typeof a === "number" ? applyScalar(op, b, a, true) : applyPair(op, a, b);
}

/** The function of a row, which becomes a method of all tensors, too. */
export function binary(name: BinaryName, slopes: Slopes): (a: Tensor | number, b: Tensor | number) => Tensor {
  const op = defineBinary(name, slopes);
  method(name as "mul", function (other) {
    return applyBinary(op, this, other);
  });
  return (a, b) => applyBinary(op, a, b);
}
