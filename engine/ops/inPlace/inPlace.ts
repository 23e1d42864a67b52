/** Changing a tensor where it lies, with what autograd must know of it. */
import { sharesPlaces } from "../../backend/argumentChecks.ts";
import { Binary, type BinaryCode, type UnaryCode } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { broadcastError } from "../../core/errors.ts";
import { asItLies, countedApart, isFloating, type NDArray } from "../../core/ndarray.ts";
import { broadcastShapes, sameShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { mul } from "../elementwise/binary.ts";
import { clone, copyOver, to } from "../shape/convert.ts";
import { full } from "../create/create.ts";
import { putInto, putRows } from "../index/gather.ts";
import { type Index, targetOf } from "../index/indexing.ts";
import { nodeOf, requireTensor } from "../../core/record.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import type { Node } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { rebase } from "../shape/viewed.ts";
import { expand, reshape } from "../shape/views.ts";

/** True when a change of `x` by `other` must be recorded. @throws when it may not be made at all. */
function recorded(operation: string, x: Tensor, other: Tensor | null): boolean {
  const { shared } = x;
  if (!context.gradEnabled || (shared === null && !x.wantsGrad && !other?.requiresGrad)) return false;
  if (!isFloating(x.dtype)) return false;
  const base = shared?.shares(x) ? shared.base : x;
  if (!x.requiresGrad && !base.requiresGrad && !other?.requiresGrad) return false;
  if (shared && base !== x && shared.kind !== "plain") throw viewError(operation, shared.kind);
  // A view that needs a gradient, of what needs none, has it from a leaf in between: itself a view made one.
  const ofLeaf = base.requiresGrad ? base.isLeaf : base !== x && x.requiresGrad;
  if ((x.requiresGrad && x.isLeaf) || ofLeaf) {
    throw new Error(
      base === x
        ? say`${operation}: a leaf tensor that requires a gradient cannot be changed in place while operations are
            recorded. Change it inside noGrad(() => x.${operation}(…)), or change x.data.`
        : say`${operation}: a view of a leaf tensor that requires a gradient cannot be changed in place while operations
            are recorded. Change it inside noGrad(() => x.${operation}(…)), or change x.data.`,
    );
  }
  return true;
}

function viewError(operation: string, kind: "oneOfSeveral" | "unrecorded"): Error {
  return new Error(
    kind === "oneOfSeveral"
      ? say`${operation}: this tensor is one of several views that one call gave (split, chunk, unbind), and
        changes of these are not recorded. Use the out-of-place form, or a view by x.narrow(…) or x.get(…).`
      : say`${operation}: this view was made inside noGrad(), and is changed while operations are recorded. Make
        it where it is changed: both inside noGrad(), or both outside.`,
  );
}

/** @throws when several elements of `x` lie in one place, as in a tensor that was expanded: each would be changed by all */
export function requireOwnPlaces(operation: string, { array }: Tensor): void {
  if (!sharesPlaces(array)) return;
  throw new Error(
    say`${operation}: several elements of this expanded tensor lie in one place of the memory. Change a clone()
      instead.`,
  );
}

function fractionError(operation: string, from: string, to: string): TypeError {
  return new TypeError(
    say`${operation}: a ${from} result cannot be stored in an ${to} tensor; convert x first.`,
  );
}

/** `x` in the graph as it is before a change. Its memory is that of `x`, until that is overwritten. */
function formerOf(x: Tensor): Tensor {
  const former = new Tensor(x.array);
  former.node = nodeOf(x);
  former.requiresGrad = x.requiresGrad;
  return former;
}

/** Whether a node keeps `x` that was recorded after the first `since`, and that `node` depends on. */
function isKept(x: Tensor, node: Node | null, since: number): boolean {
  if (!node || node.order <= since) return false;
  if (node.kept?.includes(x) || node.constant === x) return true;
  return node.inputs.some((input) => isKept(x, input, since));
}

/**
 * `x` becomes what `compute` makes of its former self, and takes that one's place in the graph. What the graph keeps
 * of the former self is a copy: the gradients are those of the operation out of place.
 */
function become(operation: string, x: Tensor, compute: (former: Tensor) => Tensor): Tensor {
  const since = context.recorded;
  const former = formerOf(x);
  const { array } = x;
  const value = compute(former);
  if (!sameShape(array.shape, value.array.shape)) {
    throw broadcastError(operation, array.shape, value.array.shape);
  }
  if (isKept(former, value.node, since)) {
    const copy = allocate(operation, x.dtype, array.shape, "intermediate");
    context.backend.copy(array, copy);
    // Its changes count from where those of `x` stand, as the node has noted that.
    former.array = countedApart(copy, array.counter.version);
  }
  context.backend.copy(value.array, array);
  array.counter.version++;
  rebase(x, nodeOf(value));
  return x;
}

/** `x` becomes what `compute` makes of it; for changes that have no kernel of their own. */
export function change(operation: string, x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  requireOwnPlaces(operation, x);
  if (recorded(operation, x, null)) return become(operation, x, compute);
  const { array } = x;
  const value = withGradMode(false, () => compute(x));
  if ((isFloating(value.dtype) && !isFloating(x.dtype)) || (x.dtype === "bool" && value.dtype !== "bool")) {
    throw new TypeError(
      say`${operation}: the result is ${value.dtype}, which does not fit into a tensor of ${x.dtype}. Convert it
        first, x.to("${value.dtype}"), or use the form that makes a new tensor.`,
    );
  }
  if (!sameShape(array.shape, value.array.shape)) {
    throw broadcastError(operation, array.shape, value.array.shape);
  }
  context.backend.copy(value.array, array);
  array.counter.version++;
  return x;
}

/** Overwrites `x` by numbers that depend on nothing. */
export function overwrite(operation: string, x: Tensor, write: (array: NDArray) => void): Tensor {
  const track = recorded(operation, x, null);
  write(x.array);
  x.array.counter.version++;
  if (track) rebase(x, null);
  return x;
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
  requireOwnPlaces(operation, x);
  const lying = asItLies(x.array);
  if (!lying || !isFloating(x.dtype) || recorded(operation, x, null)) return change(operation, x, compute);
  context.backend.unary(code, lying, lying, p0, p1);
  x.array.counter.version++;
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
    const lying = asItLies(array);
    if (!lying || !isFloating(x.dtype) || recorded(operation, x, null)) {
      return change(operation, x, (former) => compute(former, y));
    }
    context.backend.binaryScalar(code, lying, y, false, lying);
    array.counter.version++;
    return x;
  }
  requireTensor(operation, y);
  const joined = broadcastShapes(array.shape, y.array.shape);
  if (!joined || !sameShape(joined, array.shape)) throw broadcastError(operation, array.shape, y.array.shape);
  if ((isFloating(y.dtype) || code === Binary.div) && !isFloating(x.dtype)) {
    throw fractionError(operation, isFloating(y.dtype) ? y.dtype : "float32", x.dtype);
  }
  const own = y.array.storage === array.storage;
  if (recorded(operation, x, y)) {
    // What lies in the memory that is overwritten is read before.
    const other = own && y !== x ? clone(y) : y;
    return become(operation, x, (former) => to(compute(former, y === x ? former : other), x.dtype));
  }
  if (!array.contiguous || x.dtype !== y.dtype || !isFloating(x.dtype) || (own && y.array !== array)) {
    return change(operation, x, (former) => compute(former, y));
  }
  context.backend.binary(code, array, y.array, array);
  array.counter.version++;
  return x;
}

