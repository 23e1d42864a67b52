/** The scalar functions behind the element-wise kernels, in the order of their codes in ../backend.ts. */
import {
  Binary,
  type BinaryCode,
  Compare,
  type CompareCode,
  PairLoss,
  type PairLossCode,
  Unary,
  type UnaryCode,
  type UnaryGradCode,
} from "../backend.ts";

type UnaryFunction = (x: number, p0: number, p1: number) => number;
/** `v` is the saved value: the output for tanh, sigmoid and relu, else the input. */
type UnaryGradFunction = (v: number, g: number, p0: number, p1: number) => number;
type BinaryFunction = (a: number, b: number) => number;

const { abs, exp, floor, max, min, tanh, sqrt, PI } = Math;

export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return max(x, 0) + Math.log1p(exp(-abs(x)));
}

function roundHalfToEven(x: number): number {
  const below = floor(x);
  const fraction = x - below;
  const up = fraction > 0.5 || (fraction === 0.5 && below % 2 !== 0);
  // −0.3 becomes −0.
  return up ? (below === -1 ? -0 : below + 1) : below;
}

/**
 * The error function to double precision: for small arguments the series of Abramowitz & Stegun 7.1.6
 * (positive terms only), beyond it the continued fraction 7.1.14 of the complement.
 */
function erf(x: number): number {
  const z = abs(x);
  if (Number.isNaN(z)) return NaN;
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * (2 / sqrt(PI)) * exp(-z * z) * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - exp(-z * z) / (sqrt(PI) * fraction));
}

const normalCdf = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
const normalDensity = (x: number): number => exp(-0.5 * x * x) / sqrt(2 * PI);

const geluInner = (x: number): number => sqrt(2 / PI) * (x + 0.044715 * x * x * x);
function geluTanhGrad(x: number): number {
  const t = tanh(geluInner(x));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * sqrt(2 / PI) * (1 + 3 * 0.044715 * x * x);
}

export const unaryFunctions: Record<UnaryCode, UnaryFunction> = {
  [Unary.neg]: (x) => -x,
  [Unary.abs]: abs,
  [Unary.sign]: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  [Unary.exp]: exp,
  [Unary.log]: Math.log,
  [Unary.log1p]: Math.log1p,
  [Unary.expm1]: Math.expm1,
  [Unary.sqrt]: sqrt,
  [Unary.rsqrt]: (x) => 1 / sqrt(x),
  [Unary.square]: (x) => x * x,
  [Unary.reciprocal]: (x) => 1 / x,
  [Unary.sin]: Math.sin,
  [Unary.cos]: Math.cos,
  [Unary.tan]: Math.tan,
  [Unary.tanh]: tanh,
  [Unary.sigmoid]: sigmoid,
  [Unary.relu]: (x) => (x < 0 ? 0 : x),
  [Unary.leakyRelu]: (x, slope) => (x > 0 ? x : slope * x),
  [Unary.elu]: (x, alpha) => (x > 0 ? x : alpha * (Math.expm1(x) + 0)),
  [Unary.gelu]: (x) => x * normalCdf(x),
  [Unary.geluTanh]: (x) => 0.5 * x * (1 + tanh(geluInner(x))),
  [Unary.silu]: (x) => x * sigmoid(x),
  [Unary.softplus]: (x, beta, threshold) => (x * beta > threshold ? x : softplus(x * beta) / beta),
  // At a bound x stays what it is, a zero of the other sign.
  [Unary.clamp]: (x, low, high) => {
    const above = x < low ? low : x;
    return above > high ? high : above;
  },
  [Unary.floor]: floor,
  [Unary.ceil]: Math.ceil,
  [Unary.round]: roundHalfToEven,
  [Unary.trunc]: Math.trunc,
  [Unary.erf]: erf,
  [Unary.log2]: Math.log2,
  [Unary.log10]: Math.log10,
  [Unary.logSigmoid]: (x) => min(x, 0) - Math.log1p(exp(-abs(x))),
};

