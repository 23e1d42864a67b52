/**
 * Losses of predictions x and targets t, element by element, as a scaled total and backward. `p` is their parameter:
 * smoothL1: d²/(2p) where d = |x − t| < p, else d − p/2. huber: d²/2 where d ≤ p, else p(d − p/2).
 * Totals are kept in float32 over blocks of 64 additions a lane and in float64 over the blocks.
 */
import { vabs, signOf, one } from "./elementary";
import { laneMask, loadPart, storePart, sumLanesWide } from "./simd";

const MSE = 0,
  L1 = 1,
  SMOOTH_L1 = 2,
  HUBER = 3;

// @ts-ignore: decorator
@inline
function value(op: i32, x: v128, t: v128, p: v128): v128 {
  const difference = f32x4.sub(x, t);
  if (op == MSE) return f32x4.mul(difference, difference);
  const d = vabs(difference);
  if (op == L1) return d;
  const half = f32x4.splat(0.5);
  const square = f32x4.mul(half, f32x4.mul(d, d));
  const line = f32x4.sub(d, f32x4.mul(half, p));
  if (op == SMOOTH_L1) return v128.bitselect(f32x4.div(square, p), line, f32x4.lt(d, p));
  return v128.bitselect(square, f32x4.mul(p, line), f32x4.le(d, p));
}

/** ∂loss/∂x. The slope of |x − t| where x = t is 0, as in PyTorch. */
// @ts-ignore: decorator
@inline
function slope(op: i32, x: v128, t: v128, p: v128): v128 {
  const difference = f32x4.sub(x, t);
  if (op == MSE) return f32x4.add(difference, difference);
  const d = vabs(difference);
  const moved = f32x4.gt(d, f32x4.splat(0.0));
  const sign = v128.bitselect(v128.or(signOf(difference), one()), difference, moved);
  if (op == L1) return sign;
  if (op == SMOOTH_L1) return v128.bitselect(f32x4.div(difference, p), sign, f32x4.lt(d, p));
  return v128.bitselect(difference, f32x4.mul(p, sign), f32x4.le(d, p));
}

// @ts-ignore: decorator
@inline
function totalOf(op: i32, x: usize, t: usize, n: i32, parameter: f32): f64 {
  const p = f32x4.splat(parameter);
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 4) {
    const end = min(i + 512, n);
    let a = f32x4.splat(0.0);
    let b = f32x4.splat(0.0);
    for (; i <= end - 8; i += 8) {
      const at = <usize>i << 2;
      a = f32x4.add(a, value(op, v128.load(x + at), v128.load(t + at), p));
      b = f32x4.add(b, value(op, v128.load(x + at, 16), v128.load(t + at, 16), p));
    }
    if (i <= end - 4) {
      const at = <usize>i << 2;
      a = f32x4.add(a, value(op, v128.load(x + at), v128.load(t + at), p));
      i += 4;
    }
    total += sumLanesWide(f32x4.add(a, b));
  }
  const left = n - i;
  if (left > 0) {
    const at = <usize>i << 2;
    const part = value(op, loadPart(x + at, left), loadPart(t + at, left), p);
    total += sumLanesWide(v128.and(part, laneMask(left)));
  }
  return total;
}

/** Σ loss. The codes of `op` are mse 0, l1 1, smoothL1 2, huber 3. */
export function pairLossTotal(op: i32, x: usize, t: usize, n: i32, p: f32): f64 {
  switch (op) {
    case MSE:
      return totalOf(MSE, x, t, n, p);
    case L1:
      return totalOf(L1, x, t, n, p);
    case SMOOTH_L1:
      return totalOf(SMOOTH_L1, x, t, n, p);
    default:
      return totalOf(HUBER, x, t, n, p);
  }
}

// @ts-ignore: decorator
@inline
function each(op: i32, backward: bool, dst: usize, x: usize, t: usize, n: i32, factor: f32, parameter: f32): void {
  const p = f32x4.splat(parameter);
  const f = f32x4.splat(factor);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const a = left >= 4 ? v128.load(x + at) : loadPart(x + at, left);
    const b = left >= 4 ? v128.load(t + at) : loadPart(t + at, left);
    const v = backward ? f32x4.mul(f, slope(op, a, b, p)) : value(op, a, b, p);
    if (left >= 4) v128.store(dst + at, v);
    else storePart(dst + at, v, left);
  }
}

/** dst[i] = loss(x[i], t[i]) */
export function pairLoss(op: i32, dst: usize, x: usize, t: usize, n: i32, p: f32): void {
  switch (op) {
    case MSE:
      return each(MSE, false, dst, x, t, n, 1, p);
    case L1:
      return each(L1, false, dst, x, t, n, 1, p);
    case SMOOTH_L1:
      return each(SMOOTH_L1, false, dst, x, t, n, 1, p);
    default:
      return each(HUBER, false, dst, x, t, n, 1, p);
  }
}

/** dst[i] = factor · ∂loss/∂x */
export function pairLossGrad(op: i32, dst: usize, x: usize, t: usize, n: i32, factor: f32, p: f32): void {
  switch (op) {
    case MSE:
      return each(MSE, true, dst, x, t, n, factor, p);
    case L1:
      return each(L1, true, dst, x, t, n, factor, p);
    case SMOOTH_L1:
      return each(SMOOTH_L1, true, dst, x, t, n, factor, p);
    default:
      return each(HUBER, true, dst, x, t, n, factor, p);
  }
}
