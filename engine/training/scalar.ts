import { showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** A number, or a tensor with one element. */
export type Scalar = number | { item(): number | boolean };

/**
 * Its number.
 * @param what is to be a number, for the error: `the metric "kappa"`
 * @throws {TypeError} for anything else
 */
export function numberOf(value: Scalar, what = "the value"): number {
  if (typeof value === "number") return value;
  if (value instanceof Tensor) {
    if (value.array.size === 1) return value.item();
    const shape = showShape(value.array.shape);
    throw new TypeError(`${what} is a tensor of shape ${shape}; make one number of it, as with .mean().`);
  }
  throw new TypeError(`${what} is ${kindOf(value)}; a number, or a tensor with one element, is expected.`);
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return "a promise (it is not waited for; compute it without async)";
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" || typeof value === "function" ? "an object" : JSON.stringify(value);
}
