/** Where a tensor keeps its gradient, and what may be one. */
import { say } from "../payload/say.ts";
import { context } from "./context.ts";
import { requireTensor } from "./record.ts";
import { sameShape, showShape } from "./shape.ts";
import type { RowGradient } from "./rowGradient.ts";
import type { Tensor } from "./tensor.ts";

/** Whether a gradient keeps rows of a table; to ask costs no import of what they are. */
export function isOfRows(gradient: Tensor): gradient is RowGradient {
  return gradient.isSparse;
}

/** Gives back the memory of a gradient that nobody has seen. */
function discard(gradient: Tensor): void {
  if (isOfRows(gradient)) gradient.discard();
  else context.backend.release(gradient.array.storage);
}

/** Like assigning to `grad`, for a gradient that is known to fit. What only the engine has seen is given back. */
export function storeGradient(tensor: Tensor, grad: Tensor | null): void {
  const { gradient } = tensor;
  if (gradient && gradient !== grad && !tensor.gradientSeen) discard(gradient);
  tensor.gradient = grad;
  tensor.gradientSeen = grad !== null;
}

/**
 * Refuses what cannot be the gradient of `x`.
 * @throws {TypeError} for another dtype, and for what is no tensor; RangeError for another shape, and for `x` itself
 */
export function requireGradientOf(x: Tensor, grad: Tensor): void {
  requireTensor("grad", grad);
  const { array } = grad;
  if (array.dtype !== x.array.dtype) {
    throw new TypeError(
      say`grad: a ${array.dtype} gradient for a ${x.array.dtype} tensor; convert it:
        grad.to("${x.array.dtype}").`,
    );
  }
  if (!sameShape(array.shape, x.array.shape)) {
    throw new RangeError(
      say`grad: a gradient of shape ${showShape(array.shape)} for a tensor of shape ${showShape(x.array.shape)};
        they must be equal. After assigning other data, forget the gradient first: x.grad = null.`,
    );
  }
  if (grad === x) throw new RangeError(say`grad: a tensor cannot be its own gradient.`);
}
