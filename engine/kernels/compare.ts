/**
 * Comparisons of float32, which write one byte (1 or 0) an element, and the choice between two arrays by such bytes.
 * A comparison with NaN is false, except ne.
 */
import { loadPart } from "./simd";

const EQ = 0,
  NE = 1,
  LT = 2,
  LE = 3,
  GT = 4,
  GE = 5;

// @ts-ignore: decorator
@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == EQ) return f32x4.eq(a, b);
  if (op == NE) return f32x4.ne(a, b);
  if (op == LT) return f32x4.lt(a, b);
  if (op == LE) return f32x4.le(a, b);
  if (op == GT) return f32x4.gt(a, b);
  return f32x4.ge(a, b);
}

/** The low bit of each 32-bit lane as four bytes. */
// @ts-ignore: decorator
@inline
function bytesOf(mask: v128): u32 {
  const words = i16x8.narrow_i32x4_s(mask, mask);
  const bytes = i8x16.narrow_i16x8_s(words, words);
  return i32x4.extract_lane(bytes, 0) & 0x01010101;
}

// @ts-ignore: decorator
@inline
function loop(op: i32, dst: usize, a: usize, b: usize, value: f32, scalar: bool, n: i32): void {
  const v = f32x4.splat(value);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = <usize>i << 2;
    store<u32>(dst + i, bytesOf(apply(op, v128.load(a + p), scalar ? v : v128.load(b + p))));
  }
  const left = n - i;
  if (left > 0) {
    const p = <usize>i << 2;
    const bytes = bytesOf(apply(op, loadPart(a + p, left), scalar ? v : loadPart(b + p, left)));
    for (let j = 0; j < left; j++) store<u8>(dst + i + j, <u8>(bytes >> (j << 3)));
  }
}

/** dst[i] = a[i] op b[i]; the codes of `op` are eq 0, ne 1, lt 2, le 3, gt 4, ge 5. */
export function compare(op: i32, dst: usize, a: usize, b: usize, n: i32): void {
  switch (op) {
    case EQ:
      return loop(EQ, dst, a, b, 0, false, n);
    case NE:
      return loop(NE, dst, a, b, 0, false, n);
    case LT:
      return loop(LT, dst, a, b, 0, false, n);
    case LE:
      return loop(LE, dst, a, b, 0, false, n);
    case GT:
      return loop(GT, dst, a, b, 0, false, n);
    default:
      return loop(GE, dst, a, b, 0, false, n);
  }
}

/** dst[i] = a[i] op value */
export function compareS(op: i32, dst: usize, a: usize, value: f32, n: i32): void {
  switch (op) {
    case EQ:
      return loop(EQ, dst, a, 0, value, true, n);
    case NE:
      return loop(NE, dst, a, 0, value, true, n);
    case LT:
      return loop(LT, dst, a, 0, value, true, n);
    case LE:
      return loop(LE, dst, a, 0, value, true, n);
    case GT:
      return loop(GT, dst, a, 0, value, true, n);
    default:
      return loop(GE, dst, a, 0, value, true, n);
  }
}

/** dst[i] = condition[i] ? a[i] : b[i], conditions being bytes, zero or not. */
export function where(dst: usize, condition: usize, a: usize, b: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = <usize>i << 2;
    const bytes = v128.load_zero<u32>(condition + i);
    const lanes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    v128.store(dst + p, v128.bitselect(v128.load(b + p), v128.load(a + p), i32x4.eq(lanes, i32x4.splat(0))));
  }
  for (; i < n; i++) {
    const p = <usize>i << 2;
    store<u32>(dst + p, load<u8>(condition + i) ? load<u32>(a + p) : load<u32>(b + p));
  }
}
