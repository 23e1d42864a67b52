import {
  type Callback,
  type CallbackState,
  type Logs,
  type Training,
  warnUnmeasured,
  type Weights,
} from "./callback.ts";
import { checkMode, directionOf } from "../metrics/direction.ts";
import { trainingWords } from "../trainingWords.ts";
import { freshPatience, observe, type PatienceRule, type PatienceState } from "../../curves/patience.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";
import { Snapshot } from "../loop/snapshot.ts";

/** What is watched, and how long to wait. */
export interface EarlyStoppingOptions {
  /** Series to watch. Default `valLoss`. */
  monitor?: string;
  /** A change must exceed it to count as an improvement. Default 0. */
  minDelta?: number;
  /** Epochs without improvement that end the training; 0 means the same as 1. Default 0. */
  patience?: number;
  /** Whether smaller or larger is better. Default `auto`: by the name of the series. */
  mode?: "auto" | "min" | "max";
  /** A value to beat: until it is, an improvement does not reset the waiting. Default: none. */
  baseline?: number;
  /** Put the weights of the best epoch back when the training ends, however it ends. Default false. */
  restoreBestWeights?: boolean;
  /** Epochs at the start that are not looked at, neither to stop nor to restore. Default 0. */
  startFromEpoch?: number;
}

/**
 * Ends a training when a measured quantity stops improving, with Keras's semantics. Three differences: NaN
 * is never the best; an unknown mode is an error; an interrupt restores the best weights too. While the
 * baseline is not beaten, every improving epoch still goes on. One object can serve several trainings, one
 * after the other: each starts afresh.
 *
 * @throws {Error} when the training begins, if `mode` is `auto` and nobody knows which way `monitor` improves
 * @example await fit(model, train, { …, callbacks: [new EarlyStopping({ patience: 5, restoreBestWeights: true })] });
 */
export class EarlyStopping implements Callback {
  /** As given, defaults filled in. */
  readonly options: Readonly<EarlyStoppingOptions>;
  /** The name of the series that is watched. */
  readonly monitor: string;
  #rule: PatienceRule | null = null;
  #state: Readonly<PatienceState> = freshPatience;
  #weights: Weights | null = null;
  #loaded: { readonly state: Readonly<PatienceState>; readonly weights: Weights | null } | null = null;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions("EarlyStopping", options, {
      monitor: 1,
      minDelta: 1,
      patience: 1,
      mode: 1,
      baseline: 1,
      restoreBestWeights: 1,
      startFromEpoch: 1,
    });
    const { mode = "auto", patience = 0, startFromEpoch = 0 } = options;
    checkMode("EarlyStopping", mode);
    for (const [name, value] of Object.entries({ patience, startFromEpoch })) {
      if (!(value >= 0))
        throw new RangeError(say`EarlyStopping: ${name} is ${value}; give a number of epochs ≥ 0.`);
    }
    this.options = options;
    this.monitor = options.monitor ?? "valLoss";
  }

  /** Best value so far; null before the first. */
  get best(): number | null {
    return this.#state.best;
  }

  /** Epoch of the best value, counted from 1; null before the first. */
  get bestEpoch(): number | null {
    return this.#state.bestEpoch === null ? null : this.#state.bestEpoch + 1;
  }

  /** Epoch after which it ended the training, counted from 1; null if it did not. */
  get stoppedEpoch(): number | null {
    return this.#state.stoppedEpoch === null ? null : this.#state.stoppedEpoch + 1;
  }

  /** Epochs since the last improvement that counted. */
  get wait(): number {
    return this.#state.wait;
  }

  onTrainBegin(training: Training): void {
    const { mode = "auto", minDelta = 0, patience = 0, baseline = null, startFromEpoch = 0 } = this.options;
    this.#state = freshPatience;
    this.#weights = null;
    const loaded = training.history.epochs.length > 0 ? this.#loaded : null;
    this.#loaded = null;
    const direction = mode === "auto" ? directionOf(this.monitor, training.directions) : mode;
    this.#rule = { direction, minDelta, patience, baseline, startFromEpoch };
    training.watch({ monitor: this.monitor, ...this.#rule });
    warnUnmeasured("EarlyStopping", this.monitor, training);
    if (loaded) {
      [this.#state, this.#weights] = [loaded.state, loaded.weights];
      const { stoppedEpoch } = this;
      if (stoppedEpoch !== null) training.stop("earlyStopping", trainingWords().stoppedEarly(stoppedEpoch));
      return;
    }
    // Of a training that goes on, the epochs before count; their weights are gone.
    for (const [i, epoch] of training.history.epochs.entries()) {
      const value = training.history.logsAt(i)[this.monitor] as number | undefined;
      this.#state = { ...observe(this.#state, epoch - 1, value, this.#rule).state, stoppedEpoch: null };
    }
  }

  onEpochEnd(epoch: number, logs: Logs, training: Training): void {
    if (!this.#rule) return;
    const { state, keep, stop } = observe(this.#state, epoch - 1, logs[this.monitor], this.#rule);
    // First, since it may be out of memory: then the best is what was saved before.
    if (keep && this.options.restoreBestWeights) this.#weights = training.saveWeights();
    this.#state = state;
    if (keep) training.mark({ bestEpoch: epoch });
    if (stop) {
      training.mark({ stoppedEpoch: epoch });
      training.stop("earlyStopping", trainingWords().stoppedEarly(epoch));
    }
  }

  stateDict(): CallbackState {
    const tensors = this.#weights instanceof Snapshot ? this.#weights.state : new Map<string, never>();
    return { values: { ...this.#state }, tensors };
  }

  loadStateDict({ values, tensors = new Map() }: CallbackState): void {
    const weights = tensors.size > 0 ? new Snapshot(new Map(tensors)) : null;
    this.#loaded = { state: values as PatienceState, weights };
  }

  onTrainEnd(training: Training): void {
    if (!this.#weights || this.bestEpoch === null) return;
    training.restoreWeights(this.#weights);
    this.#weights = null;
    training.mark({ restoredEpoch: this.bestEpoch });
    training.say(trainingWords().restored(this.bestEpoch));
  }
}
