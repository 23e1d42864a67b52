/** Kernels along the middle axis of a contiguous [outer, n, inner]. */
import { Reduce, type ReduceCode } from "../backend.ts";
import type { TypedArray } from "../../core/ndarray.ts";

/** Reduces the n elements at `start`, `start + step`, …; sums are kept in double precision. */
type Reducer = (x: TypedArray, start: number, n: number, step: number) => number;

const reducers: Record<ReduceCode, Reducer> = {
  [Reduce.sum]: sum,
  [Reduce.mean]: (x, start, n, step) => sum(x, start, n, step) / n,
  [Reduce.prod]: (x, start, n, step) => {
    let product = 1;
    // What is beyond 2^53 would lose the digits that whole numbers keep, modulo 2^32.
    const times = x instanceof Int32Array ? Math.imul : (a: number, b: number) => a * b;
    for (let i = 0; i < n; i++) product = times(product, x[start + i * step]);
    return product;
  },
  // Of two zeros −0 is the smaller, wherever they stand.
  [Reduce.max]: (x, start, n, step) => {
    let largest = -Infinity;
    for (let i = 0; i < n; i++) largest = Math.max(largest, x[start + i * step]);
    return largest;
  },
  [Reduce.min]: (x, start, n, step) => {
    let smallest = Infinity;
    for (let i = 0; i < n; i++) smallest = Math.min(smallest, x[start + i * step]);
    return smallest;
  },
  [Reduce.all]: (x, start, n, step) => {
    for (let i = 0; i < n; i++) if (x[start + i * step] === 0) return 0;
    return 1;
  },
  [Reduce.any]: (x, start, n, step) => {
    for (let i = 0; i < n; i++) if (x[start + i * step] !== 0) return 1;
    return 0;
  },
  [Reduce.logsumexp]: (x, start, n, step) => {
    if (n === 0) return -Infinity;
    const largest = x[start + extreme(x, start, n, step, 1) * step];
    const shift = Math.abs(largest) === Infinity ? 0 : largest;
    let total = 0;
    for (let i = 0; i < n; i++) total += Math.exp(x[start + i * step] - shift);
    return shift + Math.log(total);
  },
  [Reduce.sumSquares]: (x, start, n, step) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += x[start + i * step] * x[start + i * step];
    return total;
  },
};

function sum(x: TypedArray, start: number, n: number, step: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += x[start + i * step];
  return total;
}

/** Index of the first largest (`sign` 1) or smallest (−1) element, or of the first NaN. */
function extreme(x: TypedArray, start: number, n: number, step: number, sign: 1 | -1): number {
  let best = 0;
  for (let i = 0; i < n; i++) {
    const value = x[start + i * step];
    if (Number.isNaN(value)) return i;
    if (sign * value > sign * x[start + best * step]) best = i;
  }
  return best;
}

/** Calls `visit` with the first element and the ordinal of every row; rows step by `inner`. */
function forEachRow(
  outer: number,
  n: number,
  inner: number,
  visit: (start: number, row: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) visit(o * n * inner + i, o * inner + i);
  }
}

export function reduceRows(
  op: ReduceCode,
  x: TypedArray,
  out: TypedArray,
  outer: number,
  n: number,
  inner: number,
): void {
  const reducer = reducers[op];
  forEachRow(outer, n, inner, (start, row) => {
    out[row] = reducer(x, start, n, inner);
  });
}

export function argReduceRows(
  op: "max" | "min",
  x: TypedArray,
  out: TypedArray,
  outer: number,
  n: number,
  inner: number,
): void {
  const sign = op === "max" ? 1 : -1;
  forEachRow(outer, n, inner, (start, row) => {
    out[row] = extreme(x, start, n, inner, sign);
  });
}

export function cumsumRows(
  x: TypedArray,
  out: TypedArray,
  outer: number,
  n: number,
  inner: number,
  reversed: boolean,
): void {
  forEachRow(outer, n, inner, (start) => {
    let total = 0;
    for (let k = 0; k < n; k++) {
      const position = start + (reversed ? n - 1 - k : k) * inner;
      total += x[position];
      out[position] = total;
    }
  });
}

export function cumprodRows(x: TypedArray, out: TypedArray, outer: number, n: number, inner: number): void {
  const times = x instanceof Int32Array ? Math.imul : (a: number, b: number) => a * b;
  forEachRow(outer, n, inner, (start) => {
    let product = 1;
    for (let k = 0; k < n; k++) {
      product = times(product, x[start + k * inner]);
      out[start + k * inner] = product;
    }
  });
}

export function cumprodBackwardRows(
  x: TypedArray,
  g: TypedArray,
  gx: TypedArray,
  outer: number,
  n: number,
  inner: number,
): void {
  forEachRow(outer, n, inner, (start) => {
    const at = (k: number): number => start + k * inner;
    let rest = 0;
    for (let k = n - 1; k >= 0; k--) {
      rest = k === n - 1 ? g[at(k)] : g[at(k)] + x[at(k + 1)] * rest;
      gx[at(k)] = rest;
    }
    let before = 1;
    for (let k = 0; k < n; k++) {
      gx[at(k)] *= before;
      before *= x[at(k)];
    }
  });
}

export function softmaxRows(
  x: TypedArray,
  out: TypedArray,
  log: boolean,
  outer: number,
  n: number,
  inner: number,
): void {
  if (n === 0) return;
  forEachRow(outer, n, inner, (start) => {
    const largest = x[start + extreme(x, start, n, inner, 1) * inner];
    let total = 0;
    for (let i = 0; i < n; i++) total += Math.exp(x[start + i * inner] - largest);
    const logTotal = Math.log(total);
    for (let i = 0; i < n; i++) {
      const shifted = x[start + i * inner] - largest;
      out[start + i * inner] = log ? shifted - logTotal : Math.exp(shifted) / total;
    }
  });
}

export function softmaxBackwardRows(
  y: TypedArray,
  g: TypedArray,
  gx: TypedArray,
  log: boolean,
  outer: number,
  n: number,
  inner: number,
): void {
  forEachRow(outer, n, inner, (start) => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      const position = start + i * inner;
      total += log ? g[position] : g[position] * y[position];
    }
    for (let i = 0; i < n; i++) {
      const position = start + i * inner;
      gx[position] = log ? g[position] - Math.exp(y[position]) * total : y[position] * (g[position] - total);
    }
  });
}
