/** Tensors of a file as ours. */
import type { DType } from "../../core/ndarray.ts";
import type { Tensor } from "../../core/tensor.ts";
import { fromArray } from "../../ops/create/create.ts";
import { say } from "../../payload/say.ts";
import type { Attribute, ElementType, OnnxNode, OnnxTensor } from "../format/onnxModel.ts";

/** Whole numbers of any width become int32. */
export function dtypeOf(type: ElementType): DType {
  if (type === "float") return "float32";
  if (type === "double") return "float64";
  return type === "bool" ? "bool" : "int32";
}

/** @throws {RangeError} for whole numbers that int32 does not hold */
export function tensorOf({ type, shape, bytes }: OnnxTensor, name: string): Tensor {
  const { buffer } = new Uint8Array(bytes);
  const values = {
    float: () => new Float32Array(buffer),
    double: () => new Float64Array(buffer),
    int64: () => Int32Array.from(new BigInt64Array(buffer), (value) => fitting(Number(value), name)),
    int32: () => new Int32Array(buffer),
    uint32: () => Int32Array.from(new Uint32Array(buffer), (value) => fitting(value, name)),
    int16: () => Int32Array.from(new Int16Array(buffer)),
    uint16: () => Int32Array.from(new Uint16Array(buffer)),
    int8: () => Int32Array.from(new Int8Array(buffer)),
    uint8: () => Int32Array.from(new Uint8Array(buffer)),
    bool: () => new Uint8Array(buffer),
  }[type]();
  return fromArray(values, [...shape], { dtype: dtypeOf(type) });
}

/** The ends of slices lie as far out as they can. */
function fitting(value: number, name: string): number {
  const least = Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));
  if (least !== value && Math.abs(value) < 2 ** 31 - 2)
    throw new RangeError(say`"${name}" has ${value}, which does not fit into int32`);
  return least;
}

/** Attributes of a node, by their kind. */
export class Attributes {
  readonly #all: OnnxNode["attributes"];

  constructor(all: OnnxNode["attributes"]) {
    this.#all = all;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#all, name);
  }

  #of<K extends Attribute["kind"]>(name: string, kind: K): Extract<Attribute, { kind: K }> | null {
    if (!this.has(name)) return null;
    const found = this.#all[name];
    if (found.kind !== kind) throw new Error(say`the attribute ${name} is of another kind than ${kind}`);
    return found as Extract<Attribute, { kind: K }>;
  }

  int(name: string, missing: number): number {
    return this.#of(name, "int")?.value ?? missing;
  }

  float(name: string, missing: number): number {
    return this.#of(name, "float")?.value ?? missing;
  }

  text(name: string, missing: string): string {
    return this.#of(name, "text")?.value ?? missing;
  }

  ints(name: string): readonly number[] | null {
    return this.#of(name, "ints")?.value ?? null;
  }

  floats(name: string): readonly number[] | null {
    return this.#of(name, "floats")?.value ?? null;
  }

  texts(name: string): readonly string[] | null {
    return this.#of(name, "texts")?.value ?? null;
  }

  tensor(name: string): OnnxTensor | null {
    return this.#of(name, "tensor")?.value ?? null;
  }
}
