/** Tensors from nothing, from numbers and from nested arrays. */
import { expect } from "../../core/expect.ts";
import { context } from "../../core/context.ts";
import { type DTypeName, dtypeNamed } from "../../core/dtypes.ts";
import {
  type DType,
  elementsOf,
  isFloating,
  type MemoryKind,
  type NestedArray,
  type TypedArray,
} from "../../core/ndarray.ts";
import type { Shape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { requireTensor } from "../../core/record.ts";
import { allocate } from "../../core/allocate.ts";
import { checkOptions, type OptionNames, shown } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

/** Options of everything that makes a tensor. */
export interface TensorOptions {
  /** Default float32 (for `eye`, `ones`, … as for everything else). */
  dtype?: DTypeName;
  /** Default false. */
  requiresGrad?: boolean;
}

/** Sizes as separate numbers, as one array, or as `size` among the options, which come last. */
export type SizeArguments<O extends TensorOptions = TensorOptions> =
  | [...sizes: number[]]
  | [...sizes: number[], options: O]
  | [shape: Shape]
  | [shape: Shape, options: O]
  | [options: O & Sized];

/** For calls that name their size: `randn({ size: [2, 3] })`. */
export interface Sized {
  size: Shape | number;
}

/** What `tensor` takes: numbers and booleans, typed arrays and tensors, in arrays to any depth. */
export type TensorData = number | boolean | TypedArray | Tensor | readonly TensorData[];

const createNames: OptionNames<TensorOptions & Partial<Sized>> = { dtype: 1, requiresGrad: 1, size: 1 };

/** Splits `(2, 3, { dtype })`, `([2, 3], { dtype })` and `({ size: [2, 3], dtype })` into shape and options.
 * @throws for sizes that are no sizes. */
export function sizesAndOptions<O extends TensorOptions = TensorOptions>(
  operation: string,
  args: readonly (number | Shape | O)[],
  names: OptionNames<O & Partial<Sized>> = createNames as OptionNames<O & Partial<Sized>>,
): [shape: number[], options: O] {
  const last = args.at(-1);
  const hasOptions = typeof last === "object" && (last as unknown) !== null && !Array.isArray(last);
  const options = (hasOptions ? last : {}) as O & Partial<Sized>;
  if (hasOptions) checkOptions(operation, options, names);
  const given = options.size === undefined ? (hasOptions ? args.slice(0, -1) : args) : [options.size];
  const sizes = given.flat() as number[];
  for (const size of sizes) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(
        say`${operation}: a size must be a whole number of at least 0, not ${shown(size)}.`,
      );
    }
  }
  return [sizes, options];
}

const tensorNames: OptionNames<TensorOptions> = { dtype: 1, requiresGrad: 1 };

/** Applies `requiresGrad` to a fresh tensor. @throws for integers, which have no gradient. */
export function withOptions(operation: string, x: Tensor, options: TensorOptions): Tensor {
  if (options.requiresGrad) {
    if (!isFloating(x.dtype)) {
      throw new TypeError(
        say`${operation}: only float32 and float64 tensors can require a gradient, not ${x.dtype}.`,
      );
    }
    x.requiresGrad = true;
  }
  return x;
}

function filled(operation: string, shape: Shape, value: number, dtype: DType, kind: MemoryKind): Tensor {
  const array = allocate(operation, dtype, shape, kind);
  context.backend.fill(array, value);
  return new Tensor(array);
}

/** Zeros of the given sizes.
 * @example zeros(2, 3)
 * @example zeros([2, 3], { dtype: "float64" }) */
export function zeros(...args: SizeArguments): Tensor {
  const [shape, options] = sizesAndOptions("zeros", args);
  return withOptions(
    "zeros",
    filled("zeros", shape, 0, dtypeNamed("zeros", options.dtype, "float32"), "input"),
    options,
  );
}

/** Ones of the given sizes.
 * @example ones(2, 3, { requiresGrad: true }) */
export function ones(...args: SizeArguments): Tensor {
  const [shape, options] = sizesAndOptions("ones", args);
  return withOptions(
    "ones",
    filled("ones", shape, 1, dtypeNamed("ones", options.dtype, "float32"), "input"),
    options,
  );
}

