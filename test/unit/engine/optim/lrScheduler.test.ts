import assert from "node:assert/strict";
import { tensor } from "../../../../engine/index.ts";
import {
  CosineAnnealingLR,
  ExponentialLR,
  LambdaLR,
  type LRScheduler,
  MultiStepLR,
  ReduceLROnPlateau,
  type Schedulable,
  StepLR,
} from "../../../../engine/optim/lrScheduler.ts";
import {
  ChainedScheduler,
  ConstantLR,
  LinearLR,
  OneCycleLR,
  PolynomialLR,
  SequentialLR,
} from "../../../../engine/optim/warmup.ts";
import { golden } from "../golden.ts";

interface Schedule {
  options: Record<string, never>;
  rates: number[];
  values?: number[];
}

const makers: Record<string, (optimizer: Schedulable, options: Record<string, never>) => LRScheduler> = {
  "StepLR": (o, options) => new StepLR(o, options as never),
  "MultiStepLR": (o, options) => new MultiStepLR(o, options as never),
  "ExponentialLR": (o, options) => new ExponentialLR(o, options as never),
  "CosineAnnealingLR": (o, options) => new CosineAnnealingLR(o, options as never),
  "ConstantLR": (o, options) => new ConstantLR(o, options),
  "LinearLR": (o, options) => new LinearLR(o, options),
  "PolynomialLR": (o, options) => new PolynomialLR(o, options),
  "OneCycleLR": (o, options) => new OneCycleLR(o, options as never),
  "OneCycleLR linear": (o, options) => new OneCycleLR(o, options as never),
  "SequentialLR": (o) =>
    new SequentialLR(
      o,
      [
        new LinearLR(o, { startFactor: 0.25, totalIters: 4 }),
        new ExponentialLR(o, 0.9),
        new LambdaLR(o, (epoch) => 0.5 ** epoch),
      ],
      [5, 12],
    ),
  "ChainedScheduler": (o) =>
    new ChainedScheduler([
      new ConstantLR(o, { factor: 0.1, totalIters: 3 }),
      new ExponentialLR(o, { gamma: 0.9 }),
    ]),
  "LambdaLR": (o) => new LambdaLR(o, { lrLambda: (epoch) => 1 / (1 + epoch) }),
};

const optimizer = (): Schedulable => ({ paramGroups: [{ lr: 0.2 }] });

function close(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]) <= 1e-12, `step ${i}: ${value} instead of ${expected[i]}`);
  }
}

describe("learning-rate schedules", () => {
  for (const [name, { options, rates, values }] of Object.entries(golden<Schedule>("schedules"))) {
    it(`${name} gives PyTorch's learning rates`, () => {
      const trainer = optimizer();
      if (values) {
        const scheduler = new ReduceLROnPlateau(trainer, options);
        const actual = values.map((value) => {
          scheduler.step(value);
          return trainer.paramGroups[0].lr;
        });
        close(actual, rates);
        return;
      }
      const scheduler = makers[name](trainer, options);
      const actual = [trainer.paramGroups[0].lr];
      for (let i = 1; i < rates.length; i++) {
        scheduler.step();
        actual.push(...scheduler.getLastLr());
      }
      close(actual, rates);
    });
  }

  it("moves the momentum against the learning rate in one cycle of three phases, as PyTorch does", () => {
    const groups = [
      { lr: 0.1, momentum: 0.9 },
      { lr: 0.1, betas: [0.9, 0.999] },
    ];
    const options = { maxLr: 1, totalSteps: 6, threePhase: true, pctStart: 0.4 };
    const scheduler = new OneCycleLR({ paramGroups: groups }, options);
    const momenta = [groups.map((group) => group.betas?.[0] ?? group.momentum ?? 0)];
    for (let i = 1; i < 6; i++) {
      scheduler.step();
      momenta.push(groups.map((group) => group.betas?.[0] ?? group.momentum ?? 0));
    }
    // Recorded from PyTorch, to nine decimals.
    const expected = [0.95, 0.86882551, 0.888873953, 0.95, 0.95, 0.95];
    for (const which of [0, 1]) {
      assert.deepEqual(
        momenta.map((each) => Number(each[which].toFixed(9))),
        expected,
      );
    }
    assert.equal(groups[1].betas?.[1], 0.999);
  });

  it("starts again from the first learning rate when a second schedule is made", () => {
    const trainer = optimizer();
    new LambdaLR(trainer, { lrLambda: () => 0.5 });
    assert.deepEqual(new LambdaLR(trainer, { lrLambda: () => 1 }).getLastLr(), [0.2]);
  });

  it("refuses options that are missing or out of range", () => {
    const on = (): Schedulable => ({ paramGroups: [{ lr: 1 }] });
    const nothing = {} as never;
    assert.throws(() => new StepLR(on(), nothing), /StepLR: stepSize is undefined; give a number of epochs/);
    assert.throws(() => new StepLR(on(), { stepSize: 0 }), /stepSize is 0/);
    assert.throws(() => new MultiStepLR(on(), { milestones: 3 as never }), /milestones must be a list/);
    assert.throws(() => new ExponentialLR(on(), nothing), /ExponentialLR: gamma is undefined; give a factor/);
    assert.throws(() => new CosineAnnealingLR(on(), { tMax: 0 }), /CosineAnnealingLR: tMax is 0/);
    const thresholdMode = "share" as never;
    assert.throws(() => new ReduceLROnPlateau(on(), { thresholdMode }), /"share" is neither "rel" nor "abs"/);
  });

  it("takes the watched value as a tensor too, and does not step without one", () => {
    const on = { paramGroups: [{ lr: 1 }] };
    const plateau = new ReduceLROnPlateau(on, { patience: 0, factor: 0.5 });
    for (const value of [3, 2, 1]) assert.equal(plateau.step(tensor(value)), false);
    assert.equal(plateau.step(tensor(1)), true);
    assert.throws(
      () => plateau.step(undefined as never),
      /step needs the value .* scheduler\.step\(valLoss\)/,
    );
    assert.equal(on.paramGroups[0].lr, 0.5);
  });

  it("refuses a factor that would not reduce", () => {
    assert.throws(() => new ReduceLROnPlateau(optimizer(), { factor: 1 }), /factor is 1; it must be below 1/);
  });
});
