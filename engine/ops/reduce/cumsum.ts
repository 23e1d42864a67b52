/** Running sums and products. */
import { context } from "../../core/context.ts";
import { foldAxes } from "../../core/shape.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import { axisOf, type Dim, neededDim } from "../../core/axes.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import type { Op } from "../../core/node.ts";
import { onesLike, zerosLike } from "../create/create.ts";
import { add, mul } from "../elementwise/binary.ts";
import { stack, unbind } from "../shape/join.ts";
import { summable } from "./applyReduction.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./cumsum.ts")> {}
}

interface CumsumParams {
  readonly axis: number;
  readonly reversed: boolean;
}

const cumsumOp: Op<CumsumParams> = {
  name: "cumsum",
  backward: [(g, { params: { axis, reversed } }) => runningSum(g, axis, !reversed)],
};

function runningSum(x: Tensor, axis: number, reversed: boolean): Tensor {
  const source = contiguousArray("cumsum", x.array);
  const out = allocate("cumsum", x.dtype, source.shape);
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.cumsum(source, out, outer, n, inner, reversed);
  discardCopy(source, x.array);
  const y = new Tensor(out);
  return tracked(x) ? record(cumsumOp, y, x, null, { axis, reversed }) : y;
}

/** Running sum along the axis `dim`.
 * @throws when the axis is out of range.
 * @example counts.cumsum(0) */
export function cumsum(x: Tensor, dim: Dim): Tensor {
  requireTensor("cumsum", x);
  return runningSum(summable(x), axisOf("cumsum", neededDim("cumsum", dim), x.array.shape), false);
}

interface CumprodParams {
  readonly axis: number;
}

/**
 * Where g is the gradient by the products, that by element k is the product of those before it times
 * s[k] = g[k] + x[k+1]·s[k+1]: no division, so that zeros are as good as other numbers.
 */
const cumprodOp: Op<CumprodParams> = {
  name: "cumprod",
  backward: [
    (g, { saved: [x], params: { axis } }) => {
      if (context.gradEnabled && (g.requiresGrad || x.requiresGrad)) return cumprodSlope(g, x, axis);
      const gx = allocate("cumprodBackward", x.dtype, x.array.shape);
      const [upper, source] = [g, x].map(({ array }) => contiguousArray("cumprodBackward", array));
      const [outer, n, inner] = foldAxes(gx.shape, axis, axis);
      context.backend.cumprodBackward(source, upper, gx, outer, n, inner);
      discardCopy(upper, g.array);
      discardCopy(source, x.array);
      return new Tensor(gx);
    },
  ],
};

/** The same in operations on tensors, which can be differentiated. */
function cumprodSlope(g: Tensor, x: Tensor, axis: number): Tensor {
  const [gs, xs] = [unbind(g, axis), unbind(x, axis)];
  if (xs.length === 0) return zerosLike(x);
  const before = xs.slice(0, -1).reduce((all, y) => [...all, mul(all[all.length - 1], y)], [onesLike(xs[0])]);
  const out = new Array<Tensor>(xs.length);
  let rest: Tensor | null = null;
  for (let k = xs.length - 1; k >= 0; k--) {
    rest = rest === null ? gs[k] : add(gs[k], mul(xs[k + 1], rest));
    out[k] = mul(before[k], rest);
  }
  return stack(out, axis);
}

/** Running product along the axis `dim`.
 * @throws when the axis is out of range.
 * @example tensor([1, 2, 3]).cumprod(0) // [1, 2, 6] */
export function cumprod(given: Tensor, dim: Dim): Tensor {
  requireTensor("cumprod", given);
  const x = summable(given);
  const axis = axisOf("cumprod", neededDim("cumprod", dim), x.array.shape);
  const source = contiguousArray("cumprod", x.array);
  const out = new Tensor(allocate("cumprod", x.dtype, source.shape));
  const [outer, n, inner] = foldAxes(source.shape, axis, axis);
  context.backend.cumprod(source, out.array, outer, n, inner);
  discardCopy(source, x.array);
  return tracked(x) ? record(cumprodOp, out, x, [x], { axis }) : out;
}

methods({ cumsum, cumprod });
