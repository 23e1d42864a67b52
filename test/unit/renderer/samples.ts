/** Payloads like those the kernel makes, for the pages. */
import type { CurvesDelta, CurveSeries, CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure, FigureSeries } from "../../../engine/payload/figure.ts";

export function figureOf(series: FigureSeries[], more: Partial<Figure> = {}): Figure {
  return {
    version: 1,
    title: "",
    series,
    xLabel: "x",
    yLabel: "",
    xLim: null,
    yLim: null,
    xScale: "linear",
    yScale: "linear",
    figsize: [3.5, 2.5],
    ...more,
  };
}

export function line(
  name: string,
  fmt: string,
  f: (x: number) => number,
  from = -8,
  to = 8,
  step = 0.1,
): FigureSeries {
  const count = Math.round((to - from) / step) + 1;
  const x = Array.from({ length: count }, (_, i) => from + i * step);
  return { name, x, y: x.map(f), fmt };
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A training of `epochs` epochs that overfits from about a third of the way, with a little fixed noise. */
export function training(epochs: number): CurveSeries[] {
  let seed = 1;
  const noise = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  const x = Array.from({ length: epochs }, (_, i) => i + 1);
  const t = x.map((epoch) => epoch / epochs);
  const loss = t.map((s) => 0.06 + 1.9 * Math.exp(-7 * s) + 0.01 * noise());
  const valLoss = t.map((s) => 0.3 + 1.7 * Math.exp(-9 * s) + 0.35 * Math.max(0, s - 0.3) + 0.03 * noise());
  const accuracy = t.map((s) => 0.985 - 0.8 * Math.exp(-8 * s) + 0.004 * noise());
  const valAccuracy = t.map((s) => 0.91 - 0.75 * Math.exp(-9 * s) - 0.03 * s + 0.012 * noise());
  return [
    { name: "loss", role: "train", metric: "loss", x, y: loss },
    { name: "valLoss", role: "validation", metric: "loss", x: [...x], y: valLoss },
    { name: "accuracy", role: "train", metric: "accuracy", x: [...x], y: accuracy },
    { name: "valAccuracy", role: "validation", metric: "accuracy", x: [...x], y: valAccuracy },
  ];
}

export function curvesOf(series: CurveSeries[], more: Partial<CurvesPayload> = {}): CurvesPayload {
  return {
    version: 1,
    id: "chart-1",
    title: "",
    epochs: null,
    series,
    marks: {},
    state: "finished",
    message: "",
    sequence: 0,
    ...more,
  };
}

/** The delta that appends epoch `epoch` (1-based) of `all`. */
export function deltaOf(all: CurveSeries[], epoch: number, more: Partial<CurvesDelta> = {}): CurvesDelta {
  const at = epoch - 1;
  return {
    id: "chart-1",
    sequence: epoch,
    append: all.map((s) => ({ ...s, x: s.x.slice(at, at + 1), y: s.y.slice(at, at + 1) })),
    ...more,
  };
}
