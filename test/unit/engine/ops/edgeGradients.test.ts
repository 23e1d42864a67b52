/** Gradients where an element, a row or a whole tensor is special; the expected numbers are PyTorch's. */
import assert from "node:assert/strict";
import { grad, nn, norm, prod, type Tensor, tensor } from "../../../../engine/index.ts";

const { crossEntropy, nllLoss } = nn.functional;
const leaf = (values: number[] | number[][] | number[][][]): Tensor => tensor(values, { requiresGrad: true });

function assertNear(actual: Tensor, expected: Tensor): void {
  assert.deepEqual([...actual.shape], [...expected.shape]);
  assert.ok(actual.allclose(expected, { atol: 1e-6 }), `${actual.toString()} is not ${expected.toString()}`);
}

describe("the gradient of a loss over classes", () => {
  const shapes: [title: string, logits: Tensor, target: Tensor][] = [
    ["(C,)", leaf([1, 2, 0.5]), tensor(1)],
    [
      "(N, C)",
      leaf([
        [1, 2, 0.5],
        [0, 1, 3],
      ]),
      tensor([1, 2]),
    ],
    [
      "(N, C, L)",
      leaf([
        [
          [1, 2],
          [0, 1],
          [3, -1],
        ],
      ]),
      tensor([[1, 2]]),
    ],
    [
      "(N, C, L, M)",
      tensor(Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)))
        .reshape(2, 3, 2, 2)
        .clone()
        .requiresGrad_(),
      tensor([
        [
          [0, 1],
          [2, 0],
        ],
        [
          [1, 1],
          [2, 0],
        ],
      ]),
    ],
  ];
  for (const [title, logits, target] of shapes) {
    it(`is recorded as it is computed, for logits (${title}) and no reduction`, () => {
      const losses = crossEntropy(logits, target, { reduction: "none" });
      assert.deepEqual([...losses.shape], [...target.shape]);
      const weights = losses
        .detach()
        .mul(0)
        .add(tensor(Float32Array.from({ length: losses.numel() }, (_, i) => i + 1)).reshape(losses.shape));
      const options = { gradOutputs: weights, retainGraph: true };
      const [plain] = grad(losses, logits, options);
      const [recorded] = grad(losses, logits, { ...options, createGraph: true });
      assertNear(recorded, plain);
      // Of log-softmax and a choice, which have slopes of their own.
      const axis = logits.ndim === 1 ? 0 : 1;
      const hits = nn.functional.oneHot(target, 3).float();
      const order = [...hits.shape.keys()];
      const moved = hits.permute([...order.slice(0, axis), order.length - 1, ...order.slice(axis, -1)]);
      const composed = logits.logSoftmax(axis).mul(moved).sum(axis).neg();
      const [first] = grad(composed, logits, { gradOutputs: weights, createGraph: true });
      assertNear(recorded, first);
      const second = [recorded, first].map((g) => grad(g.mul(g).sum(), logits)[0]);
      assertNear(second[0], second[1]);
    });
  }

  it("has no part of the rows that are ignored, whatever stands in them", () => {
    for (const odd of [-Infinity, Infinity, NaN]) {
      for (const loss of [crossEntropy, nllLoss]) {
        for (const options of [{}, { reduction: "sum" }, { weight: tensor([1, 2, 3]) }] as const) {
          const x = leaf([
            [1, 2, 0.5],
            [odd, odd, 0],
            [0, 1, 3],
          ]);
          const y = leaf([
            [1, 2, 0.5],
            [0, 1, 3],
          ]);
          const values = [loss(x, tensor([1, -100, 2]), options), loss(y, tensor([1, 2]), options)];
          assert.equal(values[0].item(), values[1].item());
          for (const value of values) value.backward();
          assertNear(x.grad.get([0, 2]), y.grad);
          assert.deepEqual(x.grad.at(1).toArray(), [0, 0, 0]);
        }
      }
    }
    const x = leaf([
      [-Infinity, -Infinity, 0],
      [0, 1, 3],
    ]);
    const losses = crossEntropy(x, tensor([-100, 2]), { reduction: "none", labelSmoothing: 0.1 });
    assert.equal(losses.at(0).item(), 0);
    losses.sum().backward();
    assert.deepEqual(x.grad.at(0).toArray(), [0, 0, 0]);
  });
});

