/** Determinants, and solutions of linear equations, by the factors of matrices that the backend finds. */
import { allocate, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { type DType, elementsOf, type NDArray, viewOf } from "../../core/ndarray.ts";
import { type Shape, sizeOf, stridesOf } from "../../core/shape.ts";
import { say } from "../../payload/say.ts";

interface Factors {
  /** L and U of each matrix: shape (count, n, n). */
  readonly lu: NDArray;
  /** Where their rows come from: shape (count, n). */
  readonly order: NDArray;
  /** Of each matrix: the product of the diagonal of U, and of the sign of the permutation. */
  readonly determinants: Float64Array;
}

/** A copy in float64, seen with `shape`. */
function copyOf(operation: string, x: NDArray, shape: Shape): NDArray {
  const out = allocate(operation, "float64", x.shape);
  context.backend.copy(x, out);
  return viewOf(out, shape, stridesOf(shape), 0);
}

/** The numbers of `x`, which goes, as a new array of `dtype` and `shape`. */
function finished(operation: string, x: NDArray, dtype: DType, shape: Shape): NDArray {
  const seen = viewOf(x, shape, stridesOf(shape), 0);
  if (dtype === "float64") return seen;
  const out = allocate(operation, dtype, shape);
  context.backend.copy(seen, out);
  release(x.storage);
  return out;
}

/** What `use` makes of the factors of square matrices (…, n, n). */
function withFactors<T>(operation: string, a: NDArray, use: (factors: Factors) => T): T {
  const n = a.shape[a.shape.length - 1];
  const count = sizeOf(a.shape.slice(0, -2));
  const lu = copyOf(operation, a, [count, n, n]);
  const order = allocate(operation, "int32", [count, n]);
  const signs = allocate(operation, "int32", [count]);
  context.backend.factorise(lu, order, signs);
  const determinants = Float64Array.from(elementsOf(signs));
  const values = elementsOf(lu);
  for (let k = 0; k < count; k++) {
    let product = determinants[k];
    for (let i = 0; i < n; i++) product *= values[k * n * n + i * (n + 1)];
    determinants[k] = product;
  }
  try {
    return use({ lu, order, determinants });
  } finally {
    for (const { storage } of [lu, order, signs]) release(storage);
  }
}

/** The determinants of square matrices (…, n, n): shape (…). */
export function determinantsOf(operation: string, a: NDArray): NDArray {
  const out = allocate(operation, a.dtype, a.shape.slice(0, -2));
  withFactors(operation, a, ({ determinants }) => elementsOf(out).set(determinants));
  return out;
}

/** Whether one of the matrices has a 0 on the diagonal of U. Products of other numbers may be 0 as well. */
function isSingular({ lu, determinants }: Factors): boolean {
  const n = lu.shape[2];
  const values = elementsOf(lu);
  return determinants.some((determinant, k) => {
    if (determinant !== 0 && !Number.isNaN(determinant)) return false;
    for (let i = 0; i < n; i++) if (values[k * n * n + i * (n + 1)] === 0) return true;
    return false;
  });
}

/** Unit matrices whose rows are in the order of the factors. */
function permutations(operation: string, order: NDArray): NDArray {
  const [count, n] = order.shape;
  const out = allocate(operation, "float64", [count, n, n]);
  context.backend.fill(out, 0);
  const data = elementsOf(out);
  elementsOf(order).forEach((from, i) => (data[i * n + from] = 1));
  return out;
}

/** The rows of (…, n, m) in the order of the factors, matrix by matrix. */
function inOrder(operation: string, b: NDArray, order: NDArray): NDArray {
  const [count, n] = order.shape;
  const shape = [count, n, b.shape[b.shape.length - 1]];
  const given = copyOf(operation, b, shape);
  if (given.size === 0) return given;
  const out = allocate(operation, "float64", shape);
  const places = allocate(operation, "int32", [count * n]);
  const rows = elementsOf(places);
  elementsOf(order).forEach((from, i) => (rows[i] = i - (i % n) + from));
  context.backend.take(given, places, out, shape[2], 1);
  for (const { storage } of [given, places]) release(storage);
  return out;
}

/**
 * X with A·X = B, of matrices (…, n, n) and right sides (…, n, m) of the same leading axes; without B, the inverses.
 * @throws when a matrix is singular
 */
export function solved(operation: string, a: NDArray, b: NDArray | null): NDArray {
  return withFactors(operation, a, (factors) => {
    if (isSingular(factors)) {
      throw new Error(say`${operation}: the matrix is singular, so that there is no solution.`);
    }
    const x = b === null ? permutations(operation, factors.order) : inOrder(operation, b, factors.order);
    context.backend.solveFactors(factors.lu, x);
    return finished(operation, x, a.dtype, (b ?? a).shape);
  });
}
