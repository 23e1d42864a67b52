/** Orders: sorted, the largest, places among sorted numbers. */
import { allocate, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import { axisOf } from "../../core/axes.ts";
import { context } from "../../core/context.ts";
import { elementsOf, type TypedArray } from "../../core/ndarray.ts";
import { byName, checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { foldAxes, type Shape, showShape } from "../../core/shape.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { gather } from "../index/gather.ts";
import { ValuesAndIndices } from "../reduce/extremes.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./sort.ts"), "sort" | "argsort" | "topk"> {}
}

/** Along which axis, and which way. */
export interface SortOptions {
  /** Default −1, the last axis. */
  dim?: number;
  /** From the largest down. Default false. */
  descending?: boolean;
  /** Equal elements keep their order; they always do. */
  stable?: boolean;
}

const sortNames = { dim: 1, descending: 1, stable: 1 };

/** The indices along `axis` that sort `x`, the first `most` of them; NaN is the largest, as in PyTorch. */
function order(operation: string, x: Tensor, axis: number, descending: boolean, most = Infinity): Tensor {
  const { shape } = x.array;
  const [outer, n, inner] = foldAxes(shape, axis, axis);
  const kept = Math.min(n, most);
  const own = kept === n || shape.length === 0;
  const out = allocate(operation, "int32", own ? shape : shape.map((size, k) => (k === axis ? kept : size)));
  const source = contiguousArray(operation, x.array);
  context.backend.order(source, out, outer, n, inner, descending);
  discardCopy(source, x.array);
  return new Tensor(out);
}

function sortOptions(operation: string, dim: number | SortOptions, rest: boolean): Required<SortOptions> {
  const { dim: axis = -1, descending = rest, stable = true } = byName(operation, dim, "dim", sortNames);
  return { dim: axis, descending, stable };
}

/** The elements along `dim` from the smallest to the largest (NaN last), and the indices at which they were. Equal ones keep
 * their order.
 * @throws when the axis is out of range.
 * @example const [values, indices] = x.sort(1)
 * @example x.sort({ descending: true }) */
export function sort(x: Tensor, dim: number | SortOptions = -1, descending = false): ValuesAndIndices {
  requireTensor("sort", x);
  const options = sortOptions("sort", dim, descending);
  const axis = axisOf("sort", options.dim, x.array.shape);
  const indices = order("sort", x, axis, options.descending);
  return new ValuesAndIndices(gather(x, axis, indices), indices);
}

/** The indices along `dim` that sort the tensor; see {@link sort}.
 * @throws when the axis is out of range.
 * @example x.argsort({ descending: true }) */
export function argsort(x: Tensor, dim: number | SortOptions = -1, descending = false): Tensor {
  requireTensor("argsort", x);
  const options = sortOptions("argsort", dim, descending);
  return order("argsort", x, axisOf("argsort", options.dim, x.array.shape), options.descending);
}

/** Along which axis, and which ones. */
export interface TopkOptions {
  /** Default −1, the last axis. */
  dim?: number;
  /** The smallest when false. Default true. */
  largest?: boolean;
  /** In order; they always are. */
  sorted?: boolean;
}

/** The k largest elements along `dim`, the largest first, and their indices.
 * @throws when there are fewer than k, or the axis is out of range.
 * @example const [values, indices] = logits.topk(5) */
export function topk(x: Tensor, k: number, dim: number | TopkOptions = -1, largest = true): ValuesAndIndices {
  requireTensor("topk", x);
  const options = byName("topk", dim, "dim", { dim: 1, largest: 1, sorted: 1 });
  const { shape } = x.array;
  const axis = axisOf("topk", options.dim ?? -1, shape);
  const extent = shape[axis] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > extent) {
    throw new RangeError(say`topk: there are no ${k} among the ${extent} elements of axis ${axis}.`);
  }
  const indices = order("topk", x, axis, options.largest ?? largest, k);
  return new ValuesAndIndices(gather(x, axis, indices), indices);
}

/** What {@link unique} gives besides the elements. */
export interface UniqueOptions {
  /** In ascending order; they always are. */
  sorted?: boolean;
  /** For each element of the tensor, its place among the different ones. Default false. */
  returnInverse?: boolean;
  /** How often each is there. Default false. */
  returnCounts?: boolean;
}

/** The different elements of the tensor in ascending order, 1-D; with `returnInverse` or `returnCounts`, an array of them and
 * of what was asked for.
 * @example unique(tensor([3, 1, 3])) // [1, 3]
 * @example const [values, counts] = unique(x, { returnCounts: true }) */
