import { strict as assert } from "node:assert";
import { mean, median, spread } from "../../bench/harness/statistics.ts";

describe("Statistics of a benchmark", () => {
  it("take the middle of an odd number of samples, whatever their order", () => {
    assert.equal(median([9, 1, 5]), 5);
  });

  it("take the mean of the two in the middle of an even number", () => {
    assert.equal(median([10, 1, 2, 4]), 3);
  });

  it("compare numbers as numbers", () => {
    assert.equal(median([100, 20, 3]), 20);
  });

  it("have no median of nothing", () => {
    assert.ok(Number.isNaN(median([])));
  });

  it("leave the samples as they are", () => {
    const samples = [3, 1, 2];
    median(samples);
    spread(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  it("tell the mean", () => {
    assert.equal(mean([1, 2, 6]), 3);
  });

  it("tell how far the middle half spreads", () => {
    assert.equal(spread([1, 2, 3, 4, 5]), 2 / 3);
    assert.equal(spread([7, 7, 7, 7]), 0);
  });
});
