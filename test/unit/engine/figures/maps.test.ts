import assert from "node:assert/strict";
import {
  fit,
  featureMapsPicture,
  heatmaps,
  heatmapsPicture,
  kernelsPicture,
  manualSeed,
  nn,
  noGrad,
  ones,
  rand,
  setHost,
  tensor,
  zeros,
  type MapsPicture,
  type Picture,
} from "../../../../engine/index.ts";

/** One channel for edges from left to right, one for those from top to bottom. */
function edges() {
  const conv = new nn.Conv2d(1, 2, 2, { bias: false });
  noGrad(() =>
    conv.weight.copy_(
      tensor([
        [
          [
            [-1, 1],
            [-1, 1],
          ],
        ],
        [
          [
            [-1, -1],
            [1, 1],
          ],
        ],
      ]),
    ),
  );
  return new nn.Sequential(conv, new nn.ReLU(), new nn.MaxPool2d(2), new nn.Flatten(), new nn.Linear(2, 3));
}

/** Dark on the left, bright on the right. */
const step = tensor([
  [0, 1, 1],
  [0, 1, 1],
  [0, 1, 1],
]);

const titles = ({ groups }: MapsPicture) => groups.map(({ title }) => title);

describe("heatmaps", () => {
  it("lays out a tensor of 4 axes in rows and columns, with one range of values for all", () => {
    const x = tensor(Array.from({ length: 24 }, (_, i) => i - 4)).reshape(2, 3, 2, 2);
    const picture = heatmapsPicture(x, { titles: ["a", "b", "c"], xTicks: ["k", "l"] });
    assert.deepEqual(
      picture.groups.map(({ maps, inLine, low, high }) => [maps.length, inLine, low, high]),
      [
        [3, 3, -4, 19],
        [3, 3, -4, 19],
      ],
    );
    assert.deepEqual(picture.groups[1].maps[2], {
      title: "c",
      rows: 2,
      columns: 2,
      rowsEach: 1,
      columnsEach: 1,
      values: [
        [16, 17],
        [18, 19],
      ],
    });
  });

  it("takes a matrix, a row of matrices, other dtypes, and what does not lie in rows", () => {
    const matrix = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(heatmapsPicture(matrix.T).groups[0].maps[0].values, [
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    assert.equal(heatmapsPicture(ones(4, 2, 2)).groups[0].maps.length, 4);
    assert.deepEqual(heatmapsPicture(matrix.gt(2)).groups[0].maps[0].values[0], [0, 0, 1]);
    assert.deepEqual(heatmapsPicture(matrix.to("int64")).groups[0].maps[0].values[1], [4, 5, 6]);
    assert.deepEqual(heatmapsPicture(tensor([[NaN, Infinity, 2]])).groups[0], {
      title: "",
      inLine: 1,
      total: 1,
      low: 2,
      high: 2,
      maps: [{ title: "", rows: 1, columns: 3, rowsEach: 1, columnsEach: 1, values: [[null, null, 2]] }],
    });
  });

  it("shows the means of blocks of a large matrix", () => {
    const [map] = heatmapsPicture(ones(100, 200).mul(3)).groups[0].maps;
    assert.deepEqual(
      [map.rowsEach, map.columnsEach, map.values.length, map.values[0].length],
      [2, 4, 50, 50],
    );
    assert.ok(map.values.flat().every((value) => value === 3));
  });

  it("draws the values that hold later when it is updated", () => {
    const shown: Picture[] = [];
    const port = { ended: false, update: (picture: Picture) => void shown.push(picture) };
    const quiet = { showFigure: () => undefined, openChart: () => ({ update: () => undefined }) };
    const still = { interrupted: () => false, acknowledgeInterrupt: () => undefined };
    setHost({ ...quiet, ...still, showPicture: (picture) => (shown.push(picture), port) });
    const x = zeros(2, 2);
    const live = heatmaps(x);
    x.fill_(7);
    live.update();
    setHost({ ...quiet, ...still });
    assert.deepEqual(
      shown.map((picture) => picture.kind === "maps" && picture.groups[0].high),
      [0, 7],
    );
  });

  it("refuses what is no matrices, too many of them, and names that do not fit", () => {
    assert.throws(() => heatmapsPicture(ones(3)), /shape \(3,\) is no matrices; give one of shape \[rows/);
    assert.throws(() => heatmapsPicture(ones(0, 3)), /is no matrices/);
    assert.throws(() => heatmapsPicture(ones(20, 20, 2, 2)), /400 maps are too many.*256 at most/);
    assert.throws(() => heatmapsPicture(ones(2, 3), { xTicks: ["a", "b"] }), /2 xTicks.*\(2, 3\); give 3/);
    assert.throws(() => heatmapsPicture(ones(2, 3), { xtick: [] } as object), /Did you mean "xTicks"/);
    assert.throws(() => heatmapsPicture([[1]] as unknown as ReturnType<typeof ones>), /a tensor is expected/);
  });
});

describe("featureMaps", () => {
  it("shows the image and what each channel gives, of a layer and its activation the activation", () => {
    const picture = featureMapsPicture(edges(), step);
    assert.deepEqual(titles(picture), ["(1, 3, 3)", "1 ReLU (2, 2, 2)", "2 MaxPool2d (2, 1, 1)"]);
    const [vertical, horizontal] = picture.groups[1].maps;
    assert.deepEqual(vertical.values, [
      [2, 0],
      [2, 0],
    ]);
    assert.deepEqual(horizontal.values, [
      [0, 0],
      [0, 0],
    ]);
    assert.deepEqual(picture.groups[2].maps[0].values, [[2]]);
  });

  it("shows the layers that are asked for, in that order, and channels up to a number", () => {
    const picture = featureMapsPicture(edges(), step.unsqueeze(0), { layers: ["2", "0"], maxChannels: 1 });
    assert.deepEqual(titles(picture), ["(1, 3, 3)", "2 MaxPool2d (2, 1, 1)", "0 Conv2d (2, 2, 2)"]);
    assert.deepEqual(
      picture.groups.map(({ maps, total }) => [maps.length, total]),
      [
        [1, 1],
        [1, 2],
        [1, 2],
      ],
    );
  });

  it("leaves statistics, modes and random numbers as they were", () => {
    const norm = new nn.BatchNorm2d(2);
    const net = new nn.Sequential(new nn.Conv2d(1, 2, 2), norm, new nn.Dropout(0.5));
    manualSeed(5);
    featureMapsPicture(net, step);
    const drawn = rand(1).item();
    manualSeed(5);
    assert.equal(rand(1).item(), drawn);
    assert.deepEqual(norm.runningMean?.toArray(), [0, 0]);
    assert.ok(net.training && norm.training);
  });

  it("says what is missing in a model without images, and which layers there are", () => {
    assert.throws(
      () => featureMapsPicture(new nn.Sequential(new nn.Linear(3, 2), new nn.ReLU()), step),
      /no layer of this model of Linear, ReLU gives images/,
    );
    assert.throws(
      () => featureMapsPicture(edges(), step, { layers: ["7"] }),
      /no layer "7".*there are 0, 1, 2/,
    );
    assert.throws(() => featureMapsPicture(edges(), ones(3)), /shape \(3,\) is no image/);
    assert.throws(() => featureMapsPicture(edges(), step, { maxChannels: 0 }), /maxChannels is 0/);
  });
});

describe("kernels", () => {
  it("shows one image for each output channel of a layer over grey images", () => {
    const picture = kernelsPicture(edges());
    assert.deepEqual(titles(picture), ["0 Conv2d (2, 1, 2, 2)"]);
    assert.equal(picture.groups[0].inLine, null);
    assert.deepEqual(picture.groups[0].maps[1].values, [
      [-1, -1],
      [1, 1],
    ]);
  });

  it("names input and output channels, of groups and of transposed layers too", () => {
    const names = (layer: Parameters<typeof kernelsPicture>[0], most?: number) =>
      kernelsPicture(layer, { ...(most ? { maxChannels: most } : {}) }).groups[0].maps.map(
        ({ title }) => title,
      );
    assert.deepEqual(names(new nn.Conv2d(3, 2, 1)), ["0 → 0", "1 → 0", "2 → 0", "0 → 1", "1 → 1", "2 → 1"]);
    assert.deepEqual(names(new nn.Conv2d(3, 2, 1), 1), ["0 → 0"]);
    assert.deepEqual(names(new nn.Conv2d(4, 2, 1, { groups: 2 })), ["0 → 0", "1 → 0", "2 → 1", "3 → 1"]);
    assert.deepEqual(names(new nn.ConvTranspose2d(2, 3, 2)).slice(0, 4), [
      "0 → 0",
      "0 → 1",
      "0 → 2",
      "1 → 0",
    ]);
    assert.deepEqual(names(new nn.Conv1d(3, 2, 5)), ["0", "1"]);
  });

  it("gives each image the weights of its own two channels", () => {
    const layer = new nn.Conv2d(2, 3, 2);
    const picture = kernelsPicture(layer, { maxChannels: 2 });
    const wanted = [0, 1].flatMap((o) => [0, 1].map((i) => layer.weight.detach().at(o).at(i).toArray()));
    picture.groups[0].maps.forEach(({ values }, k) =>
      values.flat().forEach((value, j) => {
        const exact = (wanted[k] as number[][]).flat()[j];
        assert.ok(Math.abs((value ?? NaN) - exact) <= 5e-5 * Math.abs(exact), `${value} is not ${exact}`);
      }),
    );
  });

  it("follows a training that was shown it", async () => {
    const net = new nn.Sequential(new nn.Conv2d(1, 1, 2), new nn.Flatten(), new nn.Linear(4, 1));
    const before = kernelsPicture(net).groups[0].maps[0].values;
    await fit(net, [rand(8, 1, 3, 3), rand(8, 1)], { loss: "mse", epochs: 2, verbose: 0 });
    assert.notDeepEqual(kernelsPicture(net).groups[0].maps[0].values, before);
  });

  it("says that a model has no convolution", () => {
    assert.throws(() => kernelsPicture(new nn.Linear(2, 2)), /no convolution in this model of Linear/);
  });
});
