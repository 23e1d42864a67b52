/** Matrix products. Gradients are matrix products of transposed views; nothing larger is ever made. */
import { Activation, type ActivationCode, Reduce } from "../backend/backend.ts";
import { context } from "../context.ts";
import { dtypeError, matmulError } from "../errors.ts";
import { NDArray } from "../ndarray.ts";
import { broadcastShapes, type Shape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul } from "./binary.ts";
import { noParams, type UnaryOp } from "./elementwise.ts";
import { example } from "./examples.ts";
import {
  allocate,
  contiguousArray,
  discardCopy,
  isFloating,
  isSmall,
  Node,
  nodeOf,
  type Op,
  type Row,
  record2,
  tracked2,
  wrap,
  requireTensor,
} from "./op.ts";
import { sum, sumTo } from "./reduce.ts";
import { reshape, reshapeAs, transposed, transposedMatrix, unsqueeze } from "./views.ts";

interface ProductParams {
  readonly a: Shape;
  readonly b: Shape;
}

/** Of rank 2 or more on both sides. */
const matmulOp: Op<ProductParams> = {
  name: "matmul",
  backward: [
    (g, { saved: [, b], params }) => sumTo(product(g, transposed(b)), params.a),
    (g, { saved: [a], params }) =>
      params.b.length === 2 && params.a.length > 2
        ? product(transposed(rows(a)), rows(g)) // One product over all batches, not one per batch to be summed.
        : sumTo(product(transposed(a), g), params.b),
  ],
  examples: () => [
    ...[0, 1, 3, 4, 5, 17].flatMap((n) => [
      example(matmul, "a @ b", [
        [n, 3],
        [3, 5],
      ]),
      example(matmul, "a @ b", [
        [3, n],
        [n, 5],
      ]),
      example(matmul, "a @ b", [
        [4, 3],
        [3, n],
      ]),
    ]),
    example(matmul, "a @ b", [
      { shape: [4, 5], transposed: true },
      { shape: [5, 3], transposed: true },
    ]),
    example(matmul, "a @ b", [
      [2, 3, 4],
      [2, 4, 5],
    ]),
    example(matmul, "a @ b", [
      [2, 1, 3, 4],
      [5, 4, 2],
    ]),
    example(matmul, "a @ b", [
      [2, 3, 4],
      [4, 5],
    ]),
    example(matmul, "a @ b", [
      [3, 4],
      [2, 4, 5],
    ]),
    example(matmul, "a @ b", [[4], [4]]),
    example(matmul, "a @ b", [[3, 4], [4]]),
    example(matmul, "a @ b", [[4], [4, 5]]),
    example(matmul, "a @ b", [[2, 3, 4], [4]]),
    example(matmul, "a @ b", [[4], [2, 4, 3]]),
    example(dot, "torch.dot(a, b)", [[17], [17]]),
    example(outer, "torch.outer(a, b)", [[3], [4]]),
    example(bmm, "torch.bmm(a, b)", [
      [2, 3, 4],
      [2, 4, 5],
    ]),
  ],
};

/** `x` with all leading axes joined into one. */
function rows(x: Tensor): Tensor {
  const { shape } = x.array;
  return shape.length === 2 ? x : reshape(x, [-1, shape[shape.length - 1]]);
}

/** The same for an array: a walkable matrix. */
function flatRows(x: NDArray): NDArray {
  const rank = x.shape.length;
  if (rank === 2) return walkable(x);
  const columns = x.shape[rank - 1];
  const flat = contiguousArray("linear", x);
  const shape = [sizeOf(x.shape.slice(0, -1)), columns];
  return new NDArray(flat.storage, shape, [columns, 1], flat.offset, flat.size, true);
}

/** A view whose last two axes a kernel can walk, or a row-major copy. */
function walkable(x: NDArray): NDArray {
  const rank = x.shape.length;
  const [r, c] = [rank - 2, rank - 1];
  const rowMajor = x.strides[c] === 1 || x.shape[c] <= 1;
  const columnMajor = x.strides[r] === 1 || x.shape[r] <= 1;
  return rowMajor || columnMajor ? x : contiguousArray("matmul", x);
}

function productShape(a: Shape, b: Shape): Shape {
  const [m, n] = [a[a.length - 2], b[b.length - 1]];
  if (a.length === 2 && b.length === 2) return [m, n];
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  if (!batch) {
    throw new RangeError(`matmul: the leading axes of ${showShape(a)} and ${showShape(b)} do not broadcast.`);
  }
  return [...batch, m, n];
}

/** The product of two tensors of rank 2 or more, whose inner axes fit. */
function product(a: Tensor, b: Tensor): Tensor {
  const out = allocate("matmul", a.dtype, productShape(a.array.shape, b.array.shape));
  context.backend.matmul(walkable(a.array), walkable(b.array), out, null, Activation.none, false);
  const y = wrap(out);
  if (!tracked2(a, b)) return y;
  const kept = [b.requiresGrad ? a : null, a.requiresGrad ? b : null];
  return record2(matmulOp, y, a, b, kept, { a: a.array.shape, b: b.array.shape });
}

