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

/** Whole numbers below it keep all their digits: epoch 12345 is no other. */
const largestWhole = 1e7;

/**
 * A number in at most `digits` significant digits, without zeros at the end: for reading, not for computing. With four
 * or more, whole numbers below ten million keep all of theirs. A true minus sign; exponents from 1e21 up and below 1e−6, without a plus; ∞ and −∞; NaN also for a number that a
 * payload could not carry; 0 for −0.
 *
 * @example numberText(-0.000123456) // "−0.0001235"
 */
export function numberText(value: Sample | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const isKept = digits >= 4 && Number.isInteger(value) && Math.abs(value) < largestWhole;
  return String(isKept ? value : Number(value.toPrecision(digits)))
    .replace("e+", "e")
    .replaceAll("-", "−");
}
