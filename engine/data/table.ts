import { expectFunction, expectIterable, expectObject } from "../core/expect.ts";
import { fromArray, tensor } from "../ops/create/create.ts";
import type { DTypeName } from "../core/dtypes.ts";
import type { Tensor } from "../core/tensor.ts";
import { TABLE_MIME } from "../payload/mime.ts";
import { gridRows, mostColumns, tablePayload } from "../payload/table.ts";
import type { Cell, CsvTable } from "./csv.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { permutation } from "../random/draw.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { say } from "../payload/say.ts";
import type { SplitOptions } from "./prepare.ts";
import { compareCells, TableGroups } from "./tableGroups.ts";
import {
  deviationOf,
  cellOf,
  isMissing,
  isNumeric,
  meanOf,
  mostCommon,
  numbersIn,
  quantileOf,
} from "./tableStatistics.ts";

/** What is measured is measured on another table: the training data's, for data to test on. */
export interface FromOptions {
  /** The table to measure. Default: this one. */
  from?: Table;
}

/** How {@link Table.oneHot} makes columns. */
export interface OneHotOptions extends FromOptions {
  /** A column of its own for what is missing. Default false: such a row has 0 everywhere. */
  missing?: boolean;
}

/** What stands for a missing cell: a statistic of the column, or a value. */
export type Fill = "mean" | "median" | "mostCommon" | number;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

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

  /** The first rows.
   * @example table.head(3) */
  head(count = 5): Table {
    return this.#with(this.rows.slice(0, count));
  }

  /** The rows that a function keeps; it is given each row by the names of its columns, and its place.
   * @example table.filter((row) => row.price !== null && row.city === "Bern") */
  filter(keep: (row: Row, index: number) => boolean): Table {
    expectFunction("filter", "a function of a row, such as (row) => row.price > 0", keep);
    return this.#with(this.rows.filter((row, i) => keep(this.#record(row), i)));
  }

  /** The table with one more column, or another in place of one: a value for each row.
   * @example table.derive("area", (row) => row.width * row.height) */
  derive(name: string, value: (row: Row, index: number) => Cell | boolean): Table {
    expectFunction("derive", "a function of a row, such as (row) => 2 * row.price", value);
    const at = this.columns.indexOf(name);
    const cells = this.rows.map((row, i) => {
      const cell = value(this.#record(row), i);
      return typeof cell === "boolean" ? Number(cell) : orMissing(cell);
    });
    if (at < 0)
      return this.#with(
        this.rows.map((row, i) => [...row, cells[i]]),
        [...this.columns, name],
      );
    return this.#with(this.rows.map((row, i) => row.map((cell, c) => (c === at ? cells[i] : cell))));
  }

  /** The table without some columns.
   * @example table.drop(["Id"]) */
  drop(names: readonly string[]): Table {
    for (const name of names) this.#find(name);
    return this.select(this.columns.filter((name) => !names.includes(name)));
  }

  /** The rows in the order of a column: numbers before texts, what is missing last.
   * @example table.sortBy("price", { descending: true }).head() */
  sortBy(name: string, options: { descending?: boolean } = {}): Table {
    checkOptions("sortBy", options, { descending: 1 });
    const at = this.#find(name);
    const sign = options.descending === true ? -1 : 1;
    const rows = [...this.rows].sort((a, b) => {
      if (isMissing(a[at]) || isMissing(b[at])) return compareCells(a[at], b[at]);
      return sign * compareCells(a[at], b[at]);
    });
    return this.#with(rows);
  }

  /** The rows by what the cells of one column or several say.
   * @example table.groupBy("city").mean()
   * @example table.groupBy(["city", "rooms"]).aggregate({ price: "median" }) */
  groupBy(names: string | readonly string[]): TableGroups {
    return new TableGroups(
      this,
      typeof names === "string" ? [names] : names,
      (columns, rows) => new Table({ columns, rows }),
    );
  }

  /** A row for each column: how many cells are there and missing, mean, deviation (n − 1), quartiles and ends of numbers,
   * how many texts differ and which is most common.
   * @example table.describe() */
  describe(): Table {
    const columns = [
      "column",
      "type",
      "count",
      "missing",
      "mean",
      "std",
      "min",
      "25 %",
      "median",
      "75 %",
      "max",
      "distinct",
      "most common",
    ];
    const rows = this.columns.map((name): Cell[] => {
      const cells = this.column(name);
      const there = cells.filter((cell) => !isMissing(cell));
      const numeric = isNumeric(cells);
      const values = numeric ? numbersIn(cells) : [];
      const numbers = numeric
        ? [
            meanOf(values),
            deviationOf(values, 1),
            ...[0, 0.25, 0.5, 0.75, 1].map((share) => quantileOf(values, share)),
          ].map((value) => cellOf(Number(value.toPrecision(6))))
        : Array<Cell>(7).fill(null);
      const type = numeric
        ? say`numbers`
        : there.length === 0
          ? say`empty`
          : there.every((cell) => typeof cell === "string")
            ? say`texts`
            : say`mixed`;
      return [
        name,
        type,
        there.length,
        cells.length - there.length,
        ...numbers,
        new Set(there).size,
        mostCommon(cells),
      ];
    });
    return new Table({ columns, rows });
  }

  /**
   * The table with something in place of missing cells. A statistic is measured on `from`, as the training data's must be
   * used for data to test on.
   * @param how `mean` or `median` of columns of numbers, `mostCommon` of all; a number for columns of numbers; or by the
   * names of columns, where a text may be given, too
   * @throws {TypeError} for the mean of texts
   * @example table.fillMissing("median")
   * @example table.fillMissing({ rooms: "mean", city: "unknown" })
   */
  fillMissing(how: Fill | Readonly<Record<string, string | number>>, options: FromOptions = {}): Table {
    checkOptions("fillMissing", options, { from: 1 });
    const { from = this } = options;
    const byName = typeof how === "object";
    if (typeof how === "string" && !["mean", "median", "mostCommon"].includes(how))
      throw new RangeError(
        say`fillMissing: ${how} is none of mean, median, mostCommon; a text goes to columns by their names, as in { ${this.columns[0]}: "unknown" }.`,
      );
    const fills = new Map<number, Cell>();
    this.columns.forEach((name, c) => {
      if (!byName) fillOne(name, c, how);
      else if (Object.hasOwn(how, name)) fillOne(name, c, how[name]);
    });
    function fillOne(name: string, c: number, one: string | number): void {
      const cells = from.column(name);
      if (one === "mostCommon") fills.set(c, mostCommon(cells));
      else if (one === "mean" || one === "median") {
        if (isNumeric(cells))
          fills.set(c, one === "mean" ? meanOf(numbersIn(cells)) : quantileOf(numbersIn(cells), 0.5));
        else if (byName)
          throw new TypeError(
            say`fillMissing: column "${name}" holds texts, which have no ${one}; use "mostCommon" or a text.`,
          );
      } else if (byName || isNumeric(cells)) fills.set(c, one);
    }
    if (byName) for (const name of Object.keys(how)) this.#find(name);
    return this.#with(
      this.rows.map((row) => row.map((cell, c) => (isMissing(cell) ? (fills.get(c) ?? cell) : cell))),
    );
  }

  /** The table without the rows in which a cell is missing.
   * @param names the columns that count. Default: all
   * @example table.dropMissing(["price"]) */
  dropMissing(names: readonly string[] = this.columns): Table {
    const places = names.map((name) => this.#find(name));
    return this.#with(this.rows.filter((row) => places.every((at) => !isMissing(row[at]))));
  }

  /**
   * A column of 0 and 1 for each text or number of some columns, called `city_Bern`, in their place. The categories are
   * those of `from`; one that does not occur there is 0 everywhere.
   * @param names the columns. Default: all that hold texts
   * @example table.oneHot(["city"])
   * @example test.oneHot(["city"], { from: train })
   */
  oneHot(names?: readonly string[], options: OneHotOptions = {}): Table {
    checkOptions("oneHot", options, { from: 1, missing: 1 } satisfies OptionNames<OneHotOptions>);
    const { from = this, missing = false } = options;
    const chosen =
      names ?? this.columns.filter((name) => from.column(name).some((cell) => typeof cell === "string"));
    const places = new Map(
      chosen.map((name) => [this.#find(name), from.categories(name).sort(compareCells)]),
    );
    const columns = this.columns.flatMap((name, c) => {
      const categories = places.get(c);
      if (!categories) return [name];
      return [...categories.map((one) => `${name}_${one}`), ...(missing ? [`${name}_missing`] : [])];
    });
    const rows = this.rows.map((row) =>
      row.flatMap((cell, c): Cell[] => {
        const categories = places.get(c);
        if (!categories) return [cell];
        return [
          ...categories.map((one) => Number(one === cell)),
          ...(missing ? [Number(isMissing(cell))] : []),
        ];
      }),
    );
    return this.#with(rows, columns);
  }

  /**
   * The table with columns of numbers brought to mean 0 and deviation 1 (divided by n, as {@link StandardScaler} has
   * it), as measured on `from`; a column that does not vary becomes 0. Missing cells stay so.
   * @param names the columns. Default: all that hold numbers
   * @throws {TypeError} for a column of texts
   * @example const xTest = test.standardize(["area"], { from: train });
   */
  standardize(names?: readonly string[], options: FromOptions = {}): Table {
    checkOptions("standardize", options, { from: 1 });
    const { from = this } = options;
    const chosen = names ?? this.columns.filter((name) => isNumeric(from.column(name)));
    const measured = new Map(
      chosen.map((name) => {
        const values = numbersIn(from.column(name));
        const text = from.column(name).find((cell) => typeof cell === "string");
        if (text !== undefined)
          throw new TypeError(
            say`standardize: column "${name}" holds "${text}", which is no number; use oneHot(["${name}"]) first.`,
          );
        return [this.#find(name), { mean: meanOf(values), scale: deviationOf(values, 0) || 1 }] as const;
      }),
    );
    return this.#with(
      this.rows.map((row) =>
        row.map((cell, c) => {
          const one = measured.get(c);
          return one && typeof cell === "number" ? (cell - one.mean) / one.scale : cell;
        }),
      ),
    );
  }

  /**
   * The rows in two parts, one to train on and one to test on: those that `data.trainTestSplit` chooses with the same
   * seed.
   * @throws {RangeError} when a part would be empty
   * @example const [train, test] = table.trainTestSplit({ testSize: 0.2, seed: 0 });
   */
  trainTestSplit(options: SplitOptions = {}): [train: Table, test: Table] {
    checkOptions("trainTestSplit", options, { testSize: 1, shuffle: 1, seed: 1 });
    const { testSize = 0.25, shuffle = true, seed } = options;
    const test = Math.ceil(this.length * testSize - 1e-9);
    if (!(test > 0 && test < this.length))
      throw new RangeError(
        say`trainTestSplit: testSize ${testSize} of ${this.length} rows leaves one part empty.`,
      );
    const order = shuffle
      ? Array.from(
          permutation(seed === undefined ? defaultGenerator : new Generator(seed), this.length),
          Number,
        )
      : this.rows.map((_, i) => i);
    const rows = order.map((i) => this.rows[i]);
    return [this.#with(rows.slice(0, -test)), this.#with(rows.slice(-test))];
  }

  /**
   * A column as classes: their numbers as a tensor of shape (rows,), and their names in order.
   * @param options `from`: the table whose categories are numbered, as the training data's
   * @throws {RangeError} for a missing cell, or a category that `from` does not have
   * @example const { y, classNames } = table.classes("species");
   */
  classes(name: string, options: FromOptions = {}): { y: Tensor; classNames: string[] } {
    checkOptions("classes", options, { from: 1 });
    const categories = (options.from ?? this).categories(name).sort(compareCells);
    const places = new Map(categories.map((one, i) => [one, i]));
    const numbers = this.column(name).map((cell, row) => {
      const place = cell === null ? undefined : places.get(cell);
      if (place !== undefined) return place;
      throw new RangeError(
        cell === null
          ? say`classes: row ${row} of "${name}" is missing; leave such rows out with dropMissing(["${name}"]).`
          : say`classes: "${cell}" in row ${row} is none of ${categories.join(", ")}.`,
      );
    });
    return { y: tensor(numbers, { dtype: "int64" }), classNames: categories.map(String) };
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
    const numbers = new Float64Array(this.length * places.length);
    let at = 0;
    for (const [r, row] of this.rows.entries()) {
      for (let c = 0; c < places.length; c++) {
        const cell = row[places[c]];
        if (typeof cell === "string") {
          throw new TypeError(
            say`toTensor: row ${r}, column "${names[c]}": "${cell}" is no number; leave the column out, or use
              categories("${names[c]}") to number its texts.`,
          );
        }
        numbers[at++] = cell ?? NaN;
      }
    }
    return fromArray(numbers, [this.length, places.length], { dtype });
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
    const first = this.rows.slice(0, gridRows);
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

  #with(rows: readonly (readonly Cell[])[], columns: readonly string[] = this.columns): Table {
    return new Table({ columns: [...columns], rows: rows as Cell[][] });
  }

  #record(row: readonly Cell[]): Row {
    const record: Record<string, Cell> = {};
    this.columns.forEach((name, c) => (record[name] = row[c]));
    return record;
  }

  #find(name: string): number {
    const i = this.columns.indexOf(name);
    if (i < 0)
      throw new Error(say`Table: there is no column "${name}"; there are ${this.columns.join(", ")}.`);
    return i;
  }
}

/** A function of a person's own may return nothing. */
function orMissing(cell: Cell | undefined): Cell {
  return cell ?? null;
}