/** Memory of the given sizes with whatever was there.
 * @example empty(2, 3) */
export function empty(...args: SizeArguments): Tensor {
  const [shape, options] = sizesAndOptions("empty", args);
  return withOptions(
    "empty",
    new Tensor(allocate("empty", dtypeNamed("empty", options.dtype, "float32"), shape, "input")),
    options,
  );
}

/** `value` everywhere.
 * @example full([2, 3], 7) */
export function full(shape: Shape | number, value: number, options: TensorOptions = {}): Tensor {
  checkOptions("full", options, tensorNames);
  const [sizes] = sizesAndOptions("full", [shape]);
  return withOptions(
    "full",
    filled("full", sizes, value, dtypeNamed("full", options.dtype, "float32"), "input"),
    options,
  );
}

/** Zeros with the shape and dtype of `x`.
 * @example zerosLike(w) */
export function zerosLike(x: Tensor, options: TensorOptions = {}): Tensor {
  requireTensor("zerosLike", x);
  checkOptions("zerosLike", options, tensorNames);
  const y = filled(
    "zerosLike",
    x.array.shape,
    0,
    dtypeNamed("zerosLike", options.dtype, x.dtype),
    "temporary",
  );
  return withOptions("zerosLike", y, options);
}

/** Ones with the shape and dtype of `x`.
 * @example onesLike(w) */
export function onesLike(x: Tensor, options: TensorOptions = {}): Tensor {
  requireTensor("onesLike", x);
  checkOptions("onesLike", options, tensorNames);
  const y = filled("onesLike", x.array.shape, 1, dtypeNamed("onesLike", options.dtype, x.dtype), "temporary");
  return withOptions("onesLike", y, options);
}

/** `value` everywhere, with the shape and dtype of `x`.
 * @example fullLike(w, 0.5) */
export function fullLike(x: Tensor, value: number, options: TensorOptions = {}): Tensor {
  requireTensor("fullLike", x);
  checkOptions("fullLike", options, tensorNames);
  const y = filled(
    "fullLike",
    x.array.shape,
    value,
    dtypeNamed("fullLike", options.dtype, x.dtype),
    "temporary",
  );
  return withOptions("fullLike", y, options);
}

/** The n × m matrix (m = n when left out) with ones on the diagonal.
 * @example eye(3) */
export function eye(n: number, m: number | TensorOptions = n, options: TensorOptions = {}): Tensor {
  const [columns, given] = typeof m === "number" ? [m, options] : [n, m];
  checkOptions("eye", given, tensorNames);
  const x = filled(
    "eye",
    sizesAndOptions("eye", [n, columns])[0],
    0,
    dtypeNamed("eye", given.dtype, "float32"),
    "input",
  );
  const data = elementsOf(x.array);
  for (let i = 0; i < Math.min(n, columns); i++) data[i * columns + i] = 1;
  return withOptions("eye", x, given);
}

function isTensor(data: unknown): data is Tensor {
  return typeof data === "object" && data !== null && "array" in data;
}

/** The data with tensors and typed arrays turned into arrays; itself where there are none. */
function nested(data: TensorData): NestedArray {
  if (isTensor(data)) return data.toArray();
  if (isTypedArray(data)) return Array.from(data);
  if (!Array.isArray(data) || typeof data[0] !== "object") return data as NestedArray;
  return (data as TensorData[]).map(nested);
}

