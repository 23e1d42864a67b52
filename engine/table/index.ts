/** The table of operations, and the codes by which backends are asked for them. */
import { activations } from "./activations.ts";
import { binary, compare } from "./binary.ts";
import { type BinaryRow, codesOf, type UnaryRow } from "./row.ts";
import { unary } from "./unary.ts";

export { activations, binary, compare };
export type { BinaryRow, TorchCalls, UnaryRow } from "./row.ts";

export const unaries = { ...unary, ...activations };
export type UnaryName = keyof typeof unaries;
export type BinaryName = keyof typeof binary;

/** The rows by code. */
export const unaryRows: readonly UnaryRow[] = Object.values<UnaryRow>(unaries);
export const binaryRows: readonly BinaryRow[] = Object.values<BinaryRow>(binary);

export const Unary = codesOf(unaries);
export const Binary = codesOf(binary);
export const Compare = codesOf(compare);

/** The activation functions that are offered to be drawn. */
export type PlottedName = {
  [N in keyof typeof activations]: (typeof activations)[N] extends { plotted: object } ? N : never;
}[keyof typeof activations];
