/**
 * Element-wise functions of one operand: dst[i] = f(x[i]), i < n.
 *
 * NaN gives NaN, except sign(NaN) = 0; relu(−0) = −0; all as in PyTorch. Accuracy of exp, log, tanh, sigmoid: see elementary.ts.
 */
import { one, vexp, vlog, vsigmoid, vtanh } from "./elementary";
import { fma, loadPart, storePart } from "./simd";

const NEG = 0,
  ABS = 1,
  SIGN = 2,
  SQRT = 3,
  SQUARE = 4,
  RECIPROCAL = 5,
  EXP = 6,
  LOG = 7,
  TANH = 8,
  SIGMOID = 9,
  RELU = 10,
  FLOOR = 11,
  CEIL = 12,
  ROUND = 13,
  LEAKY_RELU = 14,
  CLAMP = 15,
  SILU = 16,
  AFFINE = 17,
  TRUNC = 18,
  RSQRT = 19;

// @ts-ignore: decorator
@inline
function apply(op: i32, x: v128, a: v128, b: v128): v128 {
  if (op == NEG) return f32x4.neg(x);
  if (op == ABS) return f32x4.abs(x);
  if (op == SIGN) {
    const above = v128.and(f32x4.gt(x, f32x4.splat(0.0)), one());
    return f32x4.sub(above, v128.and(f32x4.lt(x, f32x4.splat(0.0)), one()));
  }
  if (op == SQRT) return f32x4.sqrt(x);
  if (op == SQUARE) return f32x4.mul(x, x);
  if (op == RECIPROCAL) return f32x4.div(one(), x);
  if (op == EXP) return vexp(x);
  if (op == LOG) return vlog(x);
  if (op == TANH) return vtanh(x);
  if (op == SIGMOID) return vsigmoid(x);
  if (op == RELU) return f32x4.pmax(x, f32x4.splat(0.0));
  if (op == FLOOR) return f32x4.floor(x);
  if (op == CEIL) return f32x4.ceil(x);
  if (op == ROUND) return f32x4.nearest(x);
  if (op == TRUNC) return f32x4.trunc(x);
  if (op == RSQRT) return f32x4.div(one(), f32x4.sqrt(x));
  if (op == LEAKY_RELU) {
    return v128.bitselect(f32x4.mul(x, a), x, f32x4.lt(x, f32x4.splat(0.0)));
  }
  if (op == CLAMP) return f32x4.pmin(f32x4.pmax(x, a), b);
  if (op == SILU) return f32x4.mul(x, vsigmoid(x));
  return fma(x, a, b);
}

// @ts-ignore: decorator
@inline
function map(op: i32, dst: usize, x: usize, n: i32, p0: f32, p1: f32): void {
  const a = f32x4.splat(p0);
  const b = f32x4.splat(p1);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    const first = apply(op, v128.load(x + p), a, b);
    const second = apply(op, v128.load(x + p, 16), a, b);
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
  for (; i < n; i += 4) {
    const p = <usize>i << 2;
    const left = n - i;
    if (left >= 4) v128.store(dst + p, apply(op, v128.load(x + p), a, b));
    else storePart(dst + p, apply(op, loadPart(x + p, left), a, b), left);
  }
}

export function neg(dst: usize, x: usize, n: i32): void {
  map(NEG, dst, x, n, 0, 0);
}
export function abs(dst: usize, x: usize, n: i32): void {
  map(ABS, dst, x, n, 0, 0);
}
export function sign(dst: usize, x: usize, n: i32): void {
  map(SIGN, dst, x, n, 0, 0);
}
export function sqrt(dst: usize, x: usize, n: i32): void {
  map(SQRT, dst, x, n, 0, 0);
}
export function square(dst: usize, x: usize, n: i32): void {
  map(SQUARE, dst, x, n, 0, 0);
}
export function reciprocal(dst: usize, x: usize, n: i32): void {
  map(RECIPROCAL, dst, x, n, 0, 0);
}
export function exp(dst: usize, x: usize, n: i32): void {
  map(EXP, dst, x, n, 0, 0);
}
export function log(dst: usize, x: usize, n: i32): void {
  map(LOG, dst, x, n, 0, 0);
}
export function tanh(dst: usize, x: usize, n: i32): void {
  map(TANH, dst, x, n, 0, 0);
}
export function sigmoid(dst: usize, x: usize, n: i32): void {
  map(SIGMOID, dst, x, n, 0, 0);
}
export function relu(dst: usize, x: usize, n: i32): void {
  map(RELU, dst, x, n, 0, 0);
}
export function floor(dst: usize, x: usize, n: i32): void {
  map(FLOOR, dst, x, n, 0, 0);
}
export function ceil(dst: usize, x: usize, n: i32): void {
  map(CEIL, dst, x, n, 0, 0);
}
/** To the nearest integer, halves to even. */
export function round(dst: usize, x: usize, n: i32): void {
  map(ROUND, dst, x, n, 0, 0);
}
export function trunc(dst: usize, x: usize, n: i32): void {
  map(TRUNC, dst, x, n, 0, 0);
}
/** 1 / √x */
export function rsqrt(dst: usize, x: usize, n: i32): void {
  map(RSQRT, dst, x, n, 0, 0);
}
/** x below 0 is multiplied by `slope`. */
export function leakyRelu(dst: usize, x: usize, n: i32, slope: f32): void {
  map(LEAKY_RELU, dst, x, n, slope, 0);
}
/** min(max(x, low), high): `high` wins when the two cross. */
export function clamp(dst: usize, x: usize, n: i32, low: f32, high: f32): void {
  map(CLAMP, dst, x, n, low, high);
}
/** x · sigmoid(x) */
export function silu(dst: usize, x: usize, n: i32): void {
  map(SILU, dst, x, n, 0, 0);
}
/** x · scale + shift */
export function affine(dst: usize, x: usize, n: i32, scale: f32, shift: f32): void {
  map(AFFINE, dst, x, n, scale, shift);
}

export function fill(dst: usize, n: i32, value: f32): void {
  const v = f32x4.splat(value);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    v128.store(dst + p, v);
    v128.store(dst + p, v, 16);
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), value);
}
