/** What `fit` does once all is ready: epochs and their batches, until they are done or something ends them. */
import type { DataLoader } from "../../data/dataLoader.ts";
import { renewPictures, renewWhenDue } from "../../figures/livePicture.ts";
import { host, InterruptedError } from "../../core/host.ts";
import type { Layer } from "../../nn/module.ts";
import { Tensor } from "../../core/tensor.ts";
import type { Callback } from "../callbacks/callback.ts";
import type { LossFunction, Trainer } from "../choices.ts";
import { trainName, validationName } from "../metrics/direction.ts";
import { measure } from "../evaluate.ts";
import { lossExpected, messageOf } from "./fitErrors.ts";
import type { LiveChart } from "../progress/liveChart.ts";
import type { Metric } from "../metrics/metrics.ts";
import type { LossScatter } from "../metrics/lossScatter.ts";
import type { NaiveLoss } from "../metrics/naiveLoss.ts";
import type { Pace } from "../progress/pace.ts";
import { progressLine, summaryLine } from "../progress/progressLine.ts";
import type { Run } from "./run.ts";
import type { XY } from "./trainData.ts";
import { trainingWords } from "../trainingWords.ts";
import { seconds, type Yielding } from "./yielding.ts";

/** Seconds between two progress lines. */
const PROGRESS_EVERY = 0.2;

/** Everything a training needs, made ready. */
export interface Plan {
  model: Layer;
  loss: LossFunction;
  trainer: Trainer;
  metrics: readonly Metric[];
  loader: DataLoader<XY>;
  plain: DataLoader<XY> | null;
  validation: DataLoader<XY> | null;
  validationEvery: number;
  /** Null when the loss is not one whose best constant is known. */
  naive: NaiveLoss | null;
  callbacks: readonly Callback[];
  chart: LiveChart | null;
  yielding: Yielding;
  /** Seconds. */
  began: number;
  /** When the line of progress was last shown, in seconds. */
  shown: number;
  /** Batches are all that can be counted until some epochs, with their validation, are done. */
  pace: { batches: Pace; epochs: Pace };
  scatter: LossScatter;
}

/**
 * Trains, and tells callbacks and chart of it to the end, however it ends.
 * @throws what model, loss or callbacks throw, after the end in good order
 */
export async function runEpochs(run: Run, plan: Plan): Promise<void> {
  const { callbacks, model } = plan;
  const begun: Callback[] = [];
  let failure: { thrown: unknown } | null = null;
  try {
    for (const callback of callbacks) {
      begun.push(callback);
      await callback.onTrainBegin?.(run);
    }
    while (run.epoch < run.epochs && !run.ending) {
      run.epoch++;
      endWithOthers();
      for (const callback of callbacks) await callback.onEpochBegin?.(run.epoch, run);
      await runEpoch(run, plan);
    }
  } catch (error) {
    // A guard in a loop of the cell's own code throws what the host throws, not what the engine does.
    if (error instanceof InterruptedError || host().interrupted()) {
      const { epoch, history } = run;
      run.stop("interrupted", trainingWords().interrupted(epoch, history.epochs.length));
      host().acknowledgeInterrupt();
    } else {
      failure = { thrown: error };
      run.fail(messageOf(error));
    }
  }
  for (const callback of begun) {
    try {
      await callback.onTrainEnd?.(run);
    } catch (error) {
      // The first failure is the one to tell.
      failure ??= { thrown: error };
    }
  }
  model.eval();
  finish(run, plan);
  if (failure) throw failure.thrown;
}

/** @throws {InterruptedError} at a batch boundary, or out of the batch under way before its weights moved */
async function runEpoch(run: Run, plan: Plan): Promise<void> {
  const { model, loader, plain, validation, metrics, loss, yielding, callbacks } = plan;
  const began = seconds();
  const rate = run.learningRate;
  const logs = await runBatches(run, plan);
  const due = run.epoch % plan.validationEvery === 0 || run.epoch === run.epochs;
  if (validation && due && !run.ending) {
    const naive = run.history.naiveLoss === null ? plan.naive : null;
    const measured = await measure(model, validation, loss, metrics, yielding, naive);
    Object.assign(logs, renamed(measured, validationName));
    if (naive) tellNaiveLoss(run, plan, naive.value());
    run.history.sampling = { examples: validation.dataset.length, deviation: plan.scatter.deviation() };
  }
  if (plain && !run.ending) {
    Object.assign(logs, renamed(await measure(model, plain, loss, metrics, yielding), trainName));
  }
  run.history.add(run.epoch, logs, seconds() - began, rate);
  const { length: batches } = loader;
  const now = seconds();
  plan.pace.epochs.mark(run.epoch, now);
  // Where epochs are short, a line for each would cost more than the rest of the chart.
  const line = plan.chart && now - plan.shown > PROGRESS_EVERY;
  if (line) plan.shown = now;
  plan.chart?.add(run.epoch, logs, line ? progressOf(run, plan, batches, logs) : undefined);
  for (const callback of callbacks) await callback.onEpochEnd?.(run.epoch, logs, run);
}

