/** Random tensors. The same seed gives the same numbers as PyTorch on the CPU. */
import { expectObject } from "../expect.ts";
import { context } from "../context.ts";
import { withGradMode } from "../gradMode.ts";
import { broadcastError } from "../errors.ts";
import { dtypeNamed } from "../dtypes.ts";
import { elementsOf, type DType, type NDArray } from "../ndarray.ts";
import {
  sizesAndOptions,
  withOptions,
  type SizeArguments,
  type Sized,
  type TensorOptions,
} from "../ops/create.ts";
import { requireTensor, allocate, allocateLike, isFloating, wrap } from "../ops/op.ts";
import { amin } from "../ops/extremes.ts";
import { overwrite, requireOwnPlaces } from "../ops/inPlace.ts";
import { broadcastShapes, showShape, type Shape } from "../shape.ts";
import { byName, checkOptions, type OptionNames } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import {
  fillBernoulli,
  fillBernoulliOf,
  fillExponential,
  fillRandint,
  fillUniform,
  multinomialRow,
  permutation,
  type NumberArray,
} from "./fills.ts";
import { defaultGenerator, type Generator } from "./generator.ts";
import { fillNormal, type FloatArray } from "./normal.ts";

/** Options of everything that makes random numbers. */
export interface RandomOptions extends TensorOptions {
  /** Where the numbers come from. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

const randomNames: OptionNames<RandomOptions> = { dtype: 1, requiresGrad: 1, generator: 1 };
const sizedNames: OptionNames<RandomOptions & Partial<Sized>> = { ...randomNames, size: 1 };

export type RandomSizeArguments = SizeArguments<RandomOptions>;

type Fill<A extends NumberArray> = (generator: Generator, out: A) => void;

function floats(operation: string, dtype: DType): void {
  if (!isFloating(dtype))
    throw new TypeError(`${operation}: gives float32 or float64 numbers, not ${dtype}.`);
}

function random(operation: string, shape: Shape, options: RandomOptions, fill: Fill<FloatArray>): Tensor {
  const dtype = dtypeNamed(operation, options.dtype, "float32");
  floats(operation, dtype);
  const array = allocate(operation, dtype, shape, "input");
  fill(options.generator ?? defaultGenerator, elementsOf(array) as FloatArray);
  return withOptions(operation, wrap(array), options);
}

function split(operation: string, args: RandomSizeArguments): [number[], RandomOptions] {
  return sizesAndOptions(operation, args, sizedNames);
}

/**
 * Uniform numbers in [0, 1). float32 and float64: equal to PyTorch's bit for bit.
 * @example rand(2, 3)
 * @example rand([2, 3], { requiresGrad: true })
 */
export function rand(...args: RandomSizeArguments): Tensor {
  const [shape, options] = split("rand", args);
  return random("rand", shape, options, fillUniform);
}

/**
 * Standard normal numbers. float32: equal to PyTorch's bit for bit; float64: within 2 ulp, mostly equal.
 * @example randn(2, 3)
 */
export function randn(...args: RandomSizeArguments): Tensor {
  const [shape, options] = split("randn", args);
  return random("randn", shape, options, fillNormal);
}

/**
 * {@link rand} with the shape and dtype of `x`.
 * @example randLike(w)
 */
export function randLike(x: Tensor, options: RandomOptions = {}): Tensor {
  requireTensor("randLike", x);
  checkOptions("randLike", options, randomNames);
  return rand(x.array.shape, { dtype: x.dtype, ...options });
}

/**
 * {@link randn} with the shape and dtype of `x`.
 * @example randnLike(w)
 */
export function randnLike(x: Tensor, options: RandomOptions = {}): Tensor {
  requireTensor("randnLike", x);
  checkOptions("randnLike", options, randomNames);
  return randn(x.array.shape, { dtype: x.dtype, ...options });
}

/**
 * Normal numbers of a mean and a standard deviation. Either may be a tensor, one number per result; the shape
 * is then that to which both broadcast.
 * @throws {RangeError} when `std` is negative, or the shapes do not broadcast
 * @example normal(0, 0.01, [2, 1], { requiresGrad: true })
 * @example normal(0, 0.01, { size: [2, 1] })
 * @example normal(tensor([0, 10]), 1)
 */
export function normal(
  mean: number,
  std: number,
  shape: Shape | number | (RandomOptions & Sized),
  options?: RandomOptions,
): Tensor;
export function normal(mean: Tensor, std: Tensor | number, options?: RandomOptions): Tensor;
export function normal(mean: number, std: Tensor, options?: RandomOptions): Tensor;
export function normal(
  mean: number | Tensor,
  std: number | Tensor,
  shape: Shape | number | RandomOptions = {},
  options: RandomOptions = {},
): Tensor {
  if (typeof mean === "object" || typeof std === "object")
    return normalAround(mean, std, shape as RandomOptions);
  checkStd("normal", std);
  const apart = typeof shape === "number" || Array.isArray(shape);
  const [sizes, given] = sizesAndOptions<RandomOptions>(
    "normal",
    apart ? [shape, options] : [shape],
    sizedNames,
  );
  return random("normal", sizes, given, (generator, out) => fillNormal(generator, out, mean, std));
}

/** Draws standard normal numbers, then stretches and shifts them: in this order, as PyTorch does. */
function normalAround(mean: number | Tensor, std: number | Tensor, options: RandomOptions): Tensor {
  checkOptions("normal", options, randomNames);
  if (typeof mean !== "number") requireTensor("normal", mean);
  if (typeof std !== "number") requireTensor("normal", std);
  const spread = typeof std === "number" ? std : std.array.size === 0 ? 0 : amin(std).item();
  checkStd("normal", spread);
  const [m, s] = [mean, std].map((x) => (typeof x === "number" ? [] : x.array.shape));
  const shape = broadcastShapes(m, s);
  if (!shape) throw broadcastError("normal", m, s);
  const dtype = [mean, std].some((x) => typeof x === "object" && x.dtype === "float64")
    ? "float64"
    : "float32";
  const drawn = random("normal", shape, { dtype, ...options, requiresGrad: false }, fillNormal);
  const y = withGradMode(false, () => drawn.mul_(std).add_(mean));
  return withOptions("normal", y, options);
}

function checkStd(operation: string, std: number): void {
  if (!(std >= 0))
    throw new RangeError(`${operation}: the standard deviation is ${std}; it must be at least 0.`);
}

/**
 * Integers in [low, high), int32 unless another dtype is asked for. `randint(high, shape)` starts at 0.
 * @throws {RangeError} when high ≤ low
 * @example randint(0, 10, [3])
 * @example randint(10, { size: [3] })
 */
export function randint(
  ...args:
    | [high: number, shape: Shape | (RandomOptions & Sized), options?: RandomOptions]
    | [low: number, high: number, shape: Shape | (RandomOptions & Sized), options?: RandomOptions]
    | [options: RandomOptions & Sized & { low?: number; high: number }]
): Tensor {
  if (args.length === 1) {
    expectObject("randint", "a range and a size, as in randint(0, 10, [3])", args[0]);
    const { low = 0, high, ...sized } = checkedRange(args[0]);
    return randint(low, high, sized);
  }
  const bounds = args.filter((arg) => typeof arg === "number");
  const [low, high] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  if (!(high > low))
    throw new RangeError(`randint: there is no integer from ${low} up to but without ${high}.`);
  const rest = args.slice(bounds.length) as (Shape | RandomOptions)[];
  const [sizes, options] = sizesAndOptions<RandomOptions>("randint", rest, sizedNames);
  const array = allocate("randint", dtypeNamed("randint", options.dtype, "int32"), sizes, "input");
  fillRandint(options.generator ?? defaultGenerator, elementsOf(array), low, high);
  return withOptions("randint", wrap(array), options);
}

function checkedRange(options: RandomOptions & Sized & { low?: number; high: number }): typeof options {
  checkOptions("randint", options, { low: 1, high: 1, size: 1, ...randomNames });
  return options;
}

/**
 * A random order of 0 … n − 1, int32. Shape (n,).
 * @example x.indexSelect(0, randperm(x.shape[0]))
 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkOptions("randperm", options, randomNames);
  const [shape] = sizesAndOptions("randperm", [n]);
  const array = allocate("randperm", dtypeNamed("randperm", options.dtype, "int32"), shape, "input");
  elementsOf(array).set(permutation(options.generator ?? defaultGenerator, n));
  return withOptions("randperm", wrap(array), options);
}

/**
 * 1 with the probability that stands at the same place in `p`, else 0; shape and dtype of `p`.
 * @throws {RangeError} when a probability lies outside [0, 1]
 * @example bernoulli(tensor([0.1, 0.9]))
 */
export function bernoulli(p: Tensor, options: { generator?: Generator } = {}): Tensor {
  requireTensor("bernoulli", p);
  checkOptions("bernoulli", options, { generator: 1 });
  floats("bernoulli", p.dtype);
  const source = rowMajor("bernoulli", p.array);
  const probabilities = elementsOf(source) as FloatArray;
  const wrong = probabilities.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined)
    throw new RangeError(`bernoulli: ${wrong} is no probability; use values in [0, 1].`);
  const array = allocateLike("bernoulli", source, p.dtype);
  // Allocating may have moved the memory.
  fillBernoulliOf(options.generator ?? defaultGenerator, elementsOf(array), elementsOf(source) as FloatArray);
  return wrap(array);
}

