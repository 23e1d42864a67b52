/**
 * Products of a matrix and a vector, for which tiles would mostly compute nothing. C = max(init + A·b, floor), where
 * `init` is added, and 0 stands for none; strides and steps are in bytes.
 */
import { madd } from "./simd";

/** Steps of k after which what is summed in the elements' own dtype goes to the total. */
const BLOCK = 512;

// @ts-ignore: decorator
@inline
function lanesSum<T>(v: v128): T {
  const pair = <T>(v128.extract_lane<T>(v, 0) + v128.extract_lane<T>(v, 1));
  if (sizeof<T>() == 8) return pair;
  return <T>(pair + <T>(v128.extract_lane<T>(v, sizeof<T>() == 4 ? 2 : 0) + v128.extract_lane<T>(v, sizeof<T>() == 4 ? 3 : 0)));
}

/** Σ a[i]·b[i]; totals of whole numbers are whole. */
// @ts-ignore: decorator
@inline
function dot<T, S>(a: usize, b: usize, k: i32): S {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let total = <S>0;
  let i = 0;
  while (i <= k - 4 * lanes) {
    const end = min(i + BLOCK, k);
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; i <= end - 4 * lanes; i += 4 * lanes) {
      const p = <usize>i * sizeof<T>();
      s0 = madd<T>(v128.load(a + p), v128.load(b + p), s0);
      s1 = madd<T>(v128.load(a + p, 16), v128.load(b + p, 16), s1);
      s2 = madd<T>(v128.load(a + p, 32), v128.load(b + p, 32), s2);
      s3 = madd<T>(v128.load(a + p, 48), v128.load(b + p, 48), s3);
    }
    total += <S>lanesSum<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  }
  for (; i < k; i++) {
    const p = <usize>i * sizeof<T>();
    total += <S>load<T>(a + p) * <S>load<T>(b + p);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function dots<T, S>(
  c: usize,
  a: usize,
  aRow: usize,
  m: i32,
  b: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  for (let i = 0; i < m; i++) {
    let total = dot<T, S>(a, b, k);
    if (init) total += <S>load<T>(init);
    if (isFloat<T>() && total < <S>floor) total = <S>floor;
    store<T>(c, <T>total);
    c += sizeof<T>();
    a += aRow;
    init += initStep;
  }
}

/** Rows of A that lie in one piece. */
export function dotsF32(
  c: usize,
  a: usize,
  aRow: usize,
  m: i32,
  b: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  dots<f32, f64>(c, a, aRow, m, b, k, init, initStep, floor);
}
export function dotsF64(
  c: usize,
  a: usize,
  aRow: usize,
  m: i32,
  b: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  dots<f64, f64>(c, a, aRow, m, b, k, init, initStep, floor);
}
export function dotsI32(
  c: usize,
  a: usize,
  aRow: usize,
  m: i32,
  b: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  dots<i32, i32>(c, a, aRow, m, b, k, init, initStep, floor);
}

// @ts-ignore: decorator
@inline
function mixed<T>(
  c: usize,
  a: usize,
  aColumn: usize,
  m: i32,
  b: usize,
  bStep: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  const size = sizeof<T>();
  const lanes: i32 = 16 / <i32>size;
  const least = v128.splat<T>(isFloat<T>() ? <T>floor : <T>0);
  let i = 0;
  for (; i <= m - 4 * lanes; i += 4 * lanes) {
    let p = a + <usize>i * size;
    let q = b;
    let t0 = v128.splat<T>(0);
    let t1 = t0;
    let t2 = t0;
    let t3 = t0;
    let j = 0;
    while (j < k) {
      const end = min(j + BLOCK, k);
      let s0 = v128.splat<T>(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (; j < end; j++) {
        const by = v128.splat<T>(load<T>(q));
        s0 = madd<T>(v128.load(p), by, s0);
        s1 = madd<T>(v128.load(p, 16), by, s1);
        s2 = madd<T>(v128.load(p, 32), by, s2);
        s3 = madd<T>(v128.load(p, 48), by, s3);
        p += aColumn;
        q += bStep;
      }
      t0 = v128.add<T>(t0, s0);
      t1 = v128.add<T>(t1, s1);
      t2 = v128.add<T>(t2, s2);
      t3 = v128.add<T>(t3, s3);
    }
    if (init) {
      if (initStep == 0) {
        const v = v128.splat<T>(load<T>(init));
        t0 = v128.add<T>(t0, v);
        t1 = v128.add<T>(t1, v);
        t2 = v128.add<T>(t2, v);
        t3 = v128.add<T>(t3, v);
      } else {
        const from = init + <usize>i * size;
        t0 = v128.add<T>(t0, v128.load(from));
        t1 = v128.add<T>(t1, v128.load(from, 16));
        t2 = v128.add<T>(t2, v128.load(from, 32));
        t3 = v128.add<T>(t3, v128.load(from, 48));
      }
    }
    if (isFloat<T>()) {
      t0 = v128.pmax<T>(t0, least);
      t1 = v128.pmax<T>(t1, least);
      t2 = v128.pmax<T>(t2, least);
      t3 = v128.pmax<T>(t3, least);
    }
    const to = c + <usize>i * size;
    v128.store(to, t0);
    v128.store(to, t1, 16);
    v128.store(to, t2, 32);
    v128.store(to, t3, 48);
  }
  for (; i < m; i++) {
    let p = a + <usize>i * size;
    let q = b;
    let total = <T>0;
    for (let j = 0; j < k; j++) {
      total += load<T>(p) * load<T>(q);
      p += aColumn;
      q += bStep;
    }
    if (init) total += load<T>(init + <usize>i * initStep);
    if (isFloat<T>() && total < <T>floor) total = <T>floor;
    store<T>(c + <usize>i * size, total);
  }
}

/** Columns of A that lie in one piece. */
export function mixedF32(
  c: usize,
  a: usize,
  aColumn: usize,
  m: i32,
  b: usize,
  bStep: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  mixed<f32>(c, a, aColumn, m, b, bStep, k, init, initStep, floor);
}
export function mixedF64(
  c: usize,
  a: usize,
  aColumn: usize,
  m: i32,
  b: usize,
  bStep: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  mixed<f64>(c, a, aColumn, m, b, bStep, k, init, initStep, floor);
}
export function mixedI32(
  c: usize,
  a: usize,
  aColumn: usize,
  m: i32,
  b: usize,
  bStep: usize,
  k: i32,
  init: usize,
  initStep: usize,
  floor: f32,
): void {
  mixed<i32>(c, a, aColumn, m, b, bStep, k, init, initStep, floor);
}
