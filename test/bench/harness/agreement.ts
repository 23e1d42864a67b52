export interface Tolerance {
  relative: number;
  absolute: number;
}

/**
 * Whether two contestants computed the same: null, or what differs most beyond the tolerance, in words.
 * Not-a-number agrees with nothing.
 */
export function disagreement(
  values: readonly number[],
  expected: readonly number[],
  { relative, absolute }: Tolerance,
): string | null {
  if (values.length !== expected.length) return `${values.length} numbers instead of ${expected.length}`;
  let worst: string | null = null;
  let worstBy = 1;
  for (const [i, value] of values.entries()) {
    const wanted = expected[i] ?? NaN;
    const by = Math.abs(value - wanted) / (absolute + relative * Math.abs(wanted));
    if (by <= worstBy) continue;
    worstBy = Number.isNaN(by) ? Infinity : by;
    worst = `${value} instead of ${wanted} at place ${i}`;
  }
  return worst;
}
