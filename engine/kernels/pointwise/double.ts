/**
 * Vector functions of float64, to within 2 ulp of the true value where nothing else is said. In blocks that are
 * widened, they serve float32 as well, which is then rounded rightly but for one value in many thousands.
 *
 * Range reduction as in Cody & Waite. The polynomials are minimax ones of Gradbook's own, by Remez' exchange in fifty
 * digits. Constants are loaded where they are used, and integers are found by adding 1.5·2^52, both for V8's sake: see
 * ../elementary.ts.
 */

const shared = memory.data<f64>([
  0.5, 1.0, 2.0, -Infinity, NaN, Infinity,
  6755399441055744.0, // 1.5·2^52
]);
const patterns = memory.data<u64>([
  0x7fffffffffffffff, 0x8000000000000000, // magnitude, sign
  0x000fffffffffffff, // mantissa
  0x3fe6a09e667f3bcd, // √½
  0x00095f619980c433, // 1 less √½, as patterns
  0x4330000000000000, // 2^52
  1022, 2046,
]);
const exponential = memory.data<f64>([
  709.79, -745.14, // beyond these the result is ∞ or 0
  1.4426950408889634074, // log₂ e
  0.693147180369123816490, 1.90821492927058770002e-10, // ln 2 in two parts
  2.5117893222151120536e-8, 2.7631280723962852586e-7, 2.755721619302808383e-6, 2.480148994142491897e-5,
  1.9841269917509537124e-4, 1.3888888947016198373e-3, 8.3333333333071470871e-3, 4.1666666666515420705e-2,
  1.6666666666666699142e-1, 5.0000000000000127403e-1,
  -40.0, 20.0, // below the first e^x − 1 is −1, above the second tanh x is 1
]);
const logarithm = memory.data<f64>([
  2.2250738585072014e-308, 18014398509481984.0, 54.0, // smallest normal number, 2^54
  4503599627371519.0, // 2^52 + 1023
  0.693147180369123816490, 1.90821492927058770002e-10, // ln 2 in two parts
  0.13251325370240504866, 0.13250118507596220909, 0.15387090742584469324, 0.18181775665812206208,
  0.22222222646793486617, 0.28571428569085902431, 0.40000000000006246833, 0.66666666666666660975,
  1.4426950408889634074, // log₂ e
  0.43429448190325182765, 0.3010299950838089, 5.8017229628795764472e-10, // log₁₀ e, log₁₀ 2 in two parts
]);
const artanh = memory.data<f64>([
  0.17019632442536776612, 0.083395467034799978814, 0.12106209417035822174, 0.13300958539081322682,
  0.15386561025353452551, 0.18181743875475826038, 0.22222223971061294675, 0.28571428547833810985,
  0.40000000000157390126, 0.66666666666666303433,
]);
const error = memory.data<f64>([
  -7.801191888341913836e-10, 1.3722976770798816406e-8, -1.6209175731923007624e-7, 1.6447517609499445021e-6,
  -1.4924744653567651283e-5, 1.2055295319730584187e-4, -8.5483259896614156115e-4, 5.2239776074225027945e-3,
  -2.6866170643276072528e-2, 1.1283791670945252191e-1, -3.7612638903183546604e-1, 1.1283791670955125668,
  0.35, 6.0,
  -4.3890112588829354023e-2, 3.1906200043992544033e-1, -9.5917311963644770032e-1, 1.5247301063206968427,
  -1.503752542729101195, 1.2035618089658006389, -4.4864370305460117848e-1, 3.7493609429332340567e-1,
  1.2938094257419515428e-1, 2.0731875338181241894e-1, 1.9641880054915984721e-1, 5.0948327477726983345e-5,
  0.70710678118654752440, 0.39894228040143267794, // √½, 1/√(2π)
  0.79788456080286535588, 0.044715, 0.134145, // √(2/π), and the factors in the usual approximation of gelu
  1e6, -1e6,
]);

