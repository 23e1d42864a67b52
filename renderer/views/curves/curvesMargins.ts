/** Where the legend of a curves chart stands, and the margins that leave room for it. */
import type { ChartLayout } from "../chart/chart.ts";
import type { Frame } from "../chart/frame.ts";
import { legendStyle } from "../chart/chartStyle.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { textWidth } from "../../../engine/payload/letters.ts";

/** Pixels that a legend entry takes beside its text. */
const symbolWidth = 45;
/** Pixels kept free for the title of the first panel, left of the legend. */
const panelTitleWidth = 70;

/**
 * The legend stands beside the first panel's title when there is room, else in rows of its own above it.
 * Plotly would find the rows by itself, but only after the margins are settled.
 */
export function curvesMargins(
  { series, title }: CurvesPayload,
  { theme, width, height }: Frame,
): Pick<ChartLayout, "margin" | "legend"> {
  const line = Math.max(theme.fontSize * 1.5, 20);
  const margin = { l: Math.round(theme.fontSize * 3.4), r: 12, t: 0, b: Math.round(line + 24) };
  const room = width - margin.l - margin.r;
  const longest = Math.max(0, ...series.map(({ name }) => textWidth(name, theme.fontSize)));
  const entrywidth = Math.ceil(longest + 6);
  const beside = series.length * (entrywidth + symbolWidth) <= room - panelTitleWidth;
  const columns = Math.max(1, Math.floor(room / (entrywidth + symbolWidth)));
  const rows = beside ? 0 : Math.ceil(series.length / columns);
  margin.t = Math.round((rows + (title ? 2 : 1)) * line + 2);
  const plotHeight = Math.max(1, height - margin.t - margin.b);
  const look = { ...legendStyle(theme), bgcolor: "rgba(0,0,0,0)", borderwidth: 0 };
  const place = beside
    ? ({ x: 1, y: 1, xanchor: "right" } as const)
    : ({ x: 0, y: 1 + line / plotHeight, xanchor: "left", entrywidth } as const);
  return { margin, legend: { ...place, yanchor: "bottom", orientation: "h", ...look } };
}
