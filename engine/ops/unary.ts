/** Element-wise functions of one tensor. Forward is a kernel; backward is the formula beside it. */
import { Unary, type UnaryCode, type UnaryGradCode } from "../backend/backend.ts";
import { context } from "../context.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, rsub } from "./binary.ts";
import { ge, gt, le, logicalAnd } from "./compare.ts";
import { to } from "./convert.ts";
import { unaryExamples } from "./examples.ts";
import { allocateLike, type Example, isFloating, type Node, type Op, record, tracked, wrap } from "./op.ts";
import { zerosLike } from "./create.ts";
import { where } from "./where.ts";

export interface UnaryParams {
  readonly p0: number;
  readonly p1: number;
}

/** f′(v)·g, where v is what was saved. */
type Slope = (g: Tensor, v: Tensor, params: UnaryParams) => Tensor;

interface UnaryOp extends Op<UnaryParams> {
  readonly code: UnaryCode;
  readonly saves: "input" | "output" | "nothing";
  /** Whether int32 stays int32. */
  readonly integers: boolean;
}

const noParams: UnaryParams = { p0: 0, p1: 0 };

function define(
  name: keyof typeof Unary,
  saves: UnaryOp["saves"],
  slope: Slope,
  examples: () => Example[],
  options: { fused?: boolean; integers?: boolean } = {},
): UnaryOp {
  const code = Unary[name];
  const backward = (g: Tensor, node: Node<UnaryParams>): Tensor => {
    const v = node.saved[0];
    if (!options.fused || (context.gradEnabled && (g.requiresGrad || v.requiresGrad))) {
      return slope(g, v, node.params);
    }
    const out = allocateLike(name, v.array, v.dtype);
    context.backend.unaryBackward(
      code as UnaryGradCode,
      v.array,
      g.array,
      out,
      node.params.p0,
      node.params.p1,
    );
    return wrap(out);
  };
  return { name, code, saves, integers: options.integers ?? false, backward: [backward], examples };
}

function apply(op: UnaryOp, input: Tensor, params: UnaryParams = noParams): Tensor {
  const x = op.integers || isFloating(input.dtype) ? input : to(input, "float32");
  const out = allocateLike(op.name, x.array, x.dtype);
  context.backend.unary(op.code, x.array, out, params.p0, params.p1);
  const y = wrap(out);
  if (!tracked(x)) return y;
  return record(op, y, x, op.saves === "input" ? [x] : op.saves === "output" ? [y] : null, params);
}

const away: readonly [number, number] = [0.2, 3];

// One record per function: name, what is saved, the slope, examples.

