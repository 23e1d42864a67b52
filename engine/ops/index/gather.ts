/** Elements and rows picked by index tensors, and their counterparts that put them back. */
import { context } from "../../core/context.ts";
import { elementsOf, isFloating, type NDArray, type TypedArray } from "../../core/ndarray.ts";
import { foldAxes, sameShape, type Shape, showShape, stridesOf } from "../../core/shape.ts";
import { byName, checkOptions } from "../../core/options.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { axisOf } from "../../core/axes.ts";
import { to } from "../shape/convert.ts";
import { full, zeros } from "../create/create.ts";
import { reshape } from "../shape/views.ts";
import { record, record2, requireTensor, tracked, tracked2 } from "../../core/record.ts";
import { allocate, allocateLike, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import type { Op } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { indicesOf, checkedIndex, positionsOf, located, foundIn } from "./positions.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<
    typeof import("./gather.ts"),
    "gather" | "indexSelect" | "scatter" | "scatterAdd" | "indexAdd" | "nonzero"
  > {}
}

/** Rows of a row-major tensor seen as blocks: the same ones of every block. */
export interface Rows {
  readonly positions: NDArray;
  /** Elements in a row. */
  readonly inner: number;
  /** Number of blocks. */
  readonly outer: number;
}

interface TakeParams {
  readonly rows: Rows;
  /** Of the tensor that was taken from. */
  readonly shape: Shape;
}

const takeOp: Op<TakeParams> = {
  name: "take",
  node: "IndexBackward0",
  backward: [(g, { params: { rows, shape } }) => scatterRows(g, rows, shape)],
};

/** The counterpart of take: `source` rows added into zeros. */
const scatterOp: Op<TakeParams & { readonly source: Shape }> = {
  name: "scatter",
  backward: [(g, { params: { rows, source } }) => takeRows("take", g, rows, source)],
};

/** Rows of row-major `x` in the order of their positions, seen with `shape`. */
export function takeRows(operation: string, x: Tensor, rows: Rows, shape: Shape): Tensor {
  const out = allocate(operation, x.dtype, shape);
  const source = contiguousArray(operation, x.array);
  context.backend.take(source, rows.positions, out, rows.inner, rows.outer);
  discardCopy(source, x.array);
  const y = new Tensor(out);
  return tracked(x) ? record(takeOp, y, x, null, { rows, shape: x.array.shape }) : y;
}

export function scatterRows(g: Tensor, rows: Rows, shape: Shape): Tensor {
  const out = zeros(shape, { dtype: g.dtype });
  const source = contiguousArray("scatter", g.array);
  context.backend.put(out.array, rows.positions, source, rows.inner, rows.outer, true);
  discardCopy(source, g.array);
  return tracked(g) ? record(scatterOp, out, g, null, { rows, shape, source: g.array.shape }) : out;
}

/** For every element of `index`, the position in `shape` with the coordinate along `axis` replaced by it. */
function gatherRows(operation: string, index: Tensor, shape: Shape, axis: number): Rows {
  const own = index.array.shape;
  if (own.length !== shape.length || own.some((extent, k) => k !== axis && extent > shape[k])) {
    throw new RangeError(
      say`${operation}: the index of shape ${showShape(own)} must have as many axes as ${showShape(shape)} and,
        apart from axis ${axis}, be no longer.`,
    );
  }
  const positions = own.every((extent, k) => k === axis || extent === shape[k])
    ? located(operation, index, foldAxes(own, axis, axis), shape[axis], axis)
    : cornerPositions(operation, index, shape, axis);
  return { positions, inner: 1, outer: 1 };
}

