import type { AdamStep } from "../backend/backend.ts";
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

/** Learning rate, betas, eps, weight decay, AMSGrad. */
export interface AdamOptions extends GroupOptions {
  /** Decay of the mean of the gradient and of its square. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Keeps the denominator from 0. Default 1e-8. */
  eps: number;
  /** Adam: L2 penalty, default 0. AdamW: decoupled decay, default 0.01. */
  weightDecay: number;
  /** Divide by the largest mean square so far. Default false. */
  amsgrad: boolean;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const defaults = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
} as const;

/** @throws {RangeError} unless they are two, of which means can be taken */
export function requireBetas(owner: string, betas: readonly [number, number]): void {
  const [first, second] = betas;
  if ([first, second].every((beta) => beta >= 0 && beta < 1)) return;
  throw new RangeError(say`${owner}: betas are ${betas.join(", ")}; they must be two, in [0, 1).`);
}

/**
 * Adam (Kingma and Ba 2015). Default learning rate 0.001.
 * @example const trainer = new optim.Adam(net.parameters(), { lr: 0.01 });
 */
export class Adam extends Optimizer<AdamOptions> {
  /** Whether weights decay apart from the gradient. */
  protected readonly decoupled: boolean = false;

  constructor(params: Params<AdamOptions>, options: number | Partial<AdamOptions> = {}) {
    super(params, { ...defaults, ...byName("Adam", options, "lr", defaults) });
    for (const { betas } of this.paramGroups) requireBetas(this.constructor.name, betas);
  }

  protected readonly buffers = [
    ["mean", "square"],
    ["mean", "square", "maxSquare"],
  ];

  protected variant({ amsgrad }: ParamGroup<AdamOptions>): number {
    return amsgrad ? 1 : 0;
  }

  protected override initialState(): ParamState {
    return { step: 0 };
  }

  protected update(param: NDArray, grad: NDArray, state: ParamState, group: ParamGroup<AdamOptions>): void {
    const step = Number(state.step) + 1;
    const { lr, eps, weightDecay, maximize } = group;
    const beta1 = group.betas[0];
    const beta2 = group.betas[1];
    const { decoupled } = this;
    const how: AdamStep = { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step };
    const largest = group.amsgrad ? needArray(state, "maxSquare", param) : null;
    context.backend.adam(
      param,
      grad,
      needArray(state, "mean", param),
      needArray(state, "square", param),
      largest,
      how,
    );
    state.step = step;
  }
}

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): default weightDecay 0.01.
 * @example const trainer = new optim.AdamW(net.parameters(), { lr: 0.01, weightDecay: 0.1 });
 */
export class AdamW extends Adam {
  protected override readonly decoupled: boolean = true;

  constructor(params: Params<AdamOptions>, options: number | Partial<AdamOptions> = {}) {
    super(params, { weightDecay: 1e-2, ...byName("AdamW", options, "lr", defaults) });
  }
}
