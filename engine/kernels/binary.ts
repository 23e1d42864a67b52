/**
 * Element-wise functions of two operands, contiguous, with a number, or broadcast along a row or a column.
 *
 * Suffixes: none: both of length n. `S`: the second operand is a number. `SF`: the first is. `Row`: `b` has
 * `cols` elements and serves every row of `a` [rows, cols]. `RowF`: the other way round. `Col`: `b` has `rows`
 * elements, one a row. `ColF`: the other way round. maximum and minimum give NaN when either operand is NaN.
 */
import { fma, loadPart, storePart } from "./simd";

const ADD = 0,
  SUB = 1,
  MUL = 2,
  DIV = 3,
  MAX = 4,
  MIN = 5;

// @ts-ignore: decorator
@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUB) return f32x4.sub(a, b);
  if (op == MUL) return f32x4.mul(a, b);
  if (op == DIV) return f32x4.div(a, b);
  if (op == MAX) return f32x4.max(a, b);
  return f32x4.min(a, b);
}

// @ts-ignore: decorator
@inline
function both(op: i32, dst: usize, a: usize, b: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    const first = apply(op, v128.load(a + p), v128.load(b + p));
    const second = apply(op, v128.load(a + p, 16), v128.load(b + p, 16));
    v128.store(dst + p, first);
    v128.store(dst + p, second, 16);
  }
  for (; i < n; i += 4) {
    const p = <usize>i << 2;
    const left = n - i;
    if (left >= 4) v128.store(dst + p, apply(op, v128.load(a + p), v128.load(b + p)));
    else storePart(dst + p, apply(op, loadPart(a + p, left), loadPart(b + p, left)), left);
  }
}

/** One operand is a number: the second, or the first when `flip`. */
// @ts-ignore: decorator
@inline
function withNumber(op: i32, flip: bool, dst: usize, a: usize, s: f32, n: i32): void {
  const v = f32x4.splat(s);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    const first = v128.load(a + p);
    const second = v128.load(a + p, 16);
    v128.store(dst + p, flip ? apply(op, v, first) : apply(op, first, v));
    v128.store(dst + p, flip ? apply(op, v, second) : apply(op, second, v), 16);
  }
  for (; i < n; i += 4) {
    const p = <usize>i << 2;
    const left = n - i;
    if (left >= 4) {
      const first = v128.load(a + p);
      v128.store(dst + p, flip ? apply(op, v, first) : apply(op, first, v));
    } else {
      const first = loadPart(a + p, left);
      storePart(dst + p, flip ? apply(op, v, first) : apply(op, first, v), left);
    }
  }
}

// @ts-ignore: decorator
@inline
function byRow(op: i32, flip: bool, dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    if (flip) both(op, dst, b, a, cols);
    else both(op, dst, a, b, cols);
    dst += step;
    a += step;
  }
}

// @ts-ignore: decorator
@inline
function byColumn(op: i32, flip: bool, dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2;
  for (let r = 0; r < rows; r++) {
    withNumber(op, flip, dst, a, load<f32>(b + (<usize>r << 2)), cols);
    dst += step;
    a += step;
  }
}

export function add(dst: usize, a: usize, b: usize, n: i32): void {
  both(ADD, dst, a, b, n);
}
export function addS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(ADD, false, dst, a, s, n);
}
export function addRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(ADD, false, dst, a, b, rows, cols);
}
export function addCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(ADD, false, dst, a, b, rows, cols);
}
export function sub(dst: usize, a: usize, b: usize, n: i32): void {
  both(SUB, dst, a, b, n);
}
export function subS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(SUB, false, dst, a, s, n);
}
export function subRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(SUB, false, dst, a, b, rows, cols);
}
export function subCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(SUB, false, dst, a, b, rows, cols);
}
export function subSF(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(SUB, true, dst, a, s, n);
}
export function subRowF(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(SUB, true, dst, a, b, rows, cols);
}
export function subColF(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(SUB, true, dst, a, b, rows, cols);
}
export function mul(dst: usize, a: usize, b: usize, n: i32): void {
  both(MUL, dst, a, b, n);
}
export function mulS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(MUL, false, dst, a, s, n);
}
export function mulRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(MUL, false, dst, a, b, rows, cols);
}
export function mulCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(MUL, false, dst, a, b, rows, cols);
}
export function div(dst: usize, a: usize, b: usize, n: i32): void {
  both(DIV, dst, a, b, n);
}
export function divS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(DIV, false, dst, a, s, n);
}
export function divRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(DIV, false, dst, a, b, rows, cols);
}
export function divCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(DIV, false, dst, a, b, rows, cols);
}
export function divSF(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(DIV, true, dst, a, s, n);
}
export function divRowF(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(DIV, true, dst, a, b, rows, cols);
}
export function divColF(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(DIV, true, dst, a, b, rows, cols);
}
export function maximum(dst: usize, a: usize, b: usize, n: i32): void {
  both(MAX, dst, a, b, n);
}
export function maximumS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(MAX, false, dst, a, s, n);
}
export function maximumRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(MAX, false, dst, a, b, rows, cols);
}
export function maximumCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(MAX, false, dst, a, b, rows, cols);
}
export function minimum(dst: usize, a: usize, b: usize, n: i32): void {
  both(MIN, dst, a, b, n);
}
export function minimumS(dst: usize, a: usize, s: f32, n: i32): void {
  withNumber(MIN, false, dst, a, s, n);
}
export function minimumRow(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byRow(MIN, false, dst, a, b, rows, cols);
}
export function minimumCol(dst: usize, a: usize, b: usize, rows: i32, cols: i32): void {
  byColumn(MIN, false, dst, a, b, rows, cols);
}

/** y += s · x */
export function axpy(y: usize, x: usize, s: f32, n: i32): void {
  const v = f32x4.splat(s);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    const first = fma(v128.load(x + p), v, v128.load(y + p));
    const second = fma(v128.load(x + p, 16), v, v128.load(y + p, 16));
    v128.store(y + p, first);
    v128.store(y + p, second, 16);
  }
  for (; i < n; i += 4) {
    const p = <usize>i << 2;
    const left = n - i;
    if (left >= 4) v128.store(y + p, fma(v128.load(x + p), v, v128.load(y + p)));
    else storePart(y + p, fma(loadPart(x + p, left), v, loadPart(y + p, left)), left);
  }
}
