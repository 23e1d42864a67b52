/**
 * Softmax and log-softmax over the rows of x [rows, cols], their backward passes, and cross-entropy with class
 * indices fused with them. A row is shifted by its maximum first, so nothing overflows; a row with a NaN or
 * +Infinity gives NaN, as in PyTorch. Sums of a row are made in float32 blocks and added in float64.
 */
import { vexp, vexpBelow } from "../elementary";
import { laneMask, loadPart, storePart, sumLanesWide } from "../simd";
import { greatestOf } from "./extremes";
import { sumRowF32 } from "./sums";

/** Writes e^(x − shift) to dst when `keep`, and gives the row's sum of it. */
// @ts-ignore: decorator
@inline
function expRow(keep: bool, dst: usize, x: usize, cols: i32, shift: f32): f64 {
  const s = f32x4.splat(shift);
  let total: f64 = 0;
  let i = 0;
  while (i <= cols - 8) {
    const end = min(i + 512, cols);
    let a = f32x4.splat(0.0);
    let b = a;
    for (; i <= end - 8; i += 8) {
      const p = <usize>i << 2;
      const first = vexpBelow(f32x4.sub(v128.load(x + p), s));
      const second = vexpBelow(f32x4.sub(v128.load(x + p, 16), s));
      if (keep) {
        v128.store(dst + p, first);
        v128.store(dst + p, second, 16);
      }
      a = f32x4.add(a, first);
      b = f32x4.add(b, second);
    }
    total += sumLanesWide(f32x4.add(a, b));
  }
  if (i <= cols - 4) {
    const e = vexpBelow(f32x4.sub(v128.load(x + (<usize>i << 2)), s));
    if (keep) v128.store(dst + (<usize>i << 2), e);
    total += sumLanesWide(e);
    i += 4;
  }
  const left = cols - i;
  if (left > 0) {
    const e = vexpBelow(f32x4.sub(loadPart(x + (<usize>i << 2), left), s));
    if (keep) storePart(dst + (<usize>i << 2), e, left);
    total += sumLanesWide(v128.and(e, laneMask(left)));
  }
  return total;
}

// @ts-ignore: decorator
@inline
function scaleRow(dst: usize, cols: i32, factor: f32): void {
  const v = f32x4.splat(factor);
  let i = 0;
  for (; i <= cols - 8; i += 8) {
    const p = dst + (<usize>i << 2);
    const first = f32x4.mul(v128.load(p), v);
    const second = f32x4.mul(v128.load(p, 16), v);
    v128.store(p, first);
    v128.store(p, second, 16);
  }
  for (; i < cols; i++) {
    const p = dst + (<usize>i << 2);
    store<f32>(p, load<f32>(p) * factor);
  }
}

export function softmax(dst: usize, x: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const total = expRow(true, dst, x, cols, greatestOf<f32>(x, cols));
    scaleRow(dst, cols, <f32>(1 / total));
    dst += step;
    x += step;
  }
}

export function logSoftmax(dst: usize, x: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const shift = greatestOf<f32>(x, cols);
    // What is kept goes again, but makes the vectors be of 256 bits: V8 pairs what is stored, not what is only added up.
    const total = dst == x ? expRow(false, 0, x, cols, shift) : expRow(true, dst, x, cols, shift);
    const norm = naturalLog(total);
    const s = f32x4.splat(shift);
    const t = f32x4.splat(norm);
    let i = 0;
    for (; i <= cols - 8; i += 8) {
      const p = <usize>i << 2;
      const first = f32x4.sub(f32x4.sub(v128.load(x + p), s), t);
      const second = f32x4.sub(f32x4.sub(v128.load(x + p, 16), s), t);
      v128.store(dst + p, first);
      v128.store(dst + p, second, 16);
    }
    for (; i < cols; i++) {
      const p = <usize>i << 2;
      store<f32>(dst + p, load<f32>(x + p) - shift - norm);
    }
    dst += step;
    x += step;
  }
}

/** ln of a row's sum, which lies in [1, cols]; good to the last digit of float32. */
// @ts-ignore: decorator
@inline
function naturalLog(x: f64): f32 {
  // x = m·2^e with m in [√½, √2); ln m = 2 artanh((m − 1)/(m + 1)).
  const bits = reinterpret<i64>(x);
  // A NaN that the processor makes has its sign set.
  let e = <i32>((bits >> 52) & 0x7ff) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    e++;
  }
  const t = (m - 1) / (m + 1);
  const z = t * t;
  const series =
    2 + z * (0.6666666666666666 + z * (0.4 + z * (0.2857142857142857 + z * (0.2222222222222222 + z * 0.18181818181818182))));
  // NaN and ∞ have the exponent 1024 and must come out as they went in.
  return e >= 1024 ? <f32>x : <f32>(<f64>e * 0.6931471805599453 + t * series);
}