function isTypedArray(data: unknown): data is TypedArray {
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

function dtypeOf(data: TensorData | ArrayLike<number>): DType {
  if (isTensor(data)) return data.dtype;
  if (Array.isArray(data) && typeof data[0] === "object") return dtypeOf(data[0] as TensorData);
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  const first = Array.isArray(data) ? (data as unknown[])[0] : data;
  return typeof first === "boolean" ? "bool" : "float32";
}

/** The extents of a nested array, taken along its first elements. */
function nestedShape(data: NestedArray): number[] {
  const shape: number[] = [];
  let level: NestedArray = data;
  while (Array.isArray(level)) {
    shape.push(level.length);
    if (level.length === 0) break;
    level = level[0] as NestedArray;
  }
  return shape;
}

/** Copies numbers, all at once where nothing but their type changes. */
function copyFlat(data: ArrayLike<number>, out: TypedArray): void {
  // A typed array whose buffer was transferred has no element, and `set` refuses it.
  if (data.length === 0) return;
  if (!(out instanceof Uint8Array)) return out.set(data);
  for (let i = 0; i < data.length; i++) out[i] = Number(data[i] !== 0);
}

function copyNested(data: NestedArray, shape: Shape, axis: number, out: TypedArray, start: number): number {
  if (axis === shape.length) {
    if (typeof data !== "number" && typeof data !== "boolean") {
      throw new TypeError(
        say`tensor: expected a number at depth ${axis}, found
          ${Array.isArray(data) ? say`an array` : String(data)}. All rows must have the same length and depth, and
          hold numbers or booleans.`,
      );
    }
    out[start] = out instanceof Uint8Array ? Number(Number(data) !== 0) : Number(data);
    return start + 1;
  }
  if (!Array.isArray(data) || data.length !== shape[axis]) {
    const found = Array.isArray(data) ? say`${data.length} elements` : String(data);
    throw new TypeError(
      say`tensor: expected ${shape[axis]} elements at depth ${axis}, found ${found}. All rows must have the same
        length.`,
    );
  }
  let next = start;
  if (axis === shape.length - 1 && !(out instanceof Uint8Array)) next = copyRow(data, out, start);
  for (const row of data.slice(next - start) as NestedArray[])
    next = copyNested(row, shape, axis + 1, out, next);
  return next;
}

/** Copies numbers up to the first thing that is none. @returns where it stopped */
function copyRow(data: readonly unknown[], out: TypedArray, start: number): number {
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (typeof value !== "number") return start + i;
    out[start + i] = value;
  }
  return start + data.length;
}

/**
 * A tensor that holds a copy of `data`: a number, nested arrays of numbers or booleans, typed arrays, tensors,
 * or arrays of these. dtype: float32 for numbers, bool for booleans; a Float64Array gives float64, an
 * Int32Array int32, a tensor its own.
 * @throws when rows differ in length, naming the depth.
 * @example tensor([[1, 2], [3, 4]], { requiresGrad: true })
 */
export function tensor(given: TensorData, options: TensorOptions = {}): Tensor {
  if (typeof options === "number") {
    throw new TypeError(say`tensor: give all numbers as one array: tensor([1, 2, 3]).`);
  }
  checkOptions("tensor", options, tensorNames);
  const dtype = dtypeNamed("tensor", options.dtype, dtypeOf(given));
  const data = isTypedArray(given) ? given : nested(given);
  const shape = isTypedArray(data) ? [data.length] : nestedShape(data);
  const array = allocate("tensor", dtype, shape, "input");
  const elements = elementsOf(array);
  if (isTypedArray(data)) copyFlat(data, elements);
  else copyNested(data, shape, 0, elements, 0);
  return withOptions("tensor", new Tensor(array), options);
}

/**
 * A tensor with a copy of the numbers of a flat or typed array, seen with `shape` (1-D when left out).
 * @throws when the number of elements does not fit the shape.
 * @example fromArray(new Float32Array(6), [2, 3])
 */
export function fromArray(
  data: ArrayLike<number>,
  shape: Shape = [(data as ArrayLike<number> | null | undefined)?.length ?? 0],
  options: TensorOptions = {},
): Tensor {
  expect(
    "fromArray",
    "an array of numbers",
    data,
    typeof data === "object" && (data as unknown) !== null && typeof data.length === "number",
  );
  const [sizes] = sizesAndOptions("fromArray", [shape]);
  checkOptions("fromArray", options, tensorNames);
  const dtype = dtypeNamed("fromArray", options.dtype, dtypeOf(data));
  const array = allocate("fromArray", dtype, sizes, "input");
  if (array.size !== data.length) {
    throw new RangeError(say`fromArray: ${data.length} numbers do not fill shape (${sizes.join(", ")}).`);
  }
  copyFlat(data, elementsOf(array));
  return withOptions("fromArray", new Tensor(array), options);
}
