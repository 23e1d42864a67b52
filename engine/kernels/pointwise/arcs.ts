/**
 * Inverse angles and hyperbolic functions, to within 2 ulp (acosh of float64 near 1: 4): polynomials where the argument
 * is small, which identities make it everywhere else. The polynomials are minimax ones of Gradbook's own.
 */
import { one, signOf, vabs, vexpOf } from "../elementary";
import { fma } from "../simd";
import { wabs, wexpOf, wfma, whalf, wlog1p, wneg, wone, wsignBit, wzero } from "./double";

const single = memory.data<f32>([
  0.5, 0.042166308803, 0.024179514514, 0.045470375981, 0.07495297643, 0.16666752482, // arcsine
  1.5707963705062866, -4.37113900018624283e-8, 3.1415927410125732, -8.74227800037248566e-8, // π/2 and π in two parts
  0.4142135623730950488, 2.4142135623730950488, // the tangents of π/8 and 3π/8
  0.7853981852531433, -2.18556950009312142e-8, // π/4 in two parts
  -0.06077991088, 0.10593727133, -0.14243522263, 0.19998470966, -0.3333331518, // arctangent
  2.8169512223e-6, 0.00019836159779, 0.0083333500582, 0.16666666498, // hyperbolic sine
  0.6931471824645996, -1.90465429995776788e-9, // ln 2 in two parts
  89.5, // beyond it the result of the hyperbolic functions is ∞
  0.25,
]);
const double = memory.data<f64>([
  0.5, 0.03191220551077826582, -0.016224160434471431198, 0.019528207792970442796, 0.0065279954902236202467,
  0.012169207191992579306, 0.013885236106023985916, 0.01735970470170395296, 0.022371758054400142142,
  0.030381959136802374466, 0.044642856828332431039, 0.07500000000337009, 0.16666666666665408943, // arcsine
  1.5707963267948966, 6.12323399573676589e-17, 3.141592653589793, 1.22464679914735318e-16, // π/2 and π in two parts
  0.4142135623730950488, 2.4142135623730950488, // the tangents of π/8 and 3π/8
  0.7853981633974483, 3.06161699786838294e-17, // π/4 in two parts
  -0.017903548454863170721, 0.03806080449242367247, -0.050391389570980095943, 0.058478481090123128551,
  -0.066630977075411947353, 0.076920595894297330433, -0.090908977182785985489, 0.11111110781921069177,
  -0.1428571428016207453, 0.19999999999953205014, -0.33333333333333196028, // arctangent
]);
const hyperbolic = memory.data<f64>([
  7.758748802724033074e-13, 1.605725976858436673e-10, 2.5052123136726184208e-8, 2.7557319157071846434e-6,
  0.00019841269841431872619, 0.0083333333333331477431, 0.16666666666666667383, // sine
  0.6931471805599453, 2.31904681384629962e-17, // ln 2 in two parts
  711.0, // beyond it the result is ∞
  0.25,
  1.2676506002282294e30, // 2^100: beyond it a number and its neighbours have the same logarithm
]);

// @ts-ignore: decorator
@inline
function k(table: usize, index: usize): v128 {
  return v128.load_splat<u32>(table + (index << 2));
}
// @ts-ignore: decorator
@inline
function kk(table: usize, index: usize): v128 {
  return v128.load_splat<u64>(table + (index << 3));
}

