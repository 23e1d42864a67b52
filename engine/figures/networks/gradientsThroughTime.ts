import { grad } from "../../autograd/backward.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { expect } from "../../core/expect.ts";
import { host } from "../../core/host.ts";
import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";
import { addHook } from "../../nn/callable.ts";
import type { Module } from "../../nn/module.ts";
import type { GRU, LSTM, RNN } from "../../nn/recurrent/recurrent.ts";
import type { GradientsPicture } from "../../payload/networkPictures.ts";
import { samples } from "../../payload/sample.ts";
import { say } from "../../payload/say.ts";
import { partNames } from "../maps/layers.ts";
import { quietly } from "../quietly.ts";
import { firstTensor } from "./blocks.ts";
import { firstPart, isRecurrent } from "./exampleInput.ts";

/** How {@link gradientsThroughTime} draws. */
export interface GradientsThroughTimeOptions {
  title?: string;
}

/**
 * Draws how far back a recurrent network feels: the length of the gradient of its last output by what came in at each
 * step of time, on a logarithmic axis. A line that falls to the left vanishes through time, one that rises explodes.
 * Of each model the first recurrent layer is watched; its parameters' own gradients stay as they are.
 *
 * @param models a model with an `RNN`, `GRU` or `LSTM`; or several by name, to compare them
 * @param x what the models take: sequences, (steps, n, size), or (n, steps, size) with `batchFirst`, or indices for an
 * embedding in front
 * @throws {Error} when a model has no recurrent layer
 * @example gradientsThroughTime({ RNN: new nn.RNN(1, 32), LSTM: new nn.LSTM(1, 32) }, torch.randn(50, 8, 1));
 */
export function gradientsThroughTime(
  models: Module | Readonly<Record<string, Module>>,
  x: Tensor,
  options: GradientsThroughTimeOptions = {},
): void {
  host().showPicture?.(gradientsThroughTimePicture(models, x, options));
}

/** The picture that {@link gradientsThroughTime} shows. Pure.
 * @example gradientsThroughTimePicture(new nn.RNN(1, 8), torch.randn(20, 4, 1)).lines[0].y */
export function gradientsThroughTimePicture(
  models: Module | Readonly<Record<string, Module>>,
  x: Tensor,
  options: GradientsThroughTimeOptions = {},
): GradientsPicture {
  requireTensor("gradientsThroughTime", x);
  checkOptions("gradientsThroughTime", options, { title: 1 });
  const named = Object.entries(isModel(models) ? { "": models } : models);
  expect(
    "gradientsThroughTime",
    "a model, or several by name, such as { RNN: rnn, LSTM: lstm }",
    models,
    named.length > 0 && named.every(([, model]) => isModel(model)),
  );
  const lines = named.map(([name, model]) => lineOf(name, model, x));
  const length = Math.max(...lines.map(({ y }) => y.length));
  return {
    version: 1,
    kind: "gradients",
    over: "time",
    title: options.title ?? "",
    x: Array.from({ length }, (_, t) => t + 1),
    lines,
  };
}

function isModel(value: unknown): value is Module {
  return typeof (value as { modules?: unknown } | null)?.modules === "function";
}

function lineOf(name: string, model: Module, x: Tensor): GradientsPicture["lines"][number] {
  const layer = firstPart(model, isRecurrent);
  if (!layer) {
    throw new Error(
      say`gradientsThroughTime: there is no RNN, GRU or LSTM in this model of ${partNames(model)}.`,
    );
  }
  return { name: name || layer.typeName(), y: samples(lengths(model, layer, x)) };
}

/** Of the gradient of the last output by each step's input: the mean over the examples. */
function lengths(model: Module, layer: RNN | GRU | LSTM, x: Tensor): number[] {
  let [input, output]: (Tensor | null)[] = [null, null];
  const free = addHook(layer, "before", (_module, [given, ...rest]) => {
    const whole = firstTensor(given);
    if (!whole) return undefined;
    input = whole.detach().clone();
    input.requiresGrad = true;
    return [input, ...rest];
  });
  const end = addHook(layer, "after", (_module, _inputs, given) => {
    output ??= firstTensor(given);
    return undefined;
  });
  try {
    return quietly(model, () =>
      withGradMode(true, () => {
        model(x);
        return input && output ? perStep(layer, input, output) : [];
      }),
    );
  } finally {
    free();
    end();
  }
}

function perStep(layer: RNN | GRU | LSTM, input: Tensor, output: Tensor): number[] {
  // Time first, then examples; a sequence alone has none.
  const isFirst = input.array.shape.length === 2 || !layer.batchFirst;
  const axis = isFirst ? 0 : 1;
  const steps = input.array.shape[axis];
  const [gradient] = grad(output.narrow(axis, steps - 1, 1).sum(), input);
  const squares = gradient.pow(2).sum(-1).sqrt();
  const means = squares.array.shape.length === 1 ? squares : squares.mean(1 - axis);
  return means.toArray() as number[];
}
