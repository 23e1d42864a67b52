import assert from "node:assert/strict";
import { staticChart } from "../../../renderer/views/chart/staticChart.ts";
import { lineFigure } from "../../../renderer/views/figure/lineFigure.ts";
import { frameOf } from "./frames.ts";
import { figureOf } from "./samples.ts";

describe("the notes of a figure", () => {
  const curve = { name: "", x: [0, 10], y: [0, 1], fmt: "-" };
  const note = { text: "a <b>\nplace", xy: [2, 0.2], xytext: [1, 3] } satisfies {
    text: string;
    xy: [number, number];
    xytext: [number, number];
  };

  it("stand where they are put, with a line to their place, and the axes reach them", () => {
    const { data, layout } = lineFigure(figureOf([curve], { annotations: [note] }), frameOf());
    assert.deepEqual(
      layout.annotations.map(({ text, x, y, xanchor, yanchor }) => [text, x, y, xanchor, yanchor]),
      [["a &lt;b&gt;<br>place", 1, 3, "left", "bottom"]],
    );
    const [, arrow] = data;
    assert.deepEqual([arrow?.x, arrow?.y, arrow?.hoverinfo], [[1, 2], [3, 0.2], "skip"]);
    assert.ok((layout.yaxis.range[1] ?? 0) > 3);
  });

  it("turn to the left in the right half, and hang below where their place is above them", () => {
    const right = { text: "x", xy: [9, 0.9] as [number, number], xytext: [8, 0.1] as [number, number] };
    const { layout } = lineFigure(figureOf([curve], { annotations: [right] }), frameOf());
    assert.deepEqual(
      layout.annotations.map(({ xanchor, yanchor }) => [xanchor, yanchor]),
      [["right", "top"]],
    );
  });

  it("lie at the logarithm on a logarithmic axis", () => {
    const figure = figureOf([{ ...curve, x: [1, 100], y: [1, 100] }], {
      xScale: "log",
      annotations: [{ ...note, xytext: [10, 3] }],
    });
    assert.equal(lineFigure(figure, frameOf()).layout.annotations[0]?.x, 1);
  });

  it("are in saved pictures", () => {
    const { svg } = staticChart(figureOf([curve], { annotations: [note] }));
    assert.match(svg, /a &lt;b&gt;/);
    assert.match(svg, />place</);
  });
});
