import { DataLoader } from "../../data/dataLoader.ts";
import { type Dataset, Subset, TensorDataset } from "../../data/dataset.ts";
import { tensorExpected } from "../../core/errors.ts";
import { say } from "../../payload/say.ts";
import { Tensor } from "../../core/tensor.ts";

/** Inputs and targets of a batch. */
export type XY = readonly [x: Tensor, y: Tensor];

/** What a model can learn from: two tensors with as many rows, a data set, or a loader of batches. */
export type TrainData = XY | Dataset<XY> | DataLoader<XY>;

export interface LoaderOptions {
  batchSize: number;
  shuffle: boolean;
  /** Who asks, for errors. Default `fit`. */
  operation?: string;
}

/** Two tensors as a data set. @throws {TypeError} for anything that is no data set either */
function toDataset(data: XY | Dataset<XY>, operation = "fit"): Dataset<XY> {
  if (!Array.isArray(data)) {
    if (isDataset(data)) return data;
    throw new TypeError(
      say`${operation}: the data are two tensors, [x, y], a data set or a DataLoader; something else was given.`,
    );
  }
  const parts = data as readonly unknown[];
  for (const part of parts) if (!(part instanceof Tensor)) throw tensorExpected(operation, part);
  if (parts.length !== 2) {
    throw new TypeError(say`${operation}: the data are two tensors, [x, y]; ${parts.length} were given.`);
  }
  const [x, y] = data as XY;
  return new TensorDataset<XY>(x, y);
}

function isDataset(data: unknown): data is Dataset<XY> {
  if (typeof data !== "object" || data === null || data instanceof Tensor) return false;
  return "length" in data && typeof data.length === "number" && "get" in data;
}

/**
 * Batches of `data`; a loader keeps its own batch size and order.
 * @throws {TypeError} for what is no data
 * @throws {RangeError} when there is not one batch
 */
export function toLoader(
  data: TrainData,
  { batchSize, shuffle, operation = "fit" }: LoaderOptions,
): DataLoader<XY> {
  const loader =
    data instanceof DataLoader ? data : new DataLoader(toDataset(data, operation), batchSize, { shuffle });
  if (loader.length > 0) return loader;
  const { length } = loader.dataset;
  throw new RangeError(
    length === 0
      ? say`${operation}: there is no batch in the data, which have ${length} examples.`
      : say`${operation}: there is no batch in the data, which have ${length} examples: dropLast leaves out a batch of
          fewer than ${loader.batchSize}.`,
  );
}

/**
 * The training part and the validation part of `data`: the last rows, before any shuffling, as Keras does.
 * @throws {RangeError} when a part would be empty, or `data` is a loader
 */
export function splitTail(data: TrainData, share: number): [train: Dataset<XY>, validation: Dataset<XY>] {
  if (data instanceof DataLoader) {
    throw new RangeError(
      say`fit: validationSplit needs the data itself; give a loader its own validation data.`,
    );
  }
  const dataset = toDataset(data);
  const at = Math.floor(dataset.length * (1 - share) + 1e-9);
  if (!(share > 0 && share < 1) || at === 0 || at === dataset.length) {
    throw new RangeError(
      say`fit: validationSplit ${share} of ${dataset.length} examples leaves a part empty.`,
    );
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return [new Subset(dataset, range(0, at)), new Subset(dataset, range(at, dataset.length))];
}
