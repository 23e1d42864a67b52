import {
  elu,
  gelu,
  leakyRelu,
  logSigmoid,
  prelu,
  relu,
  sigmoid,
  silu,
  softplus,
  tanh,
  hardtanh,
  type HardtanhOptions,
} from "../ops/elementwise/activations.ts";
import { type Dim, dimOf } from "../core/axes.ts";
import { full } from "../ops/create/create.ts";
import { logSoftmax, softmax } from "../ops/reduce/softmax.ts";
import { byName, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import type { PlottedName } from "../table/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python } from "./printModule.ts";

/**
 * max(x, 0), element by element; its slope at 0 is 0.
 * @example new nn.ReLU()(torch.tensor([-1, 2])) // [0, 2]
 */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/**
 * x for x > 0, else negativeSlope·x (default 0.01).
 * @example new nn.LeakyReLU(0.1)
 */
export class LeakyReLU extends Module {
  /** Slope below 0; 0.01 by default. */
  readonly negativeSlope: number;

  constructor(options: number | { negativeSlope?: number } = {}) {
    super();
    const { negativeSlope = 0.01 } = byName("LeakyReLU", options, "negativeSlope", { negativeSlope: 1 });
    this.negativeSlope = negativeSlope;
  }

  forward(x: Tensor): Tensor {
    return leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return `negative_slope=${python(this.negativeSlope)}`;
  }
}

/**
 * x for x > 0, else a·x with a learned slope: one for all (the default), or one per channel (axis 1).
 * @example new nn.PReLU()
 */
export class PReLU extends Module {
  /** One slope for all channels, or one for each. */
  readonly numParameters: number;
  /** The learned slopes below 0, shape (numParameters,). */
  weight: Parameter;

  constructor(options: number | { numParameters?: number; init?: number } = {}, initial = 0.25) {
    super();
    const { numParameters = 1, init = initial } = byName("PReLU", options, "numParameters", {
      numParameters: 1,
      init: 1,
    });
    this.numParameters = numParameters;
    this.weight = new Parameter(full([numParameters], init));
  }

  forward(x: Tensor): Tensor {
    return prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

/**
 * x for x > 0, else alpha·(eˣ − 1).
 * @example new nn.ELU(0.5)
 */
export class ELU extends Module {
  /** What large negative inputs come near to, negated; 1 by default. */
  readonly alpha: number;

  constructor(options: number | { alpha?: number } = {}) {
    super();
    const { alpha = 1 } = byName("ELU", options, "alpha", { alpha: 1 });
    this.alpha = alpha;
  }

  forward(x: Tensor): Tensor {
    return elu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${python(this.alpha)}`;
  }
}

/**
 * x·Φ(x) with the normal distribution Φ, or its approximation by tanh.
 * @example new nn.GELU({ approximate: "tanh" })
 */
export class GELU extends Module {
  /** `none` (the default) or `tanh`. */
  readonly approximate: "none" | "tanh";

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    checkOptions("GELU", options, { approximate: 1 });
    this.approximate = options.approximate ?? "none";
  }

  forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate=${python(this.approximate)}`;
  }
}

/**
 * log(sigmoid(x)), computed without overflow.
 * @example new nn.LogSigmoid()(scores)
 */
export class LogSigmoid extends Module {
  forward(x: Tensor): Tensor {
    return logSigmoid(x);
  }
}

/**
 * x·sigmoid(x).
 * @example new nn.SiLU()
 */
export class SiLU extends Module {
  forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/**
 * log(1 + e^(beta·x)) / beta, a smooth ReLU; x itself where beta·x > threshold.
 * @example new nn.Softplus({ beta: 2 })
 */
export class Softplus extends Module {
  /** Sharpness of the bend; 1 by default. */
  readonly beta: number;
  /** Above it, beta·x is taken for the result; 20 by default. */
  readonly threshold: number;

  constructor(options: { beta?: number; threshold?: number } = {}) {
    super();
    checkOptions("Softplus", options, { beta: 1, threshold: 1 });
    this.beta = options.beta ?? 1;
    this.threshold = options.threshold ?? 20;
  }

  forward(x: Tensor): Tensor {
    return softplus(x, { beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return `beta=${python(this.beta)}, threshold=${python(this.threshold)}`;
  }
}

/**
 * min(max(x, minVal), maxVal), −1 and 1 by default; its slope at the bounds and beyond is 0.
 * @example new nn.Hardtanh({ minVal: 0, maxVal: 6 })
 */
export class Hardtanh extends Module {
  /** The least that comes out; −1 by default. */
  readonly minVal: number;
  /** The most that comes out; 1 by default. */
  readonly maxVal: number;

  constructor(from: number | HardtanhOptions = {}, to = 1) {
    super();
    const { minVal = -1, maxVal = to } = byName("Hardtanh", from, "minVal", { minVal: 1, maxVal: 1 });
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  forward(x: Tensor): Tensor {
    return hardtanh(x, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return `min_val=${python(this.minVal)}, max_val=${python(this.maxVal)}`;
  }
}

/**
 * 1 / (1 + e⁻ˣ): squeezes into (0, 1).
 * @example new nn.Sigmoid()(torch.tensor([0])) // [0.5]
 */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/**
 * Hyperbolic tangent: squeezes into (−1, 1).
 * @example new nn.Tanh()
 */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/**
 * eˣ / Σ eˣ along an axis, so that it sums to 1.
 * @example new nn.Softmax(1)(scores).sum(1) // ones
 */
export class Softmax extends Module {
  /** The axis along which the results add up to 1. */
  readonly dim: number;

  constructor(dim: Dim = -1) {
    super();
    this.dim = dimOf("Softmax", dim) ?? -1;
  }

  forward(x: Tensor): Tensor {
    return softmax(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * The logarithm of {@link Softmax}, computed without overflow.
 * @example new nn.LogSoftmax(1)(scores)
 */
export class LogSoftmax extends Module {
  /** The axis whose exponentials add up to 1. */
  readonly dim: number;

  constructor(dim: Dim = -1) {
    super();
    this.dim = dimOf("LogSoftmax", dim) ?? -1;
  }

  forward(x: Tensor): Tensor {
    return logSoftmax(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** The layers of the functions that are offered to be drawn. */
export const plottedModules = {
  relu: ReLU,
  sigmoid: Sigmoid,
  tanh: Tanh,
  leakyRelu: LeakyReLU,
  elu: ELU,
  gelu: GELU,
  silu: SiLU,
  softplus: Softplus,
  hardtanh: Hardtanh,
} satisfies Record<PlottedName, abstract new (...args: never[]) => Module>;
