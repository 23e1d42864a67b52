import { expectIterable, expectObject } from "../core/expect.ts";
import { tensor } from "../ops/create/create.ts";
import type { DTypeName } from "../core/dtypes.ts";
import type { Tensor } from "../core/tensor.ts";
import { TABLE_MIME } from "../payload/mime.ts";
import { mostColumns, mostRows, tablePayload } from "../payload/table.ts";
import type { Cell, CsvTable } from "./csv.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
const SHOWN = 6;

/**
 * Rows and named columns of numbers and texts, as a CSV file gives them.
 * @example const table = await data.readCsv("houses.csv"); table.column("price");
 */
export class Table {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** The cells, row by row. */
  readonly rows: readonly (readonly Cell[])[];

  constructor(table: CsvTable) {
    expectObject("Table", "columns and rows, as parseCsv gives them", table);
    expectIterable("Table", "columns, a list of names", table.columns);
    expectIterable("Table", "rows, a list of lists", table.rows);
    this.columns = table.columns;
    this.rows = table.rows;
  }

  /** Number of rows. */
  get length(): number {
    return this.rows.length;
  }

  /** The cells of one column.
   * @throws when there is no such column.
   * @throws {Error} naming the columns there are
   * @example table.column("Price") */
  column(name: string): Cell[] {
    const i = this.#find(name);
    return this.rows.map((row) => row[i]);
  }

  /** A table of some of the columns, in the order given.
   * @example table.select(["Area", "Price"]) */
  select(names: readonly string[]): Table {
    const places = names.map((name) => this.#find(name));
    return new Table({ columns: [...names], rows: this.rows.map((row) => places.map((i) => row[i])) });
  }

  /** The different texts or numbers of a column, in the order they appear; nothing for missing values.
   * @example table.categories("Alley") */
  categories(name: string): (string | number)[] {
    return [...new Set(this.column(name).filter((cell) => cell !== null))];
  }

  /**
   * The numbers as a tensor of shape (rows, columns); missing values become NaN.
   * @param names columns to take, all by default
   * @throws {TypeError} naming the row and column of a text
   * @example const x = table.toTensor(["age", "income"]);
   */
  toTensor(names: readonly string[] = this.columns, options: { dtype?: DTypeName } = {}): Tensor {
    checkOptions("toTensor", options, { dtype: 1 });
    const { dtype = "float32" } = options;
    const places = names.map((name) => this.#find(name));
    const numbers = this.rows.map((row, r) =>
      places.map((i, c) => {
        const cell = row[i];
        if (typeof cell === "string") {
          throw new TypeError(
            say`toTensor: row ${r}, column "${names[c]}": "${cell}" is no number; leave the column out, or use
              categories("${names[c]}") to number its texts.`,
          );
        }
        return cell ?? NaN;
      }),
    );
    return tensor(numbers, { dtype });
  }

  /** The first rows, aligned.
   * @example console.log(table) */
  toString(): string {
    const head = this.rows
      .slice(0, SHOWN)
      .map((row) => row.map((cell) => (cell === null ? "–" : String(cell))));
    const widths = this.columns.map((name, i) => Math.max(name.length, ...head.map((row) => row[i].length)));
    const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padStart(widths[i])).join("  ");
    const rest = this.length > SHOWN ? [`… ${this.length} rows`] : [];
    return [line(this.columns), ...head.map(line), ...rest].join("\n");
  }

  /** What a cell shows of it: a table that scrolls.
   * @example table.toMimeBundle()["text/plain"] */
  toMimeBundle(): Readonly<Record<string, unknown>> {
    const first = this.rows.slice(0, mostRows);
    const shown = this.columns.slice(0, mostColumns).map((name, i) => {
      const cells = first.map((row) => row[i]);
      return { name, cells, texts: cells.map((cell) => (cell === null ? "–" : String(cell))) };
    });
    const payload = tablePayload(shown, { total: this.length, totalColumns: this.columns.length });
    return { [TABLE_MIME]: payload, "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }

  #find(name: string): number {
    const i = this.columns.indexOf(name);
    if (i < 0)
      throw new Error(say`Table: there is no column "${name}"; there are ${this.columns.join(", ")}.`);
    return i;
  }
}
