/** Softmax and its logarithm along one axis. */
import { context } from "../../core/context.ts";
import { foldAxes } from "../../core/shape.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import { axisOf, type Dim, neededDim } from "../../core/axes.ts";
import { mul, sub } from "../elementwise/binary.ts";
import { to } from "../shape/convert.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { isFloating } from "../../core/ndarray.ts";
import type { Node, Op } from "../../core/node.ts";
import { record, tracked } from "../../core/record.ts";
import { sum } from "./reduce.ts";
import { exp } from "../elementwise/unary.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./softmax.ts"), "softmax" | "logSoftmax"> {}
}

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
    return new Tensor(gx);
  };
}

export const softmaxOp: Op<SoftmaxParams> = {
  name: "softmax",
  backward: [slope(false, (g, y, axis) => mul(y, sub(g, sum(mul(g, y), axis, true))))],
};
const logSoftmaxOp: Op<SoftmaxParams> = {
  name: "logSoftmax",
  backward: [slope(true, (g, y, axis) => sub(g, mul(exp(y), sum(g, axis, true))))],
};

function apply(op: Op<SoftmaxParams>, input: Tensor, dim: number): Tensor {
  const x = isFloating(input.dtype) ? input : to(input, "float32");
  const axis = axisOf(op.name, dim, x.array.shape);
  const source = contiguousArray(op.name, x.array);
  const out = allocate(op.name, x.dtype, source.shape);
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.softmax(source, out, op === logSoftmaxOp, outer, n, inner);
  discardCopy(source, x.array);
  const y = new Tensor(out);
  return tracked(x) ? record(op, y, x, [y], { axis }) : y;
}

/** eˣ / Σ eˣ along the axis `dim`, without overflow.
 * @throws when the axis is out of range.
 * @example logits.softmax(1) */
export function softmax(x: Tensor, dim: Dim): Tensor {
  return apply(softmaxOp, x, neededDim("softmax", dim));
}

/** log(softmax(x)) along the axis `dim`, without overflow.
 * @throws when the axis is out of range.
 * @example logits.logSoftmax(1) */
export function logSoftmax(x: Tensor, dim: Dim): Tensor {
  return apply(logSoftmaxOp, x, neededDim("logSoftmax", dim));
}

methods({ softmax, logSoftmax });
