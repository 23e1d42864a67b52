/** Where the panels of a plot stand, and the frame of each: grid, ticks, names. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import type { AxesMark, AxesPanel, AxesPicture } from "../../../../engine/payload/axesPicture.ts";
import type { Scale } from "../../../../engine/payload/figure.ts";
import type { Sample } from "../../../../engine/payload/sample.ts";
import { Extent, toRange } from "../../scale/axes.ts";
import { ticksOf, wholeTicks } from "../../scale/ticks.ts";
import { LEGEND_LINE } from "../../svg/legendLine.ts";
import { line, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";

/** Pixels. */
const WIDE = 620;
const NARROWEST = 250;
const GAP = 18;
const LONGEST_NAME = 130;
const CELL = 58;
const FONT = letters("text");
const SMALL = letters("small");

export interface Panel {
  panel: AxesPanel;
  /** Of the axes' frame. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Where the panel begins, its names included. */
  outerLeft: number;
  outerTop: number;
  outerWidth: number;
  legendTop: number;
  /** Names of places on the x axis are written upright. */
  upright: boolean;
  x: readonly [number, number];
  y: readonly [number, number];
}

export const titleHeight = (title: string): number => (title === "" ? 0 : 24);

export function wishedWidth({ panels, columns }: AxesPicture): number {
  return Math.min(920, panels.length === 1 ? WIDE : 380 * Math.min(columns, panels.length) + GAP);
}

export function panelsOf(payload: AxesPicture, width: number): { panels: Panel[]; height: number } {
  const { panels, title } = payload;
  const inLine = Math.max(
    1,
    Math.min(payload.columns, panels.length, Math.floor((width + GAP) / (NARROWEST + GAP))),
  );
  const each = (width - GAP * (inLine - 1)) / inLine;
  const placed: Panel[] = [];
  let top = titleHeight(title);
  for (let start = 0; start < panels.length; start += inLine) {
    const lineOf = panels
      .slice(start, start + inLine)
      .map((panel, i) => placedPanel(panel, i * (each + GAP), top, each));
    placed.push(...lineOf);
    top = Math.max(...lineOf.map((one) => one.top + one.height + below(one)));
  }
  return { panels: placed, height: Math.ceil(top + 4) };
}

function placedPanel(panel: AxesPanel, outerLeft: number, outerTop: number, outerWidth: number): Panel {
  const { marks, xTicks, yTicks, yLabel, title } = panel;
  const x = rangeOf(panel, "x");
  const y = rangeOf(panel, "y");
  const names = yTicks.length > 0 ? yTicks : ticksOf(panel.yScale, y, 6).ticktext;
  const labels = Math.min(LONGEST_NAME, Math.max(0, ...names.map((name) => textWidth(name, SMALL))));
  const left = outerLeft + (yLabel === "" ? 6 : 22) + labels + 9;
  const room = Math.max(60, outerLeft + outerWidth - left - 12);
  const lines = legendRows(panel, room).length;
  const legendTop = outerTop + (title === "" ? 6 : 26);
  const top = legendTop + (lines === 0 ? 4 : lines * LEGEND_LINE + 4);
  let [width, height] = [room, Math.min(300, Math.max(170, room * 0.62))];
  const matrix = marks.find((mark) => mark.kind === "cells");
  const image = marks.find((mark) => mark.kind === "image");
  if (matrix) {
    const [rows, columns] = [matrix.values.length, matrix.values[0]?.length ?? 1];
    const side = Math.max(3, Math.min(CELL, room / columns, 420 / Math.max(1, rows)));
    const few = rows <= 12;
    width = Math.min(room, Math.max(side, columns <= 4 ? Math.min(92, room / columns) : side) * columns);
    height = Math.max(few ? Math.min(side, 34) : 0, side) * rows;
  } else if (image) {
    const scale = Math.min(
      room / image.width,
      360 / image.height,
      Math.max(1, 220 / Math.max(image.width, image.height)),
    );
    [width, height] = [image.width * scale, image.height * scale];
  } else if (panel.equal) {
    const ratio = Math.abs((y[1] - y[0]) / (x[1] - x[0]));
    height = Math.min(420, Math.max(120, room * ratio));
    width = Math.min(room, height / ratio);
  }
  const longest = Math.max(0, ...xTicks.map((name) => textWidth(name, SMALL)));
  const upright = xTicks.length > 0 && longest + 6 > width / xTicks.length;
  return { panel, left, top, width, height, outerLeft, outerTop, outerWidth, legendTop, upright, x, y };
}

