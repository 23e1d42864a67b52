/** Reductions along axes. */
import { Reduce, type ReduceCode } from "../backend/backend.ts";
import { context } from "../context.ts";
import type { DType } from "../ndarray.ts";
import { foldAxes, sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import {
  type Axes,
  axesOf,
  axisOf,
  reducedShape,
  reduceOptions,
  type ReduceOptions,
  type Dim,
  dimOf,
  neededDim,
  type ReduceOneOptions,
} from "./axes.ts";
import { div, maximum, minimum, mul, pow, sub } from "./binary.ts";
import { eq, ne } from "./compare.ts";
import { to } from "./convert.ts";
import { example, specials } from "./examples.ts";
import { gather } from "./gather.ts";
import {
  allocate,
  contiguousArray,
  discardCopy,
  type Example,
  type ExampleInput,
  isFloating,
  type Node,
  type Op,
  type Row,
  record,
  tracked,
  wrap,
} from "./op.ts";
import { cat, expand, narrow, permuteArray, reshape, stack } from "./views.ts";
import { abs, exp, sqrt } from "./unary.ts";
import { where } from "./where.ts";

/** What a reduction's backward must know: the input's shape, and the output's with the reduced axes kept. */
interface ReduceParams {
  readonly shape: Shape;
  readonly kept: Shape;
  /** Number of elements that went into each result. */
  readonly count: number;
  readonly axes: readonly number[] | null;
  readonly correction: number;
}

interface ReduceOp extends Op<ReduceParams> {
  readonly code: ReduceCode;
  readonly saves: readonly ("x" | "y")[];
  readonly result: (dtype: DType) => DType;
}

/** `g` of the reduced shape, seen with the input's. */
function spread(g: Tensor, { kept, shape }: ReduceParams): Tensor {
  return expand(reshape(g, kept), shape);
}

function define(
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
function reduceExamples(
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

const sumOp = define(
  "sum",
  [],
  (g, { params }) => spread(g, params),
  () =>
    reduceExamples(sum, { torch: "torch.sum(a, dim=DIM)", all: "torch.sum(a)", empty: true, several: true }),
);
const meanOp = define(
  "mean",
  [],
  (g, { params }) => spread(div(g, params.count), params),
  () =>
    reduceExamples(mean, {
      torch: "torch.mean(a, dim=DIM)",
      all: "torch.mean(a)",
      empty: true,
      several: true,
    }),
);
const prodOp = define("prod", ["x", "y"], prodSlope, () => [
  ...reduceExamples(prod, {
    torch: "torch.prod(a, dim=DIM)",
    all: "torch.prod(a)",
    empty: true,
    several: false,
    extremes: false,
  }),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [2, 0, -3] }]),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [0, 0, -3] }]),
  example((x) => prod(x, 0), "torch.prod(a, 0)", [{ shape: [3], values: [2, 0, -3] }]),
]);
const maxOp = define("max", ["x", "y"], extremeSlope, () =>
  reduceExamples(amax, {
    torch: "torch.amax(a, dim=DIM)",
    all: "torch.amax(a)",
    empty: false,
    several: true,
  }),
);
const minOp = define("min", ["x", "y"], extremeSlope, () =>
  reduceExamples(amin, {
    torch: "torch.amin(a, dim=DIM)",
    all: "torch.amin(a)",
    empty: false,
    several: true,
  }),
);
const logsumexpOp = define(
  "logsumexp",
  ["x", "y"],
  (g, { saved: [x, y], params }) => mul(spread(g, params), exp(sub(x, spread(y, params)))),
  () =>
    reduceExamples(logsumexp, {
      torch: "torch.logsumexp(a, dim=DIM)",
      all: "torch.logsumexp(a, dim=tuple(range(a.dim())))",
      empty: false,
      several: true,
    }),
);
// The slope of √ at 0 is taken to be 0, as PyTorch does for norms.
const normOp: ReduceOp = {
  ...define(
    "sumSquares",
    ["x", "y"],
    (g, { saved: [x, y], params }) => {
      const zero = eq(y, 0);
      const ratio = where(zero, 0, div(g, where(zero, 1, y)));
      return mul(spread(ratio, params), x);
    },
    () =>
      reduceExamples((x, dim, keepdim) => norm(x, 2, dim, keepdim), {
        torch: "torch.norm(a, dim=DIM)",
        all: "torch.norm(a)",
        empty: true,
        several: true,
      }),
  ),
  name: "norm",
};
const varOp: Op<ReduceParams> = {
  name: "var",
  backward: [
    (g, { saved: [x], params }) => {
      const centred = sub(x, mean(x, { ...(params.axes ? { dim: params.axes } : {}), keepdim: true }));
      return mul(spread(mul(g, 2 / (params.count - params.correction)), params), centred);
    },
  ],
  examples: () => [
    ...reduceExamples(variance, {
      torch: "torch.var(a, dim=DIM)",
      all: "torch.var(a)",
      empty: false,
      several: true,
      extremes: false,
    }),
    example((x) => variance(x, { correction: 0 }), "torch.var(a, unbiased=False)", [[5]]),
  ],
};
const stdExamples = (): Example[] => [
  example((x) => std(x), "torch.std(a)", [[17]]),
  example((x) => std(x, 1), "torch.std(a, dim=1)", [[3, 4]]),
  example(
    (x) => std(x, { dim: 0, keepdim: true, correction: 0 }),
    "torch.std(a, dim=0, unbiased=False, keepdim=True)",
    [[3, 4]],
  ),
];
const allOp = define(
  "all",
  [],
  (g) => g,
  () =>
    reduceExamples(all, {
      torch: "torch.all(a != 0, dim=DIM)",
      all: "torch.all(a != 0)",
      empty: true,
      several: false,
    }),
  () => "bool",
);
const anyOp = define(
  "any",
  [],
  (g) => g,
  () =>
    reduceExamples(any, {
      torch: "torch.any(a != 0, dim=DIM)",
      all: "torch.any(a != 0)",
      empty: true,
      several: false,
    }),
  () => "bool",
);

