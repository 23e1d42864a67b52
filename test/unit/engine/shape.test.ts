import assert from "node:assert/strict";
import {
  broadcastShapes,
  broadcastStrides,
  foldAxes,
  isContiguous,
  showShape,
  sizeOf,
  stridesOf,
  toSize,
  viewStrides,
  wrapAxis,
} from "../../../engine/core/shape.ts";

describe("shapes", () => {
  it("have as many elements as the product of their extents, one when there are none", () => {
    assert.equal(sizeOf([]), 1);
    assert.equal(sizeOf([2, 0, 3]), 0);
    assert.equal(sizeOf([2, 3]), 6);
  });

  it("have row-major strides", () => {
    assert.deepEqual(stridesOf([2, 3, 4]), [12, 4, 1]);
    assert.deepEqual(stridesOf([5]), [1]);
    assert.deepEqual(stridesOf([]), []);
  });

  it("broadcast from the right, or do not fit", () => {
    assert.deepEqual(broadcastShapes([2, 1, 3], [4, 1]), [2, 4, 3]);
    assert.deepEqual(broadcastShapes([], [2]), [2]);
    assert.deepEqual(broadcastShapes([0, 3], [1, 3]), [0, 3]);
    assert.equal(broadcastShapes([2, 3], [2]), null);
    assert.deepEqual(broadcastStrides([4, 1], [1, 1], [2, 4, 3]), [0, 1, 0]);
  });

  it("know whether a walk over them is contiguous", () => {
    assert.equal(isContiguous([2, 3], [3, 1]), true);
    assert.equal(isContiguous([2, 3], [1, 2]), false);
    assert.equal(isContiguous([2, 1, 3], [3, 99, 1]), true);
    assert.equal(isContiguous([0, 3], [7, 7]), true);
    assert.equal(isContiguous([2, 3], [0, 1]), false);
  });

  it("fold axes into outer, n and inner", () => {
    assert.deepEqual(foldAxes([2, 3, 4, 5], 1, 2), [2, 12, 5]);
    assert.deepEqual(foldAxes([3], 0, 0), [1, 3, 1]);
  });

  it("are seen in another shape without a copy only where strides allow", () => {
    assert.deepEqual(viewStrides([2, 6], [6, 1], [3, 4]), [4, 1]);
    assert.deepEqual(viewStrides([4, 6], [12, 1], [2, 2, 6]), [24, 12, 1]);
    assert.deepEqual(viewStrides([4, 6], [12, 1], [4, 2, 3, 1]), [12, 3, 1, 1]);
    assert.equal(viewStrides([2, 3], [1, 2], [6]), null);
    assert.equal(viewStrides([4, 6], [12, 1], [24]), null);
  });

  it("count axes from the end when negative", () => {
    assert.equal(wrapAxis(-1, 3), 2);
    assert.equal(wrapAxis(3, 3), -1);
    assert.equal(wrapAxis(0.5, 3), -1);
    assert.equal(wrapAxis(-1, 0), 0);
  });

  it("are written as PyTorch writes them", () => {
    assert.equal(showShape([5]), "(5,)");
    assert.equal(showShape([2, 3]), "(2, 3)");
    assert.equal(String(toSize([2, 3])), "torch.Size([2, 3])");
    assert.equal(toSize([2, 3]).numel(), 6);
    const [rows, columns] = toSize([2, 3]);
    assert.deepEqual([rows, columns], [2, 3]);
    assert.deepEqual(
      toSize([2, 3]).map((n) => n + 1),
      [3, 4],
    );
  });
});
