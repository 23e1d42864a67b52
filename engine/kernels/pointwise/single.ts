/**
 * More vector functions of float32: logarithms, angles, the error function and what activation functions are made of, to
 * within 2 ulp where nothing else is said. They stand on ../elementary.ts, where it is written how; the polynomials are
 * minimax ones of Gradbook's own.
 */
import {
  logBits,
  logEnds,
  logExponent,
  logFraction,
  logOfParts,
  logRest,
  one,
  signOf,
  vabs,
  vexpBelow,
  vsigmoid,
} from "../elementary";
import { fma, fnma } from "../simd";

const normal = memory.data<f32>([
  0.3, -0.5, 0.39894228040143267794, // 1/√(2π)
  0.038378188253, -0.16916563333, 0.22865912743, -0.076505434039, 0.14253484285, 0.094683793705, 0.12192027858,
  0.11948769702, 7.1284528e-6,
  0.79788456080286535588, 0.044715, 0.134145, // √(2/π), and the factors in the usual approximation of gelu
  1e6, -1e6,
]);
const logarithm = memory.data<f32>([
  8388608.0, // 2^23
  0.44269504088896340736, // log₂ e − 1
  0.43359375, 7.00731903251827651e-4, // log₁₀ e in two parts
  0.30078125, 2.48745663981195214e-4, // log₁₀ 2 in two parts
  0.5, 2.0,
  0.24308331803, 0.21425851525, 0.28617034936, 0.39998872905, 0.66666675669,
]);
const angle = memory.data<f32>([
  0.63661977236758134308, // 2/π
  12582912.0, // 1.5·2^23
  1.5703125, 4.837512969970703125e-4, 7.549533620476723e-08, 2.5633440682570896e-12, // π/2 in four parts, three of 11 bits
  -0.00019516977189, 0.0083321758432, -0.16666654909,
  2.4438101124e-5, -0.0013887364584, 0.041666646809,
]);
const error = memory.data<f32>([
  7.8890955105e-5, -0.00080208342987, 0.0051895345934, -0.026854444237, 0.11283600169, -0.37612627136, 0.12837916591,
  0.5, 4.0,
  -0.23080166779, 0.63668001265, -0.06446060966, 0.39680206109, 0.25970061802, 0.0018224811662,
]);
const patterns = memory.data<u32>([
  0x3f3504f3, // √½
  0xff800000, // exponent and sign
  0x80000000, // sign
  1, 2,
]);

// @ts-ignore: decorator
@inline
function k(table: usize, index: usize): v128 {
  return v128.load_splat<u32>(table + (index << 2));
}

/** ln(1 + x) */
// @ts-ignore: decorator
@inline
export function vlog1p(x: v128): v128 {
  const u = f32x4.add(one(), x);
  const back = f32x4.sub(u, one());
  const lost = f32x4.add(f32x4.sub(one(), f32x4.sub(u, back)), f32x4.sub(x, back));
  const bits = i32x4.sub(u, k(patterns, 0));
  // What rounding took from 1 + x, in units of its power of two; nothing that matters of large numbers.
  const small = f32x4.lt(u, k(logarithm, 0));
  const power = i32x4.sub(one(), v128.and(bits, k(patterns, 1)));
  const m = fma(v128.and(lost, small), v128.and(power, small), logFraction(bits));
  const y = logEnds(u, logOfParts(m, f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23))));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0.0)));
}

// @ts-ignore: decorator
@inline
export function vlog2(x: v128): v128 {
  const bits = logBits(x);
  const m = logFraction(bits);
  const rest = fnma(k(logarithm, 6), f32x4.mul(m, m), logRest(m));
  const more = fma(m, k(logarithm, 1), f32x4.mul(rest, k(logarithm, 1)));
  return logEnds(x, f32x4.add(logExponent(bits, x), f32x4.add(m, f32x4.add(rest, more))));
}

