/** A training in words: its series abridged, its best epoch, what early stopping did, and the verdict with evidence. */
import type { CurveSeries, CurvesPayload, StoppingRule } from "../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../engine/payload/mime.ts";
import { stringsFor } from "../../renderer/views/text/strings.ts";
import { verdictLine } from "../../renderer/views/text/verdict.ts";
import type { AgentCell } from "./agentNotebook.ts";

/** Points of a series that are written out. */
const mostPoints = 16;

export interface Training {
  /** Index of the cell that shows it. */
  cell: number;
  /** The text of that cell: its options are there. */
  text: string;
  chart: CurvesPayload;
}

export function trainingsIn(cells: readonly AgentCell[]): Training[] {
  return cells.flatMap(({ outputs, text }, cell) =>
    outputs.flatMap((output) => {
      const chart = output.kind === "data" ? output.data[CURVES_MIME] : undefined;
      return chart === undefined ? [] : [{ cell, text, chart: chart as CurvesPayload }];
    }),
  );
}

export function trainingWords({ cell, text, chart }: Training): string {
  const { title, state, series, marks, stopping, naiveLoss, message } = chart;
  return [
    `${title === "" ? "Training" : title} (cell ${cell}, ${state}): ${message}`,
    ...series.map(seriesWords),
    ...(stopping ? [stoppingWords(stopping)] : []),
    ...Object.entries(marks).map(([mark, epoch]) => `${mark}: ${epoch}`),
    ...(naiveLoss === undefined ? [] : [`Loss of an answer that ignores the input: ${digits(naiveLoss)}`]),
    verdictWords(chart),
    ...optionsIn(text),
  ].join("\n");
}

function verdictWords(chart: CurvesPayload): string {
  const line = verdictLine(chart, stringsFor("en"));
  return line
    ? `Verdict: ${line.chip}. ${line.text}`
    : "Verdict: none yet; there are too few epochs, or there is no validation loss.";
}

/** Best first, so that the first line is the answer. */
export function comparisonWords(trainings: readonly Training[]): string {
  const rows = trainings.map((training) => {
    const watched = watchedOf(training.chart);
    const best = watched && bestOf(watched);
    return { training, watched, best };
  });
  // Losses and accuracies cannot be put in one order.
  rows.sort((a, b) => score(a) - score(b));
  const lines = rows.map(({ training: { cell, chart }, watched, best }) => {
    const last = chart.series.map((one) => `${one.name} ${digits(one.y.at(-1) ?? NaN)}`).join(", ");
    const at =
      watched && best ? `best ${watched.name} ${digits(best.value)} at epoch ${best.epoch}` : "no epochs";
    return `- ${chart.title === "" ? "Training" : chart.title} (cell ${cell}, ${chart.state}): ${at}; last ${last}. ${verdictWords(chart)}`;
  });
  return lines.join("\n");
}

function score({ watched, best }: { watched: CurveSeries | null; best: Best | null }): number {
  if (!watched || !best) return Infinity;
  return rises(watched) ? -best.value : best.value;
}

interface Best {
  value: number;
  epoch: number;
}

/** What a training is judged by: its validation loss, else its loss. */
function watchedOf({ series }: CurvesPayload): CurveSeries | null {
  return (
    series.find(({ name }) => name === "valLoss") ??
    series.find(({ name }) => name === "loss") ??
    series[0] ??
    null
  );
}

const rises = ({ metric }: CurveSeries): boolean => /acc|precision|recall|f1|auc|iou|dice|r2/i.test(metric);

function bestOf(series: CurveSeries): Best | null {
  let best: Best | null = null;
  const sign = rises(series) ? -1 : 1;
  series.y.forEach((value, i) => {
    const epoch = series.x[i];
    if (value !== null && epoch !== undefined && (!best || sign * value < sign * best.value))
      best = { value, epoch };
  });
  return best;
}

function seriesWords(series: CurveSeries): string {
  const { name, x, y } = series;
  const chosen = evenly(x.length, mostPoints);
  const points = chosen.map((i) => `${Number((x[i] ?? NaN).toFixed(2))}: ${digits(y[i] ?? NaN)}`);
  const best = bestOf(series);
  const at = best ? `; best ${digits(best.value)} at epoch ${best.epoch}` : "";
  const all = chosen.length < x.length ? ` (${chosen.length} of ${x.length} points)` : "";
  return `${name}, by epoch${all}: ${points.join(", ")}${at}`;
}

/** Indices from the first to the last, evenly apart. */
function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

function stoppingWords({
  monitor,
  direction,
  patience,
  minDelta,
  startFromEpoch,
  baseline,
}: StoppingRule): string {
  const more = [
    minDelta === 0 ? "" : `minDelta ${minDelta}`,
    startFromEpoch === 0 ? "" : `startFromEpoch ${startFromEpoch}`,
    baseline === null ? "" : `baseline ${baseline}`,
  ].filter((part) => part !== "");
  return `Early stopping: monitor ${monitor} (${direction}), patience ${[patience, ...more].join(", ")}`;
}

/** The options of a training as its cell writes them. */
function optionsIn(text: string): string[] {
  const call = /\bfit\s*\(/.exec(text);
  if (!call) return [];
  let depth = 0;
  for (let i = call.index; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return [`Called as: ${text.slice(call.index, i + 1)}`];
  }
  return [];
}

function digits(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : String(value);
}
