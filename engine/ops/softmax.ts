/** Softmax and its logarithm along one axis. */
import { context } from "../context.ts";
import { foldAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { axisOf, type Dim, neededDim } from "./axes.ts";
import { mul, sub } from "./binary.ts";
import { to } from "./convert.ts";
import { example, specials } from "./examples.ts";
import {
  allocate,
  contiguousArray,
  discardCopy,
  type Example,
  isFloating,
  type Node,
  type Op,
  record,
  tracked,
  wrap,
} from "./op.ts";
import { sum } from "./reduce.ts";
import { exp } from "./unary.ts";

interface SoftmaxParams {
  readonly axis: number;
}

/** The kernel for gradients that need no graph; else the formula, which can be differentiated. */
function slope(log: boolean, formula: (g: Tensor, y: Tensor, axis: number) => Tensor) {
  return (g: Tensor, { saved: [y], params: { axis } }: Node<SoftmaxParams>): Tensor => {
    if (context.gradEnabled && (g.requiresGrad || y.requiresGrad)) return formula(g, y, axis);
    const [outer, n, inner] = foldAxes(y.array.shape, axis, axis);
    const gx = allocate("softmaxBackward", y.dtype, y.array.shape);
    const upper = contiguousArray("softmaxBackward", g.array);
    context.backend.softmaxBackward(y.array, upper, gx, log, outer, n, inner);
    discardCopy(upper, g.array);
    return wrap(gx);
  };
}

function softmaxExamples(f: typeof softmax, torch: string): Example[] {
  const along = (dim: number): string => `${torch}(a, dim=${dim})`;
  return [
    ...[1, 3, 4, 5, 17].map((n) => example((x) => f(x, -1), along(-1), [[4, n]])),
    example((x) => f(x, 0), along(0), [[5, 3]]),
    example((x) => f(x, 1), along(1), [[2, 5, 3]]),
    example((x) => f(x, 1), along(1), [{ shape: [4, 5], transposed: true }]),
    example((x) => f(x, 0), along(0), [[0, 3]]),
    example((x) => f(x, 0), along(0), [{ shape: [3], values: [1000, 1000, -1000] }], { smooth: false }),
    example((x) => f(x, 0), along(0), [specials], { smooth: false }),
  ];
}

const softmaxOp: Op<SoftmaxParams> = {
  name: "softmax",
  backward: [slope(false, (g, y, axis) => mul(y, sub(g, sum(mul(g, y), axis, true))))],
  examples: () => softmaxExamples(softmax, "torch.softmax"),
};
const logSoftmaxOp: Op<SoftmaxParams> = {
  name: "logSoftmax",
  backward: [slope(true, (g, y, axis) => sub(g, mul(exp(y), sum(g, axis, true))))],
  examples: () => softmaxExamples(logSoftmax, "torch.log_softmax"),
};

function apply(op: Op<SoftmaxParams>, input: Tensor, dim: number): Tensor {
  const x = isFloating(input.dtype) ? input : to(input, "float32");
  const axis = axisOf(op.name, dim, x.array.shape);
  const source = contiguousArray(op.name, x.array);
  const out = allocate(op.name, x.dtype, source.shape);
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.softmax(source, out, op === logSoftmaxOp, outer, n, inner);
  discardCopy(source, x.array);
  const y = wrap(out);
  return tracked(x) ? record(op, y, x, [y], { axis }) : y;
}

/** eˣ / Σ eˣ along the axis `dim`, without overflow.
 * @throws when the axis is out of range.
 * @example softmax(logits, 1) */
export function softmax(x: Tensor, dim: Dim): Tensor {
  return apply(softmaxOp, x, neededDim("softmax", dim));
}

/** log(softmax(x)) along the axis `dim`, without overflow.
 * @throws when the axis is out of range.
 * @example logSoftmax(logits, 1) */
export function logSoftmax(x: Tensor, dim: Dim): Tensor {
  return apply(logSoftmaxOp, x, neededDim("logSoftmax", dim));
}

/** The rows of the table. */
export const softmaxOps: readonly Op<SoftmaxParams>[] = [softmaxOp, logSoftmaxOp];
