import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { data, manualSeed, nn, optim, rand, tensor, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden } from "../golden.ts";

const { functional: F } = nn;
const recorded = golden<{ losses: number[]; after: number[] }>("imageTraining");

function digits(): [x: Tensor, y: Tensor] {
  const text = gunzipSync(readFileSync("examples/data/digits.csv.gz")).toString();
  const rows = data.parseCsv(text, { header: false }).rows as number[][];
  const x = tensor(rows.map((row) => row.slice(0, 64))).div(16);
  return [x.reshape(-1, 1, 8, 8), tensor(rows.map((row) => row[64])).to("int32")];
}

/** 200 steps in shuffled batches, each within `rtol` of PyTorch's loss. */
function train(
  name: string,
  net: nn.Layer,
  set: [Tensor, Tensor],
  lr: number,
  batch: number,
  rtol: number,
): void {
  const trainer = new optim.SGD(net.parameters(), { lr });
  const loss = new nn.CrossEntropyLoss();
  const losses: number[] = [];
  while (losses.length < 200) {
    const batches = new data.DataLoader(new data.TensorDataset<[Tensor, Tensor]>(...set), batch, {
      shuffle: true,
    });
    for (const [x, y] of batches) {
      const value = loss(net(x), y);
      trainer.zeroGrad();
      value.backward();
      trainer.step();
      losses.push(value.item());
      if (losses.length === 200) break;
    }
  }
  assertClose(losses, recorded[name].losses, { rtol, atol: 1e-7, what: "loss" });
  assert.deepEqual([...rand(2).toTypedArray()], recorded[name].after.map(Math.fround));
}

class Residual extends nn.Module {
  conv1: nn.Conv2d;
  conv2: nn.Conv2d;
  conv3: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  bn2: nn.BatchNorm2d;

  constructor(inputs: number, outputs: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1 });
    this.conv2 = new nn.Conv2d(outputs, outputs, 3, { padding: 1 });
    this.conv3 = new nn.Conv2d(inputs, outputs, 1, { stride });
    this.bn1 = new nn.BatchNorm2d(outputs);
    this.bn2 = new nn.BatchNorm2d(outputs);
  }

  forward(x: Tensor): Tensor {
    const y = F.relu(this.bn1(this.conv1(x)));
    return F.relu(this.bn2(this.conv2(y)).add(this.conv3(x)));
  }
}

describe("a training run of 200 steps of a convolutional network gives PyTorch's losses", function () {
  this.timeout(300_000);

  it("LeNet on 28 × 28 in batches of 256", () => {
    manualSeed(7);
    const [x, y] = digits();
    const net = new nn.Sequential(
      new nn.Conv2d(1, 6, 5, { padding: 2 }),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2, 2),
      new nn.Conv2d(6, 16, 5),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2, 2),
      new nn.Flatten(),
      new nn.Linear(400, 120),
      new nn.Sigmoid(),
      new nn.Linear(120, 84),
      new nn.Sigmoid(),
      new nn.Linear(84, 10),
    );
    net.apply((m) => {
      if (m instanceof nn.Linear || m instanceof nn.Conv2d) nn.init.xavierUniform_(m.weight);
    });
    train("lenet", net, [F.pad(x, [10, 10, 10, 10]), y], 0.9, 256, 1e-4);
  });

  /** Residual blocks with batch normalisation, as they begin. */
  function residual(): nn.Layer {
    manualSeed(8);
    return new nn.Sequential(
      new nn.Conv2d(1, 8, 3, { padding: 1 }),
      new nn.BatchNorm2d(8),
      new nn.ReLU(),
      new Residual(8, 8, 1),
      new Residual(8, 16, 2),
      new nn.AdaptiveAvgPool2d([1, 1]),
      new nn.Flatten(),
      new nn.Linear(16, 10),
    );
  }

  it("residual blocks with batch normalisation, in float64", () => {
    const [x, y] = digits();
    const net = residual();
    for (const parameter of net.parameters()) parameter.data = parameter.data.to("float64");
    net.apply((m) => {
      if (!(m instanceof nn.BatchNorm2d) || !m.runningMean || !m.runningVar) return;
      [m.runningMean, m.runningVar] = [m.runningMean.to("float64"), m.runningVar.to("float64")];
    });
    train("resnetFloat64", net, [x.to("float64"), y], 0.01, 64, 1e-8);
  });

  it("residual blocks with batch normalisation, in float32", () => {
    // PyTorch's losses in float32 are up to 7e-4 away from its own in float64, and 5e-4 from those of its other kernels for
    // convolutions: rounding grows here. The run in float64 shows that nothing else does.
    train("resnet", residual(), digits(), 0.01, 64, 1e-3);
  });
});
