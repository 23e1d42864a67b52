/** What a check of one of a backend's kernels is, and the arrays that it works on. */
import { type DType, fromStorage, type NDArray, viewOf } from "../../core/ndarray.ts";
import { type Shape, sizeOf } from "../../core/shape.ts";
import type { Backend } from "../backend.ts";

/** A backend, and arrays of its own whose values are the same on every backend. */
export interface Samples {
  backend: Backend;
  /** Of whole numbers for int32; the dtype is float32 by default, the largest number about 3, or 30. */
  floats: (shape: Shape, seed?: number, dtype?: DType, most?: number) => NDArray;
  ints: (values: number[], shape?: number[]) => NDArray;
  bools: (length: number) => NDArray;
  /** Whole and broken numbers, negative ones and 0 among them. */
  of: (dtype: DType, shape: Shape) => NDArray;
  /** Gives the memory of all arrays back. */
  release: () => void;
}

/**
 * What a kernel's work gives; the same on every backend that computes rightly. Those with names of kernels are for
 * when one of them is first wanted, all others for the start.
 */
export type Check = [
  method: keyof Backend,
  run: (b: Samples) => NDArray[],
  kernels?: readonly string[] | undefined,
];

/** What the names of kernels end in. */
export const suffixes: Readonly<Record<DType, string>> = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  bool: "U8",
};

export const dtypes: readonly DType[] = ["float32", "float64", "int32", "bool"];

/** A length that reaches the main loop of a kernel and its tail. */
export const N = 37;

/** Arrays in the memory of `backend`. */
export function samplesOn(backend: Backend): Samples {
  const made: NDArray["storage"][] = [];
  const make = (values: ArrayLike<number>, shape: Shape, dtype: NDArray["dtype"]): NDArray => {
    const storage = backend.allocate(dtype, sizeOf(shape), "temporary");
    storage.data.set(values);
    made.push(storage);
    return fromStorage(storage, shape);
  };
  return {
    backend,
    floats(shape, seed = 1, dtype = "float32", most = dtype === "int32" ? 30 : 3) {
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(seed + 1.7 * i) * most);
      return make(values, shape, dtype);
    },
    ints: (values, shape = [values.length]) => make(values, shape, "int32"),
    bools: (length) =>
      make(
        Array.from({ length }, (_, i) => i % 3 && 1),
        [length],
        "bool",
      ),
    of: (dtype, shape) => {
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7) % 11) * 0.75 - 3);
      return make(dtype === "bool" ? values.map((x) => Number(x > 0)) : values, shape, dtype);
    },
    release() {
      for (const storage of made.splice(0)) backend.release(storage);
    },
  };
}

/** A view of the matrix with its axes exchanged. */
export function transposed(x: NDArray): NDArray {
  const [rows, columns] = x.shape;
  return viewOf(x, [columns, rows], [1, columns], 0);
}
