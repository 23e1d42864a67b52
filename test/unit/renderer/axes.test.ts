import assert from "node:assert/strict";
import { Extent, niceCeil, toRange } from "../../../renderer/views/scale/axes.ts";

describe("axes", () => {
  it("rounds up to 1, 2 or 5 times a power of ten", () => {
    const pairs = [
      [0.03, 0.05],
      [1, 1],
      [1.1, 2],
      [5, 5],
      [51, 100],
      [0, 1],
      [NaN, 1],
      [Infinity, 1],
    ];
    for (const [value, nice] of pairs) assert.equal(Number(niceCeil(value).toPrecision(9)), nice);
  });

  it("turns limits into logarithms on a log axis, and refuses those it cannot show", () => {
    assert.deepEqual(toRange([1, 100], "log"), [0, 2]);
    assert.deepEqual(toRange([-1, 100], "linear"), [-1, 100]);
    assert.equal(toRange([0, 100], "log"), null);
    assert.equal(toRange([NaN, 1], "linear"), null);
  });

  it("measures an extent without gaps, infinities and what a log axis cannot show", () => {
    const extent = new Extent();
    for (const value of [null, undefined, NaN, Infinity, -5, 0, 10, 1000]) extent.add(value, "log");
    assert.deepEqual(extent.range("log", 0), [1, 3]);
    assert.equal(new Extent().range("linear", 0.05), null);
  });

  it("gives a constant some room", () => {
    const extent = new Extent();
    extent.add(3);
    const [low, high] = extent.range("linear", 0.05)!;
    assert.ok(low < 3 && high > 3);
  });
});
