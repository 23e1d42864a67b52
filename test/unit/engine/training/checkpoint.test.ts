import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Callback,
  type CallbackState,
  Checkpoint,
  data,
  EarlyStopping,
  fit,
  type FitOptions,
  Generator,
  History,
  LearningRateScheduler,
  load,
  manualSeed,
  ModelCheckpoint,
  nn,
  optim,
  rand,
  randint,
  randn,
  ReduceLROnPlateau,
  save,
  type Tensor,
  tensor,
} from "../../../../engine/index.ts";
import type { Layer } from "../../../../engine/nn/module.ts";

let folder = "";
const { lrScheduler } = optim;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "gradbook-checkpoint-"));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Made {
  net: Layer;
  trainer: optim.Optimizer;
  callbacks: Callback[];
}

/** What a cell makes before it trains. */
type Make = () => Made;

function problem(dtype: "float32" | "float64"): [Tensor, Tensor] {
  manualSeed(1);
  const x = randn(40, 5, { dtype });
  return [
    x,
    x
      .square()
      .sum(1, { keepdim: true })
      .add(randn(40, 1, { dtype }).mul(0.3)),
  ];
}

function netOf(dtype: "float32" | "float64"): Layer {
  manualSeed(7);
  const net = new nn.Sequential(
    new nn.Linear(5, 16),
    new nn.BatchNorm1d(16),
    new nn.ReLU(),
    new nn.Dropout(0.3),
    new nn.Linear(16, 1),
  );
  if (dtype === "float64")
    for (const each of [...net.parameters(), ...net.buffers()]) each.data = each.double();
  return net;
}

function bits(net: Layer): unknown {
  return Array.from(net.stateDict(), ([name, value]) => [name, [...value.toTypedArray()]]);
}

function seriesOf(history: History): unknown {
  const { epochs, series, rates, marks, stopping, naiveLoss, sampling, ended } = history;
  return { epochs, series, rates, marks, stopping, naiveLoss, sampling, ended };
}

/** Trains at once, and again from each of the files that were written on the way, everything made anew. */
async function sameNumbers(
  make: Make,
  xy: [Tensor, Tensor],
  options: Partial<FitOptions> = {},
  epochs = 6,
): Promise<History> {
  const place = await mkdtemp(join(folder, "run-"));
  const all: FitOptions = {
    loss: "mse",
    batchSize: 8,
    validationSplit: 0.25,
    seed: 3,
    verbose: 0,
    epochs,
    ...options,
  };
  const whole = make();
  const expected = await fit(whole.net, xy, { ...all, optimizer: whole.trainer, callbacks: whole.callbacks });
  const watched = make();
  const callbacks = [new Checkpoint(join(place, "{epoch}.safetensors")), ...watched.callbacks];
  await fit(watched.net, xy, { ...all, optimizer: watched.trainer, callbacks });
  assert.deepEqual(bits(watched.net), bits(whole.net), "writing changes nothing");
  for (const name of await readdir(place)) {
    const again = make();
    // What the next kernel did before.
    manualSeed(name.length);
    rand(13);
    const { history, epoch } = await load(join(place, name), {
      model: again.net,
      optimizer: again.trainer,
      callbacks: again.callbacks,
    });
    assert.equal(epoch, Number(name.slice(0, 3)));
    const got = await fit(again.net, xy, {
      ...all,
      optimizer: again.trainer,
      callbacks: again.callbacks,
      history,
    });
    assert.deepEqual(seriesOf(got), seriesOf(expected), `${name}: what was measured`);
    assert.deepEqual(bits(again.net), bits(whole.net), `${name}: weights`);
  }
  return expected;
}

