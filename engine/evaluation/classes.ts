/** Which class was said of each example, and which probability. */
import { say } from "../payload/say.ts";
import { greatest, type Outcomes } from "./outcomes.ts";

/** What of classes can be told. */
export interface ClassOptions {
  /** Names of the classes 0, 1, 2, … Default: their numbers. */
  classNames?: readonly string[];
  /** Targets with this number do not count. Default −100, as `crossEntropy` has it. */
  ignoreIndex?: number;
  /**
   * For one output an example: from which value on it means class 1. Default 0.5 for probabilities, 0 for the scores
   * of a model that does not end with a sigmoid. Given predictions are taken for classes when all are whole numbers.
   */
  threshold?: number;
  /** Examples at once where a model is asked. Default 256. */
  batchSize?: number;
  /** Heading of the picture. */
  title?: string;
}

export const classOptionNames = {
  classNames: 1,
  ignoreIndex: 1,
  threshold: 1,
  batchSize: 1,
  title: 1,
} as const;
export const IGNORED = -100;

export interface SaidClasses {
  actual: Float64Array;
  said: Float64Array;
  /** All classes there are, in order. */
  labels: number[];
  names: string[];
}

/** @param labels those to look at, where not all that occur are meant */
export function saidClasses(
  operation: string,
  outcomes: Outcomes,
  { classNames, threshold }: ClassOptions,
  labels?: readonly number[],
): SaidClasses {
  const { actual, count, width, predicted, isProbability } = outcomes;
  const limit = threshold ?? (isProbability === false ? 0 : 0.5);
  const areClasses =
    width === 1 && isProbability === null && threshold === undefined && predicted.every(Number.isInteger);
  const said = areClasses
    ? predicted
    : Float64Array.from({ length: count }, (_, i) =>
        width === 1 ? Number(predicted[i] > limit) : greatest(predicted, i * width, width),
      );
  for (const value of actual) {
    if (Number.isInteger(value)) continue;
    throw new TypeError(
      say`${operation}: ${value} is among the targets, which are classes; number them from 0.`,
    );
  }
  const known =
    labels ?? knownLabels(actual, said, areClasses ? 0 : Math.max(2, width), classNames?.length ?? 0);
  return { actual, said, labels: [...known], names: namesOf(operation, known, classNames) };
}

function knownLabels(actual: Float64Array, said: Float64Array, outputs: number, named: number): number[] {
  const found = new Set<number>();
  for (const value of actual) found.add(value);
  for (const value of said) found.add(value);
  for (let i = 0; i < Math.max(outputs, named); i++) found.add(i);
  return [...found].sort((a, b) => a - b);
}

function namesOf(
  operation: string,
  labels: readonly number[],
  names: readonly string[] | undefined,
): string[] {
  const highest = Math.max(...labels);
  if (names && highest >= names.length) {
    throw new RangeError(
      say`${operation}: there are ${names.length} classNames, and class ${highest} occurs; give a name for each class
        from 0 on.`,
    );
  }
  return labels.map((label) => names?.[label] ?? String(label));
}

/** One against the others: for how sure a model is of a class, and whether it is the class. */
export interface Ranked {
  name: string;
  scores: Float64Array;
  isClass: Uint8Array;
}

/** Of two classes the second alone; of more, each. */
export function rankedClasses(
  operation: string,
  outcomes: Outcomes,
  classNames: readonly string[] | undefined,
): Ranked[] {
  const { actual, count, predicted, width } = outcomes;
  for (const value of predicted)
    if (Number.isNaN(value))
      throw new RangeError(say`${operation}: a prediction is NaN; train with a smaller learning rate.`);
  const strange = actual.find(
    (value) => !(Number.isInteger(value) && value >= 0 && value < Math.max(2, width)),
  );
  if (strange !== undefined)
    throw new RangeError(
      say`${operation}: ${strange} is among the targets; with ${width} numbers an example they are 0 to ${Math.max(2, width) - 1}.`,
    );
  const names = namesOf(
    operation,
    Array.from({ length: Math.max(2, width) }, (_, i) => i),
    classNames,
  );
  const column = (c: number): Float64Array =>
    width === 1 ? predicted : Float64Array.from({ length: count }, (_, i) => predicted[i * width + c]);
  const against = (c: number): Ranked => ({
    name: names[c],
    // Of two scores only the distance counts: a softmax of both is a function of it.
    scores:
      width === 2
        ? Float64Array.from({ length: count }, (_, i) => predicted[2 * i + 1] - predicted[2 * i])
        : column(c),
    isClass: Uint8Array.from(actual, (value) => Number(value === c)),
  });
  return width <= 2 ? [against(1)] : names.map((_, c) => against(c));
}

/** Probabilities row by row: what is given where it is such, else the softmax or sigmoid of it. */
export function probabilitiesOf(operation: string, outcomes: Outcomes): Float64Array {
  const { count, predicted, width, isProbability } = outcomes;
  const within = predicted.every((value) => value >= 0 && value <= 1);
  if (width === 1) {
    if (isProbability === false) return predicted.map((value) => 1 / (1 + Math.exp(-value)));
    if (within) return predicted;
    throw new RangeError(
      say`${operation}: a prediction is no probability; give probabilities from 0 to 1, as sigmoid makes them of scores.`,
    );
  }
  const sums = (i: number): number =>
    predicted.subarray(i * width, (i + 1) * width).reduce((a, b) => a + b, 0);
  if (within && Array.from({ length: count }, (_, i) => sums(i)).every((sum) => Math.abs(sum - 1) < 1e-4))
    return predicted;
  const result = new Float64Array(predicted.length);
  for (let i = 0; i < count; i++) {
    const row = predicted.subarray(i * width, (i + 1) * width);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = row.map((value) => Math.exp(value - most));
    const total = powers.reduce((a, b) => a + b, 0);
    result.set(
      powers.map((power) => power / total),
      i * width,
    );
  }
  return result;
}
