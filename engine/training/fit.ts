import { host, InterruptedError } from "../core/host.ts";
import type { Layer } from "../nn/module.ts";
import { say } from "../payload/say.ts";
import { manualSeed } from "../random/generator.ts";
import { LRScheduler } from "../optim/lrScheduler.ts";
import type { Callback } from "./callbacks/callback.ts";
import { Checkpoint } from "./callbacks/checkpoint.ts";
import { LearningRateScheduler } from "./callbacks/learningRate.ts";
import {
  type LossFunction,
  type LossName,
  type OptimizerName,
  thresholdOf,
  toLoss,
  toTrainer,
  type Trainer,
} from "./choices.ts";
import { trainName, validationName } from "./metrics/direction.ts";
import { claim } from "./loop/claims.ts";
import { callbackOf, checkFitOptions, messageOf, nameOf, refuseTwins } from "./loop/fitErrors.ts";
import { History, remember } from "./history.ts";
import { Pace } from "./progress/pace.ts";
import { liveChart } from "./progress/liveChart.ts";
import { LossScatter } from "./metrics/lossScatter.ts";
import { naiveLossOf } from "./metrics/naiveLoss.ts";
import { type MetricInput, toMetric } from "./metrics/metrics.ts";
import { keepRecord, stateNow, type TrainingRecord } from "./record.ts";
import { rememberRun } from "../runs/remembered.ts";
import { Run } from "./loop/run.ts";
import { trainingWords } from "./trainingWords.ts";
import { splitTail, toLoader, type TrainData } from "./loop/trainData.ts";
import { type Plan, runEpochs } from "./loop/trainingLoop.ts";
import { seconds, Yielding } from "./loop/yielding.ts";

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
  /** Seeds the default generator first, so that the run can be repeated; a training that goes on is not seeded again. */
  seed?: number;
  /** Measure the training loss anew at the end of each epoch, as `trainLoss`, like the validation loss. Default false. */
  evaluateTrain?: boolean;
  /** A training to go on with, such as `load` gives: its epochs count among `epochs`, and the new ones are added to it. */
  history?: History | null;
  /** Heading of the chart. Default: the run's name. */
  title?: string;
  /** What the run is called beside others, in the view *Runs* and by `compareRuns`. Default: its title, or a number. */
  name?: string;
  /** 0 draws nothing, 1 (the default) draws the live chart. */
  verbose?: 0 | 1;
}

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
 * One model, optimiser or callback serves one training at a time; `evaluate` and `predict` may run beside it, and see
 * the weights as they are then.
 *
 * @param train two tensors with as many rows, [x, y]; a data set; or a loader
 * @throws {Error} for options that do not fit together; for a model, optimiser or callback that is at work in another
 * training; what the model, loss or callbacks throw
 * @throws {InterruptedError} when an earlier training of the same run of the cell was interrupted
 * @example
 * const history = await fit(net, [x, y], {
 *   loss: "crossEntropy", optimizer: new optim.Adam(net.parameters()), epochs: 50, validationSplit: 0.2,
 *   metrics: ["accuracy"], callbacks: [new EarlyStopping({ patience: 5, restoreBestWeights: true })],
 * });
 */
export async function fit(model: Layer, train: TrainData, options: FitOptions): Promise<History> {
  if (host().wasInterrupted?.()) throw new InterruptedError(trainingWords().notBegun);
  checkFitOptions(options);
  const { epochs = 10, batchSize = 32, shuffle = true, validationEvery = 1, seed } = options;
  if (!Number.isInteger(epochs) || epochs < 0)
    throw new RangeError(say`fit: epochs is ${epochs}; give a whole number.`);
  if (!Number.isInteger(validationEvery) || validationEvery < 1)
    throw new RangeError(say`fit: validationEvery is ${validationEvery}; give a whole number of at least 1.`);
  const [data, held] = validationOf(train, options);
  const metrics = (options.metrics ?? []).map((metric) => toMetric(metric, thresholdOf(options.loss)));
  refuseTwins(["loss", ...metrics.map((metric) => metric.name)]);
  const ready: Ready = {
    model,
    loss: toLoss(options.loss),
    trainer: toTrainer(options.optimizer ?? "adam", () => model.parameters()),
    metrics,
    loader: toLoader(data, { batchSize, shuffle }),
    plain: options.evaluateTrain ? toLoader(data, { batchSize, shuffle: false }) : null,
    validation: held && toLoader(held, { batchSize, shuffle: false }),
    validationEvery,
    naive: naiveLossOf(options.loss),
    callbacks: checkpointsLast((options.callbacks ?? []).map(callbackOf)),
  };
  const letGo = claim([
    [() => say`this model`, model],
    [() => say`this ${ready.trainer.constructor.name}`, ready.trainer],
    ...ready.callbacks.map((callback) => [() => say`this ${nameOf(callback)}`, callback] as const),
  ]);
  const ended = host().trains?.();
  try {
    // What a training goes on with, random numbers among it, is what its seed has led to.
    if (seed !== undefined && !options.history?.epochs.length) manualSeed(seed);
    return await trainWith(ready, options);
  } finally {
    ended?.();
    letGo();
  }
}

