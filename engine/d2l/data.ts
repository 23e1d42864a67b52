import { expectIterable } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import { withGradMode } from "../core/gradMode.ts";
import { DataLoader } from "../data/dataLoader.ts";
import { batchOf, type Example, TensorDataset } from "../data/dataset.ts";
import { normal } from "../random/tensors.ts";
import { throwIfInterrupted } from "../core/host.ts";
import { permutation } from "../random/draw.ts";
import { defaultGenerator } from "../random/generator.ts";
import type { Tensor } from "../core/tensor.ts";

/**
 * Points of a noisy line: y = Xw + b + noise with standard deviation 0.01.
 * @param w shape (features,)
 * @returns X of shape (numExamples, features) and y of shape (numExamples, 1)
 * @example const [features, labels] = d2l.syntheticData(torch.tensor([2, -3.4]), 4.2, 1000);
 */
export function syntheticData(w: Tensor, b: number, numExamples: number): [X: Tensor, y: Tensor] {
  requireTensor("syntheticData", w);
  return withGradMode(false, () => {
    const X = normal(0, 1, [numExamples, w.numel()]);
    const y = X.matmul(w).add(b);
    return [X, y.add(normal(0, 0.01, y.shape)).reshape(-1, 1)];
  });
}

/**
 * Batches of tensors, shuffled while training.
 * @example const dataIter = d2l.loadArray([features, labels], 10); for (const [X, y] of dataIter) { … }
 */
export function loadArray<T extends Example>(
  dataArrays: readonly [...T],
  batchSize: number,
  isTrain = true,
): DataLoader<T> {
  expectIterable("loadArray", "a list of tensors, [features, labels]", dataArrays);
  return new DataLoader(new TensorDataset<T>(...dataArrays), batchSize, { shuffle: isTrain });
}

/**
 * Batches in a random order, read by hand as the chapter on linear regression from scratch does.
 * @example for (const [X, y] of d2l.dataIter(10, features, labels)) { … }
 */
export function* dataIter(batchSize: number, features: Tensor, labels: Tensor): Generator<[Tensor, Tensor]> {
  const dataset = new TensorDataset<[Tensor, Tensor]>(features, labels);
  const order = permutation(defaultGenerator, dataset.length);
  for (let at = 0; at < order.length; at += batchSize) {
    throwIfInterrupted();
    yield batchOf(dataset, order.subarray(at, at + batchSize));
  }
}
