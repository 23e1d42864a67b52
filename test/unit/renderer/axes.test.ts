import assert from "node:assert/strict";
import {
  Extent,
  logTicks,
  niceCeil,
  tickText,
  toRange,
  wholeTicks,
} from "../../../renderer/views/scale/axes.ts";

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

  it("spaces whole-numbered ticks by at least one", () => {
    assert.equal(wholeTicks(3, 10), 1);
    assert.equal(wholeTicks(60, 10), 10);
    assert.equal(wholeTicks(1000, 8), 200);
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

  it("puts 1-2-5 ticks on a short log axis, 1-3 on a longer one and decades on a long one", () => {
    assert.deepEqual(logTicks([-1, 1], 7).ticktext, ["0.1", "0.2", "0.5", "1", "2", "5", "10"]);
    assert.deepEqual(logTicks([-1, 1], 5).ticktext, ["0.1", "0.3", "1", "3", "10"]);
    assert.deepEqual(logTicks([-3, 6], 4).ticktext, ["0.001", "1", "1000", "10⁶"]);
  });

  it("puts even ticks within a decade", () => {
    const { tickvals } = logTicks([Math.log10(0.3), Math.log10(0.5)], 4);
    assert.deepEqual(
      tickvals.map((v) => Number(v.toPrecision(6))),
      [0.3, 0.35, 0.4, 0.45, 0.5],
    );
  });

  it("writes numbers as a person would", () => {
    assert.deepEqual([0, 0.02, -3, 500, 2e-5, 1e6, 1e-4].map(tickText), [
      "0",
      "0.02",
      "−3",
      "500",
      "2×10⁻⁵",
      "10⁶",
      "10⁻⁴",
    ]);
  });
});
