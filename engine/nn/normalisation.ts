import { expectIterable } from "../expect.ts";
import { withGradMode } from "../gradMode.ts";
import { ones, zeros } from "../ops/create.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { batchNorm, layerNorm } from "./functional.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python } from "./printModule.ts";
import { checkOptions } from "../options.ts";

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

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of inputs (N, C) or (N, C, L): each of the C features gets
 * mean 0 and variance 1 over the batch, then a learned scale and shift. Predicts with running statistics.
 * @example new nn.Sequential(new nn.Linear(20, 64), new nn.BatchNorm1d(64), new nn.ReLU())
 */
export class BatchNorm1d extends Module {
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

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super();
    checkOptions("BatchNorm1d", options, { eps: 1, momentum: 1, affine: 1, trackRunningStats: 1 });
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
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

  /** @throws {RangeError} when `x` is not (N, C) or (N, C, L) with C = numFeatures, or a batch has one value only
   * @example norm.forward(torch.rand(32, 20)) // or norm(…) */
  forward(x: Tensor): Tensor {
    const { shape } = x.array;
    if ((shape.length !== 2 && shape.length !== 3) || shape[1] !== this.numFeatures) {
      throw new RangeError(
        `BatchNorm1d: the input has shape ${showShape(shape)}; it must be (N, ${this.numFeatures}) or ` +
          `(N, ${this.numFeatures}, L).`,
      );
    }
    const { weight, bias, eps, runningMean, runningVar } = this;
    const running = runningMean && runningVar ? { mean: runningMean, variance: runningVar } : null;
    return batchNorm(x, {
      weight,
      bias,
      eps,
      running,
      momentum: this.training ? this.#share() : 0,
      training: this.training || !running,
    });
  }

  /** Share of this batch in the running statistics. */
  #share(): number {
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
