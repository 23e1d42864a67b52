import assert from "node:assert/strict";
import { numberText } from "../../../engine/payload/sample.ts";
import { evenlyChosen, readRow, rowsOf } from "../../../renderer/views/text/points.ts";

describe("the points of a chart as rows", () => {
  it("join curves at the same x, in order of x", () => {
    const rows = rowsOf([
      { name: "a", x: [2, 1], y: [20, 10] },
      { name: "b", x: [2, 3], y: [200, null] },
    ]);
    assert.deepEqual(rows, [
      { x: 1, values: [10, undefined] },
      { x: 2, values: [20, 200] },
      { x: 3, values: [undefined, null] },
    ]);
  });

  it("keep every point of a curve that comes back to the same x", () => {
    const rows = rowsOf([{ name: "circle", x: [0, 1, 0], y: [1, 0, -1] }]);
    assert.deepEqual(
      rows.map(({ x, values }) => [x, values[0]]),
      [
        [0, 1],
        [0, -1],
        [1, 0],
      ],
    );
  });

  it("leave out points without an x", () => {
    assert.deepEqual(rowsOf([{ name: "a", x: [null], y: [1] }]), []);
  });

  it("read aloud what is there, NaN included", () => {
    const curves = [
      { name: "loss", x: [1], y: [null] },
      { name: "valLoss", x: [1], y: [0.123456] },
      { name: "accuracy", x: [], y: [] },
    ];
    assert.equal(readRow(rowsOf(curves)[0], curves), "loss NaN, valLoss 0.1235");
  });

  it("are thinned evenly, ends included", () => {
    assert.deepEqual(evenlyChosen([...Array(11).keys()], 3), [0, 5, 10]);
    assert.deepEqual(evenlyChosen([1, 2], 3), [1, 2]);
  });

  it("have four significant digits", () => {
    assert.deepEqual(
      [0.1 + 0.2, -1234567.5, 1e-9, 5].map((value) => numberText(value)),
      ["0.3", "−1235000", "1e−9", "5"],
    );
  });
});
