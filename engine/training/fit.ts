import { renewPictures, renewWhenDue } from "../figures/livePicture.ts";
import { host, InterruptedError } from "../host.ts";
import type { Layer } from "../nn/module.ts";
import { manualSeed } from "../random/generator.ts";
import type { Callback } from "./callback.ts";
import {
  thresholdOf,
  toLoss,
  toTrainer,
  type LossFunction,
  type LossName,
  type OptimizerName,
  type Trainer,
} from "./choices.ts";
import { validationName } from "./direction.ts";
import { measure } from "./evaluate.ts";
import { callbackOf, lossExpected, refuseTwins } from "./fitErrors.ts";
import { History, remember } from "./history.ts";
import { liveChart, type LiveChart } from "./liveChart.ts";
import { naiveLossOf, type NaiveLoss } from "./naiveLoss.ts";
import { toMetric, type Metric, type MetricInput } from "./metrics.ts";
import { progressLine, summaryLine } from "./progressLine.ts";
import { Run } from "./run.ts";
import { Tensor } from "../tensor.ts";
import { trainingWords } from "./trainingWords.ts";
import { splitTail, toLoader, type TrainData, type XY } from "./trainData.ts";
import type { DataLoader } from "../data/dataLoader.ts";
import { seconds, Yielding } from "./yielding.ts";

/** How a model is trained. */
export interface FitOptions {
  /** A loss module or function, or a name. */
  loss: LossName | LossFunction;
  /** An optimiser, or a name for one with its defaults. Default `adam`. */
  optimizer?: OptimizerName | Trainer;
  /** Times to go through the data. Default 10. */
  epochs?: number;
  /** Examples between two updates of the weights. Default 32. */
  batchSize?: number;
  /** Mix the examples anew in every epoch. Default true. */
  shuffle?: boolean;
  /** Data to validate on after an epoch. */
  validation?: TrainData;
  /** Share of the data, its last rows, to validate on instead of training on. */
  validationSplit?: number;
  /** Validate after every so many epochs, and after the last. Default 1. */
  validationEvery?: number;
  /** What else to measure: names, functions of (prediction, target), or metrics. */
  metrics?: readonly MetricInput[];
  callbacks?: readonly Callback[];
  /** Seeds the default generator first, so that the run can be repeated. */
  seed?: number;
  /** Measure the training loss anew at the end of each epoch, as `trainLoss`, like the validation loss. Default false. */
  evaluateTrain?: boolean;
  /** Heading of the chart. */
  title?: string;
  /** 0 draws nothing, 1 (the default) draws the live chart. */
  verbose?: 0 | 1;
}

/** Seconds between two progress lines. */
const PROGRESS_EVERY = 0.2;

/**
 * Trains a model: epochs of shuffled batches, validation, metrics, callbacks, and a chart that grows. It ends
 * after the epochs, when a callback stops it, or when the cell is interrupted; then the batch under way is
 * given up, callbacks restore what they restore, and the history is returned all the same. Afterwards the
 * model is in prediction mode (`eval`).
 *
 * An interrupt stops the cell, not only the training under way: what follows `fit` still runs, so that the history
 * can be printed or drawn, but a further `fit` of the same run of the cell trains nothing and throws. So does a loop
 * of trainings end at the one that was interrupted. The next run of a cell trains as usual.
 *
 * When it fails, out of memory for one, it ends in the same order and then throws: the weights are those of the
 * last finished batch, or what callbacks restored, and {@link historyOf} the model has all epochs until then.
 *
 * @param train two tensors with as many rows, [x, y]; a data set; or a loader
 * @throws {Error} for options that do not fit together; what the model, loss or callbacks throw
 * @throws {InterruptedError} when an earlier training of the same run of the cell was interrupted
 * @example
 * const history = await fit(net, [x, y], {
 *   loss: "crossEntropy", optimizer: new optim.Adam(net.parameters()), epochs: 50, validationSplit: 0.2,
 *   metrics: ["accuracy"], callbacks: [new EarlyStopping({ patience: 5, restoreBestWeights: true })],
 * });
 */
