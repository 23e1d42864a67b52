/** An ONNX graph that is being built: names of tensors, weights, constants, nodes. */
import type { Tensor } from "../../core/tensor.ts";
import type { BatchTrace, Extent } from "../../export/trace/twoBatches.ts";
import type { Module } from "../../nn/module.ts";
import { Parameter } from "../../nn/parameter.ts";
import {
  type Attribute,
  type ElementType,
  int64Bytes,
  type OnnxNode,
  type OnnxTensor,
} from "../format/onnxModel.ts";

/** ONNX's name of an element type. Whole numbers are int64 there, as PyTorch's are. */
export function elementTypeOf(dtype: string): ElementType {
  return dtype === "float32" ? "float" : dtype === "float64" ? "double" : dtype === "bool" ? "bool" : "int64";
}

type Attributes = Readonly<Record<string, number | readonly number[] | Attribute | undefined>>;

/** Attributes that are fractions, whatever their value. */
const fractions = new Set(["epsilon", "alpha", "beta", "lambd", "ratio"]);

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxTensor>();
  /** Initializers that learn. */
  readonly learned: string[] = [];
  readonly #batch: BatchTrace;
  readonly #axis: number;
  readonly #names = new Map<Tensor, string>();
  readonly #taken = new Set<string>();
  readonly #constants = new Map<string, string>();
  readonly #unsqueezed = new Map<string, { of: string; shape: string }>();
  readonly #held: readonly (readonly [string, Tensor])[];
  #sizes: string | null = null;
  /** Where the nodes stand that are written now: the path of a module. */
  scope = "";

  constructor(root: Module, batch: BatchTrace, axis: number) {
    this.#batch = batch;
    this.#axis = axis;
    this.#held = [...root.namedParameters(), ...root.namedBuffers()];
  }

  /** Gives a tensor its name, that of an input for one. */
  know(x: Tensor, name: string): void {
    this.#names.set(x, name);
    this.#taken.add(name);
  }

  /** Whether it has been written: an input, or what a node gives. */
  knows(x: Tensor): boolean {
    return this.#names.has(x);
  }

  shapeOf(x: Tensor): Extent[] {
    return this.#batch.shapeOf(x);
  }

  /** The name of a tensor; a weight or a constant is put into the graph. */
  of(x: Tensor): string {
    const known = this.#names.get(x);
    if (known !== undefined) return known;
    const name = this.#weight(x) ?? this.#constant(x);
    this.#names.set(x, name);
    return name;
  }

  /** Writes a node with one output. */
  op(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(op, inputs, 1, attributes)[0];
  }

  /** Writes a node; inputs at the end that are empty are left out. */
  ops(op: string, inputs: readonly string[], outputs: number, attributes: Attributes = {}): string[] {
    const name = this.fresh(`${this.scope}/${op}`);
    const given = [...inputs];
    while (given.at(-1) === "") given.pop();
    const results = Array.from({ length: outputs }, (_, i) =>
      this.fresh(`${name}_output${outputs > 1 ? `_${i}` : ""}`),
    );
    const entries = Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, attribute(key, value)] as const],
    );
    this.nodes.push({
      name,
      op,
      inputs: given,
      outputs: results,
      attributes: Object.fromEntries(entries),
      domain: "",
    });
    return results;
  }

  fresh(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    this.#taken.add(name);
    return name;
  }

  /** Whole numbers, one axis. */
  ints(values: readonly number[]): string {
    return this.#shared(`ints ${values.join()}`, "shape", () => ({
      type: "int64",
      shape: [values.length],
      bytes: int64Bytes(values),
    }));
  }

  /** One number, without an axis. */
  scalar(value: number, dtype: string): string {
    return this.#shared(`${dtype} ${Object.is(value, -0) ? "-0" : value}`, "scalar", () => ({
      type: elementTypeOf(dtype),
      shape: [],
      bytes: bytesOf([value], dtype),
    }));
  }

  /** The same number all over. */
  filled(shape: readonly number[], value: number, dtype: string): string {
    const count = shape.reduce((product, extent) => product * extent, 1);
    return this.#shared(`${dtype} ${value} [${shape.join()}]`, "filled", () => ({
      type: elementTypeOf(dtype),
      shape,
      bytes: bytesOf(Array<number>(count).fill(value), dtype),
    }));
  }

  /** Numbers of a shape that nothing else uses. */
  values(values: readonly number[], shape: readonly number[], dtype: string): string {
    const name = this.fresh("constant");
    this.initializers.set(name, { type: elementTypeOf(dtype), shape, bytes: bytesOf(values, dtype) });
    return name;
  }

  /** The first input, whose extents tell the size of the batch. */
  source: { readonly name: string } | null = null;

  /** How many examples there are, as one whole number with an axis. */
  #batchSize(): string {
    const { scope } = this;
    this.scope = "";
    this.#sizes ??= this.op("Shape", [this.source?.name ?? ""], { start: this.#axis, end: this.#axis + 1 });
    this.scope = scope;
    return this.#sizes;
  }

  /** Extents as a tensor. @param free leaves the batch to be found: −1, as Reshape takes it */
  extents(shape: readonly Extent[], free = false): string {
    const numbers = shape.map((extent) => (typeof extent === "number" ? extent : null));
    if (numbers.every((extent) => extent !== null)) return this.ints(numbers);
    const known = numbers.filter((extent) => extent !== null);
    if (free && known.length === shape.length - 1 && !known.includes(0)) {
      return this.ints(numbers.map((extent) => extent ?? -1));
    }
    const parts = shape.map((extent) => {
      if (typeof extent === "number") return this.ints([extent]);
      const size = this.#batchSize();
      return extent.batches === 1 ? size : this.op("Mul", [size, this.ints([extent.batches])]);
    });
    return parts.length === 1 ? parts[0] : this.op("Concat", parts, { axis: 0 });
  }

  /** What is seen in another shape; what one of these has done another undoes. */
  reshaped(x: string, from: readonly Extent[], to: readonly Extent[]): string {
    const key = JSON.stringify(to);
    if (JSON.stringify(from) === key) return x;
    const before = this.#unsqueezed.get(x);
    if (before?.shape === key) return before.of;
    const added = axisAdded(from, to);
    if (added !== null) {
      const y = this.op("Unsqueeze", [x, this.ints([added])]);
      this.#unsqueezed.set(y, { of: x, shape: JSON.stringify(from) });
      return y;
    }
    const dropped = axisAdded(to, from);
    if (dropped !== null) return this.op("Squeeze", [x, this.ints([dropped])]);
    return this.op("Reshape", [x, this.extents(to, true)]);
  }

  /** What was unsqueezed to give `x`; null for anything else. */
  beforeUnsqueeze(x: string): string | null {
    return this.#unsqueezed.get(x)?.of ?? null;
  }

  #weight(x: Tensor): string | null {
    for (const [path, value] of this.#held) {
      if (value === x || sameView(value, x)) {
        const name = this.#put(path, value);
        if (value instanceof Parameter && !this.learned.includes(name)) this.learned.push(name);
        return name;
      }
    }
    return null;
  }

  #put(path: string, x: Tensor): string {
    if (!this.initializers.has(path)) {
      const name = this.fresh(path);
      this.initializers.set(name, tensorOf(x));
      return name;
    }
    return path;
  }

  #constant(x: Tensor): string {
    const constant = this.#batch.constantOf(x);
    if (constant.kind === "values") return this.#put(this.fresh("constant"), constant.x);
    const { shape, value } = constant;
    const fixed = shape.flatMap((extent) => (typeof extent === "number" ? [extent] : []));
    if (fixed.length === 0 && shape.length === 0) return this.scalar(value, x.dtype);
    if (fixed.length === shape.length) return this.filled(fixed, value, x.dtype);
    return this.op("ConstantOfShape", [this.extents(shape)], {
      value: {
        kind: "tensor",
        value: { type: elementTypeOf(x.dtype), shape: [1], bytes: bytesOf([value], x.dtype) },
      },
    });
  }

  #shared(key: string, hint: string, make: () => OnnxTensor): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh(hint);
    this.initializers.set(name, make());
    this.#constants.set(key, name);
    return name;
  }
}

