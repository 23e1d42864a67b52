/** What a classifier's outputs say: which class, and by how much it is ahead. */
import { observeCalls } from "../nn/callable.ts";
import { Sigmoid } from "../nn/activations.ts";
import { type Layer, Module } from "../nn/module.ts";
import { say } from "../payload/say.ts";
import { Tensor } from "../core/tensor.ts";
import { quietly } from "./quietly.ts";

export interface Verdicts {
  /** How many classes the model knows: 2 where it has one output. */
  classes: number;
  /** The class of each example. */
  said: number[];
  /** Its probability less that of the next, 0 to 1, with three digits; NaN where an output is none. */
  lead: number[];
}

/** @param threshold for one output: from which value on it means the second class */
export function verdictsOf(model: Layer, x: Tensor, threshold?: number): Verdicts {
  let last: unknown = null;
  const output = quietly(model, () =>
    observeCalls(
      (part) => {
        if (part instanceof Module && part.children().length === 0) last = part;
      },
      () => model(x) as unknown,
    ),
  );
  const count = x.array.shape[0];
  const width = output instanceof Tensor ? output.numel() / count : NaN;
  if (!(output instanceof Tensor) || !Number.isInteger(width) || width < 1) {
    throw new TypeError(
      say`decisionBoundary: the model must give one output an example, or one for each class: [n, 1] or [n,
        classes].`,
    );
  }
  const values = output.reshape(-1).toArray() as number[];
  if (width === 1) return oneOutput(values, last instanceof Sigmoid, threshold);
  return outputForEach(values, width);
}

/** A probability of the second class, or a score whose sigmoid it is. */
function oneOutput(values: readonly number[], isProbability: boolean, threshold?: number): Verdicts {
  const limit = threshold ?? (isProbability ? 0.5 : 0);
  const lead = values.map((value) => {
    if (!isProbability) return rounded(Math.abs(Math.tanh((value - limit) / 2)));
    // At the limit nothing is ahead; at 0 and 1 everything is.
    return rounded(Math.abs(value - limit) / Math.max(1e-12, value >= limit ? 1 - limit : limit));
  });
  return { classes: 2, said: values.map((value) => (value >= limit ? 1 : 0)), lead };
}

/** Scores whose softmax are the probabilities; probabilities that are given stay as they are. */
function outputForEach(values: readonly number[], classes: number): Verdicts {
  const said: number[] = [];
  const lead: number[] = [];
  for (let i = 0; i < values.length; i += classes) {
    const row = probabilities(values.slice(i, i + classes));
    let [first, second] = row[0] >= row[1] ? [0, 1] : [1, 0];
    for (let j = 2; j < classes; j++) {
      if (row[j] > row[first]) [first, second] = [j, first];
      else if (row[j] > row[second]) second = j;
    }
    said.push(first);
    lead.push(rounded(row[first] - row[second]));
  }
  return { classes, said, lead };
}

function probabilities(row: readonly number[]): readonly number[] {
  const sum = row.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) < 1e-4 && row.every((value) => value >= 0)) return row;
  const most = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - most));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