/** arcsin s − s for |s| ≤ ½, of s and z = s². */
// @ts-ignore: decorator
@inline
function arcsineRest(s: v128, z: v128): v128 {
  let p = k(single, 1);
  p = fma(p, z, k(single, 2));
  p = fma(p, z, k(single, 3));
  p = fma(p, z, k(single, 4));
  p = fma(p, z, k(single, 5));
  return f32x4.mul(p, f32x4.mul(z, s));
}
/** Beyond ½ by arcsin x = π/2 − 2 arcsin √((1 − x)/2). */
// @ts-ignore: decorator
@inline
export function vasin(x: v128): v128 {
  const a = vabs(x);
  const near = f32x4.lt(a, k(single, 0));
  const z = v128.bitselect(f32x4.mul(a, a), f32x4.mul(k(single, 0), f32x4.sub(one(), a)), near);
  const s = v128.bitselect(a, f32x4.sqrt(z), near);
  const rest = arcsineRest(s, z);
  const low = f32x4.sub(f32x4.add(rest, rest), k(single, 7));
  const far = f32x4.sub(k(single, 6), f32x4.add(f32x4.add(s, s), low));
  return v128.or(v128.bitselect(f32x4.add(s, rest), far, near), signOf(x));
}
// @ts-ignore: decorator
@inline
export function vacos(x: v128): v128 {
  const a = vabs(x);
  const near = f32x4.lt(a, k(single, 0));
  const z = v128.bitselect(f32x4.mul(a, a), f32x4.mul(k(single, 0), f32x4.sub(one(), a)), near);
  const s = v128.bitselect(a, f32x4.sqrt(z), near);
  const rest = arcsineRest(s, z);
  const signed = v128.xor(s, signOf(x));
  const low = f32x4.sub(k(single, 7), v128.xor(rest, signOf(x)));
  const middle = f32x4.add(f32x4.sub(k(single, 6), signed), low);
  const twice = f32x4.add(f32x4.add(s, s), f32x4.add(rest, rest));
  const below = f32x4.add(f32x4.sub(k(single, 8), twice), k(single, 9));
  return v128.bitselect(middle, v128.bitselect(below, twice, f32x4.lt(x, f32x4.splat(0.0))), near);
}
/** arctan t + low for |t| ≤ tan π/8. */
// @ts-ignore: decorator
@inline
function arctangent(t: v128, low: v128): v128 {
  const z = f32x4.mul(t, t);
  let p = k(single, 14);
  p = fma(p, z, k(single, 15));
  p = fma(p, z, k(single, 16));
  p = fma(p, z, k(single, 17));
  p = fma(p, z, k(single, 18));
  return f32x4.add(t, fma(p, f32x4.mul(z, t), low));
}
/** Beyond tan π/8 by arctan x = π/4 + arctan ((x − 1)/(x + 1)), beyond tan 3π/8 by arctan x = π/2 − arctan 1/x. */
// @ts-ignore: decorator
@inline
export function vatan(x: v128): v128 {
  const a = vabs(x);
  const middle = f32x4.gt(a, k(single, 10));
  const far = f32x4.gt(a, k(single, 11));
  const above = v128.bitselect(f32x4.neg(one()), f32x4.sub(a, v128.and(middle, one())), far);
  const below = v128.bitselect(a, v128.bitselect(f32x4.add(a, one()), one(), middle), far);
  const t = f32x4.div(above, below);
  const base = v128.bitselect(k(single, 6), v128.and(middle, k(single, 12)), far);
  const low = v128.bitselect(k(single, 7), v128.and(middle, k(single, 13)), far);
  return v128.or(f32x4.add(base, arctangent(t, low)), signOf(x));
}
/** The angle of the point (x, y): that of the smaller coordinate over the larger, turned to where the point lies. */
// @ts-ignore: decorator
@inline
export function vatan2(y: v128, x: v128): v128 {
  const rise = vabs(y);
  const run = vabs(x);
  const most = f32x4.max(rise, run);
  const least = f32x4.min(rise, run);
  // Of two that are alike the quotient is 1, of infinities as well; of two zeros 0.
  const alike = v128.and(f32x4.gt(most, f32x4.splat(0.0)), one());
  const ratio = v128.bitselect(alike, f32x4.div(least, most), f32x4.eq(least, most));
  const middle = f32x4.gt(ratio, k(single, 10));
  const above = f32x4.sub(ratio, v128.and(middle, one()));
  const t = f32x4.div(above, f32x4.add(one(), v128.and(middle, ratio)));
  const angle = f32x4.add(v128.and(middle, k(single, 12)), arctangent(t, v128.and(middle, k(single, 13))));
  const steep = f32x4.gt(rise, run);
  const left = f32x4.lt(v128.or(signOf(x), one()), f32x4.splat(0.0));
  const turned = v128.xor(angle, signOf(v128.xor(steep, left)));
  const base = v128.bitselect(k(single, 6), v128.and(left, k(single, 8)), steep);
  const low = v128.bitselect(k(single, 7), v128.and(left, k(single, 9)), steep);
  return v128.or(vabs(f32x4.add(base, f32x4.add(turned, low))), signOf(y));
}

/** e^a / 2 for a ≥ 0, with what rounding takes from a − ln 2. */
// @ts-ignore: decorator
@inline
function vhalfExp(a: v128): v128 {
  // pmin keeps a NaN that stands first.
  const clamped = f32x4.pmin(a, k(single, 25));
  const shifted = f32x4.sub(clamped, k(single, 23));
  const back = f32x4.sub(clamped, shifted);
  const lost = f32x4.sub(f32x4.sub(back, k(single, 23)), f32x4.sub(f32x4.add(shifted, back), clamped));
  return vexpOf(shifted, f32x4.sub(lost, k(single, 24)));
}
// @ts-ignore: decorator
@inline
export function vsinh(x: v128): v128 {
  const a = vabs(x);
  const e = vhalfExp(a);
  const z = f32x4.mul(a, a);
  let p = k(single, 19);
  p = fma(p, z, k(single, 20));
  p = fma(p, z, k(single, 21));
  p = fma(p, z, k(single, 22));
  const near = fma(p, f32x4.mul(z, a), a);
  const far = f32x4.sub(e, f32x4.div(k(single, 26), e));
  return v128.or(v128.bitselect(near, far, f32x4.lt(a, one())), signOf(x));
}
// @ts-ignore: decorator
@inline
export function vcosh(x: v128): v128 {
  const e = vhalfExp(vabs(x));
  return f32x4.add(e, f32x4.div(k(single, 26), e));
}

