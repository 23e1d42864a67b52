/** Trainings beside one another: curves, parallel lines from settings to results, and a table, the best first. */
import type { AxesPicture, LineMark } from "../../../../engine/payload/axesPicture.ts";
import {
  isOfDifferentLosses,
  listedMetrics,
  resultOf,
  type RunsPicture,
  type RunSummary,
  settingTexts,
} from "../../../../engine/payload/runs/runs.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import { axesDrawing } from "../axes/axesDrawing.ts";
import type { Drawing, DrawingFrame, DrawingTable } from "../drawing.ts";
import { parallelHeight, parallelNodes, parallelAxes } from "./parallel.ts";
import { type RunsTexts, settingName } from "./runsTexts.ts";

/** Runs that have a colour and a name on the chart: the best of them. */
const COLOURED = 8;
/** Of a model, beside the pointer. */
const MODEL_LINES = 14;

export function runsDrawing(payload: RunsPicture): Drawing {
  const { runs, title, metric } = payload;
  const axes = parallelAxes(payload);
  const curves = axesDrawing(curvesOf(payload, null));
  const parallel = (width: number): number => (axes.length >= 2 ? parallelHeight(width) : 0);
  return {
    width: 680,
    height: (width) => curves.height(width) + parallel(width),
    draw: (frame) => draw(payload, frame, axes.length >= 2),
    describe: ({ runs: texts }) => {
      const [best] = runs;
      const value = numberText(best ? resultOf(best, metric) : null);
      const summary = texts.summary(title, runs.length, metric, best?.name ?? "", value);
      return isOfDifferentLosses(payload) ? `${summary} (${metric}: ${texts.unlike})` : summary;
    },
    keys: [...runs.map((_, i) => `r${i}`), ...curves.keys],
    tip: (key, texts) =>
      key.startsWith("r") ? runTip(payload, Number(key.slice(1)), texts.runs) : curves.tip(key, texts),
    table: ({ runs: texts }) => tableOf(payload, texts),
    tableOpen: true,
    fileName: title || "runs",
  };
}

/** The run that a key speaks of: its place. */
function runAt(key: string | null, lines: readonly number[]): number | null {
  if (key === null) return null;
  if (key.startsWith("r")) return Number(key.slice(1));
  const line = Number(key.slice(1).split(".")[1]);
  return lines[line] ?? null;
}

function draw(payload: RunsPicture, frame: DrawingFrame, hasParallel: boolean): SvgNode[] {
  const { width, focus, texts } = frame;
  const curves = curvesOf(payload, texts.runs);
  const drawing = axesDrawing(curves);
  const run = runAt(
    focus,
    linesOf(payload).map(({ run: place }) => place),
  );
  const top = drawing.height(width);
  return [
    ...highlighted(drawing.draw(frame), payload, run),
    ...(hasParallel
      ? [svg("g", { transform: `translate(0 ${round(top)})` }, ...parallelNodes(payload, frame, run))]
      : []),
    // A target for the keyboard where there are no parallel lines to point at.
    ...(hasParallel
      ? []
      : payload.runs.map((_, i) =>
          svg("rect", {
            "data-key": `r${i}`,
            "x": 0,
            "y": 0,
            "width": 1,
            "height": 1,
            "fill": "transparent",
          }),
        )),
  ];
}

/** Lines of other runs than the one pointed at become quiet. */
function highlighted(nodes: readonly SvgNode[], payload: RunsPicture, run: number | null): SvgNode[] {
  if (run === null) return [...nodes];
  const lines = linesOf(payload);
  let next = 0;
  const quiet = (node: SvgNode): SvgNode => {
    const own = node.attributes["class"] === "gradbook-line" ? lines[next++] : undefined;
    const children = node.children.map((child) => (typeof child === "string" ? child : quiet(child)));
    if (!own) return { ...node, children };
    const look = own.run === run ? { "stroke-width": 3.4 } : { opacity: 0.22 };
    return { ...node, attributes: { ...node.attributes, ...look }, children };
  };
  return nodes.map(quiet);
}

interface RunLine {
  run: number;
  series: string;
  isTraining: boolean;
}

/** The lines of the chart, as they are drawn: those that are quiet first, so that the best lie on top. */
function linesOf({ runs, metric }: RunsPicture): RunLine[] {
  const lines: RunLine[] = [];
  const training = /^val[A-Z]/.test(metric) ? metric.charAt(3).toLowerCase() + metric.slice(4) : null;
  const few = runs.length <= 4;
  for (let run = runs.length - 1; run >= 0; run--) {
    const series = runs[run]?.series ?? {};
    if (few && training !== null && training in series)
      lines.push({ run, series: training, isTraining: true });
    if (metric in series) lines.push({ run, series: metric, isTraining: false });
  }
  return lines;
}