/** Pixels below the frame of a panel. */
function below({ panel: { xTicks, xLabel, marks }, upright }: Panel): number {
  const names = upright
    ? Math.min(LONGEST_NAME, Math.max(...xTicks.map((name) => textWidth(name, SMALL)))) + 12
    : 24;
  const scale = marks.some((mark) => mark.kind === "cells" || (mark.kind === "points" && mark.values))
    ? 24
    : 0;
  return names + (xLabel === "" ? 4 : 22) + scale + 8;
}

/** The entries of a legend, in lines. */
export function legendRows(
  panel: AxesPanel,
  room: number,
): { mark: AxesMark; index: number; name: string }[][] {
  const entries = panel.marks.flatMap((mark, index) =>
    "name" in mark && mark.name !== "" ? [{ mark, index, name: mark.name }] : [],
  );
  const colourOf = (mark: AxesMark): number => (mark.kind === "line" ? (mark.colour ?? 0) : 0);
  entries.sort((a, b) => colourOf(a.mark) - colourOf(b.mark));
  const rows: (typeof entries)[] = [];
  let used = Infinity;
  for (const entry of entries) {
    const wide = 46 + textWidth(entry.name, FONT);
    if (used + wide > room) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(entry);
    used += wide;
  }
  return rows;
}

/** From where to where an axis goes; logarithms on a logarithmic one. */
function rangeOf(panel: AxesPanel, which: "x" | "y"): readonly [number, number] {
  const scale = which === "x" ? panel.xScale : panel.yScale;
  const limits = which === "x" ? panel.xLim : panel.yLim;
  const asked = limits && toRange(limits, scale);
  if (asked && asked[0] !== asked[1]) return asked;
  const matrix = panel.marks.find((mark) => mark.kind === "cells");
  if (matrix) {
    const [rows, columns] = [matrix.values.length, matrix.values[0]?.length ?? 1];
    return which === "x" ? [-0.5, columns - 0.5] : [rows - 0.5, -0.5];
  }
  const image = panel.marks.find((mark) => mark.kind === "image");
  if (image) return which === "x" ? [-0.5, image.width - 0.5] : [image.height - 0.5, -0.5];
  const extent = new Extent();
  let base = false;
  for (const mark of panel.marks) {
    for (const value of reachOf(mark, which)) extent.add(value, scale);
    base ||= mark.kind === "bars" && (which === "y") !== mark.lies;
  }
  for (const { xy, xytext } of panel.notes) {
    const at = which === "x" ? 0 : 1;
    extent.add(xy[at], scale);
    extent.add(xytext[at], scale);
  }
  const range = extent.range(scale, 0.05);
  if (!range) return [0, 1];
  // Bars stand on the axis.
  if (base && scale === "linear" && extent.low === 0) return [0, range[1]];
  if (base && scale === "linear" && extent.high === 0) return [range[0], 0];
  return range;
}

function reachOf(mark: AxesMark, which: "x" | "y"): Sample[] {
  switch (mark.kind) {
    case "line":
    case "points":
      return which === "x" ? mark.x : [...mark.y, ...(mark.low ?? []), ...(mark.high ?? [])];
    case "bars":
      if ((which === "x") !== mark.lies)
        return mark.at.flatMap((at, i) =>
          at === null ? [] : [at - (mark.width[i] ?? 0) / 2, at + (mark.width[i] ?? 0) / 2],
        );
      return [...mark.from, ...mark.to, ...(mark.low ?? []), ...(mark.high ?? [])];
    case "boxes":
      return which === "x"
        ? mark.boxes.flatMap(({ at }) => [at - 0.5, at + 0.5])
        : mark.boxes.flatMap(({ low, high, beyond }) => [low, high, ...beyond]);
    case "cells":
    case "image":
      return [];
  }
}

/** Pixels of a value; null for one that the axis cannot show. */
export function xAt({ left, width, x, panel }: Panel, value: Sample | undefined): number | null {
  const at = shareOf(value, x, panel.xScale);
  return at === null ? null : left + at * width;
}

export function yAt({ top, height, y, panel }: Panel, value: Sample | undefined): number | null {
  const at = shareOf(value, y, panel.yScale);
  return at === null ? null : top + (1 - at) * height;
}

