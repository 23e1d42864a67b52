import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { showShape } from "../../core/shape.ts";
import { conv2d } from "../../ops/windows/convolve.ts";

/**
 * The cross-correlation of a matrix (height, width) with a kernel (rows, columns): at each place the sum of the
 * elements under the kernel times the kernel's, (height − rows + 1, width − columns + 1).
 * @throws {RangeError} when one of them is no matrix
 * @example d2l.corr2d(torch.arange(9).reshape(3, 3), torch.tensor([[0, 1], [2, 3]])) // [[19, 25], [37, 43]]
 */
export function corr2d(X: Tensor, K: Tensor): Tensor {
  for (const x of [X, K]) {
    requireTensor("corr2d", x);
    if (x.array.shape.length === 2) continue;
    throw new RangeError(
      say`corr2d: a tensor has shape ${showShape(x.array.shape)}; a matrix and a kernel of two axes are wanted.`,
    );
  }
  const [x, k] = [X, K].map((each) =>
    each.dtype === "int32" || each.dtype === "bool" ? each.float() : each,
  );
  return conv2d(x.unsqueeze(0).unsqueeze(0), k.unsqueeze(0).unsqueeze(0)).squeeze(0).squeeze(0);
}
