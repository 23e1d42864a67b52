/**
 * What a window does over images, read once a call: sixteen int32 at an address, in the order below. Of images [C, H, W]
 * it makes [O, OH, OW]; a kernel has kh × kw taps; each of the groups has its share of C and of O.
 */

export let channels: i32 = 0;
export let height: i32 = 0;
export let width: i32 = 0;
export let outputs: i32 = 0;
export let groups: i32 = 0;
export let kernelRows: i32 = 0;
export let kernelColumns: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let strideRows: i32 = 0;
export let strideColumns: i32 = 0;
export let padRows: i32 = 0;
export let padColumns: i32 = 0;
export let stepRows: i32 = 0;
export let stepColumns: i32 = 0;
/** Whether padded elements count in means. */
export let counted: bool = false;

export function readGeometry(at: usize): void {
  channels = load<i32>(at);
  height = load<i32>(at, 4);
  width = load<i32>(at, 8);
  outputs = load<i32>(at, 12);
  groups = load<i32>(at, 16);
  kernelRows = load<i32>(at, 20);
  kernelColumns = load<i32>(at, 24);
  outHeight = load<i32>(at, 28);
  outWidth = load<i32>(at, 32);
  strideRows = load<i32>(at, 36);
  strideColumns = load<i32>(at, 40);
  padRows = load<i32>(at, 44);
  padColumns = load<i32>(at, 48);
  stepRows = load<i32>(at, 52);
  stepColumns = load<i32>(at, 56);
  counted = load<i32>(at, 60) != 0;
}

/** The first of the places along a row from which on a tap, `shift` columns from the window's place, is not left of the image. */
// @ts-ignore: decorator
@inline
export function firstInside(shift: i32): i32 {
  return shift >= 0 ? 0 : (strideColumns - 1 - shift) / strideColumns;
}

/** The first of the places along a row from which on it is right of the image. */
// @ts-ignore: decorator
@inline
export function firstBehind(shift: i32): i32 {
  return shift >= width ? 0 : (width - 1 - shift) / strideColumns + 1;
}

// @ts-ignore: decorator
@inline
export function zero<T>(dst: usize, n: i32): void {
  const each: i32 = 16 / sizeof<T>();
  let i = 0;
  for (; i <= n - each; i += each) v128.store(dst + <usize>i * sizeof<T>(), f32x4.splat(0));
  for (; i < n; i++) store<T>(dst + <usize>i * sizeof<T>(), <T>0);
}

/** dst ← x, whose elements lie `step` apart. */
// @ts-ignore: decorator
@inline
export function copyLine<T>(dst: usize, x: usize, step: i32, n: i32): void {
  const each: i32 = 16 / sizeof<T>();
  let i = 0;
  if (step == 1) {
    for (; i <= n - each; i += each) {
      const at = <usize>i * sizeof<T>();
      v128.store(dst + at, v128.load(x + at));
    }
  }
  const by = <usize>step * sizeof<T>();
  x += <usize>i * by;
  for (; i < n; i++) {
    store<T>(dst + <usize>i * sizeof<T>(), load<T>(x));
    x += by;
  }
}

/** dst += x, where the elements of dst lie `step` apart. */
// @ts-ignore: decorator
@inline
export function addLine<T>(dst: usize, step: i32, x: usize, n: i32): void {
  const each: i32 = 16 / sizeof<T>();
  let i = 0;
  if (step == 1) {
    for (; i <= n - each; i += each) {
      const at = <usize>i * sizeof<T>();
      v128.store(dst + at, v128.add<T>(v128.load(dst + at), v128.load(x + at)));
    }
  }
  const by = <usize>step * sizeof<T>();
  dst += <usize>i * by;
  for (; i < n; i++) {
    store<T>(dst, load<T>(dst) + load<T>(x + <usize>i * sizeof<T>()));
    dst += by;
  }
}
