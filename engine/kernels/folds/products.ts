/**
 * Products, and sums of whole numbers, of a contiguous operand seen as [outer, n, inner]; the middle axis goes. Products
 * of float32 are made in float64: they are in range as long as the result is. Whole numbers wrap around at 2^32.
 */

const ADD = 0;
const MUL = 1;

// @ts-ignore: decorator
@inline
function combine<T>(op: i32, a: v128, b: v128): v128 {
  return op == ADD ? v128.add<T>(a, b) : v128.mul<T>(a, b);
}

// @ts-ignore: decorator
@inline
function combineOne<T>(op: i32, a: T, b: T): T {
  return op == ADD ? <T>(a + b) : <T>(a * b);
}

// @ts-ignore: decorator
@inline
function foldRow<T>(op: i32, x: usize, n: i32): T {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let result = <T>op;
  let i = 0;
  if (n >= 4 * lanes) {
    let a = v128.splat<T>(<T>op);
    let b = a;
    let c = a;
    let d = a;
    for (; i <= n - 4 * lanes; i += 4 * lanes) {
      const p = x + <usize>i * sizeof<T>();
      a = combine<T>(op, a, v128.load(p));
      b = combine<T>(op, b, v128.load(p, 16));
      c = combine<T>(op, c, v128.load(p, 32));
      d = combine<T>(op, d, v128.load(p, 48));
    }
    const v = combine<T>(op, combine<T>(op, a, b), combine<T>(op, c, d));
    result = combineOne<T>(op, v128.extract_lane<T>(v, 0), v128.extract_lane<T>(v, 1));
    if (lanes == 4) {
      const rest = combineOne<T>(
        op,
        v128.extract_lane<T>(v, lanes == 4 ? 2 : 0),
        v128.extract_lane<T>(v, lanes == 4 ? 3 : 0),
      );
      result = combineOne<T>(op, result, rest);
    }
  }
  for (; i < n; i++) result = combineOne<T>(op, result, load<T>(x + <usize>i * sizeof<T>()));
  return result;
}

// @ts-ignore: decorator
@inline
function foldColumns<T>(op: i32, dst: usize, x: usize, n: i32, inner: i32): void {
  const step = <usize>inner * sizeof<T>();
  const lanes: i32 = 16 / <i32>sizeof<T>();
  let j = 0;
  for (; j <= inner - 4 * lanes; j += 4 * lanes) {
    let p = x + <usize>j * sizeof<T>();
    let a = v128.splat<T>(<T>op);
    let b = a;
    let c = a;
    let d = a;
    for (let r = 0; r < n; r++) {
      a = combine<T>(op, a, v128.load(p));
      b = combine<T>(op, b, v128.load(p, 16));
      c = combine<T>(op, c, v128.load(p, 32));
      d = combine<T>(op, d, v128.load(p, 48));
      p += step;
    }
    const q = dst + <usize>j * sizeof<T>();
    v128.store(q, a);
    v128.store(q, b, 16);
    v128.store(q, c, 32);
    v128.store(q, d, 48);
  }
  for (; j < inner; j++) {
    let p = x + <usize>j * sizeof<T>();
    let result = <T>op;
    for (let r = 0; r < n; r++) {
      result = combineOne<T>(op, result, load<T>(p));
      p += step;
    }
    store<T>(dst + <usize>j * sizeof<T>(), result);
  }
}

// @ts-ignore: decorator
@inline
function folds<T>(op: i32, dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<T>(dst, foldRow<T>(op, x, n));
    else foldColumns<T>(op, dst, x, n, inner);
    dst += <usize>inner * sizeof<T>();
    x += <usize>n * <usize>inner * sizeof<T>();
  }
}

/** The divisor is for other dtypes: a mean is no whole number. */
export function sumI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32, _divisor: f64): void {
  folds<i32>(ADD, dst, x, outer, n, inner);
}
export function prodI32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  folds<i32>(MUL, dst, x, outer, n, inner);
}
export function prodF64(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  folds<f64>(MUL, dst, x, outer, n, inner);
}

// @ts-ignore: decorator
@inline
function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// @ts-ignore: decorator
@inline
function productRowF32(x: usize, n: i32): f64 {
  let result: f64 = 1;
  let i = 0;
  if (n >= 8) {
    let a = f64x2.splat(1);
    let b = a;
    let c = a;
    let d = a;
    for (; i <= n - 8; i += 8) {
      const p = x + (<usize>i << 2);
      a = f64x2.mul(a, low(v128.load_zero<u64>(p)));
      b = f64x2.mul(b, low(v128.load_zero<u64>(p, 8)));
      c = f64x2.mul(c, low(v128.load_zero<u64>(p, 16)));
      d = f64x2.mul(d, low(v128.load_zero<u64>(p, 24)));
    }
    const v = f64x2.mul(f64x2.mul(a, b), f64x2.mul(c, d));
    result = f64x2.extract_lane(v, 0) * f64x2.extract_lane(v, 1);
  }
  for (; i < n; i++) result *= load<f32>(x + (<usize>i << 2));
  return result;
}

// @ts-ignore: decorator
@inline
function productColumnsF32(dst: usize, x: usize, n: i32, inner: i32): void {
  const step = <usize>inner << 2;
  let j = 0;
  for (; j <= inner - 8; j += 8) {
    let p = x + (<usize>j << 2);
    let a = f64x2.splat(1);
    let b = a;
    let c = a;
    let d = a;
    for (let r = 0; r < n; r++) {
      a = f64x2.mul(a, low(v128.load_zero<u64>(p)));
      b = f64x2.mul(b, low(v128.load_zero<u64>(p, 8)));
      c = f64x2.mul(c, low(v128.load_zero<u64>(p, 16)));
      d = f64x2.mul(d, low(v128.load_zero<u64>(p, 24)));
      p += step;
    }
    const q = dst + (<usize>j << 2);
    v128.store(q, v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2));
    v128.store(q, v128.shuffle<i64>(f32x4.demote_f64x2_zero(c), f32x4.demote_f64x2_zero(d), 0, 2), 16);
  }
  for (; j < inner; j++) {
    let p = x + (<usize>j << 2);
    let result: f64 = 1;
    for (let r = 0; r < n; r++) {
      result *= load<f32>(p);
      p += step;
    }
    store<f32>(dst + (<usize>j << 2), <f32>result);
  }
}

export function prodF32(dst: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<f32>(dst, <f32>productRowF32(x, n));
    else productColumnsF32(dst, x, n, inner);
    dst += <usize>inner << 2;
    x += (<usize>n * <usize>inner) << 2;
  }
}
