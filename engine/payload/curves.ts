/** Train/validation curves while they grow, and the changes that make them grow. */
import type { Scale } from "./figure.ts";
import type { Sample } from "./sample.ts";

/** `train` and `validation` series of the same metric share one colour family and one axis. */
export type CurveRole = "train" | "validation";

/** What a curve is. */
export interface ChartCurve {
  /** Key in the History: `loss`, `valLoss`, `accuracy`, … */
  name: string;
  role: CurveRole;
  /** What is measured, without the validation prefix: `loss`, `accuracy`, … */
  metric: string;
}

/** A curve with its points. */
export interface CurveSeries extends ChartCurve {
  /** Epochs, 1-based, increasing; fractions are batches within an epoch. */
  x: number[];
  y: Sample[];
}

/** What early stopping has to say at a glance. Epochs are 1-based, as on the axis. */
export interface CurveMarks {
  bestEpoch?: number;
  stoppedEpoch?: number;
  restoredEpoch?: number;
}

/** Whether a smaller or a larger value is better. */
export type Direction = "min" | "max";

/** The rule of early stopping that watches a training. Epochs are counted from 0 in here. */
export interface StoppingRule {
  /** Name of the series that it looks at. */
  monitor: string;
  direction: Direction;
  /** A change must exceed |minDelta| to count as an improvement. */
  minDelta: number;
  /** How many epochs without improvement end the training; 0 means the same as 1. */
  patience: number;
  /** A value to beat: while it is not beaten, improvements do not reset the waiting. Null: none. */
  baseline: number | null;
  /** Epochs to leave out at the start. */
  startFromEpoch: number;
}

export type CurvesState = "running" | "finished" | "stopped" | "interrupted" | "failed";

/** What chance does to a validation loss. */
export interface Sampling {
  /** Examples that it is the mean of. */
  examples: number;
  /** Standard deviation of the training loss from example to example, at the end; null: unknown. */
  deviation: number | null;
}

export interface CurvesPayload {
  version: 1;
  /** Stable for the life of the chart; deltas name it. */
  id: string;
  title: string;
  /** Epochs planned, when known: the axis does not jump while training. */
  epochs: number | null;
  /** Scale of the axis of losses until the reader changes it. Default linear. */
  yScale?: Scale;
  series: CurveSeries[];
  marks: CurveMarks;
  stopping?: StoppingRule;
  /** Validation loss of the best answer that ignores the input, when known. */
  naiveLoss?: number;
  sampling?: Sampling;
  state: CurvesState;
  /** One line under the chart, such as the progress line or why training ended. */
  message: string;
  /** Number of deltas applied so far. */
  sequence: number;
}

/** What may change beside points; what is left out stays as it was. */
export interface CurvesChange {
  marks?: CurveMarks;
  stopping?: StoppingRule;
  naiveLoss?: number;
  sampling?: Sampling;
  state?: CurvesState;
  message?: string;
}

export interface CurvesDelta extends CurvesChange {
  id: string;
  /** Sequence number after this delta; a gap means that a snapshot must be asked for. */
  sequence: number;
  /** Points to append; a series not seen before is created. */
  append: CurveSeries[];
}

/** Appends `delta` to `chart` in place; returns false when deltas were missed and a snapshot is needed. */
export function applyDelta(chart: CurvesPayload, delta: CurvesDelta): boolean {
  if (delta.sequence <= chart.sequence) return true;
  if (delta.sequence !== chart.sequence + 1) return false;
  for (const part of delta.append) {
    const series = chart.series.find((s) => s.name === part.name);
    if (!series) {
      chart.series.push({ ...part, x: [...part.x], y: [...part.y] });
      continue;
    }
    for (const x of part.x) series.x.push(x);
    for (const y of part.y) series.y.push(y);
  }
  if (delta.marks) chart.marks = { ...chart.marks, ...delta.marks };
  if (delta.stopping) chart.stopping = delta.stopping;
  if (delta.naiveLoss !== undefined) chart.naiveLoss = delta.naiveLoss;
  if (delta.sampling) chart.sampling = delta.sampling;
  if (delta.state) chart.state = delta.state;
  if (delta.message !== undefined) chart.message = delta.message;
  chart.sequence = delta.sequence;
  return true;
}