export const unaryGradFunctions: Record<UnaryGradCode, UnaryGradFunction> = {
  [Unary.abs]: (x, g) => g * (x > 0 ? 1 : x < 0 ? -1 : 0),
  [Unary.tanh]: (y, g) => g * (1 - y * y),
  [Unary.sigmoid]: (y, g) => g * (1 - y) * y,
  [Unary.relu]: (y, g) => (y <= 0 ? 0 : g),
  [Unary.leakyRelu]: (x, g, slope) => (x > 0 ? g : g * slope),
  [Unary.elu]: (x, g, alpha) => (x > 0 ? g : g * alpha * exp(x)),
  [Unary.gelu]: (x, g) => g * (normalCdf(x) + x * normalDensity(x)),
  [Unary.geluTanh]: (x, g) => g * geluTanhGrad(x),
  [Unary.silu]: (x, g) => {
    const s = sigmoid(x);
    return g * s * (1 + x * (1 - s));
  },
  [Unary.softplus]: (x, g, beta, threshold) => (x * beta > threshold ? g : g * sigmoid(x * beta)),
  [Unary.clamp]: (x, g, low, high) => (x >= low && x <= high ? g : 0),
  [Unary.logSigmoid]: (x, g) => g * sigmoid(-x),
};

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN included; −1 to ±Infinity is 1. */
function pow(a: number, b: number): number {
  if (a === 1 || (a === -1 && abs(b) === Infinity)) return 1;
  return a ** b;
}

function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Python's `//`: exact where a / b would round up to a whole number, and −1 for 1 // −Infinity. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && b < 0 !== rest < 0 ? 1 : 0);
  if (quotient === 0) return Object.is(Math.sign(a / b), -0) || a / b < 0 ? -0 : 0;
  const below = floor(quotient);
  return quotient - below > 0.5 ? below + 1 : below;
}

export const binaryFunctions: Record<BinaryCode, BinaryFunction> = {
  [Binary.add]: (a, b) => a + b,
  [Binary.sub]: (a, b) => a - b,
  [Binary.mul]: (a, b) => a * b,
  [Binary.div]: (a, b) => a / b,
  [Binary.pow]: pow,
  [Binary.maximum]: max,
  [Binary.minimum]: min,
  [Binary.remainder]: remainder,
  [Binary.fmod]: (a, b) => a % b,
  [Binary.floorDivide]: floorDivide,
  [Binary.atan2]: Math.atan2,
};

export const compareFunctions: Record<CompareCode, (a: number, b: number) => boolean> = {
  [Compare.eq]: (a, b) => a === b,
  [Compare.ne]: (a, b) => a !== b,
  [Compare.lt]: (a, b) => a < b,
  [Compare.le]: (a, b) => a <= b,
  [Compare.gt]: (a, b) => a > b,
  [Compare.ge]: (a, b) => a >= b,
};

interface LossFunction {
  value: (x: number, t: number, p0: number) => number;
  /** ∂value/∂x */
  slope: (x: number, t: number, p0: number) => number;
}

const sign = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : x);

export const lossFunctions: Record<PairLossCode, LossFunction> = {
  [PairLoss.mse]: {
    value: (x, t) => (x - t) * (x - t),
    slope: (x, t) => 2 * (x - t),
  },
  [PairLoss.l1]: {
    value: (x, t) => abs(x - t),
    slope: (x, t) => sign(x - t),
  },
  [PairLoss.smoothL1]: {
    value: (x, t, beta) => {
      const d = abs(x - t);
      return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
    },
    slope: (x, t, beta) => (abs(x - t) < beta ? (x - t) / beta : sign(x - t)),
  },
  [PairLoss.huber]: {
    value: (x, t, delta) => {
      const d = abs(x - t);
      return d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
    },
    slope: (x, t, delta) => (abs(x - t) <= delta ? x - t : delta * sign(x - t)),
  },
  [PairLoss.bce]: {
    value: (x, t) => (t - 1) * max(Math.log1p(-x), -100) - t * max(Math.log(x), -100),
    slope: (x, t) => (x - t) / max((1 - x) * x, 1e-12),
  },
  [PairLoss.bceWithLogits]: {
    value: (x, t) => max(x, 0) - x * t + Math.log1p(exp(-abs(x))),
    slope: (x, t) => sigmoid(x) - t,
  },
};