/** dx = y · (dy − Σ dy·y), row by row. */
export function softmaxGrad(dst: usize, dy: usize, y: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const total = <f32>dotRow(dy, y, cols);
    const s = f32x4.splat(total);
    let i = 0;
    for (; i <= cols - 8; i += 8) {
      const p = <usize>i << 2;
      const first = f32x4.mul(v128.load(y + p), f32x4.sub(v128.load(dy + p), s));
      const second = f32x4.mul(v128.load(y + p, 16), f32x4.sub(v128.load(dy + p, 16), s));
      v128.store(dst + p, first);
      v128.store(dst + p, second, 16);
    }
    for (; i < cols; i++) {
      const p = <usize>i << 2;
      store<f32>(dst + p, load<f32>(y + p) * (load<f32>(dy + p) - total));
    }
    dst += step;
    dy += step;
    y += step;
  }
}

/** Σ a[i]·b[i], in float64 over blocks as in sum. */
// @ts-ignore: decorator
@inline
function dotRow(a: usize, b: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i <= n - 16) {
    const end = min(i + 1024, n);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; i <= end - 16; i += 16) {
      const p = <usize>i << 2;
      s0 = f32x4.add(s0, f32x4.mul(v128.load(a + p), v128.load(b + p)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(a + p, 16), v128.load(b + p, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(a + p, 32), v128.load(b + p, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(a + p, 48), v128.load(b + p, 48)));
    }
    total += sumLanesWide(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  }
  for (; i < n; i++) {
    const p = <usize>i << 2;
    total += <f64>load<f32>(a + p) * <f64>load<f32>(b + p);
  }
  return total;
}

/** dx = dy − e^y · Σ dy, row by row, where y is the log-softmax. */
export function logSoftmaxGrad(dst: usize, dy: usize, y: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const s = f32x4.splat(<f32>sumRowF32(false, dy, cols));
    let i = 0;
    for (; i <= cols - 8; i += 8) {
      const p = <usize>i << 2;
      const first = f32x4.sub(v128.load(dy + p), f32x4.mul(vexp(v128.load(y + p)), s));
      const second = f32x4.sub(v128.load(dy + p, 16), f32x4.mul(vexp(v128.load(y + p, 16)), s));
      v128.store(dst + p, first);
      v128.store(dst + p, second, 16);
    }
    for (; i < cols; i += 4) {
      const p = <usize>i << 2;
      const left = cols - i;
      if (left >= 4) {
        v128.store(dst + p, f32x4.sub(v128.load(dy + p), f32x4.mul(vexp(v128.load(y + p)), s)));
      } else {
        const part = f32x4.sub(loadPart(dy + p, left), f32x4.mul(vexp(loadPart(y + p, left)), s));
        storePart(dst + p, part, left);
      }
    }
    dst += step;
    dy += step;
    y += step;
  }
}

/** ln Σ e^x, row by row. */
export function logSumExpRows(dst: usize, x: usize, rows: i32, cols: i32): void {
  for (let r = 0; r < rows; r++) {
    const shift = greatestOf<f32>(x, cols);
    const whole = Math.abs(<f64>shift) < Infinity;
    // Infinity is the sum of what has it, and −Infinity of nothing else; NaN goes through.
    store<f32>(dst, whole ? shift + naturalLog(expRow(false, 0, x, cols, shift)) : shift);
    dst += 4;
    x += <usize>cols << 2;
  }
}

/**
 * losses[r] = −log softmax(x[r])[target[r]], and probabilities = softmax(x), which the backward pass needs.
 * `target` is int32; one outside 0..cols−1 makes no access and gives −1 as the result, which names the first such
 * row as −1 − r. 0 means that all was well.
 */
export function crossEntropy(
  losses: usize,
  probabilities: usize,
  x: usize,
  target: usize,
  rows: i32,
  cols: i32,
): i32 {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const label = load<i32>(target + (<usize>r << 2));
    if (<u32>label >= <u32>cols) return -1 - r;
    const shift = greatestOf<f32>(x, cols);
    const total = expRow(true, probabilities, x, cols, shift);
    const chosen = load<f32>(x + (<usize>label << 2));
    scaleRow(probabilities, cols, <f32>(1 / total));
    store<f32>(losses + (<usize>r << 2), naturalLog(total) - (chosen - shift));
    probabilities += step;
    x += step;
  }
  return 0;
}

/**
 * dst = (probabilities − one-hot(target)) · scale · g[r], where `g` has one number a row, or one for all when
 * `gStep` is 0 (else 1).
 */
export function crossEntropyGrad(
  dst: usize,
  probabilities: usize,
  target: usize,
  g: usize,
  gStep: i32,
  scale: f32,
  rows: i32,
  cols: i32,
): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const factor = scale * load<f32>(g + (<usize>(r * gStep) << 2));
    const v = f32x4.splat(factor);
    let i = 0;
    for (; i <= cols - 4; i += 4) {
      const p = <usize>i << 2;
      v128.store(dst + p, f32x4.mul(v128.load(probabilities + p), v));
    }
    for (; i < cols; i++) {
      const p = <usize>i << 2;
      store<f32>(dst + p, load<f32>(probabilities + p) * factor);
    }
    const label = <usize>load<i32>(target + (<usize>r << 2)) << 2;
    store<f32>(dst + label, (load<f32>(probabilities + label) - 1) * factor);
    dst += step;
    probabilities += step;
  }
}
