/** Says why a gradient is null to somebody who used it as if it were there. */
import { nullGiven } from "./errors.ts";
import { say, sentences } from "../payload/say.ts";
import type { Tensor } from "./tensor.ts";

const reasons = {
  notRequired: () =>
    say`the tensor has requiresGrad = false: make it with { requiresGrad: true }, or call requiresGrad_(), before it is
      used`,
  insideGraph: () =>
    say`the tensor was computed from others, and such tensors do not keep theirs: call retainGrad() before backward()`,
  notReached: () =>
    say`no backward() has reached the tensor since it was made or its gradient was forgotten: call loss.backward()
      first`,
};

/** Why a gradient that was asked for last was null, and what its user may have wanted of it. */
let last: { reason: keyof typeof reasons; members: object } | null = null;

/** Remembers why the gradient of `x`, which was just asked for, is null. */
export function noteMissingGradient(x: Tensor): void {
  const reason = !x.requiresGrad ? "notRequired" : x.isLeaf ? "notReached" : "insideGraph";
  last = { reason, members: Object.getPrototypeOf(x) as object };
}

/**
 * Adds to the message of a TypeError that comes from using a null gradient why it is null; leaves any other error
 * alone. For the program that shows the error.
 * @example try { w.grad.zero_(); } catch (error) { explainMissingGradient(error); throw error; }
 */
export function explainMissingGradient(error: unknown): void {
  if (!(error instanceof TypeError) || last === null) return;
  const member = /of null \(reading '(\w+)'\)/.exec(error.message)?.[1];
  const used = member !== undefined && (member === "array" || member in last.members);
  if (!used && !nullGiven.has(error)) return;
  const fault = /[.。]$/.test(error.message) ? error.message : `${error.message}.`;
  error.message = sentences(fault, say`A gradient is null here because ${reasons[last.reason]()}.`);
  last = null;
}
