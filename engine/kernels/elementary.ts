/**
 * Vector exp, log, tanh and sigmoid for float32, to within 2 ulp of the true value over the whole range,
 * subnormal results and arguments included. Range reduction as in Cody & Waite; the polynomials are those of
 * the Cephes library (S. Moshier), public since 1987.
 *
 * Two things are done for V8's sake. Constants are loaded from memory where they are used, one instruction each:
 * written as vectors, each is put together anew in every iteration, by four. And rounding is by adding 1.5·2^23,
 * which leaves the integer in the low bits: V8 pairs additions into 256-bit operations, but not nearest or trunc.
 */
import { fma, fnma } from "./simd";

const exponential = memory.data<f32>([
  89.0, -105.0, // beyond these the result is ∞ or 0
  1.44269504088896341, // log₂ e
  12582912.0, // 1.5·2^23
  0.693359375, -2.12194440e-4, // ln 2 in two parts
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1.0, 2.0,
  5.421010862427522e-20, // 2^−64
  -20.0, // below it e^x − 1 is −1
]);
const logarithm = memory.data<f32>([
  1.17549435e-38, 8388608.0, 23.0, // smallest normal number, 2^23
  -2.12194440e-4, 0.693359375, // ln 2 in two parts
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  0.5, 1.0, -Infinity, NaN, Infinity,
]);
const hyperbolic = memory.data<f32>([
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
  10.0, 0.625,
]);
const patterns = memory.data<u32>([
  127, // bias of the exponent
  127 - 0x4b400000, // the same less the pattern of 1.5·2^23
  0x3f3504f3, // √½
  0x007fffff, // mantissa
  0x7fffffff, 0x80000000, // magnitude, sign
  127 + 64 - 0x4b400000, // bias of an exponent that is 64 too large, less the pattern of 1.5·2^23
]);

// @ts-ignore: decorator
@inline
function k(table: usize, index: usize): v128 {
  return v128.load_splat<u32>(table + (index << 2));
}

/** 1, for kernels that need it in a loop. */
// @ts-ignore: decorator
@inline
export function one(): v128 {
  return k(exponential, 12);
}

/** The sign bit of each lane. */
// @ts-ignore: decorator
@inline
export function signOf(x: v128): v128 {
  return v128.and(x, k(patterns, 5));
}

// @ts-ignore: decorator
@inline
export function vabs(x: v128): v128 {
  return v128.and(x, k(patterns, 4));
}

/** e^r − 1 for |r| ≤ ½ ln 2. */
// @ts-ignore: decorator
@inline
function expm1Polynomial(r: v128): v128 {
  let p = k(exponential, 6);
  p = fma(p, r, k(exponential, 7));
  p = fma(p, r, k(exponential, 8));
  p = fma(p, r, k(exponential, 9));
  p = fma(p, r, k(exponential, 10));
  p = fma(p, r, k(exponential, 11));
  return fma(p, f32x4.mul(r, r), r);
}

/** e^r for |r| ≤ ½ ln 2. */
// @ts-ignore: decorator
@inline
function expPolynomial(r: v128): v128 {
  return f32x4.add(expm1Polynomial(r), one());
}

/** e^x. Overflows to Infinity above 88.72, goes through subnormals to 0 below −103.97; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function vexp(x: v128): v128 {
  // pmin and pmax keep a NaN that stands first.
  const clamped = f32x4.pmax(f32x4.pmin(x, k(exponential, 0)), k(exponential, 1));
  const shifted = fma(clamped, k(exponential, 2), k(exponential, 3));
  return vexpOfParts(shifted, reducedBy(clamped, shifted));
}

/** e^(x + low) for |x| ≤ 89, where `low` is what rounding took from x. */
// @ts-ignore: decorator
@inline
export function vexpOf(x: v128, low: v128): v128 {
  const shifted = fma(x, k(exponential, 2), k(exponential, 3));
  return vexpOfParts(shifted, f32x4.add(reducedBy(x, shifted), low));
}

/** x less that multiple of ln 2. */
// @ts-ignore: decorator
@inline
function reducedBy(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, k(exponential, 3));
  return fnma(n, k(exponential, 5), fnma(n, k(exponential, 4), x));
}

/** e^r·2^n, with n in the low bits of `shifted`. */
// @ts-ignore: decorator
@inline
function vexpOfParts(shifted: v128, r: v128): v128 {
  // 2^n in two factors: n reaches 128 and −151, more than one exponent field holds. Shifting left by 23 throws
  // away all of 1.5·2^23 but the integer.
  const half = i32x4.shr_s(shifted, 1);
  const first = i32x4.shl(i32x4.add(half, k(patterns, 0)), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(shifted, half), k(patterns, 0)), 23);
  return f32x4.mul(f32x4.mul(expPolynomial(r), first), second);
}

/** The same for x ≤ 0, or NaN, with less work: 2^n in one factor that is 2^64 too large, and then 2^−64. */
// @ts-ignore: decorator
@inline
export function vexpBelow(x: v128): v128 {
  const clamped = f32x4.pmax(x, k(exponential, 1));
  const shifted = fma(clamped, k(exponential, 2), k(exponential, 3));
  const n = f32x4.sub(shifted, k(exponential, 3));
  const r = fnma(n, k(exponential, 5), fnma(n, k(exponential, 4), clamped));
  const factor = i32x4.shl(i32x4.add(shifted, k(patterns, 6)), 23);
  return f32x4.mul(f32x4.mul(expPolynomial(r), factor), k(exponential, 14));
}

