/**
 * Mean and variance of what is normalised, of either floating type, and how a run of it is shifted and scaled. Elements
 * that fill no vector are handled as vectors of which one lane counts, so that each number comes of the same
 * arithmetic wherever it lies.
 *
 * Distances from a number near the mean are summed up, and what that number is off is put right after. It is the mean
 * of the elements before; for as many as stand at the beginning of a row it is found first. So what is long is read
 * once, and a mean that is far greater than the deviation costs no digits.
 */
import { madd, sumLanesWide, sumPair } from "../simd";

/** Elements that are read twice at least. */
const FIRST = 1024;
/** Vectors that are added up in each lane before the sum goes on in float64. */
const BLOCK = 64;

/** What {@link moments} has found; the variance is divided by the number of elements. */
export let foundMean: f64 = 0;
export let foundVariance: f64 = 0;

let seen: f64 = 0;
let sum: f64 = 0;
let squares: f64 = 0;

/** Four or two elements, or one in all lanes. */
// @ts-ignore: decorator
@inline
export function get<T>(whole: bool, p: usize): v128 {
  return whole ? v128.load(p) : v128.load_splat<T>(p);
}

// @ts-ignore: decorator
@inline
export function put<T>(whole: bool, p: usize, v: v128): void {
  if (whole) v128.store(p, v);
  else v128.store_lane<T>(p, v, 0);
}

/** The sum of the lanes, or the one that counts. */
// @ts-ignore: decorator
@inline
export function lanes<T>(whole: bool, v: v128): f64 {
  if (!whole) return <f64>v128.extract_lane<T>(v, 0);
  return sizeof<T>() == 4 ? sumLanesWide(v) : sumPair(v);
}

/** The sum of n elements. */
function sumRun<T>(x: usize, n: i32): f64 {
  const wide = <i32>(16 / sizeof<T>());
  let total: f64 = 0;
  let i = 0;
  while (i <= n - wide) {
    const end = min(i + 2 * BLOCK * wide, n);
    let a = v128.splat<T>(0);
    let b = a;
    for (; i <= end - 2 * wide; i += 2 * wide) {
      const p = x + <usize>i * sizeof<T>();
      a = v128.add<T>(a, v128.load(p));
      b = v128.add<T>(b, v128.load(p, 16));
    }
    for (; i <= end - wide; i += wide) a = v128.add<T>(a, v128.load(x + <usize>i * sizeof<T>()));
    total += lanes<T>(true, v128.add<T>(a, b));
  }
  for (; i < n; i++) total += <f64>load<T>(x + <usize>i * sizeof<T>());
  return total;
}

/** Joins what lies in `runs` runs of n elements, `step` bytes apart, to what was seen. */
function join<T>(x: usize, runs: i32, n: i32, step: usize, shift: T): void {
  const wide = <i32>(16 / sizeof<T>());
  const s = v128.splat<T>(shift);
  const count = <f64>runs * <f64>n;
  let e: f64 = 0;
  let q: f64 = 0;
  for (let r = 0; r < runs; r++) {
    let i = 0;
    while (i <= n - wide) {
      const end = min(i + 2 * BLOCK * wide, n);
      let a = v128.splat<T>(0);
      let b = a;
      let c = a;
      let d = a;
      for (; i <= end - 2 * wide; i += 2 * wide) {
        const p = x + <usize>i * sizeof<T>();
        const u = v128.sub<T>(v128.load(p), s);
        const v = v128.sub<T>(v128.load(p, 16), s);
        a = v128.add<T>(a, u);
        b = v128.add<T>(b, v);
        c = madd<T>(u, u, c);
        d = madd<T>(v, v, d);
      }
      for (; i <= end - wide; i += wide) {
        const u = v128.sub<T>(v128.load(x + <usize>i * sizeof<T>()), s);
        a = v128.add<T>(a, u);
        c = madd<T>(u, u, c);
      }
      e += lanes<T>(true, v128.add<T>(a, b));
      q += lanes<T>(true, v128.add<T>(c, d));
    }
    for (; i < n; i++) {
      const u = <f64>(load<T>(x + <usize>i * sizeof<T>()) - shift);
      e += u;
      q += u * u;
    }
    x += step;
  }
  // Of infinities nothing is left.
  q = max(q - (e * e) / count, 0);
  if (seen > 0) {
    const apart = <f64>shift + e / count - sum / seen;
    q += (apart * apart * seen * count) / (seen + count);
  }
  squares += q;
  sum += e + <f64>shift * count;
  seen += count;
}

/** A number to take distances from; 0 when there are infinities, so that they stay what they are. */
// @ts-ignore: decorator
@inline
export function shiftOf<T>(mean: f64): T {
  return <T>(isFinite(mean) ? mean : 0);
}