// @ts-ignore: decorator
@inline
function k(table: usize, index: usize): v128 {
  return v128.load_splat<u64>(table + (index << 3));
}

/** a·b + c, rounded once in the relaxed build and twice in the plain one. */
// @ts-ignore: decorator
@inline
export function wfma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  else return f64x2.add(f64x2.mul(a, b), c);
}

/** c − a·b */
// @ts-ignore: decorator
@inline
export function wfnma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  else return f64x2.sub(c, f64x2.mul(a, b));
}

// @ts-ignore: decorator
@inline
export function wzero(): v128 {
  return f64x2.splat(0.0);
}
// @ts-ignore: decorator
@inline
export function whalf(): v128 {
  return k(shared, 0);
}
// @ts-ignore: decorator
@inline
export function wone(): v128 {
  return k(shared, 1);
}
// @ts-ignore: decorator
@inline
export function wtwo(): v128 {
  return k(shared, 2);
}
/** 1.5·2^52: added, it leaves the nearest integer in the low bits. */
// @ts-ignore: decorator
@inline
export function wmagic(): v128 {
  return k(shared, 6);
}
// @ts-ignore: decorator
@inline
export function wabs(x: v128): v128 {
  return v128.and(x, k(patterns, 0));
}
// @ts-ignore: decorator
@inline
export function wneg(x: v128): v128 {
  return v128.xor(x, k(patterns, 1));
}
/** The sign bit of each lane. */
// @ts-ignore: decorator
@inline
export function wsignBit(x: v128): v128 {
  return v128.and(x, k(patterns, 1));
}
/** −1, 0 or 1; 0 for NaN. */
// @ts-ignore: decorator
@inline
export function wsign(x: v128): v128 {
  const above = v128.and(f64x2.gt(x, wzero()), wone());
  return f64x2.sub(above, v128.and(f64x2.lt(x, wzero()), wone()));
}

/** e^r − 1 for |r| ≤ ½ ln 2, good to the last place of a small r as well. */
// @ts-ignore: decorator
@inline
function expm1Polynomial(r: v128): v128 {
  let p = k(exponential, 5);
  p = wfma(p, r, k(exponential, 6));
  p = wfma(p, r, k(exponential, 7));
  p = wfma(p, r, k(exponential, 8));
  p = wfma(p, r, k(exponential, 9));
  p = wfma(p, r, k(exponential, 10));
  p = wfma(p, r, k(exponential, 11));
  p = wfma(p, r, k(exponential, 12));
  p = wfma(p, r, k(exponential, 13));
  p = wfma(p, r, k(exponential, 14));
  return wfma(p, f64x2.mul(r, r), r);
}

/** e^(x + low), where `low` is what rounding took from x. */
// @ts-ignore: decorator
@inline
export function wexpOf(x: v128, low: v128): v128 {
  // pmin and pmax keep a NaN that stands first.
  const clamped = f64x2.pmax(f64x2.pmin(x, k(exponential, 0)), k(exponential, 1));
  const shifted = wfma(clamped, k(exponential, 2), wmagic());
  const n = f64x2.sub(shifted, wmagic());
  const r = f64x2.add(wfnma(n, k(exponential, 4), wfnma(n, k(exponential, 3), clamped)), low);
  const p = f64x2.add(expm1Polynomial(r), wone());
  // 2^n in two factors, for one exponent field does not hold all n; V8 pairs no arithmetic shift, hence 2046 more.
  const biased = i64x2.add(i64x2.sub(shifted, wmagic()), k(patterns, 7));
  const first = i64x2.shr_u(biased, 1);
  const second = i64x2.sub(biased, first);
  return f64x2.mul(f64x2.mul(p, i64x2.shl(first, 52)), i64x2.shl(second, 52));
}

