/** Where a tensor keeps its gradient. */
import { context } from "./context.ts";
import type { Tensor } from "./tensor.ts";

/** Like assigning to `grad`, for a gradient that is known to fit. What only the engine has seen is given back. */
export function storeGradient(tensor: Tensor, grad: Tensor | null): void {
  const { gradient } = tensor;
  if (gradient && gradient !== grad && !tensor.gradientSeen) context.backend.release(gradient.array.storage);
  tensor.gradient = grad;
  tensor.gradientSeen = grad !== null;
}
