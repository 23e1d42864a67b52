/**
 * The innermost part of the matrix product: one tile of C in registers.
 *
 * C = max(init + A·B, floor), where `floor` is −Infinity, or 0 for relu. Row i of A starts at a + i·aRow and goes
 * on by aStep; row k of B starts at b + k·bStep; row i of `init` (the bias with initStep 0, C itself, or zeros)
 * starts at init + i·initStep. All steps are in bytes. Where the tile stands over the edge of A, `rows` says how
 * many rows there are: the last one is read again for the others, so that C must then be scratch. Each element is
 * summed in the order of k whatever the tile's size, so that all sizes give the same bits.
 *
 * The wide tile is for runtimes that make pairs of 128-bit operations into 256-bit ones (V8's revectoriser): its
 * accumulators fill sixteen 256-bit registers. The narrow one fills sixteen 128-bit registers. There is one store
 * an element and no branch around it, because the revectoriser starts from adjacent stores.
 */
import { fma } from "./simd";

/** A tile of 6 rows and 8 columns: see above. */
export function tile6x8(
  k: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  floor: f32,
): void {
  const o1 = rows > 1 ? aRow : 0;
  const o2 = rows > 2 ? o1 + aRow : o1;
  const o3 = rows > 3 ? o2 + aRow : o2;
  const o4 = rows > 4 ? o3 + aRow : o3;
  const o5 = rows > 5 ? o4 + aRow : o4;
  let from = init;
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  from += initStep;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  from += initStep;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  from += initStep;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  from += initStep;
  let c40 = v128.load(from);
  let c41 = v128.load(from, 16);
  from += initStep;
  let c50 = v128.load(from);
  let c51 = v128.load(from, 16);
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    c00 = fma(s, b0, c00);
    c01 = fma(s, b1, c01);
    s = v128.load_splat<f32>(a + o1);
    c10 = fma(s, b0, c10);
    c11 = fma(s, b1, c11);
    s = v128.load_splat<f32>(a + o2);
    c20 = fma(s, b0, c20);
    c21 = fma(s, b1, c21);
    s = v128.load_splat<f32>(a + o3);
    c30 = fma(s, b0, c30);
    c31 = fma(s, b1, c31);
    s = v128.load_splat<f32>(a + o4);
    c40 = fma(s, b0, c40);
    c41 = fma(s, b1, c41);
    s = v128.load_splat<f32>(a + o5);
    c50 = fma(s, b0, c50);
    c51 = fma(s, b1, c51);
    a += aStep;
    b += bStep;
  }
  const least = f32x4.splat(floor);
  v128.store(c, f32x4.pmax(c00, least));
  v128.store(c, f32x4.pmax(c01, least), 16);
  c += cStep;
  v128.store(c, f32x4.pmax(c10, least));
  v128.store(c, f32x4.pmax(c11, least), 16);
  c += cStep;
  v128.store(c, f32x4.pmax(c20, least));
  v128.store(c, f32x4.pmax(c21, least), 16);
  c += cStep;
  v128.store(c, f32x4.pmax(c30, least));
  v128.store(c, f32x4.pmax(c31, least), 16);
  c += cStep;
  v128.store(c, f32x4.pmax(c40, least));
  v128.store(c, f32x4.pmax(c41, least), 16);
  c += cStep;
  v128.store(c, f32x4.pmax(c50, least));
  v128.store(c, f32x4.pmax(c51, least), 16);
}

/** A tile of 6 rows and 16 columns: see above. */
export function tile6x16(
  k: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  floor: f32,
): void {
  const o1 = rows > 1 ? aRow : 0;
  const o2 = rows > 2 ? o1 + aRow : o1;
  const o3 = rows > 3 ? o2 + aRow : o2;
  const o4 = rows > 4 ? o3 + aRow : o3;
  const o5 = rows > 5 ? o4 + aRow : o4;
  let from = init;
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c02 = v128.load(from, 32);
  let c03 = v128.load(from, 48);
  from += initStep;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  let c12 = v128.load(from, 32);
  let c13 = v128.load(from, 48);
  from += initStep;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  let c22 = v128.load(from, 32);
  let c23 = v128.load(from, 48);
  from += initStep;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  let c32 = v128.load(from, 32);
  let c33 = v128.load(from, 48);
  from += initStep;
  let c40 = v128.load(from);
  let c41 = v128.load(from, 16);
  let c42 = v128.load(from, 32);
  let c43 = v128.load(from, 48);
  from += initStep;
  let c50 = v128.load(from);
  let c51 = v128.load(from, 16);
  let c52 = v128.load(from, 32);
  let c53 = v128.load(from, 48);
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let s = v128.load_splat<f32>(a);
    c00 = fma(s, b0, c00);
    c01 = fma(s, b1, c01);
    c02 = fma(s, b2, c02);
    c03 = fma(s, b3, c03);
    s = v128.load_splat<f32>(a + o1);
    c10 = fma(s, b0, c10);
    c11 = fma(s, b1, c11);
    c12 = fma(s, b2, c12);
    c13 = fma(s, b3, c13);
    s = v128.load_splat<f32>(a + o2);
    c20 = fma(s, b0, c20);
    c21 = fma(s, b1, c21);
    c22 = fma(s, b2, c22);
    c23 = fma(s, b3, c23);
    s = v128.load_splat<f32>(a + o3);
    c30 = fma(s, b0, c30);
    c31 = fma(s, b1, c31);
    c32 = fma(s, b2, c32);
    c33 = fma(s, b3, c33);
    s = v128.load_splat<f32>(a + o4);
    c40 = fma(s, b0, c40);
    c41 = fma(s, b1, c41);
    c42 = fma(s, b2, c42);
    c43 = fma(s, b3, c43);
    s = v128.load_splat<f32>(a + o5);
    c50 = fma(s, b0, c50);
    c51 = fma(s, b1, c51);
    c52 = fma(s, b2, c52);
    c53 = fma(s, b3, c53);
    a += aStep;
    b += bStep;
  }
  const least = f32x4.splat(floor);
  v128.store(c, f32x4.pmax(c00, least));
  v128.store(c, f32x4.pmax(c01, least), 16);
  v128.store(c, f32x4.pmax(c02, least), 32);
  v128.store(c, f32x4.pmax(c03, least), 48);
  c += cStep;
  v128.store(c, f32x4.pmax(c10, least));
  v128.store(c, f32x4.pmax(c11, least), 16);
  v128.store(c, f32x4.pmax(c12, least), 32);
  v128.store(c, f32x4.pmax(c13, least), 48);
  c += cStep;
  v128.store(c, f32x4.pmax(c20, least));
  v128.store(c, f32x4.pmax(c21, least), 16);
  v128.store(c, f32x4.pmax(c22, least), 32);
  v128.store(c, f32x4.pmax(c23, least), 48);
  c += cStep;
  v128.store(c, f32x4.pmax(c30, least));
  v128.store(c, f32x4.pmax(c31, least), 16);
  v128.store(c, f32x4.pmax(c32, least), 32);
  v128.store(c, f32x4.pmax(c33, least), 48);
  c += cStep;
  v128.store(c, f32x4.pmax(c40, least));
  v128.store(c, f32x4.pmax(c41, least), 16);
  v128.store(c, f32x4.pmax(c42, least), 32);
  v128.store(c, f32x4.pmax(c43, least), 48);
  c += cStep;
  v128.store(c, f32x4.pmax(c50, least));
  v128.store(c, f32x4.pmax(c51, least), 16);
  v128.store(c, f32x4.pmax(c52, least), 32);
  v128.store(c, f32x4.pmax(c53, least), 48);
}
