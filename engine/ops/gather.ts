/** Elements and rows picked by index tensors, and their counterparts that put them back. */
import { context } from "../context.ts";
import { elementsOf, type NDArray } from "../ndarray.ts";
import { sameShape, type Shape, showShape, sizeOf, stridesOf } from "../shape.ts";
import { byName } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { axisOf } from "./axes.ts";
import { to } from "./convert.ts";
import { fromArray, zeros } from "./create.ts";
import { example } from "./examples.ts";
import { reshape } from "./views.ts";
import {
  requireTensor,
  allocate,
  allocateLike,
  contiguousArray,
  isFloating,
  type Op,
  type Row,
  record,
  record2,
  tracked,
  tracked2,
  wrap,
} from "./op.ts";

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
          `${operation}: an index must be a whole number, but element ${i} is ${String(values[i])}.`,
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
      `${operation}: index ${index} is outside of axis ${axis} with ${length} elements (${-length} … ${length - 1}).`,
    );
  }
  return wrapped;
}

function positionsArray(operation: string, length: number): NDArray {
  return allocate(operation, "int32", [length]);
}

interface TakeParams {
  /** Which rows, in units of `inner` elements of the row-major input. */
  readonly positions: NDArray;
  readonly inner: number;
  /** Of the tensor that was taken from. */
  readonly shape: Shape;
}

const takeOp: Op<TakeParams> = {
  name: "take",
  backward: [(g, { params: { positions, inner, shape } }) => scatterRows(g, positions, inner, shape)],
};

/** The counterpart of take: `source` rows added into zeros. */
const scatterOp: Op<TakeParams & { readonly source: Shape }> = {
  name: "scatter",
  backward: [(g, { params: { positions, inner, source } }) => takeRows("take", g, positions, inner, source)],
};

/** Rows of row-major `x` in the order of `positions`, seen with `shape`. */
export function takeRows(
  operation: string,
  x: Tensor,
  positions: NDArray,
  inner: number,
  shape: Shape,
): Tensor {
  const out = allocate(operation, x.dtype, shape);
  context.backend.take(contiguousArray(operation, x.array), positions, out, inner);
  const y = wrap(out);
  return tracked(x) ? record(takeOp, y, x, null, { positions, inner, shape: x.array.shape }) : y;
}

function scatterRows(g: Tensor, positions: NDArray, inner: number, shape: Shape): Tensor {
  const out = zeros(shape, { dtype: g.dtype });
  context.backend.put(out.array, positions, contiguousArray("scatter", g.array), inner, true);
  if (!tracked(g)) return out;
  return record(scatterOp, out, g, null, { positions, inner, shape, source: g.array.shape });
}

/** For every element of `index`, the position in `shape` with the coordinate along `axis` replaced by it. */
function gatherPositions(operation: string, index: Tensor, shape: Shape, axis: number): NDArray {
  const values = indicesOf(operation, index);
  const own = index.array.shape;
  if (own.length !== shape.length || own.some((extent, k) => k !== axis && extent > shape[k])) {
    throw new RangeError(
      `${operation}: the index of shape ${showShape(own)} must have as many axes as ${showShape(shape)} ` +
        `and, apart from axis ${axis}, be no longer.`,
    );
  }
  const positions = positionsArray(operation, values.length);
  const out = elementsOf(positions);
  const [from, strides] = [stridesOf(own), stridesOf(shape)];
  for (let i = 0; i < values.length; i++) {
    let position = checkedIndex(operation, values[i], shape[axis], axis) * strides[axis];
    for (let k = 0, rest = i; k < own.length; k++) {
      const coordinate = Math.floor(rest / from[k]);
      rest -= coordinate * from[k];
      if (k !== axis) position += coordinate * strides[k];
    }
    out[i] = position;
  }
  return positions;
}

/** A 0-d tensor as one with an axis of one element. */
const atLeast1d = (x: Tensor): Tensor => (x.array.shape.length === 0 ? reshape(x, [1]) : x);

