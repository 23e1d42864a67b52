/** Elements in another order, repeated, or left out above and below a diagonal. */
import { allocateLike } from "../../core/allocate.ts";
import { type Axes, axesOf, axisOf, type Dim, dimOf } from "../../core/axes.ts";
import { expectIterable } from "../../core/expect.ts";
import { context } from "../../core/context.ts";
import { elementsOf, viewOf } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { checkOptions } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { zeros } from "../create/create.ts";
import { indexSelect } from "../index/gather.ts";
import { sum } from "../reduce/reduce.ts";
import { embed, partOf, type Region, regionOf } from "./asStrided.ts";
import { clone, contiguous } from "./convert.ts";
import { cat, repeat } from "./join.ts";
import { type Sizes, sizesOf } from "./sizes.ts";
import { viewed } from "./viewed.ts";
import { expand, flatten, narrow, reshape, unsqueeze } from "./views.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<
    typeof import("./rearrange.ts"),
    "roll" | "repeatInterleave" | "tril" | "triu" | "diag" | "diagonal" | "trace"
  > {
    /** The tensor with the elements along each of the axes in reverse order; a copy.
     * @example x.flip(0, 1) */
    flip(...dims: Sizes): Tensor;
    /** The tensor repeated along each axis; fewer numbers than axes are those of the last ones. A copy.
     * @example x.tile(2) */
    tile(...times: Sizes): Tensor;
  }
}

const countTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const flipOp: Op<readonly number[]> = {
  name: "flip",
  backward: [(g, { params }) => reversed(g, params)],
};

/** Read backwards along the axes: from their last elements on, with steps the other way. */
function reversed(x: Tensor, axes: readonly number[]): Tensor {
  const { array } = x;
  const strides = [...array.strides];
  let { offset } = array;
  for (const axis of axes) {
    offset += (array.shape[axis] - 1) * strides[axis];
    strides[axis] = -strides[axis];
  }
  const out = allocateLike("flip", array, x.dtype);
  if (array.size > 0) context.backend.copy(viewOf(array, array.shape, strides, offset), out);
  const y = new Tensor(out);
  return tracked(x) ? record(flipOp, y, x, null, axes) : y;
}

/** The tensor with the elements along each of the axes `dims` in reverse order; a copy.
 * @throws when an axis is out of range or there twice.
 * @example flip(x, [0, 1]) */
export function flip(x: Tensor, dims: Axes): Tensor {
  requireTensor("flip", x);
  const given = typeof dims === "number" ? [dims] : dims;
  const axes = given.length === 0 ? [] : (axesOf("flip", given, x.array.shape) ?? []);
  // A number has no axes to turn.
  return reversed(x, x.array.shape.length === 0 ? [] : axes);
}

/** The tensor with the elements along `dims` moved on by `shifts`, the last ones to the front; without `dims`, as if it had
 * one axis. A copy.
 * @throws when there are not as many shifts as axes, or an axis is out of range.
 * @example x.roll(1, 0) */
export function roll(x: Tensor, shifts: number | readonly number[], dims?: Axes): Tensor {
  requireTensor("roll", x);
  if (typeof shifts !== "number") expectIterable("roll", "a number of places, or one for each axis", shifts);
  const steps = typeof shifts === "number" ? [shifts] : [...shifts];
  const wrong = steps.find((step) => !Number.isInteger(step));
  if (wrong !== undefined) throw new RangeError(say`roll: ${wrong} is no whole number of places.`);
  const { shape } = x.array;
  if (dims === undefined) return reshape(rolled(flatten(x), steps[0], 0), shape);
  if (typeof dims !== "number") expectIterable("roll", "an axis, or an array of them", dims);
  const axes = typeof dims === "number" ? [dims] : [...dims];
  if (axes.length !== steps.length) {
    throw new RangeError(say`roll: ${steps.length} shifts do not fit ${axes.length} axes.`);
  }
  return axes.reduce((y, dim, i) => rolled(y, steps[i], axisOf("roll", dim, shape)), x);
}

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const extent = x.array.shape[axis] ?? 1;
  if (x.array.shape.length === 0 || extent === 0) return clone(x);
  const back = ((shift % extent) + extent) % extent;
  return cat([narrow(x, axis, extent - back, back), narrow(x, axis, 0, extent - back)], axis);
}

/** The tensor repeated `times[i]` times along axis i; where there are fewer numbers than axes, the first axes stay as they
 * are. A copy.
 * @example tile(x, [2, 3]) */
export function tile(x: Tensor, times: readonly number[]): Tensor {
  requireTensor("tile", x);
  const missing = Math.max(0, x.array.shape.length - times.length);
  return repeat(x, [...new Array<number>(missing).fill(1), ...times]);
}