export function unique(
  x: Tensor,
  options: UniqueOptions & { returnInverse: true; returnCounts: true },
): [Tensor, Tensor, Tensor];
export function unique(x: Tensor, options: UniqueOptions & { returnInverse: true }): [Tensor, Tensor];
export function unique(x: Tensor, options: UniqueOptions & { returnCounts: true }): [Tensor, Tensor];
export function unique(x: Tensor, options?: UniqueOptions): Tensor;
export function unique(x: Tensor, options: UniqueOptions = {}): Tensor | Tensor[] {
  requireTensor("unique", x);
  checkOptions("unique", options, { sorted: 1, returnInverse: 1, returnCounts: 1 });
  const source = contiguousArray("unique", x.array);
  if (x.dtype === "int32" && !options.returnInverse && !options.returnCounts) {
    const few = fewWholes(elementsOf(source) as Int32Array);
    if (few) {
      discardCopy(source, x.array);
      return whole("unique", few, [few.length]);
    }
  }
  const order = allocate("unique", "int32", [source.size]);
  context.backend.order(source, order, 1, source.size, 1, false);
  const [given, places] = [elementsOf(source), elementsOf(order)];
  const different = given.slice();
  const counts = new Int32Array(given.length);
  const inverse = options.returnInverse ? new Int32Array(given.length) : null;
  let last = -1;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    const value = given[place];
    // NaN is not equal to NaN: each counts.
    if (last < 0 || value !== different[last]) different[++last] = value;
    counts[last]++;
    if (inverse) inverse[place] = last;
  }
  release(order.storage);
  discardCopy(source, x.array);
  const count = last + 1;
  const values = allocate("unique", x.dtype, [count]);
  elementsOf(values).set(different.subarray(0, count));
  const out = [new Tensor(values)];
  if (inverse) out.push(whole("unique", inverse, x.array.shape));
  if (options.returnCounts) out.push(whole("unique", counts.subarray(0, count), [count]));
  return out.length === 1 ? out[0] : out;
}

/** Those of whole numbers that lie close together, such as classes: by a mark for each. Null where they do not. */
function fewWholes(given: Int32Array): Int32Array | null {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < given.length; i++) {
    if (given[i] < least) least = given[i];
    if (given[i] > most) most = given[i];
  }
  const range = most - least + 1;
  if (given.length === 0 || range > 2 * given.length) return null;
  const there = new Uint8Array(range);
  for (let i = 0; i < given.length; i++) there[given[i] - least] = 1;
  let count = 0;
  for (let i = 0; i < range; i++) count += there[i];
  const found = new Int32Array(count);
  for (let i = 0, next = 0; i < range; i++) if (there[i]) found[next++] = least + i;
  return found;
}

function whole(operation: string, numbers: Int32Array, shape: Shape): Tensor {
  const out = allocate(operation, "int32", shape);
  elementsOf(out).set(numbers);
  return new Tensor(out);
}

/** Where each of the values would have to stand among sorted numbers: int32 of the shape of the values.
 * @param sequence in ascending order along the last axis; a vector, or with the leading axes of the values
 * @param options right: behind equal numbers instead of before them; default false
 * @throws when the leading axes differ.
 * @example searchsorted(tensor([1, 3, 5]), tensor([2, 3])) // [1, 1] */
export function searchsorted(
  sequence: Tensor,
  values: Tensor | number,
  options: { right?: boolean } = {},
): Tensor {
  requireTensor("searchsorted", sequence);
  checkOptions("searchsorted", options, { right: 1 });
  const { right = false } = options;
  const single = typeof values === "number";
  if (!single) requireTensor("searchsorted", values);
  const shape: Shape = single ? [] : values.array.shape;
  const own = sequence.array.shape;
  const fits =
    own.length === shape.length && own.slice(0, -1).every((extent, axis) => extent === shape[axis]);
  if (own.length !== 1 && !fits) {
    throw new RangeError(
      say`searchsorted: sorted numbers of shape ${showShape(own)} and values of ${showShape(shape)} do not fit: they
        may differ in the last axis only, or the first is a vector.`,
    );
  }
  const ordered = contiguousArray("searchsorted", sequence.array);
  const asked = single ? null : contiguousArray("searchsorted", values.array);
  const out = allocate("searchsorted", "int32", shape);
  const [sorted, places] = [elementsOf(ordered), elementsOf(out)];
  const wanted = asked ? elementsOf(asked) : [values as number];
  const length = own[own.length - 1];
  const lanes = own.length === 1 ? wanted.length : (shape[shape.length - 1] ?? 1);
  for (let i = 0; i < places.length; i++) {
    const start = own.length === 1 ? 0 : Math.floor(i / lanes) * length;
    places[i] = placeIn(sorted, start, length, wanted[i], right);
  }
  discardCopy(ordered, sequence.array);
  if (asked && !single) discardCopy(asked, values.array);
  return new Tensor(out);
}

/** The first place whose number is not before `value`; NaN is the largest. */
function placeIn(sorted: TypedArray, start: number, length: number, value: number, right: boolean): number {
  let [low, high] = [start, start + length];
  const last = Number.isNaN(value);
  if (last && right) return length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const number = sorted[middle];
    if (last ? number === number : right ? number <= value : number < value) low = middle + 1;
    else high = middle;
  }
  return low - start;
}

methods({ sort, argsort, topk });