const negOp = define(
  "neg",
  "nothing",
  (g) => neg(g),
  () => unaryExamples(neg, "torch.neg(a)"),
  {
    integers: true,
  },
);
const absOp = define(
  "abs",
  "input",
  (g, x) => mul(g, sign(x)),
  () => unaryExamples(abs, "torch.abs(a)"),
  { fused: true, integers: true },
);
const signOp = define(
  "sign",
  "nothing",
  (g) => zerosLike(g),
  () => unaryExamples(sign, "torch.sign(a)"),
  {
    integers: true,
  },
);
const expOp = define(
  "exp",
  "output",
  (g, y) => mul(g, y),
  () => unaryExamples(exp, "torch.exp(a)"),
);
const logOp = define(
  "log",
  "input",
  (g, x) => div(g, x),
  () => unaryExamples(log, "torch.log(a)", away),
);
const log2Op = define(
  "log2",
  "input",
  (g, x) => div(g, mul(x, Math.LN2)),
  () => unaryExamples(log2, "torch.log2(a)", away),
);
const log10Op = define(
  "log10",
  "input",
  (g, x) => div(g, mul(x, Math.LN10)),
  () => unaryExamples(log10, "torch.log10(a)", away),
);
const log1pOp = define(
  "log1p",
  "input",
  (g, x) => div(g, add(x, 1)),
  () => unaryExamples(log1p, "torch.log1p(a)", [-0.8, 3]),
);
const expm1Op = define(
  "expm1",
  "output",
  (g, y) => mul(g, add(y, 1)),
  () => unaryExamples(expm1, "torch.expm1(a)"),
);
const sqrtOp = define(
  "sqrt",
  "output",
  (g, y) => div(g, mul(y, 2)),
  () => unaryExamples(sqrt, "torch.sqrt(a)", away),
);
const rsqrtOp = define(
  "rsqrt",
  "output",
  (g, y) => mul(mul(g, -0.5), mul(square(y), y)),
  () => unaryExamples(rsqrt, "torch.rsqrt(a)", away),
);
const squareOp = define(
  "square",
  "input",
  (g, x) => mul(g, mul(x, 2)),
  () => unaryExamples(square, "torch.square(a)"),
  { integers: true },
);
const reciprocalOp = define(
  "reciprocal",
  "output",
  (g, y) => mul(neg(g), square(y)),
  () => unaryExamples(reciprocal, "torch.reciprocal(a)", away),
);
const sinOp = define(
  "sin",
  "input",
  (g, x) => mul(g, cos(x)),
  () => unaryExamples(sin, "torch.sin(a)"),
);
const cosOp = define(
  "cos",
  "input",
  (g, x) => neg(mul(g, sin(x))),
  () => unaryExamples(cos, "torch.cos(a)"),
);
const tanOp = define(
  "tan",
  "output",
  (g, y) => mul(g, add(square(y), 1)),
  () => unaryExamples(tan, "torch.tan(a)", [-1, 1]),
);
const erfOp = define(
  "erf",
  "input",
  (g, x) => mul(mul(g, 2 / Math.sqrt(Math.PI)), exp(neg(square(x)))),
  () => unaryExamples(erf, "torch.erf(a)"),
);
const tanhOp = define(
  "tanh",
  "output",
  (g, y) => mul(g, rsub(square(y), 1)),
  () => unaryExamples(tanh, "torch.tanh(a)"),
  { fused: true },
);
const sigmoidOp = define(
  "sigmoid",
  "output",
  (g, y) => mul(g, mul(y, rsub(y, 1))),
  () => unaryExamples(sigmoid, "torch.sigmoid(a)"),
  { fused: true },
);
const logSigmoidOp = define(
  "logSigmoid",
  "input",
  (g, x) => mul(g, sigmoid(neg(x))),
  () => unaryExamples(logSigmoid, "F.logsigmoid(a)"),
  { fused: true },
);
// relu′(0) = 0, as in PyTorch; at NaN the gradient passes.
const reluOp = define(
  "relu",
  "output",
  (g, y) => where(le(y, 0), 0, g),
  () => unaryExamples(relu, "torch.relu(a)"),
  { fused: true, integers: true },
);
const leakyReluOp = define(
  "leakyRelu",
  "input",
  (g, x, { p0 }) => where(gt(x, 0), g, mul(g, p0)),
  () => unaryExamples((x) => leakyRelu(x, 0.1), "F.leaky_relu(a, 0.1)"),
  { fused: true },
);
const eluOp = define(
  "elu",
  "input",
  (g, x, { p0 }) => where(gt(x, 0), g, mul(mul(g, p0), exp(x))),
  () => unaryExamples((x) => elu(x, 0.7), "F.elu(a, 0.7)"),
  { fused: true },
);
const geluOp = define(
  "gelu",
  "input",
  (g, x) =>
    mul(
      g,
      add(
        mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5),
        mul(x, mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))),
      ),
    ),
  () => unaryExamples(gelu, "F.gelu(a)"),
  { fused: true },
);
const geluTanhOp = define(
  "geluTanh",
  "input",
  (g, x) => {
    const scale = Math.sqrt(2 / Math.PI);
    const t = tanh(mul(mul(x, add(mul(square(x), 0.044715), 1)), scale));
    const inner = mul(add(mul(square(x), 3 * 0.044715), 1), scale);
    return mul(g, add(mul(add(t, 1), 0.5), mul(mul(mul(x, 0.5), rsub(square(t), 1)), inner)));
  },
  () => unaryExamples((x) => gelu(x, { approximate: "tanh" }), "F.gelu(a, approximate='tanh')"),
  { fused: true },
);
const siluOp = define(
  "silu",
  "input",
  (g, x) => {
    const s = sigmoid(x);
    return mul(g, mul(s, add(mul(x, rsub(s, 1)), 1)));
  },
  () => unaryExamples(silu, "F.silu(a)"),
  { fused: true },
);
const softplusOp = define(
  "softplus",
  "input",
  (g, x, { p0, p1 }) => where(gt(mul(x, p0), p1), g, mul(g, sigmoid(mul(x, p0)))),
  () => [
    ...unaryExamples((x) => softplus(x), "F.softplus(a)"),
    ...unaryExamples((x) => softplus(x, { beta: 2, threshold: 3 }), "F.softplus(a, 2, 3)"),
  ],
  { fused: true },
);
const clampOp = define(
  "clamp",
  "input",
  (g, x, { p0, p1 }) => where(logicalAnd(ge(x, p0), le(x, p1)), g, 0),
  () => [
    ...unaryExamples((x) => clamp(x, -1, 1.5), "torch.clamp(a, -1, 1.5)"),
    ...unaryExamples((x) => clamp(x, { min: 0.5 }), "torch.clamp(a, min=0.5)"),
  ],
  { fused: true, integers: true },
);
const floorOp = step("floor", () => unaryExamples(floor, "torch.floor(a)"));
const ceilOp = step("ceil", () => unaryExamples(ceil, "torch.ceil(a)"));
const roundOp = step("round", () => unaryExamples(round, "torch.round(a)"));
const truncOp = step("trunc", () => unaryExamples(trunc, "torch.trunc(a)"));

