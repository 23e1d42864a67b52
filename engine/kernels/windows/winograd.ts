/**
 * Kernels of 3 × 3 that move by one, of many channels: Winograd's F(2×2, 3×3) (Lavin and Gray 2016). Of tiles of 2 × 2
 * places, which see 4 × 4 elements, sixteen sums of these are multiplied by sixteen of the weights, where 36 products would
 * be: 2.25 times fewer. Its factors are 1 and 1/2, so that next to nothing is lost; those of larger tiles are not. An
 * infinite element makes the other places of its tile NaN, too.
 *
 * Sixteen matrix products, one for each of the sums: weights [O, C] times elements [C, tiles]. Tiles go in segments, parts of
 * a row of tiles; a block has as many of them, of one image or of several, as stay in the second cache.
 */
import { tile4x16, tile4x8, tile6x16, tile6x8 } from "../gemmTile";
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

/** Elements of the sums of the weights, and of the sums of the elements and of what is made of them in a block. */
const WEIGHTS = 294912;
const BLOCK = 65536;
const MADE = 98304;
/** Elements of slopes of one segment, turned. */
const TURNED = 16384;
/** Elements of a line of an image with what lies around it. */
const LINE = 1024;
/** Elements that tiles and vectors may reach beyond what they are for. */
const BEHIND = 64;

/** Bytes that these convolutions need at `scratch`. */
export function winogradScratchBytes(): i32 {
  return (WEIGHTS + BLOCK + 16 * BEHIND + MADE + TURNED + 6 * LINE + 16) * 4;
}

/** Tiles in a segment, segments in a row of tiles, rows of tiles in an image, segments in a block. */
let wide: i32 = 0;
let parts: i32 = 0;
let rows: i32 = 0;
let segments: i32 = 0;
/** Elements from one channel to the next of a block: whole vectors of tiles. */
let line: i32 = 0;

/** Where things stand in the scratch memory. */
let weightsAt: usize = 0;
let sumsAt: usize = 0;
let madeAt: usize = 0;
let linesAt: usize = 0;
let turnedAt: usize = 0;
let zerosAt: usize = 0;

// @ts-ignore: decorator
@inline
function whole(n: i32, unit: i32): i32 {
  return (n + unit - 1) / unit * unit;
}

/** Lays out blocks for convolutions of float32 that are worth it; whether this is one. */
export function planWinograd(scratch: usize): bool {
  if (kernelRows != 3 || kernelColumns != 3 || groups != 1) return false;
  if (strideRows != 1 || strideColumns != 1 || stepRows != 1 || stepColumns != 1) return false;
  if (channels < 16 || outputs < 16 || outputs % 8 != 0 || outWidth < 7 || outHeight < 2) return false;
  if (16 * (channels + 6) * outputs > WEIGHTS) return false;
  if (padRows > 2 || padColumns > 2) return false;
  const most = BLOCK / 16 / max(channels, outputs) & ~7;
  if (most < 16) return false;
  const across = (outWidth + 1) / 2;
  parts = (across + most - 1) / most;
  wide = (across + parts - 1) / parts;
  parts = (across + wide - 1) / wide;
  if (2 * wide + 16 > LINE) return false;
  rows = (outHeight + 1) / 2;
  segments = most / wide;
  // As few columns as possible over the last whole vector.
  let best = segments;
  let least: f32 = Infinity;
  for (let s = max(1, segments / 2); s <= segments; s++) {
    const loss = <f32>whole(s * wide, 8) / <f32>(s * wide);
    if (loss <= least) {
      least = loss;
      best = s;
    }
  }
  segments = best;
  // Four tiles at a time are written, over the end of the last segment.
  line = max(whole(segments * wide, 8), whole(segments * wide + 3, 4));
  if (channels * line > BLOCK / 16 || (outputs + 5) * line + BEHIND > MADE / 16) return false;
  weightsAt = scratch;
  sumsAt = weightsAt + WEIGHTS * 4;
  madeAt = sumsAt + (BLOCK + 16 * BEHIND) * 4;
  turnedAt = madeAt + MADE * 4;
  linesAt = turnedAt + TURNED * 4;
  zerosAt = linesAt + 6 * LINE * 4;
  return true;
}

