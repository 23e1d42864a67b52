/** Pools: the largest or the mean element under a window. */
import type { Pair, Window } from "../../backend/backend.ts";
import { allocate, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { elementsOf, isFloating, type NDArray } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { byName, type OptionNames } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { scatterRows } from "../index/gather.ts";
import { ValuesAndIndices } from "../reduce/extremes.ts";
import { imagesOf, type PairOrNumber, pairOf, placesAlong, requirePlaces, withoutAdded } from "./geometry.ts";

/** How the window of a pool moves. */
export interface PoolOptions {
  /** Steps from place to place. Default: the extents of the window. */
  stride?: PairOrNumber | null;
  /** Elements around the input that count as nothing; at most half of the window. Default 0. */
  padding?: PairOrNumber;
  /** Count a last window that does not fit entirely. Default false. */
  ceilMode?: boolean;
}

/** How the window of a pool of the largest moves, and whether it says where they were. */
export interface MaxPoolOptions extends PoolOptions {
  /** Steps from element to element under the window. Default 1. */
  dilation?: PairOrNumber;
  /** Give `[values, indices]`; an index counts from the first element of its channel. Default false. */
  returnIndices?: boolean;
}

/** How the window of a pool of means moves, and what its sums are divided by. */
export interface AvgPoolOptions extends PoolOptions {
  /** Let padded elements count as zeros. Default true. */
  countIncludePad?: boolean;
  /** Divide by this, not by the number of elements. */
  divisorOverride?: number | null;
}

const poolNames: OptionNames<PoolOptions> = { stride: 1, padding: 1, ceilMode: 1 };
const maxNames: OptionNames<MaxPoolOptions> = { ...poolNames, dilation: 1, returnIndices: 1 };
const avgNames: OptionNames<AvgPoolOptions> = { ...poolNames, countIncludePad: 1, divisorOverride: 1 };

interface Geometry {
  readonly window: Window;
  readonly places: Pair;
}

function geometryOf(
  operation: string,
  rank: 1 | 2,
  x: Tensor,
  images: Tensor,
  kernelSize: PairOrNumber,
  given: PoolOptions & { dilation?: PairOrNumber },
): Geometry {
  const kernel = pairOf(operation, "kernelSize", kernelSize, 1, rank);
  const window: Window = {
    kernel,
    stride:
      given.stride === undefined || given.stride === null
        ? kernel
        : pairOf(operation, "stride", given.stride, 1, rank),
    padding: pairOf(operation, "padding", given.padding ?? 0, 0, rank),
    dilation: pairOf(operation, "dilation", given.dilation ?? 1, 1, rank),
  };
  if ([0, 1].some((axis) => window.padding[axis] * 2 > kernel[axis])) {
    throw new RangeError(
      say`${operation}: a padding of ${showShape(window.padding.slice(2 - rank))} is more than half of a window of
        ${showShape(kernel.slice(2 - rank))}.`,
    );
  }
  const { stride, padding, dilation } = window;
  const along = (axis: 0 | 1): number => {
    const [extent, margin] = [images.array.shape[2 + axis], padding[axis]];
    return placesAlong(extent, kernel[axis], stride[axis], dilation[axis], margin, margin, given.ceilMode);
  };
  const places: Pair = [along(0), along(1)];
  requirePlaces(operation, x, kernel, places, rank);
  return { window, places };
}

export function requireFloats(operation: string, x: Tensor): void {
  requireTensor(operation, x);
  if (!isFloating(x.dtype)) {
    throw new TypeError(say`${operation}: the input is ${x.dtype}; convert it with to("float32").`);
  }
}

interface MaxParams {
  readonly positions: NDArray;
  readonly shape: Shape;
  readonly window: Window;
}

const maxPoolOp = (name: string, node: string): Op<MaxParams> => ({
  name,
  node,
  backward: [
    (g, { params: { positions, shape } }) => scatterRows(g, { positions, inner: 1, outer: 1 }, shape),
  ],
});
const maxPoolOps = {
  maxPool1d: maxPoolOp("maxPool1d", "MaxPool2DWithIndicesBackward0"),
  maxPool2d: maxPoolOp("maxPool2d", "MaxPool2DWithIndicesBackward0"),
};

/** Values, and where in the whole input they were. */
export function largest(
  operation: "maxPool1d" | "maxPool2d",
  images: Tensor,
  { window, places }: Geometry,
): { y: Tensor; positions: NDArray } {
  const shape = [...images.array.shape.slice(0, 2), ...places];
  const [out, positions] = [allocate(operation, images.dtype, shape), allocate(operation, "int32", shape)];
  const x = contiguousArray(operation, images.array);
  context.backend.maxPool(x, out, positions, window);
  discardCopy(x, images.array);
  const y = new Tensor(out);
  const params = { positions, shape: images.array.shape, window };
  return { y: tracked(images) ? record(maxPoolOps[operation], y, images, null, params) : y, positions };
}

/** Counted from the first element of each channel, as PyTorch does. */
function withinChannels(positions: NDArray, images: Shape): Tensor {
  const indices = elementsOf(positions).slice();
  const plane = images[2] * images[3];
  const out = allocate("maxPool", "int32", positions.shape);
  elementsOf(out).set(indices.map((position) => position % plane));
  return new Tensor(out);
}

function maxPool(
  operation: "maxPool1d" | "maxPool2d",
  rank: 1 | 2,
  x: Tensor,
  kernelSize: PairOrNumber,
  given: MaxPoolOptions,
): Tensor | ValuesAndIndices {
  requireFloats(operation, x);
  const { images, single } = imagesOf(operation, x, rank);
  const geometry = geometryOf(operation, rank, x, images, kernelSize, given);
  const { y, positions } = largest(operation, images, geometry);
  const values = withoutAdded(y, single, rank);
  if (!given.returnIndices) {
    if (!y.node) release(positions.storage);
    return values;
  }
  return new ValuesAndIndices(
    values,
    withoutAdded(withinChannels(positions, images.array.shape), single, rank),
  );
}

/**
 * The largest element under a window, at each of its places over images (N, C, H, W) or one (C, H, W). Of equals the
 * first gets the gradient.
 * @param options how the window moves, or its stride alone
 * @throws {RangeError} when the window does not fit into the padded image
 * @example nn.functional.maxPool2d(x, 2)
 * @example nn.functional.maxPool2d(x, 3, { stride: 2, padding: 1 })
 */
export function maxPool2d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: MaxPoolOptions & { returnIndices: true },
): ValuesAndIndices;
export function maxPool2d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options?: PairOrNumber | MaxPoolOptions,
): Tensor;
export function maxPool2d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | MaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  return maxPool("maxPool2d", 2, x, kernelSize, byName("maxPool2d", options, "stride", maxNames));
}

