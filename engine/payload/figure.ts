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
}
