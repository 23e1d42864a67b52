/** Train and validation curves as a chart. The same function draws a running training and its final state. */
import { axisOf, niceCeil, spikesOf } from "../scale/axes.ts";
import { ticksOf, wholeTicks } from "../scale/ticks.ts";
import type { Chart, ChartLayout, LineTrace, YAxisId } from "../chart/chart.ts";
import { chartStyle, noteAmid } from "../chart/chartStyle.ts";
import { bestRings, countdownMark, drawMarks, type Mark, marksOf, whatIfMarks } from "./curveMarks.ts";
import { drawStopping } from "./curveStopping.ts";
import { pointsAt, shownEpochs } from "../scale/decimate.ts";
import { frameShape, panelAxis, panelTitle } from "./curvePanelAxis.ts";
import { isBroken, type Panel, panelsOf, styleOf } from "./curvePanels.ts";
import type { Frame } from "../chart/frame.ts";
import { curvesMargins } from "./curvesMargins.ts";
import type { CurveSeries, CurvesPayload } from "../../../engine/payload/curves.ts";
import { halfAnEpochEarlier, isRunningMean, notHovered } from "./runningMeans.ts";
import { type Stopping, stoppingOf } from "./stopping.ts";
import { smooth } from "./smooth.ts";
import { plainTemplateText, plainText } from "../text/plainText.ts";

/** Preferred size in pixels. The height stays whatever is measured, so that nothing below the chart moves. */
export const curvesPixels = { width: 760, height: 400 };

/** Up to so many epochs the axis shows the whole plan from the start; beyond, it reaches ahead in steps. */
const plannedInView = 50;
/** With no more points than this, each is marked. */
const markedPoints = 40;

const yAxisIds: readonly YAxisId[] = ["y", "y2", "y3"];

export function curvesFigure(payload: CurvesPayload, frame: Frame): Chart {
  const { theme, strings } = frame;
  const { margin, legend } = curvesMargins(payload, frame);
  const panels = panelsOf(payload.series);
  const range = frame.zoom ?? epochRange(payload);
  const pixels = frame.width - margin.l - margin.r;
  const plotHeight = frame.height - margin.t - margin.b;
  const axes = panels.map((panel) => panelAxis(panel, range, frame, plotHeight));
  const stopping = stoppingOf(payload, frame.whatIf);
  const marks = drawMarks(marksIn(payload, stopping, range, frame), range, pixels, frame);
  const watched = panels.findIndex((panel) => stopping && panel.series.includes(stopping.series));
  const [panel, axis, yref] = [panels[watched], axes[watched], yAxisIds[watched]];
  const patience =
    stopping && panel && axis && yref
      ? drawStopping(stopping, panel, axis, yref, payload, range, plotHeight, frame)
      : { shapes: [], annotations: [] };
  const shown = shownEpochs(payload.series, range, pixels);
  const empty = payload.series.every((series) => series.x.length === 0);
  const layout: ChartLayout = {
    ...chartStyle(payload.title, "left", margin, frame),
    showlegend: payload.series.length > 0,
    legend,
    hovermode: "x unified",
    xaxis: {
      ...axisOf(theme, "linear", plainText(strings.epoch), range, wholeTicks(range, pixels / 60)),
      anchor: yAxisIds[panels.length - 1] ?? "y",
      ...spikesOf(theme),
      showline: false,
      zeroline: false,
      unifiedhovertitle: { text: `${plainTemplateText(strings.epoch)} %{x:.6~g}` },
    },
    yaxis: axes[0] ?? axisOf(theme, "linear", "", [0, 1], ticksOf("linear", [0, 1], 5)),
    ...(axes[1] ? { yaxis2: axes[1] } : {}),
    ...(axes[2] ? { yaxis3: axes[2] } : {}),
    shapes: [
      ...panels.map((panel) => frameShape(panel, theme)),
      ...patience.shapes,
      ...marks.shapes,
      ...panels.flatMap((panel, i) => bestRings(panel, yAxisIds[i] ?? "y", payload, range, theme)),
    ],
    annotations: [
      ...panels.map((panel) => panelTitle(panel, frame)),
      ...(empty
        ? [noteAmid(0.5, payload.state === "running" ? strings.waiting : strings.noData, theme.muted, theme)]
        : [...patience.annotations, ...marks.annotations]),
      ...panels
        .filter((panel) => panel.kind === "loss" && isBroken(panel))
        .map(({ domain }) =>
          noteAmid((domain[0] + domain[1]) / 2, strings.noFinite, theme.foreground, theme),
        ),
    ],
    uirevision: payload.id,
    datarevision: payload.sequence,
  };
  return {
    data: panels.flatMap((panel, i) => tracesOf(panel, yAxisIds[i] ?? "y", payload, shown, frame)),
    layout,
  };
}