/** x ← x + alpha·y. */
export function addScaled_(operation: string, x: Tensor, y: Tensor, alpha: number): Tensor {
  requireTensor(operation, y);
  const { array } = x;
  const apart = x.dtype === y.dtype && y.array.storage !== array.storage;
  const fits = apart && array.contiguous && (Number.isInteger(alpha) || isFloating(x.dtype));
  if (alpha === 1 || !fits || recorded(operation, x, y)) {
    return changeBinary(operation, x, alpha === 1 ? y : mul(y, alpha), Binary.add, (a, b) => a.add(b));
  }
  const joined = broadcastShapes(array.shape, y.array.shape);
  if (!joined || !sameShape(joined, array.shape)) throw broadcastError(operation, array.shape, y.array.shape);
  context.backend.addScaled(array, y.array, alpha);
  array.counter.version++;
  return x;
}

/** x[indices] = value, in place; the value broadcasts.
 * @throws when an index or the value does not fit; for leaves that require a gradient, unless in noGrad. */
export function setItem(x: Tensor, indices: readonly Index[], value: Tensor | number): Tensor {
  requireTensor("set", x);
  const given = typeof value === "number" ? full([], value, { dtype: x.dtype }) : value;
  requireTensor("set", given);
  const track = recorded("set", x, given);
  const { view, rows, shape } = targetOf(x, indices);
  const source = withoutLeadingOnes(given, shape.length);
  const joined = broadcastShapes(shape, source.array.shape);
  if (!joined || !sameShape(joined, shape)) throw broadcastError("set", shape, source.array.shape);
  if (rows === null) {
    assign("set", view, source);
    return x;
  }
  const values = expand(to(source, x.dtype), shape);
  if (track) {
    become("set", view, (former) => putRows("set", former, rows, values, false));
    return x;
  }
  requireOwnPlaces("set", view);
  overwrite("set", view, (array) => {
    const whole = contiguousArray("set", array);
    // What lies in the memory that is overwritten is read before.
    const read = values.array.storage === whole.storage ? clone(values) : values;
    putInto("set", whole, rows, read.array, false);
    if (whole !== array) context.backend.copy(whole, array);
    discardCopy(whole, array);
  });
  return x;
}

/** `x` without axes of extent 1 in front, as long as it has more than `rank`. */
function withoutLeadingOnes(x: Tensor, rank: number): Tensor {
  const { shape } = x.array;
  const extra = Math.max(0, shape.length - rank);
  return extra > 0 && shape.slice(0, extra).every((extent) => extent === 1)
    ? reshape(x, shape.slice(extra))
    : x;
}

/** x ← source, which fits. */
function assign(operation: string, x: Tensor, source: Tensor): Tensor {
  if (source.requiresGrad && recorded(operation, x, source)) {
    return become(operation, x, (former) => copyOver(former, expand(source, x.array.shape)));
  }
  // One number may go into many elements that lie in one place.
  if (operation === "set" && source.array.shape.length === 0 && sharesPlaces(x.array)) {
    return fill_(x, source.item());
  }
  requireOwnPlaces(operation, x);
  return overwrite(operation, x, (array) => {
    context.backend.copy(source.array, array);
  });
}

/** Copies `source` into `x`, broadcasting and casting; gradients flow to `source`. */
export function copy_(x: Tensor, source: Tensor): Tensor {
  requireTensor("copy_", x);
  requireTensor("copy_", source);
  const joined = broadcastShapes(x.array.shape, source.array.shape);
  if (!joined || !sameShape(joined, x.array.shape))
    throw broadcastError("copy_", x.array.shape, source.array.shape);
  return assign("copy_", x, source);
}

/** `value` everywhere, in place. */
export function fill_(x: Tensor, value: number): Tensor {
  return overwrite("fill_", x, (array) => {
    context.backend.fill(array, value);
  });
}
