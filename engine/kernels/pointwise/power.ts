/**
 * Powers of float64, and quotients and remainders as Python's. Powers are e^(b·ln |a|) with a logarithm of two numbers,
 * so that the result is good to some 10⁻¹⁵ even where b·ln |a| is large. Quotients and remainders are exact.
 */
import {
  wabs,
  wexpOf,
  wfma,
  wfnma,
  whalf,
  wlogBits,
  wlogExponent,
  wlogFraction,
  logPolynomial,
  wmagic,
  wneg,
  wnormal,
  wone,
  wsignBit,
  wtwo,
  wzero,
} from "./double";
import { fuses, promoteHigh } from "../simd";

const table = memory.data<f64>([
  0.693147180369123816490, 1.90821492927058770002e-10, // ln 2 in two parts
  800.0, // beyond it e^x is 0 or ∞
  Infinity, NaN,
  2251799813685248.0, // 2^51: below it the low bits tell odd from even
  134217729.0, // 2^27 + 1
  1e150, 268435456.0, // the largest divisor that has two halves; 2^28
]);
const bits = memory.data<u64>([1]);

// @ts-ignore: decorator
@inline
function k(index: usize): v128 {
  return v128.load_splat<u64>(table + (index << 3));
}

/** The upper half of the digits of a. */
// @ts-ignore: decorator
@inline
function upper(a: v128): v128 {
  const c = f64x2.mul(a, k(6));
  return f64x2.sub(c, f64x2.sub(c, a));
}

/** a·b − p exactly, where p is the rounded product (Dekker, 1971, where nothing multiplies and adds in one). */
// @ts-ignore: decorator
@inline
function lostOf(a: v128, b: v128, p: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return wfma(a, b, wneg(p));
  const ah = upper(a);
  const bh = upper(b);
  const al = f64x2.sub(a, ah);
  const bl = f64x2.sub(b, bh);
  const first = f64x2.sub(f64x2.mul(ah, bh), p);
  return f64x2.add(f64x2.add(first, f64x2.add(f64x2.mul(ah, bl), f64x2.mul(al, bh))), f64x2.mul(al, bl));
}

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN included; −1 to ±Infinity is 1. */
// @ts-ignore: decorator
@inline
export function wpow(a: v128, b: v128): v128 {
  const x = wabs(a);
  const pattern = wlogBits(wnormal(x));
  const e = wlogExponent(pattern, x);
  const f = wlogFraction(pattern);
  // ln x = e·ln 2 + f − f²/2 + rest, the large terms with what their sums lose.
  const s = f64x2.div(f, f64x2.add(f, wtwo()));
  const square = f64x2.mul(f, f);
  const half = f64x2.mul(whalf(), square);
  const rest = f64x2.mul(s, f64x2.add(half, logPolynomial(f64x2.mul(s, s))));
  const a0 = f64x2.mul(e, k(0));
  const a1 = f64x2.add(a0, f);
  const a2 = f64x2.sub(a1, half);
  const lost1 = f64x2.sub(f, f64x2.sub(a1, a0));
  const lost2 = f64x2.sub(f64x2.sub(a1, a2), half);
  const lost = wfnma(whalf(), lostOf(f, f, square), f64x2.add(lost1, lost2));
  const low = f64x2.add(wfma(e, k(1), rest), lost);
  const ln = f64x2.add(a2, low);
  const lnLow = f64x2.sub(low, f64x2.sub(ln, a2));
  const product = f64x2.mul(b, ln);
  const productLow = wfma(b, lnLow, lostOf(b, ln, product));
  const y = wexpOf(product, v128.and(productLow, f64x2.lt(wabs(product), k(2))));
  return powEnds(a, b, x, y);
}

