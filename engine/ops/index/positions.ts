/** Index tensors → positions in memory, checked. */
import { allocate, allocateLike, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { elementsOf, isFloating, type NDArray } from "../../core/ndarray.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";

/**
 * The elements of an index tensor as numbers. Float tensors are taken when they hold whole numbers, because
 * class labels read from data often are float32.
 * @throws for fractions.
 */
export function indicesOf(operation: string, index: Tensor): ArrayLike<number> {
  const values = elementsOf(contiguousArray(operation, index.array));
  if (isFloating(index.dtype)) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isInteger(values[i])) {
        throw new TypeError(
          say`${operation}: an index must be a whole number, but element ${i} is ${String(values[i])}.`,
        );
      }
    }
  }
  return values;
}

/** `index` in 0 … length − 1; negative ones count from the end. @throws when it is outside. */
export function checkedIndex(operation: string, index: number, length: number, axis: number): number {
  const wrapped = index < 0 ? index + length : index;
  if (!(wrapped >= 0 && wrapped < length) || !Number.isInteger(wrapped)) {
    throw new RangeError(
      say`${operation}: index ${index} is outside of axis ${axis} with ${length} elements (${-length} …
        ${length - 1}).`,
    );
  }
  return wrapped;
}

/** The elements of an index tensor as int32; what that cannot hold becomes its largest or smallest, out of any range. */
export function indexArray(operation: string, index: Tensor): NDArray {
  if (index.dtype === "int32") return contiguousArray(operation, index.array);
  const out = allocateLike(operation, index.array, "int32");
  if (!isFloating(index.dtype)) {
    context.backend.copy(index.array, out);
    return out;
  }
  const values = indicesOf(operation, index);
  const whole = elementsOf(out);
  for (let i = 0; i < values.length; i++) whole[i] = Math.max(-(2 ** 31), Math.min(values[i], 2 ** 31 - 1));
  return out;
}

/** Whole numbers, already checked, as an array. */
export function positionsOf(operation: string, positions: readonly number[]): NDArray {
  const out = allocate(operation, "int32", [positions.length]);
  elementsOf(out).set(positions);
  return out;
}

/**
 * Where in [outer, extent, inner] the elements of `index` [outer, n, inner], indices of the axis `axis`, are.
 * @throws when one is out of range
 */
export function located(
  operation: string,
  index: Tensor,
  [outer, n, inner]: readonly [number, number, number],
  extent: number,
  axis: number,
): NDArray {
  const indices = indexArray(operation, index);
  const out = allocate(operation, "int32", index.array.shape);
  const wrong = context.backend.locate(indices, out, outer, n, inner, extent);
  if (wrong >= 0) checkedIndex(operation, indicesOf(operation, index)[wrong], extent, axis);
  discardCopy(indices, index.array);
  return out;
}

/** Where the elements of `x` are that are other than 0: one number each, in row-major order. */
export function foundIn(operation: string, x: NDArray): NDArray {
  const source = contiguousArray(operation, x);
  const out = allocate(operation, "int32", [context.backend.count(source)]);
  context.backend.find(source, out);
  discardCopy(source, x);
  return out;
}
