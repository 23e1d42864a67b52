import { expect, expectIterable } from "../core/expect.ts";
import type { TableCell } from "./column.ts";
import { DataFrame } from "./dataFrame.ts";
import { checkOptions } from "../core/options.ts";
import { Series } from "./series.ts";

/** How texts become truth values. */
export interface DummiesOptions {
  /** Whether a missing text is a value of its own. Default false. */
  dummyNa?: boolean;
}

/**
 * For each column of texts, a column of truth values for each text in it, after the columns of numbers.
 * @example const x = pandas.getDummies(table, { dummyNa: true }).values;
 */
export function getDummies(table: DataFrame, options: DummiesOptions = {}): DataFrame {
  checkOptions("getDummies", options, { dummyNa: 1 });
  expect("getDummies", "a table", table, table instanceof DataFrame);
  const { dummyNa = false } = options;
  const columns = table.columns.map((name) => table.get(name));
  const numbers = columns.filter(({ dtype }) => dtype !== "object");
  const texts = columns.filter(({ dtype }) => dtype === "object");
  const made = texts.flatMap((column) => {
    const values = [...new Set(column.cells.filter((cell) => cell !== null))].map(String).sort();
    const one = (value: TableCell): Series =>
      new Series(
        column.cells.map((cell) =>
          value === null ? cell === null : String(cell) === value && cell !== null,
        ),
        {
          name: `${column.name}_${value === null ? "nan" : String(value)}`,
          index: column.index,
          type: "bool",
        },
      );
    return [...values.map(one), ...(dummyNa ? [one(null)] : [])];
  });
  return new DataFrame([...numbers, ...made]);
}

/** Which way tables are joined. */
export interface ConcatOptions {
  /** 0 for one below the other, 1 for side by side. Default 0. */
  axis?: 0 | 1;
}

/**
 * Joins tables and columns; where a table lacks a column of another, its cells are missing.
 * @example pandas.concat([train, test])
 * @example pandas.concat([table.get("Id"), table.get("Price")], { axis: 1 })
 */
export function concat(parts: readonly (DataFrame | Series)[], options: ConcatOptions = {}): DataFrame {
  checkOptions("concat", options, { axis: 1 });
  expectIterable("concat", "a list of tables or columns", parts);
  const { axis = 0 } = options;
  const tables = parts.map((part) => (part instanceof Series ? new DataFrame([part]) : part));
  const of = (table: DataFrame): Series[] => table.columns.map((name) => table.get(name));
  if (axis === 1) return new DataFrame(tables.flatMap(of));
  const names = [...new Set(tables.flatMap(({ columns }) => columns))];
  return new DataFrame(
    names.map((name) => {
      const found = tables.map((table) => (table.columns.includes(name) ? table.get(name) : null));
      const cells = found.flatMap((column, i): readonly TableCell[] => {
        return column?.cells ?? new Array<TableCell>(tables[i].length).fill(null);
      });
      const types = new Set(found.map((column) => column?.dtype));
      const index = tables.flatMap((table) => table.index);
      return new Series(cells, { name, index, type: types.size === 1 ? [...types][0] : undefined });
    }),
  );
}