/**
 * The largest element under a window, at each of its places along sequences (N, C, L) or one (C, L).
 * @throws {RangeError} when the window does not fit into the padded sequence
 * @example nn.functional.maxPool1d(x, 2)
 */
export function maxPool1d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: MaxPoolOptions & { returnIndices: true },
): ValuesAndIndices;
export function maxPool1d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options?: PairOrNumber | MaxPoolOptions,
): Tensor;
export function maxPool1d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | MaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  return maxPool("maxPool1d", 1, x, kernelSize, byName("maxPool1d", options, "stride", maxNames));
}

/**
 * {@link maxPool2d}, and where in each channel the values were: what `returnIndices` gives.
 * @throws {RangeError} when the window does not fit into the padded image
 * @example const [values, indices] = nn.functional.maxPool2dWithIndices(x, 2)
 */
export function maxPool2dWithIndices(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | MaxPoolOptions = {},
): ValuesAndIndices {
  const given = byName("maxPool2d", options, "stride", maxNames);
  return maxPool2d(x, kernelSize, { ...given, returnIndices: true });
}

/**
 * {@link maxPool1d}, and where in each channel the values were: what `returnIndices` gives.
 * @throws {RangeError} when the window does not fit into the padded sequence
 * @example const [values, indices] = nn.functional.maxPool1dWithIndices(x, 2)
 */
