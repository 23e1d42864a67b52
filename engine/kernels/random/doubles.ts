/**
 * Logarithm, sine and cosine of float64 two at a time, operation by operation as `engine/random/float64.ts` has them,
 * so that both give the same bits: that file says how they work. A pair of high and low parts is two variables here.
 */
import { wneg, wzero } from "../pointwise/double";

/** 1, and ln 2 in two parts. */
const logarithm = memory.data<f64>([1.0, 0.6931471805599453, 2.3190468138462996e-17], 16);
const artanhHigh = memory.data<f64>([1.0, 0.3333333333333333, 0.2], 16);
const artanhLow = memory.data<f64>([0.0, 1.850371707708594e-17, -1.1102230246251566e-17], 16);
const artanhTail = memory.data<f64>([
  0.14285714285714285, 0.1111111111111111, 0.09090909090909091, 0.07692307692307693, 0.06666666666666667,
  0.058823529411764705, 0.05263157894736842, 0.047619047619047616, 0.043478260869565216, 0.04,
  0.037037037037037035,
], 16);
const sineHigh = memory.data<f64>([1.0, -0.16666666666666666, 0.008333333333333333, -0.0001984126984126984], 16);
const sineLow = memory.data<f64>(
  [0.0, -9.25185853854297e-18, 1.1564823173178711e-19, -1.7209558293420644e-22],
  16,
);
const sineTail = memory.data<f64>([
  0.0000027557319223985893, -2.505210838544172e-8, 1.6059043836821613e-10, -7.647163731819816e-13,
  2.8114572543455206e-15, -8.22063524662433e-18,
], 16);
const cosineHigh = memory.data<f64>([1.0, -0.5, 0.041666666666666664, -0.001388888888888889], 16);
const cosineLow = memory.data<f64>([0.0, -0.0, 2.3129646346357427e-18, 5.30054395437358e-20], 16);
const cosineTail = memory.data<f64>([
  0.0000248015873015873, -2.755731922398589e-7, 2.08767569878681e-9, -1.1470745597729725e-11,
  4.779477332387385e-14, -1.5619206968586225e-16,
], 16);

/** What a·b lost when it was rounded to `high`: exact, by T. J. Dekker 1971 where there is no fused multiply-add. */
// @ts-ignore: decorator
@inline
function lostByProduct(a: v128, b: v128, high: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, wneg(high));
  const splitter = f64x2.splat(134217729.0);
  const p = f64x2.mul(splitter, a);
  const q = f64x2.mul(splitter, b);
  const a1 = f64x2.sub(p, f64x2.sub(p, a));
  const b1 = f64x2.sub(q, f64x2.sub(q, b));
  const a2 = f64x2.sub(a, a1);
  const b2 = f64x2.sub(b, b1);
  let lost = f64x2.sub(f64x2.mul(a1, b1), high);
  lost = f64x2.add(lost, f64x2.mul(a1, b2));
  lost = f64x2.add(lost, f64x2.mul(a2, b1));
  return f64x2.add(lost, f64x2.mul(a2, b2));
}

/** What a + b lost when it was rounded to `high`. */
// @ts-ignore: decorator
@inline
function lostBySum(a: v128, b: v128, high: v128): v128 {
  const part = f64x2.sub(high, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(high, part)), f64x2.sub(b, part));
}

/** The low part of the sum `high` of `a` and a much smaller `b`. */
// @ts-ignore: decorator
@inline
function lowPart(a: v128, b: v128, high: v128): v128 {
  return f64x2.sub(b, f64x2.sub(high, a));
}

/** The low part of the last {@link series}: there is one thread of random numbers. */
let low: v128 = i64x2(0, 0);

/** A power series of the pair x, `exact` coefficients in pairs and `rest` in plain numbers. @returns the high part */
// @ts-ignore: decorator
@inline
function series(xHigh: v128, xLow: v128, highs: usize, lows: usize, exact: i32, tail: usize, rest: i32): v128 {
  let yHigh = f64x2.splat(0.0);
  for (let i = rest - 1; i >= 0; i--) yHigh = f64x2.add(f64x2.mul(yHigh, xHigh), v128.load64_splat(tail + (<usize>i << 3)));
  let yLow = f64x2.splat(0.0);
  for (let i = exact - 1; i >= 0; i--) {
    // y·x
    const p = f64x2.mul(yHigh, xHigh);
    const lost = f64x2.add(
      lostByProduct(yHigh, xHigh, p),
      f64x2.add(f64x2.mul(yHigh, xLow), f64x2.mul(yLow, xHigh)),
    );
    const pHigh = f64x2.add(p, lost);
    const pLow = lowPart(p, lost, pHigh);
    // + coefficient
    const cHigh = v128.load64_splat(highs + (<usize>i << 3));
    const cLow = v128.load64_splat(lows + (<usize>i << 3));
    const s = f64x2.add(cHigh, pHigh);
    const sLost = f64x2.add(lostBySum(cHigh, pHigh, s), f64x2.add(cLow, pLow));
    yHigh = f64x2.add(s, sLost);
    yLow = lowPart(s, sLost, yHigh);
  }
  low = yLow;
  return yHigh;
}

