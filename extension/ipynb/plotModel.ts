/** Figures and training curves as one plain model, for readers that have no renderer of ours. Pure. */
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import type { Figure, Scale } from "../../engine/payload/figure.ts";
import { CURVES_MIME, FIGURE_MIME } from "../../engine/payload/mime.ts";
import type { Sample } from "../../engine/payload/sample.ts";
import type { MimeBundle } from "../kernel/protocol.ts";

export interface PlotModel {
  title: string;
  /** In pixels. */
  width: number;
  height: number;
  /** One above the other, with a common x axis. */
  panels: PlotPanel[];
  xLabel: string;
  xScale: Scale;
  xLim: [number, number] | null;
}

export interface PlotPanel {
  yLabel: string;
  yScale: Scale;
  yLim: [number, number] | null;
  lines: PlotLine[];
}

export interface PlotLine {
  /** Empty: not in the legend. */
  name: string;
  x: readonly Sample[];
  y: readonly Sample[];
  colour: string;
  dash: "solid" | "dash" | "dashdot" | "dot";
  lines: boolean;
  markers: boolean;
}

const cycle = ["#0072b2", "#c96200", "#007a5a", "#b3204a", "#7b4fc9", "#8a5a44", "#c2478f", "#68717c"];
const letters: Readonly<Record<string, string>> = {
  b: "#2456d6",
  g: "#008a55",
  r: "#c42b1c",
  c: "#00859c",
  m: "#b02a9b",
  y: "#927400",
  k: "#1f1f1f",
  w: "#ffffff",
};
const pixelsPerInch = 120;
const panelHeight = 240;

/** The plot that a bundle holds, or null when it holds none. */
export function plotIn(bundle: MimeBundle): PlotModel | null {
  const figure = bundle[FIGURE_MIME] as Figure | undefined;
  if (figure) return figurePlot(figure);
  const curves = bundle[CURVES_MIME] as CurvesPayload | undefined;
  return curves ? curvesPlot(curves) : null;
}

function figurePlot(figure: Figure): PlotModel {
  const { title, xLabel, yLabel, xLim, yLim, xScale, yScale, figsize } = figure;
  const [width, height] = figsize.map((inches) =>
    Math.round(Math.min(1600, Math.max(180, inches * pixelsPerInch))),
  );
  const lines = figure.series.map(({ name, x, y, fmt }, i) => ({ name, x, y, ...lookOf(fmt, i) }));
  return {
    title,
    width: width ?? 420,
    height: height ?? 300,
    panels: [{ yLabel, yScale, yLim, lines }],
    xLabel,
    xScale,
    xLim,
  };
}

/** What matters of matplotlib's format strings: colour, dashes, and whether there are lines and markers. */
function lookOf(fmt: string, index: number): Pick<PlotLine, "colour" | "dash" | "lines" | "markers"> {
  const word = /^(?:[a-z]{3,}|tab:[a-z]+|#[\da-f]{3,8})$/i.test(fmt) ? fmt.replace(/^tab:/, "") : null;
  const own = /C(\d)/.exec(fmt);
  const letter = /[bgrcmykw]/.exec(fmt)?.[0];
  const style = /--|-\.|-|:/.exec(fmt)?.[0];
  const marker = word === null && /[.,ov^<>1-8spP*hH+xXDd|]/.test(fmt.replace(/-\.|C\d/g, ""));
  const next = cycle[(own ? Number(own[1]) : index) % cycle.length] ?? "#0072b2";
  return {
    colour: word ?? (own || letter === undefined ? next : (letters[letter] ?? next)),
    dash: style === "--" ? "dash" : style === "-." ? "dashdot" : style === ":" ? "dot" : "solid",
    lines: style !== undefined || !marker,
    markers: marker,
  };
}

/** Series of one metric share a panel and a colour; validation is dashed. */
function curvesPlot({ title, series }: CurvesPayload): PlotModel {
  const metrics = [...new Set(series.map(({ metric }) => metric))];
  const panels = metrics.map((metric, i): PlotPanel => ({
    yLabel: metric,
    yScale: "linear",
    yLim: null,
    lines: series
      .filter((one) => one.metric === metric)
      .map(({ name, role, x, y }) => ({
        name,
        x,
        y,
        colour: cycle[2 * i + (role === "train" ? 0 : 1)] ?? cycle[role === "train" ? 0 : 1] ?? "#0072b2",
        dash: role === "train" ? "solid" : "dash",
        lines: true,
        markers: x.length <= 40,
      })),
  }));
  const height = 60 + panelHeight * Math.max(1, panels.length);
  return { title, width: 640, height, panels, xLabel: "epoch", xScale: "linear", xLim: null };
}
