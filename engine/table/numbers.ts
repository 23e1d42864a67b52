/** Functions of numbers that JavaScript does not have, or not as PyTorch does. */

const { abs, exp, floor, max, sqrt, PI } = Math;

export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(1 + eˣ) without overflow. */
export function softplus(x: number): number {
  return max(x, 0) + Math.log1p(exp(-abs(x)));
}

/** −1, 0 or 1; 0 for NaN. */
export function signOf(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : 0;
}

export function roundHalfToEven(x: number): number {
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
export function erf(x: number): number {
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

/** Of the normal distribution. */
export const normalCdf = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
export const normalDensity = (x: number): number => exp(-0.5 * x * x) / sqrt(2 * PI);

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN included; −1 to ±Infinity is 1. */
export function pow(a: number, b: number): number {
  if (a === 1 || (a === -1 && abs(b) === Infinity)) return 1;
  return a ** b;
}

/** Python's `%`. */
export function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Python's `//`: exact where a / b would round up to a whole number, and −1 for 1 // −Infinity. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && b < 0 !== rest < 0 ? 1 : 0);
  if (quotient === 0) return Object.is(Math.sign(a / b), -0) || a / b < 0 ? -0 : 0;
  const below = floor(quotient);
  return quotient - below > 0.5 ? below + 1 : below;
}
