/** Element-wise functions of one tensor: each row of the table, with its slope, above the function it is for. */
import type { Unary } from "../backend/backend.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul } from "./binary.ts";
import { ge, le, logicalAnd } from "./compare.ts";
import { to } from "./convert.ts";
import { zerosLike } from "./create.ts";
import { applyUnary, defineUnary, type UnaryOp } from "./elementwise.ts";
import { unaryExamples } from "./examples.ts";
import { requireTensor, type Example, isFloating } from "./op.ts";
import { where } from "./where.ts";
import { checkOptions } from "../options.ts";

/** Away from poles and branch points. */
const away: readonly [number, number] = [0.2, 3];

const negOp = defineUnary(
  "neg",
  "nothing",
  (g) => neg(g),
  () => unaryExamples(neg, "torch.neg(a)"),
  {
    integers: true,
  },
);

/** Element-wise -x. Same shape as `x`.
 * @example neg(tensor([1, 2])) */
export function neg(x: Tensor): Tensor {
  return applyUnary(negOp, x);
}

const absOp = defineUnary(
  "abs",
  "input",
  (g, x) => mul(g, sign(x)),
  () => unaryExamples(abs, "torch.abs(a)"),
  { fused: true, integers: true, pieces: true },
);

/** Element-wise |x|; its slope at 0 is 0. Same shape as `x`.
 * @example abs(tensor([1, 2])) */
export function abs(x: Tensor): Tensor {
  return applyUnary(absOp, x);
}

const signOp = defineUnary(
  "sign",
  "nothing",
  (g) => zerosLike(g),
  () => unaryExamples(sign, "torch.sign(a)"),
  {
    integers: true,
  },
);

/** Element-wise −1, 0 or 1; 0 for NaN. Same shape as `x`.
 * @example sign(tensor([1, 2])) */
export function sign(x: Tensor): Tensor {
  return applyUnary(signOp, x);
}

const expOp = defineUnary(
  "exp",
  "output",
  (g, y) => mul(g, y),
  () => unaryExamples(exp, "torch.exp(a)"),
);

/** Element-wise eˣ. Same shape as `x`.
 * @example exp(tensor([1, 2])) */
export function exp(x: Tensor): Tensor {
  return applyUnary(expOp, x);
}

const expm1Op = defineUnary(
  "expm1",
  "output",
  (g, y) => mul(g, add(y, 1)),
  () => unaryExamples(expm1, "torch.expm1(a)"),
);

/** Element-wise eˣ − 1, exact for small x. Same shape as `x`.
 * @example expm1(tensor([1, 2])) */
export function expm1(x: Tensor): Tensor {
  return applyUnary(expm1Op, x);
}

const logOp = defineUnary(
  "log",
  "input",
  (g, x) => div(g, x),
  () => unaryExamples(log, "torch.log(a)", away),
);

/** Element-wise the natural logarithm. Same shape as `x`.
 * @example log(tensor([1, 2])) */
export function log(x: Tensor): Tensor {
  return applyUnary(logOp, x);
}

const log2Op = defineUnary(
  "log2",
  "input",
  (g, x) => div(g, mul(x, Math.LN2)),
  () => unaryExamples(log2, "torch.log2(a)", away),
);

/** Element-wise the logarithm to base 2. Same shape as `x`.
 * @example log2(tensor([1, 2])) */
export function log2(x: Tensor): Tensor {
  return applyUnary(log2Op, x);
}

const log10Op = defineUnary(
  "log10",
  "input",
  (g, x) => div(g, mul(x, Math.LN10)),
  () => unaryExamples(log10, "torch.log10(a)", away),
);

/** Element-wise the logarithm to base 10. Same shape as `x`.
 * @example log10(tensor([1, 2])) */
export function log10(x: Tensor): Tensor {
  return applyUnary(log10Op, x);
}

const log1pOp = defineUnary(
  "log1p",
  "input",
  (g, x) => div(g, add(x, 1)),
  () => unaryExamples(log1p, "torch.log1p(a)", [-0.8, 3]),
);

/** Element-wise log(1 + x), exact for small x. Same shape as `x`.
 * @example log1p(tensor([1, 2])) */
export function log1p(x: Tensor): Tensor {
  return applyUnary(log1pOp, x);
}

const sqrtOp = defineUnary(
  "sqrt",
  "output",
  (g, y) => div(g, mul(y, 2)),
  () => unaryExamples(sqrt, "torch.sqrt(a)", away),
);

/** Element-wise √x. Same shape as `x`.
 * @example sqrt(tensor([1, 2])) */
export function sqrt(x: Tensor): Tensor {
  return applyUnary(sqrtOp, x);
}

const rsqrtOp = defineUnary(
  "rsqrt",
  "output",
  (g, y) => mul(mul(g, -0.5), mul(square(y), y)),
  () => unaryExamples(rsqrt, "torch.rsqrt(a)", away),
);

/** Element-wise 1/√x. Same shape as `x`.
 * @example rsqrt(tensor([1, 2])) */
export function rsqrt(x: Tensor): Tensor {
  return applyUnary(rsqrtOp, x);
}

const squareOp = defineUnary(
  "square",
  "input",
  (g, x) => mul(g, mul(x, 2)),
  () => unaryExamples(square, "torch.square(a)"),
  { integers: true },
);

/** Element-wise x². Same shape as `x`.
 * @example square(tensor([1, 2])) */
export function square(x: Tensor): Tensor {
  requireTensor("square", x);
  return applyUnary(squareOp, x.dtype === "bool" ? to(x, "int32") : x);
}

