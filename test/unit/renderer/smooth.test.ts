import assert from "node:assert/strict";
import { smooth } from "../../../renderer/views/curves/smooth.ts";

describe("smoothing", () => {
  it("leaves a constant alone, from the first value on", () => {
    assert.deepEqual(
      smooth([3, 3, 3]).map((v) => Number(v?.toFixed(12))),
      [3, 3, 3],
    );
  });

  it("is the debiased exponential average", () => {
    // (1·0.5 + 2) / 1.5 and (1·0.25 + 2·0.5 + 4) / 1.75
    const expected = [1, 2.5 / 1.5, 5.25 / 1.75];
    smooth([1, 2, 4], 0.5).forEach((v, i) => assert.ok(Math.abs((v ?? NaN) - expected[i]) < 1e-12));
  });

  it("keeps gaps, and goes on after them as if they were not there", () => {
    const [a, gap, b] = smooth([1, null, 2], 0.5);
    assert.equal(gap, null);
    assert.deepEqual([a, b], smooth([1, 2], 0.5));
  });

  it("changes nothing at weight 0", () => assert.deepEqual(smooth([1, 5, 2], 0), [1, 5, 2]));
});
