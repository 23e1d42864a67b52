/** An array in memory: a storage seen through a shape, strides and an offset. No arithmetic, no gradients. */
import { isContiguous, type Shape, sizeOf, stridesOf } from "./shape.ts";

/**
 * `float32` is the default of every creation function, integers included, because JavaScript cannot tell
 * 1 from 1.0; `int32` is what index-returning operations give; `bool` is what comparisons give.
 */
export type DType = "float32" | "float64" | "int32" | "bool";

/** The JavaScript arrays that hold elements, one kind for each dtype. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** What `toArray` gives: numbers (or booleans) in arrays in arrays. */
export type NestedArray = number | boolean | readonly NestedArray[];

export const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, bool: 1 };

/** What a storage is for, as PyTorch's memory profiler sorts it. `intermediate` is held for the backward pass. */
export type MemoryKind = "parameter" | "gradient" | "optimiser" | "input" | "intermediate" | "temporary";

/** Counts in-place changes, so that a backward pass can tell that what it saved was overwritten. */
export interface Counter {
  version: number;
}

/** A one-dimensional block of memory that one backend owns. Views share it. */
export interface Storage extends Counter {
  readonly dtype: DType;
  /** Number of elements. */
  readonly length: number;
  /**
   * The elements. Ask anew after anything that may allocate: a backend whose memory grows may give
   * another view then. It keeps the memory from being given back.
   */
  readonly data: TypedArray;
  /** Change it with `backend.retag`, which keeps the accounts. */
  readonly kind: MemoryKind;
  /** Whose memory it is: kernels that work on addresses can read no other. */
  readonly home: object;
  /** Whether its memory was given back; nobody may read or write it any more. */
  readonly released: boolean;
}

/**
 * Where its elements lie does not change once it is made, and cannot be assigned: what the constructor has found out
 * about that holds for good, and need not be looked at again in each operation.
 */
export class NDArray {
  readonly storage: Storage;
  readonly shape: Shape;
  /** In elements; 0 on stretched axes. */
  readonly strides: Shape;
  /** Of changes that matter to who sees this array: those of the storage, but for a tensor's `data`. */
  readonly counter: Counter;
  readonly #offset: number;
  readonly #size: number;
  readonly #contiguous: boolean;
  /** The storage that it was found to lie inside of in one piece; null when it was not. */
  readonly #inside: Storage | null;

  constructor(
    storage: Storage,
    shape: Shape,
    strides: Shape,
    offset: number,
    size: number,
    contiguous: boolean,
    counter: Counter = storage,
  ) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.counter = counter;
    this.#offset = offset;
    this.#size = size;
    this.#contiguous = contiguous;
    this.#inside = contiguous && offset >= 0 && size >= 0 && offset + size <= storage.length ? storage : null;
  }

  get dtype(): DType {
    return this.storage.dtype;
  }
  /** Of the first element, in elements. */
  get offset(): number {
    return this.#offset;
  }
  /** Number of elements. */
  get size(): number {
    return this.#size;
  }
  /** Row-major without gaps; the offset may still be anything. */
  get contiguous(): boolean {
    return this.#contiguous;
  }

  /** Whether `x` is known to lie in one piece inside of its storage, which is one of `home`'s. */
  static isKnown(x: NDArray, home: object | null): boolean {
    return #inside in x && x.#inside === x.storage && x.storage.home === home;
  }
}

/** A contiguous array over a whole storage. */
export function fromStorage(storage: Storage, shape: Shape): NDArray {
  return new NDArray(storage, shape, stridesOf(shape), 0, storage.length, true);
}

/** Another look at the same storage. */
export function viewOf(array: NDArray, shape: Shape, strides: Shape, offset: number): NDArray {
  const { storage, counter } = array;
  return new NDArray(storage, shape, strides, offset, sizeOf(shape), isContiguous(shape, strides), counter);
}

/**
 * The elements in the order in which they lie, as one row or as they are, where they lie side by side in whichever order of the axes;
 * else null. It counts changes with `array`.
 */
export function asItLies(array: NDArray): NDArray | null {
  const { storage, shape, strides, offset, size, contiguous, counter } = array;
  if (contiguous) return array;
  if (!isPermuted(shape, strides)) return null;
  return new NDArray(storage, [size], [1], offset, size, true, counter);
}

/** Whether the strides are those of a contiguous array with its axes in another order. */
function isPermuted(shape: Shape, strides: Shape): boolean {
  let next = 1;
  let axes = 0;
  for (const extent of shape) if (extent !== 1) axes++;
  for (; axes > 0; axes--) {
    const axis = strides.findIndex((stride, i) => stride === next && shape[i] !== 1);
    if (axis < 0 || shape[axis] === 0) return false;
    next *= shape[axis];
  }
  return true;
}

/** The same array, whose changes are counted apart from those of others that share its memory. */
export function countedApart(array: NDArray, version = 0): NDArray {
  const { storage, shape, strides, offset, size, contiguous } = array;
  return new NDArray(storage, shape, strides, offset, size, contiguous, { version });
}

/** The elements of a contiguous array as a typed array; shares memory. */
export function elementsOf(array: NDArray): TypedArray {
  const data = array.storage.data;
  if (array.offset === 0 && array.size === data.length) return data;
  const part: TypedArray & { whole?: TypedArray } = data.subarray(array.offset, array.offset + array.size);
  // A storage's memory is kept as long as its `data` is referred to, and so must this part's be.
  part.whole = data;
  return part;
}

export function isFloating(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}