/**
 * The matrix product, by rank as in PyTorch: vector · vector is a 0-d tensor, matrix · vector a vector,
 * matrix · matrix a matrix; leading axes are batches and broadcast.
 * @throws when the inner axes differ, naming both shapes and the axis; when the dtypes differ.
 * @example matmul(x, w.T)
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  requireTensor("matmul", a);
  requireTensor("matmul", b);
  const [sa, sb] = [a.array.shape, b.array.shape];
  if (sa.length === 0 || sb.length === 0) throw matmulError(sa, sb);
  if (sa[sa.length - 1] !== sb[sb.length === 1 ? 0 : sb.length - 2]) throw matmulError(sa, sb);
  if (a.dtype !== b.dtype) throw dtypeError("matmul", a.dtype, b.dtype);
  if (!isFloating(a.dtype)) {
    // A kernel for whole numbers is not worth its code: this is exact while the sums stay below 2²⁴.
    throw new TypeError(`matmul: ${a.dtype} matrices are not multiplied. Convert them: x.to("float32").`);
  }
  if (sa.length > 1 && sb.length > 1) return product(a, b);
  const left = sa.length === 1 ? unsqueeze(a, 0) : a;
  const right = sb.length === 1 ? unsqueeze(b, 1) : b;
  const y = product(left, right);
  const shape = y.array.shape.slice();
  if (sb.length === 1) shape.pop();
  if (sa.length === 1) shape.splice(sb.length === 1 ? shape.length - 1 : shape.length - 2, 1);
  const vector = reshapeAs(shape.length === 0 ? "dot" : "mv", y, shape);
  // Nobody else sees the memory of the product.
  vector.isView = false;
  return vector;
}

function requireRank(operation: string, x: Tensor, rank: number, which: string): void {
  requireTensor(operation, x);
  if (x.array.shape.length !== rank) {
    const wanted = rank === 1 ? "a vector" : rank === 2 ? "a matrix" : "a batch of matrices";
    throw new RangeError(
      `${operation}: the ${which} must be ${wanted}, but has shape ${showShape(x.array.shape)}. Use matmul for other ranks.`,
    );
  }
}

/**
 * The product of two matrices; nothing broadcasts.
 * @throws when either is no matrix or they do not fit.
 * @example mm(a, b)
 */
export function mm(a: Tensor, b: Tensor): Tensor {
  requireRank("mm", a, 2, "first");
  requireRank("mm", b, 2, "second");
  return matmul(a, b);
}

/** The product of a matrix and a vector.
 * @throws when they are not, or do not fit.
 * @example mv(A, x) */
export function mv(a: Tensor, x: Tensor): Tensor {
  requireRank("mv", a, 2, "first");
  requireRank("mv", x, 1, "second");
  return matmul(a, x);
}

/**
 * The products of matrices, one for each: (b, n, m) and (b, m, p) give (b, n, p).
 * @throws when one has not three axes, or the batches, the inner axes or the dtypes differ.
 * @example bmm(a, b)
 */
export function bmm(a: Tensor, b: Tensor): Tensor {
  requireRank("bmm", a, 3, "first");
  requireRank("bmm", b, 3, "second");
  const [[batches], [others]] = [a.array.shape, b.array.shape];
  if (batches !== others) {
    throw new RangeError(
      `bmm: ${showShape(a.array.shape)} and ${showShape(b.array.shape)} do not fit: ${batches} ≠ ${others} matrices ` +
        "(axis 0 of both). matmul repeats one matrix for all.",
    );
  }
  return matmul(a, b);
}

/** The inner product of two vectors, a 0-d tensor.
 * @throws when they are not, or differ in length.
 * @example dot(x, y) */
export function dot(a: Tensor, b: Tensor): Tensor {
  requireRank("dot", a, 1, "first");
  requireRank("dot", b, 1, "second");
  return matmul(a, b);
}

/**
 * All products of an element of `a` with one of `b`: shape [n, m] for vectors of n and m.
 * @throws when they are no vectors.
 * @example outer(x, y)
 */
export function outer(a: Tensor, b: Tensor): Tensor {
  requireRank("outer", a, 1, "first");
  requireRank("outer", b, 1, "second");
  return mul(unsqueeze(a, 1), unsqueeze(b, 0));
}

/** Whether `g` is a matrix, and what is made of it needs no graph: then kernels are called without detours. */
function isPlain(g: Tensor): boolean {
  return !context.gradEnabled && g.array.shape.length === 2;
}

function plainProduct(a: NDArray, b: NDArray): Tensor {
  const out = allocate("matmul", a.dtype, [a.shape[0], b.shape[1]]);
  context.backend.matmul(walkable(a), walkable(b), out, null, Activation.none, false);
  return wrap(out);
}

function columnSums(x: NDArray): Tensor {
  const [m, n] = x.shape;
  const out = allocate("sum", x.dtype, [n]);
  const dense = contiguousArray("sum", x);
  context.backend.reduce(Reduce.sum, dense, out, 1, m, n);
  discardCopy(dense, x);
  return wrap(out);
}

