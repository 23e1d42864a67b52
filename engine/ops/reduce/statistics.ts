/** Variance, standard deviation and norms, along axes. */
import { expectObject } from "../../core/expect.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import {
  type Axes,
  axesOf,
  type Keepdim,
  reducedShape,
  reduceOptions,
  type ReduceOptions,
} from "../../core/axes.ts";
import { div, mul, pow, sub } from "../elementwise/binary.ts";
import { eq, ne } from "../elementwise/compare.ts";
import { to } from "../shape/convert.ts";
import { zerosLike } from "../create/create.ts";
import { extreme } from "./extremes.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import type { Op } from "../../core/node.ts";
import { release } from "../../core/allocate.ts";
import { mean, sum } from "./reduce.ts";
import {
  defineReduction,
  floating,
  reduceArray,
  type ReduceOp,
  type ReduceParams,
  reduceParams,
  spread,
} from "./applyReduction.ts";
import { abs, sign, sqrt } from "../elementwise/unary.ts";
import { where } from "../elementwise/where.ts";
import type { OptionNames } from "../../core/options.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./statistics.ts"), "std" | "norm"> {
    /** Variance, divided by n − correction; correction is 1 by default, as in PyTorch.
     * @example x.var(0)
     * @example x.var(0, { correction: 0 }) */
    var(dim?: Axes | VarOptions, keepdim?: boolean | VarOptions): Tensor;
  }
}

// The slope of √ at 0 is taken to be 0, as PyTorch does for norms.
const normOp: ReduceOp = {
  ...defineReduction("sumSquares", ["x", "y"], (g, { saved: [x, y], params }) => {
    const zero = eq(y, 0);
    const ratio = where(zero, 0, div(g, where(zero, 1, y)));
    return mul(spread(ratio, params), x);
  }),
  name: "norm",
  node: "NormBackward1",
};
interface PNormParams extends ReduceParams {
  readonly p: number;
}

/** Of any p but 2. As in PyTorch, the slope is 0 where an element is, and where the norm is. */
const pNormOp: Op<PNormParams> = {
  name: "norm",
  node: "NormBackward1",
  backward: [
    (g, { saved: [x, y], params }) => {
      const { p } = params;
      if (p === 0) return zerosLike(x);
      const [none, zero] = [eq(x, 0), eq(y, 0)];
      const scale = where(zero, 0, div(g, pow(where(zero, 1, y), p - 1)));
      const slope = where(none, 0, mul(sign(x), pow(where(none, 1, abs(x)), p - 1)));
      return mul(spread(scale, params), slope);
    },
  ],
};
const varOp: Op<ReduceParams> = {
  name: "var",
  backward: [
    (g, { saved: [x], params }) => {
      const centred = sub(x, mean(x, { ...(params.axes ? { dim: params.axes } : {}), keepdim: true }));
      return mul(spread(mul(g, 2 / (params.count - params.correction)), params), centred);
    },
  ],
};
/** Axes, keepdim and correction of `var` and `std`: `{ dim: 0, correction: 0 }`. */
export interface VarOptions extends ReduceOptions {
  /** Subtracted from the number of elements. Default 1 (Bessel's correction). */
  correction?: number | undefined;
  /** False means `correction: 0`, true (the default) `correction: 1`. */
  unbiased?: boolean | undefined;
}

const varNames: OptionNames<VarOptions> = {
  dim: 1,
  keepdim: 1,
  correction: 1,
  unbiased: 1,
  axis: 1,
  keepdims: 1,
};

/** Variance over the axes `dim`, all when left out, divided by n − correction (n − 1 by default).
 * @throws when an axis is out of range.
 * @example variance(x, { dim: 0, correction: 0 }) */
export function variance(x: Tensor, dim?: Axes | VarOptions, keepdim?: boolean | VarOptions): Tensor {
  requireTensor("var", x);
  const options = reduceOptions<VarOptions>("var", dim, keepdim, varNames);
  const input = floating(x);
  const { shape } = input.array;
  const axes = axesOf("var", options.dim, shape);
  const correction = options.correction ?? (options.unbiased === false ? 0 : 1);
  const params = reduceParams(shape, axes, correction);
  const source = input.requiresGrad ? input.detach() : input;
  const dims = axes ? { dim: axes } : {};
  const centred = sub(source, mean(source, { ...dims, keepdim: true }));
  const squared = mul(centred, centred);
  const squares = sum(squared, { ...dims, keepdim: options.keepdim });
  release(centred.array.storage);
  release(squared.array.storage);
  const y = div(squares, Math.max(0, params.count - params.correction));
  return tracked(input) ? record(varOp, y, input, [input], params) : y;
}

/** Standard deviation over the axes `dim`: the root of {@link variance}; its slope at 0 is 0.
 * @throws when an axis is out of range.
 * @example x.std(0) */
export function std(x: Tensor, dim?: Axes | VarOptions, keepdim?: boolean | VarOptions): Tensor {
  requireTensor("std", x);
  return rootOf(variance(x, dim, keepdim));
}

const stdOp: Op<null> = {
  name: "std",
  backward: [
    (g, { saved: [y] }) => {
      const zero = eq(y, 0);
      return where(zero, 0, div(g, mul(where(zero, 1, y), 2)));
    },
  ],
};

function rootOf(squares: Tensor): Tensor {
  const y = sqrt(squares.requiresGrad ? squares.detach() : squares);
  return tracked(squares) ? record(stdOp, y, squares, [y], null) : y;
}

/** Order, axes and keepdim of `norm`: `{ p: 1, dim: 0 }`. */
export interface NormOptions extends ReduceOptions {
  /** Default 2. */
  p?: number | "fro";
}

const normNames: OptionNames<NormOptions> = { p: 1, dim: 1, keepdim: 1, axis: 1, keepdims: 1 };

/** The p-norm over the axes `dim`, all when left out: (Σ|x|ᵖ)^(1/p); p may be Infinity or −Infinity, and 0
 * counts what is other than 0.
 * @throws when an axis is out of range.
 * @example x.norm(1, 0) */
export function norm(
  x: Tensor,
  p: number | "fro" | NormOptions = 2,
  dim?: Axes | ReduceOptions,
  keepdim?: Keepdim,
): Tensor {
  requireTensor("norm", x);
  if (typeof p === "object") expectObject("norm", "an order, or options as in { p: 1 }", p);
  if (typeof p === "object") return norm(x, p.p ?? 2, p);
  const input = floating(x);
  const { dim: along, keepdim: keep } = reduceOptions<NormOptions>("norm", dim, keepdim, normNames);
  const options = { dim: along, keepdim: keep };
  if (p === 2 || p === "fro") {
    const { shape } = input.array;
    const axes = axesOf("norm", options.dim, shape);
    const reduced = reducedShape(shape, axes, options.keepdim);
    const y = sqrt(reduceArray(normOp, input, axes, reduced, input.dtype));
    return tracked(input) ? record(normOp, y, input, [input, y], reduceParams(shape, axes, 0)) : y;
  }
  if (p === Infinity) return extreme("max", "norm", abs(input), options);
  if (p === -Infinity) return extreme("min", "norm", abs(input), options);
  if (p === 1) return sum(abs(input), options);
  const axes = axesOf("norm", options.dim, input.array.shape);
  const y = withGradMode(false, () =>
    p === 0 ? sum(to(ne(input, 0), input.dtype), options) : pow(sum(pow(abs(input), p), options), 1 / p),
  );
  if (!tracked(input)) return y;
  return record(pNormOp, y, input, [input, y], { ...reduceParams(input.array.shape, axes, 0), p });
}

methods({ var: variance, std, norm });
