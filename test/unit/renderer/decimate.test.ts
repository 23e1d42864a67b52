import assert from "node:assert/strict";
import { pointsAt, shownEpochs } from "../../../renderer/views/scale/decimate.ts";
import type { CurveSeries } from "../../../engine/payload/curves.ts";

const series = (name: string, y: (number | null)[]): CurveSeries => ({
  name,
  role: "train",
  metric: name,
  x: y.map((_, i) => i + 1),
  y,
});

const wave = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i / 50) + (i === 7000 ? 9 : 0));

describe("fewer points of long curves", () => {
  it("are all points while they can be told apart", () => {
    const one = series("loss", wave(500));
    assert.equal(shownEpochs([one], [1, 500], 700), null);
    assert.equal(pointsAt(one, one.y, null).x, one.x);
  });

  it("keep both ends, every spike and every gap", () => {
    const y: (number | null)[] = wave(10_000);
    y[4321] = null;
    const one = series("loss", y);
    const shown = shownEpochs([one], [1, 10_000], 700);
    assert.ok(shown && shown.size < 1500, String(shown?.size));
    for (const epoch of [1, 4322, 7001, 10_000]) assert.ok(shown.has(epoch), String(epoch));
    const points = pointsAt(one, y, shown);
    assert.deepEqual(
      points.x,
      [...points.x].sort((a, b) => a - b),
    );
    assert.equal(points.y[points.x.indexOf(4322)], null);
    assert.ok(points.y[points.x.indexOf(7001)] === y[7000]);
  });

  it("are at the same epochs in all curves", () => {
    const all = [series("loss", wave(5000)), series("valLoss", wave(5000).reverse())];
    const shown = shownEpochs(all, [1, 5000], 300);
    const [one, other] = all.map((curve) => pointsAt(curve, curve.y, shown).x);
    assert.deepEqual(one, other);
  });

  it("are those in view, and one beyond each edge", () => {
    const one = series("loss", wave(10_000));
    assert.equal(shownEpochs([one], [5000.5, 5100.5], 700), null);
    const shown = shownEpochs([one], [2000.5, 8000.5], 300);
    assert.ok(shown);
    assert.ok(shown.has(2000) && shown.has(8001));
    assert.ok(!shown.has(1) && !shown.has(10_000));
  });

  it("are all those of an epoch that has several", () => {
    const one: CurveSeries = { ...series("loss", []), x: [1, 2, 2, 2.5, 4], y: [9, 8, null, 6, 5] };
    assert.deepEqual(pointsAt(one, one.y, new Set([4, 2, 3, 7])), { x: [2, 2, 4], y: [8, null, 5] });
  });

  it("are none of no points", () => {
    assert.equal(shownEpochs([], [0, 1], 700), null);
    assert.equal(shownEpochs([series("loss", [])], [0, 1], 700), null);
  });
});
