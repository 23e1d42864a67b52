/** How a reduction along axes is defined, run and recorded. */
import { Reduce, type ReduceCode } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { asItLies, type DType, isFloating, type NDArray } from "../../core/ndarray.ts";
import { foldAxes, sameShape, type Shape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { axesOf, reducedShape, type ReduceOptions } from "../../core/axes.ts";
import { to } from "../shape/convert.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import type { Node, Op } from "../../core/node.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { expand, permuteArray, reshape } from "../shape/views.ts";

/** What a reduction's backward must know: the input's shape, and the output's with the reduced axes kept. */
export interface ReduceParams {
  readonly shape: Shape;
  readonly kept: Shape;
  /** Number of elements that went into each result. */
  readonly count: number;
  readonly axes: readonly number[] | null;
  readonly correction: number;
}

export interface ReduceOp extends Op<ReduceParams> {
  readonly code: ReduceCode;
  readonly saves: readonly ("x" | "y")[];
  readonly result: (dtype: DType) => DType;
}

/** `g` of the reduced shape, seen with the input's. */
export function spread(g: Tensor, { kept, shape }: ReduceParams): Tensor {
  const upper = sameShape(g.array.shape, kept) ? g : reshape(g, kept);
  return sameShape(kept, shape) ? upper : expand(upper, shape);
}

/** One row of the table: its kernel, what its gradient needs, and the gradient. */
export function defineReduction(
  name: keyof typeof Reduce,
  saves: ReduceOp["saves"],
  backward: (g: Tensor, node: Node<ReduceParams>) => Tensor,
  result: ReduceOp["result"] = (dtype) => dtype,
): ReduceOp {
  return { name, code: Reduce[name], saves, backward: [backward], result };
}

/** What PyTorch calls its node: 0 for a reduction of everything, 1 for one along axes. */
export const numbered =
  (name: string) =>
  ({ params }: Node<ReduceParams>): string =>
    `${name}Backward${params.axes === null ? 0 : 1}`;

/** Runs the kernel over `axes` of `x` (all when null); they are brought together first if they lie apart. */
export function reduceArray(
  op: ReduceOp,
  x: Tensor,
  axes: readonly number[] | null,
  shape: Shape,
  dtype: DType,
): Tensor {
  const out = allocate(op.name, dtype, shape);
  let { array } = x;
  const turned = array.contiguous ? null : foldAsItLies(array, axes);
  if (turned) {
    context.backend.reduce(op.code, turned.lying, out, turned.outer, turned.n, turned.inner);
    return new Tensor(out);
  }
  let first = 0;
  let last = array.shape.length - 1;
  if (axes) {
    first = axes[0];
    last = axes[axes.length - 1];
    if (last - first + 1 !== axes.length) {
      const rest = array.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      array = permuteArray(array, [...rest, ...axes]);
      first = rest.length;
      last = array.shape.length - 1;
    }
  }
  const dense = contiguousArray(op.name, array);
  const [outer, n, inner] = axes ? foldAxes(dense.shape, first, last) : [1, dense.size, 1];
  context.backend.reduce(op.code, dense, out, outer, n, inner);
  discardCopy(dense, array);
  return new Tensor(out);
}

/** What of a transposed matrix, or of all of any such array, can be brought together in the order in which it lies. */
function foldAsItLies(
  array: NDArray,
  axes: readonly number[] | null,
): { lying: NDArray; outer: number; n: number; inner: number } | null {
  const all = axes === null || axes.length === array.shape.length;
  if (!all && array.shape.length !== 2) return null;
  const lying = asItLies(array);
  if (!lying) return null;
  if (all) return { lying, outer: 1, n: array.size, inner: 1 };
  const [rows, columns] = array.shape;
  if (axes[0] === 0) return { lying, outer: columns, n: rows, inner: 1 };
  return { lying, outer: 1, n: columns, inner: rows };
}

/** Runs and records a reduction. @throws when an axis is out of range */
export function applyReduction(
  op: ReduceOp,
  name: string,
  x: Tensor,
  { dim, keepdim = false }: ReduceOptions,
): Tensor {
  requireTensor(name, x);
  const { shape } = x.array;
  const axes = axesOf(name, dim, shape);
  const reduced = reducedShape(shape, axes, keepdim);
  const y = reduceArray(op, x, axes, reduced, op.result(x.dtype));
  if (!isFloating(y.dtype) || !tracked(x)) return y;
  const kept = op.saves.map((saved) => (saved === "x" ? x : y));
  return record(op, y, x, kept, reduceParams(shape, axes, 0));
}

export function reduceParams(shape: Shape, axes: readonly number[] | null, correction: number): ReduceParams {
  let count = 1;
  if (axes) for (const axis of axes) count *= shape[axis];
  else for (const extent of shape) count *= extent;
  return { shape, kept: reducedShape(shape, axes, true), count, axes, correction };
}

/** As integers, if it is bool. */
export const summable = (x: Tensor): Tensor => (x.dtype === "bool" ? to(x, "int32") : x);
/** As float32, if it is not floating. */
export const floating = (x: Tensor): Tensor => (isFloating(x.dtype) ? x : to(x, "float32"));
