/** One number everywhere. */

/** dst[i] = value, float32. */
export function fill(dst: usize, n: i32, value: f32): void {
  const v = f32x4.splat(value);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const p = <usize>i << 2;
    v128.store(dst + p, v);
    v128.store(dst + p, v, 16);
  }
  for (; i < n; i++) store<f32>(dst + (<usize>i << 2), value);
}