/** Signs, and what is no ordinary number; `y` is |a|^b where that is one. */
// @ts-ignore: decorator
@inline
function powEnds(a: v128, b: v128, x: v128, y: v128): v128 {
  const none = f64x2.splat(0.0);
  const up = f64x2.gt(b, none);
  const atZero = v128.andnot(k(3), up);
  let z = v128.bitselect(atZero, y, f64x2.eq(a, none));
  z = v128.bitselect(v128.and(k(3), up), z, f64x2.eq(x, k(3)));
  // Of negative numbers: whole powers alone, with their sign.
  const shifted = f64x2.add(b, wmagic());
  const large = f64x2.ge(wabs(b), k(5));
  const whole = v128.or(large, f64x2.eq(f64x2.sub(shifted, wmagic()), b));
  const one = v128.load_splat<u64>(bits);
  const odd = v128.andnot(v128.and(whole, i64x2.eq(v128.and(shifted, one), one)), large);
  z = v128.or(z, v128.and(wsignBit(a), odd));
  const real = v128.or(v128.or(whole, f64x2.ge(a, none)), f64x2.eq(x, k(3)));
  z = v128.bitselect(z, k(4), real);
  z = v128.bitselect(z, v128.or(a, b), v128.and(f64x2.eq(a, a), f64x2.eq(b, b)));
  const single = v128.or(f64x2.eq(b, none), f64x2.eq(a, wone()));
  const turning = v128.and(f64x2.eq(x, wone()), f64x2.eq(wabs(b), k(3)));
  return v128.bitselect(wone(), z, v128.or(single, turning));
}

/** a − n·b exactly, where |a / b| < 2^51 and n is the whole number next to it. */
// @ts-ignore: decorator
@inline
function restOf(a: f64, b: f64): f64 {
  const quotient = a / b;
  // Where that is no ordinary number, the rest is taken digit by digit.
  if (!(abs(quotient) < 2251799813685248.0 && abs(b) < 1e150)) return a % b;
  const n = trunc(quotient);
  const product = n * b;
  // The lower half of the product (Dekker, 1971).
  const nUpper = upperOf(n);
  const bUpper = upperOf(b);
  const nLower = n - nUpper;
  const bLower = b - bUpper;
  const lost = nUpper * bUpper - product + (nUpper * bLower + nLower * bUpper) + nLower * bLower;
  let rest = a - product - lost;
  // The quotient may have been rounded up to a whole number.
  if (rest != 0 && rest < 0 != a < 0) rest = a < 0 ? rest - abs(b) : rest + abs(b);
  return rest == 0 ? copysign<f64>(0, a) : rest;
}
// @ts-ignore: decorator
@inline
function upperOf(a: f64): f64 {
  const c = a * 134217729.0;
  return c - (c - a);
}

