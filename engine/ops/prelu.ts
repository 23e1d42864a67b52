/** A leaky relu whose slope is learned. */
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./binary.ts";
import { gt } from "./compare.ts";
import { example } from "./examples.ts";
import type { Op } from "./op.ts";
import { reshape } from "./views.ts";
import { where } from "./where.ts";

/**
 * x where x > 0, else `weight`·x; `weight` has one element, or one for each channel of axis 1.
 * @throws when the number of weights does not fit.
 * @example prelu(x, tensor([0.25], { requiresGrad: true }))
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  const { shape } = x.array;
  const count = weight.array.size;
  const channels = shape.length > 1 ? shape[1] : 1;
  if (count !== 1 && count !== channels) {
    throw new RangeError(
      `prelu: ${count} weights do not fit the ${channels} channels of shape ${showShape(shape)}; use 1 or ${channels}.`,
    );
  }
  const slope = count === 1 ? reshape(weight, []) : reshape(weight, [count, ...shape.slice(2).map(() => 1)]);
  return where(gt(x, 0), x, mul(x, slope));
}

export const preluExamples: NonNullable<Op["examples"]> = () => [
  example(prelu, "F.prelu(a, b)", [[17], [1]]),
  example(prelu, "F.prelu(a, b)", [[2, 3], [3]]),
  example(prelu, "F.prelu(a, b)", [[2, 3, 4], [3]]),
];
