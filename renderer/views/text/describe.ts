/** Text alternatives: what a chart shows, for those who do not see it. */
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { numberText, type Sample } from "../../../engine/payload/sample.ts";
import type { Strings } from "./strings.ts";
import { verdictLine } from "./verdict.ts";

/** The lines of a figure: how many points, their range, the last value. */
export function describeFigure(payload: Figure, strings: Strings): string {
  const lines = payload.series.map((series, index) => {
    const name = series.name || payload.yLabel || String(index + 1);
    const summary = summarise(series.y);
    if (!summary) return strings.emptySeries(name);
    return strings.seriesSummary({
      name,
      count: series.y.length,
      low: numberText(summary.low),
      high: numberText(summary.high),
      last: numberText(summary.last),
    });
  });
  const parts = [
    strings.lineChart(payload.title, payload.series.length),
    strings.axes(payload.xLabel, payload.yLabel),
    ...lines,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** The curves of a training: last and best values, and what early stopping did. */
export function describeCurves(payload: CurvesPayload, strings: Strings): string {
  const lines = payload.series.map(({ name, metric, x, y }) => {
    const summary = summarise(y);
    if (!summary) return strings.emptySeries(name);
    const rising = /acc|precision|recall|f1|auc|iou|dice|r2/i.test(metric);
    return strings.curveSummary({
      name,
      last: numberText(summary.last),
      best: numberText(rising ? summary.high : summary.low),
      at: numberText(x[rising ? summary.highAt : summary.lowAt] ?? NaN),
      lowest: !rising,
    });
  });
  const { bestEpoch, stoppedEpoch, restoredEpoch } = payload.marks;
  const marks = [
    bestEpoch !== undefined && strings.markBest(String(bestEpoch)),
    stoppedEpoch !== undefined && strings.markStopped(String(stoppedEpoch)),
    restoredEpoch !== undefined && strings.markRestored(String(restoredEpoch)),
  ].filter((mark) => mark !== false);
  const parts = [
    strings.curvesChart(payload.title, strings.states[payload.state]),
    ...lines,
    ...(marks.length > 0 ? [strings.marks(marks)] : []),
    ...verdictOf(payload, strings),
  ];
  return parts.join(" ");
}

function verdictOf(payload: CurvesPayload, strings: Strings): string[] {
  const line = payload.state === "running" ? null : verdictLine(payload, strings);
  return line ? [`${line.chip}: ${line.text}`] : [];
}

function summarise(values: readonly Sample[]) {
  let lowAt = -1;
  let highAt = -1;
  let last = NaN;
  values.forEach((value, i) => {
    if (value === null) return;
    if (lowAt < 0 || value < (values[lowAt] ?? NaN)) lowAt = i;
    if (highAt < 0 || value > (values[highAt] ?? NaN)) highAt = i;
    last = value;
  });
  if (lowAt < 0) return null;
  return { low: values[lowAt] ?? NaN, high: values[highAt] ?? NaN, last, lowAt, highAt };
}
