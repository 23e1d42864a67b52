import type { CurveMarks, Direction, StoppingRule } from "../../payload/curves.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Ended, EndReason, History } from "../history.ts";
import { trainingWords } from "../trainingWords.ts";

/** What was measured so far in a batch or an epoch: `loss`, `accuracy`, `valLoss`, …. */
export type Logs = Readonly<Record<string, number>>;

/** A running training, as callbacks see it and steer it. */
export interface Training {
  /** Epochs planned. */
  readonly epochs: number;
  /** Epoch under way, counted from 1. */
  readonly epoch: number;
  /** What is measured so far; the finished epochs only. */
  readonly history: History;
  /** Names of all series that this run measures, sooner or later. */
  readonly measures: readonly string[];
  /** Direction of the run's own metrics, by name. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** Why it is to end after this batch or epoch; null while it goes on. */
  readonly ending: Ended | null;
  /** A deep copy of everything the model has learned. */
  saveWeights(): Weights;
  restoreWeights(weights: Weights): void;
  /** Learning rate of the first parameter group; setting it changes those of all groups in the same proportion. */
  learningRate: number;
  /** Ends the training after this batch or epoch. The first reason given stays. */
  stop(reason: EndReason, message: string): void;
  /** Records a message in the history and shows it under the chart. */
  say(message: string): void;
  /** Tells which rule of early stopping is at work, so that the chart can draw it. */
  watch(rule: StoppingRule): void;
  /** Draws marks on the chart and records them in the history. */
  mark(marks: CurveMarks): void;
}

/** Opaque: {@link Training.saveWeights} makes it, {@link Training.restoreWeights} takes it. */
export interface Weights {
  readonly bytes: number;
}

/** What a callback needs to go on in another kernel. */
export interface CallbackState {
  /** What JSON can say, and numbers such as Infinity. */
  readonly values: unknown;
  readonly tensors?: ReadonlyMap<string, Tensor>;
}

/**
 * Something that watches a training. Every method is optional, may be asynchronous, and is waited for.
 * Epochs and batches are counted from 1.
 */
export interface Callback {
  /** Before the first epoch.
   * @example onTrainBegin(training) { training.say("here we go"); } */
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Before each epoch.
   * @example onEpochBegin(epoch, training) { training.learningRate = 0.1 / epoch; } */
  onEpochBegin?(epoch: number, training: Training): void | Promise<void>;
  /** After each batch's step; `logs` has its loss and metrics.
   * @example onBatchEnd(batch, logs, training) { if (logs.loss > 1e6) training.stop("callback", "diverged"); } */
  onBatchEnd?(batch: number, logs: Logs, training: Training): void | Promise<void>;
  /** After each epoch, its validation included.
   * @example onEpochEnd(epoch, logs) { console.log(epoch, logs.valLoss); } */
  onEpochEnd?(epoch: number, logs: Logs, training: Training): void | Promise<void>;
  /** However the training ended: also after an interrupt, or when something was thrown.
   * @example onTrainEnd(training) { console.log(training.history); } */
  onTrainEnd?(training: Training): void | Promise<void>;
  /** What it remembers of the epochs before, for a checkpoint.
   * @example stateDict() { return { values: { worst: this.worst } }; } */
  stateDict?(): CallbackState;
  /** Goes on from a state, in the next training that goes on with a history.
   * @example loadStateDict({ values }) { this.worst = values.worst; } */
  loadStateDict?(state: CallbackState): void;
}

/** Says so, with what there is, when a run does not measure what `callback` watches: it would wait for ever. */
export function warnUnmeasured(callback: string, monitor: string, training: Training): void {
  if (training.measures.includes(monitor)) return;
  training.say(trainingWords().notMeasured(callback, monitor, training.measures.join(", ")));
}