type Parameters_ = ReturnType<Layer["parameters"]>;
const optimizers: Record<string, (p: Parameters_) => optim.Optimizer> = {
  "SGD": (p) => new optim.SGD(p, { lr: 0.01 }),
  "SGD with momentum": (p) =>
    new optim.SGD(p, { lr: 0.01, momentum: 0.9, dampening: 0.1, weightDecay: 0.01 }),
  "Adam": (p) => new optim.Adam(p, { lr: 0.01 }),
  "Adam with AMSGrad": (p) => new optim.Adam(p, { lr: 0.01, amsgrad: true }),
  "AdamW": (p) => new optim.AdamW(p, { lr: 0.01 }),
  "RMSprop": (p) => new optim.RMSprop(p, { lr: 0.01, momentum: 0.9, centered: true }),
  "Adagrad": (p) => new optim.Adagrad(p, { lr: 0.05, lrDecay: 0.1 }),
  "Adadelta": (p) => new optim.Adadelta(p),
  "NAdam": (p) => new optim.NAdam(p, { lr: 0.01 }),
  "RAdam": (p) => new optim.RAdam(p, { lr: 0.01 }),
};

const schedules: Record<string, (t: optim.Optimizer) => { step(): void }> = {
  StepLR: (t) => new lrScheduler.StepLR(t, { stepSize: 2 }),
  MultiStepLR: (t) => new lrScheduler.MultiStepLR(t, { milestones: [2, 4] }),
  ExponentialLR: (t) => new lrScheduler.ExponentialLR(t, { gamma: 0.9 }),
  CosineAnnealingLR: (t) => new lrScheduler.CosineAnnealingLR(t, { tMax: 4 }),
  LambdaLR: (t) => new lrScheduler.LambdaLR(t, { lrLambda: (epoch) => 1 / (1 + epoch) }),
  ConstantLR: (t) => new lrScheduler.ConstantLR(t, { totalIters: 3 }),
  LinearLR: (t) => new lrScheduler.LinearLR(t, { totalIters: 4 }),
  PolynomialLR: (t) => new lrScheduler.PolynomialLR(t, { totalIters: 6 }),
  OneCycleLR: (t) => new lrScheduler.OneCycleLR(t, { maxLr: 0.1, totalSteps: 8 }),
  SequentialLR: (t) =>
    new lrScheduler.SequentialLR(
      t,
      [new lrScheduler.LinearLR(t, { totalIters: 2 }), new lrScheduler.ExponentialLR(t, { gamma: 0.8 })],
      [3],
    ),
  ChainedScheduler: (t) =>
    new lrScheduler.ChainedScheduler([
      new lrScheduler.ConstantLR(t, { totalIters: 2 }),
      new lrScheduler.ExponentialLR(t, { gamma: 0.8 }),
    ]),
};

