import type { Direction } from "../../payload/curves.ts";
import { say } from "../../payload/say.ts";

/** Which way the metrics that Gradbook knows get better. */
const known: Readonly<Record<string, Direction>> = {
  loss: "min",
  mae: "min",
  mse: "min",
  rmse: "min",
  error: "min",
  perplexity: "min",
  accuracy: "max",
  precision: "max",
  recall: "max",
  f1: "max",
  auc: "max",
  r2: "max",
};

/** What a series measures: its name without the prefix `val` or `train`: `valLoss` → `loss`, `valR2` → `r2`. */
export function metricOf(series: string): string {
  const match = /^(?:val|train)([A-Z].*)$/.exec(series);
  return match ? match[1].charAt(0).toLowerCase() + match[1].slice(1) : series;
}

/** The name of the validation series of a metric: `loss` → `valLoss`. */
export function validationName(metric: string): string {
  return "val" + metric.charAt(0).toUpperCase() + metric.slice(1);
}

/** `trainLoss` for `loss`: the series that is measured anew on the training data. */
export function trainName(metric: string): string {
  return "train" + metric.charAt(0).toUpperCase() + metric.slice(1);
}

/** @throws {Error} for a mode that there is not */
export function checkMode(callback: string, mode: string): void {
  if (!["auto", "min", "max"].includes(mode)) {
    throw new Error(say`${callback}: mode "${mode}" is none of "auto", "min", "max".`);
  }
}

/**
 * The direction in which a series improves.
 * @throws {Error} when neither `own` (the run's own metrics) nor Gradbook knows it.
 */
export function directionOf(series: string, own: Readonly<Record<string, Direction>> = {}): Direction {
  const metric = metricOf(series);
  const direction = own[metric] ?? known[metric];
  if (!(metric in own) && !(metric in known)) {
    throw new Error(
      say`"${series}": is larger or smaller better? Say so with mode: "max" or mode: "min"; auto knows
        ${Object.keys(known).join(", ")} and metrics that carry a direction.`,
    );
  }
  return direction;
}
