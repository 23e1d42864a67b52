/** The dtypes by all names that PyTorch has for them, as constants and as texts. */
import { unknownDtypeError } from "./errors.ts";
import type { DType } from "./ndarray.ts";

/** Every name of a dtype, and the dtype that it stands for. */
export const dtypeNames = {
  float32: "float32",
  float: "float32",
  float64: "float64",
  double: "float64",
  int32: "int32",
  int: "int32",
  int64: "int32",
  long: "int32",
  bool: "bool",
} as const satisfies Record<string, DType>;

/** A dtype by any of its names: `"int64"` and `"long"` are int32, `"float"` float32, `"double"` float64. */
export type DTypeName = keyof typeof dtypeNames;

/**
 * The dtype called `name`; `fallback` when none is named.
 * @throws {TypeError} for what names no dtype, with the nearest name and all that there are
 */
export function dtypeNamed(operation: string, name: DTypeName | null | undefined, fallback: DType): DType {
  return name === undefined || name === null ? fallback : dtypeWanted(operation, name);
}

/** The dtype to convert to, by name or as a tensor's, `x.to(y)`, and an options object's. @throws as {@link dtypeNamed} */
export function dtypeWanted(operation: string, given: DTypeName | { dtype: DTypeName }): DType {
  // What is given may be anything, and an object has more names than its own.
  const name: unknown = typeof given === "object" && (given as unknown) !== null ? given.dtype : given;
  if (typeof name !== "string" || !Object.hasOwn(dtypeNames, name)) {
    throw unknownDtypeError(operation, name, Object.keys(dtypeNames));
  }
  return dtypeNames[name as DTypeName];
}

/** Numbers in single precision, the default of everything, by PyTorch's name. @example tensor([1], { dtype: float32 }) */
export const float32 = dtypeNames.float32;
/** Numbers in double precision. @example x.to(float64) */
export const float64 = dtypeNames.float64;
/** Whole numbers, as `argmax` and other index-giving operations give them. @example tensor([0, 2], { dtype: int32 }) */
export const int32 = dtypeNames.int32;
/** Truth values, as comparisons give them. @example x.gt(0).dtype === bool */
export const bool = dtypeNames.bool;

/**
 * The engine's only integer, where PyTorch has int64: whole numbers from −2³¹ to 2³¹ − 1.
 * @example tensor([0, 1], { dtype: torch.int64 })
 */
export const int64 = dtypeNames.int64;
/**
 * {@link int64} by PyTorch's other name.
 * @example tensor([0, 1], { dtype: torch.long })
 */
export const long = dtypeNames.long;
/**
 * {@link int32} by PyTorch's other name.
 * @example tensor([0, 1], { dtype: torch.int })
 */
export const int = dtypeNames.int;
/**
 * {@link float32} by PyTorch's other name.
 * @example zeros(2, { dtype: torch.float })
 */
export const float = dtypeNames.float;
/**
 * {@link float64} by PyTorch's other name.
 * @example zeros(2, { dtype: torch.double })
 */
export const double = dtypeNames.double;