/** u [16, O, C] = G·w·Gᵀ of each of w [O, C, 3, 3]. */
function sumWeights(w: usize): void {
  const count = outputs * channels;
  const plane = <usize>count << 2;
  let to = weightsAt;
  for (let i = 0; i < count; i++) {
    for (let l = 0; l < 3; l++) {
      const a = load<f32>(w + (<usize>l << 2));
      const b = load<f32>(w + (<usize>l << 2), 12);
      const c = load<f32>(w + (<usize>l << 2), 24);
      const at = linesAt + (<usize>l << 2);
      store<f32>(at, a);
      store<f32>(at, <f32>0.5 * (a + b + c), 12);
      store<f32>(at, <f32>0.5 * (a - b + c), 24);
      store<f32>(at, c, 36);
    }
    let u = to;
    for (let k = 0; k < 4; k++) {
      const at = linesAt + <usize>(12 * k);
      const a = load<f32>(at);
      const b = load<f32>(at, 4);
      const c = load<f32>(at, 8);
      store<f32>(u, a);
      store<f32>(u + plane, <f32>0.5 * (a + b + c));
      store<f32>(u + 2 * plane, <f32>0.5 * (a - b + c));
      store<f32>(u + 3 * plane, c);
      u += 4 * plane;
    }
    to += 4;
    w += 36;
  }
}

/** dst = x − y, or x + y, of `n` elements. */
// @ts-ignore: decorator
@inline
function combine(dst: usize, x: usize, y: usize, n: i32, less: bool): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const at = <usize>i << 2;
    const a = v128.load(x + at);
    const b = v128.load(x + at, 16);
    const c = v128.load(y + at);
    const d = v128.load(y + at, 16);
    v128.store(dst + at, less ? f32x4.sub(a, c) : f32x4.add(a, c));
    v128.store(dst + at, less ? f32x4.sub(b, d) : f32x4.add(b, d), 16);
  }
  for (; i < n; i++) {
    const at = <usize>i << 2;
    store<f32>(dst + at, less ? load<f32>(x + at) - load<f32>(y + at) : load<f32>(x + at) + load<f32>(y + at));
  }
}

/** Row `i` of a channel, or zeros. */
// @ts-ignore: decorator
@inline
function rowOf(x: usize, i: i32, first: i32): usize {
  return i >= 0 && i < height ? x + (<usize>(i * width + first) << 2) : linesAt + 4 * LINE * 4;
}

/** The sums Bᵀ·d·B of the elements under the tiles of one segment of a channel, to `to` and fifteen planes after it. */
// @ts-ignore: decorator
@inline
function sumElements(to: usize, plane: usize, x: usize, row: i32, from: i32): void {
  const top = 2 * row - padRows;
  const left = 2 * from - padColumns;
  const length = 2 * wide + 2;
  const before = min(max(-left, 0), length);
  const inside = max(min(length, width - left) - before, 0);
  const first = left + before;
  const a = rowOf(x, top, first);
  const b = rowOf(x, top + 1, first);
  const c = rowOf(x, top + 2, first);
  const d = rowOf(x, top + 3, first);
  const lines = linesAt + (<usize>before << 2);
  combine(lines, a, c, inside, true);
  combine(lines + LINE * 4, b, c, inside, false);
  combine(lines + 2 * LINE * 4, c, b, inside, true);
  combine(lines + 3 * LINE * 4, b, d, inside, true);
  const behind = before + inside;
  for (let k = 0; k < 4; k++) {
    const at = linesAt + <usize>(k * LINE * 4);
    for (let i = 0; i < before; i++) store<f32>(at + (<usize>i << 2), 0);
    for (let i = behind; i < length; i++) store<f32>(at + (<usize>i << 2), 0);
  }
  for (let k = 0; k < 4; k++) {
    const at = linesAt + <usize>(k * LINE * 4);
    for (let t = 0; t < wide; t += 4) {
      const p = at + (<usize>t << 3);
      const u = v128.load(p);
      const v = v128.load(p, 16);
      const s = v128.load(p, 8);
      const r = v128.load(p, 24);
      const even = v128.shuffle<f32>(u, v, 0, 2, 4, 6);
      const odd = v128.shuffle<f32>(u, v, 1, 3, 5, 7);
      const evenNext = v128.shuffle<f32>(s, r, 0, 2, 4, 6);
      const oddNext = v128.shuffle<f32>(s, r, 1, 3, 5, 7);
      const q = to + (<usize>t << 2);
      v128.store(q, f32x4.sub(even, evenNext));
      v128.store(q + plane, f32x4.add(odd, evenNext));
      v128.store(q + 2 * plane, f32x4.sub(evenNext, odd));
      v128.store(q + 3 * plane, f32x4.sub(odd, oddNext));
    }
    to += 4 * plane;
  }
}

