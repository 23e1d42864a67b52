/** A number as it stands in a cell of a heat map. */
import { numberText, type Sample } from "../../../engine/payload/sample.ts";

/** Five signs at most, which is what a cell has room for; nothing where that is too few. @param most of all cells, without its sign */
export function cellText(value: Sample, most: number): string {
  if (value === null) return "NaN";
  const text = numberText(most >= 0.1 ? Number(value.toFixed(2)) : value, most >= 0.1 ? 15 : 2);
  return text.length > 5 ? "" : text;
}
