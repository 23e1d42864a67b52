/** Evenly spaced numbers, to the last bit as plain loops make them: see backend/js/ramps.ts. */

import { fuses } from "../simd";

/** Of a block of eight numbers, what is added to its first; and what rounding took from that. */
const products = memory.data(64, 16);
const losses = memory.data(64, 16);

// @ts-ignore: decorator
@inline
function upperOf(a: f64): f64 {
  const scaled = 134217729.0 * a;
  return scaled - (scaled - a);
}

/** What rounding takes from a·b. */
// @ts-ignore: decorator
@inline
function lostOf(a: f64, b: f64, product: f64): f64 {
  const aHigh = upperOf(a);
  const aLow = a - aHigh;
  const bHigh = upperOf(b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** a·b + c, rounded once. */
// @ts-ignore: decorator
@inline
function fused(a: f64, b: f64, c: f64): f64 {
  const product = a * b;
  const lost = lostOf(a, b, product);
  const sum = product + c;
  const rest = sum - product;
  return sum + (product - (sum - rest) + (c - rest) + lost);
}

/** Number i of n; `kind` is that of the contract. */
// @ts-ignore: decorator
@inline
function numberAt(i: i32, n: i32, kind: i32, start: f64, step: f64, end: f64): f64 {
  if (kind == 0) return start + <f64>i * step;
  if (kind == 1) return fused(step, <f64>i, start);
  if (i < n >> 1) return fused(step, <f64>i, start);
  return n == 1 ? start : fused(-step, <f64>(n - i - 1), end);
}

/** The same where multiply-adds round once. */
// @ts-ignore: decorator
@inline
function quickNumberAt(i: i32, n: i32, kind: i32, start: f64, step: f64, end: f64): v128 {
  if (kind == 0) return f64x2.splat(start + <f64>i * step);
  if (kind == 2 && n == 1) return f64x2.splat(start);
  if (kind == 1 || i < n >> 1) return f64x2.relaxed_madd(f64x2.splat(step), f64x2.splat(<f64>i), f64x2.splat(start));
  return f64x2.relaxed_madd(f64x2.splat(-step), f64x2.splat(<f64>(n - i - 1)), f64x2.splat(end));
}

/** Numbers k and k + 1 of a block that starts with `base`. */
// @ts-ignore: decorator
@inline
function quickTwo(k: i32, kind: i32, step: v128, base: v128): v128 {
  if (kind == 1) return f64x2.relaxed_madd(f64x2(<f64>k, <f64>(k + 1)), step, base);
  return f64x2.add(v128.load(products + (<usize>k << 3)), base);
}

/** Two pairs of float64 as float32. */
// @ts-ignore: decorator
@inline
function four(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

// @ts-ignore: decorator
@inline
function quickRamp<T>(dst: usize, n: i32, kind: i32, start: f64, step: f64, end: f64): void {
  const lanes = 32 / <i32>sizeof<T>();
  const by = f64x2.splat(step);
  const whole = n - (n % (2 * lanes));
  let i = 0;
  for (; i < whole; i += lanes) {
    const at = quickNumberAt(i, n, kind, start, step, end);
    if (sizeof<T>() == 8) {
      v128.store(dst, quickTwo(0, kind, by, at));
      v128.store(dst, quickTwo(2, kind, by, at), 16);
    } else {
      const base = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(at));
      const twice = v128.shuffle<i64>(base, base, 0, 0);
      v128.store(dst, four(quickTwo(0, kind, by, twice), quickTwo(2, kind, by, twice)));
      v128.store(dst, four(quickTwo(4, kind, by, twice), quickTwo(6, kind, by, twice)), 16);
    }
    dst += 32;
  }
  for (; i < n; i++) {
    store<T>(dst, <T>f64x2.extract_lane(quickNumberAt(i, n, kind, start, step, end), 0));
    dst += sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function rampOf<T>(dst: usize, n: i32, kind: i32, start: f64, step: f64, end: f64): void {
  const lanes = 32 / <i32>sizeof<T>();
  for (let k = 0; k < lanes; k++) {
    const product = <f64>k * step;
    const p = <usize>k << 3;
    store<f64>(products + p, kind == 2 ? <f64>(<T>product) : product);
    store<f64>(losses + p, lostOf(<f64>k, step, product));
  }
  if (ASC_FEATURE_RELAXED_SIMD && fuses) {
    quickRamp<T>(dst, n, kind, start, step, end);
    return;
  }
  const whole = n - (n % (2 * lanes));
  for (let i = 0; i < whole; i += lanes) {
    const base = f64x2.splat(<f64>(<T>numberAt(i, n, kind, start, step, end)));
    for (let k = 0; k < lanes; k += 2) {
      const product = v128.load(products + (<usize>k << 3));
      let sum = f64x2.add(product, base);
      if (kind == 1) {
        const rest = f64x2.sub(sum, product);
        const lost = f64x2.add(f64x2.sub(product, f64x2.sub(sum, rest)), f64x2.sub(base, rest));
        sum = f64x2.add(sum, f64x2.add(lost, v128.load(losses + (<usize>k << 3))));
      }
      if (sizeof<T>() == 8) v128.store(dst + (<usize>(i + k) << 3), sum);
      else v128.store_lane<u64>(dst + (<usize>(i + k) << 2), f32x4.demote_f64x2_zero(sum), 0);
    }
  }
  for (let i = whole; i < n; i++) store<T>(dst + <usize>i * sizeof<T>(), <T>numberAt(i, n, kind, start, step, end));
}

export function rampF32(dst: usize, n: i32, kind: i32, start: f64, step: f64, end: f64): void {
  rampOf<f32>(dst, n, kind, start, step, end);
}
export function rampF64(dst: usize, n: i32, kind: i32, start: f64, step: f64, end: f64): void {
  rampOf<f64>(dst, n, kind, start, step, end);
}
/** Of whole numbers that int32 holds. */
export function rampI32(dst: usize, n: i32, kind: i32, start: f64, step: f64, end: f64): void {
  const by = <i32>step;
  const first = <i32>start;
  let v = i32x4.add(i32x4.splat(first), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(by)));
  const next = i32x4.splat(4 * by);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    v128.store(dst + (<usize>i << 2), v);
    v = i32x4.add(v, next);
  }
  for (; i < n; i++) store<i32>(dst + (<usize>i << 2), first + i * by);
}
