import assert from "node:assert/strict";
import { LiveChart } from "../../../../extension/kernel/display/liveChart.ts";
import type { KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";
import { RunOutputs } from "../../../../extension/kernel/display/runOutputs.ts";
import { applyDelta, type CurvesPayload } from "../../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../../engine/payload/mime.ts";
import { until } from "../../until.ts";

const point = (name: string, x: number, y: number) => ({
  name,
  role: "train" as const,
  metric: name,
  x: [x],
  y: [y],
});

describe("A live chart", () => {
  let sent: KernelOutput[] = [];
  const open = () => {
    sent = [];
    return new LiveChart(
      new RunOutputs(
        (output) => sent.push(output),
        { characters: 1e6, overflow: null },
        () => undefined,
      ),
      { title: "T", epochs: 3 },
    );
  };
  const snapshots = () =>
    sent.flatMap((output) => (output.type === "display" ? [output.data[CURVES_MIME] as CurvesPayload] : []));
  const deltas = () => sent.flatMap((output) => (output.type === "delta" ? [output.delta] : []));

  it("opens empty, under an id of its own", () => {
    const [chart] = (open(), snapshots());
    assert.deepEqual([chart?.series, chart?.state, chart?.sequence, chart?.epochs], [[], "running", 0, 3]);
    const [other] = (open(), snapshots());
    assert.notEqual(other?.id, chart?.id);
  });

  it("sends its first points at once and gathers the others into one delta, which gives the final chart when applied to the first", () => {
    const chart = open();
    chart.update({ points: [point("loss", 1, 0.5), point("valLoss", 1, NaN)], message: "one" });
    chart.update({ points: [point("loss", 2, 0.25)], marks: { bestEpoch: 2 } });
    chart.update({ points: [], state: "finished", message: "done" });
    const [first, last] = snapshots();
    assert.ok(first && last);
    assert.equal(deltas().length, 2);
    for (const delta of deltas()) assert.equal(applyDelta(first, delta), true);
    assert.deepEqual(first, last);
    assert.deepEqual(last.series[0], {
      name: "loss",
      role: "train",
      metric: "loss",
      x: [1, 2],
      y: [0.5, 0.25],
    });
    assert.deepEqual(
      [last.series[1]?.y, last.marks, last.state, last.message],
      [[null], { bestEpoch: 2 }, "finished", "done"],
    );
  });

  it("sends what was gathered by itself when no update follows", async () => {
    const chart = open();
    chart.update({ points: [point("loss", 1, 1)] });
    assert.equal(deltas().length, 1);
    chart.update({ points: [point("loss", 2, 1)] });
    assert.equal(deltas().length, 1);
    await until(() => deltas().length === 2, "the delta");
  });

  it("keeps what a loop adds after it has ended the chart", () => {
    const chart = open();
    chart.update({ points: [point("loss", 1, 0.5)], state: "finished" });
    chart.update({ points: [point("loss", 2, 0.25)] });
    chart.end("finished");
    chart.end("finished");
    const [first, ...others] = snapshots();
    assert.ok(first);
    for (const delta of deltas()) applyDelta(first, delta);
    assert.deepEqual(
      others.map(({ series }) => series[0]?.y),
      [[0.5], [0.5, 0.25]],
    );
    assert.deepEqual(first, others[1]);
  });

  it("ends with its run, once", () => {
    const chart = open();
    chart.end("interrupted");
    chart.end("finished");
    assert.deepEqual(
      snapshots().map(({ state }) => state),
      ["running", "interrupted"],
    );
  });
});
