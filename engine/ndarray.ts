/** An array in memory: a storage seen through a shape, strides and an offset. No arithmetic, no gradients. */
import { isContiguous, type Shape, sizeOf, stridesOf } from "./shape.ts";

/**
 * `float32` is the default of every creation function, integers included, because JavaScript cannot tell
 * 1 from 1.0; `int32` is what index-returning operations give; `bool` is what comparisons give.
 */
export type DType = "float32" | "float64" | "int32" | "bool";

/** The JavaScript arrays that hold elements, one kind for each dtype. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

export const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, bool: 1 };

/** What a storage is for, as PyTorch's memory profiler sorts it. `intermediate` is held for the backward pass. */
export type MemoryKind = "parameter" | "gradient" | "optimiser" | "input" | "intermediate" | "temporary";

/** A one-dimensional block of memory that one backend owns. Views share it. */
export interface Storage {
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
  /** Counts in-place changes, so that a backward pass can tell that what it saved was overwritten. */
  version: number;
}

export class NDArray {
  readonly storage: Storage;
  readonly dtype: DType;
  readonly shape: Shape;
  /** In elements; 0 on stretched axes. */
  readonly strides: Shape;
  /** Of the first element, in elements. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  /** Row-major without gaps; the offset may still be anything. */
  readonly contiguous: boolean;

  constructor(
    storage: Storage,
    shape: Shape,
    strides: Shape,
    offset: number,
    size: number,
    contiguous: boolean,
  ) {
    this.storage = storage;
    this.dtype = storage.dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = size;
    this.contiguous = contiguous;
  }
}

/** A contiguous array over a whole storage. */
export function fromStorage(storage: Storage, shape: Shape): NDArray {
  return new NDArray(storage, shape, stridesOf(shape), 0, storage.length, true);
}

/** Another look at the same storage. */
export function viewOf(array: NDArray, shape: Shape, strides: Shape, offset: number): NDArray {
  return new NDArray(array.storage, shape, strides, offset, sizeOf(shape), isContiguous(shape, strides));
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
