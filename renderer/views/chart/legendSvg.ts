/** The legend of a chart as SVG, where Plotly would place it. */
import { lines } from "../text/plainText.ts";
import { round } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import { textWidth } from "../svg/textWidth.ts";
import type { Chart, LineTrace } from "./chart.ts";
import { type Area, dashes, textSvg } from "./chartSvg.ts";
import { markerPath } from "./markerPath.ts";

/** Pixels: what an entry takes beside its text, and how far the line in it reaches. */
const besideText = 45;
const lineFrom = 5;
const lineTo = 35;

export function legendSvg({ data, layout }: Chart, whole: Area): SvgNode[] {
  const entries = data.filter(({ showlegend, x }) => showlegend && x.length > 0);
  if (!layout.showlegend || entries.length === 0) return [];
  const { legend } = layout;
  const { font } = legend;
  const row = font.size * 1.6;
  const widths = entries.map(({ name }) => besideText + (legend.entrywidth ?? nameWidth(name, font.size)));
  const room = Math.max(whole.width, ...widths);
  const places = legend.orientation === "v" ? stacked(widths, row) : inRows(widths, row, room);
  const width = Math.max(...places.map(({ x }, i) => x + (widths[i] ?? 0)));
  const height = Math.max(...places.map(({ y }) => y)) + row;
  const left =
    whole.left + legend.x * whole.width - width * { left: 0, center: 0.5, right: 1 }[legend.xanchor];
  const top =
    whole.top + (1 - legend.y) * whole.height - height * { top: 0, middle: 0.5, bottom: 1 }[legend.yanchor];
  const box = svg("rect", {
    "x": round(left),
    "y": round(top),
    "width": round(width),
    "height": round(height),
    "fill": legend.bgcolor,
    "stroke": legend.bordercolor,
    "stroke-width": legend.borderwidth,
  });
  const parts = entries.flatMap((trace, i) => {
    const { x, y } = places[i] ?? { x: 0, y: 0 };
    const middle = top + y + row / 2;
    return [
      ...sampleSvg(trace, left + x, middle),
      textSvg(trace.name, left + x + besideText - 5, middle, font, { dy: "0.35em" }),
    ];
  });
  return [box, ...parts];
}

function nameWidth(name: string, size: number): number {
  return Math.ceil(Math.max(...lines(name).map((line) => textWidth(line, size)))) + 6;
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
