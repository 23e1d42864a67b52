/** Lines on which a function of two variables has one value. */

/** Round numbers between two values, about `count` of them. */
export function niceLevels(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power;
  const first = Math.floor(low / step) + 1;
  return Array.from({ length: Math.max(0, Math.ceil(high / step) - first) }, (_, i) => (first + i) * step);
}

type Point = readonly [x: number, y: number];

/**
 * The pieces of the line through the cells of a grid, joined where they meet; a NaN parts two lines.
 * @param at the value at `xs[i]` and `ys[j]`
 */
export function contourLines(
  xs: readonly number[],
  ys: readonly number[],
  at: (i: number, j: number) => number,
  level: number,
): { x: number[]; y: number[] } {
  const points = new Map<string, Point>();
  /** The place on the edge from one corner to another where the value is passed; its name is that of the edge. */
  const crossing = (i: number, j: number, k: number, l: number): string => {
    const share = (level - at(i, j)) / (at(k, l) - at(i, j));
    const name = `${i},${j},${k},${l}`;
    points.set(name, [xs[i] + share * (xs[k] - xs[i]), ys[j] + share * (ys[l] - ys[j])]);
    return name;
  };
  const next = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  };
  const above = (i: number, j: number): boolean => at(i, j) >= level;
  for (let i = 0; i + 1 < xs.length; i++)
    for (let j = 0; j + 1 < ys.length; j++) {
      const edges = [
        [i, j, i + 1, j],
        [i + 1, j, i + 1, j + 1],
        [i, j + 1, i + 1, j + 1],
        [i, j, i, j + 1],
      ].filter(([a, b, c, d]) => above(a, b) !== above(c, d)) as [number, number, number, number][];
      const names = edges.map((edge) => crossing(...edge));
      for (let k = 0; k + 1 < names.length; k += 2) join(names[k], names[k + 1]);
    }
  return walked(next, points);
}

/** Follows each line from an end of it, or round if it has none. */
function walked(
  next: ReadonlyMap<string, readonly string[]>,
  points: ReadonlyMap<string, Point>,
): { x: number[]; y: number[] } {
  const seen = new Set<string>();
  const line: { x: number[]; y: number[] } = { x: [], y: [] };
  const add = ([x, y]: Point): void => {
    line.x.push(x);
    line.y.push(y);
  };
  const ends = [...next.keys()].filter((name) => next.get(name)?.length === 1);
  for (const start of [...ends, ...next.keys()]) {
    if (seen.has(start)) continue;
    if (line.x.length > 0) add([NaN, NaN]);
    let at: string | undefined = start;
    while (at !== undefined) {
      seen.add(at);
      add(points.get(at) ?? [NaN, NaN]);
      const last: string = at;
      at = next.get(last)?.find((name) => !seen.has(name));
      // Round: it ends where it began.
      if (at === undefined && last !== start && next.get(last)?.includes(start))
        add(points.get(start) ?? [NaN, NaN]);
    }
  }
  return line;
}
