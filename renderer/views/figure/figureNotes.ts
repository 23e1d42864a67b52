/** The notes of a figure: a text, and a line from it to the place that it speaks of. */
import type { Figure } from "../../../engine/payload/figure.ts";
import type { ChartAnnotation, LineTrace } from "../chart/chart.ts";
import type { Frame } from "../chart/frame.ts";
import { notHovered } from "../curves/runningMeans.ts";
import { fontOf } from "../scale/axes.ts";
import { plainText } from "../text/plainText.ts";

/** What the axes must reach so that the notes are seen. */
export function noteExtents({ annotations = [] }: Figure, which: "x" | "y"): number[] {
  const at = which === "x" ? 0 : 1;
  return annotations.flatMap(({ xy, xytext }) => [xy[at], xytext[at]]);
}

/** @param ranges of the axes; logarithms where they are logarithmic */
export function notesOf(
  { annotations = [], xScale, yScale }: Figure,
  ranges: { x: readonly [number, number]; y: readonly [number, number] },
  { theme }: Frame,
): { annotations: ChartAnnotation[]; traces: LineTrace[] } {
  const placeX = (value: number): number => (xScale === "log" ? Math.log10(value) : value);
  const placeY = (value: number): number => (yScale === "log" ? Math.log10(value) : value);
  const middle = (ranges.x[0] + ranges.x[1]) / 2;
  const color = theme.foreground;
  return {
    annotations: annotations.map(({ text, xy, xytext }) => ({
      text: text.split("\n").map(plainText).join("<br>"),
      x: placeX(xytext[0]),
      y: placeY(xytext[1]),
      xref: "x",
      yref: "y",
      // A text on the right would leave the figure if it went on to the right.
      xanchor: placeX(xytext[0]) > middle ? "right" : "left",
      // The line leaves it on the side of the place.
      yanchor: xy[1] > xytext[1] ? "top" : "bottom",
      showarrow: false,
      font: fontOf(theme, color),
    })),
    traces: annotations.map(({ xy, xytext }) => ({
      type: "scatter",
      mode: "lines+markers",
      name: "",
      x: [xytext[0], xy[0]],
      y: [xytext[1], xy[1]],
      xaxis: "x",
      yaxis: "y",
      line: { color, width: 1, dash: "solid" },
      marker: { color, size: 4, symbol: "circle", line: { color, width: 0 } },
      showlegend: false,
      ...notHovered,
      connectgaps: false,
      cliponaxis: true,
    })),
  };
}
