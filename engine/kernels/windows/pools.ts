/** The largest element and the mean under a window, plane by plane. Windows of 2 × 2 that lie side by side go four at a time. */
import { loadPart, storePart } from "../simd";
import {
  counted,
  height,
  kernelColumns,
  kernelRows,
  outHeight,
  outWidth,
  padColumns,
  padRows,
  readGeometry,
  stepColumns,
  stepRows,
  strideColumns,
  strideRows,
  width,
  zero,
} from "./geometry";

/** Whether windows of 2 × 2 lie side by side inside of the image. */
function isQuarters(): bool {
  return (
    kernelRows == 2 && kernelColumns == 2 && strideRows == 2 && strideColumns == 2 &&
    padRows == 0 && padColumns == 0 && stepRows == 1 && stepColumns == 1 &&
    2 * outHeight <= height && 2 * outWidth <= width
  );
}

/** Whether windows of two neighbours in a row lie side by side inside of the image. */
function isPairs(): bool {
  return (
    kernelRows == 1 && kernelColumns == 2 && strideRows == 1 && strideColumns == 2 &&
    padRows == 0 && padColumns == 0 && stepColumns == 1 && outHeight <= height && 2 * outWidth <= width
  );
}

/** `base` is the place of the first element of x in what positions count from. */
// @ts-ignore: decorator
@inline
function maxPool<T>(planes: i32, x: usize, out: usize, positions: usize, base: i32, geometry: usize): void {
  readGeometry(geometry);
  const plane = <usize>height * <usize>width * sizeof<T>();
  const quarters = sizeof<T>() == 4 && isQuarters();
  const pairs = sizeof<T>() == 4 && isPairs();
  const vectors = sizeof<T>() == 4 && !quarters && !pairs && strideColumns <= 2;
  const first = min(outWidth, (padColumns + strideColumns - 1) / strideColumns);
  // Two loads of a vector reach one element further than the last of the four windows.
  const reach = width + padColumns - (kernelColumns - 1) * stepColumns - strideColumns;
  const behind = reach < 0 ? 0 : min(outWidth, reach / strideColumns + 1);
  for (let n = 0; n < planes; n++) {
    for (let i = 0; i < outHeight; i++) {
      let j = 0;
      if (vectors) {
        // Left of the first, and right of the last, windows reach out of the image.
        for (; j < first; j++) largest<T>(out + <usize>j * sizeof<T>(), positions + (<usize>j << 2), x, base, i, j);
        for (; insideRows(i) && j <= behind - 4; j += 4) {
          largestOfWindows(out + <usize>j * sizeof<T>(), positions + (<usize>j << 2), x, base, i, j);
        }
      }
      if (pairs) {
        for (; j <= outWidth - 4; j += 4) {
          const at = i * width + 2 * j;
          largestOfTwos(out + <usize>j * sizeof<T>(), positions + (<usize>j << 2), x + <usize>at * sizeof<T>(), base + at);
        }
      }
      if (quarters) {
        for (; j < outWidth; j += 4) {
          const at = 2 * i * width + 2 * j;
          const to = positions + (<usize>j << 2);
          largestOfFours(out + <usize>j * sizeof<T>(), to, x + <usize>at * sizeof<T>(), base + at, outWidth - j);
        }
      }
      for (; j < outWidth; j++) largest<T>(out + <usize>j * sizeof<T>(), positions + (<usize>j << 2), x, base, i, j);
      out += <usize>outWidth * sizeof<T>();
      positions += <usize>outWidth << 2;
    }
    x += plane;
    base += height * width;
  }
}

/** n / step, without a division where it is not needed: it takes as long as all the rest of a small window. */
// @ts-ignore: decorator
@inline
function stepsOf(n: i32, step: i32): i32 {
  return step == 1 ? n : n / step;
}

