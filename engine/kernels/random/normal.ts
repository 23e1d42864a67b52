/**
 * Normal numbers by Box and Muller, sixteen at a time as PyTorch fills: eight radii from the first eight numbers, eight
 * angles from the others. The float32 logarithm, sine and cosine are those of `engine/random/float32.ts`, operation by
 * operation.
 */
import { cos64, log64, sine } from "./doubles";
import { CHUNK, fused, unit24, unit53, wordsOf } from "./fills";

/** Constants, loaded where they are used: see ../elementary.ts. */
const constants = memory.data<f32>([
  0.5, 1.0, -2.0, 0.7071067811865476, // √½
  -2.1219444e-4, 0.693359375, // ln 2 in two parts
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  6.283185307179586, 1.27323954473516, // 2π, 4/π
  -0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8, // π/4 in three parts
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1, // of the sine
  2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2, // of the cosine
  8388608.0, // 2²³
], 16);
const patterns = memory.data<u32>([0x007fffff, 126, 1, 0x7ffffe, 2, 4], 16);

// @ts-ignore: decorator
@inline
function k(index: usize): v128 {
  return v128.load32_splat(constants + (index << 2));
}

// @ts-ignore: decorator
@inline
function pattern(index: usize): v128 {
  return v128.load32_splat(patterns + (index << 2));
}

// @ts-ignore: decorator
@inline
function log32(x: v128): v128 {
  let m = v128.or(v128.and(x, pattern(0)), k(0));
  const small = f32x4.lt(m, k(3));
  const exponent = i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), pattern(1)), small);
  m = f32x4.add(f32x4.sub(m, k(1)), v128.and(m, small));
  const e = f32x4.convert_i32x4_s(exponent);
  const z = f32x4.mul(m, m);
  let y = fused(k(6), m, k(7));
  y = fused(y, m, k(8));
  y = fused(y, m, k(9));
  y = fused(y, m, k(10));
  y = fused(y, m, k(11));
  y = fused(y, m, k(12));
  y = fused(y, m, k(13));
  y = fused(y, m, k(14));
  y = fused(f32x4.mul(y, m), z, f32x4.mul(e, k(4)));
  y = fused(f32x4.neg(z), k(0), y);
  return fused(e, k(5), f32x4.add(m, y));
}

// @ts-ignore: decorator
@inline
function radii(from: usize): v128 {
  return f32x4.sqrt(f32x4.mul(k(2), log32(f32x4.sub(k(1), unit24(v128.load(from))))));
}

/** The eighth of a turn that a number below 8 lies in, rounded up to an even one. */
// @ts-ignore: decorator
@inline
function octants(x: v128): v128 {
  const v = f32x4.mul(x, k(16));
  // Added to 2²³, the nearest whole number stands in the last bits; one less where that is above.
  const near = f32x4.add(v, k(26));
  const above = f32x4.gt(f32x4.sub(near, k(26)), v);
  return v128.and(i32x4.add(i32x4.add(near, above), pattern(2)), pattern(3));
}

/** Eight normal numbers, four at `dst` and four 32 bytes on, from words at `from` and 32 bytes on. */
// @ts-ignore: decorator
@inline
function four32(dst: usize, from: usize, mean: v128, std: v128): void {
  const radius = radii(from);
  const x = f32x4.mul(k(15), unit24(v128.load(from, 32)));
  const octant = octants(x);
  const o = f32x4.convert_i32x4_s(octant);
  let r = fused(o, k(17), x);
  r = fused(o, k(18), r);
  r = fused(o, k(19), r);
  const z = f32x4.mul(r, r);
  let c = fused(k(23), z, k(24));
  c = f32x4.mul(fused(c, z, k(25)), z);
  const cosine = f32x4.add(fused(c, z, f32x4.neg(f32x4.mul(z, k(0)))), k(1));
  let s = fused(k(20), z, k(21));
  s = fused(s, z, k(22));
  const sines = fused(f32x4.mul(s, z), r, r);
  const swapped = i32x4.eq(v128.and(octant, pattern(4)), pattern(4));
  const minusCos = v128.and(i32x4.add(octant, pattern(4)), pattern(5));
  const minusSin = v128.and(octant, pattern(5));
  const cos = v128.xor(v128.bitselect(sines, cosine, swapped), i32x4.shl(minusCos, 29));
  const sin = v128.xor(v128.bitselect(cosine, sines, swapped), i32x4.shl(minusSin, 29));
  v128.store(dst, fused(f32x4.mul(radius, cos), std, mean));
  v128.store(dst, fused(f32x4.mul(radius, sin), std, mean), 32);
}

/** Side by side, so that two vectors of four may become one of eight. */
// @ts-ignore: decorator
@inline
function block32(dst: usize, words: usize, mean: v128, std: v128): void {
  four32(dst, words, mean, std);
  four32(dst + 16, words + 16, mean, std);
}

function blocks32(dst: usize, words: usize, count: i32, mean: v128, std: v128): void {
  for (let i = 0; i < count; i += 16) block32(dst + (<usize>i << 2), words + (<usize>i << 2), mean, std);
}

/** float32; n is at least 16. What is left over of the last block is drawn again, with the numbers before it. */
export function randomNormal(state: usize, dst: usize, n: i32, mean: f32, std: f32): void {
  const m = f32x4.splat(mean);
  const s = f32x4.splat(std);
  const whole = n & ~15;
  for (let start = 0; start < whole; start += CHUNK) {
    const count = min(CHUNK, whole - start);
    blocks32(dst + (<usize>start << 2), wordsOf(state, count), count, m, s);
  }
  if (whole == n) return;
  wordsOf(state, n - whole);
  blocks32(dst + (<usize>(n - 16) << 2), wordsOf(state, 16), 16, m, s);
}

/** Four normal numbers, two at `dst` and two 64 bytes on. */
// @ts-ignore: decorator
@inline
function two64(dst: usize, from: usize, mean: v128, std: v128): void {
  const logarithms = log64(f64x2.sub(f64x2.splat(1.0), unit53(v128.load(from))));
  const radius = f64x2.sqrt(f64x2.mul(f64x2.splat(-2.0), logarithms));
  const cosine = cos64(f64x2.mul(f64x2.splat(6.283185307179586), unit53(v128.load(from, 64))));
  v128.store(dst, f64x2.add(f64x2.mul(f64x2.mul(radius, cosine), std), mean));
  v128.store(dst, f64x2.add(f64x2.mul(f64x2.mul(radius, sine), std), mean), 64);
}

function blocks64(dst: usize, words: usize, count: i32, mean: v128, std: v128): void {
  for (let i = 0; i < count; i += 16) {
    const at = <usize>i << 3;
    for (let j: usize = at; j < at + 64; j += 16) two64(dst + j, words + j, mean, std);
  }
}

/** float64; n is at least 16. */
export function randomNormal64(state: usize, dst: usize, n: i32, mean: f64, std: f64): void {
  const m = f64x2.splat(mean);
  const s = f64x2.splat(std);
  const whole = n & ~15;
  for (let start = 0; start < whole; start += CHUNK / 2) {
    const count = min(CHUNK / 2, whole - start);
    blocks64(dst + (<usize>start << 3), wordsOf(state, 2 * count), count, m, s);
  }
  if (whole == n) return;
  wordsOf(state, 2 * (n - whole));
  blocks64(dst + (<usize>(n - 16) << 3), wordsOf(state, 32), 16, m, s);
}
