/** What a network would need that ended after one layer, after two, …. */
import type { Layer } from "../../nn/module.ts";
import { Sequential } from "../../nn/sequential.ts";
import { bytesOf, dryRun } from "./dryRun.ts";
import { estimateMemory, type EstimateOptions } from "./estimateMemory.ts";
import { measuredOf } from "./measuredMemory.ts";

/** Bytes of a network of so many layers, for the batch of the report. */
export interface Depth {
  /** How many of the network's layers it has. */
  layers: number;
  /** One training step, foreseen. */
  training: number;
  /** One prediction, foreseen. */
  prediction: number;
  /** The same, measured; null where it was not. */
  measured: { training: number; prediction: number } | null;
}

/** Depths that are measured, evenly chosen: each is a forward and a backward pass of a real batch. */
const MOST_MEASURED = 6;

/** All depths of `model`. The loss is left out: it may not fit what a network ends with in its middle. */
export function depthsOf(
  model: Sequential,
  inputShape: readonly number[],
  { batchSize, optimizer = "sgd" }: Omit<EstimateOptions, "inputShape">,
  limit: number,
): Depth[] {
  const layers = model.children() as Layer[];
  const step = Math.ceil(layers.length / MOST_MEASURED);
  return layers.map((_, i) => {
    const part = new Sequential(...layers.slice(0, i + 1));
    const trainer = typeof optimizer === "string" ? optimizer : shareOf(optimizer, model, part);
    const estimate = estimateMemory(part, { batchSize, inputShape, optimizer: trainer });
    const { training, prediction } = estimate;
    const wanted = (layers.length - 1 - i) % step === 0 && training.total <= limit;
    return {
      layers: i + 1,
      training: training.total,
      prediction: prediction.total,
      measured: wanted
        ? measuredOf(batchSize, dryRun(part, [batchSize, ...inputShape], undefined), estimate)
        : null,
    };
  });
}

/** An optimiser's state for a part of the parameters that it was made for. */
function shareOf(trainer: { stateBytes(): number }, whole: Layer, part: Layer): { stateBytes(): number } {
  const size = (model: Layer): number =>
    model.parameters().reduce((bytes, parameter) => bytes + bytesOf(parameter), 0);
  return { stateBytes: () => (size(whole) === 0 ? 0 : (trainer.stateBytes() * size(part)) / size(whole)) };
}
