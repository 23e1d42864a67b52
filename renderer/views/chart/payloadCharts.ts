/** Payload → picture, one function a kind. */
import { curvesFigure, curvesPixels } from "../curves/curvesFigure.ts";
import { describeCurves, describeFigure } from "../text/describe.ts";
import { figurePixels, lineFigure } from "../figure/lineFigure.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { verdictLine } from "../text/verdict.ts";
import type { ShownChart } from "./shownChart.ts";

export function figureChart(payload: Figure): ShownChart {
  return {
    size: { ...figurePixels(payload.figsize), keepsAspect: true },
    chart: (frame) => lineFigure(payload, frame),
    describe: (strings) => describeFigure(payload, strings),
    curves: () => payload.series.map((series) => ({ ...series, name: series.name || payload.yLabel })),
    xName: () => payload.xLabel || "x",
    fileName: payload.title || payload.yLabel || "figure",
    message: null,
    logScale: false,
    live: false,
    verdict: null,
    payload: null,
    offersToggles: false,
  };
}

export function curvesChart(payload: CurvesPayload): ShownChart {
  return {
    size: { ...curvesPixels, keepsAspect: false },
    chart: (frame) => curvesFigure(payload, frame),
    describe: (strings) => describeCurves(payload, strings),
    curves: () => payload.series,
    xName: (strings) => strings.epoch,
    fileName: payload.title || "curves",
    message: payload.message,
    logScale: payload.yScale === "log",
    live: payload.state === "running",
    verdict: (strings) => verdictLine(payload, strings),
    payload,
    offersToggles: true,
  };
}
