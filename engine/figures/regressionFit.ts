import { expectFunction } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import type { Layer } from "../nn/module.ts";
import { tensor } from "../ops/create/create.ts";
import { Tensor } from "../core/tensor.ts";
import { checkRange, evenly, inputsOf, measured, rangeOf } from "./examples.ts";
import { type LivePicture, showLive } from "./livePicture.ts";
import type { ExampleSet, RegressionPicture } from "../payload/pictures.ts";
import { quietly } from "./quietly.ts";
import { sample, samples } from "../payload/sample.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** What {@link regressionFit} can be told. */
export interface RegressionFitOptions {
  title?: string;
  /** Held-out examples and their targets, drawn apart from those that the model learns from. */
  validation?: readonly [x: Tensor, y: Tensor];
  /** What the axes are called. Default `x` and `y`. */
  xLabel?: string;
  yLabel?: string;
  /** From where to where the model is drawn. Default: as far as the examples reach, and a bit further. */
  range?: readonly [number, number];
}

const POINTS = 121;
/** Share of the examples' range that is drawn on either side of them. */
const MARGIN = 0.08;

/**
 * Draws examples of one input with what the model says over the whole range, and its mean squared error. While
 * `fit` trains the model in the same cell, the picture follows, for no more than 5 % of the time; in a loop of
 * one's own call `update()`.
 *
 * @param x one input an example: shape [n, 1] or [n]
 * @param y one target an example: shape [n, 1] or [n]
 * @throws {TypeError} when there is more than one input, target or prediction an example
 * @example
 * regressionFit(net, x, y);
 * await fit(net, [x, y], { loss: "mse" });
 */
export function regressionFit(
  model: Layer,
  x: Tensor,
  y: Tensor,
  options: RegressionFitOptions = {},
): LivePicture {
  return showLive(model, () => regressionPicture(model, x, y, options));
}

/** The picture that {@link regressionFit} shows. Pure.
 * @example regressionPicture(net, x, y).sets[0].error */
export function regressionPicture(
  model: Layer,
  x: Tensor,
  y: Tensor,
  options: RegressionFitOptions = {},
): RegressionPicture {
  expectFunction("regressionFit", "a model", model);
  requireTensor("regressionFit", x);
  requireTensor("regressionFit", y);
  checkOptions("regressionFit", options, { title: 1, validation: 1, xLabel: 1, yLabel: 1, range: 1 });
  const { title = "", validation, xLabel = "x", yLabel = "y", range } = options;
  checkRange(range, "regressionFit");
  const sets: ExampleSet[] = [exampleSet(model, "train", x, y)];
  if (validation) sets.push(exampleSet(model, "validation", ...validation));
  const seen = sets.flatMap((set) => set.x);
  const at = evenly(range ?? rangeOf(seen, MARGIN), POINTS);
  return {
    version: 1,
    kind: "regression",
    title,
    xLabel,
    yLabel,
    x: at,
    y: samples(predict(model, at, x)),
    sets,
  };
}

function exampleSet(model: Layer, role: ExampleSet["role"], x: Tensor, y: Tensor): ExampleSet {
  const inputs = inputsOf(x, 1, "regressionFit").map(([value]) => value);
  const targets = y.detach().reshape(-1).toArray() as number[];
  if (targets.length !== inputs.length) {
    throw new TypeError(
      say`regressionFit: there are ${inputs.length} examples and ${targets.length} targets; give one target an
        example.`,
    );
  }
  const { count, at } = measured(inputs.length);
  const chosen = at.map((i) => inputs[i]);
  const wanted = at.map((i) => targets[i]);
  const predicted = predict(model, chosen, x);
  const squares = predicted.map((value, i) => (value - wanted[i]) ** 2);
  const error = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  return {
    role,
    count,
    x: samples(chosen),
    y: samples(wanted),
    predicted: samples(predicted),
    error: sample(error),
  };
}

/** In the shape and type that the examples have. */
function predict(model: Layer, inputs: readonly number[], like: Tensor): number[] {
  const flat = like.array.shape.length === 1;
  return quietly(model, () => {
    const x = tensor(flat ? [...inputs] : inputs.map((value) => [value]), { dtype: like.dtype });
    const output: unknown = model(x);
    if (output instanceof Tensor && output.numel() === inputs.length)
      return output.reshape(-1).toArray() as number[];
    const shape =
      output instanceof Tensor
        ? say`a tensor of the shape [${output.array.shape.join(", ")}]`
        : typeof output;
    throw new TypeError(
      say`regressionFit: the model gives ${shape} for ${inputs.length} examples; it must give one number an
        example.`,
    );
  });
}
