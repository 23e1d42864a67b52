/** Joining tensors, cutting them up and repeating them. */
import { expect } from "../../core/expect.ts";
import { context } from "../../core/context.ts";
import { sameShape, showShape } from "../../core/shape.ts";
import { type Sizes, sizesOf } from "./sizes.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { axisOf, type Dim, dimOf } from "../../core/axes.ts";
import { promote } from "../elementwise/promote.ts";
import { clone, to } from "./convert.ts";
import { zeros } from "../create/create.ts";
import { allocate } from "../../core/allocate.ts";
import type { Node, Op } from "../../core/node.ts";
import { recordMany, requireTensor } from "../../core/record.ts";
import { say } from "../../payload/say.ts";
import { oneOfSeveral } from "./viewed.ts";
import { expand, narrow, reshape, slicedArray, squeeze, unsqueeze } from "./views.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./join.ts"), "split" | "chunk" | "unbind"> {
    /** The tensor repeated along each axis; a copy.
     * @example x.repeat(2, 1) */
    repeat(...times: Sizes): Tensor;
  }
}

interface JoinParams {
  readonly axis: number;
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

/** Joins any number of tensors; its table row stands for every number of them. */
function catOp(count: number): Op<JoinParams> {
  const backward = Array.from(
    { length: count },
    (_, i) =>
      (g: Tensor, { params }: Node<JoinParams>): Tensor =>
        narrow(g, params.axis, params.starts[i], params.lengths[i]),
  );
  return { name: "cat", backward };
}
const catOps = new Map<number, Op<JoinParams>>();

/** @throws for anything but a list of tensors. */
function requireList(operation: string, tensors: readonly Tensor[]): void {
  if (!Array.isArray(tensors)) {
    throw new TypeError(say`${operation}: give the tensors as one array: ${operation}([a, b], 0).`);
  }
  if (tensors.length === 0) throw new RangeError(say`${operation}: expected at least one tensor.`);
  for (const x of tensors as readonly Tensor[]) requireTensor(operation, x);
}

/** Joins tensors along the axis `dim`; the other axes must agree.
 * @throws when they do not, naming the tensor.
 * @example cat([x, y], 1) */
export function cat(tensors: readonly Tensor[], dim: Dim = 0): Tensor {
  requireList("cat", tensors);
  const [first] = tensors;
  if (first.array.shape.length === 0) {
    throw new RangeError(say`cat: 0-d tensors cannot be joined; use stack([a, b]).`);
  }
  const axis = axisOf("cat", dimOf("cat", dim) ?? 0, first.array.shape);
  let dtype = first.dtype;
  const shape = first.array.shape.slice();
  const starts: number[] = [];
  const lengths: number[] = [];
  shape[axis] = 0;
  tensors.forEach((x, i) => {
    const own = x.array.shape;
    if (own.length !== shape.length || own.some((extent, k) => k !== axis && extent !== shape[k])) {
      throw new RangeError(
        say`cat: tensor ${i} of shape ${showShape(own)} does not fit beside ${showShape(first.array.shape)}: all
          axes but axis ${axis} must be equal.`,
      );
    }
    starts.push(shape[axis]);
    lengths.push(own[axis]);
    shape[axis] += own[axis];
    if (x.dtype !== dtype) dtype = promote(wrapLike(dtype), x);
  });
  const parts = tensors.map((x) => to(x, dtype));
  const array = allocate("cat", dtype, shape);
  parts.forEach((x, i) => context.backend.copy(x.array, slicedArray(array, axis, starts[i], lengths[i], 1)));
  const out = new Tensor(array);
  if (!context.gradEnabled || !parts.some((x) => x.requiresGrad)) return out;
  const op = catOps.get(parts.length) ?? catOp(parts.length);
  catOps.set(parts.length, op);
  return recordMany(op, out, parts, null, { axis, starts, lengths });
}

/** Something of rank 1 in `dtype`, to ask how it promotes. */
function wrapLike(dtype: Tensor["dtype"]): Tensor {
  return zeros([1], { dtype });
}

/** Joins tensors of one shape along a new axis `dim`.
 * @throws when the shapes differ.
 * @example stack([x, y]) */
export function stack(tensors: readonly Tensor[], dim: Dim = 0): Tensor {
  requireList("stack", tensors);
  const { shape } = tensors[0].array;
  const odd = tensors.find((x) => !sameShape(x.array.shape, shape));
  if (odd) {
    throw new RangeError(
      say`stack: all shapes must be equal, but there are ${showShape(shape)} and ${showShape(odd.array.shape)}.`,
    );
  }
  const axis = axisOf("stack", dimOf("stack", dim) ?? 0, [...shape, 1]);
  return cat(
    tensors.map((x) => unsqueeze(x, axis)),
    axis,
  );
}

function axisToCut(operation: string, x: Tensor, dim: Dim): number {
  const axis = axisOf(operation, dimOf(operation, dim) ?? 0, x.array.shape);
  if (x.array.shape.length === 0)
    throw new RangeError(say`${operation}: a 0-d tensor has no axis to take apart.`);
  return axis;
}

/** Cuts the axis `dim` into pieces of `size` (the last may be shorter), or of the given sizes; views.
 * @throws when given sizes do not add up.
 * @example x.split(2)
 * @example x.split([1, 3], 1) */
export function split(x: Tensor, size: number | readonly number[], dim: Dim = 0): Tensor[] {
  requireTensor("split", x);
  const axis = axisToCut("split", x, dim);
  const total = x.array.shape[axis];
  let sizes: readonly number[];
  if (typeof size === "number") {
    if (!(size > 0)) throw new RangeError(say`split: the size of a piece must be above 0, not ${size}.`);
    sizes = Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, i) =>
      Math.min(size, total - i * size),
    );
  } else {
    expect("split", "a size or a list of sizes, as in x.split([1, 2])", size, Array.isArray(size));
    sizes = size;
    const sum = sizes.reduce((a, b) => a + b, 0);
    if (sum !== total) {
      throw new RangeError(say`split: the sizes add up to ${sum}, but axis ${axis} has length ${total}.`);
    }
  }
  let start = 0;
  return sizes.map((length) => {
    const piece = oneOfSeveral(narrow(x, axis, start, length));
    start += length;
    return piece;
  });
}

