/**
 * Copies of blocks of A and B in the order in which a tile reads them. Strides are in bytes.
 */

/**
 * B [k, n] into panels of `width` (8 or 16) columns: panel after panel, each row of a panel contiguous, the last
 * panel filled up with zeros. `colStep` is 4 when the rows of B are contiguous; else `rowStep` is 4.
 */
export function packB(dst: usize, b: usize, rowStep: usize, colStep: usize, k: i32, n: i32, width: i32): void {
  const line = <usize>width << 2;
  for (let j = 0; j < n; j += width) {
    const cols = min(width, n - j);
    const from = b + <usize>j * colStep;
    if (colStep == 4) {
      if (cols < width) packEdge(dst, from, rowStep, colStep, k, 0, cols, width);
      else packRows(dst, from, rowStep, k, line);
    } else {
      packColumns(dst, from, colStep, k, cols & ~3, line);
      if (cols < width) packEdge(dst, from, rowStep, colStep, k, cols & ~3, cols, width);
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

/** Four columns at a time, transposed in registers. */
// @ts-ignore: decorator
@inline
function packColumns(dst: usize, from: usize, colStep: usize, k: i32, cols: i32, line: usize): void {
  for (let j = 0; j < cols; j += 4) {
    let p0 = from + <usize>j * colStep;
    let to = dst + (<usize>j << 2);
    let i = 0;
    for (; i <= k - 4; i += 4) {
      const p1 = p0 + colStep;
      const p2 = p1 + colStep;
      const p3 = p2 + colStep;
      const r0 = v128.load(p0);
      const r1 = v128.load(p1);
      const r2 = v128.load(p2);
      const r3 = v128.load(p3);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to + line, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(to + 2 * line, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(to + 3 * line, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      p0 += 16;
      to += 4 * line;
    }
    for (; i < k; i++) {
      store<f32>(to, load<f32>(p0));
      store<f32>(to, load<f32>(p0 + colStep), 4);
      store<f32>(to, load<f32>(p0 + 2 * colStep), 8);
      store<f32>(to, load<f32>(p0 + 3 * colStep), 12);
      p0 += 4;
      to += line;
    }
  }
}

/** Columns `first` … `cols` − 1 of the last panel, and zeros in those that B does not have. */
function packEdge(
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
      store<f32>(dst + (<usize>j << 2), load<f32>(p));
      p += colStep;
    }
    for (; j < width; j++) store<f32>(dst + (<usize>j << 2), 0);
    dst += <usize>width << 2;
    from += rowStep;
  }
}

/**
 * A [m, k] with contiguous columns (row i + 1 of a column follows row i) into rows that are contiguous, `rowStep`
 * bytes from one to the next.
 */
export function packA(dst: usize, rowStep: usize, a: usize, colStep: usize, m: i32, k: i32): void {
  const whole = k & ~3;
  packColumns(dst, a, colStep, m, whole, rowStep);
  for (let p = whole; p < k; p++) {
    const from = a + <usize>p * colStep;
    let to = dst + (<usize>p << 2);
    for (let i = 0; i < m; i++) {
      store<f32>(to, load<f32>(from + (<usize>i << 2)));
      to += rowStep;
    }
  }
}
