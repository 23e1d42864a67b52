import assert from "node:assert/strict";
import {
  findLearningRate,
  fit,
  learningCurve,
  manualSeed,
  nn,
  optim,
  randn,
} from "../../../../engine/index.ts";

describe("findLearningRate", () => {
  manualSeed(2);
  const x = randn(256, 2);
  const y = x.sum(1, true);

  it("suggests a rate at which the loss falls, and leaves all as it was", async () => {
    manualSeed(3);
    const net = new nn.Sequential(
      new nn.Linear(2, 8),
      new nn.BatchNorm1d(8),
      new nn.ReLU(),
      new nn.Linear(8, 1),
    );
    const trainer = new optim.Adam(net.parameters(), { lr: 0.004 });
    await fit(net, [x, y], { loss: "mse", optimizer: trainer, epochs: 1, verbose: 0 });
    net.eval();
    const before = new Map(Array.from(net.stateDict(), ([name, value]) => [name, value.toArray()]));
    const state = JSON.stringify(trainer.stateDict(), (_, value: unknown) =>
      value instanceof Object && "toArray" in value ? (value as { toArray(): unknown }).toArray() : value,
    );
    manualSeed(9);
    const expected = randn(2).toArray();
    manualSeed(9);
    const found = await findLearningRate(net, [x, y], { loss: "mse", optimizer: trainer });
    assert.ok(found.suggestion > 1e-5 && found.suggestion < 5, `${found.suggestion}`);
    assert.ok(found.rates.every((rate, i) => i === 0 || rate > (found.rates[i - 1] ?? 0)));
    for (const [name, value] of net.stateDict()) assert.deepEqual(value.toArray(), before.get(name), name);
    assert.equal(
      JSON.stringify(trainer.stateDict(), (_, value: unknown) =>
        value instanceof Object && "toArray" in value ? (value as { toArray(): unknown }).toArray() : value,
      ),
      state,
    );
    assert.deepEqual(randn(2).toArray(), expected, "random numbers go on as before");
    assert.equal(trainer.paramGroups[0]?.lr, 0.004);
    assert.equal(net.training, false);
    assert.match(String(found), /suggested learning rate/);
    assert.equal(found.picture().panels[0]?.xScale, "log");
  });

  it("ends when the loss blows up, also where it is NaN, and puts the weights back", async () => {
    const net = new nn.Linear(2, 1);
    const weights = net.weight.toArray();
    const found = await findLearningRate(net, [x, y], { loss: "mse", optimizer: "sgd", to: 1e6, steps: 60 });
    assert.ok(found.rates.length < 60);
    assert.deepEqual(net.weight.toArray(), weights);
    const broken = await findLearningRate(net, [x, y.mul(NaN)], { loss: "mse" });
    assert.ok(Number.isNaN(broken.suggestion));
    assert.equal(JSON.stringify(broken.picture()).includes("NaN,"), false);
  });

  it("puts the weights back when the loss throws", async () => {
    const net = new nn.Linear(2, 1);
    const weights = net.weight.toArray();
    let calls = 0;
    const loss = (): never => {
      calls++;
      throw new Error("no loss");
    };
    await assert.rejects(findLearningRate(net, [x, y], { loss }), /no loss/);
    assert.equal(calls, 1);
    assert.deepEqual(net.weight.toArray(), weights);
  });

  it("goes through short data again, and refuses rates that do not grow", async () => {
    const net = new nn.Linear(2, 1);
    const found = await findLearningRate(net, [x.get("0:4"), y.get("0:4")], {
      loss: "mse",
      steps: 20,
      to: 1e-3,
    });
    assert.equal(found.rates.length, 20);
    await assert.rejects(
      findLearningRate(net, [x, y], { loss: "mse", from: 1, to: 0.1 }),
      /the smaller first/,
    );
    await assert.rejects(findLearningRate(net, [x, y], { loss: "mse", steps: 3 }), /at least 10/);
    await assert.rejects(findLearningRate(net, [x, y], {} as { loss: "mse" }), /there is no loss/);
  });
});

describe("learningCurve", () => {
  it("trains a new model on each part, and measures both losses", async () => {
    manualSeed(4);
    const x = randn(60, 3);
    const y = x.sum(1, true).add(randn(60, 1).mul(0.1));
    let made = 0;
    const makeModel = (): nn.Linear => (made++, new nn.Linear(3, 1));
    const curve = await learningCurve(makeModel, [x.get("0:40"), y.get("0:40")], {
      loss: "mse",
      optimizer: "adam",
      epochs: 2,
      sizes: [0.1, 10, 40],
      validation: [x.get("40:"), y.get("40:")],
    });
    assert.deepEqual(curve.sizes, [4, 10, 40]);
    assert.equal(made, 3);
    assert.equal(curve.valLoss.length, 3);
    assert.match(String(curve), /examples/);
    const options = { loss: "mse", validation: [x, y] } as const;
    await assert.rejects(learningCurve(makeModel, [x, y], { ...options, sizes: [0.5, 0.2] }), /increase/);
    await assert.rejects(learningCurve(makeModel, [x, y], { ...options, sizes: [61] }), /60 examples/);
    const missing = { loss: "mse" } as unknown as typeof options;
    await assert.rejects(learningCurve(makeModel, [x, y], missing), /validation/);
  });
});
