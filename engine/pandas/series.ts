import { expectIterable } from "../core/expect.ts";
import { fromArray } from "../ops/create/create.ts";
import type { Tensor } from "../core/tensor.ts";
import { cellTexts, columnType, type ColumnType, numbersOf, type TableCell } from "./column.ts";
import { type Rows, rowsFor } from "./rows.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** The rest of a column's life: labels of its rows, its name, its type. */
export interface SeriesOptions {
  name?: string;
  /** Labels of the rows. Default: 0, 1, 2, … */
  index?: readonly string[];
  type?: ColumnType | undefined;
}

/**
 * One column of a table, or one value for each column: cells with labels.
 * @example new pandas.Series([1, 2, 4]).mean()
 */
export class Series {
  /** The cells; null where one is missing. */
  readonly cells: readonly TableCell[];
  /** Labels of the cells. */
  readonly index: readonly string[];
  /** Of the column, in a table. */
  readonly name: string;
  /** What the cells are: `int64`, `float64`, `bool` or `object`. */
  readonly dtype: ColumnType;

  constructor(data: Tensor | readonly TableCell[], options: SeriesOptions = {}) {
    expectIterable("Series", "a list of values, or a tensor", data);
    checkOptions("Series", options, { name: 1, index: 1, type: 1 });
    this.cells = "toTypedArray" in data ? Array.from(data.toTypedArray()) : data;
    this.name = options.name ?? "";
    this.index = options.index ?? this.cells.map((_, i) => String(i));
    this.dtype = options.type ?? columnType(this.cells);
  }

  /** Number of cells. */
  get length(): number {
    return this.cells.length;
  }

  /** Number of cells, as a shape. */
  get shape(): number[] {
    return [this.length];
  }

  /** The numbers as a tensor of shape (cells,): int32 for whole numbers, else float64; NaN where one is missing.
   * @throws {TypeError} for texts */
  get values(): Tensor {
    return this.toTensor();
  }

  /** {@link values} by the name of a method.
   * @example column.toTensor() */
  toTensor(): Tensor {
    const dtype = this.dtype === "int64" ? "int32" : "float64";
    return fromArray(Float64Array.from(this.#numbers("values")), [this.length], { dtype });
  }

  /** One cell, or the cells that a mask, a slice or a list picks.
   * @example column.get(column.ne("object")) */
  get(at: number): TableCell;
  get(at: Series | Rows): Series;
  get(at: number | Series | Rows): TableCell | Series {
    if (typeof at === "number") return this.cells[at < 0 ? at + this.length : at] ?? null;
    const places =
      at instanceof Series
        ? at.cells.flatMap((cell, i) => (cell === true ? [i] : []))
        : rowsFor(at, this.length);
    return new Series(
      places.map((i) => this.cells[i]),
      { name: this.name, index: places.map((i) => this.index[i]), type: this.dtype },
    );
  }

  /** Mean of the cells that are there.
   * @example column.mean() */
  mean(): number {
    const present = this.#present("mean");
    return present.reduce((a, b) => a + b, 0) / present.length;
  }

  /** Standard deviation of the cells that are there, with n − 1.
   * @example column.std() */
  std(): number {
    const present = this.#present("std");
    const mean = present.reduce((a, b) => a + b, 0) / present.length;
    return Math.sqrt(present.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (present.length - 1));
  }

  /** `value` in place of what is missing.
   * @example column.fillna(0) */
  fillna(value: number | string): Series {
    return this.with(
      this.cells.map((cell) => cell ?? value),
      this.dtype,
    );
  }

  /** Cell by cell, with a number or another column.
   * @example column.add(1) */
  add(other: number | Series): Series {
    return this.#combined("add", other, (a, b) => a + b);
  }

  /** Cell by cell, with a number or another column.
   * @example column.sub(column.mean()) */
  sub(other: number | Series): Series {
    return this.#combined("sub", other, (a, b) => a - b);
  }

  /** Cell by cell, with a number or another column.
   * @example column.mul(2) */
  mul(other: number | Series): Series {
    return this.#combined("mul", other, (a, b) => a * b);
  }

  /** Cell by cell, with a number or another column.
   * @example column.div(column.std()) */
  div(other: number | Series): Series {
    return this.#combined("div", other, (a, b) => a / b);
  }

  /** Which cells are equal to a value.
   * @example table.dtypes.eq("object") */
  eq(value: TableCell): Series {
    return this.with(
      this.cells.map((cell) => cell === value),
      "bool",
    );
  }

  /** Which cells differ from a value.
   * @example table.dtypes.ne("object") */
  ne(value: TableCell): Series {
    return this.with(
      this.cells.map((cell) => cell !== value),
      "bool",
    );
  }

  /** The same labels with other cells.
   * @example column.with([1, 2], "int64") */
  with(cells: readonly TableCell[], type?: ColumnType): Series {
    return new Series(cells, { name: this.name, index: this.index, type });
  }

  /** Labels and cells, a line each, as pandas prints them.
   * @example console.log(column) */
  toString(): string {
    const texts = cellTexts(this.cells, this.dtype);
    const labels = Math.max(0, ...this.index.map(({ length }) => length));
    const cells = Math.max(0, ...texts.map(({ length }) => length));
    const lines = texts.map((text, i) => `${this.index[i].padEnd(labels)}    ${text.padStart(cells)}`);
    const name = this.name === "" ? "" : `Name: ${this.name}, `;
    return [...lines, `${name}dtype: ${this.dtype}`].join("\n");
  }

  [inspect](): string {
    return this.toString();
  }

  #numbers(operation: string): number[] {
    return numbersOf(operation, this.name, this.cells);
  }

  #present(operation: string): number[] {
    return this.#numbers(operation).filter((value) => !Number.isNaN(value));
  }

  #combined(operation: string, other: number | Series, f: (a: number, b: number) => number): Series {
    const others = typeof other === "number" ? null : other.#numbers(operation);
    if (others && others.length !== this.length)
      throw new RangeError(
        say`${operation}: columns of ${this.length} and ${others.length} cells do not pair up.`,
      );
    const numbers = this.#numbers(operation).map((a, i) => f(a, others ? others[i] : (other as number)));
    return this.with(
      numbers.map((x) => (Number.isNaN(x) ? null : x)),
      "float64",
    );
  }
}
