/** Other looks at the same memory, and joining tensors. */
import { context } from "../../core/context.ts";
import { NDArray, viewOf } from "../../core/ndarray.ts";
import {
  broadcastStrides,
  isContiguous,
  sameShape,
  type Shape,
  showShape,
  sizeOf,
  viewStrides,
} from "../../core/shape.ts";
import { byName, type OptionNames } from "../../core/options.ts";
import { type Sizes, sizesOf } from "./sizes.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { type Axes, axesOf, axisOf, type Dim, neededDim, reduceOptions } from "../../core/axes.ts";
import { contiguous } from "./convert.ts";
import { zeros } from "../create/create.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import type { Node, Op } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { sumTo } from "../reduce/sumTo.ts";
import { unshared, viewed } from "./viewed.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<
    typeof import("./views.ts"),
    "transpose" | "flatten" | "squeeze" | "unsqueeze" | "narrow"
  > {
    /** The same elements in another shape; one size may be −1.
     * @throws when the number of elements does not fit.
     * @example x.reshape(3, -1) */
    reshape(...sizes: Sizes): Tensor;
    /** Like `reshape`, but never copies.
     * @throws when only a copy would do.
     * @example x.view(-1, 784) */
    view(...sizes: Sizes): Tensor;
    /** This, in the shape of `other`.
     * @example y.reshapeAs(yHat) */
    reshapeAs(other: Tensor): Tensor;
    /** The axes in reverse order; of a matrix, its transpose. A view. */
    readonly T: Tensor;
    /** The transpose of a matrix.
     * @example w.t() */
    t(): Tensor;
    /** The axes in another order. A view.
     * @example image.permute(2, 0, 1) */
    permute(...order: Sizes): Tensor;
    /** Stretches axes of extent 1 without copying; −1 keeps an extent.
     * @example zeros(3, 1).expand(-1, 4) // (3, 4) */
    expand(...sizes: Sizes): Tensor;
    /** Stretches to the shape of `other`.
     * @example b.expandAs(x) */
    expandAs(other: Tensor): Tensor;
  }
}

const reshapeOp: Op<Shape> = {
  name: "view",
  backward: [(g, node) => reshape(g, node.params)],
};

/** `sizes` with at most one −1 worked out. @throws when the elements do not fit. */
function resolveSizes(operation: string, from: Shape, sizes: Shape): Shape {
  const size = sizeOf(from);
  let known = 1;
  let unknown = -1;
  for (let axis = 0; axis < sizes.length; axis++) {
    const extent = sizes[axis];
    if (extent === -1 && unknown < 0) unknown = axis;
    else if (!Number.isInteger(extent) || extent < 0) {
      throw new RangeError(
        say`${operation}: ${extent} is no size in (${sizes.join(", ")}); sizes are whole numbers, and one may be
          -1.`,
      );
    } else known *= extent;
  }
  if (unknown < 0 ? known === size : known > 0 && size % known === 0) {
    return unknown < 0 ? sizes : sizes.map((extent) => (extent === -1 ? size / known : extent));
  }
  throw new RangeError(
    unknown < 0
      ? say`${operation}: ${showShape(from)} has ${size} elements, which do not fit ${showShape(sizes)} (${known}
          elements). Use -1 for a size that follows from the others.`
      : say`${operation}: ${showShape(from)} has ${size} elements, which do not fit ${showShape(sizes)}. Use -1 for a
          size that follows from the others.`,
  );
}

/** The operation by the names under which views of it are recorded. */
const reshapeOps = new Map([["view", reshapeOp]]);

function reshapeOpNamed(name: string): Op<Shape> {
  const op = reshapeOps.get(name) ?? { ...reshapeOp, name };
  reshapeOps.set(name, op);
  return op;
}

/** The same elements in another shape; one size may be −1. A view where strides allow, else a copy.
 * @throws when the number of elements does not fit.
 * @example reshape(arange(12), [3, -1]) */
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireTensor("reshape", x);
  return reshapeAs("view", x, shape);
}

/** What {@link reshape} does, recorded under the name of the operation that it is part of. */
export function reshapeAs(name: string, x: Tensor, shape: Shape): Tensor {
  requireTensor("reshapeAs", x);
  const { array } = x;
  const target = resolveSizes("reshape", array.shape, shape);
  const strides = sameShape(array.shape, target)
    ? array.strides
    : viewStrides(array.shape, array.strides, target);
  if (!strides) return unshared(reshapeAs(name, contiguous(x), target));
  return viewed(reshapeOpNamed(name), x, viewOf(array, target, strides, array.offset), array.shape);
}

/** Like {@link reshape}, but never copies.
 * @throws when only a copy would do.
 * @example viewOnly(x, [3, -1]) */