export function maxPool1dWithIndices(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | MaxPoolOptions = {},
): ValuesAndIndices {
  const given = byName("maxPool1d", options, "stride", maxNames);
  return maxPool1d(x, kernelSize, { ...given, returnIndices: true });
}

interface AvgParams {
  readonly window: Window;
  readonly padded: boolean;
  readonly divisor: number;
  readonly from: Shape;
  readonly to: Shape;
}

export function averaged(op: Op<AvgParams>, x: Tensor, params: AvgParams): Tensor {
  const out = allocate(op.name, x.dtype, params.to);
  const source = contiguousArray(op.name, x.array);
  context.backend.avgPool(source, out, params.window, params.padded, params.divisor);
  discardCopy(source, x.array);
  const y = new Tensor(out);
  return tracked(x) ? record(op, y, x, null, params) : y;
}

function shared(g: Tensor, params: AvgParams): Tensor {
  const out = allocate("avgPoolBackward", g.dtype, params.from);
  const source = contiguousArray("avgPoolBackward", g.array);
  context.backend.avgPoolBackward(source, out, params.window, params.padded, params.divisor);
  discardCopy(source, g.array);
  const y = new Tensor(out);
  return tracked(g) ? record(shareOp, y, g, null, params) : y;
}

const avgPoolOp = (name: string, node: string): Op<AvgParams> => ({
  name,
  node,
  backward: [(g, { params }) => shared(g, params)],
});
export const avgPoolOps = {
  avgPool1d: avgPoolOp("avgPool1d", "AvgPool2DBackward0"),
  avgPool2d: avgPoolOp("avgPool2d", "AvgPool2DBackward0"),
};
const shareOp: Op<AvgParams> = {
  name: "avgPoolBackward",
  backward: [(h, { params }) => averaged(avgPoolOps.avgPool2d, h, params)],
};

function avgPool(
  operation: "avgPool1d" | "avgPool2d",
  rank: 1 | 2,
  x: Tensor,
  kernelSize: PairOrNumber,
  given: AvgPoolOptions,
): Tensor {
  requireFloats(operation, x);
  const { images, single } = imagesOf(operation, x, rank);
  const { window, places } = geometryOf(operation, rank, x, images, kernelSize, given);
  const divisor = given.divisorOverride ?? 0;
  if (given.divisorOverride === 0 || !Number.isFinite(divisor)) {
    throw new RangeError(say`${operation}: divisorOverride is ${divisor}; nothing is divided by that.`);
  }
  const from = images.array.shape;
  const to = [...from.slice(0, 2), ...places];
  const params = { window, padded: given.countIncludePad ?? true, divisor, from, to };
  return withoutAdded(averaged(avgPoolOps[operation], images, params), single, rank);
}

/**
 * The mean of the elements under a window, at each of its places over images (N, C, H, W) or one (C, H, W).
 * @param options how the window moves, or its stride alone
 * @throws {RangeError} when the window does not fit into the padded image
 * @example nn.functional.avgPool2d(x, 2)
 */
export function avgPool2d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | AvgPoolOptions = {},
): Tensor {
  return avgPool("avgPool2d", 2, x, kernelSize, byName("avgPool2d", options, "stride", avgNames));
}

/**
 * The mean of the elements under a window, at each of its places along sequences (N, C, L) or one (C, L).
 * @throws {RangeError} when the window does not fit into the padded sequence
 * @example nn.functional.avgPool1d(x, 2)
 */
export function avgPool1d(
  x: Tensor,
  kernelSize: PairOrNumber,
  options: PairOrNumber | AvgPoolOptions = {},
): Tensor {
  return avgPool("avgPool1d", 1, x, kernelSize, byName("avgPool1d", options, "stride", avgNames));
}
