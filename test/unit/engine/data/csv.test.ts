import assert from "node:assert/strict";
import { parseCsv } from "../../../../engine/data/csv.ts";

describe("parseCsv", () => {
  it("finds a header when a text stands above a number", () => {
    const table = parseCsv("height,name\n1.5,Ann\n2,Bob\n");
    assert.deepEqual(table.columns, ["height", "name"]);
    assert.deepEqual(table.rows, [
      [1.5, "Ann"],
      [2, "Bob"],
    ]);
  });

  it("numbers the columns of a file without a header", () => {
    const table = parseCsv("1,2\n3,4");
    assert.deepEqual(table.columns, ["0", "1"]);
    assert.equal(table.rows.length, 2);
  });

  it("takes the header it is told to take", () => {
    assert.deepEqual(parseCsv("a,b\nc,d", { header: true }).columns, ["a", "b"]);
    assert.equal(parseCsv("a,1\nb,2", { header: false }).rows.length, 2);
  });

  it("reads quotes, doubled quotes, delimiters and line breaks within quotes", () => {
    const { rows } = parseCsv('1,"a ""b"", c"\r\n2,"two\nlines"\r\n', { header: false });
    assert.deepEqual(rows, [
      [1, 'a "b", c'],
      [2, "two\nlines"],
    ]);
  });

  it("guesses semicolons, tabs and runs of blanks", () => {
    assert.deepEqual(parseCsv("1;2\n3;4").rows[1], [3, 4]);
    assert.deepEqual(parseCsv("1\t2\n3\t4").rows[1], [3, 4]);
    assert.deepEqual(parseCsv("1  2 \n 3 4").rows, [
      [1, 2],
      [3, 4],
    ]);
  });

  it("reads missing values as null, and keeps them apart from text", () => {
    const { rows } = parseCsv("rooms,alley\nNA,Pave\n2,\n", {});
    assert.deepEqual(rows, [
      [null, "Pave"],
      [2, null],
    ]);
    assert.deepEqual(parseCsv("1,?", { missing: ["?"] }).rows, [[1, null]]);
  });

  it("reads exponents and infinities as numbers, and versions as text", () => {
    assert.deepEqual(parseCsv("1e-3,-inf,.5,1.2.3").rows, [[0.001, -Infinity, 0.5, "1.2.3"]]);
  });

  it("reads numbers of any number of digits to the last bit as Number does, between any line ends", () => {
    const texts = Array.from({ length: 3000 }, (_, i) => {
      const value = Math.sin(i + 1) * 10 ** ((i % 23) - 8);
      const forms = [String(value), value.toFixed(i % 12), value.toExponential(3), "-0", "007", "5.", ".5"];
      return forms[(i * 7) % forms.length] ?? "";
    });
    for (const end of ["\n", "\r\n"]) {
      const lines = texts.map((text, i) => `${text},${texts[texts.length - 1 - i] ?? ""}`);
      const { rows } = parseCsv(["a,b", ...lines].join(end));
      assert.deepEqual(
        rows.map(([first]) => first),
        texts.map(Number),
      );
    }
  });

  it("looks at numbers as texts where one of them means that a value is missing", () => {
    const options = { missing: ["-999"] };
    assert.deepEqual(parseCsv("a,b\n1,-999\n-999,2", options).rows, [
      [1, null],
      [null, 2],
    ]);
  });

  it("drops a byte order mark, blank lines and the lines it is told to skip", () => {
    assert.deepEqual(parseCsv("\ufeff1,2\n\n3,4\n").rows.length, 2);
    assert.deepEqual(parseCsv("title\n1,2", { skip: 1 }).rows, [[1, 2]]);
  });

  it("names the line whose number of fields differs", () => {
    assert.throws(() => parseCsv("1,2\n\n3,4,5\n", {}, "houses.csv"), {
      message: "houses.csv: line 3: 3 fields, but line 1 has 2.",
    });
  });

  it("names the line of a quote that is never closed, and of text after one", () => {
    assert.throws(() => parseCsv('1,2\n3,"4\n'), /line 2: a quote \("\) is opened and never closed/);
    assert.throws(() => parseCsv('1,"2"x\n'), /line 1: text after the closing quote/);
  });

  it("refuses an empty file", () => {
    assert.throws(() => parseCsv("\n\n"), /the file has no data/);
  });
});
