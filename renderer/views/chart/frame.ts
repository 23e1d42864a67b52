import type { WhatIf } from "../curves/stopping.ts";
import type { Strings } from "../text/strings.ts";
import type { Theme } from "../theme/theme.ts";

/** Everything besides the payload that decides how a chart is drawn: where, in which colours, what is zoomed. */
export interface Frame {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  theme: Theme;
  strings: Strings;
  /** Part of the x axis the person zoomed to, in Plotly's range units; null shows all. */
  zoom: [number, number] | null;
  /** The same of the y axis of a figure; curves have theirs by what is in view. */
  zoomUp: [number, number] | null;
  /** Counts up when the view is reset, so that Plotly forgets what was zoomed by hand. */
  revision: number;
  /** Draws the loss on a logarithmic axis. */
  logScale: boolean;
  /** Settings of early stopping to try out on what was recorded; null draws what happened. */
  whatIf: WhatIf | null;
  /** Draws curves smoothed, over what was measured. */
  smoothed: boolean;
  /** Draws what was averaged over an epoch in the middle of that epoch. */
  shifted: boolean;
}
