import assert from "node:assert/strict";
import { moveCursor, type PointCursor, type CursorStep } from "../../../renderer/page/chart/pointCursor.ts";

const rows = (...xs: number[]) => xs.map((x) => ({ x, values: [x] }));
const right: CursorStep = { type: "move", by: 1 };
const left: CursorStep = { type: "move", by: -1 };

function path(xs: number[], steps: CursorStep[]): (number | undefined)[] {
  let at: PointCursor | null = null;
  return steps.map((step) => {
    at = moveCursor(rows(...xs), at, step);
    return at?.index;
  });
}

describe("reading a chart point by point", () => {
  it("starts at the end that the first key points away from", () => {
    assert.deepEqual(path([5, 6, 7], [right, right]), [0, 1]);
    assert.deepEqual(path([5, 6, 7], [left, left]), [2, 1]);
  });

  it("passes several points at the same x", () => {
    assert.deepEqual(path([0, 0, 0, 1], [right, right, right, right]), [0, 1, 2, 3]);
  });

  it("stays at an end and says so", () => {
    const at = { index: 1, x: 6 };
    assert.equal(moveCursor(rows(5, 6), at, right)?.beyond, true);
    assert.equal(moveCursor(rows(5, 6), at, right)?.index, 1);
    assert.equal(moveCursor(rows(5, 6), at, left)?.beyond, false);
  });

  it("goes by tens, and to either end", () => {
    const many = Array.from({ length: 30 }, (_, i) => i);
    assert.deepEqual(
      path(many, [right, { type: "move", by: 10 }, { type: "moveTo", end: "last" }]),
      [0, 10, 29],
    );
  });

  it("finds its x again when rows were added before it", () => {
    assert.equal(moveCursor(rows(0, 1, 5, 6), { index: 0, x: 5 }, right)?.x, 6);
  });

  it("begins anew when its point is gone, and reads nothing in an empty chart", () => {
    assert.equal(moveCursor(rows(1, 2), { index: 4, x: 9 }, right)?.x, 1);
    assert.equal(moveCursor([], null, right), null);
  });
});
