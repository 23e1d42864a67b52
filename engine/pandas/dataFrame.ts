import { expect } from "../core/expect.ts";
import { encodeUtf8 } from "../data/utf8.ts";
import { files } from "../data/files.ts";
import { fromArray } from "../ops/create/create.ts";
import type { Slice } from "../ops/index/indexText.ts";
import { TABLE_MIME } from "../payload/mime.ts";
import { gridRows, mostColumns, tablePayload } from "../payload/table.ts";
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";
import { cellTexts, type TableCell } from "./column.ts";
import { placeOf, type Rows, rowsFor } from "./rows.ts";
import { Series } from "./series.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
/** Rows that are printed at either end of a long table. */
const EDGE = 5;
const LONG = 60;

/**
 * A table with named columns, as far as the book's chapters use pandas'.
 * @example const table = await pandas.readCsv("houses.csv"); table.get("Price").mean();
 */
export class DataFrame {
  readonly #columns: Map<string, Series>;

  constructor(columns: Readonly<Record<string, Series | readonly TableCell[]>> | readonly Series[]) {
    expect(
      "DataFrame",
      "columns by their names, as in { a: [1, 2] }",
      columns,
      typeof columns === "object" && (columns as unknown) !== null,
    );
    const all = Array.isArray(columns)
      ? (columns as readonly Series[])
      : Object.entries(columns as Readonly<Record<string, Series | readonly TableCell[]>>).map(
          ([name, column]) => {
            const cells = column instanceof Series ? column.cells : column;
            return new Series(cells, { name, type: column instanceof Series ? column.dtype : undefined });
          },
        );
    this.#columns = new Map(all.map((column) => [column.name, column]));
    const lengths = new Set(all.map(({ length }) => length));
    if (lengths.size > 1)
      throw new RangeError(
        say`DataFrame: the columns have ${[...lengths].join(", ")} rows; give as many for each.`,
      );
  }