// @ts-ignore: decorator
@inline
export function vlog10(x: v128): v128 {
  const bits = logBits(x);
  const m = logFraction(bits);
  const e = logExponent(bits, x);
  const rest = fnma(k(logarithm, 6), f32x4.mul(m, m), logRest(m));
  let y = f32x4.mul(f32x4.add(m, rest), k(logarithm, 3));
  y = fma(e, k(logarithm, 5), fma(rest, k(logarithm, 2), y));
  return logEnds(x, fma(e, k(logarithm, 4), fma(m, k(logarithm, 2), y)));
}

/** ln(1 + e^−|x|), by ln(1 + z) = 2 artanh(z / (2 + z)). */
// @ts-ignore: decorator
@inline
function bend(x: v128): v128 {
  const z = vexpBelow(v128.or(x, k(patterns, 2)));
  const d = f32x4.add(z, k(logarithm, 7));
  const s = f32x4.div(z, d);
  // What rounding took from d and from the quotient; 2 / d is 1 − s.
  const lost = fnma(s, f32x4.sub(z, f32x4.sub(d, k(logarithm, 7))), fnma(s, d, z));
  const low = fnma(lost, s, lost);
  const square = f32x4.mul(s, s);
  let p = k(logarithm, 8);
  p = fma(p, square, k(logarithm, 9));
  p = fma(p, square, k(logarithm, 10));
  p = fma(p, square, k(logarithm, 11));
  p = fma(p, square, k(logarithm, 12));
  return f32x4.add(f32x4.add(s, s), fma(p, f32x4.mul(square, s), low));
}
/** ln(1 + e^x) without overflow; pmax keeps a NaN that stands first. */
// @ts-ignore: decorator
@inline
export function vsoftplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0.0)), bend(x));
}
/** ln(sigmoid(x)) */
// @ts-ignore: decorator
@inline
export function vlogSigmoid(x: v128): v128 {
  return f32x4.sub(f32x4.pmin(x, f32x4.splat(0.0)), bend(x));
}

