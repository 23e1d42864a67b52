/** Trainings that are remembered, and several of them beside one another. */
import type { Direction } from "../curves.ts";
import { modelsInShort } from "./modelInShort.ts";
import { numberText, type Sample } from "../sample.ts";

/** A value of a run's options. */
export type Setting = string | number | boolean | null;

/** One training: what it was given, what it measured, what came of it. */
export interface RunSummary {
  version: 1;
  /** Of no other run. */
  id: string;
  name: string;
  /** The model as it prints. */
  model: string;
  /** What it was given, by name: `parameters`, `loss`, `optimizer`, `lr`, `batchSize`, `seed`, … */
  settings: Record<string, Setting>;
  /** When it was begun, in milliseconds since 1970. */
  began: number;
  /** How long its epochs took. */
  seconds: number;
  /** Why it ended: `epochs`, `earlyStopping`, `nan`, `interrupted`, `callback` or `failed`; and in words. */
  ended: string;
  message: string;
  /** What its curves say: `overfitting`, `goodFit`, …; null where they say nothing. */
  verdict: string | null;
  /** Epochs that were measured; of very many some. */
  epochs: number[];
  /** By name, at those epochs. */
  series: Record<string, Sample[]>;
  /** Of each series: the best value, its epoch, and the last value. */
  results: Record<string, RunResult>;
  /** The call that would do the same. */
  code: string;
}

/** What came of one series of a run. */
export interface RunResult {
  direction: Direction;
  best: Sample;
  bestEpoch: number | null;
  last: Sample;
}

/** Several trainings beside one another. */
export interface RunsPicture {
  version: 1;
  kind: "runs";
  title: string;
  /** The series that decides: `valLoss`, `accuracy`, … */
  metric: string;
  direction: Direction;
  /** The best first. */
  runs: RunSummary[];
  /** What differs between them, by the names in `settings`; `model` for the model. */
  differing: string[];
}

/** The series by which runs are compared where nobody says: that of the validation loss, where there is one. */
export function decisiveSeries(runs: readonly RunSummary[]): string {
  return runs.some(({ results }) => "valLoss" in results) ? "valLoss" : "loss";
}

/** The picture of some runs, the best first; those that lack the metric, or have no number for it, come last. */
export function runsPicture(
  runs: readonly RunSummary[],
  metric = decisiveSeries(runs),
  title = "",
): RunsPicture {
  const direction = runs.find(({ results }) => metric in results)?.results[metric]?.direction ?? "min";
  const sign = direction === "min" ? 1 : -1;
  const rank = (run: RunSummary): number => {
    const best = resultOf(run, metric);
    return best === null ? Infinity : sign * best;
  };
  const sorted = [...runs].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? a.began - b.began : x < y ? -1 : 1;
  });
  return { version: 1, kind: "runs", title, metric, direction, runs: sorted, differing: differingOf(sorted) };
}

/** Whether the numbers that decide are of different loss functions, and their order says little. */
export function isOfDifferentLosses({ metric, differing }: RunsPicture): boolean {
  return /^(val|train)?loss$/i.test(metric) && differing.includes("loss");
}

/** The best value of a series; null where there is none. */
export function resultOf({ results }: RunSummary, metric: string): Sample {
  return results[metric]?.best ?? null;
}

/** The names of settings that are not the same in all runs. */
function differingOf(runs: readonly RunSummary[]): string[] {
  const names = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  const differing = [...names].filter(
    (name) => new Set(runs.map(({ settings }) => settings[name] ?? null)).size > 1,
  );
  return new Set(runs.map(({ model }) => model)).size > 1 ? ["model", ...differing] : differing;
}

/** A setting of a run as a text: of the model what tells it from the others, "–" where there is none. */
export type SettingText = (run: RunSummary, name: string) => string;

export function settingTexts(runs: readonly RunSummary[]): SettingText {
  const models = modelsInShort(runs.map(({ model }) => model));
  return (run, name) => {
    if (name === "model") return models.get(run.model) ?? run.model;
    const value = run.settings[name] ?? null;
    return value === null ? "–" : String(value);
  };
}

/** The metrics whose best value a comparison lists: the decisive one first. */
export function listedMetrics({ runs, metric }: RunsPicture): string[] {
  const all = new Set(runs.flatMap(({ results }) => Object.keys(results)));
  all.delete(metric);
  const validation = [...all].filter((name) => /^val[A-Z]/.test(name));
  const others = [...all].filter((name) => !/^(val|train)[A-Z]/.test(name));
  // The training value of what is validated says little beside it.
  const lacking = others.filter(
    (name) => !all.has(`val${name.charAt(0).toUpperCase()}${name.slice(1)}`) || name === "loss",
  );
  return [metric, ...validation, ...lacking].slice(0, 5);
}

/** The comparison in lines, for readers that cannot draw it. */
export function runsText(picture: RunsPicture): string {
  const { runs, differing, metric } = picture;
  const metrics = listedMetrics(picture);
  const settingText = settingTexts(runs);
  const head = ["run", ...differing, ...metrics, "epoch", "seconds", "ended", "verdict"];
  const rows = runs.map((run) => [
    run.name,
    ...differing.map((name) => clipped(settingText(run, name))),
    ...metrics.map((name) => resultText(resultOf(run, name))),
    String(run.results[metric]?.bestEpoch ?? "–"),
    run.seconds.toFixed(2),
    run.ended,
    run.verdict ?? "–",
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ");
  const unlike = isOfDifferentLosses(picture)
    ? ["These losses are of different functions and do not compare. Name a metric: compareRuns({ metric })."]
    : [];
  const title = `${runs.length} runs, the best ${metric} first`;
  return [title, line(head), ...rows.map(line), ...unlike].join("\n");
}

/** A dash for what was not measured. */
export function resultText(value: Sample | undefined): string {
  return value === null || value === undefined ? "–" : numberText(value);
}

function clipped(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
