/** What a program did, in plain data: the same from the engine and from PyTorch. */

/** A tensor as it was; `g` is its gradient, in the state at the end only. */
export interface TensorShot {
  readonly d: string;
  readonly s: readonly number[];
  readonly v: readonly (number | string)[];
  readonly r: boolean;
  readonly g?: Shot;
}

/** A tensor, a number, a truth value, nothing, a list, the parts of an object (a module's parameters, …). */
export type Shot =
  TensorShot | number | string | boolean | null | readonly Shot[] | { readonly o: readonly Shot[] };

/** What a step gave: a value, a refusal, or nothing because an operand was missing. */
export type Outcome = { readonly value: Shot } | { readonly refused: string } | { readonly skipped: true };

export interface Trace {
  readonly steps: readonly Outcome[];
  /** The values when all is done, with gradients; null where there is none. */
  readonly end: readonly (Shot | null)[];
}

export function isTensorShot(shot: Shot | undefined): shot is TensorShot {
  return typeof shot === "object" && shot !== null && "v" in shot;
}
