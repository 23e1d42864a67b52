/** Schedules for the start and the end of training, and schedules of schedules. */
import { expect, expectIterable } from "../core/expect.ts";
import { byName, checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { counts, LRScheduler, need, type Schedulable, type ScheduleState } from "./lrScheduler.ts";

/**
 * Multiplies the learning rate by `factor` (default 1/3) for the first `totalIters` (default 5) epochs.
 * @example new optim.lrScheduler.ConstantLR(trainer, { factor: 0.1, totalIters: 4 })
 */
export class ConstantLR extends LRScheduler {
  readonly #factor: number;
  readonly #totalIters: number;

  constructor(optimizer: Schedulable, options: number | { factor?: number; totalIters?: number } = {}) {
    super(optimizer);
    const { factor = 1 / 3, totalIters = 5 } = byName("ConstantLR", options, "factor", {
      factor: 1,
      totalIters: 1,
    });
    need("ConstantLR", "factor", factor, (value) => value > 0 && value <= 1, "a factor in (0, 1]");
    need("ConstantLR", "totalIters", totalIters, counts, "a number of epochs, at least 1");
    this.#factor = factor;
    this.#totalIters = totalIters;
    this.settings = { factor, totalIters };
    this.begin();
  }

  protected override first(base: number): number {
    return base * this.#factor;
  }

  protected next(lr: number): number {
    return this.lastEpoch === this.#totalIters ? lr / this.#factor : lr;
  }
}

/**
 * Moves the factor of the learning rate in a straight line from `startFactor` (default 1/3) to `endFactor` (default 1) in
 * `totalIters` (default 5) epochs: a warm-up.
 * @example new optim.lrScheduler.LinearLR(trainer, { startFactor: 0.1, totalIters: 10 })
 */
export class LinearLR extends LRScheduler {
  readonly #start: number;
  readonly #end: number;
  readonly #totalIters: number;

  constructor(
    optimizer: Schedulable,
    options: number | { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    super(optimizer);
    const given = byName("LinearLR", options, "startFactor", { startFactor: 1, endFactor: 1, totalIters: 1 });
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = given;
    need("LinearLR", "startFactor", startFactor, (value) => value > 0 && value <= 1, "a factor in (0, 1]");
    need("LinearLR", "endFactor", endFactor, (value) => value >= 0 && value <= 1, "a factor in [0, 1]");
    need("LinearLR", "totalIters", totalIters, counts, "a number of epochs, at least 1");
    [this.#start, this.#end, this.#totalIters] = [startFactor, endFactor, totalIters];
    this.settings = { startFactor, endFactor, totalIters };
    this.begin();
  }

  protected override first(base: number): number {
    return base * this.#start;
  }

  protected next(lr: number): number {
    if (this.lastEpoch > this.#totalIters) return lr;
    const step = this.#end - this.#start;
    return lr * (1 + step / (this.#totalIters * this.#start + (this.lastEpoch - 1) * step));
  }
}

/**
 * Lowers the learning rate to 0 in `totalIters` (default 5) epochs, by (1 − epoch / totalIters) to the power `power` (default
 * 1).
 * @example new optim.lrScheduler.PolynomialLR(trainer, { totalIters: 30, power: 2 })
 */
export class PolynomialLR extends LRScheduler {
  readonly #totalIters: number;
  readonly #power: number;

  constructor(optimizer: Schedulable, options: number | { totalIters?: number; power?: number } = {}) {
    super(optimizer);
    const { totalIters = 5, power = 1 } = byName("PolynomialLR", options, "totalIters", {
      totalIters: 1,
      power: 1,
    });
    need("PolynomialLR", "totalIters", totalIters, counts, "a number of epochs, at least 1");
    need("PolynomialLR", "power", power, Number.isFinite, "a factor");
    [this.#totalIters, this.#power] = [totalIters, power];
    this.settings = { totalIters, power };
  }

  protected next(lr: number): number {
    const [epoch, total] = [this.lastEpoch, this.#totalIters];
    if (epoch > total) return lr;
    return lr * ((1 - epoch / total) / (1 - (epoch - 1) / total)) ** this.#power;
  }
}

/** The course of {@link OneCycleLR}. */
export interface OneCycleOptions {
  /** The largest learning rate; one for each group, or for all. */
  maxLr: number | readonly number[];
  /** Steps in all; else epochs times stepsPerEpoch. */
  totalSteps?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  /** Share of the steps in which the rate rises. Default 0.3. */
  pctStart?: number;
  /** Along half a cosine or a straight line. Default `cos`. */
  annealStrategy?: "cos" | "linear";
  /** Lower the momentum while the rate rises, and the other way round. Default true. */
  cycleMomentum?: boolean;
  /** Default 0.85. */
  baseMomentum?: number;
  /** Default 0.95. */
  maxMomentum?: number;
  /** It starts from maxLr / divFactor. Default 25. */
  divFactor?: number;
  /** It ends at the start divided by this. Default 1e4. */
  finalDivFactor?: number;
  /** Down to the start as fast as up, and only then to the end. Default false. */
  threePhase?: boolean;
}

const oneCycleNames = {
  maxLr: 1,
  totalSteps: 1,
  epochs: 1,
  stepsPerEpoch: 1,
  pctStart: 1,
  annealStrategy: 1,
  cycleMomentum: 1,
  baseMomentum: 1,
  maxMomentum: 1,
  divFactor: 1,
  finalDivFactor: 1,
  threePhase: 1,
};

/**
 * The learning rate up to `maxLr` and down far below its start, once in the whole training (Smith and Topin 2018): call
 * `step()` after each batch. The momentum of groups that have one (`momentum`, or the first of `betas`) goes the other way.
 * @example new optim.lrScheduler.OneCycleLR(trainer, { maxLr: 0.1, totalSteps: 1000 })
 */
export class OneCycleLR extends LRScheduler {
  readonly #options: Required<Omit<OneCycleOptions, "epochs" | "stepsPerEpoch">>;

  constructor(optimizer: Schedulable, options: OneCycleOptions) {
    super(optimizer);
    checkOptions<OneCycleOptions>("OneCycleLR", options, oneCycleNames);
    const { epochs, stepsPerEpoch, ...given } = options;
    const totalSteps = given.totalSteps ?? (epochs ?? NaN) * (stepsPerEpoch ?? NaN);
    const { pctStart = 0.3, annealStrategy = "cos" } = given;
    need("OneCycleLR", "totalSteps", totalSteps, counts, "a number of steps, or epochs and stepsPerEpoch");
    need("OneCycleLR", "pctStart", pctStart, (value) => value >= 0 && value <= 1, "a share in [0, 1]");
    for (const lr of [given.maxLr].flat())
      need("OneCycleLR", "maxLr", lr, Number.isFinite, "a learning rate");
    if (annealStrategy !== "cos" && (annealStrategy as string) !== "linear") {
      throw new RangeError(
        say`OneCycleLR: annealStrategy ${JSON.stringify(annealStrategy)} is neither "cos" nor "linear".`,
      );
    }
    const defaults = { cycleMomentum: true, baseMomentum: 0.85, maxMomentum: 0.95, divFactor: 25 };
    this.#options = {
      ...defaults,
      finalDivFactor: 1e4,
      threePhase: false,
      ...given,
      totalSteps,
      pctStart,
      annealStrategy,
    };
    this.settings = this.#options;
    this.begin();
  }

  /** @throws {RangeError} after the last step
   * @example scheduler.step() */
  override step(): void {
    if (this.lastEpoch + 1 >= this.#options.totalSteps + 1) {
      throw new RangeError(say`OneCycleLR: there are no more than ${this.#options.totalSteps} steps.`);
    }
    super.step();
    this.#moveMomentum();
  }

  /** @internal */
  override begin(): void {
    this.lastEpoch = 0;
    for (const [i, group] of this.optimizer.paramGroups.entries()) {
      group.initialLr = this.#maxLr(i) / this.#options.divFactor;
      group.lr = this.#rate(i);
    }
    this.#moveMomentum();
  }

  #maxLr(i: number): number {
    const { maxLr } = this.#options;
    return typeof maxLr === "number" ? maxLr : maxLr[i];
  }

  /** From the values of three points on the way: start, top, end. */
  #at(start: number, top: number, end: number): number {
    const { totalSteps, pctStart, threePhase, annealStrategy } = this.#options;
    const up = pctStart * totalSteps - 1;
    const phases = threePhase
      ? [
          { until: up, from: start, to: top },
          { until: 2 * up, from: top, to: start },
          { until: totalSteps - 1, from: start, to: end },
        ]
      : [
          { until: up, from: start, to: top },
          { until: totalSteps - 1, from: top, to: end },
        ];
    let since = 0;
    for (const [i, { until, from, to }] of phases.entries()) {
      if (this.lastEpoch > until && i < phases.length - 1) {
        since = until;
        continue;
      }
      const share = (this.lastEpoch - since) / (until - since);
      if (annealStrategy === "linear") return (to - from) * share + from;
      return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
    }
    return end;
  }

  protected next(_lr: number, _base: number, i: number): number {
    return this.#rate(i);
  }

  #rate(i: number): number {
    const top = this.#maxLr(i);
    const start = top / this.#options.divFactor;
    return this.#at(start, top, start / this.#options.finalDivFactor);
  }

  #moveMomentum(): void {
    const { cycleMomentum, baseMomentum, maxMomentum } = this.#options;
    if (!cycleMomentum) return;
    const momentum = this.#at(maxMomentum, baseMomentum, maxMomentum);
    for (const group of this.optimizer.paramGroups as { momentum?: number; betas?: readonly number[] }[]) {
      if (group.betas !== undefined) group.betas = [momentum, ...group.betas.slice(1)];
      else if (group.momentum !== undefined) group.momentum = momentum;
    }
  }
}

function requireSchedules(owner: string, schedulers: readonly LRScheduler[]): void {
  expectIterable(owner, "schedules, as in [new LinearLR(…), new StepLR(…)]", schedulers);
  const fits = schedulers.length > 0 && schedulers.every((each) => (each as unknown) instanceof LRScheduler);
  expect(owner, "schedules, as in [new LinearLR(…), new StepLR(…)]", schedulers, fits);
}

function nestedStates(schedulers: readonly LRScheduler[]): ScheduleState {
  return Object.fromEntries(
    schedulers.flatMap((each, i) =>
      Object.entries(each.stateDict()).map(([name, value]) => [`${i}.${name}`, value]),
    ),
  );
}

function loadNested(schedulers: readonly LRScheduler[], state: ScheduleState): void {
  for (const [i, each] of schedulers.entries()) {
    const own = Object.entries(state).filter(([name]) => name.startsWith(`${i}.`));
    each.loadStateDict(Object.fromEntries(own.map(([name, value]) => [name.slice(`${i}.`.length), value])));
  }
}

/**
 * Schedules one after the other: schedule i takes over in epoch milestones[i − 1], which counts as its epoch 0.
 * @example new optim.lrScheduler.SequentialLR(trainer, [warmUp, decay], [5])
 */
export class SequentialLR extends LRScheduler {
  readonly #schedulers: readonly LRScheduler[];
  readonly #milestones: readonly number[];

  constructor(
    optimizer: Schedulable,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[] | { milestones: readonly number[] },
  ) {
    super(optimizer);
    requireSchedules("SequentialLR", schedulers);
    const given = byName("SequentialLR", milestones, "milestones", { milestones: 1 });
    expectIterable("SequentialLR", "milestones, one less than schedules", given.milestones);
    const fits = given.milestones.length === schedulers.length - 1;
    expect("SequentialLR", "milestones, one less than schedules", given.milestones, fits);
    this.#schedulers = [...schedulers];
    this.#milestones = [...given.milestones];
    this.settings = { schedulers: this.#schedulers, milestones: this.#milestones };
    this.begin();
  }

  /** @internal */
  override begin(): void {
    this.lastEpoch = 0;
    for (const group of this.optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    this.#schedulers[0].begin();
  }

  /** Steps the schedule whose turn it is.
   * @example scheduler.step() */
  override step(): void {
    this.lastEpoch++;
    const turn = this.#milestones.filter((epoch) => epoch <= this.lastEpoch).length;
    if (turn > 0 && this.#milestones[turn - 1] === this.lastEpoch) this.#schedulers[turn].begin();
    else this.#schedulers[turn].step();
  }

  /** The state of each schedule under its place: `0.lastEpoch`.
   * @example const state = scheduler.stateDict(); */
  override stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch, ...nestedStates(this.#schedulers) };
  }

  /** Goes on from a state.
   * @example scheduler.loadStateDict(state) */
  override loadStateDict(state: ScheduleState): void {
    super.loadStateDict(state);
    loadNested(this.#schedulers, state);
  }

  protected next(lr: number): number {
    return lr;
  }
}

/**
 * Schedules all at once: each changes what the others have left.
 * @example new optim.lrScheduler.ChainedScheduler([warmUp, decay])
 */
export class ChainedScheduler extends LRScheduler {
  readonly #schedulers: readonly LRScheduler[];

  constructor(schedulers: readonly LRScheduler[]) {
    requireSchedules("ChainedScheduler", schedulers);
    super(schedulers[0].optimizer);
    this.#schedulers = [...schedulers];
    this.settings = { schedulers: this.#schedulers };
  }

  /** Steps all schedules.
   * @example scheduler.step() */
  override step(): void {
    this.lastEpoch++;
    for (const scheduler of this.#schedulers) scheduler.step();
  }

  /** The state of each schedule under its place: `0.lastEpoch`.
   * @example const state = scheduler.stateDict(); */
  override stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch, ...nestedStates(this.#schedulers) };
  }

  /** Goes on from a state.
   * @example scheduler.loadStateDict(state) */
  override loadStateDict(state: ScheduleState): void {
    super.loadStateDict(state);
    loadNested(this.#schedulers, state);
  }

  protected next(lr: number): number {
    return lr;
  }
}
