import assert from "node:assert/strict";
import { curvesFigure, epochRange } from "../../../renderer/views/curves/curvesFigure.ts";
import type { Chart } from "../../../renderer/views/chart/chart.ts";
import type { CurveSeries } from "../../../engine/payload/curves.ts";
import { frameOf } from "./frames.ts";
import { curvesOf, training } from "./samples.ts";

const series = (name: string, metric: string, y: (number | null)[]): CurveSeries => ({
  name,
  role: name.startsWith("val") ? "validation" : "train",
  metric,
  x: y.map((_, i) => i + 1),
  y,
});

describe("training curves", () => {
  it("draw loss above and accuracy below on one epoch axis", () => {
    const { data, layout } = curvesFigure(curvesOf(training(30)), frameOf());
    assert.deepEqual(
      data.map((trace) => [trace.name, trace.yaxis, trace.x.length]),
      [
        ["loss", "y", 30],
        ["valLoss", "y", 30],
        ["accuracy", "y2", 30],
        ["valAccuracy", "y2", 30],
      ],
    );
    assert.ok(layout.yaxis.domain![0] > layout.yaxis2!.domain![1]);
    assert.equal(layout.xaxis.anchor, "y2");
    assert.deepEqual(layout.yaxis2?.range, [0, 1]);
    assert.equal(layout.hovermode, "x unified");
  });

  it("hand Plotly the arrays themselves, and a number that tells it to look again", () => {
    const payload = curvesOf(training(3), { sequence: 7 });
    const { data, layout } = curvesFigure(payload, frameOf());
    assert.equal(data[0]?.x, payload.series[0]?.x);
    assert.equal(layout.datarevision, 7);
  });

  it("mark single epochs while they are few", () => {
    const modes = (epochs: number) => curvesFigure(curvesOf(training(epochs)), frameOf()).data[0]?.mode;
    assert.equal(modes(1), "lines+markers");
    assert.equal(modes(100), "lines");
  });

  it("have ticks at whole epochs only", () => {
    for (const epochs of [1, 2, 3, 7, 60, 1000]) {
      const { tickvals } = curvesFigure(curvesOf(training(epochs)), frameOf()).layout.xaxis;
      assert.ok(
        tickvals.length > 0 && tickvals.every(Number.isInteger),
        `${epochs} epochs: ${tickvals.join()}`,
      );
    }
  });

  it("put metrics that are no fractions into a panel of their own, without fixed limits", () => {
    const all = [
      series("loss", "loss", [1, 0.5]),
      series("mae", "mae", [0.5, 0.4]),
      series("acc", "acc", [0.2, 0.9]),
    ];
    const { data, layout } = curvesFigure(curvesOf(all), frameOf());
    assert.deepEqual(
      data.map((trace) => [trace.name, trace.yaxis]),
      [
        ["loss", "y"],
        ["acc", "y2"],
        ["mae", "y3"],
      ],
    );
    assert.deepEqual(layout.yaxis2?.range, [0, 1]);
    assert.ok(layout.yaxis3!.range[0] > 0.3);
  });

  it("take an accuracy in percent for no fraction", () => {
    const all = [series("accuracy", "accuracy", [20, 90]), series("valAccuracy", "accuracy", [0.5, 85])];
    const { layout } = curvesFigure(curvesOf(all), frameOf());
    assert.ok(layout.yaxis.range[1] > 90);
  });

  it("switch the loss, and only the loss, to a logarithmic axis", () => {
    const { layout } = curvesFigure(curvesOf(training(30)), frameOf({ logScale: true }));
    assert.equal(layout.yaxis.type, "log");
    assert.equal(layout.yaxis2?.type, "linear");
    assert.ok(layout.yaxis.range[0] < Math.log10(0.1));
  });

  it("lie smoothed over what was measured, which stays faintly in view", () => {
    const payload = curvesOf(training(60));
    const { data } = curvesFigure(payload, frameOf({ smoothed: true }));
    assert.equal(data.length, 8);
    const [measured, smoothed] = data;
    assert.deepEqual(
      [measured?.showlegend, measured?.hoverinfo, smoothed?.showlegend],
      [false, "skip", true],
    );
    assert.equal(measured?.y, payload.series[0]?.y);
    const roughness = (y: readonly (number | null)[]) =>
      y.slice(2).reduce<number>((sum, v, i) => sum + Math.abs(v! - 2 * y[i + 1]! + y[i]!), 0);
    assert.ok(roughness(data[3].y) < roughness(data[2].y) / 2);
  });

  it("move the means over an epoch half an epoch back, and nothing that was measured at an epoch's end", () => {
    const [loss, valLoss] = training(60);
    assert.ok(loss && valLoss);
    const trainLoss = { ...loss, name: "trainLoss" };
    const batches = { ...loss, name: "batch loss", x: loss.x.map((epoch) => epoch - 0.25) };
    const payload = curvesOf([loss, valLoss, trainLoss, batches]);
    const seen = (frame: Parameters<typeof frameOf>[0]) =>
      curvesFigure(payload, frameOf(frame))
        .data.filter(({ opacity }) => opacity !== 0)
        .map(({ name, x }) => [name, x[9]]);
    assert.deepEqual(seen({ shifted: true }), [
      ["loss −½", 9.5],
      ["valLoss", 10],
      ["trainLoss", 10],
      ["batch loss", 9.75],
    ]);
    assert.deepEqual(seen({ shifted: true, smoothed: true }).slice(0, 3), [
      ["loss −½", 9.5],
      ["loss −½", 9.5],
      ["valLoss", 10],
    ]);
    assert.deepEqual(seen({})[0], ["loss", 10]);
  });

  it("fit the loss axis to the epochs zoomed to", () => {
    const { layout } = curvesFigure(curvesOf(training(100)), frameOf({ zoom: [50, 60] }));
    assert.deepEqual(layout.xaxis.range, [50, 60]);
    assert.ok(layout.yaxis.range[1] < 1, String(layout.yaxis.range));
  });

  it("say that there was no finite loss, and make no numbers up, where a training diverges at once", () => {
    const payload = curvesOf([
      series("loss", "loss", [null, null]),
      series("valLoss", "loss", [null, null]),
      series("accuracy", "accuracy", [0.1, 0.2]),
    ]);
    const { layout } = curvesFigure(payload, frameOf());
    assert.deepEqual(layout.yaxis.tickvals, []);
    assert.ok((layout.yaxis2?.tickvals.length ?? 0) > 0);
    const notes = (chart: Chart) => chart.layout.annotations.map(({ text }) => text).join("\n");
    assert.match(notes(curvesFigure(payload, frameOf())), /no finite loss: at every epoch/);
    const once = curvesOf([series("loss", "loss", [null, 2])]);
    assert.doesNotMatch(notes(curvesFigure(once, frameOf())), /no finite loss/);
    assert.doesNotMatch(notes(curvesFigure(curvesOf([]), frameOf())), /no finite loss/);
  });

  it("show a gap where the loss was NaN", () => {
    const { data, layout } = curvesFigure(curvesOf([series("loss", "loss", [1, null, 2])]), frameOf());
    assert.deepEqual(data[0]?.y, [1, null, 2]);
    assert.ok(layout.yaxis.range.every(Number.isFinite));
  });

  it("draw axes and say that they wait before the first epoch", () => {
    const { data, layout } = curvesFigure(curvesOf([], { state: "running", epochs: 20 }), frameOf());
    assert.deepEqual(data, []);
    assert.ok(layout.annotations.some(({ text }) => text.includes("waiting")));
  });

  it("ring the validation curves at the best epoch", () => {
    const { layout } = curvesFigure(curvesOf(training(30), { marks: { bestEpoch: 10 } }), frameOf());
    const rings = layout.shapes.filter((shape) => shape.type === "path");
    assert.deepEqual(
      rings.map((ring) => [ring.xanchor, ring.yref]),
      [
        [10, "y"],
        [10, "y2"],
      ],
    );
    assert.equal(rings[0]?.yanchor, training(30)[1]?.y[9]);
  });

  it("show names and titles as text, whatever they hold", () => {
    const evil = "<b>%{y}</b>";
    const all = [series(evil, evil, [1, 2])];
    const text = JSON.stringify(curvesFigure(curvesOf(all, { title: evil }), frameOf()));
    assert.ok(!text.includes("<b>"));
  });

  it("keep the legend beside the panel's title where there is room, and above it where there is none", () => {
    const wide = curvesFigure(curvesOf(training(9)), frameOf({ width: 760 })).layout;
    const narrow = curvesFigure(curvesOf(training(9)), frameOf({ width: 380 })).layout;
    assert.equal(wide.legend.xanchor, "right");
    assert.equal(narrow.legend.xanchor, "left");
    assert.ok(narrow.margin.t > wide.margin.t);
  });
});

