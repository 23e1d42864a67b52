/**
 * Kernels of one family, by the dtype that they work on, which the last letters of their names say. Each is compiled
 * and examined when it is first wanted: for all of them, that would take longer than a program that uses a few.
 */
import { bytesPerElement, type DType } from "../../core/ndarray.ts";
import type { Kernels } from "./wasmKernels.ts";

const suffixes: Readonly<Record<DType, string>> = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  bool: "U8",
};

/** By dtype; undefined where there is none. */
export type ByDType<F> = Readonly<Record<DType, F | undefined>>;

/** The kernels `name` + F32, F64, I32 and U8 as they are, without an examination. */
export function byDType<F = Call>(kernels: Kernels, name: string): ByDType<F> {
  // By name: there is no list of them, and the examination finds out.
  const all = kernels as unknown as Readonly<Record<string, F | undefined>>;
  const of = (dtype: DType): F | undefined => all[name + suffixes[dtype]];
  return { float32: of("float32"), float64: of("float64"), int32: of("int32"), bool: of("bool") };
}

/** Whether the kernel of this name computes as plain loops do. */
export type Examine = (kernel: string) => boolean;

type Call = (...args: number[]) => void;

/** Kernels by key. */
export class KernelTable<F = Call, K extends string = DType> {
  readonly #kernels: Kernels;
  readonly #examine: Examine;
  readonly #names: Readonly<Record<K, string>>;
  /** Null where there is none, or none that computes rightly; without an entry before it is first wanted. */
  readonly #found: { [P in K]?: F | null | undefined } = {};

  constructor(kernels: Kernels, examine: Examine, names: Readonly<Record<K, string>>) {
    this.#kernels = kernels;
    this.#examine = examine;
    this.#names = names;
  }

  of(key: K): F | null {
    const kernel = this.#found[key];
    return kernel === undefined ? this.#find(key) : kernel;
  }

  #find(key: K): F | null {
    const name = this.#names[key];
    const kernel = (this.#kernels as unknown as Readonly<Record<string, F | undefined>>)[name] ?? null;
    // What examines it comes here as well.
    this.#found[key] = kernel;
    if (kernel === null) return null;
    try {
      if (!this.#examine(name)) this.#found[key] = null;
    } catch (error) {
      // Without room for an examination there is none for the operation.
      this.#found[key] = undefined;
      throw error;
    }
    return this.#found[key] ?? null;
  }
}

/** Makes tables of kernels. */
export type Tabulate = <F = Call>(
  family: string,
  others?: Partial<Readonly<Record<DType, string>>>,
) => KernelTable<F>;

/** Of the kernels `family` + F32, F64, I32 and U8, or of others for some dtypes. */
export function tabulator(kernels: Kernels, examine: Examine): Tabulate {
  const dtypes = Object.keys(bytesPerElement) as DType[];
  return (family, others = {}) => {
    const names = dtypes.map((dtype) => [dtype, others[dtype] ?? family + suffixes[dtype]]);
    return new KernelTable(kernels, examine, Object.fromEntries(names) as Record<DType, string>);
  };
}

/** Casts: from the one to the other dtype, `cast` + both. */
export type Casts = Readonly<Record<DType, KernelTable<(dst: number, x: number, n: number) => void>>>;

export function castTables(tabulate: Tabulate): Casts {
  return {
    float32: tabulate("castF32"),
    float64: tabulate("castF64"),
    int32: tabulate("castI32"),
    bool: tabulate("castU8"),
  };
}
