/**
 * Convolutions as matrix products, image by image: what lies under the window is gathered a block of places at a time,
 * as much as stays in the second cache, and never for a whole batch. A window of one element that moves by one needs no
 * gathering; one channel a group is done tap by tap.
 */
import { gemmF32, gemmF64, gemmScratchBytes } from "../gemm";
import { gather, scatter } from "./columns";
import { eachChannel, eachChannelInput, eachChannelWeight } from "./depthwise";
import {
  channels,
  groups,
  height,
  kernelColumns,
  kernelRows,
  outHeight,
  outputs,
  outWidth,
  padColumns,
  padRows,
  readGeometry,
  strideColumns,
  strideRows,
  width,
  zero,
} from "./geometry";
import { convolveWinograd, planWinograd, weightWinograd, winogradScratchBytes } from "./winograd";
import { convolveShifted, planShifted, shiftedScratchBytes, turnWeights, weightShifted } from "./shifted";

/** Elements of 4 bytes in a block of gathered ones, and the fewest places in it. */
const BLOCK = 98304;
const PLACES = 48;

/** Bytes that convolutions need at `scratch`: those of the product, and a block. */
export function convolutionScratchBytes(): i32 {
  return max(max((gemmScratchBytes() + 63) / 64 * 64 + BLOCK * 4, shiftedScratchBytes()), winogradScratchBytes());
}

/** The most taps that a kernel of elements of 4 bytes may have. */
export function mostTaps(): i32 {
  return BLOCK / PLACES;
}

// @ts-ignore: decorator
@inline
function blockAt(scratch: usize): usize {
  return scratch + <usize>((gemmScratchBytes() + 63) / 64 * 64);
}

/** Whether the image itself is what would be gathered. */
function isPlain(): bool {
  return (
    kernelRows == 1 && kernelColumns == 1 && strideRows == 1 && strideColumns == 1 &&
    padRows == 0 && padColumns == 0 && outHeight == height && outWidth == width
  );
}

