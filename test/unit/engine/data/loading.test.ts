import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import {
  arange,
  d2l,
  data,
  Generator,
  manualSeed,
  nn,
  rand,
  tensor,
  zeros,
} from "../../../../engine/index.ts";
import { setHost, host } from "../../../../engine/core/host.ts";
import type { TablePayload } from "../../../../engine/payload/values.ts";
import { assertClose, golden } from "../golden.ts";
import { installNodeFiles } from "./nodeFiles.ts";

interface Order {
  n: number;
  batch: number;
  dropLast?: boolean;
  seed: number;
  own?: number;
  epochs?: number[][][];
  after: number[];
  lengths: number[];
  parts: number[][];
}

const orders = golden<Order>("dataLoader");
const numbered = (n: number) => new data.TensorDataset(arange(n));
const nextTwo = () => [...rand(2).toTypedArray()];

describe("DataLoader", () => {
  for (const [title, { n, batch, dropLast, seed, own, epochs, after }] of Object.entries(orders)) {
    if (title === "randomSplit") continue;
    it(`visits the rows as PyTorch does: ${title}`, () => {
      manualSeed(seed);
      const generator = own === undefined ? {} : { generator: new Generator(own) };
      const loader = new data.DataLoader(numbered(n), batch, {
        shuffle: epochs !== undefined,
        dropLast: dropLast ?? false,
        ...generator,
      });
      const actual = (epochs ?? [[]]).map(() => Array.from(loader, ([x]) => x.toArray()));
      if (epochs) assert.deepEqual(actual, epochs);
      assert.deepEqual(nextTwo(), after.map(Math.fround));
    });
  }

  it("counts its batches, the last smaller one included or not", () => {
    assert.equal(new data.DataLoader(numbered(10), 3).length, 4);
    assert.equal(new data.DataLoader(numbered(10), { batchSize: 3, dropLast: true }).length, 3);
  });

  it("gives copies: changing a batch leaves the data alone", () => {
    const x = zeros(4, 2);
    for (const [batch] of new data.DataLoader(new data.TensorDataset(x), 2)) batch.add_(1);
    assert.equal(x.sum().item(), 0);
  });

  it("joins the examples of a data set of one's own", () => {
    const squares = { length: 5, get: (i: number) => [tensor([i, i * i]), tensor(i)] as const };
    const [[x, y]] = new data.DataLoader(squares, 3);
    assert.deepEqual(x.toArray(), [
      [0, 0],
      [1, 1],
      [2, 4],
    ]);
    assert.deepEqual(y.toArray(), [0, 1, 2]);
  });

  it("stops between batches while an interrupt is pending", () => {
    const before = host();
    let batches = 0;
    assert.throws(
      () => {
        for (const batch of new data.DataLoader(numbered(10), 1)) {
          batches += batch.length;
          if (batches === 3) setHost({ ...before, interrupted: () => true });
        }
      },
      { name: "InterruptedError" },
    );
    setHost(before);
    assert.equal(batches, 3);
  });

  it("refuses a batch size that is none, and tensors of different lengths", () => {
    assert.throws(() => new data.DataLoader(numbered(3), 0), /batchSize is 0/);
    assert.throws(
      () => new data.TensorDataset(zeros(3), zeros(4, 1)),
      /their shapes are \[\(3,\), \(4, 1\)\]/,
    );
  });
});

