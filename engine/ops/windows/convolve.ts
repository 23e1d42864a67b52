/**
 * Convolutions, and transposed ones, over one and two axes. A convolution and its slopes by input and by weight are
 * three functions of two tensors each, and the slopes of each are the other two (Dumoulin & Visin, 2016).
 */
import type { Pair, Window } from "../../backend/backend.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { dtypeError } from "../../core/errors.ts";
import { isFloating, type NDArray } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { byName, type OptionNames } from "../../core/options.ts";
import { recordMany, requireTensor } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { add } from "../elementwise/binary.ts";
import { sum } from "../reduce/reduce.ts";
import { reshape, unsqueeze } from "../shape/views.ts";
import {
  imagesOf,
  marginsOf,
  type Padding,
  type PairOrNumber,
  pairOf,
  placesAlong,
  requirePlaces,
  withoutAdded,
} from "./geometry.ts";

/** How the window of a convolution moves. */
export interface ConvOptions {
  /** Steps from place to place. Default 1. */
  stride?: PairOrNumber;
  /** Zeros around the input; `"same"` keeps its extents. Default 0. */
  padding?: Padding;
  /** Steps from tap to tap of the kernel. Default 1. */
  dilation?: PairOrNumber;
  /** Groups of channels that do not see each other. Default 1. */
  groups?: number;
}

/** How the window of a transposed convolution moves. */
export interface ConvTransposeOptions {
  /** Steps from place to place in the output. Default 1. */
  stride?: PairOrNumber;
  /** Elements cut off at each side of the output. Default 0. */
  padding?: PairOrNumber;
  /** Elements added behind the output, fewer than the stride or the dilation. Default 0. */
  outputPadding?: PairOrNumber;
  /** Groups of channels that do not see each other. Default 1. */
  groups?: number;
  /** Steps from tap to tap of the kernel. Default 1. */
  dilation?: PairOrNumber;
}

const convNames: OptionNames<ConvOptions> = { stride: 1, padding: 1, dilation: 1, groups: 1 };
const transposeNames: OptionNames<ConvTransposeOptions> = { ...convNames, outputPadding: 1 };

interface ConvParams {
  readonly window: Window;
  readonly groups: number;
  /** Of the image, of the kernel, and of what a convolution makes of them. */
  readonly image: Shape;
  readonly weight: Shape;
  readonly made: Shape;
}

type Kernel = (a: NDArray, b: NDArray, out: NDArray, window: Window) => void;

/** One of the three functions, of `a` and `b`. */
function applied(
  op: Op<ConvParams>,
  a: Tensor,
  b: Tensor,
  shape: Shape,
  params: ConvParams,
  kernel: Kernel,
  bias: Tensor | null = null,
): Tensor {
  const out = allocate(op.name, a.dtype, shape);
  const [x, y] = [contiguousArray(op.name, a.array), contiguousArray(op.name, b.array)];
  kernel(x, y, out, params.window);
  discardCopy(x, a.array);
  discardCopy(y, b.array);
  const made = new Tensor(out);
  const inputs = bias ? [a, b, bias] : [a, b];
  if (!context.gradEnabled || !inputs.some((input) => input.requiresGrad)) return made;
  return recordMany(op, made, inputs, [b.requiresGrad ? a : null, a.requiresGrad ? b : null], params);
}

/** y of x and w. */
function convolve(
  x: Tensor,
  w: Tensor,
  params: ConvParams,
  bias: Tensor | null = null,
  op = convolveOp,
): Tensor {
  const offsets = bias && contiguousArray(op.name, bias.array);
  return applied(
    op,
    x,
    w,
    params.made,
    params,
    (a, b, out, window) => context.backend.convolve(a, b, offsets, out, window),
    bias,
  );
}

/** x of y and w. */
function spreadOver(g: Tensor, w: Tensor, params: ConvParams, op = inputOp): Tensor {
  return applied(op, g, w, params.image, params, (a, b, out, window) =>
    context.backend.convolveInput(a, b, out, window),
  );
}

/** w of x and y. */
function correlate(x: Tensor, g: Tensor, params: ConvParams): Tensor {
  return applied(weightOp, x, g, params.weight, params, (a, b, out, window) =>
    context.backend.convolveWeight(a, b, out, window),
  );
}

const biasSlope = (g: Tensor): Tensor => sum(g, [0, 2, 3]);

const named = (name: string): Op<ConvParams> => ({
  name,
  node: "ConvolutionBackward0",
  backward: [
    (g, { saved: [, w], params }) => spreadOver(g, w, params),
    (g, { saved: [x], params }) => correlate(x, g, params),
    biasSlope,
  ],
});
const convolveOp = named("conv2d");
const conv1dOp = named("conv1d");

