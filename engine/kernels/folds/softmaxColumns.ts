/**
 * Softmax, its logarithm, their backward passes and ln Σ eˣ along the middle axis of a contiguous operand seen as
 * [outer, n, inner] whose elements of a column do not lie side by side. Bands of columns are gone through row by row;
 * what belongs to a column waits in `scratch`. Sums of 64 rows are made in the elements' own dtype, those of all rows in
 * float64.
 */
import { vexp, vexpBelow, vlog } from "../elementary";
import { loadPart, promoteHigh, storePart } from "../simd";
import { wexp, wlog } from "../pointwise/double";
import { columnMaxima } from "./extremes";
import { logSumExpRowsF64, softmaxGradRowsF64, softmaxRowsF64 } from "./softmaxDouble";

/** Columns in a band, of which a few hundred rows stay in the second cache. */
const BAND = 256;
const ROWS = 64;
/** Bytes of scratch that the numbers of a band take, one for each column. */
const SPACE: usize = BAND * 8;

/** A vector, or what there is of one at the end of a row. */
// @ts-ignore: decorator
@inline
function take<T>(p: usize, left: i32): v128 {
  if (sizeof<T>() == 4) return left >= 4 ? v128.load(p) : loadPart(p, left);
  return left >= 2 ? v128.load(p) : v128.load_zero<u64>(p);
}

// @ts-ignore: decorator
@inline
function give<T>(p: usize, v: v128, left: i32): void {
  if (left >= 16 / <i32>sizeof<T>()) v128.store(p, v);
  else if (sizeof<T>() == 4) storePart(p, v, left);
  else v128.store_lane<u64>(p, v, 0);
}

/** e^x for x ≤ 0. */
// @ts-ignore: decorator
@inline
function expBelow<T>(x: v128): v128 {
  return sizeof<T>() == 4 ? vexpBelow(x) : wexp(x);
}

// @ts-ignore: decorator
@inline
function expOf<T>(x: v128): v128 {
  return sizeof<T>() == 4 ? vexp(x) : wexp(x);
}

// @ts-ignore: decorator
@inline
function logOf<T>(x: v128): v128 {
  return sizeof<T>() == 4 ? vlog(x) : wlog(x);
}

/** Adds what a block of rows came to, in the elements' dtype, to the totals, and begins anew. */
// @ts-ignore: decorator
@inline
function addUp<T>(totals: usize, block: usize, cols: i32): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  for (let j = 0; j < cols; j += lanes) {
    const v = v128.load(block + <usize>j * sizeof<T>());
    const t = totals + (<usize>j << 3);
    if (sizeof<T>() == 4) {
      v128.store(t, f64x2.add(v128.load(t), f64x2.promote_low_f32x4(v)));
      v128.store(t, f64x2.add(v128.load(t, 16), promoteHigh(v)), 16);
    } else v128.store(t, f64x2.add(v128.load(t), v));
    v128.store(block + <usize>j * sizeof<T>(), i32x4.splat(0));
  }
}

/** The totals in the elements' dtype, in place of the last block. */
// @ts-ignore: decorator
@inline
function round<T>(block: usize, totals: usize, cols: i32): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  for (let j = 0; j < cols; j += lanes) {
    const t = totals + (<usize>j << 3);
    let v = v128.load(t);
    if (sizeof<T>() == 4) {
      v = v128.shuffle<i64>(f32x4.demote_f64x2_zero(v), f32x4.demote_f64x2_zero(v128.load(t, 16)), 0, 2);
    }
    v128.store(block + <usize>j * sizeof<T>(), v);
  }
}

/** Σ over rows of e^(x − shift) in `sums`, which is kept in dst when `keep`. */
// @ts-ignore: decorator
@inline
function expSums<T>(
  keep: bool,
  dst: usize,
  x: usize,
  n: i32,
  cols: i32,
  step: usize,
  shifts: usize,
  sums: usize,
  totals: usize,
): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  memory.fill(sums, 0, SPACE);
  memory.fill(totals, 0, SPACE);
  let r = 0;
  while (r < n) {
    const end = min(r + ROWS, n);
    for (; r < end; r++) {
      let j = 0;
      for (; j <= cols - 2 * lanes; j += 2 * lanes) {
        const at = <usize>j * sizeof<T>();
        const first = expBelow<T>(v128.sub<T>(v128.load(x + at), v128.load(shifts + at)));
        const second = expBelow<T>(v128.sub<T>(v128.load(x + at, 16), v128.load(shifts + at, 16)));
        if (keep) {
          v128.store(dst + at, first);
          v128.store(dst + at, second, 16);
        }
        const a = v128.add<T>(v128.load(sums + at), first);
        const b = v128.add<T>(v128.load(sums + at, 16), second);
        v128.store(sums + at, a);
        v128.store(sums + at, b, 16);
      }
      for (; j < cols; j += lanes) {
        const at = <usize>j * sizeof<T>();
        const e = expBelow<T>(v128.sub<T>(take<T>(x + at, cols - j), v128.load(shifts + at)));
        if (keep) give<T>(dst + at, e, cols - j);
        v128.store(sums + at, v128.add<T>(v128.load(sums + at), e));
      }
      x += step;
      dst += step;
    }
    addUp<T>(totals, sums, cols);
  }
  round<T>(sums, totals, cols);
}

