/**
 * Normalisation of each channel over a batch: x is [outer, channels, inner] of which only some channels may be meant, so
 * that an outer one is `stride` elements from the next. Mean and variance [channels] are found, or given. Where `inner`
 * is 1 the channels are the columns of a matrix, which is walked row by row. `scratch` has room for six float64 for each
 * channel.
 */
import { madd } from "../simd";
import {
  foundMean, foundVariance, get, moments, put, scaleRun, shiftOf, slopeRun, slopeSums, sumOfProducts, sumOfSlopes,
} from "./moments";

/** Rows that are added up before the sums go on in float64. */
const ROWS = 64;

// @ts-ignore: decorator
@inline
function part<T>(scratch: usize, channels: i32, which: i32): usize {
  return scratch + (<usize>(channels * which) << 3);
}

/** The element at i as float64. */
// @ts-ignore: decorator
@inline
function at<T>(p: usize, i: i32): f64 {
  return <f64>load<T>(p + <usize>i * sizeof<T>());
}

// @ts-ignore: decorator
@inline
function set<T>(p: usize, i: i32, value: f64): void {
  store<T>(p + <usize>i * sizeof<T>(), <T>value);
}

/** Adds a row to the sums. */
function addRow<T>(to: usize, x: usize, n: i32): void {
  const wide = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    v128.store(to + p, v128.add<T>(v128.load(to + p), v128.load(x + p)));
    v128.store(to + p, v128.add<T>(v128.load(to + p, 16), v128.load(x + p, 16)), 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    store<T>(to + p, load<T>(to + p) + load<T>(x + p));
  }
}

/** Two rows' distances from `shift`, added to e, and their squares, added to q. */
function addTwo<T>(e: usize, q: usize, x: usize, y: usize, shift: usize, n: i32): void {
  const wide = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const s = v128.load(shift + p);
    const t = v128.load(shift + p, 16);
    const u0 = v128.sub<T>(v128.load(x + p), s);
    const u1 = v128.sub<T>(v128.load(x + p, 16), t);
    const v0 = v128.sub<T>(v128.load(y + p), s);
    const v1 = v128.sub<T>(v128.load(y + p, 16), t);
    v128.store(e + p, v128.add<T>(v128.load(e + p), v128.add<T>(u0, v0)));
    v128.store(e + p, v128.add<T>(v128.load(e + p, 16), v128.add<T>(u1, v1)), 16);
    v128.store(q + p, madd<T>(u0, u0, madd<T>(v0, v0, v128.load(q + p))));
    v128.store(q + p, madd<T>(u1, u1, madd<T>(v1, v1, v128.load(q + p, 16))), 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const s = get<T>(false, shift + p);
    const u = v128.sub<T>(get<T>(false, x + p), s);
    const v = v128.sub<T>(get<T>(false, y + p), s);
    put<T>(false, e + p, v128.add<T>(get<T>(false, e + p), v128.add<T>(u, v)));
    put<T>(false, q + p, madd<T>(u, u, madd<T>(v, v, get<T>(false, q + p))));
  }
}

/** The same of one row. */
function addOne<T>(e: usize, q: usize, x: usize, shift: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = load<T>(x + p) - load<T>(shift + p);
    store<T>(e + p, load<T>(e + p) + u);
    store<T>(q + p, load<T>(q + p) + u * u);
  }
}

/** Mean and variance of each column. See moments.ts. */
function columnMoments<T>(x: usize, mean: usize, variance: usize, rows: i32, n: i32, stride: i32, scratch: usize): void {
  const step = <usize>stride * sizeof<T>();
  const sums = part<T>(scratch, n, 0);
  const squares = part<T>(scratch, n, 1);
  const e = part<T>(scratch, n, 2);
  const q = part<T>(scratch, n, 3);
  const shift = part<T>(scratch, n, 4);
  memory.fill(scratch, 0, <usize>n << 5);
  const first = min(rows, ROWS);
  for (let r = 0; r < first; r++) addRow<T>(e, x + <usize>r * step, n);
  for (let i = 0; i < n; i++) store<T>(shift + <usize>i * sizeof<T>(), shiftOf<T>(at<T>(e, i) / <f64>first));
  for (let r = 0; r < rows; ) {
    const count = min(ROWS, rows - r);
    memory.fill(e, 0, <usize>n << 4);
    let k = 0;
    for (; k <= count - 2; k += 2) addTwo<T>(e, q, x + <usize>k * step, x + <usize>(k + 1) * step, shift, n);
    if (k < count) addOne<T>(e, q, x + <usize>k * step, shift, n);
    const seen = <f64>r;
    const added = <f64>count;
    const share = (seen * added) / (seen + added);
    for (let i = 0; i < n; i++) {
      const place = <usize>i << 3;
      const far = at<T>(e, i);
      const near = at<T>(shift, i);
      let more = max(at<T>(q, i) - (far * far) / added, 0);
      let sum = load<f64>(sums + place);
      if (r > 0) {
        const apart = near + far / added - sum / seen;
        more += apart * apart * share;
      }
      sum += far + near * added;
      store<f64>(sums + place, sum);
      store<f64>(squares + place, load<f64>(squares + place) + more);
      store<T>(shift + <usize>i * sizeof<T>(), shiftOf<T>(sum / (seen + added)));
    }
    x += <usize>count * step;
    r += count;
  }
  for (let i = 0; i < n; i++) {
    set<T>(mean, i, load<f64>(sums + (<usize>i << 3)) / <f64>rows);
    const spread = load<f64>(squares + (<usize>i << 3)) / <f64>rows;
    set<T>(variance, i, spread);
  }
}

