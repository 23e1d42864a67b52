/** Examples of a picture as rows of numbers. */
import type { Tensor } from "../core/tensor.ts";
import type { Sample } from "../payload/sample.ts";
import { say } from "../payload/say.ts";
import { rowsOf } from "./values.ts";

/** Examples that a picture measures, and those that it draws: more are chosen from, evenly. */
const MOST_MEASURED = 1000;

export interface Measured {
  /** How many there are. */
  count: number;
  /** Which of them are looked at, increasing. */
  at: number[];
}

/** All of `count`, or 1,000 at even distances. */
export function measured(count: number): Measured {
  const looked = Math.min(count, MOST_MEASURED);
  return { count, at: Array.from({ length: looked }, (_, i) => Math.floor((i * count) / looked)) };
}

/**
 * The inputs of examples, one row each.
 *
 * @throws {TypeError} when an example does not have `features` of them
 */
export function inputsOf(x: Tensor, features: number, where: string): number[][] {
  const rows =
    x.array.shape.length === 1 && features === 1 ? rowsOf(x, where)[0].map((v) => [v]) : rowsOf(x, where);
  const wrong = x.array.shape.length > 2 || rows.some((row) => row.length !== features);
  if (!wrong) return rows;
  const wanted = features === 1 ? say`one input` : say`${features} inputs`;
  throw new TypeError(
    say`${where}: X has the shape [${x.array.shape.join(", ")}]; give ${wanted} an example: [n, ${features}].`,
  );
}

/** The least and the greatest of `values`, with `share` of their distance on either side. */
export function rangeOf(values: readonly Sample[], share: number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const room = high > low ? (high - low) * share : Math.max(Math.abs(low) * share, 0.5);
  return [low - room, high + room];
}

/** `count` numbers from `low` to `high`. */
export function evenly([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** @throws {RangeError} when it does not begin with the smaller number */
export function checkRange(range: readonly [number, number] | undefined, where: string): void {
  if (range === undefined || range[0] < range[1]) return;
  throw new RangeError(say`${where}: range is [${range.join(", ")}]; give the smaller number first.`);
}
