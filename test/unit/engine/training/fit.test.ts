import assert from "node:assert/strict";
import {
  type Callback,
  data,
  EarlyStopping,
  evaluate,
  fit,
  historyOf,
  manualSeed,
  type MetricInput,
  nn,
  optim,
  predict,
  randn,
  tensor,
  type Tensor,
  TerminateOnNaN,
  zeros,
} from "../../../../engine/index.ts";
import { type ChartUpdate, host, type Host, setHost } from "../../../../engine/core/host.ts";

/** A regression that can be learned: y = 2x₁ − x₂ + 1 plus noise. */
function problem(n = 64, noise = 0.1): [Tensor, Tensor] {
  const x = randn(n, 2);
  const y = x
    .matmul(tensor([[2], [-1]]))
    .add(1)
    .add(randn(n, 1).mul(noise));
  return [x, y];
}

const model = () => new nn.Sequential(new nn.Linear(2, 1));

/** Validation losses that a script dictates: the run's own value is replaced. */
class Script implements Callback {
  readonly values: readonly number[];
  readonly marks: number[] = [];
  constructor(values: readonly number[]) {
    this.values = values;
  }
  /** Leaves a trace of the epoch in the weights. */
  onEpochEnd(epoch: number, logs: Record<string, number>): void {
    logs.valLoss = this.values[epoch - 1];
  }
}

describe("measuring and predicting", () => {
  it("put the mode of every layer back, a frozen one's too", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 4), new nn.BatchNorm1d(4), new nn.Linear(4, 1));
    net.train();
    net[1].eval();
    await evaluate(net, problem(), { loss: "mse" });
    predict(net, problem()[0]);
    assert.deepEqual(
      net.modules().map((module) => module.training),
      [true, true, false, true],
    );
  });

  it("predict nothing for no rows, in the model's shape, and refuse a batch of none", () => {
    const net = model();
    assert.deepEqual([...predict(net, zeros(0, 2)).shape], [0, 1]);
    for (const batchSize of [0, -1, NaN]) {
      assert.throws(() => predict(net, zeros(3, 2), { batchSize }), /predict: batchSize is .*at least 1/);
    }
  });
});