/** The same of an index that leaves out the ends of other axes. */
function cornerPositions(operation: string, index: Tensor, shape: Shape, axis: number): NDArray {
  const positions = located(operation, index, [1, index.array.size, 1], shape[axis], axis);
  const out = elementsOf(positions);
  const own = index.array.shape;
  const strides = stridesOf(shape);
  const others = strides.map((stride, k) => (k === axis ? 0 : stride));
  const counter = new Array<number>(own.length).fill(0);
  let corner = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i] * strides[axis] + corner;
    for (let k = own.length - 1; k >= 0; k--) {
      corner += others[k];
      if (++counter[k] < own[k]) break;
      corner -= others[k] * own[k];
      counter[k] = 0;
    }
  }
  return positions;
}

/** Gives back where the elements were of which `y` was made, unless the graph keeps it. */
function letGo(positions: NDArray, y: Tensor): void {
  if (y.node === null) release(positions.storage);
}

/** A 0-d tensor as one with an axis of one element. */
const atLeast1d = (x: Tensor): Tensor => (x.array.shape.length === 0 ? reshape(x, [1]) : x);

/** out[i][j] = x[index[i][j]][j] for dim 0, x[i][index[i][j]] for dim 1, and so on.
 * @throws when an index is out of range or the shapes do not fit.
 * @example logits.gather(1, y.reshape(-1, 1)) */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  requireTensor("gather", x);
  requireTensor("gather", index);
  if (x.array.shape.length === 0 || index.array.shape.length === 0) {
    return reshape(gather(atLeast1d(x), dim, atLeast1d(index)), index.array.shape);
  }
  const axis = axisOf("gather", dim, x.array.shape);
  const rows = gatherRows("gather", index, x.array.shape, axis);
  const y = takeRows("gather", x, rows, index.array.shape);
  letGo(rows.positions, y);
  if (context.tracer !== null) context.tracer.refine("gather", y, [x, index], { axis });
  return y;
}

/** Rows `index` of the axis `dim`, in that order.
 * @throws when an index is out of range.
 * @example x.indexSelect(0, [2, 0]) */
export function indexSelect(x: Tensor, dim: number, index: Tensor | readonly number[]): Tensor {
  requireTensor("indexSelect", x);
  if (!Array.isArray(index)) requireTensor("indexSelect", index);
  const { shape } = x.array;
  const axis = axisOf("indexSelect", dim, shape);
  const count = Array.isArray(index) ? index.length : (index as Tensor).array.size;
  if (shape.length === 0) {
    if (count === 1) return reshape(indexSelect(atLeast1d(x), 0, index), []);
    throw new RangeError(say`indexSelect: a 0-d tensor has one element, but there are ${count} indices.`);
  }
  const [outer, extent, inner] = foldAxes(shape, axis, axis);
  const positions = Array.isArray(index)
    ? positionsOf(
        "indexSelect",
        (index as readonly number[]).map((value) => checkedIndex("indexSelect", value, extent, axis)),
      )
    : located("indexSelect", index as Tensor, [1, count, 1], extent, axis);
  const target = shape.slice();
  target[axis] = count;
  const y = takeRows("indexSelect", x, { positions, inner, outer }, target);
  letGo(positions, y);
  const numbers = Array.isArray(index) ? [...(index as readonly number[])] : null;
  const inputs = numbers ? [x] : [x, index as Tensor];
  if (context.tracer !== null) context.tracer.refine("indexSelect", y, inputs, { axis, numbers });
  return y;
}

interface PutParams {
  readonly rows: Rows;
  /** Of the values that were put. */
  readonly source: Shape;
  readonly accumulate: boolean;
}

/** A copy of the first input with rows of the second put (or added) into it. */
const putOp: Op<PutParams> = {
  name: "put",
  node: "IndexPutBackward0",
  backward: [
    (g, { params: { rows, source, accumulate } }) =>
      accumulate ? g : putRows("put", g, rows, zeros(source, { dtype: g.dtype }), false),
    (g, { params: { rows, source } }) => takeRows("put", g, rows, source),
  ],
};

