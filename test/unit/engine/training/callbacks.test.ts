import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Callback,
  data,
  fit,
  LearningRateScheduler,
  manualSeed,
  ModelCheckpoint,
  nn,
  optim,
  randn,
  ReduceLROnPlateau,
} from "../../../../engine/index.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";

/** Replaces the measured validation loss by dictated values. */
function script(values: readonly number[]): Callback {
  return {
    onEpochEnd(epoch, logs) {
      (logs as Record<string, number>).valLoss = values[epoch - 1];
    },
  };
}

describe("callbacks of fit", () => {
  let folder: string;
  before(async () => {
    installNodeFiles();
    folder = await mkdtemp(join(tmpdir(), "gradbook-"));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => void manualSeed(0));

  const problem = (): [ReturnType<typeof randn>, ReturnType<typeof randn>] => [randn(8, 2), randn(8, 1)];
  const options = { loss: "mse", verbose: 0, validationSplit: 0.5 } as const;

  it("are called in order, and waited for", async () => {
    const calls: string[] = [];
    const later = async (call: string) => {
      await Promise.resolve();
      calls.push(call);
    };
    const watch: Callback = {
      onTrainBegin: () => later("train begin"),
      onEpochBegin: (epoch) => later(`epoch ${epoch} begin`),
      onBatchEnd: (batch, logs) => later(`batch ${batch} ${Object.keys(logs).join("+")}`),
      onEpochEnd: (epoch, logs) => later(`epoch ${epoch} end ${Object.keys(logs).join("+")}`),
      onTrainEnd: () => later("train end"),
    };
    const net = new nn.Sequential(new nn.Linear(2, 1));
    await fit(net, problem(), { ...options, epochs: 1, batchSize: 2, callbacks: [watch] });
    assert.deepEqual(calls, [
      "train begin",
      "epoch 1 begin",
      "batch 1 loss+batchLoss",
      "batch 2 loss+batchLoss",
      "epoch 1 end loss+valLoss",
      "train end",
    ]);
  });

  it("may stop the training, for a reason of their own", async () => {
    const stop: Callback = { onBatchEnd: (_, __, training) => training.stop("callback", "enough") };
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const history = await fit(net, problem(), { ...options, epochs: 9, batchSize: 1, callbacks: [stop] });
    assert.deepEqual([history.epochs.length, history.ended], [1, { reason: "callback", message: "enough" }]);
  });

  it("ModelCheckpoint writes every epoch, named by what was measured", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const checkpoint = new ModelCheckpoint(net, { path: join(folder, "all-{epoch}-{valLoss}.safetensors") });
    await fit(net, problem(), { ...options, epochs: 2, callbacks: [script([0.5, 0.25]), checkpoint] });
    const files = (await readdir(folder)).filter((name) => name.startsWith("all"));
    assert.deepEqual(files.sort(), ["all-001-0.5000.safetensors", "all-002-0.2500.safetensors"]);
    const wrong = new ModelCheckpoint(net, { path: "{accuracy}" });
    await assert.rejects(
      fit(net, problem(), { ...options, callbacks: [wrong] }),
      /no "accuracy" for the path; there are epoch/,
    );
  });

  it("ModelCheckpoint writes an epoch that was not validated, too", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const checkpoint = new ModelCheckpoint(net, { path: join(folder, "stop-{epoch}-{valLoss}.bin") });
    const stop: Callback = { onBatchEnd: (_, __, training) => training.stop("callback", "enough") };
    const history = await fit(net, problem(), { ...options, batchSize: 1, callbacks: [stop, checkpoint] });
    assert.equal(history.ended?.message, "enough");
    const files = (await readdir(folder)).filter((name) => name.startsWith("stop"));
    assert.deepEqual(files, ["stop-001-NaN.bin"]);
    const text = await readFile(join(folder, "stop-001-NaN.bin"), "latin1");
    assert.match(text, /"__metadata__":\{"format":"pt","epoch":"1","loss":"[\d.e-]+"\}/);
  });

  it("say so when what they watch is not measured, and refuse a mode that there is not", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const checkpoint = new ModelCheckpoint(net, { path: join(folder, "never"), saveBestOnly: true });
    const callbacks = [checkpoint, new ReduceLROnPlateau()];
    const { messages } = await fit(net, problem(), { loss: "mse", verbose: 0, epochs: 1, callbacks });
    assert.deepEqual(messages, [
      'ModelCheckpoint watches "valLoss", which is not measured; there are: loss.',
      'ReduceLROnPlateau watches "valLoss", which is not measured; there are: loss.',
    ]);
    const mode = "least" as never;
    assert.throws(
      () => new ModelCheckpoint(net, { path: "x", mode }),
      /ModelCheckpoint: mode "least" is none/,
    );
    assert.throws(() => new ReduceLROnPlateau({ mode }), /ReduceLROnPlateau: mode "least" is none/);
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    const { ReduceLROnPlateau: Schedule } = optim.lrScheduler;
    assert.throws(() => new Schedule(trainer, { mode }), /mode "least" is neither "min" nor "max"/);
  });

  it("ReduceLROnPlateau lowers the rate of every group by the same factor", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 2), new nn.Linear(2, 1));
    const groups = [
      { params: net[0].parameters(), lr: 0.5 },
      { params: net[1].parameters(), lr: 0.125 },
    ];
    const trainer = new optim.SGD(groups, { lr: 1 });
    const reduce = new ReduceLROnPlateau({ factor: 0.5, patience: 0 });
    const callbacks = [script([1, 1]), reduce];
    await fit(net, problem(), { ...options, epochs: 2, optimizer: trainer, callbacks });
    assert.deepEqual(
      trainer.paramGroups.map(({ lr }) => lr),
      [0.25, 0.0625],
    );
  });

  it("ModelCheckpoint keeps the best alone when told to", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const path = join(folder, "best.safetensors");
    const weights: unknown[] = [];
    const trace: Callback = { onEpochEnd: () => void weights.push(net[0].weight.toArray()) };
    const checkpoint = new ModelCheckpoint(net, { path, saveBestOnly: true });
    await fit(net, problem(), {
      ...options,
      epochs: 4,
      callbacks: [script([3, 1, NaN, 2]), trace, checkpoint],
    });
    const state = await data.loadSafetensors(path);
    assert.deepEqual(state.get("0.weight")?.toArray(), weights[1]);
  });

  it("ReduceLROnPlateau lowers the learning rate when the watched series stands still", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    const reduce = new ReduceLROnPlateau({ factor: 0.5, patience: 1 });
    const values = script([1, 1, 1, 0.5, 0.5]);
    const history = await fit(net, problem(), {
      ...options,
      epochs: 5,
      optimizer: trainer,
      callbacks: [values, reduce],
    });
    assert.equal(trainer.paramGroups[0].lr, 0.05);
    assert.deepEqual(history.messages, ["Epoch 3: learning rate reduced to 0.0500."]);
  });

  it("LearningRateScheduler steps a schedule after every epoch", async () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    const trainer = new optim.SGD(net.parameters(), { lr: 1e-3 });
    const schedule = new optim.lrScheduler.ExponentialLR(trainer, { gamma: 0.1 });
    await fit(net, problem(), {
      ...options,
      epochs: 2,
      optimizer: trainer,
      callbacks: [new LearningRateScheduler(schedule)],
    });
    assert.ok(Math.abs(trainer.paramGroups[0].lr - 1e-5) < 1e-12);
  });
});
