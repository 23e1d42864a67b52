/** Tensors for the examples of the op table. */
import type { DType } from "../../../../engine/core/ndarray.ts";
import { fromArray } from "../../../../engine/ops/create/create.ts";
import type { Example, ExampleInput } from "./examples/example.ts";
import { permute } from "../../../../engine/ops/shape/views.ts";
import { sizeOf } from "../../../../engine/core/shape.ts";
import type { Tensor } from "../../../../engine/core/tensor.ts";

/** A small generator of uniform numbers (Numerical Recipes' LCG), so that failures repeat. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Numbers that float32 holds exactly, so that all dtypes see the same input. */
function numbersOf(input: ExampleInput, next: () => number): number[] {
  if (input.values) return input.values.map(Math.fround);
  const { low = -3, high = 3 } = input;
  return Array.from({ length: sizeOf(input.shape) }, () => Math.fround(low + next() * (high - low)));
}

/** The inputs of an example in the dtype under test. */
export function inputsOf(example: Example, dtype: DType, seed: number): Tensor[] {
  const next = uniform(seed);
  return example.inputs.map((input) => {
    const numbers = numbersOf(input, next);
    const shape =
      input.values && sizeOf(input.shape) !== numbers.length ? [numbers.length] : [...input.shape];
    const x = fromArray(numbers, shape, { dtype: input.dtype ?? dtype });
    return input.transposed ? columnMajor(x) : x;
  });
}

/** The inputs in float64, as leaves that require a gradient where one may be taken. */
export function leavesOf(example: Example, seed: number): Tensor[] {
  return inputsOf(example, "float64", seed).map((x, i) => {
    const { dtype, constant } = example.inputs[i];
    return dtype || constant ? x : x.requiresGrad_();
  });
}

/** The same tensor, its elements in column-major order. */
function columnMajor(x: Tensor): Tensor {
  const order = x.shape.map((_, axis) => x.ndim - 1 - axis);
  return permute(permute(x, order).contiguous().clone(), order);
}

/** A readable name for a test. */
export function describeExample(example: Example): string {
  const shapes = example.inputs.map(
    (input) => `[${input.shape.join(",")}]${input.transposed ? "ᵀ" : ""}${input.values ? "*" : ""}`,
  );
  return `${example.torch} of ${shapes.join(" and ")}`;
}
