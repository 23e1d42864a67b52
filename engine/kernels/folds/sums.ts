/**
 * Sums, and sums of squares, of a contiguous operand seen as [outer, n, inner]; the middle axis goes, and the result is
 * divided by `divisor`, with which a sum becomes a mean. An empty sum is 0.
 *
 * At most 64 numbers are added up in a lane. What comes of them is added in float64 when they are float32; of float64
 * what rounding takes from each addition is kept, and goes to the result. So the error does not grow with the length.
 */
import { promoteHigh, sumLanesWide } from "../simd";

/** Elements in a block of a row: 32 or 64 additions a lane. */
const BLOCK = 1024;
/** Rows in a block. */
const ROWS = 64;

// @ts-ignore: decorator
@inline
function of32(square: bool, v: v128): v128 {
  return square ? f32x4.mul(v, v) : v;
}

/** The sum of n float32, or of their squares. */
// @ts-ignore: decorator
@inline
export function sumRowF32(square: bool, x: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 32) {
    const end = min(i + BLOCK, n);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    for (; i <= end - 32; i += 32) {
      const p = x + (<usize>i << 2);
      a = f32x4.add(a, of32(square, v128.load(p)));
      b = f32x4.add(b, of32(square, v128.load(p, 16)));
      c = f32x4.add(c, of32(square, v128.load(p, 32)));
      d = f32x4.add(d, of32(square, v128.load(p, 48)));
      e = f32x4.add(e, of32(square, v128.load(p, 64)));
      f = f32x4.add(f, of32(square, v128.load(p, 80)));
      g = f32x4.add(g, of32(square, v128.load(p, 96)));
      h = f32x4.add(h, of32(square, v128.load(p, 112)));
    }
    const low = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
    const high = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
    total += sumLanesWide(f32x4.add(low, high));
  }
  for (; i <= n - 4; i += 4) total += sumLanesWide(of32(square, v128.load(x + (<usize>i << 2))));
  for (; i < n; i++) {
    const v: f64 = load<f32>(x + (<usize>i << 2));
    total += square ? v * v : v;
  }
  return total;
}


// @ts-ignore: decorator
@inline
function storeQuotients(q: usize, low: v128, high: v128, divisor: v128): void {
  const first = f32x4.demote_f64x2_zero(f64x2.div(low, divisor));
  const second = f32x4.demote_f64x2_zero(f64x2.div(high, divisor));
  v128.store(q, v128.shuffle<i64>(first, second, 0, 2));
}

// @ts-ignore: decorator
@inline
function sumColumnsF32(square: bool, dst: usize, x: usize, rows: i32, inner: i32, divisor: f64): void {
  const step = <usize>inner << 2;
  const by = f64x2.splat(divisor);
  let j = 0;
  for (; j <= inner - 16; j += 16) {
    let p = x + (<usize>j << 2);
    let t0 = f64x2.splat(0);
    let t1 = t0;
    let t2 = t0;
    let t3 = t0;
    let t4 = t0;
    let t5 = t0;
    let t6 = t0;
    let t7 = t0;
    let r = 0;
    while (r < rows) {
      const end = min(r + ROWS, rows);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (; r < end; r++) {
        a = f32x4.add(a, of32(square, v128.load(p)));
        b = f32x4.add(b, of32(square, v128.load(p, 16)));
        c = f32x4.add(c, of32(square, v128.load(p, 32)));
        d = f32x4.add(d, of32(square, v128.load(p, 48)));
        p += step;
      }
      t0 = f64x2.add(t0, f64x2.promote_low_f32x4(a));
      t1 = f64x2.add(t1, promoteHigh(a));
      t2 = f64x2.add(t2, f64x2.promote_low_f32x4(b));
      t3 = f64x2.add(t3, promoteHigh(b));
      t4 = f64x2.add(t4, f64x2.promote_low_f32x4(c));
      t5 = f64x2.add(t5, promoteHigh(c));
      t6 = f64x2.add(t6, f64x2.promote_low_f32x4(d));
      t7 = f64x2.add(t7, promoteHigh(d));
    }
    const q = dst + (<usize>j << 2);
    storeQuotients(q, t0, t1, by);
    storeQuotients(q + 16, t2, t3, by);
    storeQuotients(q + 32, t4, t5, by);
    storeQuotients(q + 48, t6, t7, by);
  }
  for (; j <= inner - 4; j += 4) {
    let p = x + (<usize>j << 2);
    let low = f64x2.splat(0);
    let high = low;
    for (let r = 0; r < rows; r++) {
      const v = of32(square, v128.load(p));
      low = f64x2.add(low, f64x2.promote_low_f32x4(v));
      high = f64x2.add(high, promoteHigh(v));
      p += step;
    }
    storeQuotients(dst + (<usize>j << 2), low, high, by);
  }
  for (; j < inner; j++) {
    let p = x + (<usize>j << 2);
    let total: f64 = 0;
    for (let r = 0; r < rows; r++) {
      const v: f64 = load<f32>(p);
      total += square ? v * v : v;
      p += step;
    }
    store<f32>(dst + (<usize>j << 2), <f32>(total / divisor));
  }
}