/** Each element along `dim` repeated, one after the other; without `dim`, of the flattened tensor.
 * @param repeats how often, or a tensor or a list of it for each element
 * @throws when there is not a number for each element, or one is no number of times.
 * @example tensor([1, 2]).repeatInterleave(2) // [1, 1, 2, 2] */
export function repeatInterleave(x: Tensor, repeats: number | Tensor | readonly number[], dim?: Dim): Tensor {
  requireTensor("repeatInterleave", x);
  const given = dimOf("repeatInterleave", dim);
  if (given !== undefined && x.array.shape.length === 0) {
    throw new RangeError(say`repeatInterleave: a 0-d tensor has no axis ${given}; leave dim out.`);
  }
  const source = given === undefined || x.array.shape.length === 0 ? flatten(x) : x;
  const axis = axisOf("repeatInterleave", given ?? 0, source.array.shape);
  const extent = source.array.shape[axis];
  let counts: ArrayLike<number>;
  if (typeof repeats === "number") counts = new Array<number>(extent).fill(repeats);
  else {
    expectIterable("repeatInterleave", "a number of times, or one for each element", repeats);
    counts = "array" in repeats ? repeats.toTypedArray() : repeats;
  }
  if (counts.length === 1 && extent !== 1) counts = new Array<number>(extent).fill(counts[0]);
  if (counts.length !== extent) {
    throw new RangeError(
      say`repeatInterleave: ${counts.length} numbers of times do not fit the ${extent} elements of axis ${axis}.`,
    );
  }
  const places: number[] = [];
  for (let i = 0; i < extent; i++) {
    if (!Number.isInteger(counts[i]) || counts[i] < 0) {
      throw new RangeError(say`repeatInterleave: ${counts[i]} times is no whole number of at least 0.`);
    }
    for (let k = 0; k < counts[i]; k++) places.push(i);
  }
  return indexSelect(source, axis, places);
}

interface TriangleParams {
  readonly name: "tril" | "triu";
  readonly diagonal: number;
}

const triangleOp = (name: TriangleParams["name"]): Op<TriangleParams> => ({
  name,
  backward: [(g, { params }) => triangle(params.name, g, params.diagonal)],
});
const triangleOps = { tril: triangleOp("tril"), triu: triangleOp("triu") };

/** `x` with 0 above or below a diagonal of all matrices of the last two axes. */
function triangle(name: TriangleParams["name"], x: Tensor, diagonal: number): Tensor {
  requireTensor(name, x);
  const { shape } = x.array;
  if (shape.length < 2) {
    throw new RangeError(say`${name}: a matrix is expected, but the shape is ${showShape(shape)}.`);
  }
  const [rows, columns] = shape.slice(-2);
  const out = allocateLike(name, x.array, x.dtype);
  context.backend.copy(x.array, out);
  const elements = elementsOf(out);
  // The first column that is cleared, or that stays, in the first row.
  const edge = name === "tril" ? Math.floor(diagonal) + 1 : Math.ceil(diagonal);
  for (let start = 0, row = 0; start < elements.length; start += columns, row = (row + 1) % rows) {
    const at = start + Math.max(0, Math.min(columns, row + edge));
    if (name === "tril") elements.fill(0, at, start + columns);
    else elements.fill(0, start, at);
  }
  const y = new Tensor(out);
  return tracked(x) ? record(triangleOps[name], y, x, null, { name, diagonal }) : y;
}

/** The lower triangle of a matrix, or of all matrices of the last two axes, 0 above it.
 * @param diagonal the last one that stays; 0 is the main one, 1 the one above
 * @throws for fewer than 2 axes.
 * @example ones(3, 3).tril() */
export function tril(x: Tensor, diagonal = 0): Tensor {
  return triangle("tril", x, diagonal);
}

/** The upper triangle of a matrix, or of all matrices of the last two axes, 0 below it.
 * @param diagonal the first one that stays; 0 is the main one, 1 the one above
 * @throws for fewer than 2 axes.
 * @example ones(3, 3).triu(1) */
export function triu(x: Tensor, diagonal = 0): Tensor {
  return triangle("triu", x, diagonal);
}

/** A gradient of a part, in its place among zeros. */
const diagonalOp: Op<Region> = {
  name: "diagonal",
  backward: [(g, { params }) => embed(g, params)],
  part: (whole, region) => partOf(whole, region),
};

/** The elements of a diagonal of all matrices of the axes `dim1` and `dim2`, as the last axis; a view.
 * @param offset 0 is the main diagonal, 1 the one above
 * @throws for fewer than 2 axes, or when both are one.
 * @example x.diagonal() */
