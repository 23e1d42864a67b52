/** Matrix products. Gradients are matrix products of transposed views; nothing larger is ever made. */
import { Activation } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { dtypeError, matmulError } from "../../core/errors.ts";
import type { NDArray } from "../../core/ndarray.ts";
import { broadcastShapes, type Shape, showShape, sizeOf } from "../../core/shape.ts";
import { method, methods, type Methods, Tensor } from "../../core/tensor.ts";
import { mul } from "../elementwise/binary.ts";
import { allocate, contiguousArray } from "../../core/allocate.ts";
import type { Op } from "../../core/node.ts";
import { record2, requireTensor, tracked2 } from "../../core/record.ts";
import { say } from "../../payload/say.ts";
import { sumTo } from "../reduce/sumTo.ts";
import { unshared } from "../shape/viewed.ts";
import { reshape, reshapeAs, transposed, unsqueeze } from "../shape/views.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<
    typeof import("./matmul.ts"),
    "matmul" | "mm" | "mv" | "bmm" | "dot" | "outer"
  > {}
}

interface ProductParams {
  readonly a: Shape;
  readonly b: Shape;
}

/** Of rank 2 or more on both sides. */
const matmulOp: Op<ProductParams> = {
  name: "matmul",
  node: ({ params: { a, b } }) => (a.length === 2 && b.length === 2 ? "MmBackward0" : "BmmBackward0"),
  backward: [
    (g, { saved: [, b], params }) => sumTo(product(g, transposed(b)), params.a),
    (g, { saved: [a], params }) =>
      params.b.length === 2 && params.a.length > 2
        ? product(transposed(rows(a)), rows(g)) // One product over all batches, not one per batch to be summed.
        : sumTo(product(transposed(a), g), params.b),
  ],
};

/** `x` with all leading axes joined into one. */
export function rows(x: Tensor): Tensor {
  const { shape } = x.array;
  return shape.length === 2 ? x : reshape(x, [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]]);
}

/** A view whose last two axes a kernel can walk, or a row-major copy. */
export function walkable(x: NDArray): NDArray {
  const rank = x.shape.length;
  const { shape, strides } = x;
  const rowMajor = strides[rank - 1] === 1 || shape[rank - 1] <= 1;
  const columnMajor = strides[rank - 2] === 1 || shape[rank - 2] <= 1;
  return rowMajor || columnMajor ? x : contiguousArray("matmul", x);
}

function productShape(a: Shape, b: Shape): Shape {
  const m = a[a.length - 2];
  const n = b[b.length - 1];
  if (a.length === 2 && b.length === 2) return [m, n];
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  if (!batch) {
    throw new RangeError(
      say`matmul: the leading axes of ${showShape(a)} and ${showShape(b)} do not broadcast.`,
    );
  }
  return [...batch, m, n];
}

/** The product of two tensors of rank 2 or more, whose inner axes fit. */
function product(a: Tensor, b: Tensor): Tensor {
  const out = allocate("matmul", a.dtype, productShape(a.array.shape, b.array.shape));
  context.backend.matmul(walkable(a.array), walkable(b.array), out, null, Activation.none, false);
  const y = new Tensor(out);
  if (!tracked2(a, b)) return y;
  const kept = [b.requiresGrad ? a : null, a.requiresGrad ? b : null];
  return record2(matmulOp, y, a, b, kept, { a: a.array.shape, b: b.array.shape });
}

/** The matrix product, by rank as in PyTorch: vector · vector is a 0-d tensor, matrix · vector a vector,
 * matrix · matrix a matrix; leading axes are batches and broadcast. Sums of whole numbers wrap around at 2^32.
 * @throws when the inner axes differ, naming both shapes and the axis; when the dtypes differ.
 * @example x.matmul(w.T) */
