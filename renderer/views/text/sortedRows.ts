/** The rows of a table in the order of a column. Pure. */
import type { TablePayload } from "../../../engine/payload/values.ts";

export interface RowOrder {
  column: number;
  descending: boolean;
}

/** Places of the rows; numbers by their size, texts as people sort them, what is missing last either way. */
export function sortedRows({ rows, columns }: TablePayload, order: RowOrder | null): number[] {
  const places = rows.map((_, i) => i);
  if (!order) return places;
  const { column, descending } = order;
  const numeric = columns[column]?.numeric === true;
  const sign = descending ? -1 : 1;
  const keys = rows.map((row) => keyOf(row[column] ?? null, numeric));
  return places.sort((a, b) => {
    const [x = null, y = null] = [keys[a], keys[b]];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
    const difference =
      typeof x === "number" && typeof y === "number"
        ? x - y
        : String(x).localeCompare(String(y), undefined, { numeric: true });
    return sign * difference || a - b;
  });
}

/** Null for what is missing. */
function keyOf(text: string | null, numeric: boolean): number | string | null {
  if (text === null || text === "" || text === "–" || text === "NaN") return null;
  if (!numeric) return text;
  const value = Number(text.replace("−", "-"));
  return Number.isNaN(value) ? text : value;
}
