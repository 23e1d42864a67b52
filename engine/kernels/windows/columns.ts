/** The elements under a window at each of its places, tap by tap, and back. */
import {
  addLine,
  channels,
  copyLine,
  firstBehind,
  firstInside,
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

/** `count` places from place `from` on, for each tap of each of `planes` channels: rows of `count` elements. */
export function gather<T>(dst: usize, x: usize, planes: i32, from: i32, count: i32): void {
  const plane = <usize>height * <usize>width * sizeof<T>();
  const line = <usize>count * sizeof<T>();
  for (let c = 0; c < planes; c++) {
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < kernelColumns; l++) {
        gatherTap<T>(dst, x, k * stepRows - padRows, l * stepColumns - padColumns, from, count);
        dst += line;
      }
    }
    x += plane;
  }
}

/** One tap, `down` rows and `right` columns from where the window is. */
function gatherTap<T>(dst: usize, x: usize, down: i32, right: i32, from: i32, count: i32): void {
  const inside = firstInside(right);
  const behind = firstBehind(right);
  let row = (from / outWidth) * strideRows + down;
  let column = from % outWidth;
  while (count > 0) {
    const n = min(count, outWidth - column);
    const end = column + n;
    if (row < 0 || row >= height) zero<T>(dst, n);
    else {
      const first = min(max(inside, column), end);
      const last = min(max(behind, first), end);
      if (first > column) zero<T>(dst, first - column);
      const source = x + ((<isize>row * <isize>width + <isize>first * <isize>strideColumns + <isize>right) * <isize>sizeof<T>());
      if (last > first) copyLine<T>(dst + (<usize>(first - column) * sizeof<T>()), source, strideColumns, last - first);
      if (end > last) zero<T>(dst + (<usize>(last - column) * sizeof<T>()), end - last);
    }
    dst += <usize>n * sizeof<T>();
    count -= n;
    column = 0;
    row += strideRows;
  }
}

/** Adds what {@link gather} would have taken from there. */
export function scatter<T>(x: usize, columns: usize, planes: i32, from: i32, count: i32): void {
  const plane = <usize>height * <usize>width * sizeof<T>();
  const line = <usize>count * sizeof<T>();
  for (let c = 0; c < planes; c++) {
    for (let k = 0; k < kernelRows; k++) {
      for (let l = 0; l < kernelColumns; l++) {
        scatterTap<T>(x, columns, k * stepRows - padRows, l * stepColumns - padColumns, from, count);
        columns += line;
      }
    }
    x += plane;
  }
}

function scatterTap<T>(x: usize, columns: usize, down: i32, right: i32, from: i32, count: i32): void {
  const inside = firstInside(right);
  const behind = firstBehind(right);
  let row = (from / outWidth) * strideRows + down;
  let column = from % outWidth;
  while (count > 0) {
    const n = min(count, outWidth - column);
    const end = column + n;
    if (row >= 0 && row < height) {
      const first = min(max(inside, column), end);
      const last = min(max(behind, first), end);
      const target = x + ((<isize>row * <isize>width + <isize>first * <isize>strideColumns + <isize>right) * <isize>sizeof<T>());
      if (last > first) addLine<T>(target, strideColumns, columns + (<usize>(first - column) * sizeof<T>()), last - first);
    }
    columns += <usize>n * sizeof<T>();
    count -= n;
    column = 0;
    row += strideRows;
  }
}

/** All places of `images` images. */
// @ts-ignore: decorator
@inline
function unfoldAll<T>(images: i32, x: usize, dst: usize, geometry: usize): void {
  readGeometry(geometry);
  const places = outHeight * outWidth;
  const from = <usize>channels * <usize>height * <usize>width * sizeof<T>();
  const to = <usize>channels * <usize>(kernelRows * kernelColumns) * <usize>places * sizeof<T>();
  for (let n = 0; n < images; n++) {
    gather<T>(dst, x, channels, 0, places);
    x += from;
    dst += to;
  }
}

// @ts-ignore: decorator
@inline
function foldAll<T>(images: i32, columns: usize, dst: usize, geometry: usize): void {
  readGeometry(geometry);
  const places = outHeight * outWidth;
  const elements = channels * height * width;
  const from = <usize>channels * <usize>(kernelRows * kernelColumns) * <usize>places * sizeof<T>();
  for (let n = 0; n < images; n++) {
    zero<T>(dst, elements);
    scatter<T>(dst, columns, channels, 0, places);
    columns += from;
    dst += <usize>elements * sizeof<T>();
  }
}

export function unfoldF32(images: i32, x: usize, dst: usize, geometry: usize): void {
  unfoldAll<f32>(images, x, dst, geometry);
}

export function unfoldF64(images: i32, x: usize, dst: usize, geometry: usize): void {
  unfoldAll<f64>(images, x, dst, geometry);
}

export function foldF32(images: i32, columns: usize, dst: usize, geometry: usize): void {
  foldAll<f32>(images, columns, dst, geometry);
}

export function foldF64(images: i32, columns: usize, dst: usize, geometry: usize): void {
  foldAll<f64>(images, columns, dst, geometry);
}
