/** A still figure (`plot`) as a chart: the book's look, in the editor's colours. */
import { axisOf, Extent, spikesOf, toRange } from "../scale/axes.ts";
import { ticksOf } from "../scale/ticks.ts";
import type { Chart, ChartAxis, ChartLayout, LineTrace } from "../chart/chart.ts";
import { chartLook, legendLook } from "../chart/chartLook.ts";
import type { Frame } from "../chart/frame.ts";
import { bestLegendPlace } from "./legendCorner.ts";
import { dashOf, parseFormat, resolveColour, symbolOf } from "./matplotlibFormat.ts";
import type { Figure, FigureSeries } from "../../../engine/payload/figure.ts";
import { plainTemplateText, plainText } from "../text/plainText.ts";
import { textWidth } from "../svg/textWidth.ts";
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
  const { theme } = frame;
  const { t, b } = marginsAcross(payload, theme);
  const y = axisFor(payload, frame, "y", (frame.height - t - b) / 36);
  const margin = { ...marginsAlong(payload, theme, y.ticktext), t, b };
  const x = axisFor(
    payload,
    frame,
    "x",
    (frame.width - margin.l - margin.r) / (payload.xScale === "log" ? 30 : 52),
  );
  const named = payload.series.some((series) => series.name !== "");
  const onlyMarkers = payload.series.every((series) => parseFormat(series.fmt).style === "none");
  const layout: ChartLayout = {
    ...chartLook(payload.title, "center", margin, frame),
    showlegend: named,
    legend: { ...legendOf(payload, frame, margin), ...legendLook(theme) },
    hovermode: onlyMarkers ? "closest" : "x unified",
    xaxis: x,
    yaxis: y,
    shapes: [],
    annotations: [],
    uirevision: `view ${frame.revision}`,
    datarevision: 0,
  };
  return { data: tracesOf(payload, theme), layout };
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

function axisFor(payload: Figure, frame: Frame, which: "x" | "y", ticks: number): ChartAxis {
  const scale = which === "x" ? payload.xScale : payload.yScale;
  const label = which === "x" ? payload.xLabel : payload.yLabel;
  const range = (which === "x" ? frame.zoom : frame.zoomUp) ?? rangeOf(payload, which);
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

function legendOf(payload: Figure, frame: Frame, margin: ChartLayout["margin"]) {
  const width = Math.max(1, frame.width - margin.l - margin.r);
  const height = Math.max(1, frame.height - margin.t - margin.b);
  const named = payload.series.filter((series) => series.name !== "");
  const longest = Math.max(0, ...named.map((series) => textWidth(series.name, frame.theme.fontSize)));
  const place = bestLegendPlace(
    payload.series,
    {
      x: rangeOf(payload, "x"),
      y: rangeOf(payload, "y"),
      xScale: payload.xScale,
      yScale: payload.yScale,
    },
    Math.min(0.9, (longest + 48) / width),
    Math.min(0.9, (named.length * frame.theme.fontSize * 1.6 + 8) / height),
    { x: 8 / width, y: 8 / height },
  );
  return { ...place, orientation: "v" as const };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
