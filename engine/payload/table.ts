/** The beginning of a table, as much of it as is shown. */
import type { TablePayload } from "./values.ts";

export const mostRows = 50;
/** Rows of a table that the page can turn over and sort. */
export const gridRows = 1000;
export const mostColumns = 20;
/** Characters of a cell's text. */
export const widest = 80;

/** One column, as far as it is shown. */
export interface TableColumn {
  name: string;
  /** Decides the side that the texts stand on. */
  cells: readonly unknown[];
  /** Null where there is nothing to write. */
  texts: readonly (string | null)[];
}

/** Of how many rows and columns those shown are the first. */
export interface TableExtent {
  total: number;
  totalColumns: number;
}

/** @param index labels of the rows; by default they are counted from 0 */
export function tablePayload(
  columns: readonly TableColumn[],
  { total, totalColumns }: TableExtent,
  index?: readonly string[],
): TablePayload {
  const rows = Math.max(0, ...columns.map(({ texts }) => texts.length));
  return {
    version: 1,
    columns: columns.map(({ name, cells }) => ({ name, numeric: areNumbers(cells) })),
    rows: Array.from({ length: rows }, (_, row) => columns.map(({ texts }) => clipped(texts[row] ?? null))),
    total,
    totalColumns,
    ...(index && { index: [...index] }),
  };
}

/** Numbers, though some may be missing. */
function areNumbers(cells: readonly unknown[]): boolean {
  const given = cells.filter((cell) => cell !== undefined && cell !== null);
  return given.length > 0 && given.every((cell) => typeof cell === "number" || typeof cell === "bigint");
}

function clipped(text: string | null): string | null {
  return text !== null && text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
