import { expectIterable } from "../core/expect.ts";
import { withGradMode } from "../core/gradMode.ts";
import { ones, zeros } from "../ops/create/create.ts";
import { showShape } from "../core/shape.ts";
import { requireTensor } from "../core/record.ts";
import type { Tensor } from "../core/tensor.ts";
import { batchNorm, groupNorm, instanceNorm, layerNorm } from "./functional.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python } from "./printModule.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** eps, momentum, and what is learned and tracked. */
export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Share of a new batch in the running statistics; null takes the mean of all batches. Default 0.1. */
  momentum?: number | null;
  /** Learn a scale and a shift. Default true. */
  affine?: boolean;
  /** Keep running statistics for prediction. Default true. */
  trackRunningStats?: boolean;
}

/** What is common to normalisations with running statistics. */
abstract class Norm extends Module {
  /** Extent of the axis 1 of the input. */
  readonly numFeatures: number;
  /** Added to the variance; 1e-5 by default. */
  readonly eps: number;
  /** Share of a batch in the running statistics; 0.1 by default. */
  readonly momentum: number | null;
  /** The learned scale, shape (numFeatures,); starts at 1. Null when not affine. */
  weight: Parameter | null = null;
  /** The learned shift, shape (numFeatures,); starts at 0. Null when not affine. */
  bias: Parameter | null = null;
  /** Null when no statistics are kept. */
  runningMean: Tensor | null = null;
  /** The running variance, shape (numFeatures,), used when predicting. */
  runningVar: Tensor | null = null;
  /** Number of batches measured. */
  numBatchesTracked: Tensor | null = null;

  constructor(layer: string, numFeatures: number, options: BatchNormOptions, byDefault: boolean) {
    super();
    checkOptions(layer, options, { eps: 1, momentum: 1, affine: 1, trackRunningStats: 1 });
    const { eps = 1e-5, momentum = 0.1, affine = byDefault, trackRunningStats = byDefault } = options;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    if (affine) {
      this.weight = new Parameter(ones(numFeatures));
      this.bias = new Parameter(zeros(numFeatures));
    }
    if (!trackRunningStats) return;
    this.runningMean = zeros(numFeatures);
    this.runningVar = ones(numFeatures);
    this.numBatchesTracked = zeros([], { dtype: "int32" });
    this.registerBuffer("runningMean", "running_mean");
    this.registerBuffer("runningVar", "running_var");
    this.registerBuffer("numBatchesTracked", "num_batches_tracked");
  }

  protected normalise(x: Tensor, by: typeof batchNorm): Tensor {
    const { weight, bias, eps, runningMean, runningVar } = this;
    const running = runningMean && runningVar ? { mean: runningMean, variance: runningVar } : null;
    return by(x, {
      weight,
      bias,
      eps,
      running,
      momentum: this.training ? this.share() : 0,
      training: this.training || !running,
    });
  }

  /** Share of this batch in the running statistics. */
  protected share(): number {
    if (!this.numBatchesTracked) return 0;
    const count = withGradMode(false, () => this.numBatchesTracked?.add_(1));
    return this.momentum ?? 1 / Number(count?.item());
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, weight, runningMean } = this;
    return (
      `${numFeatures}, eps=${python(eps)}, momentum=${python(momentum)}, ` +
      `affine=${python(weight !== null)}, track_running_stats=${python(runningMean !== null)}`
    );
  }
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of inputs (N, C) or (N, C, L): each of the C features gets
 * mean 0 and variance 1 over the batch, then a learned scale and shift. Predicts with running statistics.
 * @example new nn.Sequential(new nn.Linear(20, 64), new nn.BatchNorm1d(64), new nn.ReLU())
 */
export class BatchNorm1d extends Norm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("BatchNorm1d", numFeatures, options, true);
  }

  /** @throws {RangeError} when `x` is not (N, C) or (N, C, L) with C = numFeatures, or a batch has one value only
   * @example norm.forward(torch.rand(32, 20)) // or norm(…) */
  forward(x: Tensor): Tensor {
    const { shape } = x.array;
    if ((shape.length !== 2 && shape.length !== 3) || shape[1] !== this.numFeatures) {
      throw new RangeError(
        say`BatchNorm1d: the input has shape ${showShape(shape)}; it must be (N, ${this.numFeatures}) or (N,
          ${this.numFeatures}, L).`,
      );
    }
    return this.normalise(x, batchNorm);
  }
}

/** @throws {RangeError} for anything but images of as many channels */
function requireImages(layer: string, x: Tensor, channels: number): void {
  requireTensor(layer, x);
  const { shape } = x.array;
  if (shape.length === 4 && shape[1] === channels) return;
  throw new RangeError(
    say`${layer}: the input has shape ${showShape(shape)}; it must be (N, ${channels}, H, W).`,
  );
}

/**
 * Batch normalisation of images (N, C, H, W): each of the C channels gets mean 0 and variance 1 over the batch and all
 * places, then a learned scale and shift. Predicts with running statistics.
 * @example new nn.Sequential(new nn.Conv2d(1, 6, 5), new nn.BatchNorm2d(6), new nn.ReLU())
 */
export class BatchNorm2d extends Norm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("BatchNorm2d", numFeatures, options, true);
  }

  /** @throws {RangeError} when `x` is not (N, C, H, W) with C = numFeatures, or a batch has one value only
   * @example norm.forward(torch.rand(32, 6, 8, 8)) // or norm(…) */
  forward(x: Tensor): Tensor {
    requireImages("BatchNorm2d", x, this.numFeatures);
    return this.normalise(x, batchNorm);
  }
}