/** Constants, loaded where they are used: see ../elementary.ts. */
// @ts-ignore: decorator
@inline
function c64(index: usize): v128 {
  return v128.load64_splat(logarithm + (index << 3));
}

/** The high part of the product of two pairs. */
// @ts-ignore: decorator
@inline
function timesHigh(aHigh: v128, aLow: v128, bHigh: v128, bLow: v128): v128 {
  const p = f64x2.mul(aHigh, bHigh);
  return f64x2.add(p, lostByTimes(aHigh, aLow, bHigh, bLow, p));
}

/** Its low part: what both calculate, the compiler calculates once. */
// @ts-ignore: decorator
@inline
function timesLow(aHigh: v128, aLow: v128, bHigh: v128, bLow: v128): v128 {
  const p = f64x2.mul(aHigh, bHigh);
  const lost = lostByTimes(aHigh, aLow, bHigh, bLow, p);
  return lowPart(p, lost, f64x2.add(p, lost));
}

// @ts-ignore: decorator
@inline
function lostByTimes(aHigh: v128, aLow: v128, bHigh: v128, bLow: v128, p: v128): v128 {
  return f64x2.add(lostByProduct(aHigh, bHigh, p), f64x2.add(f64x2.mul(aHigh, bLow), f64x2.mul(aLow, bHigh)));
}

/** The high part of coefficient `i` of the artanh plus a pair. */
// @ts-ignore: decorator
@inline
function artanhPlusHigh(i: i32, pHigh: v128, pLow: v128): v128 {
  const c = v128.load64_splat(artanhHigh + (<usize>i << 3));
  const s = f64x2.add(c, pHigh);
  return f64x2.add(s, lostByArtanh(i, c, pHigh, pLow, s));
}

/** Its low part. */
// @ts-ignore: decorator
@inline
function artanhPlusLow(i: i32, pHigh: v128, pLow: v128): v128 {
  const c = v128.load64_splat(artanhHigh + (<usize>i << 3));
  const s = f64x2.add(c, pHigh);
  const lost = lostByArtanh(i, c, pHigh, pLow, s);
  return lowPart(s, lost, f64x2.add(s, lost));
}

// @ts-ignore: decorator
@inline
function lostByArtanh(i: i32, c: v128, pHigh: v128, pLow: v128, s: v128): v128 {
  return f64x2.add(lostBySum(c, pHigh, s), f64x2.add(v128.load64_splat(artanhLow + (<usize>i << 3)), pLow));
}

// @ts-ignore: decorator
@inline
function artanhStep(y: v128, x: v128, i: usize): v128 {
  return f64x2.add(f64x2.mul(y, x), v128.load64_splat(artanhTail + (i << 3)));
}

