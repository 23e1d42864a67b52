/**
 * Comparisons, which write one byte (1 or 0) an element, and the choice between two arrays by such bytes. A comparison
 * with NaN is false, except ne. The codes of `op` are eq 0, ne 1, lt 2, le 3, gt 4, ge 5.
 */

const EQ = 0,
  NE = 1,
  LT = 2,
  LE = 3,
  GT = 4,
  GE = 5;

// @ts-ignore: decorator
@inline
function lanes<T>(op: i32, a: v128, b: v128): v128 {
  if (op == EQ) return v128.eq<T>(a, b);
  if (op == NE) return v128.ne<T>(a, b);
  if (op == LT) return v128.lt<T>(a, b);
  if (op == LE) return v128.le<T>(a, b);
  if (op == GT) return v128.gt<T>(a, b);
  return v128.ge<T>(a, b);
}
// @ts-ignore: decorator
@inline
function holds<T>(op: i32, a: T, b: T): bool {
  if (op == EQ) return a == b;
  if (op == NE) return a != b;
  if (op == LT) return a < b;
  if (op == LE) return a <= b;
  if (op == GT) return a > b;
  return a >= b;
}

/** Sixteen comparisons of elements of four bytes as bytes. */
// @ts-ignore: decorator
@inline
function bytesOf(m0: v128, m1: v128, m2: v128, m3: v128): v128 {
  const low = i16x8.narrow_i32x4_s(m0, m1);
  const high = i16x8.narrow_i32x4_s(m2, m3);
  return v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1));
}

