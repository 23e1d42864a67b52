import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { estimateMemory, memory, nn, optim, rand, randint, type Tensor } from "../../../../engine/index.ts";
import type { Peak } from "./measurePeaks.ts";

/** What the engine's accounts gain while `body` runs; nothing is collected within one job. */
function gained(body: () => void): ReturnType<typeof memory> {
  const before = memory();
  body();
  const after = memory();
  for (const kind of Object.keys(after) as (keyof typeof after)[]) after[kind] -= before[kind];
  return after;
}

function within5Percent(actual: number, predicted: number, what: string): void {
  assert.ok(
    Math.abs(actual - predicted) <= 0.05 * actual,
    `${what}: ${actual} bytes, predicted ${predicted}`,
  );
}

const models: Record<string, () => nn.Layer> = {
  "a perceptron": () =>
    new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 256), new nn.ReLU(), new nn.Linear(256, 10)),
  "a deep network with dropout and batch norm": () =>
    new nn.Sequential(
      new nn.Flatten(),
      ...Array.from({ length: 4 }, (_, i) => [
        new nn.Linear(i === 0 ? 784 : 128, 128),
        new nn.BatchNorm1d(128),
        new nn.Tanh(),
        new nn.Dropout(0.3),
      ]).flat(),
      new nn.Linear(128, 10),
    ),
};

describe("estimateMemory", () => {
  // Of its own: what other suites have left would be given back amid a measurement.
  const before = context.backend;
  beforeEach(() => useBackend(jsBackend()));
  afterEach(() => useBackend(before));

  for (const [title, make] of Object.entries(models)) {
    for (const batchSize of [8, 100]) {
      it(`foresees a training step of ${title} with a batch of ${batchSize} within 5 %`, () => {
        let model: nn.Layer | undefined;
        const parameters = gained(() => (model = make())).parameter;
        assert.ok(model);
        const net = model;
        const trainer = new optim.Adam(net.parameters());
        const loss = new nn.CrossEntropyLoss();
        const { training } = estimateMemory(net, {
          batchSize,
          inputShape: [28, 28],
          optimizer: trainer,
          loss,
        });
        let [x, y, value]: (Tensor | undefined)[] = [];
        const input = gained(() => {
          x = rand(batchSize, 28, 28);
          y = randint(0, 10, [batchSize]);
        }).input;
        assert.ok(x && y);
        const batch = [x, y] as const;
        const { intermediate } = gained(() => (value = loss(net(batch[0]), batch[1])));
        const { gradient } = gained(() => value?.backward());
        const { optimiser } = gained(() => trainer.step());
        const actual = { parameter: parameters, gradient, optimiser, input, intermediate };
        for (const kind of Object.keys(actual) as (keyof typeof actual)[]) {
          within5Percent(actual[kind], training[kind], kind);
        }
      });
    }
  }

  it("foresees the fullest moment of training and of prediction on WebAssembly within 5 %", async function () {
    this.timeout(180_000);
    const program = fileURLToPath(
      new URL(`./measurePeaks${path.extname(fileURLToPath(import.meta.url))}`, import.meta.url),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    const peaks = JSON.parse(stdout) as Peak[];
    assert.equal(peaks.length, 10);
    for (const { model, what, measured, foreseen } of peaks) {
      const percent = ((100 * (foreseen - measured)) / measured).toFixed(1);
      console.log(
        `      ${what} of ${model}: ${measured} bytes at most, foreseen ${foreseen} (${percent} %)`,
      );
    }
    for (const { model, what, measured, foreseen } of peaks) {
      within5Percent(measured, foreseen, `${what} of ${model}`);
    }
  });

  it("counts the widest layer for a prediction", () => {
    const net = models["a perceptron"]();
    const { prediction } = estimateMemory(net, { batchSize: 50, inputShape: [784] });
    // The last layer's input and output, float32: the first is computed together with its rectifier.
    assert.equal(prediction.temporary, 50 * (256 + 10) * 4);
    assert.deepEqual([prediction.gradient, prediction.optimiser, prediction.intermediate], [0, 0, 0]);
  });

  it("leaves weights, running statistics, mode and random numbers as they were", () => {
    const net = models["a deep network with dropout and batch norm"]();
    net.eval();
    const before = new Map(Array.from(net.snapshot(), ([name, t]) => [name, t.toArray()]));
    estimateMemory(net, { batchSize: 8, inputShape: [784], optimizer: "adam", loss: "crossEntropy" });
    assert.deepEqual(new Map(Array.from(net.stateDict(), ([name, t]) => [name, t.toArray()])), before);
    assert.equal(net.training, false);
  });

  it("names the largest batch that fits", () => {
    const net = models["a perceptron"]();
    const estimate = estimateMemory(net, {
      batchSize: 1,
      inputShape: [784],
      optimizer: "adam",
      loss: "crossEntropy",
    });
    const limit = 64 * 1024 * 1024;
    const largest = estimate.largestBatch(limit);
    assert.ok(estimate.at(largest).training.total <= limit);
    assert.ok(estimate.at(largest + 1).training.total > limit);
    assert.equal(estimate.largestBatch(1000), 0);
  });

  it("prints a table", () => {
    const estimate = estimateMemory(new nn.Sequential(new nn.Linear(256, 1)), {
      batchSize: 4,
      inputShape: [256],
    });
    assert.match(String(estimate), /batch of 4 +training +prediction\nparameter +1\.0 KB +1\.0 KB/);
    assert.throws(
      () => estimateMemory(new nn.Sequential(), { batchSize: 0, inputShape: [1] }),
      /batchSize is 0; give a whole number/,
    );
  });
});
