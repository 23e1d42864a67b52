/** Tables from what a learner has: the text of a CSV file, records, columns. */
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { type Cell, csvNames, type CsvOptions, parseCsv } from "./csv.ts";
import { Table } from "./table.ts";

/** What a table can be made of. */
export type TableSource =
  | string
  | Table
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, ArrayLike<unknown>>>;

/**
 * A table from the text of a CSV file, from records, or from columns by their names. For a file see `readCsv`.
 *
 * @param source truth values become 1 and 0; `null`, `undefined` and NaN are missing
 * @param options how a text is cut into cells; a CSV text has a header unless it says otherwise
 * @throws {Error} naming the line where a text is malformed
 * @example data.table("rooms,price\n2,300\n,250").describe()
 * @example data.table([{ rooms: 2, price: 300 }, { rooms: null, price: 250 }])
 * @example data.table({ rooms: [2, null], price: [300, 250] })
 */
export function table(source: TableSource, options: CsvOptions = {}): Table {
  checkOptions("table", options, csvNames);
  if (source instanceof Table) return source;
  if (typeof source === "string") {
    if (!/[\n\r]/.test(source) && /\.(csv|tsv|txt)(\.gz)?$/i.test(source.trim()))
      throw new Error(
        say`table: "${source}" is the name of a file; read it with await data.readCsv("${source}").`,
      );
    return new Table(parseCsv(source, { header: true, ...options }, "CSV"));
  }
  if (Array.isArray(source)) return ofRecords(source as readonly Readonly<Record<string, unknown>>[]);
  if (typeof source === "object" && (source as unknown) !== null)
    return ofColumns(source as Readonly<Record<string, ArrayLike<unknown>>>);
  throw new TypeError(
    say`table: give the text of a CSV file, a list of records, or columns by their names, as in { a: [1, 2] }.`,
  );
}

function ofRecords(records: readonly Readonly<Record<string, unknown>>[]): Table {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return new Table({
    columns,
    rows: records.map((record) => columns.map((name) => cellOf(record[name], name))),
  });
}

function ofColumns(given: Readonly<Record<string, ArrayLike<unknown>>>): Table {
  const columns = Object.keys(given);
  const lists = columns.map((name) => Array.from(given[name]));
  const lengths = [...new Set(lists.map(({ length }) => length))];
  if (lengths.length > 1)
    throw new RangeError(say`table: the columns have ${lengths.join(", ")} rows; give as many for each.`);
  return new Table({
    columns,
    rows: Array.from({ length: lengths[0] ?? 0 }, (_, row) =>
      lists.map((cells, c) => cellOf(cells[row], columns[c])),
    ),
  });
}

function cellOf(value: unknown, column: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(say`table: column "${column}" holds a value that is neither a number nor a text.`);
}
