/** A still figure: lines, points and their axes. */
import type { Sample } from "./sample.ts";

export type Scale = "linear" | "log";

/** One line of a {@link Figure}. */
export interface FigureSeries {
  /** Text of the legend entry; empty when the figure has no legend. */
  name: string;
  x: Sample[];
  y: Sample[];
  /** matplotlib's format string: colour letter, line style, marker; for example `m--`. */
  fmt: string;
}

/** A text, and the place it speaks of. */
export interface FigureNote {
  /** A line break starts a second line. */
  text: string;
  /** The place, to which a line leads. */
  xy: [number, number];
  /** Where the text begins. */
  xytext: [number, number];
}

/** A still figure, made by `plot`. */
export interface Figure {
  version: 1;
  title: string;
  series: FigureSeries[];
  xLabel: string;
  yLabel: string;
  xLim: [number, number] | null;
  yLim: [number, number] | null;
  xScale: Scale;
  yScale: Scale;
  /** Width and height in inches, as in matplotlib. */
  figsize: [number, number];
  /** Notes beside the lines. Left out: none. */
  annotations?: FigureNote[];
  /** A unit is as long along x as along y: a square looks like one. Left out: each axis has its own length. */
  aspect?: "equal";
}
