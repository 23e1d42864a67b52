import assert from "node:assert/strict";
import { tickText, ticksOf, wholeTicks } from "../../../renderer/views/scale/ticks.ts";

describe("ticks", () => {
  it("are round numbers", () => {
    assert.deepEqual(ticksOf("linear", [0, 10], 5).ticktext, ["0", "2", "4", "6", "8", "10"]);
    assert.deepEqual(ticksOf("linear", [0.1, 0.3], 5).ticktext, ["0.1", "0.15", "0.2", "0.25", "0.3"]);
    assert.deepEqual(ticksOf("linear", [-1, 1], 4).ticktext, ["−1", "−0.5", "0", "0.5", "1"]);
  });

  it("of epochs are whole numbers, however few there are", () => {
    assert.deepEqual(wholeTicks([0, 3], 10).tickvals, [0, 1, 2, 3]);
    assert.deepEqual(wholeTicks([0, 1.5], 12).tickvals, [0, 1]);
    assert.deepEqual(wholeTicks([0, 60], 6).tickvals, [0, 10, 20, 30, 40, 50, 60]);
    for (const range of [
      [0.5, 7.5],
      [0, 1003],
      [996.5, 1003.5],
    ] as const) {
      const { tickvals } = wholeTicks(range, 8);
      assert.ok(tickvals.length > 1 && tickvals.every(Number.isInteger), String(tickvals));
    }
  });

  it("of a log axis are 1-2-5 on a short one, 1-3 on a longer one and decades on a long one", () => {
    assert.deepEqual(ticksOf("log", [-1, 1], 7).ticktext, ["0.1", "0.2", "0.5", "1", "2", "5", "10"]);
    assert.deepEqual(ticksOf("log", [-1, 1], 5).ticktext, ["0.1", "0.3", "1", "3", "10"]);
    assert.deepEqual(ticksOf("log", [0, 6], 14).ticktext, ["10⁰", "10¹", "10²", "10³", "10⁴", "10⁵", "10⁶"]);
    assert.deepEqual(ticksOf("log", [-3, 6], 4).tickvals, [1e-3, 1, 1e3, 1e6]);
  });

  it("of a log axis are even ones within a decade", () => {
    const { tickvals } = ticksOf("log", [Math.log10(0.3), Math.log10(0.5)], 4);
    assert.deepEqual(tickvals, [0.3, 0.35, 0.4, 0.45, 0.5]);
  });

  it("are written alike on one axis: all as powers, or none", () => {
    assert.deepEqual(ticksOf("log", [4, 6], 3).ticktext, ["10⁴", "10⁵", "10⁶"]);
    assert.deepEqual(ticksOf("log", [3, 5], 3).ticktext, ["1000", "10000", "100000"]);
    assert.deepEqual(ticksOf("linear", [0, 2e6], 4).ticktext, ["0", "5×10⁵", "10⁶", "1.5×10⁶", "2×10⁶"]);
    assert.deepEqual(ticksOf("linear", [0, 2e5], 4).ticktext, ["0", "50000", "100000", "150000", "200000"]);
  });

  it("of an axis that runs backwards are the same", () => {
    assert.deepEqual(ticksOf("linear", [4, 0], 4).tickvals.toSorted(), [0, 1, 2, 3, 4]);
    assert.deepEqual(ticksOf("log", [2, 0], 3).tickvals, ticksOf("log", [0, 2], 3).tickvals);
  });

  it("write a number by itself as a person would", () => {
    assert.deepEqual([0, 0.02, -3, 500, 2e-5, 1e6, -1e-4].map(tickText), [
      "0",
      "0.02",
      "−3",
      "500",
      "2×10⁻⁵",
      "10⁶",
      "−10⁻⁴",
    ]);
  });
});
