import assert from "node:assert/strict";
import {
  diagramPicture,
  fit,
  GradientNorms,
  gradientsThroughTimePicture,
  nn,
  noGrad,
  ones,
  randint,
  randn,
  receptiveFieldPicture,
  type Picture,
  setHost,
  type Tensor,
  unrolledPicture,
  zeros,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import { finite } from "./finite.ts";

const lenet = () =>
  new nn.Sequential(
    ...[new nn.Conv2d(1, 6, 5, { padding: 2 }), new nn.BatchNorm2d(6), new nn.Sigmoid(), new nn.AvgPool2d(2)],
    ...[
      new nn.Conv2d(6, 16, 5),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(400, 10),
    ],
  );

class Residual extends nn.Module {
  first = new nn.Conv2d(2, 2, 3, { padding: 1 });
  second = new nn.Conv2d(2, 2, 3, { padding: 1 });
  forward(x: Tensor): Tensor {
    return this.second(this.first(x).relu()).add(x).relu();
  }
}

class Tagger extends nn.Module {
  embedding = new nn.Embedding(20, 8);
  rnn: nn.GRU | nn.LSTM;
  out: nn.Linear;
  constructor() {
    super();
    this.rnn = new nn.LSTM(8, 6, { batchFirst: true, bidirectional: true });
    this.out = new nn.Linear(12, 3);
  }
  forward(x: Tensor): Tensor {
    return this.out((this.rnn as nn.LSTM)(this.embedding(x))[0]);
  }
}

describe("diagram of a network over images or sequences", () => {
  const blocks = (...given: Parameters<typeof diagramPicture>) =>
    (diagramPicture(...given).blocks ?? []).map(({ name, type, facts, shape, then }) =>
      [
        `${name} ${type}`.trim(),
        facts.map((fact) => `${fact.name} ${fact.value}`.trim()).join(", "),
        shape.join("×"),
        then.join(" "),
      ].join("|"),
    );

  it("draws what each layer gives, with the normalisation and activation behind it", () => {
    assert.deepEqual(blocks(lenet(), { inputShape: [1, 28, 28] }), [
      "input||1×28×28|",
      "0 Conv2d|kernel 5 × 5, padding 2|6×28×28|BatchNorm2d Sigmoid",
      "3 AvgPool2d|kernel 2 × 2|6×14×14|",
      "4 Conv2d|kernel 5 × 5|16×10×10|ReLU",
      "6 MaxPool2d|kernel 2 × 2|16×5×5|",
      "7 Flatten||400|",
      "8 Linear||10|",
    ]);
  });

  it("knows what recurrent layers, embeddings and attention take, time first or examples first", () => {
    assert.deepEqual(blocks(new Tagger()), [
      "input||8|",
      "embedding Embedding||8×8|",
      "rnn LSTM|hidden 6, both|8×12|",
      "out Linear||8×3|",
    ]);
    assert.deepEqual(blocks(new nn.GRU(4, 5, 2)), ["input||8×4|", "GRU|hidden 5, layers 2|8×5|"]);
    assert.equal(diagramPicture(new nn.GRU(4, 5)).rows[0].shape, "(8, N, 5)");
  });

  it("counts all parameters of an attention, and says which part a layer belongs to", () => {
    const layer = new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true });
    const encoder = new nn.TransformerEncoder(layer, 2);
    const picture = diagramPicture(encoder);
    const total = encoder.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
    const sum = (list: readonly { parameters: number }[]) =>
      list.reduce((all, one) => all + one.parameters, 0);
    assert.equal(sum(picture.rows), total);
    assert.equal(sum(picture.blocks ?? []), total);
    assert.deepEqual(
      picture.blocks?.map(({ type, group }) => `${type} in ${group}`).slice(1, 4),
      ["MultiheadAttention", "Linear", "Linear"].map((type) => `${type} in layers.0 TransformerEncoderLayer`),
    );
    const net = new nn.Sequential(new nn.Conv2d(1, 2, 3), new Residual());
    assert.deepEqual(
      diagramPicture(net, { inputShape: [1, 8, 8] }).blocks?.map(({ group }) => group),
      ["", "", "1 Residual", "1 Residual"],
    );
  });

  it("stays a drawing of units for a network of Linear layers", () => {
    assert.equal(diagramPicture(new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU())).blocks, undefined);
  });

  it("asks for the size of images", () => {
    assert.throws(() => diagramPicture(lenet()), /begins with a Conv2d.*inputShape: \[1, 28, 28\]/s);
  });
});

