/**
 * Losses of rows of log-probabilities [rows, cols] against classes, int32, each of its row: −logs[class]·weight[class], of
 * which `smoothing` is replaced by the mean of −logs·weight over all classes. Rows of the class `ignored` do not count;
 * nothing of them is read. Weights stand at 0 where there are none.
 */
import { madd } from "../simd";
import { lanes } from "../norms/moments";

/** Vectors that are added up in each lane before the sum goes on in float64. */
const BLOCK = 64;

/** Σ x, or Σ x·w. */
function rowTotal<T>(x: usize, w: usize, n: i32): f64 {
  const wide = <i32>(16 / sizeof<T>());
  let total: f64 = 0;
  let i = 0;
  while (i <= n - wide) {
    const end = min(i + BLOCK * wide, n);
    let a = v128.splat<T>(0);
    for (; i <= end - wide; i += wide) {
      const p = <usize>i * sizeof<T>();
      const v = v128.load(x + p);
      a = w ? madd<T>(v, v128.load(w + p), a) : v128.add<T>(a, v);
    }
    total += lanes<T>(true, a);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const v = <f64>load<T>(x + p);
    total += w ? v * <f64>load<T>(w + p) : v;
  }
  return total;
}

/**
 * Writes the loss of each row when `reduction` is 0; their sum, divided by the sum of the weights of their classes when it
 * is 1, or as it is when it is 2. Returns the sum of the weights.
 */
// @ts-ignore: decorator
@inline
function classLoss<T>(
  dst: usize, logs: usize, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, reduction: i32,
): f64 {
  const size = sizeof<T>();
  let total: f64 = 0;
  let weights: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const label = load<i32>(target + (<usize>r << 2));
    let loss: f64 = 0;
    if (label != ignored) {
      const at = <usize>label * size;
      const weight: f64 = w ? <f64>load<T>(w + at) : 1;
      loss = -<f64>load<T>(logs + at) * weight;
      if (smoothing > 0) loss = (1 - smoothing) * loss - (smoothing / <f64>cols) * rowTotal<T>(logs, w, cols);
      weights += weight;
      total += loss;
    }
    if (reduction == 0) store<T>(dst + <usize>r * size, <T>loss);
    logs += <usize>cols * size;
  }
  if (reduction == 1) store<T>(dst, <T>(total / weights));
  else if (reduction == 2) store<T>(dst, <T>total);
  return weights;
}

export function classLossF32(
  dst: usize, logs: usize, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, reduction: i32,
): f64 {
  return classLoss<f32>(dst, logs, target, w, rows, cols, ignored, smoothing, reduction);
}
export function classLossF64(
  dst: usize, logs: usize, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, reduction: i32,
): f64 {
  return classLoss<f64>(dst, logs, target, w, rows, cols, ignored, smoothing, reduction);
}

/** Its slopes by the logarithms, times scale·g[r]; there is one g for all when `gStep` is 0 (else 1). */
// @ts-ignore: decorator
@inline
function classLossGrad<T>(
  dst: usize, g: usize, gStep: i32, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, scale: f64,
): void {
  const size = sizeof<T>();
  const wide = <i32>(16 / size);
  const step = <usize>cols * size;
  for (let r = 0; r < rows; r++) {
    const label = load<i32>(target + (<usize>r << 2));
    const factor = label == ignored ? 0 : -scale * <f64>load<T>(g + <usize>(r * gStep) * size);
    if (smoothing > 0 && label != ignored) {
      const share = <T>((factor * smoothing) / <f64>cols);
      const v = v128.splat<T>(share);
      let i = 0;
      for (; i <= cols - wide; i += wide) {
        const p = <usize>i * size;
        v128.store(dst + p, w ? v128.mul<T>(v, v128.load(w + p)) : v);
      }
      for (; i < cols; i++) {
        const p = <usize>i * size;
        store<T>(dst + p, w ? share * load<T>(w + p) : share);
      }
    } else memory.fill(dst, 0, step);
    if (label != ignored) {
      const at = <usize>label * size;
      const weight: f64 = w ? <f64>load<T>(w + at) : 1;
      store<T>(dst + at, <T>(<f64>load<T>(dst + at) + (1 - smoothing) * weight * factor));
    }
    dst += step;
  }
}

export function classLossGradF32(
  dst: usize, g: usize, gStep: i32, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, scale: f64,
): void {
  classLossGrad<f32>(dst, g, gStep, target, w, rows, cols, ignored, smoothing, scale);
}
export function classLossGradF64(
  dst: usize, g: usize, gStep: i32, target: usize, w: usize, rows: i32, cols: i32,
  ignored: i32, smoothing: f64, scale: f64,
): void {
  classLossGrad<f64>(dst, g, gStep, target, w, rows, cols, ignored, smoothing, scale);
}
