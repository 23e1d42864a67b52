/** Layers and losses as functions, without parameters of their own: PyTorch's `nn.functional`. */
import { withGradMode } from "../gradMode.ts";
import { elementsOf } from "../ndarray.ts";
import { add, mul, sub } from "../ops/binary.ts";
import { zerosLike } from "../ops/create.ts";
import { requireTensor, allocateLike, isFloating, wrap } from "../ops/op.ts";
import { mean } from "../ops/reduce.ts";
import { variance } from "../ops/statistics.ts";
import { rsqrt } from "../ops/unary.ts";
import { reshape } from "../ops/views.ts";
import { fillDropoutMask } from "../random/fills.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";
import type { FloatArray } from "../random/normal.ts";
import { byName, checkOptions, type OptionNames } from "../options.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export { crossEntropy, nll as nllLoss, type ClassLossOptions } from "../ops/crossEntropy.ts";
export { oneHot } from "../ops/gather.ts";
export {
  bce as binaryCrossEntropy,
  bceWithLogits as binaryCrossEntropyWithLogits,
  huber as huberLoss,
  l1 as l1Loss,
  mse as mseLoss,
  smoothL1 as smoothL1Loss,
  type LossOptions,
  type Reduction,
} from "../ops/losses.ts";
export { linear } from "../ops/linear.ts";
export { prelu } from "../ops/activations.ts";
export { logSoftmax, softmax } from "../ops/softmax.ts";
export { elu, gelu, leakyRelu, logSigmoid, relu, sigmoid, silu, softplus, tanh } from "../ops/activations.ts";

/** How much is dropped, and whether. */
export interface DropoutOptions {
  /** Probability of dropping an element. Default 0.5. */
  p?: number;
  /** Without it, nothing happens. Default true. */
  training?: boolean;
  generator?: Generator;
}

const dropoutNames: OptionNames<DropoutOptions> = { p: 1, training: 1, generator: 1 };

/**
 * Sets elements to 0 with probability p and divides the others by 1 − p.
 * @throws {RangeError} when `p` is no probability
 * @example nn.functional.dropout(h, { p: 0.5, training: net.training })
 * @example nn.functional.dropout(h, 0.5, net.training)
 */
export function dropout(
  x: Tensor,
  share: number | DropoutOptions = {},
  rest: boolean | DropoutOptions = {},
): Tensor {
  requireTensor("dropout", x);
  const options = {
    ...byName("dropout", rest, "training", dropoutNames),
    ...byName("dropout", share, "p", dropoutNames),
  };
  const { p = 0.5, training = true, generator = defaultGenerator } = options;
  if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout: p is ${p}; use a probability in [0, 1].`);
  if (!training || p === 0 || x.array.size === 0) return x;
  if (!isFloating(x.dtype))
    throw new TypeError(`dropout: the input is ${x.dtype}; convert it with to("float32").`);
  if (p === 1) return mul(x, zerosLike(x));
  const mask = allocateLike("dropout", x.array, x.dtype);
  fillDropoutMask(generator, elementsOf(mask) as FloatArray, p);
  return mul(x, wrap(mask));
}

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

/**
 * Batch normalisation of (N, C) or (N, C, L) over all axes but the second.
 * @example nn.functional.batchNorm(x, { weight, bias, eps: 1e-5, running: null, momentum: 0, training: true })
 */
export function batchNorm(x: Tensor, inputs: BatchNormInputs): Tensor {
  requireTensor("batchNorm", x);
  checkOptions("batchNorm", inputs, { weight: 1, bias: 1, eps: 1, running: 1, momentum: 1, training: 1 });
  const { weight, bias, eps, running, momentum, training } = inputs;
  const { shape } = x.array;
  const axes = shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const perFeature = (t: Tensor): Tensor =>
    reshape(
      t,
      shape.map((extent, axis) => (axis === 1 ? extent : 1)),
    );
  let normal: Tensor;
  if (training) {
    const count = x.array.size / shape[1];
    if (count <= 1) {
      throw new RangeError(
        `batchNorm: more than one value per feature is needed while training; the input has shape ${showShape(shape)}.`,
      );
    }
    const center = mean(x, axes, true);
    const spread = variance(x, { dim: axes, keepdim: true, correction: 0 });
    if (running && momentum > 0) {
      withGradMode(false, () => {
        running.mean.mul_(1 - momentum).add_(reshape(center, [-1]), { alpha: momentum });
        const unbiased = reshape(spread, [-1]).mul(count / (count - 1));
        running.variance.mul_(1 - momentum).add_(unbiased, { alpha: momentum });
      });
    }
    normal = mul(sub(x, center), rsqrt(add(spread, eps)));
  } else {
    if (!running) throw new Error("batchNorm: predicting needs running statistics.");
    normal = mul(sub(x, perFeature(running.mean)), perFeature(rsqrt(add(running.variance, eps))));
  }
  const scaled = weight ? mul(normal, perFeature(weight)) : normal;
  return bias ? add(scaled, perFeature(bias)) : scaled;
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
  const { weight, bias, eps = 1e-5 } = options;
  const { shape } = x.array;
  const first = shape.length - normalizedShape.length;
  if (first < 0 || normalizedShape.some((extent, i) => shape[first + i] !== extent)) {
    throw new RangeError(
      `layerNorm: an input of shape ${showShape(shape)} does not end in ${showShape(normalizedShape)}.`,
    );
  }
  const axes = normalizedShape.map((_, i) => first + i);
  const spread = variance(x, { dim: axes, keepdim: true, correction: 0 });
  const normal = mul(sub(x, mean(x, axes, true)), rsqrt(add(spread, eps)));
  const scaled = weight ? mul(normal, weight) : normal;
  return bias ? add(scaled, bias) : scaled;
}
