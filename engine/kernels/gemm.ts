/**
 * C [m, n] = max(init + A [m, k] · B [k, n], floor), blocked for the caches as in the BLIS papers (Van Zee & van de
 * Geijn, 2015): panels of B stay in the first cache, blocks of A in the second.
 *
 * Strides are in elements and arbitrary, so that all four transpose cases come without a transposed copy in memory;
 * only blocks are packed, and only where tiles would read them badly.
 */
import { packA, packB } from "./gemmPack";
import { tile4x16, tile4x8, tile6x16, tile6x8 } from "./gemmTile";

/**
 * Most steps of k in a block, rows of A in a block (a multiple of 6), columns of B in a block of that many steps
 * (a multiple of 16); a block of fewer steps has more columns.
 */
const DEPTH = 400;
const ROWS = 48;
const COLUMNS = 512;
/** Bytes of a cache line. */
const LINE = 64;

/** Columns of a tile: 8, or 16 where the runtime turns pairs of vectors into 256-bit ones. */
let width: i32 = 8;

export function setTileWidth(columns: i32): void {
  width = columns;
}

/** Bytes that `gemm` needs at `scratch`: one tile, a line of zeros, a block of A and a block of B. */
export function gemmScratchBytes(): i32 {
  return (6 * 16 + 16 + DEPTH * COLUMNS) * 4 + ROWS * <i32>packedRow(DEPTH);
}

/**
 * Bytes from row to row of a packed block of A: an odd number of cache lines, so that rows do not crowd into the
 * same sets of the cache.
 */
// @ts-ignore: decorator
@inline
function packedRow(depth: i32): usize {
  return <usize>((depth + 15) >> 4 | 1) * LINE;
}

/**
 * @param c row-major with `ldc` elements from row to row
 * @param bias n numbers added to every row, or 0 for none
 * @param floor −Infinity, or 0 for relu
 * @param accumulate adds to what C holds (then no bias)
 * @param scratch {@link gemmScratchBytes}, aligned to 16, whose contents do not matter
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsA: i32,
  csA: i32,
  b: usize,
  rsB: i32,
  csB: i32,
  c: usize,
  ldc: i32,
  bias: usize,
  floor: f32,
  accumulate: bool,
  scratch: usize,
): void {
  if (m == 0 || n == 0) return;
  const edge = scratch;
  const zeros = edge + 6 * 16 * 4;
  const blockA = zeros + 16 * 4;
  const blockB = blockA + ROWS * packedRow(DEPTH);
  for (let j = 0; j < 16; j++) store<f32>(zeros + (<usize>j << 2), 0);

  const aRow = <usize>rsA << 2;
  const aCol = <usize>csA << 2;
  const bRow = <usize>rsB << 2;
  const bCol = <usize>csB << 2;
  const cRow = <usize>ldc << 2;
  // A tile reads whole vectors of B's rows: fine as they lie when they are contiguous and soon done with.
  const directB = csB == 1 && (m <= 24 || <i64>k * <i64>n <= 8192);
  const directA = csA == 1;
  // Blocks of k of one depth: a last one of a few steps would read and write all of C for almost nothing.
  const blocks = max((k + DEPTH - 1) / DEPTH, 1);
  const whole = (k + blocks - 1) / blocks;
  const columns = whole > 0 ? (DEPTH * COLUMNS) / whole & ~15 : COLUMNS;
  const line = <usize>width << 2;

  let k0 = 0;
  do {
    const depth = min(whole, k - k0);
    const first = k0 == 0 && !accumulate;
    const least: f32 = k0 + depth == k ? floor : -Infinity;
    for (let j0 = 0; j0 < n; j0 += columns) {
      const cols = min(columns, n - j0);
      const fromB = b + <usize>k0 * bRow + <usize>j0 * bCol;
      if (!directB) packB(blockB, fromB, bRow, bCol, depth, cols, width);
      for (let i0 = 0; i0 < m; i0 += ROWS) {
        const rows = min(ROWS, m - i0);
        const fromA = a + <usize>i0 * aRow + <usize>k0 * aCol;
        const row = directA ? aRow : packedRow(depth);
        if (!directA) packA(blockA, row, fromA, aCol, rows, depth);
        for (let j = 0; j < cols; j += width) {
          const wide = min(width, cols - j);
          // What is left over of the columns may fit the narrow tile, which reads the same panels.
          const narrow = wide <= 8;
          const full = narrow ? 8 : 16;
          const panel = directB ? fromB + (<usize>j << 2) : blockB + ((<usize>j * <usize>depth) << 2);
          const step = directB ? bRow : line;
          const column = <usize>(j0 + j) << 2;
          for (let i = 0; i < rows; i += 6) {
            const tall = min(6, rows - i);
            const height = tall <= 4 ? 4 : 6;
            const strip = (directA ? fromA : blockA) + <usize>i * row;
            const to = c + <usize>(i0 + i) * cRow + column;
            const fits = tall == height && wide == full;
            let init = first ? (bias ? bias + column : fits ? zeros : 0) : to;
            let initStep = first ? 0 : cRow;
            let out = to;
            let outStep = cRow;
            if (!fits) {
              startEdge(edge, line, init, initStep, tall, wide);
              init = out = edge;
              initStep = outStep = line;
            }
            if (height == 6) {
              if (narrow) tile6x8(depth, strip, row, tall, panel, step, init, initStep, out, outStep, least);
              else tile6x16(depth, strip, row, tall, panel, step, init, initStep, out, outStep, least);
            } else {
              if (narrow) tile4x8(depth, strip, row, tall, panel, step, init, initStep, out, outStep, least);
              else tile4x16(depth, strip, row, tall, panel, step, init, initStep, out, outStep, least);
            }
            if (!fits) finishEdge(edge, line, to, cRow, tall, wide);
          }
        }
      }
    }
    k0 += depth;
  } while (k0 < k);
}

/** Fills the part of a tile that lies inside C with what is added to the product; `init` 0 stands for zeros. */
function startEdge(tile: usize, tileStep: usize, init: usize, initStep: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = <usize>j << 2;
      store<f32>(tile + at, init ? load<f32>(init + at) : 0);
    }
    tile += tileStep;
    init += initStep;
  }
}

/** Copies the part of a tile that lies inside C. */
function finishEdge(tile: usize, tileStep: usize, c: usize, cStep: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = <usize>j << 2;
      store<f32>(c + at, load<f32>(tile + at));
    }
    tile += tileStep;
    c += cStep;
  }
}
