/** What the SVG of every part of a chart is made with: places on axes, text and dashes. */
import { round } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import { lines } from "../text/plainText.ts";
import type { ChartAxis, Font } from "./chart.ts";

/** Pixels of the part that a y axis and the x axis span together. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a value lies on an axis: 0 at its lower end, 1 at the upper; null for what it cannot show. */
export function placeOn(axis: ChartAxis, value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (axis.type === "log" && value <= 0) return null;
  const [low, high] = axis.range;
  return ((axis.type === "log" ? Math.log10(value) : value) - low) / (high - low || 1);
}

/** Text as Plotly's is written, escaped, at a place in pixels. */
export function textSvg(
  text: string,
  x: number,
  y: number,
  font: Font,
  attributes: Readonly<Record<string, string | number>>,
): SvgNode {
  const [first = "", ...rest] = lines(text);
  const at = { "x": round(x), "y": round(y), "font-size": font.size, "fill": font.color };
  const more = rest.map((line) => svg("tspan", { x: round(x), dy: "1.25em" }, line));
  return svg("text", { ...at, ...attributes }, first, ...more);
}

/** Plotly's dash, a list of pixels, as SVG's. */
export function dashes(dash: string): Record<string, string> {
  return dash === "solid" ? {} : { "stroke-dasharray": dash.replaceAll("px", "").replaceAll(",", " ") };
}
