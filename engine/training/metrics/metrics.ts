import { elementsOf, type TypedArray } from "../../core/ndarray.ts";
import { contiguousArray } from "../../core/allocate.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Direction } from "../../payload/curves.ts";
import { say } from "../../payload/say.ts";
import { numberOf, type Scalar } from "./scalar.ts";

/** A quantity measured over an epoch, batch by batch. */
export interface Metric {
  readonly name: string;
  readonly direction?: Direction;
  /** Starts an epoch; the returned object takes one batch after the other. */
  start(): Measurement;
}

export interface Measurement {
  add(prediction: Tensor, target: Tensor): void;
  /** The value over all batches so far; NaN before the first. */
  value(): number;
}

/** The metrics that have a name. */
export type MetricName = "accuracy" | "mae" | "mse" | "rmse" | "r2";

/** A function of a batch, averaged over the examples of an epoch; its name is that of the metric. */
export type MetricFunction = (prediction: Tensor, target: Tensor) => Scalar;

/** Metrics by name, or functions with names of their own. */
export type MetricInput = MetricName | Metric | MetricFunction;

/** Both as they lie in memory; nothing may be allocated while they are looked at. */
function numbersOf(prediction: Tensor, target: Tensor): [TypedArray, TypedArray] {
  const [p, t] = [contiguousArray("metric", prediction.array), contiguousArray("metric", target.array)];
  return [elementsOf(p), elementsOf(t)];
}

/** Predictions and targets, element by element. @throws {RangeError} when their numbers of elements differ */
function pairs(name: string, prediction: Tensor, target: Tensor): [TypedArray, TypedArray] {
  if (prediction.array.size !== target.array.size) {
    throw new RangeError(
      say`${name}: a prediction of shape ${showShape(prediction.array.shape)} and a target of shape
        ${showShape(target.array.shape)} do not match.`,
    );
  }
  return numbersOf(prediction, target);
}

/** A metric that is the mean of something over all elements. */
function meanOf(
  name: string,
  direction: Direction,
  each: (p: number, t: number) => number,
  last = (m: number) => m,
): Metric {
  return {
    name,
    direction,
    start() {
      let sum = 0;
      let count = 0;
      return {
        add(prediction, target) {
          const [p, t] = pairs(name, prediction, target);
          for (let i = 0; i < p.length; i++) sum += each(p[i], t[i]);
          count += p.length;
        },
        value: () => last(sum / count),
      };
    },
  };
}

/**
 * Share of right classes. Scores (N, C) against indices (N,): the largest score counts. One column against
 * 0 and 1: above `threshold` (default 0.5; use 0 for scores before a sigmoid) means 1.
 */
function accuracyMetric({ threshold = 0.5 }: { threshold?: number } = {}): Metric {
  return {
    name: "accuracy",
    direction: "max",
    start() {
      let right = 0;
      let count = 0;
      return {
        add(prediction, target) {
          const got = countRight(prediction, target, threshold);
          right += got.right;
          count += got.count;
        },
        value: () => right / count,
      };
    },
  };
}

/** How many examples of a batch are classified rightly. */
export function countRight(
  prediction: Tensor,
  target: Tensor,
  threshold = 0.5,
): { right: number; count: number } {
  const { shape } = prediction.array;
  const classes = shape.length > 1 ? shape[shape.length - 1] : 1;
  if (classes === 1) {
    const [p, t] = pairs("accuracy", prediction, target);
    let right = 0;
    for (let i = 0; i < p.length; i++) if (p[i] > threshold === t[i] > 0.5) right++;
    return { right, count: p.length };
  }
  const count = prediction.array.size / classes;
  if (target.array.size !== count) {
    throw new RangeError(
      say`accuracy: scores of shape ${showShape(shape)} need ${count} class indices; the target has shape
        ${showShape(target.array.shape)}.`,
    );
  }
  const [p, t] = numbersOf(prediction, target);
  let right = 0;
  for (let row = 0; row < count; row++) {
    let best = row * classes;
    for (let i = best + 1; i < (row + 1) * classes; i++) if (p[i] > p[best]) best = i;
    if (best - row * classes === t[row]) right++;
  }
  return { right, count };
}

/** 1 − Σ(t − p)² / Σ(t − mean t)²: 1 is perfect, 0 as good as always predicting the mean. */
const r2Metric: Metric = {
  name: "r2",
  direction: "max",
  start() {
    let count = 0;
    let mean = 0;
    let spread = 0;
    let error = 0;
    return {
      add(prediction, target) {
        const [p, t] = pairs("r2", prediction, target);
        for (let i = 0; i < p.length; i++) {
          count++;
          const before = t[i] - mean;
          mean += before / count;
          spread += before * (t[i] - mean);
          error += (t[i] - p[i]) ** 2;
        }
      },
      value: () => 1 - error / spread,
    };
  },
};

const byName: Readonly<Record<Exclude<MetricName, "accuracy">, Metric>> = {
  mae: meanOf("mae", "min", (p, t) => Math.abs(p - t)),
  mse: meanOf("mse", "min", (p, t) => (p - t) ** 2),
  rmse: meanOf("rmse", "min", (p, t) => (p - t) ** 2, Math.sqrt),
  r2: r2Metric,
};

/**
 * @param threshold of `accuracy` when predictions have one column
 * @throws {Error} for a name that nobody knows, or a function without a name
 */
export function toMetric(input: MetricInput, threshold = 0.5): Metric {
  if (input === "accuracy") return accuracyMetric({ threshold });
  if (typeof input === "string") {
    if (input in byName) return byName[input];
    throw new Error(
      say`fit: there is no metric "${input}"; there are accuracy, ${Object.keys(byName).join(", ")},
        or give a function.`,
    );
  }
  if (typeof input !== "function") return input;
  if (!input.name) throw new Error(say`fit: a metric function needs a name: const kappa = (yHat, y) => …`);
  const named = () => say`The metric "${input.name}"`;
  return {
    name: input.name,
    start() {
      let sum = 0;
      let count = 0;
      return {
        add(prediction, target) {
          const examples = target.array.shape[0] ?? 1;
          sum += numberOf(input(prediction, target), named) * examples;
          count += examples;
        },
        value: () => sum / count,
      };
    },
  };
}