describe("splitting data", () => {
  it("gives PyTorch's random parts", () => {
    const { seed, lengths, parts } = orders.randomSplit;
    manualSeed(seed);
    const subsets = data.randomSplit(numbered(20), lengths);
    assert.deepEqual(
      subsets.map((subset) => subset.indices),
      parts,
    );
    assert.deepEqual(subsets[1].get(0)[0].item(), parts[1][0]);
    assert.equal(data.randomSplit(numbered(10), [0.75, 0.25])[0].length, 8);
    assert.throws(() => data.randomSplit(numbered(10), [5, 6]), /5 \+ 6 is 11; the lengths must sum to 10/);
  });

  it("separates training and test rows of x and y alike", () => {
    const x = arange(10).reshape(10, 1);
    const [xTrain, xTest, yTrain, yTest] = data.trainTestSplit(x, arange(10), { testSize: 0.3, seed: 1 });
    assert.deepEqual([...xTrain.shape], [7, 1]);
    assert.deepEqual(xTest.flatten().toArray(), yTest.toArray());
    assert.deepEqual(
      [...yTrain.toTypedArray(), ...yTest.toTypedArray()].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    const [, tail] = data.trainTestSplit(x, x, { testSize: 0.2, shuffle: false });
    assert.deepEqual(tail.flatten().toArray(), [8, 9]);
    assert.throws(() => data.trainTestSplit(x, zeros(9)), /\(10, 1\) and \(9,\) differ/);
    assert.throws(() => data.trainTestSplit(x, x, { testSize: 1 }), /leaves one part empty/);
  });

  it("standardises with what the training data taught, a constant column included", () => {
    const x = tensor([
      [1, 5],
      [3, 5],
    ]);
    const { x: own, others, scaler } = data.standardize(x, tensor([[5, 6]]));
    assertClose(own.flatten().toTypedArray(), [-1, 0, 1, 0]);
    assertClose(others[0].flatten().toTypedArray(), [3, 1]);
    assertClose(scaler.inverseTransform(own).flatten().toTypedArray(), [1, 5, 3, 5]);
    assert.throws(() => new data.StandardScaler().transform(x), /call fit\(x\) with the training data first/);
  });
});

describe("reading data", () => {
  let folder: string;
  before(async () => {
    installNodeFiles();
    folder = await mkdtemp(join(tmpdir(), "gradbook-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("shows a data set as a table of its first examples, with what it is", async () => {
    const iris = await data.iris();
    assert.deepEqual(inspect(iris).split("\n").slice(0, 3), [
      "Iris (Fisher 1936), UCI, CC BY 4.0 · 150 examples, 4 features · classes: setosa 50, versicolor 50, virginica 50",
      "   sepal length  sepal width  petal length  petal width   class",
      "0           5.1          3.5           1.4          0.2  setosa",
    ]);
    const [table] = Object.values(iris.toMimeBundle()) as [TablePayload];
    assert.deepEqual(
      [table.rows.length, table.total, table.columns.length, table.totalColumns],
      [6, 150, 5, 5],
    );
    const [pixels] = Object.values((await data.digits()).toMimeBundle()) as [TablePayload];
    assert.deepEqual(
      [pixels.columns.at(-1)?.name, pixels.rows[0]?.at(-1), pixels.totalColumns],
      ["class", "0", 65],
    );
    const before = host();
    setHost({ ...before, language: "zh-cn" });
    try {
      assert.match(String(await data.diabetes()), /· 442 个样本，10 个特征\n.*目标\n0 .* 151\n/);
    } finally {
      setHost(before);
    }
  });

  it("has the digits, the irises and the diabetes patients", async () => {
    const digits = await data.digits();
    assert.deepEqual(
      [[...digits.x.shape], [...digits.y.shape], digits.y.dtype],
      [[1797, 64], [1797], "int32"],
    );
    assert.deepEqual([digits.x.max().item(), digits.y.max().item(), digits.y.at(0).item()], [16, 9, 0]);
    const iris = await data.iris();
    assert.deepEqual([[...iris.x.shape], iris.classNames[iris.y.at(149).item()]], [[150, 4], "virginica"]);
    assertClose(iris.x.at(0).toTypedArray(), [5.1, 3.5, 1.4, 0.2]);
    const diabetes = await data.diabetes();
    assert.deepEqual(
      [[...diabetes.x.shape], [...diabetes.y.shape]],
      [
        [442, 10],
        [442, 1],
      ],
    );
    assertClose([diabetes.y.at(0).item()], [151]);
    assert.equal(diabetes.featureNames.length, 10);
  });

  it("reads a CSV file into a table, and its numbers into a tensor", async () => {
    const path = join(folder, "houses.csv");
    await writeFile(path, "rooms,alley,price\nNA,Pave,127500\n2,NA,106000\n4,NA,178100\n");
    const table = await data.readCsv(path);
    assert.equal(table.length, 3);
    assert.deepEqual(table.categories("alley"), ["Pave"]);
    assert.deepEqual(table.toTensor(["rooms", "price"]).toArray(), [
      [NaN, 127500],
      [2, 106000],
      [4, 178100],
    ]);
    assert.throws(() => table.toTensor(), /row 0, column "alley": "Pave" is no number/);
    assert.throws(() => table.column("size"), /no column "size"; there are rooms, alley, price/);
    assert.match(String(table), /rooms {2}alley {3}price\n {4}– {3}Pave {2}127500/);
  });

  it("reads an IDX file packed with gzip", async () => {
    const path = join(folder, "labels.gz");
    await writeFile(path, gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9)));
    const labels = await data.readIdx(path);
    assert.deepEqual([labels.toArray(), labels.dtype], [[7, 8, 9], "int32"]);
  });

  it("saves a model and loads it again", async () => {
    const path = join(folder, "net.safetensors");
    const make = () => new nn.Sequential(new nn.Linear(3, 2), new nn.BatchNorm1d(2));
    const net = make();
    await data.saveSafetensors(path, net.stateDict(), { format: "pt" });
    const other = make();
    other.loadStateDict(await data.loadSafetensors(path));
    assert.deepEqual(other.stateDict().get("0.weight")?.toArray(), net[0].weight.toArray());
    assert.deepEqual(other.stateDict().get("1.num_batches_tracked")?.dtype, "int32");
  });
});

describe("loadDataFashionMnist", () => {
  it("gives batches of images in [0, 1] and their classes", async () => {
    installNodeFiles();
    const folder = await mkdtemp(join(tmpdir(), "gradbook-"));
    for (const part of ["train", "t10k"]) {
      const pixels = Array.from({ length: 3 * 28 * 28 }, (_, i) => i % 256);
      const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28, ...pixels);
      await writeFile(join(folder, `${part}-images-idx3-ubyte.gz`), gzipSync(images));
      const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9);
      await writeFile(join(folder, `${part}-labels-idx1-ubyte.gz`), gzipSync(labels));
    }
    const [train, test] = await d2l.loadDataFashionMnist(2, { folder });
    assert.deepEqual([train.length, train.shuffle, test.shuffle], [2, true, false]);
    const [[X, y]] = test;
    assert.deepEqual([[...X.shape], y.toArray(), X.max().item()], [[2, 1, 28, 28], [7, 8], 1]);
    await rm(folder, { recursive: true });
  });
});