function step(name: keyof typeof Unary, examples: () => Example[]): UnaryOp {
  return define(name, "nothing", (g) => zerosLike(g), examples, { integers: true });
}

/** Element-wise -x. Same shape as `x`.
 * @example neg(tensor([1, 2])) */
export function neg(x: Tensor): Tensor {
  return apply(negOp, x);
}
/** Element-wise |x|; its slope at 0 is 0. Same shape as `x`.
 * @example abs(tensor([1, 2])) */
export function abs(x: Tensor): Tensor {
  return apply(absOp, x);
}
/** Element-wise −1, 0 or 1; 0 for NaN. Same shape as `x`.
 * @example sign(tensor([1, 2])) */
export function sign(x: Tensor): Tensor {
  return apply(signOp, x);
}
/** Element-wise eˣ. Same shape as `x`.
 * @example exp(tensor([1, 2])) */
export function exp(x: Tensor): Tensor {
  return apply(expOp, x);
}
/** Element-wise the natural logarithm. Same shape as `x`.
 * @example log(tensor([1, 2])) */
export function log(x: Tensor): Tensor {
  return apply(logOp, x);
}
/** Element-wise the logarithm to base 2. Same shape as `x`.
 * @example log2(tensor([1, 2])) */
export function log2(x: Tensor): Tensor {
  return apply(log2Op, x);
}
/** Element-wise the logarithm to base 10. Same shape as `x`.
 * @example log10(tensor([1, 2])) */
export function log10(x: Tensor): Tensor {
  return apply(log10Op, x);
}
/** Element-wise log(1 + x), exact for small x. Same shape as `x`.
 * @example log1p(tensor([1, 2])) */
export function log1p(x: Tensor): Tensor {
  return apply(log1pOp, x);
}
/** Element-wise eˣ − 1, exact for small x. Same shape as `x`.
 * @example expm1(tensor([1, 2])) */
export function expm1(x: Tensor): Tensor {
  return apply(expm1Op, x);
}
/** Element-wise √x. Same shape as `x`.
 * @example sqrt(tensor([1, 2])) */
export function sqrt(x: Tensor): Tensor {
  return apply(sqrtOp, x);
}
/** Element-wise 1/√x. Same shape as `x`.
 * @example rsqrt(tensor([1, 2])) */
export function rsqrt(x: Tensor): Tensor {
  return apply(rsqrtOp, x);
}
/** Element-wise x². Same shape as `x`.
 * @example square(tensor([1, 2])) */
export function square(x: Tensor): Tensor {
  return apply(squareOp, x);
}
/** Element-wise 1/x. Same shape as `x`.
 * @example reciprocal(tensor([1, 2])) */
export function reciprocal(x: Tensor): Tensor {
  return apply(reciprocalOp, x);
}
/** Element-wise the sine of radians. Same shape as `x`.
 * @example sin(tensor([1, 2])) */
export function sin(x: Tensor): Tensor {
  return apply(sinOp, x);
}
/** Element-wise the cosine of radians. Same shape as `x`.
 * @example cos(tensor([1, 2])) */
export function cos(x: Tensor): Tensor {
  return apply(cosOp, x);
}
/** Element-wise the tangent of radians. Same shape as `x`.
 * @example tan(tensor([1, 2])) */
export function tan(x: Tensor): Tensor {
  return apply(tanOp, x);
}
/** Element-wise the error function. Same shape as `x`.
 * @example erf(tensor([1, 2])) */
