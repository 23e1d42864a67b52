import assert from "node:assert/strict";
import {
  arange,
  empty,
  eye,
  fromArray,
  full,
  fullLike,
  linspace,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from "../../../../engine/index.ts";

describe("making tensors", () => {
  it("takes sizes as numbers or as an array, and options last", () => {
    for (const x of [zeros(2, 3), zeros([2, 3]), zeros(2, 3, {}), zeros([2, 3], {})]) {
      assert.deepEqual([...x.shape], [2, 3]);
    }
    assert.deepEqual([...ones().shape], []);
    assert.deepEqual([...empty(0, 2).shape], [0, 2]);
    const x = ones(2, { dtype: "float64", requiresGrad: true });
    assert.deepEqual([x.dtype, x.requiresGrad], ["float64", true]);
  });

  it("gives float32 unless booleans, typed arrays or options say otherwise", () => {
    assert.equal(tensor([1, 2]).dtype, "float32");
    assert.equal(tensor([[true], [false]]).dtype, "bool");
    assert.equal(tensor(new Int32Array(2)).dtype, "int32");
    assert.equal(tensor(new Float64Array(2)).dtype, "float64");
    assert.equal(tensor([1.7, -1.7], { dtype: "int32" }).toString(), "tensor([ 1, -1])");
    assert.deepEqual(tensor([0, 0.5, NaN], { dtype: "bool" }).toArray(), [false, true, true]);
    assert.equal(arange(3).dtype, "float32");
  });

  it("copies nested arrays of any depth, and nothing", () => {
    assert.deepEqual(tensor([[[1], [2]]]).toArray(), [[[1], [2]]]);
    assert.equal(tensor(5).item(), 5);
    assert.deepEqual([...tensor([]).shape], [0]);
    assert.deepEqual([...tensor([[], []]).shape], [2, 0]);
    assert.deepEqual(fromArray([1, 2, 3, 4], [2, 2]).toArray(), [
      [1, 2],
      [3, 4],
    ]);
    assert.throws(() => fromArray([1, 2, 3], [2, 2]), /fromArray: 3 numbers do not fill shape \(2, 2\)/);
  });

  it("does not share memory with the array it was made from", () => {
    const data = new Float32Array([1, 2]);
    const x = tensor(data);
    data[0] = 9;
    assert.deepEqual(x.toArray(), [1, 2]);
    x.toTypedArray()[0] = 9;
    assert.deepEqual(x.toArray(), [1, 2]);
  });

  it("counts as Python's range does", () => {
    assert.deepEqual(arange(4).toArray(), [0, 1, 2, 3]);
    assert.deepEqual(arange(1, 4).toArray(), [1, 2, 3]);
    assert.deepEqual(arange(0, 1, 0.25).toArray(), [0, 0.25, 0.5, 0.75]);
    assert.deepEqual(arange(3, 0, -1).toArray(), [3, 2, 1]);
    assert.equal(arange(-8, 8, 0.1).numel(), 160);
    assert.deepEqual([...arange(0).shape], [0]);
    assert.throws(() => arange(0, 1, -1), /arange: from 0 to 1 with step -1 there is no end/);
    assert.throws(() => arange(0, 1, 0), /arange/);
  });

  it("spaces evenly with both ends included", () => {
    assert.deepEqual(linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1]);
    assert.equal(linspace(0, 0.3, 7, { dtype: "float64" }).at(-1).item(), 0.3);
    assert.deepEqual(linspace(2, 5, 1).toArray(), [2]);
  });

  it("fills, and takes shape and dtype of another", () => {
    assert.deepEqual(full([2], 7).toArray(), [7, 7]);
    assert.equal(full([], 3).item(), 3);
    const x = ones(2, { dtype: "float64" });
    for (const y of [zerosLike(x), onesLike(x), fullLike(x, 2)]) assert.equal(y.dtype, "float64");
    assert.deepEqual(eye(2, 3).toArray(), [
      [1, 0, 0],
      [0, 1, 0],
    ]);
    assert.deepEqual(eye(2).toArray(), [
      [1, 0],
      [0, 1],
    ]);
  });
});
