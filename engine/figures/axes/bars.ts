/** Histograms: how often values fall into each part of their range. Pure. */
import type { BarsMark } from "../../payload/axesPicture.ts";
import { say } from "../../payload/say.ts";
import { barsMark } from "./parts.ts";

/** How values are counted. */
export interface BinOptions {
  /** How many parts, or their edges, increasing. Default `auto`: as many as the values carry, as numpy has it. */
  bins?: number | readonly number[] | "auto";
  /** From where to where; values outside do not count. Default: as far as they reach. */
  range?: readonly [number, number];
  /** Heights are such that the area is 1. Default false. */
  density?: boolean;
}

/** More are not told apart, and one mistaken number must not take all memory. */
const MOST = 5000;

export function histogram(
  operation: string,
  values: readonly number[],
  options: BinOptions,
  name: string,
): BarsMark {
  const finite = values.filter(Number.isFinite);
  const edges = edgesOf(operation, finite, options);
  const counts = countsIn(finite, edges);
  const total = counts.reduce((a, b) => a + b, 0);
  const width = counts.map((_, i) => edges[i + 1] - edges[i]);
  return barsMark(
    counts.map((_, i) => (edges[i] + edges[i + 1]) / 2),
    options.density ? counts.map((count, i) => count / (total * width[i])) : counts,
    { name, width },
  );
}

/** As numpy's `histogram`: an edge belongs to the part above it, the last one to the last part. */
export function countsIn(values: readonly number[], edges: readonly number[]): number[] {
  const counts = Array<number>(edges.length - 1).fill(0);
  const last = edges.length - 2;
  for (const value of values) {
    if (!(value >= edges[0] && value <= edges[last + 1])) continue;
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= value) low = middle;
      else high = middle - 1;
    }
    counts[low]++;
  }
  return counts;
}

/** @throws {RangeError} for edges that do not increase, or too many of them */
export function edgesOf(
  operation: string,
  values: readonly number[],
  { bins = "auto", range }: BinOptions,
): number[] {
  if (typeof bins === "object") {
    if (bins.length < 2 || bins.some((edge, i) => !Number.isFinite(edge) || (i > 0 && edge <= bins[i - 1])))
      throw new RangeError(say`${operation}: the edges in bins must be at least two numbers that increase.`);
    return [...bins];
  }
  let [low, high] = range ?? ends(values);
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
    throw new RangeError(say`${operation}: range is [${low}, ${high}]; give two numbers, the smaller first.`);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const inside = values.filter((value) => value >= low && value <= high);
  const count = bins === "auto" ? automatic(inside, high - low) : bins;
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new RangeError(
      say`${operation}: bins is ${count}; give a whole number from 1 to ${MOST}, edges, or "auto".`,
    );
  return Array.from({ length: count + 1 }, (_, i) => (i === count ? high : low + (i * (high - low)) / count));
}

/** The finer of the rules of Sturges and of Freedman and Diaconis. */
function automatic(values: readonly number[], span: number): number {
  if (values.length === 0) return 1;
  const sorted = Float64Array.from(values).sort();
  const sturges = Math.ceil(Math.log2(values.length) + 1);
  const width = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(values.length);
  return Math.min(200, Math.max(sturges, width > 0 ? Math.ceil(span / width) : 1));
}

/** As numpy's `percentile`: straight from one value to the next. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

function ends(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