const transposeNamed = (name: string): Op<ConvParams> => ({
  name,
  node: "ConvolutionBackward0",
  backward: [
    (h, { saved: [, w], params }) => convolve(h, w, params),
    (h, { saved: [g], params }) => correlate(h, g, params),
  ],
});
const inputOp = transposeNamed("convBackwardInput");
const transpose1dOp = transposeNamed("convTranspose1d");
const transpose2dOp = transposeNamed("convTranspose2d");

const weightOp: Op<ConvParams> = {
  name: "convBackwardWeight",
  backward: [
    (h, { saved: [, g], params }) => spreadOver(g, h, params),
    (h, { saved: [x], params }) => convolve(x, h, params),
  ],
};

function requireFloats(operation: string, x: Tensor, weight: Tensor, bias: Tensor | null): void {
  requireTensor(operation, x);
  requireTensor(operation, weight);
  if (bias) requireTensor(operation, bias);
  if (!isFloating(x.dtype)) {
    throw new TypeError(say`${operation}: the input is ${x.dtype}; convert it with to("float32").`);
  }
  if (x.dtype !== weight.dtype) throw dtypeError(operation, x.dtype, weight.dtype);
  if (bias && bias.dtype !== weight.dtype) throw dtypeError(operation, weight.dtype, bias.dtype);
}

function requireGroups(operation: string, groups: number, inputs: number, outputs: number): void {
  const fits = Number.isInteger(groups) && groups > 0 && inputs % groups === 0 && outputs % groups === 0;
  if (fits) return;
  throw new RangeError(
    say`${operation}: ${inputs} input and ${outputs} output channels do not divide into ${groups} groups.`,
  );
}

function requireBias(operation: string, bias: Tensor | null, outputs: number): void {
  if (!bias || (bias.array.shape.length === 1 && bias.array.shape[0] === outputs)) return;
  throw new RangeError(
    say`${operation}: the bias has shape ${showShape(bias.array.shape)}, but there are ${outputs} output channels.`,
  );
}

function requireKernel(operation: string, weight: Tensor, rank: 1 | 2): Pair {
  const { shape } = weight.array;
  const right = shape.length === rank + 2 && shape.slice(2).every((extent) => extent > 0);
  if (!right) {
    throw new RangeError(
      rank === 2
        ? say`${operation}: the weight has shape ${showShape(shape)}; it must be of two numbers of channels, rows
            and columns.`
        : say`${operation}: the weight has shape ${showShape(shape)}; it must be of two numbers of channels and a
            length.`,
    );
  }
  return rank === 2 ? [shape[2], shape[3]] : [1, shape[2]];
}

function convolution(
  operation: "conv1d" | "conv2d",
  rank: 1 | 2,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  given: ConvOptions,
): Tensor {
  requireFloats(operation, x, weight, bias);
  const kernel = requireKernel(operation, weight, rank);
  const { images, single } = imagesOf(operation, x, rank);
  const { groups = 1 } = given;
  const stride = pairOf(operation, "stride", given.stride ?? 1, 1, rank);
  const dilation = pairOf(operation, "dilation", given.dilation ?? 1, 1, rank);
  const { before, behind } = marginsOf(operation, given.padding ?? 0, kernel, stride, dilation, rank);
  const [count, channels, ...extents] = images.array.shape;
  const [outputs, inputs] = weight.array.shape;
  requireGroups(operation, groups, channels, outputs);
  if (inputs * groups !== channels) {
    throw new RangeError(
      say`${operation}: an input of shape ${showShape(x.array.shape)} has ${channels} channels (axis
        ${single ? 0 : 1}), but a weight of shape ${showShape(weight.array.shape)} takes ${inputs * groups}. Change
        the layer's number of input channels, or reshape the input.`,
    );
  }
  requireBias(operation, bias, outputs);
  const along = (axis: 0 | 1): number =>
    placesAlong(extents[axis], kernel[axis], stride[axis], dilation[axis], before[axis], behind[axis]);
  const places: Pair = [along(0), along(1)];
  requirePlaces(operation, x, kernel, places, rank);
  const params: ConvParams = {
    window: { kernel, stride, padding: before, dilation },
    groups,
    image: images.array.shape,
    weight: [outputs, inputs, ...kernel],
    made: [count, outputs, ...places],
  };
  const w = rank === 2 ? weight : unsqueeze(weight, 2);
  const y = convolve(images, w, params, bias, rank === 2 ? convolveOp : conv1dOp);
  return withoutAdded(y, single, rank);
}

/**
 * Convolution of images (N, C, H, W) or of one (C, H, W) with kernels (out, C / groups, rows, columns): at each place
 * the sum of the products with what lies under the kernel, which is not flipped. Gives (N, out, H′, W′) with
 * H′ = ⌊(H + 2·padding − dilation·(rows − 1) − 1) / stride⌋ + 1.
 * @param options how the window moves, or its stride alone
 * @throws {RangeError} when channels do not fit or the kernel is larger than the padded image
 * @example nn.functional.conv2d(x, torch.rand(6, 1, 5, 5), null, { padding: 2 })
 */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: PairOrNumber | ConvOptions = {},
): Tensor {
  return convolution("conv2d", 2, x, weight, bias, byName("conv2d", options, "stride", convNames));
}

