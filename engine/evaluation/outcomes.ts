/** What a model said of examples, and what was right: from the model and data, or from both as they are. */
import { throwIfInterrupted } from "../core/host.ts";
import { Tensor } from "../core/tensor.ts";
import { quietly } from "../figures/quietly.ts";
import { Sigmoid } from "../nn/activations.ts";
import { observeCalls } from "../nn/callable.ts";
import { type Layer, Module } from "../nn/module.ts";
import { say } from "../payload/say.ts";
import { toLoader, type TrainData } from "../training/loop/trainData.ts";

/** Numbers along one axis, or a row of them for each example. */
export type Numbers = Tensor | ArrayLike<number> | readonly (readonly number[])[];

/** A model to be asked, or what it said: classes (n), or scores or probabilities (n, classes). */
export type Predicted = Layer | Numbers;

/** Data for a model; or what is right for predictions that are there: a class or a number an example. */
export type Actual = TrainData | Numbers;

/** Row by row. */
export interface Outcomes {
  count: number;
  /** Numbers that were said of each example. */
  width: number;
  predicted: Float64Array;
  actual: Float64Array;
  /** Whether what one output says is a probability; null where predictions were given, of which nobody knows. */
  isProbability: boolean | null;
}

/**
 * @param operation who asks, for errors
 * @throws {TypeError} for predictions and targets that do not belong together
 */
export function outcomesOf(
  operation: string,
  predicted: Predicted,
  actual: Actual,
  batchSize = 256,
): Outcomes {
  if (isModel(predicted)) return asked(operation, predicted, actual as TrainData, batchSize);
  const said = flat(operation, predicted);
  const right = flat(operation, actual as Numbers);
  return joined(operation, [said], [right], null);
}

export function isModel(value: unknown): value is Layer {
  return typeof value === "function" && "modules" in value;
}

function asked(operation: string, model: Layer, data: TrainData, batchSize: number): Outcomes {
  const said: Flat[] = [];
  const right: Flat[] = [];
  let isProbability = false;
  quietly(model, () => {
    for (const [x, y] of toLoader(data, { batchSize, shuffle: false, operation })) {
      throwIfInterrupted();
      let last: unknown = null;
      const output: unknown = observeCalls(
        (part) => {
          if (part instanceof Module && part.children().length === 0) last = part;
        },
        () => model(x),
      );
      isProbability = last instanceof Sigmoid;
      said.push(flat(operation, output as Tensor));
      right.push(flat(operation, y));
    }
  });
  return joined(operation, said, right, isProbability);
}

interface Flat {
  values: Float64Array;
  shape: readonly number[];
}

function flat(operation: string, given: Numbers): Flat {
  if (given instanceof Tensor) {
    const values = given.detach().toTypedArray() as ArrayLike<number | bigint>;
    return {
      values: Float64Array.from({ length: values.length }, (_, i) => Number(values[i])),
      shape: [...given.array.shape],
    };
  }
  const isList = Array.isArray(given) || ArrayBuffer.isView(given);
  if (!isList) throw numbersExpected(operation);
  const rows = Array.from(given as ArrayLike<unknown>);
  const nested = rows.length > 0 && Array.isArray(rows[0]);
  const values = nested ? rows.flat() : rows;
  const width = nested ? (rows[0] as unknown[]).length : 1;
  if (
    values.some(
      (value) => typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean",
    )
  )
    throw numbersExpected(operation);
  if (nested && values.length !== rows.length * width) throw numbersExpected(operation);
  return { values: Float64Array.from(values, Number), shape: nested ? [rows.length, width] : [rows.length] };
}

function numbersExpected(operation: string): TypeError {
  return new TypeError(
    say`${operation}: give a model and its data, as in ${operation}(net, [x, y]), or predictions and what is right, as
      tensors or lists of numbers.`,
  );
}

function joined(
  operation: string,
  said: readonly Flat[],
  right: readonly Flat[],
  isProbability: boolean | null,
): Outcomes {
  const predicted = together(said);
  let actual = together(right);
  const [first] = said;
  const width = first.shape.length > 1 ? (first.shape.at(-1) ?? 1) : 1;
  const count = width === 0 ? 0 : predicted.length / width;
  // As crossEntropy takes them too: a probability for each class.
  if (width > 1 && actual.length === predicted.length && right[0].shape.at(-1) === width)
    actual = Float64Array.from({ length: count }, (_, i) => greatest(actual, i * width, width));
  if (actual.length !== count) {
    throw new TypeError(
      say`${operation}: predictions of ${count} examples and ${actual.length} targets do not belong together; give one
        target an example.`,
    );
  }
  if (count === 0) throw new RangeError(say`${operation}: there are no examples.`);
  return { count, width, predicted, actual, isProbability };
}

function together(parts: readonly Flat[]): Float64Array {
  const [only] = parts;
  if (parts.length === 1) return only.values;
  const all = new Float64Array(parts.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of parts) {
    all.set(values, at);
    at += values.length;
  }
  return all;
}

/** Place of the greatest of `width` values; of several the first. */
export function greatest(values: ArrayLike<number>, from: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}

/** The examples whose target is not the one to be ignored. */
export function withoutIgnored(outcomes: Outcomes, ignoreIndex: number, operation: string): Outcomes {
  const { actual, predicted, width } = outcomes;
  if (!actual.includes(ignoreIndex)) return outcomes;
  const kept = Array.from(actual.keys()).filter((i) => actual[i] !== ignoreIndex);
  if (kept.length === 0)
    throw new RangeError(say`${operation}: every target is the one that is ignored, ${ignoreIndex}.`);
  const rows = new Float64Array(kept.length * width);
  kept.forEach((i, row) => rows.set(predicted.subarray(i * width, (i + 1) * width), row * width));
  return {
    ...outcomes,
    count: kept.length,
    predicted: rows,
    actual: Float64Array.from(kept, (i) => actual[i]),
  };
}
