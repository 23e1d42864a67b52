/**
 * Evenly spaced numbers, equal to PyTorch's bit for bit on a processor with AVX2: the same multiplications and
 * additions, fused where its compiler fuses them, in the same blocks. It matters more than it seems: of
 * `arange(-8, 8, 0.1)` the element in the middle is 4.4e-16 there and not 0, so that the slope of relu at it is 1.
 */
import type { TypedArray } from "../../core/ndarray.ts";
import { Ramp, type RampCode } from "../backend.ts";

/** a·b + c, rounded once. After T. J. Dekker 1971 (product) and D. E. Knuth, TAOCP 2, 4.2.2 (sum). */
function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const [aHigh, aLow] = halves(a);
  const [bHigh, bLow] = halves(b);
  const lost = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  const sum = product + c;
  const rest = sum - product;
  return sum + (product - (sum - rest) + (c - rest) + lost);
}

/** A number as the sum of two with half as many digits. */
function halves(a: number): [high: number, low: number] {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}

interface Steps {
  /** Elements computed at once, from the first of them. */
  readonly lanes: number;
  /** To the precision of the dtype. */
  readonly round: (x: number) => number;
}

/** The widths of AVX2; one by one for integers, whose sums are exact. */
function stepsOf(data: TypedArray): Steps {
  if (data instanceof Float32Array) return { lanes: 8, round: Math.fround };
  return { lanes: data instanceof Float64Array ? 4 : 1, round: (x) => x };
}

export function rampPlainly(op: RampCode, data: TypedArray, start: number, step: number, end: number): void {
  const { lanes, round } = stepsOf(data);
  const count = data.length;
  const half = Math.floor(count / 2);
  const at = (i: number): number => {
    if (op === Ramp.whole || (op === Ramp.steps && lanes === 1)) return start + i * step;
    if (op === Ramp.steps || i < half) return fused(step, i, start);
    // From both ends, so that the last number is `end` itself.
    return count === 1 ? start : fused(-step, count - i - 1, end);
  };
  const next = (base: number, k: number): number =>
    op === Ramp.steps ? fused(k, step, base) : (op === Ramp.whole ? k * step : round(k * step)) + base;
  // Two blocks at a time; what is left over at the end is computed one by one.
  const whole = count - (count % (2 * lanes));
  for (let block = 0; block < whole; block += lanes) {
    const base = round(at(block));
    for (let k = 0; k < lanes; k++) data[block + k] = next(base, k);
  }
  for (let i = whole; i < count; i++) data[i] = at(i);
}
