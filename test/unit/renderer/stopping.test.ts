import assert from "node:assert/strict";
import { curvesFigure } from "../../../renderer/views/curves/curvesFigure.ts";
import type { StoppingRule } from "../../../engine/payload/curves.ts";
import { minDeltaChoices, patienceEnd, stoppingOf } from "../../../renderer/views/curves/stopping.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";
import { verdictLine } from "../../../renderer/views/text/verdict.ts";
import { outcome } from "../../../renderer/page/chart/whatIfPanel.ts";
import { frameOf } from "./frames.ts";
import { curvesOf } from "./samples.ts";

const rule: StoppingRule = {
  monitor: "valLoss",
  direction: "min",
  minDelta: 0,
  patience: 3,
  baseline: null,
  startFromEpoch: 0,
};

const curve = (y: (number | null)[], x = y.map((_, i) => i + 1)) =>
  ({ name: "valLoss", role: "validation", metric: "loss", x, y }) as const;

const running = (y: (number | null)[], stopping: StoppingRule | undefined = rule) =>
  curvesOf([{ ...curve(y), x: y.map((_, i) => i + 1) }], {
    state: "running",
    epochs: 20,
    ...(stopping ? { stopping } : {}),
  });

describe("early stopping, replayed by the renderer", () => {
  it("stands where the engine's rule says, in epochs from 1", () => {
    const stopping = stoppingOf(running([1, 0.5, 0.6, 0.7]));
    assert.deepEqual([stopping?.best, stopping?.bestEpoch, stopping?.wait], [0.5, 2, 2]);
    assert.equal(stopping && patienceEnd(stopping), 5);
    const stopped = stoppingOf(running([1, 0.5, 0.6, 0.7, 0.8]));
    assert.equal(stopped?.stoppedEpoch, 5);
    assert.equal(stopped && patienceEnd(stopped), 5);
  });

  it("counts validations where only every second epoch has one", () => {
    const payload = curvesOf([{ ...curve([1, 0.5, 0.6]), x: [2, 4, 6], y: [1, 0.5, 0.6] }], {
      stopping: rule,
    });
    const stopping = stoppingOf(payload);
    assert.deepEqual([stopping?.bestEpoch, stopping?.wait], [4, 1]);
    assert.equal(stopping && patienceEnd(stopping), 10);
  });

  it("takes a value that is no number for no improvement", () => {
    assert.equal(stoppingOf(running([1, null, null, null]))?.stoppedEpoch, 4);
  });

  it("goes on with a curve that grows, and with other settings in between, as if it were whole at once", () => {
    const y = Array.from({ length: 60 }, (_, i) => Math.cos(i * i) + 1 / (i + 1));
    const grows = running([], { ...rule, patience: 20 });
    const [series] = grows.series;
    for (const value of y) {
      series?.x.push(series.x.length + 1);
      series?.y.push(value);
      const whole = stoppingOf(running(y.slice(0, series?.x.length), { ...rule, patience: 20 }));
      if (series?.x.length === 30) stoppingOf(grows, { patience: 1, minDelta: 0.5 });
      assert.deepEqual({ ...stoppingOf(grows), series: null }, { ...whole, series: null });
    }
    assert.notEqual(stoppingOf(grows)?.stoppedEpoch, null);
  });

  it("tries other settings on what was recorded, whether or not anything was watched", () => {
    const values = [1, 0.5, 0.6, 0.45, 0.7, 0.8, 0.9];
    assert.equal(stoppingOf(running(values), { patience: 1, minDelta: 0 })?.stoppedEpoch, 3);
    const unwatched = curvesOf([{ ...curve(values), x: values.map((_, i) => i + 1), y: values }]);
    assert.equal(stoppingOf(unwatched), null);
    assert.equal(stoppingOf(unwatched, { patience: 3, minDelta: 0.1 })?.bestEpoch, 2);
    assert.equal(stoppingOf(curvesOf([]), { patience: 3, minDelta: 0 }), null);
  });

  it("says in words what other settings would have done", () => {
    const payload = running([1, 0.5, 0.6, 0.7, 0.8]);
    const english = stringsFor("en");
    assert.equal(
      outcome(payload, { patience: 2, minDelta: 0 }, english),
      "would have stopped at epoch 4, with the best valLoss 0.5 at epoch 2",
    );
    assert.equal(
      outcome(payload, { patience: 9, minDelta: 0 }, english),
      "would not have stopped by epoch 5, where the record ends; best valLoss 0.5 at epoch 2",
    );
    assert.equal(
      outcome(payload, { patience: 2, minDelta: 0 }, stringsFor("zh-cn")),
      "会停止于第 4 轮，最佳 valLoss 为 0.5（第 2 轮）",
    );
  });

  it("offers 0, the run's own minDelta and round numbers up to the span of the curve", () => {
    const choices = minDeltaChoices([1, 0.5, null], 0.03);
    assert.equal(choices[0], 0);
    assert.ok(choices.includes(0.03) && choices.includes(0.1) && choices.includes(0.5));
    assert.deepEqual(
      choices,
      choices.toSorted((a, b) => a - b),
    );
    assert.ok(choices.every((choice) => choice <= 0.5));
    assert.equal(minDeltaChoices([], 0)[0], 0);
    assert.equal(minDeltaChoices([1, 1], 0)[0], 0);
  });
});

