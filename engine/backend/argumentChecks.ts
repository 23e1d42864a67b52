/**
 * What a backend's call must be sure of before a kernel sees an address: that every array lies inside of its storage,
 * that sizes and dtypes fit each other, and that what is written is not read in another order. Predicates of integer
 * comparisons, small enough to be inlined; what is wrong is found out only when something is.
 */
import { NDArray } from "../core/ndarray.ts";
import { say } from "../payload/say.ts";
import { sameShape, type Shape, showShape } from "../core/shape.ts";

/** Whether it lies in one piece inside of its storage, which is one of `home`'s; null for anybody's. */
export function isWhole(x: NDArray, home: object | null): boolean {
  return NDArray.isKnown(x, home) || isFoundWhole(x, home);
}

function isFoundWhole(x: NDArray, home: object | null): boolean {
  const { storage, offset } = x;
  return (
    x.contiguous &&
    // Nothing reaches nowhere, wherever it begins: a view behind the end of an empty tensor, for one.
    ((offset >= 0 && offset + x.size <= storage.length) || x.size === 0) &&
    x.dtype === storage.dtype &&
    (storage.home === home || home === null)
  );
}

/** Whether all that it reaches lies inside of its storage, which is one of `home`'s; null for anybody's. */
export function isInside(x: NDArray, home: object | null): boolean {
  return NDArray.isKnown(x, home) || isFoundInside(x, home);
}

function isFoundInside(x: NDArray, home: object | null): boolean {
  return x.contiguous ? isFoundWhole(x, home) : isWithin(x) && isOf(x, home);
}

/** Whether its storage, of its own dtype, is one of `home`'s; null for anybody's. Where it lies is not looked at. */
export function isOf(x: NDArray, home: object | null): boolean {
  return (
    NDArray.isKnown(x, home) || (x.dtype === x.storage.dtype && (x.storage.home === home || home === null))
  );
}

/** Whether all that shape and strides reach lies inside of the storage, and is as much as `size` says. */
export function isWithin({ storage, shape, strides, offset, size }: NDArray): boolean {
  let low = offset;
  let high = offset;
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis];
    count *= extent;
    const reach = (extent - 1) * strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (count !== size) return false;
  return size === 0 || (low >= 0 && high < storage.length);
}

/** Whether `x` has the shape and dtype of what is written, and may lie where that does. */
export function isLike(x: NDArray, out: NDArray): boolean {
  return (
    x.dtype === out.dtype &&
    x.size === out.size &&
    sameShape(x.shape, out.shape) &&
    (x.storage !== out.storage || isInPlace(x, out))
  );
}

/** Whether `x` stretches to the shape of what is written, and may lie where that does. */
export function isStretched(x: NDArray, out: NDArray): boolean {
  if (x.size === out.size && sameShape(x.shape, out.shape)) {
    return x.storage !== out.storage || isInPlace(x, out);
  }
  return stretchesTo(x.shape, out.shape, 0) && isWithin(x) && isApart(x, out);
}

/** Whether `shape`, without its last `rest` axes, broadcasts to `target` without its own. */
export function stretchesTo(shape: Shape, target: Shape, rest: number): boolean {
  const shift = target.length - shape.length;
  if (shift < 0) return false;
  for (let axis = shape.length - rest - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && shape[axis] !== target[axis + shift]) return false;
  }
  return true;
}

/** Whether each element of `x` is overwritten, if at all, by the result that it goes into: in place, one by one. */
function isInPlace(x: NDArray, out: NDArray): boolean {
  if (x === out) return true;
  if (x.offset === out.offset && x.size === out.size) {
    if (x.contiguous && out.contiguous) return true;
    if (sameShape(x.shape, out.shape) && sameShape(x.strides, out.strides)) return true;
  }
  return isElsewhere(x, out);
}

