/** What `display.plotly` shows: a figure in plotly.js's own words, and what may not be in one. */

export type PlotlyValue = null | boolean | number | string | PlotlyValue[] | PlotlyObject;
export interface PlotlyObject {
  [key: string]: PlotlyValue;
}

/** Plain data; NaN and infinities are null. */
export interface PlotlyPayload {
  version: 1;
  /** One for each trace. */
  data: PlotlyObject[];
  layout: PlotlyObject;
  config: PlotlyObject;
}

/** Kinds of traces that the small Plotly draws, which all our charts use. */
const fewKinds: readonly string[] = ["scatter", "scattergl"];

/** Kinds that need no network. */
export const plotlyKinds: readonly string[] = [
  ...fewKinds,
  ...[
    "bar",
    "box",
    "violin",
    "histogram",
    "histogram2d",
    "histogram2dcontour",
    "heatmap",
    "contour",
    "image",
  ],
  ...["pie", "sunburst", "treemap", "icicle", "funnel", "funnelarea", "waterfall", "indicator", "table"],
  ...["scatter3d", "surface", "mesh3d", "isosurface", "volume", "cone", "streamtube"],
  ...["scatterpolar", "scatterpolargl", "barpolar", "scatterternary", "scattersmith"],
  ...["carpet", "scattercarpet", "contourcarpet", "ohlc", "candlestick", "quiver"],
  ...["splom", "parcoords", "parcats", "sankey"],
];

/** Drawn on a map, which plotly.js fetches. */
export const plotlyMapKinds: readonly string[] = [
  ...["scattergeo", "choropleth", "scattermap", "choroplethmap", "densitymap"],
  ...["scattermapbox", "choroplethmapbox", "densitymapbox"],
];

/** Settings of a figure that a page may follow; others lead out of it, or hold functions. */
export const plotlyConfigs: readonly string[] = [
  ...["displayModeBar", "scrollZoom", "staticPlot", "doubleClick", "showTips", "modeBarButtonsToRemove"],
];

/** A trace's kind; plotly.js takes one that does not say it for `scatter`. */
export function kindOfTrace({ type }: PlotlyObject): string {
  return typeof type === "string" ? type : "scatter";
}

/** Whether the small Plotly is enough for `data`. */
export function needsMorePlotly(data: readonly PlotlyObject[]): boolean {
  return data.some((trace) => !fewKinds.includes(kindOfTrace(trace)));
}

/** What a trace or a layout calls its title: an object with a text, or the text alone. */
export function titleIn({ title }: PlotlyObject): string {
  if (typeof title === "string") return title;
  if (typeof title !== "object" || title === null || Array.isArray(title)) return "";
  return typeof title["text"] === "string" ? title["text"] : "";
}