/** Shares the gradient evenly among all that are largest (or smallest). */
function extremeSlope(g: Tensor, { saved: [x, y], params }: Node<ReduceParams>): Tensor {
  const chosen = to(eq(x, spread(y, params)), g.dtype);
  const dim = params.axes ? { dim: params.axes, keepdim: true } : { keepdim: true };
  return mul(spread(g, params), div(chosen, sum(chosen, dim)));
}

/** y/x where no factor is 0; otherwise every factor's gradient is the product of the others. */
function prodSlope(g: Tensor, { saved: [x, y], params }: Node<ReduceParams>): Tensor {
  if (params.count > 0 && !any(eq(x, 0)).item()) return div(mul(spread(g, params), spread(y, params)), x);
  const axis = params.axes ? params.axes[0] : 0;
  const flat = params.axes ? x : reshape(x, [params.count]);
  const n = flat.array.shape[axis];
  const others = Array.from({ length: n }, (_, i) =>
    prod(cat([narrow(flat, axis, 0, i), narrow(flat, axis, i + 1, n - i - 1)], axis), axis),
  );
  if (n === 0) return expand(g, params.shape);
  return mul(spread(g, params), reshape(stack(others, axis), params.shape));
}

/** Runs the kernel over `axes` of `x` (all when null); they are brought together first if they lie apart. */
function reduceArray(
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

function apply(op: ReduceOp, name: string, x: Tensor, { dim, keepdim = false }: ReduceOptions): Tensor {
  const { shape } = x.array;
  const axes = axesOf(name, dim, shape);
  const reduced = reducedShape(shape, axes, keepdim);
  const y = reduceArray(op, x, axes, reduced, op.result(x.dtype));
  if (!isFloating(y.dtype) || !tracked(x)) return y;
  const kept = op.saves.map((saved) => (saved === "x" ? x : y));
  return record(op, y, x, kept, reduceParams(shape, axes, 0));
}

function reduceParams(shape: Shape, axes: readonly number[] | null, correction: number): ReduceParams {
  let count = 1;
  if (axes) for (const axis of axes) count *= shape[axis];
  else for (const extent of shape) count *= extent;
  return { shape, kept: reducedShape(shape, axes, true), count, axes, correction };
}

const summable = (x: Tensor): Tensor => (x.dtype === "bool" ? to(x, "int32") : x);
const floating = (x: Tensor): Tensor => (isFloating(x.dtype) ? x : to(x, "float32"));

/** Sum over the axes `dim`, all when left out. Booleans are counted as int32.
 * @throws when an axis is out of range.
 * @example sum(x, 0, true)
 * @example sum(x, { dim: [0, 1] }) */
export function sum(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(sumOp, "sum", summable(x), reduceOptions(dim, keepdim));
}

/** Mean over the axes `dim`, all when left out; NaN of nothing. Integers give float32.
 * @throws when an axis is out of range.
 * @example mean(x, 0) */
export function mean(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(meanOp, "mean", floating(x), reduceOptions(dim, keepdim));
}

/** Product over the axis `dim`, or over everything.
 * @throws when the axis is out of range.
 * @example prod(x, 1) */
export function prod(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(prodOp, "prod", summable(x), reduceOptions(dim, keepdim));
}

/** Largest value over the axes `dim`, all when left out; NaN wins. Ties share the gradient evenly.
 * @throws when an axis is out of range or there is nothing to choose from.
 * @example amax(x, 1) */
export function amax(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return nonEmpty(maxOp, "amax", x, reduceOptions(dim, keepdim));
}

/** Smallest value over the axes `dim`, all when left out; NaN wins. Ties share the gradient evenly.
 * @throws when an axis is out of range or there is nothing to choose from.
 * @example amin(x, 1) */
export function amin(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return nonEmpty(minOp, "amin", x, reduceOptions(dim, keepdim));
}

function nonEmpty(op: ReduceOp, name: string, x: Tensor, options: ReduceOptions): Tensor {
  requireElements(name, x, axesOf(name, options.dim, x.array.shape));
  return apply(op, name, x, options);
}

/** @throws when there is nothing to choose from along `axes` (all when null). */
function requireElements(name: string, x: Tensor, axes: readonly number[] | null): void {
  const { shape } = x.array;
  const along = axes ? axes.map((axis) => shape[axis]) : shape;
  if (along.includes(0)) {
    throw new RangeError(
      `${name}: there is nothing to choose from in shape (${shape.join(", ")}); an axis has length 0.`,
    );
  }
}

/** log Σ eˣ over the axes `dim`, all when left out, without overflow.
 * @throws when an axis is out of range.
 * @example logsumexp(x, 1, true) */
export function logsumexp(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(logsumexpOp, "logsumexp", floating(x), reduceOptions(dim, keepdim));
}

/** Whether all elements along `dim` (everywhere when left out) are other than 0; a bool tensor.
 * @example all(gt(x, 0)) */
export function all(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(allOp, "all", x, reduceOptions(dim, keepdim));
}

/** Whether any element along `dim` (anywhere when left out) is other than 0; a bool tensor.
 * @example any(isnan(x)) */
export function any(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean): Tensor {
  return apply(anyOp, "any", x, reduceOptions(dim, keepdim));
}

export interface VarOptions extends ReduceOptions {
  /** Subtracted from the number of elements. Default 1 (Bessel's correction). */
  correction?: number;
}

/** Variance over the axes `dim`, all when left out, divided by n − correction (n − 1 by default).
 * @throws when an axis is out of range.
 * @example variance(x, { dim: 0, correction: 0 }) */
export function variance(x: Tensor, dim?: Axes | VarOptions, keepdim?: boolean): Tensor {
  const options = reduceOptions<VarOptions>(dim, keepdim);
  const input = floating(x);
  const { shape } = input.array;
  const axes = axesOf("var", options.dim, shape);
  const params = reduceParams(shape, axes, options.correction ?? 1);
  const source = input.requiresGrad ? input.detach() : input;
  const dims = axes ? { dim: axes } : {};
  const centred = sub(source, mean(source, { ...dims, keepdim: true }));
  const squares = sum(mul(centred, centred), { ...dims, keepdim: options.keepdim });
  const y = div(squares, Math.max(0, params.count - params.correction));
  return tracked(input) ? record(varOp, y, input, [input], params) : y;
}

/** Standard deviation over the axes `dim`: the root of {@link variance}; its slope at 0 is 0.
 * @throws when an axis is out of range.
 * @example std(x, 0) */
export function std(x: Tensor, dim?: Axes | VarOptions, keepdim?: boolean): Tensor {
  return rootOf(variance(x, dim, keepdim));
}

const stdOp: Op<null> = {
  name: "std",
  backward: [
    (g, { saved: [y] }) => {
      const zero = eq(y, 0);
      return where(zero, 0, div(g, mul(where(zero, 1, y), 2)));
    },
  ],
  examples: stdExamples,
};

function rootOf(squares: Tensor): Tensor {
  const y = sqrt(squares.requiresGrad ? squares.detach() : squares);
  return tracked(squares) ? record(stdOp, y, squares, [y], null) : y;
}

export interface NormOptions extends ReduceOptions {
  /** Default 2. */
  p?: number | "fro";
}

/**
 * The p-norm over the axes `dim`, all when left out: (Σ|x|ᵖ)^(1/p); p may be Infinity or −Infinity, and 0
 * counts what is other than 0.
 * @throws when an axis is out of range.
 * @example norm(x)
 * @example norm(x, 1, 0)
 */
export function norm(
  x: Tensor,
  p: number | "fro" | NormOptions = 2,
  dim?: Axes | ReduceOptions,
  keepdim?: boolean,
): Tensor {
  if (typeof p === "object") return norm(x, p.p ?? 2, p);
  const input = floating(x);
  const options = reduceOptions(dim, keepdim);
  if (p === 2 || p === "fro") {
    const { shape } = input.array;
    const axes = axesOf("norm", options.dim, shape);
    const reduced = reducedShape(shape, axes, options.keepdim);
    const y = sqrt(reduceArray(normOp, input, axes, reduced, input.dtype));
    return tracked(input) ? record(normOp, y, input, [input, y], reduceParams(shape, axes, 0)) : y;
  }
  const size = abs(input);
  if (p === Infinity) return amax(size, options);
  if (p === -Infinity) return amin(size, options);
  if (p === 1) return sum(size, options);
  if (p === 0) return sum(to(ne(input, 0), input.dtype), options);
  return pow(sum(pow(size, p), options), 1 / p);
}

/** `x` summed back to `shape`, from which it was broadcast. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const from = x.array.shape;
  if (sameShape(from, shape)) return x;
  const lead = from.length - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < from.length; axis++) {
    if (axis < lead || (shape[axis - lead] === 1 && from[axis] !== 1)) axes.push(axis);
  }
  return reshape(sum(x, axes), shape);
}

interface CumsumParams {
  readonly axis: number;
  readonly reversed: boolean;
}

const cumsumOp: Op<CumsumParams> = {
  name: "cumsum",
  backward: [(g, { params: { axis, reversed } }) => runningSum(g, axis, !reversed)],
  examples: () => [
    ...[[1], [3], [4], [5], [17], [0]].map((shape) =>
      example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [shape]),
    ),
    example((x) => cumsum(x, 1), "torch.cumsum(a, 1)", [[2, 5, 3]]),
    example((x) => cumsum(x, -1), "torch.cumsum(a, -1)", [{ shape: [4, 5], transposed: true }]),
    example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [specials], { smooth: false }),
  ],
};

function runningSum(x: Tensor, axis: number, reversed: boolean): Tensor {
  const source = contiguousArray("cumsum", x.array);
  const out = allocate("cumsum", x.dtype, source.shape);
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.cumsum(source, out, outer, n, inner, reversed);
  discardCopy(source, x.array);
  const y = wrap(out);
  return tracked(x) ? record(cumsumOp, y, x, null, { axis, reversed }) : y;
}

/** Running sum along the axis `dim`.
 * @throws when the axis is out of range.
 * @example cumsum(x, 0) */
export function cumsum(x: Tensor, dim: Dim): Tensor {
  return runningSum(summable(x), axisOf("cumsum", neededDim("cumsum", dim), x.array.shape), false);
}

function oneAxis(
  dim: number | ReduceOneOptions | undefined,
  keepdim: boolean | undefined,
): { dim: number | undefined; keepdim: boolean } {
  if (typeof dim !== "object") return { dim, keepdim: keepdim ?? false };
  return { dim: dimOf(dim), keepdim: dim.keepdim ?? dim.keepdims ?? false };
}

function argExtreme(op: "max" | "min", x: Tensor, dim: number | undefined, keepdim: boolean): Tensor {
  const name = `arg${op}`;
  const { shape } = x.array;
  const axes = axesOf(name, dim, shape);
  requireElements(name, x, axes);
  const source = contiguousArray(name, x.array);
  const out = allocate(name, "int32", reducedShape(shape, axes, keepdim));
  const [outer, n, inner] = axes ? foldAxes(shape, axes[0], axes[0]) : [1, source.size, 1];
  context.backend.argReduce(op, source, out, outer, n, inner);
  discardCopy(source, x.array);
  return wrap(out);
}

/** Index of the largest element along `dim`, or in the flattened tensor; the first of equals; NaN wins. int32.
 * @throws when there is nothing to choose from.
 * @example argmax(yHat, 1) */
export function argmax(x: Tensor, dim?: number | ReduceOneOptions, keepdim?: boolean): Tensor {
  const options = oneAxis(dim, keepdim);
  return argExtreme("max", x, options.dim, options.keepdim);
}

/** Index of the smallest element along `dim`, or in the flattened tensor; the first of equals; NaN wins. int32.
 * @throws when there is nothing to choose from. */
export function argmin(x: Tensor, dim?: number | ReduceOneOptions, keepdim?: boolean): Tensor {
  const options = oneAxis(dim, keepdim);
  return argExtreme("min", x, options.dim, options.keepdim);
}

/** Values and where they were, to take apart by name or by position. */
export class ValuesAndIndices {
  readonly values: Tensor;
  /** int32. */
  readonly indices: Tensor;

  constructor(values: Tensor, indices: Tensor) {
    this.values = values;
    this.indices = indices;
  }

  *[Symbol.iterator](): Generator<Tensor> {
    yield this.values;
    yield this.indices;
  }
}

function chosen(op: "max" | "min", x: Tensor, dim: number, keepdim: boolean): ValuesAndIndices {
  const axis = axisOf(op, dim, x.array.shape);
  if (x.array.shape.length === 0) {
    const index = argExtreme(op, x, undefined, false);
    return new ValuesAndIndices(x, index);
  }
  const kept = argExtreme(op, x, axis, true);
  const shape = reducedShape(x.array.shape, [axis], keepdim);
  const values = reshape(gather(x, axis, kept), shape);
  const indices = reshape(kept, shape);
  return new ValuesAndIndices(values, indices);
}

/** The largest element; or along `dim` the largest and their indices; or, of two tensors, {@link maximum}.
 * @throws when there is nothing to choose from.
 * @example const { values, indices } = max(yHat, 1) */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, other: Tensor): Tensor;
