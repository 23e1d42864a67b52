/** Small dense linear algebra, PyTorch's `torch.linalg`: matrices in the last two axes, calculated in float64. */
import { allocate, release } from "../../core/allocate.ts";
import { dtypeError } from "../../core/errors.ts";
import { elementsOf, isFloating } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { checkOptions } from "../../core/options.ts";
import { record, record2, requireTensor, tracked, tracked2 } from "../../core/record.ts";
import { broadcastShapes, type Shape, showShape } from "../../core/shape.ts";
import { methods, Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { eye } from "../create/create.ts";
import { add, div, mul, sub } from "../elementwise/binary.ts";
import { matmul } from "../products/matmul.ts";
import { sumTo } from "../reduce/sumTo.ts";
import { tril } from "../shape/rearrange.ts";
import { cat } from "../shape/join.ts";
import { expand, narrow, squeeze, transpose, unsqueeze } from "../shape/views.ts";
import { determinantsOf, solved } from "./factors.ts";
import { type Matrix, matrix, orthogonalise, singularValues, symmetricEigen } from "./matrices.ts";

declare module "../../core/tensor.ts" {
  interface Tensor {
    /** The inverse of a square matrix.
     * @throws when there is none.
     * @example a.inverse() */
    inverse(): Tensor;
    /** The determinant of a square matrix.
     * @example a.det() */
    det(): Tensor;
  }
}

const turned = (x: Tensor): Tensor => transpose(x, -2, -1);

function requireMatrices(operation: string, x: Tensor, square: boolean): void {
  requireTensor(operation, x);
  const { shape } = x.array;
  if (!isFloating(x.dtype)) {
    throw new TypeError(say`${operation}: ${x.dtype} matrices are not taken. Convert them: x.to("float32").`);
  }
  const [rows, columns] = shape.slice(-2);
  if (shape.length < 2 || (square && rows !== columns)) {
    throw new RangeError(
      square
        ? say`${operation}: a square matrix is expected, but the shape is ${showShape(shape)}.`
        : say`${operation}: a matrix is expected, but the shape is ${showShape(shape)}.`,
    );
  }
}

/** The matrices of the last two axes. */
function* matricesIn(x: Tensor): Generator<Matrix> {
  const [rows, columns] = x.array.shape.slice(-2);
  const values = new Float64Array(x.toTypedArray());
  const size = rows * columns;
  const count = x.array.shape.slice(0, -2).reduce((a, b) => a * b, 1);
  if (count === 1) yield matrix(rows, columns, values);
  else for (let i = 0; i < count; i++) yield matrix(rows, columns, values.slice(i * size, (i + 1) * size));
}

/** For each matrix of `x`, what `compute` makes of it, joined in tensors of the leading axes and `shapes`. */
function ofEach(
  operation: string,
  x: Tensor,
  shapes: readonly Shape[],
  compute: (a: Matrix) => readonly Float64Array[],
): Tensor[] {
  const batch = x.array.shape.slice(0, -2);
  const outs = shapes.map((shape) => allocate(operation, x.dtype, [...batch, ...shape]));
  const data = outs.map(elementsOf);
  const starts = outs.map(() => 0);
  for (const a of matricesIn(x)) {
    for (const [i, part] of compute(a).entries()) {
      data[i].set(part, starts[i]);
      starts[i] += part.length;
    }
  }
  return outs.map((out) => new Tensor(out));
}

const invOp: Op<null> = {
  name: "linalgInv",
  node: "LinalgInvExBackward0",
  backward: [(g, { saved: [y] }) => matmul(matmul(turned(y), g), turned(y)).neg()],
};

/** The inverses of square matrices (…, n, n).
 * @throws when a matrix is singular or not square
 * @example linalg.inv(a) */
export function inv(x: Tensor): Tensor {
  requireMatrices("inverse", x, true);
  const y = new Tensor(solved("inverse", x.array, null));
  return tracked(x) ? record(invOp, y, x, [y], null) : y;
}

/** det′ = det·A⁻ᵀ; of a singular matrix the cofactors, from A with each row replaced. */
const detOp: Op<null> = {
  name: "linalgDet",
  node: "LinalgDetBackward0",
  backward: [
    (g, { saved: [x, y] }) => {
      const scaled = (cofactors: Tensor): Tensor => mul(unsqueeze(unsqueeze(g, -1), -1), cofactors);
      if (y.toTypedArray().every((value) => value !== 0)) {
        return scaled(mul(unsqueeze(unsqueeze(y, -1), -1), turned(inv(x))));
      }
      return scaled(cofactorsOf(x));
    },
  ],
};

function cofactorsOf(x: Tensor): Tensor {
  const n = x.array.shape[x.array.shape.length - 1];
  const [out] = ofEach("det", x, [[n, n]], (a) => {
    const cofactors = new Float64Array(n * n);
    const replaced = allocate("det", "float64", [n, n, n]);
    const data = elementsOf(replaced);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const start = j * n * n;
        data.set(a.data, start);
        data.fill(0, start + i * n, start + (i + 1) * n);
        data[start + i * n + j] = 1;
      }
      const row = determinantsOf("det", replaced);
      cofactors.set(elementsOf(row), i * n);
      release(row.storage);
    }
    release(replaced.storage);
    return [cofactors];
  });
  return out;
}