describe("receptiveField", () => {
  it("grows as the book says: 5, 6, 14, 16 for LeNet", () => {
    const { layers } = receptiveFieldPicture(lenet(), { inputShape: [1, 28, 28] });
    assert.deepEqual(
      layers.map(({ name, field, jump, output }) => [name, field[0], jump[0], output[0]]),
      [
        ["0", 5, 1, 28],
        ["3", 6, 2, 14],
        ["4", 14, 2, 10],
        ["6", 16, 4, 5],
      ],
    );
  });

  it("is where a change of the image changes the output, with padding, stride, dilation and branches", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(1, 2, [3, 5], { padding: [1, 0], stride: [2, 1] }),
      new Residual(),
      new nn.Conv2d(2, 1, 3, { dilation: 2 }),
    );
    // Positive weights: nothing cancels, and no ReLU hides anything.
    noGrad(() => net.parameters().forEach((parameter) => parameter.fill_(0.1)));
    const size = [1, 19, 17];
    const layer = receptiveFieldPicture(net, { inputShape: size }).layers.at(-1);
    assert.ok(layer);
    const x = ones(1, ...size);
    x.requiresGrad = true;
    const [rows, columns] = layer.output;
    const [r, c] = [Math.floor((rows - 1) / 2), Math.floor((columns - 1) / 2)];
    net(x).at(0).at(0).at(r).at(c).backward();
    const felt = (x.grad?.at(0).at(0).toArray() ?? []) as number[][];
    const seen = felt.flatMap((row, i) => row.flatMap((value, j) => (value === 0 ? [] : [[i, j]])));
    const ends = (axis: 0 | 1) => [
      Math.min(...seen.map((at) => at[axis])),
      Math.max(...seen.map((at) => at[axis])),
    ];
    const clipped = ([0, 1] as const).map((axis) => [
      Math.max(0, layer.from[axis]),
      Math.min(size[axis + 1], layer.from[axis] + layer.field[axis]) - 1,
    ]);
    assert.deepEqual([ends(0), ends(1)], clipped);
  });

  it("leaves gradients and statistics alone, and ends where the whole image is looked at", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(1, 2, 3),
      new nn.BatchNorm2d(2),
      new nn.AdaptiveAvgPool2d(2),
      new nn.Conv2d(2, 2, 1),
    );
    const { layers } = receptiveFieldPicture(net, { inputShape: [1, 8, 8] });
    assert.deepEqual(
      layers.map(({ name }) => name),
      ["0"],
    );
    assert.ok(net.parameters().every((parameter) => parameter.gradient === null));
    assert.deepEqual(net[1].runningMean?.toArray(), [0, 0]);
  });

  it("says what is missing", () => {
    assert.throws(() => receptiveFieldPicture(lenet()), /begins with a Conv2d/);
    assert.throws(
      () => receptiveFieldPicture(new Tagger(), { inputShape: [5] }),
      /shape \(5,\); give that of one image/,
    );
    const linear = new nn.Linear(3, 3);
    assert.throws(
      () => receptiveFieldPicture(linear, { inputShape: [1, 3, 3] }),
      /no convolution or pool.*Linear/,
    );
  });
});

describe("unrolled", () => {
  it("says what a recurrent layer is made of, found within a model", () => {
    const picture = unrolledPicture(new Tagger(), { steps: 3 });
    const { type, name, inputSize, hiddenSize, layers, bothWays, steps, parameters } = picture;
    assert.deepEqual([type, name, inputSize, hiddenSize, layers, bothWays], ["LSTM", "rnn", 8, 6, 1, true]);
    assert.deepEqual(steps, [1, 2, 3]);
    assert.equal(parameters, 2 * (4 * 6 * 8 + 4 * 6 * 6 + 2 * 4 * 6));
    assert.equal(unrolledPicture(new nn.RNN(1, 1, { nonlinearity: "relu" })).activation, "relu");
  });

  it("says what is missing, and how many steps there may be", () => {
    assert.throws(() => unrolledPicture(lenet()), /no RNN, GRU or LSTM in this model of Conv2d/);
    assert.throws(() => unrolledPicture(new nn.RNN(1, 1), { steps: 13 }), /steps is 13/);
  });
});