// @ts-ignore: decorator
@inline
function largest<T>(out: usize, position: usize, x: usize, base: i32, i: i32, j: i32): void {
  const top = i * strideRows - padRows;
  const left = j * strideColumns - padColumns;
  // What of the window lies inside; of one that is dilated, perhaps nothing.
  const k0 = top >= 0 ? 0 : stepsOf(stepRows - 1 - top, stepRows);
  const l0 = left >= 0 ? 0 : stepsOf(stepColumns - 1 - left, stepColumns);
  const rows = min(kernelRows, stepsOf(height - 1 - top, stepRows) + 1);
  const columns = min(kernelColumns, stepsOf(width - 1 - left, stepColumns) + 1);
  const step = stepColumns;
  if (k0 >= rows || l0 >= columns) {
    store<T>(out, <T>NaN);
    store<i32>(position, base - 1);
    return;
  }
  let row = (top + k0 * stepRows) * width + left;
  let best = row + l0 * step;
  let value = load<T>(x + <usize>best * sizeof<T>());
  for (let k = k0; k < rows; k++) {
    let at = row + l0 * step;
    for (let l = l0; l < columns; l++) {
      const other = load<T>(x + <usize>at * sizeof<T>());
      if (other > value || other != other) {
        best = at;
        value = other;
      }
      at += step;
    }
    row += stepRows * width;
  }
  store<T>(out, value);
  store<i32>(position, base + best);
}

/** Four elements that lie one or two apart. */
// @ts-ignore: decorator
@inline
function fourOf(p: usize, apart: i32): v128 {
  return apart == 1 ? v128.load(p) : v128.shuffle<f32>(v128.load(p), v128.load(p, 16), 0, 2, 4, 6);
}

/** Whether a row of the windows of row `i` lies inside. */
// @ts-ignore: decorator
@inline
function insideRows(i: i32): bool {
  const top = i * strideRows - padRows;
  const k0 = top >= 0 ? 0 : (stepRows - 1 - top) / stepRows;
  return k0 < kernelRows && top + k0 * stepRows < height;
}

/** Four windows beside each other, one or two elements apart, all of whose columns lie inside. */
// @ts-ignore: decorator
@inline
function largestOfWindows(out: usize, position: usize, x: usize, base: i32, i: i32, j: i32): void {
  const apart = strideColumns;
  const step = stepColumns;
  const columns = kernelColumns;
  const top = i * strideRows - padRows;
  const k0 = top >= 0 ? 0 : (stepRows - 1 - top) / stepRows;
  const rows = min(kernelRows, (height - 1 - top) / stepRows + 1);
  let row = (top + k0 * stepRows) * width + j * apart - padColumns;
  const lanes = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(apart));
  let place = i32x4.add(i32x4.splat(base + row), lanes);
  let value = fourOf(x + (<usize>row << 2), apart);
  for (let k = k0; k < rows; k++) {
    let at = row;
    for (let l = 0; l < columns; l++) {
      const other = fourOf(x + (<usize>at << 2), apart);
      const wins = v128.or(f32x4.gt(other, value), f32x4.ne(other, other));
      value = v128.bitselect(other, value, wins);
      place = v128.bitselect(i32x4.add(i32x4.splat(base + at), lanes), place, wins);
      at += step;
    }
    row += stepRows * width;
  }
  v128.store(out, value);
  v128.store(position, place);
}

/**
 * Four windows of 2 × 2 beside each other, or as many as are left; the first element is `at`. Without a branch for each
 * comparison, half of which a processor would foresee wrongly.
 */
