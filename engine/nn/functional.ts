/** Layers and losses as functions, without parameters of their own: PyTorch's `nn.functional`. */
import { context } from "../core/context.ts";
import { withGradMode } from "../core/gradMode.ts";
import { isFloating } from "../core/ndarray.ts";
import { promote } from "../ops/elementwise/promote.ts";
import { requireTensor } from "../core/record.ts";
import type { Tensor } from "../core/tensor.ts";
import { floating } from "../ops/reduce/applyReduction.ts";
import { normalise } from "../ops/reduce/normalise.ts";
import { mean } from "../ops/reduce/reduce.ts";
import { to } from "../ops/shape/convert.ts";
import { expand, reshape } from "../ops/shape/views.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { sameShape, showShape, sizeOf } from "../core/shape.ts";

export { crossEntropy, nll as nllLoss, type ClassLossOptions } from "../ops/losses/crossEntropy.ts";
export { embedding, type LookupOptions } from "../ops/index/embedding.ts";
export { embeddingBag, type BagMode, type BagOptions } from "../ops/index/embeddingBag.ts";
export { oneHot } from "../ops/index/gather.ts";
export {
  bce as binaryCrossEntropy,
  bceWithLogits as binaryCrossEntropyWithLogits,
  huber as huberLoss,
  l1 as l1Loss,
  mse as mseLoss,
  smoothL1 as smoothL1Loss,
  type LossOptions,
  type Reduction,
} from "../ops/losses/losses.ts";
export { linear } from "../ops/products/linear.ts";
export {
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  type ConvOptions,
  type ConvTransposeOptions,
} from "../ops/windows/convolve.ts";
export type { Padding, PairOrNumber } from "../ops/windows/geometry.ts";
export { pad, type PadMode, type PadOptions } from "../ops/windows/pad.ts";
export {
  avgPool1d,
  avgPool2d,
  maxPool1d,
  maxPool2d,
  maxPool1dWithIndices,
  maxPool2dWithIndices,
  type AvgPoolOptions,
  type MaxPoolOptions,
  type PoolOptions,
} from "../ops/windows/pool.ts";
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  type OutputSize,
} from "../ops/windows/adaptivePool.ts";
export { fold, unfold, type UnfoldOptions } from "../ops/windows/unfold.ts";
export { logSoftmax, softmax } from "../ops/reduce/softmax.ts";
export * from "../ops/elementwise/activations.ts";
export { dropout, dropout2d, type DropoutOptions } from "../random/dropout.ts";
export { scaledDotProductAttention, type AttentionOptions } from "./attention/attend.ts";

/** Everything that `batchNorm` needs besides its input. */
export interface BatchNormInputs {
  weight: Tensor | null;
  bias: Tensor | null;
  eps: number;
  /** Updated in place while training, used when predicting; null to go by the batch always. */
  running: { mean: Tensor; variance: Tensor } | null;
  /** Share of this batch in the running statistics. */
  momentum: number;
  training: boolean;
}

/** Input, weight and bias in the dtype in which they meet, with one number for each feature. */
function inOneDtype(
  x: Tensor,
  { weight, bias }: { weight?: Tensor | null; bias?: Tensor | null },
  perFeature: (t: Tensor) => Tensor,
): [x: Tensor, weight: Tensor | null, bias: Tensor | null] {
  const [w, b] = [weight ? perFeature(weight) : null, bias ? perFeature(bias) : null];
  const { dtype } = x;
  if (isFloating(dtype) && (w?.dtype ?? dtype) === dtype && (b?.dtype ?? dtype) === dtype) return [x, w, b];
  const met = [w, b].reduce<Tensor>(
    (all, t) => (t && promote(t, all) !== all.dtype ? t : all),
    floating(x),
  ).dtype;
  return [to(x, met), w && to(w, met), b && to(b, met)];
}

/** One number for each of `count` channels. */
const channels =
  (count: number) =>
  (t: Tensor): Tensor =>
    sameShape(t.array.shape, [count]) ? t : reshape(t, [count]);

const normNames: OptionNames<BatchNormInputs> = {
  weight: 1,
  bias: 1,
  eps: 1,
  running: 1,
  momentum: 1,
  training: 1,
};