describe("a checkpoint", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      it(`goes on with ${name} in ${dtype} with the same numbers, dropout and shuffled batches among them`, async () => {
        const make: Make = () => {
          const net = netOf(dtype);
          return { net, trainer: optimizer(net.parameters()), callbacks: [] };
        };
        await sameNumbers(make, problem(dtype));
      });
    }
  }

  it("goes on with SparseAdam and the rows of an embedding", async () => {
    const make: Make = () => {
      manualSeed(7);
      const net = new nn.Sequential(new nn.Embedding(20, 1, { sparse: true }));
      return { net, trainer: new optim.SparseAdam(net.parameters(), { lr: 0.05 }), callbacks: [] };
    };
    manualSeed(1);
    await sameNumbers(make, [randint(0, 20, [40]), randn(40, 1)]);
  });

  it("is tried with every optimizer and every schedule there is", () => {
    const made = (list: object[]): string[] => [...new Set(list.map(({ constructor }) => constructor.name))];
    const { lrScheduler: rates, ...others } = optim;
    const trainers = Object.values(optimizers).map((each) => each([new nn.Linear(1, 1).weight]));
    const classes = Object.keys(others).filter((name) => name !== "Optimizer");
    assert.deepEqual([...made(trainers), "SparseAdam"].sort(), classes.sort());
    const all = Object.keys(rates).filter((name) => !["LRScheduler", "ReduceLROnPlateau"].includes(name));
    assert.deepEqual(Object.keys(schedules).sort(), all.sort());
  });

  for (const [name, schedule] of Object.entries(schedules)) {
    it(`goes on with ${name}`, async () => {
      const make: Make = () => {
        const net = netOf("float32");
        const trainer = new optim.SGD(
          [
            { params: net.children()[0].parameters(), lr: 0.05 },
            { params: net.children()[4].parameters(), lr: 0.01 },
          ],
          { lr: 0.1, momentum: 0.9 },
        );
        return { net, trainer, callbacks: [new LearningRateScheduler(schedule(trainer))] };
      };
      await sameNumbers(make, problem("float32"));
    });
  }

  for (const dtype of ["float32", "float64"] as const) {
    it(`goes on with the patience of early stopping and its best weights in ${dtype}`, async () => {
      const make: Make = () => {
        const net = netOf(dtype);
        const trainer = new optim.Adam(net.parameters(), { lr: 0.3 });
        const callbacks = [
          new ReduceLROnPlateau({ patience: 1, factor: 0.5 }),
          new EarlyStopping({ patience: 4, restoreBestWeights: true }),
        ];
        return { net, trainer, callbacks };
      };
      const history = await sameNumbers(make, problem(dtype), { validationSplit: 0.5 }, 60);
      assert.equal(history.ended?.reason, "earlyStopping");
      assert.ok(history.marks.restoredEpoch !== undefined);
    });
  }

  it("goes on with metrics, sparse validation, and a schedule beside others", async () => {
    const make: Make = () => {
      const net = netOf("float32");
      const trainer = new optim.RMSprop(net.parameters(), { lr: 0.01 });
      const early = new EarlyStopping({ patience: 2, monitor: "valLoss", restoreBestWeights: true });
      const cosine = new lrScheduler.CosineAnnealingLR(trainer, { tMax: 7 });
      return { net, trainer, callbacks: [early, new LearningRateScheduler(cosine)] };
    };
    await sameNumbers(
      make,
      problem("float32"),
      { validationEvery: 2, metrics: ["mae"], evaluateTrain: true },
      9,
    );
  });

  it("goes on with values that are no numbers", async () => {
    const make: Make = () => {
      const net = netOf("float32");
      const trainer = new optim.SGD(net.parameters(), { lr: 1e20 });
      return {
        net,
        trainer,
        callbacks: [new ReduceLROnPlateau({ patience: 1 }), new EarlyStopping({ patience: 9 })],
      };
    };
    await sameNumbers(make, problem("float32"));
  });

  it("goes on with a loader that draws its orders from a generator of its own", async () => {
    const [x, y] = problem("float32");
    const path = join(folder, "own.safetensors");
    const run = async (parts: { until: number; from: boolean }): Promise<[unknown, unknown]> => {
      const generator = new Generator(5);
      const loader = new data.DataLoader(new data.TensorDataset<[Tensor, Tensor]>(x, y), 8, {
        shuffle: true,
        generator,
      });
      const net = netOf("float32");
      const trainer = new optim.Adam(net.parameters());
      const { history } = parts.from
        ? await load(path, { model: net, optimizer: trainer, random: generator, callbacks: [] })
        : { history: null };
      const got = await fit(net, loader, {
        loss: "mse",
        optimizer: trainer,
        epochs: parts.until,
        seed: 1,
        verbose: 0,
        history,
        callbacks: [new Checkpoint(path)],
      });
      return [seriesOf(got), bits(net)];
    };
    const whole = await run({ until: 5, from: false });
    await run({ until: 2, from: false });
    assert.deepEqual(await run({ until: 5, from: true }), whole);
    await assert.rejects(
      load(path, { optimizer: new optim.Adam(netOf("float32").parameters()) }),
      /random: 2 generators in the file, 1 here/,
    );
  });

  it("goes on in a loop of one's own, with a schedule that is stepped by hand", async () => {
    const [x, y] = problem("float32");
    const path = join(folder, "loop.safetensors");
    const make = () => {
      const net = netOf("float32");
      const trainer = new optim.Adam(net.parameters(), { lr: 0.05 });
      return { net, trainer, schedule: new lrScheduler.StepLR(trainer, { stepSize: 3 }) };
    };
    const steps = ({ net, trainer, schedule }: ReturnType<typeof make>, from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        trainer.zeroGrad();
        nn.functional.mseLoss(net(x), y).backward();
        trainer.step();
        schedule.step();
      }
    };
    const whole = make();
    manualSeed(2);
    steps(whole, 0, 10);
    const first = make();
    manualSeed(2);
    steps(first, 0, 4);
    await save(path, { model: first.net, optimizer: first.trainer, scheduler: first.schedule });
    const second = make();
    const { history, epoch } = await load(path, {
      model: second.net,
      optimizer: second.trainer,
      scheduler: [second.schedule],
    });
    assert.deepEqual([history, epoch], [null, 0]);
    steps(second, 4, 10);
    assert.deepEqual(bits(second.net), bits(whole.net));
  });

  it("is of every third epoch and of the last, or of the best", async () => {
    const [x, y] = problem("float32");
    const place = await mkdtemp(join(folder, "every-"));
    const some = new Checkpoint(join(place, "some-{epoch}.safetensors"), { every: 3 });
    const best = new Checkpoint(join(place, "best.safetensors"), { saveBestOnly: true });
    const net = netOf("float32");
    const history = await fit(net, [x, y], {
      loss: "mse",
      epochs: 7,
      validationSplit: 0.3,
      verbose: 0,
      seed: 1,
      callbacks: [some, best],
    });
    assert.deepEqual(
      (await readdir(place)).sort(),
      ["best", "some-003", "some-006", "some-007"].map((name) => `${name}.safetensors`),
    );
    const losses = history.get("valLoss");
    const loaded = await load(join(place, "best.safetensors"), { model: net });
    assert.equal(loaded.epoch, losses.indexOf(Math.min(...losses)) + 1);
  });

  it("does not replace the best by a worse one when it goes on", async () => {
    const [x, y] = problem("float32");
    const path = join(folder, "kept.safetensors");
    const net = netOf("float32");
    const history = new History();
    history.add(1, { loss: 1, valLoss: -1 }, 1);
    const callbacks = [
      new Checkpoint(path, { saveBestOnly: true }),
      new ModelCheckpoint(net, { path, saveBestOnly: true }),
    ];
    await fit(net, [x, y], { loss: "mse", epochs: 3, validationSplit: 0.3, verbose: 0, history, callbacks });
    await assert.rejects(readFile(path), /ENOENT/);
  });

  it("keeps what a callback of one's own remembers", async () => {
    class Worst implements Callback {
      worst = -Infinity;
      seen: Tensor | null = null;
      onEpochEnd(_: number, logs: Readonly<Record<string, number>>): void {
        this.worst = Math.max(this.worst, logs.loss);
        this.seen = tensor([this.worst]);
      }
      stateDict(): CallbackState {
        return { values: { worst: this.worst }, tensors: new Map(this.seen ? [["seen", this.seen]] : []) };
      }
      loadStateDict({ values, tensors }: CallbackState): void {
        this.worst = (values as { worst: number }).worst;
        this.seen = tensors?.get("seen") ?? null;
      }
    }
    const path = join(folder, "worst.safetensors");
    await save(path, { callbacks: [new Worst()] });
    const fresh = new Worst();
    fresh.worst = 3;
    await load(path, { callbacks: [fresh] });
    assert.equal(fresh.worst, -Infinity);
    const [x, y] = problem("float32");
    const worst = new Worst();
    await fit(netOf("float32"), [x, y], {
      loss: "mse",
      epochs: 2,
      verbose: 0,
      callbacks: [new Checkpoint(path), worst],
    });
    await load(path, { callbacks: [fresh] });
    assert.equal(fresh.worst, worst.worst);
    assert.deepEqual(fresh.seen?.toArray(), worst.seen?.toArray());
  });

  it("loads the weights alone, and leaves the random numbers", async () => {
    const path = join(folder, "weights.safetensors");
    const from = netOf("float32");
    await save(path, { model: from, optimizer: new optim.Adam(from.parameters()) });
    const net = new nn.Sequential(
      new nn.Linear(5, 16),
      new nn.BatchNorm1d(16),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(16, 1),
    );
    manualSeed(4);
    const expected = rand(3).toArray();
    manualSeed(4);
    await load(path, { model: net });
    assert.deepEqual(rand(3).toArray(), expected);
    assert.deepEqual(bits(net), bits(from));
    const read = await data.loadSafetensors(path);
    assert.ok(read.has("model.0.weight"));
  });

  it("begins where there is no file yet, when that was said", async () => {
    const path = join(folder, "none.safetensors");
    assert.deepEqual(await load(path, {}, { optional: true }), { history: null, epoch: 0 });
    await assert.rejects(load(path, {}), /there is no file .*none.*optional: true/);
  });

  it("keeps parameters that are shared shared", async () => {
    class Tied extends nn.Module {
      a = new nn.Linear(3, 3);
      b = new nn.Linear(3, 3);
      constructor() {
        super();
        this.b.weight = this.a.weight;
      }
      forward(x: Tensor): Tensor {
        return this.b(this.a(x));
      }
    }
    const path = join(folder, "tied.safetensors");
    const [from, to] = [new Tied(), new Tied()];
    const made = (net: Tied) => new optim.Adam(net.parameters());
    const trainer = made(from);
    from(randn(4, 3)).sum().backward();
    trainer.step();
    await save(path, { model: from, optimizer: trainer });
    await load(path, { model: to, optimizer: made(to) });
    assert.equal(to.a.weight, to.b.weight);
    assert.deepEqual(to.b.weight.toArray(), from.a.weight.toArray());
  });
});

