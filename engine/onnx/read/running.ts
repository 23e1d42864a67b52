import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import type { Attributes } from "./values.ts";

/** What the running of a node may ask. */
export interface Running {
  /** Null for one that is left out. */
  readonly inputs: readonly (Tensor | null)[];
  readonly attributes: Attributes;
  readonly opset: number;
  /** Whether the module learns. */
  readonly training: boolean;
}

/** Gives the results of a node. */
export type Run = (r: Running) => Tensor | Tensor[];

/** @throws {Error} when there is no such input */
export function input({ inputs }: Running, i: number): Tensor {
  const x = inputs[i] as Tensor | null | undefined;
  if (!x) throw new Error(say`input ${i} is missing`);
  return x;
}

export function optional({ inputs }: Running, i: number): Tensor | null {
  return inputs[i] ?? null;
}

/** Numbers of an input with one axis, or of a single one. */
export function numbers(x: Tensor): number[] {
  return Array.from(x.detach().toTypedArray());
}

/** Axes: an attribute until opset 12 or 17, an input since. */
export function axesOf(r: Running, at: number): number[] | null {
  const given = r.attributes.ints("axes");
  if (given) return [...given];
  const x = optional(r, at);
  return x && numbers(x);
}
