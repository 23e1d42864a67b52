/** Activation functions, each with its slope. */
import { isFloating } from "../../core/ndarray.ts";
import { byName, checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";
import { requireTensor, tracked } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import { type Methods, methods, type Tensor } from "../../core/tensor.ts";
import { reshape } from "../shape/views.ts";
import { applyBinary, defineBinary } from "./applyBinary.ts";
import { applyUnary, defineUnary, unary, unaryOf } from "./applyUnary.ts";
import { reluOp, sigmoidOp, tanhOp } from "./afterLinear.ts";
import { clamp } from "./unary.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./activations.ts")> {}
}

/** The hyperbolic tangent, element by element.
 * @example x.tanh() */
export const tanh = unaryOf(tanhOp);

/** 1/(1 + e⁻ˣ), element by element.
 * @example logits.sigmoid() */
export const sigmoid = unaryOf(sigmoidOp);

/** max(x, 0), element by element, with slope 0 at 0.
 * @example x.matmul(w1).add(b1).relu() */
export const relu = unaryOf(reluOp);

/** log(sigmoid(x)) without overflow, element by element.
 * @example logits.logSigmoid() */
export const logSigmoid = unary("logSigmoid", (g, x) => g.mul(x.neg().sigmoid()));

const leakyReluOp = defineUnary("leakyRelu", (g, x, { p0 }) => g.where(x.gt(0), g.mul(p0)));

/** x where x > 0, else `negativeSlope`·x, element by element; 0.01 by default.
 * @example x.leakyRelu(0.2) */
export function leakyRelu(x: Tensor, slope: number | { negativeSlope?: number } = {}): Tensor {
  const { negativeSlope = 0.01 } = byName("leakyRelu", slope, "negativeSlope", { negativeSlope: 1 });
  return applyUnary(leakyReluOp, x, { p0: negativeSlope, p1: 0 });
}

const eluOp = defineUnary("elu", (g, x, { p0 }) => g.where(x.gt(0), g.mul(p0).mul(x.exp())));

/** x where x > 0, else `alpha`·(eˣ − 1), element by element; alpha is 1 by default.
 * @example x.elu() */
export function elu(x: Tensor, scale: number | { alpha?: number } = {}): Tensor {
  const { alpha = 1 } = byName("elu", scale, "alpha", { alpha: 1 });
  return applyUnary(eluOp, x, { p0: alpha, p1: 0 });
}

const geluOp = defineUnary("gelu", (g, x) => {
  const density = x
    .square()
    .mul(-0.5)
    .exp()
    .mul(1 / Math.sqrt(2 * Math.PI));
  return g.mul(x.mul(Math.SQRT1_2).erf().add(1).mul(0.5).add(x.mul(density)));
});
const geluTanhOp = defineUnary("geluTanh", (g, x) => {
  const scale = Math.sqrt(2 / Math.PI);
  const t = x.mul(x.square().mul(0.044715).add(1)).mul(scale).tanh();
  const inner = x
    .square()
    .mul(3 * 0.044715)
    .add(1)
    .mul(scale);
  return g.mul(
    t
      .add(1)
      .mul(0.5)
      .add(x.mul(0.5).mul(t.square().rsub(1)).mul(inner)),
  );
});

/** x·Φ(x), Φ the normal distribution function, or its usual approximation by tanh, element by element.
 * @example x.gelu()
 * @example x.gelu({ approximate: "tanh" }) */
export function gelu(x: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor {
  checkOptions("gelu", options, { approximate: 1 });
  return applyUnary(options.approximate === "tanh" ? geluTanhOp : geluOp, x);
}

/** x·sigmoid(x), element by element.
 * @example x.silu() */
export const silu = unary("silu", (g, x) => {
  const s = x.sigmoid();
  return g.mul(s.mul(x.mul(s.rsub(1)).add(1)));
});

const softplusOp = defineUnary("softplus", (g, x, { p0, p1 }) => {
  const scaled = x.mul(p0);
  return g.where(scaled.gt(p1), g.mul(scaled.sigmoid()));
});

/** log(1 + e^(beta·x))/beta, and x itself where beta·x > threshold, element by element; beta 1, threshold 20 by default.
 * @example x.softplus({ beta: 2 }) */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  checkOptions("softplus", options, { beta: 1, threshold: 1 });
  return applyUnary(softplusOp, x, { p0: options.beta ?? 1, p1: options.threshold ?? 20 });
}

const hardtanhOp = defineUnary("hardtanh", (g, x, { p0, p1 }) => g.where(x.gt(p0).logicalAnd(x.lt(p1)), 0));

/** Bounds of `hardtanh`. */
export interface HardtanhOptions {
  /** Default −1. */
  minVal?: number;
  /** Default 1. */
  maxVal?: number;
}

/** min(max(x, minVal), maxVal), element by element, −1 and 1 by default; slope 0 at the bounds and beyond.
 * @throws when minVal is not below maxVal.
 * @example x.hardtanh()
 * @example x.hardtanh({ minVal: 0, maxVal: 6 }) */
export function hardtanh(x: Tensor, from: number | HardtanhOptions = {}, to = 1): Tensor {
  const { minVal = -1, maxVal = to } = byName("hardtanh", from, "minVal", { minVal: 1, maxVal: 1 });
  if (!(minVal < maxVal)) {
    throw new RangeError(
      say`hardtanh: minVal is ${minVal} and maxVal ${maxVal}; give the smaller number first.`,
    );
  }
  requireTensor("hardtanh", x);
  // Whole numbers stay whole between whole bounds.
  if (!isFloating(x.dtype)) return clamp(x, minVal, maxVal);
  return applyUnary(hardtanhOp, x, { p0: minVal, p1: maxVal });
}

const preluOp = defineBinary("prelu", {
  byA: ["ab", (g, a, b) => g.where(a.gt(0), g.mul(b))],
  byB: ["a", (g, a) => g.mul(a.clamp({ max: 0 }))],
  scalar: ["a", (g, value, a) => g.where(a.gt(0), g.mul(value))],
  reversed: ["", (g, value) => g.mul(value > 0 ? 0 : value)],
});

/**
 * x where x > 0, else `weight`·x; `weight` has one element, or one for each channel of axis 1.
 * @throws when the number of weights does not fit.
 * @example x.prelu(tensor([0.25], { requiresGrad: true }))
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  requireTensor("prelu", x);
  requireTensor("prelu", weight);
  const { shape } = x.array;
  const count = weight.array.size;
  const channels = shape.length > 1 ? shape[1] : 1;
  if (count !== 1 && count !== channels) {
    throw new RangeError(
      say`prelu: ${count} weights do not fit the ${channels} channels of shape ${showShape(shape)}; use 1 or
        ${channels}.`,
    );
  }
  // One weight that learns nothing is a number. Others may make NaN of 0, or turn its sign.
  if (count === 1 && !tracked(weight) && weight.dtype === x.dtype) {
    const p0 = weight.item();
    if (p0 > 0 && p0 < Infinity) return applyUnary(leakyReluOp, x, { p0, p1: 0 });
  }
  const slope = count === 1 ? reshape(weight, []) : reshape(weight, [count, ...shape.slice(2).map(() => 1)]);
  return applyBinary(preluOp, x, slope);
}

methods({ leakyRelu, elu, gelu, softplus, hardtanh, prelu });