/** The sums of all channels of `count` segments from segment `start` on. */
function sumBlock(x: usize, start: i32, count: i32): void {
  const plane = <usize>(channels * line + BEHIND) << 2;
  for (let i = 0; i < count; i++) {
    const segment = start + i;
    const row = segment / parts;
    const image = x + (<usize>(row / rows * channels) * <usize>(height * width) << 2);
    const from = segment % parts * wide;
    const to = sumsAt + (<usize>(i * wide) << 2);
    for (let c = 0; c < channels; c++) {
      sumElements(
        to + (<usize>(c * line) << 2), plane, image + (<usize>c * <usize>(height * width) << 2), row % rows, from,
      );
    }
  }
}

/** out = Aᵀ·m·A + bias of the tiles of one segment of an output channel, `m` with fifteen planes after it. */
// @ts-ignore: decorator
@inline
function finishSegment(out: usize, m: usize, plane: usize, bias: v128, row: i32, from: i32): void {
  const upper = linesAt;
  const lower = linesAt + LINE * 4;
  for (let t = 0; t < wide; t += 4) {
    let p = m + (<usize>t << 2);
    const a0 = v128.load(p);
    const a1 = v128.load(p + plane);
    const a2 = v128.load(p + 2 * plane);
    const a3 = v128.load(p + 3 * plane);
    p += 4 * plane;
    const b0 = v128.load(p);
    const b1 = v128.load(p + plane);
    const b2 = v128.load(p + 2 * plane);
    const b3 = v128.load(p + 3 * plane);
    p += 4 * plane;
    const c0 = v128.load(p);
    const c1 = v128.load(p + plane);
    const c2 = v128.load(p + 2 * plane);
    const c3 = v128.load(p + 3 * plane);
    p += 4 * plane;
    const d0 = v128.load(p);
    const d1 = v128.load(p + plane);
    const d2 = v128.load(p + 2 * plane);
    const d3 = v128.load(p + 3 * plane);
    const s0 = f32x4.add(f32x4.add(a0, b0), c0);
    const s1 = f32x4.add(f32x4.add(a1, b1), c1);
    const s2 = f32x4.add(f32x4.add(a2, b2), c2);
    const s3 = f32x4.add(f32x4.add(a3, b3), c3);
    const u0 = f32x4.sub(f32x4.sub(b0, c0), d0);
    const u1 = f32x4.sub(f32x4.sub(b1, c1), d1);
    const u2 = f32x4.sub(f32x4.sub(b2, c2), d2);
    const u3 = f32x4.sub(f32x4.sub(b3, c3), d3);
    const even = f32x4.add(bias, f32x4.add(f32x4.add(s0, s1), s2));
    const odd = f32x4.add(bias, f32x4.sub(f32x4.sub(s1, s2), s3));
    const evenBelow = f32x4.add(bias, f32x4.add(f32x4.add(u0, u1), u2));
    const oddBelow = f32x4.add(bias, f32x4.sub(f32x4.sub(u1, u2), u3));
    const at = <usize>t << 3;
    v128.store(upper + at, v128.shuffle<f32>(even, odd, 0, 4, 1, 5));
    v128.store(upper + at, v128.shuffle<f32>(even, odd, 2, 6, 3, 7), 16);
    v128.store(lower + at, v128.shuffle<f32>(evenBelow, oddBelow, 0, 4, 1, 5));
    v128.store(lower + at, v128.shuffle<f32>(evenBelow, oddBelow, 2, 6, 3, 7), 16);
  }
  const count = min(2 * wide, outWidth - 2 * from);
  const to = out + (<usize>(2 * row * outWidth + 2 * from) << 2);
  copyLine<f32>(to, upper, 1, count);
  if (2 * row + 1 < outHeight) copyLine<f32>(to + (<usize>outWidth << 2), lower, 1, count);
}

