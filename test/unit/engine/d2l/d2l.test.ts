import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import {
  d2l,
  manualSeed,
  matmul,
  nn,
  noGrad,
  normal,
  ones,
  optim,
  tensor,
  type Tensor,
  zeros,
} from "../../../../engine/index.ts";
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import { imagesSvg } from "../../../../engine/figures/images.ts";
import {
  type ChartOptions,
  type ChartUpdate,
  host,
  type Host,
  setHost,
} from "../../../../engine/core/host.ts";
import { assertClose, golden } from "../golden.ts";

describe("the chapter on linear regression", () => {
  it("runs from scratch as written", () => {
    manualSeed(0);
    const trueW = tensor([2, -3.4]);
    const [features, labels] = d2l.syntheticData(trueW, 4.2, 1000);
    assert.deepEqual(
      [[...features.shape], [...labels.shape]],
      [
        [1000, 2],
        [1000, 1],
      ],
    );
    const w = normal(0, 0.01, [2, 1], { requiresGrad: true });
    const b = zeros(1, { requiresGrad: true });
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const [X, y] of d2l.dataIter(10, features, labels)) {
        d2l
          .squaredLoss(d2l.linreg(X, w, b), y)
          .sum()
          .backward();
        d2l.sgd([w, b], 0.03, 10);
      }
    }
    const loss = noGrad(() => d2l.squaredLoss(d2l.linreg(features, w, b), labels))
      .mean()
      .item();
    assert.ok(loss < 1e-4, String(loss));
    assertClose(w.toTypedArray(), [2, -3.4], { atol: 1e-2 });
  });

  it("runs concisely as written, with PyTorch's losses", () => {
    manualSeed(1);
    const [features, labels] = d2l.syntheticData(tensor([2, -3.4]), 4.2, 1000);
    const dataIter = d2l.loadArray([features, labels], 10);
    const net = new nn.Sequential(new nn.Linear(2, 1));
    net[0].weight.data.normal_(0, 0.01);
    net[0].bias?.data.fill_(0);
    const loss = new nn.MSELoss();
    const trainer = new optim.SGD(net.parameters(), { lr: 0.03 });
    const losses: number[] = [];
    for (const [X, y] of dataIter) {
      const l = loss(net(X), y);
      trainer.zeroGrad();
      l.backward();
      trainer.step();
      losses.push(l.item());
    }
    assertClose(losses, golden<{ losses: number[] }>("training")["linear regression"].losses.slice(0, 100), {
      rtol: 1e-4,
    });
  });

  it("evaluates a loss over a data set", () => {
    const batches = d2l.loadArray([tensor([[1], [2], [3]]), tensor([1, 2, 4])], 2, false);
    const loss = new nn.MSELoss({ reduction: "none" });
    assertClose([d2l.evaluateLoss((X: Tensor) => X, batches, loss)], [1 / 3]);
  });
});

describe("the chapter on softmax regression", () => {
  let before: Host;
  let updates: ChartUpdate[];
  let shown: Readonly<Record<string, string>>[];
  beforeEach(() => {
    before = host();
    updates = [];
    shown = [];
    setHost({
      ...before,
      openChart: () => ({ update: (update) => updates.push(update) }),
      display: (bundle) => shown.push(bundle),
    });
    manualSeed(0);
  });
  afterEach(() => setHost(before));

  const separable = () => {
    const y = tensor(Array.from({ length: 60 }, (_, i) => i % 3)).to("int32");
    const x = normal(0, 0.3, [60, 3]).add(nn.functional.oneHot(y, 3).mul(2));
    return d2l.loadArray([x, y], 20);
  };

  it("counts right predictions", () => {
    const yHat = tensor([
      [0.1, 0.3, 0.6],
      [0.3, 0.2, 0.5],
    ]);
    assert.equal(d2l.accuracy(yHat, tensor([0, 2])), 1);
  });

  it("trains with an optimiser and draws three curves", async () => {
    const batches = separable();
    const net = new nn.Sequential(new nn.Linear(3, 3));
    const trainer = new optim.SGD(net.parameters(), { lr: 0.5 });
    const result = await d2l.trainCh3(
      net,
      batches,
      batches,
      new nn.CrossEntropyLoss({ reduction: "none" }),
      5,
      trainer,
    );
    assert.ok(result.testAcc > 0.95 && result.trainLoss < 0.5, JSON.stringify(result));
    const last = updates.at(-1)?.points.map(({ name, role, metric, x }) => [name, role, metric, x[0]]);
    assert.deepEqual(last, [
      ["train loss", "train", "loss", 5],
      ["train acc", "train", "acc", 5],
      ["test acc", "validation", "acc", 5],
    ]);
  });

  it("trains from scratch with a function that updates", () => {
    const W = normal(0, 0.01, [3, 3], { requiresGrad: true });
    const b = zeros(3, { requiresGrad: true });
    const net = (X: Tensor) => matmul(X, W).add(b).softmax(1);
    const loss = (yHat: Tensor, y: Tensor) => yHat.log().neg().gather(1, y.unsqueeze(1)).squeeze(1);
    const updater = (batchSize: number) => d2l.sgd([W, b], 0.5, batchSize);
    const batches = separable();
    let accuracy = 0;
    for (let epoch = 0; epoch < 5; epoch++) [, accuracy] = d2l.trainEpochCh3(net, batches, loss, updater);
    assert.ok(accuracy > 0.9);
    assert.ok(d2l.evaluateAccuracy(net, batches) > 0.95);
  });

  it("shows predictions as pictures with their classes", () => {
    const X = ones(4, 9).mul(tensor([[0], [1], [2], [3]]));
    d2l.predictCh3((x: Tensor) => x, [[X, tensor([0, 0, 0, 0])]], 2, ["cat", "dog"]);
    assert.equal(shown[0]["text/plain"], "2 images: cat/cat, cat/cat");
    assert.equal(shown[0]["image/svg+xml"].match(/<image /g)?.length, 2);
    assert.deepEqual(d2l.getFashionMnistLabels(tensor([0, 9])), ["t-shirt", "ankle boot"]);
  });
});