describe("the epoch axis", () => {
  const rangeAt = (epoch: number, epochs: number | null, state: "running" | "finished" = "running") =>
    epochRange(curvesOf([series("loss", "loss", new Array<number>(epoch).fill(1))], { epochs, state }));

  it("shows the plan from the first epoch on", () => {
    assert.deepEqual(rangeAt(0, 20), rangeAt(20, 20));
    assert.ok(rangeAt(1, 20)[1] >= 20);
  });

  it("reaches ahead in few steps when the plan is long, and never beyond it", () => {
    const ends = new Set(Array.from({ length: 600 }, (_, i) => Math.round(rangeAt(i + 1, 600)[1])));
    assert.ok(ends.size <= 5, [...ends].join(", "));
    assert.ok(Math.max(...ends) <= 606);
  });

  it("grows in steps when no plan is known", () => {
    assert.ok(rangeAt(3, null)[1] >= 10);
    assert.ok(rangeAt(11, null)[1] >= 20);
  });

  it("shows what there is when training has ended, early stopping included", () => {
    const [low, high] = rangeAt(30, 500, "finished");
    assert.ok(low >= 0 && low < 1 && high > 30 && high < 31);
  });

  it("shows the furthest epoch of a loop that began to count again", () => {
    const again = { ...series("loss", "loss", [3, 2, 1, 3, 2]), x: [18, 19, 20, 1, 2] };
    for (const state of ["running", "finished"] as const) {
      const [from, to] = epochRange(curvesOf([again], { epochs: null, state }));
      assert.ok(from <= 1 && to >= 20, `${from} to ${to}`);
    }
  });

  it("has room for a single epoch", () => {
    const [low, high] = rangeAt(1, 1, "finished");
    assert.ok(low < 1 && high > 1);
  });
});
