/** Sums, means, products and what is made of them, along axes. */
import { requireTensor } from "./op.ts";
import { sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type Axes, type Keepdim, reduceOptions, type ReduceOptions } from "./axes.ts";
import { div, mul, sub } from "./binary.ts";
import { eq } from "./compare.ts";
import { onesLike, zerosLike } from "./create.ts";
import { example } from "./examples.ts";
import type { Node, Row } from "./op.ts";
import {
  applyReduction,
  defineReduction,
  floating,
  reduceExamples,
  type ReduceParams,
  spread,
  summable,
} from "./reduction.ts";
import { exp } from "./unary.ts";
import { permute, reshape } from "./views.ts";
import { stack, unbind } from "./join.ts";

const sumOp = defineReduction(
  "sum",
  [],
  (g, { params }) => spread(g, params),
  () =>
    reduceExamples(sum, { torch: "torch.sum(a, dim=DIM)", all: "torch.sum(a)", empty: true, several: true }),
);
const meanOp = defineReduction(
  "mean",
  [],
  (g, { params }) => spread(div(g, params.count), params),
  () =>
    reduceExamples(mean, {
      torch: "torch.mean(a, dim=DIM)",
      all: "torch.mean(a)",
      empty: true,
      several: true,
    }),
);
const prodOp = defineReduction("prod", ["x", "y"], prodSlope, () => [
  ...reduceExamples(prod, {
    torch: "torch.prod(a, dim=DIM)",
    all: "torch.prod(a)",
    empty: true,
    several: false,
    extremes: false,
  }),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [2, 0, -3] }]),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [0, 0, -3] }]),
  example((x) => prod(x, 0), "torch.prod(a, 0)", [{ shape: [3], values: [2, 0, -3] }]),
  example((x) => prod(x, 1), "torch.prod(a, 1)", [{ shape: [2, 3], values: [2, 0, -3, 0, 5, 0] }]),
  example((x) => prod(x, [0, 2]), "torch.prod(torch.prod(a, 2), 0)", [
    { shape: [2, 2, 2], values: [2, 0, -3, 4, 3, 5, 0, 0] },
  ]),
]);
const logsumexpOp = defineReduction(
  "logsumexp",
  ["x", "y"],
  (g, { saved: [x, y], params }) => mul(spread(g, params), exp(sub(x, spread(y, params)))),
  () =>
    reduceExamples(logsumexp, {
      torch: "torch.logsumexp(a, dim=DIM)",
      all: "torch.logsumexp(a, dim=tuple(range(a.dim())))",
      empty: false,
      several: true,
    }),
);
const allOp = defineReduction(
  "all",
  [],
  (g) => g,
  () =>
    reduceExamples(all, {
      torch: "torch.all(a != 0, dim=DIM)",
      all: "torch.all(a != 0)",
      empty: true,
      several: false,
    }),
  () => "bool",
);
const anyOp = defineReduction(
  "any",
  [],
  (g) => g,
  () =>
    reduceExamples(any, {
      torch: "torch.any(a != 0, dim=DIM)",
      all: "torch.any(a != 0)",
      empty: true,
      several: false,
    }),
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
 * @example sum(x, 0, true)
 * @example sum(x, { dim: [0, 1] }) */
export function sum(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("sum", x);
  return applyReduction(sumOp, "sum", summable(x), reduceOptions("sum", dim, keepdim));
}

/** Mean over the axes `dim`, all when left out; NaN of nothing. Integers give float32.
 * @throws when an axis is out of range.
 * @example mean(x, 0) */
export function mean(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("mean", x);
  return applyReduction(meanOp, "mean", floating(x), reduceOptions("mean", dim, keepdim));
}

/** Product over the axis `dim`, or over everything.
 * @throws when the axis is out of range.
 * @example prod(x, 1) */
export function prod(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("prod", x);
  return applyReduction(prodOp, "prod", summable(x), reduceOptions("prod", dim, keepdim));
}

/** log Σ eˣ over the axes `dim`, all when left out, without overflow.
 * @throws when an axis is out of range.
 * @example logsumexp(x, 1, true) */
export function logsumexp(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  requireTensor("logsumexp", x);
  return applyReduction(logsumexpOp, "logsumexp", floating(x), reduceOptions("logsumexp", dim, keepdim));
}

/** Whether all elements along `dim` (everywhere when left out) are other than 0; a bool tensor.
 * @example all(gt(x, 0)) */
export function all(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  return applyReduction(allOp, "all", x, reduceOptions("all", dim, keepdim));
}

/** Whether any element along `dim` (anywhere when left out) is other than 0; a bool tensor.
 * @example any(isnan(x)) */
export function any(x: Tensor, dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
  return applyReduction(anyOp, "any", x, reduceOptions("any", dim, keepdim));
}

/** `x` summed back to `shape`, from which it was broadcast. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const from = x.array.shape;
  if (sameShape(from, shape)) return x;
  const lead = from.length - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < from.length; axis++) {
    if (axis < lead || (shape[axis - lead] === 1 && from[axis] !== 1)) axes.push(axis);
  }
  const total = sum(x, axes);
  return sameShape(total.array.shape, shape) ? total : reshape(total, shape);
}

/** The rows of the table. */
export const reduceOps: readonly Row[] = [sumOp, meanOp, prodOp, logsumexpOp, allOp, anyOp];
