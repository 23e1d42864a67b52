import { strict as assert } from "node:assert";
import { nextStop } from "../../../../renderer/page/chart/toolbarKeys.ts";

describe("A key in a chart's toolbar", () => {
  it("goes to the next button and the one before, round the ends, to the first and the last", () => {
    assert.equal(nextStop("ArrowDown", 0, 3), 1);
    assert.equal(nextStop("ArrowRight", 2, 3), 0);
    assert.equal(nextStop("ArrowUp", 0, 3), 2);
    assert.equal(nextStop("Home", 2, 3), 0);
    assert.equal(nextStop("End", 0, 3), 2);
  });

  it("is the notebook's where it means nothing there", () => {
    for (const key of ["Tab", "Escape", "a", "toString"]) assert.equal(nextStop(key, 0, 3), null);
  });
});
