/**
 * Copies of elements of 1, 4 or 8 bytes, whatever they stand for. Strides count elements, may be negative, and 0 in x;
 * what is written does not overlap what is read.
 */
import { transpose } from "./transpose";

export function copyBytes(dst: usize, x: usize, bytes: usize): void {
  memory.copy(dst, x, bytes);
}

/** The same for rows, of which a call of memory.copy would take as long as all the rest. */
// @ts-ignore: decorator
@inline
export function copyRow(dst: usize, x: usize, bytes: usize): void {
  if (bytes >= 8192) {
    memory.copy(dst, x, bytes);
    return;
  }
  let i: usize = 0;
  if (bytes >= 128) {
    for (; i <= bytes - 128; i += 128) {
      const from = x + i;
      const to = dst + i;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
      v128.store(to, v128.load(from, 64), 64);
      v128.store(to, v128.load(from, 80), 80);
      v128.store(to, v128.load(from, 96), 96);
      v128.store(to, v128.load(from, 112), 112);
    }
  }
  if (bytes >= 32) {
    for (; i <= bytes - 32; i += 32) {
      v128.store(dst + i, v128.load(x + i));
      v128.store(dst + i, v128.load(x + i, 16), 16);
    }
  }
  if (bytes & 16) {
    v128.store(dst + i, v128.load(x + i));
    i += 16;
  }
  if (bytes & 8) {
    store<u64>(dst + i, load<u64>(x + i));
    i += 8;
  }
  if (bytes & 4) {
    store<u32>(dst + i, load<u32>(x + i));
    i += 4;
  }
  for (; i < bytes; i++) store<u8>(dst + i, load<u8>(x + i));
}

/** n elements, `to` and `from` bytes apart. */
// @ts-ignore: decorator
@inline
function copyLine<T>(dst: usize, to: usize, x: usize, from: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const a = load<T>(x);
    const b = load<T>(x + from);
    x += 2 * from;
    const c = load<T>(x);
    const d = load<T>(x + from);
    x += 2 * from;
    store<T>(dst, a);
    store<T>(dst + to, b);
    dst += 2 * to;
    store<T>(dst, c);
    store<T>(dst + to, d);
    dst += 2 * to;
  }
  for (; i < n; i++) {
    store<T>(dst, load<T>(x));
    dst += to;
    x += from;
  }
}

/** One element n times. */
// @ts-ignore: decorator
@inline
function repeatElement<T>(dst: usize, x: usize, n: i32): void {
  if (sizeof<T>() == 1) {
    memory.fill(dst, load<u8>(x), n);
    return;
  }
  const perVector: i32 = 16 / sizeof<T>();
  const value = load<T>(x);
  const v = v128.splat<T>(value);
  let i = 0;
  for (; i <= n - 2 * perVector; i += 2 * perVector) {
    const p = dst + <usize>i * sizeof<T>();
    v128.store(p, v);
    v128.store(p, v, 16);
  }
  for (; i < n; i++) store<T>(dst + <usize>i * sizeof<T>(), value);
}

/** n elements from x on backwards. */
// @ts-ignore: decorator
@inline
function copyBackwards<T>(dst: usize, x: usize, n: i32): void {
  const perVector: i32 = 16 / sizeof<T>();
  let i = 0;
  if (sizeof<T>() >= 4) {
    for (; i <= n - perVector; i += perVector) {
      const v = v128.load(x - <usize>(i + perVector - 1) * sizeof<T>());
      const turned = sizeof<T>() == 4 ? v128.shuffle<i32>(v, v, 3, 2, 1, 0) : v128.shuffle<i64>(v, v, 1, 0);
      v128.store(dst + <usize>i * sizeof<T>(), turned);
    }
  }
  for (; i < n; i++) store<T>(dst + <usize>i * sizeof<T>(), load<T>(x - <usize>i * sizeof<T>()));
}

/** Rows of the shorter axis at a time when lines along the longer one have steps anyway. */
const BAND = 512;