// @ts-ignore: decorator
@inline
function multiply<T>(
  m: i32, n: i32, k: i32, a: usize, rsA: i32, csA: i32, b: usize, rsB: i32, csB: i32, c: usize, ldc: i32, bias: usize,
  floor: f32, accumulate: bool, scratch: usize,
): void {
  if (sizeof<T>() == 4) gemmF32(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
  else gemmF64(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
}

/** How many channels are gathered together. */
function channelsAtOnce(inputs: i32, taps: i32, wider: i32): i32 {
  return min(inputs, max(1, BLOCK / wider / (PLACES * taps)));
}

/** How many places of so many rows are gathered together: whole tiles. */
function placesAtOnce(places: i32, rows: i32, wider: i32): i32 {
  const most = BLOCK / wider / rows;
  return places <= most ? places : most & ~15;
}

/** out [images, O, places] = w over x [images, C, H, W]; `bias` is 0 for none. */
// @ts-ignore: decorator
@inline
function convolve<T>(
  images: i32,
  x: usize,
  w: usize,
  bias: usize,
  out: usize,
  geometry: usize,
  scratch: usize,
): void {
  readGeometry(geometry);
  const inputs = channels / groups;
  const made = outputs / groups;
  const taps = kernelRows * kernelColumns;
  const plane = height * width;
  const places = outHeight * outWidth;
  const depth = inputs * taps;
  const block = blockAt(scratch);
  const together = channelsAtOnce(inputs, taps, sizeof<T>() / 4);
  const wide = placesAtOnce(places, together * taps, sizeof<T>() / 4);
  const plain = isPlain();
  const single = inputs == 1 && made <= 2;
  if (sizeof<T>() == 4 && planWinograd(scratch)) {
    convolveWinograd(images, x, w, bias, out);
    return;
  }
  if (!plain && !single && planShifted(sizeof<T>() / 4, made)) {
    convolveShifted<T>(images, x, w, bias, out, scratch);
    return;
  }
  for (let n = 0; n < images; n++) {
    start<T>(out, bias, places);
    for (let g = 0; g < groups; g++) {
      const weights = w + <usize>g * <usize>made * <usize>depth * sizeof<T>();
      const from = x + <usize>g * <usize>inputs * <usize>plane * sizeof<T>();
      const to = out + <usize>g * <usize>made * <usize>places * sizeof<T>();
      if (plain && !single) {
        multiply<T>(made, places, depth, weights, depth, 1, from, places, 1, to, places, 0, -Infinity, true, scratch);
      } else if (single) {
        eachChannel<T>(to, from, weights, made);
      } else {
        for (let p = 0; p < places; p += wide) {
          const count = min(wide, places - p);
          for (let c = 0; c < inputs; c += together) {
            const some = min(together, inputs - c);
            gather<T>(block, from + <usize>c * <usize>plane * sizeof<T>(), some, p, count);
            multiply<T>(
              made, count, some * taps,
              weights + <usize>(c * taps) * sizeof<T>(), depth, 1,
              block, count, 1,
              to + <usize>p * sizeof<T>(), places, 0, -Infinity, true, scratch,
            );
          }
        }
      }
    }
    x += <usize>channels * <usize>plane * sizeof<T>();
    out += <usize>outputs * <usize>places * sizeof<T>();
  }
}

/** What the products are added to: the bias of each channel, or zeros. */
function start<T>(out: usize, bias: usize, places: i32): void {
  if (!bias) {
    zero<T>(out, outputs * places);
    return;
  }
  const each: i32 = 16 / sizeof<T>();
  for (let o = 0; o < outputs; o++) {
    const value = load<T>(bias + <usize>o * sizeof<T>());
    let i = 0;
    for (; i <= places - each; i += each) v128.store(out + <usize>i * sizeof<T>(), v128.splat<T>(value));
    for (; i < places; i++) store<T>(out + <usize>i * sizeof<T>(), value);
    out += <usize>places * sizeof<T>();
  }
}

/** out [images, C, H, W] from g [images, O, places]. */
// @ts-ignore: decorator
@inline
function convolveInput<T>(images: i32, g: usize, w: usize, out: usize, geometry: usize, scratch: usize): void {
  readGeometry(geometry);
  const inputs = channels / groups;
  const made = outputs / groups;
  const taps = kernelRows * kernelColumns;
  const plane = height * width;
  const places = outHeight * outWidth;
  const depth = inputs * taps;
  const block = blockAt(scratch);
  const together = channelsAtOnce(inputs, taps, sizeof<T>() / 4);
  const wide = placesAtOnce(places, together * taps, sizeof<T>() / 4);
  const plain = isPlain();
  const single = inputs == 1 && made <= 2;
  for (let n = 0; n < images; n++) {
    if (!plain || single) zero<T>(out, channels * plane);
    for (let i = 0; i < groups; i++) {
      const weights = w + <usize>i * <usize>made * <usize>depth * sizeof<T>();
      const from = g + <usize>i * <usize>made * <usize>places * sizeof<T>();
      const to = out + <usize>i * <usize>inputs * <usize>plane * sizeof<T>();
      if (single) {
        eachChannelInput<T>(to, from, weights, made);
      } else if (plain) {
        multiply<T>(depth, places, made, weights, 1, depth, from, places, 1, to, places, 0, -Infinity, false, scratch);
      } else {
        for (let p = 0; p < places; p += wide) {
          const count = min(wide, places - p);
          for (let c = 0; c < inputs; c += together) {
            const some = min(together, inputs - c);
            multiply<T>(
              some * taps, count, made,
              weights + <usize>(c * taps) * sizeof<T>(), 1, depth,
              from + <usize>p * sizeof<T>(), places, 1,
              block, count, 0, -Infinity, false, scratch,
            );
            scatter<T>(to + <usize>c * <usize>plane * sizeof<T>(), block, some, p, count);
          }
        }
      }
    }
    g += <usize>outputs * <usize>places * sizeof<T>();
    out += <usize>channels * <usize>plane * sizeof<T>();
  }
}

/**
 * out [groups, depth, O / groups] = the slope by the weights of the first `each` images, turned; the next such array that
 * of the next `each`: see {@link sumSlopes}.
 */
// @ts-ignore: decorator
@inline
function convolveWeight<T>(
  images: i32,
  x: usize,
  g: usize,
  out: usize,
  each: i32,
  geometry: usize,
  scratch: usize,
): void {
  readGeometry(geometry);
  const inputs = channels / groups;
  const made = outputs / groups;
  const taps = kernelRows * kernelColumns;
  const plane = height * width;
  const places = outHeight * outWidth;
  const depth = inputs * taps;
  const block = blockAt(scratch);
  const together = channelsAtOnce(inputs, taps, sizeof<T>() / 4);
  const wide = placesAtOnce(places, together * taps, sizeof<T>() / 4);
  const plain = isPlain();
  const single = inputs == 1 && made <= 2;
  const size = groups * depth * made;
  if (sizeof<T>() == 4 && planWinograd(scratch)) {
    for (let n = 0; n < images; n += each) {
      weightWinograd(min(each, images - n), x, g, out);
      x += <usize>each * <usize>(channels * plane) * sizeof<T>();
      g += <usize>each * <usize>(outputs * places) * sizeof<T>();
      out += <usize>size * sizeof<T>();
    }
    return;
  }
  const shifted = !plain && !single && planShifted(sizeof<T>() / 4, made);
  for (let n = 0; n < images; n++) {
    if (n % each == 0) {
      if (n > 0) out += <usize>size * sizeof<T>();
      zero<T>(out, size);
    }
    if (shifted) {
      weightShifted<T>(x, g, out, scratch);
      x += <usize>channels * <usize>plane * sizeof<T>();
      g += <usize>outputs * <usize>places * sizeof<T>();
      continue;
    }
    for (let i = 0; i < groups; i++) {
      const from = x + <usize>i * <usize>inputs * <usize>plane * sizeof<T>();
      const slopes = g + <usize>i * <usize>made * <usize>places * sizeof<T>();
      const to = out + <usize>i * <usize>depth * <usize>made * sizeof<T>();
      if (single) {
        eachChannelWeight<T>(to, from, slopes, made);
      } else if (plain) {
        multiply<T>(depth, made, places, from, places, 1, slopes, 1, places, to, made, 0, -Infinity, true, scratch);
      } else {
        for (let p = 0; p < places; p += wide) {
          const count = min(wide, places - p);
          for (let c = 0; c < inputs; c += together) {
            const some = min(together, inputs - c);
            gather<T>(block, from + <usize>c * <usize>plane * sizeof<T>(), some, p, count);
            multiply<T>(
              some * taps, made, count,
              block, count, 1,
              slopes + <usize>p * sizeof<T>(), 1, places,
              to + <usize>(c * taps * made) * sizeof<T>(), made, 0, -Infinity, true, scratch,
            );
          }
        }
      }
    }
    x += <usize>channels * <usize>plane * sizeof<T>();
    g += <usize>outputs * <usize>places * sizeof<T>();
  }
}

/** dst [groups, made, depth] = the sum of `parts` arrays [groups, depth, made], in their order. */
// @ts-ignore: decorator
@inline
function sumSlopes<T>(dst: usize, parts: usize, count: i32, groups: i32, depth: i32, made: i32): void {
  const part = <usize>groups * <usize>depth * <usize>made * sizeof<T>();
  for (let g = 0; g < groups; g++) {
    for (let o = 0; o < made; o++) {
      for (let k = 0; k < depth; k++) {
        let from = parts + (<usize>(g * depth + k) * <usize>made + <usize>o) * sizeof<T>();
        let total: T = load<T>(from);
        for (let i = 1; i < count; i++) {
          from += part;
          total += load<T>(from);
        }
        store<T>(dst, total);
        dst += sizeof<T>();
      }
    }
  }
}

export function convolveF32(
  images: i32, x: usize, w: usize, bias: usize, out: usize, geometry: usize, scratch: usize,
): void {
  convolve<f32>(images, x, w, bias, out, geometry, scratch);
}

export function convolveF64(
  images: i32, x: usize, w: usize, bias: usize, out: usize, geometry: usize, scratch: usize,
): void {
  convolve<f64>(images, x, w, bias, out, geometry, scratch);
}

export function convolveInputF32(
  images: i32, g: usize, w: usize, out: usize, geometry: usize, scratch: usize,
): void {
  convolveInput<f32>(images, g, w, out, geometry, scratch);
}

export function convolveInputF64(
  images: i32, g: usize, w: usize, out: usize, geometry: usize, scratch: usize,
): void {
  convolveInput<f64>(images, g, w, out, geometry, scratch);
}

export function convolveWeightF32(
  images: i32, x: usize, g: usize, out: usize, each: i32, geometry: usize, scratch: usize,
): void {
  convolveWeight<f32>(images, x, g, out, each, geometry, scratch);
}

export function convolveWeightF64(
  images: i32, x: usize, g: usize, out: usize, each: i32, geometry: usize, scratch: usize,
): void {
  convolveWeight<f64>(images, x, g, out, each, geometry, scratch);
}

export function sumSlopesF32(
  dst: usize, parts: usize, count: i32, groups: i32, depth: i32, made: i32,
): void {
  sumSlopes<f32>(dst, parts, count, groups, depth, made);
}

export function sumSlopesF64(
  dst: usize, parts: usize, count: i32, groups: i32, depth: i32, made: i32,
): void {
  sumSlopes<f64>(dst, parts, count, groups, depth, made);
}

/** The weights of a convolution as those of its slope by the image. */
export function turnWeightsF32(
  dst: usize, w: usize, parts: i32, made: i32, inputs: i32, taps: i32,
): void {
  turnWeights<f32>(dst, w, parts, made, inputs, taps);
}

export function turnWeightsF64(
  dst: usize, w: usize, parts: i32, made: i32, inputs: i32, taps: i32,
): void {
  turnWeights<f64>(dst, w, parts, made, inputs, taps);
}