/** e^x. Overflows to Infinity above 709.78, goes through subnormals to 0 below −745.13; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function wexp(x: v128): v128 {
  return wexpOf(x, wzero());
}

/** e^x − 1 */
// @ts-ignore: decorator
@inline
export function wexpm1(x: v128): v128 {
  const clamped = f64x2.pmax(f64x2.pmin(x, k(exponential, 0)), k(exponential, 15));
  const shifted = wfma(clamped, k(exponential, 2), wmagic());
  const n = f64x2.sub(shifted, wmagic());
  const r = wfnma(n, k(exponential, 4), wfnma(n, k(exponential, 3), clamped));
  const p = expm1Polynomial(r);
  // By halves: 2^1024 is too large for a number.
  const power = i64x2.shl(i64x2.add(i64x2.sub(shifted, wmagic()), k(patterns, 6)), 52);
  const y = wfma(p, power, f64x2.sub(power, whalf()));
  const doubled = f64x2.add(y, y);
  return v128.bitselect(x, doubled, f64x2.eq(x, wzero()));
}

/** ln(1 + f) + e·ln 2, put together of 1 + f in [√½, √2) and e with as little loss as one number allows. */
// @ts-ignore: decorator
@inline
function logOfParts(f: v128, e: v128): v128 {
  const s = f64x2.div(f, f64x2.add(f, wtwo()));
  const half = f64x2.mul(whalf(), f64x2.mul(f, f));
  const rest = f64x2.mul(s, f64x2.add(half, logPolynomial(f64x2.mul(s, s))));
  const low = wfma(e, k(logarithm, 5), rest);
  return wfma(e, k(logarithm, 4), f64x2.sub(f, f64x2.sub(half, low)));
}

/** (ln((1 + s) / (1 − s)) − 2s) / s, of z = s² */
// @ts-ignore: decorator
@inline
export function logPolynomial(z: v128): v128 {
  let p = k(logarithm, 6);
  p = wfma(p, z, k(logarithm, 7));
  p = wfma(p, z, k(logarithm, 8));
  p = wfma(p, z, k(logarithm, 9));
  p = wfma(p, z, k(logarithm, 10));
  p = wfma(p, z, k(logarithm, 11));
  p = wfma(p, z, k(logarithm, 12));
  p = wfma(p, z, k(logarithm, 13));
  return f64x2.mul(p, z);
}

/** x without its subnormals, which are 2^54 times as large. */
// @ts-ignore: decorator
@inline
export function wnormal(x: v128): v128 {
  return v128.bitselect(f64x2.mul(x, k(logarithm, 1)), x, f64x2.lt(x, k(logarithm, 0)));
}
/** The bits of a positive number, with one more in the exponent where the mantissa is √2 or more. */
// @ts-ignore: decorator
@inline
export function wlogBits(normal: v128): v128 {
  return i64x2.add(normal, k(patterns, 4));
}
/** The exponent e of such bits as a number, less what `wnormal` has added. */
// @ts-ignore: decorator
@inline
export function wlogExponent(bits: v128, x: v128): v128 {
  const biased = f64x2.sub(v128.or(i64x2.shr_u(bits, 52), k(patterns, 5)), k(logarithm, 3));
  return f64x2.sub(biased, v128.and(f64x2.lt(x, k(logarithm, 0)), k(logarithm, 2)));
}
/** Their mantissa less 1, in [√½ − 1, √2 − 1). */
// @ts-ignore: decorator
@inline
export function wlogFraction(bits: v128): v128 {
  return f64x2.sub(i64x2.add(v128.and(bits, k(patterns, 2)), k(patterns, 3)), wone());
}

/** What logarithms are at the ends: −Infinity at ±0, NaN below, Infinity and NaN as they are. */
// @ts-ignore: decorator
@inline
function logEnds(x: v128, y: v128): v128 {
  const atZero = v128.bitselect(k(shared, 3), y, f64x2.eq(x, wzero()));
  const below = v128.bitselect(k(shared, 4), atZero, f64x2.lt(x, wzero()));
  return v128.bitselect(below, x, f64x2.lt(x, k(shared, 5)));
}

