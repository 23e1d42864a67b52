/**
 * Casts of contiguous elements, as an assignment to a typed array makes them: whole numbers of float numbers modulo
 * 2^32, 0 of what is not finite; bool of what is other than 0, NaN included.
 */
import { nonZero } from "../simd";

/** float32 → float64 */
export function castF32F64(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 2);
    const q = dst + (<usize>i << 3);
    const low = f64x2.promote_low_f32x4(v128.load_zero<u64>(p));
    const high = f64x2.promote_low_f32x4(v128.load_zero<u64>(p, 8));
    v128.store(q, low);
    v128.store(q, high, 16);
  }
  for (; i < n; i++) store<f64>(dst + (<usize>i << 3), <f64>load<f32>(x + (<usize>i << 2)));
}

/** float64 → float32 */
export function castF64F32(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 3);
    const low = f32x4.demote_f64x2_zero(v128.load(p));
    const high = f32x4.demote_f64x2_zero(v128.load(p, 16));
    v128.store(dst + (<usize>i << 2), v128.shuffle<f32>(low, high, 0, 1, 4, 5));
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), <f32>load<f64>(x + (<usize>i << 3)));
}

/** int32 → float32 */
export function castI32F32(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    const first = f32x4.convert_i32x4_s(v128.load(x + p));
    const second = f32x4.convert_i32x4_s(v128.load(x + p, 16));
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), <f32>load<i32>(x + (<usize>i << 2)));
}

/** int32 → float64 */
export function castI32F64(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 2);
    const q = dst + (<usize>i << 3);
    const low = f64x2.convert_low_i32x4_s(v128.load_zero<u64>(p));
    const high = f64x2.convert_low_i32x4_s(v128.load_zero<u64>(p, 8));
    v128.store(q, low);
    v128.store(q, high, 16);
  }
  for (; i < n; i++) store<f64>(dst + (<usize>i << 3), <f64>load<i32>(x + (<usize>i << 2)));
}

/** ToInt32 of ECMAScript: the whole part modulo 2^32, 0 of what is not finite. */
// @ts-ignore: decorator
@inline
function wholePart(x: f64): i32 {
  if (!(Math.abs(x) < Infinity)) return 0;
  const whole = Math.trunc(x);
  return <i32>(<i64>(whole - Math.floor(whole / 4294967296) * 4294967296));
}

/** float32 → int32 */
export function castF32I32(dst: usize, x: usize, n: i32): void {
  const limit = f32x4.splat(2147483648.0);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = <usize>i << 2;
    const v = v128.load(x + p);
    if (v128.any_true(f32x4.ge(f32x4.abs(v), limit))) {
      for (let lane: usize = p; lane < p + 16; lane += 4) store<i32>(dst + lane, wholePart(load<f32>(x + lane)));
    } else v128.store(dst + p, i32x4.trunc_sat_f32x4_s(v));
  }
  for (; i < n; i++) store<i32>(dst + (<usize>i << 2), wholePart(load<f32>(x + (<usize>i << 2))));
}

/** float64 → int32 */
export function castF64I32(dst: usize, x: usize, n: i32): void {
  const limit = f64x2.splat(2147483648.0);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 3);
    const q = dst + (<usize>i << 2);
    const a = v128.load(p);
    const b = v128.load(p, 16);
    if (v128.any_true(v128.or(f64x2.ge(f64x2.abs(a), limit), f64x2.ge(f64x2.abs(b), limit)))) {
      for (let lane: usize = 0; lane < 4; lane++) store<i32>(q + (lane << 2), wholePart(load<f64>(p + (lane << 3))));
    } else {
      const low = i32x4.trunc_sat_f64x2_s_zero(a);
      const high = i32x4.trunc_sat_f64x2_s_zero(b);
      v128.store(q, v128.shuffle<i32>(low, high, 0, 1, 4, 5));
    }
  }
  for (; i < n; i++) store<i32>(dst + (<usize>i << 2), wholePart(load<f64>(x + (<usize>i << 3))));
}

/** bool → int32 */
export function castU8I32(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const q = dst + (<usize>i << 2);
    const halves = v128.load_ext<u8>(x + <usize>i);
    v128.store(q, i32x4.extend_low_i16x8_u(halves));
    v128.store(q, i32x4.extend_high_i16x8_u(halves), 16);
  }
  for (; i < n; i++) store<i32>(dst + (<usize>i << 2), <i32>load<u8>(x + <usize>i));
}

/** bool → float32 */
export function castU8F32(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const q = dst + (<usize>i << 2);
    const halves = v128.load_ext<u8>(x + <usize>i);
    v128.store(q, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(halves)));
    v128.store(q, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(halves)), 16);
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), <f32>load<u8>(x + <usize>i));
}

/** bool → float64 */
export function castU8F64(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const q = dst + (<usize>i << 3);
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(x + <usize>i)));
    v128.store(q, f64x2.convert_low_i32x4_s(words));
    v128.store(q, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(words, words, 2, 3, 0, 1)), 16);
  }
  for (; i < n; i++) store<f64>(dst + (<usize>i << 3), <f64>load<u8>(x + <usize>i));
}

/** 16 lanes of 4 bytes, all ones or 0, as bytes. */
// @ts-ignore: decorator
@inline
function packMasks(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

// @ts-ignore: decorator
@inline
function truth4<T>(dst: usize, x: usize, n: i32): void {
  const one = i8x16.splat(1);
  let i = 0;
  for (; i <= n - 16; i += 16) {
    const p = x + (<usize>i << 2);
    const packed = packMasks(nonZero<T>(p), nonZero<T>(p + 16), nonZero<T>(p + 32), nonZero<T>(p + 48));
    v128.store(dst + <usize>i, v128.and(packed, one));
  }
  for (; i < n; i++) store<u8>(dst + <usize>i, <u8>(load<T>(x + (<usize>i << 2)) != 0));
}

/** float32 → bool */
export function castF32U8(dst: usize, x: usize, n: i32): void {
  truth4<f32>(dst, x, n);
}

/** int32 → bool */
export function castI32U8(dst: usize, x: usize, n: i32): void {
  truth4<i32>(dst, x, n);
}

/** Of two vectors of masks of 8 bytes, one of 4. */
// @ts-ignore: decorator
@inline
function halveMasks(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

/** float64 → bool */
export function castF64U8(dst: usize, x: usize, n: i32): void {
  const one = i8x16.splat(1);
  let i = 0;
  for (; i <= n - 16; i += 16) {
    const p = x + (<usize>i << 3);
    const a = halveMasks(nonZero<f64>(p), nonZero<f64>(p + 16));
    const b = halveMasks(nonZero<f64>(p + 32), nonZero<f64>(p + 48));
    const c = halveMasks(nonZero<f64>(p + 64), nonZero<f64>(p + 80));
    const d = halveMasks(nonZero<f64>(p + 96), nonZero<f64>(p + 112));
    v128.store(dst + <usize>i, v128.and(packMasks(a, b, c, d), one));
  }
  for (; i < n; i++) store<u8>(dst + <usize>i, <u8>(load<f64>(x + (<usize>i << 3)) != 0));
}
