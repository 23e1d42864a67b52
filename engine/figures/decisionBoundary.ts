import { expectFunction } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import type { Layer } from "../nn/module.ts";
import { tensor } from "../ops/create/create.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Verdicts, verdictsOf } from "./classVerdicts.ts";
import { labelsOf } from "./classLabels.ts";
import { evenly, inputsOf, measured, rangeOf } from "./examples.ts";
import { type LivePicture, showLive } from "./livePicture.ts";
import type { BoundaryPicture } from "../payload/pictures.ts";
import { type Sample, samples } from "../payload/sample.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** What {@link decisionBoundary} can be told. */
export interface DecisionBoundaryOptions {
  title?: string;
  /** What the two inputs are called. Default `x₁` and `x₂`. */
  xLabels?: readonly [string, string];
  /** What the classes are called. Default: their numbers. */
  classNames?: readonly string[];
  /** Points of the grid along each axis, 2 to 200. Default 60. */
  resolution?: number;
  /**
   * With one output: from which value on it says the second class. Default 0.5 where the model ends in a
   * `Sigmoid`, and 0 elsewhere.
   */
  threshold?: number;
}

/** Share of the examples' range that is drawn on either side of them. */
const MARGIN = 0.12;

/**
 * Draws which class the model says over the plane of two inputs, how sure it is, and the examples with their own
 * classes. While `fit` trains the model in the same cell, the picture follows, for no more than 5 % of the time;
 * in a loop of one's own call `update()`.
 *
 * A model has one output for each class (scores, as `CrossEntropyLoss` takes them, or probabilities), or a single
 * one for two classes (a score, as `BCEWithLogitsLoss` takes it, or a probability where it ends in a `Sigmoid`).
 *
 * @param x two inputs an example: shape [n, 2]
 * @param y the classes: numbers from 0 in the shape [n] or [n, 1], one-hot rows, or for one output any two numbers
 * @throws {TypeError} when the shapes do not fit, or a class is not one of the model's
 * @example
 * decisionBoundary(net, x, y);
 * await fit(net, [x, y], { loss: "crossEntropy" });
 */
export function decisionBoundary(
  model: Layer,
  x: Tensor,
  y: Tensor,
  options: DecisionBoundaryOptions = {},
): LivePicture {
  return showLive(model, () => boundaryPicture(model, x, y, options));
}

/** The picture that {@link decisionBoundary} shows. Pure.
 * @example boundaryPicture(net, x, y).correct */
export function boundaryPicture(
  model: Layer,
  x: Tensor,
  y: Tensor,
  options: DecisionBoundaryOptions = {},
): BoundaryPicture {
  expectFunction("decisionBoundary", "a model", model);
  requireTensor("decisionBoundary", x);
  requireTensor("decisionBoundary", y);
  checkOptions("decisionBoundary", options, {
    title: 1,
    xLabels: 1,
    classNames: 1,
    resolution: 1,
    threshold: 1,
  });
  const { title = "", xLabels = ["x₁", "x₂"], classNames, resolution = 60, threshold } = options;
  if (!Number.isInteger(resolution) || resolution < 2 || resolution > 200) {
    throw new RangeError(
      say`decisionBoundary: resolution is ${resolution}; give a whole number from 2 to 200.`,
    );
  }
  const inputs = inputsOf(x, 2, "decisionBoundary");
  const across = rangeOf(column(inputs, 0), MARGIN);
  const up = rangeOf(column(inputs, 1), MARGIN);
  const columns = evenly(across, resolution);
  const points = evenly(up, resolution).flatMap((v) => columns.flatMap((u) => [u, v]));
  const inGrid = resolution ** 2;
  const { count, at } = measured(inputs.length);
  const examples = at.map((i) => inputs[i]);
  for (const [u, v] of examples) points.push(u, v);
  const asked = tensor(points, { dtype: x.dtype }).reshape(-1, 2);
  const verdicts = verdictsOf(model, asked, threshold);
  const { classes, labels } = labelsOf(y, inputs.length, verdicts.classes, classNames);
  const said = part(verdicts, inGrid, inGrid + examples.length);
  return {
    version: 1,
    kind: "boundary",
    title,
    xLabels: [xLabels[0], xLabels[1]],
    classes,
    across,
    up,
    resolution,
    ...part(verdicts, 0, inGrid),
    examples: {
      count,
      x: samples(column(examples, 0)),
      y: samples(column(examples, 1)),
      label: at.map((i) => labels[i]),
      ...said,
    },
    correct: at.filter((i, k) => labels[i] === said.said[k]).length,
  };
}

function column(rows: readonly (readonly number[])[], j: number): number[] {
  return rows.map((row) => row[j]);
}

function part({ said, lead }: Verdicts, from: number, to: number): { said: number[]; lead: Sample[] } {
  return { said: said.slice(from, to), lead: samples(lead.slice(from, to)) };
}
