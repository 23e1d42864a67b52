import type { Tensor } from "../../core/tensor.ts";
import type { ShownValue } from "../../payload/graphPicture.ts";
import { sample } from "../../payload/sample.ts";

/** Elements that a picture carries one by one, with as many digits as float32 has. */
const MOST = 32;
const DIGITS = 8;

export function shownValue(x: Tensor | number): ShownValue {
  if (typeof x === "number") return { shape: [], values: [sample(x)], low: sample(x), high: sample(x) };
  const elements = x.toTypedArray();
  let [low, high] = [Infinity, -Infinity];
  for (const value of elements) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const values =
    elements.length <= MOST
      ? Array.from(elements, (value) => sample(Number(value.toPrecision(DIGITS))))
      : null;
  return { shape: [...x.array.shape], values, low: sample(low), high: sample(high) };
}