describe("gradientsThroughTime", () => {
  it("is the product of the slopes: w to the power of the distance", () => {
    const rnn = new nn.RNN(1, 1, { nonlinearity: "relu", bias: false });
    const [input, hidden] = rnn.parameters();
    noGrad(() => {
      input.fill_(2);
      hidden.fill_(0.5);
    });
    const [{ name, y }] = gradientsThroughTimePicture(rnn, ones(4, 3, 1)).lines;
    assert.equal(name, "RNN");
    assert.deepEqual(finite(y), [0.25, 0.5, 1, 2]);
    noGrad(() => hidden.fill_(3));
    assert.deepEqual(finite(gradientsThroughTimePicture(rnn, ones(4, 1)).lines[0].y), [54, 18, 6, 2]);
  });

  it("compares several by name, with an embedding in front, and leaves their gradients alone", () => {
    const [tagger, gru] = [new Tagger(), new nn.GRU(3, 4, { batchFirst: true })];
    const picture = gradientsThroughTimePicture({ words: tagger }, zeros(2, 7).to("int64"));
    assert.deepEqual([picture.x, picture.lines[0].name], [[1, 2, 3, 4, 5, 6, 7], "words"]);
    assert.ok(finite(picture.lines[0].y).every((value) => value > 0));
    const two = gradientsThroughTimePicture({ a: gru, b: gru }, randn(2, 5, 3)).lines;
    assert.deepEqual(two[0].y, two[1].y);
    assert.ok(
      [...tagger.parameters(), ...gru.parameters()].every((parameter) => parameter.gradient === null),
    );
    assert.ok(tagger.training);
  });

  it("says what is missing", () => {
    assert.throws(
      () => gradientsThroughTimePicture(lenet(), zeros(1, 1, 28, 28)),
      /no RNN, GRU or LSTM.*Conv2d/,
    );
    assert.throws(() => gradientsThroughTimePicture({}, ones(1)), /give a model, or several by name/);
  });
});

describe("GradientNorms", () => {
  const before = host();
  afterEach(() => setHost(before));

  const train = async (callback: GradientNorms, net: ReturnType<typeof lenet>, epochs: number) =>
    fit(net, [randn(12, 1, 28, 28), randint(0, 10, [12])], {
      loss: "crossEntropy",
      epochs,
      batchSize: 4,
      optimizer: "sgd",
      verbose: 0,
      callbacks: [callback],
    });

  it("draws each layer's gradient while fit trains, and its last norms are those that are left", async () => {
    const shown: Picture[] = [];
    const port = { ended: false, update: (next: Picture) => void shown.push(next) };
    setHost({ ...before, showPicture: (picture) => (shown.push(picture), port) });
    const net = lenet();
    const norms = new GradientNorms(net, { every: 1 });
    await train(norms, net, 2);
    const picture = shown.at(-1);
    assert.ok(shown.length >= 2 && picture?.kind === "gradients");
    assert.deepEqual(picture.x, [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(
      picture.lines.map(({ name }) => name),
      ["0 Conv2d", "1 BatchNorm2d", "4 Conv2d", "8 Linear"],
    );
    const length = Math.hypot(
      ...net[8].parameters().flatMap((p) => (p.grad?.reshape(-1).toArray() ?? []) as number[]),
    );
    assert.ok(Math.abs((finite(picture.lines[3].y).at(-1) ?? NaN) - length) < 1e-5 * length);
  });

  it("looks at the first batch and at every tenth, and starts afresh with the next training", async () => {
    const net = lenet();
    const norms = new GradientNorms(net);
    await train(norms, net, 8);
    assert.deepEqual(norms.picture().x, [1, 10, 20]);
    await train(norms, net, 1);
    assert.deepEqual(norms.picture().x, [1]);
  });

  it("thins out what is too much to be seen", () => {
    const net = new nn.Linear(1, 1);
    const norms = new GradientNorms(net, { every: 1 });
    norms.onTrainBegin();
    for (let batch = 0; batch < 1000; batch++) norms.onBatchEnd();
    const { x, lines } = norms.picture();
    assert.ok(x.length <= 201 && x.length === lines[0].y.length);
    assert.deepEqual([x[0], x[1], x.at(-1)], [1, 8, 1000]);
  });

  it("refuses what is no model, and a distance that is none", () => {
    assert.throws(() => new GradientNorms(ones(1) as unknown as nn.Linear), /give a module/);
    assert.throws(() => new GradientNorms(new nn.Linear(1, 1), { every: 0 }), /every is 0/);
  });
});
