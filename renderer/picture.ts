import type { PictureSize } from "./box.ts";
import type { Chart } from "./chart.ts";
import type { Frame } from "./frame.ts";
import type { NamedCurve } from "./points.ts";
import type { Strings } from "./strings.ts";

/** What a chart view shows: everything it needs to know about a payload, whatever its kind. */
export interface Picture {
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
  /** Whether a logarithmic axis and smoothing are offered. */
  offersToggles: boolean;
}
