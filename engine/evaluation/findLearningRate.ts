/** Which learning rate to begin with: the loss while the rate grows from batch to batch. */
import { expect } from "../core/expect.ts";
import { throwIfInterrupted } from "../core/host.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { axesPanel, axesPicture, lineMark, pointsMark } from "../figures/axes/parts.ts";
import type { Layer } from "../nn/module.ts";
import { Optimizer, type OptimizerStateDict } from "../optim/optimizer.ts";
import type { AxesPicture } from "../payload/axesPicture.ts";
import { say } from "../payload/say.ts";
import { defaultGenerator, manualSeed } from "../random/generator.ts";
import {
  type LossFunction,
  type LossName,
  type OptimizerName,
  toLoss,
  toTrainer,
  type Trainer,
} from "../training/choices.ts";
import { claim } from "../training/loop/claims.ts";
import { toLoader, type TrainData } from "../training/loop/trainData.ts";
import { Yielding } from "../training/loop/yielding.ts";
import { aligned, Shown } from "./shown.ts";
import { isModel } from "./outcomes.ts";

/** How {@link findLearningRate} looks. */
export interface FindLearningRateOptions {
  /** As of `fit`. */
  loss: LossName | LossFunction;
  /** As of `fit`. Default `adam`. */
  optimizer?: OptimizerName | Trainer;
  /** As of `fit`. Default 32. */
  batchSize?: number;
  /** The first rate. Default 1e-6. */
  from?: number;
  /** The last rate. Default 10. */
  to?: number;
  /** How many steps. Default 100. */
  steps?: number;
  /** Seeds the order of the batches. */
  seed?: number;
}

const names: OptionNames<FindLearningRateOptions> = {
  loss: 1,
  optimizer: 1,
  batchSize: 1,
  from: 1,
  to: 1,
  steps: 1,
  seed: 1,
};

/** Weight of what was before in the running mean of the losses. */
const SMOOTH = 0.9;
/** It ends when the loss is that many times the least. */
const BLOWN = 4;
/** Fewer running means that decrease are no fall. */
const SHORTEST = 6;

/** What {@link findLearningRate} gives.
 * @example const { rates, losses } = await findLearningRate(net, [x, y], { loss: "mse" }); */
export class LearningRates extends Shown {
  /** The rates that were tried, increasing. */
  readonly rates: readonly number[];
  /** Loss of the batch at each rate. */
  readonly losses: readonly number[];
  /** Their running mean, without the pull of its beginning. */
  readonly smoothed: readonly number[];
  /** In the middle of the longest fall of the running mean; NaN where it hardly ever falls. */
  readonly suggestion: number;

  /** @internal */
  constructor(rates: readonly number[], losses: readonly number[]) {
    super();
    this.rates = rates;
    this.losses = losses;
    this.smoothed = debiased(losses);
    this.suggestion = valley(rates, this.smoothed);
  }

  picture(): AxesPicture {
    const at = this.rates.indexOf(this.suggestion);
    const found = at >= 0;
    return axesPicture("", [
      axesPanel({
        title: found
          ? say`suggested learning rate: ${rateText(this.suggestion)}`
          : say`no learning rate made the loss fall`,
        xLabel: say`learning rate`,
        yLabel: say`loss`,
        xScale: "log",
        yLim: this.#limits(),
        marks: [
          pointsMark(this.rates, this.losses, { name: say`a batch` }),
          lineMark(this.rates, this.smoothed, { name: say`running mean` }),
        ],
        notes: found
          ? [
              {
                text: rateText(this.suggestion),
                xy: [this.suggestion, this.smoothed[at]],
                xytext: [this.suggestion, this.smoothed[at]],
              },
            ]
          : [],
      }),
    ]);
  }

  /** What the loss does until it blows up: beyond, a line would fall flat. */
  #limits(): [number, number] | null {
    let lowest = 0;
    this.smoothed.forEach((value, i) => {
      if (value < this.smoothed[lowest]) lowest = i;
    });
    const seen = [...this.losses.slice(0, lowest + 2), ...this.smoothed.slice(0, lowest + 2)].filter(
      Number.isFinite,
    );
    if (seen.length === 0) return null;
    const [low, high] = [Math.min(...seen), Math.max(...seen)];
    const room = 0.15 * (high - low || Math.abs(high) || 1);
    return [low - room, high + room];
  }

  toString(): string {
    const every = Math.max(1, Math.ceil(this.rates.length / 12));
    const rows = this.rates
      .map((rate, i) => [rateText(rate), short(this.losses[i]), short(this.smoothed[i])])
      .filter((_, i) => i % every === 0);
    return `${aligned([["rate", "loss", "running mean"], ...rows])}\nsuggested learning rate: ${rateText(this.suggestion)}`;
  }
}

/**
 * Tries learning rates, growing from batch to batch, and suggests one in the middle of the longest fall of the
 * loss, as fastai's `valley` does (the test is Smith's, 2015, “Cyclical Learning Rates for Training Neural Networks”). It ends early when the
 * loss blows up. Weights, optimiser and random numbers are afterwards as they were.
 *
 * @param data such as [x, y]; gone through again when it is too short
 * @returns the rates, their losses and the suggestion; drawn as a cell's last value
 * @throws {RangeError} for rates that do not grow, or fewer than 10 steps
 * @example (await findLearningRate(net, [x, y], { loss: "crossEntropy" })).suggestion
 */