/** c [m, n] (+)= a [m, k] · b [k, n]: m rows of a, `n` a multiple of 8, all strides in bytes; `init` 0 for zeros. */
// @ts-ignore: decorator
@inline
function multiply(
  m: i32, n: i32, k: i32, a: usize, aRow: usize, b: usize, bRow: usize, c: usize, cRow: usize, adds: bool,
): void {
  const none: f32 = -Infinity;
  for (let j = 0; j < n; j += tileWidth) {
    const narrow = min(tileWidth, n - j) <= 8;
    const from = b + (<usize>j << 2);
    for (let i = 0; i < m; i += 6) {
      const high = min(6, m - i);
      const x = a + <usize>i * aRow;
      const to = c + <usize>i * cRow + (<usize>j << 2);
      const init = adds ? to : zerosAt;
      const initRow: usize = adds ? cRow : 0;
      if (high > 4) {
        if (narrow) tile6x8(k, x, aRow, high, from, bRow, init, initRow, to, cRow, none);
        else tile6x16(k, x, aRow, high, from, bRow, init, initRow, to, cRow, none);
      } else if (narrow) tile4x8(k, x, aRow, high, from, bRow, init, initRow, to, cRow, none);
      else tile4x16(k, x, aRow, high, from, bRow, init, initRow, to, cRow, none);
    }
  }
}

/** What vectors read of rows that lie outside of the image. */
function clearLines(): void {
  zero<f32>(linesAt, 6 * LINE + 16);
}

/** out [images, O, places] = w over x [images, C, H, W] + bias, 0 for none; as {@link planWinograd} has laid out. */
export function convolveWinograd(images: i32, x: usize, w: usize, bias: usize, out: usize): void {
  clearLines();
  sumWeights(w);
  const places = <usize>(outHeight * outWidth) << 2;
  const plane = <usize>(channels * line + BEHIND) << 2;
  const madePlane = <usize>((outputs + 5) * line + BEHIND) << 2;
  const weightsPlane = <usize>(outputs * channels) << 2;
  const all = images * rows * parts;
  for (let start = 0; start < all; start += segments) {
    const count = min(segments, all - start);
    sumBlock(x, start, count);
    const tiles = whole(count * wide, 8);
    for (let k = 0; k < 16; k++) {
      multiply(
        outputs, tiles, channels,
        weightsAt + <usize>k * weightsPlane, <usize>channels << 2,
        sumsAt + <usize>k * plane, <usize>line << 2,
        madeAt + <usize>k * madePlane, <usize>line << 2, false,
      );
    }
    for (let i = 0; i < count; i++) {
      const segment = start + i;
      const row = segment / parts;
      const image = out + <usize>(row / rows * outputs) * places;
      const from = segment % parts * wide;
      for (let o = 0; o < outputs; o++) {
        const added = f32x4.splat(bias ? load<f32>(bias + (<usize>o << 2)) : 0);
        const m = madeAt + (<usize>(o * line + i * wide) << 2);
        finishSegment(image + <usize>o * places, m, madePlane, added, row % rows, from);
      }
    }
  }
}

