import { context } from "../core/context.ts";
import { isOfRows } from "../core/gradient.ts";
import type { NDArray } from "../core/ndarray.ts";
import type { Tensor } from "../core/tensor.ts";
import { byName } from "../core/options.ts";
import {
  type GroupOptions,
  needArray,
  noWeightDecay,
  Optimizer,
  type ParamGroup,
  type Params,
  type ParamState,
} from "./optimizer.ts";

/** Learning rate, its decay, weight decay. */
export interface AdagradOptions extends GroupOptions {
  /** The learning rate is divided by 1 + (step − 1)·lrDecay. Default 0. */
  lrDecay: number;
  /** L2 penalty. Default 0. */
  weightDecay: number;
  /** What the sum of squares starts from. Default 0. */
  initialAccumulatorValue: number;
  /** Default 1e-10. */
  eps: number;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const defaults: AdagradOptions = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
};

/**
 * Adagrad (Duchi, Hazan and Singer 2011). Default learning rate 0.01.
 * @example const trainer = new optim.Adagrad(net.parameters(), { lr: 0.1 });
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(params: Params<AdagradOptions>, options: number | Partial<AdagradOptions> = {}) {
    super(params, { ...defaults, ...byName("Adagrad", options, "lr", defaults) });
  }

  protected readonly buffers = [["sum"]];

  protected variant(): number {
    return 0;
  }

  protected override initialState(): ParamState {
    return { step: 0 };
  }

  protected override startOf(group: ParamGroup<AdagradOptions>): number {
    return group.initialAccumulatorValue;
  }

  protected override requireKind(gradient: Tensor, { weightDecay }: ParamGroup<AdagradOptions>): void {
    if (isOfRows(gradient) && weightDecay !== 0) throw noWeightDecay("Adagrad");
  }

  /** What gets no gradient does not move, and its sum stays. */
  protected override movesRows(): boolean {
    return true;
  }

  protected update(
    param: NDArray,
    grad: NDArray,
    state: ParamState,
    group: ParamGroup<AdagradOptions>,
  ): void {
    const step = Number(state.step) + 1;
    const { lr, lrDecay, eps, weightDecay, maximize } = group;
    context.backend.adagrad(param, grad, needArray(state, "sum", param), {
      lr,
      lrDecay,
      eps,
      weightDecay,
      maximize,
      step,
    });
    state.step = step;
  }
}