/** e^x for −87 ≤ x ≤ 88, where one exponent field suffices. */
// @ts-ignore: decorator
@inline
function vexpInside(x: v128): v128 {
  const shifted = fma(x, k(exponential, 2), k(exponential, 3));
  const n = f32x4.sub(shifted, k(exponential, 3));
  const r = fnma(n, k(exponential, 5), fnma(n, k(exponential, 4), x));
  return f32x4.mul(expPolynomial(r), i32x4.shl(i32x4.add(shifted, k(patterns, 1)), 23));
}

/** e^x − 1 for x ≤ 0, or NaN. */
// @ts-ignore: decorator
@inline
export function vexpm1Below(x: v128): v128 {
  const clamped = f32x4.pmax(x, k(exponential, 15));
  const shifted = fma(clamped, k(exponential, 2), k(exponential, 3));
  const n = f32x4.sub(shifted, k(exponential, 3));
  const r = fnma(n, k(exponential, 5), fnma(n, k(exponential, 4), clamped));
  const power = i32x4.shl(i32x4.add(shifted, k(patterns, 1)), 23);
  return fma(expm1Polynomial(r), power, f32x4.sub(power, one()));
}

/** x without its subnormals, which are 2^23 times as large, as a pattern less that of √½. */
// @ts-ignore: decorator
@inline
export function logBits(x: v128): v128 {
  return i32x4.sub(v128.bitselect(f32x4.mul(x, k(logarithm, 1)), x, f32x4.lt(x, k(logarithm, 0))), k(patterns, 2));
}
/** The exponent e in such a pattern of x. */
// @ts-ignore: decorator
@inline
export function logExponent(bits: v128, x: v128): v128 {
  const tiny = f32x4.lt(x, k(logarithm, 0));
  return f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23)), v128.and(tiny, k(logarithm, 2)));
}
/** Its mantissa in [√½, √2), less 1. */
// @ts-ignore: decorator
@inline
export function logFraction(bits: v128): v128 {
  return f32x4.sub(i32x4.add(v128.and(bits, k(patterns, 3)), k(patterns, 2)), k(logarithm, 15));
}
/** ln(1 + m) − m + m²/2 */
// @ts-ignore: decorator
@inline
export function logRest(m: v128): v128 {
  let p = k(logarithm, 5);
  p = fma(p, m, k(logarithm, 6));
  p = fma(p, m, k(logarithm, 7));
  p = fma(p, m, k(logarithm, 8));
  p = fma(p, m, k(logarithm, 9));
  p = fma(p, m, k(logarithm, 10));
  p = fma(p, m, k(logarithm, 11));
  p = fma(p, m, k(logarithm, 12));
  p = fma(p, m, k(logarithm, 13));
  return f32x4.mul(f32x4.mul(p, m), f32x4.mul(m, m));
}
/** e·ln 2 + ln(1 + m) */
// @ts-ignore: decorator
@inline
export function logOfParts(m: v128, e: v128): v128 {
  const rest = fma(e, k(logarithm, 3), logRest(m));
  return fma(e, k(logarithm, 4), f32x4.add(m, fnma(k(logarithm, 14), f32x4.mul(m, m), rest)));
}
/** What logarithms are at the ends: −Infinity at ±0, NaN below, Infinity and NaN as they are. */
// @ts-ignore: decorator
@inline
export function logEnds(x: v128, y: v128): v128 {
  const atZero = v128.bitselect(k(logarithm, 16), y, f32x4.eq(x, f32x4.splat(0.0)));
  const belowZero = v128.bitselect(k(logarithm, 17), atZero, f32x4.lt(x, f32x4.splat(0.0)));
  return v128.bitselect(belowZero, x, f32x4.lt(x, k(logarithm, 18)));
}

/** ln x */
// @ts-ignore: decorator
@inline
export function vlog(x: v128): v128 {
  const bits = logBits(x);
  return logEnds(x, logOfParts(logFraction(bits), logExponent(bits, x)));
}

/** tanh x: an odd polynomial near 0, 1 − 2/(e^2|x| + 1) with the sign of x elsewhere. */
// @ts-ignore: decorator
@inline
export function vtanh(x: v128): v128 {
  const magnitude = vabs(x);
  const z = f32x4.mul(x, x);
  let p = k(hyperbolic, 0);
  p = fma(p, z, k(hyperbolic, 1));
  p = fma(p, z, k(hyperbolic, 2));
  p = fma(p, z, k(hyperbolic, 3));
  p = fma(p, z, k(hyperbolic, 4));
  const near = fma(f32x4.mul(p, z), x, x);
  // From 9.02 on, the nearest float32 is 1. pmin keeps a NaN that stands first.
  const clamped = f32x4.pmin(magnitude, k(hyperbolic, 5));
  const e = vexpInside(f32x4.add(clamped, clamped));
  const far = f32x4.sub(one(), f32x4.div(k(exponential, 13), f32x4.add(e, one())));
  // The polynomial makes +0 of −0.
  return v128.or(v128.bitselect(near, far, f32x4.lt(magnitude, k(hyperbolic, 6))), signOf(x));
}

/** 1 / (1 + e^−x), from e^−|x| so that neither end overflows and small values keep their digits. */
// @ts-ignore: decorator
@inline
export function vsigmoid(x: v128): v128 {
  const z = vexpBelow(v128.or(x, k(patterns, 5)));
  const numerator = v128.bitselect(z, one(), f32x4.lt(x, f32x4.splat(0.0)));
  const denominator = f32x4.add(z, one());
  const quotient = f32x4.div(numerator, denominator);
  // What rounding took from the denominator goes back to the quotient: 1 ulp where z is small.
  const lost = f32x4.sub(z, f32x4.sub(denominator, one()));
  return fnma(quotient, lost, quotient);
}
