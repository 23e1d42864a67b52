import { fma } from "./float32.ts";
import { log64 } from "./float64.ts";
import type { Generator } from "./generator.ts";
import type { FloatArray } from "./normal.ts";

/** Anything numbers can be written into. */
export type NumberArray = FloatArray | Int32Array | Uint8Array;

const f = Math.fround;

const BLOCK = 1024;
const words = new Uint32Array(2 * BLOCK);

/** Writes `at(high, low)` into every place, for two words each, a block at a time: twice as fast as one by one. */
function fillFromPairs(
  generator: Generator,
  out: NumberArray,
  at: (high: number, low: number) => number,
): void {
  for (let start = 0; start < out.length; start += BLOCK) {
    const count = Math.min(BLOCK, out.length - start);
    generator.fillWords(count === BLOCK ? words : words.subarray(0, 2 * count));
    for (let i = 0; i < count; i++) out[start + i] = at(words[2 * i], words[2 * i + 1]);
  }
}

/** The same with one word each. */
function fillFromWords(generator: Generator, out: NumberArray, at: (word: number) => number): void {
  for (let start = 0; start < out.length; start += BLOCK) {
    const count = Math.min(BLOCK, out.length - start);
    generator.fillWords(words.subarray(0, count));
    for (let i = 0; i < count; i++) out[start + i] = at(words[i]);
  }
}

/** Two words as a number in [0, 1) with 53 bits. */
function unit53(high: number, low: number): number {
  return ((high & 0x1fffff) * 2 ** 32 + low) * 2 ** -53;
}

/** Uniform numbers in [from, to). Bit for bit as PyTorch's `uniform_`, which draws 24 bits for float32, 53 for float64. */
export function fillUniform(generator: Generator, out: FloatArray, from = 0, to = 1): void {
  if (out instanceof Float32Array) {
    const low = f(from);
    const width = f(f(to) - low);
    fillFromWords(generator, out, (word) => fma((word & 0xffffff) * 2 ** -24, width, low));
    return;
  }
  fillFromPairs(generator, out, (high, word) => unit53(high, word) * (to - from) + from);
}

/** Integers in [low, high). Bit for bit as PyTorch's `randint`. */
export function fillRandint(generator: Generator, out: NumberArray, low: number, high: number): void {
  for (let i = 0; i < out.length; i++) out[i] = low + generator.below(high - low);
}

/** 1 with probability `p`, else 0. Bit for bit as PyTorch's `bernoulli_(p)` in builds without Intel MKL. */
export function fillBernoulli(generator: Generator, out: NumberArray, p: number): void {
  fillFromPairs(generator, out, (high, low) => (unit53(high, low) < p ? 1 : 0));
}

/** 1 with the probability at the same place in `p`, else 0. Float32 probabilities draw 24 bits, float64 ones 53. */
export function fillBernoulliOf(generator: Generator, out: NumberArray, p: FloatArray): void {
  const single = p instanceof Float32Array;
  for (let i = 0; i < out.length; i++) {
    const u = single ? generator.uniform24() : generator.uniform53();
    out[i] = u < p[i] ? 1 : 0;
  }
}

/** Exponential numbers of the given rate λ (mean 1/λ). */
export function fillExponential(generator: Generator, out: FloatArray, rate = 1): void {
  for (let i = 0; i < out.length; i++) {
    const u = generator.uniform53();
    // Not −0: somebody may divide by it.
    out[i] = u === 0 ? 0 : (-1 / rate) * log64(1 - u);
  }
}

/** A dropout mask: 0 with probability `p`, else 1 / (1 − p), so that the expectation stays the same. */
export function fillDropoutMask(generator: Generator, out: FloatArray, p: number): void {
  const kept = out instanceof Float32Array ? 1 / f(1 - p) : 1 / (1 - p);
  fillFromPairs(generator, out, (high, low) => (unit53(high, low) < 1 - p ? kept : 0));
}

/** A random order of 0 … n − 1: PyTorch's `randperm`. */
export function permutation(generator: Generator, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (generator.random32() % (n - i));
    const here = order[i];
    order[i] = order[j];
    order[j] = here;
  }
  return order;
}

/**
 * Draws `count` indices with probabilities proportional to `weights`: PyTorch's `multinomial` for one row.
 * Without replacement it sorts weight / exponential noise, as PyTorch does.
 * @throws {RangeError} when a weight is negative or not finite, when all are 0, or when `count` distinct
 * indices with a positive weight cannot be had.
 */
export function multinomialRow(
  generator: Generator,
  weights: FloatArray,
  count: number,
  replacement: boolean,
): Int32Array {
  let sum = 0;
  let positive = 0;
  for (const [i, w] of weights.entries()) {
    if (!(w >= 0) || w === Infinity)
      throw new RangeError(`multinomial: weight ${i} is ${w}; give finite weights ≥ 0.`);
    sum += w;
    if (w > 0) positive++;
  }
  if (sum === 0) throw new RangeError("multinomial: all weights are 0; at least one must be positive.");
  if (replacement) return withReplacement(generator, weights, count);
  if (count > positive) {
    throw new RangeError(
      `multinomial: ${count} draws without replacement from ${positive} positive weights; pass { replacement: true }.`,
    );
  }
  const keys = new Float64Array(weights.length);
  const noise = weights instanceof Float32Array ? new Float32Array(weights.length) : keys.slice();
  fillExponential(generator, noise);
  for (let i = 0; i < keys.length; i++) keys[i] = weights[i] / noise[i];
  const order = Array.from(keys.keys()).sort((a, b) => keys[b] - keys[a] || a - b);
  return Int32Array.from(order.slice(0, count));
}

function withReplacement(generator: Generator, weights: FloatArray, count: number): Int32Array {
  const cumulative = weights.slice();
  let sum = 0;
  for (let i = 0; i < cumulative.length; i++) {
    sum = weights instanceof Float32Array ? f(sum + weights[i]) : sum + weights[i];
    cumulative[i] = sum;
  }
  for (let i = 0; i < cumulative.length; i++) cumulative[i] = cumulative[i] / sum;
  cumulative[cumulative.length - 1] = 1;
  return Int32Array.from({ length: count }, () => {
    const u = generator.uniform53();
    let low = 0;
    let high = cumulative.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < u) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
