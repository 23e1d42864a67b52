/** What all plots can be told of their axes. */
import type { AxesPanel } from "../../payload/axesPicture.ts";
import type { Scale } from "../../payload/figure.ts";
import { say } from "../../payload/say.ts";
import type { Note } from "../plot.ts";

/** How a panel's axes look; the names are those of `plot`. */
export interface AxesOptions {
  title?: string;
  xlabel?: string;
  ylabel?: string;
  xlim?: readonly [number, number] | null;
  ylim?: readonly [number, number] | null;
  xscale?: Scale;
  yscale?: Scale;
  /** Notes, each with a line to the place that it speaks of. */
  annotations?: readonly Note[];
  /** `equal` makes a unit as long along x as along y. Default `auto`. */
  aspect?: "auto" | "equal";
}

export const axesNames = {
  title: 1,
  xlabel: 1,
  ylabel: 1,
  xlim: 1,
  ylim: 1,
  xscale: 1,
  yscale: 1,
  annotations: 1,
  aspect: 1,
} as const;

/** The panel with what `options` say of it. */
export function withOptions(operation: string, panel: AxesPanel, options: AxesOptions): AxesPanel {
  const { xlim, ylim, aspect, annotations = [] } = options;
  for (const [name, scale] of Object.entries({ xscale: options.xscale, yscale: options.yscale }))
    if (scale !== undefined && !["linear", "log"].includes(scale))
      throw new RangeError(say`${operation}: ${name} is ${scale}; give "linear" or "log".`);
  return {
    ...panel,
    title: options.title ?? panel.title,
    xLabel: options.xlabel ?? panel.xLabel,
    yLabel: options.ylabel ?? panel.yLabel,
    xLim: xlim === undefined ? panel.xLim : copy(xlim),
    yLim: ylim === undefined ? panel.yLim : copy(ylim),
    xScale: options.xscale ?? panel.xScale,
    yScale: options.yscale ?? panel.yScale,
    equal: aspect === undefined ? panel.equal : aspect === "equal",
    notes: [
      ...panel.notes,
      ...annotations.map(({ text, xy, xytext }) => ({
        text,
        xy: [xy[0], xy[1]] as [number, number],
        xytext: [xytext[0], xytext[1]] as [number, number],
      })),
    ],
  };
}

function copy(limits: readonly [number, number] | null): [number, number] | null {
  return limits ? [limits[0], limits[1]] : null;
}
