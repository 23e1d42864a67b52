import {
  type LRScheduler,
  type PlateauOptions,
  ReduceLROnPlateau as PlateauSchedule,
  type ScheduleState,
} from "../../optim/lrScheduler.ts";
import { type Callback, type CallbackState, type Logs, type Training, warnUnmeasured } from "./callback.ts";
import { checkMode, directionOf } from "../metrics/direction.ts";
import { trainingWords } from "../trainingWords.ts";
import { expect } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";

/**
 * Steps a schedule of `optim.lrScheduler` after every epoch.
 * @example callbacks: [new LearningRateScheduler(new optim.lrScheduler.StepLR(trainer, { stepSize: 10 }))]
 */
export class LearningRateScheduler implements Callback {
  /** The schedule that is stepped. */
  readonly schedule: { step(): void };

  constructor(schedule: { step(): void }) {
    this.schedule = schedule;
  }

  onEpochEnd(): void {
    this.schedule.step();
  }

  /** @throws {TypeError} for a schedule of one's own without a state
   * @example schedules.stateDict() */
  stateDict(): CallbackState {
    return { values: this.#stateful().stateDict() };
  }

  loadStateDict({ values }: CallbackState): void {
    this.#stateful().loadStateDict(values as ScheduleState);
  }

  #stateful(): Pick<LRScheduler, "stateDict" | "loadStateDict"> {
    const schedule = this.schedule as Partial<Pick<LRScheduler, "stateDict" | "loadStateDict">>;
    const fits = typeof schedule.stateDict === "function" && typeof schedule.loadStateDict === "function";
    expect("LearningRateScheduler", "a schedule with stateDict and loadStateDict", schedule, fits);
    return schedule as Pick<LRScheduler, "stateDict" | "loadStateDict">;
  }
}

/** What is watched, and when and by how much the rate is lowered. */
export interface ReduceLROnPlateauOptions extends Omit<PlateauOptions, "mode"> {
  /** Series to watch. Default `valLoss`. */
  monitor?: string;
  /** Whether smaller or larger is better. Default `auto`: by the name of the series. */
  mode?: "auto" | "min" | "max";
}

/**
 * Multiplies the learning rate by `factor` (default 0.1) when a measured series has not improved for more than
 * `patience` epochs (default 10).
 * @example callbacks: [new ReduceLROnPlateau({ factor: 0.5, patience: 3 })]
 */
export class ReduceLROnPlateau implements Callback {
  /** As given, defaults filled in. */
  readonly options: Readonly<ReduceLROnPlateauOptions>;
  #schedule: PlateauSchedule | null = null;
  #loaded: ScheduleState | null = null;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    checkOptions("ReduceLROnPlateau", options, {
      monitor: 1,
      mode: 1,
      factor: 1,
      patience: 1,
      threshold: 1,
      thresholdMode: 1,
      cooldown: 1,
      minLr: 1,
      eps: 1,
    });
    checkMode("ReduceLROnPlateau", options.mode ?? "auto");
    this.options = options;
  }

  /** @throws {Error} if `mode` is `auto` and nobody knows which way `monitor` improves
   * @example onTrainBegin(training) { training.say("here we go"); } */
  onTrainBegin(training: Training): void {
    const { monitor = "valLoss", mode = "auto", ...rest } = this.options;
    const { history } = training;
    let replayed = training.learningRate;
    let replaying = true;
    const rate = {
      get lr() {
        return replaying ? replayed : training.learningRate;
      },
      set lr(value: number) {
        if (replaying) replayed = value;
        else training.learningRate = value;
      },
    };
    const direction = mode === "auto" ? directionOf(monitor, training.directions) : mode;
    this.#schedule = new PlateauSchedule({ paramGroups: [rate] }, { ...rest, mode: direction });
    warnUnmeasured("ReduceLROnPlateau", monitor, training);
    // Of a training that goes on, the epochs before count; the rate is what they have left.
    for (const i of history.epochs.keys()) {
      const value = history.logsAt(i)[monitor] as number | undefined;
      if (value !== undefined) this.#schedule.step(value);
    }
    if (this.#loaded && history.epochs.length > 0) this.#schedule.loadStateDict(this.#loaded);
    this.#loaded = null;
    replaying = false;
  }

  stateDict(): CallbackState {
    return { values: this.#schedule?.stateDict() ?? null };
  }

  loadStateDict({ values }: CallbackState): void {
    this.#loaded = values as ScheduleState | null;
  }

  onEpochEnd(epoch: number, logs: Logs, training: Training): void {
    const value = logs[this.options.monitor ?? "valLoss"] as number | undefined;
    if (value === undefined || !this.#schedule?.step(value)) return;
    training.say(trainingWords().slower(epoch, training.learningRate.toPrecision(3)));
  }
}
