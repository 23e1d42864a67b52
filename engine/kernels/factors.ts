/**
 * Systems of linear equations in float64: P·A = L·U with the largest pivots of each column, and what follows of it. Block
 * by block: what is left of the matrix, or of the right sides, loses a product of matrices, where nearly all the time goes.
 */
import { gemmF64 } from "./gemm";

/** Columns of a block. */
const BLOCK: i32 = 24;

/** y −= factor·x, n elements. */
// @ts-ignore: decorator
@inline
function takeAway(y: usize, x: usize, factor: f64, n: i32): void {
  const f = f64x2.splat(factor);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const at = <usize>i << 3;
    v128.store(y + at, f64x2.sub(v128.load(y + at), f64x2.mul(f, v128.load(x + at))));
    v128.store(y + at, f64x2.sub(v128.load(y + at, 16), f64x2.mul(f, v128.load(x + at, 16))), 16);
  }
  for (; i < n; i++) {
    const at = <usize>i << 3;
    store<f64>(y + at, load<f64>(y + at) - factor * load<f64>(x + at));
  }
}

/** dst [rows, columns] = −x, whose rows lie `step` bytes apart. */
function negate(dst: usize, x: usize, step: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f64>(dst, -load<f64>(x + (<usize>j << 3)));
      dst += 8;
    }
    x += step;
  }
}

function exchange(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 8) {
    const kept = load<f64>(a + at);
    store<f64>(a + at, load<f64>(b + at));
    store<f64>(b + at, kept);
  }
}

/** c −= a·b; `negated` has room for a. */
// @ts-ignore: decorator
@inline
function loseProduct(
  c: usize, cColumns: i32, a: usize, aColumns: i32, b: usize, bColumns: i32,
  m: i32, n: i32, k: i32, negated: usize, scratch: usize,
): void {
  if (m <= 0 || n <= 0) return;
  negate(negated, a, <usize>aColumns << 3, m, k);
  gemmF64(m, n, k, negated, k, 1, b, bColumns, 1, c, cColumns, 0, <f32>-Infinity, true, scratch);
}

/** Bytes behind `negated` that both kernels need for matrices of n rows. */
export function factorScratchBytes(n: i32): i32 {
  return n * BLOCK * 8;
}

/**
 * Each of `count` matrices A, n × n, becomes L below the diagonal, with ones on it, and U; row i of P·A is row order[i] of
 * A. A column without a pivot is left alone. The signs of the permutations are int32.
 */
export function factoriseF64(
  a: usize, order: usize, signs: usize, count: i32, n: i32, negated: usize, scratch: usize,
): void {
  for (let i = 0; i < count; i++) {
    store<i32>(signs + (<usize>i << 2), factorised(a, order, n, negated, scratch));
    a += (<usize>n * <usize>n) << 3;
    order += <usize>n << 2;
  }
}

/** @returns the sign of the permutation */
// @ts-ignore: decorator
@inline
function factorised(a: usize, order: usize, n: i32, negated: usize, scratch: usize): i32 {
  const row = <usize>n << 3;
  let sign = 1;
  for (let i = 0; i < n; i++) store<i32>(order + (<usize>i << 2), i);
  for (let first = 0; first < n; first += BLOCK) {
    const behind = min(first + BLOCK, n);
    for (let k = first; k < behind; k++) {
      const column = a + (<usize>k << 3);
      let pivot = k;
      let most = abs<f64>(load<f64>(column + <usize>k * row));
      for (let i = k + 1; i < n; i++) {
        const size = abs<f64>(load<f64>(column + <usize>i * row));
        if (size > most) {
          most = size;
          pivot = i;
        }
      }
      if (most == 0) continue;
      const here = a + <usize>k * row;
      if (pivot != k) {
        exchange(here, a + <usize>pivot * row, row);
        const at = order + (<usize>k << 2);
        const other = order + (<usize>pivot << 2);
        const kept = load<i32>(at);
        store<i32>(at, load<i32>(other));
        store<i32>(other, kept);
        sign = -sign;
      }
      const divisor = load<f64>(column + <usize>k * row);
      for (let i = k + 1; i < n; i++) {
        const at = column + <usize>i * row;
        const factor = load<f64>(at) / divisor;
        store<f64>(at, factor);
        takeAway(at + 8, here + (<usize>(k + 1) << 3), factor, behind - k - 1);
      }
    }
    const right = n - behind;
    const corner = a + (<usize>behind << 3);
    for (let i = first + 1; i < behind; i++) {
      for (let k = first; k < i; k++) {
        const factor = load<f64>(a + <usize>i * row + (<usize>k << 3));
        takeAway(corner + <usize>i * row, corner + <usize>k * row, factor, right);
      }
    }
    loseProduct(
      corner + <usize>behind * row, n, a + <usize>behind * row + (<usize>first << 3), n, corner + <usize>first * row, n,
      right, right, behind - first, negated, scratch,
    );
  }
  return sign;
}

/** Each of `count` matrices B, n × m, whose rows are in the order of P, becomes X with L·U·X = B. */
export function solveFactorsF64(
  lu: usize, b: usize, count: i32, n: i32, m: i32, negated: usize, scratch: usize,
): void {
  for (let i = 0; i < count; i++) {
    solveOne(lu, b, n, m, negated, scratch);
    lu += (<usize>n * <usize>n) << 3;
    b += (<usize>n * <usize>m) << 3;
  }
}

// @ts-ignore: decorator
@inline
function solveOne(lu: usize, b: usize, n: i32, m: i32, negated: usize, scratch: usize): void {
  const row = <usize>n << 3;
  const wide = <usize>m << 3;
  for (let first = 0; first < n; first += BLOCK) {
    const behind = min(first + BLOCK, n);
    for (let i = first + 1; i < behind; i++) {
      for (let k = first; k < i; k++) {
        takeAway(b + <usize>i * wide, b + <usize>k * wide, load<f64>(lu + <usize>i * row + (<usize>k << 3)), m);
      }
    }
    loseProduct(
      b + <usize>behind * wide, m, lu + <usize>behind * row + (<usize>first << 3), n, b + <usize>first * wide, m,
      n - behind, m, behind - first, negated, scratch,
    );
  }
  for (let behind = n; behind > 0; behind -= min(BLOCK, behind)) {
    const first = max(behind - BLOCK, 0);
    for (let i = behind - 1; i >= first; i--) {
      const here = b + <usize>i * wide;
      for (let k = i + 1; k < behind; k++) {
        takeAway(here, b + <usize>k * wide, load<f64>(lu + <usize>i * row + (<usize>k << 3)), m);
      }
      const divisor = load<f64>(lu + <usize>i * row + (<usize>i << 3));
      for (let j = 0; j < m; j++) {
        const at = here + (<usize>j << 3);
        store<f64>(at, load<f64>(at) / divisor);
      }
    }
    loseProduct(
      b, m, lu + (<usize>first << 3), n, b + <usize>first * wide, m, first, m, behind - first, negated, scratch,
    );
  }
}