// @ts-ignore: decorator
@inline
function largestOfFours(out: usize, position: usize, x: usize, at: i32, left: i32): void {
  const below = x + (<usize>width << 2);
  let a: v128;
  let b: v128;
  let c: v128;
  let d: v128;
  if (left >= 4) {
    a = v128.load(x);
    b = v128.load(x, 16);
    c = v128.load(below);
    d = v128.load(below, 16);
  } else {
    a = left > 1 ? v128.load(x) : loadPart(x, 2);
    c = left > 1 ? v128.load(below) : loadPart(below, 2);
    b = left > 2 ? loadPart(x + 16, 2) : a;
    d = left > 2 ? loadPart(below + 16, 2) : c;
  }
  const first = i32x4.add(i32x4.splat(at), i32x4(0, 2, 4, 6));
  let value = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  let place = first;
  let other = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  let wins = v128.or(f32x4.gt(other, value), f32x4.ne(other, other));
  value = v128.bitselect(other, value, wins);
  place = v128.bitselect(i32x4.add(first, i32x4.splat(1)), place, wins);
  other = v128.shuffle<f32>(c, d, 0, 2, 4, 6);
  wins = v128.or(f32x4.gt(other, value), f32x4.ne(other, other));
  value = v128.bitselect(other, value, wins);
  place = v128.bitselect(i32x4.add(first, i32x4.splat(width)), place, wins);
  other = v128.shuffle<f32>(c, d, 1, 3, 5, 7);
  wins = v128.or(f32x4.gt(other, value), f32x4.ne(other, other));
  value = v128.bitselect(other, value, wins);
  place = v128.bitselect(i32x4.add(first, i32x4.splat(width + 1)), place, wins);
  if (left >= 4) {
    v128.store(out, value);
    v128.store(position, place);
  } else {
    storePart(out, value, left);
    storePart(position, place, left);
  }
}

/** Four windows of two neighbours beside each other; the first element is `at`. */
// @ts-ignore: decorator
@inline
function largestOfTwos(out: usize, position: usize, x: usize, at: i32): void {
  const a = v128.load(x);
  const b = v128.load(x, 16);
  const first = i32x4.add(i32x4.splat(at), i32x4(0, 2, 4, 6));
  const value = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  const other = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  const wins = v128.or(f32x4.gt(other, value), f32x4.ne(other, other));
  v128.store(out, v128.bitselect(other, value, wins));
  // All ones are −1.
  v128.store(position, i32x4.sub(first, wins));
}

/** What the sum at a place is divided by. */
// @ts-ignore: decorator
@inline
function divisorAt(top: i32, left: i32, rows: i32, columns: i32): f64 {
  if (!counted) return <f64>rows * <f64>columns;
  return <f64>min(kernelRows, height + padRows - top) * <f64>min(kernelColumns, width + padColumns - left);
}

/** `divisor` is 0 for the number of elements. */
// @ts-ignore: decorator
@inline
function avgPool<T>(planes: i32, x: usize, out: usize, divisor: f64, geometry: usize): void {
  readGeometry(geometry);
  const plane = <usize>height * <usize>width * sizeof<T>();
  const quarters = sizeof<T>() == 4 && isQuarters();
  const quarter: f32 = divisor == 0 ? 0.25 : <f32>(1 / divisor);
  for (let n = 0; n < planes; n++) {
    for (let i = 0; i < outHeight; i++) {
      let j = 0;
      if (quarters) {
        let from = x + <usize>(2 * i) * <usize>width * sizeof<T>();
        for (; j <= outWidth - 4; j += 4) {
          const below = from + (<usize>width << 2);
          const a = f32x4.add(v128.load(from), v128.load(below));
          const b = f32x4.add(v128.load(from, 16), v128.load(below, 16));
          const sums = f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7));
          v128.store(out + <usize>j * sizeof<T>(), f32x4.mul(sums, f32x4.splat(quarter)));
          from += 32;
        }
      }
      for (; j < outWidth; j++) store<T>(out + <usize>j * sizeof<T>(), meanAt<T>(x, i, j, divisor));
      out += <usize>outWidth * sizeof<T>();
    }
    x += plane;
  }
}

// @ts-ignore: decorator
@inline
function meanAt<T>(x: usize, i: i32, j: i32, divisor: f64): T {
  const top = i * strideRows - padRows;
  const left = j * strideColumns - padColumns;
  const first = max(top, 0);
  const last = min(top + kernelRows, height);
  const start = max(left, 0);
  const end = min(left + kernelColumns, width);
  // In float64: a window may be a whole plane.
  let total: f64 = 0;
  for (let row = first; row < last; row++) {
    let from = x + <usize>(row * width + start) * sizeof<T>();
    for (let column = start; column < end; column++) {
      total += <f64>load<T>(from);
      from += sizeof<T>();
    }
  }
  return <T>(total / (divisor == 0 ? divisorAt(top, left, last - first, end - start) : divisor));
}

