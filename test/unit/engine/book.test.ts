import assert from "node:assert/strict";
import * as torch from "../../../engine/index.ts";
import type { Tensor } from "../../../engine/index.ts";

/** Cells of "Dive into Deep Learning", transcribed call by call, with the numbers that the book prints. */
const printed = (x: Tensor): string => x.toString().replaceAll(/\s+/g, " ");

describe("the book's chapter on data manipulation", () => {
  const x = torch.arange(12);
  const X = x.reshape(3, 4);
  const Y = torch.tensor([
    [2.0, 1, 4, 3],
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ]);

  it("makes and reshapes", () => {
    assert.equal(printed(x), "tensor([ 0., 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11.])");
    assert.equal(String(x.shape), "torch.Size([12])");
    assert.equal(x.numel(), 12);
    assert.equal(String(x.reshape(-1, 4).shape), "torch.Size([3, 4])");
    assert.equal(String(torch.zeros([2, 3, 4]).shape), "torch.Size([2, 3, 4])");
    assert.equal(torch.ones([2, 3, 4]).sum().item(), 24);
    assert.equal(String(torch.randn(3, 4).shape), "torch.Size([3, 4])");
  });

  it("computes element by element", () => {
    const a = torch.tensor([1.0, 2, 4, 8]);
    const b = torch.tensor([2, 2, 2, 2]);
    assert.equal(printed(a.add(b)), "tensor([ 3., 4., 6., 10.])");
    assert.equal(printed(a.sub(b)), "tensor([-1., 0., 2., 6.])");
    assert.equal(printed(a.mul(b)), "tensor([ 2., 4., 8., 16.])");
    assert.equal(printed(a.div(b)), "tensor([0.5000, 1.0000, 2.0000, 4.0000])");
    assert.equal(printed(a.pow(b)), "tensor([ 1., 4., 16., 64.])");
    assert.equal(printed(torch.exp(a)), "tensor([2.7183e+00, 7.3891e+00, 5.4598e+01, 2.9810e+03])");
  });

  it("joins, compares and sums", () => {
    assert.equal(String(torch.cat([X, Y], 0).shape), "torch.Size([6, 4])");
    assert.equal(String(torch.cat([X, Y], { dim: 1 }).shape), "torch.Size([3, 8])");
    assert.equal(
      printed(X.eq(Y)),
      "tensor([[False, True, False, True], [False, False, False, False], [False, False, False, False]])",
    );
    assert.equal(printed(X.sum()), "tensor(66.)");
  });

  it("broadcasts", () => {
    const a = torch.arange(3).reshape(3, 1);
    const b = torch.arange(2).reshape(1, 2);
    assert.equal(printed(a.add(b)), "tensor([[0., 1.], [1., 2.], [2., 3.]])");
  });

  it("indexes and assigns", () => {
    const Z = X.clone();
    assert.equal(printed(Z.at(-1)), "tensor([ 8., 9., 10., 11.])");
    assert.equal(printed(Z.get("1:3")), "tensor([[ 4., 5., 6., 7.], [ 8., 9., 10., 11.]])");
    Z.set(1, 2, 9);
    Z.set("0:2", ":", 12);
    assert.equal(printed(Z), "tensor([[12., 12., 12., 12.], [12., 12., 12., 12.], [ 8., 9., 10., 11.]])");
  });

  it("saves memory by working in place", () => {
    const Z = torch.zerosLike(Y);
    const { storage } = Z.array;
    Z.set(":", X.add(Y));
    assert.equal(Z.array.storage, storage);
    const before = Z;
    assert.equal(Z.add_(Y), before);
  });
});