/** Mean 0 and variance 1 of each channel, over the batch or of each example, or as the running statistics say. */
function normalised(operation: "batchNorm" | "instanceNorm", given: Tensor, inputs: BatchNormInputs): Tensor {
  const { eps, running, momentum, training } = inputs;
  const { shape } = given.array;
  if (!training && !running) throw new Error(say`batchNorm: predicting needs running statistics.`);
  if (running && context.gradEnabled && (running.mean.requiresGrad || running.variance.requiresGrad)) {
    throw new TypeError(say`${operation}: running statistics take no gradient; give them with detach().`);
  }
  const batch = operation === "batchNorm" || !training;
  const inner = sizeOf(shape.slice(2));
  const count = batch ? shape[0] * inner : inner;
  if (training && count === 1) {
    throw new RangeError(
      operation === "batchNorm"
        ? say`batchNorm: more than one value per feature is needed while training; the input has shape
            ${showShape(shape)}.`
        : say`${operation}: more than one value is needed in each channel; the input has shape
            ${showShape(shape)}.`,
    );
  }
  const perChannel = channels(shape[1]);
  const [x, weight, bias] = inOneDtype(given, inputs, perChannel);
  const norm = { outer: shape[0], groups: shape[1], depth: 1, inner, batch, given: !training, eps };
  const known =
    running && !training
      ? { mean: to(perChannel(running.mean), x.dtype), variance: to(perChannel(running.variance), x.dtype) }
      : null;
  const { y, mean: center, variance: spread } = normalise(operation, x, weight, bias, norm, known);
  if (running && training && momentum > 0 && x.array.size > 0) {
    // Of instances, the mean of their statistics.
    const measured = (t: Tensor): Tensor => (batch ? t : mean(t, 0));
    withGradMode(false, () => {
      running.mean.mul_(1 - momentum).add_(measured(center), { alpha: momentum });
      const unbiased = (momentum * count) / (count - 1);
      running.variance.mul_(1 - momentum).add_(measured(spread), { alpha: unbiased });
    });
  }
  return y;
}

/**
 * Batch normalisation of (N, C), (N, C, L) or (N, C, H, W) over all axes but the second.
 * @example nn.functional.batchNorm(x, { weight, bias, eps: 1e-5, running: null, momentum: 0, training: true })
 */
export function batchNorm(x: Tensor, inputs: BatchNormInputs): Tensor {
  requireTensor("batchNorm", x);
  checkOptions("batchNorm", inputs, normNames);
  return normalised("batchNorm", x, inputs);
}

/**
 * Instance normalisation of (N, C, L) or (N, C, H, W): each channel of each example gets mean 0 and variance 1.
 * @example nn.functional.instanceNorm(x)
 */
export function instanceNorm(x: Tensor, inputs: Partial<BatchNormInputs> = {}): Tensor {
  requireTensor("instanceNorm", x);
  checkOptions("instanceNorm", inputs, normNames);
  const given = {
    weight: null,
    bias: null,
    eps: 1e-5,
    running: null,
    momentum: 0.1,
    training: true,
    ...inputs,
  };
  return normalised("instanceNorm", x, given);
}

/**
 * Group normalisation of (N, C, …): the channels, in `numGroups` groups of neighbours, get mean 0 and variance 1 for
 * each example, then a scale and a shift for each channel.
 * @throws {RangeError} when the channels do not divide into groups
 * @example nn.functional.groupNorm(x, 2)
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  options: { weight?: Tensor | null; bias?: Tensor | null; eps?: number } = {},
): Tensor {
  requireTensor("groupNorm", x);
  checkOptions("groupNorm", options, { weight: 1, bias: 1, eps: 1 });
  const { eps = 1e-5 } = options;
  const { shape } = x.array;
  if (!Number.isInteger(numGroups) || numGroups < 1 || shape.length < 2 || shape[1] % numGroups !== 0) {
    throw new RangeError(
      say`groupNorm: an input of shape ${showShape(shape)} does not divide into ${numGroups} groups of channels
        (axis 1).`,
    );
  }
  if (x.array.size === numGroups) {
    throw new RangeError(
      say`groupNorm: more than one value is needed in each group; the input has shape ${showShape(shape)}.`,
    );
  }
  const [input, weight, bias] = inOneDtype(x, options, channels(shape[1]));
  const [depth, inner] = [shape[1] / numGroups, sizeOf(shape.slice(2))];
  const norm = { outer: shape[0], groups: numGroups, depth, inner, batch: false, given: false, eps };
  return normalise("groupNorm", input, weight, bias, norm, null).y;
}

/**
 * Layer normalisation over the last axes, whose shape must be `normalizedShape`.
 * @example nn.functional.layerNorm(x, [64])
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  options: { weight?: Tensor | null; bias?: Tensor | null; eps?: number } = {},
): Tensor {
  requireTensor("layerNorm", x);
  checkOptions("layerNorm", options, { weight: 1, bias: 1, eps: 1 });
  const { eps = 1e-5 } = options;
  const { shape } = x.array;
  const first = shape.length - normalizedShape.length;
  if (first < 0 || normalizedShape.some((extent, i) => shape[first + i] !== extent)) {
    throw new RangeError(
      say`layerNorm: an input of shape ${showShape(shape)} does not end in ${showShape(normalizedShape)}.`,
    );
  }
  const perElement = (t: Tensor): Tensor =>
    sameShape(t.array.shape, normalizedShape) ? t : expand(t, normalizedShape);
  const [input, weight, bias] = inOneDtype(x, options, perElement);
  const depth = sizeOf(normalizedShape);
  const outer = sizeOf(shape.slice(0, first));
  const norm = { outer, groups: 1, depth, inner: 1, batch: false, given: false, eps };
  return normalise("layerNorm", input, weight, bias, norm, null).y;
}
