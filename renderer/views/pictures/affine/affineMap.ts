/** The map of the plane that an affine picture shows, and how far it has been applied. Pure arithmetic. */

export type Pair = readonly [number, number];

export interface PlaneMap {
  /** Rows of W: y₁ = W₁₁·x₁ + W₁₂·x₂ + b₁. */
  weight: readonly [Pair, Pair];
  bias: Pair;
  /** 0: nothing; 1: the linear part; 2: the translation as well. */
  progress: number;
}

/** Where a point is on its way. */
export function carried({ weight, bias, progress }: PlaneMap, [x1, x2]: Pair): Pair {
  const linear = Math.min(1, progress);
  const shift = Math.max(0, progress - 1);
  const along = (from: number, row: Pair, offset: number): number =>
    from + linear * (row[0] * x1 + row[1] * x2 - from) + shift * offset;
  return [along(x1, weight[0], bias[0]), along(x2, weight[1], bias[1])];
}

export function determinant([[a, b], [c, d]]: PlaneMap["weight"]): number {
  return a * d - b * c;
}

const RANGES = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 50, 64, 80, 100];

/** Half the width of a view in which all `points` are, with some room; it changes in few steps. */
export function viewOf(points: readonly Pair[]): number {
  const largest = Math.max(1, ...points.flat().map(Math.abs).filter(Number.isFinite));
  return RANGES.find((range) => range >= largest * 1.08) ?? largest * 1.08;
}
