/** Normal numbers by Box and Muller, as PyTorch draws them. */
import { FEWEST_DRAWN } from "../backend/backend.ts";
import { cosSinf, fma, logf } from "./float32.ts";
import { cosSin64, log64 } from "./float64.ts";
import type { Generator } from "./generator.ts";

export type FloatArray = Float32Array | Float64Array;

const f = Math.fround;
const pair64 = new Float64Array(2);

/** One standard normal number by Box–Muller in float64; every second one comes from the pair before. */
function nextNormal(generator: Generator): number {
  const kept = generator.nextNormal;
  if (kept !== null) {
    generator.nextNormal = null;
    return kept;
  }
  cosSin64(2 * Math.PI * generator.uniform53(), pair64);
  const radius = Math.sqrt(-2 * log64(1 - generator.uniform53()));
  generator.nextNormal = radius * pair64[1];
  return radius * pair64[0];
}

const pair = new Float32Array(2);
const TWO_PI = f(2 * Math.PI);

function block32(data: Float32Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const radius = f(Math.sqrt(f(-2 * logf(f(1 - data[j])))));
    cosSinf(f(TWO_PI * data[j + 8]), pair);
    data[j] = fma(f(radius * pair[0]), std, mean);
    data[j + 8] = fma(f(radius * pair[1]), std, mean);
  }
}

function block64(data: Float64Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const radius = Math.sqrt(-2 * log64(1 - data[j]));
    cosSin64(2 * Math.PI * data[j + 8], pair64);
    data[j] = radius * pair64[0] * std + mean;
    data[j + 8] = radius * pair64[1] * std + mean;
  }
}

/** As PyTorch fills few places, and places that do not lie in row-major order. */
export function fillNormalOneByOne(generator: Generator, out: FloatArray, mean: number, std: number): void {
  for (let i = 0; i < out.length; i++) out[i] = nextNormal(generator) * std + mean;
}

/**
 * Fills `out` with normal numbers, drawing exactly what PyTorch draws. float32: equal bit for bit to PyTorch
 * on a processor with AVX2. float64: within 2 units in the last place, and equal in 998 of 1,000, since the
 * logarithm of the C library does not always round as the exact one would.
 */
export function fillNormal(generator: Generator, out: FloatArray, mean = 0, std = 1): void {
  const n = out.length;
  if (n < FEWEST_DRAWN) return fillNormalOneByOne(generator, out, mean, std);
  const single = out instanceof Float32Array;
  const uniform = single ? () => generator.uniform24() : () => generator.uniform53();
  const block = single
    ? (at: number) => block32(out, at, f(mean), f(std))
    : (at: number) => block64(out, at, mean, std);
  for (let i = 0; i < n; i++) out[i] = uniform();
  for (let i = 0; i + 16 <= n; i += 16) block(i);
  if (n % 16 === 0) return;
  for (let i = n - 16; i < n; i++) out[i] = uniform();
  block(n - 16);
}