function shareOf(
  value: Sample | undefined,
  [from, to]: readonly [number, number],
  scale: Scale,
): number | null {
  if (value === null || value === undefined || (scale === "log" && value <= 0)) return null;
  return ((scale === "log" ? Math.log10(value) : value) - from) / (to - from);
}

/** Grid, ticks, frame, names of the axes, title. */
export function frameNodes(placed: Panel, theme: Theme): SvgNode[] {
  const { panel, left, top, width, height, outerLeft, outerTop, upright } = placed;
  const quiet = { "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const loud = { "fill": theme.foreground, "font-size": theme.fontSize, "text-anchor": "middle" };
  const filled = panel.marks.some((mark) => mark.kind === "cells" || mark.kind === "image");
  const across = placesOf(panel.xTicks, panel.xScale, placed.x, width, upright ? 14 : 52, panel.xWhole);
  const up = placesOf(panel.yTicks, panel.yScale, placed.y, height, panel.yTicks.length > 0 ? 14 : 42);
  const bottom = top + height;
  const nodes: SvgNode[] = [];
  for (const { value, text } of across) {
    const x = xAt(placed, value);
    if (x === null) continue;
    if (!filled && panel.xTicks.length === 0)
      nodes.push(svg("line", { ...line(x, top, x, bottom), stroke: theme.grid }));
    const place = { x: round(x), y: round(bottom + (upright ? 8 : 17)) };
    nodes.push(
      upright
        ? svg(
            "text",
            {
              ...quiet,
              ...place,
              "text-anchor": "end",
              "dy": "0.35em",
              "transform": `rotate(-90 ${place.x} ${place.y})`,
            },
            clipped(text),
          )
        : svg("text", { ...quiet, ...place, "text-anchor": "middle" }, text),
    );
  }
  for (const { value, text } of up) {
    const y = yAt(placed, value);
    if (y === null) continue;
    if (!filled && panel.yTicks.length === 0)
      nodes.push(svg("line", { ...line(left, y, left + width, y), stroke: theme.grid }));
    nodes.push(
      svg(
        "text",
        { ...quiet, "x": round(left - 7), "y": round(y), "dy": "0.35em", "text-anchor": "end" },
        clipped(text),
      ),
    );
  }
  nodes.push(
    svg("rect", {
      x: round(left),
      y: round(top),
      width: round(width),
      height: round(height),
      fill: "none",
      stroke: theme.axis,
    }),
  );
  const middle = round(left + width / 2);
  if (panel.title !== "")
    nodes.push(svg("text", { ...loud, "x": middle, "y": outerTop + 17, "font-weight": 600 }, panel.title));
  if (panel.xLabel !== "") {
    const names = upright
      ? Math.min(LONGEST_NAME, Math.max(...panel.xTicks.map((name) => textWidth(name, SMALL)))) + 12
      : 22;
    nodes.push(svg("text", { ...loud, x: middle, y: round(bottom + names + 14) }, panel.xLabel));
  }
  if (panel.yLabel !== "") {
    const [x, y] = [round(outerLeft + 13), round(top + height / 2)];
    nodes.push(svg("text", { ...loud, x, y, transform: `rotate(-90 ${x} ${y})` }, panel.yLabel));
  }
  return nodes;
}

/** Where a scale of colours stands. */
export function colourScaleTop(placed: Panel): number {
  return placed.top + placed.height + below(placed) - 22;
}

function clipped(text: string): string {
  const most = Math.floor(LONGEST_NAME / (SMALL * 0.56));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Names of places, as many as there is room for; or numbers. */
function placesOf(
  names: readonly string[],
  scale: Scale,
  range: readonly [number, number],
  pixels: number,
  room: number,
  whole = false,
): { value: number; text: string }[] {
  if (names.length > 0) {
    const every = Math.max(1, Math.ceil((room < 20 ? room : 14) / (pixels / names.length)));
    return names.flatMap((text, value) => (value % every === 0 ? [{ value, text }] : []));
  }
  const ends: [number, number] = [Math.min(...range), Math.max(...range)];
  const count = pixels / room;
  const { tickvals, ticktext } = whole ? wholeTicks(ends, count) : ticksOf(scale, ends, count);
  return tickvals.map((value, i) => ({ value, text: ticktext[i] ?? "" }));
}
