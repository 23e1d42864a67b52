/**
 * What all families share: fused multiply-add where the build has it, and vectors of fewer than four floats.
 *
 * Conventions of every kernel in this folder: pointers are byte addresses, lengths count elements, elements are
 * float32 unless the name says otherwise, length 0 is allowed and does nothing, and `dst` may be one of the
 * operands itself (same address) but may not overlap one in any other way.
 */

/** a·b + c, rounded once in the relaxed build and twice in the plain one. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}

/** (1 + 2⁻¹²)² and (1 + 2⁻²⁷)² less what they round to: 0 where a multiply-add rounds twice. */
const squared = memory.data<f64>([1.000244140625, 1.00048828125, 1.000000007450580596923828125, 1.00000001490116119384765625]);

function roundsOnce(): bool {
  if (!ASC_FEATURE_RELAXED_SIMD) return false;
  const a = f32x4.splat(<f32>load<f64>(squared));
  const single = f32x4.relaxed_madd(a, a, f32x4.splat(-<f32>load<f64>(squared, 8)));
  const b = v128.load_splat<u64>(squared, 16);
  const double = f64x2.relaxed_madd(b, b, f64x2.splat(-load<f64>(squared, 24)));
  return f32x4.extract_lane(single, 0) != 0 && f64x2.extract_lane(double, 0) != 0;
}

/** Whether the multiply-adds of this processor round once: what is exact by them is exact then. */
export const fuses: bool = roundsOnce();

/** a·b + c of any kind of numbers. */
// @ts-ignore: decorator
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (isFloat<T>() && sizeof<T>() == 4) return fma(a, b, c);
  if (isFloat<T>() && ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c − a·b of floating numbers. */
// @ts-ignore: decorator
@inline
export function nmadd<T>(a: v128, b: v128, c: v128): v128 {
  if (sizeof<T>() == 4) return fnma(a, b, c);
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** c − a·b */
// @ts-ignore: decorator
@inline
export function fnma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  else return f32x4.sub(c, f32x4.mul(a, b));
}

/** The first `count` (1 to 3) floats at `p`; the other lanes are 0. Reads nothing past them. */
// @ts-ignore: decorator
@inline
export function loadPart(p: usize, count: i32): v128 {
  if (count == 1) return v128.load_zero<u32>(p);
  let v = v128.load_zero<u64>(p);
  if (count == 3) v = v128.load_lane<u32>(p, v, 2, 8);
  return v;
}

/** Writes the first `count` (1 to 3) lanes of `v` at `p`, and nothing past them. */
// @ts-ignore: decorator
@inline
export function storePart(p: usize, v: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<u32>(p, v, 0);
    return;
  }
  v128.store_lane<u64>(p, v, 0);
  if (count == 3) v128.store_lane<u32>(p, v, 2, 8);
}

/** Lane i is all ones where i < count, else 0. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Sum of the four lanes, pairwise. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Sum of the four lanes in float64. */
// @ts-ignore: decorator
@inline
export function sumLanesWide(v: v128): f64 {
  const low = f64x2.promote_low_f32x4(v);
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Sum of two lanes of float64. */
// @ts-ignore: decorator
@inline
export function sumPair(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Greatest lane; NaN when a lane is NaN. */
// @ts-ignore: decorator
@inline
export function maxLanes(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Least lane; NaN when a lane is NaN. */
// @ts-ignore: decorator
@inline
export function minLanes(v: v128): f32 {
  return min(
    min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** All ones in the lanes other than 0. */
// @ts-ignore: decorator
@inline
export function nonZero<T>(p: usize): v128 {
  return v128.ne<T>(v128.load(p), v128.splat<T>(0));
}

/** The sign bits of the lanes, one a lane. */
// @ts-ignore: decorator
@inline
export function bitmask<T>(v: v128): i32 {
  if (sizeof<T>() == 1) return i8x16.bitmask(v);
  if (sizeof<T>() == 4) return i32x4.bitmask(v);
  return i64x2.bitmask(v);
}

/** The upper two float32 as float64. */
// @ts-ignore: decorator
@inline
export function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
}
