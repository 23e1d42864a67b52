/**
 * Products by one matrix many times over, as a recurrent network makes them at every step: the matrix is packed once, in
 * whole tiles, so that no tile stands over an edge.
 */
import { packB } from "../gemmPack";
import { tile4x16, tile4x8, tile6x16, tile6x8 } from "../gemmTile";
import { tileWidth } from "../tileWidth";

/** Most steps of k in a block. */
const DEPTH = 400;

/** Elements of a row of what is made: whole tiles. */
// @ts-ignore: decorator
@inline
export function wide(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Bytes of B [k, n] packed, with a row that is added behind it. */
export function packedBytes(k: i32, n: i32): i32 {
  return (k + 1) * wide(n) * 4;
}

/**
 * Packs B [k, n], whose rows and columns lie so many elements apart, one of which is 1, and the row of n numbers at
 * `bias`, 0 for zeros.
 */
export function packMatrix(dst: usize, b: usize, row: i32, column: i32, k: i32, n: i32, bias: usize): void {
  for (let from = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    packB<f32>(dst, b + (<usize>(from * row) << 2), <usize>row << 2, <usize>column << 2, depth, n, tileWidth);
    // Panels of the narrow tile may end before those of the wide one, which rows are as long as.
    dst += <usize>(depth * ((n + tileWidth - 1) / tileWidth * tileWidth)) << 2;
  }
  for (let i = 0; i < wide(n); i++) {
    store<f32>(dst, bias && i < n ? load<f32>(bias + (<usize>i << 2)) : <f32>0);
    dst += 4;
  }
}

/**
 * C = bias + A·B, or C + A·B when `add`. A [m, k] has contiguous rows; C has room for `wide(n)` columns, and for whole
 * tiles of 6 rows.
 */
export function byPacked(m: i32, n: i32, k: i32, a: usize, packed: usize, c: usize, add: bool): void {
  const aRow = <usize>k << 2;
  const cRow = <usize>wide(n) << 2;
  const columns = (n + tileWidth - 1) / tileWidth * tileWidth;
  const line = <usize>tileWidth << 2;
  const bias = packed + (<usize>(k * columns) << 2);
  const broad = tileWidth == 16;
  for (let from = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    const first = from == 0 && !add;
    for (let j = 0; j < columns; j += tileWidth) {
      const column = <usize>j << 2;
      for (let i = 0; i < m; i += 6) {
        const rows = min(6, m - i);
        const strip = a + <usize>i * aRow + (<usize>from << 2);
        const to = c + <usize>i * cRow + column;
        const init = first ? bias + column : to;
        const initStep = first ? 0 : cRow;
        if (rows > 4) {
          if (broad) tile6x16(depth, strip, aRow, rows, packed, line, init, initStep, to, cRow, -Infinity);
          else tile6x8(depth, strip, aRow, rows, packed, line, init, initStep, to, cRow, -Infinity);
        } else if (broad) tile4x16(depth, strip, aRow, rows, packed, line, init, initStep, to, cRow, -Infinity);
        else tile4x8(depth, strip, aRow, rows, packed, line, init, initStep, to, cRow, -Infinity);
      }
      packed += <usize>depth * line;
    }
  }
}
