/**
 * Normalisation of each group of each example: x is [outer, groups, depth, inner], and mean and variance [outer, groups] are
 * of depth·inner elements. Weight and bias [groups, depth] stand at 0 where there are none. Over the last axes
 * (layerNorm) a group is a row, and `inner` is 1.
 */
import { madd } from "../simd";
import {
  foundMean, foundVariance, get, lanes, moments, put, scaleRun, slopeRun, slopeSums, sumOfProducts, sumOfSlopes,
} from "./moments";

/** Rows whose slopes are added up before the sum goes on in float64. */
const ROWS = 64;
const BLOCK = 64;

// @ts-ignore: decorator
@inline
function scaled<T>(whole: bool, x: usize, m: v128, r: v128, w: usize, b: usize): v128 {
  let v = v128.mul<T>(v128.sub<T>(get<T>(whole, x), m), r);
  if (w) v = v128.mul<T>(v, get<T>(whole, w));
  if (b) v = v128.add<T>(v, get<T>(whole, b));
  return v;
}

/** A row whose elements have a weight and a bias each. */
function scaleRow<T>(dst: usize, x: usize, n: i32, mean: T, scale: T, w: usize, b: usize): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  const r = v128.splat<T>(scale);
  // Pointers that are 0 stay 0.
  const wStep: usize = w ? sizeof<T>() : 0;
  const bStep: usize = b ? sizeof<T>() : 0;
  let i = 0;
  if (w && b) {
    for (; i <= n - 2 * wide; i += 2 * wide) {
      const p = <usize>i * sizeof<T>();
      const u = v128.mul<T>(v128.mul<T>(v128.sub<T>(v128.load(x + p), m), r), v128.load(w + p));
      const v = v128.mul<T>(v128.mul<T>(v128.sub<T>(v128.load(x + p, 16), m), r), v128.load(w + p, 16));
      v128.store(dst + p, v128.add<T>(u, v128.load(b + p)));
      v128.store(dst + p, v128.add<T>(v, v128.load(b + p, 16)), 16);
    }
  }
  for (; i <= n - wide; i += wide) {
    const k = <usize>i;
    const p = k * sizeof<T>();
    put<T>(true, dst + p, scaled<T>(true, x + p, m, r, w + k * wStep, b + k * bStep));
  }
  for (; i < n; i++) {
    const k = <usize>i;
    const p = k * sizeof<T>();
    put<T>(false, dst + p, scaled<T>(false, x + p, m, r, w + k * wStep, b + k * bStep));
  }
}

// @ts-ignore: decorator
@inline
function normaliseGroups<T>(
  outer: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  const n = depth * inner;
  const step = <usize>n * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < groups; k++) {
      moments<T>(x, 1, n, 0);
      const m = <T>foundMean;
      const r: f64 = 1 / Math.sqrt(foundVariance + eps);
      store<T>(mean, m);
      store<T>(variance, <T>foundVariance);
      const first = <usize>(k * depth) * sizeof<T>();
      if (inner == 1) scaleRow<T>(dst, x, n, m, <T>r, w ? w + first : 0, b ? b + first : 0);
      else {
        for (let d = 0; d < depth; d++) {
          const at = first + <usize>d * sizeof<T>();
          const scale = w ? <T>(r * <f64>load<T>(w + at)) : <T>r;
          const run = <usize>d * <usize>inner * sizeof<T>();
          scaleRun<T>(dst + run, x + run, inner, m, scale, b ? load<T>(b + at) : 0);
        }
      }
      dst += step;
      x += step;
      mean += sizeof<T>();
      variance += sizeof<T>();
    }
  }
}

export function normaliseGroupsF32(
  outer: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  normaliseGroups<f32>(outer, dst, x, w, b, mean, variance, groups, depth, inner, eps);
}
export function normaliseGroupsF64(
  outer: i32, dst: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize,
  groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  normaliseGroups<f64>(outer, dst, x, w, b, mean, variance, groups, depth, inner, eps);
}

/** What {@link rowSums} has found. */
let rowSum: f64 = 0;
let rowProducts: f64 = 0;

