/** Pools whose windows follow from the extents wanted. */
import type { Pair, Window } from "../../backend/backend.ts";
import { elementsOf } from "../../core/ndarray.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { zeros } from "../create/create.ts";
import { matmul } from "../products/matmul.ts";
import { max } from "../reduce/extremes.ts";
import { stack } from "../shape/join.ts";
import { flatten, narrow, reshape, transposed } from "../shape/views.ts";
import { imagesOf, pairOf, withoutAdded } from "./geometry.ts";
import { averaged, avgPoolOps, largest, requireFloats } from "./pool.ts";

/** Extents that an adaptive pool shall give: one number for both axes, or one for each; null keeps that of the input. */
export type OutputSize = number | readonly (number | null)[] | null;

function outputOf(operation: string, size: OutputSize, images: Tensor, rank: 1 | 2): Pair {
  const [, , ...extents] = images.array.shape;
  const given = typeof size === "number" || size === null ? new Array<number | null>(rank).fill(size) : size;
  const filled = given.map((extent, axis) => extent ?? extents[axis + 2 - rank]);
  return pairOf(operation, "outputSize", filled, 1, rank);
}

/** Where the window of each output begins and ends: PyTorch's rule, by which neighbours may overlap. */
function partsOf(extent: number, count: number): Pair[] {
  return Array.from({ length: count }, (_, i): Pair => {
    return [Math.floor((i * extent) / count), Math.ceil(((i + 1) * extent) / count)];
  });
}

function requireElements(operation: string, x: Tensor, images: Tensor): void {
  if (images.array.shape[2] > 0 && images.array.shape[3] > 0) return;
  throw new RangeError(
    say`${operation}: there is nothing to pool in an input of shape ${showShape(x.array.shape)}.`,
  );
}

/** How far apart parts of the same length begin, where all lie equally far apart; else 0. */
function strideOf(parts: readonly Pair[]): number {
  const [start, end] = parts[0];
  const stride = parts.length > 1 ? parts[1][0] - start : end - start;
  return parts.every((part, i) => part[0] === i * stride && part[1] - part[0] === end) ? stride : 0;
}

/** A window that gives these extents, where all parts are alike. */
function evenWindow(images: Tensor, places: Pair): Window | null {
  const [, , height, width] = images.array.shape;
  const [rows, columns] = [partsOf(height, places[0]), partsOf(width, places[1])];
  const stride: Pair = [strideOf(rows), strideOf(columns)];
  if (stride[0] === 0 || stride[1] === 0) return null;
  return { kernel: [rows[0][1], columns[0][1]], stride, padding: [0, 0], dilation: [1, 1] };
}

/** The matrix [count, extent] that takes means of the parts of an axis. */
function meansOf(extent: number, count: number, dtype: Tensor["dtype"]): Tensor {
  const means = zeros(count, extent, { dtype });
  const elements = elementsOf(means.array);
  partsOf(extent, count).forEach(([start, end], i) => {
    elements.fill(1 / (end - start), i * extent + start, i * extent + end);
  });
  return means;
}

function adaptiveAvgPool(
  operation: "adaptiveAvgPool1d" | "adaptiveAvgPool2d",
  rank: 1 | 2,
  x: Tensor,
  size: OutputSize,
): Tensor {
  requireFloats(operation, x);
  const { images, single } = imagesOf(operation, x, rank);
  const places = outputOf(operation, size, images, rank);
  requireElements(operation, x, images);
  const from = images.array.shape;
  const window = evenWindow(images, places);
  if (window) {
    const params = { window, padded: true, divisor: 0, from, to: [...from.slice(0, 2), ...places] };
    return withoutAdded(averaged(avgPoolOps.avgPool2d, images, params), single, rank);
  }
  // Means of means: rows by a product from the left, columns by one from the right.
  const byRows = matmul(meansOf(from[2], places[0], x.dtype), images);
  return withoutAdded(matmul(byRows, transposed(meansOf(from[3], places[1], x.dtype))), single, rank);
}

/**
 * Means over as many parts of images (N, C, H, W) or of one (C, H, W) as `outputSize` says, whatever their extents;
 * 1 gives the mean of each channel: global pooling.
 * @throws {RangeError} when `outputSize` is no pair of extents
 * @example nn.functional.adaptiveAvgPool2d(x, 1).flatten(1)
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveAvgPool("adaptiveAvgPool2d", 2, x, outputSize);
}

/**
 * Means over as many parts of sequences (N, C, L) or of one (C, L) as `outputSize` says.
 * @throws {RangeError} when `outputSize` is no extent
 * @example nn.functional.adaptiveAvgPool1d(x, 1)
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveAvgPool("adaptiveAvgPool1d", 1, x, outputSize);
}

function adaptiveMaxPool(
  operation: "adaptiveMaxPool1d" | "adaptiveMaxPool2d",
  rank: 1 | 2,
  x: Tensor,
  size: OutputSize,
): Tensor {
  requireFloats(operation, x);
  const { images, single } = imagesOf(operation, x, rank);
  const places = outputOf(operation, size, images, rank);
  requireElements(operation, x, images);
  const window = evenWindow(images, places);
  if (window) return withoutAdded(largest("maxPool2d", images, { window, places }).y, single, rank);
  const [count, channels, height, width] = images.array.shape;
  const parts = partsOf(height, places[0]).flatMap(([top, bottom]) => {
    const band = narrow(images, 2, top, bottom - top);
    return partsOf(width, places[1]).map(([left, right]) => {
      return max(flatten(narrow(band, 3, left, right - left), 2), 2).values;
    });
  });
  return withoutAdded(reshape(stack(parts, 2), [count, channels, ...places]), single, rank);
}

/**
 * The largest of as many parts of images (N, C, H, W) or of one (C, H, W) as `outputSize` says.
 * @throws {RangeError} when `outputSize` is no pair of extents
 * @example nn.functional.adaptiveMaxPool2d(x, [2, 2])
 */
export function adaptiveMaxPool2d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveMaxPool("adaptiveMaxPool2d", 2, x, outputSize);
}

/**
 * The largest of as many parts of sequences (N, C, L) or of one (C, L) as `outputSize` says.
 * @throws {RangeError} when `outputSize` is no extent
 * @example nn.functional.adaptiveMaxPool1d(x, 1)
 */
export function adaptiveMaxPool1d(x: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveMaxPool("adaptiveMaxPool1d", 1, x, outputSize);
}
