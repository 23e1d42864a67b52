/** The largest and the smallest, and where they are. */
import { context } from "../../core/context.ts";
import { foldAxes } from "../../core/shape.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import {
  type Axes,
  axesOf,
  axisOf,
  type Keepdim,
  neededDim,
  oneAxis,
  reducedShape,
  type ReduceOneOptions,
  reduceOptions,
  type ReduceOptions,
} from "../../core/axes.ts";
import { div, maximum, minimum, mul } from "../elementwise/binary.ts";
import { eq, isnan, logicalAnd, logicalOr } from "../elementwise/compare.ts";
import { clone, to } from "../shape/convert.ts";
import { gather } from "../index/gather.ts";
import { requireTensor } from "../../core/record.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import type { Node } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { sum } from "./reduce.ts";
import {
  applyReduction,
  defineReduction,
  type ReduceOp,
  type ReduceParams,
  spread,
} from "./applyReduction.ts";
import { unshared } from "../shape/viewed.ts";
import { where } from "../elementwise/where.ts";
import { reshape } from "../shape/views.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./extremes.ts"), "amax" | "amin" | "argmax" | "argmin"> {
    /** The largest element; along `dim`, the largest and their indices; with a tensor, `maximum`.
     * @example const [values, indices] = x.max(1) */
    max(): Tensor;
    max(other: Tensor): Tensor;
    max(dim: number | ReduceOneOptions, keepdim?: Keepdim): ValuesAndIndices;
    /** The smallest element; along `dim`, the smallest and their indices; with a tensor, `minimum`.
     * @example const [values, indices] = x.min(1) */
    min(): Tensor;
    min(other: Tensor): Tensor;
    min(dim: number | ReduceOneOptions, keepdim?: Keepdim): ValuesAndIndices;
  }
}

const maxOp = defineReduction("max", ["x", "y"], extremeSlope);
const minOp = defineReduction("min", ["x", "y"], extremeSlope);
const isOperand = (given: unknown): given is Tensor =>
  typeof given === "object" && given !== null && "array" in given;

/** Shares the gradient evenly among all that are largest (or smallest); it is NaN where NaN won, as PyTorch's `amax`. */
function extremeSlope(g: Tensor, { saved: [x, y], params }: Node<ReduceParams>): Tensor {
  const chosen = to(eq(x, spread(y, params)), g.dtype);
  return mul(spread(g, params), div(chosen, among(chosen, params)));
}

/** How many share each result. */
function among(chosen: Tensor, { axes }: ReduceParams): Tensor {
  return sum(chosen, axes ? { dim: axes, keepdim: true } : { keepdim: true });
}

/** The same of `max()` and of norms: where NaN won, PyTorch shares among all that are NaN. */
function slopeWithNaN(g: Tensor, { saved: [x, y], params }: Node<ReduceParams>): Tensor {
  const value = spread(y, params);
  const chosen = logicalOr(eq(x, value), logicalAnd(isnan(x), isnan(value)));
  return where(chosen, div(spread(g, params), among(to(chosen, g.dtype), params)), 0);
}
const withNaN = {
  max: { ...maxOp, backward: [slopeWithNaN] },
  min: { ...minOp, backward: [slopeWithNaN] },
};

/** {@link amax} or {@link amin} with a slope where NaN won. */
export function extreme(which: "max" | "min", name: string, x: Tensor, options: ReduceOptions = {}): Tensor {
  return nonEmpty(withNaN[which], name, x, options);
}

/** Largest value over the axes `dim`, all when left out; NaN wins. Ties share the gradient evenly.
 * @throws when an axis is out of range or there is nothing to choose from.
 * @example x.amax(1, true) */
export function amax(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("amax", x);
  return nonEmpty(maxOp, "amax", x, reduceOptions("amax", dim, keepdim));
}

/** Smallest value over the axes `dim`, all when left out; NaN wins. Ties share the gradient evenly.
 * @throws when an axis is out of range or there is nothing to choose from.
 * @example x.amin([0, 1]) */
