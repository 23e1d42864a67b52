/**
 * Random numbers from words of the Mersenne Twister, the same as PyTorch makes of them: 24 bits for a float32, two
 * words, the high one first, for a float64. `state` is that of twister.ts.
 */
import { exponentOf, fractionOf, scaledLogs } from "./doubles";
import { randomWords } from "./twister";

/** Words at a time; a multiple of 4. */
// @ts-ignore: decorator
@inline
export const CHUNK: i32 = 2048;
const buffer = memory.data((CHUNK + 8) * 4, 16);

/** The next `count` words, at most CHUNK, where the next call puts its own. */
export function wordsOf(state: usize, count: i32): usize {
  randomWords(state, buffer, count);
  return buffer;
}

/** Constants, loaded where they are used: see ../elementary.ts. */
const masks = memory.data<u32>([0xffffff, 0x1fffff], 16);
const scales = memory.data<f32>([5.9604644775390625e-8], 16);
const scales64 = memory.data<f64>([4294967296.0, 1.1102230246251565e-16], 16);

/** Four words as numbers in [0, 1) with 24 bits. */
// @ts-ignore: decorator
@inline
export function unit24(words: v128): v128 {
  const whole = f32x4.convert_i32x4_s(v128.and(words, v128.load32_splat(masks)));
  return f32x4.mul(whole, v128.load32_splat(scales));
}

/** Four words as two numbers in [0, 1) with 53 bits. */
// @ts-ignore: decorator
@inline
export function unit53(words: v128): v128 {
  const high = v128.and(v128.shuffle<i32>(words, words, 0, 2, 0, 2), v128.load32_splat(masks, 4));
  const low = v128.shuffle<i32>(words, words, 1, 3, 1, 3);
  const upper = f64x2.mul(f64x2.convert_low_i32x4_s(high), v128.load64_splat(scales64));
  const whole = f64x2.add(upper, f64x2.convert_low_i32x4_u(low));
  return f64x2.mul(whole, v128.load64_splat(scales64, 8));
}

/**
 * a·b + c, rounded once in every build: where there is no such instruction, in float64, whose last place is made odd
 * where bits are lost, so that rounding it to float32 cannot err (S. Boldo and G. Melquiond 2008).
 */
// @ts-ignore: decorator
@inline
export function fused(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  const low = f32x4.demote_f64x2_zero(oddSum(a, b, c));
  const high = f32x4.demote_f64x2_zero(oddSum(upper(a), upper(b), upper(c)));
  return v128.shuffle<f32>(low, high, 0, 1, 4, 5);
}

// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return v128.shuffle<f32>(x, x, 2, 3, 2, 3);
}

function oddSum(a: v128, b: v128, c: v128): v128 {
  const product = f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
  const addend = f64x2.promote_low_f32x4(c);
  const sum = f64x2.add(product, addend);
  const part = f64x2.sub(sum, product);
  const lost = f64x2.add(f64x2.sub(product, f64x2.sub(sum, part)), f64x2.sub(addend, part));
  const towards = v128.or(i64x2.shr_s(v128.xor(lost, sum), 63), i64x2.splat(1));
  const even = i64x2.eq(v128.and(sum, i64x2.splat(1)), i64x2.splat(0));
  const inexact = v128.and(f64x2.ne(lost, f64x2.splat(0.0)), even);
  return i64x2.add(sum, v128.and(towards, inexact));
}

const spare = memory.data(16, 16);

/** Of a chunk of float64. */
const fractions = memory.data((CHUNK / 2 + 2) * 8, 16);
const exponents = memory.data((CHUNK / 2 + 2) * 8, 16);

/** Writes the first `count` elements of `v`, each of `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function storeFirst(dst: usize, v: v128, count: i32, bytes: i32): void {
  v128.store(spare, v);
  memory.copy(dst, spare, <usize>count * bytes);
}

/** float32 in [low, low + width): low + width·u, rounded once. */
export function randomUniform(state: usize, dst: usize, n: i32, low: f32, width: f32): void {
  const l = f32x4.splat(low);
  const w = f32x4.splat(width);
  for (let start = 0; start < n; start += CHUNK) {
    const count = min(CHUNK, n - start);
    const words = wordsOf(state, count);
    let i = 0;
    for (; i <= count - 4; i += 4) {
      const at = <usize>i << 2;
      v128.store(dst + at, fused(unit24(v128.load(words + at)), w, l));
    }
    const rest = <usize>i << 2;
    if (i < count) storeFirst(dst + rest, fused(unit24(v128.load(words + rest)), w, l), count - i, 4);
    dst += <usize>count << 2;
  }
}

/** float64 in [low, low + width). */
export function randomUniform64(state: usize, dst: usize, n: i32, low: f64, width: f64): void {
  const l = f64x2.splat(low);
  const w = f64x2.splat(width);
  for (let start = 0; start < n; start += CHUNK / 2) {
    const count = min(CHUNK / 2, n - start);
    const words = wordsOf(state, 2 * count);
    let i = 0;
    for (; i <= count - 2; i += 2) {
      const at = <usize>i << 3;
      v128.store(dst + at, f64x2.add(f64x2.mul(unit53(v128.load(words + at)), w), l));
    }
    const rest = <usize>i << 3;
    if (i < count) {
      const last = f64x2.add(f64x2.mul(unit53(v128.load(words + rest)), w), l);
      store<f64>(dst + rest, f64x2.extract_lane(last, 0));
    }
    dst += <usize>count << 3;
  }
}

