/** Softmax, its logarithm, their backward passes and ln Σ eˣ of rows of float64. Sums are made in blocks, as in sums.ts. */
import { wexp, wlog } from "../pointwise/double";
import { greatestOf } from "./extremes";

/** Elements in a block: 64 additions a lane. */
const BLOCK = 256;

// @ts-ignore: decorator
@inline
function lanesSum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

// @ts-ignore: decorator
@inline
function expOf(x: f64): f64 {
  return f64x2.extract_lane(wexp(f64x2.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
function logOf(x: f64): f64 {
  return f64x2.extract_lane(wlog(f64x2.splat(x)), 0);
}

/** Writes e^(x − shift) to dst when `keep`, and gives the row's sum of it. */
// @ts-ignore: decorator
@inline
function expRow(keep: bool, dst: usize, x: usize, n: i32, shift: f64): f64 {
  const s = f64x2.splat(shift);
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 4) {
    const end = min(i + BLOCK, n);
    let a = f64x2.splat(0);
    let b = a;
    for (; i <= end - 4; i += 4) {
      const p = <usize>i << 3;
      const first = wexp(f64x2.sub(v128.load(x + p), s));
      const second = wexp(f64x2.sub(v128.load(x + p, 16), s));
      if (keep) {
        v128.store(dst + p, first);
        v128.store(dst + p, second, 16);
      }
      a = f64x2.add(a, first);
      b = f64x2.add(b, second);
    }
    total += lanesSum(f64x2.add(a, b));
  }
  for (; i < n; i++) {
    const p = <usize>i << 3;
    const e = expOf(load<f64>(x + p) - shift);
    if (keep) store<f64>(dst + p, e);
    total += e;
  }
  return total;
}

// @ts-ignore: decorator
@inline
export function softmaxRowsF64(log: bool, dst: usize, x: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const shift = greatestOf<f64>(x, n);
    const total = expRow(!log, dst, x, n, shift);
    const by = log ? logOf(total) : 1 / total;
    const s = f64x2.splat(shift);
    const v = f64x2.splat(by);
    let i = 0;
    for (; i <= n - 4; i += 4) {
      const p = <usize>i << 3;
      const first = log ? f64x2.sub(f64x2.sub(v128.load(x + p), s), v) : f64x2.mul(v128.load(dst + p), v);
      const second = log ? f64x2.sub(f64x2.sub(v128.load(x + p, 16), s), v) : f64x2.mul(v128.load(dst + p, 16), v);
      v128.store(dst + p, first);
      v128.store(dst + p, second, 16);
    }
    for (; i < n; i++) {
      const p = <usize>i << 3;
      store<f64>(dst + p, log ? load<f64>(x + p) - shift - by : load<f64>(dst + p) * by);
    }
    dst += <usize>n << 3;
    x += <usize>n << 3;
  }
}

// @ts-ignore: decorator
@inline
export function logSumExpRowsF64(dst: usize, x: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const shift = greatestOf<f64>(x, n);
    // Infinity is the sum of what has it, and −Infinity of nothing else; NaN goes through.
    store<f64>(dst, Math.abs(shift) < Infinity ? shift + logOf(expRow(false, 0, x, n, shift)) : shift);
    dst += 8;
    x += <usize>n << 3;
  }
}

/** Σ g, or Σ g·y. */
// @ts-ignore: decorator
@inline
function sumRow(log: bool, g: usize, y: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 4) {
    const end = min(i + BLOCK, n);
    let a = f64x2.splat(0);
    let b = a;
    for (; i <= end - 4; i += 4) {
      const p = <usize>i << 3;
      const g0 = v128.load(g + p);
      const g1 = v128.load(g + p, 16);
      a = f64x2.add(a, log ? g0 : f64x2.mul(g0, v128.load(y + p)));
      b = f64x2.add(b, log ? g1 : f64x2.mul(g1, v128.load(y + p, 16)));
    }
    total += lanesSum(f64x2.add(a, b));
  }
  for (; i < n; i++) {
    const p = <usize>i << 3;
    total += log ? load<f64>(g + p) : load<f64>(g + p) * load<f64>(y + p);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function slope(log: bool, g: v128, y: v128, total: v128): v128 {
  return log ? f64x2.sub(g, f64x2.mul(wexp(y), total)) : f64x2.mul(y, f64x2.sub(g, total));
}

// @ts-ignore: decorator
@inline
export function softmaxGradRowsF64(log: bool, dst: usize, dy: usize, y: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const total = f64x2.splat(sumRow(log, dy, y, n));
    let i = 0;
    for (; i <= n - 4; i += 4) {
      const p = <usize>i << 3;
      const first = slope(log, v128.load(dy + p), v128.load(y + p), total);
      const second = slope(log, v128.load(dy + p, 16), v128.load(y + p, 16), total);
      v128.store(dst + p, first);
      v128.store(dst + p, second, 16);
    }
    for (; i < n; i++) {
      const p = <usize>i << 3;
      const v = slope(log, v128.load64_splat(dy + p), v128.load64_splat(y + p), total);
      store<f64>(dst + p, f64x2.extract_lane(v, 0));
    }
    dst += <usize>n << 3;
    dy += <usize>n << 3;
    y += <usize>n << 3;
  }
}

/** See crossEntropy in softmax.ts; the classes were checked. */
export function crossEntropyF64(losses: usize, probabilities: usize, x: usize, target: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const shift = greatestOf<f64>(x, n);
    const total = expRow(true, probabilities, x, n, shift);
    const by = f64x2.splat(1 / total);
    let i = 0;
    for (; i <= n - 2; i += 2) {
      const p = probabilities + (<usize>i << 3);
      v128.store(p, f64x2.mul(v128.load(p), by));
    }
    if (i < n) {
      const p = probabilities + (<usize>i << 3);
      store<f64>(p, load<f64>(p) * (1 / total));
    }
    const label = <usize>load<i32>(target + (<usize>r << 2)) << 3;
    store<f64>(losses + (<usize>r << 3), logOf(total) - (load<f64>(x + label) - shift));
    probabilities += <usize>n << 3;
    x += <usize>n << 3;
  }
}

/** See crossEntropyGrad in softmax.ts. */
export function crossEntropyGradF64(
  dst: usize, probabilities: usize, target: usize, g: usize, gStep: i32, scale: f64, rows: i32, n: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const factor = scale * load<f64>(g + (<usize>(r * gStep) << 3));
    const v = f64x2.splat(factor);
    let i = 0;
    for (; i <= n - 2; i += 2) {
      const p = <usize>i << 3;
      v128.store(dst + p, f64x2.mul(v128.load(probabilities + p), v));
    }
    if (i < n) store<f64>(dst + (<usize>i << 3), load<f64>(probabilities + (<usize>i << 3)) * factor);
    const label = <usize>load<i32>(target + (<usize>r << 2)) << 3;
    store<f64>(dst + label, (load<f64>(probabilities + label) - 1) * factor);
    dst += <usize>n << 3;
    probabilities += <usize>n << 3;
  }
}