/** What {@link log64} makes of fractions and exponents, in a straight line. */
// @ts-ignore: decorator
@inline
function logOf(m: v128, e: v128): v128 {
  const one = c64(0);
  const top = f64x2.sub(m, one);
  const bottom = f64x2.add(m, one);
  const bottomLow = lostBySum(m, one, bottom);
  const first = f64x2.div(top, bottom);
  const back = f64x2.mul(first, bottom);
  let rest = f64x2.sub(f64x2.sub(top, back), lostByProduct(first, bottom, back));
  rest = f64x2.sub(f64x2.add(rest, wzero()), f64x2.mul(first, bottomLow));
  const correction = f64x2.div(rest, bottom);
  const sHigh = f64x2.add(first, correction);
  const sLow = lowPart(first, correction, sHigh);
  const q = f64x2.mul(sHigh, sHigh);
  const cross = f64x2.mul(sHigh, sLow);
  const qLost = f64x2.add(lostByProduct(sHigh, sHigh, q), f64x2.add(cross, cross));
  const qHigh = f64x2.add(q, qLost);
  const qLow = lowPart(q, qLost, qHigh);
  let y = v128.load64_splat(artanhTail, 80);
  y = artanhStep(y, qHigh, 9);
  y = artanhStep(y, qHigh, 8);
  y = artanhStep(y, qHigh, 7);
  y = artanhStep(y, qHigh, 6);
  y = artanhStep(y, qHigh, 5);
  y = artanhStep(y, qHigh, 4);
  y = artanhStep(y, qHigh, 3);
  y = artanhStep(y, qHigh, 2);
  y = artanhStep(y, qHigh, 1);
  y = artanhStep(y, qHigh, 0);
  const aHigh = timesHigh(y, wzero(), qHigh, qLow);
  const aLow = timesLow(y, wzero(), qHigh, qLow);
  const bHigh = artanhPlusHigh(2, aHigh, aLow);
  const bLow = artanhPlusLow(2, aHigh, aLow);
  const cHigh = timesHigh(bHigh, bLow, qHigh, qLow);
  const cLow = timesLow(bHigh, bLow, qHigh, qLow);
  const dHigh = artanhPlusHigh(1, cHigh, cLow);
  const dLow = artanhPlusLow(1, cHigh, cLow);
  const fHigh = timesHigh(dHigh, dLow, qHigh, qLow);
  const fLow = timesLow(dHigh, dLow, qHigh, qLow);
  const tHigh = artanhPlusHigh(0, fHigh, fLow);
  const tLow = artanhPlusLow(0, fHigh, fLow);
  const pHigh = timesHigh(f64x2.add(sHigh, sHigh), f64x2.add(sLow, sLow), tHigh, tLow);
  const pLow = timesLow(f64x2.add(sHigh, sHigh), f64x2.add(sLow, sLow), tHigh, tLow);
  const ln2 = c64(1);
  const w = f64x2.mul(e, ln2);
  const wLost = f64x2.add(lostByProduct(e, ln2, w), f64x2.mul(e, c64(2)));
  const wHigh = f64x2.add(w, wLost);
  const wLow = lowPart(w, wLost, wHigh);
  const sum = f64x2.add(wHigh, pHigh);
  const sumLost = f64x2.add(lostBySum(wHigh, pHigh, sum), f64x2.add(wLow, pLow));
  const high = f64x2.add(sum, sumLost);
  return f64x2.add(high, lowPart(sum, sumLost, high));
}

/** The fraction in [√½, √2) of a positive normal number. */
// @ts-ignore: decorator
@inline
export function fractionOf(x: v128): v128 {
  const m = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), f64x2.splat(1.0));
  const above = f64x2.ge(m, f64x2.splat(1.4142135623730951));
  return f64x2.sub(m, v128.and(above, f64x2.mul(m, f64x2.splat(0.5))));
}

/** And its exponent. */
// @ts-ignore: decorator
@inline
export function exponentOf(x: v128): v128 {
  const m = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), f64x2.splat(1.0));
  const above = f64x2.ge(m, f64x2.splat(1.4142135623730951));
  const exponent = i64x2.sub(i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023)), above);
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2));
}

/**
 * dst[i] = scale · (the logarithm of the number with fraction m[i] and exponent e[i]), 0 for that of 1: as scale · log64
 * to the last bit. Of n numbers, which are read and written up to the next even one.
 */
export function scaledLogs(dst: usize, m: usize, e: usize, n: i32, scale: f64): void {
  const s = f64x2.splat(scale);
  const zero = f64x2.splat(0.0);
  for (let i = 0; i < n; i += 2) {
    const at = <usize>i << 3;
    // −0 becomes 0.
    v128.store(dst + at, f64x2.add(f64x2.mul(s, logOf(v128.load(m + at), v128.load(e + at))), zero));
  }
}

/** The natural logarithm of positive normal numbers that are at most 1. */
export function log64(x: v128): v128 {
  const one = f64x2.splat(1.0);
  let exponent = i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023));
  let m = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), one);
  // Into [√½, √2): halving where it lies above.
  const above = f64x2.ge(m, f64x2.splat(1.4142135623730951));
  m = f64x2.sub(m, v128.and(above, f64x2.mul(m, f64x2.splat(0.5))));
  exponent = i64x2.sub(exponent, above);
  const e = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2));
  // s = (m − 1) / (m + 1)
  const top = f64x2.sub(m, one);
  const bottom = f64x2.add(m, one);
  const bottomLow = lostBySum(m, one, bottom);
  const first = f64x2.div(top, bottom);
  const back = f64x2.mul(first, bottom);
  let rest = f64x2.sub(f64x2.sub(top, back), lostByProduct(first, bottom, back));
  rest = f64x2.sub(f64x2.add(rest, f64x2.splat(0.0)), f64x2.mul(first, bottomLow));
  const correction = f64x2.div(rest, bottom);
  const sHigh = f64x2.add(first, correction);
  const sLow = lowPart(first, correction, sHigh);
  // s²
  const q = f64x2.mul(sHigh, sHigh);
  const cross = f64x2.mul(sHigh, sLow);
  const qLost = f64x2.add(lostByProduct(sHigh, sHigh, q), f64x2.add(cross, cross));
  const qHigh = f64x2.add(q, qLost);
  const qLow = lowPart(q, qLost, qHigh);
  const tHigh = series(qHigh, qLow, artanhHigh, artanhLow, 3, artanhTail, 11);
  const tLow = low;
  // 2s·series; twice a number is exact.
  const two = f64x2.splat(2.0);
  const dHigh = f64x2.mul(two, sHigh);
  const dLow = f64x2.mul(two, sLow);
  const p = f64x2.mul(dHigh, tHigh);
  const pLost = f64x2.add(lostByProduct(dHigh, tHigh, p), f64x2.add(f64x2.mul(dHigh, tLow), f64x2.mul(dLow, tHigh)));
  const pHigh = f64x2.add(p, pLost);
  const pLow = lowPart(p, pLost, pHigh);
  // + e·ln 2
  const ln2 = f64x2.splat(0.6931471805599453);
  const w = f64x2.mul(e, ln2);
  const wLost = f64x2.add(lostByProduct(e, ln2, w), f64x2.mul(e, f64x2.splat(2.3190468138462996e-17)));
  const wHigh = f64x2.add(w, wLost);
  const wLow = lowPart(w, wLost, wHigh);
  const sum = f64x2.add(wHigh, pHigh);
  const sumLost = f64x2.add(lostBySum(wHigh, pHigh, sum), f64x2.add(wLow, pLow));
  const high = f64x2.add(sum, sumLost);
  const result = f64x2.add(high, lowPart(sum, sumLost, high));
  return v128.bitselect(f64x2.splat(0.0), result, f64x2.eq(x, one));
}

