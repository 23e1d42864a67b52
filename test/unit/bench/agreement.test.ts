import { strict as assert } from "node:assert";
import { disagreement } from "../../bench/harness/agreement.ts";

const tolerance = { relative: 1e-3, absolute: 1e-6 };

describe("Agreement of two contestants", () => {
  it("allows for rounding", () => {
    assert.equal(disagreement([1.0005, -200.1, 1e-7], [1, -200, 0], tolerance), null);
  });

  it("names what differs most", () => {
    assert.equal(disagreement([1.01, 4], [1, 2], tolerance), "4 instead of 2 at place 1");
  });

  it("does not take a missing number for agreement", () => {
    assert.equal(disagreement([1], [1, 2], tolerance), "1 numbers instead of 2");
  });

  it("never agrees on what is not a number", () => {
    assert.equal(disagreement([NaN, 3], [NaN, 1], tolerance), "NaN instead of NaN at place 0");
  });
});
