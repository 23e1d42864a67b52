/** Tables as pandas has them, as far as the book's chapters on preparing data need. */
import { parseCsv } from "../data/csv.ts";
import { readFile } from "../data/files.ts";
import { decodeUtf8 } from "../data/utf8.ts";
import { DataFrame } from "./dataFrame.ts";
import { Series } from "./series.ts";

export type { ColumnType, TableCell } from "./column.ts";
export { DataFrame, type Places } from "./dataFrame.ts";
export { concat, getDummies, type ConcatOptions, type DummiesOptions } from "./dummies.ts";
export type { Rows } from "./rows.ts";
export { Series, type SeriesOptions } from "./series.ts";

/**
 * Reads comma-separated values whose first line names the columns, also packed with gzip. A relative path starts
 * from the notebook's folder.
 * @throws {Error} naming the line where the file is malformed
 * @example const table = await pandas.readCsv("houses.csv");
 */
export async function readCsv(path: string): Promise<DataFrame> {
  const text = decodeUtf8(await readFile(path), path);
  const { columns, rows } = parseCsv(text, { header: true, delimiter: "," }, path);
  return new DataFrame(
    columns.map(
      (name, i) =>
        new Series(
          rows.map((row) => row[i] ?? null),
          { name },
        ),
    ),
  );
}
