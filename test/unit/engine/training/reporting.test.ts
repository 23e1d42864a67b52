import assert from "node:assert/strict";
import { inspect } from "node:util";
import { EarlyStopping, fit, History, liveChart, nn, tensor } from "../../../../engine/index.ts";
import { host, setHost, type ChartUpdate } from "../../../../engine/core/host.ts";
import { curveName } from "../../../../engine/training/progress/liveChart.ts";
import { toMetric, type MetricInput } from "../../../../engine/training/metrics/metrics.ts";
import { LossScatter } from "../../../../engine/training/metrics/lossScatter.ts";
import { Pace } from "../../../../engine/training/progress/pace.ts";
import { duration, progressLine, summaryLine } from "../../../../engine/training/progress/progressLine.ts";
import { assertClose } from "../golden.ts";

describe("History", () => {
  it("keeps one value per epoch and series, NaN where nothing was measured", () => {
    const history = new History(7);
    history.add(1, { loss: 0.5 }, 0.1);
    history.add(2, { loss: 0.25, valLoss: 1 }, 0.1);
    assert.deepEqual(history.series, { loss: [0.5, 0.25], valLoss: [NaN, 1] });
    assert.deepEqual([history.last("valLoss"), history.last("other"), history.seed], [1, NaN, 7]);
    assert.throws(() => history.get("accuracy"), /no series "accuracy"; there are loss, valLoss/);
  });

  it("prints as a table that says why training ended, the middle of a long run left out", () => {
    const history = new History();
    for (let epoch = 1; epoch <= 30; epoch++) history.add(epoch, { loss: 1 / epoch }, 0.5);
    history.ended = { reason: "epochs", message: "All 30 epochs are done." };
    const lines = inspect(history).split("\n");
    assert.equal(lines.length, 1 + 6 + 1 + 6 + 1);
    assert.equal(lines[0], "epoch    loss  seconds");
    assert.equal(lines[1], "    1  1.0000     0.50");
    assert.equal(lines[7].trim(), "…");
    assert.equal(lines[13], "   30  0.0333     0.50");
    assert.equal(lines[14], "All 30 epochs are done.");
  });
});

