/** What a model must beat: the loss of the best answer that is the same whatever the input. */
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import { BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, L1Loss, MSELoss } from "../../nn/losses.ts";
import { contiguousArray } from "../../core/allocate.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { LossFunction, LossName } from "../choices.ts";

/** Looks at targets, batch by batch. */
export interface NaiveLoss {
  add(target: Tensor): void;
  /** NaN before the first target. */
  value(): number;
}

/** More targets than this are not kept for a median; the first of them stand for all. */
const KEPT = 100_000;

/**
 * Starts to measure it for a loss whose best constant is known: the mean for squared errors, the median for
 * absolute ones, the classes' shares for cross-entropies. Null for any other loss.
 */
export function naiveLossOf(loss: LossName | LossFunction): NaiveLoss | null {
  const plain = typeof loss === "string" || !("reduction" in loss) || loss.reduction === "mean";
  if (!plain) return null;
  if (loss === "mse" || loss instanceof MSELoss) return variance();
  if (loss === "mae" || loss instanceof L1Loss) return spread();
  if (loss === "crossEntropy" || (loss instanceof CrossEntropyLoss && isPlain(loss.options)))
    return entropy();
  if (loss === "bce" || loss === "bceWithLogits") return binaryEntropy();
  if ((loss instanceof BCELoss || loss instanceof BCEWithLogitsLoss) && isPlain(loss.options)) {
    return binaryEntropy();
  }
  return null;
}

function isPlain(options: object): boolean {
  return Object.keys(options).length === 0;
}

function numbersOf(array: NDArray) {
  return elementsOf(contiguousArray("fit", array));
}

/** Elements of one example: each has a constant of its own. */
function columnsOf({ shape, size }: NDArray): number {
  return shape.length === 0 || shape[0] === 0 ? 1 : size / shape[0];
}

/** Mean squared distance from the mean, each column by itself (Welford's update). */
function variance(): NaiveLoss {
  let means = new Float64Array(0);
  let squares = 0;
  let rows = 0;
  return {
    add({ array }) {
      const columns = columnsOf(array);
      if (rows === 0) means = new Float64Array(columns);
      const values = numbersOf(array);
      for (let at = 0; at + columns <= values.length; at += columns) {
        rows++;
        for (let j = 0; j < columns; j++) {
          const off = values[at + j] - means[j];
          means[j] += off / rows;
          squares += off * (values[at + j] - means[j]);
        }
      }
    },
    value: () => squares / (rows * means.length),
  };
}

/** Mean distance from the median, of all columns together. */
function spread(): NaiveLoss {
  const kept: number[] = [];
  return {
    add({ array }) {
      for (const value of numbersOf(array)) if (kept.length < KEPT) kept.push(value);
    },
    value() {
      const median = kept.toSorted((a, b) => a - b)[kept.length >> 1] ?? NaN;
      return kept.reduce((sum, value) => sum + Math.abs(value - median), 0) / kept.length;
    },
  };
}

/** Entropy of the classes' shares; targets that are probabilities count as shares. */
function entropy(): NaiveLoss {
  const counts: number[] = [];
  const count = (label: number, weight: number) => (counts[label] = (counts[label] ?? 0) + weight);
  return {
    add({ array }) {
      const values = numbersOf(array);
      const classes = array.dtype === "int32" ? 1 : columnsOf(array);
      for (let i = 0; i < values.length; i++) {
        if (classes === 1) count(values[i], 1);
        else count(i % classes, values[i]);
      }
    },
    value() {
      const shares = Object.values(counts);
      const all = shares.reduce((a, b) => a + b, 0);
      return shares.reduce((sum, share) => sum + surprise(share / all), 0);
    },
  };
}

/** Entropy of 0 and 1, each column by itself. */
function binaryEntropy(): NaiveLoss {
  let ones = new Float64Array(0);
  let rows = 0;
  return {
    add({ array }) {
      const columns = columnsOf(array);
      if (rows === 0) ones = new Float64Array(columns);
      const values = numbersOf(array);
      for (let i = 0; i < values.length; i++) ones[i % columns] += values[i];
      rows += values.length / columns;
    },
    value: () =>
      ones.reduce((sum, one) => sum + surprise(one / rows) + surprise(1 - one / rows), 0) / ones.length,
  };
}

function surprise(share: number): number {
  return share > 0 ? -share * Math.log(share) : 0;
}
