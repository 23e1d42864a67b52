import type { Callback, Logs, Training } from "./callback.ts";
import { trainingWords } from "../trainingWords.ts";

/**
 * Ends a training at the first batch whose loss is NaN or infinite.
 * @example await fit(model, train, { …, callbacks: [new TerminateOnNaN()] });
 */
export class TerminateOnNaN implements Callback {
  onBatchEnd(batch: number, logs: Logs, training: Training): void {
    if (Number.isFinite(logs.batchLoss)) return;
    const what = Number.isNaN(logs.batchLoss) ? "NaN" : String(logs.batchLoss);
    training.stop("nan", trainingWords().notFinite(training.epoch, batch, what));
  }
}
