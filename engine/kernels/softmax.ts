/**
 * Softmax and log-softmax over the rows of x [rows, cols], their backward passes, and cross-entropy with class
 * indices fused with them. A row is shifted by its maximum first, so nothing overflows; a row with a NaN or
 * +Infinity gives NaN, as in PyTorch. Sums of a row are made in float32 blocks and added in float64.
 */
import { vexp, vexpBelow } from "./elementary";
import { laneMask, loadPart, maxLanes, storePart, sumLanesWide } from "./simd";

// @ts-ignore: decorator
@inline
function rowMax(x: usize, cols: i32): f32 {
  let i = 0;
  let best: f32 = -Infinity;
  if (cols >= 4) {
    let a = v128.load(x);
    for (i = 4; i <= cols - 4; i += 4) a = f32x4.max(a, v128.load(x + (<usize>i << 2)));
    best = maxLanes(a);
  }
  for (; i < cols; i++) best = max(best, load<f32>(x + (<usize>i << 2)));
  return best;
}

/** Writes e^(x − shift) to dst when `keep`, and gives the row's sum of it. */
// @ts-ignore: decorator
@inline
function expRow(keep: bool, dst: usize, x: usize, cols: i32, shift: f32): f64 {
  const s = f32x4.splat(shift);
  let total: f64 = 0;
  let i = 0;
  while (i <= cols - 4) {
    const end = min(i + 1024, cols);
    let a = f32x4.splat(0.0);
    for (; i <= end - 4; i += 4) {
      const e = vexpBelow(f32x4.sub(v128.load(x + (<usize>i << 2)), s));
      if (keep) v128.store(dst + (<usize>i << 2), e);
      a = f32x4.add(a, e);
    }
    total += sumLanesWide(a);
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
  for (; i <= cols - 4; i += 4) {
    const p = dst + (<usize>i << 2);
    v128.store(p, f32x4.mul(v128.load(p), v));
  }
  for (; i < cols; i++) {
    const p = dst + (<usize>i << 2);
    store<f32>(p, load<f32>(p) * factor);
  }
}

export function softmax(dst: usize, x: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const total = expRow(true, dst, x, cols, rowMax(x, cols));
    scaleRow(dst, cols, <f32>(1 / total));
    dst += step;
    x += step;
  }
}

export function logSoftmax(dst: usize, x: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    const shift = rowMax(x, cols);
    const norm = naturalLog(expRow(false, dst, x, cols, shift));
    const s = f32x4.splat(shift);
    const t = f32x4.splat(norm);
    let i = 0;
    for (; i <= cols - 4; i += 4) {
      const p = <usize>i << 2;
      v128.store(dst + p, f32x4.sub(f32x4.sub(v128.load(x + p), s), t));
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
    let total: f64 = 0;
    let i = 0;
    while (i <= cols - 4) {
      const end = min(i + 1024, cols);
      let a = f32x4.splat(0.0);
      for (; i <= end - 4; i += 4) {
        const p = <usize>i << 2;
        a = f32x4.add(a, f32x4.mul(v128.load(dy + p), v128.load(y + p)));
      }
      total += sumLanesWide(a);
    }
    for (; i < cols; i++) {
      const p = <usize>i << 2;
      total += <f64>load<f32>(dy + p) * <f64>load<f32>(y + p);
    }
    const s = f32x4.splat(<f32>total);
    for (i = 0; i <= cols - 4; i += 4) {
      const p = <usize>i << 2;
      v128.store(dst + p, f32x4.mul(v128.load(y + p), f32x4.sub(v128.load(dy + p), s)));
    }
    for (; i < cols; i++) {
      const p = <usize>i << 2;
      store<f32>(dst + p, load<f32>(y + p) * (load<f32>(dy + p) - <f32>total));
    }
    dst += step;
    dy += step;
    y += step;
  }
}

/** dx = dy − e^y · Σ dy, row by row, where y is the log-softmax. */
export function logSoftmaxGrad(dst: usize, dy: usize, y: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    let total: f64 = 0;
    let i = 0;
    for (; i < cols; i++) total += load<f32>(dy + (<usize>i << 2));
    const s = f32x4.splat(<f32>total);
    for (i = 0; i < cols; i += 4) {
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
    const shift = rowMax(x, cols);
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