export function viewOnly(x: Tensor, shape: Shape): Tensor {
  const { array } = x;
  if (!viewStrides(array.shape, array.strides, resolveSizes("view", array.shape, shape))) {
    throw new Error(
      say`view: the elements of this ${showShape(array.shape)} tensor do not lie in an order that can be seen as
        (${shape.join(", ")}). Use reshape, which copies where it must.`,
    );
  }
  return reshape(x, shape);
}

export interface FlattenOptions {
  /** Default 0. */
  startDim?: number;
  /** Default −1, the last. */
  endDim?: number;
}

const flattenNames: OptionNames<FlattenOptions> = { startDim: 1, endDim: 1 };

/** Joins the axes from `startDim` (default: the first) to `endDim` (default: the last) into one.
 * @throws when there is no such axis, or they come in the wrong order.
 * @example image.flatten()
 * @example batch.flatten(1) */
export function flatten(x: Tensor, from: number | FlattenOptions = 0, to = -1): Tensor {
  requireTensor("flatten", x);
  const { startDim = 0, endDim = to } = byName("flatten", from, "startDim", flattenNames);
  const { shape } = x.array;
  if (shape.length === 0) return reshape(x, [1]);
  const first = axisOf("flatten", startDim, shape);
  const last = axisOf("flatten", endDim, shape);
  // As in PyTorch, it is the tensor itself then.
  if (last === first) return x;
  if (last < first) throw new RangeError(say`flatten: startDim ${startDim} comes after endDim ${endDim}.`);
  return reshape(x, [
    ...shape.slice(0, first),
    sizeOf(shape.slice(first, last + 1)),
    ...shape.slice(last + 1),
  ]);
}

/** Drops the axis `dim` (or those of several, or all) when its extent is 1.
 * @example zeros(1, 3, 1).squeeze() // (3,) */
export function squeeze(x: Tensor, dim?: Axes | { dim?: Axes }): Tensor {
  requireTensor("squeeze", x);
  const { shape } = x.array;
  const axes = axesOf("squeeze", reduceOptions("squeeze", dim, undefined).dim, shape);
  return reshapeAs(
    "squeeze",
    x,
    shape.filter((extent, axis) => extent !== 1 || (axes !== null && !axes.includes(axis))),
  );
}

/** Inserts an axis of extent 1 before the axis `dim`; −1 puts it last.
 * @throws when there is no such place.
 * @example zeros(3).unsqueeze(1) // (3, 1) */
export function unsqueeze(x: Tensor, dim: Dim): Tensor {
  requireTensor("unsqueeze", x);
  const { shape } = x.array;
  const axis = axisOf("unsqueeze", neededDim("unsqueeze", dim), [...shape, 1]);
  return reshapeAs("unsqueeze", x, [...shape.slice(0, axis), 1, ...shape.slice(axis)]);
}

const expandOp: Op<Shape> = {
  name: "expand",
  backward: [(g, node) => sumTo(g, node.params)],
};

/** Stretches axes of extent 1 to `shape` without copying; −1 keeps an extent; new axes may come in front.
 * @throws when an axis of another extent would have to stretch.
 * @example expand(tensor([[1], [2]]), [2, 3]) */
export function expand(x: Tensor, shape: Shape): Tensor {
  requireTensor("expand", x);
  const { array } = x;
  const lead = shape.length - array.shape.length;
  const target = shape.map((extent, axis) =>
    extent === -1 && axis >= lead ? array.shape[axis - lead] : extent,
  );
  const fits =
    lead >= 0 && array.shape.every((extent, axis) => extent === 1 || extent === target[axis + lead]);
  if (!fits || !target.every((extent) => Number.isInteger(extent) && extent >= 0)) {
    throw new RangeError(
      say`expand: ${showShape(array.shape)} does not stretch to ${showShape(shape)}; only axes of length 1
        stretch.`,
    );
  }
  const strides = broadcastStrides(array.shape, array.strides, target);
  return viewed(expandOp, x, viewOf(array, target, strides, array.offset), array.shape);
}

const permuteOp: Op<readonly number[]> = {
  name: "permute",
  backward: [(g, node) => permute(g, inverse(node.params))],
};

function inverse(order: readonly number[]): number[] {
  const out = new Array<number>(order.length);
  order.forEach((from, to) => {
    out[from] = to;
  });
  return out;
}

export function permuteArray(array: NDArray, order: readonly number[]): NDArray {
  return viewOf(
    array,
    order.map((axis) => array.shape[axis]),
    order.map((axis) => array.strides[axis]),
    array.offset,
  );
}

/** The transpose of a matrix. */
export function transposedMatrix({ storage, shape, strides, offset, size }: NDArray): NDArray {
  const turned = [shape[1], shape[0]];
  const steps = [strides[1], strides[0]];
  return new NDArray(storage, turned, steps, offset, size, isContiguous(turned, steps));
}

