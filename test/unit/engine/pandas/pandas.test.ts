/** Tables as pandas has them: what was printed and computed by pandas 2.2 for the same tables. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pandas, slice, tensor } from "../../../../engine/index.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";

installNodeFiles();

describe("tables by pandas' names", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-pandas-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "pets.csv");
  writeFileSync(file, "Age,Kind,Weight\nNA,cat,4\n2,NA,7\n5,dog,30\n");

  it("are read with their types, and printed with what is missing", async () => {
    const table = await pandas.readCsv(file);
    assert.deepEqual(table.shape, [3, 3]);
    assert.deepEqual(table.dtypes.cells, ["float64", "object", "int64"]);
    assert.equal(
      table.toString(),
      "   Age Kind  Weight\n0  NaN  cat       4\n1  2.0  NaN       7\n2  5.0  dog      30",
    );
  });

  it("give rows and columns by their places and names", async () => {
    const table = await pandas.readCsv(file);
    assert.deepEqual(table.iloc.get(":", "0:2").columns, ["Age", "Kind"]);
    assert.deepEqual(table.iloc.get(":", 2).cells, [4, 7, 30]);
    assert.deepEqual(table.iloc.get("0:2", [0, -1]).columns, ["Age", "Weight"]);
    assert.deepEqual(table.iloc.get([1]).get("Age").cells, [2]);
    assert.deepEqual(table.get("1:").index, ["1", "2"]);
    assert.deepEqual(table.get(slice(0, 1)).shape, [1, 3]);
    assert.throws(() => table.get("Hight"), /no column "Hight"; there are Age, Kind, Weight/);
    assert.throws(() => table.iloc.get(":", 3), /no place 3 among 3/);
  });

  it("are filled where something is missing: a column of numbers with its mean", async () => {
    const table = await pandas.readCsv(file);
    const filled = table.fillna(table.mean());
    assert.deepEqual(filled.get("Age").cells, [3.5, 2, 5]);
    assert.deepEqual(filled.get("Kind").cells, ["cat", null, "dog"]);
    assert.deepEqual(table.fillna(0).get("Age").cells, [0, 2, 5]);
  });

  it("become numbers: a truth value for each text, and for a missing one when it is asked for", async () => {
    const table = await pandas.readCsv(file);
    const dummies = pandas.getDummies(table, { dummyNa: true });
    assert.deepEqual(dummies.columns, ["Age", "Weight", "Kind_cat", "Kind_dog", "Kind_nan"]);
    assert.deepEqual(dummies.values.toArray(), [
      [NaN, 4, 1, 0, 0],
      [2, 7, 0, 0, 1],
      [5, 30, 0, 1, 0],
    ]);
    assert.equal(dummies.values.dtype, "float64");
    assert.equal(pandas.getDummies(table).columns.includes("Kind_nan"), false);
    assert.throws(() => table.values, /column "Kind" holds "cat"/);
    const misspelt = { dummyNan: true } as object;
    assert.throws(() => pandas.getDummies(table, misspelt), /dummyNa/);
  });

  it("are standardised column by column", async () => {
    const table = await pandas.readCsv(file);
    const numeric = table.dtypes.get(table.dtypes.ne("object")).index;
    assert.deepEqual(numeric, ["Age", "Weight"]);
    table.set(
      numeric,
      table.get(numeric).apply((x) => x.sub(x.mean()).div(x.std())),
    );
    const [missing, low, high] = table.get("Age").cells as number[];
    assert.equal(missing, null);
    assert.ok(Math.abs(low + Math.SQRT1_2) < 1e-12 && Math.abs(high - Math.SQRT1_2) < 1e-12);
  });

  it("are joined, changed and written", async () => {
    const table = await pandas.readCsv(file);
    const both = pandas.concat([table.iloc.get(":", "0:2"), table.iloc.get("0:1", "1:")]);
    assert.deepEqual(both.get("Weight").cells, [null, null, null, 4]);
    table.set("Guess", new pandas.Series(tensor([1.5, 2, 3])));
    const result = pandas.concat([table.get("Kind"), table.get("Guess")], { axis: 1 });
    await result.toCsv(path.join(folder, "out.csv"));
    assert.equal(readFileSync(path.join(folder, "out.csv"), "utf8"), "Kind,Guess\ncat,1.5\n,2\ndog,3\n");
    assert.throws(() => table.set("Short", new pandas.Series([1])), /1 cells for 3 rows of "Short"/);
  });
});