/** Σ g·w and Σ g·w·(x − mean). */
function rowSums<T>(g: usize, x: usize, w: usize, n: i32, mean: T): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  let e: f64 = 0;
  let q: f64 = 0;
  let i = 0;
  while (i <= n - wide) {
    const end = min(i + 2 * BLOCK * wide, n);
    let a = v128.splat<T>(0);
    let b = a;
    let c = a;
    let d = a;
    for (; i <= end - 2 * wide; i += 2 * wide) {
      const p = <usize>i * sizeof<T>();
      const u = v128.mul<T>(v128.load(g + p), v128.load(w + p));
      const v = v128.mul<T>(v128.load(g + p, 16), v128.load(w + p, 16));
      a = v128.add<T>(a, u);
      b = v128.add<T>(b, v);
      c = madd<T>(u, v128.sub<T>(v128.load(x + p), m), c);
      d = madd<T>(v, v128.sub<T>(v128.load(x + p, 16), m), d);
    }
    for (; i <= end - wide; i += wide) {
      const p = <usize>i * sizeof<T>();
      const u = v128.mul<T>(v128.load(g + p), v128.load(w + p));
      a = v128.add<T>(a, u);
      c = madd<T>(u, v128.sub<T>(v128.load(x + p), m), c);
    }
    e += lanes<T>(true, v128.add<T>(a, b));
    q += lanes<T>(true, v128.add<T>(c, d));
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = <f64>(load<T>(g + p) * load<T>(w + p));
    e += u;
    q += u * <f64>(load<T>(x + p) - mean);
  }
  rowSum = e;
  rowProducts = q;
}

/** dst = g·w·scale − (x − mean)·factor − shift. */
function slopeRow<T>(
  dst: usize, g: usize, x: usize, w: usize, n: i32, mean: T, scale: T, shift: T, factor: T,
): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  const s = v128.splat<T>(scale);
  const b = v128.splat<T>(-shift);
  const f = v128.splat<T>(-factor);
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = v128.mul<T>(v128.load(g + p), v128.load(w + p));
    const v = v128.mul<T>(v128.load(g + p, 16), v128.load(w + p, 16));
    const first = madd<T>(u, s, madd<T>(v128.sub<T>(v128.load(x + p), m), f, b));
    const second = madd<T>(v, s, madd<T>(v128.sub<T>(v128.load(x + p, 16), m), f, b));
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = v128.mul<T>(get<T>(false, g + p), get<T>(false, w + p));
    put<T>(false, dst + p, madd<T>(u, s, madd<T>(v128.sub<T>(get<T>(false, x + p), m), f, b)));
  }
}

/** Adds g to `gb`, and g·(x − mean)·scale to `gw`. */
function addSlopes<T>(gw: usize, gb: usize, g: usize, x: usize, n: i32, mean: T, scale: T): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  const s = v128.splat<T>(scale);
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = v128.load(g + p);
    const v = v128.load(g + p, 16);
    const far = v128.mul<T>(v128.sub<T>(v128.load(x + p), m), s);
    const farther = v128.mul<T>(v128.sub<T>(v128.load(x + p, 16), m), s);
    v128.store(gw + p, madd<T>(u, far, v128.load(gw + p)));
    v128.store(gw + p, madd<T>(v, farther, v128.load(gw + p, 16)), 16);
    v128.store(gb + p, v128.add<T>(u, v128.load(gb + p)));
    v128.store(gb + p, v128.add<T>(v, v128.load(gb + p, 16)), 16);
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = get<T>(false, g + p);
    const far = v128.mul<T>(v128.sub<T>(get<T>(false, x + p), m), s);
    put<T>(false, gw + p, madd<T>(u, far, get<T>(false, gw + p)));
    put<T>(false, gb + p, v128.add<T>(u, get<T>(false, gb + p)));
  }
}

