/** Distributions to draw from, as the book's chapter on probability uses them: PyTorch's `torch.distributions`. */
import { requireTensor } from "../core/record.ts";
import { withGradMode } from "../core/gradMode.ts";
import { ones, zeros } from "../ops/create/create.ts";
import { scatterAdd } from "../ops/index/gather.ts";
import { sum } from "../ops/reduce/reduce.ts";
import { say } from "../payload/say.ts";
import { type Shape, showShape, sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { multinomial } from "./tensors.ts";

/**
 * How often each of several outcomes happens in `totalCount` independent draws.
 * @param probs weights of the outcomes, shape (outcomes,); they are divided by their sum
 * @throws {RangeError} for a count that is none, or weights of another shape
 * @example new distributions.Multinomial(10, ones(6).div(6)).sample() // shape (6,), sums to 10
 */
export class Multinomial {
  /** Number of draws in a sample. */
  readonly totalCount: number;
  /** Shape (outcomes,), sums to 1. */
  readonly probs: Tensor;

  constructor(totalCount: number, probs: Tensor) {
    requireTensor("Multinomial", probs);
    const { shape } = probs.array;
    if (!Number.isInteger(totalCount) || totalCount < 1) {
      throw new RangeError(say`Multinomial: totalCount is ${totalCount}; give a whole number of at least 1.`);
    }
    if (shape.length !== 1) {
      throw new RangeError(
        say`Multinomial: probs has shape ${showShape(shape)}; give weights along one axis.`,
      );
    }
    this.totalCount = totalCount;
    this.probs = withGradMode(false, () => probs.div(sum(probs)));
  }

  /**
   * Counts of shape (…sampleShape, outcomes), each row from `totalCount` draws. The same seed gives PyTorch's.
   * @example distribution.sample([500]).cumsum(0)
   */
  sample(sampleShape: Shape = []): Tensor {
    return withGradMode(false, () => {
      const outcomes = this.probs.array.size;
      const rows = sizeOf(sampleShape);
      // PyTorch draws the first of every row, then the second of every row, and so on.
      const drawn = multinomial(this.probs, this.totalCount * rows, { replacement: true });
      const index = drawn.reshape(this.totalCount, rows).T.contiguous();
      const counts = scatterAdd(zeros(rows, outcomes), 1, index, ones(rows, this.totalCount));
      return counts.reshape([...sampleShape, outcomes]);
    });
  }
}
