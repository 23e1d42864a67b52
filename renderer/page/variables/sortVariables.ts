/** The order of rows in the *Variables* view. Pure. */
import type { VariableSummary } from "../../../engine/payload/variables.ts";

export const columns = ["name", "type", "shape", "dtype", "bytes", "summary"] as const;
export type Column = (typeof columns)[number];

/** `by` null is the order in which cells declare. */
export interface Order {
  by: Column | null;
  descending: boolean;
}

/** What a press on a column's head makes of an order: ascending, descending, as declared. */
export function nextOrder({ by, descending }: Order, column: Column): Order {
  if (by !== column) return { by: column, descending: false };
  return descending ? { by: null, descending: false } : { by: column, descending: true };
}

/** Rows in order; those without a value in the column come last, and equals stay as they were declared. */
export function sorted(variables: readonly VariableSummary[], { by, descending }: Order): VariableSummary[] {
  if (by === null) return [...variables];
  const keyed = variables.map((variable) => ({ variable, key: keyOf(variable, by) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (typeof a.key === "number" && typeof b.key === "number") return sign * (a.key - b.key);
    return sign * String(a.key).localeCompare(String(b.key), "en", { numeric: true, sensitivity: "base" });
  });
  return keyed.map(({ variable }) => variable);
}

/** Shapes by the number of their elements. */
function keyOf(variable: VariableSummary, by: Column): string | number | null {
  if (by === "shape") return variable.shape?.reduce((product, extent) => product * extent, 1) ?? null;
  return variable[by];
}