describe("the book's chapter on linear algebra", () => {
  const A = torch.arange(20).reshape(5, 4);
  const x = torch.arange(4);

  it("transposes, sums along axes and accumulates", () => {
    assert.equal(printed(A.T.at(0)), "tensor([ 0., 4., 8., 12., 16.])");
    assert.equal(printed(A.sum({ axis: 0 })), "tensor([40., 45., 50., 55.])");
    assert.equal(printed(A.sum({ axis: 1 })), "tensor([ 6., 22., 38., 54., 70.])");
    assert.equal(printed(A.sum([0, 1])), "tensor(190.)");
    assert.equal(printed(A.mean()), "tensor(9.5000)");
    assert.equal(A.sum().item() / A.numel(), 9.5);
    assert.equal(printed(A.mean({ axis: 0 })), "tensor([ 8., 9., 10., 11.])");
    const sums = A.sum({ axis: 1, keepdims: true });
    assert.equal(printed(sums), "tensor([[ 6.], [22.], [38.], [54.], [70.]])");
    assert.equal(printed(A.div(sums).at(0)), "tensor([0.0000, 0.1667, 0.3333, 0.5000])");
    assert.equal(printed(A.cumsum({ axis: 0 }).at(-1)), "tensor([40., 45., 50., 55.])");
  });

  it("multiplies and measures", () => {
    const y = torch.ones(4);
    assert.equal(printed(torch.dot(x, y)), "tensor(6.)");
    assert.equal(printed(torch.sum(x.mul(y))), "tensor(6.)");
    assert.equal(printed(torch.mv(A, x)), "tensor([ 14., 38., 62., 86., 110.])");
    const B = torch.ones(4, 3);
    assert.equal(printed(torch.mm(A, B).at(0)), "tensor([6., 6., 6.])");
    const u = torch.tensor([3.0, -4.0]);
    assert.equal(printed(torch.norm(u)), "tensor(5.)");
    assert.equal(printed(torch.abs(u).sum()), "tensor(7.)");
    assert.equal(printed(torch.norm(torch.ones([4, 9]))), "tensor(6.)");
  });
});

describe("the book's chapter on automatic differentiation", () => {
  it("differentiates 2xᵀx, sums and products, and a detached part as a constant", () => {
    const x = torch.arange(4.0, { requiresGrad: true });
    const y = torch.dot(x, x).mul(2);
    assert.equal(printed(y), "tensor(28., grad_fn=<MulBackward0>)");
    y.backward();
    assert.equal(x.grad?.eq(x.mul(4)).all().item(), 1);
    x.grad?.zero_();
    x.sum().backward();
    assert.equal(String(x.grad), "tensor([1., 1., 1., 1.])");
    x.grad?.zero_();
    x.mul(x).sum().backward();
    assert.equal(String(x.grad), "tensor([0., 2., 4., 6.])");
  });
});

describe("the book's regression and classification from scratch", () => {
  it("learns the weights of a line", () => {
    torch.manualSeed(0);
    const trueW = torch.tensor([2, -3.4]);
    const X = torch.normal(0, 1, [200, 2]);
    const y = X.matmul(trueW)
      .add(4.2)
      .add(torch.normal(0, 0.01, [200]))
      .reshape(-1, 1);
    const w = torch.normal(0, 0.01, [2, 1], { requiresGrad: true });
    const b = torch.zeros(1, { requiresGrad: true });
    const linreg = (input: Tensor): Tensor => torch.matmul(input, w).add(b);
    const squaredLoss = (yHat: Tensor, target: Tensor): Tensor =>
      yHat.sub(target.reshape(yHat.shape)).pow(2).div(2);
    for (let epoch = 0; epoch < 30; epoch++) {
      for (let i = 0; i < 200; i += 10) {
        const rows = `${i}:${i + 10}` as const;
        squaredLoss(linreg(X.get(rows)), y.get(rows))
          .sum()
          .backward();
        torch.noGrad(() => {
          for (const param of [w, b]) {
            if (!param.grad) continue;
            param.sub_(param.grad.mul(0.03 / 10));
            param.grad.zero_();
          }
        });
      }
    }
    assert.ok(w.reshape(trueW.shape).sub(trueW).abs().max().item() < 0.02, String(w));
    assert.ok(Math.abs(b.item() - 4.2) < 0.02, String(b));
  });

  it("picks probabilities, takes cross-entropies and counts hits", () => {
    const y = torch.tensor([0, 2]);
    const yHat = torch.tensor([
      [0.1, 0.3, 0.6],
      [0.3, 0.2, 0.5],
    ]);
    assert.equal(printed(yHat.get([0, 1], y)), "tensor([0.1000, 0.5000])");
    const losses = torch.log(yHat.get(torch.arange(yHat.length), y)).neg();
    assert.equal(printed(losses), "tensor([2.3026, 0.6931])");
    const hits = yHat.argmax({ axis: 1 }).type(y.dtype).eq(y);
    assert.equal(hits.type(y.dtype).sum().item() / y.length, 0.5);
    const softmax = (X: Tensor): Tensor => {
      const exps = torch.exp(X);
      return exps.div(exps.sum(1, true));
    };
    assert.ok(softmax(torch.randn(2, 5)).sum(1).allclose(torch.ones(2)));
  });
});