/** The number of right angles in x, in the low bits. */
// @ts-ignore: decorator
@inline
function quartersOf(x: v128): v128 {
  return fma(x, k(angle, 0), k(angle, 1));
}
/** x less that many right angles: what is rounded, and before it is rounded at last. */
// @ts-ignore: decorator
@inline
function turnedBack(x: v128, n: v128): v128 {
  return fnma(n, k(angle, 3), fnma(n, k(angle, 2), x));
}
// @ts-ignore: decorator
@inline
function reduced(before: v128, n: v128): v128 {
  return fnma(n, k(angle, 4), before);
}
/** What rounding took. */
// @ts-ignore: decorator
@inline
function lostBy(before: v128, r: v128, n: v128): v128 {
  // Near a multiple of π little is left of much: what it took of either operand (Knuth's TwoSum), and the last part.
  const gone = f32x4.sub(r, before);
  const ofBefore = f32x4.sub(before, f32x4.sub(r, gone));
  const ofProduct = f32x4.add(f32x4.mul(n, k(angle, 4)), gone);
  return fnma(n, k(angle, 5), f32x4.sub(ofBefore, ofProduct));
}
/** sin(r + low) − r */
// @ts-ignore: decorator
@inline
function sineRest(r: v128, low: v128, z: v128): v128 {
  let p = k(angle, 6);
  p = fma(p, z, k(angle, 7));
  p = fma(p, z, k(angle, 8));
  return fma(p, f32x4.mul(z, r), low);
}
/** cos(r + low) − 1 */
// @ts-ignore: decorator
@inline
function cosineRest(r: v128, low: v128, z: v128): v128 {
  let p = k(angle, 9);
  p = fma(p, z, k(angle, 10));
  p = fma(p, z, k(angle, 11));
  return fnma(k(logarithm, 6), z, fnma(r, low, f32x4.mul(p, f32x4.mul(z, z))));
}
// @ts-ignore: decorator
@inline
function isOdd(quarters: v128): v128 {
  return i32x4.eq(v128.and(quarters, k(patterns, 3)), k(patterns, 3));
}
/** sin or, with a quarter more, cos of what is left. */
// @ts-ignore: decorator
@inline
function waveOf(before: v128, quarters: v128, turned: v128): v128 {
  const n = f32x4.sub(quarters, k(angle, 1));
  const r = reduced(before, n);
  const low = lostBy(before, r, n);
  const z = f32x4.mul(r, r);
  const sine = f32x4.add(r, sineRest(r, low, z));
  const cosine = f32x4.add(one(), cosineRest(r, low, z));
  const y = v128.bitselect(cosine, sine, isOdd(turned));
  // Of each two turns the second has the other sign.
  return v128.xor(y, i32x4.shl(v128.and(turned, k(patterns, 4)), 30));
}
/** For |x| ≤ 8192, as all three. */
// @ts-ignore: decorator
@inline
export function vsin(x: v128): v128 {
  const quarters = quartersOf(x);
  const y = waveOf(turnedBack(x, f32x4.sub(quarters, k(angle, 1))), quarters, quarters);
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0.0)));
}
// @ts-ignore: decorator
@inline
export function vcos(x: v128): v128 {
  const quarters = quartersOf(x);
  const before = turnedBack(x, f32x4.sub(quarters, k(angle, 1)));
  return waveOf(before, quarters, i32x4.add(quarters, k(patterns, 3)));
}
// @ts-ignore: decorator
@inline
export function vtan(x: v128): v128 {
  const quarters = quartersOf(x);
  const n = f32x4.sub(quarters, k(angle, 1));
  const before = turnedBack(x, n);
  const r = reduced(before, n);
  const low = lostBy(before, r, n);
  const z = f32x4.mul(r, r);
  const sine = sineRest(r, low, z);
  const cosine = cosineRest(r, low, z);
  // Both in two parts, for the quotient loses what each of them loses.
  const s = f32x4.add(r, sine);
  const c = f32x4.add(one(), cosine);
  const sLow = f32x4.sub(sine, f32x4.sub(s, r));
  const cLow = f32x4.sub(cosine, f32x4.sub(c, one()));
  const odd = isOdd(quarters);
  const above = v128.bitselect(c, s, odd);
  const aboveLow = v128.bitselect(cLow, sLow, odd);
  const below = v128.bitselect(f32x4.neg(s), c, odd);
  const belowLow = v128.bitselect(f32x4.neg(sLow), cLow, odd);
  const quotient = f32x4.div(above, below);
  const left = fnma(quotient, belowLow, f32x4.add(fnma(quotient, below, above), aboveLow));
  const y = f32x4.add(quotient, f32x4.div(left, below));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0.0)));
}
/** Whether the angles, n numbers, are all small enough for these. */
export function smallAnglesF32(x: usize, n: i32): bool {
  const most = f32x4.splat(8192.0);
  let small = i32x4.splat(-1);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = x + (<usize>i << 2);
    const first = f32x4.lt(f32x4.abs(v128.load(p)), most);
    small = v128.and(small, v128.and(first, f32x4.lt(f32x4.abs(v128.load(p, 16)), most)));
  }
  let all = i32x4.all_true(small);
  for (; i < n; i++) all = all && abs(load<f32>(x + (<usize>i << 2))) < 8192.0;
  return all;
}

/** The error function: an odd polynomial to |x| = 1, 1 − e^(−x²)·q(1/(1 + ½|x|)) with the sign of x beyond. */
// @ts-ignore: decorator
@inline
export function verf(x: v128): v128 {
  // From 3.92 on, the nearest float32 is 1. pmin keeps a NaN that stands first.
  const magnitude = f32x4.pmin(vabs(x), k(error, 8));
  const z = f32x4.mul(magnitude, magnitude);
  let p = k(error, 0);
  p = fma(p, z, k(error, 1));
  p = fma(p, z, k(error, 2));
  p = fma(p, z, k(error, 3));
  p = fma(p, z, k(error, 4));
  p = fma(p, z, k(error, 5));
  p = fma(p, z, k(error, 6));
  const near = fma(magnitude, p, magnitude);
  const t = f32x4.div(one(), fma(magnitude, k(error, 7), one()));
  let q = k(error, 9);
  q = fma(q, t, k(error, 10));
  q = fma(q, t, k(error, 11));
  q = fma(q, t, k(error, 12));
  q = fma(q, t, k(error, 13));
  q = fma(q, t, k(error, 14));
  const far = fnma(vexpBelow(v128.or(z, k(patterns, 2))), q, one());
  return v128.or(v128.bitselect(near, far, f32x4.lt(magnitude, one())), signOf(x));
}