/**
 * out[i][j] = x[index[i][j]][j] for dim 0, x[i][index[i][j]] for dim 1, and so on.
 * @throws when an index is out of range or the shapes do not fit.
 * @example gather(logProbabilities, 1, labels.unsqueeze(1))
 */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  requireTensor("gather", x);
  requireTensor("gather", index);
  if (x.array.shape.length === 0 || index.array.shape.length === 0) {
    return reshape(gather(atLeast1d(x), dim, atLeast1d(index)), index.array.shape);
  }
  const axis = axisOf("gather", dim, x.array.shape);
  const positions = gatherPositions("gather", index, x.array.shape, axis);
  return takeRows("gather", x, positions, 1, index.array.shape);
}

/** Example inputs hold numbers; an index is made of them here. */
const at = (...indices: number[]): Tensor => fromArray(Int32Array.from(indices));

/** Rows `index` of the axis `dim`, in that order.
 * @throws when an index is out of range.
 * @example indexSelect(x, 0, [2, 0]) */
export function indexSelect(x: Tensor, dim: number, index: Tensor | readonly number[]): Tensor {
  requireTensor("indexSelect", x);
  if (!Array.isArray(index)) requireTensor("indexSelect", index);
  const { shape } = x.array;
  const axis = axisOf("indexSelect", dim, shape);
  const values = Array.isArray(index)
    ? (index as readonly number[])
    : indicesOf("indexSelect", index as Tensor);
  if (shape.length === 0) {
    if (values.length === 1) return reshape(indexSelect(atLeast1d(x), 0, index), []);
    throw new RangeError(
      `indexSelect: a 0-d tensor has one element, but there are ${values.length} indices.`,
    );
  }
  const rows = Array.from(values, (value) => checkedIndex("indexSelect", value, shape[axis], axis));
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const positions = positionsArray("indexSelect", outer * values.length);
  const out = elementsOf(positions);
  for (let o = 0, i = 0; o < outer; o++) {
    for (const row of rows) out[i++] = o * shape[axis] + row;
  }
  const target = shape.slice();
  target[axis] = values.length;
  return takeRows("indexSelect", x, positions, inner, target);
}

interface PutParams {
  readonly positions: NDArray;
  readonly inner: number;
  /** Of the values that were put. */
  readonly source: Shape;
  readonly accumulate: boolean;
}

/** A copy of the first input with rows of the second put (or added) into it. */
const putOp: Op<PutParams> = {
  name: "put",
  backward: [
    (g, { params: { positions, inner, accumulate } }) =>
      accumulate
        ? g
        : putRows("put", g, positions, inner, zeros([positions.size * inner], { dtype: g.dtype }), false),
    (g, { params: { positions, inner, source } }) => takeRows("put", g, positions, inner, source),
  ],
};

/** A copy of `x` with `source` put into the rows `positions`. Of equal positions the last one counts. */
export function putRows(
  operation: string,
  x: Tensor,
  positions: NDArray,
  inner: number,
  source: Tensor,
  accumulate: boolean,
): Tensor {
  if (accumulate && x.dtype === "bool") {
    return to(putRows(operation, to(x, "int32"), positions, inner, to(source, "bool"), true), "bool");
  }
  const values = to(source, x.dtype);
  const out = allocateLike(operation, x.array, x.dtype);
  context.backend.copy(x.array, out);
  context.backend.put(out, positions, contiguousArray(operation, values.array), inner, accumulate);
  const y = wrap(out);
  if (!tracked2(x, values)) return y;
  return record2(putOp, y, x, values, null, { positions, inner, source: values.array.shape, accumulate });
}

/** A copy of `x` in which, along `dim`, the elements that `index` names are those of `source` (or a number).
 * @throws when an index is out of range or the shapes do not fit.
 * @example scatter(zeros(3, 10), 1, labels.unsqueeze(1), 1) // one-hot */
