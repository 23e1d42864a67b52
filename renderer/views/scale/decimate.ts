/** Fewer points of long curves, so that a chart of ten thousand epochs is as quick as one of a few hundred. */
import type { CurveSeries } from "../../../engine/payload/curves.ts";
import type { Sample } from "../../../engine/payload/sample.ts";

/** Pixels of the x axis that share a lowest and a highest point a curve: about as wide as a line. */
const pixelsPerBucket = 2.5;

/**
 * The epochs that show: all of them, or, when more of them lie in `view` than can be told apart on `pixels`,
 * those where some curve has its lowest or highest value among neighbours, and both ends. All curves are drawn
 * at the same epochs, so that hovering compares what belongs together. Null stands for all.
 */
export function shownEpochs(
  series: readonly CurveSeries[],
  view: readonly [number, number],
  pixels: number,
): ReadonlySet<number> | null {
  const buckets = Math.max(1, Math.floor(pixels / pixelsPerBucket));
  const spans = series.map(({ x }) => [before(x, view[0]), after(x, view[1])] as const);
  const most = Math.max(0, ...spans.map(([from, to]) => to - from));
  if (most <= 4 * buckets) return null;
  const shown = new Set<number>();
  series.forEach((one, i) => {
    const [from, to] = spans[i] ?? [0, 0];
    pickExtremes(one, from, to, view, buckets, shown);
  });
  return shown;
}

/** The points of a curve at the epochs `shown`; `y` may be another look at it, such as smoothed values. */
export function pointsAt(
  { x }: CurveSeries,
  y: Sample[],
  shown: ReadonlySet<number> | null,
): { x: number[]; y: Sample[] } {
  if (!shown) return { x, y };
  const picked: { x: number[]; y: Sample[] } = { x: [], y: [] };
  for (const epoch of [...shown].sort((a, b) => a - b)) {
    // Several points of one epoch are shown together.
    const end = firstAbove(x, epoch);
    let i = end;
    while (x[i - 1] === epoch) i--;
    for (; i < end; i++) {
      picked.x.push(epoch);
      picked.y.push(y[i] ?? null);
    }
  }
  return picked;
}

function pickExtremes(
  { x, y }: CurveSeries,
  from: number,
  to: number,
  view: readonly [number, number],
  buckets: number,
  shown: Set<number>,
): void {
  const width = (view[1] - view[0]) / buckets;
  let low = from;
  let high = from;
  let bucket = NaN;
  const keep = () => {
    shown.add(x[low] ?? NaN);
    shown.add(x[high] ?? NaN);
  };
  for (let i = from; i < to; i++) {
    const at = Math.floor(((x[i] ?? 0) - view[0]) / width);
    const value = y[i] ?? null;
    // A gap must stay one, wherever it is.
    if (value === null) shown.add(x[i] ?? NaN);
    if (at !== bucket) {
      if (i > from) keep();
      [bucket, low, high] = [at, i, i];
    } else if (value !== null) {
      if (value < (y[low] ?? Infinity)) low = i;
      if (value > (y[high] ?? -Infinity)) high = i;
    }
  }
  if (to > from) keep();
  if (from < x.length) shown.add(x[from] ?? NaN);
  if (to > 0) shown.add(x[to - 1] ?? NaN);
}

/** Index of the last point at or before `limit`, so that the line reaches the edge; `x` increases. */
function before(x: readonly number[], limit: number): number {
  return Math.max(0, firstAbove(x, limit) - 1);
}

/** Index behind the first point after `limit`. */
function after(x: readonly number[], limit: number): number {
  return Math.min(x.length, firstAbove(x, limit) + 1);
}

function firstAbove(x: readonly number[], limit: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
