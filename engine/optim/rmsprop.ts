import { context } from "../context.ts";
import type { NDArray } from "../ndarray.ts";
import { byName } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import {
  arrayOf,
  needArray,
  Optimizer,
  stateLike,
  type GroupOptions,
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

  protected buffers(group: ParamGroup<RMSpropOptions>): number {
    return 1 + (group.momentum > 0 ? 1 : 0) + (group.centered ? 1 : 0);
  }

  protected initialState(param: Tensor, group: ParamGroup<RMSpropOptions>): ParamState {
    const state: ParamState = { square: stateLike(param) };
    if (group.momentum > 0) state.momentum = stateLike(param);
    if (group.centered) state.average = stateLike(param);
    return state;
  }

  protected update(
    param: NDArray,
    grad: NDArray,
    state: ParamState,
    group: ParamGroup<RMSpropOptions>,
  ): void {
    const momentum = group.momentum > 0 ? needArray(state, "momentum", param) : null;
    const average = group.centered ? arrayOf(state.average) : null;
    context.backend.rmsprop(param, grad, needArray(state, "square", param), momentum, average, group);
  }
}
