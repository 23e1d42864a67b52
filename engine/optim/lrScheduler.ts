import { expect, expectFunction } from "../core/expect.ts";
import { byName, checkOptions, type OptionNames } from "../core/options.ts";
import { type Phrase, say } from "../payload/say.ts";

/** How far a schedule has come: numbers by name. */
export type ScheduleState = Readonly<Record<string, number>>;

/** What a schedule needs of an optimiser. */
export interface Schedulable {
  readonly paramGroups: { lr: number; initialLr?: number }[];
}

/** @throws {RangeError} when an option of a schedule is missing or out of its range */
export function need(
  schedule: string,
  name: string,
  value: unknown,
  fits: (value: number) => boolean,
  what: Phrase,
): void {
  if (typeof value === "number" && fits(value)) return;
  throw new RangeError(say`${schedule}: ${name} is ${String(value)}; give ${say(what)}.`);
}

function expectOptimizer(schedule: string, given: unknown): void {
  const { paramGroups } = (given ?? {}) as Partial<Schedulable>;
  expect(schedule, "an optimiser, as in new optim.SGD(…)", given, Array.isArray(paramGroups));
}

export const counts = (value: number) => Number.isInteger(value) && value > 0;

/**
 * The base of schedules that depend on the epoch alone: call `step()` after each epoch.
 * @example const scheduler = new optim.lrScheduler.StepLR(optimizer, { stepSize: 10 });
 */
export abstract class LRScheduler {
  /** Whose learning rates it sets. */
  readonly optimizer: Schedulable;
  /** Epochs stepped through so far. */
  lastEpoch = 0;
  /** Learning rates of the groups when the schedule was made. */
  readonly baseLrs: readonly number[];
  /** @internal What it was made with, by the names of its options; for exports. */
  settings: Readonly<Record<string, unknown>> = {};

  constructor(optimizer: Schedulable) {
    expectOptimizer(new.target.name, optimizer);
    this.optimizer = optimizer;
    for (const group of optimizer.paramGroups) group.initialLr ??= group.lr;
    this.baseLrs = optimizer.paramGroups.map((group) => group.initialLr ?? group.lr);
  }

  /** Sets the learning rates for the next epoch.
   * @example scheduler.step() */
  step(): void {
    this.lastEpoch++;
    for (const [i, group] of this.optimizer.paramGroups.entries()) {
      group.lr = this.next(group.lr, this.baseLrs[i] ?? group.lr, i);
    }
  }

  /** What it needs to go on: the epochs stepped through. The learning rates are the optimiser's.
   * @example const state = scheduler.stateDict(); */
  stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch };
  }

  /** Goes on from a state; the optimiser is given its own by its `loadStateDict`.
   * @example scheduler.loadStateDict(state) */
  loadStateDict(state: ScheduleState): void {
    this.lastEpoch = state["lastEpoch"];
  }

  /** @internal Sets the learning rates of epoch 0, whatever was before. */
  begin(): void {
    this.lastEpoch = 0;
    for (const [i, group] of this.optimizer.paramGroups.entries()) {
      group.lr = this.first(this.baseLrs[i] ?? group.lr);
    }
  }

  /** The learning rate of a group in epoch 0. */
  protected first(base: number): number {
    return base;
  }

  /** The learning rates in force.
   * @example scheduler.getLastLr() // [0.05] */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** The learning rate of a group in epoch `lastEpoch`, from the one before and the first. */
  protected abstract next(lr: number, base: number, group: number): number;
}

/**
 * Multiplies the learning rate by `gamma` (default 0.1) every `stepSize` epochs.
 * @example const scheduler = new optim.lrScheduler.StepLR(trainer, { stepSize: 10 });
 */
export class StepLR extends LRScheduler {
  readonly #stepSize: number;
  readonly #gamma: number;

  constructor(
    optimizer: Schedulable,
    options: number | { stepSize: number; gamma?: number },
    rest: number | { gamma?: number } = {},
  ) {
    super(optimizer);
    const { stepSize, gamma = 0.1 } = {
      ...byName("StepLR", rest, "gamma", { gamma: 1 }),
      ...byName("StepLR", options, "stepSize", { stepSize: 1, gamma: 1 }),
    };
    need("StepLR", "stepSize", stepSize, counts, "a number of epochs, at least 1");
    need("StepLR", "gamma", gamma, Number.isFinite, "a factor");
    this.#stepSize = stepSize;
    this.#gamma = gamma;
    this.settings = { stepSize, gamma };
  }

  protected next(lr: number): number {
    return this.lastEpoch % this.#stepSize === 0 ? lr * this.#gamma : lr;
  }
}