/** The line of progress after `batch` batches of the epoch. */
function progressOf(
  { epoch, epochs }: Run,
  { pace, loader }: Plan,
  batch: number,
  values: Record<string, number>,
): string {
  const { length: batches } = loader;
  const step = pace.batches.step();
  const epochsLeft = epochs - epoch + 1 - batch / batches;
  const perEpoch = pace.epochs.step() ?? (step === null ? null : step * batches);
  return progressLine({
    epoch,
    epochs,
    batch,
    batches,
    step,
    left: perEpoch === null ? null : perEpoch * epochsLeft,
    values,
  });
}

/** @throws {InterruptedError} when a training beside this one was interrupted: the person stopped them all */
function endWithOthers(): void {
  if (host().wasInterrupted?.()) throw new InterruptedError();
}

function tellNaiveLoss(run: Run, { chart }: Plan, naiveLoss: number): void {
  if (!Number.isFinite(naiveLoss)) return;
  run.history.naiveLoss = naiveLoss;
  chart?.update({ points: [], naiveLoss });
}

async function runBatches(run: Run, plan: Plan): Promise<Record<string, number>> {
  const { model, loss, trainer, loader, callbacks, yielding, chart, scatter } = plan;
  const listeners = callbacks.filter((callback) => "onBatchEnd" in callback);
  const measurements = plan.metrics.map((metric) => metric.start());
  let sum = 0;
  let count = 0;
  let batch = 0;
  const logs = (): Record<string, number> => {
    const values = plan.metrics.map((metric, i) => [metric.name, measurements[i].value()] as const);
    return { loss: sum / count, ...Object.fromEntries(values) };
  };
  model.train();
  for (const [x, y] of loader) {
    const prediction = model(x);
    const value: unknown = loss(prediction, y);
    if (!(value instanceof Tensor)) throw lossExpected(value);
    trainer.zeroGrad();
    value.backward();
    trainer.step();
    const batchLoss = value.item();
    const examples = x.array.shape[0];
    sum += batchLoss * examples;
    count += examples;
    scatter.add(batchLoss, examples);
    batch++;
    for (const measurement of measurements) measurement.add(prediction, y);
    for (const callback of listeners) await callback.onBatchEnd?.(batch, { ...logs(), batchLoss }, run);
    if (run.ending) break;
    if (!yielding.due()) continue;
    const now = seconds();
    plan.pace.batches.mark((run.epoch - 1) * loader.length + batch, now);
    if (now - plan.shown > PROGRESS_EVERY) {
      plan.shown = now;
      chart?.say(progressOf(run, plan, batch, logs()));
    }
    renewWhenDue(model);
    await yielding.turn();
    endWithOthers();
  }
  scatter.endEpoch();
  run.history.lossVariance = scatter.variance();
  return logs();
}

function finish(run: Run, { began, chart, model }: Plan): void {
  const { history } = run;
  renewPictures(model);
  const done = history.epochs.length;
  const last = Object.fromEntries(Object.keys(history.series).map((name) => [name, history.last(name)]));
  history.ended = run.ending ?? { reason: "epochs", message: trainingWords().allDone(run.epochs) };
  const states = {
    epochs: "finished",
    earlyStopping: "stopped",
    nan: "stopped",
    callback: "stopped",
    interrupted: "interrupted",
    failed: "failed",
  } as const;
  const reason = run.ending ? [run.ending.message] : [];
  const sum = done > 0 || !run.ending ? [summaryLine(done, seconds() - began, last)] : [];
  const text = [...sum, ...reason, ...history.messages].join(" · ");
  if (history.sampling) chart?.update({ points: [], sampling: history.sampling });
  chart?.finish(text, states[history.ended.reason]);
}

function renamed(values: Record<string, number>, rename: (name: string) => string): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [rename(name), value]));
}
