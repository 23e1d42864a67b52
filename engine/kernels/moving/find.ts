/** Indices: whether they are in range, what positions they stand for, and where a mask is true. */
import { bitmask, nonZero } from "../simd";

/** Place of the first of n int32 that is not one of 0 … count − 1; −1 when there is none. */
export function outside(x: usize, n: i32, count: u32): i32 {
  const limit = i32x4.splat(count);
  let i = 0;
  for (; i <= n - 16; i += 16) {
    const p = x + (<usize>i << 2);
    const first = v128.max<u32>(v128.load(p), v128.load(p, 16));
    const second = v128.max<u32>(v128.load(p, 32), v128.load(p, 48));
    if (v128.any_true(v128.ge<u32>(v128.max<u32>(first, second), limit))) break;
  }
  for (; i < n; i++) if (load<u32>(x + (<usize>i << 2)) >= count) return i;
  return -1;
}

/** An index from the end counted from the start. */
// @ts-ignore: decorator
@inline
function fromStart(at: v128, length: v128): v128 {
  return i32x4.add(at, v128.and(length, i32x4.shr_s(at, 31)));
}

/** {@link locate} along the last axis, where positions follow from a row's start. @returns as far as all are in range */
function locateInRow(dst: usize, x: usize, n: i32, extent: i32, start: i32): i32 {
  const length = i32x4.splat(extent);
  const base = i32x4.splat(start);
  let j = 0;
  for (; j <= n - 16; j += 16) {
    const p = x + (<usize>j << 2);
    const q = dst + (<usize>j << 2);
    const a = fromStart(v128.load(p), length);
    const b = fromStart(v128.load(p, 16), length);
    const c = fromStart(v128.load(p, 32), length);
    const d = fromStart(v128.load(p, 48), length);
    const most = v128.max<u32>(v128.max<u32>(a, b), v128.max<u32>(c, d));
    if (v128.any_true(v128.ge<u32>(most, length))) break;
    v128.store(q, i32x4.add(base, a));
    v128.store(q, i32x4.add(base, b), 16);
    v128.store(q, i32x4.add(base, c), 32);
    v128.store(q, i32x4.add(base, d), 48);
  }
  return j;
}

/**
 * Positions in [outer, extent, inner] of the indices x[outer, n, inner] along its middle axis:
 * dst[o, i, j] = (o · extent + x[o, i, j]) · inner + j, where negative indices count from the end.
 * @returns the place of the first index that is not one of −extent … extent − 1; −1 when there is none
 */
export function locate(dst: usize, x: usize, outer: i32, n: i32, inner: i32, extent: i32): i32 {
  const length = i32x4.splat(extent);
  const step = i32x4.splat(inner);
  const four = i32x4.splat(4);
  let place = 0;
  for (let o = 0; o < outer; o++) {
    const start = o * extent;
    // Rows of one are one row.
    const rows = inner == 1 ? 1 : n;
    const cols = inner == 1 ? n : inner;
    const base = i32x4.splat(start);
    for (let i = 0; i < rows; i++) {
      let column = inner == 1 ? i32x4.splat(0) : i32x4(0, 1, 2, 3);
      let j = inner == 1 ? locateInRow(dst, x, cols, extent, start) : 0;
      for (; j <= cols - 4; j += 4) {
        const at = v128.load(x + (<usize>j << 2));
        const wrapped = i32x4.add(at, v128.and(length, i32x4.shr_s(at, 31)));
        if (v128.any_true(v128.ge<u32>(wrapped, length))) break;
        v128.store(
          dst + (<usize>j << 2),
          i32x4.add(i32x4.mul(i32x4.add(base, wrapped), step), column),
        );
        if (inner != 1) column = i32x4.add(column, four);
      }
      for (; j < cols; j++) {
        const at = load<i32>(x + (<usize>j << 2));
        const wrapped = at < 0 ? at + extent : at;
        if (<u32>wrapped >= <u32>extent) return place + j;
        store<i32>(dst + (<usize>j << 2), (start + wrapped) * inner + (inner == 1 ? 0 : j));
      }
      place += cols;
      x += <usize>cols << 2;
      dst += <usize>cols << 2;
    }
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function count<T>(x: usize, n: i32): i32 {
  const perVector: i32 = 16 / <i32>sizeof<T>();
  let total = 0;
  let i = 0;
  for (; i <= n - perVector; i += perVector) {
    total += popcnt(bitmask<T>(nonZero<T>(x + <usize>i * sizeof<T>())));
  }
  for (; i < n; i++) total += <i32>(load<T>(x + <usize>i * sizeof<T>()) != <T>0);
  return total;
}

/** How many of n elements are other than 0. */
export function countF32(x: usize, n: i32): i32 {
  return count<f32>(x, n);
}
export function countF64(x: usize, n: i32): i32 {
  return count<f64>(x, n);
}
export function countI32(x: usize, n: i32): i32 {
  return count<i32>(x, n);
}
export function countU8(x: usize, n: i32): i32 {
  return count<i8>(x, n);
}

// @ts-ignore: decorator
@inline
function find<T>(dst: usize, x: usize, found: i32): void {
  const end = dst + (<usize>found << 2);
  // Written whether it counts or not, which is faster than to ask; nothing is left to be found behind the last one.
  for (let i = 0; dst < end; i++) {
    store<i32>(dst, i);
    dst += <usize>(load<T>(x + <usize>i * sizeof<T>()) != <T>0) << 2;
  }
}

/** The places of the elements other than 0, of which there are `found`. */
export function findF32(dst: usize, x: usize, found: i32): void {
  find<f32>(dst, x, found);
}
export function findF64(dst: usize, x: usize, found: i32): void {
  find<f64>(dst, x, found);
}
export function findI32(dst: usize, x: usize, found: i32): void {
  find<i32>(dst, x, found);
}
export function findU8(dst: usize, x: usize, found: i32): void {
  find<u8>(dst, x, found);
}
