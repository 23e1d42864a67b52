import assert from "node:assert/strict";
import { affinePicture, nn, noGrad, ones, tensor, type Tensor, zeros } from "../../../../engine/index.ts";
import { finite } from "./finite.ts";

describe("affine", () => {
  const W = tensor([
    [1.5, 0.5],
    [0.25, 1],
  ]);

  it("carries the entries of a map of the plane, row by row, and the points to carry along", () => {
    const { points, ...rest } = affinePicture(W, tensor([2, 0.5]), { title: "shear" });
    assert.deepEqual(rest, {
      version: 1,
      kind: "affine",
      title: "shear",
      inputs: 2,
      outputs: 2,
      weight: [
        [1.5, 0.5],
        [0.25, 1],
      ],
      bias: [2, 0.5],
      rowsEach: 1,
      columnsEach: 1,
    });
    assert.equal(points.length, 12);
    for (const [x, y] of points) assert.ok(Math.abs(Math.hypot(...finite([x, y])) - 1) < 1e-12);
    const own = affinePicture(W, null, { points: tensor([[3, -1]]) });
    assert.deepEqual([own.points, own.bias], [[[3, -1]], null]);
  });

  it("takes a layer with its bias, and what is computed as the transpose of something", () => {
    const layer = new nn.Linear(2, 2);
    noGrad(() => layer.weight.copy_(W));
    assert.deepEqual(affinePicture(layer).weight, affinePicture(W).weight);
    assert.deepEqual(affinePicture(layer).bias, Array.from(layer.bias.detach().toTypedArray()));
    assert.deepEqual(affinePicture(W.T).weight, [
      [1.5, 0.25],
      [0.5, 1],
    ]);
    assert.equal(affinePicture(new nn.Linear(2, 2, false)).bias, null);
  });

  it("gives the means of blocks of a large matrix, the last ones smaller", () => {
    const { weight, bias, rowsEach, columnsEach, points } = affinePicture(ones(100, 784), ones(100));
    assert.deepEqual([rowsEach, columnsEach, points], [3, 17, []]);
    assert.deepEqual([weight.length, weight[0].length, bias?.length], [34, 47, 34]);
    assert.ok([...weight.flat(), ...(bias ?? [])].every((mean) => mean === 1));
    const steps = affinePicture(tensor([Array.from({ length: 96 }, (_, i) => i)]));
    assert.deepEqual(steps.weight[0].slice(0, 3), [0.5, 2.5, 4.5]);
  });

  it("says what does not fit", () => {
    assert.throws(() => affinePicture(tensor([1, 2])), /of shape \(2,\) are no matrix/);
    assert.throws(() => affinePicture(3 as unknown as Tensor), /give a tensor .*; 3 was given/);
    assert.throws(() => affinePicture(W, zeros(3)), /need a bias of 2 elements/);
    assert.throws(() => affinePicture(W, null, { points: zeros(3) }), /not of the plane/);
  });
});
