import assert from "node:assert/strict";
import * as torch from "../../../../engine/index.ts";
import { context } from "../../../../engine/core/context.ts";
import { nn, optim, tensor, type Tensor } from "../../../../engine/index.ts";
import { host, setHost } from "../../../../engine/core/host.ts";
import { assertClose, golden } from "../golden.ts";

interface Steps {
  optimiser: string;
  options: Record<string, never>;
  /** Options that change after every fifth step. */
  changes?: Record<string, never>[];
  steps: number[][];
}

interface Problem {
  start: number[][];
  scale: number[][];
  goal: number[][];
}

interface Clipping {
  maxNorm: number;
  normType: number | "Infinity";
  total: number[];
  grads: number[][];
}

const cases = golden<Steps & Problem>("optimisers");
const { start, scale, goal } = cases.problem;

function lossOf(params: readonly Tensor[]): Tensor {
  const terms = params.map((p, i) => p.sub(tensor(goal[i])).pow(2).mul(tensor(scale[i])).sum());
  return terms[0].add(terms[1]);
}

const parametersAtStart = () => start.map((values) => tensor(values, { requiresGrad: true }));

type AnyOptimizer = Pick<optim.SGD, "zeroGrad" | "step" | "stateDict" | "loadStateDict"> & {
  readonly paramGroups: readonly object[];
};

const make: Record<string, (params: Tensor[], options: never) => AnyOptimizer> = {
  SGD: (params, options) => new optim.SGD(params, options),
  Adam: (params, options) => new optim.Adam(params, options),
  AdamW: (params, options) => new optim.AdamW(params, options),
  RMSprop: (params, options) => new optim.RMSprop(params, options),
  Adagrad: (params, options) => new optim.Adagrad(params, options),
  Adadelta: (params, options) => new optim.Adadelta(params, options),
  NAdam: (params, options) => new optim.NAdam(params, options),
  RAdam: (params, options) => new optim.RAdam(params, options),
  groups: ([a, b]) =>
    new optim.SGD(
      [
        { params: [a], weightDecay: 0.3 },
        { params: [b], lr: 0.01 },
      ],
      { lr: 0.1, momentum: 0.5 },
    ),
};

function step(params: readonly Tensor[], optimiser: AnyOptimizer): number[] {
  optimiser.zeroGrad();
  lossOf(params).backward();
  optimiser.step();
  return params.flatMap((p) => [...p.toTypedArray()]);
}

