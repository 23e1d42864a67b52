import { context } from "../core/context.ts";
import { requireTensor } from "../core/record.ts";
import { Tensor } from "../core/tensor.ts";
import { checkOptions } from "../core/options.ts";

/**
 * A tensor that a module learns: assigned to a field of a module it is found by `parameters()`. Shares the
 * memory of `data`, and is accounted for as a parameter.
 * @example this.weight = new nn.Parameter(torch.randn(3, 2));
 */
export class Parameter extends Tensor {
  constructor(data: Tensor, options: { requiresGrad?: boolean } = {}) {
    requireTensor("Parameter", data);
    checkOptions("Parameter", options, { requiresGrad: 1 });
    super(data.array);
    context.backend.retag(this.array.storage, "parameter");
    this.requiresGrad = options.requiresGrad ?? true;
  }
}