/** The axes in another order; a view.
 * @throws when `order` does not name every axis once.
 * @example permute(image, [2, 0, 1]) */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  requireTensor("permute", x);
  const { shape } = x.array;
  const axes = order.map((axis) => axisOf("permute", axis, shape));
  if (axes.length !== shape.length || new Set(axes).size !== axes.length) {
    throw new RangeError(
      say`permute: (${order.join(", ")}) must name each of the ${shape.length} axes once.`,
    );
  }
  return viewed(permuteOp, x, permuteArray(x.array, axes), axes);
}

/** Swaps two axes; a view.
 * @example x.transpose(0, 1) */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  requireTensor("transpose", x);
  const { shape } = x.array;
  const order = shape.map((_, axis) => axis);
  if (shape.length === 0) return permute(x, []);
  const [a, b] = [axisOf("transpose", dim0, shape), axisOf("transpose", dim1, shape)];
  order[a] = b;
  order[b] = a;
  return viewed(permuteOp, x, permuteArray(x.array, order), order);
}

/** The transpose of matrices: the last two axes swapped; a vector is its own transpose. A view. */
export function transposed(x: Tensor): Tensor {
  return x.array.shape.length < 2 ? reshape(x, x.array.shape) : transpose(x, -2, -1);
}

/** The axes in reverse order, as PyTorch's `T`; a view. */
export function reversed(x: Tensor): Tensor {
  if (x.array.shape.length < 3) return transposed(x);
  return permute(x, x.array.shape.map((_, axis) => axis).reverse());
}

interface SliceParams {
  readonly shape: Shape;
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

const sliceOp: Op<SliceParams> = {
  name: "slice",
  backward: [sliceSlope],
  part: (whole, { axis, start, count, step }) => slicedArray(whole, axis, start, count, step),
};

/** `g` in its place among zeros. */
function sliceSlope(g: Tensor, { params }: Node<SliceParams>): Tensor {
  const out = zeros(params.shape, { dtype: g.dtype });
  const region = slicedArray(out.array, params.axis, params.start, params.count, params.step);
  context.backend.copy(g.array, region);
  return tracked(g) ? record(embedOp, out, g, null, params) : out;
}

/** The counterpart of a slice: a tensor put among zeros. */
const embedOp: Op<SliceParams> = {
  name: "sliceBackward",
  backward: [(g, { params: { axis, start, count, step } }) => sliceAxis(g, axis, start, count, step)],
};

/** The same slice of an array; not checked. */
export function slicedArray(
  array: NDArray,
  axis: number,
  start: number,
  count: number,
  step: number,
): NDArray {
  const shape = array.shape.slice();
  const strides = array.strides.slice();
  shape[axis] = count;
  strides[axis] *= step;
  return viewOf(array, shape, strides, array.offset + (count === 0 ? 0 : start * array.strides[axis]));
}

/** `count` elements of an axis, `step` apart, from `start`; all checked. A view. */
export function sliceAxis(x: Tensor, axis: number, start: number, count: number, step: number): Tensor {
  const { array } = x;
  const params = { shape: array.shape, axis, start, count, step };
  return viewed(sliceOp, x, slicedArray(array, axis, start, count, step), params);
}

/** `length` elements of the axis `dim`, from `start`; a view.
 * @throws when that leaves the axis.
 * @example x.narrow(0, 2, 3) // rows 2, 3, 4 */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  requireTensor("narrow", x);
  const { shape } = x.array;
  const axis = axisOf("narrow", dim, shape);
  const first = start < 0 ? start + shape[axis] : start;
  if (shape.length === 0 || first < 0 || length < 0 || first + length > shape[axis]) {
    throw new RangeError(
      say`narrow: ${length} elements from ${start} leave axis ${axis} of shape ${showShape(shape)}.`,
    );
  }
  return sliceAxis(x, axis, first, length, 1);
}

methods({ transpose, flatten, squeeze, unsqueeze, narrow });
method("reshape", function (...sizes) {
  return reshape(this, sizesOf(sizes));
});
method("view", function (...sizes) {
  return viewOnly(this, sizesOf(sizes));
});
method("permute", function (...order) {
  return permute(this, sizesOf(order));
});
method("expand", function (...sizes) {
  return expand(this, sizesOf(sizes));
});
methods({
  reshapeAs(x, other: Tensor) {
    requireTensor("reshapeAs", other);
    return reshape(x, other.array.shape);
  },
  expandAs(x, other: Tensor) {
    requireTensor("expandAs", other);
    return expand(x, other.array.shape);
  },
  t(x) {
    if (x.array.shape.length > 2) {
      throw new RangeError(
        say`t: a tensor of shape ${showShape(x.array.shape)} is no matrix; use transpose(0, 1).`,
      );
    }
    return reversed(x);
  },
});
Object.defineProperty(Tensor.prototype, "T", {
  get(this: Tensor) {
    return reversed(this);
  },
  configurable: true,
});