function sameView(a: Tensor, b: Tensor): boolean {
  const [x, y] = [a.array, b.array];
  return (
    x.storage === y.storage &&
    x.offset === y.offset &&
    x.shape.join() === y.shape.join() &&
    x.strides.join() === y.strides.join()
  );
}

/** The axis of extent 1 by which `to` is longer than `from`; null where they differ in anything else. */
function axisAdded(from: readonly Extent[], to: readonly Extent[]): number | null {
  if (to.length !== from.length + 1) return null;
  const rest = JSON.stringify(from);
  const axis = to.findIndex(
    (extent, i) => extent === 1 && JSON.stringify(to.filter((_, k) => k !== i)) === rest,
  );
  return axis < 0 ? null : axis;
}

export function tensorOf(x: Tensor): OnnxTensor {
  const values = x.detach().toTypedArray();
  return { type: elementTypeOf(x.dtype), shape: [...x.array.shape], bytes: bytesOf(values, x.dtype) };
}

function bytesOf(values: ArrayLike<number>, dtype: string): Uint8Array {
  if (dtype === "float32") return new Uint8Array(Float32Array.from(values).buffer);
  if (dtype === "float64") return new Uint8Array(Float64Array.from(values).buffer);
  return dtype === "bool" ? Uint8Array.from(values) : int64Bytes(Array.from(values));
}

function attribute(key: string, value: number | readonly number[] | Attribute): Attribute {
  if (typeof value === "number") return { kind: fractions.has(key) ? "float" : "int", value };
  return "kind" in value ? value : { kind: "ints", value };
}
