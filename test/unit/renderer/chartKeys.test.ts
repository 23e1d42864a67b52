import assert from "node:assert/strict";
import { chartAction, zoomed } from "../../../renderer/page/chart/chartKeys.ts";

const press = (key: string, more = {}) =>
  chartAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("the keyboard of a chart", () => {
  it("moves, zooms and resets", () => {
    assert.deepEqual(press("ArrowRight"), { type: "move", by: 1 });
    assert.deepEqual(press("+"), { type: "zoom", factor: 0.5 });
    assert.deepEqual(press("0"), { type: "reset" });
  });

  it("leaves other keys, and all with a modifier, to the notebook", () => {
    assert.equal(press("Enter"), null);
    assert.equal(press("toString"), null);
    assert.equal(press("0", { ctrlKey: true }), null);
  });

  it("zooms about the point that is read", () => {
    assert.deepEqual(zoomed([0, 100], [0, 100], 20, 0.5), [10, 60]);
  });

  it("stays within the data when zooming out or at an edge", () => {
    assert.deepEqual(zoomed([0, 10], [0, 100], 0, 2), [0, 20]);
    assert.deepEqual(zoomed([90, 100], [0, 100], 95, 2), [80, 100]);
    assert.equal(zoomed([10, 60], [0, 100], 20, 2), null);
  });
});
