import { expectFunction, expectIterable } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import { withGradMode } from "../core/gradMode.ts";
import { showImages } from "../figures/images.ts";
import type { Tensor } from "../core/tensor.ts";
import { aModel, type Batches, type Net, someBatches } from "./train.ts";

const FASHION = [
  "t-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle boot",
];

/**
 * Names of the classes of Fashion-MNIST.
 * @example d2l.getFashionMnistLabels(torch.tensor([0, 9])) // ["t-shirt", "ankle boot"]
 */
export function getFashionMnistLabels(labels: Tensor): string[] {
  requireTensor("getFashionMnistLabels", labels);
  return Array.from(labels.toTypedArray(), (label) => FASHION[label] ?? String(label));
}

/**
 * Shows the first `n` images of a test set with their true class above the predicted one.
 * @param names of the classes by index; numbers when left out
 * @example d2l.predictCh3(net, testIter, 6, classNames);
 */
export function predictCh3(net: Net, testIter: Batches, n = 6, names: readonly string[] = []): void {
  expectFunction("predictCh3", aModel, net);
  expectIterable("predictCh3", someBatches, testIter);
  for (const [X, y] of testIter) {
    const count = Math.min(n, X.shape[0]);
    const guesses = withGradMode(false, () => net(X).argmax(1)).toTypedArray();
    const truths = y.toTypedArray();
    const name = (label: number) => names[label] ?? String(label);
    const titles = Array.from({ length: count }, (_, i) => `${name(truths[i])}\n${name(guesses[i])}`);
    showImages(squareImages(X, count), 1, count, titles);
    return;
  }
}

/** The first images as (count, height, width); flat rows are taken for squares. */
function squareImages(X: Tensor, count: number): Tensor {
  const pixels = X.numel() / X.shape[0];
  const side = Math.round(Math.sqrt(pixels));
  const [height, width] = X.ndim > 2 ? X.shape.slice(-2) : [side, pixels / side];
  return X.narrow(0, 0, count).reshape(count, height, width);
}