/** Cuts the axis `dim` into at most `chunks` pieces of equal size (the last may be shorter); views.
 * @example const [a, b] = x.chunk(2); */
export function chunk(x: Tensor, chunks: number, dim: Dim = 0): Tensor[] {
  if (!(chunks > 0)) throw new RangeError(say`chunk: the number of pieces must be above 0, not ${chunks}.`);
  const axis = axisToCut("chunk", x, dim);
  const extent = x.array.shape[axis];
  // As many pieces as are asked for, and nothing in them.
  if (extent === 0) return split(x, new Array<number>(Math.ceil(chunks)).fill(0), axis);
  return split(x, Math.ceil(extent / chunks), axis);
}

/** The tensors along the axis `dim`, without it; views.
 * @example const [first, second] = x.unbind(); */
export function unbind(x: Tensor, dim: Dim = 0): Tensor[] {
  requireTensor("unbind", x);
  const axis = axisToCut("unbind", x, dim);
  return Array.from({ length: x.array.shape[axis] }, (_, i) =>
    oneOfSeveral(squeeze(narrow(x, axis, i, 1), axis)),
  );
}

/** The tensor repeated `times[i]` times along axis i; more numbers than axes add axes in front. A copy.
 * @throws when there are fewer numbers than axes, or one is no number of times.
 * @example repeat(tensor([1, 2]), [2, 3]) */
export function repeat(x: Tensor, times: readonly number[]): Tensor {
  requireTensor("repeat", x);
  const { shape } = x.array;
  const lead = times.length - shape.length;
  if (lead < 0) {
    throw new RangeError(
      say`repeat: ${times.length} numbers are too few for the ${shape.length} axes of ${showShape(shape)}.`,
    );
  }
  const wrong = times.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) {
    throw new RangeError(say`repeat: ${wrong} times is no whole number of at least 0.`);
  }
  const full = [...new Array<number>(lead).fill(1), ...shape];
  // Every axis n becomes a stretched axis of `times` beside it, and both are joined.
  const apart = reshape(
    x,
    full.flatMap((extent) => [1, extent]),
  );
  const stretched = expand(
    apart,
    full.flatMap((extent, axis) => [times[axis], extent]),
  );
  const out = reshape(
    stretched,
    full.map((extent, axis) => extent * times[axis]),
  );
  return out.array.storage === x.array.storage ? clone(out) : out;
}

methods({ split, chunk, unbind });
method("repeat", function (...times) {
  return repeat(this, sizesOf(times));
});
