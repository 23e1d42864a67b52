/** PyTorch's calls with their arguments by position and by name: both are typed, and both mean the same. */
import assert from "node:assert/strict";
import * as torch from "../../../engine/index.ts";
import { distributions, nn, optim, Tensor } from "../../../engine/index.ts";

const x = torch.arange(12).reshape(3, 4);
const labels = torch.tensor([0, 2, 1], { dtype: torch.int64 });
const F = nn.functional;

/** Shape and values, whatever the call gave. */
function seen(result: unknown): unknown {
  if (result instanceof Tensor) return [[...result.shape], result.dtype, result.toArray()];
  if (result instanceof nn.Module) return String(result);
  return Array.isArray(result) ? result.map(seen) : result;
}

/** Each call starts from the same random numbers. */
const same: Record<string, (() => unknown)[]> = {
  "sum": [
    () => x.sum(0, true),
    () => x.sum(0, { keepdim: true }),
    () => torch.sum(x, { dim: 0, keepdim: true }),
  ],
  "sum without keeping the axis": [
    () => x.sum(1, false),
    () => x.sum(1, { keepdim: false }),
    () => x.sum({ axis: 1 }),
  ],
  "mean": [() => x.mean(1, true), () => torch.mean(x, 1, { keepdims: true })],
  "logsumexp": [() => x.logsumexp(1, true), () => x.logsumexp(1, { keepdim: true })],
  "argmax": [
    () => x.argmax(1, true),
    () => x.argmax(1, { keepdim: true }),
    () => torch.argmax(x, { dim: 1, keepdim: true }),
  ],
  "max": [() => [...torch.max(x, 1, true)], () => [...torch.max(x, 1, { keepdim: true })]],
  "norm": [() => torch.norm(x, 1, 0), () => x.norm({ p: 1, dim: 0 }), () => x.norm(1, { dim: 0 })],
  "var": [() => x.var({ dim: 0, correction: 0 }), () => x.var(0, { unbiased: false })],
  "flatten": [() => torch.flatten(x, 0), () => torch.flatten(x, { startDim: 0 }), () => x.flatten()],
  "squeeze": [() => torch.ones(1, 3).squeeze(0), () => torch.ones(1, 3).squeeze({ dim: 0 })],
  "unsqueeze": [() => x.unsqueeze(1), () => x.unsqueeze({ dim: 1 })],
  "cat": [() => torch.cat([x, x], 1), () => torch.cat([x, x], { dim: 1 })],
  "to": [() => x.to(torch.float64), () => x.to({ dtype: torch.float64 }), () => x.type(torch.double)],
  "rand": [() => torch.rand(2, 3), () => torch.rand([2, 3]), () => torch.rand({ size: [2, 3] })],
  "zeros": [() => torch.zeros(2, 3), () => torch.zeros({ size: [2, 3] })],
  "a number at random": [
    () => torch.randn([]),
    () => torch.randn({ size: [] }),
    () => torch.randn({ requiresGrad: false }),
  ],
  "normal": [() => torch.normal(1, 0.1, [4, 5]), () => torch.normal(1, 0.1, { size: [4, 5] })],
  "randint": [
    () => torch.randint(0, 9, [3]),
    () => torch.randint(9, { size: [3] }),
    () => torch.randint({ high: 9, size: [3] }),
  ],
  "leakyRelu": [() => torch.leakyRelu(x.neg(), 0.2), () => F.leakyRelu(x.neg(), { negativeSlope: 0.2 })],
  "elu": [() => torch.elu(x.neg(), 0.5), () => x.neg().elu({ alpha: 0.5 })],
  "oneHot": [() => F.oneHot(labels), () => F.oneHot(labels, 3), () => F.oneHot(labels, { numClasses: 3 })],
  "dropout": [
    () => F.dropout(x, 0.3),
    () => F.dropout(x, { p: 0.3 }),
    () => F.dropout(x, 0.3, { training: true }),
  ],
  "dropout while predicting": [
    () => x,
    () => F.dropout(x, 0.3, false),
    () => F.dropout(x, { p: 0.3, training: false }),
  ],
  "nn.Dropout": [() => new nn.Dropout(0.3), () => new nn.Dropout({ p: 0.3 })],
  "nn.Softmax": [() => new nn.Softmax(1), () => new nn.Softmax({ dim: 1 })],
  "nn.LeakyReLU": [() => new nn.LeakyReLU(0.3), () => new nn.LeakyReLU({ negativeSlope: 0.3 })],
  "nn.ELU": [() => new nn.ELU(0.3), () => new nn.ELU({ alpha: 0.3 })],
  "nn.PReLU": [() => new nn.PReLU(3, 0.1), () => new nn.PReLU({ numParameters: 3, init: 0.1 })],
  "nn.Linear": [() => new nn.Linear(2, 1, false), () => new nn.Linear(2, 1, { bias: false })],
  "nn.init.normal_": [
    () => nn.init.normal_(torch.zeros(4, 5), 1, 0.1),
    () => nn.init.normal_(torch.zeros(4, 5), { mean: 1, std: 0.1 }),
  ],
  "nn.init.uniform_": [
    () => nn.init.uniform_(torch.zeros(4, 5), -10, 10),
    () => nn.init.uniform_(torch.zeros(4, 5), { a: -10, b: 10 }),
  ],
  "nn.init.xavierUniform_": [
    () => nn.init.xavierUniform_(torch.zeros(4, 5), 2),
    () => nn.init.xavierUniform_(torch.zeros(4, 5), { gain: 2 }),
  ],
  "normal_": [
    () => torch.zeros(4, 5).normal_(1, 0.1),
    () => torch.zeros(4, 5).normal_({ mean: 1, std: 0.1 }),
    () => nn.init.normal_(torch.zeros(4, 5), 1, 0.1),
  ],
  "normal_ without arguments": [() => torch.zeros(20).normal_(), () => torch.randn(20)],
  "uniform_": [
    () => torch.zeros(4, 5).uniform_(-1, 3),
    () => torch.zeros(4, 5).uniform_({ from: -1, to: 3 }),
  ],
  "bernoulli_": [() => torch.zeros(9).bernoulli_(0.3), () => torch.zeros(9).bernoulli_({ p: 0.3 })],
  "multinomial": [
    () => torch.multinomial(torch.ones(4), 6, true),
    () => torch.multinomial(torch.ones(4), 6, { replacement: true }),
  ],
  "bmm": [
    () => torch.bmm(torch.ones(2, 3, 4), torch.ones(2, 4, 5)),
    () => torch.ones(2, 3, 4).bmm(torch.ones(2, 4, 5)),
    () => torch.full([2, 3, 5], 4),
  ],
  "tolist": [() => x.tolist(), () => x.numpy(), () => x.toArray()],
  "nn.LogSigmoid": [() => new nn.LogSigmoid()(x), () => F.logSigmoid(x)],
  "StepLR": [
    () => rates((o) => new optim.lrScheduler.StepLR(o, 2, 0.5)),
    () => rates((o) => new optim.lrScheduler.StepLR(o, 2, { gamma: 0.5 })),
    () => rates((o) => new optim.lrScheduler.StepLR(o, { stepSize: 2, gamma: 0.5 })),
    () => rates((o) => new optim.lrScheduler.MultiStepLR(o, [2, 4], 0.5)),
    () => rates((o) => new optim.lrScheduler.LambdaLR(o, (epoch) => 0.5 ** Math.floor(epoch / 2))),
  ],
  "CosineAnnealingLR": [
    () => rates((o) => new optim.lrScheduler.CosineAnnealingLR(o, 4)),
    () => rates((o) => new optim.lrScheduler.CosineAnnealingLR(o, { tMax: 4 })),
  ],
};