const reciprocalOp = defineUnary(
  "reciprocal",
  "output",
  (g, y) => mul(neg(g), square(y)),
  () => unaryExamples(reciprocal, "torch.reciprocal(a)", away),
);

/** Element-wise 1/x. Same shape as `x`.
 * @example reciprocal(tensor([1, 2])) */
export function reciprocal(x: Tensor): Tensor {
  return applyUnary(reciprocalOp, x);
}

const sinOp = defineUnary(
  "sin",
  "input",
  (g, x) => mul(g, cos(x)),
  () => unaryExamples(sin, "torch.sin(a)"),
);

/** Element-wise the sine of radians. Same shape as `x`.
 * @example sin(tensor([1, 2])) */
export function sin(x: Tensor): Tensor {
  return applyUnary(sinOp, x);
}

const cosOp = defineUnary(
  "cos",
  "input",
  (g, x) => neg(mul(g, sin(x))),
  () => unaryExamples(cos, "torch.cos(a)"),
);

/** Element-wise the cosine of radians. Same shape as `x`.
 * @example cos(tensor([1, 2])) */
export function cos(x: Tensor): Tensor {
  return applyUnary(cosOp, x);
}

const tanOp = defineUnary(
  "tan",
  "output",
  (g, y) => mul(g, add(square(y), 1)),
  () => unaryExamples(tan, "torch.tan(a)", [-1, 1]),
);

/** Element-wise the tangent of radians. Same shape as `x`.
 * @example tan(tensor([1, 2])) */
export function tan(x: Tensor): Tensor {
  return applyUnary(tanOp, x);
}

const erfOp = defineUnary(
  "erf",
  "input",
  (g, x) => mul(mul(g, 2 / Math.sqrt(Math.PI)), exp(neg(square(x)))),
  () => unaryExamples(erf, "torch.erf(a)"),
);

/** Element-wise the error function. Same shape as `x`.
 * @example erf(tensor([1, 2])) */
export function erf(x: Tensor): Tensor {
  return applyUnary(erfOp, x);
}

const clampOp = defineUnary(
  "clamp",
  "input",
  (g, x, { p0, p1 }) => where(logicalAnd(ge(x, p0), le(x, p1)), g, 0),
  () => [
    ...unaryExamples((x) => clamp(x, -1, 1.5), "torch.clamp(a, -1, 1.5)"),
    ...unaryExamples((x) => clamp(x, { min: 0.5 }), "torch.clamp(a, min=0.5)"),
  ],
  { fused: true, integers: true },
);

/** Bounds of `clamp`; one left out does not bind. */
export interface ClampOptions {
  min?: number;
  max?: number;
}
/** Element-wise min(max(x, min), max); NaN stays. A bound left out does not bind.
 * @example clamp(x, 0, 1)
 * @example clamp(x, { min: 1e-6 }) */
export function clamp(x: Tensor, min?: number | ClampOptions, max?: number): Tensor {
  requireTensor("clamp", x);
  if (typeof min === "object") checkOptions("clamp", min, { min: 1, max: 1 });
  const bounds = typeof min === "object" ? min : { min, max };
  const params = { p0: bounds.min ?? -Infinity, p1: bounds.max ?? Infinity };
  // PyTorch's way with a bound that is no number.
  if (Number.isNaN(params.p0) || Number.isNaN(params.p1)) return where(ge(x, NaN), x, NaN);
  return applyUnary(clampOp, isFloating(x.dtype) ? x : beside(x, Object.values(bounds)), params);
}

/** Whole numbers in the dtype that they have beside the given ones. */
function beside(x: Tensor, numbers: readonly (number | undefined)[]): Tensor {
  const whole = numbers.every((value) => value === undefined || Number.isInteger(value));
  return to(x, whole ? "int32" : "float32");
}

/** A function of steps, whose slope is 0. */
function step(name: keyof typeof Unary, examples: () => Example[]): UnaryOp {
  return defineUnary(name, "nothing", (g) => zerosLike(g), examples, { integers: true });
}

const floorOp = step("floor", () => unaryExamples(floor, "torch.floor(a)"));

/** Element-wise the largest integer ≤ x. Same shape as `x`.
 * @example floor(tensor([1, 2])) */
export function floor(x: Tensor): Tensor {
  return applyUnary(floorOp, x);
}

const ceilOp = step("ceil", () => unaryExamples(ceil, "torch.ceil(a)"));

/** Element-wise the smallest integer ≥ x. Same shape as `x`.
 * @example ceil(tensor([1, 2])) */
export function ceil(x: Tensor): Tensor {
  return applyUnary(ceilOp, x);
}

const roundOp = step("round", () => unaryExamples(round, "torch.round(a)"));

/** Element-wise the nearest integer, halves to even. Same shape as `x`.
 * @example round(tensor([1, 2])) */
export function round(x: Tensor): Tensor {
  return applyUnary(roundOp, x);
}

const truncOp = step("trunc", () => unaryExamples(trunc, "torch.trunc(a)"));

/** Element-wise x without its fraction. Same shape as `x`.
 * @example trunc(tensor([1, 2])) */
export function trunc(x: Tensor): Tensor {
  return applyUnary(truncOp, x);
}

/** The rows of the table. */
export const unaryOps: readonly UnaryOp[] = [
  negOp,
  absOp,
  signOp,
  expOp,
  expm1Op,
  logOp,
  log2Op,
  log10Op,
  log1pOp,
  sqrtOp,
  rsqrtOp,
  squareOp,
  reciprocalOp,
  sinOp,
  cosOp,
  tanOp,
  erfOp,
  clampOp,
  floorOp,
  ceilOp,
  roundOp,
  truncOp,
];
