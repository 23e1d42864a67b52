/** Whatever holds numbers and knows its shape: a tensor, seen from here. */
import { say } from "../payload/say.ts";
export interface TensorLike {
  readonly shape: ArrayLike<number>;
  toArray(): unknown;
}

/** Numbers along one axis, or several such rows; tensors, typed arrays and plain arrays in any mixture. */
export type Plottable = TensorLike | ArrayLike<number> | readonly Plottable[];

function isTensor(value: unknown): value is TensorLike {
  return typeof value === "object" && value !== null && "toArray" in value && "shape" in value;
}

function plain(value: unknown): unknown {
  return isTensor(value) ? value.toArray() : value;
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** A list of rows; one axis of numbers is one row. `where` begins the error message. */
export function rowsOf(input: unknown, where: string): number[][] {
  const value = plain(input);
  if (typeof value === "number") return [[value]];
  if (!isRow(value)) {
    throw new TypeError(say`${where}: give a tensor or an array of numbers, not ${describe(value)}.`);
  }
  const parts = Array.from(value, plain);
  if (!parts.some(isRow)) return [parts.map((v) => toNumber(v, where))];
  return parts.map((part, i) => {
    const rows = rowsOf(part, `${where}[${i}]`);
    if (rows.length !== 1) throw new TypeError(say`${where}[${i}] has 2 axes or more; a curve has one.`);
    return rows[0];
  });
}

function toNumber(value: unknown, where: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (typeof value === "string") {
    throw new TypeError(
      say`${where}: ${describe(value)} where a number should be. Number the categories, as in names.map((_, i) => i).`,
    );
  }
  throw new TypeError(say`${where}: ${describe(value)} where a number should be.`);
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value === "string" ? `"${value}"` : typeof value;
}
