import assert from "node:assert/strict";
import { applyDelta } from "../../../engine/payload/curves.ts";
import { curvesOf, deltaOf, training } from "./samples.ts";

describe("applying a delta", () => {
  it("grows an empty chart into the same as its snapshot", () => {
    const all = training(20);
    const chart = curvesOf([]);
    for (let epoch = 1; epoch <= 20; epoch++) assert.equal(applyDelta(chart, deltaOf(all, epoch)), true);
    assert.deepEqual(chart.series, all);
    assert.equal(chart.sequence, 20);
  });

  it("refuses one that is too new and changes nothing", () => {
    const chart = curvesOf([]);
    assert.equal(applyDelta(chart, deltaOf(training(5), 2, { state: "failed" })), false);
    assert.deepEqual(chart, curvesOf([]));
  });

  it("ignores one that is already in", () => {
    const chart = curvesOf(training(5), { sequence: 5 });
    assert.equal(applyDelta(chart, deltaOf(training(5), 3)), true);
    assert.deepEqual(chart.series, training(5));
  });

  it("does not share arrays with the delta", () => {
    const chart = curvesOf([]);
    const delta = deltaOf(training(5), 1);
    applyDelta(chart, delta);
    applyDelta(chart, deltaOf(training(5), 2));
    assert.equal(delta.append[0]?.x.length, 1);
  });

  it("joins marks, and keeps state and message until they change", () => {
    const chart = curvesOf([], { marks: { bestEpoch: 1 }, message: "old", state: "running" });
    applyDelta(chart, deltaOf([], 1, { marks: { stoppedEpoch: 9 } }));
    assert.deepEqual(chart.marks, { bestEpoch: 1, stoppedEpoch: 9 });
    assert.equal(chart.message, "old");
    applyDelta(chart, deltaOf([], 2, { message: "", state: "stopped" }));
    assert.equal(chart.message, "");
    assert.equal(chart.state, "stopped");
  });
});
