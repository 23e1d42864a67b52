/** A still figure (`plot`) as a chart: the book's look, in the editor's colours. */
import { axisOf, Extent, spikesOf, toRange } from "../scale/axes.ts";
import { ticksOf } from "../scale/ticks.ts";
import type { Chart, ChartAxis, ChartLayout, LineTrace } from "../chart/chart.ts";
import { noteExtents, notesOf } from "./figureNotes.ts";
import { chartStyle, legendStyle, noteAmid } from "../chart/chartStyle.ts";
import type { Frame } from "../chart/frame.ts";
import { bestLegendPlace, type LegendPlace } from "./legendCorner.ts";
import { dashOf, parseFormat, resolveColour, symbolOf } from "./matplotlibFormat.ts";
import type { Figure, FigureSeries } from "../../../engine/payload/figure.ts";
import { plainTemplateText, plainText } from "../text/plainText.ts";
import { textWidth } from "../../../engine/payload/letters.ts";
import type { Theme } from "../theme/theme.ts";

/** Pixels an inch of `figsize` takes on the screen: the book's 3.5 × 2.5 becomes 420 × 300. */
const pixelsPerInch = 120;
/** matplotlib leaves 5 % of the data's span free on either side. */
const dataMargin = 0.05;
/** Above this, SVG markers are too many elements for a smooth page; WebGL draws them. */
const svgMarkerLimit = 4000;

/** More markers than this cover one another. */
const crowd = 300;

/** Size in pixels that `figsize` asks for, kept within what a notebook page can show. */
export function figurePixels(figsize: readonly [number, number]): { width: number; height: number } {
  const [width, height] = figsize.map((inches, i) =>
    Number.isFinite(inches) && inches > 0 ? inches * pixelsPerInch : [420, 300][i],
  );
  return { width: clamp(width ?? 420, 180, 1600), height: clamp(height ?? 300, 140, 1200) };
}

export function lineFigure(payload: Figure, frame: Frame): Chart {
  const { theme, strings } = frame;
  const { x, y, margin, place } = arrange(payload, frame);
  const named = payload.series.some((series) => series.name !== "");
  const onlyMarkers = payload.series.every((series) => parseFormat(series.fmt).style === "none");
  const notes = notesOf(payload, { x: x.range, y: y.range }, frame);
  const layout: ChartLayout = {
    ...chartStyle(payload.title, "center", margin, frame),
    showlegend: named,
    legend: { ...place, orientation: "v", ...legendStyle(theme) },
    hovermode: onlyMarkers ? "closest" : "x unified",
    xaxis: x,
    yaxis: y,
    shapes: [],
    annotations: payload.series.some((series) => shownPoints(series) > 0)
      ? notes.annotations
      : [...notes.annotations, noteAmid(0.5, strings.noData, theme.muted, theme)],
    uirevision: `view ${frame.revision}`,
    datarevision: 0,
  };
  return { data: [...tracesOf(payload, theme), ...notes.traces], layout };
}

function tracesOf(payload: Figure, theme: Theme): LineTrace[] {
  let used = 0;
  return payload.series.map((series, index) => {
    const format = parseFormat(series.fmt);
    const color = resolveColour(format.colour, theme, () => used++);
    const { symbol, size, open } = symbolOf(format.marker);
    const lines = format.style !== "none";
    const markers = format.marker !== null || !lines || shownPoints(series) === 1;
    return {
      type: markers && series.x.length > svgMarkerLimit ? "scattergl" : "scatter",
      mode: lines ? (markers ? "lines+markers" : "lines") : "markers",
      name: plainText(series.name) || `${index + 1}`,
      x: series.x,
      y: series.y,
      xaxis: "x",
      yaxis: "y",
      line: { color, width: theme.lineWidth, dash: dashOf(format.style, theme.lineWidth) },
      marker: { color, size, symbol, line: { color, width: open ? 1.5 : 0 } },
      showlegend: series.name !== "",
      hovertemplate: payload.series.length > 1 ? "%{y:.5~g}" : "%{y:.5~g}<extra></extra>",
      connectgaps: false,
      // Where points lie over one another, more of them look darker.
      ...(!lines && series.x.length > crowd ? { opacity: 0.6 } : {}),
      // matplotlib clips too; but with free margins a line at the limit shows its full width.
      cliponaxis: payload.xLim !== null || payload.yLim !== null,
    };
  });
}

function shownPoints({ x, y }: FigureSeries): number {
  let count = 0;
  for (let i = 0; i < x.length && count < 2; i++) if (x[i] !== null && (y[i] ?? null) !== null) count++;
  return count;
}

type Range = [number, number];

interface Arrangement {
  x: ChartAxis;
  y: ChartAxis;
  margin: ChartLayout["margin"];
  place: LegendPlace;
}

/** How much longer the y axis may become so that a legend finds room above the curves. */
const headroom = [1, 1.15, 1.3, 1.5, 1.75];

/** The share of the figure that a legend beside the curves may take. */
const mostBeside = 0.45;

/** Axes, margins and the place of the legend, which covers no points if the y axis may grow or there is room beside. */
function arrange(payload: Figure, frame: Frame): Arrangement {
  const zoomed = frame.zoom !== null || frame.zoomUp !== null;
  const base = {
    x: frame.zoom ?? rangeOf(payload, "x"),
    y: frame.zoomUp ?? rangeOf(payload, "y"),
  };
  const equal = payload.aspect === "equal" && !zoomed;
  const beside = legendWidth(payload, frame.theme) + legendGap;
  if (zoomed) {
    // Where the legend stood before.
    const { place } = arrange(payload, { ...frame, zoom: null, zoomUp: null });
    return arrangeIn(payload, frame, base, equal, place.x > 1 ? beside : 0);
  }
  let first: Arrangement | null = null;
  for (const grown of payload.yLim ? [1] : headroom) {
    const ranges = { x: base.x, y: stretched(base.y, grown) };
    const { covered, ...arrangement } = arrangeIn(payload, frame, ranges, equal, 0);
    if (covered === 0) return arrangement;
    first ??= arrangement;
  }
  if (first && beside > mostBeside * frame.width) return first;
  return arrangeIn(payload, frame, base, equal, beside);
}

