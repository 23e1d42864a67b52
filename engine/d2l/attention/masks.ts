/** Sequences of different lengths in one batch: what lies behind their end counts for nothing. */
import { expect } from "../../core/expect.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { crossEntropy } from "../../ops/losses/crossEntropy.ts";
import { arange } from "../../ops/create/ranges.ts";
import { softmax } from "../../ops/reduce/softmax.ts";
import { repeatInterleave } from "../../ops/shape/rearrange.ts";
import { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";

/** Where axis 1 of `X` is behind the end that `validLen` gives for each of its rows. */
function behindEnd(owner: string, X: Tensor, validLen: Tensor): Tensor {
  requireTensor(owner, X);
  requireTensor(owner, validLen);
  const [rows, longest] = X.array.shape;
  if (X.array.shape.length < 2 || validLen.array.size !== rows) {
    throw new RangeError(
      say`${owner}: ${showShape(X.array.shape)} and valid lengths of shape ${showShape(validLen.array.shape)} do not fit; one length for each row is wanted.`,
    );
  }
  const places = arange(longest).to("float32").unsqueeze(0);
  const mask = places.ge(validLen.to("float32").reshape(-1, 1));
  return mask.reshape([rows, longest, ...X.array.shape.slice(2).map(() => 1)]);
}

/**
 * Writes `value` behind the end of each sequence, in place.
 * @param X (batch, steps) or (batch, steps, …)
 * @param validLen how many steps of each sequence count, (batch,)
 * @returns X
 * @example d2l.sequenceMask(torch.tensor([[1, 2, 3], [4, 5, 6]]), torch.tensor([1, 2])) // [[1, 0, 0], [4, 5, 0]]
 */
export function sequenceMask(X: Tensor, validLen: Tensor, value = 0): Tensor {
  const mask = behindEnd("sequenceMask", X, validLen);
  return X.maskedFill_(mask, value);
}

/**
 * Softmax over the last axis, where only the first elements count: the others become 0.
 * @param X scores (batch, queries, keys)
 * @param validLens how many of the keys count, (batch,) or (batch, queries); all of them for null
 * @example d2l.maskedSoftmax(torch.rand(2, 2, 4), torch.tensor([2, 3]))
 */
export function maskedSoftmax(X: Tensor, validLens: Tensor | null = null): Tensor {
  requireTensor("maskedSoftmax", X);
  if (validLens === null) return softmax(X, -1);
  requireTensor("maskedSoftmax", validLens);
  const { shape } = X;
  const rows = X.reshape(-1, shape.at(-1) ?? 0);
  const lens = validLens.ndim === 1 ? repeatInterleave(validLens, shape[1]) : validLens.reshape(-1);
  // As in the book: a large negative number, of which the exponential is 0.
  return softmax(rows.maskedFill(behindEnd("maskedSoftmax", rows, lens), -1e6).reshape(shape), -1);
}

/**
 * Cross-entropy of sequences, where what is behind their end counts for nothing: (batch,), the mean over all steps.
 * @example new d2l.MaskedSoftmaxCELoss()(torch.ones(3, 4, 10), torch.ones(3, 4, { dtype: torch.int64 }), torch.tensor([4, 2, 0]))
 */
export class MaskedSoftmaxCELoss extends Module {
  /**
   * @param pred scores (batch, steps, classes)
   * @param label classes (batch, steps)
   * @param validLen how many steps of each sequence count, (batch,)
   * @example loss.forward(pred, label, validLen) // or loss(…)
   */
  forward(pred: Tensor, label: Tensor, validLen: Tensor): Tensor {
    requireTensor("MaskedSoftmaxCELoss", pred);
    requireTensor("MaskedSoftmaxCELoss", label);
    expect("MaskedSoftmaxCELoss", "scores (batch, steps, classes)", pred, pred.ndim === 3);
    const losses = crossEntropy(pred.permute(0, 2, 1), label, { reduction: "none" });
    return losses.maskedFill(behindEnd("MaskedSoftmaxCELoss", label, validLen), 0).mean(1);
  }
}