function rates(make: (optimizer: optim.SGD) => { step(): void }): number[] {
  const optimizer = new optim.SGD([torch.zeros(1, { requiresGrad: true })], { lr: 1 });
  const scheduler = make(optimizer);
  return [0, 1, 2, 3].map(() => {
    scheduler.step();
    return optimizer.paramGroups[0].lr;
  });
}

describe("arguments by position and by name mean the same", () => {
  for (const [name, [first, ...others]] of Object.entries(same)) {
    it(`in ${name}`, () => {
      const results = [first, ...others].map((call) => {
        torch.manualSeed(5);
        return seen(call());
      });
      for (const result of results) assert.deepEqual(result, results[0]);
    });
  }
});

describe("calls of the book that are easily typed wrongly", () => {
  it("reaches the bias of a layer that has one without asking whether it is there", () => {
    const net = new nn.Sequential(new nn.Linear(2, 1));
    net[0].weight.data.normal_(0, 0.01);
    net[0].bias.data.fill_(0);
    assert.equal(net[0].bias.item(), 0);
    const without: null = new nn.Linear(2, 1, { bias: false }).bias;
    assert.equal(without, null);
  });

  it("steps and zeroes a gradient as in Python", () => {
    const w = torch.ones(2, { requiresGrad: true });
    w.sum().backward();
    torch.noGrad(() => {
      w.sub_(w.grad.mul(0.5));
      w.grad.zero_();
    });
    assert.deepEqual(
      [w.toArray(), w.grad.toArray()],
      [
        [0.5, 0.5],
        [0, 0],
      ],
    );
    w.grad = null;
    w.mul(2).sum().backward();
    assert.deepEqual(w.grad.toArray(), [2, 2]);
  });

  it("starts backward with options alone", () => {
    const w = torch.ones(2, { requiresGrad: true });
    const y = w.mul(3);
    const loss = y.sum();
    loss.backward({ retainGraph: true });
    y.backward({ gradient: torch.onesLike(y), retainGraph: true });
    y.backward(torch.ones(y.length));
    assert.deepEqual(w.grad.toArray(), [9, 9]);
  });

  it("runs a closure before a step and gives its loss back", () => {
    const w = torch.tensor([3], { requiresGrad: true });
    const trainer = new optim.SGD([w], { lr: 0.1 });
    const loss = torch.noGrad(() =>
      trainer.step(() => {
        trainer.zeroGrad();
        const value = w.square().sum();
        value.backward();
        return value;
      }),
    );
    assert.equal(loss.item(), 9);
    assert.deepEqual(w.toArray(), [Math.fround(2.4)]);
  });

  it("compares whole tensors to one boolean", () => {
    assert.equal(torch.equal(x, x.clone()), true);
    assert.equal(torch.equal(x, x.reshape(4, 3)), false);
    assert.equal(x.equal(x.add(1)), false);
    assert.equal(torch.allclose(x, x.mul(1 + 1e-6)), true);
    assert.equal(torch.allclose(torch.tensor([NaN]), torch.tensor([NaN])), false);
    assert.equal(torch.tensor([NaN]).allclose(torch.tensor([NaN]), { equalNan: true }), true);
  });

  it("refuses batches of matrices that differ in number", () => {
    assert.throws(() => torch.bmm(torch.ones(2, 3, 4), torch.ones(1, 4, 5)), /bmm: .*2 ≠ 1 matrices/);
    assert.throws(
      () => torch.bmm(torch.ones(3, 4), torch.ones(1, 4, 5)),
      /first must be a batch of matrices/,
    );
  });

  it("takes one parameter as a group", () => {
    const net = new nn.Linear(2, 1);
    const trainer = new optim.SGD([{ params: net.weight, weightDecay: 3 }, { params: net.bias }], {
      lr: 0.1,
    });
    assert.deepEqual(
      trainer.paramGroups.map((group) => [group.params.length, group.weightDecay]),
      [
        [1, 3],
        [1, 0],
      ],
    );
  });

  it("makes a tensor of tensors and typed arrays", () => {
    assert.deepEqual(seen(torch.tensor([torch.tensor(1), torch.tensor(2)])), [[2], "float32", [1, 2]]);
    const rows = torch.tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]);
    assert.deepEqual(seen(rows), [
      [2, 2],
      "float64",
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    assert.deepEqual(seen(torch.tensor(labels)), [[3], "int32", [0, 2, 1]]);
    assert.throws(
      () => torch.tensor([torch.ones(2), torch.ones(3)]),
      /expected 2 elements at depth 1, found 3/,
    );
  });

  it("tells the dtype when type is called with nothing", () => assert.equal(x.type(), "float32"));

  it("lets a hook just look", () => {
    const w = torch.ones(2, { requiresGrad: true });
    let norm = 0;
    w.registerHook((g) => {
      norm = g.norm(1).item();
    });
    w.mul(2).sum().backward();
    assert.equal(norm, 4);
  });
});

describe("a multinomial distribution", () => {
  it("counts as many draws as it was told, in rows of any shape", () => {
    torch.manualSeed(0);
    const fair = new distributions.Multinomial(10, torch.ones(6));
    assert.deepEqual(fair.probs.sum().item(), 1);
    assert.deepEqual(fair.sample([500]).sum(1).eq(10).all().item(), 1);
    assert.deepEqual([...fair.sample([2, 3]).shape], [2, 3, 6]);
  });

  it("refuses counts and weights that are none", () => {
    assert.throws(() => new distributions.Multinomial(0, torch.ones(2)), /totalCount is 0/);
    assert.throws(() => new distributions.Multinomial(1, torch.ones(2, 2)), /probs has shape \(2, 2\)/);
  });
});
