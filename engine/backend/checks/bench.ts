/** What a check of one of a backend's kernels is, and the arrays that it works on. */
import { fromStorage, type NDArray, viewOf } from "../../ndarray.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import type { Backend } from "../backend.ts";

/** A backend, and arrays of its own whose values are the same on every backend. */
export interface Bench {
  backend: Backend;
  floats: (shape: Shape, seed?: number) => NDArray;
  ints: (values: number[]) => NDArray;
  bools: (length: number) => NDArray;
}

/** A kernel, and what its work gives; the same on every backend that computes rightly. */
export type Check = [method: keyof Backend, run: (b: Bench) => NDArray[]];

/** A length that reaches the main loop of a kernel and its tail. */
export const N = 37;

/** Arrays in the memory of `backend`. */
export function bench(backend: Backend): Bench {
  const make = (values: ArrayLike<number>, shape: Shape, dtype: NDArray["dtype"]): NDArray => {
    const storage = backend.allocate(dtype, sizeOf(shape), "temporary");
    storage.data.set(values);
    return fromStorage(storage, shape);
  };
  return {
    backend,
    floats(shape, seed = 1) {
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(seed + 1.7 * i) * 3);
      return make(values, shape, "float32");
    },
    ints: (values) => make(values, [values.length], "int32"),
    bools: (length) =>
      make(
        Array.from({ length }, (_, i) => i % 3 && 1),
        [length],
        "bool",
      ),
  };
}

/** A view of the matrix with its axes exchanged. */
export function transposed(x: NDArray): NDArray {
  const [rows, columns] = x.shape;
  return viewOf(x, [columns, rows], [1, columns], 0);
}
