/** Losses of rows of log-probabilities against classes, and their slopes, by the definition. */
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import type { ClassLoss } from "../backend.ts";

/** How much the loss of a row takes of −logs of each class; null of a row that does not count. */
function sharesOf(
  label: number,
  weight: ArrayLike<number> | null,
  classes: number,
  { ignored, smoothing }: ClassLoss,
): number[] | null {
  if (label === ignored) return null;
  return Array.from({ length: classes }, (_, c) => {
    const share = (c === label ? 1 - smoothing : 0) + smoothing / classes;
    // No part of a weight is nothing, however large it is.
    return share === 0 ? 0 : share * (weight?.[c] ?? 1);
  });
}

export function classLoss(
  logs: NDArray,
  target: NDArray,
  weight: NDArray | null,
  out: NDArray,
  loss: ClassLoss,
): number {
  const classes = logs.shape[1];
  const [values, labels, losses] = [elementsOf(logs), elementsOf(target), elementsOf(out)];
  const weights = weight && elementsOf(weight);
  let [total, counted] = [0, 0];
  labels.forEach((label, row) => {
    const shares = sharesOf(label, weights, classes, loss);
    let own = 0;
    shares?.forEach((share, c) => {
      if (share !== 0 || c === label) own -= share * values[row * classes + c];
    });
    if (loss.reduction === "none") losses[row] = own;
    total += own;
    if (shares) counted += weights?.[label] ?? 1;
  });
  if (loss.reduction !== "none") losses[0] = loss.reduction === "mean" ? total / counted : total;
  return counted;
}

export function classLossBackward(
  target: NDArray,
  weight: NDArray | null,
  g: NDArray,
  gx: NDArray,
  loss: ClassLoss,
  scale: number,
): void {
  const classes = gx.shape[1];
  const [labels, upper, slopes] = [elementsOf(target), elementsOf(g), elementsOf(gx)];
  const weights = weight && elementsOf(weight);
  labels.forEach((label, row) => {
    const shares = sharesOf(label, weights, classes, loss);
    const factor = scale * upper[g.size === 1 ? 0 : row];
    for (let c = 0; c < classes; c++) slopes[row * classes + c] = shares ? -factor * shares[c] : 0;
  });
}
