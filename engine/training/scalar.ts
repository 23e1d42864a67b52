/** A number, or a tensor with one element. */
export type Scalar = number | { item(): number | boolean };

/** Its number. */
export function numberOf(value: Scalar): number {
  return typeof value === "number" ? value : Number(value.item());
}