/** Mean and variance of `runs` runs of n elements, `step` bytes apart. */
export function moments<T>(x: usize, runs: i32, n: i32, step: usize): void {
  seen = 0;
  sum = 0;
  squares = 0;
  if (runs == 1) {
    const first = min(n, FIRST);
    join<T>(x, 1, first, 0, shiftOf<T>(sumRun<T>(x, first) / <f64>first));
    let i = first;
    // As many as before at most: then what the number is off is little beside what there is.
    while (i < n) {
      const more = min(i, n - i);
      join<T>(x + <usize>i * sizeof<T>(), 1, more, 0, shiftOf<T>(sum / seen));
      i += more;
    }
  } else {
    const first = min(runs, 1 + FIRST / n);
    let begun: f64 = 0;
    for (let r = 0; r < first; r++) begun += sumRun<T>(x + <usize>r * step, n);
    join<T>(x, first, n, step, shiftOf<T>(begun / (<f64>first * <f64>n)));
    let r = first;
    while (r < runs) {
      const more = min(r, runs - r);
      join<T>(x + <usize>r * step, more, n, step, shiftOf<T>(sum / seen));
      r += more;
    }
  }
  foundMean = sum / seen;
  foundVariance = squares / seen;
}

/** dst = (x − mean)·scale + shift. */
export function scaleRun<T>(dst: usize, x: usize, n: i32, mean: T, scale: T, shift: T): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  const s = v128.splat<T>(scale);
  const b = v128.splat<T>(shift);
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = madd<T>(v128.sub<T>(v128.load(x + p), m), s, b);
    const v = madd<T>(v128.sub<T>(v128.load(x + p, 16), m), s, b);
    v128.store(dst + p, u);
    v128.store(dst + p, v, 16);
  }
  for (; i <= n - wide; i += wide) {
    const p = <usize>i * sizeof<T>();
    put<T>(true, dst + p, madd<T>(v128.sub<T>(get<T>(true, x + p), m), s, b));
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    put<T>(false, dst + p, madd<T>(v128.sub<T>(get<T>(false, x + p), m), s, b));
  }
}

/** What {@link slopeSums} has found. */
export let sumOfSlopes: f64 = 0;
export let sumOfProducts: f64 = 0;

/** Σ g and Σ g·(x − mean). */
export function slopeSums<T>(g: usize, x: usize, n: i32, mean: T): void {
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
      const u = v128.load(g + p);
      const v = v128.load(g + p, 16);
      a = v128.add<T>(a, u);
      b = v128.add<T>(b, v);
      c = madd<T>(u, v128.sub<T>(v128.load(x + p), m), c);
      d = madd<T>(v, v128.sub<T>(v128.load(x + p, 16), m), d);
    }
    for (; i <= end - wide; i += wide) {
      const p = <usize>i * sizeof<T>();
      const u = v128.load(g + p);
      a = v128.add<T>(a, u);
      c = madd<T>(u, v128.sub<T>(v128.load(x + p), m), c);
    }
    e += lanes<T>(true, v128.add<T>(a, b));
    q += lanes<T>(true, v128.add<T>(c, d));
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const u = <f64>load<T>(g + p);
    e += u;
    q += u * <f64>(load<T>(x + p) - mean);
  }
  sumOfSlopes = e;
  sumOfProducts = q;
}

/** dst = g·scale − (x − mean)·factor − shift. */
export function slopeRun<T>(dst: usize, g: usize, x: usize, n: i32, mean: T, scale: T, shift: T, factor: T): void {
  const wide = <i32>(16 / sizeof<T>());
  const m = v128.splat<T>(mean);
  const s = v128.splat<T>(scale);
  const b = v128.splat<T>(-shift);
  const f = v128.splat<T>(-factor);
  let i = 0;
  for (; i <= n - 2 * wide; i += 2 * wide) {
    const p = <usize>i * sizeof<T>();
    const u = madd<T>(v128.load(g + p), s, madd<T>(v128.sub<T>(v128.load(x + p), m), f, b));
    const v = madd<T>(v128.load(g + p, 16), s, madd<T>(v128.sub<T>(v128.load(x + p, 16), m), f, b));
    v128.store(dst + p, u);
    v128.store(dst + p, v, 16);
  }
  for (; i <= n - wide; i += wide) {
    const p = <usize>i * sizeof<T>();
    put<T>(true, dst + p, madd<T>(v128.load(g + p), s, madd<T>(v128.sub<T>(v128.load(x + p), m), f, b)));
  }
  for (; i < n; i++) {
    const p = <usize>i * sizeof<T>();
    const part = madd<T>(v128.sub<T>(get<T>(false, x + p), m), f, b);
    put<T>(false, dst + p, madd<T>(get<T>(false, g + p), s, part));
  }
}
