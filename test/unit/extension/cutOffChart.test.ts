import { strict as assert } from "node:assert";
import { cutOffChart } from "../../../extension/outputs/cutOffChart.ts";
import { curvesOf, training } from "../renderer/samples.ts";

describe("the chart of a training that is gone", () => {
  const told = (epoch: number) => `gone after ${epoch}`;

  it("has ended where it stood, says so, and is newer than what the page knows", () => {
    const chart = curvesOf(training(7), { state: "running", message: "Epoch 7/30", sequence: 7 });
    const ended = cutOffChart(chart, told);
    assert.deepEqual(ended, { ...chart, state: "interrupted", message: "gone after 7", sequence: 8 });
    assert.equal(chart.state, "running", "the chart itself stays");
  });

  it("counts whole epochs, where batches are drawn", () => {
    const [loss] = training(3);
    const batches = { ...loss, x: [0.5, 1, 1.5], y: [1, 2, 3] };
    assert.equal(cutOffChart(curvesOf([batches], { state: "running" }), told)?.message, "gone after 1");
  });

  it("is none before its first point", () => {
    assert.equal(cutOffChart(curvesOf([], { state: "running" }), told), null);
  });
});
