/** A rectangle of the plane in a picture: scales, grid, ticks and curves. */
import { letters } from "../../../engine/payload/letters.ts";
import { ticksOf } from "../scale/ticks.ts";
import type { Sample } from "../../../engine/payload/sample.ts";
import { svg, type SvgNode } from "./svg.ts";
import type { Theme } from "../theme/theme.ts";

export interface Plane {
  left: number;
  top: number;
  width: number;
  height: number;
  x: readonly [number, number];
  y: readonly [number, number];
}

export const atX = ({ left, width, x }: Plane, value: number): number =>
  left + ((value - x[0]) / (x[1] - x[0])) * width;

export const atY = ({ top, height, y }: Plane, value: number): number =>
  top + height - ((value - y[0]) / (y[1] - y[0])) * height;

/** Frame, grid and tick labels. `labels` says which axes carry numbers. */
export function planeGrid(plane: Plane, theme: Theme, labels: { x: boolean; y: boolean }): SvgNode[] {
  const { left, top, width, height } = plane;
  const text = { "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const rows = ticksOf("linear", plane.y, height / 44);
  const across = rows.tickvals.flatMap((value, i) => [
    svg("line", {
      ...line(left, atY(plane, value), left + width, atY(plane, value)),
      ...stroke(theme, value),
    }),
    ...(labels.y
      ? [
          svg(
            "text",
            { ...text, "x": left - 7, "y": atY(plane, value), "dy": "0.35em", "text-anchor": "end" },
            rows.ticktext[i] ?? "",
          ),
        ]
      : []),
  ]);
  const columns = ticksOf("linear", plane.x, width / 60);
  const down = columns.tickvals.flatMap((value, i) => [
    svg("line", {
      ...line(atX(plane, value), top, atX(plane, value), top + height),
      ...stroke(theme, value),
    }),
    ...(labels.x
      ? [
          svg(
            "text",
            { ...text, "x": atX(plane, value), "y": top + height + 17, "text-anchor": "middle" },
            columns.ticktext[i] ?? "",
          ),
        ]
      : []),
  ]);
  const frame = svg("rect", { x: left, y: top, width, height, fill: "none", stroke: theme.axis });
  return [...across, ...down, frame];
}

function stroke(theme: Theme, value: number): Record<string, string> {
  return { stroke: Math.abs(value) < 1e-12 ? theme.axis : theme.grid };
}

export function line(x1: number, y1: number, x2: number, y2: number): Record<string, number> {
  return { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
}

/** The path through the points, with a gap where one is missing or lies outside the plane. */
export function pathOf(plane: Plane, x: readonly Sample[], y: readonly Sample[]): string {
  const span = plane.y[1] - plane.y[0];
  let path = "";
  let pen = false;
  x.forEach((value, i) => {
    const other = y[i] ?? null;
    if (value === null || other === null || other < plane.y[0] - span || other > plane.y[1] + span) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${round(atX(plane, value))} ${round(atY(plane, other))}`;
    pen = true;
  });
  return path;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
