import type { Sample } from "../../../engine/payload/sample.ts";

/** Share of the past in each step, as in TensorBoard's default. */
const smoothingWeight = 0.6;

/**
 * Exponential moving average without the pull towards zero at the start (Kingma and Ba 2015, section 3):
 * each value is divided by `1 − weight^n`. Gaps stay gaps and count for nothing.
 *
 * @param weight 0 (no smoothing) to below 1
 */
export function smooth(values: readonly Sample[], weight = smoothingWeight): Sample[] {
  let average = 0;
  let remaining = 1;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    remaining *= weight;
    return average / (1 - remaining);
  });
}