/** x · wᵀ + b, in one kernel; the gradients are two products and a column sum. */
const linearOp: Op<null> = {
  name: "linear",
  backward: [
    (g, { saved: [, w] }) =>
      isPlain(g)
        ? plainProduct(g.array, w.array)
        : reshape(matmul(rows(g), w), [...g.array.shape.slice(0, -1), w.array.shape[1]]),
    (g, { saved: [x] }) =>
      isPlain(g) ? plainProduct(transposedMatrix(g.array), x.array) : matmul(transposed(rows(g)), rows(x)),
    (g) => (isPlain(g) ? columnSums(g.array) : sum(rows(g), 0)),
  ],
  examples: () => [
    ...[1, 3, 4, 5, 17].map((n) => example(linear, "F.linear(a, b, c)", [[3, n], [4, n], [4]])),
    example(linear, "F.linear(a, b, c)", [[5, 3], [17, 3], [17]]),
    example(linear, "F.linear(a, b, c)", [[2, 3, 4], [5, 4], [5]]),
    example(linear, "F.linear(a, b, c)", [[4], [5, 4], [5]]),
    example(linear, "F.linear(a, b, c)", [[0, 4], [5, 4], [5]]),
    example((x, w) => linear(x, w), "F.linear(a, b)", [
      [3, 4],
      [5, 4],
    ]),
  ],
};

function checkAffine(x: Tensor, weight: Tensor): void {
  const [sx, sw] = [x.array.shape, weight.array.shape];
  if (sx.length === 0 || sw.length !== 2 || sx[sx.length - 1] !== sw[1]) {
    throw new RangeError(
      `linear: ${showShape(sx)} does not fit a layer of ${sw[1]} inputs and ${sw[0]} outputs: ` +
        `${sx[sx.length - 1] ?? "no axis"} ≠ ${sw[1]} (last axis of the input). ` +
        "Flatten the input first, or change the layer's number of inputs.",
    );
  }
  if (x.dtype !== weight.dtype) throw dtypeError("linear", x.dtype, weight.dtype);
}

/** activation(x · wᵀ + b), in one kernel. */
function affine(x: Tensor, weight: Tensor, bias: Tensor | null, activation: ActivationCode): Tensor {
  const [{ shape }, outputs] = [x.array, weight.array.shape[0]];
  const out = allocate(
    "linear",
    x.dtype,
    shape.length === 2 ? [shape[0], outputs] : [...shape.slice(0, -1), outputs],
  );
  const offsets = bias ? contiguousArray("linear", bias.array) : null;
  const columns = walkable(transposedMatrix(weight.array));
  context.backend.matmul(flatRows(x.array), columns, flatRows(out), offsets, activation, false);
  return wrap(out);
}

/** The record of x · wᵀ + b; null when none is wanted. */
function affineNode(x: Tensor, weight: Tensor, bias: Tensor | null): Node<null> | null {
  if (!tracked2(x, weight) && !(bias?.requiresGrad && context.gradEnabled)) return null;
  const kept = [weight.requiresGrad ? x : null, x.requiresGrad ? weight : null];
  const inputs = bias ? [nodeOf(x), nodeOf(weight), nodeOf(bias)] : [nodeOf(x), nodeOf(weight)];
  return new Node(linearOp, inputs, kept, null, null);
}

/** Whether there is one offset for each output: others are broadcast, which the kernel does not. */
function isOffsets(bias: Tensor | null | undefined, weight: Tensor): boolean {
  return !bias || (bias.array.shape.length === 1 && bias.array.shape[0] === weight.array.shape[0]);
}

/**
 * The affine map of a layer: x · wᵀ + b for x [..., in], w [out, in] and, when given, b [out].
 * @throws when the number of features does not fit.
 * @example linear(x, weight, bias)
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkAffine(x, weight);
  if (bias && !isOffsets(bias, weight)) return add(matmul(x, transposed(weight)), bias);
  const y = affine(x, weight, bias, Activation.none);
  const node = affineNode(x, weight, bias);
  if (node) {
    y.requiresGrad = true;
    y.node = node as Node;
    if (isSmall(y)) node.output = y;
  }
  return y;
}

/**
 * `linear` and an activation function after it, in one kernel. The graph is the one that the two would have left,
 * but that the activation's input was never in memory.
 * @param activation a function whose gradient needs its output alone
 */
export function linearThen(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  activation: { code: ActivationCode; op: UnaryOp },
): Tensor {
  checkAffine(x, weight);
  const y = affine(x, weight, bias, activation.code);
  const node = affineNode(x, weight, bias);
  if (node) {
    y.requiresGrad = true;
    y.node = new Node(activation.op, [node as Node], [y], noParams, null) as Node;
    if (isSmall(y)) y.node.output = y;
  }
  return y;
}

/** The rows of the table. */
export const matmulOps: readonly Row[] = [matmulOp, linearOp];
