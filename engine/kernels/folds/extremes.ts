/**
 * Maxima, minima and where they are, of a contiguous operand seen as [outer, n, inner]; the middle axis goes. `n` is at
 * least 1. The result is NaN when an element is, and −0 is less than 0; of equal elements, or NaNs, the first counts.
 *
 * The instructions that choose by those rules take as long as eight others. So the elements are compared in the way of
 * the processor, and beside it is kept whether there was a NaN, and the signs, which matter when the result is 0.
 */
import { bitmask } from "../simd";

/** b where it is better than a, else a. */
// @ts-ignore: decorator
@inline
function better<T>(greatest: bool, a: v128, b: v128): v128 {
  if (isFloat<T>()) return greatest ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b);
  return greatest ? v128.max<T>(a, b) : v128.min<T>(a, b);
}

// @ts-ignore: decorator
@inline
function worst<T>(greatest: bool): v128 {
  if (isFloat<T>()) return v128.splat<T>(<T>(greatest ? -Infinity : Infinity));
  return v128.splat<T>(greatest ? <T>i32.MIN_VALUE : <T>i32.MAX_VALUE);
}

// @ts-ignore: decorator
@inline
function isNaNLane<T>(v: v128): v128 {
  return isFloat<T>() ? v128.ne<T>(v, v) : i32x4.splat(0);
}

/** Signs that all have, or that one has: what makes a zero that is greatest, or least, negative. */
// @ts-ignore: decorator
@inline
function withSigns(greatest: bool, signs: v128, v: v128): v128 {
  return greatest ? v128.and(signs, v) : v128.or(signs, v);
}

// @ts-ignore: decorator
@inline
function noSigns(greatest: bool): v128 {
  return i32x4.splat(greatest ? -1 : 0);
}

/** The result in each lane. */
// @ts-ignore: decorator
@inline
function settled<T>(best: v128, nan: v128, signs: v128): v128 {
  if (!isFloat<T>()) return best;
  const sign = v128.and(signs, v128.splat<T>(<T>-0.0));
  return v128.or(v128.bitselect(sign, best, v128.eq<T>(best, v128.splat<T>(0))), nan);
}

// @ts-ignore: decorator
@inline
function betterOf<T>(greatest: bool, a: T, b: T): T {
  return greatest ? max<T>(a, b) : min<T>(a, b);
}

// @ts-ignore: decorator
@inline
function extremeOf<T>(greatest: bool, x: usize, n: i32): T {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let best = load<T>(x);
  let i = 0;
  if (n >= 4 * lanes) {
    let a = worst<T>(greatest);
    let b = a;
    let c = a;
    let d = a;
    let nan = i32x4.splat(0);
    let signs = noSigns(greatest);
    for (; i <= n - 4 * lanes; i += 4 * lanes) {
      const p = x + <usize>i * sizeof<T>();
      const v0 = v128.load(p);
      const v1 = v128.load(p, 16);
      const v2 = v128.load(p, 32);
      const v3 = v128.load(p, 48);
      a = better<T>(greatest, a, v0);
      b = better<T>(greatest, b, v1);
      c = better<T>(greatest, c, v2);
      d = better<T>(greatest, d, v3);
      if (isFloat<T>()) {
        nan = v128.or(nan, v128.or(v128.or(isNaNLane<T>(v0), isNaNLane<T>(v1)), v128.or(isNaNLane<T>(v2), isNaNLane<T>(v3))));
        signs = withSigns(greatest, signs, withSigns(greatest, withSigns(greatest, v0, v1), withSigns(greatest, v2, v3)));
      }
    }
    const all = better<T>(greatest, better<T>(greatest, a, b), better<T>(greatest, c, d));
    const v = settled<T>(all, nan, signs);
    best = betterOf<T>(greatest, v128.extract_lane<T>(v, 0), v128.extract_lane<T>(v, 1));
    if (lanes == 4) {
      best = betterOf<T>(
        greatest,
        best,
        betterOf<T>(greatest, v128.extract_lane<T>(v, lanes == 4 ? 2 : 0), v128.extract_lane<T>(v, lanes == 4 ? 3 : 0)),
      );
    }
  }
  for (; i < n; i++) best = betterOf<T>(greatest, best, load<T>(x + <usize>i * sizeof<T>()));
  return best;
}

/** The greatest of n elements. */
// @ts-ignore: decorator
@inline
export function greatestOf<T>(x: usize, n: i32): T {
  return extremeOf<T>(true, x, n);
}

// @ts-ignore: decorator
@inline
function columns<T>(greatest: bool, dst: usize, x: usize, n: i32, inner: i32, step: usize): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let j = 0;
  for (; j <= inner - 4 * lanes; j += 4 * lanes) {
    let p = x + <usize>j * sizeof<T>();
    let a = worst<T>(greatest);
    let b = a;
    let c = a;
    let d = a;
    let na = i32x4.splat(0);
    let nb = na;
    let nc = na;
    let nd = na;
    let sa = noSigns(greatest);
    let sb = sa;
    let sc = sa;
    let sd = sa;
    for (let r = 0; r < n; r++) {
      const v0 = v128.load(p);
      const v1 = v128.load(p, 16);
      const v2 = v128.load(p, 32);
      const v3 = v128.load(p, 48);
      a = better<T>(greatest, a, v0);
      b = better<T>(greatest, b, v1);
      c = better<T>(greatest, c, v2);
      d = better<T>(greatest, d, v3);
      if (isFloat<T>()) {
        na = v128.or(na, isNaNLane<T>(v0));
        nb = v128.or(nb, isNaNLane<T>(v1));
        nc = v128.or(nc, isNaNLane<T>(v2));
        nd = v128.or(nd, isNaNLane<T>(v3));
        sa = withSigns(greatest, sa, v0);
        sb = withSigns(greatest, sb, v1);
        sc = withSigns(greatest, sc, v2);
        sd = withSigns(greatest, sd, v3);
      }
      p += step;
    }
    const q = dst + <usize>j * sizeof<T>();
    const r0 = settled<T>(a, na, sa);
    const r1 = settled<T>(b, nb, sb);
    const r2 = settled<T>(c, nc, sc);
    const r3 = settled<T>(d, nd, sd);
    v128.store(q, r0);
    v128.store(q, r1, 16);
    v128.store(q, r2, 32);
    v128.store(q, r3, 48);
  }
  for (; j < inner; j++) {
    let p = x + <usize>j * sizeof<T>();
    let best = load<T>(p);
    for (let r = 1; r < n; r++) {
      p += step;
      best = betterOf<T>(greatest, best, load<T>(p));
    }
    store<T>(dst + <usize>j * sizeof<T>(), best);
  }
}

