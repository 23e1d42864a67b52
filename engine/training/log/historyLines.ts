/** The log of a training as lines of JSON, an epoch a line: what `train.py` writes, and anybody may. */
import type { History } from "../history.ts";

/**
 * A line of a log. Names are ours: `valLoss`, `valAccuracy`. What is not known is left out or null; other keys are left
 * out of account.
 */
export interface HistoryLine {
  /** Counted from 1. */
  readonly epoch: number;
  readonly loss?: number | null;
  readonly valLoss?: number | null;
  readonly metrics?: Readonly<Record<string, number | null>>;
  readonly lr?: number | null;
  /** What the epoch took. */
  readonly seconds?: number | null;
}

/** A history as such lines. */
export function historyLines(history: History): string {
  const finite = (value: number | undefined): number | null =>
    value !== undefined && Number.isFinite(value) ? value : null;
  return history.epochs
    .map((epoch, i) => {
      const { loss, valLoss, ...metrics } = history.logsAt(i) as Partial<Record<string, number>>;
      const line: HistoryLine = {
        epoch,
        loss: finite(loss),
        valLoss: finite(valLoss),
        metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, finite(value)])),
        lr: finite(history.rates[i]),
        seconds: history.times[i] ?? null,
      };
      return `${JSON.stringify(line)}\n`;
    })
    .join("");
}
