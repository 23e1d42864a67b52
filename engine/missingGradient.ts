/** Says why a gradient is null to somebody who used it as if it were there. */
import { Tensor } from "./tensor.ts";

const reasons = {
  notRequired:
    "the tensor has requiresGrad = false: make it with { requiresGrad: true }, or call requiresGrad_(), before it is used",
  insideGraph:
    "the tensor was computed from others, and such tensors do not keep theirs: call retainGrad() before backward()",
  notReached:
    "no backward() has reached the tensor since it was made or its gradient was forgotten: call loss.backward() first",
};

let last: keyof typeof reasons | null = null;

/** Remembers why the gradient of `x`, which was just asked for, is null. */
export function noteMissingGradient(x: Tensor): void {
  last = !x.requiresGrad ? "notRequired" : x.isLeaf ? "notReached" : "insideGraph";
}

/**
 * Adds to the message of a TypeError that comes from using a null gradient why it is null; leaves any other error
 * alone. For the program that shows the error.
 * @example try { w.grad.zero_(); } catch (error) { explainMissingGradient(error); throw error; }
 */
export function explainMissingGradient(error: unknown): void {
  if (!(error instanceof TypeError) || last === null) return;
  const member = /of null \(reading '(\w+)'\)/.exec(error.message)?.[1];
  const used = member !== undefined && (member === "array" || member in Tensor.prototype);
  if (!used && !error.message.endsWith("where null was given.")) return;
  error.message = `${error.message.replace(/\.$/, "")}. A gradient is null here because ${reasons[last]}.`;
  last = null;
}
