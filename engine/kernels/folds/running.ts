/**
 * Running sums along the middle axis of a contiguous operand seen as [outer, n, inner], from the end when `back`; running
 * products, and their slopes.
 */

/** Sums, or products, in float64, but whole numbers, which wrap around at 2^32. */
// @ts-ignore: decorator
@inline
function runningRow<T, S>(times: bool, dst: usize, x: usize, n: i32, back: bool): void {
  const size = sizeof<T>();
  const step: usize = back ? 0 - size : size;
  if (back) {
    const last = <usize>(n - 1) * size;
    x += last;
    dst += last;
  }
  let total: S = times ? <S>1 : <S>0;
  for (let i = 0; i < n; i++) {
    if (times) total *= <S>load<T>(x);
    else total += <S>load<T>(x);
    store<T>(dst, <T>total);
    x += step;
    dst += step;
  }
}

/** Four rows at a time: each addition waits for the one before in its row, but not for the others'. */
// @ts-ignore: decorator
@inline
function runningRows<T, S>(times: bool, dst: usize, x: usize, n: i32, back: bool): void {
  const size = sizeof<T>();
  const row = <usize>n * size;
  const step: usize = back ? 0 - size : size;
  let p: usize = back ? row - size : 0;
  let a: S = times ? <S>1 : <S>0;
  let b = a;
  let c = a;
  let d = a;
  for (let i = 0; i < n; i++) {
    const from = x + p;
    if (times) {
      a *= <S>load<T>(from);
      b *= <S>load<T>(from + row);
      c *= <S>load<T>(from + 2 * row);
      d *= <S>load<T>(from + 3 * row);
    } else {
      a += <S>load<T>(from);
      b += <S>load<T>(from + row);
      c += <S>load<T>(from + 2 * row);
      d += <S>load<T>(from + 3 * row);
    }
    const to = dst + p;
    store<T>(to, <T>a);
    store<T>(to + row, <T>b);
    store<T>(to + 2 * row, <T>c);
    store<T>(to + 3 * row, <T>d);
    p += step;
  }
}

// @ts-ignore: decorator
@inline
function two<T>(p: usize): v128 {
  return sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load_zero<u64>(p)) : v128.load(p);
}

// @ts-ignore: decorator
@inline
function withTwo<T>(times: bool, total: v128, p: usize): v128 {
  return times ? f64x2.mul(total, two<T>(p)) : f64x2.add(total, two<T>(p));
}

/** Four columns of float32 or float64 at a time. */
// @ts-ignore: decorator
@inline
function runningColumns<T>(times: bool, dst: usize, x: usize, n: i32, inner: i32, back: bool): void {
  const size = sizeof<T>();
  const row = <usize>inner * size;
  const step: usize = back ? 0 - row : row;
  const first: usize = back ? <usize>(n - 1) * row : 0;
  let j = 0;
  for (; j <= inner - 8; j += 8) {
    let p = x + first + <usize>j * size;
    let q = dst + first + <usize>j * size;
    let a = f64x2.splat(times ? 1 : 0);
    let b = a;
    let c = a;
    let d = a;
    for (let r = 0; r < n; r++) {
      a = withTwo<T>(times, a, p);
      b = withTwo<T>(times, b, p + 2 * size);
      c = withTwo<T>(times, c, p + 4 * size);
      d = withTwo<T>(times, d, p + 6 * size);
      if (size == 4) {
        v128.store(q, v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2));
        v128.store(q, v128.shuffle<i64>(f32x4.demote_f64x2_zero(c), f32x4.demote_f64x2_zero(d), 0, 2), 16);
      } else {
        v128.store(q, a);
        v128.store(q, b, 16);
        v128.store(q, c, 32);
        v128.store(q, d, 48);
      }
      p += step;
      q += step;
    }
  }
  for (; j < inner; j++) {
    let p = x + first + <usize>j * size;
    let q = dst + first + <usize>j * size;
    let total: f64 = times ? 1 : 0;
    for (let r = 0; r < n; r++) {
      if (times) total *= <f64>load<T>(p);
      else total += <f64>load<T>(p);
      store<T>(q, <T>total);
      p += step;
      q += step;
    }
  }
}

// @ts-ignore: decorator
@inline
function running<T>(times: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32, back: bool): void {
  const bytes = <usize>n * <usize>inner * sizeof<T>();
  let o = 0;
  for (; inner == 1 && o <= outer - 4; o += 4) {
    runningRows<T, f64>(times, dst, x, n, back);
    dst += 4 * bytes;
    x += 4 * bytes;
  }
  for (; o < outer; o++) {
    if (inner == 1) runningRow<T, f64>(times, dst, x, n, back);
    else runningColumns<T>(times, dst, x, n, inner, back);
    dst += bytes;
    x += bytes;
  }
}

