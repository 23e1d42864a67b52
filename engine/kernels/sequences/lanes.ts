/** Up to four numbers of a row, and slopes of gates. */
import { one } from "../elementary";
import { loadPart, storePart } from "../simd";

// @ts-ignore: decorator
@inline
export function take(p: usize, count: i32): v128 {
  return count == 4 ? v128.load(p) : loadPart(p, count);
}

// @ts-ignore: decorator
@inline
export function give(p: usize, v: v128, count: i32): void {
  if (count == 4) v128.store(p, v);
  else storePart(p, v, count);
}

/** s·(1 − s) */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(one(), s));
}

/** 1 − t² */
// @ts-ignore: decorator
@inline
export function tanhSlope(t: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(t, t));
}
