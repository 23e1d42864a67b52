import { DataLoader } from "../data/dataLoader.ts";
import { Subset, TensorDataset, type Dataset } from "../data/dataset.ts";
import type { Tensor } from "../tensor.ts";

/** Inputs and targets of a batch. */
export type XY = readonly [x: Tensor, y: Tensor];

/** What a model can learn from: two tensors with as many rows, a data set, or a loader of batches. */
export type TrainData = XY | Dataset<XY> | DataLoader<XY>;

export interface LoaderOptions {
  batchSize: number;
  shuffle: boolean;
}

/** Two tensors as a data set. */
export function toDataset(data: XY | Dataset<XY>): Dataset<XY> {
  if (!Array.isArray(data)) return data as Dataset<XY>;
  const [x, y] = data as XY;
  return new TensorDataset<XY>(x, y);
}

/** Batches of `data`; a loader keeps its own batch size and order. */
export function toLoader(data: TrainData, { batchSize, shuffle }: LoaderOptions): DataLoader<XY> {
  if (data instanceof DataLoader) return data;
  return new DataLoader(toDataset(data), batchSize, { shuffle });
}

/**
 * The training part and the validation part of `data`: the last rows, before any shuffling, as Keras does.
 * @throws {RangeError} when a part would be empty, or `data` is a loader
 */
export function splitTail(data: TrainData, share: number): [train: Dataset<XY>, validation: Dataset<XY>] {
  if (data instanceof DataLoader) {
    throw new RangeError(
      "fit: validationSplit needs the data itself; give a loader its own validation data.",
    );
  }
  const dataset = toDataset(data);
  const at = Math.floor(dataset.length * (1 - share) + 1e-9);
  if (!(share > 0 && share < 1) || at === 0 || at === dataset.length) {
    throw new RangeError(`fit: validationSplit ${share} of ${dataset.length} examples leaves a part empty.`);
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return [new Subset(dataset, range(0, at)), new Subset(dataset, range(at, dataset.length))];
}