export function max(x: Tensor, dim: number | ReduceOneOptions, keepdim?: boolean): ValuesAndIndices;
export function max(
  x: Tensor,
  dim?: number | ReduceOneOptions | Tensor,
  keepdim?: boolean,
): Tensor | ValuesAndIndices {
  if (dim === undefined) return amax(x);
  if (typeof dim === "object" && "array" in dim) return maximum(x, dim);
  const options = oneAxis(dim, keepdim);
  return chosen("max", x, neededDim("max", options), options.keepdim);
}

/** The smallest element; or along `dim` the smallest and their indices; or, of two tensors, {@link minimum}.
 * @throws when there is nothing to choose from.
 * @example const { values, indices } = min(yHat, 1) */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, other: Tensor): Tensor;
export function min(x: Tensor, dim: number | ReduceOneOptions, keepdim?: boolean): ValuesAndIndices;
export function min(
  x: Tensor,
  dim?: number | ReduceOneOptions | Tensor,
  keepdim?: boolean,
): Tensor | ValuesAndIndices {
  if (dim === undefined) return amin(x);
  if (typeof dim === "object" && "array" in dim) return minimum(x, dim);
  const options = oneAxis(dim, keepdim);
  return chosen("min", x, neededDim("min", options), options.keepdim);
}

/** The rows of the table. */
export const reduceOps: readonly Row[] = [
  sumOp,
  meanOp,
  prodOp,
  maxOp,
  minOp,
  logsumexpOp,
  normOp,
  varOp,
  stdOp,
  allOp,
  anyOp,
  cumsumOp,
];