// @ts-ignore: decorator
@inline
function add64(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** The slopes of one part of the outer ones; see below. */
function partGrad<T>(
  gx: usize, sums: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  outer: i32, groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  const n = depth * inner;
  const count = <f64>n;
  const step = <usize>n * sizeof<T>();
  const features = groups * depth;
  const gb = sums + (<usize>features << 3);
  const blockW = gb + (<usize>features << 3);
  const blockB = blockW + (<usize>features << 3);
  if (sums) memory.fill(sums, 0, <usize>features << 5);
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < groups; k++) {
      const m = load<T>(mean);
      const r: f64 = 1 / Math.sqrt(<f64>load<T>(variance) + eps);
      const first = k * depth;
      const weights = w ? w + <usize>first * sizeof<T>() : 0;
      if (inner == 1) {
        if (gx) {
          if (w) {
            rowSums<T>(g, x, weights, n, m);
          } else {
            slopeSums<T>(g, x, n, m);
            rowSum = sumOfSlopes;
            rowProducts = sumOfProducts;
          }
          const shift = <T>((r * rowSum) / count);
          const factor = <T>((r * r * r * rowProducts) / count);
          if (w) slopeRow<T>(gx, g, x, weights, n, m, <T>r, shift, factor);
          else slopeRun<T>(gx, g, x, n, m, <T>r, shift, factor);
        }
        const at = <usize>first * sizeof<T>();
        if (sums) addSlopes<T>(blockW + at, blockB + at, g, x, n, m, <T>r);
      } else {
        let a: f64 = 0;
        let b: f64 = 0;
        for (let d = 0; d < depth; d++) {
          const run = <usize>d * <usize>inner * sizeof<T>();
          slopeSums<T>(g + run, x + run, inner, m);
          const weight: f64 = w ? <f64>load<T>(weights + <usize>d * sizeof<T>()) : 1;
          a += weight * sumOfSlopes;
          b += weight * sumOfProducts;
          if (sums) {
            const at = <usize>(first + d) << 3;
            add64(sums + at, sumOfProducts * r);
            add64(gb + at, sumOfSlopes);
          }
        }
        const shift = <T>((r * a) / count);
        const factor = <T>((r * r * r * b) / count);
        for (let d = 0; d < depth && gx != 0; d++) {
          const run = <usize>d * <usize>inner * sizeof<T>();
          const scale = w ? r * <f64>load<T>(weights + <usize>d * sizeof<T>()) : r;
          slopeRun<T>(gx + run, g + run, x + run, inner, m, <T>scale, shift, factor);
        }
      }
      if (gx) gx += step;
      g += step;
      x += step;
      mean += sizeof<T>();
      variance += sizeof<T>();
    }
    if (inner == 1 && sums != 0 && (o % ROWS == ROWS - 1 || o == outer - 1)) {
      for (let i = 0; i < features; i++) {
        const at = <usize>i << 3;
        const from = <usize>i * sizeof<T>();
        add64(sums + at, <f64>load<T>(blockW + from));
        add64(gb + at, <f64>load<T>(blockB + from));
      }
      memory.fill(blockW, 0, <usize>features << 4);
    }
  }
}

/**
 * Slopes: of x to `gx` unless that is 0; of weight and bias, unless `sums` is 0, for every `length` of the outer ones two
 * times groups·depth float64 to `sums`, behind which there is room for as many more.
 */
// @ts-ignore: decorator
@inline
function groupsGrad<T>(
  outer: i32, gx: usize, sums: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  length: i32, groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  const each = <usize>groups * sizeof<T>();
  for (let o = 0; o < outer; o += length) {
    const many = min(length, outer - o);
    partGrad<T>(gx, sums, g, x, w, mean, variance, many, groups, depth, inner, eps);
    const all = <usize>many * <usize>(groups * depth) * <usize>inner * sizeof<T>();
    if (gx) gx += all;
    if (sums) sums += <usize>(groups * depth) << 5;
    g += all;
    x += all;
    mean += <usize>many * each;
    variance += <usize>many * each;
  }
}

export function groupsGradF32(
  outer: i32, gx: usize, sums: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  length: i32, groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  groupsGrad<f32>(outer, gx, sums, g, x, w, mean, variance, length, groups, depth, inner, eps);
}
export function groupsGradF64(
  outer: i32, gx: usize, sums: usize, g: usize, x: usize, w: usize, mean: usize, variance: usize,
  length: i32, groups: i32, depth: i32, inner: i32, eps: f64,
): void {
  groupsGrad<f64>(outer, gx, sums, g, x, w, mean, variance, length, groups, depth, inner, eps);
}

/** Adds up what {@link groupsGradF32} left in `parts` blocks of 4·n float64, for the places that are not 0. */
// @ts-ignore: decorator
@inline
function joinParts<T>(gw: usize, gb: usize, sums: usize, parts: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    let p = sums + (<usize>i << 3);
    let a: f64 = 0;
    let b: f64 = 0;
    for (let k = 0; k < parts; k++) {
      a += load<f64>(p);
      b += load<f64>(p + (<usize>n << 3));
      p += <usize>n << 5;
    }
    if (gw) store<T>(gw + <usize>i * sizeof<T>(), <T>a);
    if (gb) store<T>(gb + <usize>i * sizeof<T>(), <T>b);
  }
}

export function joinPartsF32(gw: usize, gb: usize, sums: usize, parts: i32, n: i32): void {
  joinParts<f32>(gw, gb, sums, parts, n);
}
export function joinPartsF64(gw: usize, gb: usize, sums: usize, parts: i32, n: i32): void {
  joinParts<f64>(gw, gb, sums, parts, n);
}