export function cumsumF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, back: bool): void {
  running<f32>(false, dst, x, outer, n, inner, back);
}
export function cumsumF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, back: bool): void {
  running<f64>(false, dst, x, outer, n, inner, back);
}

export function cumsumI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, back: bool): void {
  const row = <usize>inner << 2;
  const bytes = <usize>n * row;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) runningRow<i32, i32>(false, dst, x, n, back);
    else {
      const step: usize = back ? 0 - row : row;
      let p = back ? x + bytes - row : x;
      let q = back ? dst + bytes - row : dst;
      if (n > 0) memory.copy(q, p, row);
      for (let r = 1; r < n; r++) {
        p += step;
        q += step;
        let j = 0;
        for (; j <= inner - 8; j += 8) {
          const at = <usize>j << 2;
          const a = i32x4.add(v128.load(q - step + at), v128.load(p + at));
          const b = i32x4.add(v128.load(q - step + at, 16), v128.load(p + at, 16));
          v128.store(q + at, a);
          v128.store(q + at, b, 16);
        }
        for (; j < inner; j++) {
          const at = <usize>j << 2;
          store<i32>(q + at, load<i32>(q - step + at) + load<i32>(p + at));
        }
      }
    }
    dst += bytes;
    x += bytes;
  }
}

export function cumprodF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  running<f32>(true, dst, x, outer, n, inner, false);
}
export function cumprodF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  running<f64>(true, dst, x, outer, n, inner, false);
}
export function cumprodI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  const bytes = (<usize>n * <usize>inner) << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) runningRow<i32, i32>(true, dst, x, n, false);
    else {
      memory.copy(dst, x, bytes);
      const row = <usize>inner << 2;
      for (let p = dst + row; p < dst + bytes; p += 4) store<i32>(p, load<i32>(p) * load<i32>(p - row));
    }
    dst += bytes;
    x += bytes;
  }
}

/** Two columns of float32 or float64. */
// @ts-ignore: decorator
@inline
function putTwo<T>(p: usize, v: v128): void {
  if (sizeof<T>() == 4) v128.store_lane<u64>(p, f32x4.demote_f64x2_zero(v), 0);
  else v128.store(p, v);
}

/**
 * dst[k] is the product of the x before k, times s[k] = g[k] + x[k + 1]·s[k + 1]: no division, so that zeros are as good as
 * other numbers.
 */
// @ts-ignore: decorator
@inline
function cumprodGrad<T>(dst: usize, g: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  const size = sizeof<T>();
  const row = <usize>inner * size;
  for (let o = 0; o < outer; o++) {
    let j = 0;
    for (; j <= inner - 2; j += 2) {
      let p = <usize>j * size;
      let before = f64x2.splat(1);
      for (let k = 0; k < n; k++) {
        putTwo<T>(dst + p, before);
        before = f64x2.mul(before, two<T>(x + p));
        p += row;
      }
      let s = f64x2.splat(0);
      let next = s;
      for (let k = n - 1; k >= 0; k--) {
        p -= row;
        // Of what is behind the end there is nothing, not even of an infinity.
        s = k == n - 1 ? two<T>(g + p) : f64x2.add(two<T>(g + p), f64x2.mul(next, s));
        putTwo<T>(dst + p, f64x2.mul(two<T>(dst + p), s));
        next = two<T>(x + p);
      }
    }
    for (; j < inner; j++) {
      let p = <usize>j * size;
      let before: f64 = 1;
      for (let k = 0; k < n; k++) {
        store<T>(dst + p, <T>before);
        before *= <f64>load<T>(x + p);
        p += row;
      }
      let s: f64 = 0;
      let next: f64 = 0;
      for (let k = n - 1; k >= 0; k--) {
        p -= row;
        s = k == n - 1 ? <f64>load<T>(g + p) : <f64>load<T>(g + p) + next * s;
        store<T>(dst + p, <T>(<f64>load<T>(dst + p) * s));
        next = <f64>load<T>(x + p);
      }
    }
    const bytes = <usize>n * row;
    dst += bytes;
    g += bytes;
    x += bytes;
  }
}

export function cumprodGradF32(dst: usize, g: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  cumprodGrad<f32>(dst, g, x, outer, n, inner);
}
export function cumprodGradF64(dst: usize, g: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  cumprodGrad<f64>(dst, g, x, outer, n, inner);
}
