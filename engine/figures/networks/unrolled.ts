import { expectModule } from "../../core/expect.ts";
import { host } from "../../core/host.ts";
import { checkOptions } from "../../core/options.ts";
import type { Module } from "../../nn/module.ts";
import { RNN } from "../../nn/recurrent/recurrent.ts";
import type { RecurrencePicture } from "../../payload/networkPictures.ts";
import { say } from "../../payload/say.ts";
import { partNames } from "../maps/layers.ts";
import { isRecurrent } from "./exampleInput.ts";

/** How {@link unrolled} draws. */
export interface UnrolledOptions {
  title?: string;
  /** Steps of time that it is unrolled to, 1 to 12. Default 5. */
  steps?: number;
}

/**
 * Draws a recurrent layer folded, with the state that it hands on to itself, and unrolled in time, where the same
 * weights stand at every step: layers one upon the other, both directions, and the memory of an LSTM. A slider unrolls
 * it step by step, beside the formulas of a step.
 *
 * @param model an `RNN`, `GRU` or `LSTM`, or a model with one, of which the first is drawn
 * @throws {Error} when there is no recurrent layer in it
 * @example unrolled(new nn.LSTM(28, 64), { steps: 4 });
 */
export function unrolled(model: Module, options: UnrolledOptions = {}): void {
  host().showPicture?.(unrolledPicture(model, options));
}

/** The picture that {@link unrolled} shows. Pure.
 * @example unrolledPicture(new nn.GRU(28, 64)).parameters */
export function unrolledPicture(model: Module, options: UnrolledOptions = {}): RecurrencePicture {
  expectModule("unrolled", model);
  checkOptions("unrolled", options, { title: 1, steps: 1 });
  const { title = "", steps = 5 } = options;
  if (!Number.isInteger(steps) || steps < 1 || steps > 12) {
    throw new RangeError(say`unrolled: steps is ${steps}; give a whole number from 1 to 12.`);
  }
  for (const [name, part] of model.namedModules()) {
    if (!isRecurrent(part)) continue;
    const { inputSize, hiddenSize, numLayers, bidirectional } = part;
    return {
      version: 1,
      kind: "recurrence",
      title,
      type: part.typeName() as RecurrencePicture["type"],
      name,
      activation: part instanceof RNN ? part.nonlinearity : "tanh",
      inputSize,
      hiddenSize,
      layers: numLayers,
      bothWays: bidirectional,
      steps: Array.from({ length: steps }, (_, t) => t + 1),
      parameters: part.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0),
    };
  }
  throw new Error(say`unrolled: there is no RNN, GRU or LSTM in this model of ${partNames(model)}.`);
}