/** Where the lowest and the highest element lie, of an array that is not empty. */
function rangeOf({ shape, strides, offset }: NDArray): [low: number, high: number] {
  let low = offset;
  let high = offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const reach = (shape[axis] - 1) * strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

/** Whether writing `out` changes no element of `x`; interleaved ones count as if it did. */
export function isApart(x: NDArray, out: NDArray): boolean {
  return x.storage !== out.storage || isElsewhere(x, out);
}

/** The same of two arrays in one storage. */
function isElsewhere(x: NDArray, out: NDArray): boolean {
  if (x.size === 0 || out.size === 0) return true;
  const [low, high] = rangeOf(x);
  const [first, last] = rangeOf(out);
  return high < first || last < low;
}

/**
 * Whether two arrays of rows lie apart, or beside each other in the longer rows of one array: they have the same shape and
 * strides, all strides but those within a row are multiples of it, and their columns differ.
 */
export function isBeside(x: NDArray, y: NDArray): boolean {
  if (isApart(x, y)) return true;
  const rank = x.shape.length;
  if (!sameShape(x.shape, y.shape) || !sameShape(x.strides, y.strides)) return false;
  const row = x.strides[rank - 2];
  let span = 1;
  for (let axis = 0; axis < rank; axis++) {
    const [stride, extent] = [x.strides[axis], x.shape[axis]];
    if (stride < 0) return false;
    if (stride < row) span += (extent - 1) * stride;
    else if (stride % row !== 0) return false;
  }
  const between = Math.abs(x.offset - y.offset) % row;
  return between >= span && row - between >= span;
}

/** Whether several elements lie in one place of the memory, as in an expanded tensor. */
export function sharesPlaces({ contiguous, shape, strides }: NDArray): boolean {
  if (contiguous) return false;
  for (let axis = 0; axis < shape.length; axis++) if (strides[axis] === 0 && shape[axis] > 1) return true;
  return false;
}

/** Whether these are lengths, and their product is `size`. */
export function isFold(outer: number, n: number, inner: number, size: number): boolean {
  return (
    outer * n * inner === size &&
    Number.isInteger(outer) &&
    Number.isInteger(n) &&
    Number.isInteger(inner) &&
    outer >= 0 &&
    n >= 0 &&
    inner >= 0
  );
}

/**
 * @param at where the first index stands that is not one of 0 … count − 1; below 0 when there is none
 * @throws {RangeError} when there is one
 */
export function requireIndices(
  entry: string,
  name: string,
  indices: NDArray,
  count: number,
  at: number,
): void {
  if (at < 0) return;
  const value = indices.storage.data[indices.offset + at];
  throw new RangeError(
    say`${entry}: element ${at} of ${name} is ${value}, outside of 0 … ${count - 1}. Nothing was written.`,
  );
}

/** @throws {RangeError} for a number of elements that is none */
export function requireLength(length: number): void {
  if (Number.isSafeInteger(length) && length >= 0) return;
  throw new RangeError(say`${length} elements cannot be stored.`);
}

/** What a storage says whose memory was given back. */
export function usedAfterRelease(): Error {
  return new Error(say`The engine used the memory of a tensor after giving it back.`);
}

function faultOf(name: string, x: NDArray): string | null {
  const { storage } = x;
  if (storage.released) return say`the memory of ${name} was given back`;
  if (x.dtype !== storage.dtype) return say`${name} says ${x.dtype}, its memory is ${storage.dtype}`;
  if (isWithin(x)) return null;
  return say`${name} reaches from ${x.offset} on out of its ${storage.length} elements`;
}

/**
 * Says what is wrong with the arrays of a call.
 * @throws {RangeError} always; TypeError for an array in the memory of another backend
 */
export function refuse(
  entry: string,
  arrays: Readonly<Record<string, NDArray | null>>,
  home: object | null,
): never {
  const given = Object.entries(arrays).filter((pair): pair is [string, NDArray] => pair[1] !== null);
  for (const [, { storage }] of given) {
    if (home !== null && storage.home !== home) {
      throw new TypeError(
        say`${entry}: a tensor that was made with another backend came to this one: make it anew.`,
      );
    }
  }
  const faults = given.flatMap(([name, x]) => faultOf(name, x) ?? []);
  const why = faults.length > 0 ? faults.join(", ") : say`these arrays do not fit, or overlap`;
  const list = given.map(([name, x]) => `${name} ${x.dtype} ${showShape(x.shape)}`);
  throw new RangeError(
    say`${entry}: ${why}: ${list.join(", ")}. Nothing was written. Was a tensor's data replaced after an
      operation had used it?`,
  );
}
