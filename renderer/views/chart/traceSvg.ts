/** One line of a chart, its markers included, as SVG. */
import { round } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import type { ChartAxis, LineTrace } from "./chart.ts";
import { type Area, dashes, placeOn } from "./chartSvgParts.ts";
import { markerPath } from "./markerPath.ts";

/** Points that fall onto the one before are left out: a long curve is no larger than what can be seen. */
export function traceSvg(trace: LineTrace, x: ChartAxis, y: ChartAxis, area: Area): SvgNode[] {
  const { line, marker, mode, opacity } = trace;
  let path = "";
  let pen = "M";
  let before = "";
  const marks = new Set<string>();
  trace.x.forEach((value, i) => {
    const [across, up] = [placeOn(x, value), placeOn(y, trace.y[i])];
    if (across === null || up === null) {
      pen = "M";
      return;
    }
    const point = `${tenth(across * area.width)} ${tenth((1 - up) * area.height)}`;
    if (point === before && pen === "L") return;
    path += pen + point;
    pen = "L";
    before = point;
    if (Math.abs(across - 0.5) <= 0.5 && Math.abs(up - 0.5) <= 0.5) {
      marks.add(`${Math.round(across * area.width)} ${Math.round((1 - up) * area.height)}`);
    }
  });
  const faint = opacity === undefined ? {} : { opacity };
  const nodes: SvgNode[] = [];
  if (mode.includes("lines")) {
    nodes.push(
      svg("path", {
        "d": path,
        "fill": "none",
        "stroke": line.color,
        "stroke-width": line.width,
        "stroke-linejoin": "round",
        ...dashes(line.dash),
        ...faint,
      }),
    );
  }
  if (mode.includes("markers")) {
    const { d, filled } = markerPath(marker.symbol, marker.size);
    const paint = filled
      ? { fill: marker.color }
      : { "fill": "none", "stroke": marker.color, "stroke-width": marker.line.width || 1.5 };
    const shapes = [...marks].map((at) => svg("path", { d, transform: `translate(${at})` }));
    nodes.push(svg("g", { class: "gradbook-markers", ...paint, ...faint }, ...shapes));
  }
  return nodes;
}

function tenth(value: number): number {
  return round(Math.round(value * 10) / 10);
}