// @ts-ignore: decorator
@inline
function softmaxBand<T>(log: bool, dst: usize, x: usize, n: i32, cols: i32, step: usize, scratch: usize): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  const shifts = scratch;
  const sums = scratch + SPACE;
  columnMaxima<T>(shifts, x, n, cols, step);
  expSums<T>(!log, dst, x, n, cols, step, shifts, sums, sums + SPACE);
  const one = v128.splat<T>(1);
  for (let j = 0; j < cols; j += lanes) {
    const p = sums + <usize>j * sizeof<T>();
    const sum = v128.load(p);
    v128.store(p, log ? logOf<T>(sum) : v128.div<T>(one, sum));
  }
  for (let r = 0; r < n; r++) {
    let j = 0;
    for (; j <= cols - 2 * lanes; j += 2 * lanes) {
      const at = <usize>j * sizeof<T>();
      const a = v128.load(sums + at);
      const b = v128.load(sums + at, 16);
      const first = log ? v128.sub<T>(v128.sub<T>(v128.load(x + at), v128.load(shifts + at)), a) : v128.mul<T>(v128.load(dst + at), a);
      const second = log
        ? v128.sub<T>(v128.sub<T>(v128.load(x + at, 16), v128.load(shifts + at, 16)), b)
        : v128.mul<T>(v128.load(dst + at, 16), b);
      v128.store(dst + at, first);
      v128.store(dst + at, second, 16);
    }
    for (; j < cols; j += lanes) {
      const at = <usize>j * sizeof<T>();
      const a = v128.load(sums + at);
      const v = take<T>((log ? x : dst) + at, cols - j);
      give<T>(dst + at, log ? v128.sub<T>(v128.sub<T>(v, v128.load(shifts + at)), a) : v128.mul<T>(v, a), cols - j);
    }
    x += step;
    dst += step;
  }
}

// @ts-ignore: decorator
@inline
function softmaxColumns<T>(log: bool, dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j += BAND) {
      const at = <usize>j * sizeof<T>();
      softmaxBand<T>(log, dst + at, x + at, n, min(BAND, inner - j), step, scratch);
    }
    dst += <usize>n * step;
    x += <usize>n * step;
  }
}

/** Three times 2 KB of `scratch` are used. */
export function softmaxColumnsF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  softmaxColumns<f32>(false, dst, x, outer, n, inner, scratch);
}
export function logSoftmaxColumnsF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  softmaxColumns<f32>(true, dst, x, outer, n, inner, scratch);
}

// @ts-ignore: decorator
@inline
function logSumExpColumns<T>(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  const step = <usize>inner * sizeof<T>();
  const shifts = scratch;
  const sums = scratch + SPACE;
  const infinity = v128.splat<T>(<T>Infinity);
  for (let o = 0; o < outer; o++) {
    for (let j0 = 0; j0 < inner; j0 += BAND) {
      const cols = min(BAND, inner - j0);
      const from = x + <usize>j0 * sizeof<T>();
      const to = dst + <usize>j0 * sizeof<T>();
      columnMaxima<T>(shifts, from, n, cols, step);
      expSums<T>(false, 0, from, n, cols, step, shifts, sums, sums + SPACE);
      for (let j = 0; j < cols; j += lanes) {
        const at = <usize>j * sizeof<T>();
        const shift = v128.load(shifts + at);
        const sum = v128.add<T>(shift, logOf<T>(v128.load(sums + at)));
        // Infinity is the sum of what has it, and −Infinity of nothing else.
        give<T>(to + at, v128.bitselect(shift, sum, v128.eq<T>(v128.abs<T>(shift), infinity)), cols - j);
      }
    }
    dst += step;
    x += <usize>n * step;
  }
}

export function logSumExpColumnsF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  logSumExpColumns<f32>(dst, x, outer, n, inner, scratch);
}

