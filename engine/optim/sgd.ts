import type { SgdStep } from "../backend/backend.ts";
import { context } from "../context.ts";
import type { NDArray } from "../ndarray.ts";
import { wrap } from "../ops/op.ts";
import { byName } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import {
  needArray,
  Optimizer,
  stateLike,
  type GroupOptions,
  type ParamGroup,
  type Params,
  type ParamState,
} from "./optimizer.ts";

/** Learning rate, momentum, dampening, Nesterov's form, weight decay. */
export interface SGDOptions extends GroupOptions {
  /** Default 0. */
  momentum: number;
  /** Damps what the momentum takes up. Default 0. */
  dampening: number;
  /** L2 penalty. Default 0. */
  weightDecay: number;
  /** Default false; needs a momentum and no dampening. */
  nesterov: boolean;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const defaults = { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false };

/**
 * Stochastic gradient descent, with momentum, Nesterov's look-ahead and weight decay where asked for.
 * @example const trainer = new optim.SGD(net.parameters(), { lr: 0.03 });
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: Params<SGDOptions>, options: number | (Pick<SGDOptions, "lr"> & Partial<SGDOptions>)) {
    super(params, { ...defaults, ...byName("SGD", options, "lr", { lr: 1, ...defaults }) });
    for (const { nesterov, momentum, dampening } of this.paramGroups) {
      if (nesterov && (momentum <= 0 || dampening !== 0)) {
        throw new RangeError("SGD: nesterov needs a momentum above 0 and dampening 0.");
      }
    }
  }

  protected buffers(group: ParamGroup<SGDOptions>): number {
    return group.momentum === 0 ? 0 : 1;
  }

  protected initialState(param: Tensor, group: ParamGroup<SGDOptions>): ParamState {
    return group.momentum === 0 ? {} : { momentum: stateLike(param), first: 1 };
  }

  protected update(param: NDArray, grad: NDArray, state: ParamState, group: ParamGroup<SGDOptions>): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = group;
    if (momentum !== 0 && !("momentum" in state)) {
      // Switched on after the first step.
      state.momentum = stateLike(wrap(param));
      state.first = 1;
    }
    const step: SgdStep = {
      lr,
      momentum,
      dampening,
      weightDecay,
      nesterov,
      maximize,
      first: state.first === 1,
    };
    context.backend.sgd(param, grad, momentum === 0 ? null : needArray(state, "momentum", param), step);
    if (momentum !== 0) state.first = 0;
  }
}