/** Python's `%` */
export function remainderOf(a: f64, b: f64): f64 {
  const rest = restOf(a, b);
  return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
}
/** Python's `//` */
export function floorDivideOf(a: f64, b: f64): f64 {
  if (b == 0) return a / b;
  const rest = restOf(a, b);
  const quotient = (a - rest) / b - (rest != 0 && b < 0 != rest < 0 ? 1 : 0);
  if (quotient == 0) return copysign<f64>(0, a / b);
  const below = floor(quotient);
  return quotient - below > 0.5 ? below + 1 : below;
}
/** Whether `restOf` may be taken of both lanes by arithmetic. */
// @ts-ignore: decorator
@inline
function ordinary(quotient: v128, b: v128): bool {
  return i64x2.all_true(v128.and(f64x2.lt(wabs(quotient), k(5)), f64x2.lt(wabs(b), k(7))));
}
/** All ones where the sign of `a` is not that of `b`. */
// @ts-ignore: decorator
@inline
function opposed(a: v128, b: v128): v128 {
  return i64x2.shr_s(v128.xor(a, b), 63);
}
/** The same as `restOf`, of a quotient that is ordinary. */
// @ts-ignore: decorator
@inline
function wrestOf(a: v128, b: v128, quotient: v128): v128 {
  const n = f64x2.trunc(quotient);
  const product = f64x2.mul(n, b);
  const nUpper = upper(n);
  const bUpper = upper(b);
  const nLower = f64x2.sub(n, nUpper);
  const bLower = f64x2.sub(b, bUpper);
  let lost = f64x2.sub(f64x2.mul(nUpper, bUpper), product);
  lost = f64x2.add(lost, f64x2.add(f64x2.mul(nUpper, bLower), f64x2.mul(nLower, bUpper)));
  lost = f64x2.add(lost, f64x2.mul(nLower, bLower));
  return withSignOf(a, b, f64x2.sub(f64x2.sub(a, product), lost));
}
/** A rest that may have been taken once too often, of the sign of `a`. */
// @ts-ignore: decorator
@inline
function withSignOf(a: v128, b: v128, rest: v128): v128 {
  const over = v128.and(opposed(rest, a), f64x2.ne(rest, wzero()));
  const back = v128.or(wabs(b), wsignBit(a));
  const y = f64x2.add(rest, v128.and(back, over));
  return v128.or(wabs(y), wsignBit(a));
}
/** `remainderOf` of two lanes. */
// @ts-ignore: decorator
@inline
function fittedTo(b: v128, rest: v128): v128 {
  const other = v128.and(opposed(rest, b), f64x2.ne(rest, wzero()));
  return v128.bitselect(f64x2.add(rest, b), rest, other);
}
/** `floorDivideOf` of two lanes whose quotient is ordinary, from the rest. */
// @ts-ignore: decorator
@inline
function quotientOf(a: v128, b: v128, rest: v128, quotient: v128): v128 {
  const less = v128.and(opposed(rest, b), f64x2.ne(rest, wzero()));
  const whole = f64x2.nearest(f64x2.div(f64x2.sub(a, rest), b));
  const y = f64x2.sub(whole, v128.and(wone(), less));
  // 0 has the sign of the quotient.
  return v128.bitselect(wsignBit(quotient), y, f64x2.eq(y, wzero()));
}

/** Both numbers of each lane by `remainderOf`. */
export function remainderByOne(a: v128, b: v128): v128 {
  const first = remainderOf(f64x2.extract_lane(a, 0), f64x2.extract_lane(b, 0));
  return f64x2(first, remainderOf(f64x2.extract_lane(a, 1), f64x2.extract_lane(b, 1)));
}
/** Both by `floorDivideOf`. */
export function floorDivideByOne(a: v128, b: v128): v128 {
  const first = floorDivideOf(f64x2.extract_lane(a, 0), f64x2.extract_lane(b, 0));
  return f64x2(first, floorDivideOf(f64x2.extract_lane(a, 1), f64x2.extract_lane(b, 1)));
}

// @ts-ignore: decorator
@inline
export function wremainder(a: v128, b: v128): v128 {
  const quotient = f64x2.div(a, b);
  if (!ordinary(quotient, b)) return remainderByOne(a, b);
  return fittedTo(b, wrestOf(a, b, quotient));
}
// @ts-ignore: decorator
@inline
export function wfloorDivide(a: v128, b: v128): v128 {
  const quotient = f64x2.div(a, b);
  if (!ordinary(quotient, b)) return floorDivideByOne(a, b);
  return quotientOf(a, b, wrestOf(a, b, quotient), quotient);
}