// @ts-ignore: decorator
@inline
function gradBand<T>(
  log: bool,
  dst: usize,
  dy: usize,
  y: usize,
  n: i32,
  cols: i32,
  step: usize,
  scratch: usize,
): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  const sums = scratch;
  const totals = scratch + SPACE;
  memory.fill(sums, 0, SPACE);
  memory.fill(totals, 0, SPACE);
  let g = dy;
  let v = y;
  let r = 0;
  while (r < n) {
    const end = min(r + ROWS, n);
    for (; r < end; r++) {
      let j = 0;
      for (; j <= cols - 2 * lanes; j += 2 * lanes) {
        const at = <usize>j * sizeof<T>();
        const g0 = v128.load(g + at);
        const g1 = v128.load(g + at, 16);
        const a = v128.add<T>(v128.load(sums + at), log ? g0 : v128.mul<T>(g0, v128.load(v + at)));
        const b = v128.add<T>(v128.load(sums + at, 16), log ? g1 : v128.mul<T>(g1, v128.load(v + at, 16)));
        v128.store(sums + at, a);
        v128.store(sums + at, b, 16);
      }
      for (; j < cols; j += lanes) {
        const at = <usize>j * sizeof<T>();
        const upper = take<T>(g + at, cols - j);
        const part = log ? upper : v128.mul<T>(upper, take<T>(v + at, cols - j));
        v128.store(sums + at, v128.add<T>(v128.load(sums + at), part));
      }
      g += step;
      v += step;
    }
    addUp<T>(totals, sums, cols);
  }
  round<T>(sums, totals, cols);
  for (r = 0; r < n; r++) {
    let j = 0;
    for (; j <= cols - 2 * lanes; j += 2 * lanes) {
      const at = <usize>j * sizeof<T>();
      const first = slope<T>(log, v128.load(dy + at), v128.load(y + at), v128.load(sums + at));
      const second = slope<T>(log, v128.load(dy + at, 16), v128.load(y + at, 16), v128.load(sums + at, 16));
      v128.store(dst + at, first);
      v128.store(dst + at, second, 16);
    }
    for (; j < cols; j += lanes) {
      const at = <usize>j * sizeof<T>();
      const left = cols - j;
      give<T>(dst + at, slope<T>(log, take<T>(dy + at, left), take<T>(y + at, left), v128.load(sums + at)), left);
    }
    dst += step;
    dy += step;
    y += step;
  }
}

// @ts-ignore: decorator
@inline
function slope<T>(log: bool, g: v128, y: v128, total: v128): v128 {
  return log ? v128.sub<T>(g, v128.mul<T>(expOf<T>(y), total)) : v128.mul<T>(y, v128.sub<T>(g, total));
}

// @ts-ignore: decorator
@inline
function gradColumns<T>(
  log: bool,
  dst: usize,
  dy: usize,
  y: usize,
  outer: i32,
  n: i32,
  inner: i32,
  scratch: usize,
): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j += BAND) {
      const at = <usize>j * sizeof<T>();
      gradBand<T>(log, dst + at, dy + at, y + at, n, min(BAND, inner - j), step, scratch);
    }
    dst += <usize>n * step;
    dy += <usize>n * step;
    y += <usize>n * step;
  }
}

export function softmaxGradColumnsF32(
  dst: usize,
  dy: usize,
  y: usize,
  outer: i32,
  n: i32,
  inner: i32,
  scratch: usize,
): void {
  gradColumns<f32>(false, dst, dy, y, outer, n, inner, scratch);
}
export function logSoftmaxGradColumnsF32(
  dst: usize,
  dy: usize,
  y: usize,
  outer: i32,
  n: i32,
  inner: i32,
  scratch: usize,
): void {
  gradColumns<f32>(true, dst, dy, y, outer, n, inner, scratch);
}

/** Of float64 also the rows. */
export function softmaxColumnsF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  if (inner == 1) softmaxRowsF64(false, dst, x, outer, n);
  else softmaxColumns<f64>(false, dst, x, outer, n, inner, scratch);
}
export function logSoftmaxColumnsF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  if (inner == 1) softmaxRowsF64(true, dst, x, outer, n);
  else softmaxColumns<f64>(true, dst, x, outer, n, inner, scratch);
}
export function logSumExpColumnsF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  if (inner == 1) logSumExpRowsF64(dst, x, outer, n);
  else logSumExpColumns<f64>(dst, x, outer, n, inner, scratch);
}
export function softmaxGradColumnsF64(
  dst: usize,
  dy: usize,
  y: usize,
  outer: i32,
  n: i32,
  inner: i32,
  scratch: usize,
): void {
  if (inner == 1) softmaxGradRowsF64(false, dst, dy, y, outer, n);
  else gradColumns<f64>(false, dst, dy, y, outer, n, inner, scratch);
}
export function logSoftmaxGradColumnsF64(
  dst: usize,
  dy: usize,
  y: usize,
  outer: i32,
  n: i32,
  inner: i32,
  scratch: usize,
): void {
  if (inner == 1) softmaxGradRowsF64(true, dst, dy, y, outer, n);
  else gradColumns<f64>(true, dst, dy, y, outer, n, inner, scratch);
}