describe("optimisers", () => {
  for (const [title, { optimiser, options, changes, steps }] of Object.entries(cases)) {
    if (title === "problem") continue;
    it(`${title} makes PyTorch's 20 steps`, () => {
      const params = parametersAtStart();
      const trainer = make[optimiser](params, options as never);
      for (const [i, expected] of steps.entries()) {
        if (i > 0 && i % 5 === 0) Object.assign(trainer.paramGroups[0], changes?.[i / 5 - 1]);
        assertClose(step(params, trainer), expected, { rtol: 5e-6, what: `step ${i}` });
      }
    });
  }

  it("goes on where another left off, from its state", () => {
    for (const kind of ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "NAdam", "RAdam"]) {
      const options = { lr: 0.05, ...(kind === "SGD" ? { momentum: 0.9 } : {}) } as never;
      const params = parametersAtStart();
      const first = make[kind](params, options);
      for (let i = 0; i < 3; i++) step(params, first);
      const copies = params.map((p) => p.detach().clone().requiresGrad_());
      const second = make[kind](copies, { lr: 9 } as never);
      second.loadStateDict(first.stateDict());
      assert.deepEqual(step(copies, second), step(params, first), kind);
    }
  });

  it("moves nothing when there is no memory for what an option asks for that was switched on later", () => {
    const params = parametersAtStart();
    const trainer = new optim.RMSprop(params, { lr: 0.1 });
    step(params, trainer);
    const before = params.map((p) => p.toArray());
    const bytes = trainer.stateBytes();
    trainer.paramGroups[0].momentum = 0.9;
    assert.equal(trainer.stateBytes(), 2 * bytes);
    lossOf(params).backward();
    const allocate = context.backend.allocate.bind(context.backend);
    let room = 1;
    context.backend.allocate = (...args) => {
      if (args[2] === "optimiser" && room-- === 0) throw new RangeError("no memory");
      return allocate(...args);
    };
    try {
      assert.throws(() => {
        trainer.step();
      }, torch.OutOfMemoryError);
    } finally {
      context.backend.allocate = allocate;
    }
    assert.deepEqual(
      params.map((p) => p.toArray()),
      before,
    );
    trainer.step();
  });

  it("leaves parameters without a gradient alone, and strided ones are moved too", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const w = x.T.requiresGrad_();
    const idle = tensor([1], { requiresGrad: true });
    const trainer = new optim.SGD([w, idle], { lr: 1 });
    w.sum().backward();
    trainer.step();
    assert.deepEqual(w.toArray(), [
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    assert.equal(idle.item(), 1);
  });

  it("does not move anything while an interrupt is pending", () => {
    const before = host();
    const w = tensor([1], { requiresGrad: true });
    const trainer = new optim.SGD([w], { lr: 1 });
    w.sum().backward();
    setHost({ ...before, interrupted: () => true });
    assert.throws(() => trainer.step(), { name: "InterruptedError" });
    setHost(before);
    assert.equal(w.item(), 1);
  });

  it("takes the learning rate alone, as PyTorch's second argument, and never goes without one", () => {
    const on = () => [tensor([0], { requiresGrad: true })];
    for (const Optimizer of [optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad]) {
      assert.equal(new Optimizer(on(), 0.25).paramGroups[0].lr, 0.25);
      assert.throws(
        () => new Optimizer(on(), { lr: undefined as never }),
        /lr is undefined; give a learning rate/,
      );
    }
    assert.equal(new optim.AdamW(on(), 0.25).paramGroups[0].weightDecay, 0.01);
    assert.throws(() => new optim.SGD(on(), {} as never), /SGD: lr is undefined/);
    assert.throws(() => new optim.Adam(on(), { betas: [0.9] as never }), /betas are 0.9; they must be two/);
  });

  it("refuses what cannot be optimised, in words", () => {
    const w = tensor([1], { requiresGrad: true });
    assert.throws(() => new optim.SGD([], { lr: 1 }), /SGD: there are no parameters/);
    assert.throws(() => new optim.SGD([w], { lr: -1 }), /SGD: lr is -1; it must be at least 0/);
    assert.throws(
      () => new optim.SGD([w.mul(2)], { lr: 1 }),
      /SGD: a parameter is the result of an operation/,
    );
    assert.throws(
      () => new optim.SGD([{ params: [w] }, { params: [w] }], { lr: 1 }),
      /in more than one group/,
    );
    assert.throws(() => new optim.SGD([w], { lr: 1, nesterov: true }), /nesterov needs a momentum/);
    assert.throws(() => new optim.Adam([w], { betas: [1, 0.9] }), /Adam: betas are 1, 0.9/);
    assert.throws(
      () => new optim.Adam([w]).loadStateDict({ state: {}, paramGroups: [] }),
      /Adam: groups of 1/,
    );
  });
});

describe("clipping of gradients", () => {
  for (const [title, expected] of Object.entries(golden<Clipping>("clipping"))) {
    it(`${title} is PyTorch's`, () => {
      const a = tensor([0, 0, 0], { requiresGrad: true });
      const b = tensor(
        [
          [0, 0],
          [0, 0],
        ],
        { requiresGrad: true },
      );
      a.grad = tensor([3, -4, 0.5]);
      b.grad = tensor([
        [1, 2],
        [-2, 0],
      ]);
      const total = nn.utils.clipGradNorm_([a, b], expected.maxNorm, { normType: Number(expected.normType) });
      assertClose([total], expected.total);
      assertClose(a.grad.toTypedArray(), expected.grads[0]);
      assertClose(b.grad.toTypedArray(), expected.grads[1]);
    });
  }

  it("spreads a norm that is NaN to all gradients, as PyTorch does", () => {
    const a = tensor([0, 0], { requiresGrad: true });
    a.grad = tensor([NaN, 1]);
    assert.ok(Number.isNaN(nn.utils.clipGradNorm_(a, 1)));
    assert.deepEqual([...a.grad.toTypedArray()], [NaN, NaN]);
  });

  it("limits single values", () => {
    const a = tensor([0, 0], { requiresGrad: true });
    a.grad = tensor([3, -0.1]);
    nn.utils.clipGradValue_(a, 0.5);
    assertClose(a.grad.toTypedArray(), [0.5, -0.1]);
  });

  it("refuses a norm that is not finite when asked to", () => {
    const a = tensor([0], { requiresGrad: true });
    a.grad = tensor([NaN]);
    assert.throws(
      () => nn.utils.clipGradNorm_(a, 1, { errorIfNonfinite: true }),
      /the training has diverged/,
    );
  });
});
