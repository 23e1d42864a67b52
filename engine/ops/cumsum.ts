/** Running sums. */
import { context } from "../context.ts";
import { foldAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { axisOf, type Dim, neededDim } from "./axes.ts";
import { example, specials } from "./examples.ts";
import {
  requireTensor,
  allocate,
  contiguousArray,
  discardCopy,
  type Op,
  record,
  tracked,
  wrap,
} from "./op.ts";
import { summable } from "./reduction.ts";

interface CumsumParams {
  readonly axis: number;
  readonly reversed: boolean;
}

const cumsumOp: Op<CumsumParams> = {
  name: "cumsum",
  backward: [(g, { params: { axis, reversed } }) => runningSum(g, axis, !reversed)],
  examples: () => [
    ...[[1], [3], [4], [5], [17], [0]].map((shape) =>
      example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [shape]),
    ),
    example((x) => cumsum(x, 1), "torch.cumsum(a, 1)", [[2, 5, 3]]),
    example((x) => cumsum(x, -1), "torch.cumsum(a, -1)", [{ shape: [4, 5], transposed: true }]),
    example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [specials], { smooth: false }),
  ],
};

function runningSum(x: Tensor, axis: number, reversed: boolean): Tensor {
  const source = contiguousArray("cumsum", x.array);
  const out = allocate("cumsum", x.dtype, source.shape);
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.cumsum(source, out, outer, n, inner, reversed);
  discardCopy(source, x.array);
  const y = wrap(out);
  return tracked(x) ? record(cumsumOp, y, x, null, { axis, reversed }) : y;
}

/** Running sum along the axis `dim`.
 * @throws when the axis is out of range.
 * @example cumsum(x, 0) */
export function cumsum(x: Tensor, dim: Dim): Tensor {
  requireTensor("cumsum", x);
  return runningSum(summable(x), axisOf("cumsum", neededDim("cumsum", dim), x.array.shape), false);
}

/** The rows of the table. */
export const cumsumOps: readonly Op<CumsumParams>[] = [cumsumOp];
