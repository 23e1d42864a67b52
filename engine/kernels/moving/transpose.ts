/** Copies whose rows lie along the columns of what is read: small squares are turned in registers. */

/**
 * dst[i, j] = x[j, i]: column j of x begins `right` bytes after the one before it, row i of dst `to` bytes. In bands of
 * 64 rows, so that lines are used while they are cached.
 */
// @ts-ignore: decorator
@inline
export function transpose<T>(dst: usize, to: usize, x: usize, right: usize, rows: i32, cols: i32): void {
  const size = sizeof<T>();
  const square: i32 = size == 1 ? 8 : size == 4 ? 4 : 2;
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    let j = 0;
    for (; j <= cols - square; j += square) {
      let i = start;
      for (; i <= end - square; i += square) {
        const p = x + <usize>i * size + <usize>j * right;
        const q = dst + <usize>j * size + <usize>i * to;
        if (size == 1) turn8(q, to, p, right);
        else if (size == 4) turn4(q, to, p, right);
        else turn2(q, to, p, right);
      }
      for (; i < end; i++) {
        const p = x + <usize>i * size + <usize>j * right;
        const q = dst + <usize>j * size + <usize>i * to;
        for (let c = 0; c < square; c++) store<T>(q + <usize>c * size, load<T>(p + <usize>c * right));
      }
    }
    for (; j < cols; j++) {
      let p = x + <usize>start * size + <usize>j * right;
      let q = dst + <usize>j * size + <usize>start * to;
      for (let i = start; i < end; i++) {
        store<T>(q, load<T>(p));
        p += size;
        q += to;
      }
    }
  }
}

/** 4 × 4 elements of four bytes. */
// @ts-ignore: decorator
@inline
export function turn4(q: usize, to: usize, p: usize, right: usize): void {
  const r0 = v128.load(p);
  const r1 = v128.load(p + right);
  const r2 = v128.load(p + 2 * right);
  const r3 = v128.load(p + 3 * right);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(q, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(q + to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(q + 2 * to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(q + 3 * to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** 2 × 2 elements of eight bytes. */
// @ts-ignore: decorator
@inline
export function turn2(q: usize, to: usize, p: usize, right: usize): void {
  const r0 = v128.load(p);
  const r1 = v128.load(p + right);
  v128.store(q, v128.shuffle<f64>(r0, r1, 0, 2));
  v128.store(q + to, v128.shuffle<f64>(r0, r1, 1, 3));
}

/** 8 × 8 bytes. */
// @ts-ignore: decorator
@inline
function turn8(q: usize, to: usize, p: usize, right: usize): void {
  const p4 = p + 4 * right;
  const a = pairBytes(v128.load_zero<u64>(p), v128.load_zero<u64>(p + right));
  const b = pairBytes(v128.load_zero<u64>(p + 2 * right), v128.load_zero<u64>(p + 3 * right));
  const c = pairBytes(v128.load_zero<u64>(p4), v128.load_zero<u64>(p4 + right));
  const d = pairBytes(v128.load_zero<u64>(p4 + 2 * right), v128.load_zero<u64>(p4 + 3 * right));
  const ab0 = v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const ab1 = v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  const cd0 = v128.shuffle<u16>(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
  const cd1 = v128.shuffle<u16>(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
  storePair(q, to, v128.shuffle<u32>(ab0, cd0, 0, 4, 1, 5));
  storePair(q + 2 * to, to, v128.shuffle<u32>(ab0, cd0, 2, 6, 3, 7));
  storePair(q + 4 * to, to, v128.shuffle<u32>(ab1, cd1, 0, 4, 1, 5));
  storePair(q + 6 * to, to, v128.shuffle<u32>(ab1, cd1, 2, 6, 3, 7));
}

// @ts-ignore: decorator
@inline
function pairBytes(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function storePair(q: usize, to: usize, v: v128): void {
  v128.store_lane<u64>(q, v, 0);
  v128.store_lane<u64>(q + to, v, 1);
}
