import assert from "node:assert/strict";
import { bestLegendPlace, type Window } from "../../../renderer/views/figure/legendCorner.ts";

const window: Window = { x: [0, 1], y: [0, 1], xScale: "linear", yScale: "linear" };
const inset = { x: 0.02, y: 0.02 };

function placeFor(x: (number | null)[], y: (number | null)[], view: Window = window) {
  const { xanchor, yanchor } = bestLegendPlace([{ x, y }], view, 0.3, 0.2, inset).place;
  return `${yanchor} ${xanchor}`;
}

describe("the legend's place", () => {
  it("is the upper right corner when that is free, as in matplotlib", () => {
    assert.equal(placeFor([0, 1], [1, 0]), "top right");
    assert.equal(placeFor([], []), "top right");
  });

  it("avoids a rising line, of which only the ends are points", () => {
    assert.equal(placeFor([0, 1], [0, 1]), "top left");
  });

  it("goes below curves that keep to the top", () => {
    assert.equal(placeFor([0, 0.5, 1], [0.95, 0.95, 0.95]), "bottom left");
  });

  it("sees positions on logarithmic axes, and no point where there is a gap", () => {
    const log: Window = { x: [0, 2], y: [0, 2], xScale: "log", yScale: "log" };
    assert.equal(placeFor([1, 100], [1, 100], log), "top left");
    assert.equal(placeFor([null, 0.9, null], [0.9, null, 0.9]), "top right");
  });

  it("takes the place that covers least when every one covers something", () => {
    const x: number[] = [];
    const y: number[] = [];
    for (let i = 0; i <= 20; i++) {
      for (let j = 0; j <= 20; j++) {
        if (i < 8 && j < 6 && (i + j) % 4 !== 0) continue;
        x.push(i / 20, NaN);
        y.push(j / 20, NaN);
      }
    }
    assert.equal(
      placeFor(
        x.map((v) => (Number.isNaN(v) ? null : v)),
        y,
      ),
      "bottom left",
    );
  });
});
