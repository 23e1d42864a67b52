/**
 * Sums, extrema and arg-extrema of a contiguous operand seen as [outer, n, inner]; the middle axis goes.
 *
 * Sums keep blocks of at most 64 additions a lane in float32 and add the blocks up in float64, so that the error
 * of a sum does not grow with its length. A maximum or minimum is NaN when an element is; argmax and argmin give
 * the first NaN, or else the first of the equal extrema, as int32. `n` is at least 1 for extrema; an empty sum is 0.
 */
import { maxLanes, minLanes, sumLanesWide } from "./simd";

const BLOCK = 512;

/** Sum of n contiguous elements, in float64. */
// @ts-ignore: decorator
@inline
function sumContiguous(x: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 16) {
    const end = min(i + BLOCK, n);
    let a = f32x4.splat(0.0);
    let b = f32x4.splat(0.0);
    let c = f32x4.splat(0.0);
    let d = f32x4.splat(0.0);
    for (; i <= end - 16; i += 16) {
      const p = x + (<usize>i << 2);
      a = f32x4.add(a, v128.load(p));
      b = f32x4.add(b, v128.load(p, 16));
      c = f32x4.add(c, v128.load(p, 32));
      d = f32x4.add(d, v128.load(p, 48));
    }
    total += sumLanesWide(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
  for (; i < n; i++) total += load<f32>(x + (<usize>i << 2));
  return total;
}

/** dst[inner] = Σ over rows of x[rows, inner]. */
// @ts-ignore: decorator
@inline
function sumColumns(dst: usize, x: usize, rows: i32, inner: i32): void {
  const step = <usize>inner << 2;
  let j = 0;
  for (; j <= inner - 8; j += 8) {
    let p = x + (<usize>j << 2);
    let t0 = f64x2.splat(0);
    let t1 = f64x2.splat(0);
    let t2 = f64x2.splat(0);
    let t3 = f64x2.splat(0);
    let r = 0;
    while (r < rows) {
      const end = min(r + 64, rows);
      let a = f32x4.splat(0.0);
      let b = f32x4.splat(0.0);
      for (; r < end; r++) {
        a = f32x4.add(a, v128.load(p));
        b = f32x4.add(b, v128.load(p, 16));
        p += step;
      }
      t0 = f64x2.add(t0, f64x2.promote_low_f32x4(a));
      t1 = f64x2.add(t1, f64x2.promote_low_f32x4(i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
      t2 = f64x2.add(t2, f64x2.promote_low_f32x4(b));
      t3 = f64x2.add(t3, f64x2.promote_low_f32x4(i8x16.shuffle(b, b, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
    }
    const q = dst + (<usize>j << 2);
    v128.store64_lane(q, f32x4.demote_f64x2_zero(t0), 0);
    v128.store64_lane(q, f32x4.demote_f64x2_zero(t1), 0, 8);
    v128.store64_lane(q, f32x4.demote_f64x2_zero(t2), 0, 16);
    v128.store64_lane(q, f32x4.demote_f64x2_zero(t3), 0, 24);
  }
  for (; j < inner; j++) {
    let p = x + (<usize>j << 2);
    let total: f64 = 0;
    for (let r = 0; r < rows; r++) {
      total += load<f32>(p);
      p += step;
    }
    store<f32>(dst + (<usize>j << 2), <f32>total);
  }
}

/** dst[outer, inner] = scale · Σ over the middle axis. Scale 1/n makes it a mean. */
export function sum(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scale: f64): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) {
      store<f32>(dst + (<usize>o << 2), <f32>(sumContiguous(x, n) * scale));
      x += <usize>n << 2;
    }
    return;
  }
  const step = (<usize>n * <usize>inner) << 2;
  const start = dst;
  for (let o = 0; o < outer; o++) {
    sumColumns(dst, x, n, inner);
    dst += <usize>inner << 2;
    x += step;
  }
  if (scale != 1) {
    const count = outer * inner;
    for (let i = 0; i < count; i++) {
      const p = start + (<usize>i << 2);
      store<f32>(p, <f32>(<f64>load<f32>(p) * scale));
    }
  }
}

// @ts-ignore: decorator
@inline
function extremum(greatest: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) {
      let best = load<f32>(x);
      let i = 0;
      if (n >= 8) {
        let a = v128.load(x);
        let b = v128.load(x, 16);
        for (i = 8; i <= n - 8; i += 8) {
          const p = x + (<usize>i << 2);
          a = greatest ? f32x4.max(a, v128.load(p)) : f32x4.min(a, v128.load(p));
          b = greatest ? f32x4.max(b, v128.load(p, 16)) : f32x4.min(b, v128.load(p, 16));
        }
        best = greatest ? maxLanes(f32x4.max(a, b)) : minLanes(f32x4.min(a, b));
      }
      for (; i < n; i++) {
        const v = load<f32>(x + (<usize>i << 2));
        best = greatest ? max(best, v) : min(best, v);
      }
      store<f32>(dst + (<usize>o << 2), best);
      x += <usize>n << 2;
    }
    return;
  }
  const step = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    let j = 0;
    for (; j <= inner - 4; j += 4) {
      let p = x + (<usize>j << 2);
      let a = v128.load(p);
      for (let r = 1; r < n; r++) {
        p += step;
        a = greatest ? f32x4.max(a, v128.load(p)) : f32x4.min(a, v128.load(p));
      }
      v128.store(dst + (<usize>j << 2), a);
    }
    for (; j < inner; j++) {
      let p = x + (<usize>j << 2);
      let best = load<f32>(p);
      for (let r = 1; r < n; r++) {
        p += step;
        const v = load<f32>(p);
        best = greatest ? max(best, v) : min(best, v);
      }
      store<f32>(dst + (<usize>j << 2), best);
    }
    dst += step;
    x += <usize>n * step;
  }
}

export function amax(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremum(true, dst, x, outer, n, inner);
}
export function amin(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  extremum(false, dst, x, outer, n, inner);
}

// @ts-ignore: decorator
@inline
function argExtremum(greatest: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  const step = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let p = x + (<usize>j << 2);
      let best = load<f32>(p);
      let at = 0;
      if (best == best) {
        for (let i = 1; i < n; i++) {
          p += step;
          const v = load<f32>(p);
          if (greatest ? v > best : v < best) {
            best = v;
            at = i;
          } else if (v != v) {
            at = i;
            break;
          }
        }
      }
      store<i32>(dst, at);
      dst += 4;
    }
    x += <usize>n * step;
  }
}

/** dst is int32. */
export function argmax(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  argExtremum(true, dst, x, outer, n, inner);
}
/** dst is int32. */
export function argmin(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  argExtremum(false, dst, x, outer, n, inner);
}

/** Σ a[i]·b[i], in float64 over blocks as in sum. */
export function dot(a: usize, b: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 8) {
    const end = min(i + BLOCK / 2, n);
    let s = f32x4.splat(0.0);
    let t = f32x4.splat(0.0);
    for (; i <= end - 8; i += 8) {
      const p = <usize>i << 2;
      s = f32x4.add(s, f32x4.mul(v128.load(a + p), v128.load(b + p)));
      t = f32x4.add(t, f32x4.mul(v128.load(a + p, 16), v128.load(b + p, 16)));
    }
    total += sumLanesWide(f32x4.add(s, t));
  }
  for (; i < n; i++) {
    const p = <usize>i << 2;
    total += <f64>load<f32>(a + p) * <f64>load<f32>(b + p);
  }
  return total;
}
