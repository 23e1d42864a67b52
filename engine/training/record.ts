/** What a training was given, kept beside its history: for exports, and for those who compare trainings. */
import type { DataLoader } from "../data/dataLoader.ts";
import { batchOf } from "../data/dataset.ts";
import type { RawArray } from "../data/idx.ts";
import type { Layer } from "../nn/module.ts";
import { Optimizer, type OptimizerStateDict } from "../optim/optimizer.ts";
import { defaultGenerator, type GeneratorState } from "../random/generator.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Callback } from "./callbacks/callback.ts";
import type { LossFunction, LossName, Trainer } from "./choices.ts";
import type { History } from "./history.ts";
import type { XY } from "./loop/trainData.ts";
import type { MetricInput } from "./metrics/metrics.ts";

/** A training as it was begun; what came of it stands in the history. */
export interface TrainingRecord {
  readonly model: Layer;
  /** The model as it prints. */
  readonly modelText: string;
  /** Elements of all parameters. */
  readonly parameters: number;
  readonly title: string;
  /** What the person calls it; "" where it has no name. */
  readonly name: string;
  /** Epochs planned, and how many of them had been done before. */
  readonly epochs: number;
  readonly doneBefore: number;
  readonly loss: LossName | LossFunction;
  readonly trainer: Trainer;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number | null;
  readonly loader: DataLoader<XY>;
  readonly validation: DataLoader<XY> | null;
  readonly validationEvery: number;
  /** The training data to be measured anew after each epoch; null where that was not asked for. */
  readonly plain: DataLoader<XY> | null;
  readonly metrics: readonly MetricInput[];
  readonly callbacks: readonly Callback[];
  /** When it was begun, in milliseconds since 1970. */
  readonly began: number;
  readonly start: TrainingStart;
}

/** All that changes in a training, apart from the engine's memory. */
export interface TrainingState {
  readonly weights: ReadonlyMap<string, RawArray>;
  /** Null for an optimiser of the person's own. */
  readonly optimizer: RawOptimizerState | null;
  readonly generator: GeneratorState;
}

/** The same at the beginning, and how many epochs the schedules among the callbacks had been stepped through. */
export interface TrainingStart extends TrainingState {
  readonly schedules: readonly number[];
}

/** {@link OptimizerStateDict} with numbers in place of tensors. */
export interface RawOptimizerState {
  readonly state: Readonly<Record<number, Readonly<Record<string, RawArray | number>>>>;
  readonly paramGroups: OptimizerStateDict["paramGroups"];
}

/** The values of a tensor in plain JavaScript memory. */
export function rawOf(x: Tensor): RawArray {
  return { dtype: x.dtype, shape: [...x.array.shape], values: x.detach().toTypedArray().slice() };
}

/** Model, optimiser and random numbers as they are now. */
export function stateNow(model: Layer, trainer: Trainer): TrainingState {
  const weights = new Map(Array.from(model.stateDict(), ([name, value]) => [name, rawOf(value)]));
  const optimizer = trainer instanceof Optimizer ? rawOptimizer(trainer.stateDict()) : null;
  return { weights, optimizer, generator: defaultGenerator.getState() };
}

export function rawOptimizer({ state, paramGroups }: OptimizerStateDict): RawOptimizerState {
  const raw = Object.entries(state).map(([number, values]) => {
    const entries = Object.entries(values).map(([name, value]) => {
      return [name, typeof value === "number" ? value : rawOf(value)] as const;
    });
    return [number, Object.fromEntries(entries)] as const;
  });
  return { state: Object.fromEntries(raw), paramGroups: structuredClone(paramGroups) };
}

/**
 * The title of a training, or its model's class, the model, and examples of its inputs; null for a history that no `fit`
 * has made. For the program around the engine.
 * @example describeTraining(history)?.title
 */
export function describeTraining(history: History): { title: string; model: Layer; input: Tensor } | null {
  const record = recordOf(history);
  if (!record) return null;
  const { model, title, loader } = record;
  const [input] = firstExamples(loader);
  return { title: title === "" ? model.typeName() : title, model, input };
}

/** A few examples, for following what a model does with them. */
export function firstExamples({ dataset }: DataLoader<XY>): XY {
  return batchOf(
    dataset,
    Array.from({ length: Math.min(16, dataset.length) }, (_, i) => i),
  );
}

const records = new WeakMap<History, TrainingRecord>();

export function keepRecord(history: History, record: TrainingRecord): void {
  records.set(history, record);
}

/** What the training behind `history` was given; null for a history that no `fit` has made. */
export function recordOf(history: History): TrainingRecord | null {
  return records.get(history) ?? null;
}