// @ts-ignore: decorator
@inline
function copyPlane<T>(
  dst: usize,
  dstRow: usize,
  dstCol: usize,
  x: usize,
  xRow: usize,
  xCol: usize,
  rows: i32,
  cols: i32,
): void {
  const size = sizeof<T>();
  if (dstCol == size && xCol == size && (cols >= 8 || cols >= rows)) {
    const bytes = <usize>cols * size;
    for (let i = 0; i < rows; i++) {
      copyRow(dst, x, bytes);
      dst += dstRow;
      x += xRow;
    }
  } else if (dstCol == size && xRow == size && rows >= 4) {
    transpose<T>(dst, dstRow, x, xCol, rows, cols);
  } else if (dstCol == size && xCol == 0) {
    for (let i = 0; i < rows; i++) {
      repeatElement<T>(dst, x, cols);
      dst += dstRow;
      x += xRow;
    }
  } else if (dstCol == size && <isize>xCol == -<isize>size) {
    for (let i = 0; i < rows; i++) {
      copyBackwards<T>(dst, x, cols);
      dst += dstRow;
      x += xRow;
    }
  } else if (cols >= rows || cols >= 16) {
    for (let i = 0; i < rows; i++) {
      copyLine<T>(dst, dstCol, x, xCol, cols);
      dst += dstRow;
      x += xRow;
    }
  } else {
    for (let i = 0; i < rows; i += BAND) {
      const n = min(BAND, rows - i);
      for (let j = 0; j < cols; j++) {
        copyLine<T>(dst + <usize>j * dstCol, dstRow, x + <usize>j * xCol, xRow, n);
      }
      dst += <usize>BAND * dstRow;
      x += <usize>BAND * xRow;
    }
  }
}

// @ts-ignore: decorator
@inline
function copyBlock<T>(
  dst: usize,
  x: usize,
  n0: i32,
  n1: i32,
  rows: i32,
  cols: i32,
  dst0: i32,
  dst1: i32,
  dstRow: i32,
  dstCol: i32,
  x0: i32,
  x1: i32,
  xRow: i32,
  xCol: i32,
): void {
  const size = <i32>sizeof<T>();
  for (let i = 0; i < n0; i++) {
    let to = dst;
    let from = x;
    for (let j = 0; j < n1; j++) {
      copyPlane<T>(to, dstRow * size, dstCol * size, from, xRow * size, xCol * size, rows, cols);
      to += dst1 * size;
      from += x1 * size;
    }
    dst += dst0 * size;
    x += x0 * size;
  }
}

/** dst[h, i, j, k] = x[h, i, j, k] for elements of one byte. */
export function copy1(
  dst: usize,
  x: usize,
  n0: i32,
  n1: i32,
  rows: i32,
  cols: i32,
  dst0: i32,
  dst1: i32,
  dstRow: i32,
  dstCol: i32,
  x0: i32,
  x1: i32,
  xRow: i32,
  xCol: i32,
): void {
  copyBlock<u8>(dst, x, n0, n1, rows, cols, dst0, dst1, dstRow, dstCol, x0, x1, xRow, xCol);
}

/** The same for elements of four bytes. */
export function copy4(
  dst: usize,
  x: usize,
  n0: i32,
  n1: i32,
  rows: i32,
  cols: i32,
  dst0: i32,
  dst1: i32,
  dstRow: i32,
  dstCol: i32,
  x0: i32,
  x1: i32,
  xRow: i32,
  xCol: i32,
): void {
  copyBlock<u32>(dst, x, n0, n1, rows, cols, dst0, dst1, dstRow, dstCol, x0, x1, xRow, xCol);
}

/** The same for elements of eight bytes. */
export function copy8(
  dst: usize,
  x: usize,
  n0: i32,
  n1: i32,
  rows: i32,
  cols: i32,
  dst0: i32,
  dst1: i32,
  dstRow: i32,
  dstCol: i32,
  x0: i32,
  x1: i32,
  xRow: i32,
  xCol: i32,
): void {
  copyBlock<u64>(dst, x, n0, n1, rows, cols, dst0, dst1, dstRow, dstCol, x0, x1, xRow, xCol);
}