// @ts-ignore: decorator
@inline
function warcsineRest(s: v128, z: v128): v128 {
  let p = kk(double, 1);
  p = wfma(p, z, kk(double, 2));
  p = wfma(p, z, kk(double, 3));
  p = wfma(p, z, kk(double, 4));
  p = wfma(p, z, kk(double, 5));
  p = wfma(p, z, kk(double, 6));
  p = wfma(p, z, kk(double, 7));
  p = wfma(p, z, kk(double, 8));
  p = wfma(p, z, kk(double, 9));
  p = wfma(p, z, kk(double, 10));
  p = wfma(p, z, kk(double, 11));
  p = wfma(p, z, kk(double, 12));
  return f64x2.mul(p, f64x2.mul(z, s));
}
// @ts-ignore: decorator
@inline
export function wasin(x: v128): v128 {
  const a = wabs(x);
  const near = f64x2.lt(a, whalf());
  const z = v128.bitselect(f64x2.mul(a, a), f64x2.mul(whalf(), f64x2.sub(wone(), a)), near);
  const s = v128.bitselect(a, f64x2.sqrt(z), near);
  const rest = warcsineRest(s, z);
  const low = f64x2.sub(f64x2.add(rest, rest), kk(double, 14));
  const far = f64x2.sub(kk(double, 13), f64x2.add(f64x2.add(s, s), low));
  return v128.or(v128.bitselect(f64x2.add(s, rest), far, near), wsignBit(x));
}
// @ts-ignore: decorator
@inline
export function wacos(x: v128): v128 {
  const a = wabs(x);
  const near = f64x2.lt(a, whalf());
  const z = v128.bitselect(f64x2.mul(a, a), f64x2.mul(whalf(), f64x2.sub(wone(), a)), near);
  const s = v128.bitselect(a, f64x2.sqrt(z), near);
  const rest = warcsineRest(s, z);
  const signed = v128.xor(s, wsignBit(x));
  const low = f64x2.sub(kk(double, 14), v128.xor(rest, wsignBit(x)));
  const middle = f64x2.add(f64x2.sub(kk(double, 13), signed), low);
  const twice = f64x2.add(f64x2.add(s, s), f64x2.add(rest, rest));
  const below = f64x2.add(f64x2.sub(kk(double, 15), twice), kk(double, 16));
  return v128.bitselect(middle, v128.bitselect(below, twice, f64x2.lt(x, wzero())), near);
}
/** arctan t + low for |t| ≤ tan π/8. */
// @ts-ignore: decorator
@inline
function warctangent(t: v128, low: v128): v128 {
  const z = f64x2.mul(t, t);
  let p = kk(double, 21);
  p = wfma(p, z, kk(double, 22));
  p = wfma(p, z, kk(double, 23));
  p = wfma(p, z, kk(double, 24));
  p = wfma(p, z, kk(double, 25));
  p = wfma(p, z, kk(double, 26));
  p = wfma(p, z, kk(double, 27));
  p = wfma(p, z, kk(double, 28));
  p = wfma(p, z, kk(double, 29));
  p = wfma(p, z, kk(double, 30));
  p = wfma(p, z, kk(double, 31));
  return f64x2.add(t, wfma(p, f64x2.mul(z, t), low));
}
// @ts-ignore: decorator
@inline
export function watan(x: v128): v128 {
  const a = wabs(x);
  const middle = f64x2.gt(a, kk(double, 17));
  const far = f64x2.gt(a, kk(double, 18));
  const above = v128.bitselect(wneg(wone()), f64x2.sub(a, v128.and(middle, wone())), far);
  const below = v128.bitselect(a, v128.bitselect(f64x2.add(a, wone()), wone(), middle), far);
  const base = v128.bitselect(kk(double, 13), v128.and(middle, kk(double, 19)), far);
  const low = v128.bitselect(kk(double, 14), v128.and(middle, kk(double, 20)), far);
  return v128.or(f64x2.add(base, warctangent(f64x2.div(above, below), low)), wsignBit(x));
}
/** The angle of the point (x, y): that of the smaller coordinate over the larger, turned to where the point lies. */
// @ts-ignore: decorator
@inline
export function watan2(y: v128, x: v128): v128 {
  const rise = wabs(y);
  const run = wabs(x);
  const most = f64x2.max(rise, run);
  const least = f64x2.min(rise, run);
  // Of two that are alike the quotient is 1, of infinities as well; of two zeros 0.
  const alike = v128.and(f64x2.gt(most, wzero()), wone());
  const ratio = v128.bitselect(alike, f64x2.div(least, most), f64x2.eq(least, most));
  const middle = f64x2.gt(ratio, kk(double, 17));
  const above = f64x2.sub(ratio, v128.and(middle, wone()));
  const t = f64x2.div(above, f64x2.add(wone(), v128.and(middle, ratio)));
  const angle = f64x2.add(v128.and(middle, kk(double, 19)), warctangent(t, v128.and(middle, kk(double, 20))));
  const steep = f64x2.gt(rise, run);
  const left = f64x2.lt(v128.or(wsignBit(x), wone()), wzero());
  const turned = v128.xor(angle, wsignBit(v128.xor(steep, left)));
  const base = v128.bitselect(kk(double, 13), v128.and(left, kk(double, 15)), steep);
  const low = v128.bitselect(kk(double, 14), v128.and(left, kk(double, 16)), steep);
  return v128.or(wabs(f64x2.add(base, f64x2.add(turned, low))), wsignBit(y));
}

