/** Random tensors. The same seed gives the same numbers as PyTorch on the CPU. */
import { Compare, Draw, type DrawCode } from "../backend/backend.ts";
import { expectObject } from "../core/expect.ts";
import { context } from "../core/context.ts";
import { withGradMode } from "../core/gradMode.ts";
import { broadcastError } from "../core/errors.ts";
import { dtypeNamed } from "../core/dtypes.ts";
import { type DType, elementsOf, isFloating, type NDArray, viewOf } from "../core/ndarray.ts";
import {
  type SizeArguments,
  type Sized,
  sizesAndOptions,
  type TensorOptions,
  withOptions,
} from "../ops/create/create.ts";
import { requireTensor } from "../core/record.ts";
import { allocate, allocateLike, release } from "../core/allocate.ts";
import { methods, Tensor } from "../core/tensor.ts";
import { amin } from "../ops/reduce/extremes.ts";
import { overwrite, requireOwnPlaces } from "../ops/inPlace/inPlace.ts";
import { broadcastShapes, type Shape, showShape } from "../core/shape.ts";
import { byName, checkOptions, type OptionNames } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { draw, multinomialRow } from "./draw.ts";
import { defaultGenerator, type Generator } from "./generator.ts";
import { fillNormalOneByOne, type FloatArray } from "./normal.ts";

declare module "../core/tensor.ts" {
  interface Tensor {
    /** Normal numbers of the given mean and standard deviation; the same as PyTorch's for a seed.
     * @example w.data.normal_(0, 0.01) */
    normal_(mean?: number | NormalFill, std?: number, generator?: Generator): this;
    /** Uniform numbers in [from, to); the same as PyTorch's for a seed.
     * @example w.data.uniform_(-0.1, 0.1) */
    uniform_(from?: number | UniformFill, to?: number, generator?: Generator): this;
    /** 1 with probability `p`, else 0; the same as PyTorch's for a seed.
     * @example zeros(3, 4).bernoulli_(0.5) */
    bernoulli_(p?: number | { p?: number; generator?: Generator }, generator?: Generator): this;
  }
}

