/** Nearness, element by element. */
import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";

/** How near is close: rtol 1e-5, atol 1e-8, and NaN is not close to NaN, by default. */
export interface Closeness {
  rtol?: number;
  atol?: number;
  equalNan?: boolean;
}

/** Whether |a − b| ≤ atol + rtol·|b|, element by element; infinities are close to themselves only.
 * @example isclose(x, y, { rtol: 1e-4 }) */
export function isclose(a: Tensor, b: Tensor, options: Closeness = {}): Tensor {
  requireTensor("isclose", a);
  requireTensor("isclose", b);
  checkOptions("isclose", options, { rtol: 1, atol: 1, equalNan: 1 });
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const near = a.sub(b).abs().le(b.abs().mul(rtol).add(atol)).logicalAnd(b.isfinite());
  const same = near.logicalOr(a.eq(b));
  return equalNan ? same.logicalOr(a.isnan().logicalAnd(b.isnan())) : same;
}
