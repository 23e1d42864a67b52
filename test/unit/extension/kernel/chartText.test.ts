import assert from "node:assert/strict";
import { withChartText } from "../../../../extension/kernel/control/chartText.ts";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../../engine/payload/mime.ts";

const epochs = Array.from({ length: 30 }, (_, i) => i + 1);
const loss = epochs.map((epoch) => Math.exp(-epoch / 4));
const valLoss = loss.map((value, i) => value + 0.2 + 0.04 * Math.max(0, i - 7));

const chart: CurvesPayload = {
  version: 1,
  id: "chart",
  title: "T",
  epochs: 30,
  series: [
    { name: "loss", role: "train", metric: "loss", x: epochs, y: loss },
    { name: "valLoss", role: "validation", metric: "loss", x: epochs, y: valLoss },
    { name: "mae", role: "train", metric: "mae", x: [30], y: [0.48865305503209433] },
  ],
  marks: {},
  state: "finished",
  message: "",
  sequence: 1,
};

describe("A chart in words", () => {
  const text = (payload: unknown, language = "en") => {
    const output = withChartText({ type: "display", id: "1", data: { [CURVES_MIME]: payload } }, language);
    assert.ok(output.type === "display" && output.data[CURVES_MIME] === payload);
    return String(output.data["text/plain"]);
  };

  it("has short numbers, and what the curves say once it has ended", () => {
    assert.match(text(chart), /^T \(finished\)\nloss 0.00055308 at epoch 30\n/);
    assert.match(text(chart), /mae 0.48865 at epoch 30\n/);
    assert.match(text(chart), /\nOverfitting: The validation loss began to rise at epoch \d+/);
    assert.match(text(chart, "zh-cn"), /\n过拟合: /);
  });

  it("says while it grows only what it is", () => {
    assert.equal(text({ ...chart, state: "running", series: [] }), "T (running)");
  });

  it("does without words where a cell filled the chart with what they cannot be made of", () => {
    const series = [{ ...chart.series[0], x: [Symbol.iterator] }];
    assert.equal(text({ ...chart, series }), "T");
  });

  it("stands beside charts alone", () => {
    const stream = { type: "stream", name: "stdout", text: "x" } as const;
    assert.equal(withChartText(stream, "en"), stream);
    const display = { type: "display", id: "1", data: { "text/plain": "1" } } as const;
    assert.equal(withChartText(display, "en"), display);
  });
});
