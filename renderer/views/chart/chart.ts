/**
 * What the figure functions produce and `plot.ts` draws: the part of Plotly's vocabulary that we use, typed
 * narrowly, so that figures stay plain data that tests can read.
 */
import type { Sample } from "../../../engine/payload/sample.ts";

/** Plotly's name of a y axis: one per panel. */
export type YAxisId = "y" | "y2" | "y3";

export interface LineTrace {
  type: "scatter" | "scattergl";
  mode: "lines" | "markers" | "lines+markers";
  /** Already escaped: see `plainText`. */
  name: string;
  x: Sample[];
  y: Sample[];
  xaxis: "x";
  yaxis: YAxisId;
  line: { color: string; width: number; dash: string };
  marker: { color: string; size: number; symbol: string; line: { color: string; width: number } };
  showlegend: boolean;
  legendgroup?: string;
  hovertemplate: string;
  hoverinfo?: "skip";
  /** A gap in the data is a gap in the line. */
  connectgaps: false;
  /** False lets the half of a line that lies on the frame be seen. */
  cliponaxis: boolean;
  opacity?: number;
}

export interface Font {
  family: string;
  size: number;
  color: string;
}

export interface ChartAxis {
  type: "linear" | "log";
  title: { text: string; font: Font; standoff?: number };
  /** Logarithms on a log axis. */
  range: [number, number];
  autorange: false;
  fixedrange?: boolean;
  domain?: [number, number];
  anchor?: "x" | YAxisId | "free";
  tickfont: Font;
  tickmode: "array";
  tickvals: number[];
  ticktext: string[];
  showgrid: boolean;
  gridcolor: string;
  gridwidth: number;
  zeroline: boolean;
  zerolinecolor: string;
  zerolinewidth: number;
  showline: boolean;
  mirror: boolean;
  linecolor: string;
  linewidth: number;
  ticks: "outside" | "";
  ticklen: number;
  tickcolor: string;
  showspikes?: boolean;
  spikemode?: "across";
  spikesnap?: "hovered data";
  spikethickness?: number;
  spikedash?: "solid";
  spikecolor?: string;
  unifiedhovertitle?: { text: string };
}

export type ChartShape = LineShape | LevelShape | FrameShape | BandShape | RingShape;

/** A vertical line across all panels. */
export interface LineShape {
  type: "line";
  xref: "x";
  yref: "paper";
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  line: { color: string; width: number; dash: string };
  layer: "below";
}

/** A horizontal line in one panel. */
export interface LevelShape extends Omit<LineShape, "yref"> {
  yref: YAxisId;
}

/** A filled part of one panel, or (`paper`) of the chart's height. */
export interface BandShape {
  type: "rect";
  xref: "x";
  yref: YAxisId | "paper";
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  line: { color: string; width: 0 };
  fillcolor: string;
  layer: "below";
}

/** The frame of a panel. */
export interface FrameShape {
  type: "rect";
  xref: "paper";
  yref: "paper";
  x0: 0;
  x1: 1;
  y0: number;
  y1: number;
  line: { color: string; width: number };
  layer: "below";
}

/** An outline of a fixed size in pixels about a point. */
export interface RingShape {
  type: "path";
  /** In pixels from the anchor. */
  path: string;
  xref: "x";
  yref: YAxisId;
  xsizemode: "pixel";
  ysizemode: "pixel";
  xanchor: number;
  yanchor: number;
  line: { color: string; width: number };
  layer: "above";
}

export interface ChartAnnotation {
  text: string;
  x: number;
  y: number;
  xref: "x" | "paper";
  yref: YAxisId | "paper";
  xanchor: "left" | "center" | "right";
  yanchor: "top" | "middle" | "bottom";
  xshift?: number;
  yshift?: number;
  showarrow: false;
  font: Font;
  bgcolor?: string;
  borderpad?: number;
}

export interface ChartLayout {
  width: number;
  height: number;
  margin: { l: number; r: number; t: number; b: number };
  paper_bgcolor: string;
  plot_bgcolor: string;
  font: Font;
  title: { text: string; font: Font; x: number; xanchor: "center" | "left"; y: number; yanchor: "top" };
  showlegend: boolean;
  legend: {
    x: number;
    y: number;
    xanchor: "left" | "center" | "right";
    yanchor: "top" | "middle" | "bottom";
    orientation: "h" | "v";
    bgcolor: string;
    bordercolor: string;
    borderwidth: number;
    font: Font;
    /** Pixels of the text of each entry. */
    entrywidth?: number;
  };
  hovermode: "x unified" | "closest";
  hoversubplots: "axis";
  hoverlabel: { bgcolor: string; bordercolor: string; font: Font; namelength: number };
  dragmode: "zoom";
  xaxis: ChartAxis;
  yaxis: ChartAxis;
  yaxis2?: ChartAxis;
  yaxis3?: ChartAxis;
  shapes: ChartShape[];
  annotations: ChartAnnotation[];
  /** What the person zoomed or hid survives a redraw while this stays the same, and is not empty. */
  uirevision: string;
  /** Data arrays are changed in place; a new number tells Plotly to look at them again. */
  datarevision: number;
}

/** A picture as data. */
export interface Chart {
  data: LineTrace[];
  layout: ChartLayout;
}