/** Four comparisons, from the addresses on. */
// @ts-ignore: decorator
@inline
function four<T>(op: i32, a: usize, b: usize, v: v128, scalar: bool): v128 {
  if (sizeof<T>() == 4) return lanes<T>(op, v128.load(a), scalar ? v : v128.load(b));
  const low = lanes<T>(op, v128.load(a), scalar ? v : v128.load(b));
  const high = lanes<T>(op, v128.load(a, 16), scalar ? v : v128.load(b, 16));
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function loop<T>(op: i32, dst: usize, a: usize, b: usize, value: T, scalar: bool, n: i32): void {
  const v = v128.splat<T>(value);
  const quarter = <usize>(4 * sizeof<T>());
  let i = 0;
  for (; i <= n - 16; i += 16) {
    if (sizeof<T>() == 1) {
      const mask = lanes<T>(op, v128.load(a), scalar ? v : v128.load(b));
      v128.store(dst + i, v128.and(mask, i8x16.splat(1)));
    } else {
      const m0 = four<T>(op, a, b, v, scalar);
      const m1 = four<T>(op, a + quarter, b + quarter, v, scalar);
      const m2 = four<T>(op, a + 2 * quarter, b + 2 * quarter, v, scalar);
      const m3 = four<T>(op, a + 3 * quarter, b + 3 * quarter, v, scalar);
      v128.store(dst + i, bytesOf(m0, m1, m2, m3));
    }
    a += 4 * quarter;
    b += 4 * quarter;
  }
  for (; i < n; i++) {
    store<u8>(dst + i, holds<T>(op, load<T>(a), scalar ? value : load<T>(b)));
    a += sizeof<T>();
    b += sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function pairs<T>(op: i32, dst: usize, a: usize, b: usize, n: i32): void {
  const none = <T>0;
  // What is greater is less the other way round.
  if (op >= GT) return pairsBelow<T>(op - 2, dst, b, a, n);
  if (op == EQ) return loop<T>(EQ, dst, a, b, none, false, n);
  if (op == NE) return loop<T>(NE, dst, a, b, none, false, n);
  pairsBelow<T>(op, dst, a, b, n);
}
function pairsBelow<T>(op: i32, dst: usize, a: usize, b: usize, n: i32): void {
  const none = <T>0;
  if (op == LT) loop<T>(LT, dst, a, b, none, false, n);
  else loop<T>(LE, dst, a, b, none, false, n);
}
// @ts-ignore: decorator
@inline
function withNumber<T>(op: i32, dst: usize, a: usize, value: T, n: i32): void {
  switch (op) {
    case EQ:
      return loop<T>(EQ, dst, a, 0, value, true, n);
    case NE:
      return loop<T>(NE, dst, a, 0, value, true, n);
    case LT:
      return loop<T>(LT, dst, a, 0, value, true, n);
    case LE:
      return loop<T>(LE, dst, a, 0, value, true, n);
    case GT:
      return loop<T>(GT, dst, a, 0, value, true, n);
    default:
      return loop<T>(GE, dst, a, 0, value, true, n);
  }
}

/** dst[i] = a[i] op b[i] */
export function compareF32(dst: usize, a: usize, b: usize, n: i32, op: i32): void {
  pairs<f32>(op, dst, a, b, n);
}
export function compareF64(dst: usize, a: usize, b: usize, n: i32, op: i32): void {
  pairs<f64>(op, dst, a, b, n);
}
export function compareI32(dst: usize, a: usize, b: usize, n: i32, op: i32): void {
  pairs<i32>(op, dst, a, b, n);
}
export function compareU8(dst: usize, a: usize, b: usize, n: i32, op: i32): void {
  pairs<u8>(op, dst, a, b, n);
}

/** dst[i] = a[i] op value */
export function compareSF32(dst: usize, a: usize, value: f32, n: i32, op: i32): void {
  withNumber<f32>(op, dst, a, value, n);
}
export function compareSF64(dst: usize, a: usize, value: f64, n: i32, op: i32): void {
  withNumber<f64>(op, dst, a, value, n);
}
export function compareSI32(dst: usize, a: usize, value: i32, n: i32, op: i32): void {
  withNumber<i32>(op, dst, a, value, n);
}
export function compareSU8(dst: usize, a: usize, value: u8, n: i32, op: i32): void {
  withNumber<u8>(op, dst, a, value, n);
}

/** A vector of elements, or of the first of them when `step` is 0. */
// @ts-ignore: decorator
@inline
function at<T>(p: usize, step: usize, offset: usize, one: v128): v128 {
  return step ? v128.load(p + offset) : one;
}

/** All ones where the byte of an element is 0, of the elements in a vector. */
// @ts-ignore: decorator
@inline
function isZero<T>(condition: usize): v128 {
  if (sizeof<T>() == 1) return i8x16.eq(v128.load(condition), i8x16.splat(0));
  if (sizeof<T>() == 4) {
    const bytes = v128.load_zero<u32>(condition);
    return i32x4.eq(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
  }
  const bytes = i16x8.replace_lane(i16x8.splat(0), 0, load<i16>(condition));
  const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  return i64x2.eq(i64x2.extend_low_i32x4_u(words), i64x2.splat(0));
}

// @ts-ignore: decorator
@inline
function choose<T>(dst: usize, condition: usize, a: usize, aStep: usize, b: usize, bStep: usize, n: i32): void {
  const step = 16 / sizeof<T>();
  const firstA = v128.load_splat<T>(a);
  const firstB = v128.load_splat<T>(b);
  let i: usize = 0;
  for (; i + step <= <usize>n; i += step) {
    const p = i * sizeof<T>();
    const no = at<T>(b, bStep, p, firstB);
    v128.store(dst + p, v128.bitselect(no, at<T>(a, aStep, p, firstA), isZero<T>(condition + i)));
  }
  for (; i < <usize>n; i++) {
    const p = i * sizeof<T>();
    store<T>(dst + p, load<u8>(condition + i) ? load<T>(a + p * aStep) : load<T>(b + p * bStep));
  }
}

/** dst[i] = condition[i] ? a[i] : b[i], conditions being bytes, zero or not; of an operand with step 0 the first always. */
export function where4(dst: usize, condition: usize, a: usize, aStep: usize, b: usize, bStep: usize, n: i32): void {
  if (n > 0) choose<u32>(dst, condition, a, aStep, b, bStep, n);
}
export function where8(dst: usize, condition: usize, a: usize, aStep: usize, b: usize, bStep: usize, n: i32): void {
  if (n > 0) choose<u64>(dst, condition, a, aStep, b, bStep, n);
}
export function where1(dst: usize, condition: usize, a: usize, aStep: usize, b: usize, bStep: usize, n: i32): void {
  if (n > 0) choose<u8>(dst, condition, a, aStep, b, bStep, n);
}
