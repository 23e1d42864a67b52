/** Examples in the order of how sure a model is, counted up. */

/** Of the examples whose score is at least a threshold: how many are of the class, and how many are not. */
export interface Counted {
  /** Decreasing. */
  thresholds: number[];
  hits: number[];
  misses: number[];
}

/** One entry for each different score: equal scores cannot be told apart. */
export function countedDown(scores: Float64Array, isClass: Uint8Array): Counted {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  const result: Counted = { thresholds: [], hits: [], misses: [] };
  let [hits, misses] = [0, 0];
  order.forEach((i, at) => {
    if (isClass[i] === 1) hits++;
    else misses++;
    if (at + 1 < order.length && scores[order[at + 1]] === scores[i]) return;
    result.thresholds.push(scores[i]);
    result.hits.push(hits);
    result.misses.push(misses);
  });
  return result;
}

/** Area under a curve by trapezoids; x never goes back. */
export function areaUnder(x: readonly number[], y: readonly number[]): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}