/** What a training is made of, when all options fit together. */
type Ready = Omit<Plan, "chart" | "yielding" | "began" | "shown" | "pace" | "scatter">;

/** A call that does not fit together never comes here: it opens no chart, and leaves the last training's history. */
async function trainWith(ready: Ready, options: FitOptions): Promise<History> {
  const { epochs = 10, verbose = 1, name = "", title = name, seed = null } = options;
  const { model, trainer, metrics } = ready;
  const history = options.history ?? new History(seed);
  begin(history);
  remember(model, history);
  const record = recordWith(ready, options, history.epochs.length);
  keepRecord(history, record);
  const chart = verbose > 0 ? liveChart({ title, epochs }) : null;
  const began = seconds();
  const plan: Plan = {
    ...ready,
    chart,
    yielding: new Yielding(),
    began,
    shown: -Infinity,
    pace: { batches: new Pace(began, 5), epochs: new Pace(began, 3) },
    scatter: new LossScatter(history.lossVariance),
  };
  const measured = ["loss", ...metrics.map((metric) => metric.name)];
  const run = new Run({
    model,
    trainer,
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
  run.epoch = history.epochs.at(-1) ?? 0;
  for (const [i, epoch] of history.epochs.entries()) chart?.add(epoch, history.logsAt(i));
  try {
    await runEpochs(run, plan);
    await host().trained?.(history);
  } catch (error) {
    // Otherwise it has ended in good order and told why.
    if (!history.ended) {
      history.ended = { reason: "failed", message: messageOf(error) };
      chart?.finish(history.ended.message, "failed");
    }
    rememberRun(history, record);
    throw error;
  }
  if (history.ended?.reason === "interrupted" && host().isReplaced?.()) throw new InterruptedError();
  rememberRun(history, record);
  return history;
}

/** They write what the others have come to. */
function checkpointsLast(callbacks: readonly Callback[]): Callback[] {
  const last = (callback: Callback): boolean => callback instanceof Checkpoint;
  return [...callbacks.filter((each) => !last(each)), ...callbacks.filter(last)];
}

/** The training as it begins. */
function recordWith(ready: Ready, options: FitOptions, doneBefore: number): TrainingRecord {
  const { model, trainer, loader } = ready;
  return {
    ...ready,
    modelText: String(model),
    parameters: model.parameters().reduce((sum, { array }) => sum + array.size, 0),
    title: options.title ?? "",
    name: options.name ?? "",
    epochs: options.epochs ?? 10,
    doneBefore,
    loss: options.loss,
    batchSize: loader.batchSize,
    shuffle: loader.shuffle,
    seed: options.seed ?? null,
    began: Date.now(),
    metrics: options.metrics ?? [],
    start: { ...stateNow(model, trainer), schedules: ready.callbacks.map(epochsStepped) },
  };
}

/** Of a schedule of the learning rate. */
function epochsStepped(callback: Callback): number {
  const schedule = callback instanceof LearningRateScheduler ? callback.schedule : null;
  return schedule instanceof LRScheduler ? schedule.lastEpoch : 0;
}

function validationOf(train: TrainData, options: FitOptions): [TrainData, TrainData | null] {
  const { validation, validationSplit } = options;
  if (validationSplit === undefined) return [train, validation ?? null];
  if (validation) throw new Error(say`fit: give validation data or validationSplit, not both.`);
  return splitTail(train, validationSplit);
}

/** A training that goes on has not ended. */
function begin(history: History): void {
  history.ended = null;
}
