import { say } from "../../payload/say.ts";
import { showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";

/** A number, or a tensor with one element. */
export type Scalar = number | { item(): number | boolean };

const theValue = (): string => say`the value`;

/**
 * Its number.
 * @param named says for the error what is to be a number, as in `The metric "kappa"`
 * @throws {TypeError} for anything else
 */
export function numberOf(value: Scalar, named = theValue): number {
  if (typeof value === "number") return value;
  if (value instanceof Tensor) {
    if (value.array.size === 1) return value.item();
    throw new TypeError(
      say`${named()} is a tensor of shape ${showShape(value.array.shape)}; make one number of it, as with .mean().`,
    );
  }
  throw new TypeError(
    say`${named()} is ${kindOf(value)}; a number, or a tensor with one element, is expected.`,
  );
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return say`a promise (it is not waited for; compute it without async)`;
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" || typeof value === "function" ? say`an object` : JSON.stringify(value);
}
