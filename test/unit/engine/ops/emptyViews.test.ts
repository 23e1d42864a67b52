/** Tensors without elements, and views that begin where their memory ends: nothing is read or written through them. */
import assert from "node:assert/strict";
import { cat, cumsum, nn, ones, stack, type Tensor, zeros } from "../../../../engine/index.ts";

const shapeOf = (x: Tensor): number[] => [...x.shape];

describe("A tensor without elements", () => {
  it("is stacked and joined along every axis", () => {
    assert.deepEqual(shapeOf(stack([zeros(0, 0), zeros(0, 0)], -1)), [0, 0, 2]);
    assert.deepEqual(shapeOf(stack([zeros(2, 0), zeros(2, 0), zeros(2, 0)], 1)), [2, 3, 0]);
    assert.deepEqual(shapeOf(cat([zeros(0, 2), zeros(0, 3)], 1)), [0, 5]);
  });

  it("is reduced, added to and copied where it begins behind its memory", () => {
    const x = ones(1, 2, 0).narrow(1, 1, 1);
    assert.deepEqual(shapeOf(x.sum({ dim: 1, keepdim: true })), [1, 1, 0]);
    assert.deepEqual(shapeOf(x.var({ dim: 1, keepdim: true })), [1, 1, 0]);
    assert.deepEqual(shapeOf(x.add(1).exp()), [1, 1, 0]);
    assert.deepEqual(shapeOf(x.add_(1).clone()), [1, 1, 0]);
    assert.deepEqual(shapeOf(cumsum(x, 1).softmax(0)), [1, 1, 0]);
    const tail = ones(3).narrow(0, 3, 0);
    assert.equal(tail.sum().item(), 0);
    assert.deepEqual(shapeOf(tail.mul_(2).matmul(zeros(0, 2))), [2]);
  });

  it("goes through a layer without inputs and back", () => {
    for (const shape of [[0], [2, 0], [2, 3, 0]]) {
      const [x, w] = [zeros(shape, { requiresGrad: true }), zeros(4, 0, { requiresGrad: true })];
      const y = nn.functional.linear(x, w, ones(4));
      assert.deepEqual(shapeOf(y), [...shape.slice(0, -1), 4]);
      y.sum().backward();
      assert.deepEqual([shapeOf(x.grad), shapeOf(w.grad)], [shape, [4, 0]]);
    }
  });
});