/**
 * Multiplies the learning rate by `gamma` (default 0.1) at each of the epochs `milestones`.
 * @example new optim.lrScheduler.MultiStepLR(trainer, { milestones: [30, 80] })
 */
export class MultiStepLR extends LRScheduler {
  readonly #milestones: readonly number[];
  readonly #gamma: number;

  constructor(
    optimizer: Schedulable,
    options: readonly number[] | { milestones: readonly number[]; gamma?: number },
    rest: number | { gamma?: number } = {},
  ) {
    super(optimizer);
    const { milestones, gamma = 0.1 } = {
      ...byName("MultiStepLR", rest, "gamma", { gamma: 1 }),
      ...byName("MultiStepLR", options, "milestones", { milestones: 1, gamma: 1 }),
    };
    const list: unknown = milestones;
    if (!Array.isArray(list)) {
      throw new TypeError(say`MultiStepLR: milestones must be a list, such as [30, 80].`);
    }
    need("MultiStepLR", "gamma", gamma, Number.isFinite, "a factor");
    this.#milestones = [...milestones];
    this.#gamma = gamma;
    this.settings = { milestones: this.#milestones, gamma };
  }

  protected next(lr: number): number {
    const times = this.#milestones.filter((epoch) => epoch === this.lastEpoch).length;
    return lr * this.#gamma ** times;
  }
}

/**
 * Multiplies the learning rate by `gamma` every epoch.
 * @example new optim.lrScheduler.ExponentialLR(trainer, { gamma: 0.95 })
 */
export class ExponentialLR extends LRScheduler {
  readonly #gamma: number;