/**
 * Convolution of sequences (N, C, L) or of one (C, L) with kernels (out, C / groups, length); see {@link conv2d}.
 * @throws {RangeError} when channels do not fit or the kernel is longer than the padded sequence
 * @example nn.functional.conv1d(x, torch.tensor([[[1, -1]]]))
 */
export function conv1d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: PairOrNumber | ConvOptions = {},
): Tensor {
  return convolution("conv1d", 1, x, weight, bias, byName("conv1d", options, "stride", convNames));
}

/** How far a transposed convolution reaches along an axis. */
function transposedExtent(places: number, window: Window, more: Pair, axis: 0 | 1): number {
  const { kernel, stride, padding, dilation } = window;
  return (
    (places - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (kernel[axis] - 1) + more[axis] + 1
  );
}

function transposedConvolution(
  operation: "convTranspose1d" | "convTranspose2d",
  rank: 1 | 2,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  given: ConvTransposeOptions,
): Tensor {
  requireFloats(operation, x, weight, bias);
  const kernel = requireKernel(operation, weight, rank);
  const { images, single } = imagesOf(operation, x, rank);
  const { groups = 1 } = given;
  const window: Window = {
    kernel,
    stride: pairOf(operation, "stride", given.stride ?? 1, 1, rank),
    padding: pairOf(operation, "padding", given.padding ?? 0, 0, rank),
    dilation: pairOf(operation, "dilation", given.dilation ?? 1, 1, rank),
  };
  const more = pairOf(operation, "outputPadding", given.outputPadding ?? 0, 0, rank);
  const { stride, dilation } = window;
  if ([0, 1].some((axis) => more[axis] > 0 && more[axis] >= Math.max(stride[axis], dilation[axis]))) {
    throw new RangeError(say`${operation}: outputPadding must be smaller than the stride or the dilation.`);
  }
  const [inputs, perGroup] = weight.array.shape;
  const [count, channels] = images.array.shape;
  requireGroups(operation, groups, channels, perGroup * groups);
  if (inputs !== channels) {
    throw new RangeError(
      say`${operation}: an input of shape ${showShape(x.array.shape)} has ${channels} channels (axis
        ${single ? 0 : 1}), but a weight of shape ${showShape(weight.array.shape)} takes ${inputs}. Change the
        layer's number of input channels, or reshape the input.`,
    );
  }
  requireBias(operation, bias, perGroup * groups);
  const [, , ...places] = images.array.shape;
  const extents: Pair = [
    transposedExtent(places[0], window, more, 0),
    transposedExtent(places[1], window, more, 1),
  ];
  requirePlaces(operation, x, kernel, extents, rank);
  const params: ConvParams = {
    window,
    groups,
    image: [count, perGroup * groups, ...extents],
    weight: [inputs, perGroup, ...kernel],
    made: images.array.shape,
  };
  const w = rank === 2 ? weight : unsqueeze(weight, 2);
  const y = spreadOver(images, w, params, rank === 2 ? transpose2dOp : transpose1dOp);
  return withoutAdded(bias ? add(y, reshape(bias, [-1, 1, 1])) : y, single, rank);
}

/**
 * The transpose of {@link conv2d}: images (N, in, H, W) or one (in, H, W), kernels (in, out / groups, rows, columns);
 * each element adds the kernel times itself to the output. Gives (N, out, H′, W′) with
 * H′ = (H − 1)·stride − 2·padding + dilation·(rows − 1) + outputPadding + 1.
 * @param options how the window moves, or its stride alone
 * @throws {RangeError} when channels do not fit or nothing would be left
 * @example nn.functional.convTranspose2d(x, torch.rand(1, 1, 2, 2), null, 2)
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: PairOrNumber | ConvTransposeOptions = {},
): Tensor {
  const given = byName("convTranspose2d", options, "stride", transposeNames);
  return transposedConvolution("convTranspose2d", 2, x, weight, bias, given);
}

/**
 * The transpose of {@link conv1d}: sequences (N, in, L) or one (in, L), kernels (in, out / groups, length); see
 * {@link convTranspose2d}.
 * @throws {RangeError} when channels do not fit or nothing would be left
 * @example nn.functional.convTranspose1d(x, torch.rand(1, 1, 2), null, { stride: 2 })
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: PairOrNumber | ConvTransposeOptions = {},
): Tensor {
  const given = byName("convTranspose1d", options, "stride", transposeNames);
  return transposedConvolution("convTranspose1d", 1, x, weight, bias, given);
}