/**
 * Draws indices with probabilities proportional to the weights: shape (n,) gives (count,), shape (m, n)
 * gives (m, count); int32. Without replacement, the default, no index is drawn twice.
 * @throws {RangeError} when weights are negative, all 0, or fewer than the draws without replacement
 * @example multinomial(tensor([0, 10, 3, 0]), 2)
 * @example multinomial(ones(6), 10, { replacement: true })
 */
export function multinomial(
  weights: Tensor,
  count: number,
  options: boolean | { replacement?: boolean; generator?: Generator } = {},
): Tensor {
  requireTensor("multinomial", weights);
  const { replacement = false, generator = defaultGenerator } = byName(
    "multinomial",
    options,
    "replacement",
    { replacement: 1, generator: 1 },
  );
  floats("multinomial", weights.dtype);
  const { shape } = weights.array;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new RangeError(`multinomial: weights have 1 or 2 axes, not the shape ${showShape(shape)}.`);
  }
  const source = rowMajor("multinomial", weights.array);
  const columns = shape[shape.length - 1];
  const rows = shape.length === 2 ? shape[0] : 1;
  const array = allocate("multinomial", "int32", [...shape.slice(0, -1), count], "temporary");
  const [out, data] = [elementsOf(array), elementsOf(source) as FloatArray];
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    out.set(multinomialRow(generator, row, count, replacement), i * count);
  }
  return wrap(array);
}

