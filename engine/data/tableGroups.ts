/** The rows of a table by what some of their cells say. */
import { say } from "../payload/say.ts";
import type { Cell } from "./csv.ts";
import { type Aggregate, aggregates, cellOf, isNumeric, numbersIn } from "./tableStatistics.ts";
import type { Table } from "./table.ts";

/** How each column of a group becomes one cell. */
export type Aggregates = Readonly<Record<string, Aggregate | ((cells: readonly Cell[]) => Cell)>>;

/**
 * The rows of a table by the cells of some columns.
 * @example table.groupBy("city").mean()
 */
export class TableGroups {
  readonly #table: Table;
  readonly #keys: readonly string[];
  readonly #groups: readonly { key: readonly Cell[]; table: Table }[];
  readonly #make: (columns: string[], rows: Cell[][]) => Table;

  /** @internal */
  constructor(table: Table, keys: readonly string[], make: (columns: string[], rows: Cell[][]) => Table) {
    this.#table = table;
    this.#keys = keys;
    this.#make = make;
    const columns = keys.map((name) => table.column(name));
    const found = new Map<string, { key: Cell[]; rows: (readonly Cell[])[] }>();
    table.rows.forEach((row, r) => {
      const key = columns.map((cells) => cells[r]);
      // A text and a number that read alike are not the same.
      const name = JSON.stringify(key);
      const group = found.get(name);
      if (group) group.rows.push(row);
      else found.set(name, { key, rows: [row] });
    });
    this.#groups = Array.from(found.values(), ({ key, rows }) => ({
      key,
      table: make([...table.columns], rows as Cell[][]),
    })).sort((a, b) => compareKeys(a.key, b.key));
  }

  /** Number of groups. */
  get length(): number {
    return this.#groups.length;
  }

  /** One cell for each group and column: the columns that are named, each by `count`, `sum`, `mean`, `median`, `min`,
   * `max`, `std` (n − 1), or a function of its cells.
   * @throws {TypeError} for texts where numbers are needed
   * @example table.groupBy("city").aggregate({ price: "median", rooms: "max" }) */
  aggregate(how: Aggregates): Table {
    const rows = this.#groups.map(({ key, table }) => [
      ...key,
      ...Object.entries(how).map(([name, one]) => {
        const cells = table.column(name);
        if (typeof one === "function") return one(cells);
        if (!Object.hasOwn(aggregates, one))
          throw new RangeError(
            say`aggregate: "${one}" is none of ${Object.keys(aggregates).join(", ")}, nor a function.`,
          );
        const text = cells.find((cell) => typeof cell === "string");
        if (one !== "count" && text !== undefined)
          throw new TypeError(
            say`aggregate: column "${name}" holds "${text}", of which there is no ${one}; use count or a function.`,
          );
        return cellOf(aggregates[one](numbersIn(cells), cells));
      }),
    ]);
    return this.#make([...this.#keys, ...Object.keys(how)], rows);
  }

  /** The mean of each column of numbers.
   * @example table.groupBy("city").mean() */
  mean(): Table {
    const numeric = this.#table.columns.filter(
      (name) => !this.#keys.includes(name) && isNumeric(this.#table.column(name)),
    );
    return this.aggregate(Object.fromEntries(numeric.map((name) => [name, "mean"] as const)));
  }

  /** How many rows each group has, as the column `count`.
   * @example table.groupBy("city").count() */
  count(): Table {
    return this.#make(
      [...this.#keys, "count"],
      this.#groups.map(({ key, table }) => [...key, table.length]),
    );
  }

  /** The rows of each group, with the cells that they share.
   * @example for (const { key, table } of houses.groupBy("city").groups()) console.log(key, table.length); */
  groups(): { key: readonly Cell[]; table: Table }[] {
    return [...this.#groups];
  }

  /** How many rows each group has, aligned.
   * @example console.log(String(table.groupBy("city"))) */
  toString(): string {
    return this.count().toString();
  }

  /** What a cell shows of it: how many rows each group has.
   * @example table.groupBy("city").toMimeBundle()["text/plain"] */
  toMimeBundle(): Readonly<Record<string, unknown>> {
    return this.count().toMimeBundle();
  }
}

function compareKeys(a: readonly Cell[], b: readonly Cell[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = compareCells(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers before texts, what is missing last. */
export function compareCells(a: Cell, b: Cell): number {
  const rank = (cell: Cell): number =>
    cell === null || Number.isNaN(cell) ? 2 : typeof cell === "string" ? 1 : 0;
  const difference = rank(a) - rank(b);
  if (difference !== 0 || a === null || b === null) return difference;
  if (typeof a === "number" && typeof b === "number") return rank(a) === 2 ? 0 : a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