describe("the gradient of a product", () => {
  it("is right with zeros along several axes, and again", () => {
    const x = leaf([
      [
        [2, 0],
        [-3, 4],
      ],
      [
        [3, 5],
        [1, 1],
      ],
    ]);
    const y = prod(x, [0, 2]);
    assert.deepEqual(y.toArray(), [0, -12]);
    const [g] = grad(y.sum(), x, { createGraph: true });
    assert.deepEqual(g.toArray(), [
      [
        [0, 30],
        [4, -3],
      ],
      [
        [0, 0],
        [-12, -12],
      ],
    ]);
    const [second] = grad(g.sum(), x);
    assert.deepEqual(second.toArray(), [
      [
        [15, 31],
        [9, -5],
      ],
      [
        [10, 6],
        [-11, -11],
      ],
    ]);
  });
});

describe("the gradient of a quotient that is rounded", () => {
  it("is 0, where the quotient is NaN or infinite as well", () => {
    for (const roundingMode of ["floor", "trunc"] as const) {
      const [x, y] = [
        leaf([
          [0, 1],
          [5, -5],
        ]),
        leaf([0, 2]),
      ];
      const z = x.div(y, { roundingMode });
      z.sum().backward();
      assert.deepEqual(
        [x.grad.toArray(), y.grad.toArray()],
        [
          [
            [0, 0],
            [0, 0],
          ],
          [0, 0],
        ],
      );
      const w = leaf([7, -7]);
      const q = w.div(2, { roundingMode });
      assert.deepEqual(q.toArray(), roundingMode === "trunc" ? [3, -3] : [3, -4]);
      q.sum().backward();
      assert.deepEqual(w.grad.toArray(), [0, 0]);
    }
    assert.deepEqual(tensor([1, 0]).div(0, { roundingMode: "trunc" }).toArray(), [Infinity, NaN]);
  });
});

describe("the gradient of a norm", () => {
  it("is 0 where the norm or the element is, for any p", () => {
    for (const p of [0, 0.5, 1, 1.5, 2, 3, Infinity]) {
      const x = leaf([0, 0, 0]);
      const y = norm(x, p);
      assert.equal(y.requiresGrad, true, `p = ${p}`);
      y.backward();
      assert.deepEqual(x.grad.toArray(), [0, 0, 0], `p = ${p}`);
    }
    const x = leaf([0, 1, 4]);
    norm(x, 0.5).backward();
    assertNear(x.grad, tensor([0, 3, 1.5]));
    const z = leaf([0, 1, 4]);
    norm(z, 0).backward();
    assert.deepEqual(z.grad.toArray(), [0, 0, 0]);
  });
});

describe("the gradient of an extreme that is NaN", () => {
  const chosen: Record<string, (x: Tensor) => Tensor> = {
    max: (x) => x.max(),
    min: (x) => x.min(),
  };
  for (const [name, run] of Object.entries(chosen)) {
    it(`goes to what is NaN, in ${name}`, () => {
      const x = leaf([0, NaN, 2, NaN]);
      run(x).backward();
      assert.deepEqual(x.grad.toArray(), [0, 0.5, 0, 0.5]);
    });
  }
  it("is 0 beside it, also where what is handed in is NaN, and NaN everywhere in amax", () => {
    const x = leaf([1, NaN]);
    x.min().backward(tensor(NaN));
    assert.deepEqual(x.grad.toArray(), [0, NaN]);
    const y = leaf([1, NaN]);
    y.amax().backward();
    assert.deepEqual(y.grad.toArray(), [NaN, NaN]);
  });
  it("comes from no weight of a class that only ignored rows have", () => {
    const x = leaf([
      [1, 2],
      [3, 4],
    ]);
    const weight = tensor([NaN, 1]);
    crossEntropy(x, tensor([-100, 1], { dtype: "int32" }), { weight, reduction: "sum" }).backward();
    assert.ok([...x.grad.toTypedArray()].every(Number.isFinite));
  });
  it("is 0 for the norm of what is NaN", () => {
    const x = leaf([1, NaN]);
    norm(x, -Infinity).backward();
    assert.deepEqual(x.grad.toArray(), [0, 0]);
  });
});

describe("the loss of very large logits", () => {
  for (const dtype of ["float32", "float64"] as const) {
    it(`is as near as that of small ones, in ${dtype}`, () => {
      const logits = tensor([[1e12, 1e12]], { dtype });
      const loss = crossEntropy(logits, tensor([1])).item();
      assert.ok(Math.abs(loss - Math.LN2) < 1e-6, String(loss));
    });
  }
});
