import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  data,
  manualSeed,
  matmul,
  nn,
  normal,
  optim,
  rand,
  tensor,
  type Tensor,
} from "../../../../engine/index.ts";
import { assertClose, golden } from "../golden.ts";
import { FashionMnist, installFashionMnist } from "./fashionMnist.ts";

interface Recorded {
  losses: number[];
  after: number[];
  weight?: number[];
  bias?: number[];
}

const recorded = golden<Recorded>("training");

/** The loss of every step is within 1e-4 of PyTorch's, and as many random numbers were drawn. */
function compare(name: string, losses: number[]): void {
  assertClose(losses, recorded[name].losses, { rtol: 1e-4, atol: 1e-7, what: "loss" });
  assert.deepEqual([...rand(2).toTypedArray()], recorded[name].after.map(Math.fround));
}

type Loss = (prediction: Tensor, target: Tensor) => Tensor;
type Trainer = Pick<optim.SGD, "zeroGrad" | "step">;

/** 200 steps in shuffled batches. */
function train(
  net: nn.Layer,
  loss: Loss,
  trainer: Trainer,
  set: data.Dataset<[Tensor, Tensor]>,
  batch: number,
) {
  const losses: number[] = [];
  while (losses.length < 200) {
    for (const [x, y] of new data.DataLoader(set, batch, { shuffle: true })) {
      const value = loss(net(x), y);
      trainer.zeroGrad();
      value.backward();
      trainer.step();
      losses.push(value.item());
      if (losses.length === 200) break;
    }
  }
  return losses;
}

function digits(): data.TensorDataset<[Tensor, Tensor]> {
  const text = gunzipSync(readFileSync("examples/data/digits.csv.gz")).toString();
  const rows = data.parseCsv(text, { header: false }).rows as number[][];
  const x = tensor(rows.map((row) => row.slice(0, 64))).div(16);
  return new data.TensorDataset<[Tensor, Tensor]>(x, tensor(rows.map((row) => row[64])).to("int32"));
}

describe("a whole training run of 200 steps gives PyTorch's losses", () => {
  it("linear regression with SGD", () => {
    manualSeed(1);
    const x = normal(0, 1, [1000, 2]);
    const y = matmul(x, tensor([2, -3.4])).add(4.2);
    y.add_(normal(0, 0.01, y.shape));
    const net = new nn.Sequential(new nn.Linear(2, 1));
    net[0].weight.data.normal_(0, 0.01);
    net[0].bias.data.fill_(0);
    const trainer = new optim.SGD(net.parameters(), { lr: 0.03 });
    const set = new data.TensorDataset<[Tensor, Tensor]>(x, y.reshape(-1, 1));
    compare("linear regression", train(net, new nn.MSELoss(), trainer, set, 10));
    assertClose(net[0].weight.toTypedArray(), recorded["linear regression"].weight ?? [], { rtol: 1e-5 });
    assertClose(net[0].bias.toTypedArray(), recorded["linear regression"].bias ?? [], { rtol: 1e-5 });
  });

  it("a multilayer perceptron with dropout and Adam", () => {
    manualSeed(2);
    const net = new nn.Sequential(
      new nn.Linear(64, 32),
      new nn.ReLU(),
      new nn.Dropout(0.2),
      new nn.Linear(32, 10),
    );
    const trainer = new optim.Adam(net.parameters(), { lr: 1e-3 });
    compare("mlp", train(net, new nn.CrossEntropyLoss(), trainer, digits(), 32));
  });

  it("softmax regression on Fashion-MNIST in shuffled minibatches of 256", function () {
    this.timeout(300_000);
    installFashionMnist();
    const set = new FashionMnist();
    manualSeed(4);
    const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 10));
    net.apply((m) => {
      if (m instanceof nn.Linear) nn.init.normal_(m.weight, { std: 0.01 });
    });
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    compare("fashion-mnist", train(net, new nn.CrossEntropyLoss(), trainer, set, 256));
  });

  it("softmax regression on small digits", () => {
    manualSeed(3);
    const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(64, 10));
    net.apply((m) => {
      if (m instanceof nn.Linear) nn.init.normal_(m.weight, { std: 0.01 });
    });
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    compare("softmax regression", train(net, new nn.CrossEntropyLoss(), trainer, digits(), 64));
  });
});
