/** A plot of one pair of axes or several: points, bars, boxes, lines with bands, matrices, images. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import type { AxesMark, AxesPanel, AxesPicture } from "../../../../engine/payload/axesPicture.ts";
import { LEGEND_LINE } from "../../svg/legendLine.ts";
import { mark as shape, markColour } from "../../svg/marks.ts";
import { line, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import type { Theme } from "../../theme/theme.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { colourScaleTop, frameNodes, legendRows, type Panel, panelsOf, wishedWidth } from "./axesFrame.ts";
import { cellLook, endsOf, lineLook, markNodes, rampOf } from "./axesMarks.ts";
import { describeAxes, keysOf, tableOf, tipOf } from "./axesWords.ts";

export function axesDrawing(payload: AxesPicture): Drawing {
  return {
    width: wishedWidth(payload),
    height: (width) => panelsOf(payload, width).height,
    draw: (frame) => draw(payload, frame),
    describe: ({ axes }) => describeAxes(payload, axes),
    keys: payload.panels.flatMap((panel, p) =>
      panel.marks.flatMap((mark, m) => keysOf(mark, `a${p}.${m}`, panel)),
    ),
    tip: (key, { axes }) => tipOf(payload, key, axes),
    table: ({ axes }) => tableOf(payload, axes),
    tableOpen: false,
    fileName: payload.title || payload.panels[0]?.title || "plot",
  };
}

function draw(payload: AxesPicture, frame: DrawingFrame): SvgNode[] {
  const { theme, width } = frame;
  const heading = {
    "x": round(width / 2),
    "y": 17,
    "text-anchor": "middle",
    "font-weight": 600,
    "font-size": letters("heading", theme.fontSize),
    "fill": theme.foreground,
  };
  return [
    ...(payload.title === "" ? [] : [svg("text", heading, payload.title)]),
    ...panelsOf(payload, width).panels.flatMap((panel, p) => panelNodes(panel, p, frame)),
  ];
}

/** Which colour each mark of a panel has: what is faint needs none. */
export function coloursOf(panel: AxesPanel): number[] {
  let next = 0;
  return panel.marks.map((mark) => {
    if (mark.kind !== "line") return next++;
    return mark.colour ?? (mark.faint ? 0 : next++);
  });
}

function panelNodes(placed: Panel, p: number, frame: DrawingFrame): SvgNode[] {
  const { panel, left, top, width, height } = placed;
  const colours = coloursOf(panel);
  const inside = panel.marks.flatMap((mark, m) =>
    markNodes(mark, { panel: placed, colour: colours[m] ?? 0, key: `a${p}.${m}`, frame }),
  );
  const box = { x: round(left), y: round(top), width: round(width), height: round(height) };
  return [
    ...frameNodes(placed, frame.theme),
    // An svg of its own cuts off what leaves the plane.
    svg("svg", { ...box, viewBox: `${box.x} ${box.y} ${box.width} ${box.height}` }, ...inside),
    ...noteNodes(placed, frame.theme),
    ...legendNodes(placed, colours, frame.theme),
    ...panel.marks.flatMap((mark) => colourScale(mark, placed, frame.theme)),
  ];
}