export function diagonal(x: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  requireTensor("diagonal", x);
  const { shape } = x.array;
  if (shape.length < 2) {
    throw new RangeError(say`${"diagonal"}: a matrix is expected, but the shape is ${showShape(shape)}.`);
  }
  const [first, second] = [axisOf("diagonal", dim1, shape), axisOf("diagonal", dim2, shape)];
  if (first === second) throw new RangeError(say`diagonal: dim1 and dim2 are both axis ${first}.`);
  // Where several elements lie in one place, so would their gradients.
  const source = x.array.strides.includes(0) ? contiguous(x) : x;
  const others = countTo(shape.length).filter((axis) => axis !== first && axis !== second);
  const [rows, columns] = [shape[first], shape[second]];
  const count = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  const { strides } = source.array;
  const start = count === 0 ? 0 : offset >= 0 ? offset * strides[second] : -offset * strides[first];
  const view = viewOf(
    source.array,
    [...others.map((axis) => shape[axis]), count],
    [...others.map((axis) => strides[axis]), strides[first] + strides[second]],
    source.array.offset + start,
  );
  return viewed(diagonalOp, source, view, regionOf(source.array, view));
}

interface DiagParams {
  readonly offset: number;
}
const diagOp: Op<DiagParams> = {
  name: "diag",
  backward: [(g, { params }) => clone(diagonal(g, params.offset))],
};

/** A matrix with the elements of a vector on a diagonal, 0 elsewhere; or the elements on a diagonal of a matrix; a copy.
 * @param offset 0 is the main diagonal, 1 the one above
 * @throws for other numbers of axes.
 * @example tensor([1, 2]).diag() // [[1, 0], [0, 2]] */
export function diag(x: Tensor, offset = 0): Tensor {
  requireTensor("diag", x);
  const { shape } = x.array;
  if (shape.length === 2) return clone(diagonal(x, offset));
  if (shape.length !== 1) {
    throw new RangeError(say`diag: a vector or a matrix is expected, but the shape is ${showShape(shape)}.`);
  }
  const size = shape[0] + Math.abs(offset);
  const out = zeros(size, size, { dtype: x.dtype });
  const start = offset >= 0 ? offset : -offset * size;
  if (shape[0] > 0) context.backend.copy(x.array, viewOf(out.array, shape, [size + 1], start));
  return tracked(x) ? record(diagOp, out, x, null, { offset }) : out;
}

/** The sum of the main diagonal of a matrix, a 0-d tensor.
 * @throws for anything but a matrix.
 * @example a.trace() */
export function trace(x: Tensor): Tensor {
  requireTensor("trace", x);
  const { shape } = x.array;
  if (shape.length !== 2) {
    throw new RangeError(say`${"trace"}: a matrix is expected, but the shape is ${showShape(shape)}.`);
  }
  return sum(diagonal(x));
}

/**
 * The coordinates of a grid: tensor i holds the values of vector i along axis i, repeated along all others.
 * @param options indexing: `ij`, or `xy` for the first two axes the other way round; default `ij`
 * @throws when one is no vector.
 * @example const [rows, columns] = meshgrid([arange(3), arange(4)], { indexing: "ij" });
 */
export function meshgrid(tensors: readonly Tensor[], options: { indexing?: "ij" | "xy" } = {}): Tensor[] {
  if (!Array.isArray(tensors)) {
    throw new TypeError(say`${"meshgrid"}: give the tensors as one array: ${"meshgrid"}([a, b], 0).`);
  }
  for (const x of tensors as readonly Tensor[]) requireTensor("meshgrid", x);
  checkOptions("meshgrid", options, { indexing: 1 });
  const { indexing = "ij" } = options;
  if (indexing !== "ij" && (indexing as string) !== "xy") {
    throw new RangeError(say`meshgrid: indexing is ${JSON.stringify(indexing)}; use "ij" or "xy".`);
  }
  const turned = indexing === "xy" && tensors.length > 1;
  const vectors = (tensors as readonly Tensor[]).map((x) => {
    if (x.array.shape.length > 1) {
      throw new RangeError(
        say`meshgrid: a vector is expected, but the shape is ${showShape(x.array.shape)}.`,
      );
    }
    return x.array.shape.length === 0 ? unsqueeze(x, 0) : x;
  });
  const place = (i: number): number => (turned && i < 2 ? 1 - i : i);
  const shape = new Array<number>(vectors.length);
  for (const [i, x] of vectors.entries()) shape[place(i)] = x.array.shape[0];
  return vectors.map((x, i) => {
    const apart = shape.map((_, axis) => (axis === place(i) ? shape[axis] : 1));
    return expand(reshape(x, apart), shape);
  });
}

methods({ roll, repeatInterleave, tril, triu, diag, trace });
method("diagonal", function (offset, dim1, dim2) {
  return diagonal(this, offset, dim1, dim2);
});
method("flip", function (...dims) {
  return flip(this, sizesOf(dims));
});
method("tile", function (...times) {
  return tile(this, sizesOf(times));
});