export function matmul(a: Tensor, b: Tensor): Tensor {
  requireTensor("matmul", a);
  requireTensor("matmul", b);
  const sa = a.array.shape;
  const sb = b.array.shape;
  if (sa.length === 0 || sb.length === 0) throw matmulError(sa, sb);
  if (sa[sa.length - 1] !== sb[sb.length === 1 ? 0 : sb.length - 2]) throw matmulError(sa, sb);
  if (a.dtype !== b.dtype) throw dtypeError("matmul", a.dtype, b.dtype);
  if (a.dtype === "bool") {
    throw new TypeError(say`matmul: ${a.dtype} matrices are not multiplied. Convert them: x.to("float32").`);
  }
  if (sa.length > 1 && sb.length > 1) return product(a, b);
  const left = sa.length === 1 ? unsqueeze(a, 0) : a;
  const right = sb.length === 1 ? unsqueeze(b, 1) : b;
  const y = product(left, right);
  const shape = y.array.shape.slice();
  if (sb.length === 1) shape.pop();
  if (sa.length === 1) shape.splice(sb.length === 1 ? shape.length - 1 : shape.length - 2, 1);
  return unshared(reshapeAs(shape.length === 0 ? "dot" : "mv", y, shape));
}

function requireRank(operation: string, x: Tensor, rank: number, which: "first" | "second"): void {
  requireTensor(operation, x);
  if (x.array.shape.length !== rank) {
    const wanted = rank === 1 ? say`a vector` : rank === 2 ? say`a matrix` : say`a batch of matrices`;
    const shape = showShape(x.array.shape);
    throw new RangeError(
      which === "first"
        ? say`${operation}: the first must be ${wanted}, but has shape ${shape}. Use matmul for other ranks.`
        : say`${operation}: the second must be ${wanted}, but has shape ${shape}. Use matmul for other ranks.`,
    );
  }
}

/** The product of two matrices; nothing broadcasts.
 * @throws when either is no matrix or they do not fit.
 * @example a.mm(b) */
export function mm(a: Tensor, b: Tensor): Tensor {
  requireRank("mm", a, 2, "first");
  requireRank("mm", b, 2, "second");
  return matmul(a, b);
}

/** The product of a matrix and a vector.
 * @throws when they are not, or do not fit.
 * @example a.mv(x) */
export function mv(a: Tensor, x: Tensor): Tensor {
  requireRank("mv", a, 2, "first");
  requireRank("mv", x, 1, "second");
  return matmul(a, x);
}

/** The products of matrices, one for each: (b, n, m) and (b, m, p) give (b, n, p).
 * @throws when one has not three axes, or the batches, the inner axes or the dtypes differ.
 * @example a.bmm(b) */
export function bmm(a: Tensor, b: Tensor): Tensor {
  requireRank("bmm", a, 3, "first");
  requireRank("bmm", b, 3, "second");
  const [[batches], [others]] = [a.array.shape, b.array.shape];
  if (batches !== others) {
    throw new RangeError(
      say`bmm: ${showShape(a.array.shape)} and ${showShape(b.array.shape)} do not fit: ${batches} ≠ ${others}
        matrices (axis 0 of both). matmul repeats one matrix for all.`,
    );
  }
  return matmul(a, b);
}

/** The inner product of two vectors, a 0-d tensor.
 * @throws when they are not, or differ in length.
 * @example x.dot(y) */
export function dot(a: Tensor, b: Tensor): Tensor {
  requireRank("dot", a, 1, "first");
  requireRank("dot", b, 1, "second");
  return matmul(a, b);
}

/** All products of an element of `a` with one of `b`: shape [n, m] for vectors of n and m.
 * @throws when they are no vectors.
 * @example x.outer(y) */
export function outer(a: Tensor, b: Tensor): Tensor {
  requireRank("outer", a, 1, "first");
  requireRank("outer", b, 1, "second");
  return mul(unsqueeze(a, 1), unsqueeze(b, 0));
}

method("matmul", function (other) {
  return matmul(this, other);
});
methods({ mm, mv, bmm, dot, outer });
