/** The elements under a window as columns, and back. */
import type { Pair, Window } from "../../backend/backend.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { isFloating } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { reshape } from "../shape/views.ts";
import { imagesOf, type PairOrNumber, pairOf, placesAlong, requirePlaces, withoutAdded } from "./geometry.ts";

/** How the window moves. */
export interface UnfoldOptions {
  /** Steps from element to element under the window. Default 1. */
  dilation?: PairOrNumber;
  /** Zeros around the input. Default 0. */
  padding?: PairOrNumber;
  /** Steps from place to place. Default 1. */
  stride?: PairOrNumber;
}

const names: OptionNames<UnfoldOptions> = { dilation: 1, padding: 1, stride: 1 };

interface UnfoldParams {
  readonly window: Window;
  readonly image: Shape;
  readonly columns: Shape;
}

function unfolded(x: Tensor, params: UnfoldParams): Tensor {
  const out = allocate("unfold", x.dtype, params.columns);
  const source = contiguousArray("unfold", x.array);
  context.backend.unfold(source, out, params.window);
  discardCopy(source, x.array);
  const y = new Tensor(out);
  return tracked(x) ? record(unfoldOp, y, x, null, params) : y;
}

function folded(columns: Tensor, params: UnfoldParams): Tensor {
  const out = allocate("fold", columns.dtype, params.image);
  const source = contiguousArray("fold", columns.array);
  context.backend.fold(source, out, params.window);
  discardCopy(source, columns.array);
  const y = new Tensor(out);
  return tracked(columns) ? record(foldOp, y, columns, null, params) : y;
}

const unfoldOp: Op<UnfoldParams> = {
  name: "unfold",
  node: "Im2ColBackward0",
  backward: [(g, { params }) => folded(g, params)],
};
const foldOp: Op<UnfoldParams> = {
  name: "fold",
  node: "Col2ImBackward0",
  backward: [(g, { params }) => unfolded(g, params)],
};

function windowOf(operation: string, kernelSize: PairOrNumber, options: UnfoldOptions): Window {
  checkOptions(operation, options, names);
  return {
    kernel: pairOf(operation, "kernelSize", kernelSize, 1),
    stride: pairOf(operation, "stride", options.stride ?? 1, 1),
    padding: pairOf(operation, "padding", options.padding ?? 0, 0),
    dilation: pairOf(operation, "dilation", options.dilation ?? 1, 1),
  };
}

function placesOf({ kernel, stride, padding, dilation }: Window, extents: Pair): Pair {
  const along = (axis: 0 | 1): number =>
    placesAlong(extents[axis], kernel[axis], stride[axis], dilation[axis], padding[axis], padding[axis]);
  return [along(0), along(1)];
}

function requireFloats(operation: string, x: Tensor): void {
  requireTensor(operation, x);
  if (isFloating(x.dtype)) return;
  throw new TypeError(say`${operation}: the input is ${x.dtype}; convert it with to("float32").`);
}

/**
 * What lies under a window at each of its places over images (N, C, H, W) or one (C, H, W), as columns:
 * (N, C·rows·columns, places). A convolution is a product with it.
 * @throws {RangeError} when the window does not fit into the padded image
 * @example nn.functional.unfold(x, 3, { padding: 1 })
 */
export function unfold(x: Tensor, kernelSize: PairOrNumber, options: UnfoldOptions = {}): Tensor {
  requireFloats("unfold", x);
  const window = windowOf("unfold", kernelSize, options);
  const { images, single } = imagesOf("unfold", x, 2);
  const [count, channels, height, width] = images.array.shape;
  const places = placesOf(window, [height, width]);
  requirePlaces("unfold", x, window.kernel, places, 2);
  const columns = [count, channels, ...window.kernel, ...places];
  const y = unfolded(images, { window, image: images.array.shape, columns });
  const taps = channels * window.kernel[0] * window.kernel[1];
  return withoutAdded(reshape(y, [count, taps, places[0] * places[1]]), single, 2);
}

/**
 * The counterpart of {@link unfold}: columns (N, C·rows·columns, places), or those of one image, are added up where
 * they belong in images (N, C, …outputSize).
 * @throws {RangeError} when the columns are not as many as the window has elements and places
 * @example nn.functional.fold(columns, [28, 28], 3, { padding: 1 })
 */
export function fold(
  x: Tensor,
  outputSize: PairOrNumber,
  kernelSize: PairOrNumber,
  options: UnfoldOptions = {},
): Tensor {
  requireFloats("fold", x);
  const window = windowOf("fold", kernelSize, options);
  const extents = pairOf("fold", "outputSize", outputSize, 1);
  const { shape } = x.array;
  const places = placesOf(window, extents);
  const taps = window.kernel[0] * window.kernel[1];
  const [rows, wanted] = [shape[shape.length - 2], places[0] * places[1]];
  if (shape.length < 2 || shape.length > 3 || rows % taps !== 0 || shape[shape.length - 1] !== wanted) {
    throw new RangeError(
      say`fold: the input has shape ${showShape(shape)}; for an output of ${showShape(extents)} and a window of
        ${showShape(window.kernel)} it must be (N, C · ${taps}, ${wanted}).`,
    );
  }
  const count = shape.length === 3 ? shape[0] : 1;
  const image = [count, rows / taps, ...extents];
  const columns = [count, rows / taps, ...window.kernel, ...places];
  const y = folded(reshape(x, columns), { window, image, columns });
  return withoutAdded(y, shape.length === 2, 2);
}
