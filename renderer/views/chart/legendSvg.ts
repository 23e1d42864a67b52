/** The legend of a chart as SVG, where Plotly would place it. */
import { lines } from "../text/plainText.ts";
import { round } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import type { textWidth } from "../../../engine/payload/letters.ts";
import type { Chart, LineTrace } from "./chart.ts";
import { type Area, dashes, textSvg } from "./chartSvgParts.ts";
import { markerPath } from "./markerPath.ts";

/** Pixels of Plotly's: between parts, what an entry takes beside its text, and how far the line in it reaches. */
const gap = 5;
const besideText = 30 + 3 * gap;
const lineFrom = 5;
const lineTo = 35;

export function legendSvg({ data, layout }: Chart, whole: Area, widthOf: typeof textWidth): SvgNode[] {
  const entries = data.filter(({ showlegend, x }) => showlegend && x.length > 0);
  if (!layout.showlegend || entries.length === 0) return [];
  const { legend } = layout;
  const { font, borderwidth } = legend;
  const row = Math.max(16, 1.3 * font.size) + 3;
  const nameWidth = (name: string): number =>
    Math.max(...lines(name).map((line) => widthOf(line, font.size)));
  const widths = entries.map(({ name }) => besideText + (legend.entrywidth ?? nameWidth(name)));
  const room = Math.max(whole.width, ...widths);
  const places = legend.orientation === "v" ? stacked(widths, row) : inRows(widths, row, room);
  const width = Math.max(...places.map(({ x }, i) => x + (widths[i] ?? 0))) + 2 * borderwidth;
  const height = Math.max(...places.map(({ y }) => y)) + row + 2 * (borderwidth + gap);
  const left =
    whole.left + legend.x * whole.width - width * { left: 0, center: 0.5, right: 1 }[legend.xanchor];
  const top =
    whole.top + (1 - legend.y) * whole.height - height * { top: 0, middle: 0.5, bottom: 1 }[legend.yanchor];
  const box = svg("rect", {
    "x": round(left + borderwidth / 2),
    "y": round(top + borderwidth / 2),
    "width": round(width - borderwidth),
    "height": round(height - borderwidth),
    "fill": legend.bgcolor,
    "stroke": legend.bordercolor,
    "stroke-width": borderwidth,
  });
  const parts = entries.flatMap((trace, i) => {
    const { x, y } = places[i] ?? { x: 0, y: 0 };
    const middle = top + borderwidth + gap + y + row / 2;
    const start = left + borderwidth + x;
    return [
      ...sampleSvg(trace, start, middle),
      textSvg(trace.name, start + besideText - gap, middle + 1, font, { dy: "0.35em" }),
    ];
  });
  return [box, ...parts];
}

function stacked(widths: readonly number[], row: number): { x: number; y: number }[] {
  return widths.map((_, i) => ({ x: 0, y: i * row }));
}

function inRows(widths: readonly number[], row: number, room: number): { x: number; y: number }[] {
  let [x, y] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, y] = [0, y + row];
    const place = { x, y };
    x += width;
    return place;
  });
}

/** A piece of the line, with its marker. */
function sampleSvg({ mode, line, marker }: LineTrace, x: number, y: number): SvgNode[] {
  const nodes: SvgNode[] = [];
  if (mode.includes("lines")) {
    nodes.push(
      svg("path", {
        "d": `M${round(x + lineFrom)} ${round(y)}H${round(x + lineTo)}`,
        "stroke": line.color,
        "stroke-width": line.width,
        ...dashes(line.dash),
      }),
    );
  }
  if (mode.includes("markers")) {
    const { d, filled } = markerPath(marker.symbol, marker.size);
    const at = `translate(${round(x + (lineFrom + lineTo) / 2)} ${round(y)})`;
    nodes.push(
      svg("path", {
        d,
        transform: at,
        ...(filled ? { fill: marker.color } : { fill: "none", stroke: marker.color }),
      }),
    );
  }
  return nodes;
}