function noteNodes(placed: Panel, theme: Theme): SvgNode[] {
  const { panel, left, width, x, y, top, height } = placed;
  const at = (value: number, range: readonly [number, number], log: boolean): number =>
    ((log ? Math.log10(value) : value) - range[0]) / (range[1] - range[0]);
  return panel.notes.flatMap(({ text, xy, xytext }) => {
    const [px, tx] = [xy[0], xytext[0]].map((value) => left + at(value, x, panel.xScale === "log") * width);
    const [py, ty] = [xy[1], xytext[1]].map(
      (value) => top + (1 - at(value, y, panel.yScale === "log")) * height,
    );
    if ([px, tx, py, ty].some((value) => value === undefined || !Number.isFinite(value))) return [];
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [px, tx, py, ty];
    const same = Math.hypot(x1 - x0, y1 - y0) < 4;
    // The text lies on the side of the line's end that the line does not leave by, and within the panel.
    const leavesRight = same ? x1 > left + width / 2 : x0 >= x1;
    const anchor = leavesRight && textWidth(text, theme.fontSize) < x1 - left ? "end" : "start";
    const pieces = text.split("\n");
    const above = `${round(-0.4 - 1.2 * (pieces.length - 1))}em`;
    const words = pieces.map((one, i) =>
      svg(
        "tspan",
        {
          x: round(x1 + (same ? (anchor === "end" ? -7 : 7) : 0)),
          dy: i > 0 ? "1.2em" : y0 < y1 ? "1em" : above,
        },
        one,
      ),
    );
    return [
      ...(same
        ? []
        : [svg("line", { ...line(x1, y1, x0, y0), "stroke": theme.foreground, "stroke-width": 1 })]),
      svg("circle", { cx: round(x0), cy: round(y0), r: 2.6, fill: theme.foreground }),
      svg(
        "text",
        {
          "x": round(x1),
          "y": round(y1),
          "text-anchor": anchor,
          "fill": theme.foreground,
          "font-size": theme.fontSize,
          "stroke": theme.background,
          "stroke-width": 3,
          "paint-order": "stroke",
          "pointer-events": "none",
        },
        ...words,
      ),
    ];
  });
}

function legendNodes(placed: Panel, colours: readonly number[], theme: Theme): SvgNode[] {
  return legendRows(placed.panel, placed.width).flatMap((row, r) => {
    const y = placed.legendTop + (r + 0.5) * LEGEND_LINE;
    let x = placed.left;
    return row.flatMap(({ mark, index, name }) => {
      const at = x;
      x += 46 + textWidth(name, letters("text"));
      return [
        ...signOf(mark, colours[index] ?? 0, at + 11, y, theme),
        svg(
          "text",
          { "x": round(at + 28), y, "dy": "0.35em", "fill": theme.foreground, "font-size": theme.fontSize },
          name,
        ),
      ];
    });
  });
}

function signOf(mark: AxesMark, colour: number, x: number, y: number, theme: Theme): SvgNode[] {
  const fill = markColour(theme, colour);
  if (mark.kind === "line")
    return [svg("line", { ...line(x - 11, y, x + 11, y), ...lineLook(mark, colour, theme) })];
  if (mark.kind === "points") return [shape(colour, x, y, 4.4, { fill })];
  return [
    svg("rect", {
      "x": round(x - 6),
      "y": round(y - 6),
      "width": 12,
      "height": 12,
      fill,
      "fill-opacity": 0.78,
    }),
  ];
}

/** From the least value to the greatest, below the panel. */
function colourScale(mark: AxesMark, placed: Panel, theme: Theme): SvgNode[] {
  const ends =
    mark.kind === "cells"
      ? [mark.low, mark.high]
      : mark.kind === "points" && mark.values
        ? endsOf(mark.values)
        : null;
  const [low = null, high = null] = ends ?? [];
  if (low === null || high === null || !Number.isFinite(low) || !(high >= low)) return [];
  const ramp = mark.kind === "points" ? rampOf(mark.values, theme) : null;
  const y = colourScaleTop(placed);
  const [steps, wide] = [16, 7];
  const quiet = { "y": y + 9, "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const [from, to] = [numberText(low), numberText(high)];
  const name = "valueLabel" in mark ? mark.valueLabel : "";
  const start = placed.left + textWidth(from, letters("small")) + 6;
  return [
    svg("text", { ...quiet, "x": round(start - 5), "text-anchor": "end" }, from),
    ...Array.from({ length: steps }, (_, k) => {
      const value = low + ((high - low) * k) / (steps - 1);
      const look = ramp ? { fill: ramp(value) } : cellLook(value, low, high, theme);
      return svg("rect", { x: round(start + k * wide), y, width: wide, height: 10, ...look });
    }),
    svg("rect", { x: round(start), y, width: steps * wide, height: 10, fill: "none", stroke: theme.grid }),
    svg("text", { ...quiet, x: round(start + steps * wide + 6) }, name === "" ? to : `${to}   ${name}`),
  ];
}