/** One plane of slopes under windows of 2 × 2 beside each other. */
function quartersBack(out: usize, g: usize, quarter: f32): void {
  const row = <usize>width << 2;
  for (let i = 0; i < outHeight; i++) {
    let to = out;
    let j = 0;
    for (; j <= outWidth - 4; j += 4) {
      const shares = f32x4.mul(v128.load(g), f32x4.splat(quarter));
      const first = v128.shuffle<f32>(shares, shares, 0, 0, 1, 1);
      const second = v128.shuffle<f32>(shares, shares, 2, 2, 3, 3);
      v128.store(to, first);
      v128.store(to, second, 16);
      v128.store(to + row, first);
      v128.store(to + row, second, 16);
      to += 32;
      g += 16;
    }
    for (; j < outWidth; j++) {
      const share = load<f32>(g) * quarter;
      store<f32>(to, share);
      store<f32>(to, share, 4);
      store<f32>(to + row, share);
      store<f32>(to + row, share, 4);
      to += 8;
      g += 4;
    }
    const rest = width - 2 * outWidth;
    zero<f32>(to, rest);
    zero<f32>(to + row, rest);
    out += 2 * row;
  }
  zero<f32>(out, (height - 2 * outHeight) * width);
}

/** out [planes, H, W] from g [planes, places]. */
// @ts-ignore: decorator
@inline
function avgPoolGrad<T>(planes: i32, g: usize, out: usize, divisor: f64, geometry: usize): void {
  readGeometry(geometry);
  const plane = height * width;
  const quarters = sizeof<T>() == 4 && isQuarters();
  const quarter: f32 = divisor == 0 ? 0.25 : <f32>(1 / divisor);
  for (let n = 0; n < planes; n++) {
    if (quarters) {
      quartersBack(out, g, quarter);
      g += <usize>(outHeight * outWidth) << 2;
      out += <usize>plane << 2;
      continue;
    }
    zero<T>(out, plane);
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideRows - padRows;
      const first = max(top, 0);
      const last = min(top + kernelRows, height);
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideColumns - padColumns;
        const start = max(left, 0);
        const end = min(left + kernelColumns, width);
        const share = <T>(<f64>load<T>(g) / (divisor == 0 ? divisorAt(top, left, last - first, end - start) : divisor));
        g += sizeof<T>();
        for (let row = first; row < last; row++) {
          let to = out + <usize>(row * width + start) * sizeof<T>();
          for (let column = start; column < end; column++) {
            store<T>(to, load<T>(to) + share);
            to += sizeof<T>();
          }
        }
      }
    }
    out += <usize>plane * sizeof<T>();
  }
}

export function maxPoolF32(
  planes: i32, x: usize, out: usize, positions: usize, base: i32, geometry: usize,
): void {
  maxPool<f32>(planes, x, out, positions, base, geometry);
}

export function maxPoolF64(
  planes: i32, x: usize, out: usize, positions: usize, base: i32, geometry: usize,
): void {
  maxPool<f64>(planes, x, out, positions, base, geometry);
}

export function avgPoolF32(planes: i32, x: usize, out: usize, divisor: f64, geometry: usize): void {
  avgPool<f32>(planes, x, out, divisor, geometry);
}

export function avgPoolF64(planes: i32, x: usize, out: usize, divisor: f64, geometry: usize): void {
  avgPool<f64>(planes, x, out, divisor, geometry);
}

export function avgPoolGradF32(planes: i32, g: usize, out: usize, divisor: f64, geometry: usize): void {
  avgPoolGrad<f32>(planes, g, out, divisor, geometry);
}

export function avgPoolGradF64(planes: i32, g: usize, out: usize, divisor: f64, geometry: usize): void {
  avgPoolGrad<f64>(planes, g, out, divisor, geometry);
}
