/** A run in a line: its curve in small, its best value, what it was given. */
import { decisiveSeries, resultOf, resultText } from "../../engine/payload/runs/runs.ts";
import type { Sample } from "../../engine/payload/sample.ts";
import type { KeptRun } from "./runStore.ts";

const BARS = "▁▂▃▄▅▆▇█";
const WIDTH = 10;

/** A curve in characters; a gap where there is no number. */
export function sparkline(values: readonly Sample[], width = WIDTH): string {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return "";
  let [low, high] = [Infinity, -Infinity];
  for (const value of numbers) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, i) => {
    const value = values[count === 1 ? 0 : Math.round((i * (values.length - 1)) / (count - 1))] ?? null;
    if (value === null) return "·";
    const share = high > low ? (value - low) / (high - low) : 0;
    return BARS.charAt(Math.round(share * (BARS.length - 1)));
  }).join("");
}

/** `▇▅▃▁ valLoss 0.1234 · Adam lr 0.01 · 2.3 s`. */
export function runLine(run: KeptRun): string {
  const metric = decisiveSeries([run]);
  const { optimizer, lr } = run.settings;
  return [
    `${sparkline(run.series[metric] ?? [])} ${metric} ${resultText(resultOf(run, metric))}`.trim(),
    [optimizer, lr === undefined || lr === null ? "" : `lr ${lr}`]
      .filter((part) => part !== undefined && part !== "")
      .join(" "),
    secondsText(run.seconds),
    run.note ?? "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

export function secondsText(seconds: number): string {
  return seconds >= 60
    ? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
    : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

export type RunOrder = "newest" | "best" | "name" | "duration";

/** Pinned runs first; the runs themselves stay as they are. */
export function ordered(runs: readonly KeptRun[], order: RunOrder): KeptRun[] {
  const by: Record<RunOrder, (a: KeptRun, b: KeptRun) => number> = {
    newest: (a, b) => b.began - a.began,
    best: (a, b) => rankOf(a) - rankOf(b) || b.began - a.began,
    name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }) || b.began - a.began,
    duration: (a, b) => a.seconds - b.seconds,
  };
  // Those that were begun in the same millisecond, in the order in which they ended.
  const place = new Map(runs.map((run, i) => [run.id, i]));
  const later = (a: KeptRun, b: KeptRun): number => (place.get(b.id) ?? 0) - (place.get(a.id) ?? 0);
  return [...runs].sort(
    (a, b) =>
      Number(b.pinned === true) - Number(a.pinned === true) || compare(by[order], a, b) || later(a, b),
  );
}

function compare(by: (a: KeptRun, b: KeptRun) => number, a: KeptRun, b: KeptRun): number {
  const difference = by(a, b);
  return Number.isNaN(difference) ? 0 : difference;
}

/** Small is good; runs without a number come last. */
function rankOf(run: KeptRun): number {
  const metric = decisiveSeries([run]);
  const best = resultOf(run, metric);
  if (best === null) return Number.MAX_VALUE;
  return run.results[metric]?.direction === "max" ? -best : best;
}
