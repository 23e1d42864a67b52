import type { AdamStep } from "../backend/backend.ts";
import { context } from "../core/context.ts";
import { isOfRows } from "../core/gradient.ts";
import type { NDArray } from "../core/ndarray.ts";
import { byName } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { say } from "../payload/say.ts";
import { requireBetas } from "./adam.ts";
import {
  type GroupOptions,
  needArray,
  Optimizer,
  type ParamGroup,
  type Params,
  type ParamState,
} from "./optimizer.ts";

/** Learning rate, betas, eps. */
export interface SparseAdamOptions extends GroupOptions {
  /** Decay of the mean of the gradient and of its square. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Keeps the denominator from 0. Default 1e-8. */
  eps: number;
  /** Climb instead of descend. Default false. */
  maximize: boolean;
}

const defaults = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, maximize: false } as const;

/**
 * Adam for sparse gradients: only the rows that were used move, and only what is remembered of them decays. Default
 * learning rate 0.001.
 * @example const trainer = new optim.SparseAdam(words.parameters(), { lr: 0.01 });
 */
export class SparseAdam extends Optimizer<SparseAdamOptions> {
  constructor(params: Params<SparseAdamOptions>, options: number | Partial<SparseAdamOptions> = {}) {
    super(params, { ...defaults, ...byName("SparseAdam", options, "lr", defaults) });
    for (const { betas } of this.paramGroups) requireBetas("SparseAdam", betas);
  }

  protected readonly buffers = [["mean", "square"]];

  protected variant(): number {
    return 0;
  }

  protected override initialState(): ParamState {
    return { step: 0 };
  }

  protected override requireKind(gradient: Tensor): void {
    // One that was changed elsewhere is whole.
    if (isOfRows(gradient) && gradient.placed() !== null) return;
    throw new TypeError(
      say`SparseAdam: the gradient is not sparse; use Adam, or an embedding with { sparse: true }.`,
    );
  }

  protected override movesRows(): boolean {
    return true;
  }

  protected update(
    param: NDArray,
    grad: NDArray,
    state: ParamState,
    group: ParamGroup<SparseAdamOptions>,
  ): void {
    const step = Number(state.step) + 1;
    const { lr, betas, maximize } = group;
    const [beta1, beta2] = betas;
    // PyTorch adds eps before it corrects the root for the start, Adam after.
    const eps = group.eps / Math.sqrt(1 - beta2 ** step);
    const how: AdamStep = { lr, beta1, beta2, eps, weightDecay: 0, decoupled: false, maximize, step };
    const [mean, square] = [needArray(state, "mean", param), needArray(state, "square", param)];
    context.backend.adam(param, grad, mean, square, null, how);
    state.step = step;
  }
}
