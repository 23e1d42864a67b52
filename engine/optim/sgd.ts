import type { SgdStep } from "../backend/backend.ts";
import { context } from "../core/context.ts";
import { allocate, release } from "../core/allocate.ts";
import { isOfRows } from "../core/gradient.ts";
import type { NDArray } from "../core/ndarray.ts";
import type { PlacedRows } from "../core/rowGradient.ts";
import { sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { byName } from "../core/options.ts";
import { say } from "../payload/say.ts";
import {
  type GroupOptions,
  needArray,
  noWeightDecay,
  Optimizer,
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
        throw new RangeError(say`SGD: nesterov needs a momentum above 0 and dampening 0.`);
      }
    }
  }

  protected readonly buffers = [[], ["momentum"]];

  protected variant({ momentum }: ParamGroup<SGDOptions>): number {
    return momentum === 0 ? 0 : 1;
  }

  protected override requireKind(gradient: Tensor, { weightDecay }: ParamGroup<SGDOptions>): void {
    if (isOfRows(gradient) && weightDecay !== 0) throw noWeightDecay("SGD");
  }

  /** With a momentum the others move on. */
  protected override movesRows({ momentum }: ParamGroup<SGDOptions>): boolean {
    return momentum === 0;
  }

  protected override sumsRows(): boolean {
    return false;
  }

  protected override updateRows(
    param: NDArray,
    { places, rows }: PlacedRows,
    state: ParamState,
    group: ParamGroup<SGDOptions>,
  ): void {
    const change = allocate("step", param.dtype, rows.shape);
    context.backend.fill(change, 0);
    this.update(change, rows, state, group);
    context.backend.put(param, places, change, sizeOf(param.shape.slice(1)), 1, true);
    release(change.storage);
  }

  protected update(param: NDArray, grad: NDArray, state: ParamState, group: ParamGroup<SGDOptions>): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = group;
    const step: SgdStep = {
      lr,
      momentum,
      dampening,
      weightDecay,
      nesterov,
      maximize,
      first: state.first !== 0,
    };
    context.backend.sgd(param, grad, momentum === 0 ? null : needArray(state, "momentum", param), step);
    if (momentum !== 0) state.first = 0;
  }
}
