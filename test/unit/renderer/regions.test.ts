import assert from "node:assert/strict";
import { regionOf, type Field } from "../../../renderer/views/svg/regions.ts";

const grid = (rows: readonly (readonly number[])[]): Field => ({
  columns: rows[0].length,
  rows: rows.length,
  value: (column, row) => rows[row][column],
  place: (column, row) => [10 * column, 10 * row],
});

/** Twice the area inside a path of straight lines, by the shoelace formula. */
function area(path: string): number {
  return path
    .split("M")
    .filter((part) => part !== "")
    .reduce((sum, part) => {
      const points = part
        .replace("Z", "")
        .split("L")
        .map((point) => point.split(" ").map(Number));
      return (
        sum +
        Math.abs(
          points.reduce((twice, [x, y], i) => {
            const [nextX, nextY] = points[(i + 1) % points.length];
            return twice + x * nextY - y * nextX;
          }, 0),
        ) /
          2
      );
    }, 0);
}

describe("the part of a grid that reaches a level", () => {
  it("is all of it, in one rectangle a row, or nothing", () => {
    const all = regionOf(
      grid([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
      0,
    );
    assert.deepEqual(all, { fill: "M0 0L20 0L20 10L0 10ZM0 10L20 10L20 20L0 20Z", edge: "" });
    assert.deepEqual(
      regionOf(
        grid([
          [-1, -1],
          [-1, -1],
        ]),
        0,
      ),
      { fill: "", edge: "" },
    );
  });

  it("ends where the level lies between two points", () => {
    const { fill, edge } = regionOf(
      grid([
        [1, -3],
        [1, -3],
      ]),
      0,
    );
    assert.equal(area(fill), 25);
    assert.match(edge, /^M2\.5 (?:0L2\.5 10|10L2\.5 0)$/);
  });

  it("and the part that does not fill the grid together", () => {
    const values = [
      [0.3, -0.2, 0.5, 0.1],
      [-0.7, 0.4, -0.1, 0.2],
      [0.6, -0.3, -0.8, 0.9],
    ];
    const above = regionOf(grid(values), 0);
    const below = regionOf(grid(values.map((row) => row.map((value) => -value))), 0);
    // A cell with two opposite corners above is read as connected on both sides.
    assert.ok(area(above.fill) + area(below.fill) >= 600 - 1);
    const slope = Array.from({ length: 4 }, (_, r) => [0, 1, 2, 3].map((c) => c + r - 2.5));
    const [high, low] = [slope, slope.map((row) => row.map((value) => -value))].map((rows) =>
      regionOf(grid(rows), 0),
    );
    assert.ok(Math.abs(area(high.fill) + area(low.fill) - 900) < 1);
  });

  it("counts what is no number as below", () => {
    assert.equal(
      regionOf(
        grid([
          [NaN, NaN],
          [NaN, NaN],
        ]),
        0,
      ).fill,
      "",
    );
    assert.doesNotMatch(
      regionOf(
        grid([
          [1, NaN],
          [1, 1],
        ]),
        0,
      ).fill,
      /NaN/,
    );
  });

  it("leaves a corner on its own as a triangle, whichever it is", () => {
    for (let corner = 0; corner < 4; corner++) {
      const values = [0, 1].map((row) => [0, 1].map((column) => (2 * row + column === corner ? 1 : -1)));
      const { fill, edge } = regionOf(grid(values), 0);
      assert.equal(area(fill), 12.5);
      assert.equal(edge.match(/M/g)?.length, 1);
    }
  });
});