function marksIn(
  payload: CurvesPayload,
  stopping: Stopping | null,
  range: readonly [number, number],
  frame: Frame,
): Mark[] {
  const happened = marksOf(payload.marks, frame);
  if (!stopping) return happened;
  if (frame.whatIf) return [...happened, ...whatIfMarks(stopping, frame)];
  return payload.state === "running" ? [...happened, ...countdownMark(stopping, range, frame)] : happened;
}

/**
 * What the epoch axis shows: the plan while training, so that the axis does not jump; for a long plan, which
 * early stopping may cut short, a few steps (1, 2, 5 × 10ⁿ) ahead of the curve; what there is afterwards.
 */
export function epochRange({ series, epochs, state }: CurvesPayload): [number, number] {
  let first = 1;
  let last = 1;
  for (const { x } of series) {
    // A loop of one's own may count from 1 again.
    for (const epoch of x) {
      if (epoch < first) first = epoch;
      if (epoch > last) last = epoch;
    }
  }
  let end = last;
  if (state === "running") {
    const ahead = Math.max(plannedInView, niceCeil(last * 1.02));
    end = Math.max(last, epochs === null ? Math.max(10, niceCeil(last * 1.02)) : Math.min(epochs, ahead));
  }
  const room = Math.max(0.5, (end - first) * 0.008);
  return [Math.max(first - room, Math.min(first, 0)), Math.max(end, first + 1) + room];
}

function tracesOf(
  panel: Panel,
  yaxis: YAxisId,
  payload: CurvesPayload,
  shown: ReadonlySet<number> | null,
  frame: Frame,
): LineTrace[] {
  return panel.series.flatMap((series) => {
    const trace = traceOf(series, yaxis, payload, frame);
    const measured: LineTrace = { ...trace, ...pointsAt(series, series.y, shown) };
    if (!frame.smoothed)
      return frame.shifted && isRunningMean(series) ? halfAnEpochEarlier(measured) : [measured];
    const smoothed: LineTrace = { ...trace, mode: "lines", ...pointsAt(series, smooth(series.y), shown) };
    const thin = { ...measured.line, width: 1.2, dash: "solid" };
    const faint: LineTrace = { ...measured, ...notHovered, line: thin, opacity: 0.35, showlegend: false };
    if (!frame.shifted || !isRunningMean(series)) return [faint, smoothed];
    const [moved] = halfAnEpochEarlier(faint);
    return [{ ...moved, showlegend: false }, ...halfAnEpochEarlier(smoothed)];
  });
}

function traceOf(series: CurveSeries, yaxis: YAxisId, payload: CurvesPayload, frame: Frame): LineTrace {
  const { color, width, dash } = styleOf(series, payload.series, frame.theme);
  return {
    type: "scatter",
    mode: series.x.length <= markedPoints ? "lines+markers" : "lines",
    name: plainText(series.name),
    x: series.x,
    y: series.y,
    xaxis: "x",
    yaxis,
    line: { color, width, dash },
    marker: { color, size: 4.5, symbol: "circle", line: { color, width: 0 } },
    showlegend: true,
    hovertemplate: "%{y:.4~g}",
    connectgaps: false,
    cliponaxis: frame.zoom !== null,
  };
}
