/**
 * Sine, cosine and tangent of float64, to within 2 ulp: the angle less a multiple of π/2, which is taken in three parts
 * (Cody & Waite), and polynomials on ±π/4. What is too large for three parts is left to AssemblyScript's own functions,
 * one number after the other.
 */
import { wabs, wfma, wfnma, whalf, wmagic, wneg, wone, wzero } from "./double";

const angle = memory.data<f64>([
  0.63661977236758134308, // 2/π
  1.570796325802803, 9.920935791635221e-10, 5.170182981794105e-19, // π/2: 30 bits, 30 more, and the rest
  1.5896811335168214403e-10, -2.5050758377945793266e-8, 2.7557313693546520524e-6, -1.9841269829812376949e-4,
  8.3333333333224192548e-3, -1.666666666666663205e-1,
  -1.1359658884870744294e-11, 2.0875723480723759183e-9, -2.7557314353808644457e-7, 2.480158728948710447e-5,
  -1.3888888888874131469e-3, 4.1666666666666599517e-2,
]);
const quarters = memory.data<u64>([1, 2]);

/** Up to here the multiples of the first two parts are exact. */
const LARGEST = 10_000_000.0;

// @ts-ignore: decorator
@inline
function k(table: usize, index: usize): v128 {
  return v128.load_splat<u64>(table + (index << 3));
}

/** The number of right angles in x, in the low bits. */
// @ts-ignore: decorator
@inline
export function wquarters(x: v128): v128 {
  return wfma(x, k(angle, 0), wmagic());
}

/** x less that many right angles. */
// @ts-ignore: decorator
@inline
export function wreduced(x: v128, shifted: v128): v128 {
  const n = f64x2.sub(shifted, wmagic());
  return wfnma(n, k(angle, 3), wfnma(n, k(angle, 2), wfnma(n, k(angle, 1), x)));
}

// @ts-ignore: decorator
@inline
export function wsineNear(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = k(angle, 4);
  p = wfma(p, z, k(angle, 5));
  p = wfma(p, z, k(angle, 6));
  p = wfma(p, z, k(angle, 7));
  p = wfma(p, z, k(angle, 8));
  p = wfma(p, z, k(angle, 9));
  return wfma(p, f64x2.mul(z, r), r);
}

// @ts-ignore: decorator
@inline
export function wcosineNear(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = k(angle, 10);
  p = wfma(p, z, k(angle, 11));
  p = wfma(p, z, k(angle, 12));
  p = wfma(p, z, k(angle, 13));
  p = wfma(p, z, k(angle, 14));
  p = wfma(p, z, k(angle, 15));
  // What rounding took from 1 − z/2 goes to the rest.
  const half = f64x2.mul(whalf(), z);
  const near = f64x2.sub(wone(), half);
  const lost = f64x2.sub(f64x2.sub(wone(), near), half);
  return f64x2.add(near, wfma(p, f64x2.mul(z, z), lost));
}

/** All ones where the number of right angles is odd. */
// @ts-ignore: decorator
@inline
export function wodd(shifted: v128): v128 {
  const one = k(quarters, 0);
  return i64x2.eq(v128.and(shifted, one), one);
}

/** Of an angle of so many quarters: of each two the second has the other sign. */
// @ts-ignore: decorator
@inline
function turned(y: v128, shifted: v128): v128 {
  return v128.xor(y, i64x2.shl(v128.and(shifted, k(quarters, 1)), 62));
}

// @ts-ignore: decorator
@inline
export function wsin(x: v128): v128 {
  const q = wquarters(x);
  const r = wreduced(x, q);
  const y = turned(v128.bitselect(wcosineNear(r), wsineNear(r), wodd(q)), q);
  // −0 stays what it is.
  return v128.bitselect(x, y, f64x2.eq(x, wzero()));
}
// @ts-ignore: decorator
@inline
export function wcos(x: v128): v128 {
  const q = wquarters(x);
  const r = wreduced(x, q);
  return turned(
    v128.bitselect(wsineNear(r), wcosineNear(r), wodd(q)),
    i64x2.add(q, k(quarters, 0)),
  );
}
// @ts-ignore: decorator
@inline
export function wtan(x: v128): v128 {
  const q = wquarters(x);
  const r = wreduced(x, q);
  const s = wsineNear(r);
  const c = wcosineNear(r);
  const odd = wodd(q);
  const below = v128.bitselect(wneg(s), c, odd);
  const y = f64x2.div(v128.bitselect(c, s, odd), below);
  return v128.bitselect(x, y, f64x2.eq(x, wzero()));
}

/** Whether the angles, n numbers, are all small enough for the vectors above. */
export function smallAnglesF64(x: usize, n: i32): bool {
  const most = f64x2.splat(LARGEST);
  let small = i64x2.splat(-1);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const p = x + (<usize>i << 3);
    const first = f64x2.lt(f64x2.abs(v128.load(p)), most);
    small = v128.and(small, v128.and(first, f64x2.lt(f64x2.abs(v128.load(p, 16)), most)));
  }
  let all = i64x2.all_true(small);
  for (; i < n; i++) all = all && abs(load<f64>(x + (<usize>i << 3))) < LARGEST;
  return all;
}