// @ts-ignore: decorator
@inline
export function wlog(x: v128): v128 {
  const bits = wlogBits(wnormal(x));
  return logEnds(x, logOfParts(wlogFraction(bits), wlogExponent(bits, x)));
}
// @ts-ignore: decorator
@inline
export function wlog2(x: v128): v128 {
  const bits = wlogBits(wnormal(x));
  const m = logOfParts(wlogFraction(bits), wzero());
  return logEnds(x, wfma(m, k(logarithm, 14), wlogExponent(bits, x)));
}
// @ts-ignore: decorator
@inline
export function wlog10(x: v128): v128 {
  const bits = wlogBits(wnormal(x));
  const e = wlogExponent(bits, x);
  const m = logOfParts(wlogFraction(bits), wzero());
  return logEnds(x, wfma(e, k(logarithm, 16), wfma(m, k(logarithm, 15), f64x2.mul(e, k(logarithm, 17)))));
}

/** ln(1 + x) */
// @ts-ignore: decorator
@inline
export function wlog1p(x: v128): v128 {
  const u = f64x2.add(wone(), x);
  const back = f64x2.sub(u, wone());
  const lost = f64x2.add(f64x2.sub(wone(), f64x2.sub(u, back)), f64x2.sub(x, back));
  const bits = wlogBits(u);
  // What rounding took from 1 + x, in units of its power of two; nothing that matters of large numbers.
  const power = v128.and(i64x2.shl(i64x2.sub(k(patterns, 7), i64x2.shr_u(bits, 52)), 52), f64x2.lt(u, k(logarithm, 1)));
  const f = wfma(v128.and(lost, f64x2.lt(u, k(logarithm, 1))), power, wlogFraction(bits));
  const y = logEnds(u, logOfParts(f, wlogExponent(bits, u)));
  return v128.bitselect(x, y, f64x2.eq(x, wzero()));
}

/** tanh x = (e^2|x| − 1) / (e^2|x| + 1) with the sign of x. */
// @ts-ignore: decorator
@inline
export function wtanh(x: v128): v128 {
  const clamped = f64x2.pmin(wabs(x), k(exponential, 16));
  const e = wexpm1(f64x2.add(clamped, clamped));
  return v128.or(f64x2.div(e, f64x2.add(e, wtwo())), wsignBit(x));
}

/** 1 / (1 + e^−x), from e^−|x| so that neither end overflows and small values keep their digits. */
// @ts-ignore: decorator
@inline
export function wsigmoid(x: v128): v128 {
  const z = wexp(v128.or(x, k(patterns, 1)));
  const numerator = v128.bitselect(z, wone(), f64x2.lt(x, wzero()));
  return f64x2.div(numerator, f64x2.add(wone(), z));
}

/** ln(1 + e^−|x|), by ln(1 + z) = 2 artanh(z / (2 + z)). */
// @ts-ignore: decorator
@inline
function bend(x: v128): v128 {
  const z = wexp(v128.or(x, k(patterns, 1)));
  const s = f64x2.div(z, f64x2.add(z, wtwo()));
  const square = f64x2.mul(s, s);
  let p = k(artanh, 0);
  p = wfma(p, square, k(artanh, 1));
  p = wfma(p, square, k(artanh, 2));
  p = wfma(p, square, k(artanh, 3));
  p = wfma(p, square, k(artanh, 4));
  p = wfma(p, square, k(artanh, 5));
  p = wfma(p, square, k(artanh, 6));
  p = wfma(p, square, k(artanh, 7));
  p = wfma(p, square, k(artanh, 8));
  p = wfma(p, square, k(artanh, 9));
  return wfma(p, f64x2.mul(square, s), f64x2.add(s, s));
}
/** ln(1 + e^x) without overflow; pmax keeps a NaN that stands first. */
// @ts-ignore: decorator
@inline
export function wsoftplus(x: v128): v128 {
  return f64x2.add(f64x2.pmax(x, wzero()), bend(x));
}
/** ln(sigmoid(x)) */
// @ts-ignore: decorator
@inline
export function wlogSigmoid(x: v128): v128 {
  return f64x2.sub(f64x2.pmin(x, wzero()), bend(x));
}
/** Slope of x·sigmoid(u), of the sigmoid and of x·u′. */
// @ts-ignore: decorator
@inline
export function wgateSlope(s: v128, change: v128): v128 {
  return wfma(f64x2.mul(s, change), f64x2.sub(wone(), s), s);
}
/** Of gelu. */
// @ts-ignore: decorator
@inline
export function wgeluGrad(x: v128): v128 {
  return wfma(x, wnormalDensity(x), wnormalCdf(x));
}
/** Of its approximation. */
// @ts-ignore: decorator
@inline
export function wgeluTanhGrad(x: v128): v128 {
  // Far out the slope is that of a line, however large the square; at ±Infinity it is NaN, as in PyTorch.
  const near = f64x2.pmax(f64x2.pmin(x, k(error, 31)), k(error, 32));
  const y = wgateSlope(wsigmoid(wgeluArgument(near)), f64x2.mul(near, wgeluSlope(near)));
  return f64x2.add(y, f64x2.sub(x, x));
}