// @ts-ignore: decorator
@inline
function extremes<T>(greatest: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<T>(dst, extremeOf<T>(greatest, x, n));
    else columns<T>(greatest, dst, x, n, inner, <usize>inner * sizeof<T>());
    dst += <usize>inner * sizeof<T>();
    x += <usize>n * <usize>inner * sizeof<T>();
  }
}

/** The greatest of each of `cols` columns, whose rows are `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function columnMaxima<T>(dst: usize, x: usize, n: i32, cols: i32, step: usize): void {
  columns<T>(true, dst, x, n, cols, step);
}

export function amaxF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<f32>(true, dst, x, outer, n, inner);
}
export function aminF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<f32>(false, dst, x, outer, n, inner);
}
export function amaxF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<f64>(true, dst, x, outer, n, inner);
}
export function aminF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<f64>(false, dst, x, outer, n, inner);
}
export function amaxI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<i32>(true, dst, x, outer, n, inner);
}
export function aminI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremes<i32>(false, dst, x, outer, n, inner);
}

/** Place of the first of n elements that is the extreme one. */
// @ts-ignore: decorator
@inline
function placeOf<T>(greatest: bool, x: usize, n: i32): i32 {
  const best = extremeOf<T>(greatest, x, n);
  const nan = best != best;
  const lanes: i32 = 16 / <i32>sizeof<T>();
  const wanted = v128.splat<T>(best);
  let i = 0;
  for (; i <= n - lanes; i += lanes) {
    const v = v128.load(x + <usize>i * sizeof<T>());
    const hits = nan ? isNaNLane<T>(v) : v128.eq<T>(v, wanted);
    if (v128.any_true(hits)) return i + ctz(bitmask<T>(hits));
  }
  for (; i < n; i++) {
    const v = load<T>(x + <usize>i * sizeof<T>());
    if (nan ? v != v : v == best) return i;
  }
  return 0;
}

/** Lanes in which v takes the place of the best so far. */
// @ts-ignore: decorator
@inline
function replaces<T>(greatest: bool, v: v128, best: v128): v128 {
  if (!isFloat<T>()) return greatest ? v128.gt<T>(v, best) : v128.lt<T>(v, best);
  const holds = greatest ? v128.le<T>(v, best) : v128.ge<T>(v, best);
  return v128.andnot(v128.eq<T>(best, best), holds);
}

// @ts-ignore: decorator
@inline
function columnPlaces<T>(greatest: bool, dst: usize, x: usize, n: i32, inner: i32): void {
  const step = <usize>inner * sizeof<T>();
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let j = 0;
  for (; j <= inner - 2 * lanes; j += 2 * lanes) {
    let p = x + <usize>j * sizeof<T>();
    let a = v128.load(p);
    let b = v128.load(p, 16);
    let ia = i32x4.splat(0);
    let ib = ia;
    for (let r = 1; r < n; r++) {
      p += step;
      const v0 = v128.load(p);
      const v1 = v128.load(p, 16);
      const ra = replaces<T>(greatest, v0, a);
      const rb = replaces<T>(greatest, v1, b);
      const row = lanes == 4 ? i32x4.splat(r) : i64x2.splat(r);
      a = v128.bitselect(v0, a, ra);
      b = v128.bitselect(v1, b, rb);
      ia = v128.bitselect(row, ia, ra);
      ib = v128.bitselect(row, ib, rb);
    }
    const q = dst + (<usize>j << 2);
    if (lanes == 4) {
      v128.store(q, ia);
      v128.store(q, ib, 16);
    } else v128.store(q, v128.shuffle<i32>(ia, ib, 0, 2, 4, 6));
  }
  for (; j < inner; j++) {
    let p = x + <usize>j * sizeof<T>();
    let best = load<T>(p);
    let at = 0;
    for (let r = 1; r < n && best == best; r++) {
      p += step;
      const v = load<T>(p);
      if (v != v || (greatest ? v > best : v < best)) {
        best = v;
        at = r;
      }
    }
    store<i32>(dst + (<usize>j << 2), at);
  }
}

// @ts-ignore: decorator
@inline
function places<T>(greatest: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<i32>(dst, placeOf<T>(greatest, x, n));
    else columnPlaces<T>(greatest, dst, x, n, inner);
    dst += <usize>inner << 2;
    x += <usize>n * <usize>inner * sizeof<T>();
  }
}

/** dst is int32. */
export function argmaxF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<f32>(true, dst, x, outer, n, inner);
}
export function argminF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<f32>(false, dst, x, outer, n, inner);
}
export function argmaxF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<f64>(true, dst, x, outer, n, inner);
}
export function argminF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<f64>(false, dst, x, outer, n, inner);
}
export function argmaxI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<i32>(true, dst, x, outer, n, inner);
}
export function argminI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  places<i32>(false, dst, x, outer, n, inner);
}