/** The sums A·g·Aᵀ of the slopes of one segment, [16, tiles, O]: vectors of output channels. */
function sumSlopes(to: usize, plane: usize, g: usize, row: i32, from: i32): void {
  const places = <usize>(outHeight * outWidth) << 2;
  const each = <usize>outputs << 2;
  const below = turnedAt + 2 * <usize>wide * each;
  const count = max(0, min(2 * wide, outWidth - 2 * from));
  const first = g + (<usize>(2 * row * outWidth + 2 * from) << 2);
  transpose<f32>(turnedAt, each, first, places, count, outputs);
  if (2 * row + 1 < outHeight) transpose<f32>(below, each, first + (<usize>outWidth << 2), places, count, outputs);
  else zero<f32>(below, count * outputs);
  if (count < 2 * wide) {
    zero<f32>(turnedAt + <usize>count * each, (2 * wide - count) * outputs);
    zero<f32>(below + <usize>count * each, (2 * wide - count) * outputs);
  }
  for (let t = 0; t < wide; t++) {
    const upper = turnedAt + 2 * <usize>t * each;
    const lower = below + 2 * <usize>t * each;
    for (let p: usize = 0; p < each; p += 16) {
      const a = v128.load(upper + p);
      const b = v128.load(upper + each + p);
      const c = v128.load(lower + p);
      const d = v128.load(lower + each + p);
      sumColumn(to + p, plane, a, c);
      sumColumn(to + plane + p, plane, f32x4.add(a, b), f32x4.add(c, d));
      sumColumn(to + 2 * plane + p, plane, f32x4.sub(a, b), f32x4.sub(c, d));
      sumColumn(to + 3 * plane + p, plane, f32x4.neg(b), f32x4.neg(d));
    }
    to += each;
  }
}

// @ts-ignore: decorator
@inline
function sumColumn(to: usize, plane: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + 4 * plane, f32x4.add(a, b));
  v128.store(to + 8 * plane, f32x4.sub(a, b));
  v128.store(to + 12 * plane, f32x4.neg(b));
}

/** out [C·9, O] = Gᵀ·u·G of the sums [16, C, O]. */
function finishSlopes(out: usize): void {
  const plane = <usize>((channels + 5) * outputs) << 2;
  const each = <usize>outputs << 2;
  const half = f32x4.splat(0.5);
  for (let c = 0; c < channels; c++) {
    for (let p: usize = 0; p < each; p += 16) {
      for (let j = 0; j < 4; j++) {
        const u = weightsAt + <usize>c * each + p + <usize>j * plane;
        const b = v128.load(u + 4 * plane);
        const d = v128.load(u + 8 * plane);
        const both = f32x4.mul(half, f32x4.add(b, d));
        const at = linesAt + (<usize>j << 4);
        v128.store(at, f32x4.add(v128.load(u), both));
        v128.store(at, f32x4.mul(half, f32x4.sub(b, d)), 64);
        v128.store(at, f32x4.add(both, v128.load(u + 12 * plane)), 128);
      }
      let to = out + <usize>(9 * c) * each + p;
      for (let i = 0; i < 3; i++) {
        const at = linesAt + (<usize>i << 6);
        const b = v128.load(at, 16);
        const d = v128.load(at, 32);
        const both = f32x4.mul(half, f32x4.add(b, d));
        v128.store(to, f32x4.add(v128.load(at), both));
        v128.store(to + each, f32x4.mul(half, f32x4.sub(b, d)));
        v128.store(to + 2 * each, f32x4.add(both, v128.load(at, 48)));
        to += 3 * each;
      }
    }
  }
}

/** out [C·9, O] = the slope by the weights of `images` images, turned; as {@link planWinograd} has laid out. */
export function weightWinograd(images: i32, x: usize, g: usize, out: usize): void {
  clearLines();
  const plane = <usize>(channels * line + BEHIND) << 2;
  const sumsPlane = <usize>((channels + 5) * outputs) << 2;
  const each = <usize>outputs << 2;
  const madePlane = <usize>(segments * wide) * each;
  zero<f32>(weightsAt, 16 * (channels + 5) * outputs);
  const all = images * rows * parts;
  for (let start = 0; start < all; start += segments) {
    const count = min(segments, all - start);
    sumBlock(x, start, count);
    for (let i = 0; i < count; i++) {
      const segment = start + i;
      const row = segment / parts;
      const image = g + (<usize>(row / rows * outputs) * <usize>(outHeight * outWidth) << 2);
      sumSlopes(madeAt + <usize>(i * wide) * each, madePlane, image, row % rows, segment % parts * wide);
    }
    for (let k = 0; k < 16; k++) {
      multiply(
        channels, outputs, count * wide,
        sumsAt + <usize>k * plane, <usize>line << 2,
        madeAt + <usize>k * madePlane, each,
        weightsAt + <usize>k * sumsPlane, each, true,
      );
    }
  }
  finishSlopes(out);
}