/** Of two numbers that float32 has, where their quotient is below 2^28: the product is exact then. */
// @ts-ignore: decorator
@inline
function shortRest(a: v128, b: v128, quotient: v128): v128 {
  return withSignOf(a, b, f64x2.sub(a, f64x2.mul(f64x2.trunc(quotient), b)));
}
// @ts-ignore: decorator
@inline
function short(quotient: v128, b: v128): bool {
  return i64x2.all_true(v128.and(f64x2.lt(wabs(quotient), k(8)), f64x2.lt(wabs(b), k(7))));
}
// @ts-ignore: decorator
@inline
function shortRemainder(a: v128, b: v128): v128 {
  const quotient = f64x2.div(a, b);
  if (!short(quotient, b)) return remainderByOne(a, b);
  return fittedTo(b, shortRest(a, b, quotient));
}
// @ts-ignore: decorator
@inline
function shortQuotient(a: v128, b: v128): v128 {
  const quotient = f64x2.div(a, b);
  if (!short(quotient, b)) return floorDivideByOne(a, b);
  return quotientOf(a, b, shortRest(a, b, quotient), quotient);
}
/** Four float32 of two pairs of float64. */
// @ts-ignore: decorator
@inline
function joined(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
// @ts-ignore: decorator
@inline
function wideRemainder(a: v128, b: v128): v128 {
  const low = shortRemainder(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
  return joined(low, shortRemainder(promoteHigh(a), promoteHigh(b)));
}
// @ts-ignore: decorator
@inline
function wideQuotient(a: v128, b: v128): v128 {
  const low = shortQuotient(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
  return joined(low, shortQuotient(promoteHigh(a), promoteHigh(b)));
}
/** The same where they are rare, in one place. */
function calledRemainder(a: v128, b: v128): v128 {
  return wideRemainder(a, b);
}
function calledQuotient(a: v128, b: v128): v128 {
  return wideQuotient(a, b);
}
/** All ones in the lanes where `a`, which is not 0, has another sign than `b`. */
// @ts-ignore: decorator
@inline
function differing(a: v128, b: v128): v128 {
  return v128.and(i32x4.shr_s(v128.xor(a, b), 31), f32x4.ne(a, f32x4.splat(0)));
}
// @ts-ignore: decorator
@inline
function signBits(a: v128): v128 {
  return v128.and(a, i32x4.splat(0x80000000));
}
/**
 * Whether a − n·b may be taken in float32, where n is the quotient without its fraction: it is a number of float32, also
 * where rounding has made the quotient too large by one, so that a multiply-add which rounds once does not round.
 */
// @ts-ignore: decorator
@inline
function exactly(quotient: v128, b: v128): bool {
  const small = f32x4.lt(f32x4.abs(quotient), f32x4.splat(16777216));
  return i32x4.all_true(v128.and(small, f32x4.lt(f32x4.abs(b), f32x4.splat(Infinity))));
}
// @ts-ignore: decorator
@inline
export function vremainder(a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD && fuses) {
    const quotient = f32x4.div(a, b);
    if (exactly(quotient, b)) {
      const once = f32x4.relaxed_nmadd(f32x4.trunc(quotient), b, a);
      const back = v128.or(f32x4.abs(b), signBits(a));
      const fitted = f32x4.add(once, v128.and(back, differing(once, a)));
      const rest = v128.or(f32x4.abs(fitted), signBits(a));
      return v128.bitselect(f32x4.add(rest, b), rest, differing(rest, b));
    }
  }
  if (ASC_FEATURE_RELAXED_SIMD) return calledRemainder(a, b);
  return wideRemainder(a, b);
}
// @ts-ignore: decorator
@inline
export function vfloorDivide(a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD && fuses) {
    const quotient = f32x4.div(a, b);
    if (exactly(quotient, b)) {
      const n = f32x4.trunc(quotient);
      // Also where rounding has made a whole number of the quotient: the rest tells on which side of n it lies.
      const rest = f32x4.relaxed_nmadd(n, b, a);
      const y = f32x4.sub(n, v128.and(f32x4.splat(1), differing(rest, b)));
      return v128.bitselect(signBits(quotient), y, f32x4.eq(y, f32x4.splat(0)));
    }
  }
  if (ASC_FEATURE_RELAXED_SIMD) return calledQuotient(a, b);
  return wideQuotient(a, b);
}
/** The same of int32; by 0 it is 0, as an assignment of NaN or Infinity to one makes it. */
// @ts-ignore: decorator
@inline
export function wholeRemainder(a: i32, b: i32): i32 {
  if (b == 0 || b == -1) return 0;
  const rest = a % b;
  return rest != 0 && (rest ^ b) < 0 ? rest + b : rest;
}
// @ts-ignore: decorator
@inline
export function wholeQuotient(a: i32, b: i32): i32 {
  if (b == 0) return 0;
  if (b == -1) return 0 - a;
  const quotient = a / b;
  return a % b != 0 && (a ^ b) < 0 ? quotient - 1 : quotient;
}