describe("early stopping on the chart", () => {
  const bands = (minDelta: number, direction: "min" | "max" = "min", logScale = false) => {
    const payload = running([1, 0.5, 0.6, 0.7], { ...rule, minDelta, direction });
    const { layout } = curvesFigure(payload, frameOf({ logScale }));
    return layout.shapes.flatMap((shape) => (shape.type === "rect" && shape.xref === "x" ? [shape] : []));
  };

  it("draws the patience that is left, from the best epoch to where it runs out", () => {
    const [patience] = bands(0);
    assert.deepEqual([patience?.x0, patience?.x1, patience?.yref], [2, 5, "paper"]);
  });

  it("draws the minDelta band on the side that counts as an improvement", () => {
    assert.equal(bands(0).length, 1);
    const [, below] = bands(0.1);
    assert.deepEqual([below?.y0, below?.y1, below?.yref], [0.4, 0.5, "y"]);
    const [, above] = bands(0.1, "max");
    assert.deepEqual([above?.y0, above?.y1], [1.1, 1]);
  });

  it("names the band outside it, but inside where the frame is near", () => {
    const nameOf = (lowest: number) => {
      const training = { ...curve([1, 0.6, 0.55, lowest]), name: "loss", role: "train" } as const;
      const payload = curvesOf([training, curve([1, 0.5, 0.6, 0.7])], {
        state: "running",
        epochs: 20,
        stopping: { ...rule, minDelta: 0.1 },
      });
      const { annotations, yaxis } = curvesFigure(payload, frameOf()).layout;
      const name = annotations.find(({ text }) => text === "minDelta");
      return { name, foot: yaxis.range?.[0] ?? NaN };
    };
    const far = nameOf(0.1);
    assert.deepEqual([far.name?.y, far.name?.yanchor], [0.4, "top"]);
    const near = nameOf(0.41);
    assert.deepEqual([near.name?.y, near.name?.yanchor], [0.4, "bottom"]);
    const hidden = nameOf(0.45);
    assert.ok(hidden.foot > 0.4);
    assert.equal(hidden.name?.yanchor, "bottom");
    assert.ok((hidden.name?.y ?? NaN) >= hidden.foot);
  });

  it("keeps the band above zero on a logarithmic axis", () => {
    const [, band] = bands(0.9, "min", true);
    assert.ok((band?.y0 ?? 0) > 0);
  });

  it("counts down in a label while training, and no more afterwards", () => {
    const payload = running([1, 0.5, 0.6, 0.7]);
    const labels = (state: "running" | "stopped") =>
      curvesFigure({ ...payload, state }, frameOf()).layout.annotations.map(({ text }) => text);
    assert.ok(labels("running").includes("patience 2/3"));
    assert.ok(!labels("stopped").some((text) => text.startsWith("patience")));
  });

  it("tells below the chart what must be beaten", () => {
    const line = verdictLine(running([1, 0.5, 0.6], { ...rule, minDelta: 0.1 }), stringsFor("en"));
    assert.deepEqual(line, {
      kind: "patience",
      chip: "patience 1/3",
      text: "best valLoss 0.5 at epoch 2 · to improve, it must pass 0.4",
    });
  });

  it("says early only what is bad", () => {
    const loss = (y: number[]) =>
      ({ name: "loss", role: "train", metric: "loss", x: y.map((_, i) => i + 1), y }) as const;
    const fall = Array.from({ length: 40 }, (_, i) => Math.exp(-i / 4));
    const rise = fall.map((value, i) => value + 0.2 + 0.05 * Math.max(0, i - 10));
    const of = (y: number[]) =>
      curvesOf(
        [
          { ...loss(fall), x: [...loss(fall).x] },
          { ...curve(y), x: [...curve(y).x], y },
        ],
        { state: "running" },
      );
    assert.equal(verdictLine(of(fall.map((value) => value + 0.01)), stringsFor("en")), null);
    assert.equal(verdictLine(of(rise), stringsFor("en"))?.chip, "Overfitting (so far)");
    assert.equal(verdictLine({ ...of(rise), state: "finished" }, stringsFor("en"))?.chip, "Overfitting");
  });
});
