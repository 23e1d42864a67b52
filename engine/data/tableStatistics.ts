/** What can be said of a column's cells. Pure. */
import type { Cell } from "./csv.ts";

/** The numbers that are there. */
export function numbersIn(cells: readonly Cell[]): number[] {
  return cells.filter((cell): cell is number => typeof cell === "number" && !Number.isNaN(cell));
}

/** Neither a number nor a text. */
export function isMissing(cell: Cell): boolean {
  return cell === null || (typeof cell === "number" && Number.isNaN(cell));
}

/** Whether no text is among them, and a number is. */
export function isNumeric(cells: readonly Cell[]): boolean {
  let some = false;
  for (const cell of cells) {
    if (typeof cell === "string") return false;
    some ||= !isMissing(cell);
  }
  return some;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param less 1 for an estimate from a sample, 0 for the deviation of the values themselves */
export function deviationOf(values: readonly number[], less: 0 | 1): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - less));
}

/** As numpy's `percentile`: straight from one value to the next; NaN of none. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** The cell that occurs most often, of several the first; null of none. */
export function mostCommon(cells: readonly Cell[]): Cell {
  const counts = new Map<Cell, number>();
  for (const cell of cells) if (!isMissing(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  let [best, most]: [Cell, number] = [null, 0];
  for (const [cell, count] of counts) if (count > most) [best, most] = [cell, count];
  return best;
}

/** How cells of a group become one. */
export type Aggregate = "count" | "sum" | "mean" | "median" | "min" | "max" | "std";

export const aggregates: Readonly<
  Record<Aggregate, (values: readonly number[], cells: readonly Cell[]) => number>
> = {
  count: (_, cells) => cells.filter((cell) => !isMissing(cell)).length,
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: meanOf,
  median: (values) => quantileOf(values, 0.5),
  min: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.min(a, b))),
  max: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.max(a, b))),
  std: (values) => deviationOf(values, 1),
};

/** NaN is a missing cell. */
export function cellOf(value: number): Cell {
  return Number.isNaN(value) ? null : value;
}
