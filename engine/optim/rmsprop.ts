import { context } from "../core/context.ts";
import type { NDArray } from "../core/ndarray.ts";
import { byName } from "../core/options.ts";
import {
  type GroupOptions,
  needArray,
  Optimizer,
  type ParamGroup,
  type Params,
  type ParamState,
} from "./optimizer.ts";

/** Learning rate, smoothing, momentum, centring, weight decay. */
export interface RMSpropOptions extends GroupOptions {
  /** Decay of the mean square. Default 0.99. */
  alpha: number;
  /** Default 1e-8. */
  eps: number;
  /** L2 penalty. Default 0. */
  weightDecay: number;
  /** Default 0. */
  momentum: number;
  /** Divide by the standard deviation instead of the root mean square. Default false. */
  centered: boolean;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const defaults: RMSpropOptions = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
};

/**
 * RMSprop (Hinton's lecture 6e). Default learning rate 0.01.
 * @example const trainer = new optim.RMSprop(net.parameters(), { lr: 0.01, alpha: 0.9 });
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(params: Params<RMSpropOptions>, options: number | Partial<RMSpropOptions> = {}) {
    super(params, { ...defaults, ...byName("RMSprop", options, "lr", defaults) });
  }

  protected readonly buffers = [
    ["square"],
    ["square", "momentum"],
    ["square", "average"],
    ["square", "momentum", "average"],
  ];

  protected variant({ momentum, centered }: ParamGroup<RMSpropOptions>): number {
    return (momentum > 0 ? 1 : 0) + (centered ? 2 : 0);
  }

  protected update(
    param: NDArray,
    grad: NDArray,
    state: ParamState,
    group: ParamGroup<RMSpropOptions>,
  ): void {
    const momentum = group.momentum > 0 ? needArray(state, "momentum", param) : null;
    const average = group.centered ? needArray(state, "average", param) : null;
    context.backend.rmsprop(param, grad, needArray(state, "square", param), momentum, average, group);
  }
}
