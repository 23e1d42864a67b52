/** Activation functions: each row of the table, with its slope, above the function it is for. */
import { requireTensor } from "./op.ts";
import { Activation } from "../backend/backend.ts";
import { showShape } from "../shape.ts";
import { byName, checkOptions } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul, rsub } from "./binary.ts";
import { gt, le } from "./compare.ts";
import { applyUnary, defineUnary } from "./elementwise.ts";
import { example, unaryExamples } from "./examples.ts";
import type { Row } from "./op.ts";
import { erf, exp, neg, square } from "./unary.ts";
import { reshape } from "./views.ts";
import { where } from "./where.ts";

const tanhOp = defineUnary(
  "tanh",
  "output",
  (g, y) => mul(g, rsub(square(y), 1)),
  () => unaryExamples(tanh, "torch.tanh(a)"),
  { fused: true },
);

/** Element-wise the hyperbolic tangent. Same shape as `x`.
 * @example tanh(tensor([1, 2])) */
export function tanh(x: Tensor): Tensor {
  return applyUnary(tanhOp, x);
}

const sigmoidOp = defineUnary(
  "sigmoid",
  "output",
  (g, y) => mul(g, mul(y, rsub(y, 1))),
  () => unaryExamples(sigmoid, "torch.sigmoid(a)"),
  { fused: true },
);

/** Element-wise 1/(1 + e⁻ˣ). Same shape as `x`.
 * @example sigmoid(tensor([1, 2])) */
export function sigmoid(x: Tensor): Tensor {
  return applyUnary(sigmoidOp, x);
}

const logSigmoidOp = defineUnary(
  "logSigmoid",
  "input",
  (g, x) => mul(g, sigmoid(neg(x))),
  () => unaryExamples(logSigmoid, "F.logsigmoid(a)"),
  { fused: true },
);

/** Element-wise log(sigmoid(x)) without overflow. Same shape as `x`.
 * @example logSigmoid(tensor([1, 2])) */
export function logSigmoid(x: Tensor): Tensor {
  return applyUnary(logSigmoidOp, x);
}

// relu′(0) = 0, as in PyTorch; at NaN the gradient passes.
const reluOp = defineUnary(
  "relu",
  "output",
  (g, y) => where(le(y, 0), 0, g),
  () => unaryExamples(relu, "torch.relu(a)"),
  { fused: true, integers: true, pieces: true },
);

/** Element-wise max(x, 0), with slope 0 at 0. Same shape as `x`.
 * @example relu(tensor([1, 2])) */
export function relu(x: Tensor): Tensor {
  return applyUnary(reluOp, x);
}

const leakyReluOp = defineUnary(
  "leakyRelu",
  "input",
  (g, x, { p0 }) => where(gt(x, 0), g, mul(g, p0)),
  () => unaryExamples((x) => leakyRelu(x, 0.1), "F.leaky_relu(a, 0.1)"),
  { fused: true, pieces: true },
);

/** Element-wise x where x > 0, else `negativeSlope`·x.
 * @example leakyRelu(x, 0.1) */
export function leakyRelu(x: Tensor, slope: number | { negativeSlope?: number } = {}): Tensor {
  const { negativeSlope = 0.01 } = byName("leakyRelu", slope, "negativeSlope", { negativeSlope: 1 });
  return applyUnary(leakyReluOp, x, { p0: negativeSlope, p1: 0 });
}

const eluOp = defineUnary(
  "elu",
  "input",
  (g, x, { p0 }) => where(gt(x, 0), g, mul(mul(g, p0), exp(x))),
  () => unaryExamples((x) => elu(x, 0.7), "F.elu(a, 0.7)"),
  { fused: true },
);

/** Element-wise x where x > 0, else `alpha`·(eˣ − 1).
 * @example elu(x) */
export function elu(x: Tensor, scale: number | { alpha?: number } = {}): Tensor {
  const { alpha = 1 } = byName("elu", scale, "alpha", { alpha: 1 });
  return applyUnary(eluOp, x, { p0: alpha, p1: 0 });
}

const geluOp = defineUnary(
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
const geluTanhOp = defineUnary(
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

/** Element-wise x·Φ(x), Φ the normal distribution function, or its approximation by tanh.
 * @example gelu(x, { approximate: "tanh" }) */
export function gelu(x: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor {
  checkOptions("gelu", options, { approximate: 1 });
  return applyUnary(options.approximate === "tanh" ? geluTanhOp : geluOp, x);
}

const siluOp = defineUnary(
  "silu",
  "input",
  (g, x) => {
    const s = sigmoid(x);
    return mul(g, mul(s, add(mul(x, rsub(s, 1)), 1)));
  },
  () => unaryExamples(silu, "F.silu(a)"),
  { fused: true },
);

/** Element-wise x·sigmoid(x). Same shape as `x`.
 * @example silu(tensor([1, 2])) */
export function silu(x: Tensor): Tensor {
  return applyUnary(siluOp, x);
}

const softplusOp = defineUnary(
  "softplus",
  "input",
  (g, x, { p0, p1 }) => where(gt(mul(x, p0), p1), g, mul(g, sigmoid(mul(x, p0)))),
  () => [
    ...unaryExamples((x) => softplus(x), "F.softplus(a)"),
    ...unaryExamples((x) => softplus(x, { beta: 2, threshold: 3 }), "F.softplus(a, 2, 3)"),
  ],
  { fused: true },
);

/** Element-wise log(1 + e^(beta·x))/beta, and x itself where beta·x > threshold.
 * @example softplus(x, { beta: 2 }) */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  checkOptions("softplus", options, { beta: 1, threshold: 1 });
  return applyUnary(softplusOp, x, { p0: options.beta ?? 1, p1: options.threshold ?? 20 });
}

/** Composed of other operations, but worth examples of its own. */
const preluRow: Row = {
  name: "prelu",
  backward: [null, null],
  examples: () => [
    example(prelu, "F.prelu(a, b)", [[17], [1]]),
    example(prelu, "F.prelu(a, b)", [[2, 3], [3]]),
    example(prelu, "F.prelu(a, b)", [[2, 3, 4], [3]]),
  ],
};

/**
 * x where x > 0, else `weight`·x; `weight` has one element, or one for each channel of axis 1.
 * @throws when the number of weights does not fit.
 * @example prelu(x, tensor([0.25], { requiresGrad: true }))
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  requireTensor("prelu", x);
  requireTensor("prelu", weight);
  const { shape } = x.array;
  const count = weight.array.size;
  const channels = shape.length > 1 ? shape[1] : 1;
  if (count !== 1 && count !== channels) {
    throw new RangeError(
      `prelu: ${count} weights do not fit the ${channels} channels of shape ${showShape(shape)}; use 1 or ${channels}.`,
    );
  }
  const slope = count === 1 ? reshape(weight, []) : reshape(weight, [count, ...shape.slice(2).map(() => 1)]);
  return where(gt(x, 0), x, mul(x, slope));
}

/** What {@link linearThen} can apply. */
export const afterLinear = {
  relu: { code: Activation.relu, op: reluOp },
  sigmoid: { code: Activation.sigmoid, op: sigmoidOp },
  tanh: { code: Activation.tanh, op: tanhOp },
} as const;

/** The rows of the table. */
export const activationOps: readonly Row[] = [
  tanhOp,
  sigmoidOp,
  logSigmoidOp,
  reluOp,
  leakyReluOp,
  eluOp,
  geluOp,
  geluTanhOp,
  siluOp,
  softplusOp,
  preluRow,
];