function curvesOf(payload: RunsPicture, texts: RunsTexts | null): AxesPicture {
  const { runs, metric, title } = payload;
  const marks = linesOf(payload).map(({ run, series, isTraining }): LineMark => {
    const { epochs = [], series: all = {}, name = "" } = runs[run] ?? {};
    const y = all[series] ?? [];
    return {
      kind: "line",
      name: isTraining || run >= COLOURED ? "" : name,
      x: epochs.filter((_, i) => (y[i] ?? null) !== null),
      y: y.filter((value) => value !== null),
      style: isTraining ? "dashed" : "solid",
      step: false,
      faint: run >= COLOURED,
      low: null,
      high: null,
      colour: run,
    };
  });
  const values = marks.flatMap(({ y }) => y).filter((value) => value !== null);
  const [low, high] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const more = Math.max(0, runs.length - COLOURED);
  const heading = [
    metric,
    ...(more > 0 && texts ? [texts.others(more)] : []),
    ...(isOfDifferentLosses(payload) && texts ? [texts.unlike] : []),
  ];
  return {
    version: 1,
    kind: "axes",
    title,
    columns: 1,
    panels: [
      {
        title: heading.join(" · "),
        xLabel: texts?.epoch ?? "epoch",
        yLabel: "",
        xScale: "linear",
        // A run that blew up would leave the others a line at the bottom.
        yScale: low > 0 && high / low > 50 ? "log" : "linear",
        xLim: null,
        yLim: null,
        xTicks: [],
        xWhole: true,
        yTicks: [],
        equal: false,
        marks,
        notes: [],
      },
    ],
  };
}

function runTip(payload: RunsPicture, at: number, texts: RunsTexts): string[] {
  const { runs, metric, differing } = payload;
  const run = runs[at];
  if (!run) return [];
  const settingText = settingTexts(runs);
  return [
    `${run.name}: ${texts.rank(at + 1, runs.length)}`,
    `${metric} ${numberText(resultOf(run, metric))} ${texts.bestAt} ${run.results[metric]?.bestEpoch ?? "–"}`,
    ...differing.slice(0, 6).map((name) => `${settingName(name, texts)} ${short(settingText(run, name))}`),
    ...verdictText(run, texts),
    ...(differing.includes("model") ? modelLines(run) : []),
  ];
}

/** The model as it prints, as far as there is room beside the pointer. */
function modelLines({ model }: RunSummary): string[] {
  const lines = model.split("\n");
  if (lines.length === 1) return lines.map(short);
  const shown = lines.length > MODEL_LINES ? [...lines.slice(0, MODEL_LINES - 1), "…"] : lines;
  return shown.map((line) => short(line.replaceAll("  ", "\u2003")));
}

function verdictText({ verdict, ended }: RunSummary, texts: RunsTexts): string[] {
  return verdict === null ? [texts.reasons[ended] ?? ended] : [texts.verdicts[verdict] ?? verdict];
}

function tableOf(payload: RunsPicture, texts: RunsTexts): DrawingTable {
  const { runs, differing, metric } = payload;
  const metrics = listedMetrics(payload);
  const settingText = settingTexts(runs);
  const isOfModel = (name: string): boolean => name === "model";
  return {
    head: [
      texts.run,
      ...differing.map((name) => settingName(name, texts)),
      ...metrics,
      texts.bestAt,
      texts.seconds,
      texts.ended,
      texts.verdict,
    ],
    rows: runs.map((run) => [
      run.name,
      ...differing.map((name) => short(settingText(run, name))),
      ...metrics.map((name) => {
        const value = resultOf(run, name);
        return value === null ? "–" : numberText(value);
      }),
      String(run.results[metric]?.bestEpoch ?? "–"),
      run.seconds.toFixed(2),
      texts.reasons[run.ended] ?? run.ended,
      run.verdict === null ? "–" : (texts.verdicts[run.verdict] ?? run.verdict),
    ]),
    // One column lies before the settings.
    ...(differing.some(isOfModel) && {
      hints: { column: 1 + differing.findIndex(isOfModel), texts: runs.map(({ model }) => model) },
    }),
  };
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
