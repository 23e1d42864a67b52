/**
 * Backward of the activations: dst[i] = dy[i] · f′, i < n, where `y` is the value the forward pass gave and `x`
 * its argument. relu′(0) = 0, as in PyTorch.
 */
import { one } from "./elementary";
import { fnma, loadPart, storePart } from "./simd";

const RELU = 0,
  SIGMOID = 1,
  TANH = 2,
  LEAKY_RELU = 3;

// @ts-ignore: decorator
@inline
function apply(op: i32, dy: v128, y: v128, a: v128): v128 {
  if (op == RELU) return v128.andnot(dy, f32x4.le(y, f32x4.splat(0.0)));
  if (op == SIGMOID) return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one(), y)));
  if (op == TANH) return f32x4.mul(dy, fnma(y, y, one()));
  return v128.bitselect(dy, f32x4.mul(dy, a), f32x4.gt(y, f32x4.splat(0.0)));
}

/** From the end to the beginning: of what the forward pass wrote, the end is more likely still in the cache. */
// @ts-ignore: decorator
@inline
function map(op: i32, dst: usize, dy: usize, y: usize, n: i32, slope: f32): void {
  const a = f32x4.splat(slope);
  const whole = n & ~7;
  for (let i = whole; i < n; i += 4) {
    const p = <usize>i << 2;
    const left = n - i;
    if (left >= 4) v128.store(dst + p, apply(op, v128.load(dy + p), v128.load(y + p), a));
    else storePart(dst + p, apply(op, loadPart(dy + p, left), loadPart(y + p, left), a), left);
  }
  for (let i = whole - 8; i >= 0; i -= 8) {
    const p = <usize>i << 2;
    const first = apply(op, v128.load(dy + p), v128.load(y + p), a);
    const second = apply(op, v128.load(dy + p, 16), v128.load(y + p, 16), a);
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
}

/** 0 where y ≤ 0, else dy. `y` may be the argument or the value of relu. */
export function reluGrad(dst: usize, dy: usize, y: usize, n: i32): void {
  map(RELU, dst, dy, y, n, 0);
}
/** dy · y · (1 − y) */
export function sigmoidGrad(dst: usize, dy: usize, y: usize, n: i32): void {
  map(SIGMOID, dst, dy, y, n, 0);
}
/** dy · (1 − y²) */
export function tanhGrad(dst: usize, dy: usize, y: usize, n: i32): void {
  map(TANH, dst, dy, y, n, 0);
}
/** dy where x > 0, else dy · slope. */
export function leakyReluGrad(dst: usize, dy: usize, x: usize, n: i32, slope: f32): void {
  map(LEAKY_RELU, dst, dy, x, n, slope);
}
