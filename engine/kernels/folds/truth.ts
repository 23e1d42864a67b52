/**
 * Whether all, or any, elements of a contiguous operand seen as [outer, n, inner] are other than 0; the middle axis goes.
 * dst is bool. Of nothing all are, and none is.
 */
import { nonZero } from "../simd";

/** Elements, or rows, after which it is asked whether the answer is known. */
const BLOCK = 256;

/** Whether any of n elements is other than 0, or is 0. */
// @ts-ignore: decorator
@inline
function hasAny<T>(zero: bool, x: usize, n: i32): bool {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let i = 0;
  while (i <= n - 4 * lanes) {
    const end = min(i + BLOCK, n);
    let found = i32x4.splat(0);
    for (; i <= end - 4 * lanes; i += 4 * lanes) {
      const p = x + <usize>i * sizeof<T>();
      found = v128.or(found, v128.or(v128.or(hits<T>(zero, p), hits<T>(zero, p + 16)), v128.or(hits<T>(zero, p + 32), hits<T>(zero, p + 48))));
    }
    if (v128.any_true(found)) return true;
  }
  for (; i < n; i++) if ((load<T>(x + <usize>i * sizeof<T>()) == <T>0) == zero) return true;
  return false;
}

// @ts-ignore: decorator
@inline
function hits<T>(zero: bool, p: usize): v128 {
  return zero ? v128.eq<T>(v128.load(p), v128.splat<T>(0)) : nonZero<T>(p);
}

/** Masks of 16 elements as bytes. */
// @ts-ignore: decorator
@inline
function hits16<T>(zero: bool, p: usize): v128 {
  if (sizeof<T>() == 1) return hits<T>(zero, p);
  if (sizeof<T>() == 4) {
    return i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(hits<T>(zero, p), hits<T>(zero, p + 16)),
      i16x8.narrow_i32x4_s(hits<T>(zero, p + 32), hits<T>(zero, p + 48)),
    );
  }
  const a = v128.shuffle<i32>(hits<T>(zero, p), hits<T>(zero, p + 16), 0, 2, 4, 6);
  const b = v128.shuffle<i32>(hits<T>(zero, p + 32), hits<T>(zero, p + 48), 0, 2, 4, 6);
  const c = v128.shuffle<i32>(hits<T>(zero, p + 64), hits<T>(zero, p + 80), 0, 2, 4, 6);
  const d = v128.shuffle<i32>(hits<T>(zero, p + 96), hits<T>(zero, p + 112), 0, 2, 4, 6);
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

// @ts-ignore: decorator
@inline
function columns<T>(every: bool, dst: usize, x: usize, n: i32, inner: i32): void {
  const step = <usize>inner * sizeof<T>();
  const one = i8x16.splat(1);
  let j = 0;
  for (; j <= inner - 16; j += 16) {
    let p = x + <usize>j * sizeof<T>();
    let found = i8x16.splat(0);
    let r = 0;
    while (r < n) {
      const end = min(r + BLOCK, n);
      for (; r < end; r++) {
        found = v128.or(found, hits16<T>(every, p));
        p += step;
      }
      if (i8x16.all_true(found)) break;
    }
    v128.store(dst + <usize>j, every ? v128.andnot(one, found) : v128.and(found, one));
  }
  for (; j < inner; j++) {
    let p = x + <usize>j * sizeof<T>();
    let found = false;
    for (let r = 0; r < n && !found; r++) {
      found = (load<T>(p) == <T>0) == every;
      p += step;
    }
    store<u8>(dst + <usize>j, <u8>(found != every));
  }
}

// @ts-ignore: decorator
@inline
function truths<T>(every: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<u8>(dst, <u8>(hasAny<T>(every, x, n) != every));
    else columns<T>(every, dst, x, n, inner);
    dst += <usize>inner;
    x += <usize>n * <usize>inner * sizeof<T>();
  }
}

export function allF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<f32>(true, dst, x, outer, n, inner);
}
export function anyF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<f32>(false, dst, x, outer, n, inner);
}
export function allF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<f64>(true, dst, x, outer, n, inner);
}
export function anyF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<f64>(false, dst, x, outer, n, inner);
}
export function allI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<i32>(true, dst, x, outer, n, inner);
}
export function anyI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<i32>(false, dst, x, outer, n, inner);
}
export function allU8(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<i8>(true, dst, x, outer, n, inner);
}
export function anyU8(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  truths<i8>(false, dst, x, outer, n, inner);
}