/** The determinants of square matrices (…, n, n): shape (…).
 * @throws when a matrix is not square
 * @example linalg.det(a) */
export function det(x: Tensor): Tensor {
  requireMatrices("det", x, true);
  const y = new Tensor(determinantsOf("det", x.array));
  return tracked(x) ? record(detOp, y, x, [x, y], null) : y;
}

const solveOp: Op<{ readonly a: Shape; readonly b: Shape }> = {
  name: "linalgSolve",
  node: "LinalgSolveExBackward0",
  backward: [
    (g, { saved: [a, x], params }) => sumTo(matmul(solve(turned(a), g), turned(x)).neg(), params.a),
    (g, { saved: [a], params }) => sumTo(solve(turned(a), g), params.b),
  ],
};

/** x with A·x = b, of square matrices (…, n, n) and right sides (…, n, k), or (n,) for one vector; leading axes broadcast.
 * @throws when a matrix is singular or the shapes do not fit
 * @example linalg.solve(a, b) */
export function solve(a: Tensor, b: Tensor): Tensor {
  requireMatrices("solve", a, true);
  requireTensor("solve", b);
  if (a.dtype !== b.dtype) throw dtypeError("solve", a.dtype, b.dtype);
  const [sa, sb] = [a.array.shape, b.array.shape];
  const n = sa[sa.length - 1];
  // PyTorch's rule: a batch of vectors has the shape of the matrices but for the last axis.
  const isVector = sb.length === 1 || (sa.length - 1 === sb.length && sb.every((size, i) => size === sa[i]));
  if (isVector) return squeeze(solve(a, unsqueeze(b, -1)), -1);
  const batch = broadcastShapes(sa.slice(0, -2), sb.slice(0, -2));
  if (sb[sb.length - 2] !== n || batch === null) {
    throw new RangeError(say`solve: matrices ${showShape(sa)} and right sides ${showShape(sb)} do not fit.`);
  }
  const k = sb[sb.length - 1];
  const x = new Tensor(solved("solve", expand(a, [...batch, n, n]).array, expand(b, [...batch, n, k]).array));
  return tracked2(a, b) ? record2(solveOp, x, a, b, [a, x], { a: sa, b: sb }) : x;
}

/** A part that has no gradient here: an error when one is asked for, not a wrong number. */
function withoutGradient(name: string, part: string): Op<null> {
  return {
    name,
    backward: [
      () => {
        throw new Error(say`${name}: the gradient by ${part} is not there; detach() the input.`);
      },
    ],
  };
}

/**
 * A = Q·R with orthonormal columns Q and an upper triangle R, as LAPACK signs them.
 * @param options mode: `complete` for a square Q; default `reduced`
 * @throws for fewer than 2 axes
 * @example const [q, r] = linalg.qr(a)
 */
export function qr(x: Tensor, options: { mode?: "reduced" | "complete" } = {}): [q: Tensor, r: Tensor] {
  requireMatrices("qr", x, false);
  checkOptions("qr", options, { mode: 1 });
  const { mode = "reduced" } = options;
  if (mode !== "reduced" && (mode as string) !== "complete") {
    throw new RangeError(say`qr: mode is ${JSON.stringify(mode)}; use "reduced" or "complete".`);
  }
  const [m, n] = x.array.shape.slice(-2);
  if (m < n && tracked(x)) {
    const [q, r] = qr(narrow(x, -1, 0, m));
    return [q, cat([r, matmul(turned(q), narrow(x, -1, m, n - m))], -1)];
  }
  const width = (mode as string) === "complete" ? m : Math.min(m, n);
  const shapes = [
    [m, width],
    [width, n],
  ];
  const [q, r] = ofEach("qr", x, shapes, (a) => {
    const parts = orthogonalise(a, (mode as string) === "complete");
    return parts.map(({ data }) => data);
  });
  if (!tracked(x)) return [q, r];
  if (width !== n) {
    const op = withoutGradient("qr", say`Q and R with a complete Q`);
    return [record(op, q, x, null, null), record(op, r, x, null, null)];
  }
  return [record(qOp, q, x, [q, r], null), record(rOp, r, x, [q, r], null)];
}