/** A copy of `x` with `source` put into rows. Of equal positions the last one counts. */
export function putRows(
  operation: string,
  x: Tensor,
  rows: Rows,
  source: Tensor,
  accumulate: boolean,
): Tensor {
  if (accumulate && x.dtype === "bool") {
    return to(putRows(operation, to(x, "int32"), rows, to(source, "bool"), true), "bool");
  }
  const values = to(source, x.dtype);
  const out = allocateLike(operation, x.array, x.dtype);
  context.backend.copy(x.array, out);
  putInto(operation, out, rows, values.array, accumulate);
  const y = new Tensor(out);
  if (!tracked2(x, values)) {
    if (values !== source) release(values.array.storage);
    return y;
  }
  return record2(putOp, y, x, values, null, { rows, source: values.array.shape, accumulate });
}

/** Puts `values` into rows of `out`, which lies in row-major order. */
export function putInto(
  operation: string,
  out: NDArray,
  { positions, inner, outer }: Rows,
  values: NDArray,
  accumulate: boolean,
): void {
  const source = contiguousArray(operation, values);
  context.backend.put(out, positions, source, inner, outer, accumulate);
  discardCopy(source, values);
}

/** A copy of `x` in which, along `dim`, the elements that `index` names are those of `source` (or a number).
 * @throws when an index is out of range or the shapes do not fit.
 * @example zeros(3, 5).scatter(1, labels.unsqueeze(1), 1) */
export function scatter(x: Tensor, dim: number, index: Tensor, source: Tensor | number): Tensor {
  requireTensor("scatter", x);
  requireTensor("scatter", index);
  return scattered("scatter", x, dim, index, source, false);
}

/** Like {@link scatter}, but adds to what is there.
 * @throws when an index is out of range or the shapes do not fit.
 * @example zeros(5).scatterAdd(0, bins, ones(bins.length)) */
export function scatterAdd(x: Tensor, dim: number, index: Tensor, source: Tensor | number): Tensor {
  requireTensor("scatterAdd", x);
  requireTensor("scatterAdd", index);
  return scattered("scatterAdd", x, dim, index, source, true);
}

function scattered(
  operation: string,
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | number,
  accumulate: boolean,
): Tensor {
  if (x.array.shape.length === 0 || index.array.shape.length === 0) {
    const given = typeof source === "number" ? source : atLeast1d(source);
    const out = scattered(operation, atLeast1d(x), dim, atLeast1d(index), given, accumulate);
    return reshape(out, x.array.shape);
  }
  const axis = axisOf(operation, dim, x.array.shape);
  const rows = gatherRows(operation, index, x.array.shape, axis);
  // Of whole numbers it may be none.
  const dtype = isFloating(x.dtype) ? x.dtype : "float64";
  const values = typeof source === "number" ? full(index.array.shape, source, { dtype }) : source;
  if (!sameShape(values.array.shape, index.array.shape)) {
    throw new RangeError(
      say`${operation}: the source has shape ${showShape(values.array.shape)}, the index
        ${showShape(index.array.shape)}; they must be equal.`,
    );
  }
  const y = putRows(operation, x, rows, values, accumulate);
  letGo(rows.positions, y);
  if (values !== source && y.node === null) release(values.array.storage);
  return y;
}

/** A copy of `x` with `source` added to the rows `index` of the axis `dim`, in that order.
 * @param options alpha: a factor of what is added; default 1
 * @throws when an index is out of range or the shapes do not fit.
 * @example zeros(5, 3).indexAdd(0, tensor([0, 4]), ones(2, 3)) */
