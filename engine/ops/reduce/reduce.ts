/** Sums, means, products and what is made of them, along axes. */
import { requireTensor } from "../../core/record.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { type Axes, type Keepdim, reduceOptions, type ReduceOptions } from "../../core/axes.ts";
import { div, mul, sub } from "../elementwise/binary.ts";
import { eq } from "../elementwise/compare.ts";
import { onesLike, zerosLike } from "../create/create.ts";
import type { Node } from "../../core/node.ts";
import {
  applyReduction,
  defineReduction,
  floating,
  numbered,
  type ReduceOp,
  type ReduceParams,
  spread,
  summable,
} from "./applyReduction.ts";
import { exp } from "../elementwise/unary.ts";
import { permute, reshape } from "../shape/views.ts";
import { stack, unbind } from "../shape/join.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./reduce.ts")> {}
}

const sumOp: ReduceOp = {
  ...defineReduction("sum", [], (g, { params }) => spread(g, params)),
  node: numbered("Sum"),
};
const meanOp: ReduceOp = {
  ...defineReduction("mean", [], (g, { params }) => spread(div(g, params.count), params)),
  node: numbered("Mean"),
};
const prodOp: ReduceOp = { ...defineReduction("prod", ["x", "y"], prodSlope), node: numbered("Prod") };
const logsumexpOp = defineReduction("logsumexp", ["x", "y"], (g, { saved: [x, y], params }) =>
  mul(spread(g, params), exp(sub(x, spread(y, params)))),
);
const allOp = defineReduction(
  "all",
  [],
  (g) => g,
  () => "bool",
);
const anyOp = defineReduction(
  "any",
  [],
  (g) => g,
  () => "bool",
);

/** y/x where no factor is 0; otherwise every factor's gradient is the product of the others. */
function prodSlope(g: Tensor, { saved: [x, y], params }: Node<ReduceParams>): Tensor {
  if (params.count > 0 && !any(eq(x, 0)).item()) return div(mul(spread(g, params), spread(y, params)), x);
  const { shape, count, axes } = params;
  if (count === 0) return zerosLike(x);
  const every = shape.map((_, axis) => axis);
  const reduced = axes ?? every;
  const rest = every.filter((axis) => !reduced.includes(axis));
  const order = [...rest, ...reduced];
  const turned = permute(x, order);
  const factors = unbind(reshape(turned, [...rest.map((axis) => shape[axis]), count]), -1);
  const [before, after] = [productsBefore(factors), productsBefore(factors.toReversed()).toReversed()];
  const others = stack(
    before.map((product, i) => mul(product, after[i])),
    -1,
  );
  const back = every.map((axis) => order.indexOf(axis));
  return mul(spread(g, params), permute(reshape(others, turned.array.shape), back));
}

/** For each factor the product of those before it. */
function productsBefore(factors: readonly Tensor[]): Tensor[] {
  const products = [onesLike(factors[0])];
  for (let i = 1; i < factors.length; i++) products.push(mul(products[i - 1], factors[i - 1]));
  return products;
}

/** Sum over the axes `dim`, all when left out. Booleans are counted as int32.
 * @throws when an axis is out of range.
 * @example x.sum(0, true)
 * @example x.sum({ dim: [0, 1], keepdim: true }) */
export function sum(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("sum", x);
  return applyReduction(sumOp, "sum", summable(x), reduceOptions("sum", dim, keepdim));
}

/** Mean over the axes `dim`, all when left out; NaN of nothing. Integers give float32.
 * @throws when an axis is out of range.
 * @example x.mean()
 * @example x.mean(0) */
export function mean(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("mean", x);
  return applyReduction(meanOp, "mean", floating(x), reduceOptions("mean", dim, keepdim));
}

/** Product over the axis `dim`, or over everything.
 * @throws when the axis is out of range.
 * @example x.prod()
 * @example x.prod(1) */
export function prod(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("prod", x);
  return applyReduction(prodOp, "prod", summable(x), reduceOptions("prod", dim, keepdim));
}

/** log Σ eˣ over the axes `dim`, all when left out, without overflow.
 * @throws when an axis is out of range.
 * @example logits.logsumexp(1, true) */
export function logsumexp(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("logsumexp", x);
  return applyReduction(logsumexpOp, "logsumexp", floating(x), reduceOptions("logsumexp", dim, keepdim));
}

/** Whether all elements along `dim` (everywhere when left out) are other than 0; a bool tensor.
 * @example x.gt(0).all() */
export function all(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  return applyReduction(allOp, "all", x, reduceOptions("all", dim, keepdim));
}

/** Whether any element along `dim` (anywhere when left out) is other than 0; a bool tensor.
 * @example x.isnan().any() */
export function any(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  return applyReduction(anyOp, "any", x, reduceOptions("any", dim, keepdim));
}

method("sum", function (dim, keepdim) {
  return sum(this, dim, keepdim);
});
method("mean", function (dim, keepdim) {
  return mean(this, dim, keepdim);
});
methods({ prod, logsumexp, all, any });
