/** Adadelta, NAdam and RAdam, by PyTorch's formulas. */
import type { MomentStep } from "../backend/backend.ts";
import { context } from "../core/context.ts";
import type { NDArray } from "../core/ndarray.ts";
import { byName } from "../core/options.ts";
import { say } from "../payload/say.ts";
import {
  type GroupOptions,
  needArray,
  Optimizer,
  type ParamGroup,
  type Params,
  type ParamState,
} from "./optimizer.ts";

/** What the three have in common. */
interface DecayOptions extends GroupOptions {
  /** L2 penalty. Default 0. */
  weightDecay: number;
}

/** Learning rate, decay of what is remembered, weight decay. */
export interface AdadeltaOptions extends DecayOptions {
  /** Share of what was that stays in the running means. Default 0.9. */
  rho: number;
  /** Default 1e-6. */
  eps: number;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const adadeltaDefaults: AdadeltaOptions = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false };

/**
 * Adadelta (Zeiler 2012): steps as long as the former ones, whatever the scale of the gradients. Default learning rate 1.
 * @example const trainer = new optim.Adadelta(net.parameters(), { rho: 0.9 });
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(params: Params<AdadeltaOptions>, options: number | Partial<AdadeltaOptions> = {}) {
    super(params, { ...adadeltaDefaults, ...byName("Adadelta", options, "lr", adadeltaDefaults) });
  }

  protected readonly buffers = [["square", "delta"]];

  protected variant(): number {
    return 0;
  }

  protected update(
    param: NDArray,
    grad: NDArray,
    state: ParamState,
    group: ParamGroup<AdadeltaOptions>,
  ): void {
    const { lr, rho, eps, weightDecay, maximize } = group;
    const [squares, deltas] = [needArray(state, "square", param), needArray(state, "delta", param)];
    context.backend.adadelta(param, grad, squares, deltas, { lr, rho, eps, weightDecay, maximize });
  }
}

/** Learning rate, decay of both moments, weight decay. */
export interface RAdamOptions extends DecayOptions {
  /** Decay of the mean and of the squares. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8. */
  eps: number;
}

/** The same, and how fast the momentum grows. */
export interface NAdamOptions extends RAdamOptions {
  /** Default 4e-3. */
  momentumDecay: number;
}

const radamDefaults: RAdamOptions = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };
const nadamDefaults: NAdamOptions = { ...radamDefaults, lr: 2e-3, momentumDecay: 4e-3 };

/** What follows of both moments and of the gradient. */
type Move = Pick<MomentStep, "ofMean" | "ofSlope" | "denominator">;

/** Optimisers that remember running means of gradients and of their squares. */
abstract class TwoMoments<G extends RAdamOptions> extends Optimizer<G> {
  constructor(params: Params<G>, options: G) {
    super(params, options);
    for (const { betas } of this.paramGroups) {
      if (betas.every((beta) => beta >= 0 && beta < 1)) continue;
      throw new RangeError(
        say`${this.constructor.name}: betas are ${betas.join(", ")}; they must be two, in [0, 1).`,
      );
    }
  }

  protected readonly buffers = [["mean", "square"]];

  protected variant(): number {
    return 0;
  }

  protected override initialState(): ParamState {
    return { step: 0 };
  }

  protected update(param: NDArray, grad: NDArray, state: ParamState, group: ParamGroup<G>): void {
    const step = Number(state.step) + 1;
    const { betas, weightDecay } = group;
    const [mean, square] = [needArray(state, "mean", param), needArray(state, "square", param)];
    const how = { beta1: betas[0], beta2: betas[1], weightDecay, ...this.moveOf(step, state, group) };
    context.backend.moments(param, grad, mean, square, how);
    state.step = step;
  }

  /** How far elements go in a step, 1-based. */
  protected abstract moveOf(step: number, state: ParamState, group: ParamGroup<G>): Move;
}

/**
 * Adam with Nesterov's momentum (Dozat 2016). Default learning rate 0.002.
 * @example const trainer = new optim.NAdam(net.parameters(), { lr: 0.002 });
 */
export class NAdam extends TwoMoments<NAdamOptions> {
  constructor(params: Params<NAdamOptions>, options: number | Partial<NAdamOptions> = {}) {
    super(params, { ...nadamDefaults, ...byName("NAdam", options, "lr", nadamDefaults) });
  }

  protected override initialState(): ParamState {
    return { step: 0, muProduct: 1 };
  }

  protected moveOf(step: number, state: ParamState, group: ParamGroup<NAdamOptions>): Move {
    const { lr, betas, eps, momentumDecay } = group;
    const [beta1, beta2] = betas;
    const muAt = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const [mu, next] = [muAt(step), muAt(step + 1)];
    const product = Number(state.muProduct) * mu;
    state.muProduct = product;
    const ofSlope = (lr * (1 - mu)) / (1 - product);
    const ofMean = (lr * next) / (1 - product * next);
    const correction = 1 - beta2 ** step;
    return { ofMean, ofSlope, denominator: { root: 1 / Math.sqrt(correction), eps } };
  }
}

/**
 * Rectified Adam (Liu et al. 2020), which goes without the squares until enough of them are known. Default learning rate
 * 0.001.
 * @example const trainer = new optim.RAdam(net.parameters(), { lr: 0.001 });
 */
export class RAdam extends TwoMoments<RAdamOptions> {
  constructor(params: Params<RAdamOptions>, options: number | Partial<RAdamOptions> = {}) {
    super(params, { ...radamDefaults, ...byName("RAdam", options, "lr", radamDefaults) });
  }

  protected moveOf(step: number, _state: ParamState, group: ParamGroup<RAdamOptions>): Move {
    const { lr, betas, eps } = group;
    const [beta1, beta2] = betas;
    const [first, second] = [1 - beta1 ** step, 1 - beta2 ** step];
    const most = 2 / (1 - beta2) - 1;
    const known = most - (2 * step * beta2 ** step) / second;
    if (known <= 5) return { ofMean: lr / first, ofSlope: 0, denominator: null };
    const rectified = Math.sqrt(((known - 4) * (known - 2) * most) / ((most - 4) * (most - 2) * known));
    const factor = (lr * rectified * Math.sqrt(second)) / first;
    return { ofMean: factor, ofSlope: 0, denominator: { root: 1, eps } };
  }
}
