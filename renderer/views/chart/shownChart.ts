import type { Chart } from "./chart.ts";
import type { Frame } from "./frame.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { NamedCurve } from "../text/points.ts";
import type { Strings } from "../text/strings.ts";
import type { VerdictLine } from "../text/verdict.ts";

/** Pixels. The width is a wish and shrinks with the notebook. */
export interface PictureSize {
  width: number;
  height: number;
  /** Whether the height follows a shrinking width, as in a still figure, or stays. */
  keepsAspect: boolean;
}

/** What a chart view shows: everything it needs to know about a payload, whatever its kind. */
export interface ShownChart {
  size: PictureSize;
  chart: (frame: Frame) => Chart;
  /** The text alternative. */
  describe: (strings: Strings) => string;
  /** The points, for the keyboard and the data table. */
  curves: () => readonly NamedCurve[];
  /** What x is called in a readout. */
  xName: (strings: Strings) => string;
  /** Name of a saved file, without extension. */
  fileName: string;
  /** The line under the chart; null when there is none. */
  message: string | null;
  /** Whether losses are drawn on a logarithmic axis until the reader changes it. */
  logScale: boolean;
  /** True while points keep coming. */
  live: boolean;
  /** The line that judges the curves; null when there is none to show. */
  verdict: ((strings: Strings) => VerdictLine | null) | null;
  /** The curves that “What if…” replays; null for other pictures. */
  payload: CurvesPayload | null;
  /** Whether a logarithmic axis and smoothing are offered. */
  offersToggles: boolean;
}
