/**
 * Changes in place as methods of all tensors. They return the tensor, and throw when a leaf that requires a gradient is
 * changed outside noGrad.
 */
import { checkOptions } from "../../core/options.ts";
import { method, methods, type Tensor } from "../../core/tensor.ts";
import { Binary, Unary } from "../../table/index.ts";
import { maskedFill } from "../elementwise/where.ts";
import { boundsOf, type ClampOptions } from "../elementwise/bounds.ts";
import { clamp } from "../elementwise/unary.ts";
import { indexAdd, scatter, scatterAdd } from "../index/gather.ts";
import { addScaled_, change, changeBinary, changeUnary, copy_, fill_ } from "./inPlace.ts";

declare module "../../core/tensor.ts" {
  interface Tensor {
    /** this += alpha·other.
     * @example x.add_(1) */
    add_(other: Tensor | number, options?: { alpha?: number }): this;
    /** this −= alpha·other.
     * @example noGrad(() => w.sub_(w.grad.mul(lr))) */
    sub_(other: Tensor | number, options?: { alpha?: number }): this;
    /** this ·= other.
     * @example x.mul_(0.9) */
    mul_(other: Tensor | number): this;
    /** this /= other.
     * @example x.div_(255) */
    div_(other: Tensor | number): this;
    /** this to the power `other`, in place.
     * @example x.pow_(2) */
    pow_(other: Tensor | number): this;
    /** −this, in place.
     * @example x.neg_() */
    neg_(): this;
    /** e to the power of this, in place.
     * @example x.exp_() */
    exp_(): this;
    /** The natural logarithm, in place.
     * @example x.log_() */
    log_(): this;
    /** The square root, in place.
     * @example x.sqrt_() */
    sqrt_(): this;
    /** |this|, in place.
     * @example x.abs_() */
    abs_(): this;
    /** max(this, 0), in place.
     * @example x.relu_() */
    relu_(): this;
    /** 1/(1 + e^−this), in place.
     * @example x.sigmoid_() */
    sigmoid_(): this;
    /** The hyperbolic tangent, in place.
     * @example x.tanh_() */
    tanh_(): this;
    /** this², in place.
     * @example x.square_() */
    square_(): this;
    /** 1/this, in place.
     * @example x.reciprocal_() */
    reciprocal_(): this;
    /** The largest integer ≤ this, in place.
     * @example x.floor_() */
    floor_(): this;
    /** The nearest integer, halves to even, in place.
     * @example x.round_() */
    round_(): this;
    /** Limits every element to [min, max].
     * @example x.clamp_(0, 1) */
    clamp_(min?: number | ClampOptions, max?: number): this;
    /** 0 everywhere, in place.
     * @example w.grad.zero_() */
    zero_(): this;
    /** `value` everywhere, in place.
     * @example b.data.fill_(0) */
    fill_(value: number): this;
    /** Copies `source` in, broadcasting and casting. Gradients flow to `source`.
     * @example noGrad(() => w.copy_(best)) */
    copy_(source: Tensor): this;
    /** `value` where the bool tensor `mask` holds, in place.
     * @example x.maskedFill_(x.isnan(), 0) */
    maskedFill_(mask: Tensor, value: number): this;
    /** Along `dim`, the elements that `index` names become those of `source` (or a number), in place.
     * @example zeros(3, 5).scatter_(1, labels.unsqueeze(1), 1) */
    scatter_(dim: number, index: Tensor, source: Tensor | number): this;
    /** Like `scatter_`, but adds to what is there.
     * @example counts.scatterAdd_(0, bins, ones(bins.length)) */
    scatterAdd_(dim: number, index: Tensor, source: Tensor | number): this;
    /** Adds `source` to the rows `index` of the axis `dim`, in place.
     * @example sums.indexAdd_(0, labels, x) */
    indexAdd_(dim: number, index: Tensor | readonly number[], source: Tensor): this;
  }
}

/** x ← x ∘ other, by the row of the operation. */
function pairChange(
  name: "add" | "sub" | "mul" | "div" | "pow",
): (x: Tensor, other: Tensor | number) => Tensor {
  const operation = `${name}_`;
  const code = Binary[name];
  const compute = (x: Tensor, other: Tensor | number): Tensor => x[name](other);
  return (x, other) => changeBinary(operation, x, other, code, compute);
}

for (const [name, sign] of [
  ["add", 1],
  ["sub", -1],
] as const) {
  const operation = `${name}_` as const;
  const changeBy = pairChange(name);
  method(operation, function (other, options) {
    if (options !== undefined) checkOptions(operation, options, { alpha: 1 });
    const alpha = options?.alpha ?? 1;
    if (typeof other === "number") return changeBy(this, other * alpha);
    return addScaled_(operation, this, other, sign * alpha);
  });
}
for (const name of ["mul", "div", "pow"] as const) {
  const changeBy = pairChange(name);
  method(`${name}_`, function (other) {
    return changeBy(this, other);
  });
}
for (const name of [
  "neg",
  "exp",
  "log",
  "sqrt",
  "abs",
  "relu",
  "sigmoid",
  "tanh",
  "square",
  "reciprocal",
  "floor",
  "round",
] as const) {
  const operation = `${name}_` as const;
  const code = Unary[name];
  const compute = (x: Tensor): Tensor => x[name]();
  method(operation, function () {
    return changeUnary(operation, this, code, 0, 0, compute);
  });
}
method("zero_", function () {
  return fill_(this, 0);
});
methods({
  fill_,
  copy_,
  clamp_: (x, min?: number | ClampOptions, max?: number) => {
    const { p0, p1 } = boundsOf(min, max);
    const compute = (former: Tensor): Tensor => clamp(former, min, max);
    // A bound that is no number makes all elements NaN.
    if (Number.isNaN(p0) || Number.isNaN(p1)) return change("clamp_", x, compute);
    return changeUnary("clamp_", x, Unary.clamp, p0, p1, compute);
  },
  maskedFill_: (x, mask: Tensor, value: number) =>
    change("maskedFill_", x, (former) => maskedFill("maskedFill_", former, mask, value)),
  scatter_: (x, dim: number, index: Tensor, source: Tensor | number) =>
    change("scatter_", x, (former) => scatter(former, dim, index, source)),
  scatterAdd_: (x, dim: number, index: Tensor, source: Tensor | number) =>
    change("scatterAdd_", x, (former) => scatterAdd(former, dim, index, source)),
  indexAdd_: (x, dim: number, index: Tensor | readonly number[], source: Tensor) =>
    change("indexAdd_", x, (former) => indexAdd(former, dim, index, source)),
});
