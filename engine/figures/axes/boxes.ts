/** Boxes that say how values lie: quartiles, whiskers, and what lies beyond. Pure. */
import type { Box, BoxesMark } from "../../payload/axesPicture.ts";
import { sample, samples } from "../../payload/sample.ts";
import { quantile } from "./bars.ts";

/** Values beyond the whiskers that are drawn, of one box. */
const MOST = 500;

export function boxesMark(groups: readonly (readonly number[])[], name = ""): BoxesMark {
  return { kind: "boxes", name, boxes: groups.map((values, at) => boxOf(values, at)) };
}

/** As matplotlib draws it: whiskers reach the last value within 1.5 times the box's length. */
export function boxOf(values: readonly number[], at: number): Box {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) =>
    sorted.length === 0 ? NaN : quantile(sorted, share),
  );
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const beyond = sorted.filter((value) => value < q1 - reach || value > q3 + reach);
  return {
    at,
    count: sorted.length,
    low: sample(inside.length === 0 ? q1 : Math.min(inside[0], q1)),
    q1: sample(q1),
    median: sample(median),
    q3: sample(q3),
    high: sample(inside.length === 0 ? q3 : Math.max(inside[inside.length - 1], q3)),
    beyond: samples(
      beyond.length <= MOST ? beyond : beyond.filter((_, i) => i % Math.ceil(beyond.length / MOST) === 0),
    ),
  };
}