/** Of Q and of R alone: gA = (g + Q·copyltu(M))·R⁻ᵀ with M = R·gRᵀ − gQᵀ·Q (Walter and Lehmann 2018). */
const qOp: Op<null> = {
  name: "linalgQr",
  node: "LinalgQrBackward0",
  backward: [
    (g, { saved: [q, r] }) => qrSlope(add(g, matmul(q, symmetricOfLower(matmul(turned(g), q).neg()))), r),
  ],
};
const rOp: Op<null> = {
  name: "linalgQr",
  node: "LinalgQrBackward0",
  backward: [(g, { saved: [q, r] }) => qrSlope(matmul(q, symmetricOfLower(matmul(r, turned(g)))), r)],
};

const qrSlope = (inner: Tensor, r: Tensor): Tensor => turned(solve(r, turned(inner)));

/** The symmetric matrix with the lower triangle of `x`. */
function symmetricOfLower(x: Tensor): Tensor {
  return add(tril(x), turned(tril(x, -1)));
}

const eigenvaluesOp: Op<null> = {
  name: "linalgEigh",
  node: "LinalgEighBackward0",
  backward: [(g, { saved: [v] }) => matmul(mul(v, unsqueeze(g, -2)), turned(v))],
};

const eigenvectorsOp: Op<null> = {
  name: "linalgEigh",
  node: "LinalgEighBackward0",
  backward: [
    (g, { saved: [values, v] }) => {
      const n = v.array.shape[v.array.shape.length - 1];
      const unit = eye(n, { dtype: v.dtype });
      const gaps = add(sub(unsqueeze(values, -2), unsqueeze(values, -1)), unit);
      const inner = mul(div(matmul(turned(v), g), gaps), sub(1, unit));
      return matmul(matmul(v, inner), turned(v));
    },
  ],
};

/** Eigenvalues in ascending order, (…, n), and eigenvectors, the columns of (…, n, n), of symmetric matrices, of which the
 * lower triangle is read. An eigenvector may have either sign.
 * @throws when a matrix is not square
 * @example const [values, vectors] = linalg.eigh(a) */
export function eigh(x: Tensor): [values: Tensor, vectors: Tensor] {
  requireMatrices("eigh", x, true);
  const n = x.array.shape[x.array.shape.length - 1];
  const [values, vectors] = ofEach("eigh", x, [[n], [n, n]], (a) => {
    const [s, v] = symmetricEigen(a);
    return [s, v.data];
  });
  if (!tracked(x)) return [values, vectors];
  return [
    record(eigenvaluesOp, values, x, [vectors], null),
    record(eigenvectorsOp, vectors, x, [values, vectors], null),
  ];
}

const singularValuesOp: Op<null> = {
  name: "linalgSvd",
  node: "LinalgSvdBackward0",
  backward: [(g, { saved: [u, vt] }) => matmul(mul(u, unsqueeze(g, -2)), vt)],
};

/**
 * A = U·diag(S)·Vᵀ: U with orthonormal columns, singular values S in descending order, and Vᵀ. A pair of a column of U and
 * a row of Vᵀ may have either sign. The gradient is that by S; there is none by U and Vᵀ.
 * @param options fullMatrices: square U and Vᵀ instead of thin ones; default true
 * @throws for fewer than 2 axes
 * @example const [u, s, vt] = linalg.svd(a, { fullMatrices: false })
 */
export function svd(x: Tensor, options: { fullMatrices?: boolean } = {}): [u: Tensor, s: Tensor, vt: Tensor] {
  requireMatrices("svd", x, false);
  checkOptions("svd", options, { fullMatrices: 1 });
  const { fullMatrices = true } = options;
  const [m, n] = x.array.shape.slice(-2);
  const k = Math.min(m, n);
  const [rows, columns] = fullMatrices ? [m, n] : [k, k];
  const shapes = [[m, rows], [k], [columns, n]];
  const [u, s, vt] = ofEach("svd", x, shapes, (a) => {
    const [left, values, right] = singularValues(padded(a, fullMatrices));
    return [cropped(left, m, rows), values.slice(0, k), cropped(right, columns, n)];
  });
  if (!tracked(x)) return [u, s, vt];
  const none = withoutGradient("svd", say`U and Vᵀ`);
  record(none, u, x, null, null);
  record(none, vt, x, null, null);
  const kept = [narrow(u, -1, 0, k), narrow(vt, -2, 0, k)];
  return [u, record(singularValuesOp, s, x, kept, null), vt];
}

/** A square matrix with rows or columns of zeros behind, whose U and Vᵀ are square. */
function padded(a: Matrix, full: boolean): Matrix {
  const { rows, columns } = a;
  if (!full || rows === columns) return a;
  const n = Math.max(rows, columns);
  const out = matrix(n, n);
  for (let i = 0; i < rows; i++) {
    out.data.set(a.data.subarray(i * columns, (i + 1) * columns), i * n);
  }
  return out;
}

/** The first rows and columns. */
function cropped(a: Matrix, rows: number, columns: number): Float64Array {
  if (a.rows === rows && a.columns === columns) return a.data;
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    out.set(a.data.subarray(i * a.columns, i * a.columns + columns), i * columns);
  }
  return out;
}

methods({ inverse: inv, det });
