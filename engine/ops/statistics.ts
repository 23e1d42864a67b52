/** Variance, standard deviation and norms, along axes. */
import { expectObject } from "../expect.ts";
import { withGradMode } from "../gradMode.ts";
import type { Tensor } from "../tensor.ts";
import { type Axes, axesOf, type Keepdim, reducedShape, reduceOptions, type ReduceOptions } from "./axes.ts";
import { div, mul, pow, sub } from "./binary.ts";
import { eq, ne } from "./compare.ts";
import { to } from "./convert.ts";
import { zerosLike } from "./create.ts";
import { example } from "./examples.ts";
import { extreme } from "./extremes.ts";
import { requireTensor, type Example, type Op, record, release, type Row, tracked } from "./op.ts";
import { mean, sum } from "./reduce.ts";
import {
  defineReduction,
  floating,
  reduceArray,
  reduceExamples,
  type ReduceOp,
  type ReduceParams,
  reduceParams,
  spread,
} from "./reduction.ts";
import { abs, sign, sqrt } from "./unary.ts";
import { where } from "./where.ts";
import { type OptionNames } from "../options.ts";

// The slope of √ at 0 is taken to be 0, as PyTorch does for norms.
const normOp: ReduceOp = {
  ...defineReduction(
    "sumSquares",
    ["x", "y"],
    (g, { saved: [x, y], params }) => {
      const zero = eq(y, 0);
      const ratio = where(zero, 0, div(g, where(zero, 1, y)));
      return mul(spread(ratio, params), x);
    },
    () =>
      reduceExamples((x, dim, keepdim) => norm(x, 2, dim, keepdim), {
        torch: "torch.norm(a, dim=DIM)",
        all: "torch.norm(a)",
        empty: true,
        several: true,
      }),
  ),
  name: "norm",
};
interface PNormParams extends ReduceParams {
  readonly p: number;
}

/** Of any p but 2. As in PyTorch, the slope is 0 where an element is, and where the norm is. */
const pNormOp: Op<PNormParams> = {
  name: "norm",
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
  examples: () => [
    example((x) => norm(x, 3), "torch.norm(a, 3)", [[17]]),
    example((x) => norm(x, 3), "torch.norm(a, 3)", [{ shape: [3], values: [0, 0, 0] }], { smooth: false }),
    example((x) => norm(x, 3, 1, true), "torch.norm(a, 3, dim=1, keepdim=True)", [
      { shape: [2, 3], values: [0, 1, -2, 0.5, 0, 1] },
    ]),
    example((x) => norm(x, 1.5, 0), "torch.norm(a, 1.5, dim=0)", [[5, 3]]),
    example((x) => norm(x, 0.5), "torch.norm(a, 0.5)", [{ shape: [3], values: [0, 1, 4] }], {
      smooth: false,
    }),
    example((x) => norm(x, 0), "torch.norm(a, 0)", [{ shape: [3], values: [0, 1, 4] }], { smooth: false }),
    example((x) => norm(x, 1), "torch.norm(a, 1)", [{ shape: [3], values: [0, 1, -4] }], { smooth: false }),
    example((x) => norm(x, Infinity), "torch.norm(a, float('inf'))", [[2, 3]]),
    example((x) => norm(x, -Infinity, 0), "torch.norm(a, -float('inf'), dim=0)", [[2, 3]]),
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
  examples: () => [
    ...reduceExamples(variance, {
      torch: "torch.var(a, dim=DIM)",
      all: "torch.var(a)",
      empty: false,
      several: true,
      extremes: false,
    }),
    example((x) => variance(x, { correction: 0 }), "torch.var(a, unbiased=False)", [[5]]),
  ],
};
const stdExamples = (): Example[] => [
  example((x) => std(x), "torch.std(a)", [[17]]),
  example((x) => std(x, 1), "torch.std(a, dim=1)", [[3, 4]]),
  example(
    (x) => std(x, { dim: 0, keepdim: true, correction: 0 }),
    "torch.std(a, dim=0, unbiased=False, keepdim=True)",
    [[3, 4]],
  ),
];
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
 * @example std(x, 0) */
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
  examples: stdExamples,
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

/**
 * The p-norm over the axes `dim`, all when left out: (Σ|x|ᵖ)^(1/p); p may be Infinity or −Infinity, and 0
 * counts what is other than 0.
 * @throws when an axis is out of range.
 * @example norm(x)
 * @example norm(x, 1, 0)
 */
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

/** The rows of the table. */
export const statisticsOps: readonly Row[] = [normOp, pNormOp, varOp, stdOp];
