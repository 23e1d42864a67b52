/** A region of a tensor, by its place in memory: taken out, put among zeros, erased; each is the slope of another. */
import { context } from "../../core/context.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { NDArray, viewOf } from "../../core/ndarray.ts";
import { isContiguous, sameShape, type Shape, sizeOf } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { allocate } from "../../core/allocate.ts";
import type { Op } from "../../core/node.ts";
import { record, tracked } from "../../core/record.ts";
import { sumTo } from "../reduce/sumTo.ts";

/** Where a view lies in the tensor that it is a view of. Strides and the offset are in elements. */
export interface Region {
  readonly whole: { readonly shape: Shape; readonly strides: Shape };
  readonly shape: Shape;
  readonly strides: Shape;
  /** From the first element of the whole. */
  readonly offset: number;
}

export function regionOf(whole: NDArray, { shape, strides, offset }: NDArray): Region {
  return { whole, shape, strides, offset: offset - whole.offset };
}

/** Memory for an array with these strides, undefined between its elements. */
function allocateStrided(shape: Shape, strides: Shape, dtype: NDArray["dtype"]): NDArray {
  const size = sizeOf(shape);
  const length = size === 0 ? 0 : shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis], 1);
  const { storage } = allocate("asStrided", dtype, [length]);
  return new NDArray(storage, shape, strides, 0, size, isContiguous(shape, strides));
}

function copyLike(x: NDArray, { shape, strides }: Region["whole"]): NDArray {
  const out = allocateStrided(shape, strides, x.dtype);
  context.backend.copy(x, out);
  return out;
}

/** `region` of an array that has the strides of its whole. */
export function partOf(whole: NDArray, { shape, strides, offset }: Region): NDArray {
  return viewOf(whole, shape, strides, whole.offset + offset);
}

/** `region` of `x`. Its memory is shared where the strides of `x` allow. */
export function asStrided(x: Tensor, region: Region): Tensor {
  const whole = sameShape(x.array.strides, region.whole.strides) ? x.array : copyLike(x.array, region.whole);
  const y = new Tensor(partOf(whole, region));
  return tracked(x) ? record(asStridedOp, y, x, null, region) : y;
}

export const asStridedOp: Op<Region> = {
  name: "asStrided",
  backward: [(g, { params }) => embed(g, params)],
};

/** `g` in its place among zeros; elements that share a place are summed. */
export function embed(g: Tensor, region: Region): Tensor {
  const { whole, strides } = region;
  const shape = region.shape.map((extent, axis) => (strides[axis] === 0 ? 1 : extent));
  const out = allocateStrided(whole.shape, whole.strides, g.dtype);
  context.backend.fill(out, 0);
  const summed = withGradMode(false, () => sumTo(g, shape));
  context.backend.copy(summed.array, partOf(out, { ...region, shape }));
  const y = new Tensor(out);
  return tracked(g) ? record(embedOp, y, g, null, region) : y;
}

const embedOp: Op<Region> = {
  name: "asStridedBackward",
  backward: [(g, { params }) => asStrided(g, params)],
};

/** A copy of `g` with zeros in `region`. */
function erase(g: Tensor, region: Region): Tensor {
  const out = copyLike(g.array, region.whole);
  context.backend.fill(partOf(out, region), 0);
  const y = new Tensor(out);
  return tracked(g) ? record(eraseOp, y, g, null, region) : y;
}

const eraseOp: Op<Region> = {
  name: "erase",
  backward: [(g, { params }) => erase(g, params)],
};

/** The whole (the first input) after its region was changed into the second. */
export const copySlicesOp: Op<Region> = {
  name: "copySlices",
  node: "CopySlices",
  backward: [(g, { params }) => erase(g, params), (g, { params }) => asStrided(g, params)],
};