/** Of the normal distribution: e^(−x²/2) */
// @ts-ignore: decorator
@inline
export function vbell(x: v128): v128 {
  return vexpBelow(f32x4.mul(k(normal, 1), f32x4.mul(x, x)));
}
/** Its density, of the bell above. */
// @ts-ignore: decorator
@inline
function vnormalDensity(bell: v128): v128 {
  return f32x4.mul(bell, k(normal, 2));
}
/**
 * Its distribution function, of x and its bell: that times q(1/(1 + 0.3|x|)) below 0, with a relative error of some
 * 10⁻⁷, and 1 less that above; ½ at 0.
 */
// @ts-ignore: decorator
@inline
export function vnormalCdf(x: v128, bell: v128): v128 {
  const t = f32x4.div(one(), fma(vabs(x), k(normal, 0), one()));
  let q = k(normal, 3);
  q = fma(q, t, k(normal, 4));
  q = fma(q, t, k(normal, 5));
  q = fma(q, t, k(normal, 6));
  q = fma(q, t, k(normal, 7));
  q = fma(q, t, k(normal, 8));
  q = fma(q, t, k(normal, 9));
  q = fma(q, t, k(normal, 10));
  q = fma(q, t, k(normal, 11));
  const tail = f32x4.mul(bell, q);
  return v128.bitselect(tail, f32x4.sub(one(), tail), f32x4.lt(x, f32x4.splat(0.0)));
}
/** u where gelu is about x·sigmoid(u). */
// @ts-ignore: decorator
@inline
export function vgeluArgument(x: v128): v128 {
  const inner = f32x4.mul(f32x4.mul(x, k(normal, 12)), fma(f32x4.mul(x, x), k(normal, 13), one()));
  return f32x4.add(inner, inner);
}
/** u′ */
// @ts-ignore: decorator
@inline
function vgeluSlope(x: v128): v128 {
  const slope = f32x4.mul(k(normal, 12), fma(f32x4.mul(x, x), k(normal, 14), one()));
  return f32x4.add(slope, slope);
}
/** Slope of x·sigmoid(u), of the sigmoid and of x·u′. */
// @ts-ignore: decorator
@inline
export function vgateSlope(s: v128, change: v128): v128 {
  return fma(f32x4.mul(s, change), f32x4.sub(one(), s), s);
}
/** Of gelu. */
// @ts-ignore: decorator
@inline
export function vgeluGrad(x: v128): v128 {
  const bell = vbell(x);
  return fma(x, vnormalDensity(bell), vnormalCdf(x, bell));
}
/** Of its approximation. */
// @ts-ignore: decorator
@inline
export function vgeluTanhGrad(x: v128): v128 {
  // Far out the slope is that of a line, however large the square; at ±Infinity it is NaN, as in PyTorch.
  const near = f32x4.pmax(f32x4.pmin(x, k(normal, 15)), k(normal, 16));
  const y = vgateSlope(vsigmoid(vgeluArgument(near)), f32x4.mul(near, vgeluSlope(near)));
  return f32x4.add(y, f32x4.sub(x, x));
}
/** −1, 0 or 1; 0 for NaN. */
// @ts-ignore: decorator
@inline
export function vsign(x: v128): v128 {
  const above = v128.and(f32x4.gt(x, f32x4.splat(0.0)), one());
  return f32x4.sub(above, v128.and(f32x4.lt(x, f32x4.splat(0.0)), one()));
}