// @ts-ignore: decorator
@inline
function sumsF32(square: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<f32>(dst, <f32>(sumRowF32(square, x, n) / divisor));
    else sumColumnsF32(square, dst, x, n, inner, divisor);
    dst += <usize>inner << 2;
    x += (<usize>n * <usize>inner) << 2;
  }
}

export function sumF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  sumsF32(false, dst, x, outer, n, inner, divisor);
}
export function sumSquaresF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  sumsF32(true, dst, x, outer, n, inner, divisor);
}

// @ts-ignore: decorator
@inline
function of64(square: bool, v: v128): v128 {
  return square ? f64x2.mul(v, v) : v;
}

/** What rounding took from sum = a + b (Knuth). */
// @ts-ignore: decorator
@inline
function lost(a: v128, b: v128, sum: v128): v128 {
  const part = f64x2.sub(sum, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
}

/** The sum with what was lost, which is NaN, and left out, when the sum is not finite. */
// @ts-ignore: decorator
@inline
function mended(total: v128, error: v128): v128 {
  return f64x2.add(total, v128.and(error, f64x2.eq(error, error)));
}

// @ts-ignore: decorator
@inline
function sumRowF64(square: bool, x: usize, n: i32): f64 {
  let total = f64x2.splat(0);
  let error = total;
  let i = 0;
  while (i <= n - 16) {
    const end = min(i + BLOCK, n);
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    for (; i <= end - 16; i += 16) {
      const p = x + (<usize>i << 3);
      a = f64x2.add(a, of64(square, v128.load(p)));
      b = f64x2.add(b, of64(square, v128.load(p, 16)));
      c = f64x2.add(c, of64(square, v128.load(p, 32)));
      d = f64x2.add(d, of64(square, v128.load(p, 48)));
      e = f64x2.add(e, of64(square, v128.load(p, 64)));
      f = f64x2.add(f, of64(square, v128.load(p, 80)));
      g = f64x2.add(g, of64(square, v128.load(p, 96)));
      h = f64x2.add(h, of64(square, v128.load(p, 112)));
    }
    const low = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    const high = f64x2.add(f64x2.add(e, f), f64x2.add(g, h));
    const block = f64x2.add(low, high);
    const next = f64x2.add(total, block);
    error = f64x2.add(error, lost(total, block, next));
    total = next;
  }
  const whole = mended(total, error);
  let sum = f64x2.extract_lane(whole, 0) + f64x2.extract_lane(whole, 1);
  for (; i < n; i++) {
    const v = load<f64>(x + (<usize>i << 3));
    sum += square ? v * v : v;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function sumColumnsF64(square: bool, dst: usize, x: usize, rows: i32, inner: i32, divisor: f64): void {
  const step = <usize>inner << 3;
  const by = f64x2.splat(divisor);
  let j = 0;
  for (; j <= inner - 8; j += 8) {
    let p = x + (<usize>j << 3);
    let t0 = f64x2.splat(0);
    let t1 = t0;
    let t2 = t0;
    let t3 = t0;
    let e0 = t0;
    let e1 = t0;
    let e2 = t0;
    let e3 = t0;
    let r = 0;
    while (r < rows) {
      const end = min(r + ROWS, rows);
      let a = f64x2.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (; r < end; r++) {
        a = f64x2.add(a, of64(square, v128.load(p)));
        b = f64x2.add(b, of64(square, v128.load(p, 16)));
        c = f64x2.add(c, of64(square, v128.load(p, 32)));
        d = f64x2.add(d, of64(square, v128.load(p, 48)));
        p += step;
      }
      const n0 = f64x2.add(t0, a);
      const n1 = f64x2.add(t1, b);
      const n2 = f64x2.add(t2, c);
      const n3 = f64x2.add(t3, d);
      e0 = f64x2.add(e0, lost(t0, a, n0));
      e1 = f64x2.add(e1, lost(t1, b, n1));
      e2 = f64x2.add(e2, lost(t2, c, n2));
      e3 = f64x2.add(e3, lost(t3, d, n3));
      t0 = n0;
      t1 = n1;
      t2 = n2;
      t3 = n3;
    }
    const q = dst + (<usize>j << 3);
    v128.store(q, f64x2.div(mended(t0, e0), by));
    v128.store(q, f64x2.div(mended(t1, e1), by), 16);
    v128.store(q, f64x2.div(mended(t2, e2), by), 32);
    v128.store(q, f64x2.div(mended(t3, e3), by), 48);
  }
  for (; j < inner; j++) {
    let p = x + (<usize>j << 3);
    let total: f64 = 0;
    let error: f64 = 0;
    for (let r = 0; r < rows; r++) {
      let v = load<f64>(p);
      if (square) v *= v;
      const next = total + v;
      const part = next - total;
      error += total - (next - part) + (v - part);
      total = next;
      p += step;
    }
    store<f64>(dst + (<usize>j << 3), (error == error ? total + error : total) / divisor);
  }
}

// @ts-ignore: decorator
@inline
function sumsF64(square: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<f64>(dst, sumRowF64(square, x, n) / divisor);
    else sumColumnsF64(square, dst, x, n, inner, divisor);
    dst += <usize>inner << 3;
    x += (<usize>n * <usize>inner) << 3;
  }
}

export function sumF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  sumsF64(false, dst, x, outer, n, inner, divisor);
}
export function sumSquaresF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  sumsF64(true, dst, x, outer, n, inner, divisor);
}