export async function fit(model: Layer, train: TrainData, options: FitOptions): Promise<History> {
  if (host().wasInterrupted?.()) throw new InterruptedError(trainingWords().notBegun);
  const { epochs = 10, batchSize = 32, shuffle = true, validationEvery = 1, seed } = options;
  const { verbose = 1, title = "" } = options;
  if (!Number.isInteger(epochs) || epochs < 0)
    throw new RangeError(`fit: epochs is ${epochs}; give a whole number.`);
  if (!Number.isInteger(validationEvery) || validationEvery < 1)
    throw new RangeError(`fit: validationEvery is ${validationEvery}; give a whole number of at least 1.`);
  if (seed !== undefined) manualSeed(seed);
  const [data, held] = validationOf(train, options);
  const metrics = (options.metrics ?? []).map((metric) => toMetric(metric, thresholdOf(options.loss)));
  refuseTwins(["loss", ...metrics.map((metric) => metric.name)]);
  const ready = {
    model,
    loss: toLoss(options.loss),
    trainer: toTrainer(options.optimizer ?? "adam", () => model.parameters()),
    metrics,
    loader: toLoader(data, { batchSize, shuffle }),
    plain: options.evaluateTrain ? toLoader(data, { batchSize, shuffle: false }) : null,
    validation: held && toLoader(held, { batchSize, shuffle: false }),
    validationEvery,
    naive: naiveLossOf(options.loss),
    callbacks: (options.callbacks ?? []).map(callbackOf),
  };
  // A call that does not fit together opens no chart, and leaves the last training's history.
  const history = new History(seed ?? null);
  remember(model, history);
  const chart = verbose > 0 ? liveChart({ title, epochs }) : null;
  const plan: Plan = { ...ready, chart, yielding: new Yielding(), began: seconds(), shown: -Infinity };
  const measured = ["loss", ...metrics.map((metric) => metric.name)];
  const run = new Run({
    model,
    trainer: plan.trainer,
    history,
    chart,
    epochs,
    measures: [
      ...measured,
      ...(plan.validation ? measured.map(validationName) : []),
      ...(plan.plain ? measured.map(trainName) : []),
    ],
    directions: Object.fromEntries(
      metrics.flatMap(({ name, direction }) => (direction ? [[name, direction]] : [])),
    ),
  });
  try {
    await runEpochs(run, plan);
  } catch (error) {
    // Otherwise it has ended in good order and told why.
    if (!history.ended) {
      history.ended = { reason: "failed", message: messageOf(error) };
      chart?.finish(history.ended.message, "failed");
    }
    throw error;
  }
  return history;
}

/** Everything a training needs, made ready. */
interface Plan {
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
}

function validationOf(train: TrainData, options: FitOptions): [TrainData, TrainData | null] {
  const { validation, validationSplit } = options;
  if (validationSplit === undefined) return [train, validation ?? null];
  if (validation) throw new Error("fit: give validation data or validationSplit, not both.");
  return splitTail(train, validationSplit);
}

async function runEpochs(run: Run, plan: Plan): Promise<void> {
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
  const logs = await runBatches(run, plan);
  const due = run.epoch % plan.validationEvery === 0 || run.epoch === run.epochs;
  if (validation && due && !run.ending) {
    const naive = run.history.naiveLoss === null ? plan.naive : null;
    const measured = await measure(model, validation, loss, metrics, yielding, naive);
    Object.assign(logs, renamed(measured, validationName));
    if (naive) tellNaiveLoss(run, plan, naive.value());
  }
  if (plain && !run.ending) {
    Object.assign(logs, renamed(await measure(model, plain, loss, metrics, yielding), trainName));
  }
  run.history.add(run.epoch, logs, seconds() - began);
  const { length: batches } = loader;
  const progress = { epoch: run.epoch, epochs: run.epochs, batch: batches, batches, values: logs };
  const now = seconds();
  // Where epochs are short, a line for each would cost more than the rest of the chart.
  const line = plan.chart && now - plan.shown > PROGRESS_EVERY;
  if (line) plan.shown = now;
  plan.chart?.add(
    run.epoch,
    logs,
    line ? progressLine({ ...progress, elapsed: now - plan.began }) : undefined,
  );
  for (const callback of callbacks) await callback.onEpochEnd?.(run.epoch, logs, run);
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
  const { model, loss, trainer, loader, callbacks, yielding, chart } = plan;
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
    batch++;
    for (const measurement of measurements) measurement.add(prediction, y);
    for (const callback of listeners) await callback.onBatchEnd?.(batch, { ...logs(), batchLoss }, run);
    if (run.ending) break;
    if (!yielding.due()) continue;
    const now = seconds();
    if (now - plan.shown > PROGRESS_EVERY) {
      plan.shown = now;
      const { epoch, epochs } = run;
      const elapsed = now - plan.began;
      chart?.say(progressLine({ epoch, epochs, batch, batches: loader.length, elapsed, values: logs() }));
    }
    renewWhenDue(model);
    await yielding.turn();
    endWithOthers();
  }
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
  chart?.finish(text, states[history.ended.reason]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function trainName(metric: string): string {
  return "train" + metric.charAt(0).toUpperCase() + metric.slice(1);
}

function renamed(values: Record<string, number>, rename: (name: string) => string): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [rename(name), value]));
}