/** Options of everything that makes random numbers. */
export interface RandomOptions extends TensorOptions {
  /** Where the numbers come from. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

const randomNames: OptionNames<RandomOptions> = { dtype: 1, requiresGrad: 1, generator: 1 };
const sizedNames: OptionNames<RandomOptions & Partial<Sized>> = { ...randomNames, size: 1 };

export type RandomSizeArguments = SizeArguments<RandomOptions>;

function floats(operation: string, dtype: DType): void {
  if (!isFloating(dtype))
    throw new TypeError(say`${operation}: gives float32 or float64 numbers, not ${dtype}.`);
}

function random(
  operation: string,
  shape: Shape,
  options: RandomOptions,
  op: DrawCode,
  p0: number,
  p1: number,
): Tensor {
  const dtype = dtypeNamed(operation, options.dtype, "float32");
  floats(operation, dtype);
  const array = allocate(operation, dtype, shape, "input");
  draw(options.generator ?? defaultGenerator, op, array, p0, p1);
  return withOptions(operation, new Tensor(array), options);
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
  return random("rand", shape, options, Draw.uniform, 0, 1);
}

/**
 * Standard normal numbers. float32: equal to PyTorch's bit for bit; float64: within 2 ulp, mostly equal.
 * @example randn(2, 3)
 */
export function randn(...args: RandomSizeArguments): Tensor {
  const [shape, options] = split("randn", args);
  return random("randn", shape, options, Draw.normal, 0, 1);
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
  return random("normal", sizes, given, Draw.normal, mean, std);
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
  const drawn = random("normal", shape, { dtype, ...options, requiresGrad: false }, Draw.normal, 0, 1);
  const y = withGradMode(false, () => drawn.mul_(std).add_(mean));
  return withOptions("normal", y, options);
}

function checkStd(operation: string, std: number): void {
  if (!(std >= 0))
    throw new RangeError(say`${operation}: the standard deviation is ${std}; it must be at least 0.`);
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
    throw new RangeError(say`randint: there is no integer from ${low} up to but without ${high}.`);
  const rest = args.slice(bounds.length) as (Shape | RandomOptions)[];
  const [sizes, options] = sizesAndOptions<RandomOptions>("randint", rest, sizedNames);
  const array = allocate("randint", dtypeNamed("randint", options.dtype, "int32"), sizes, "input");
  draw(options.generator ?? defaultGenerator, Draw.integers, array, low, high);
  return withOptions("randint", new Tensor(array), options);
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
  const dtype = dtypeNamed("randperm", options.dtype, "int32");
  const order = allocate("randperm", "int32", shape, "input");
  draw(options.generator ?? defaultGenerator, Draw.permutation, order);
  let array = order;
  if (dtype !== "int32") {
    array = allocate("randperm", dtype, shape, "input");
    context.backend.copy(order, array);
    release(order.storage);
  }
  return withOptions("randperm", new Tensor(array), options);
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
  const wrong = noProbability(elementsOf(source));
  if (wrong !== undefined)
    throw new RangeError(say`bernoulli: ${wrong} is no probability; use values in [0, 1].`);
  // 24 bits for probabilities of float32, 53 for those of float64.
  const uniform = allocateLike("bernoulli", source, p.dtype);
  draw(options.generator ?? defaultGenerator, Draw.uniform, uniform, 0, 1);
  const below = allocateLike("bernoulli", source, "bool");
  context.backend.compare(Compare.lt, uniform, source, below);
  context.backend.copy(below, uniform);
  release(below.storage);
  return new Tensor(uniform);
}

function noProbability(values: ArrayLike<number>): number | undefined {
  for (let i = 0; i < values.length; i++) if (!(values[i] >= 0 && values[i] <= 1)) return values[i];
  return undefined;
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
    throw new RangeError(say`multinomial: weights have 1 or 2 axes, not the shape ${showShape(shape)}.`);
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
  return new Tensor(array);
}

function rowMajor(operation: string, array: NDArray): NDArray {
  if (array.contiguous) return array;
  const copy = allocateLike(operation, array, array.dtype);
  context.backend.copy(array, copy);
  return copy;
}

/** Fills `x` in place in the order in which it lies in memory, as PyTorch does. */
function refill(operation: string, x: Tensor, fill: (out: NDArray) => void): Tensor {
  requireOwnPlaces(operation, x);
  return overwrite(operation, x, (array) => {
    const places = inMemoryOrder(array);
    if (places.contiguous) return fill(places);
    const target = allocateLike(operation, places, array.dtype);
    fill(target);
    context.backend.copy(target, places);
    release(target.storage);
  });
}

/** The array with its axes in the order of their strides. */
function inMemoryOrder(array: NDArray): NDArray {
  if (array.contiguous) return array;
  const { shape, strides } = array;
  const axes = [...shape.keys()].sort((a, b) => strides[b] - strides[a] || a - b);
  return viewOf(
    array,
    axes.map((axis) => shape[axis]),
    axes.map((axis) => strides[axis]),
    array.offset,
  );
}

function refillFloats(operation: string, x: Tensor, fill: (out: NDArray) => void): Tensor {
  floats(operation, x.dtype);
  return refill(operation, x, fill);
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
  const { contiguous } = x.array;
  return refillFloats("normal_", x, (out) => {
    if (contiguous) draw(generator, Draw.normal, out, mean, std);
    else fillNormalOneByOne(generator, elementsOf(out) as FloatArray, mean, std);
  });
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
    throw new RangeError(say`uniform_: from is ${from} and to is ${to}; from must not be larger.`);
  return refillFloats("uniform_", x, (out) => draw(generator, Draw.uniform, out, from, to));
}

/** Overwrites `x` with exponential numbers of rate `rate`. */
export function exponential_(x: Tensor, rate = 1, generator: Generator = defaultGenerator): Tensor {
  if (!(rate > 0)) throw new RangeError(say`exponential_: the rate is ${rate}; it must be positive.`);
  return refillFloats("exponential_", x, (out) => draw(generator, Draw.exponential, out, rate));
}

/** Overwrites `x` with 1 (probability `p`) and 0. */
export function bernoulli_(
  x: Tensor,
  options: number | { p?: number; generator?: Generator } = {},
  source: Generator = defaultGenerator,
): Tensor {
  const { p = 0.5, generator = source } = byName("bernoulli_", options, "p", { p: 1, generator: 1 });
  if (!(p >= 0 && p <= 1)) throw new RangeError(say`bernoulli_: p is ${p}; use a probability in [0, 1].`);
  return refill("bernoulli_", x, (out) => draw(generator, Draw.choice, out, p, 1));
}

methods({ normal_, uniform_, bernoulli_ });
