import assert from "node:assert/strict";
import { CURVES_MIME, FIGURE_MIME, PLOTLY_MIME } from "../../../engine/payload/mime.ts";
import { readPayload } from "../../../renderer/views/readPayload.ts";
import { curvesOf, figureOf } from "./samples.ts";

describe("reading a payload", () => {
  it("tells figures and curves apart by their type", () => {
    assert.equal(readPayload(FIGURE_MIME, figureOf([])).kind, "figure");
    assert.equal(readPayload(CURVES_MIME, curvesOf([])).kind, "curves");
    assert.equal(readPayload(PLOTLY_MIME, { version: 1, data: [{}], layout: {}, config: {} }).kind, "plotly");
  });

  const broken: [string, unknown, RegExp][] = [
    [FIGURE_MIME, null, /payload is not an object/],
    [FIGURE_MIME, { ...figureOf([]), version: 2 }, /unknown version 2/],
    [FIGURE_MIME, { ...figureOf([]), series: undefined }, /series is missing/],
    [FIGURE_MIME, { ...figureOf([]), series: [{ x: [1] }] }, /series 1 has no points/],
    [FIGURE_MIME, { ...figureOf([]), figsize: undefined }, /figsize is missing/],
    [CURVES_MIME, { ...curvesOf([]), id: 3 }, /id is missing/],
    [CURVES_MIME, { ...curvesOf([]), marks: null }, /marks is not an object/],
    [PLOTLY_MIME, { version: 1, layout: {}, config: {} }, /data is missing/],
    [PLOTLY_MIME, { version: 1, data: [{}, 3], layout: {}, config: {} }, /trace 2 is not an object/],
    [PLOTLY_MIME, { version: 1, data: [], config: {} }, /layout is not an object/],
    ["text/plain", {}, /unknown type text\/plain/],
  ];
  for (const [mime, value, message] of broken) {
    it(`says ${String(message)}`, () => assert.throws(() => readPayload(mime, value), message));
  }
});
