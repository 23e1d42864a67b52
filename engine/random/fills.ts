/** Random fills in plain loops, from a generator: the oracle of the kernels. */
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

/** `value` with probability `p`, else 0. Bit for bit as PyTorch's `bernoulli_(p)` in builds without Intel MKL. */
export function fillChoice(generator: Generator, out: NumberArray, p: number, value: number): void {
  fillFromPairs(generator, out, (high, low) => (unit53(high, low) < p ? value : 0));
}

/** Exponential numbers of the given rate λ (mean 1/λ). */
export function fillExponential(generator: Generator, out: FloatArray, rate = 1): void {
  for (let i = 0; i < out.length; i++) {
    const u = generator.uniform53();
    // Not −0: somebody may divide by it.
    out[i] = u === 0 ? 0 : (-1 / rate) * log64(1 - u);
  }
}

/** A random order of 0 … n − 1: PyTorch's `randperm`. */
export function fillPermutation(generator: Generator, out: Int32Array): void {
  const n = out.length;
  for (let i = 0; i < n; i++) out[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const j = i + (generator.random32() % (n - i));
    const here = out[i];
    out[i] = out[j];
    out[j] = here;
  }
}
