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
import { expectObject } from "../../core/expect.ts";
import { Binary } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import { broadcastShapes, type Shape, showShape, sizeOf } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { type Rows, takeRows } from "./gather.ts";
import { checkedIndex, foundIn, located, positionsOf } from "./positions.ts";
import { type IndexText, parseIndexText, type Slice } from "./indexText.ts";
import { allocate } from "../../core/allocate.ts";
import { say } from "../../payload/say.ts";
import { permute, reshape, reshapeAs, sliceAxis, unsqueeze } from "../shape/views.ts";

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
    throw new RangeError(say`get: the step of a slice must be at least 1, not ${step}.`);
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

/** Where a mask over `width` axes from `axis` on is true. @throws when it does not have their extents */
function maskPositions(mask: Tensor, shape: Shape, axis: number): NDArray {
  const own = mask.array.shape;
  if (own.some((extent, k) => extent !== shape[axis + k])) {
    throw new RangeError(
      say`get: the mask has shape ${showShape(own)}, but it covers axes
        ${showShape(shape.slice(axis, axis + own.length))}.`,
    );
  }
  return foundIn("get", mask.array);
}

/** A list of indices, or what a mask is turned into. */
interface Advanced {
  /** The first axis of the viewed tensor that it is about, and how many there are. */
  readonly axis: number;
  readonly width: number;
  /** In these axes: checked, row-major. */
  readonly positions: NDArray;
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
    throw new RangeError(say`get: ${used} indices are too many for shape ${showShape(shape)}.`);
  }
  if (indices.filter((index) => index === "...").length > 1)
    throw new RangeError(say`get: "..." may stand once only.`);
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
      const positions = isTensor(index)
        ? maskPositions(index, view.array.shape, axis)
        : booleanList(index as readonly boolean[], length, axis);
      lists.push({ axis, width: width(index), positions });
      axis += width(index);
    } else if (isTensor(index)) {
      const positions = located("get", index, [1, index.array.size, 1], length, axis);
      if (positions.shape.length === 0) view = selectAxis(view, axis, elementsOf(positions)[0]);
      else lists.push({ axis: axis++, width: 1, positions });
    } else {
      const at = axis;
      const checked = (index as readonly number[]).map((value) => checkedIndex("get", value, length, at));
      lists.push({ axis: axis++, width: 1, positions: positionsOf("get", checked) });
    }
  }
  return { view, lists };
}

function booleanList(mask: readonly boolean[], length: number, axis: number): NDArray {
  if (mask.length !== length) {
    throw new RangeError(say`get: the mask has ${mask.length} elements, but axis ${axis} has ${length}.`);
  }
  return positionsOf(
    "get",
    mask.flatMap((hit, i) => (hit ? [i] : [])),
  );
}

/** One index of an axis, which is dropped; a view. */
export function selectAxis(x: Tensor, axis: number, index: number): Tensor {
  const { shape } = x.array;
  const one = sliceAxis(x, axis, index, 1, 1);
  return reshapeAs("select", one, [...shape.slice(0, axis), ...shape.slice(axis + 1)]);
}

/** The rows that lists pick of a view. */
interface Picked {
  /** The order of the view's axes in which the listed ones lie side by side. */
  readonly order: readonly number[];
  readonly rows: Rows;
  /** What they make up. */
  readonly shape: Shape;
}

/** The lists as one: positions in all of their axes, of which the last lie closest. */
function together(lists: readonly Advanced[], shape: Shape): NDArray {
  let [{ positions }] = lists;
  for (const { axis, width, positions: next } of lists.slice(1)) {
    const common = broadcastShapes(positions.shape, next.shape);
    if (!common) {
      throw new RangeError(
        say`get: index lists of shapes ${lists.map((l) => showShape(l.positions.shape)).join(", ")} do not pair up.`,
      );
    }
    const scaled = allocate("get", "int32", positions.shape);
    const extent = sizeOf(shape.slice(axis, axis + width));
    context.backend.binaryScalar(Binary.mul, positions, extent, false, scaled);
    positions = allocate("get", "int32", common);
    context.backend.binary(Binary.add, scaled, next, positions);
  }
  return positions;
}

function pick(view: Tensor, lists: readonly Advanced[]): Picked {
  const { shape } = view.array;
  const positions = together(lists, shape);
  const axes = lists.flatMap(({ axis, width }) => Array.from({ length: width }, (_, k) => axis + k));
  const adjacent = axes.every((axis, i) => i === 0 || axis === axes[i - 1] + 1);
  const others = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  // Lists that stand apart from each other come first in the result.
  const before = adjacent ? others.filter((axis) => axis < axes[0]) : [];
  const after = others.slice(before.length);
  const extents = (of: readonly number[]): number[] => of.map((axis) => shape[axis]);
  return {
    order: [...before, ...axes, ...after],
    rows: { positions, inner: sizeOf(extents(after)), outer: sizeOf(extents(before)) },
    shape: [...extents(before), ...positions.shape, ...extents(after)],
  };
}

function inOrder(view: Tensor, order: readonly number[]): Tensor {
  return order.every((axis, i) => axis === i) ? view : permute(view, order);
}

/** `x[indices]`; see the table at the top.
 * @throws when an index is out of range, there are too many, or lists do not pair up. */
export function getItem(x: Tensor, indices: readonly Index[]): Tensor {
  const { view, lists } = parse(x, indices);
  if (lists.length === 0) return view === x ? reshape(x, x.array.shape) : view;
  const { order, rows, shape } = pick(view, lists);
  return takeRows("get", inOrder(view, order), rows, shape);
}

/** The part of `x` that `x[indices] = …` writes to: a view and, when lists are involved, rows of it. */
export interface Target {
  readonly view: Tensor;
  /** Null when all is written. */
  readonly rows: Rows | null;
  /** Shape that the value broadcasts to. */
  readonly shape: Shape;
}

export function targetOf(x: Tensor, indices: readonly Index[]): Target {
  const { view, lists } = parse(x, indices);
  if (lists.length === 0) return { view, rows: null, shape: view.array.shape };
  const { order, rows, shape } = pick(view, lists);
  return { view: inOrder(view, order), rows, shape };
}
