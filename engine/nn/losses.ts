import { mseReduced } from "../ops/losses/losses.ts";
import type { Tensor } from "../core/tensor.ts";
import * as functional from "./functional.ts";
import type { ClassLossOptions, LossOptions, Reduction } from "./functional.ts";
import { Module } from "./module.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";

/**
 * The base of all losses: called with a prediction and a target.
 * @example class Hinge extends nn.Loss { forward(x: Tensor, y: Tensor) { return x.mul(y).rsub(1).relu().mean(); } }
 */
export abstract class Loss extends Module {
  /** `mean` over the elements (the default), their `sum`, or `none`: one loss per element. */
  reduction: Reduction;

  constructor(options: LossOptions = {}, names: OptionNames<LossOptions> = { reduction: 1 }) {
    super();
    checkOptions(new.target.name, options, names);
    this.reduction = options.reduction ?? "mean";
  }

  abstract override forward(input: Tensor, target: Tensor): Tensor;
}

/** Squared difference, (x − y)². @example const loss = new nn.MSELoss(); loss(net(x), y).backward(); */
export class MSELoss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return mseReduced(input, target, this.reduction);
  }
}

/**
 * Absolute difference, |x − y|.
 * @example new nn.L1Loss()(net(x), y)
 */
export class L1Loss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.l1Loss(input, target, { reduction: this.reduction });
  }
}

/**
 * Squared near 0, absolute beyond `beta` (default 1): (x − y)² / (2·beta), or |x − y| − beta / 2.
 * @example new nn.SmoothL1Loss({ beta: 0.5 })(net(x), y)
 */
export class SmoothL1Loss extends Loss {
  /** Where the loss turns from squared to absolute; 1 by default. */
  readonly beta: number;

  constructor(options: LossOptions & { beta?: number } = {}) {
    super(options, { reduction: 1, beta: 1 } as OptionNames<LossOptions>);
    this.beta = options.beta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.smoothL1Loss(input, target, { reduction: this.reduction, beta: this.beta });
  }
}

/**
 * {@link SmoothL1Loss} times `delta` (default 1).
 * @example new nn.HuberLoss({ delta: 2 })(net(x), y)
 */
export class HuberLoss extends Loss {
  /** Where the loss turns from squared to absolute; 1 by default. */
  readonly delta: number;

  constructor(options: LossOptions & { delta?: number } = {}) {
    super(options, { reduction: 1, delta: 1 } as OptionNames<LossOptions>);
    this.delta = options.delta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.huberLoss(input, target, { reduction: this.reduction, delta: this.delta });
  }
}

/**
 * −log softmax(x)[y]: for classification. The input holds scores (logits), not probabilities: (N, C),
 * (N, C, …) or (C,). The target holds class indices, (N,), (N, …) or (), or probabilities in the shape of the input.
 * @example const loss = new nn.CrossEntropyLoss(); loss(net(x), y).backward();
 */
export class CrossEntropyLoss extends Loss {
  /** As given. */
  readonly options: ClassLossOptions & { labelSmoothing?: number };

  constructor(options: ClassLossOptions & { labelSmoothing?: number } = {}) {
    super(options, {
      reduction: 1,
      weight: 1,
      ignoreIndex: 1,
      labelSmoothing: 1,
    } as OptionNames<LossOptions>);
    this.options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.crossEntropy(input, target, this.options);
  }
}

/**
 * −x[y] for log-probabilities x (N, C) and class indices y (N,): what follows {@link LogSoftmax}.
 * @example new nn.NLLLoss()(torch.logSoftmax(net(x), 1), y)
 */
export class NLLLoss extends Loss {
  /** As given. */
  readonly options: ClassLossOptions;

  constructor(options: ClassLossOptions = {}) {
    super(options, { reduction: 1, weight: 1, ignoreIndex: 1 } as OptionNames<LossOptions>);
    this.options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.nllLoss(input, target, this.options);
  }
}

/**
 * Binary cross-entropy of probabilities in [0, 1]; logarithms are at least −100.
 * @example new nn.BCELoss()(net(x).sigmoid(), y)
 */
export class BCELoss extends Loss {
  /** As given. */
  readonly options: LossOptions & { weight?: Tensor };

  constructor(options: LossOptions & { weight?: Tensor } = {}) {
    super(options, { reduction: 1, weight: 1 } as OptionNames<LossOptions>);
    this.options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.binaryCrossEntropy(input, target, this.options);
  }
}

/**
 * Binary cross-entropy of scores before the sigmoid, computed without overflow.
 * @example new nn.BCEWithLogitsLoss()(net(x), y)
 */
export class BCEWithLogitsLoss extends Loss {
  /** As given. */
  readonly options: LossOptions & { weight?: Tensor; posWeight?: Tensor };

  constructor(options: LossOptions & { weight?: Tensor; posWeight?: Tensor } = {}) {
    super(options, { reduction: 1, weight: 1, posWeight: 1 } as OptionNames<LossOptions>);
    this.options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.binaryCrossEntropyWithLogits(input, target, this.options);
  }
}
