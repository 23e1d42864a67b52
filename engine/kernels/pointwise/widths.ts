/** float32 to float64 and back, for kernels that compute in blocks of the wider type. */

/** dst[i] = x[i], float64 from float32. */
export function widen(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 2);
    const q = dst + (<usize>i << 3);
    v128.store(q, f64x2.promote_low_f32x4(v128.load_zero<u64>(p)));
    v128.store(q, f64x2.promote_low_f32x4(v128.load_zero<u64>(p, 8)), 16);
  }
  for (; i < n; i++) store<f64>(dst + (<usize>i << 3), load<f32>(x + (<usize>i << 2)));
}

/** dst[i] = x[i], float32 from float64. */
export function narrow(dst: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = dst + (<usize>i << 2);
    const q = x + (<usize>i << 3);
    v128.store_lane<u64>(p, f32x4.demote_f64x2_zero(v128.load(q)), 0);
    v128.store_lane<u64>(p, f32x4.demote_f64x2_zero(v128.load(q, 16)), 0, 8);
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), <f32>load<f64>(x + (<usize>i << 3)));
}
