/**
 * C [m, n] = max(init + A [m, k] · B [k, n], floor), blocked for the caches as in the BLIS papers (Van Zee & van de
 * Geijn, 2015): panels of B stay in the first cache, blocks of A in the second.
 *
 * Strides are in elements and arbitrary, so that all four transpose cases come without a transposed copy in memory;
 * only blocks are packed, and only where tiles would read them badly.
 */
import { packA, packB } from "./gemmPack";
import {
  tile4x16,
  tile4x16F64,
  tile4x16I32,
  tile4x8,
  tile4x8F64,
  tile4x8I32,
  tile6x16,
  tile6x16F64,
  tile6x16I32,
  tile6x8,
  tile6x8F64,
  tile6x8I32,
} from "./gemmTile";
import { tileWidth as width } from "./tileWidth";

/**
 * Most steps of k in a block, rows of A in a block (a multiple of 6), columns of B in a block of that many steps
 * (a multiple of 16); a block of fewer steps has more columns. All for elements of 4 bytes: of 8, half as many steps.
 */
const DEPTH = 400;
const ROWS = 48;
const COLUMNS = 512;
/** Bytes of a cache line. */
const LINE = 64;

/** Bytes that `gemm` needs at `scratch`: one tile, a line of zeros, a block of A and a block of B. */
export function gemmScratchBytes(): i32 {
  return (6 * 16 + 16 + DEPTH * COLUMNS) * 4 + ROWS * <i32>packedRow(DEPTH);
}

/**
 * Bytes from row to row of a packed block of A of `depth` times 4 bytes: an odd number of cache lines, so that rows do
 * not crowd into the same sets of the cache.
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
export function gemmF32(
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
  product<f32>(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
}

export function gemmF64(
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
  product<f64>(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
}

/** Whole numbers wrap around at 2^32; there is no floor. */
export function gemmI32(
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
  product<i32>(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
}

// @ts-ignore: decorator
@inline
function product<T>(
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
  const blockB = blockA + <usize>ROWS * packedRow(DEPTH);
  for (let j = 0; j < 16; j++) store<f32>(zeros + (<usize>j << 2), 0);

  const size = sizeof<T>();
  /** Elements in the place of one of 4 bytes. */
  const wider: i32 = <i32>size / 4;
  const aRow = <usize>rsA * size;
  const aCol = <usize>csA * size;
  const bRow = <usize>rsB * size;
  const bCol = <usize>csB * size;
  const cRow = <usize>ldc * size;
  // A tile reads whole vectors of B's rows: fine as they lie when they are contiguous and soon done with.
  const directB = csB == 1 && (m <= 24 || <i64>k * <i64>n * wider <= 8192);
  const directA = csA == 1;
  // Blocks of k of one depth: a last one of a few steps would read and write all of C for almost nothing.
  const most = DEPTH / wider;
  const blocks = max((k + most - 1) / most, 1);
  const whole = (k + blocks - 1) / blocks;
  const columns = whole > 0 ? (most * COLUMNS) / whole & ~15 : COLUMNS;
  const line = <usize>width << 2;
  const tileWidth = width / wider;
  const half = 8 / wider;

  let k0 = 0;
  do {
    const depth = min(whole, k - k0);
    const first = k0 == 0 && !accumulate;
    const least: f32 = k0 + depth == k ? floor : -Infinity;
    for (let j0 = 0; j0 < n; j0 += columns) {
      const cols = min(columns, n - j0);
      const fromB = b + <usize>k0 * bRow + <usize>j0 * bCol;
      if (!directB) packB<T>(blockB, fromB, bRow, bCol, depth, cols, tileWidth);
      for (let i0 = 0; i0 < m; i0 += ROWS) {
        const rows = min(ROWS, m - i0);
        const fromA = a + <usize>i0 * aRow + <usize>k0 * aCol;
        const row = directA ? aRow : packedRow(depth * wider);
        if (!directA) packA<T>(blockA, row, fromA, aCol, rows, depth);
        for (let j = 0; j < cols; j += tileWidth) {
          const wide = min(tileWidth, cols - j);
          // What is left over of the columns may fit the narrow tile, which reads the same panels.
          const narrow = wide <= half;
          const full = narrow ? half : 2 * half;
          const panel = directB ? fromB + <usize>j * size : blockB + <usize>j * <usize>depth * size;
          const step = directB ? bRow : line;
          const column = <usize>(j0 + j) * size;
          for (let i = 0; i < rows; i += 6) {
            const tall = min(6, rows - i);
            const height = tall <= 4 ? 4 : 6;
            const strip = (directA ? fromA : blockA) + <usize>i * row;
            const to = c + <usize>(i0 + i) * cRow + column;
            const fits = tall == height && wide == full;
            let init = first ? (bias ? bias + column : fits ? zeros : 0) : to;
            let initStep: usize = first ? 0 : cRow;
            let out = to;
            let outStep: usize = cRow;
            if (!fits) {
              startEdge<T>(edge, line, init, initStep, tall, wide);
              init = out = edge;
              initStep = outStep = line;
            }
            tile<T>(height, narrow, depth, strip, row, tall, panel, step, init, initStep, out, outStep, least);
            if (!fits) finishEdge<T>(edge, line, to, cRow, tall, wide);
          }
        }
      }
    }
    k0 += depth;
  } while (k0 < k);
}

/** The tile of this size: 6 or 4 rows, and as many columns as two vectors hold, or four. */
// @ts-ignore: decorator
@inline
function tile<T>(
  height: i32,
  narrow: bool,
  k: i32,
  a: usize,
  aRow: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  floor: f32,
): void {
  if (!isFloat<T>()) {
    if (height == 6) {
      if (narrow) tile6x8I32(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
      else tile6x16I32(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
    } else if (narrow) tile4x8I32(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
    else tile4x16I32(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
  } else if (sizeof<T>() == 8) {
    if (height == 6) {
      if (narrow) tile6x8F64(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
      else tile6x16F64(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
    } else if (narrow) tile4x8F64(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
    else tile4x16F64(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
  } else if (height == 6) {
    if (narrow) tile6x8(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
    else tile6x16(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
  } else if (narrow) tile4x8(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
  else tile4x16(k, a, aRow, rows, b, bStep, init, initStep, c, cStep, floor);
}

/** Fills the part of a tile that lies inside C with what is added to the product; `init` 0 stands for zeros. */
// @ts-ignore: decorator
@inline
function startEdge<T>(tile: usize, tileStep: usize, init: usize, initStep: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = <usize>j * sizeof<T>();
      store<T>(tile + at, init ? load<T>(init + at) : <T>0);
    }
    tile += tileStep;
    init += initStep;
  }
}

/** Copies the part of a tile that lies inside C. */
// @ts-ignore: decorator
@inline
function finishEdge<T>(tile: usize, tileStep: usize, c: usize, cStep: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = <usize>j * sizeof<T>();
      store<T>(c + at, load<T>(tile + at));
    }
    tile += tileStep;
    c += cStep;
  }
}
