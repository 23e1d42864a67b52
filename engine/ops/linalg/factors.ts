/** Determinants, and solutions of linear equations, by the factors of a matrix that the backend finds. */
import { allocate, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import { say } from "../../payload/say.ts";
import type { Matrix } from "./matrices.ts";

interface Factors {
  readonly lu: NDArray;
  readonly order: NDArray;
  /** Product of the diagonal of U, and of the sign of the permutation. */
  readonly determinant: number;
  /** Whether there is a 0 on the diagonal. */
  readonly singular: boolean;
}

/** What `use` makes of the factors of a square matrix. */
function withFactors<T>(operation: string, a: Matrix, use: (factors: Factors) => T): T {
  const n = a.rows;
  const lu = allocate(operation, "float64", [n, n]);
  const order = allocate(operation, "int32", [n]);
  elementsOf(lu).set(a.data);
  let determinant = context.backend.factorise(lu, order);
  let singular = false;
  const values = elementsOf(lu);
  for (let i = 0; i < n; i++) {
    const pivot = values[i * (n + 1)];
    determinant *= pivot;
    if (pivot === 0) singular = true;
  }
  const result = use({ lu, order, determinant, singular });
  release(lu.storage);
  release(order.storage);
  return result;
}

export function determinantOf(a: Matrix): number {
  return withFactors("det", a, ({ determinant }) => determinant);
}

/** X with A·X = B. @throws when A is singular */
export function solved(operation: string, a: Matrix, b: Matrix): Float64Array {
  return withFactors(operation, a, ({ lu, order, singular }) => {
    if (singular) {
      throw new Error(say`${operation}: the matrix is singular, so that there is no solution.`);
    }
    const x = allocate(operation, "float64", [b.rows, b.columns]);
    const rows = elementsOf(x);
    elementsOf(order).forEach((from, i) => {
      rows.set(b.data.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
    });
    context.backend.solveFactors(lu, x);
    const result = elementsOf(x).slice() as Float64Array;
    release(x.storage);
    return result;
  });
}
