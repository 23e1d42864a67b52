import assert from "node:assert/strict";
import { type Host, setHost } from "../../../engine/core/host.ts";
import {
  arange,
  dot,
  enableGrad,
  grad,
  isGradEnabled,
  matmul,
  nn,
  noGrad,
  ones,
  onesLike,
  rand,
  relu,
  type Tensor,
  tensor,
  zeros,
} from "../../../engine/index.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });
const numbers = (x: Tensor | null): unknown => x?.toArray();

describe("the backward pass", () => {
  it("gives the gradients of the book's first example, and adds them up over passes", () => {
    const x = arange(4, { requiresGrad: true });
    dot(x, x).mul(2).backward();
    assert.deepEqual(numbers(x.grad), [0, 4, 8, 12]);
    x.sum().backward();
    assert.deepEqual(numbers(x.grad), [1, 5, 9, 13]);
    x.zeroGrad();
    assert.equal(x.grad, null);
  });

  it("stops at a detached tensor", () => {
    const x = leaf(0, 1, 2, 3);
    const y = x.mul(x);
    const u = y.detach();
    u.mul(x).sum().backward();
    assert.deepEqual(numbers(x.grad), numbers(u));
    x.zeroGrad();
    y.sum().backward();
    assert.deepEqual(numbers(x.grad), [0, 2, 4, 6]);
  });

  it("follows loops and branches of the program", () => {
    const f = (a: Tensor): Tensor => {
      let b = a.mul(2);
      while (b.norm().item() < 1000) b = b.mul(2);
      return b.sum().item() > 0 ? b : b.mul(100);
    };
    const a = tensor(1.5, { requiresGrad: true });
    const d = f(a);
    d.backward();
    assert.equal(a.grad?.item(), d.item() / a.item());
  });

  it("sums what reaches a tensor on several ways", () => {
    const x = leaf(3);
    const y = x.mul(2);
    y.mul(y).add(y).sum().backward();
    assert.deepEqual(numbers(x.grad), [26]);
  });

  it("runs through a chain of 100,000 operations", () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 100_000; i++) y = y.add(1);
    y.backward();
    assert.deepEqual(numbers(x.grad), [1]);
  });

  it("takes the gradient to start from", () => {
    const x = leaf(1, 2, 3);
    x.mul(x).backward(tensor([1, 0.5, 0]));
    assert.deepEqual(numbers(x.grad), [2, 2, 0]);
  });

  it("runs twice over a retained graph", () => {
    const x = leaf(2);
    const y = x.mul(x).sum();
    y.backward(null, { retainGraph: true });
    y.backward();
    assert.deepEqual(numbers(x.grad), [8]);
  });

  it("does not let two leaves share the memory of one gradient", () => {
    const a = leaf(1, 2);
    const b = leaf(3, 4);
    a.add(b).sum().backward();
    a.grad?.fill_(7);
    assert.deepEqual(numbers(b.grad), [1, 1]);
  });

  it("gives a stretched leaf a gradient of its own shape", () => {
    const b = zeros(3, { requiresGrad: true });
    ones(2, 3).add(b).sum().backward();
    assert.deepEqual(numbers(b.grad), [2, 2, 2]);
  });

  it("computes no gradient for what does not require one", () => {
    const x = ones(2, 3);
    const w = ones(3, 2, { requiresGrad: true });
    const y = matmul(x, w);
    assert.equal(y.gradFn?.inputs[0], null);
    y.sum().backward();
    assert.equal(x.grad, null);
    assert.deepEqual(numbers(w.grad), [
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });

  it("stops for an interrupt", () => {
    const idle: Host = {
      showFigure: () => undefined,
      openChart: () => ({ update: () => undefined }),
      interrupted: () => false,
      acknowledgeInterrupt: () => undefined,
    };
    const x = leaf(1);
    setHost({ ...idle, interrupted: () => true });
    try {
      assert.throws(() => x.mul(2).backward(), { name: "InterruptedError" });
    } finally {
      setHost(idle);
    }
    x.mul(3).backward();
    assert.deepEqual(numbers(x.grad), [3]);
  });
});

describe("looking into a graph", () => {
  it("shows the operations, what they stored and where gradients go", () => {
    const x = leaf(1, -2);
    const loss = relu(x.mul(x)).sum();
    const { gradFn } = loss;
    assert.equal(gradFn?.name, "SumBackward0");
    const [reluNode] = gradFn.inputs;
    assert.equal(reluNode?.name, "ReluBackward0");
    assert.deepEqual(reluNode.savedTensors.map(numbers), [[1, 4]]);
    const [mulNode] = reluNode.inputs;
    assert.deepEqual(mulNode?.savedTensors.map(numbers), [
      [1, -2],
      [1, -2],
    ]);
    assert.equal(mulNode.inputs[0]?.name, "AccumulateGrad");
    assert.equal(x.gradFn, null);
  });

  it("keeps the gradient of an intermediate that asked for it", () => {
    const x = leaf(2);
    const y = x.mul(3).retainGrad();
    y.mul(y).sum().backward();
    assert.deepEqual(numbers(y.grad), [12]);
    assert.deepEqual(numbers(x.grad), [36]);
  });

  it("calls hooks with the gradient, and goes on with what they return", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    const seen: unknown[] = [];
    const remove = y.registerHook((g) => {
      seen.push(numbers(g));
      return g.mul(10);
    });
    y.sum().backward(null, { retainGraph: true });
    assert.deepEqual(seen, [[1, 1]]);
    assert.deepEqual(numbers(x.grad), [20, 20]);
    remove();
    y.sum().backward();
    assert.deepEqual(numbers(x.grad), [22, 22]);
  });

  it("calls hooks of leaves, too", () => {
    const x = leaf(1);
    x.registerHook((g) => g.neg());
    x.mul(5).backward();
    assert.deepEqual(numbers(x.grad), [-5]);
  });
});

