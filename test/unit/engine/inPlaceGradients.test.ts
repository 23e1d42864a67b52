/** Gradients through views and in-place changes; the expected numbers are PyTorch's. */
import assert from "node:assert/strict";
import { grad, noGrad, ones, optim, type Tensor, tensor, where, zeros } from "../../../engine/index.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });
const numbers = (x: Tensor | null): unknown => x?.toArray();

describe("views and changes in place", () => {
  it("has a view follow a change of its base", () => {
    const x = leaf(-1, 2);
    const h = x.mul(1);
    const f = h.reshape(-1, 1);
    h.relu_();
    assert.equal(f.gradFn?.name, "AsStridedBackward0");
    f.sum().backward();
    assert.deepEqual(numbers(x.grad), [0, 1]);
  });

  it("records a change of a view at its base", () => {
    const x = leaf(1, 2, 3);
    const h = x.mul(1);
    const v = h.get("0:2");
    v.mul_(5);
    assert.equal(h.gradFn?.name, "CopySlices");
    assert.equal(v.gradFn?.name, "AsStridedBackward0");
    h.mul(tensor([1, 10, 100]))
      .sum()
      .backward();
    assert.deepEqual(numbers(x.grad), [5, 50, 100]);
  });

  it("records a change of a view of a view at the tensor that is none, and in all its views", () => {
    const x = leaf(1, 2, 3, 4, 5, 6);
    const h = x.mul(1);
    const matrix = h.reshape(2, 3);
    const column = matrix.T.at(1);
    column.square_();
    column.mul_(3);
    assert.deepEqual(numbers(h), [1, 12, 3, 4, 75, 6]);
    matrix.mul(matrix).sum().backward();
    // x[1] and x[4] became y = 3x², so that the slope of y² is 36x³.
    assert.deepEqual(numbers(x.grad), [2, 36 * 8, 6, 8, 36 * 125, 12]);
  });

  it("makes a constant that was changed through a view part of the graph, with its views", () => {
    const w = leaf(1, 2);
    const b = zeros(4);
    const other = b.get("1:3");
    b.get("0:2").add_(w);
    assert.deepEqual([b.requiresGrad, other.requiresGrad, other.isLeaf], [true, true, false]);
    assert.equal(other.gradFn?.name, "AsStridedBackward0");
    other
      .mul(tensor([10, 100]))
      .sum()
      .backward();
    assert.deepEqual(numbers(w.grad), [0, 10]);
  });

  it("assigns to parts of views", () => {
    const x = leaf(1, 2, 3, 4);
    const w = leaf(5, 6);
    const h = x.mul(2);
    const v = h.reshape(2, 2);
    v.set(0, w);
    v.set(":", [1], 7);
    assert.deepEqual(numbers(h), [5, 7, 6, 7]);
    h.mul(h).sum().backward();
    assert.deepEqual(numbers(x.grad), [0, 0, 24, 0]);
    assert.deepEqual(numbers(w.grad), [10, 0]);
  });

  it("changes a leaf only where nothing is recorded, through views as well", () => {
    const x = leaf(1, 2, 3);
    assert.throws(() => x.mul_(2), /mul_: a leaf tensor that requires a gradient cannot be changed in place/);
    assert.throws(() => x.get("0:2").mul_(2), /mul_: a view of a leaf tensor that requires a gradient/);
    assert.throws(() => x.set(0, 2), /set: a leaf tensor/);
    assert.throws(() => x.normal_(), /normal_: a leaf tensor/);
    const part = leaf(1, 2, 3).detach().reshape(-1);
    part.requiresGrad = true;
    assert.throws(() => part.get("0:2").mul_(2), /mul_: a view of a leaf tensor that requires a gradient/);
    const v = x.get("0:2");
    noGrad(() => v.mul_(2));
    assert.deepEqual(numbers(x), [2, 4, 3]);
    v.mul(v).sum().backward();
    assert.deepEqual(numbers(x.grad), [4, 8, 0]);
  });

  it("refuses recorded changes of one of several views that one call gave", () => {
    const h = leaf(1, 2, 3, 4).mul(1);
    const several = /mul_: this tensor is one of several views that one call gave \(split, chunk, unbind\)/;
    assert.throws(() => h.split(2)[0].mul_(2), several);
    assert.throws(() => h.split(4)[0].mul_(2), several);
    assert.throws(() => h.chunk(2)[1].reshape(2, 1).mul_(2), several);
    assert.throws(() => h.unbind()[3].mul_(2), several);
    const w = leaf(1, 2);
    assert.throws(() => zeros(4).chunk(2)[0].mul_(w), several);
    const constant = zeros(4);
    constant.chunk(2)[0].add_(1);
    assert.deepEqual(numbers(constant), [1, 1, 0, 0]);
    h.mul_(1);
    assert.equal(h.requiresGrad, true);
  });

  it("refuses to record a change of a view that was made inside noGrad", () => {
    const h = leaf(1, 2).mul(1);
    const v = noGrad(() => h.reshape(2, 1));
    assert.throws(() => v.mul_(2), /mul_: this view was made inside noGrad\(\), and is changed while/);
    assert.throws(() => v.reshape(2).mul_(2), /made inside noGrad/);
    noGrad(() => v.mul_(2));
    assert.deepEqual(numbers(h), [2, 4]);
    const b = noGrad(() => zeros(2).reshape(2, 1));
    b.add_(1);
    assert.deepEqual(numbers(b), [[1], [1]]);
  });

  it("counts changes of a detached tensor, and not those of data", () => {
    const w = leaf(1, 2);
    const y = w.mul(w).sum();
    w.data.mul_(5);
    y.backward();
    assert.deepEqual(numbers(w.grad), [10, 20]);
    const z = w.mul(w).sum();
    w.detach().mul_(5);
    assert.throws(() => z.backward(), /MulBackward0 needs a tensor that was changed in place/);
    const { data } = w;
    const u = data.mul(leaf(1, 1)).sum();
    data.reshape(2, 1).mul_(5);
    assert.throws(() => u.backward(), /MulBackward0 needs a tensor that was changed in place/);
  });

  it("lets a detached tensor become part of another graph", () => {
    const h = leaf(1, 2).mul(1);
    const d = h.detach();
    const w = leaf(3, 4);
    d.reshape(2, 1).mul_(w.reshape(2, 1));
    assert.equal(d.gradFn?.name, "CopySlices");
    d.sum().backward();
    assert.deepEqual(numbers(w.grad), [1, 2]);
    assert.equal(h.gradFn?.name, "MulBackward0");
  });

  it("does not take a view for one after its base got other memory", () => {
    const w = leaf(1, 2);
    const v = w.reshape(2, 1);
    w.data = tensor([5, 6]);
    noGrad(() => v.fill_(0));
    assert.deepEqual(numbers(w), [5, 6]);
  });

  it("gives a view, never the tensor itself, where nothing is left to do", () => {
    const [x, y] = [leaf(1, 2), tensor(3, { requiresGrad: true })];
    const views = [x.reshape(2), x.get(":"), x.get("..."), x.get(), x.expand(2), x.squeeze(), x.T, x.t()];
    views.push(x.narrow(0, 0, 2), x.transpose(0, 0), x.permute(0), x.split(2)[0], x.view(2));
    views.push(y.T, y.transpose(0, -1), y.expand([]), y.reshape([]), y.get(), y.permute());
    assert.deepEqual(
      views.map((view) => [view.isLeaf, view === x || view === y]),
      views.map(() => [false, false]),
    );
    const { values } = y.max(0);
    noGrad(() => values.fill_(7));
    assert.equal(y.item(), 3);
  });

  it("makes no integers part of a graph", () => {
    const whole = tensor([1, 2], { dtype: "int32" });
    whole.copy_(leaf(3.5, 4));
    whole.set(0, tensor(7, { requiresGrad: true }));
    assert.deepEqual([numbers(whole), whole.requiresGrad], [[7, 4], false]);
  });

  it("does not take copies for views", () => {
    const x = leaf(1, 2, 3, 4);
    const copies = [
      x.clone(),
      x.reshape(2, 2).T.reshape(4),
      x.get([0, 1]),
      x.repeat(1),
      x.reshape(2, 2).max(1).values,
    ];
    for (const copy of noGrad(() => copies.map((c) => c.clone()))) copy.add_(leaf(1));
    for (const copy of copies) copy.mul_(2);
    assert.deepEqual(numbers(x), [1, 2, 3, 4]);
  });

  it("runs backward twice over a retained graph with changes in place", () => {
    const x = leaf(1, 2);
    const h = x.mul(3);
    h.at(0).square_();
    const loss = h.sum();
    loss.backward({ retainGraph: true });
    loss.backward();
    assert.deepEqual(numbers(x.grad), [36, 6]);
  });

  it("differentiates gradients through changes of views again", () => {
    const x = leaf(1, 2, 3);
    const h = x.mul(1);
    h.get("1:3").pow_(3);
    const [first] = grad(h.mul(h).sum(), x, { createGraph: true });
    const [second] = grad(first.sum(), x);
    assert.deepEqual(numbers(first), [2, 6 * 32, 6 * 243]);
    assert.deepEqual(numbers(second), [2, 30 * 16, 30 * 81]);
  });

  it("keeps hooks with the former value, and the wish for a gradient with the tensor", () => {
    const x = leaf(1, 2);
    const h = x.mul(1);
    const seen: unknown[] = [];
    h.registerHook((g) => void seen.push(numbers(g)));
    h.retainGrad();
    h.mul_(3);
    h.sum().backward();
    assert.deepEqual([seen, numbers(h.grad), numbers(x.grad)], [[[3, 3]], [1, 1], [3, 3]]);
    const v = x.mul(1).retainGrad().reshape(2, 1).retainGrad();
    v.mul_(2);
    v.mul(v).sum().backward();
    assert.deepEqual(numbers(v.grad), [[4], [8]]);
  });

  it("notices that an optimiser has moved what a graph has saved", () => {
    const w = leaf(1, 2);
    const trainer = new optim.SGD([w], { lr: 0.1 });
    const loss = w.mul(w).sum();
    loss.backward({ retainGraph: true });
    trainer.step();
    assert.throws(() => loss.backward(), /MulBackward0 needs a tensor that was changed in place/);
  });

  it("gives no gradient to what random numbers overwrote", () => {
    const x = leaf(1, 2);
    const h = x.mul(2);
    h.uniform_();
    h.sum().backward();
    assert.deepEqual(numbers(x.grad), [0, 0]);
  });
});