/** e^a / 2 for a ≥ 0, with what rounding takes from a − ln 2. */
// @ts-ignore: decorator
@inline
function halfExp(a: v128): v128 {
  // pmin keeps a NaN that stands first.
  const clamped = f64x2.pmin(a, kk(hyperbolic, 9));
  const shifted = f64x2.sub(clamped, kk(hyperbolic, 7));
  const back = f64x2.sub(clamped, shifted);
  const lost = f64x2.sub(
    f64x2.sub(back, kk(hyperbolic, 7)),
    f64x2.sub(f64x2.add(shifted, back), clamped),
  );
  return wexpOf(shifted, f64x2.sub(lost, kk(hyperbolic, 8)));
}
// @ts-ignore: decorator
@inline
export function wsinh(x: v128): v128 {
  const a = wabs(x);
  const e = halfExp(a);
  const z = f64x2.mul(a, a);
  let p = kk(hyperbolic, 0);
  p = wfma(p, z, kk(hyperbolic, 1));
  p = wfma(p, z, kk(hyperbolic, 2));
  p = wfma(p, z, kk(hyperbolic, 3));
  p = wfma(p, z, kk(hyperbolic, 4));
  p = wfma(p, z, kk(hyperbolic, 5));
  p = wfma(p, z, kk(hyperbolic, 6));
  const near = wfma(p, f64x2.mul(z, a), a);
  const far = f64x2.sub(e, f64x2.div(kk(hyperbolic, 10), e));
  return v128.or(v128.bitselect(near, far, f64x2.lt(a, wone())), wsignBit(x));
}
// @ts-ignore: decorator
@inline
export function wcosh(x: v128): v128 {
  const e = halfExp(wabs(x));
  return f64x2.add(e, f64x2.div(kk(hyperbolic, 10), e));
}
/** ln(1 + rest), and ln 2 more where `large`. */
// @ts-ignore: decorator
@inline
function logMore(rest: v128, large: v128): v128 {
  return f64x2.add(wlog1p(rest), v128.and(large, kk(hyperbolic, 7)));
}
// @ts-ignore: decorator
@inline
export function wasinh(x: v128): v128 {
  const a = wabs(x);
  const large = f64x2.gt(a, kk(hyperbolic, 11));
  const z = f64x2.mul(a, a);
  const more = f64x2.add(a, f64x2.div(z, f64x2.add(wone(), f64x2.sqrt(f64x2.add(wone(), z)))));
  return v128.or(logMore(v128.bitselect(a, more, large), large), wsignBit(x));
}
// @ts-ignore: decorator
@inline
export function wacosh(x: v128): v128 {
  const large = f64x2.gt(x, kk(hyperbolic, 11));
  const t = f64x2.sub(x, wone());
  // NaN below 1, for one of the roots is.
  const root = f64x2.mul(f64x2.sqrt(t), f64x2.sqrt(f64x2.add(x, wone())));
  return logMore(v128.bitselect(t, f64x2.add(t, root), large), large);
}
// @ts-ignore: decorator
@inline
export function watanh(x: v128): v128 {
  const a = wabs(x);
  const y = f64x2.mul(whalf(), wlog1p(f64x2.div(f64x2.add(a, a), f64x2.sub(wone(), a))));
  return v128.or(y, wsignBit(x));
}