export function erf(x: Tensor): Tensor {
  return apply(erfOp, x);
}
/** Element-wise the hyperbolic tangent. Same shape as `x`.
 * @example tanh(tensor([1, 2])) */
export function tanh(x: Tensor): Tensor {
  return apply(tanhOp, x);
}
/** Element-wise 1/(1 + e⁻ˣ). Same shape as `x`.
 * @example sigmoid(tensor([1, 2])) */
export function sigmoid(x: Tensor): Tensor {
  return apply(sigmoidOp, x);
}
/** Element-wise log(sigmoid(x)) without overflow. Same shape as `x`.
 * @example logSigmoid(tensor([1, 2])) */
export function logSigmoid(x: Tensor): Tensor {
  return apply(logSigmoidOp, x);
}
/** Element-wise max(x, 0), with slope 0 at 0. Same shape as `x`.
 * @example relu(tensor([1, 2])) */
export function relu(x: Tensor): Tensor {
  return apply(reluOp, x);
}
/** Element-wise x·sigmoid(x). Same shape as `x`.
 * @example silu(tensor([1, 2])) */
export function silu(x: Tensor): Tensor {
  return apply(siluOp, x);
}
/** Element-wise the largest integer ≤ x. Same shape as `x`.
 * @example floor(tensor([1, 2])) */
export function floor(x: Tensor): Tensor {
  return apply(floorOp, x);
}
/** Element-wise the smallest integer ≥ x. Same shape as `x`.
 * @example ceil(tensor([1, 2])) */
export function ceil(x: Tensor): Tensor {
  return apply(ceilOp, x);
}
/** Element-wise the nearest integer, halves to even. Same shape as `x`.
 * @example round(tensor([1, 2])) */
export function round(x: Tensor): Tensor {
  return apply(roundOp, x);
}
/** Element-wise x without its fraction. Same shape as `x`.
 * @example trunc(tensor([1, 2])) */
export function trunc(x: Tensor): Tensor {
  return apply(truncOp, x);
}

/** Element-wise x where x > 0, else `negativeSlope`·x.
 * @example leakyRelu(x, 0.1) */
export function leakyRelu(x: Tensor, negativeSlope = 0.01): Tensor {
  return apply(leakyReluOp, x, { p0: negativeSlope, p1: 0 });
}
/** Element-wise x where x > 0, else `alpha`·(eˣ − 1).
 * @example elu(x) */
export function elu(x: Tensor, alpha = 1): Tensor {
  return apply(eluOp, x, { p0: alpha, p1: 0 });
}
/** Element-wise x·Φ(x), Φ the normal distribution function, or its approximation by tanh.
 * @example gelu(x, { approximate: "tanh" }) */
export function gelu(x: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor {
  return apply(options.approximate === "tanh" ? geluTanhOp : geluOp, x);
}
/** Element-wise log(1 + e^(beta·x))/beta, and x itself where beta·x > threshold.
 * @example softplus(x, { beta: 2 }) */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  return apply(softplusOp, x, { p0: options.beta ?? 1, p1: options.threshold ?? 20 });
}

export interface ClampOptions {
  min?: number;
  max?: number;
}
/** Element-wise min(max(x, min), max); NaN stays. A bound left out does not bind.
 * @example clamp(x, 0, 1)
 * @example clamp(x, { min: 1e-6 }) */
export function clamp(x: Tensor, min?: number | ClampOptions, max?: number): Tensor {
  const bounds = typeof min === "object" ? min : { min, max };
  return apply(clampOp, x, { p0: bounds.min ?? -Infinity, p1: bounds.max ?? Infinity });
}

/** The rows of the table. */
export const unaryOps: readonly UnaryOp[] = [
  negOp,
  absOp,
  signOp,
  expOp,
  logOp,
  log2Op,
  log10Op,
  log1pOp,
  expm1Op,
  sqrtOp,
  rsqrtOp,
  squareOp,
  reciprocalOp,
  sinOp,
  cosOp,
  tanOp,
  erfOp,
  tanhOp,
  sigmoidOp,
  logSigmoidOp,
  reluOp,
  siluOp,
  floorOp,
  ceilOp,
  roundOp,
  truncOp,
  leakyReluOp,
  eluOp,
  geluOp,
  geluTanhOp,
  softplusOp,
  clampOp,
];