export function amin(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("amin", x);
  return nonEmpty(minOp, "amin", x, reduceOptions("amin", dim, keepdim));
}

function nonEmpty(op: ReduceOp, name: string, x: Tensor, options: ReduceOptions): Tensor {
  requireElements(name, x, axesOf(name, options.dim, x.array.shape));
  return applyReduction(op, name, x, options);
}

/** @throws when there is nothing to choose from along `axes` (all when null). */
function requireElements(name: string, x: Tensor, axes: readonly number[] | null): void {
  const { shape } = x.array;
  const along = axes ? axes.map((axis) => shape[axis]) : shape;
  if (along.includes(0)) {
    throw new RangeError(
      say`${name}: there is nothing to choose from in shape (${shape.join(", ")}); an axis has length 0.`,
    );
  }
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
  return new Tensor(out);
}

/** Index of the largest element along `dim`, or in the flattened tensor; the first of equals; NaN wins. int32.
 * @throws when there is nothing to choose from.
 * @example yHat.argmax(1) */
export function argmax(x: Tensor, dim?: number | ReduceOneOptions, keepdim?: Keepdim): Tensor {
  requireTensor("argmax", x);
  const options = oneAxis("argmax", dim, keepdim);
  return argExtreme("max", x, options.dim, options.keepdim);
}

/** Index of the smallest element along `dim`, or in the flattened tensor; the first of equals; NaN wins. int32.
 * @throws when there is nothing to choose from.
 * @example x.argmin() */
export function argmin(x: Tensor, dim?: number | ReduceOneOptions, keepdim?: Keepdim): Tensor {
  requireTensor("argmin", x);
  const options = oneAxis("argmin", dim, keepdim);
  return argExtreme("min", x, options.dim, options.keepdim);
}

/**
 * Values and where they were, to take apart by name or by position.
 * @example const { values, indices } = x.max(1);
 */
export class ValuesAndIndices {
  /** The extreme elements. */
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
    return new ValuesAndIndices(clone(x), index);
  }
  const kept = argExtreme(op, x, axis, true);
  const shape = reducedShape(x.array.shape, [axis], keepdim);
  const values = unshared(reshape(gather(x, axis, kept), shape));
  if (context.tracer !== null) context.tracer.refine(`${op}Along`, values, [x], { axis, keepdim });
  const indices = unshared(reshape(kept, shape));
  return new ValuesAndIndices(values, indices);
}

/** The largest element; or along `dim` the largest and their indices; or, of two tensors, {@link maximum}.
 * @throws when there is nothing to choose from.
 * @example const { values, indices } = max(yHat, 1) */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, other: Tensor): Tensor;
export function max(x: Tensor, dim: number | ReduceOneOptions, keepdim?: Keepdim): ValuesAndIndices;
export function max(
  x: Tensor,
  dim?: number | ReduceOneOptions | Tensor,
  keepdim?: Keepdim,
): Tensor | ValuesAndIndices {
  requireTensor("max", x);
  if (dim === undefined) return extreme("max", "max", x);
  if (isOperand(dim)) return maximum(x, dim);
  const options = oneAxis("max", dim, keepdim);
  return chosen("max", x, neededDim("max", options.dim ?? {}), options.keepdim);
}

/** The smallest element; or along `dim` the smallest and their indices; or, of two tensors, {@link minimum}.
 * @throws when there is nothing to choose from.
 * @example const { values, indices } = min(yHat, 1) */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, other: Tensor): Tensor;
export function min(x: Tensor, dim: number | ReduceOneOptions, keepdim?: Keepdim): ValuesAndIndices;
export function min(
  x: Tensor,
  dim?: number | ReduceOneOptions | Tensor,
  keepdim?: Keepdim,
): Tensor | ValuesAndIndices {
  requireTensor("min", x);
  if (dim === undefined) return extreme("min", "min", x);
  if (isOperand(dim)) return minimum(x, dim);
  const options = oneAxis("min", dim, keepdim);
  return chosen("min", x, neededDim("min", options.dim ?? {}), options.keepdim);
}

methods({ amax, amin, argmax, argmin, max, min });
