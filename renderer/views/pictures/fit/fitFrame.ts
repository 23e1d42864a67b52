/** What stands around the plane of a model and its examples: title, legend and a line of text above, axis names. */
import { textWidth } from "../../../../engine/payload/letters.ts";
import { LEGEND_LINE, RECKONED, legendNodes, type LegendEntry } from "../../svg/legendLine.ts";
import { round, type Plane } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";

/** Pixels below a plane for its ticks and the name of the x axis. */
export const BOTTOM = 44;
const TOP = 8;

/** Pixels above the plane, for that many lines of the legend and of the text below it. */
export function headerHeight(title: string, lines: number): number {
  return legendTop(title) + lines * LEGEND_LINE + 6;
}

/** The parts of a text in lines of `width` pixels. */
export function textLines(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length > 0 && textWidth(longer, RECKONED) > width) lines.push(part);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines;
}

function legendTop(title: string): number {
  return TOP + (title === "" ? 0 : LEGEND_LINE);
}

export interface FitHeader {
  title: string;
  legend: readonly (readonly LegendEntry[])[];
  /** The lines below the legend. */
  text: readonly string[];
}

export function headerNodes({ title, legend, text }: FitHeader, left: number, theme: Theme): SvgNode[] {
  const words = { "x": left, "dy": "0.35em", "font-size": theme.fontSize };
  const heading = { ...words, "y": TOP + LEGEND_LINE / 2, "fill": theme.foreground, "font-weight": 600 };
  const top = legendTop(title);
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    ...legendNodes(legend, left, top, theme),
    ...text.map((line, i) =>
      svg("text", { ...words, y: top + (legend.length + i + 0.5) * LEGEND_LINE, fill: theme.muted }, line),
    ),
  ];
}

/** The name of the x axis below the plane, that of the y axis at the picture's left edge. */
export function axisNames(plane: Plane, xName: string, yName: string, theme: Theme): SvgNode[] {
  const { left, top, width, height } = plane;
  const words = { "fill": theme.foreground, "font-size": theme.fontSize, "text-anchor": "middle" };
  const middle = round(top + height / 2);
  return [
    svg("text", { ...words, x: round(left + width / 2), y: top + height + 36 }, xName),
    svg("text", { ...words, x: 13, y: middle, transform: `rotate(-90 13 ${middle})` }, yName),
  ];
}