/** @param beside pixels for a legend beside the curves; 0 where it lies among them */
function arrangeIn(
  payload: Figure,
  frame: Frame,
  ranges: { x: Range; y: Range },
  equal: boolean,
  beside: number,
): Arrangement & { covered: number } {
  const { t, b } = marginsAcross(payload, frame.theme);
  const height = Math.max(1, frame.height - t - b);
  let { x, y } = ranges;
  const labelled = (): ChartLayout["margin"] => {
    const { ticktext } = axisFor(payload, frame, "y", y, height / 36);
    const { l, r } = marginsAlong(payload, frame.theme, ticktext);
    return { l, r: r + beside, t, b };
  };
  let margin = labelled();
  const width = (): number => Math.max(1, frame.width - margin.l - margin.r);
  if (equal) {
    // With other limits the labels may need another margin.
    y = sameUnits(x, y, width() / height).y;
    margin = labelled();
    ({ x, y } = sameUnits(x, y, width() / height));
  }
  const { place, covered } =
    beside > 0
      ? { place: placeBeside(width()), covered: 0 }
      : legendOf(payload, frame, { x, y }, width(), height);
  return {
    x: axisFor(payload, frame, "x", x, width() / (payload.xScale === "log" ? 30 : 52)),
    y: axisFor(payload, frame, "y", y, height / 36),
    margin,
    place,
    covered,
  };
}

/** Grows upwards to `times` its length. */
function stretched([low, high]: Range, times: number): Range {
  return [low, low + (high - low) * times];
}

/** The shorter of two axes is lengthened on both sides, until a unit takes as many pixels on both. */
function sameUnits(x: Range, y: Range, widthToHeight: number): { x: Range; y: Range } {
  const [across, up] = [x[1] - x[0], y[1] - y[0]];
  const widen = ([low, high]: Range, length: number): Range => {
    const middle = (low + high) / 2;
    return [middle - length / 2, middle + length / 2];
  };
  return across < up * widthToHeight
    ? { x: widen(x, up * widthToHeight), y }
    : { x, y: widen(y, across / widthToHeight) };
}

function axisFor(payload: Figure, frame: Frame, which: "x" | "y", range: Range, ticks: number): ChartAxis {
  const scale = which === "x" ? payload.xScale : payload.yScale;
  const label = which === "x" ? payload.xLabel : payload.yLabel;
  const axis = axisOf(frame.theme, scale, plainText(label), range, ticksOf(scale, range, ticks));
  if (which === "y") return axis;
  return { ...axis, unifiedhovertitle: { text: hoverTitle(label) }, ...spikesOf(frame.theme) };
}

function hoverTitle(label: string): string {
  const text = plainTemplateText(label);
  return text === "" ? "%{x:.5~g}" : `${text} = %{x:.5~g}`;
}

/** The limits asked for, else the data's extent with matplotlib's margin. */
function rangeOf(payload: Figure, which: "x" | "y"): [number, number] {
  const scale = which === "x" ? payload.xScale : payload.yScale;
  const limits = which === "x" ? payload.xLim : payload.yLim;
  const asked = limits && toRange(limits, scale);
  if (asked) return asked;
  const extent = new Extent();
  for (const series of payload.series) for (const value of series[which]) extent.add(value, scale);
  for (const value of noteExtents(payload, which)) extent.add(value, scale);
  return extent.range(scale, dataMargin) ?? [0, 1];
}

function marginsAcross(payload: Figure, theme: Theme): { t: number; b: number } {
  const line = theme.fontSize * 1.4;
  return {
    t: payload.title ? Math.round(line * 1.3 + 12) : 12,
    b: Math.round(26 + (payload.xLabel ? line : 0)),
  };
}

/** @param labels what stands beside the ticks of the y axis */
function marginsAlong(payload: Figure, theme: Theme, labels: readonly string[]): { l: number; r: number } {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, theme.fontSize)));
  const title = payload.yLabel ? theme.fontSize * 1.4 : 0;
  return { l: Math.round(Math.max(34, 14 + widest) + title), r: 14 };
}

/** Pixels between a legend and what it must not touch. */
const legendGap = 8;

function placeBeside(width: number): LegendPlace {
  return { x: 1 + legendGap / width, y: 1, xanchor: "left", yanchor: "top" };
}

/** Pixels, about. */
function legendWidth({ series }: Figure, { fontSize }: Theme): number {
  return 48 + Math.max(0, ...series.map(({ name }) => textWidth(name, fontSize)));
}

function legendOf(
  payload: Figure,
  frame: Frame,
  ranges: { x: Range; y: Range },
  width: number,
  height: number,
): { place: LegendPlace; covered: number } {
  const named = payload.series.filter((series) => series.name !== "");
  if (named.length === 0) return { place: { x: 1, y: 1, xanchor: "right", yanchor: "top" }, covered: 0 };
  return bestLegendPlace(
    payload.series,
    { ...ranges, xScale: payload.xScale, yScale: payload.yScale },
    Math.min(0.9, legendWidth(payload, frame.theme) / width),
    Math.min(0.9, (named.length * frame.theme.fontSize * 1.6 + 8) / height),
    { x: legendGap / width, y: legendGap / height },
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
