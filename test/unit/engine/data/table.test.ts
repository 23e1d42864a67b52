import assert from "node:assert/strict";
import { data, tensor } from "../../../../engine/index.ts";

const houses =
  'city,rooms,price\r\nBern,2,300\r\nBasel,,250\r\n"Zürich, West",4,\r\nBern,3,500\r\n,2,100\r\n';

describe("tables", () => {
  it("come from the text of a CSV file: quotes, a mark of the byte order, Windows' line ends, what is missing", () => {
    const table = data.table(`\ufeff${houses}`);
    assert.deepEqual(table.columns, ["city", "rooms", "price"]);
    assert.equal(table.length, 5);
    assert.deepEqual(table.column("city"), ["Bern", "Basel", "Zürich, West", "Bern", null]);
    assert.deepEqual(table.column("rooms"), [2, null, 4, 3, 2]);
    assert.equal(data.table("a,b\n").length, 0);
    assert.deepEqual(data.table('a\n"say ""hi"""\n').column("a"), ['say "hi"']);
    assert.throws(() => data.table("houses.csv"), /await data.readCsv\("houses.csv"\)/);
    assert.throws(() => data.table("a,b\n1,2,3"), /line 2: 3 fields/);
  });

  it("come from records and columns, too", () => {
    const records = data.table([
      { a: 1, b: "x" },
      { b: "y", c: true },
      { a: undefined, b: null, c: NaN },
    ]);
    assert.deepEqual(records.columns, ["a", "b", "c"]);
    assert.deepEqual(records.rows, [
      [1, "x", null],
      [null, "y", 1],
      [null, null, null],
    ]);
    assert.deepEqual(data.table({ a: [1, 2], b: ["x", null] }).rows, [
      [1, "x"],
      [2, null],
    ]);
    assert.throws(() => data.table({ a: [1], b: [1, 2] }), /1, 2 rows/);
    assert.throws(() => data.table([{ a: {} }]), /neither a number nor a text/);
    assert.throws(() => data.table(7 as unknown as string), /text of a CSV file/);
  });

  it("give some rows and columns, in an order, and others made of them", () => {
    const table = data.table(houses);
    assert.deepEqual(table.filter(({ rooms }) => rooms !== null && Number(rooms) > 2).column("price"), [
      null,
      500,
    ]);
    assert.deepEqual(table.head(2).column("city"), ["Bern", "Basel"]);
    assert.deepEqual(table.sortBy("price").column("price"), [100, 250, 300, 500, null]);
    assert.deepEqual(table.sortBy("price", { descending: true }).column("price"), [500, 300, 250, 100, null]);
    assert.deepEqual(table.sortBy("city").column("city"), ["Basel", "Bern", "Bern", "Zürich, West", null]);
    assert.deepEqual(
      table
        .derive("each", (row) =>
          row["price"] === null || row["rooms"] === null ? null : Number(row["price"]) / Number(row["rooms"]),
        )
        .column("each"),
      [150, null, null, 500 / 3, 50],
    );
    assert.deepEqual(table.derive("rooms", (_, i) => i).columns, table.columns);
    assert.deepEqual(table.drop(["price"]).columns, ["city", "rooms"]);
    assert.equal(table.dropMissing().length, 2);
    assert.equal(table.dropMissing(["rooms"]).length, 4);
    assert.throws(() => table.select(["towns"]), /there are city, rooms, price/);
    assert.throws(() => table.filter("rooms > 2" as unknown as () => boolean), /function of a row/);
  });

  it("describe their columns as pandas does", () => {
    const described = data.table("x,t\n1,a\n2,b\n4,a\n,\n").describe();
    const [x = [], t = []] = described.rows;
    assert.deepEqual(x, ["x", "numbers", 3, 1, 2.33333, 1.52753, 1, 1.5, 2, 3, 4, 3, 1]);
    assert.deepEqual(t, ["t", "texts", 3, 1, null, null, null, null, null, null, null, 2, "a"]);
    assert.equal(data.table({ m: [1, "a"] }).describe().rows[0]?.[1], "mixed");
    assert.equal(data.table({ m: [null] }).describe().rows[0]?.[1], "empty");
  });

  it("fill in what is missing, as measured on the training data where it is given", () => {
    const table = data.table(houses);
    assert.deepEqual(table.fillMissing("mean").column("rooms"), [2, 2.75, 4, 3, 2]);
    assert.deepEqual(table.fillMissing("median").column("price"), [300, 250, 275, 500, 100]);
    assert.equal(table.fillMissing("mean").column("city").at(-1), null, "a text has no mean");
    assert.equal(table.fillMissing("mostCommon").column("city").at(-1), "Bern");
    assert.deepEqual(table.fillMissing({ city: "unknown", rooms: 0 }).rows[1], ["Basel", 0, 250]);
    assert.equal(table.fillMissing({ city: "unknown" }).column("city").at(-1), "unknown");
    assert.equal(table.fillMissing(0).column("rooms")[1], 0);
    const other = data.table("city,rooms,price\nBern,,\n");
    assert.deepEqual(other.fillMissing("mean", { from: table }).rows[0], ["Bern", 2.75, 287.5]);
    assert.throws(() => table.fillMissing({ city: "mean" }), /have no mean/);
    assert.throws(() => table.fillMissing({ town: 1 }), /no column "town"/);
  });

  it("make numbers of texts, with the categories of the training data", () => {
    const table = data.table("c,v\nb,1\na,2\n,3\n");
    const one = table.oneHot();
    assert.deepEqual(one.columns, ["c_a", "c_b", "v"]);
    assert.deepEqual(one.rows, [
      [0, 1, 1],
      [1, 0, 2],
      [0, 0, 3],
    ]);
    assert.deepEqual(table.oneHot(["c"], { missing: true }).columns, ["c_a", "c_b", "c_missing", "v"]);
    assert.deepEqual(data.table("c,v\nz,9\n").oneHot(["c"], { from: table }).rows, [[0, 0, 9]]);
    const { y, classNames } = table.dropMissing().classes("c");
    assert.deepEqual(
      [y.toArray(), classNames],
      [
        [1, 0],
        ["a", "b"],
      ],
    );
    assert.throws(() => table.classes("c"), /row 2 of "c" is missing/);
    assert.throws(() => data.table("c,v\nz,9\n").classes("c", { from: table }), /none of a, b/);
  });

  it("standardise columns of numbers as StandardScaler does, and leave out what is missing", () => {
    const table = data.table("a,b,t\n1,5,x\n2,5,y\n3,5,z\n,5,z\n");
    const scaled = table.standardize();
    const expected = new data.StandardScaler()
      .fitTransform(tensor([[1], [2], [3]]))
      .reshape(-1)
      .toArray() as number[];
    scaled
      .column("a")
      .slice(0, 3)
      .forEach((cell, i) => assert.ok(Math.abs(Number(cell) - (expected[i] ?? NaN)) < 1e-6));
    assert.equal(scaled.column("a")[3], null);
    assert.deepEqual(scaled.column("b"), [0, 0, 0, 0]);
    assert.equal(
      Number(data.table("a\n4\n").standardize(["a"], { from: table }).column("a")[0]).toFixed(4),
      "2.4495",
    );
    assert.throws(() => table.standardize(["t"]), /use oneHot\(\["t"\]\)/);
  });

  it("split into the rows that trainTestSplit chooses with the same seed", () => {
    const table = data.table({ i: Array.from({ length: 20 }, (_, i) => i) });
    const [train, test] = table.trainTestSplit({ testSize: 0.3, seed: 4 });
    const x = table.toTensor();
    const [xTrain, xTest] = data.trainTestSplit(x, x, { testSize: 0.3, seed: 4 });
    assert.deepEqual(train.toTensor().toArray(), xTrain.toArray());
    assert.deepEqual(test.toTensor().toArray(), xTest.toArray());
    assert.equal(table.trainTestSplit({ shuffle: false })[1].column("i")[0], 15);
    assert.throws(() => table.trainTestSplit({ testSize: 1 }), /leaves one part empty/);
  });

  it("are gathered by what cells say", () => {
    const table = data.table(houses);
    const groups = table.groupBy("city");
    assert.equal(groups.length, 4);
    assert.deepEqual(groups.count().rows, [
      ["Basel", 1],
      ["Bern", 2],
      ["Zürich, West", 1],
      [null, 1],
    ]);
    assert.deepEqual(groups.mean().rows, [
      ["Basel", null, 250],
      ["Bern", 2.5, 400],
      ["Zürich, West", 4, null],
      [null, 2, 100],
    ]);
    assert.deepEqual(groups.aggregate({ price: "max", rooms: (cells) => cells.length }).columns, [
      "city",
      "price",
      "rooms",
    ]);
    assert.deepEqual(groups.groups()[1]?.table.length, 2);
    assert.throws(() => groups.aggregate({ price: "mode" as "max" }), /none of count/);
    assert.throws(() => table.groupBy("rooms").aggregate({ city: "mean" }), /no mean/);
  });

  it("are shown as a grid of up to a thousand rows, and hold a hundred thousand", () => {
    const lines = ["id,name,value"];
    for (let i = 0; i < 100_000; i++) lines.push(`${i},"n ${i % 7}",${i % 11 === 0 ? "" : i / 3}`);
    const table = data.table(lines.join("\n"));
    assert.equal(table.length, 100_000);
    const payload = table.toMimeBundle()["application/vnd.gradbook.table+json"] as {
      rows: unknown[];
      total: number;
    };
    assert.deepEqual([payload.rows.length, payload.total], [1000, 100_000]);
    assert.equal(table.groupBy("name").length, 7);
    assert.equal(table.oneHot().fillMissing("median").standardize().toTensor().shape[1], 9);
    assert.equal(table.sortBy("value", { descending: true }).column("id")[0], 99_999);
  });
});