export function indexAdd(
  x: Tensor,
  dim: number,
  index: Tensor | readonly number[],
  source: Tensor,
  options: { alpha?: number } = {},
): Tensor {
  requireTensor("indexAdd", x);
  requireTensor("indexAdd", source);
  if (!Array.isArray(index)) requireTensor("indexAdd", index);
  checkOptions("indexAdd", options, { alpha: 1 });
  const { shape } = x.array;
  const axis = axisOf("indexAdd", dim, shape);
  const [outer, extent, inner] = foldAxes(shape, axis, axis);
  const positions = Array.isArray(index)
    ? positionsOf(
        "indexAdd",
        (index as readonly number[]).map((value) => checkedIndex("indexAdd", value, extent, axis)),
      )
    : located("indexAdd", index as Tensor, [1, (index as Tensor).array.size, 1], extent, axis);
  const wanted = shape.map((size, k) => (k === axis ? positions.size : size));
  if (!sameShape(source.array.shape, wanted)) {
    throw new RangeError(
      say`indexAdd: the source has shape ${showShape(source.array.shape)}; it must be ${showShape(wanted)}.`,
    );
  }
  const { alpha = 1 } = options;
  const added = alpha === 1 ? source : source.mul(alpha);
  const y = putRows("indexAdd", x, { positions, inner, outer }, added, true);
  letGo(positions, y);
  return y;
}

/** 1 at the class, 0 elsewhere: shape [...index.shape, numClasses], int32; as many classes as the largest
 * index asks for when `numClasses` is left out or −1.
 * @throws when a class is out of range.
 * @example oneHot(tensor([0, 2]), 3)
 * @example oneHot(tensor([0, 2]), { numClasses: 3 }) */
export function oneHot(index: Tensor, numClasses: number | { numClasses?: number } = -1): Tensor {
  requireTensor("oneHot", index);
  const { numClasses: classes = -1 } = byName("oneHot", numClasses, "numClasses", { numClasses: 1 });
  const values = indicesOf("oneHot", index);
  let largest = -1;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0)
      throw new RangeError(say`oneHot: element ${i} is ${values[i]}, but classes count from 0.`);
    largest = Math.max(largest, values[i]);
  }
  if (classes === -1 && values.length === 0) {
    throw new RangeError(
      say`oneHot: how many classes there are does not follow from no index; say so: oneHot(x, 10).`,
    );
  }
  const count = classes === -1 ? largest + 1 : classes;
  const out = zeros([...index.array.shape, count], { dtype: "int32" });
  const data = elementsOf(out.array);
  for (let i = 0; i < values.length; i++) data[i * count + checkedIndex("oneHot", values[i], count, 1)] = 1;
  return out;
}

/** Coordinates of the elements other than 0, in row-major order: int32 [count, axes].
 * @example x.gt(0).nonzero() */
export function nonzero(x: Tensor): Tensor {
  requireTensor("nonzero", x);
  const { shape } = x.array;
  const positions = foundIn("nonzero", x.array);
  const rank = shape.length;
  const out = allocate("nonzero", "int32", [positions.size, rank]);
  if (rank > 0) writeCoordinates(elementsOf(positions), shape, elementsOf(out));
  release(positions.storage);
  return new Tensor(out);
}

/** The coordinates of ascending positions in `shape`, of at least one axis. */
function writeCoordinates(positions: TypedArray, shape: Shape, out: TypedArray): void {
  const rank = shape.length;
  const columns = shape[rank - 1];
  const row = new Array<number>(rank).fill(0);
  // Row by row of the last axis: to divide, and to go through the other axes, takes longer than all the rest.
  for (let i = 0, to = 0; i < positions.length;) {
    let rest = Math.floor(positions[i] / columns);
    const start = rest * columns;
    for (let k = rank - 2; k >= 0; k--) {
      row[k] = rest % shape[k];
      rest = Math.floor(rest / shape[k]);
    }
    const first = i;
    const from = to;
    for (; i < positions.length && positions[i] - start < columns; i++, to += rank) {
      out[to + rank - 1] = positions[i] - start;
    }
    for (let k = 0; k < rank - 1; k++) {
      const value = row[k];
      for (let at = from + k, count = i - first; count > 0; count--, at += rank) out[at] = value;
    }
  }
}

methods({ gather, indexSelect, scatter, scatterAdd, nonzero });
method("indexAdd", function (dim, index, source, options) {
  return indexAdd(this, dim, index, source, options);
});