export function scatter(x: Tensor, dim: number, index: Tensor, source: Tensor | number): Tensor {
  requireTensor("scatter", x);
  requireTensor("scatter", index);
  return scattered("scatter", x, dim, index, source, false);
}

/**
 * Like {@link scatter}, but adds to what is there.
 * @throws when an index is out of range or the shapes do not fit.
 * @example scatterAdd(zeros(5), 0, bins, ones(bins.length))
 */
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
  const positions = gatherPositions(operation, index, x.array.shape, axis);
  const values =
    typeof source === "number"
      ? fromArray(new Float64Array(positions.size).fill(source), index.array.shape)
      : source;
  if (!sameShape(values.array.shape, index.array.shape)) {
    throw new RangeError(
      `${operation}: the source has shape ${showShape(values.array.shape)}, the index ${showShape(index.array.shape)}; they must be equal.`,
    );
  }
  return putRows(operation, x, positions, 1, values, accumulate);
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
      throw new RangeError(`oneHot: element ${i} is ${values[i]}, but classes count from 0.`);
    largest = Math.max(largest, values[i]);
  }
  if (classes === -1 && values.length === 0) {
    throw new RangeError(
      "oneHot: how many classes there are does not follow from no index; say so: oneHot(x, 10).",
    );
  }
  const count = classes === -1 ? largest + 1 : classes;
  const out = zeros([...index.array.shape, count], { dtype: "int32" });
  const data = elementsOf(out.array);
  for (let i = 0; i < values.length; i++) data[i * count + checkedIndex("oneHot", values[i], count, 1)] = 1;
  return out;
}

/** Coordinates of the elements other than 0, in row-major order: int32 [count, axes].
 * @example nonzero(gt(x, 0)) */
export function nonzero(x: Tensor): Tensor {
  requireTensor("nonzero", x);
  const { shape } = x.array;
  const values = elementsOf(contiguousArray("nonzero", x.array));
  const strides = stridesOf(shape);
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    for (let k = 0; k < shape.length; k++) found.push(Math.floor(i / strides[k]) % shape[k]);
  }
  const count = shape.length === 0 ? Number(values[0] !== 0) : found.length / shape.length;
  return fromArray(Int32Array.from(found), [count, shape.length]);
}

export const gatherExamples: NonNullable<Op["examples"]> = () => [
  example(
    (x) => gather(x, 1, fromArray([2, 0, 1, 1], [2, 2])),
    "torch.gather(a, 1, torch.tensor([[2,0],[1,1]]))",
    [[2, 3]],
  ),
  example((x) => gather(x, 0, fromArray([1, 0, 1], [1, 3])), "torch.gather(a, 0, torch.tensor([[1,0,1]]))", [
    { shape: [2, 3], transposed: true },
  ]),
  example((x) => indexSelect(x, 0, at(2, 0, 2)), "torch.index_select(a, 0, torch.tensor([2,0,2]))", [[3, 4]]),
  example((x) => indexSelect(x, 1, [1, 1]), "torch.index_select(a, 1, torch.tensor([1,1]))", [[2, 3, 5]]),
  example((x) => indexSelect(x, 0, []), "torch.index_select(a, 0, torch.tensor([], dtype=torch.long))", [
    [3, 4],
  ]),
  example((x, y) => scatter(x, 1, fromArray([0, 2], [2, 1]), y), "a.scatter(1, torch.tensor([[0],[2]]), b)", [
    [2, 3],
    [2, 1],
  ]),
  example(
    (x, y) => scatterAdd(x, 0, fromArray([1, 1], [2, 1]), y),
    "a.scatter_add(0, torch.tensor([[1],[1]]), b)",
    [
      [2, 3],
      [2, 1],
    ],
  ),
];

/** The rows of the table. */
export const gatherOps: readonly Row[] = [{ ...takeOp, examples: gatherExamples }, scatterOp, putOp];
