/** One column of a table: its cells, what they are, and how pandas prints them. */
import type { Cell } from "../data/csv.ts";
import { say } from "../payload/say.ts";

/** A cell of a table; null stands for a missing value. */
export type TableCell = Cell | boolean;

/** As pandas names them; `object` are texts. */
export type ColumnType = "int64" | "float64" | "bool" | "object";

/** The type that pandas would give to such cells. A missing value makes whole numbers floats. */
export function columnType(cells: readonly TableCell[]): ColumnType {
  const given = cells.filter((cell) => cell !== null);
  if (given.some((cell) => typeof cell === "string")) return "object";
  if (given.length > 0 && given.every((cell) => typeof cell === "boolean")) return "bool";
  return given.length === cells.length && given.every(Number.isInteger) ? "int64" : "float64";
}

/** The numbers among the cells, truth values as 1 and 0.
 * @throws {TypeError} naming the text that is none */
export function numbersOf(operation: string, name: string, cells: readonly TableCell[]): number[] {
  return cells.map((cell) => {
    if (cell === null) return NaN;
    if (typeof cell !== "string") return Number(cell);
    throw new TypeError(
      say`${operation}: column "${name}" holds "${cell}", which is no number; getDummies makes numbers of texts.`,
    );
  });
}

/** The cells as texts, floats with as many digits as the column needs, at most six. */
export function cellTexts(cells: readonly TableCell[], type: ColumnType): string[] {
  if (type !== "float64") return cells.map((cell) => (cell === null ? "NaN" : cellText(cell)));
  const digits = Math.max(1, ...cells.map((cell) => decimals(Number(cell))));
  return cells.map((cell) => (cell === null ? "NaN" : Number(cell).toFixed(digits)));
}

function cellText(cell: string | number | boolean): string {
  return typeof cell === "boolean" ? (cell ? "True" : "False") : String(cell);
}

function decimals(value: number): number {
  if (!Number.isFinite(value)) return 0;
  return (value.toFixed(6).replace(/0+$/, "").split(".")[1] ?? "").length;
}