/** The sine of the last {@link cos64}. */
export let sine: v128 = i64x2(0, 0);

/** Cosine of angles in [0, 2π]; leaves the {@link sine}. */
export function cos64(angle: v128): v128 {
  const halfPi = f64x2.splat(1.5707963267948966);
  const halfPiLow = f64x2.splat(6.123233995736766e-17);
  const turns = f64x2.div(angle, halfPi);
  const down = f64x2.floor(turns);
  const up = f64x2.ge(f64x2.sub(turns, down), f64x2.splat(0.5));
  const quarter = f64x2.add(down, v128.and(up, f64x2.splat(1.0)));
  const a = f64x2.mul(quarter, halfPi);
  const aLow = lostByProduct(quarter, halfPi, a);
  const b = f64x2.mul(quarter, halfPiLow);
  const bLow = lostByProduct(quarter, halfPiLow, b);
  // (angle − a) − aLow, then − (b, bLow), whose last part is that of π/2.
  const d = f64x2.sub(angle, a);
  const minusALow = f64x2.neg(aLow);
  const first = f64x2.add(d, minusALow);
  const firstLow = lostBySum(d, minusALow, first);
  const minusB = f64x2.neg(b);
  const third = f64x2.sub(f64x2.neg(bLow), f64x2.mul(quarter, f64x2.splat(-1.4973849048591698e-33)));
  const s = f64x2.add(first, minusB);
  const sLost = f64x2.add(lostBySum(first, minusB, s), f64x2.add(firstLow, third));
  const rHigh = f64x2.add(s, sLost);
  const rLow = lowPart(s, sLost, rHigh);
  const q = f64x2.mul(rHigh, rHigh);
  const cross = f64x2.mul(rHigh, rLow);
  const qLost = f64x2.add(lostByProduct(rHigh, rHigh, q), f64x2.add(cross, cross));
  const qHigh = f64x2.add(q, qLost);
  const qLow = lowPart(q, qLost, qHigh);
  const cHigh = series(qHigh, qLow, cosineHigh, cosineLow, 4, cosineTail, 6);
  const cosine = f64x2.add(cHigh, low);
  const tHigh = series(qHigh, qLow, sineHigh, sineLow, 4, sineTail, 6);
  const tLow = low;
  const p = f64x2.mul(tHigh, rHigh);
  const pLost = f64x2.add(lostByProduct(tHigh, rHigh, p), f64x2.add(f64x2.mul(tHigh, rLow), f64x2.mul(tLow, rHigh)));
  const pHigh = f64x2.add(p, pLost);
  const s1 = f64x2.add(pHigh, lowPart(p, pLost, pHigh));
  // Quarters turn one into the other, and signs.
  const turned = i32x4.trunc_sat_f64x2_u_zero(quarter);
  const wide = v128.shuffle<i32>(turned, turned, 0, 0, 1, 1);
  const odd = i32x4.eq(v128.and(wide, i32x4.splat(1)), i32x4.splat(1));
  const minusCos = v128.and(i64x2.add(wide, i64x2(0x0000000100000001, 0x0000000100000001)), i64x2(2, 2));
  const minusSin = v128.and(wide, i64x2(2, 2));
  const c = v128.bitselect(s1, cosine, odd);
  const sn = v128.bitselect(cosine, s1, odd);
  sine = v128.xor(sn, i64x2.shl(minusSin, 62));
  return v128.xor(c, i64x2.shl(minusCos, 62));
}
