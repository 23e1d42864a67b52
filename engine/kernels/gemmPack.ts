/**
 * Copies of blocks of A and B, of elements of 4 or 8 bytes, in the order in which a tile reads them. Strides are in
 * bytes.
 */
import { turn2, turn4 } from "./moving/transpose";

/**
 * B [k, n] into panels of `width` columns: panel after panel, each row of a panel contiguous, the last panel
 * filled up with zeros. `colStep` is the size of an element when the rows of B are
 * contiguous; else `rowStep` is.
 */
// @ts-ignore: decorator
@inline
export function packB<T>(dst: usize, b: usize, rowStep: usize, colStep: usize, k: i32, n: i32, width: i32): void {
  const line = <usize>width * sizeof<T>();
  const square: i32 = sizeof<T>() == 4 ? 4 : 2;
  for (let j = 0; j < n; j += width) {
    const cols = min(width, n - j);
    const from = b + <usize>j * colStep;
    if (colStep == sizeof<T>()) {
      if (cols < width) packEdge<T>(dst, from, rowStep, colStep, k, 0, cols, width);
      else packRows(dst, from, rowStep, k, line);
    } else {
      const whole = cols & ~(square - 1);
      packColumns<T>(dst, from, colStep, k, whole, line);
      if (cols < width) packEdge<T>(dst, from, rowStep, colStep, k, whole, cols, width);
    }
    dst += <usize>k * line;
  }
}

// @ts-ignore: decorator
@inline
function packRows(dst: usize, from: usize, rowStep: usize, k: i32, line: usize): void {
  for (let i = 0; i < k; i++) {
    for (let p: usize = 0; p < line; p += 32) {
      v128.store(dst + p, v128.load(from + p));
      v128.store(dst + p, v128.load(from + p, 16), 16);
    }
    dst += line;
    from += rowStep;
  }
}

/** Four columns of 4 bytes, or two of 8, at a time, transposed in registers. */
// @ts-ignore: decorator
@inline
function packColumns<T>(dst: usize, from: usize, colStep: usize, k: i32, cols: i32, line: usize): void {
  const square: i32 = sizeof<T>() == 4 ? 4 : 2;
  for (let j = 0; j < cols; j += square) {
    let p = from + <usize>j * colStep;
    let to = dst + <usize>j * sizeof<T>();
    let i = 0;
    for (; i <= k - square; i += square) {
      if (sizeof<T>() == 4) turn4(to, line, p, colStep);
      else turn2(to, line, p, colStep);
      p += 16;
      to += <usize>square * line;
    }
    for (; i < k; i++) {
      for (let c = 0; c < square; c++) store<T>(to + <usize>c * sizeof<T>(), load<T>(p + <usize>c * colStep));
      p += sizeof<T>();
      to += line;
    }
  }
}

/** Columns `first` … `cols` − 1 of the last panel, and zeros in those that B does not have. */
// @ts-ignore: decorator
@inline
function packEdge<T>(
  dst: usize,
  from: usize,
  rowStep: usize,
  colStep: usize,
  k: i32,
  first: i32,
  cols: i32,
  width: i32,
): void {
  from += <usize>first * colStep;
  for (let i = 0; i < k; i++) {
    let p = from;
    let j = first;
    for (; j < cols; j++) {
      store<T>(dst + <usize>j * sizeof<T>(), load<T>(p));
      p += colStep;
    }
    for (; j < width; j++) store<T>(dst + <usize>j * sizeof<T>(), 0);
    dst += <usize>width * sizeof<T>();
    from += rowStep;
  }
}

/**
 * A [m, k] with contiguous columns (row i + 1 of a column follows row i) into rows that are contiguous, `rowStep`
 * bytes from one to the next.
 */
// @ts-ignore: decorator
@inline
export function packA<T>(dst: usize, rowStep: usize, a: usize, colStep: usize, m: i32, k: i32): void {
  const whole = k & ~(sizeof<T>() == 4 ? 3 : 1);
  packColumns<T>(dst, a, colStep, m, whole, rowStep);
  for (let p = whole; p < k; p++) {
    const from = a + <usize>p * colStep;
    let to = dst + <usize>p * sizeof<T>();
    for (let i = 0; i < m; i++) {
      store<T>(to, load<T>(from + <usize>i * sizeof<T>()));
      to += rowStep;
    }
  }
}