describe("what the graph has saved", () => {
  it("notices that a mask was changed", () => {
    const m = tensor([true, false]);
    const x = leaf(1, 2);
    const y = where(m, x, 0);
    m.fill_(0);
    assert.throws(() => y.sum().backward(), /WhereBackward0 needs a tensor that was changed in place/);
  });

  it("has positions of its own, whatever happens to lists and index tensors", () => {
    const list = [0];
    const index = tensor([1], { dtype: "int32" });
    const mask = tensor([false, false, true]);
    const x = leaf(1, 2, 3);
    const changed = [x.mul(1).set(list, 0), x.mul(1).set(index, 0), x.mul(1).set(mask, 0)];
    changed.push(x.gather(0, index), x.get(list), x.indexSelect(0, index));
    list[0] = 2;
    index.fill_(2);
    mask.fill_(1);
    const gradients = changed.map((y) => numbers(grad(y.sum(), x)[0]));
    assert.deepEqual(gradients, [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it("is what a tensor held before it was changed, for every change that needs it", () => {
    const x = leaf(0.5, 2);
    const w = leaf(3, 4);
    const h = x.mul(1);
    h.abs_().square_().log_().clamp_(-5, 5).pow_(2).mul_(w).div_(w.add(1));
    h.sum().backward();
    const y = leaf(0.5, 2);
    const v = leaf(3, 4);
    y.abs().square().log().clamp(-5, 5).pow(2).mul(v).div(v.add(1)).sum().backward();
    assert.deepEqual([numbers(x.grad), numbers(w.grad)], [numbers(y.grad), numbers(v.grad)]);
  });

  it("is what a tensor held before it was changed by itself, or by a view of itself", () => {
    const x = leaf(2, 3);
    const h = x.mul(1);
    h.mul_(h);
    h.mul_(h.reshape(2));
    h.sum().backward();
    assert.deepEqual(numbers(x.grad), [32, 108]);
  });
});

describe("gradients as tensors of their own", () => {
  it("shares none between leaves, or with the gradient handed in, when the pass is recorded", () => {
    const [a, b] = [leaf(1, 2), leaf(3, 4)];
    const g = tensor([1, 1]);
    a.add(b).backward(g, { createGraph: true });
    noGrad(() => a.grad.fill_(7));
    assert.deepEqual(
      [numbers(b.grad), numbers(g)],
      [
        [1, 1],
        [1, 1],
      ],
    );
  });

  it("adds to a retained gradient, and shares it with nobody", () => {
    const x = leaf(1, 2);
    const h = x.mul(1).retainGrad();
    const k = h.reshape(2, 1).retainGrad();
    const g = ones(2, 1);
    k.backward(g, { retainGraph: true });
    const first = h.grad;
    k.backward(g);
    assert.deepEqual(
      [numbers(h.grad), numbers(k.grad)],
      [
        [2, 2],
        [[2], [2]],
      ],
    );
    assert.deepEqual(
      [numbers(first), numbers(g)],
      [
        [1, 1],
        [[1], [1]],
      ],
    );
    k.grad.fill_(9);
    assert.deepEqual(numbers(h.grad), [2, 2]);
  });

  it("returns gradients that share no memory", () => {
    const [a, b] = [leaf(1, 2), leaf(3, 4)];
    const [ga, gb] = grad(a.add(b).sum(), [a, b]);
    ga.fill_(7);
    assert.deepEqual(numbers(gb), [1, 1]);
  });

  it("runs, and frees, only what lies between outputs and inputs", () => {
    const x = leaf(1, 2);
    const y = x.mul(x);
    const h = y.mul(1);
    const z = h.mul(h);
    const before: number[] = [];
    x.registerHook(() => void before.push(1));
    assert.deepEqual(numbers(grad(z.sum(), h)[0]), [2, 8]);
    assert.deepEqual(before, []);
    y.sum().backward();
    assert.deepEqual(numbers(x.grad), [2, 4]);
    assert.throws(() => z.sum().backward(), /the graph was freed/);
  });

  it("gives none to a leaf that no longer requires one", () => {
    const [x, w] = [leaf(1, 2), leaf(3, 4)];
    const y = x.mul(w).sum();
    x.requiresGrad_(false);
    y.backward();
    assert.deepEqual([numbers(x.grad), numbers(w.grad)], [undefined, [1, 2]]);
  });

  it("retains what a pass towards other tensors comes through", () => {
    const x = leaf(1, 2);
    const h = x.mul(3).retainGrad();
    const y = h.mul(h).sum();
    grad(y, h, { retainGraph: true });
    assert.equal(h.grad, null);
    grad(y, x);
    assert.deepEqual(numbers(h.grad), [6, 12]);
  });

  it("calls all hooks of a leaf, one that removes itself included", () => {
    const x = leaf(1);
    const calls: string[] = [];
    const remove = x.registerHook(() => {
      calls.push("first");
      remove();
    });
    x.registerHook((g) => {
      calls.push("second");
      return g.mul(2);
    });
    x.mul(3).backward();
    x.mul(3).backward();
    assert.deepEqual(calls, ["first", "second", "second"]);
    assert.deepEqual(numbers(x.grad), [12]);
  });
});
