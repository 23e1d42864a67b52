/** A training as it is remembered: its history and what it was given, in plain data. */
import { diagnose } from "../training/diagnose.ts";
import type { History } from "../training/history.ts";
import { directionOf, metricOf } from "../training/metrics/direction.ts";
import type { TrainingRecord } from "../training/record.ts";
import { Optimizer } from "../optim/optimizer.ts";
import type { Direction } from "../payload/curves.ts";
import type { RunResult, RunSummary, Setting } from "../payload/runs/runs.ts";
import { sample } from "../payload/sample.ts";
import { codeOf } from "./runCode.ts";

/** Epochs of a run that are kept: more are not told apart on a chart. */
const MOST = 300;
/** Characters of a model's text. */
const LONGEST = 4000;

export function runSummary(history: History, record: TrainingRecord, id: string, name: string): RunSummary {
  const from = Math.min(record.doneBefore, history.epochs.length);
  const own = history.times.slice(from);
  const at = thinned(history.epochs.length, MOST);
  const model =
    record.modelText.length > LONGEST ? `${record.modelText.slice(0, LONGEST)}…` : record.modelText;
  const settings = settingsOf(record);
  return {
    version: 1,
    id,
    name,
    model,
    settings,
    began: record.began,
    seconds: own.reduce((sum, time) => sum + time, 0),
    ended: history.ended?.reason ?? "failed",
    message: history.ended?.message ?? "",
    verdict: diagnose(history)?.verdict ?? null,
    epochs: at.map((i) => history.epochs[i]),
    series: Object.fromEntries(
      Object.entries(history.series).map(([series, values]) => [series, at.map((i) => sample(values[i]))]),
    ),
    results: Object.fromEntries(
      Object.entries(history.series).map(([series, values]) => [
        series,
        resultOf(values, history.epochs, directionFor(series, record)),
      ]),
    ),
    code: codeOf(settings, name, record.trainer instanceof Optimizer),
  };
}

function settingsOf(record: TrainingRecord): Record<string, Setting> {
  const { loss, trainer, start, batchSize, shuffle, seed, epochs, callbacks, parameters } = record;
  const group: object = start.optimizer?.paramGroups[0] ?? { lr: trainer.paramGroups[0]?.lr };
  const scalars = Object.entries<unknown>(group as Readonly<Record<string, unknown>>).flatMap(
    ([name, value]): [string, Setting][] => {
      if (name === "params" || name === "initialLr") return [];
      if (Array.isArray(value)) return [[name, value.join(", ")]];
      return typeof value === "number" || typeof value === "boolean" || typeof value === "string"
        ? [[name, value]]
        : [];
    },
  );
  return {
    parameters,
    loss: typeof loss === "string" ? loss : loss.name || loss.constructor.name,
    optimizer: trainer.constructor.name,
    // The learning rate first: it is what is looked for.
    ...Object.fromEntries(scalars.sort(([a], [b]) => Number(b === "lr") - Number(a === "lr"))),
    batchSize,
    shuffle,
    seed,
    epochs,
    examples: record.loader.dataset.length,
    callbacks: callbacks.map((callback) => callback.constructor.name).join(", ") || null,
  };
}

function directionFor(series: string, { metrics }: TrainingRecord): Direction {
  const own = metrics.flatMap((metric) =>
    typeof metric === "object" && metric.direction ? [[metric.name, metric.direction] as const] : [],
  );
  try {
    return directionOf(series, Object.fromEntries(own));
  } catch {
    // A function of the person's own, of which nobody knows: most measure errors.
    return /acc|score|auc|f1|precision|recall|r2/i.test(metricOf(series)) ? "max" : "min";
  }
}

function resultOf(values: readonly number[], epochs: readonly number[], direction: Direction): RunResult {
  let best = -1;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (best < 0 || (direction === "min" ? value < values[best] : value > values[best])) best = i;
  });
  return {
    direction,
    best: best < 0 ? null : values[best],
    bestEpoch: best < 0 ? null : epochs[best],
    last: sample(values.at(-1) ?? NaN),
  };
}

function thinned(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
