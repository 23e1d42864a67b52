/** The element-wise kernels by dtype and code; where there is none, the JS backend does it. */
import type { DType } from "../../core/ndarray.ts";
import { binary, unaries } from "../../table/index.ts";
import { PairLoss } from "../backend.ts";
import { type ByDType, byDType } from "./typedKernels.ts";
import type { Kernels } from "./wasmKernels.ts";

export type Call = (...args: number[]) => void;
type Rows = (dst: number, full: number, small: number, rows: number, cols: number, scratch: number) => void;

/** One operand is stretched: along the rows, or along the columns, of the other. */
export interface Broadcasting {
  row: Rows;
  column: Rows;
}

export interface BinaryKernels {
  both: (dst: number, a: number, b: number, n: number, scratch: number) => void;
  /** array op number, number op array */
  number: (dst: number, a: number, value: number, n: number, scratch: number) => void;
  fromNumber: (dst: number, a: number, value: number, n: number, scratch: number) => void;
  /** The first operand, or the second, has the shape of the result. */
  first: Broadcasting;
  second: Broadcasting;
}

export interface LossKernels {
  each: Call;
  total: Call;
  gradient: Call;
}

/** Comparisons and choices, and sums with a factor, where there are any. */
export interface PairKernels {
  compare: Call;
  compareNumber: Call;
  where: Call;
  axpy: Call | undefined;
}

type Codes<K> = ByDType<readonly (K | null)[]>;

const dtypes: readonly DType[] = ["float32", "float64", "int32", "bool"];

/** What `of` makes for each dtype of a kernel by each of the names. */
function byCode<K>(
  kernels: Kernels,
  names: readonly string[],
  of: (kernel: (form: string) => Call | undefined) => K | null,
): Codes<K> {
  const each = (dtype: DType): (K | null)[] =>
    names.map((name) => of((form) => byDType(kernels, name + form)[dtype]));
  const [float32, float64, int32, bool] = dtypes.map(each);
  return { float32, float64, int32, bool };
}

export const unaryKernels = (kernels: Kernels): Codes<Call> =>
  byCode(kernels, Object.keys(unaries), (kernel) => kernel("") ?? null);

export const gradientKernels = (kernels: Kernels): Codes<Call> =>
  byCode(kernels, Object.keys(unaries), (kernel) => kernel("Grad") ?? null);

export const lossKernels = (kernels: Kernels): Codes<LossKernels> =>
  byCode(kernels, Object.keys(PairLoss), (kernel) => {
    const [each, total, gradient] = ["Loss", "LossTotal", "LossGrad"].map(kernel);
    return each && total && gradient ? { each, total, gradient } : null;
  });

/** One for each dtype. */
export function pairKernels(kernels: Kernels): Codes<PairKernels> {
  const { where1, where4, where8 } = kernels;
  const choices: Readonly<Record<DType, Call>> = {
    float32: where4,
    float64: where8,
    int32: where4,
    bool: where1,
  };
  const of = (dtype: DType): PairKernels[] => {
    const [compare, compareNumber, axpy] = ["compare", "compareS", "axpy"].map(
      (name) => byDType(kernels, name)[dtype],
    );
    return compare && compareNumber ? [{ compare, compareNumber, where: choices[dtype], axpy }] : [];
  };
  const [float32, float64, int32, bool] = dtypes.map(of);
  return { float32, float64, int32, bool };
}

export function binaryKernels(kernels: Kernels): Codes<BinaryKernels> {
  return byCode(kernels, Object.keys(binary), (kernel) => {
    const [both, number, row, column] = ["", "S", "Row", "Col"].map(kernel);
    if (!both || !number || !row || !column) return null;
    // Where the order does not matter, one kernel does both.
    const [fromNumber = number, otherRow = row, otherColumn = column] = ["SF", "RowF", "ColF"].map(kernel);
    const second = { row: otherRow, column: otherColumn };
    return { both, number, fromNumber, first: { row, column }, second };
  });
}

/** Kernels that are examined when they are first asked for: few of them are ever needed, and it takes a millisecond. */
export class Examined<K> {
  readonly #all: Codes<K>;
  readonly #holds: (code: number, dtype: DType) => boolean;
  /** By dtype and code; undefined before the examination. */
  readonly #ready: Record<DType, (K | null | undefined)[]> = {
    float32: [],
    float64: [],
    int32: [],
    bool: [],
  };
  /** Those of the dtype that most calls have. */
  readonly #single = this.#ready.float32;

  constructor(all: Codes<K>, holds: (code: number, dtype: DType) => boolean) {
    this.#all = all;
    this.#holds = holds;
  }

  /** Null where there is none that does what plain loops do. */
  of(dtype: DType, code: number): K | null {
    const kernel = (dtype === "float32" ? this.#single : this.#ready[dtype])[code];
    return kernel === undefined ? this.#examine(dtype, code) : kernel;
  }

  #examine(dtype: DType, code: number): K | null {
    const ready = this.#ready[dtype];
    const kernel = this.#all[dtype]?.[code] ?? null;
    ready[code] = kernel;
    if (kernel !== null && !this.#holds(code, dtype)) ready[code] = null;
    return ready[code];
  }
}