describe("switching recording off and on", () => {
  it("records nothing inside noGrad, and again after it", () => {
    const w = leaf(1, 2);
    const y = noGrad(() => w.mul(2));
    assert.equal(y.requiresGrad, false);
    assert.equal(y.gradFn, null);
    assert.equal(w.mul(2).requiresGrad, true);
    assert.equal(noGrad(() => enableGrad(() => w.mul(2))).requiresGrad, true);
  });

  it("comes back after an exception and after a promise", async () => {
    assert.throws(() =>
      noGrad(() => {
        throw new Error("inside");
      }),
    );
    assert.equal(isGradEnabled(), true);
    const pending = noGrad(async () => {
      await Promise.resolve();
      return isGradEnabled();
    });
    assert.equal(await pending, false);
    assert.equal(isGradEnabled(), true);
  });

  it("lets data be changed under a leaf", () => {
    const w = leaf(1, 2);
    w.mul(w).sum().backward();
    const g = w.grad;
    assert.ok(g);
    w.data.sub_(g.mul(0.5));
    assert.deepEqual(numbers(w), [0, 0]);
    w.data = tensor([5, 6]);
    assert.deepEqual(numbers(w), [5, 6]);
    assert.equal(w.requiresGrad, true);
  });
});

describe("grad", () => {
  it("returns gradients without touching those of the leaves", () => {
    const x = leaf(1, 2);
    const [g] = grad(x.mul(x).sum(), x);
    assert.deepEqual(numbers(g), [2, 4]);
    assert.equal(x.grad, null);
  });

  it("differentiates by intermediates", () => {
    const x = leaf(2);
    const y = x.mul(3);
    const [gy, gx] = grad(y.mul(y).sum(), [y, x]);
    assert.deepEqual([numbers(gy), numbers(gx)], [[12], [36]]);
  });

  it("differentiates gradients, as often as asked", () => {
    const x = leaf(2);
    const [first] = grad(x.pow(3).sum(), x, { createGraph: true });
    const [second] = grad(first.sum(), x, { createGraph: true });
    const [third] = grad(second.sum(), x);
    assert.deepEqual([numbers(first), numbers(second), numbers(third)], [[12], [12], [6]]);
  });

  it("fills the leaves of a penalty on a gradient through backward", () => {
    const x = leaf(1, 2);
    const w = leaf(3, 4);
    const [g] = grad(x.mul(x).mul(w).sum(), x, { createGraph: true });
    g.mul(g).sum().backward();
    // g = 2xw, so the penalty is 4x²w², and its gradient by w is 8x²w.
    assert.deepEqual(numbers(w.grad), [24, 128]);
  });

  it("starts from given gradients", () => {
    const x = leaf(1, 2);
    const y = x.mul(x);
    const [g] = grad([y], [x], { gradOutputs: [onesLike(y).mul(10)] });
    assert.deepEqual(numbers(g), [20, 40]);
  });

  it("says which input is unused, or gives null when that is allowed", () => {
    const x = leaf(1);
    const z = leaf(1);
    assert.throws(() => grad(x.mul(2).sum(), [x, z]), /grad: the outputs do not depend on input 1/);
    const [, g] = grad(x.mul(2).sum(), [x, z], { allowUnused: true });
    assert.equal(g, null);
  });

  it("names what made a tensor as PyTorch does", () => {
    const a = rand(4, 3, { requiresGrad: true });
    const w = rand(3, { requiresGrad: true });
    const y = tensor([0, 1, 2, 0]);
    const names: Record<string, Tensor> = {
      SumBackward0: a.sum(),
      SumBackward1: a.sum(0),
      MeanBackward0: a.mean(),
      MeanBackward1: a.mean(1),
      PowBackward0: a.square(),
      MmBackward0: a.mm(a.T),
      MvBackward0: a.mv(w),
      DotBackward0: w.dot(w),
      AddmmBackward0: new nn.Linear(3, 2)(a),
      MseLossBackward0: new nn.MSELoss()(a, a.detach()),
      NllLossBackward0: new nn.CrossEntropyLoss()(a, y),
      BinaryCrossEntropyWithLogitsBackward0: new nn.BCEWithLogitsLoss()(a, a.detach()),
      SelectBackward0: a.at(0),
      SliceBackward0: a.get("1:3"),
      IndexBackward0: a.get([0, 1], [1, 2]),
      UnsqueezeBackward0: a.unsqueeze(0),
      SqueezeBackward0: a.reshape(1, 12).squeeze(),
      PermuteBackward0: a.T,
      CopySlices: a.mul(1).set(0, 2),
      CopyBackwards: zeros(4, 3).copy_(a),
      GeluBackward0: nn.functional.gelu(a, { approximate: "tanh" }),
    };
    assert.deepEqual(
      Object.values(names).map((x) => x.gradFn?.name),
      Object.keys(names),
    );
  });

  it("sends the gradient of what was copied in to its source alone", () => {
    const a = rand(3, { requiresGrad: true });
    const x = zeros(3).copy_(a);
    assert.deepEqual([x.requiresGrad, x.isLeaf], [true, false]);
    x.retainGrad();
    x.mul(2).sum().backward();
    assert.deepEqual(
      [a.grad.toArray(), x.grad.toArray()],
      [
        [2, 2, 2],
        [2, 2, 2],
      ],
    );
  });

  it("changes a product with a vector in place, which is no view of anything", () => {
    const a = rand(2, 3, { requiresGrad: true });
    const y = a.mv(tensor([1, 2, 3])).add_(1);
    y.sum().backward();
    assert.deepEqual(a.grad.toArray(), [
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});