/** Remainders of two words by a whole number below 2³²: the quotient in float64 is off by one at most. */
// @ts-ignore: decorator
@inline
function remainders(words: v128, range: v128, inverse: v128): v128 {
  const whole = f64x2.convert_low_i32x4_u(words);
  const quotient = f64x2.floor(f64x2.mul(whole, inverse));
  let rest = f64x2.sub(whole, f64x2.mul(quotient, range));
  rest = f64x2.add(rest, v128.and(range, f64x2.lt(rest, f64x2.splat(0.0))));
  return f64x2.sub(rest, v128.and(range, f64x2.ge(rest, range)));
}

/** Two numbers in the low half as `T`. */
// @ts-ignore: decorator
@inline
function narrowed<T>(x: v128): v128 {
  if (isInteger<T>()) return i32x4.trunc_sat_f64x2_s_zero(x);
  return f32x4.demote_f64x2_zero(x);
}

// @ts-ignore: decorator
@inline
function integers<T>(state: usize, dst: usize, n: i32, low: f64, range: f64): void {
  const l = f64x2.splat(low);
  const r = f64x2.splat(range);
  const inverse = f64x2.splat(1.0 / range);
  for (let start = 0; start < n; start += CHUNK) {
    const count = min(CHUNK, n - start);
    const words = wordsOf(state, count);
    for (let i = 0; i < count; i += 4) {
      const at = <usize>i << 2;
      const four = v128.load(words + at);
      const a = f64x2.add(remainders(four, r, inverse), l);
      const b = f64x2.add(remainders(v128.shuffle<i32>(four, four, 2, 3, 2, 3), r, inverse), l);
      const out = v128.shuffle<i32>(narrowed<T>(a), narrowed<T>(b), 0, 1, 4, 5);
      if (i <= count - 4) v128.store(dst + at, out);
      else storeFirst(dst + at, out, count - i, 4);
    }
    dst += <usize>count << 2;
  }
}

/** int32 in [low, low + range), all of which int32 holds; range is whole. */
export function randomIntegers(state: usize, dst: usize, n: i32, low: f64, range: f64): void {
  integers<i32>(state, dst, n, low, range);
}

/** The same as float32; range is below 2³². */
export function randomIntegersFloat(state: usize, dst: usize, n: i32, low: f64, range: f64): void {
  integers<f32>(state, dst, n, low, range);
}

/** All ones in each of two lanes whose 53 bits, as a whole number, are below `limit`. */
// @ts-ignore: decorator
@inline
function below(words: v128, limit: v128): v128 {
  const swapped = v128.shuffle<i32>(words, words, 1, 0, 3, 2);
  return i64x2.lt_s(v128.and(swapped, i64x2.splat(0x1fffffffffffff)), limit);
}

/** float32: `value` with probability `p`, else 0. */
export function randomChoice(state: usize, dst: usize, n: i32, p: f64, value: f32): void {
  const limit = i64x2.splat(<i64>ceil(p * 9007199254740992.0));
  const v = f32x4.splat(value);
  for (let start = 0; start < n; start += CHUNK / 2) {
    const count = min(CHUNK / 2, n - start);
    const words = wordsOf(state, 2 * count);
    for (let i = 0; i < count; i += 4) {
      const from = words + (<usize>i << 3);
      const mask = v128.shuffle<i32>(below(v128.load(from), limit), below(v128.load(from, 16), limit), 0, 2, 4, 6);
      const to = dst + (<usize>i << 2);
      if (i <= count - 4) v128.store(to, v128.and(mask, v));
      else storeFirst(to, v128.and(mask, v), count - i, 4);
    }
    dst += <usize>count << 2;
  }
}

/** float64: `value` with probability `p`, else 0. */
export function randomChoice64(state: usize, dst: usize, n: i32, p: f64, value: f64): void {
  const limit = i64x2.splat(<i64>ceil(p * 9007199254740992.0));
  const v = f64x2.splat(value);
  for (let start = 0; start < n; start += CHUNK / 2) {
    const count = min(CHUNK / 2, n - start);
    const words = wordsOf(state, 2 * count);
    for (let i = 0; i < count; i += 2) {
      const at = <usize>i << 3;
      const out = v128.and(below(v128.load(words + at), limit), v);
      if (i <= count - 2) v128.store(dst + at, out);
      else store<f64>(dst + at, f64x2.extract_lane(out, 0));
    }
    dst += <usize>count << 3;
  }
}

/** float64 with mean −scale: scale·ln(1 − u), and 0, not −0, where u is 0. */
export function randomExponential64(state: usize, dst: usize, n: i32, scale: f64): void {
  const one = f64x2.splat(1.0);
  for (let start = 0; start < n; start += CHUNK / 2) {
    const count = min(CHUNK / 2, n - start);
    const words = wordsOf(state, 2 * count);
    for (let i = 0; i < count; i += 2) {
      const at = <usize>i << 3;
      const x = f64x2.sub(one, unit53(v128.load(words + at)));
      v128.store(fractions + at, fractionOf(x));
      v128.store(exponents + at, exponentOf(x));
    }
    scaledLogs(fractions, fractions, exponents, count, scale);
    memory.copy(dst, fractions, <usize>count << 3);
    dst += <usize>count << 3;
  }
}

/** int32: 0 … n − 1 in a random order (R. A. Fisher and F. Yates, from the front as PyTorch does it). */
export function randomPermutation(state: usize, dst: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(dst + (<usize>i << 2), i);
  for (let start = 0; start < n - 1; start += CHUNK) {
    const count = min(CHUNK, n - 1 - start);
    const words = wordsOf(state, count);
    for (let k = 0; k < count; k++) {
      const i = start + k;
      const here = dst + (<usize>i << 2);
      const there = here + (<usize>(load<u32>(words + (<usize>k << 2)) % <u32>(n - i)) << 2);
      const kept = load<i32>(here);
      store<i32>(here, load<i32>(there));
      store<i32>(there, kept);
    }
  }
}