/** The error function: an odd polynomial to |x| = 1, 1 − e^(−x²)·q(1/(1 + 0.35|x|)) with the sign of x beyond. */
// @ts-ignore: decorator
@inline
export function werf(x: v128): v128 {
  // From 5.93 on, the nearest float64 is 1.
  const magnitude = f64x2.pmin(wabs(x), k(error, 13));
  const z = f64x2.mul(magnitude, magnitude);
  let p = k(error, 0);
  p = wfma(p, z, k(error, 1));
  p = wfma(p, z, k(error, 2));
  p = wfma(p, z, k(error, 3));
  p = wfma(p, z, k(error, 4));
  p = wfma(p, z, k(error, 5));
  p = wfma(p, z, k(error, 6));
  p = wfma(p, z, k(error, 7));
  p = wfma(p, z, k(error, 8));
  p = wfma(p, z, k(error, 9));
  p = wfma(p, z, k(error, 10));
  p = wfma(p, z, k(error, 11));
  const t = f64x2.div(wone(), wfma(magnitude, k(error, 12), wone()));
  let q = k(error, 14);
  q = wfma(q, t, k(error, 15));
  q = wfma(q, t, k(error, 16));
  q = wfma(q, t, k(error, 17));
  q = wfma(q, t, k(error, 18));
  q = wfma(q, t, k(error, 19));
  q = wfma(q, t, k(error, 20));
  q = wfma(q, t, k(error, 21));
  q = wfma(q, t, k(error, 22));
  q = wfma(q, t, k(error, 23));
  q = wfma(q, t, k(error, 24));
  q = wfma(q, t, k(error, 25));
  const far = wfnma(wexp(wneg(z)), q, wone());
  const y = v128.bitselect(f64x2.mul(magnitude, p), far, f64x2.lt(magnitude, wone()));
  return v128.or(y, wsignBit(x));
}

/** Of the normal distribution. */
// @ts-ignore: decorator
@inline
export function wnormalCdf(x: v128): v128 {
  return wfma(werf(f64x2.mul(x, k(error, 26))), whalf(), whalf());
}
// @ts-ignore: decorator
@inline
export function wnormalDensity(x: v128): v128 {
  return f64x2.mul(k(error, 27), wexp(f64x2.mul(wneg(whalf()), f64x2.mul(x, x))));
}
/** u where gelu is about x·sigmoid(u). */
// @ts-ignore: decorator
@inline
export function wgeluArgument(x: v128): v128 {
  const inner = f64x2.mul(f64x2.mul(x, k(error, 28)), wfma(f64x2.mul(x, x), k(error, 29), wone()));
  return f64x2.add(inner, inner);
}
/** u′ */
// @ts-ignore: decorator
@inline
export function wgeluSlope(x: v128): v128 {
  const slope = f64x2.mul(k(error, 28), wfma(f64x2.mul(x, x), k(error, 30), wone()));
  return f64x2.add(slope, slope);
}
