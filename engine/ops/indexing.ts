/**
 * What stands between the brackets of `x[…]` in PyTorch:
 *
 * | PyTorch            | here                                  |
 * |--------------------|---------------------------------------|
 * | `x[0]`, `x[-1]`    | `x.at(0)`, `x.at(-1)`, `x.get(0)`     |
 * | `x[0, 2]`          | `x.at(0, 2)`, `x.get(0, 2)`           |
 * | `x[1:3]`           | `x.get("1:3")`, `x.get(slice(1, 3))`  |
 * | `x[:, 1]`          | `x.get(":", 1)`, `x.get(":, 1")`      |
 * | `x[::2, -1:]`      | `x.get("::2", "-1:")`                 |
 * | `x[..., 0]`        | `x.get("...", 0)`                     |
 * | `x[None]`          | `x.get(null)`                         |
 * | `x[[0, 1], y]`     | `x.get([0, 1], y)`                    |
 * | `x[x > 0]`         | `x.get(x.gt(0))`                      |
 * | `x[0, 2] = 9`      | `x.set(0, 2, 9)`                      |
 * | `x[0:2, :] = 12`   | `x.set("0:2", ":", 12)`               |
 * | `x[mask] = y`      | `x.set(mask, y)`                      |
 *
 * Integers and slices give views; lists, index tensors and masks give copies, as in PyTorch.
 */
