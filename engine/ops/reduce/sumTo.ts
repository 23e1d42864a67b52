/** The counterpart of broadcasting. */
import { sameShape, type Shape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";

/** `x` summed back to `shape`, from which it was broadcast. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const from = x.array.shape;
  if (sameShape(from, shape)) return x;
  const lead = from.length - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < from.length; axis++) {
    if (axis < lead || (shape[axis - lead] === 1 && from[axis] !== 1)) axes.push(axis);
  }
  const total = x.sum(axes);
  return sameShape(total.array.shape, shape) ? total : total.reshape(shape);
}
