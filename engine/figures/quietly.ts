import { withGradMode } from "../core/gradMode.ts";
import type { Module } from "../nn/module.ts";
import { modesFor, withModes } from "../nn/trainingModes.ts";
import { defaultGenerator } from "../random/generator.ts";

/**
 * What `body` gives while `model` predicts: no graph is recorded, dropout keeps everything. Every part of the model
 * and the random numbers are afterwards as they were, so that a training that is looked at goes on the same.
 */
export function quietly<T>(model: Module, body: () => T): T {
  const random = defaultGenerator.getState();
  try {
    return withModes(modesFor(model.modules(), false), () => withGradMode(false, body));
  } finally {
    defaultGenerator.setState(random);
  }
}
