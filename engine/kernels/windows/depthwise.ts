/** Convolutions of one channel: tap by tap, row by row. */
import { madd, sumLanes, sumPair } from "../simd";
import {
  firstBehind,
  firstInside,
  height,
  kernelColumns,
  kernelRows,
  outHeight,
  outWidth,
  padColumns,
  padRows,
  stepColumns,
  stepRows,
  strideColumns,
  strideRows,
  width,
} from "./geometry";

/** out [made, places] += w [made, taps] over x [H, W]. */
export function eachChannel<T>(out: usize, x: usize, w: usize, made: i32): void {
  for (let o = 0; o < made; o++) {
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < kernelColumns; l++) {
        const right = l * stepColumns - padColumns;
        const first = firstInside(right);
        const n = min(firstBehind(right), outWidth) - first;
        const factor = load<T>(w);
        w += sizeof<T>();
        for (let i = 0; i < outHeight; i++) {
          const row = i * strideRows + k * stepRows - padRows;
          if (row < 0 || row >= height || n <= 0) continue;
          const from = x + (<isize>row * width + <isize>first * strideColumns + right) * <isize>sizeof<T>();
          addTimes<T>(out + <usize>(i * outWidth + first) * sizeof<T>(), 1, from, strideColumns, factor, n);
        }
      }
    }
    out += <usize>outHeight * <usize>outWidth * sizeof<T>();
  }
}

/** out [H, W] += what w [made, taps] makes of g [made, places]. */
export function eachChannelInput<T>(out: usize, g: usize, w: usize, made: i32): void {
  for (let o = 0; o < made; o++) {
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < kernelColumns; l++) {
        const right = l * stepColumns - padColumns;
        const first = firstInside(right);
        const n = min(firstBehind(right), outWidth) - first;
        const factor = load<T>(w);
        w += sizeof<T>();
        for (let i = 0; i < outHeight; i++) {
          const row = i * strideRows + k * stepRows - padRows;
          if (row < 0 || row >= height || n <= 0) continue;
          const to = out + (<isize>row * width + <isize>first * strideColumns + right) * <isize>sizeof<T>();
          addTimes<T>(to, strideColumns, g + <usize>(i * outWidth + first) * sizeof<T>(), 1, factor, n);
        }
      }
    }
    g += <usize>outHeight * <usize>outWidth * sizeof<T>();
  }
}

/** out [taps, made] += x [H, W] times g [made, places]. */
export function eachChannelWeight<T>(out: usize, x: usize, g: usize, made: i32): void {
  for (let o = 0; o < made; o++) {
    let to = out + <usize>o * sizeof<T>();
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < kernelColumns; l++) {
        const right = l * stepColumns - padColumns;
        const first = firstInside(right);
        const n = min(firstBehind(right), outWidth) - first;
        let total: T = 0;
        for (let i = 0; i < outHeight; i++) {
          const row = i * strideRows + k * stepRows - padRows;
          if (row < 0 || row >= height || n <= 0) continue;
          const from = x + (<isize>row * width + <isize>first * strideColumns + right) * <isize>sizeof<T>();
          total += product<T>(g + <usize>(i * outWidth + first) * sizeof<T>(), from, strideColumns, n);
        }
        store<T>(to, load<T>(to) + total);
        to += <usize>made * sizeof<T>();
      }
    }
    g += <usize>outHeight * <usize>outWidth * sizeof<T>();
  }
}

/** dst += factor·x; elements lie `to` and `from` apart, of which one is 1. */
// @ts-ignore: decorator
@inline
function addTimes<T>(dst: usize, to: i32, x: usize, from: i32, factor: T, n: i32): void {
  let i = 0;
  if (to == 1 && from == 1) {
    const each: i32 = 16 / sizeof<T>();
    const f = v128.splat<T>(factor);
    for (; i <= n - each; i += each) {
      const at = <usize>i * sizeof<T>();
      v128.store(dst + at, madd<T>(f, v128.load(x + at), v128.load(dst + at)));
    }
  }
  for (; i < n; i++) {
    const at = dst + <usize>(i * to) * sizeof<T>();
    store<T>(at, load<T>(at) + factor * load<T>(x + <usize>(i * from) * sizeof<T>()));
  }
}

/** Σ a·x, where the elements of x lie `step` apart. */
// @ts-ignore: decorator
@inline
function product<T>(a: usize, x: usize, step: i32, n: i32): T {
  let i = 0;
  let total: T = 0;
  if (step == 1) {
    const each: i32 = 16 / sizeof<T>();
    let sum = f32x4.splat(0);
    for (; i <= n - each; i += each) {
      const at = <usize>i * sizeof<T>();
      sum = madd<T>(v128.load(a + at), v128.load(x + at), sum);
    }
    if (sizeof<T>() == 4) total = <T>sumLanes(sum);
    else total = <T>sumPair(sum);
  }
  for (; i < n; i++) total += load<T>(a + <usize>i * sizeof<T>()) * load<T>(x + <usize>(i * step) * sizeof<T>());
  return total;
}