  /** Names of the columns. */
  get columns(): string[] {
    return [...this.#columns.keys()];
  }

  /** Rows and columns. */
  get shape(): [number, number] {
    return [this.length, this.#columns.size];
  }

  /** Number of rows. */
  get length(): number {
    return [...this.#columns.values()][0]?.length ?? 0;
  }

  /** Labels of the rows. */
  get index(): readonly string[] {
    return [...this.#columns.values()][0]?.index ?? [];
  }

  /** What the cells of each column are. */
  get dtypes(): Series {
    return this.#ofColumns((column) => column.dtype);
  }

  /** Rows and columns by their places. */
  get iloc(): Places {
    return new Places(this);
  }

  /** The numbers as a tensor of shape (rows, columns): int32 where all are whole, else float64.
   * @throws {TypeError} for a column of texts */
  get values(): Tensor {
    return this.toTensor();
  }

  /** {@link values} by the name of a method.
   * @example torch.tensor(table.toTensor(), { dtype: "float32" }) */
  toTensor(): Tensor {
    const [rows, width] = this.shape;
    const columns = [...this.#columns.values()];
    const values = new Float64Array(rows * width);
    columns.forEach((column, j) => {
      const numbers = column.values.toTypedArray();
      for (let i = 0; i < rows; i++) values[i * width + j] = numbers[i];
    });
    const whole = columns.every(({ dtype }) => dtype === "int64");
    return fromArray(values, [rows, width], { dtype: whole ? "int32" : "float64" });
  }

  /** Some rows (a slice), one column (its name) or several (their names).
   * @throws {Error} naming the columns there are
   * @example table.get("Price") */
  get(rows: `${string}:${string}` | Slice): DataFrame;
  get(names: readonly string[]): DataFrame;
  get(name: string): Series;
  get(key: string | Slice | readonly string[]): DataFrame | Series {
    if (typeof key === "string" && !(key.includes(":") && !this.#columns.has(key))) return this.#find(key);
    if (Array.isArray(key)) return new DataFrame((key as readonly string[]).map((name) => this.#find(name)));
    return this.rows(rowsFor(key as `${string}:${string}` | Slice, this.length));
  }

  /** Puts in a column, or several of another table, in place.
   * @example table.set("Price", prices) */
  set(key: string | readonly string[], value: Series | DataFrame): void {
    const names = typeof key === "string" ? [key] : key;
    for (const name of names) {
      const column = value instanceof Series ? value : value.get(name);
      if (this.#columns.size > 0 && column.length !== this.length)
        throw new RangeError(say`set: ${column.length} cells for ${this.length} rows of "${name}".`);
      this.#columns.set(name, new Series(column.cells, { name, index: this.index, type: column.dtype }));
    }
  }

  /** The rows at these places.
   * @example table.rows([0, 2]) */
  rows(places: readonly number[]): DataFrame {
    return new DataFrame([...this.#columns.values()].map((column) => column.get(places)));
  }

  /** The first rows.
   * @example table.head(3) */
  head(n = EDGE): DataFrame {
    return this.rows(rowsFor(`0:${n}`, this.length));
  }

  /** The mean of each column of numbers.
   * @example table.fillna(table.mean()) */
  mean(): Series {
    return this.#numeric((column) => column.mean());
  }

  /** The standard deviation of each column of numbers, with n − 1.
   * @example table.std() */
  std(): Series {
    return this.#numeric((column) => column.std());
  }

  /** A value in place of what is missing: the same for all, or one for each column that `value` names.
   * @example table.fillna(0) */
  fillna(value: number | string | Series): DataFrame {
    return this.apply((column) => {
      if (!(value instanceof Series)) return column.fillna(value);
      const at = value.index.indexOf(column.name);
      const own = at < 0 ? null : value.cells[at];
      return own === null || typeof own === "boolean" ? column : column.fillna(own);
    });
  }

  /** The table of what a function makes of each column.
   * @example table.apply((column) => column.sub(column.mean())) */
  apply(f: (column: Series) => Series): DataFrame {
    return new DataFrame(
      [...this.#columns.values()].map((column) => {
        const made = f(column);
        return new Series(made.cells, { name: column.name, index: column.index, type: made.dtype });
      }),
    );
  }

  /** Writes comma-separated values, without the labels of the rows.
   * @example await table.toCsv("submission.csv") */
  async toCsv(path: string): Promise<void> {
    const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const columns = [...this.#columns.values()];
    const lines = Array.from({ length: this.length }, (_, i) =>
      columns.map(({ cells }) => quoted(cells[i] === null ? "" : String(cells[i]))).join(","),
    );
    await files().write(path, encodeUtf8([this.columns.map(quoted).join(","), ...lines, ""].join("\n")));
  }

  /** The table as pandas prints it, its middle left out when it is long.
   * @example console.log(table) */
  toString(): string {
    const long = this.length > LONG;
    const shown = long ? [...rowsFor(`0:${EDGE}`, this.length), ...rowsFor(`-${EDGE}:`, this.length)] : null;
    const part = shown ? this.rows(shown) : this;
    const labels = ["", ...part.index];
    const columns = [...part.#columns.values()].map((column) => [
      `${column.dtype === "object" ? "" : " "}${column.name}`,
      ...cellTexts(column.cells, column.dtype).map((text) => ` ${text}`),
    ]);
    const wide = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
    const lines = labels.map((label, i) =>
      [label.padEnd(wide(labels)), ...columns.map((texts) => texts[i].padStart(wide(texts)))].join(" "),
    );
    if (!long) return lines.join("\n");
    return [
      ...lines.slice(0, EDGE + 1),
      "…",
      ...lines.slice(EDGE + 1),
      "",
      `[${this.shape.join(" rows x ")} columns]`,
    ].join("\n");
  }

  /** What a cell shows of it: a table that scrolls.
   * @example table.toMimeBundle()["text/plain"] */
  toMimeBundle(): Readonly<Record<string, unknown>> {
    const shown = [...this.#columns.values()].slice(0, mostColumns).map(({ name, cells, dtype }) => {
      const first = cells.slice(0, gridRows);
      return { name, cells: first, texts: cellTexts(first, dtype) };
    });
    const extent = { total: this.length, totalColumns: this.#columns.size };
    const payload = tablePayload(shown, extent, this.index.slice(0, gridRows));
    return { [TABLE_MIME]: payload, "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }

  #find(name: string): Series {
    const column = this.#columns.get(name);
    if (!column)
      throw new Error(say`DataFrame: there is no column "${name}"; there are ${this.columns.join(", ")}.`);
    return column;
  }

  #ofColumns(f: (column: Series) => TableCell): Series {
    return new Series([...this.#columns.values()].map(f), { index: this.columns });
  }

  #numeric(f: (column: Series) => number): Series {
    const numeric = [...this.#columns.values()].filter(({ dtype }) => dtype !== "object");
    return new Series(numeric.map(f), { index: numeric.map(({ name }) => name), type: "float64" });
  }
}

/**
 * Rows and columns of a table by their places, counted from 0.
 * @example table.iloc.get("0:4", [0, 1, -1])
 */
export class Places {
  readonly #table: DataFrame;

  constructor(table: DataFrame) {
    this.#table = table;
  }

  /** Rows and columns; one column alone comes as a {@link Series}.
   * @throws {RangeError} for a place that is not there
   * @example table.iloc.get(":", 2) */
  get(rows: Rows, column: number): Series;
  get(rows: Rows, columns?: Rows): DataFrame;
  get(rows: Rows, columns: Rows | number = ":"): DataFrame | Series {
    const names = this.#table.columns;
    const part = this.#table.rows(rowsFor(rows, this.#table.length));
    if (typeof columns === "number") return part.get(names[placeOf(columns, names.length)]);
    return part.get(rowsFor(columns, names.length).map((i) => names[i]));
  }
}
