import assert from "node:assert/strict";
import { cosSin64, log64 } from "../../../../engine/random/float64.ts";
import { golden } from "../golden.ts";

const exact = golden<{ x: number[]; y: number[] }>("rounded");

describe("logarithm, cosine and sine in float64", () => {
  it("are rounded as the exact values are", () => {
    assert.deepEqual(exact.log.x.map(log64), exact.log.y);
    const pairs = exact.cos.x.map((angle) => {
      const pair = new Float64Array(2);
      cosSin64(angle, pair);
      return [...pair];
    });
    assert.deepEqual(
      pairs.map(([cosine]) => cosine),
      exact.cos.y,
    );
    assert.deepEqual(
      pairs.map(([, sine]) => sine),
      exact.sin.y,
    );
  });

  it("has no logarithm of 1 but 0", () => assert.equal(log64(1), 0));
});
