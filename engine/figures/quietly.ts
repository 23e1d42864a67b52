import { noGrad } from "../context.ts";
import type { Layer } from "../nn/module.ts";
import { defaultGenerator } from "../random/generator.ts";

/**
 * What `body` gives while `model` predicts: no graph is recorded, dropout keeps everything. Every part of the model
 * and the random numbers are afterwards as they were, so that a training that is looked at goes on the same.
 */
export function quietly<T>(model: Layer, body: () => T): T {
  const modes = model.modules().map((part) => [part, part.training] as const);
  const random = defaultGenerator.getState();
  model.eval();
  try {
    return noGrad(body);
  } finally {
    for (const [part, training] of modes) part.training = training;
    defaultGenerator.setState(random);
  }
}
