/** Memory for what operations make, with who looks on, and the error when there is none left. */
import { say } from "../payload/say.ts";
import { whenCutOff } from "./callsUnderWay.ts";
import { context } from "./context.ts";
import { outOfMemory } from "./errors.ts";
import {
  asItLies,
  bytesPerElement,
  type DType,
  fromStorage,
  type MemoryKind,
  NDArray,
  type Storage,
} from "./ndarray.ts";
import { type Shape, showShape, sizeOf, stridesOf } from "./shape.ts";

type AllocationObserver = (storage: Storage, released: boolean) => void;

let allocationObserver: AllocationObserver | null = null;

whenCutOff(() => {
  allocationObserver = null;
});

/** Gives back the memory of something that an operation made for itself. */
export function release(storage: Storage): void {
  context.backend.release(storage);
  allocationObserver?.(storage, true);
}

/** Runs `body` while `observe` sees every storage that operations allocate, and those that they release. */
export function observeAllocations<T>(observe: AllocationObserver, body: () => T): T {
  const before = allocationObserver;
  allocationObserver = observe;
  try {
    return body();
  } finally {
    allocationObserver = before;
  }
}

function allocateStorage(
  operation: string,
  dtype: DType,
  shape: Shape,
  size: number,
  kind: MemoryKind,
): Storage {
  try {
    const storage = context.backend.allocate(dtype, size, kind);
    allocationObserver?.(storage, false);
    return storage;
  } catch (cause) {
    if (!(size >= 0) || !shape.every(Number.isInteger)) {
      throw new RangeError(say`${operation}: ${showShape(shape)} is no shape.`, { cause });
    }
    // To count what is held, garbage is collected first: of no use to what fits into no memory.
    const alone = size * bytesPerElement[dtype] > (context.backend.limit ?? Infinity);
    throw outOfMemory(operation, dtype, shape, size, alone ? null : context.backend.memory(), cause);
  }
}

/** A contiguous array with undefined contents. `operation` is named if memory runs out. */
export function allocate(
  operation: string,
  dtype: DType,
  shape: Shape,
  kind: MemoryKind = "temporary",
): NDArray {
  return fromStorage(allocateStorage(operation, dtype, shape, sizeOf(shape), kind), shape);
}

/** Like {@link allocate}, with the shape of `x`. */
export function allocateLike(operation: string, x: NDArray, dtype: DType): NDArray {
  const storage = allocateStorage(operation, dtype, x.shape, x.size, "temporary");
  const strides = x.contiguous ? x.strides : stridesOf(x.shape);
  return new NDArray(storage, x.shape, strides, 0, x.size, true);
}

/**
 * Room for what is made of each element of `x`, and both as rows in the order in which they lie: it is that of `x`, whose
 * axes may be in another order, as those of a transposed matrix are. Null where the elements of `x` lie apart.
 */
export function allocateAsItLies(
  operation: string,
  x: NDArray,
): { out: NDArray; from: NDArray; to: NDArray } | null {
  const from = asItLies(x);
  if (from === null) return null;
  const storage = allocateStorage(operation, x.dtype, x.shape, x.size, "temporary");
  const out = new NDArray(storage, x.shape, x.strides, 0, x.size, x.contiguous);
  return { out, from, to: fromStorage(storage, from.shape) };
}

/** The array itself, or a row-major copy of it. */
export function contiguousArray(operation: string, x: NDArray): NDArray {
  if (x.contiguous) return x;
  const out = allocateLike(operation, x, x.dtype);
  context.backend.copy(x, out);
  return out;
}

/** Gives back the memory of a copy that {@link contiguousArray} may have made of `x`. */
export function discardCopy(copy: NDArray, x: NDArray): void {
  if (copy !== x) release(copy.storage);
}
