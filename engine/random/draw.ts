/**
 * Random fills of arrays: what there is much of is drawn by the backend, little of it here. Both draw the same, and
 * leave the generator where PyTorch's would be.
 */
import { Draw, type DrawCode, STATE_LENGTH } from "../backend/backend.ts";
import { context } from "../core/context.ts";
import { elementsOf, fromStorage, type NDArray } from "../core/ndarray.ts";
import { say } from "../payload/say.ts";
import { fillChoice, fillExponential, fillPermutation, fillRandint, fillUniform } from "./fills.ts";
import { borrowed, type Generator, returned } from "./generator.ts";
import { fillNormal, type FloatArray } from "./normal.ts";

/** From so many numbers on it is worth handing the generator's state over. */
const WORTH_HANDING_OVER = 128;

/** Fills `out`, which is contiguous, with what {@link Draw} says of `op`. */
export function draw(generator: Generator, op: DrawCode, out: NDArray, p0 = 0, p1 = 0): void {
  if (out.size < WORTH_HANDING_OVER) return drawHere(generator, op, out, p0, p1);
  const { backend } = context;
  const state = fromStorage(backend.allocate("int32", STATE_LENGTH, "temporary"), [STATE_LENGTH]);
  borrowed(generator, elementsOf(state) as Int32Array);
  backend.draw(op, state, out, p0, p1);
  returned(generator, elementsOf(state) as Int32Array);
  backend.release(state.storage);
}

function drawHere(generator: Generator, op: DrawCode, array: NDArray, p0: number, p1: number): void {
  const out = elementsOf(array);
  switch (op) {
    case Draw.uniform:
      return fillUniform(generator, out as FloatArray, p0, p1);
    case Draw.normal:
      return fillNormal(generator, out as FloatArray, p0, p1);
    case Draw.integers:
      return fillRandint(generator, out, p0, p1);
    case Draw.choice:
      return fillChoice(generator, out, p0, p1);
    case Draw.exponential:
      return fillExponential(generator, out as FloatArray, p0);
    case Draw.permutation:
      return fillPermutation(generator, out as Int32Array);
  }
}

/** What `use` makes of the same numbers, which are gone afterwards. */
function withDrawn<T>(
  generator: Generator,
  op: DrawCode,
  n: number,
  p0: number,
  p1: number,
  use: (numbers: Float64Array | Int32Array) => T,
): T {
  const storage = context.backend.allocate(op === Draw.permutation ? "int32" : "float64", n, "temporary");
  try {
    const array = fromStorage(storage, [n]);
    draw(generator, op, array, p0, p1);
    return use(elementsOf(array) as Float64Array | Int32Array);
  } finally {
    context.backend.release(storage);
  }
}

/** The same numbers as a JavaScript array of their own. */
function drawn(generator: Generator, op: DrawCode, n: number, p0 = 0, p1 = 0): Float64Array | Int32Array {
  return withDrawn(generator, op, n, p0, p1, (numbers) => numbers.slice());
}

/** A random order of 0 … n − 1: PyTorch's `randperm`. */
export function permutation(generator: Generator, n: number): Int32Array {
  return drawn(generator, Draw.permutation, n) as Int32Array;
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
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    if (!(w >= 0) || w === Infinity)
      throw new RangeError(say`multinomial: weight ${i} is ${w}; give finite weights ≥ 0.`);
    sum += w;
    if (w > 0) positive++;
  }
  if (sum === 0) throw new RangeError(say`multinomial: all weights are 0; at least one must be positive.`);
  if (replacement) return withReplacement(generator, weights, count);
  if (count > positive) {
    throw new RangeError(
      say`multinomial: ${count} draws without replacement from ${positive} positive weights; pass { replacement:
        true }.`,
    );
  }
  if (weights instanceof Float32Array && count > 0 && count <= FEW) {
    return withDrawn(generator, Draw.exponential, weights.length, 1, 0, (noise) =>
      heaviest(weights, noise as Float64Array, count),
    );
  }
  const keys = drawn(generator, Draw.exponential, weights.length, 1) as Float64Array;
  // 0 / 0 is as good as 0: never drawn before a positive weight.
  if (weights instanceof Float32Array) {
    for (let i = 0; i < keys.length; i++) keys[i] = weights[i] / Math.fround(keys[i]) || 0;
  } else for (let i = 0; i < keys.length; i++) keys[i] = weights[i] / keys[i] || 0;
  return largest(keys, count);
}

/** The places of the `count` largest keys, the largest first; of equal ones those that come first. */
function largest(keys: Float64Array, count: number): Int32Array {
  if (count === 0) return new Int32Array(0);
  if (count <= FEW) return largestFew(keys, count);
  const least = nthLargest(keys.slice(), count);
  const found: number[] = [];
  const equal: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] > least) found.push(i);
    else if (keys[i] === least && equal.length < count) equal.push(i);
  }
  for (let i = 0; found.length < count; i++) found.push(equal[i]);
  return Int32Array.from(found.sort((a, b) => keys[b] - keys[a] || a - b));
}

/** So many are put in their places one by one. */
const FEW = 64;

/** {@link largestFew} of weight / noise, which is taken only where it may be one of them. */
function heaviest(weights: Float32Array, noise: Float64Array, count: number): Int32Array {
  const found = new Int32Array(count);
  const keys = new Float64Array(count);
  let held = 0;
  // The least key, less than what rounding noise to float32 makes of one.
  let bound = -Infinity;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] < bound * noise[i]) continue;
    const key = weights[i] / Math.fround(noise[i]) || 0;
    if (held === count && !(key > keys[count - 1])) continue;
    let place = held < count ? held++ : count - 1;
    for (; place > 0 && keys[place - 1] < key; place--) {
      found[place] = found[place - 1];
      keys[place] = keys[place - 1];
    }
    found[place] = i;
    keys[place] = key;
    if (held === count) bound = keys[count - 1] * (1 - 1e-6);
  }
  return found;
}

function largestFew(keys: Float64Array, count: number): Int32Array {
  const found = new Int32Array(count);
  let held = 0;
  let least = -Infinity;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (held === count && !(key > least)) continue;
    let place = held < count ? held++ : count - 1;
    for (; place > 0 && keys[found[place - 1]] < key; place--) found[place] = found[place - 1];
    found[place] = i;
    least = keys[found[held - 1]];
  }
  return found;
}

/** The n-th largest of the numbers, which are left in another order (C. A. R. Hoare's quickselect). */
function nthLargest(x: Float64Array, n: number): number {
  let low = 0;
  let high = x.length - 1;
  const place = x.length - n;
  while (low < high) {
    const pivot = x[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (x[i] < pivot) i++;
      while (x[j] > pivot) j--;
      if (i > j) break;
      const kept = x[i];
      x[i++] = x[j];
      x[j--] = kept;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return x[place];
}

function withReplacement(generator: Generator, weights: FloatArray, count: number): Int32Array {
  const single = weights instanceof Float32Array;
  const cumulative = weights.slice();
  let sum = 0;
  for (let i = 0; i < cumulative.length; i++) {
    sum = single ? Math.fround(sum + weights[i]) : sum + weights[i];
    cumulative[i] = sum;
  }
  for (let i = 0; i < cumulative.length; i++) cumulative[i] = cumulative[i] / sum;
  cumulative[cumulative.length - 1] = 1;
  const uniform = drawn(generator, Draw.uniform, count, 0, 1);
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const u = uniform[i];
    let low = 0;
    let high = cumulative.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < u) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
  return out;
}