describe("fit", () => {
  let before: Host;
  let updates: ChartUpdate[];
  let interrupted: boolean;
  let acknowledged: number;

  beforeEach(() => {
    before = host();
    updates = [];
    interrupted = false;
    acknowledged = 0;
    setHost({
      ...before,
      openChart: () => ({ update: (update) => updates.push(update) }),
      interrupted: () => interrupted,
      acknowledgeInterrupt: () => {
        interrupted = false;
        acknowledged++;
      },
    });
    manualSeed(0);
  });
  afterEach(() => setHost(before));

  it("learns, and records every epoch of every series", async () => {
    const net = model();
    const [x, y] = problem();
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    const history = await fit(net, [x, y], {
      loss: "mse",
      optimizer: trainer,
      epochs: 20,
      batchSize: 16,
      validationSplit: 0.25,
      metrics: ["mae", "r2"],
      seed: 1,
    });
    assert.deepEqual(Object.keys(history.series), ["loss", "mae", "r2", "valLoss", "valMae", "valR2"]);
    assert.equal(history.epochs.length, 20);
    assert.equal(history.seed, 1);
    assert.equal(history.ended?.reason, "epochs");
    assert.ok(history.last("valLoss") < 0.02, String(history));
    assert.ok(history.last("valR2") > 0.99);
    assert.equal(net.training, false);
    const { loss, r2 } = await evaluate(net, [x, y], { loss: "mse", metrics: ["r2"] });
    assert.ok(loss < 0.02 && r2 > 0.99);
    assert.deepEqual([...predict(net, x, { batchSize: 10 }).shape], [64, 1]);
  });

  it("counts scores before a sigmoid as class 1 from 0 on", async () => {
    const net = new nn.Sequential(new nn.Linear(1, 1, { bias: false }));
    net[0].weight.data.fill_(0.1);
    const data: [Tensor, Tensor] = [tensor([[-1], [1], [2]]), tensor([[0], [1], [1]])];
    const metrics = ["accuracy"] as const;
    for (const loss of ["bceWithLogits", new nn.BCEWithLogitsLoss()] as const) {
      assert.equal((await evaluate(net, data, { loss, metrics })).accuracy, 1);
    }
    const loss = (p: Tensor, y: Tensor) => nn.functional.binaryCrossEntropy(p.sigmoid(), y);
    assert.equal((await evaluate(net, data, { loss, metrics })).accuracy, 1 / 3);
  });

  it("gives the same history with the same seed", async () => {
    const run = async () => {
      manualSeed(3);
      const data = problem();
      const net = new nn.Sequential(
        new nn.Linear(2, 8),
        new nn.ReLU(),
        new nn.Dropout(0.3),
        new nn.Linear(8, 1),
      );
      return (await fit(net, data, { loss: "mse", epochs: 4, seed: 5 })).series;
    };
    assert.deepEqual(await run(), await run());
  });

  it("takes validation data from the tail, before shuffling", async () => {
    const x = tensor([[0], [0], [0], [0], [0], [0], [7], [7]]);
    const seen = new Set<number>();
    const loss = (p: Tensor, y: Tensor) => {
      if (p.requiresGrad) for (const v of y.toTypedArray()) seen.add(v);
      return nn.functional.mseLoss(p, y);
    };
    await fit(new nn.Sequential(new nn.Linear(1, 1)), [x, x], { loss, epochs: 3, validationSplit: 0.25 });
    assert.deepEqual([...seen], [0]);
  });

  it("tells how many examples were held out, and how much the loss differs between examples", async () => {
    const { sampling } = await fit(model(), problem(40), {
      loss: "mse",
      epochs: 3,
      batchSize: 4,
      validation: problem(7),
    });
    assert.equal(sampling?.examples, 7);
    assert.ok((sampling.deviation ?? 0) > 0);
    assert.deepEqual(updates.findLast((update) => update.sampling)?.sampling, sampling);
    const whole = await fit(model(), problem(40), { loss: "mse", batchSize: 40, validation: problem(7) });
    assert.deepEqual(whole.sampling, { examples: 7, deviation: null });
    assert.equal((await fit(model(), problem(40), { loss: "mse" })).sampling, null);
  });

  it("draws every series, and the line of progress and of the end", async () => {
    await fit(model(), problem(), { loss: "mse", epochs: 2, validationSplit: 0.5, evaluateTrain: true });
    const points = updates.flatMap((update) => update.points);
    assert.deepEqual(
      points.filter((p) => p.x[0] === 2).map((p) => [p.name, p.role, p.metric]),
      [
        ["loss", "train", "loss"],
        ["valLoss", "validation", "loss"],
        ["trainLoss", "train", "loss"],
      ],
    );
    const last = updates.at(-1);
    assert.equal(last?.state, "finished");
    assert.match(last?.message ?? "", /^2 epochs · .* · loss \d/);
    assert.ok(updates.some((u) => /^Epoch 1\/2 · 1\/1 · loss/.test(u.message ?? "")));
  });

  it("restores the best weights when it stops early, and marks the epochs", async () => {
    const net = model();
    const weights: string[] = [];
    const trace: Callback = {
      onEpochEnd: () => void weights.push(String([...net.parameters()[0].toTypedArray()])),
    };
    const stopping = new EarlyStopping({ patience: 2, restoreBestWeights: true });
    const history = await fit(net, problem(), {
      loss: "mse",
      optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }),
      epochs: 10,
      validationSplit: 0.5,
      callbacks: [new Script([1, 0.9, 0.95, 0.96]), trace, stopping],
    });
    assert.equal(history.epochs.length, 4);
    assert.deepEqual(history.ended, { reason: "earlyStopping", message: "Epoch 4: early stopping" });
    assert.deepEqual(history.messages, ["Restoring model weights from the end of the best epoch: 2."]);
    assert.deepEqual(history.marks, { bestEpoch: 2, stoppedEpoch: 4, restoredEpoch: 2 });
    assert.equal(String([...net.parameters()[0].toTypedArray()]), weights[1]);
    assert.notEqual(weights[1], weights[3]);
    assert.deepEqual([stopping.bestEpoch, stopping.stoppedEpoch, stopping.best], [2, 4, 0.9]);
    assert.equal(updates.at(-1)?.state, "stopped");
  });

  it("restores the best weights when the epochs run out", async () => {
    const stopping = new EarlyStopping({ patience: 9, restoreBestWeights: true });
    const history = await fit(model(), problem(), {
      loss: "mse",
      epochs: 3,
      validationSplit: 0.5,
      callbacks: [new Script([1, 0.5, 0.7]), stopping],
    });
    assert.equal(history.marks.restoredEpoch, 2);
    assert.equal(history.ended?.reason, "epochs");
  });

  it("restores nothing when the warm-up is as long as the training", async () => {
    const history = await fit(model(), problem(), {
      loss: "mse",
      epochs: 3,
      validationSplit: 0.5,
      callbacks: [new EarlyStopping({ startFromEpoch: 3, restoreBestWeights: true })],
    });
    assert.deepEqual(history.marks, {});
  });

  it("starts afresh when one EarlyStopping serves a second training", async () => {
    const stopping = new EarlyStopping({ patience: 2 });
    const options = { loss: "mse", epochs: 3, validationSplit: 0.5, verbose: 0 } as const;
    await fit(model(), problem(), { ...options, callbacks: [new Script([1, 2, 3]), stopping] });
    assert.equal(stopping.stoppedEpoch, 3);
    await fit(model(), problem(), { ...options, callbacks: [new Script([5, 4, 3]), stopping] });
    assert.deepEqual([stopping.stoppedEpoch, stopping.best], [null, 3]);
  });

  it("says once which series there are when the watched one is not measured", async () => {
    const history = await fit(model(), problem(), {
      loss: "mse",
      epochs: 3,
      metrics: ["mae"],
      callbacks: [new EarlyStopping({ monitor: "valLoss" })],
    });
    assert.deepEqual(history.messages, [
      'EarlyStopping watches "valLoss", which is not measured; there are: loss, mae.',
    ]);
  });

  it("knows the direction of its own metrics, and refuses to guess that of others", async () => {
    const options = { loss: "mse", epochs: 1, verbose: 0 } as const;
    const kappa = (p: Tensor) => p.mean();
    const callbacks = [new EarlyStopping({ monitor: "kappa" })];
    await assert.rejects(
      fit(model(), problem(), { ...options, metrics: [kappa], callbacks }),
      /"kappa": is larger or smaller/,
    );
    await fit(model(), problem(), {
      ...options,
      metrics: ["r2"],
      callbacks: [new EarlyStopping({ monitor: "r2" })],
    });
    assert.throws(() => new EarlyStopping({ mode: "best" as never }), /mode "best" is none of/);
    assert.throws(() => new EarlyStopping({ patience: -1 }), /patience is -1/);
  });

  it("counts validations when it validates every second epoch", async () => {
    const history = await fit(model(), problem(), {
      loss: "mse",
      epochs: 5,
      validationSplit: 0.5,
      validationEvery: 2,
    });
    assert.deepEqual(history.get("valLoss").map(Number.isNaN), [true, false, true, false, false]);
  });

  it("ends at the first batch whose loss is not finite when told to", async () => {
    const net = model();
    const history = await fit(net, problem(), {
      loss: "mse",
      optimizer: new optim.SGD(net.parameters(), { lr: 1e20 }),
      epochs: 50,
      batchSize: 8,
      callbacks: [new TerminateOnNaN()],
    });
    assert.equal(history.ended?.reason, "nan");
    assert.match(
      history.ended?.message ?? "",
      /Epoch 1, batch \d: the loss is (NaN|Infinity); training ended/,
    );
  });

  it("keeps the history and restores the best weights when it is interrupted", async () => {
    const net = model();
    let best = "";
    const watch: Callback = {
      onEpochEnd(epoch) {
        if (epoch === 1) best = String([...net.parameters()[0].toTypedArray()]);
        if (epoch === 3) interrupted = true;
      },
    };
    const stopping = new EarlyStopping({ patience: 9, restoreBestWeights: true });
    const history = await fit(net, problem(), {
      loss: "mse",
      epochs: 100,
      validationSplit: 0.5,
      callbacks: [new Script([1, 2, 3]), stopping, watch],
    });
    assert.equal(history.epochs.length, 3);
    assert.equal(history.ended?.reason, "interrupted");
    assert.equal(acknowledged, 1);
    assert.equal(history.marks.restoredEpoch, 1);
    assert.equal(String([...net.parameters()[0].toTypedArray()]), best);
    assert.equal(updates.at(-1)?.state, "interrupted");
  });

  it("takes what a guard in the cell's own code throws for the interrupt that it is", async () => {
    let calls = 0;
    const loss = (p: Tensor, y: Tensor) => {
      interrupted = ++calls === 3;
      if (interrupted) throw new Error("stopped by a guard");
      return nn.functional.mseLoss(p, y);
    };
    const history = await fit(model(), problem(), { loss, epochs: 9, batchSize: 64 });
    assert.deepEqual([history.epochs.length, history.ended?.reason, acknowledged], [2, "interrupted", 1]);
    const failing = () => {
      throw new Error("a real failure");
    };
    await assert.rejects(fit(model(), problem(), { loss: failing }), /a real failure/);
  });

  describe("after an interrupt in the same run", () => {
    let once: boolean;
    beforeEach(() => {
      once = false;
      setHost({
        ...host(),
        acknowledgeInterrupt() {
          interrupted = false;
          once = true;
        },
        wasInterrupted: () => once,
      });
    });
    const stopAt = (n: number): Callback => ({ onEpochEnd: (epoch) => void (interrupted = epoch === n) });

    it("begins no other training: moves no weight, opens no chart, keeps the history of the last", async () => {
      const net = model();
      const loss = "mse";
      const history = await fit(net, problem(), { loss, epochs: 9, callbacks: [stopAt(2)] });
      assert.deepEqual([history.epochs.length, history.ended?.reason], [2, "interrupted"]);
      const [weights, drawn] = [String([...net.parameters()[0].toTypedArray()]), updates.length];
      await assert.rejects(fit(net, problem(), { loss }), {
        name: "InterruptedError",
        message: /fit does not begin another training/,
      });
      assert.equal(String([...net.parameters()[0].toTypedArray()]), weights);
      assert.equal(updates.length, drawn);
      assert.equal(historyOf(net), history);
      once = false;
      assert.equal((await fit(net, problem(), { loss, epochs: 3 })).epochs.length, 3);
    });

    it("ends the trainings beside it too, in the same good order", async () => {
      const nets = [model(), model()];
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const waits: Callback = { onEpochEnd: (epoch) => (epoch === 2 ? gate : undefined) };
      const stops: Callback = { onTrainEnd: () => open() };
      const [first, second] = await Promise.all([
        fit(nets[0], problem(), { loss: "mse", epochs: 9, callbacks: [stopAt(3), stops] }),
        fit(nets[1], problem(), { loss: "mse", epochs: 9, callbacks: [waits] }),
      ]);
      assert.deepEqual([first.epochs.length, first.ended?.reason], [3, "interrupted"]);
      assert.deepEqual([second.epochs.length, second.ended?.reason], [2, "interrupted"]);
    });
  });

  it("lets others run while it trains", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const slow: Callback = {
      onBatchEnd() {
        const until = performance.now() + 5;
        while (performance.now() < until);
      },
    };
    await fit(model(), problem(), { loss: "mse", epochs: 5, batchSize: 8, callbacks: [slow] });
    clearInterval(timer);
    assert.ok(turns >= 3, `${turns} turns`);
  });

  it("shows a failure on the chart and throws it", async () => {
    const wrong = new nn.Sequential(new nn.Linear(3, 1));
    await assert.rejects(fit(wrong, problem(), { loss: "mse" }), /Linear: the input has shape \(32, 2\)/);
    assert.equal(updates.at(-1)?.state, "failed");
  });

  it("refuses data that are none, and data without one batch", async () => {
    const [x, y] = problem();
    const loss = "mse";
    const on = (given: unknown, options: object = {}) => fit(model(), given as never, { loss, ...options });
    await assert.rejects(on([[[1, 2]], [[1]]]), /fit: a tensor is expected where an array was given/);
    await assert.rejects(on([x]), /two tensors, \[x, y\]; 1 were given/);
    for (const other of [x, { x, y }, [x, y].values(), undefined]) {
      await assert.rejects(on(other), /fit: the data are two tensors, \[x, y\], a data set or a DataLoader/);
    }
    const none: [Tensor, Tensor] = [zeros(0, 2), zeros(0, 1)];
    const few = new data.DataLoader(new data.TensorDataset(x, y), 100, { dropLast: true });
    await assert.rejects(on(none), /fit: there is no batch in the data, which have 0 examples\./);
    await assert.rejects(on([x, y], { validation: none }), /fit: there is no batch in the data/);
    await assert.rejects(on(few), /which have 64 examples: dropLast leaves out a batch of fewer than 100/);
    await assert.rejects(evaluate(model(), none, { loss }), /^RangeError: evaluate: there is no batch/);
  });

  it("says what is wrong with a loss or a metric of the person's own", async () => {
    const run = (metrics: unknown) =>
      fit(model(), problem(), { loss: "mse", metrics: metrics as readonly MetricInput[] });
    const distance = (p: Tensor, y: Tensor) => p.sub(y).abs();
    await assert.rejects(
      run([distance]),
      /The metric "distance" is a tensor of shape \(32, 1\); .*\.mean\(\)/,
    );
    const later = () => Promise.resolve(1);
    await assert.rejects(run([later]), /The metric "later" is a promise .*without async/);
    const nothing = () => undefined;
    await assert.rejects(run([nothing]), /The metric "nothing" is undefined; a number/);
    const loss = () => 1;
    await assert.rejects(run([loss]), /two series would be named "loss"/);
    await assert.rejects(run(["mae", "mae"]), /two series would be named "mae"/);
    await assert.rejects(
      fit(model(), problem(), { loss: loss as never }),
      /the loss returned the number 1; it must be a tensor/,
    );
  });

  it("opens no chart and keeps the last history when the call does not fit together", async () => {
    const net = model();
    const history = await fit(net, problem(), { loss: "mse", epochs: 1, verbose: 0 });
    let charts = 0;
    setHost({ ...host(), openChart: () => (charts++, { update: () => undefined }) });
    const wrong: object[] = [
      { loss: "rms" },
      { optimizer: "sdg" },
      { batchSize: 0 },
      { callbacks: [EarlyStopping] },
      { callbacks: [null] },
    ];
    for (const options of wrong) {
      await assert.rejects(
        fit(net, problem(), { loss: "mse", ...options } as never),
        /no loss|no optimizer|batchSize is 0|fit: a callback is not an object; did you forget "new"/,
      );
    }
    for (const options of [undefined, null, {}, { loss: undefined }])
      await assert.rejects(
        fit(net, problem(), options as never),
        /^TypeError: fit: there is no loss; give one/,
      );
    assert.deepEqual([charts, historyOf(net)], [0, history]);
  });

  it("ends in order when a callback fails before the first epoch", async () => {
    const calls: string[] = [];
    const watch: Callback = {
      onTrainBegin: () => void calls.push("begin"),
      onTrainEnd: () => void calls.push("end"),
    };
    const failing: Callback = {
      onTrainBegin() {
        throw new Error("not now");
      },
    };
    const net = model();
    const callbacks = [watch, failing, watch];
    await assert.rejects(fit(net, problem(), { loss: "mse", callbacks }), /not now/);
    assert.deepEqual(calls, ["begin", "end"]);
    assert.deepEqual([net.training, historyOf(net)?.ended?.reason], [false, "failed"]);
    assert.deepEqual([updates.at(-1)?.state, updates.at(-1)?.message], ["failed", "not now"]);
  });

  it("refuses options that do not fit together", async () => {
    const [x, y] = problem();
    const loss = "mse";
    await assert.rejects(
      fit(model(), [x, y], { loss, validation: [x, y], validationSplit: 0.5 }),
      /not both/,
    );
    await assert.rejects(fit(model(), [x, y], { loss, validationSplit: 1 }), /leaves a part empty/);
    await assert.rejects(fit(model(), [x, y], { loss: "rms" as never }), /there is no loss "rms"/);
    await assert.rejects(fit(model(), [x, y], { loss, metrics: ["f1" as never] }), /there is no metric "f1"/);
    await assert.rejects(fit(model(), [x, y], { loss, epochs: 1.5 }), /epochs is 1.5/);
    for (const validationEvery of [0, -1, 1.5, NaN]) {
      const every = { loss, validation: [x, y], validationEvery } as const;
      await assert.rejects(fit(model(), [x, y], every), /validationEvery is .*; give a whole number/);
    }
  });
});
