/**
 * Evenly spaced numbers, equal to PyTorch's bit for bit on a processor with AVX2: the same multiplications and
 * additions, fused where its compiler fuses them, in the same blocks. It matters more than it seems: of
 * `arange(-8, 8, 0.1)` the element in the middle is 4.4e-16 there and not 0, so that the slope of relu at it is 1.
 */
import { dtypeNamed } from "../dtypes.ts";
import { elementsOf, type DType } from "../ndarray.ts";
import { byName, checkOptions, shown } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { sizesAndOptions, type TensorOptions, withOptions } from "./create.ts";
import { allocate, wrap } from "./op.ts";

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

/** The widths of AVX2; null for integers, whose sums are exact. */
function stepsOf(dtype: DType): Steps | null {
  if (dtype === "float32") return { lanes: 8, round: Math.fround };
  return dtype === "float64" ? { lanes: 4, round: (x) => x } : null;
}

/** A tensor of `count` elements: `first(i)` starts each block, `next(base, k)` is its k-th. Two blocks at a time;
 * what is left over at the end is computed one by one. */
function inBlocks(
  operation: string,
  count: number,
  dtype: DType,
  options: TensorOptions,
  steps: Steps,
  first: (index: number) => number,
  next: (base: number, k: number) => number,
): Tensor {
  const x = wrap(allocate(operation, dtype, [count], "input"));
  const data = elementsOf(x.array);
  const whole = count - (count % (2 * steps.lanes));
  for (let at = 0; at < whole; at += steps.lanes) {
    const base = steps.round(first(at));
    for (let k = 0; k < steps.lanes; k++) data[at + k] = next(base, k);
  }
  for (let i = whole; i < count; i++) data[i] = first(i);
  return withOptions(operation, x, options);
}

/** start, start + step, … up to but without `end`; start is 0 and step 1 when left out.
 * @throws when the step is 0 or leads away from `end`.
 * @example arange(12)
 * @example arange(-8, 8, 0.5, { requiresGrad: true }) */
export function arange(
  ...args:
    | [end: number, options?: TensorOptions]
    | [start: number, end: number, options?: TensorOptions]
    | [start: number, end: number, step: number, options?: TensorOptions]
): Tensor {
  const numbers = args.filter((arg) => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  checkOptions("arange", options, { dtype: 1, requiresGrad: 1 });
  if (numbers.length === 0 || numbers.length + Number(args.length > numbers.length) < args.length) {
    throw new TypeError(
      `arange: give numbers, as in arange(12) or arange(0, 1, 0.1), not ${args.map(shown).join(", ")}.`,
    );
  }
  const [start, end] = numbers.length === 1 ? [0, numbers[0]] : [numbers[0], numbers[1]];
  const step = numbers[2] ?? 1;
  const count = Math.ceil((end - start) / step);
  if (!((end - start) / step >= 0) || !Number.isFinite(count)) {
    throw new RangeError(
      `arange: from ${start} to ${end} with step ${step} there is no end; ` +
        "the step must be a number other than 0 that leads from start towards end.",
    );
  }
  const dtype = dtypeNamed("arange", options.dtype, "float32");
  const steps = stepsOf(dtype);
  const whole = Number.isInteger(start) && Number.isInteger(step);
  const at = whole || !steps ? (i: number) => start + i * step : (i: number) => fused(step, i, start);
  const next = whole
    ? (base: number, k: number) => base + k * step
    : (base: number, k: number) => fused(k, step, base);
  return inBlocks("arange", count, dtype, options, steps ?? { lanes: 1, round: (x) => x }, at, next);
}

/** `steps` numbers evenly spaced from `start` to `end`, both included.
 * @throws when `steps` is no whole number of at least 0.
 * @example linspace(0, 1, 5)
 * @example linspace(0, 1, { steps: 5 }) */
export function linspace(
  start: number,
  end: number,
  steps: number | (TensorOptions & { steps: number }),
  others: TensorOptions = {},
): Tensor {
  const { steps: wanted, ...options }: TensorOptions & { steps: number } = {
    ...others,
    ...byName("linspace", steps, "steps", { steps: 1, dtype: 1, requiresGrad: 1 }),
  };
  checkOptions("linspace", others, { dtype: 1, requiresGrad: 1 });
  if ((wanted as number | undefined) === undefined) {
    throw new TypeError("linspace: how many numbers? Give the steps, as in linspace(0, 1, 5).");
  }
  const [[count]] = sizesAndOptions("linspace", [wanted]);
  const dtype = dtypeNamed("linspace", options.dtype, "float32");
  const { lanes, round } = stepsOf(dtype) ?? { lanes: 1, round: (x: number) => x };
  const [from, to] = [round(start), round(end)];
  const width = count > 1 ? round(round(to - from) / (count - 1)) : 0;
  const half = Math.floor(count / 2);
  // From both ends, so that the last number is `end` itself.
  const at = (i: number): number =>
    i < half ? fused(width, i, from) : count === 1 ? from : fused(-width, count - i - 1, to);
  return inBlocks(
    "linspace",
    count,
    dtype,
    options,
    { lanes, round },
    at,
    (base, k) => round(k * width) + base,
  );
}