describe("liveChart", () => {
  it("adds points, marks, says and finishes through the host", () => {
    const before = host();
    const updates: ChartUpdate[] = [];
    const opened: unknown[] = [];
    setHost({
      ...before,
      openChart: (options) => {
        opened.push(options);
        return { update: (update) => updates.push(update) };
      },
    });
    const chart = liveChart({ title: "by hand", epochs: 3 });
    chart.add(1, { loss: tensor(0.5), valLoss: 2 });
    for (const epoch of [NaN, Infinity, "1" as never]) {
      assert.throws(() => chart.add(epoch, { loss: 1 }), /The epoch of a chart's point is .*; give a number/);
    }
    const values = { loss: 1, valLoss: undefined } as never;
    assert.throws(() => chart.add(1, values), /valLoss is undefined; a number, or a tensor with one element/);
    chart.mark({ bestEpoch: 1 });
    chart.say("on the way");
    chart.finish("done");
    setHost(before);
    assert.deepEqual(opened, [{ title: "by hand", epochs: 3 }]);
    assert.deepEqual(updates, [
      {
        points: [
          { name: "loss", role: "train", metric: "loss", x: [1], y: [0.5] },
          { name: "valLoss", role: "validation", metric: "loss", x: [1], y: [2] },
        ],
      },
      { points: [], marks: { bestEpoch: 1 } },
      { points: [], message: "on the way" },
      { points: [], state: "finished", message: "done" },
    ]);
  });

  it("knows a validation curve by its name, in our words and in the book's", () => {
    assert.deepEqual(curveName("valAccuracy"), {
      name: "valAccuracy",
      role: "validation",
      metric: "accuracy",
    });
    assert.deepEqual(curveName("test acc"), { name: "test acc", role: "validation", metric: "acc" });
    assert.deepEqual(curveName("train loss"), { name: "train loss", role: "train", metric: "loss" });
    assert.deepEqual(curveName("value"), { name: "value", role: "train", metric: "value" });
  });
});

describe("the pace of a training", () => {
  /** A pace after intervals of so many seconds, ten steps each. */
  const after = (seconds: readonly number[], fewest = 5) => {
    const pace = new Pace(100, fewest);
    let now = 100;
    seconds.forEach((took, i) => pace.mark(10 * (i + 1), (now += took)));
    return pace.step();
  };
  const steady = [1, 1.1, 0.9, 1, 1.05];

  it("is not told from the first steps, in which all is cold", () => {
    assert.equal(after([60]), null);
    assert.equal(after([60, ...steady.slice(0, 4)]), null);
    assert.equal(after([60, ...steady]), 0.1);
  });

  it("is not told while it differs much from one interval to the next", () => {
    assert.equal(after([60, 1, 4, 0.5, 9, 2]), null);
    assert.equal(after([60, 1, 4, 0.5, 9, 2, ...Array<number>(15).fill(1)]), 0.1);
  });

  it("is that of the last intervals, a pause left out", () => {
    assert.equal(after([60, ...steady, ...Array<number>(15).fill(2), 90]), 0.2);
  });

  it("joins intervals that are too short to be measured", () => {
    assert.equal(after(Array<number>(17).fill(0.04)), null);
    const pace = after(Array<number>(18).fill(0.04)) ?? NaN;
    assert.ok(Math.abs(pace - 0.004) < 1e-9, String(pace));
  });
});

describe("the scatter of a loss between examples", () => {
  it("is told from the losses of batches, whatever their size", () => {
    const scatter = new LossScatter();
    assert.equal(scatter.deviation(), null);
    for (const loss of [1, 3]) scatter.add(loss, 8);
    scatter.endEpoch();
    // Means of 8 with variance 2: examples vary eight times as much.
    assert.equal(scatter.deviation(), 4);
    for (const loss of [2, 2]) scatter.add(loss, 8);
    scatter.endEpoch();
    assert.equal(scatter.deviation(), Math.sqrt(8));
  });

  it("is not known from one batch, nor where a loss was no number", () => {
    const scatter = new LossScatter();
    scatter.add(1, 8);
    scatter.endEpoch();
    assert.equal(scatter.deviation(), null);
    for (const loss of [1, NaN]) scatter.add(loss, 8);
    scatter.endEpoch();
    assert.equal(scatter.deviation(), null);
  });
});

describe("the line of progress", () => {
  it("says where training is, how fast, and how long it will take", () => {
    const line = progressLine({
      epoch: 3,
      epochs: 20,
      batch: 12,
      batches: 50,
      step: 0.01,
      left: 8.9,
      values: { loss: 0.34567 },
    });
    assert.equal(line, "Epoch 3/20 · 12/50 · 10 ms/step · ETA 0:09 · loss 0.3457");
  });

  it("says nothing of speed while it is not known", () => {
    const place = { epoch: 1, epochs: 2, batch: 0, batches: 5 };
    const line = progressLine({ ...place, step: null, left: null, values: {} });
    assert.equal(line, "Epoch 1/2 · 0/5");
  });

  it("sums up at the end, with small and broken numbers readable", () => {
    assert.equal(
      summaryLine(1, 3.42, { loss: 0.00001, valLoss: NaN }),
      "1 epoch · 3.4 s · loss 1.000e-5 · valLoss NaN",
    );
  });

  it("takes the unit that suits a duration", () => {
    assert.deepEqual([2e-5, 0.0042, 0.25, 12, 75, 3700].map(duration), [
      "20 µs",
      "4.2 ms",
      "250 ms",
      "12.0 s",
      "1:15",
      "1:01:40",
    ]);
  });
});

describe("what a training says", () => {
  it("is in the person's language", async () => {
    const before = host();
    const said: string[] = [];
    setHost({
      ...before,
      language: "zh-cn",
      openChart: () => ({ update: ({ message }) => said.push(message ?? "") }),
    });
    try {
      const net = new nn.Sequential(new nn.Linear(1, 1));
      const stopping = new EarlyStopping({ patience: 1, minDelta: 100, restoreBestWeights: true });
      const options = { loss: "mse", validationSplit: 0.5, epochs: 9, callbacks: [stopping] } as const;
      const history = await fit(net, [tensor([[1], [2]]), tensor([[1], [2]])], options);
      assert.deepEqual(history.ended, { reason: "earlyStopping", message: "第 2 轮：提前停止" });
      assert.deepEqual(history.messages, ["已恢复最佳轮次（第 1 轮）结束时的模型权重。"]);
      const place = { epoch: 3, epochs: 20, batch: 12, batches: 50 };
      assert.equal(
        progressLine({ ...place, step: 0.01, left: 8.9, values: { loss: 0.5 } }),
        "第 3/20 轮 · 12/50 · 每步 10 ms · 剩余 0:09 · loss 0.5000",
      );
    } finally {
      setHost(before);
    }
    assert.ok(
      said.some((line) => /^第 1\/9 轮 · 1\/1 · loss /.test(line)),
      said.join("\n"),
    );
    assert.match(said.at(-1) ?? "", /^2 轮 · .* · loss .* · 第 2 轮：提前停止 · 已恢复最佳轮次/);
  });
});

describe("metrics", () => {
  const measure = (input: MetricInput, batches: [unknown, unknown][]) => {
    const measurement = toMetric(input).start();
    for (const [p, t] of batches) measurement.add(tensor(p as number[]), tensor(t as number[]));
    return measurement.value();
  };
  const batches: [unknown, unknown][] = [
    [
      [1, 2, 3],
      [1, 2, 5],
    ],
    [[4], [8]],
  ];

  it("are taken over the elements of all batches, not as means of means", () => {
    assertClose([measure("mae", batches)], [6 / 4]);
    assertClose([measure("mse", batches)], [20 / 4]);
    assertClose([measure("rmse", batches)], [Math.sqrt(5)]);
    // Σ(t − 4)² = 9 + 4 + 1 + 16
    assertClose([measure("r2", batches)], [1 - 20 / 30]);
  });

  it("count right classes, in columns of scores and in one column", () => {
    assert.equal(
      measure("accuracy", [
        [
          [
            [0, 1],
            [1, 0],
            [0, 1],
          ],
          [1, 0, 0],
        ],
      ]),
      2 / 3,
    );
    assert.equal(
      measure("accuracy", [
        [
          [[0.2], [0.7]],
          [[0], [1]],
        ],
      ]),
      1,
    );
  });

  it("weigh a function of one's own by the examples of each batch", () => {
    const bias = (p: { mean(): { item(): number } }) => p.mean();
    assertClose(
      [
        measure(bias, [
          [
            [1, 1, 1],
            [0, 0, 0],
          ],
          [[5], [0]],
        ]),
      ],
      [2],
    );
    assert.throws(() => toMetric(() => 1), /needs a name/);
  });

  it("refuse shapes that do not match", () => {
    assert.throws(
      () => measure("mae", [[[1, 2], [1]]]),
      /mae: a prediction of shape \(2,\) and a target of shape \(1,\)/,
    );
    assert.throws(
      () => measure("accuracy", [[[[1, 2]], [1, 2]]]),
      /need 1 class indices; the target has shape \(2,\)/,
    );
  });
});
