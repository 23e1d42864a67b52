import assert from "node:assert/strict";
import { observeAllocations } from "../../../../engine/core/allocate.ts";
import type { Storage } from "../../../../engine/core/ndarray.ts";
import {
  arange,
  fromArray,
  gather,
  indexSelect,
  nonzero,
  oneHot,
  slice,
  tensor,
} from "../../../../engine/index.ts";

const grid = arange(12).reshape(3, 4);

describe("indexing", () => {
  it("leaves nothing but its result to the collector where nothing is recorded", () => {
    const x = arange(12, { dtype: "float32" }).reshape(3, 4);
    const index = tensor([[0, 1, 2, 0]], { dtype: "int32" });
    const ones = tensor([[1, 1, 1, 1]]);
    const rows = tensor([2, 0], { dtype: "int32" });
    const calls = {
      gather: () => x.gather(0, index),
      indexSelect: () => x.indexSelect(0, rows),
      scatter: () => x.scatter(0, index, ones),
      scatterOfANumber: () => x.scatter(0, index, 0.5),
      scatterOfWholeNumbers: () => x.to("int32").scatter(0, index, 0.5),
      indexAdd: () => x.indexAdd(0, rows, x.get("1:3")),
    };
    for (const [name, call] of Object.entries(calls)) {
      const held = new Set<Storage>();
      const y = observeAllocations((storage, released) => {
        if (released) held.delete(storage);
        else held.add(storage);
      }, call);
      held.delete(y.array.storage);
      assert.equal(held.size, name === "scatterOfWholeNumbers" ? 1 : 0, name);
    }
    const leaf = arange(12, { dtype: "float32" }).reshape(3, 4).requiresGrad_();
    leaf
      .gather(0, index)
      .add(leaf.indexAdd(0, rows, ones.expand(2, 4)).get("0:1"))
      .sum()
      .backward();
    assert.deepEqual(leaf.grad.toArray(), [
      [2, 1, 1, 2],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it("gives views for integers and slices, and copies for lists and masks", () => {
    assert.equal(grid.at(1).array.storage, grid.array.storage);
    assert.equal(grid.get("1:3", slice(null, null, 2)).array.storage, grid.array.storage);
    assert.notEqual(grid.get([0]).array.storage, grid.array.storage);
    assert.notEqual(grid.get(grid.gt(3)).array.storage, grid.array.storage);
  });

  it("counts negative indices from the end", () => {
    assert.equal(grid.at(-1, -1).item(), 11);
    assert.deepEqual(grid.get("-2:", -1).toArray(), [7, 11]);
    assert.deepEqual(grid.get([-1, 0], 0).toArray(), [8, 0]);
  });

  it("cuts slices that reach too far, as Python does", () => {
    assert.deepEqual(grid.get("1:100", 0).toArray(), [4, 8]);
    assert.deepEqual([...grid.get("5:").shape], [0, 4]);
    assert.deepEqual([...grid.get("2:1").shape], [0, 4]);
    assert.throws(() => grid.get("1:2:0"), /step of a slice must be at least 1, not 0/);
  });

  it("reads all that stands between Python's brackets from one text", () => {
    assert.deepEqual(grid.get("-1").toArray(), [8, 9, 10, 11]);
    assert.equal(grid.get("1, -1").item(), 7);
    assert.deepEqual(grid.get("1:, ::2").toArray(), [
      [4, 6],
      [8, 10],
    ]);
    assert.deepEqual([...grid.get("None, ..., 0").shape], [1, 3]);
    assert.deepEqual(grid.get("0,").toArray(), [0, 1, 2, 3]);
    assert.deepEqual(grid.clone().set(":2, 1:3", -1).get(":2").toArray(), [
      [0, -1, -1, 3],
      [4, -1, -1, 7],
    ]);
  });

  it("names the place of a text that is no index", () => {
    assert.throws(() => grid.get("a:b"), /"a:b" is no index; write a number, "start:stop"/);
    assert.throws(() => grid.get("0,,1"), /"" is no index/);
    assert.throws(() => grid.get("0, 1:2:3:4"), /"1:2:3:4" is no index/);
  });

  it("pairs lists up, as in the book's picking of probabilities", () => {
    const y = tensor([0, 2]);
    const yHat = tensor([
      [0.1, 0.3, 0.6],
      [0.3, 0.2, 0.5],
    ]);
    assert.deepEqual(yHat.get([0, 1], y).toArray(), [0.1, 0.5].map(Math.fround));
    assert.deepEqual(yHat.get(arange(2), y).toArray(), [0.1, 0.5].map(Math.fround));
  });

  it("puts the axes of lists where they stand, or first when they are apart", () => {
    const x = arange(24).reshape(2, 3, 4);
    assert.deepEqual([...x.get(":", [0, 1, 2, 0, 1]).shape], [2, 5, 4]);
    assert.deepEqual([...x.get([0, 1], ":", [2, 3]).shape], [2, 3]);
    assert.deepEqual([...x.get(0, ":", [2, 3, 1]).shape], [3, 3]);
    // An integer beside lists is applied first: PyTorch's rule, not NumPy's.
    assert.deepEqual(x.get(0, ":", [2, 3, 1]).toArray(), [
      [2, 3, 1],
      [6, 7, 5],
      [10, 11, 9],
    ]);
  });

  it("takes masks over several axes, of lists and empty ones", () => {
    assert.deepEqual(grid.get(grid.gt(8)).toArray(), [9, 10, 11]);
    assert.deepEqual(grid.get([true, false, true], 1).toArray(), [1, 9]);
    assert.deepEqual([...grid.get(grid.gt(100)).shape], [0]);
    assert.deepEqual(grid.maskedSelect(grid.remainder(5).eq(0)).toArray(), [0, 5, 10]);
  });

  it("inserts axes for null and fills up at the dots", () => {
    assert.deepEqual([...grid.get(null, "...", null).shape], [1, 3, 4, 1]);
    assert.deepEqual(grid.get("...", 0).toArray(), [0, 4, 8]);
  });

  it("iterates over rows", () => {
    assert.deepEqual(
      Array.from(grid, (row) => row.sum().item()),
      [6, 22, 38],
    );
    const [first, ...rest] = tensor([7, 8, 9]);
    assert.deepEqual([first.item(), rest.length], [7, 2]);
  });

  it("gathers, selects, finds and makes one-hot rows", () => {
    assert.deepEqual(gather(grid, 1, tensor([[3], [0], [1]])).toArray(), [[3], [4], [9]]);
    assert.deepEqual(indexSelect(grid, 1, [3, 0]).at(0).toArray(), [3, 0]);
    assert.deepEqual(nonzero(fromArray([0, 2, 0, 3], [2, 2])).toArray(), [
      [0, 1],
      [1, 1],
    ]);
    assert.deepEqual(oneHot(tensor([0, 2]), 3).toArray(), [
      [1, 0, 0],
      [0, 0, 1],
    ]);
    assert.equal(oneHot(tensor([0, 2])).shape[1], 3);
  });

  it("adds up the gradients of rows that were taken twice", () => {
    const x = arange(3, { requiresGrad: true });
    x.get([1, 1, 0])
      .mul(tensor([1, 10, 100]))
      .sum()
      .backward();
    assert.deepEqual(x.grad?.toArray(), [100, 11, 0]);
  });
});
