import assert from "node:assert/strict";
import { arange, manualSeed, noGrad, ones, type Tensor, tensor, zeros } from "../../../../engine/index.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });

describe("changing a tensor in place", () => {
  it("keeps the memory and returns the tensor", () => {
    const x = arange(4);
    const { storage } = x.array;
    assert.equal(
      x
        .add_(1)
        .mul_(2)
        .sub_(tensor([2, 2, 2, 2]))
        .div_(2),
      x,
    );
    assert.deepEqual(x.toArray(), [0, 1, 2, 3]);
    assert.equal(x.array.storage, storage);
    assert.deepEqual(x.fill_(3).toArray(), [3, 3, 3, 3]);
    assert.deepEqual(x.zero_().toArray(), [0, 0, 0, 0]);
    assert.deepEqual(x.copy_(tensor([1, 2, 3, 4])).toArray(), [1, 2, 3, 4]);
    assert.deepEqual(x.pow_(2).sqrt_().neg_().clamp_(-3, -2).toArray(), [-2, -2, -3, -3]);
  });

  it("takes alpha", () => {
    assert.deepEqual(ones(2).add_(ones(2), { alpha: 3 }).toArray(), [4, 4]);
    assert.deepEqual(ones(2).sub_(ones(2), { alpha: 3 }).toArray(), [-2, -2]);
    assert.deepEqual(ones(2).sub_(1, { alpha: 3 }).toArray(), [-2, -2]);
  });

  it("changes the base through a view, strided or not", () => {
    const x = zeros(2, 3);
    x.at(0).add_(1);
    x.T.at(2).add_(5);
    x.get(":", "0:1").sub_(1);
    assert.deepEqual(x.toArray(), [
      [0, 1, 6],
      [-1, 0, 5],
    ]);
  });

  it("reads what it overwrites before it writes", () => {
    const x = arange(4).reshape(2, 2);
    x.add_(x.T);
    assert.deepEqual(x.toArray(), [
      [0, 3],
      [3, 6],
    ]);
    const y = arange(4);
    y.get("1:4").copy_(y.get("0:3"));
    assert.deepEqual(y.toArray(), [0, 0, 1, 2]);
  });

  it("broadcasts the other side only", () => {
    assert.deepEqual(
      ones(2, 2)
        .add_(tensor([1, 2]))
        .toArray(),
      [
        [2, 3],
        [2, 3],
      ],
    );
    assert.throws(() => ones(2).add_(ones(2, 2)), /add_: \(2,\) and \(2, 2\)/);
  });

  it("refuses fractions in whole numbers, and elements that share a place", () => {
    const whole = tensor([1, 2], { dtype: "int32" });
    for (const run of [() => whole.div_(2), () => whole.add_(0.5), () => whole.div_(whole.clone())]) {
      assert.throws(run, /a float32 result cannot be stored in an int32 tensor; convert x first/);
    }
    assert.deepEqual(whole.add_(1).mul_(3).toArray(), [6, 9]);
    const expanded = zeros(1, 3).expand(2, 3);
    for (const run of [() => expanded.add_(1), () => expanded.mul_(ones(3)), () => expanded.exp_()]) {
      assert.throws(run, /several elements of this expanded tensor lie in one place .* Change a clone\(\)/);
    }
    assert.deepEqual(zeros(1, 3).expand(1, 3).add_(1).toArray(), [[1, 1, 1]]);
  });

  it("takes its place in the graph", () => {
    const x = leaf(1, 2);
    const y = x.mul(3);
    y.mul_(2);
    y.add_(x);
    y.sum().backward();
    assert.deepEqual(x.grad?.toArray(), [7, 7]);
  });

  it("records a change of a constant by something that requires a gradient", () => {
    const w = leaf(2, 3);
    const buffer = zeros(2);
    buffer.add_(w);
    assert.equal(buffer.requiresGrad, true);
    buffer.mul(buffer).sum().backward();
    assert.deepEqual(w.grad?.toArray(), [4, 6]);
  });

  it("lets no gradient through what was overwritten by constants", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    y.fill_(5);
    y.sum().backward();
    assert.deepEqual(x.grad?.toArray(), [0, 0]);
    const z = x.mul(2);
    z.copy_(x);
    x.zeroGrad();
    z.sum().backward();
    assert.deepEqual(x.grad?.toArray(), [1, 1]);
  });

  it("works on leaves inside noGrad", () => {
    const w = leaf(1, 2);
    noGrad(() => w.sub_(0.5));
    assert.deepEqual(w.toArray(), [0.5, 1.5]);
    assert.equal(w.isLeaf, true);
  });

  it("fills with the random numbers of a seed", () => {
    manualSeed(0);
    // torch.manual_seed(0); torch.empty(2).uniform_()
    assert.deepEqual(zeros(2).uniform_().toArray(), [0.49625658988952637, 0.7682217955589294]);
    manualSeed(0);
    const x = zeros(3).normal_(0, 0.01);
    assert.ok(Math.abs(x.at(0).item() - 0.01540996) < 1e-7);
  });
});

describe("assigning to a part", () => {
  const grid = (): Tensor => arange(12).reshape(3, 4);

  it("writes elements, rows, columns and ranges", () => {
    const x = grid()
      .set(1, 2, 17)
      .set("0:2", "0:1", 12)
      .set(2, tensor([1, 2, 3, 4]));
    assert.deepEqual(x.toArray(), [
      [12, 1, 2, 3],
      [12, 5, 17, 7],
      [1, 2, 3, 4],
    ]);
  });

  it("writes lists, index tensors and masks", () => {
    const x = grid();
    x.set([0, 2], [1, 3], tensor([-1, -2]));
    assert.deepEqual([x.at(0, 1).item(), x.at(2, 3).item()], [-1, -2]);
    x.set(x.gt(5), 0);
    assert.equal(x.max().item(), 5);
    x.set(":", [3, 0], tensor([30, 40]));
    assert.deepEqual(x.get(":", 0).toArray(), [40, 40, 40]);
    assert.deepEqual(x.get(":", 3).toArray(), [30, 30, 30]);
    const t = grid().T;
    t.set([1, 0], 9);
    assert.deepEqual(t.T.toArray(), [
      [9, 9, 2, 3],
      [9, 9, 6, 7],
      [9, 9, 10, 11],
    ]);
  });

  it("broadcasts the value, and says when it cannot", () => {
    assert.throws(() => grid().set(0, tensor([1, 2])), /set: \(4,\) and \(2,\) do not broadcast/);
    assert.deepEqual(grid().set("...", 0).sum().item(), 0);
    assert.deepEqual(grid().set(0, ones(1, 1)).at(0).toArray(), [1, 1, 1, 1]);
    assert.deepEqual(grid().set(0, 1, ones(1)).at(0, 1).item(), 1);
    assert.throws(() => grid().set(0, 1, ones(2)), /set: \(\) and \(2,\) do not broadcast/);
  });

  it("sends gradients to the value, and none to what it replaced", () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    const v = tensor([10], { requiresGrad: true });
    const y = x.mul(2).set("0:2", v);
    y.mul(y).sum().backward();
    assert.deepEqual(y.toArray(), [10, 10, 6]);
    assert.deepEqual(x.grad?.toArray(), [0, 0, 24]);
    assert.deepEqual(v.grad?.toArray(), [40]);
  });
});
