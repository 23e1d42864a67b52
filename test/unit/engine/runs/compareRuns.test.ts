import assert from "node:assert/strict";
import {
  compareRuns,
  EarlyStopping,
  fit,
  History,
  manualSeed,
  nn,
  optim,
  randn,
  setHost,
  tensor,
  type RunSummary,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import { runsText } from "../../../../engine/payload/runs/runs.ts";
import { forgetRuns } from "../../../../engine/runs/remembered.ts";

const quiet = host();

describe("runs", () => {
  const told: RunSummary[] = [];
  const x = randn(40, 2);
  const y = x.sum(1, true);
  beforeEach(() => {
    told.length = 0;
    forgetRuns();
    setHost({ ...quiet, remembersRun: (run) => told.push(run) });
    manualSeed(1);
  });
  afterEach(() => setHost(quiet));

  const train = (options: object = {}): Promise<History> => {
    const net = new nn.Linear(2, 1);
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.5 });
    return fit(net, [x, y], { loss: "mse", optimizer, epochs: 4, verbose: 0, ...options });
  };

  it("are remembered with what they were given, and what came of it", async () => {
    await train({ name: "first", validationSplit: 0.25, seed: 7, batchSize: 8 });
    const [run = assert.fail()] = told;
    assert.equal(run.name, "first");
    assert.match(run.model, /Linear/);
    const { lr, momentum, optimizer, loss, batchSize, seed, epochs, parameters } = run.settings;
    assert.deepEqual(
      { lr, momentum, optimizer, loss, batchSize, seed, epochs, parameters },
      {
        lr: 0.05,
        momentum: 0.5,
        optimizer: "SGD",
        loss: "mse",
        batchSize: 8,
        seed: 7,
        epochs: 4,
        parameters: 3,
      },
    );
    assert.deepEqual(run.epochs, [1, 2, 3, 4]);
    assert.equal(run.series["valLoss"]?.length, 4);
    assert.equal(run.results["valLoss"]?.direction, "min");
    assert.equal(run.ended, "epochs");
    assert.match(run.code, /new optim\.SGD\(net\.parameters\(\), \{ lr: 0\.05, momentum: 0\.5 \}\)/);
    assert.match(run.code, /seed: 7/);
  });

  it("keep the learning rate that they began with, whatever a schedule makes of it", async () => {
    const net = new nn.Linear(2, 1);
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.05 });
    const callback = { onEpochEnd: (): void => void (optimizer.paramGroups[0].lr = 0.001) };
    await fit(net, [x, y], { loss: "mse", optimizer, epochs: 2, verbose: 0, callbacks: [callback] });
    assert.equal(told[0]?.settings["lr"], 0.05);
  });

  it("are remembered when they fail, are stopped early, or have one epoch or none", async () => {
    const failing = {
      onEpochEnd: (): void => {
        throw new Error("no more");
      },
    };
    await assert.rejects(train({ callbacks: [failing] }), /no more/);
    assert.equal(told[0]?.ended, "failed");
    assert.equal(told[0]?.message, "no more");
    await train({
      epochs: 50,
      validationSplit: 0.25,
      callbacks: [new EarlyStopping({ patience: 1, minDelta: 10 })],
    });
    assert.equal(told[1]?.ended, "earlyStopping");
    await train({ epochs: 1 });
    await train({ epochs: 0 });
    assert.deepEqual(told[3]?.results, {});
    const { runs } = compareRuns();
    assert.equal(runs.length, 4);
    assert.equal(runs.at(-1)?.name, told[3]?.name, "the one without a number is last");
  });

  it("are compared by what differs, the best first", async () => {
    for (const lr of [0.001, 0.1, 0.01]) {
      manualSeed(1);
      const net = new nn.Linear(2, 1);
      await fit(net, [x, y], {
        loss: "mse",
        optimizer: new optim.SGD(net.parameters(), { lr }),
        epochs: 5,
        verbose: 0,
        seed: 1,
        name: `lr ${lr}`,
      });
    }
    const comparison = compareRuns();
    assert.deepEqual(
      comparison.runs.map(({ name }) => name),
      ["lr 0.1", "lr 0.01", "lr 0.001"],
    );
    assert.deepEqual(comparison.differing, ["lr"]);
    assert.equal(comparison.metric, "loss");
    assert.equal(comparison.best.name, "lr 0.1");
    assert.match(String(comparison), /^3 runs, the best loss first\nrun/);
    assert.equal(compareRuns({ last: 2 }).runs.length, 2);
    assert.equal(compareRuns({ startsWith: "lr 0.0" }).runs.length, 2);
  });

  it("take the names that they are given, and tell those of one name apart", async () => {
    const [h1, h2] = [await train({ name: "same" }), await train({ name: "same" })];
    assert.deepEqual(
      compareRuns({ adam: h1, sgd: h2 })
        .runs.map(({ name }) => name)
        .sort(),
      ["adam", "sgd"],
    );
    assert.deepEqual(
      compareRuns([h1, h2])
        .runs.map(({ name }) => name)
        .sort(),
      ["same", "same (2)"],
    );
    const foreign = new History();
    foreign.add(1, { loss: 0.5, accuracy: 0.9 }, 0.1);
    const { runs } = compareRuns({ mine: h1, theirs: foreign });
    assert.ok(
      runs.some(({ name, results }) => name === "theirs" && results["accuracy"]?.direction === "max"),
    );
  });

  it("that diverged come last, and NaN is nobody's best", async () => {
    const net = new nn.Linear(2, 1);
    await fit(net, [x, y], {
      loss: "mse",
      optimizer: new optim.SGD(net.parameters(), { lr: 1e20 }),
      epochs: 6,
      verbose: 0,
      name: "wild",
    });
    await train({ name: "calm" });
    const { runs } = compareRuns();
    assert.deepEqual(
      runs.map(({ name }) => name),
      ["calm", "wild"],
    );
    assert.equal(JSON.stringify(runs).includes("NaN"), false);
  });

  it("where a metric is missing in some are compared all the same, and come last", async () => {
    const target = tensor(Array.from({ length: 40 }, (_, i) => i % 2));
    const net = new nn.Linear(2, 2);
    await fit(net, [x, target], {
      loss: "crossEntropy",
      metrics: ["accuracy"],
      epochs: 2,
      verbose: 0,
      name: "classes",
    });
    await train({ name: "numbers" });
    const comparison = compareRuns({ metric: "accuracy" });
    assert.deepEqual(
      comparison.runs.map(({ name }) => name),
      ["classes", "numbers"],
    );
    assert.throws(() => compareRuns({ metric: "f1" }), /no run has the series "f1"; there are/);
  });

  it("with different loss functions say that these numbers do not compare", async () => {
    await train({ name: "squared" });
    const same = compareRuns();
    await train({ name: "absolute", loss: "mae" });
    assert.ok(!runsText(same.picture()).includes("do not compare"));
    assert.match(
      runsText(compareRuns().picture()),
      /These losses are of different functions and do not compare/,
    );
  });

  it("of ten thousand epochs are kept in a few hundred points, with both ends", async () => {
    const history = new History();
    for (let epoch = 1; epoch <= 10_000; epoch++) history.add(epoch, { loss: 1 / epoch }, 0);
    const net = new nn.Linear(2, 1);
    await fit(net, [x, y], { loss: "mse", history, epochs: 10_001, verbose: 0 });
    const [run = assert.fail()] = told;
    assert.ok(run.epochs.length <= 300);
    assert.deepEqual([run.epochs[0], run.epochs.at(-1)], [1, 10_001]);
    assert.ok(JSON.stringify(run).length < 20_000);
  });

  it("need at least one, and histories", () => {
    assert.throws(() => compareRuns(), /no run yet/);
    assert.throws(() => compareRuns({ a: 1 } as object), /option/);
    assert.throws(() => compareRuns(["a"] as unknown as History[]), /give histories/);
    assert.throws(() => compareRuns({ last: 0 }), /at least 1/);
  });
});