function rowMajor(operation: string, array: NDArray): NDArray {
  if (array.contiguous) return array;
  const copy = allocateLike(operation, array, array.dtype);
  context.backend.copy(array, copy);
  return copy;
}

/** Fills `x` in place, whatever its layout. */
function refill(operation: string, x: Tensor, fill: (out: NumberArray) => void): Tensor {
  requireOwnPlaces(operation, x);
  return overwrite(operation, x, (array) => {
    const target = array.contiguous ? array : allocateLike(operation, array, array.dtype);
    fill(elementsOf(target));
    if (target !== array) context.backend.copy(target, array);
  });
}

function refillFloats(operation: string, x: Tensor, fill: (out: FloatArray) => void): Tensor {
  floats(operation, x.dtype);
  return refill(operation, x, (out) => fill(out as FloatArray));
}

/** Options of `normal_`: mean 0 and std 1 by default. */
export interface NormalFill {
  mean?: number;
  std?: number;
  generator?: Generator;
}

/** Overwrites `x` with normal numbers. */
export function normal_(
  x: Tensor,
  options: number | NormalFill = {},
  spread = 1,
  source: Generator = defaultGenerator,
): Tensor {
  requireTensor("normal_", x);
  const {
    mean = 0,
    std = spread,
    generator = source,
  } = byName("normal_", options, "mean", { mean: 1, std: 1, generator: 1 });
  checkStd("normal_", std);
  return refillFloats("normal_", x, (out) => fillNormal(generator, out, mean, std));
}

/** Options of `uniform_`: [0, 1) by default. */
export interface UniformFill {
  from?: number;
  to?: number;
  generator?: Generator;
}

/** Overwrites `x` with uniform numbers in [from, to). */
export function uniform_(
  x: Tensor,
  options: number | UniformFill = {},
  upper = 1,
  source: Generator = defaultGenerator,
): Tensor {
  requireTensor("uniform_", x);
  const {
    from = 0,
    to = upper,
    generator = source,
  } = byName("uniform_", options, "from", { from: 1, to: 1, generator: 1 });
  if (!(from <= to))
    throw new RangeError(`uniform_: from is ${from} and to is ${to}; from must not be larger.`);
  return refillFloats("uniform_", x, (out) => fillUniform(generator, out, from, to));
}

/** Overwrites `x` with exponential numbers of rate `rate`. */
export function exponential_(x: Tensor, rate = 1, generator: Generator = defaultGenerator): Tensor {
  if (!(rate > 0)) throw new RangeError(`exponential_: the rate is ${rate}; it must be positive.`);
  return refillFloats("exponential_", x, (out) => fillExponential(generator, out, rate));
}

/** Overwrites `x` with 1 (probability `p`) and 0. */
export function bernoulli_(
  x: Tensor,
  options: number | { p?: number; generator?: Generator } = {},
  source: Generator = defaultGenerator,
): Tensor {
  const { p = 0.5, generator = source } = byName("bernoulli_", options, "p", { p: 1, generator: 1 });
  if (!(p >= 0 && p <= 1)) throw new RangeError(`bernoulli_: p is ${p}; use a probability in [0, 1].`);
  return refill("bernoulli_", x, (out) => fillBernoulli(generator, out, p));
}
