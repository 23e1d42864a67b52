/** Marks of examples: a colour and a shape each, so that colour is not needed to tell them apart. */
import { round } from "./plane.ts";
import { svg, type SvgNode } from "./svg.ts";
import type { Theme } from "../theme/theme.ts";

const shapes = ["circle", "square", "triangle", "diamond"] as const;

export function markColour(theme: Theme, kind: number): string {
  const { cycle } = theme.palette;
  return cycle[kind % cycle.length] ?? "#0072b2";
}

/** The mark of the examples number `kind`, about (x, y). */
export function mark(
  kind: number,
  x: number,
  y: number,
  radius: number,
  attributes: Readonly<Record<string, string | number>>,
): SvgNode {
  const r = radius;
  switch (shapes[kind % shapes.length]) {
    case "square":
      return svg("rect", {
        ...attributes,
        x: round(x - 0.88 * r),
        y: round(y - 0.88 * r),
        width: round(1.76 * r),
        height: round(1.76 * r),
      });
    case "triangle":
      return svg("path", { ...attributes, d: polygon(x, y, 1.25 * r, 3, -90) });
    case "diamond":
      return svg("path", { ...attributes, d: polygon(x, y, 1.25 * r, 4, -90) });
    default:
      return svg("circle", { ...attributes, cx: round(x), cy: round(y), r });
  }
}

function polygon(x: number, y: number, radius: number, corners: number, first: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = ((first + (360 * i) / corners) * Math.PI) / 180;
    return `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
  });
  return `M${points.join("L")}Z`;
}
