import assert from "node:assert/strict";
import {
  carried,
  determinant,
  type PlaneMap,
  viewOf,
} from "../../../renderer/views/pictures/affine/affineMap.ts";

describe("a map of the plane", () => {
  const map = (progress: number): PlaneMap => ({
    weight: [
      [1.5, 0.5],
      [0.25, 1],
    ],
    bias: [2, -3],
    progress,
  });

  it("is the linear part first, and the translation after it", () => {
    assert.deepEqual(carried(map(0), [2, 4]), [2, 4]);
    assert.deepEqual(carried(map(0.5), [2, 4]), [3.5, 4.25]);
    assert.deepEqual(carried(map(1), [2, 4]), [5, 4.5]);
    assert.deepEqual(carried(map(1.5), [2, 4]), [6, 3]);
    assert.deepEqual(carried(map(2), [2, 4]), [7, 1.5]);
  });

  it("leaves the origin where it is until it is translated", () => {
    assert.deepEqual(carried(map(1), [0, 0]), [0, 0]);
    assert.deepEqual(carried(map(2), [0, 0]), [2, -3]);
  });

  it("multiplies areas by its determinant", () => {
    assert.equal(determinant(map(0).weight), 1.375);
  });

  it("is seen in a view that holds all points, and changes in few steps", () => {
    assert.equal(viewOf([[0.1, 0]]), 2);
    assert.equal(viewOf([[1.5, -3.2]]), 4);
    assert.equal(viewOf([[4.2, 0]]), 5);
    assert.equal(viewOf([[3.3, 0]]), viewOf([[3.7, 0]]));
    assert.ok(viewOf([[1e6, NaN]]) >= 1e6);
  });
});
