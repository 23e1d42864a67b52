/** How a reduction along axes is defined, run, recorded and shown by examples. */
import { Reduce, type ReduceCode } from "../backend/backend.ts";
import { context } from "../context.ts";
import type { DType } from "../ndarray.ts";
import { foldAxes, sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type Axes, axesOf, reducedShape, type ReduceOptions } from "./axes.ts";
import { to } from "./convert.ts";
import { example, specials } from "./examples.ts";
import {
  allocate,
  contiguousArray,
  discardCopy,
  type Example,
  type ExampleInput,
  isFloating,
  type Node,
  type Op,
  record,
  requireTensor,
  tracked,
  wrap,
} from "./op.ts";
import { expand, permuteArray, reshape } from "./views.ts";

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
  examples: () => Example[],
  result: ReduceOp["result"] = (dtype) => dtype,
): ReduceOp {
  return { name, code: Reduce[name], saves, backward: [backward], examples, result };
}

type Reduction = (x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean) => Tensor;

interface ExampleOptions {
  readonly low?: number;
  readonly high?: number;
  /** PyTorch's call with one axis, for example `torch.sum(a, dim=DIM)`. */
  readonly torch: string;
  /** PyTorch's call without an axis. */
  readonly all: string;
  /** Whether it is defined on nothing, and along several axes. */
  readonly empty: boolean;
  readonly several: boolean;
  /** False for examples with at least three ordinary numbers in each reduction. */
  readonly extremes?: boolean;
}

/** The axes at which reductions go wrong: first, middle, last, several, all; tails; strided; specials. */
export function reduceExamples(
  f: Reduction,
  { low = -3, high = 3, torch, all, empty, several, extremes = true }: ExampleOptions,
): Example[] {
  const of = (...shape: number[]): ExampleInput => ({ shape, low, high });
  const along = (dim: string): string => torch.replace("DIM", dim);
  const tails = [[3], [4], [5], [17], [3, 4]];
  const out = (extremes ? [[], [1], ...tails] : tails).map((shape) =>
    example((x) => f(x), all, [of(...shape)]),
  );
  out.push(
    example((x) => f(x, 0), along("0"), [of(5, 17)]),
    example((x) => f(x, -1), along("-1"), [of(5, 17)]),
    example((x) => f(x, 1, true), along("1, keepdim=True"), [of(2, 5, 3)]),
    example((x) => f(x, { dim: 0 }), along("0"), [{ ...of(4, 5), transposed: true }]),
  );
  if (extremes) out.push(example((x) => f(x), all, [specials], { smooth: false }));
  if (empty) {
    out.push(
      example((x) => f(x), all, [of(0)]),
      example((x) => f(x, 0), along("0"), [of(0, 3)]),
      example((x) => f(x, 0), along("0"), [of(3, 0)]),
    );
  }
  if (several) {
    out.push(
      example((x) => f(x, [0, 2]), along("(0, 2)"), [of(2, 3, 4)]),
      example((x) => f(x, [0, 1], true), along("(0, 1), keepdim=True"), [of(2, 3, 4)]),
    );
  }
  return out;
}

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
  return wrap(out);
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