/** As in PyTorch, no batches are counted here. */
abstract class InstanceNorm extends Norm {
  protected override share(): number {
    return this.momentum ?? 0;
  }
}

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016) of sequences (N, C, L): each channel of each one gets
 * mean 0 and variance 1. Learns no scale and keeps no statistics unless it is asked to.
 * @example new nn.InstanceNorm1d(16, { affine: true })
 */
export class InstanceNorm1d extends InstanceNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("InstanceNorm1d", numFeatures, options, false);
  }

  /** @throws {RangeError} when `x` is not (N, C, L) with C = numFeatures
   * @example norm.forward(torch.rand(32, 16, 40)) // or norm(…) */
  forward(x: Tensor): Tensor {
    requireTensor("InstanceNorm1d", x);
    const { shape } = x.array;
    if (shape.length !== 3 || shape[1] !== this.numFeatures) {
      throw new RangeError(
        say`InstanceNorm1d: the input has shape ${showShape(shape)}; it must be (N, ${this.numFeatures}, L).`,
      );
    }
    return this.normalise(x, instanceNorm);
  }
}

/**
 * Instance normalisation of images (N, C, H, W): each channel of each image gets mean 0 and variance 1. Learns no scale
 * and keeps no statistics unless it is asked to.
 * @example new nn.InstanceNorm2d(64, { affine: true })
 */
export class InstanceNorm2d extends InstanceNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("InstanceNorm2d", numFeatures, options, false);
  }

  /** @throws {RangeError} when `x` is not (N, C, H, W) with C = numFeatures
   * @example norm.forward(torch.rand(32, 6, 8, 8)) // or norm(…) */
  forward(x: Tensor): Tensor {
    requireImages("InstanceNorm2d", x, this.numFeatures);
    return this.normalise(x, instanceNorm);
  }
}

/** eps, and whether scale and shift are learned. */
export interface GroupNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Learn a scale and a shift for every channel. Default true. */
  affine?: boolean;
}

/**
 * Group normalisation (Wu and He 2018) of (N, C, …): the channels, in groups of neighbours, get mean 0 and variance 1
 * for each example, then a learned scale and shift for each channel.
 * @throws {RangeError} when the channels do not divide into groups
 * @example new nn.GroupNorm(2, 6)
 */
export class GroupNorm extends Module {
  /** Number of groups. */
  readonly numGroups: number;
  /** Number of channels. */
  readonly numChannels: number;
  /** Added to the variance; 1e-5 by default. */
  readonly eps: number;
  /** The learned scale, shape (numChannels,); starts at 1. Null when not affine. */
  weight: Parameter | null = null;
  /** The learned shift, shape (numChannels,); starts at 0. Null when not affine. */
  bias: Parameter | null = null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    checkOptions("GroupNorm", options, { eps: 1, affine: 1 });
    const { eps = 1e-5, affine = true } = options;
    if (!Number.isInteger(numGroups) || numGroups < 1 || numChannels % numGroups !== 0) {
      throw new RangeError(say`GroupNorm: ${numChannels} channels do not divide into ${numGroups} groups.`);
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    if (!affine) return;
    this.weight = new Parameter(ones(numChannels));
    this.bias = new Parameter(zeros(numChannels));
  }

  /** @throws {RangeError} when `x` has not numChannels channels
   * @example norm.forward(torch.rand(32, 6, 8, 8)) // or norm(…) */
  forward(x: Tensor): Tensor {
    requireTensor("GroupNorm", x);
    const { shape } = x.array;
    if (shape.length < 2 || shape[1] !== this.numChannels) {
      throw new RangeError(
        say`GroupNorm: the input has shape ${showShape(shape)}; it must be (N, ${this.numChannels}, …).`,
      );
    }
    return groupNorm(x, this.numGroups, { weight: this.weight, bias: this.bias, eps: this.eps });
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, weight } = this;
    return `${numGroups}, ${numChannels}, eps=${python(eps)}, affine=${python(weight !== null)}`;
  }
}

/** eps, and whether scale and shift are learned. */
export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Learn a scale and a shift for every element. Default true. */
  elementwiseAffine?: boolean;
}

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): the last axes, of shape `normalizedShape`, get mean 0 and
 * variance 1 for each example, then a learned scale and shift.
 * @example new nn.LayerNorm(64)
 */
export class LayerNorm extends Module {
  /** Extents of the last axes, over which it normalises. */
  readonly normalizedShape: readonly number[];
  /** Added to the variance; 1e-5 by default. */
  readonly eps: number;
  /** The learned scale, of shape normalizedShape; starts at 1. Null when not affine. */
  weight: Parameter | null = null;
  /** The learned shift, of shape normalizedShape; starts at 0. Null when not affine. */
  bias: Parameter | null = null;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkOptions("LayerNorm", options, { eps: 1, elementwiseAffine: 1 });
    const { eps = 1e-5, elementwiseAffine = true } = options;
    if (typeof normalizedShape !== "number")
      expectIterable("LayerNorm", "the extents of the last axes, as in [3, 4]", normalizedShape);
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    if (!elementwiseAffine) return;
    this.weight = new Parameter(ones(this.normalizedShape));
    this.bias = new Parameter(zeros(this.normalizedShape));
  }

  forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, { weight: this.weight, bias: this.bias, eps: this.eps });
  }

  override extraRepr(): string {
    const { normalizedShape, eps, weight } = this;
    return `${python(normalizedShape)}, eps=${python(eps)}, elementwise_affine=${python(weight !== null)}`;
  }
}