describe("a checkpoint that does not fit", () => {
  /** What there is before and after, all of it. */
  function everything(net: Layer, trainer: optim.Optimizer): string {
    const { state, paramGroups } = trainer.stateDict();
    const values = Object.entries(state).map(([number, held]) => [
      number,
      Object.entries(held).map(([name, value]) => [
        name,
        typeof value === "number" ? value : value.toArray(),
      ]),
    ]);
    return JSON.stringify([bits(net), values, paramGroups]);
  }

  async function refused(path: string, net: Layer, trainer: optim.Optimizer, why: RegExp): Promise<void> {
    const before = everything(net, trainer);
    const [drawn] = [manualSeed(8).getState()];
    await assert.rejects(load(path, { model: net, optimizer: trainer }), why);
    assert.equal(everything(net, trainer), before);
    assert.deepEqual(manualSeed(8).getState(), drawn);
  }

  async function trained(path: string): Promise<{ net: Layer; trainer: optim.Optimizer }> {
    const net = netOf("float32");
    const trainer = new optim.Adam(net.parameters(), { lr: 0.01 });
    await fit(net, problem("float32"), {
      loss: "mse",
      optimizer: trainer,
      epochs: 2,
      verbose: 0,
      callbacks: [new Checkpoint(path)],
    });
    return { net, trainer };
  }

  it("is refused in words, and changes nothing", async () => {
    const path = join(folder, "fits.safetensors");
    await trained(path);
    const other = new nn.Sequential(new nn.Linear(5, 8));
    await refused(
      path,
      other,
      new optim.Adam(other.parameters()),
      /another model: .*missing|another model: unexpected/,
    );
    const wide = new nn.Sequential(
      new nn.Linear(5, 17),
      new nn.BatchNorm1d(17),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(17, 1),
    );
    await refused(
      path,
      wide,
      new optim.Adam(wide.parameters()),
      /0\.weight has shape \(17, 5\) here and \(16, 5\) there; [^O]*$/,
    );
    const double = netOf("float64");
    await refused(
      path,
      double,
      new optim.Adam(double.parameters()),
      /0\.weight is float64 here and float32 there/,
    );
    const net = netOf("float32");
    await refused(
      path,
      net,
      new optim.SGD(net.parameters(), { lr: 1 }),
      /optimizer: Adam in the file, SGD here/,
    );
    await refused(
      path,
      net,
      new optim.Adam([...net.children()[0].parameters()]),
      /groups of 6 parameters in the file, of 2 here/,
    );
    await assert.rejects(
      load(path, { callbacks: [new EarlyStopping()] }),
      /callbacks: \[\] in the file, \[EarlyStopping\] here/,
    );
    await assert.rejects(
      load(path, { scheduler: new lrScheduler.StepLR(new optim.Adam(net.parameters()), { stepSize: 1 }) }),
      /scheduler/,
    );
  });

  it("is refused when it is damaged, wherever", async () => {
    const path = join(folder, "whole.safetensors");
    const { net, trainer } = await trained(path);
    const bytes = await readFile(path);
    const damaged = join(folder, "damaged.safetensors");
    let seed = 1;
    const draw = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let i = 0; i < 150; i++) {
      const copy = Uint8Array.from(bytes);
      const kind = i % 3;
      if (kind === 0) copy[draw(copy.length)] ^= 1 << draw(8);
      const cut = kind === 1 ? copy.subarray(0, draw(copy.length)) : copy;
      const longer =
        kind === 2
          ? Uint8Array.from([
              ...cut.subarray(0, draw(cut.length)),
              draw(256),
              ...cut.subarray(draw(cut.length)),
            ])
          : cut;
      await writeFile(damaged, longer);
      await refused(damaged, net, trainer, /damaged/);
    }
  });

  it("is refused when it is of a newer version, or no checkpoint", async () => {
    const net = netOf("float32");
    const trainer = new optim.Adam(net.parameters());
    const plain = join(folder, "plain.safetensors");
    await data.saveSafetensors(plain, net.stateDict());
    await refused(plain, net, trainer, /no checkpoint/);
    const junk = join(folder, "junk.safetensors");
    await writeFile(junk, "# A notebook");
    await refused(junk, net, trainer, /safetensors/);
    const { printCheckpoint, parseCheckpoint } =
      await import("../../../../engine/training/checkpoint/checkpointFile.ts");
    const state = {
      model: null,
      optimizer: null,
      scheduler: null,
      callbacks: null,
      history: null,
      random: null,
    };
    const bytes = printCheckpoint({ tensors: new Map(), state }, { version: "1" });
    assert.ok(parseCheckpoint(bytes, "x"));
    const newer = join(folder, "newer.safetensors");
    await writeFile(newer, printCheckpoint({ tensors: new Map(), state }, {}, 2));
    await refused(newer, net, trainer, /newer Gradbook \(layout 2, where 1 is known\)/);
  });

  it("is refused for an optimizer or a schedule of one's own before the first epoch", async () => {
    const [x, y] = problem("float32");
    const net = netOf("float32");
    const own = { paramGroups: [{ lr: 1 }], zeroGrad: () => undefined, step: () => undefined };
    const callbacks = [new Checkpoint(join(folder, "own2.safetensors"))];
    await assert.rejects(
      fit(net, [x, y], { loss: "mse", optimizer: own, verbose: 0, callbacks }),
      /optimizer of optim/,
    );
    const schedule = new LearningRateScheduler({ step: () => undefined });
    await assert.rejects(
      fit(net, [x, y], { loss: "mse", verbose: 0, callbacks: [...callbacks, schedule] }),
      /LearningRateScheduler: .*stateDict/,
    );
  });
});