describe("showImages", () => {
  it("has room for titles that are wider than their images", () => {
    const svg = imagesSvg(ones(2, 2, 2), 1, 2, ["label 3, the network says 3", "short"], 1);
    const [width = 0] = [...svg.matchAll(/<svg [^>]*width="(\d+)"/g)].map(([, digits]) => Number(digits));
    const middles = [...svg.matchAll(/<text x="([\d.]+)"/g)].map(([, digits]) => Number(digits));
    const half = textWidth("label 3, the network says 3", letters("text")) / 2;
    assert.equal(middles.length, 2);
    assert.ok((middles[0] ?? 0) >= half, svg.slice(0, 300));
    assert.ok((middles[1] ?? 0) - (middles[0] ?? 0) >= 2 * half && width >= (middles[1] ?? 0) + half - 1);
  });

  it("stretches grey images from black to white in a PNG that any reader can read", () => {
    const svg = imagesSvg(
      [
        [
          [1, 2],
          [3, 5],
        ],
      ],
      1,
      1,
      ["<one>"],
    );
    assert.match(svg, />&lt;one&gt;<\/text>/);
    const png = Buffer.from(/base64,([^"]+)"/.exec(svg)?.[1] ?? "", "base64");
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20), png[25]], [2, 2, 0]);
    const length = png.readUInt32BE(33);
    assert.deepEqual([...inflateSync(png.subarray(41, 41 + length))], [0, 0, 64, 0, 128, 255]);
  });

  it("takes colour images in [0, 1], and refuses what is no image", () => {
    assert.match(imagesSvg([[[[1, 0, 0.5]]]], 1, 1), /<image /);
    assert.throws(() => imagesSvg(tensor([1, 2]), 1, 1), /image 0 is not a grid of numbers/);
    assert.throws(() => imagesSvg([[[1, 2], [3]]], 1, 1), /rows of different lengths/);
  });
});

describe("Timer, Accumulator and Animator", () => {
  it("time, add up and draw", () => {
    const timer = new d2l.Timer();
    assert.ok(timer.stop() >= 0);
    timer.times.push(2, 4);
    timer.times.shift();
    assert.deepEqual([timer.sum(), timer.avg(), timer.cumsum()], [6, 3, [2, 6]]);
    const metric = new d2l.Accumulator(2);
    metric.add(1, tensor(2));
    metric.add(3, 4);
    assert.deepEqual([metric[0], metric[1], metric.length], [4, 6, 2]);
    metric.reset();
    assert.equal(metric[1], 0);
    assert.throws(() => metric.add(1), /there are 2 sums, but 1 values/);
    const before = host();
    const updates: ChartUpdate[] = [];
    const opened: ChartOptions[] = [];
    setHost({
      ...before,
      openChart(options) {
        opened.push(options);
        return { update: (u) => updates.push(u) };
      },
    });
    new d2l.Animator({ legend: ["a", "b"], xlim: [1, 400], ylim: [1e-3, 1e2], yscale: "log" }).add(1, [
      null,
      tensor(2),
    ]);
    new d2l.Animator().add(3, 4);
    setHost(before);
    assert.deepEqual(opened, [
      { title: "", epochs: 400, yScale: "log" },
      { title: "", epochs: null, yScale: "linear" },
    ]);
    assert.deepEqual(
      updates.map((u) => u.points.map((p) => [p.name, p.x, p.y])),
      [[["b", [1], [2]]], [["curve 1", [3], [4]]]],
    );
  });
});
