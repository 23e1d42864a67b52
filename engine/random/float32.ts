/**
 * Single-precision arithmetic as a processor with fused multiply-add does it, and the polynomials for ln,
 * sin and cos of the Cephes library (S. Moshier, single precision). PyTorch's vectorised `randn` is made of
 * these, so the last bit of a normal number depends on every rounding in here.
 */
const f = Math.fround;

/** a·b + c rounded once to float32; a, b, c are float32 values. */
export function fma(a: number, b: number, c: number): number {
  const product = a * b; // exact: 24 + 24 bits fit into 53
  const sum = product + c;
  const single = f(sum);
  const distance = sum - single;
  if (distance === 0) return single;
  // Rounding twice errs only when the first rounding landed on the midpoint of two float32 values.
  const mirror = sum + distance;
  if (f(mirror) !== mirror) return single;
  const virtual = sum - product;
  const lost = product - (sum - virtual) + (c - virtual);
  if (lost === 0) return single;
  return lost > 0 ? Math.max(single, mirror) : Math.min(single, mirror);
}

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

const SQRT_HALF = f(Math.SQRT1_2);
const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);
const LN2_LOW = f(-2.1219444e-4);
const LN2_HIGH = f(0.693359375);

function horner(coefficients: readonly number[], x: number): number {
  let y = 0;
  for (const c of coefficients) y = fma(y, x, c);
  return y;
}

/** ln x in float32 for normal x > 0. */
export function logf(x: number): number {
  asFloat[0] = x;
  const word = bits[0];
  let exponent = (word >>> 23) - 126;
  bits[0] = (word & 0x007fffff) | 0x3f000000;
  let m = asFloat[0];
  if (m < SQRT_HALF) {
    exponent -= 1;
    m = f(f(m - 1) + m);
  } else {
    m = f(m - 1);
  }
  const z = f(m * m);
  let y = f(horner(LOG, m) * m);
  y = fma(y, z, f(exponent * LN2_LOW));
  y = fma(-z, 0.5, y);
  return fma(exponent, LN2_HIGH, f(m + y));
}

const FOUR_OVER_PI = f(1.27323954473516);
const PI_QUARTER = [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8].map(f);
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);

/** Writes cos x and sin x in float32 into `out[0]` and `out[1]`, for 0 ≤ x < 8192. */
export function cosSinf(x: number, out: Float32Array): void {
  const octant = (Math.trunc(f(x * FOUR_OVER_PI)) + 1) & ~1;
  let r = x;
  for (const part of PI_QUARTER) r = fma(octant, part, r);
  const z = f(r * r);
  const cosPart = f(fma(f(horner(COS, z) * z), z, -f(z * 0.5)) + 1);
  const sinPart = fma(f(horner(SIN, z) * z), r, r);
  const swap = (octant & 2) !== 0;
  const cos = swap ? sinPart : cosPart;
  const sin = swap ? cosPart : sinPart;
  out[0] = ((octant - 2) & 4) === 0 ? -cos : cos;
  out[1] = (octant & 4) === 0 ? sin : -sin;
}
