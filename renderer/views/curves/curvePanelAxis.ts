/** The axis, title and frame of one panel of curves. */
import { axisOf, Extent, fontOf } from "../scale/axes.ts";
import { ticksOf } from "../scale/ticks.ts";
import type { ChartAnnotation, ChartAxis, ChartShape } from "../chart/chart.ts";
import { isBroken, type Panel } from "./curvePanels.ts";
import type { Frame } from "../chart/frame.ts";
import type { CurveSeries } from "../../../engine/payload/curves.ts";
import type { Scale } from "../../../engine/payload/figure.ts";
import { plainText } from "../text/plainText.ts";
import type { Theme } from "../theme/theme.ts";

/** The y axis of `panel` while the epochs `view` are shown on `plotHeight` pixels for all panels. */
export function panelAxis(
  panel: Panel,
  view: readonly [number, number],
  frame: Frame,
  plotHeight: number,
): ChartAxis {
  const { theme } = frame;
  const logged = panel.kind === "loss" && frame.logScale;
  const scale: Scale = logged ? "log" : "linear";
  const pixels = plotHeight * (panel.domain[1] - panel.domain[0]);
  const whole: [number, number] | null = panel.kind === "fraction" && frame.zoom === null ? [0, 1] : null;
  const range = whole ?? visibleRange(panel.series, view, scale) ?? [0, 1];
  // Numbers beside a panel without values would be made up.
  const ticks = isBroken(panel)
    ? { tickmode: "array" as const, tickvals: [], ticktext: [] }
    : ticksOf(scale, range, Math.max(2, Math.round(pixels / 34)));
  return {
    ...axisOf(theme, scale, "", range, ticks),
    domain: panel.domain,
    fixedrange: true,
    showline: false,
    zeroline: false,
  };
}

/** The range of what lies in view, so that zooming into a few epochs shows their detail. */
function visibleRange(
  series: readonly CurveSeries[],
  view: readonly [number, number],
  scale: Scale,
): [number, number] | null {
  const extent = new Extent();
  for (const { x, y } of series) {
    for (let i = 0; i < x.length; i++) {
      const at = x[i] ?? NaN;
      if (at >= view[0] && at <= view[1]) extent.add(y[i], scale);
    }
  }
  return extent.range(scale, 0.06);
}

/** Upright, above its panel: easier to read than text on its side, and the margin stays narrow. */
export function panelTitle(panel: Panel, { theme, strings }: Frame): ChartAnnotation {
  const title = panel.kind === "loss" ? strings.loss : (panel.metric ?? strings.metrics);
  return {
    text: plainText(title),
    x: 0,
    y: panel.domain[1],
    xref: "paper",
    yref: "paper",
    xanchor: "left",
    yanchor: "bottom",
    yshift: 2,
    showarrow: false,
    font: fontOf(theme, theme.foreground),
  };
}

/** The line around a panel: with a shared epoch axis, Plotly draws those of one panel only. */
export function frameShape(panel: Panel, theme: Theme): ChartShape {
  const line = { color: theme.axis, width: 1 };
  const [y0, y1] = panel.domain;
  return { type: "rect", xref: "paper", yref: "paper", x0: 0, x1: 1, y0, y1, line, layer: "below" };
}