export async function findLearningRate(
  model: Layer,
  data: TrainData,
  options: FindLearningRateOptions,
): Promise<LearningRates> {
  const operation = "findLearningRate";
  expect(operation, "a model", model, isModel(model));
  checkOptions(operation, options, names);
  const {
    loss,
    batchSize = 32,
    from = 1e-6,
    to = 10,
    steps = 100,
    seed,
  } = (options as Partial<FindLearningRateOptions> | undefined) ?? {};
  if (!loss)
    throw new TypeError(
      say`findLearningRate: there is no loss; give one as in findLearningRate(net, data, { loss: "mse" }).`,
    );
  if (!(from > 0 && to > from && Number.isFinite(to)))
    throw new RangeError(
      say`findLearningRate: the rates go from ${from} to ${to}; give two positive numbers, the smaller first.`,
    );
  if (!Number.isInteger(steps) || steps < 10)
    throw new RangeError(say`findLearningRate: steps is ${steps}; give a whole number of at least 10.`);
  const measure = toLoss(loss);
  const loader = toLoader(data, { batchSize, shuffle: true, operation });
  const trainer = toTrainer(options.optimizer ?? "adam", () => model.parameters());
  const groups: { lr: number }[] = trainer.paramGroups;
  const letGo = claim([
    [() => say`this model`, model],
    [() => say`this ${trainer.constructor.name}`, trainer],
  ]);
  const before = {
    weights: model.snapshot(),
    rates: trainer.paramGroups.map(({ lr }) => lr),
    optimizer: trainer instanceof Optimizer ? copyOf(trainer.stateDict()) : null,
    random: defaultGenerator.getState(),
    training: new Map(model.modules().map((module) => [module, module.training])),
  };
  try {
    if (seed !== undefined) manualSeed(seed);
    model.train();
    const [rates, losses] = await climb(model, measure, trainer, loader, { from, to, steps });
    return new LearningRates(rates, losses);
  } finally {
    model.loadStateDict(before.weights);
    trainer.zeroGrad();
    if (trainer instanceof Optimizer && before.optimizer) trainer.loadStateDict(before.optimizer);
    for (const [i, group] of groups.entries()) group.lr = before.rates[i];
    for (const [module, training] of before.training) module.training = training;
    defaultGenerator.setState(before.random);
    letGo();
  }
}

/** Its tensors are the optimiser's own, which moves on. */
function copyOf({ state, paramGroups }: OptimizerStateDict): OptimizerStateDict {
  const copied = Object.entries(state).map(([number, values]) => {
    const entries = Object.entries(values).map(([name, value]) => {
      return [name, typeof value === "number" ? value : value.detach().clone()] as const;
    });
    return [number, Object.fromEntries(entries)] as const;
  });
  return { state: Object.fromEntries(copied), paramGroups: structuredClone(paramGroups) };
}

async function climb(
  model: Layer,
  measure: LossFunction,
  trainer: Trainer,
  loader: Iterable<readonly [Parameters<LossFunction>[0], Parameters<LossFunction>[1]]>,
  { from, to, steps }: { from: number; to: number; steps: number },
): Promise<[number[], number[]]> {
  const [rates, losses]: [number[], number[]] = [[], []];
  const yielding = new Yielding();
  let [mean, least] = [0, Infinity];
  while (rates.length < steps) {
    for (const [x, y] of loader) {
      throwIfInterrupted();
      const rate = from * (to / from) ** (rates.length / (steps - 1));
      for (const group of trainer.paramGroups) group.lr = rate;
      trainer.zeroGrad();
      const loss = measure(model(x), y);
      const value = loss.item();
      rates.push(rate);
      losses.push(value);
      mean = SMOOTH * mean + (1 - SMOOTH) * value;
      const smoothed = mean / (1 - SMOOTH ** rates.length);
      if (!Number.isFinite(value) || (rates.length > 10 && smoothed > BLOWN * least)) return [rates, losses];
      least = Math.min(least, smoothed);
      if (rates.length >= steps) return [rates, losses];
      loss.backward();
      trainer.step();
      if (yielding.due()) await yielding.turn();
    }
  }
  return [rates, losses];
}

function debiased(losses: readonly number[]): number[] {
  let mean = 0;
  return losses.map((loss, i) => {
    mean = SMOOTH * mean + (1 - SMOOTH) * loss;
    return mean / (1 - SMOOTH ** (i + 1));
  });
}

/**
 * Two fifths into the longest fall: fastai's `valley`, which looks for the longest series of running means that decrease,
 * and is not led astray by a single steep step. NaN where the loss hardly ever falls.
 */
function valley(rates: readonly number[], smoothed: readonly number[]): number {
  const lengths = smoothed.map(() => 1);
  let end = 0;
  for (let i = 1; i < smoothed.length; i++) {
    for (let j = 0; j < i; j++) {
      if (smoothed[i] < smoothed[j] && lengths[i] < lengths[j] + 1) lengths[i] = lengths[j] + 1;
    }
    if (lengths[end] < lengths[i]) end = i;
  }
  if (lengths[end] < SHORTEST) return NaN;
  const third = (end - (end - lengths[end])) / 3;
  return rates[Math.max(0, end - lengths[end]) + Math.trunc(third) + Math.trunc(third / 2)];
}

function rateText(rate: number): string {
  return rate >= 1e-3 && rate < 1e4 ? String(Number(rate.toPrecision(3))) : rate.toExponential(1);
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