/** dst = (x − mean)·scale + shift, of a row whose elements have one each of them. */
function scaleColumns<T>(dst: usize, x: usize, mean: usize, scale: usize, shift: usize, n: i32): void {
  const wide = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = v128.sub<T>(v128.load(x + p), v128.load(mean + p));
    const v = v128.sub<T>(v128.load(x + p, 16), v128.load(mean + p, 16));
    const first = madd<T>(u, v128.load(scale + p), v128.load(shift + p));
    const second = madd<T>(v, v128.load(scale + p, 16), v128.load(shift + p, 16));
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = v128.sub<T>(get<T>(false, x + p), get<T>(false, mean + p));
    put<T>(false, dst + p, madd<T>(u, get<T>(false, scale + p), get<T>(false, shift + p)));
  }
}

// @ts-ignore: decorator
@inline
function normaliseBatch<T>(
  channels: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  const step = <usize>stride * sizeof<T>();
  if (inner == 1) {
    if (!given) columnMoments<T>(x, mean, variance, outer, channels, stride, scratch);
    const scale = part<T>(scratch, channels, 0);
    const none = part<T>(scratch, channels, 1);
    if (!b) memory.fill(none, 0, <usize>channels << 3);
    for (let i = 0; i < channels; i++) {
      const r: f64 = 1 / Math.sqrt(at<T>(variance, i) + eps);
      set<T>(scale, i, w ? r * at<T>(w, i) : r);
    }
    for (let o = 0; o < outer; o++) {
      scaleColumns<T>(dst, x, mean, scale, b ? b : none, channels);
      dst += step;
      x += step;
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    const run = <usize>c * <usize>inner * sizeof<T>();
    let spread: f64 = 0;
    if (given) spread = at<T>(variance, c);
    else {
      moments<T>(x + run, outer, inner, step);
      set<T>(mean, c, foundMean);
      set<T>(variance, c, foundVariance);
      spread = foundVariance;
    }
    const r: f64 = 1 / Math.sqrt(spread + eps);
    const scale = <T>(w ? r * at<T>(w, c) : r);
    const shift = <T>(b ? at<T>(b, c) : 0);
    const m = <T>at<T>(mean, c);
    for (let o = 0; o < outer; o++) {
      const p = run + <usize>o * step;
      scaleRun<T>(dst + p, x + p, inner, m, scale, shift);
    }
  }
}

export function normaliseBatchF32(
  channels: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  normaliseBatch<f32>(channels, dst, x, w, b, mean, variance, given, outer, inner, stride, eps, scratch);
}
export function normaliseBatchF64(
  channels: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  normaliseBatch<f64>(channels, dst, x, w, b, mean, variance, given, outer, inner, stride, eps, scratch);
}

/** Adds g to `a`, and g·(x − mean) to `b`. */
function addProducts<T>(a: usize, b: usize, g: usize, x: usize, mean: usize, n: i32): void {
  const wide = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = v128.load(g + p);
    const v = v128.load(g + p, 16);
    const far = v128.sub<T>(v128.load(x + p), v128.load(mean + p));
    const farther = v128.sub<T>(v128.load(x + p, 16), v128.load(mean + p, 16));
    v128.store(a + p, v128.add<T>(v128.load(a + p), u));
    v128.store(a + p, v128.add<T>(v128.load(a + p, 16), v), 16);
    v128.store(b + p, madd<T>(u, far, v128.load(b + p)));
    v128.store(b + p, madd<T>(v, farther, v128.load(b + p, 16)), 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = get<T>(false, g + p);
    const far = v128.sub<T>(get<T>(false, x + p), get<T>(false, mean + p));
    put<T>(false, a + p, v128.add<T>(get<T>(false, a + p), u));
    put<T>(false, b + p, madd<T>(u, far, get<T>(false, b + p)));
  }
}

/** For each column Σ g and Σ g·(x − mean), float64, to the first two parts of `scratch`. */
function columnSums<T>(g: usize, x: usize, mean: usize, rows: i32, n: i32, step: usize, scratch: usize): void {
  const a = part<T>(scratch, n, 2);
  const b = part<T>(scratch, n, 3);
  memory.fill(scratch, 0, <usize>n << 5);
  for (let r = 0; r < rows; r++) {
    addProducts<T>(a, b, g, x, mean, n);
    g += step;
    x += step;
    if (r % ROWS == ROWS - 1 || r == rows - 1) {
      for (let i = 0; i < n; i++) {
        const p = scratch + (<usize>i << 3);
        const q = p + (<usize>n << 3);
        store<f64>(p, load<f64>(p) + at<T>(a, i));
        store<f64>(q, load<f64>(q) + at<T>(b, i));
      }
      memory.fill(a, 0, <usize>n << 4);
    }
  }
}

/** dst = g·scale − (x − mean)·factor − shift, or g·scale when `given`. */
function slopeColumns<T>(
  given: i32, dst: usize, g: usize, x: usize, mean: usize, scale: usize, factor: usize, shift: usize, n: i32,
): void {
  const wide = <i32>(16 / sizeof<T>());
  let i = 0;
  if (given) {
    for (; i <= n - wide; i += wide) {
      const p = <usize>i * sizeof<T>();
      v128.store(dst + p, v128.mul<T>(v128.load(g + p), v128.load(scale + p)));
    }
    for (; i < n; i++) set<T>(dst, i, <f64>(<T>at<T>(g, i) * <T>at<T>(scale, i)));
    return;
  }
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = v128.sub<T>(v128.load(x + p), v128.load(mean + p));
    const v = v128.sub<T>(v128.load(x + p, 16), v128.load(mean + p, 16));
    const first = madd<T>(u, v128.load(factor + p), v128.load(shift + p));
    const second = madd<T>(v, v128.load(factor + p, 16), v128.load(shift + p, 16));
    v128.store(dst + p, madd<T>(v128.load(g + p), v128.load(scale + p), first));
    v128.store(dst + p, madd<T>(v128.load(g + p, 16), v128.load(scale + p, 16), second), 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = v128.sub<T>(get<T>(false, x + p), get<T>(false, mean + p));
    const rest = madd<T>(u, get<T>(false, factor + p), get<T>(false, shift + p));
    put<T>(false, dst + p, madd<T>(get<T>(false, g + p), get<T>(false, scale + p), rest));
  }
}

/** Slopes of x, weight and bias to the places that are not 0. */
// @ts-ignore: decorator
@inline
function batchGrad<T>(
  channels: i32, gx: usize, gw: usize, gb: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  const step = <usize>stride * sizeof<T>();
  const count = <f64>outer * <f64>inner;
  const summed = !given || gw != 0 || gb != 0;
  if (inner == 1) {
    if (summed) columnSums<T>(g, x, mean, outer, channels, step, scratch);
    const scale = part<T>(scratch, channels, 2);
    const factor = part<T>(scratch, channels, 3);
    const shift = part<T>(scratch, channels, 4);
    for (let i = 0; i < channels; i++) {
      const place = scratch + (<usize>i << 3);
      const a = summed ? load<f64>(place) : 0;
      const b = summed ? load<f64>(place + (<usize>channels << 3)) : 0;
      const r: f64 = 1 / Math.sqrt(at<T>(variance, i) + eps);
      const k = w ? r * at<T>(w, i) : r;
      if (gw) set<T>(gw, i, b * r);
      if (gb) set<T>(gb, i, a);
      set<T>(scale, i, k);
      set<T>(factor, i, (-k * r * r * b) / count);
      set<T>(shift, i, (-k * a) / count);
    }
    for (let o = 0; o < outer && gx != 0; o++) {
      slopeColumns<T>(given, gx, g, x, mean, scale, factor, shift, channels);
      gx += step;
      g += step;
      x += step;
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    const run = <usize>c * <usize>inner * sizeof<T>();
    const m = <T>at<T>(mean, c);
    const r: f64 = 1 / Math.sqrt(at<T>(variance, c) + eps);
    const k = w ? r * at<T>(w, c) : r;
    let a: f64 = 0;
    let b: f64 = 0;
    for (let o = 0; o < outer && summed; o++) {
      const p = run + <usize>o * step;
      slopeSums<T>(g + p, x + p, inner, m);
      a += sumOfSlopes;
      b += sumOfProducts;
    }
    if (gw) set<T>(gw, c, b * r);
    if (gb) set<T>(gb, c, a);
    const shift = <T>((k * a) / count);
    const factor = <T>((k * r * r * b) / count);
    for (let o = 0; o < outer && gx != 0; o++) {
      const p = run + <usize>o * step;
      if (given) scaleRun<T>(gx + p, g + p, inner, 0, <T>k, 0);
      else slopeRun<T>(gx + p, g + p, x + p, inner, m, <T>k, shift, factor);
    }
  }
}

export function batchGradF32(
  channels: i32, gx: usize, gw: usize, gb: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  batchGrad<f32>(channels, gx, gw, gb, g, x, w, mean, variance, given, outer, inner, stride, eps, scratch);
}
export function batchGradF64(
  channels: i32, gx: usize, gw: usize, gb: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  given: i32, outer: i32, inner: i32, stride: i32, eps: f64, scratch: usize,
): void {
  batchGrad<f64>(channels, gx, gw, gb, g, x, w, mean, variance, given, outer, inner, stride, eps, scratch);
}
