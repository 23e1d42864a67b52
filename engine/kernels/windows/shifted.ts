/**
 * Convolutions whose window moves by one: nothing is gathered. Row (c, k, l) of what the weights are multiplied by is
 * channel c of the image, k rows down and l columns to the right; so tiles read a block of the image, with its padding
 * around it, at as many addresses as there are taps. Places are counted along the rows of that block: what is made
 * where a window hangs over the end of a row is thrown away.
 */
import {
  shifted4x16,
  shifted4x16F64,
  shifted4x8,
  shifted4x8F64,
  shifted6x16,
  shifted6x16F64,
  shifted6x8,
  shifted6x8F64,
  tapped4x16,
  tapped4x16F64,
  tapped4x8,
  tapped4x8F64,
  tapped6x16,
  tapped6x16F64,
  tapped6x8,
  tapped6x8F64,
} from "../gemmTile";
import { transpose } from "../moving/transpose";
import { tileWidth } from "../tileWidth";
import {
  channels,
  copyLine,
  groups,
  height,
  kernelColumns,
  kernelRows,
  outHeight,
  outputs,
  outWidth,
  padColumns,
  padRows,
  stepColumns,
  stepRows,
  strideColumns,
  strideRows,
  width,
  zero,
} from "./geometry";

/** Elements of 4 bytes in a block of the image, and as many in what is made of it: half a second cache. */
const BLOCK = 65536;
/** Most columns of a block, and most rows of the products: taps of the channels that it has. */
const COLUMNS = 256;
const TAPS = 8192;
/** About how many places' slopes are multiplied at once. */
const PLACES = 384;
/** Elements behind a block that tiles may read. */
const BEHIND = 64;

/** Bytes that these convolutions need at `scratch`: addresses, a tile, what is made, and a block with what lies behind it. */
export function shiftedScratchBytes(): i32 {
  return (TAPS + 96 + BLOCK + BLOCK + BEHIND) * 4;
}

/** Rows and columns of a block, in elements, beyond the places that are made of it. */
let reachRows: i32 = 0;
let reachColumns: i32 = 0;
/** Columns of places in a block, elements from row to row of it, rows of places in it. */
let columns: i32 = 0;
let line: i32 = 0;
let rows: i32 = 0;
/** Elements from channel to channel of a block, and channels in it. */
let plane: i32 = 0;
let together: i32 = 0;

/** Elements of a block for so many rows of places: an odd number of cache lines, which fall into different sets. */
// @ts-ignore: decorator
@inline
function planeOf(places: i32): i32 {
  return (((places + reachRows) * line + 15) >> 4 | 1) << 4;
}

// @ts-ignore: decorator
@inline
function whole(n: i32, unit: i32): i32 {
  return (n + unit - 1) / unit * unit;
}

/** Lays out the blocks of convolutions that make so many channels; whether there are any that are worth it. */
export function planShifted(wider: i32, made: i32): bool {
  const inputs = channels / groups;
  const taps = kernelRows * kernelColumns;
  if (strideRows != 1 || strideColumns != 1 || taps > TAPS / 8) return false;
  const room = BLOCK / wider;
  reachRows = (kernelRows - 1) * stepRows;
  reachColumns = (kernelColumns - 1) * stepColumns;
  columns = min(outWidth, COLUMNS);
  line = columns + reachColumns;
  const least = planeOf(1);
  together = min(inputs, min(TAPS / taps, room / least));
  if (together < min(inputs, 8) || whole(line, 16) * 16 > room) return false;
  rows = 1;
  const most = min(outHeight, 64);
  while (rows < most && planeOf(rows + 1) * together <= room && whole((rows + 1) * line, 16) * whole(made, 16) <= room) rows++;
  plane = planeOf(rows);
  return true;
}