  constructor(optimizer: Schedulable, options: number | { gamma: number }) {
    super(optimizer);
    this.#gamma = byName("ExponentialLR", options, "gamma", { gamma: 1 }).gamma;
    need("ExponentialLR", "gamma", this.#gamma, Number.isFinite, "a factor");
    this.settings = { gamma: this.#gamma };
  }

  protected next(lr: number): number {
    return lr * this.#gamma;
  }
}

/**
 * Moves the learning rate along half a cosine from its first value to `etaMin` (default 0) in `tMax` epochs, and back.
 * @example new optim.lrScheduler.CosineAnnealingLR(trainer, { tMax: 50 })
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly #tMax: number;
  readonly #etaMin: number;

  constructor(
    optimizer: Schedulable,
    options: number | { tMax: number; etaMin?: number },
    rest: number | { etaMin?: number } = {},
  ) {
    super(optimizer);
    const { tMax, etaMin = 0 } = {
      ...byName("CosineAnnealingLR", rest, "etaMin", { etaMin: 1 }),
      ...byName("CosineAnnealingLR", options, "tMax", { tMax: 1, etaMin: 1 }),
    };
    need("CosineAnnealingLR", "tMax", tMax, counts, "a number of epochs, at least 1");
    need("CosineAnnealingLR", "etaMin", etaMin, Number.isFinite, "a learning rate");
    this.#tMax = tMax;
    this.#etaMin = etaMin;
    this.settings = { tMax, etaMin };
  }

  protected next(lr: number, base: number): number {
    const [t, tMax, min] = [this.lastEpoch, this.#tMax, this.#etaMin];
    // PyTorch's recursion, so that a learning rate changed from outside is carried on.
    if ((t - 1 - tMax) % (2 * tMax) === 0) return lr + ((base - min) * (1 - Math.cos(Math.PI / tMax))) / 2;
    const ratio = (1 + Math.cos((Math.PI * t) / tMax)) / (1 + Math.cos((Math.PI * (t - 1)) / tMax));
    return ratio * (lr - min) + min;
  }
}

/**
 * Sets the learning rate to its first value times `lrLambda(epoch)`.
 * @example new optim.lrScheduler.LambdaLR(trainer, { lrLambda: (epoch) => 0.95 ** epoch })
 */
export class LambdaLR extends LRScheduler {
  readonly #lrLambda: (epoch: number) => number;

  constructor(
    optimizer: Schedulable,
    options: ((epoch: number) => number) | { lrLambda: (epoch: number) => number },
  ) {
    super(optimizer);
    const { lrLambda } = byName("LambdaLR", options, "lrLambda", { lrLambda: 1 });
    expectFunction("LambdaLR", "a function of the epoch", lrLambda);
    this.#lrLambda = lrLambda;
    this.settings = { lrLambda };
    this.begin();
  }

  protected override first(base: number): number {
    return base * this.#lrLambda(0);
  }

  protected next(_lr: number, base: number): number {
    return base * this.#lrLambda(this.lastEpoch);
  }
}

/** When and by how much the rate is lowered. */
export interface PlateauOptions {
  /** Whether smaller or larger values are better. Default `min`. */
  mode?: "min" | "max";
  /** Default 0.1. */
  factor?: number;
  /** Epochs without improvement that are let pass. Default 10. */
  patience?: number;
  /** Default 1e-4. */
  threshold?: number;
  /** Whether the threshold is a share of the best value or a difference from it. Default `rel`. */
  thresholdMode?: "rel" | "abs";
  /** Epochs to wait after a reduction before counting again. Default 0. */
  cooldown?: number;
  /** Default 0. */
  minLr?: number;
  /** Smaller changes of the learning rate are not made. Default 1e-8. */
  eps?: number;
}

const plateauNames: OptionNames<PlateauOptions> = {
  mode: 1,
  factor: 1,
  patience: 1,
  threshold: 1,
  thresholdMode: 1,
  cooldown: 1,
  minLr: 1,
  eps: 1,
};

/**
 * Multiplies the learning rate by `factor` when a measured value has stopped improving.
 * @example scheduler.step(valLoss);
 */
export class ReduceLROnPlateau {
  /** Whose learning rates it lowers. */
  readonly optimizer: Schedulable;
  readonly #options: Required<PlateauOptions>;
  /** @internal What it was made with, by the names of its options; for exports. */
  readonly settings: Readonly<Required<PlateauOptions>>;
  #best: number;
  #bad = 0;
  #cooling = 0;

  constructor(optimizer: Schedulable, options: PlateauOptions = {}) {
    expectOptimizer("ReduceLROnPlateau", optimizer);
    this.optimizer = optimizer;
    checkOptions("ReduceLROnPlateau", options, plateauNames);
    this.#options = {
      mode: "min",
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: "rel",
      cooldown: 0,
      minLr: 0,
      eps: 1e-8,
      ...options,
    };
    if (!["min", "max"].includes(this.#options.mode)) {
      throw new Error(say`ReduceLROnPlateau: mode "${this.#options.mode}" is neither "min" nor "max".`);
    }
    if (!(this.#options.factor < 1)) {
      throw new RangeError(say`ReduceLROnPlateau: factor is ${this.#options.factor}; it must be below 1.`);
    }
    if (!["rel", "abs"].includes(this.#options.thresholdMode)) {
      throw new Error(
        say`ReduceLROnPlateau: thresholdMode "${this.#options.thresholdMode}" is neither "rel" nor "abs".`,
      );
    }
    this.settings = this.#options;
    this.#best = this.#options.mode === "min" ? Infinity : -Infinity;
  }

  /** What it needs to go on.
   * @example const state = scheduler.stateDict(); */
  stateDict(): ScheduleState {
    return { best: this.#best, bad: this.#bad, cooling: this.#cooling };
  }

  /** Goes on from a state.
   * @example scheduler.loadStateDict(state) */
  loadStateDict(state: ScheduleState): void {
    this.#best = state["best"];
    this.#bad = state["bad"];
    this.#cooling = state["cooling"];
  }

  /** Takes the value of an epoch; returns whether the learning rate was reduced.
   * @throws {TypeError} without a value, which would lower the rate blindly
   * @example scheduler.step(valLoss) */
  step(value: number | { item(): number }): boolean {
    if (typeof value === "number") return this.#step(value);
    if (typeof (value as typeof value | undefined)?.item === "function") return this.#step(value.item());
    throw new TypeError(
      say`ReduceLROnPlateau: step needs the value that is watched, as in scheduler.step(valLoss).`,
    );
  }

  #step(value: number): boolean {
    const { patience, cooldown } = this.#options;
    if (this.#improves(value)) {
      this.#best = value;
      this.#bad = 0;
    } else {
      this.#bad++;
    }
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#bad = 0;
    }
    if (this.#bad <= patience) return false;
    this.#cooling = cooldown;
    this.#bad = 0;
    return this.#reduce();
  }

  /** The learning rates in use, one per group.
   * @example scheduler.getLastLr() // [0.01] */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  #improves(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === "min" ? -1 : 1;
    if (thresholdMode === "abs") return sign * value > sign * (this.#best + sign * threshold);
    return sign * value > sign * this.#best * (1 + sign * threshold);
  }

  #reduce(): boolean {
    const { factor, minLr, eps } = this.#options;
    let reduced = false;
    for (const group of this.optimizer.paramGroups) {
      const lr = Math.max(group.lr * factor, minLr);
      if (group.lr - lr <= eps) continue;
      group.lr = lr;
      reduced = true;
    }
    return reduced;
  }
}
