/** Early stopping on the chart: the level to beat, the minDelta band below it, and patience running out. */
import { fontOf } from "../scale/axes.ts";
import type { ChartAnnotation, ChartAxis, ChartShape, YAxisId } from "../chart/chart.ts";
import { withAlpha } from "../theme/colour.ts";
import { type Panel, styleOf } from "./curvePanels.ts";
import type { Frame } from "../chart/frame.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { plainText } from "../text/plainText.ts";
import { patienceEnd, type Stopping } from "./stopping.ts";

/** A band lower than this many pixels is too thin to be named. */
const roomForName = 6;
/** Where there is less than that between band and frame, the name stands in the band. */
const roomOutside = 16;

/** What `stopping` adds to the panel that shows its series, and behind all panels. */
export function drawStopping(
  stopping: Stopping,
  panel: Panel,
  axis: ChartAxis,
  yref: YAxisId,
  payload: CurvesPayload,
  view: readonly [number, number],
  plotHeight: number,
  frame: Frame,
): { shapes: ChartShape[]; annotations: ChartAnnotation[] } {
  const { best, bestEpoch, rule, series } = stopping;
  const end = patienceEnd(stopping);
  if (best === null || bestEpoch === null || end === null) return { shapes: [], annotations: [] };
  const { theme } = frame;
  const { color } = styleOf(series, payload.series, theme);
  const [x0, x1] = [Math.max(bestEpoch, view[0]), Math.min(Math.max(end, bestEpoch + 1), view[1])];
  if (x0 >= x1) return { shapes: [], annotations: [] };
  const sign = rule.direction === "min" ? -1 : 1;
  const bound = best + sign * Math.abs(rule.minDelta);
  // A logarithmic axis has no zero; far below everything is as good.
  const far = axis.type === "log" ? Math.max(bound, Math.abs(best) * 1e-6) : bound;
  const patience: ChartShape = {
    type: "rect",
    xref: "x",
    yref: "paper",
    x0,
    x1,
    y0: panel.domain[0],
    y1: panel.domain[1],
    line: { color, width: 0 },
    fillcolor: withAlpha(theme.foreground, theme.highContrast ? 0.14 : 0.055),
    layer: "below",
  };
  const band: ChartShape = {
    ...patience,
    yref,
    y0: far,
    y1: best,
    fillcolor: withAlpha(color, theme.dark ? 0.3 : 0.22),
  };
  const level: ChartShape = {
    type: "line",
    xref: "x",
    yref,
    x0,
    x1,
    y0: best,
    y1: best,
    line: { color: withAlpha(color, 0.9), width: 1, dash: "2px,2px" },
    layer: "below",
  };
  const height = plotHeight * (panel.domain[1] - panel.domain[0]);
  const named =
    rule.minDelta !== 0 &&
    Math.abs(pixelsUp(far, axis, height) - pixelsUp(best, axis, height)) >= roomForName;
  return {
    shapes: [patience, ...(rule.minDelta === 0 ? [] : [band]), level],
    annotations: named ? [nameOf(band, axis, frame, far, sign, height, x1)] : [],
  };
}

/** Where a value stands above the foot of its panel. */
function pixelsUp(value: number, { type, range }: ChartAxis, height: number): number {
  const at = type === "log" ? Math.log10(value) : value;
  return ((at - range[0]) / (range[1] - range[0])) * height;
}

/** Outside the band, where the curve has not been, unless the frame is in the way. */
function nameOf(
  shape: ChartShape,
  axis: ChartAxis,
  { theme }: Frame,
  edge: number,
  sign: number,
  height: number,
  x: number,
): ChartAnnotation {
  // Unlike shapes, annotations want the logarithm of what is shown on a logarithmic axis.
  const at = axis.type === "log" ? Math.log10(edge) : edge;
  const [least, most] = axis.range;
  const up = pixelsUp(edge, axis, height);
  const room = sign < 0 ? up : height - up;
  const below = room < roomOutside ? sign > 0 : sign < 0;
  return {
    text: plainText("minDelta"),
    x,
    y: Math.min(Math.max(at, least), most),
    xref: "x",
    yref: shape.yref,
    xanchor: "right",
    yanchor: below ? "top" : "bottom",
    xshift: -3,
    showarrow: false,
    font: fontOf(theme, theme.muted, "small"),
  };
}