/** Where row (c, k, l) of the products begins in a block, in bytes; of the first `taps` of each row of the kernel. */
function writeOffsets(at: usize, size: i32, taps: i32): void {
  for (let c = 0; c < together; c++) {
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < taps; l++) {
        store<i32>(at, (c * plane + k * stepRows * line + l * stepColumns) * size);
        at += 4;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function fillRun<T>(dst: usize, value: T, n: i32): void {
  const each: i32 = 16 / sizeof<T>();
  const v = v128.splat<T>(value);
  let i = 0;
  for (; i <= n - each; i += each) v128.store(dst + <usize>i * sizeof<T>(), v);
  for (; i < n; i++) store<T>(dst + <usize>i * sizeof<T>(), value);
}

/** `some` channels of an image with what lies around them, for `tall` × `wide` places from (top, left) on. */
// @ts-ignore: decorator
@inline
function copyBlock<T>(block: usize, x: usize, some: i32, top: i32, left: i32, tall: i32, wide: i32): void {
  const size = sizeof<T>();
  const from = left - padColumns;
  const length = wide + reachColumns;
  // Of columns before the image, in it, and behind it.
  const before = min(max(-from, 0), length);
  const inside = max(min(length, width - from) - before, 0);
  for (let c = 0; c < some; c++) {
    let to = block + <usize>(c * plane) * size;
    for (let i = 0; i < tall + reachRows; i++) {
      const row = top - padRows + i;
      if (row < 0 || row >= height || inside <= 0) zero<T>(to, length);
      else {
        if (before > 0) zero<T>(to, before);
        copyLine<T>(to + <usize>before * size, x + <usize>(row * width + from + before) * size, 1, inside);
        const behind = length - before - inside;
        if (behind > 0) zero<T>(to + <usize>(before + inside) * size, behind);
      }
      to += <usize>line * size;
    }
    x += <usize>(height * width) * size;
  }
}

/** out [images, O, places] = w over x [images, C, H, W] + bias, 0 for none; as {@link planShifted} has laid out. */
// @ts-ignore: decorator
@inline
export function convolveShifted<T>(images: i32, x: usize, w: usize, bias: usize, out: usize, scratch: usize): void {
  const size = sizeof<T>();
  const wider: i32 = size / 4;
  const offsets = scratch;
  const sums = offsets + (TAPS + 96) * 4;
  const block = sums + BLOCK * 4;
  const inputs = channels / groups;
  const made = outputs / groups;
  const taps = kernelRows * kernelColumns;
  const depth = inputs * taps;
  const places = outHeight * outWidth;
  const tile = tileWidth / wider;
  const half = 8 / wider;
  const sumRow = whole(rows * line, 16);
  const most = min(made, BLOCK / wider / sumRow / 6 * 6);
  writeOffsets(offsets, size, 1);
  for (let n = 0; n < images; n++) {
    for (let g = 0; g < groups; g++) {
      const image = x + <usize>(g * inputs) * <usize>(height * width) * size;
      for (let top = 0; top < outHeight; top += rows) {
        const tall = min(rows, outHeight - top);
        for (let left = 0; left < outWidth; left += columns) {
          const wide = min(columns, outWidth - left);
          const count = (tall - 1) * line + wide;
          for (let first = 0; first < made; first += most) {
            const some = min(most, made - first);
            for (let o = 0; o < some; o++) {
              const to = sums + <usize>(o * sumRow) * size;
              fillRun<T>(to, bias ? load<T>(bias + <usize>(g * made + first + o) * size) : <T>0, count);
            }
            for (let c = 0; c < inputs; c += together) {
              const here = min(together, inputs - c);
              if (first == 0 || together < inputs) {
                copyBlock<T>(block, image + <usize>c * <usize>(height * width) * size, here, top, left, tall, wide);
              }
              const weights = w + (<usize>(g * made + first) * <usize>depth + <usize>(c * taps)) * size;
              for (let j = 0; j < count; j += tile) {
                const narrow = min(tile, count - j) <= half;
                for (let o = 0; o < some; o += 6) {
                  const high = min(6, some - o);
                  const a = weights + <usize>o * <usize>depth * size;
                  const to = sums + <usize>(o * sumRow + j) * size;
                  shiftedTile<T>(
                    high > 4, narrow, here * kernelRows, a, <usize>depth * size, high,
                    block + <usize>j * size, offsets, to, <usize>sumRow * size,
                  );
                }
              }
            }
            for (let o = 0; o < some; o++) {
              let from = sums + <usize>(o * sumRow) * size;
              let to = out + (<usize>(g * made + first + o) * <usize>places + <usize>(top * outWidth + left)) * size;
              for (let i = 0; i < tall; i++) {
                copyLine<T>(to, from, 1, wide);
                from += <usize>line * size;
                to += <usize>outWidth * size;
              }
            }
          }
        }
      }
    }
    x += <usize>channels * <usize>(height * width) * size;
    out += <usize>outputs * <usize>places * size;
  }
}

/** Adds to sums, of which there are whole tiles. */
// @ts-ignore: decorator
@inline
function shiftedTile<T>(
  six: bool, narrow: bool, turns: i32, a: usize, aRow: usize, high: i32, b: usize, offsets: usize, c: usize, cRow: usize,
): void {
  const none: f32 = -Infinity;
  const k = kernelColumns;
  const bStep = <usize>stepColumns * sizeof<T>();
  if (sizeof<T>() == 8) {
    if (six) {
      if (narrow) shifted6x8F64(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
      else shifted6x16F64(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
    } else if (narrow) shifted4x8F64(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
    else shifted4x16F64(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
  } else if (six) {
    if (narrow) shifted6x8(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
    else shifted6x16(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
  } else if (narrow) shifted4x8(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
  else shifted4x16(k, turns, a, aRow, high, b, bStep, offsets, c, cRow, c, cRow, none);
}

/**
 * out [groups, depth, O / groups] += the slope by the weights of one image, turned; as {@link planShifted} has laid out,
 * of as many channels as whole tiles have.
 */
// @ts-ignore: decorator
@inline
export function weightShifted<T>(x: usize, slopes: usize, out: usize, scratch: usize): void {
  const size = sizeof<T>();
  const wider: i32 = size / 4;
  const offsets = scratch;
  const edge = offsets + TAPS * 4;
  const turned = edge + 96 * 4;
  const block = turned + BLOCK * 4;
  const inputs = channels / groups;
  const made = outputs / groups;
  const taps = kernelRows * kernelColumns;
  const depth = inputs * taps;
  const places = outHeight * outWidth;
  const tile = tileWidth / wider;
  const half = 8 / wider;
  const panelRow = <usize>tileWidth << 2;
  const most = min(made, BLOCK / wider / whole(rows * line, 16) / tile * tile);
  writeOffsets(offsets, size, kernelColumns);
  for (let g = 0; g < groups; g++) {
    const image = x + <usize>(g * inputs) * <usize>(height * width) * size;
    for (let top = 0; top < outHeight; top += rows) {
      const tall = min(rows, outHeight - top);
      for (let left = 0; left < outWidth; left += columns) {
        const wide = min(columns, outWidth - left);
        const atOnce = max(1, PLACES / wide);
        for (let first = 0; first < made; first += most) {
          const some = min(most, made - first);
          const from = slopes + (<usize>(g * made + first) * <usize>places + <usize>(top * outWidth + left)) * size;
          turnSlopes<T>(turned, from, some, tall, wide, places, tile);
          for (let c = 0; c < inputs; c += together) {
            const here = min(together, inputs - c);
            if (first == 0 || together < inputs) {
              copyBlock<T>(block, image + <usize>c * <usize>(height * width) * size, here, top, left, tall, wide);
            }
            const to = out + (<usize>(g * depth + c * taps) * <usize>made + <usize>first) * size;
            for (let row = 0; row < tall; row += atOnce) {
              const turns = min(atOnce, tall - row);
              for (let o = 0; o < some; o += tile) {
                const panel = turned + <usize>o * <usize>(rows * line) * size + <usize>(row * wide) * panelRow;
                const broad = min(tile, some - o);
                const narrow = broad <= half;
                const full = narrow ? half : 2 * half;
                for (let t = 0; t < here * taps; t += 6) {
                  const high = min(6, here * taps - t);
                  const at = offsets + (<usize>t << 2);
                  const a = block + <usize>(row * line) * size;
                  const target = to + (<usize>t * <usize>made + <usize>o) * size;
                  if (broad == full && (high == 6 || high == 4)) {
                    tappedTile<T>(high > 4, narrow, wide, turns, a, at, high, panel, panelRow, target, <usize>made * size);
                    continue;
                  }
                  for (let i = 0; i < 24; i++) v128.store(edge + (<usize>i << 4), f32x4.splat(0));
                  tappedTile<T>(high > 4, narrow, wide, turns, a, at, high, panel, panelRow, edge, panelRow);
                  for (let i = 0; i < high; i++) {
                    for (let j = 0; j < broad; j++) {
                      const cell = target + (<usize>i * <usize>made + <usize>j) * size;
                      store<T>(cell, load<T>(cell) + load<T>(edge + <usize>i * panelRow + <usize>j * size));
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/** Panels of `tile` channels of slopes: one row for each place of a block. */
// @ts-ignore: decorator
@inline
function turnSlopes<T>(dst: usize, g: usize, some: i32, tall: i32, wide: i32, places: i32, tile: i32): void {
  const size = sizeof<T>();
  const row = <usize>tile * size;
  for (let o = 0; o < some; o += tile) {
    const broad = min(tile, some - o);
    for (let i = 0; i < tall; i++) {
      const to = dst + (<usize>(o * rows * line) + <usize>(i * wide * tile)) * size;
      const from = g + (<usize>o * <usize>places + <usize>(i * outWidth)) * size;
      if (broad < tile) zero<T>(to, wide * tile);
      transpose<T>(to, row, from, <usize>places * size, wide, broad);
    }
  }
}

// @ts-ignore: decorator
@inline
function tappedTile<T>(
  six: bool, narrow: bool, k: i32, turns: i32, a: usize, offsets: usize, high: i32, b: usize, bRow: usize, c: usize,
  cRow: usize,
): void {
  const none: f32 = -Infinity;
  const skip = <usize>(line - k) * sizeof<T>();
  if (sizeof<T>() == 8) {
    if (six) {
      if (narrow) tapped6x8F64(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
      else tapped6x16F64(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
    } else if (narrow) tapped4x8F64(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
    else tapped4x16F64(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
  } else if (six) {
    if (narrow) tapped6x8(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
    else tapped6x16(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
  } else if (narrow) tapped4x8(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
  else tapped4x16(k, turns, skip, a, offsets, high, b, bRow, c, cRow, c, cRow, none);
}

/** The weights [O, C, …taps] of each group as those of the slope by the image: [C, O, …taps], each kernel turned around. */
// @ts-ignore: decorator
@inline
export function turnWeights<T>(dst: usize, w: usize, parts: i32, made: i32, inputs: i32, taps: i32): void {
  for (let g = 0; g < parts; g++) {
    for (let c = 0; c < inputs; c++) {
      for (let o = 0; o < made; o++) {
        const from = w + <usize>((o * inputs + c) * taps) * sizeof<T>();
        for (let t = taps - 1; t >= 0; t--) {
          store<T>(dst, load<T>(from + <usize>t * sizeof<T>()));
          dst += sizeof<T>();
        }
      }
    }
    w += <usize>(made * inputs * taps) * sizeof<T>();
  }
}
