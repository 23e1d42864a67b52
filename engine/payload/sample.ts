/** A number as JSON can carry it: NaN and ±Infinity are null, and drawn as a gap. */
export type Sample = number | null;

/** `value` as JSON can carry it. */
export function sample(value: number): Sample {
  return Number.isFinite(value) ? value : null;
}

/** {@link sample} of each of `values`. */
export function samples(values: Iterable<number>): Sample[] {
  return Array.from(values, sample);
}
