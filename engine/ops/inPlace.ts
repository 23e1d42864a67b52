/** Changing a tensor where it lies, with what autograd must know of it. */
import { Binary, type BinaryCode, type UnaryCode } from "../backend/backend.ts";
import { context, withGradMode } from "../context.ts";
import { broadcastError } from "../errors.ts";
import { elementsOf, fromStorage, type NDArray } from "../ndarray.ts";
import { broadcastShapes, sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./binary.ts";
import { copyOf, to } from "./convert.ts";
import { full, onesLike, zerosLike } from "./create.ts";
import { getItem, type Index, targetOf } from "./indexing.ts";
import { contiguousArray, isFloating, Node, nodeOf, type Op } from "./op.ts";
import { sumTo } from "./reduce.ts";
import { expand } from "./views.ts";

/** True when a change of `x` by `others` must be recorded. @throws when it may not be made at all. */
function recorded(operation: string, x: Tensor, other: Tensor | null): boolean {
  if (!context.gradEnabled || !(x.requiresGrad || other?.requiresGrad)) return false;
  if (x.requiresGrad && x.isLeaf) {
    throw new Error(
      `${operation}: a leaf tensor that requires a gradient cannot be changed in place while operations are recorded. ` +
        `Change it inside noGrad(() => x.${operation}(…)), or change x.data.`,
    );
  }
  if (x.isView) {
    throw new Error(
      `${operation}: this tensor is a view of another, and a change through a view is not recorded. ` +
        "Assign to the whole tensor, x.set(index, value), or change a clone().",
    );
  }
  return true;
}

/** @throws when several elements of `x` lie in one place, as in a tensor that was expanded: each would be changed by all */
function requireOwnPlaces(operation: string, { array: { contiguous, shape, strides } }: Tensor): void {
  if (contiguous || !strides.some((stride, axis) => stride === 0 && shape[axis] > 1)) return;
  throw new Error(
    `${operation}: several elements of this expanded tensor lie in one place of the memory. Change a clone() instead.`,
  );
}

function fractionError(operation: string, from: string, to: string): TypeError {
  return new TypeError(
    `${operation}: a ${from} result cannot be stored in an ${to} tensor; convert x first.`,
  );
}

/** Writes `value`, computed out of place, over `x`, which takes its place in the graph. */
function become(operation: string, x: Tensor, value: Tensor): Tensor {
  if (!sameShape(x.array.shape, value.array.shape)) {
    throw broadcastError(operation, x.array.shape, value.array.shape);
  }
  context.backend.copy(value.array, x.array);
  x.array.storage.version++;
  if (!context.gradEnabled) return x;
  if (value.requiresGrad) {
    x.requiresGrad = true;
    x.node = nodeOf(value);
  } else if (x.requiresGrad) {
    x.node = new Node(fillOp, [nodeOf(x)], [], null, null) as Node;
  }
  return x;
}

/** Overwritten by constants: what was there before has no influence any more. */
const fillOp: Op<null> = { name: "fill", backward: [(g) => zerosLike(g)] };

/** `x` becomes what `compute` makes of it; for changes that have no kernel of their own. */
export function change(operation: string, x: Tensor, compute: () => Tensor): Tensor {
  if (recorded(operation, x, null)) return become(operation, x, compute());
  const value = withGradMode(false, compute);
  return become(operation, x, value.dtype === x.dtype ? value : to(value, x.dtype));
}

/** x ← f(x) for an element-wise kernel. */
export function changeUnary(
  operation: string,
  x: Tensor,
  code: UnaryCode,
  p0: number,
  p1: number,
  compute: (x: Tensor) => Tensor,
): Tensor {
  const { array } = x;
  requireOwnPlaces(operation, x);
  if (!array.contiguous || !isFloating(x.dtype) || recorded(operation, x, null)) {
    return change(operation, x, () => compute(x));
  }
  context.backend.unary(code, array, array, p0, p1);
  array.storage.version++;
  return x;
}

/** x ← x ∘ y for an element-wise kernel; y broadcasts to x. */
export function changeBinary(
  operation: string,
  x: Tensor,
  y: Tensor | number,
  code: BinaryCode,
  compute: (x: Tensor, y: Tensor | number) => Tensor,
): Tensor {
  const { array } = x;
  requireOwnPlaces(operation, x);
  if (typeof y === "number") {
    const whole = code !== Binary.div && Number.isInteger(y);
    if (!whole && !isFloating(x.dtype)) throw fractionError(operation, "float32", x.dtype);
    if (!array.contiguous || !isFloating(x.dtype) || recorded(operation, x, null)) {
      return change(operation, x, () => compute(x, y));
    }
    context.backend.binaryScalar(code, array, y, false, array);
    array.storage.version++;
    return x;
  }
  const joined = broadcastShapes(array.shape, y.array.shape);
  if (!joined || !sameShape(joined, array.shape)) throw broadcastError(operation, array.shape, y.array.shape);
  if ((isFloating(y.dtype) || code === Binary.div) && !isFloating(x.dtype)) {
    throw fractionError(operation, isFloating(y.dtype) ? y.dtype : "float32", x.dtype);
  }
  const across = y.array.storage === array.storage && y.array !== array;
  if (recorded(operation, x, y)) return become(operation, x, to(compute(x, y), x.dtype));
  if (!array.contiguous || x.dtype !== y.dtype || !isFloating(x.dtype) || across) {
    return change(operation, x, () => compute(x, y));
  }
  context.backend.binary(code, array, y.array, array);
  array.storage.version++;
  return x;
}

/** x ← x + alpha·y. */
export function addScaled_(operation: string, x: Tensor, y: Tensor, alpha: number): Tensor {
  if (alpha === 1 || !x.array.contiguous || x.dtype !== y.dtype || (context.gradEnabled && y.requiresGrad)) {
    return changeBinary(operation, x, alpha === 1 ? y : mul(y, alpha), Binary.add, (a, b) => a.add(b));
  }
  if (recorded(operation, x, y)) return become(operation, x, x.add(mul(y, alpha)));
  const joined = broadcastShapes(x.array.shape, y.array.shape);
  if (!joined || !sameShape(joined, x.array.shape))
    throw broadcastError(operation, x.array.shape, y.array.shape);
  context.backend.addScaled(x.array, y.array, alpha);
  x.array.storage.version++;
  return x;
}

interface OverwriteParams {
  readonly indices: readonly Index[];
  readonly value: Shape;
}

/** x with x[indices] overwritten: what was there gets no gradient, the value gets that of its place. */
const setOp: Op<OverwriteParams> = {
  name: "set",
  backward: [
    (g, { params }) => {
      const outside = onesLike(g);
      overwrite("set", outside, params.indices, full([], 0, { dtype: g.dtype }));
      return mul(g, outside);
    },
    (g, { params }) => sumTo(getItem(g, params.indices), params.value),
  ],
};

function overwrite(operation: string, x: Tensor, indices: readonly Index[], value: Tensor): void {
  withGradMode(false, () => {
    const { view, positions, shape } = targetOf(x, indices);
    const joined = broadcastShapes(shape, value.array.shape);
    if (!joined || !sameShape(joined, shape)) throw broadcastError(operation, shape, value.array.shape);
    if (positions === null) {
      context.backend.copy(value.array, view.array);
    } else {
      const whole = contiguousArray(operation, view.array);
      const values = contiguousArray(operation, expand(to(value, x.dtype), shape).array);
      context.backend.put(whole, positionsOf(positions), values, 1, false);
      if (whole !== view.array) context.backend.copy(whole, view.array);
    }
  });
  x.array.storage.version++;
}

function positionsOf(positions: Int32Array): NDArray {
  const array = fromStorage(context.backend.allocate("int32", positions.length, "temporary"), [
    positions.length,
  ]);
  elementsOf(array).set(positions);
  return array;
}

/** x[indices] = value, in place; the value broadcasts.
 * @throws when an index or the value does not fit; for leaves that require a gradient, unless in noGrad. */
export function setItem(x: Tensor, indices: readonly Index[], value: Tensor | number): Tensor {
  const source = typeof value === "number" ? full([], value, { dtype: x.dtype }) : value;
  const track = recorded("set", x, source);
  const inputs = track ? [nodeOf(x), nodeOf(source)] : [];
  overwrite("set", x, indices, source);
  if (track) {
    x.requiresGrad = true;
    x.node = new Node(setOp, inputs, [], { indices, value: source.array.shape }, null) as Node;
  }
  return x;
}

/** Copies `source` into `x`, broadcasting and casting; gradients flow to `source`. */
export function copy_(x: Tensor, source: Tensor): Tensor {
  const joined = broadcastShapes(x.array.shape, source.array.shape);
  if (!joined || !sameShape(joined, x.array.shape))
    throw broadcastError("copy_", x.array.shape, source.array.shape);
  if (recorded("copy_", x, source)) {
    return become("copy_", x, copyOf(expand(source, x.array.shape), x.dtype));
  }
  context.backend.copy(source.array, x.array);
  x.array.storage.version++;
  return x;
}

/** `value` everywhere, in place. */
export function fill_(x: Tensor, value: number): Tensor {
  if (recorded("fill_", x, null)) return become("fill_", x, full(x.array.shape, value, { dtype: x.dtype }));
  context.backend.fill(x.array, value);
  x.array.storage.version++;
  return x;
}