import { expectObject } from "../expect.ts";
import { elementsOf, type NDArray } from "../ndarray.ts";
import { broadcastShapes, broadcastStrides, type Shape, showShape, sizeOf, stridesOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { example } from "./examples.ts";
import { checkedIndex, indicesOf, takeRows } from "./gather.ts";
import { type IndexText, parseIndexText, type Slice, slice } from "./indexText.ts";
import { allocate, type Op } from "./op.ts";
import { unshared } from "./viewed.ts";
import { permute, reshape, reshapeAs, sliceAxis, unsqueeze } from "./views.ts";

/**
 * One place between the brackets; a text may stand for several. An array of booleans is a mask, an array of
 * numbers a list of indices.
 */
export type Index = number | null | IndexText | Slice | readonly number[] | readonly boolean[] | Tensor;

/** An index that is no text but the ellipsis. */
type PlainIndex = Exclude<Index, IndexText> | "...";

function isTensor(index: PlainIndex): index is Tensor {
  return typeof index === "object" && index !== null && "array" in index;
}
function isList(index: PlainIndex): index is readonly number[] | readonly boolean[] {
  return Array.isArray(index);
}
const isMask = (index: Tensor | readonly number[] | readonly boolean[]): boolean =>
  "array" in index ? index.dtype === "bool" : index.length > 0 && typeof index[0] === "boolean";

function resolveSlice(
  { start, stop, step }: Slice,
  length: number,
): [start: number, count: number, step: number] {
  if (!Number.isInteger(step) || step < 1)
    throw new RangeError(`get: the step of a slice must be at least 1, not ${step}.`);
  const bound = (at: number | null, open: number): number =>
    at === null ? open : Math.min(Math.max(at < 0 ? at + length : at, 0), length);
  const first = bound(start, 0);
  return [first, Math.max(0, Math.ceil((bound(stop, length) - first) / step)), step];
}

/** How many axes of the tensor an index uses up. */
function width(index: PlainIndex): number {
  if (index === null || index === "...") return 0;
  return isTensor(index) && index.dtype === "bool" ? index.array.shape.length : 1;
}

/** Lists of indices along consecutive axes: what a mask is turned into. */
function maskIndices(mask: Tensor, shape: Shape, axis: number): Int32Array[] {
  const own = mask.array.shape;
  if (own.some((extent, k) => extent !== shape[axis + k])) {
    throw new RangeError(
      `get: the mask has shape ${showShape(own)}, but it covers axes ${showShape(shape.slice(axis, axis + own.length))}.`,
    );
  }
  const strides = stridesOf(own);
  const truth = indicesOf("get", mask);
  const hits: number[] = [];
  for (let i = 0; i < truth.length; i++) if (truth[i] !== 0) hits.push(i);
  return own.map((extent, k) => Int32Array.from(hits, (hit) => Math.floor(hit / strides[k]) % extent));
}

interface Advanced {
  /** Of the viewed tensor. */
  readonly axis: number;
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
}

/** A view by all integers, slices, nulls and the ellipsis, and the lists that remain to be applied to it. */
interface Parsed {
  readonly view: Tensor;
  readonly lists: readonly Advanced[];
}

function parse(x: Tensor, written: readonly Index[]): Parsed {
  const indices = written.flatMap((index): PlainIndex[] =>
    typeof index === "string" ? parseIndexText(index) : [index],
  );
  const used = indices.reduce((sum: number, index) => sum + width(index), 0);
  const { shape } = x.array;
  if (used > shape.length) {
    throw new RangeError(`get: ${used} indices are too many for shape ${showShape(shape)}.`);
  }
  if (indices.filter((index) => index === "...").length > 1)
    throw new RangeError('get: "..." may stand once only.');
  const lists: Advanced[] = [];
  let view = x;
  let axis = 0;
  for (const index of indices) {
    const length = view.array.shape[axis];
    if (index === null) view = unsqueeze(view, axis++);
    else if (index === "...") axis += shape.length - used;
    else if (typeof index === "number") {
      const at = checkedIndex("get", index, length, axis);
      view = selectAxis(view, axis, at);
    } else if (!isTensor(index) && !isList(index)) {
      expectObject("get", "an index: a whole number, a slice, null, a list, a tensor", index);
      view = sliceAxis(view, axis, ...resolveSlice(index, length));
      axis++;
    } else if (isMask(index)) {
      const mask = isTensor(index) ? index : null;
      const found = mask
        ? maskIndices(mask, view.array.shape, axis)
        : [booleanList(index as readonly boolean[], length, axis)];
      for (const values of found) lists.push({ axis: axis++, values, shape: [values.length] });
    } else {
      const values = isTensor(index) ? indicesOf("get", index) : (index as readonly number[]);
      const checked = Int32Array.from(values, (value) => checkedIndex("get", value, length, axis));
      const own = isTensor(index) ? index.array.shape : [checked.length];
      if (own.length === 0) view = selectAxis(view, axis, checked[0]);
      else lists.push({ axis: axis++, values: checked, shape: own });
    }
  }
  return { view, lists };
}

function booleanList(mask: readonly boolean[], length: number, axis: number): Int32Array {
  if (mask.length !== length) {
    throw new RangeError(`get: the mask has ${mask.length} elements, but axis ${axis} has ${length}.`);
  }
  return Int32Array.from(mask.flatMap((hit, i) => (hit ? [i] : [])));
}

/** One index of an axis, which is dropped; a view. */
export function selectAxis(x: Tensor, axis: number, index: number): Tensor {
  const { shape } = x.array;
  const one = sliceAxis(x, axis, index, 1, 1);
  return reshapeAs("select", one, [...shape.slice(0, axis), ...shape.slice(axis + 1)]);
}

/** Where the rows that lists pick lie in a view whose listed axes come first. */
interface Picked {
  readonly positions: NDArray;
  /** Elements in a row. */
  readonly inner: number;
  /** The order of the view's axes with the listed ones first. */
  readonly order: readonly number[];
  /** Common shape of the lists. */
  readonly common: Shape;
  /** Of the axes that remain. */
  readonly rest: Shape;
  /** Where the lists' axes stand in the result. */
  readonly place: number;
}

function pick(view: Tensor, lists: readonly Advanced[]): Picked {
  const { shape } = view.array;
  let common: Shape = [];
  for (const list of lists) {
    const joined = broadcastShapes(common, list.shape);
    if (!joined) {
      throw new RangeError(
        `get: index lists of shapes ${lists.map((l) => showShape(l.shape)).join(" and ")} do not pair up.`,
      );
    }
    common = joined;
  }
  const axes = lists.map((list) => list.axis);
  const others = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const listed = axes.map((axis) => shape[axis]);
  const rest = others.map((axis) => shape[axis]);
  const positions = allocate("get", "int32", [sizeOf(common)]);
  const out = elementsOf(positions);
  const steps = stridesOf(listed);
  const from = stridesOf(common);
  const walks = lists.map((list) => broadcastStrides(list.shape, stridesOf(list.shape), common));
  for (let i = 0; i < out.length; i++) {
    let position = 0;
    for (let l = 0; l < lists.length; l++) {
      let at = 0;
      for (let k = 0, left = i; k < common.length; k++) {
        const coordinate = Math.floor(left / from[k]);
        left -= coordinate * from[k];
        at += coordinate * walks[l][k];
      }
      position += lists[l].values[at] * steps[l];
    }
    out[i] = position;
  }
  const adjacent = axes.every((axis, i) => i === 0 || axis === axes[i - 1] + 1);
  return {
    positions,
    inner: sizeOf(rest),
    order: [...axes, ...others],
    common,
    rest,
    place: adjacent ? axes[0] : 0,
  };
}

/** The order that moves the first `count` axes behind the next `place` ones. */
function moveBack(rank: number, count: number, place: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return [...axes.slice(count, count + place), ...axes.slice(0, count), ...axes.slice(count + place)];
}

/** `x[indices]`; see the table at the top.
 * @throws when an index is out of range, there are too many, or lists do not pair up. */
export function getItem(x: Tensor, indices: readonly Index[]): Tensor {
  const { view, lists } = parse(x, indices);
  if (lists.length === 0) return view === x ? reshape(x, x.array.shape) : view;
  const { positions, inner, order, common, rest, place } = pick(view, lists);
  const front = order.every((axis, i) => axis === i) ? view : permute(view, order);
  const rows = takeRows("get", front, positions, inner, [...common, ...rest]);
  if (place === 0 || common.length === 0) return rows;
  return unshared(permute(rows, moveBack(common.length + rest.length, common.length, place)));
}

/** The part of `x` that `x[indices] = …` writes to: a view and, when lists are involved, positions in it. */
export interface Target {
  readonly view: Tensor;
  /** Flat positions, in the row-major order of the view, of the elements written; null when all are. */
  readonly positions: Int32Array | null;
  /** Shape that the value broadcasts to. */
  readonly shape: Shape;
}

export function targetOf(x: Tensor, indices: readonly Index[]): Target {
  const { view, lists } = parse(x, indices);
  if (lists.length === 0) return { view, positions: null, shape: view.array.shape };
  // The view's own numbering, sent through the same indexing, says which elements are meant, in order.
  const { positions, inner, order, common, rest, place } = pick(view, lists);
  const rows = elementsOf(positions);
  const front = order.map((axis) => view.array.shape[axis]);
  const strides = order.map((axis) => stridesOf(view.array.shape)[axis]);
  const listed = front.length - rest.length;
  const shape = [...common, ...rest];
  const flat = new Int32Array(sizeOf(shape));
  const at = (index: number, extents: Shape, steps: Shape): number => {
    let position = 0;
    for (let k = extents.length - 1, left = index; k >= 0; k--) {
      position += (left % extents[k]) * steps[k];
      left = Math.floor(left / extents[k]);
    }
    return position;
  };
  for (let i = 0; i < rows.length; i++) {
    const start = at(rows[i], front.slice(0, listed), strides.slice(0, listed));
    for (let k = 0; k < inner; k++) flat[i * inner + k] = start + at(k, rest, strides.slice(listed));
  }
  if (place === 0 || common.length === 0) return { view, positions: flat, shape };
  const moved = moveBack(shape.length, common.length, place);
  const target = moved.map((axis) => shape[axis]);
  const steps = moved.map((axis) => stridesOf(shape)[axis]);
  return { view, positions: flat.map((_, i) => flat[at(i, target, steps)]), shape: target };
}

export const indexingExamples: NonNullable<Op["examples"]> = () => [
  example((x) => getItem(x, [1]), "a[1]", [[3, 4]]),
  example((x) => getItem(x, [-1, 2]), "a[-1, 2]", [[3, 4]]),
  example((x) => getItem(x, ["1:3"]), "a[1:3]", [[4, 3]]),
  example((x) => getItem(x, [":", "::2"]), "a[:, ::2]", [[3, 5]]),
  example((x) => getItem(x, ["...", 0]), "a[..., 0]", [[2, 3, 4]]),
  example((x) => getItem(x, [null, ":", null, 1]), "a[None, :, None, 1]", [[3, 4]]),
  example((x) => getItem(x, [slice(-2)]), "a[-2:]", [[5]]),
  example(
    (x) =>
      getItem(x, [
        [0, 1],
        [2, 0],
      ]),
    "a[[0, 1], [2, 0]]",
    [[2, 3]],
  ),
  example((x) => getItem(x, [[2, 2, 0]]), "a[[2, 2, 0]]", [[3, 4]]),
  example((x) => getItem(x, [":", [1, 0]]), "a[:, [1, 0]]", [[3, 4]]),
  example((x) => getItem(x, [":", [1, 0], [2, 2]]), "a[:, [1, 0], [2, 2]]", [[2, 3, 4]]),
  example((x) => getItem(x, [[1, 0], ":", [2, 2]]), "a[[1, 0], :, [2, 2]]", [[2, 3, 4]]),
  example((x) => getItem(x, [0, [2, 1]]), "a[0, [2, 1]]", [{ shape: [2, 3], transposed: true }]),
  example((x) => getItem(x, [[true, false, true]]), "a[[True, False, True]]", [[3, 4]]),
  example((x) => getItem(x, [[]]), "a[[]]", [[3, 4]]),
];
