/** What a program of the fuzzer is: data, spelt in TypeScript and in Python. */
import type { DType } from "../../engine/core/ndarray.ts";

/** A tensor made from numbers. */
export interface Make {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** In row-major order; texts where JSON has no number: `NaN`, `Infinity`, `-Infinity`, `-0`. */
  readonly values: readonly (number | string)[];
  readonly requiresGrad: boolean;
}

/**
 * One step. Its value has the step's number. In both spellings the operands are called a, b, c, …; `a` alone stands
 * for the value of a step without a value of its own.
 */
export interface Step {
  /** The entry of the grammar that it comes from. */
  readonly kind: string;
  readonly in: readonly number[];
  readonly ts: string;
  readonly py: string;
  /** Python's statement rather than its expression: the value is that of `a`. */
  readonly statement?: true;
  /** When it makes a tensor; `ts` and `py` are then spelt from it. */
  readonly make?: Make;
  /** Draws random numbers, of which float64 has others: run it as it is when everything else is widened. */
  readonly random?: true;
  /** Makes a module, whose parameters are float32. */
  readonly module?: true;
}

export interface Program {
  readonly seed: number;
  readonly steps: readonly Step[];
}

export const letters = "abcdefghijkl";

export const numberOf = (value: number | string): number => Number(value);

/** For JSON and for both languages. */
export function encoded(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : Object.is(value, -0)
      ? "-0"
      : String(value);
}

const pythonDTypes = {
  float32: "torch.float32",
  float64: "torch.float64",
  int32: "torch.int64",
  bool: "torch.bool",
};

export function makeStep(make: Make): Step {
  const { shape, dtype, values, requiresGrad } = make;
  const options = `{ dtype: "${dtype}"${requiresGrad ? ", requiresGrad: true" : ""} }`;
  const python = values.map((value) =>
    value === "NaN"
      ? "nan"
      : typeof value === "string"
        ? value.replace("Infinity", "inf").replace("-0", "-0.0")
        : value,
  );
  return {
    kind: "make",
    in: [],
    ts: `torch.fromArray([${values.join(", ")}], [${shape.join(", ")}], ${options})`,
    py: `T([${python.join(", ")}], [${shape.join(", ")}], ${pythonDTypes[dtype]}, ${requiresGrad ? "True" : "False"})`,
    make,
  };
}
