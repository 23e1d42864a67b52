/** Gradbook's side of a case: its inputs, its call, and what it came to. */
import { readFileSync } from "node:fs";
import type { Tensor } from "../../../engine/index.ts";
import type { Prepared } from "../harness/child.ts";
import { digest } from "../harness/digest.ts";
import { allCases } from "./allCases.ts";
import type { Engine, Layout, Result } from "./opCase.ts";
import type { OpTask, OpTaskInput } from "./opTask.ts";

let pool: { file: string; numbers: Float64Array } | null = null;

function poolOf(file: string): Float64Array {
  if (pool?.file !== file) {
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    pool = { file, numbers: new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)) };
  }
  return pool.numbers;
}

const kinds = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Float32Array };

/** Numbers of the pool in rows; pytorch_ops.py takes the same. */
function base(t: Engine, numbers: Float64Array, input: OpTaskInput, index: number, shape: number[]): Tensor {
  const { low, high, dtype } = input;
  const count = shape.reduce((a, b) => a * b, 1);
  const start = index * 1009;
  const values = new kinds[dtype](count);
  const whole = dtype === "int32" || dtype === "bool";
  for (let i = 0; i < count; i++) {
    const value = low + (high - low) * (numbers[start + i] ?? NaN);
    values[i] = whole ? Math.floor(value) : value;
  }
  return t.fromArray(values, shape, { dtype });
}

function laidOut(
  t: Engine,
  numbers: Float64Array,
  input: OpTaskInput,
  index: number,
  layout: Layout,
): Tensor {
  const { shape } = input;
  if (layout === "transposed") return base(t, numbers, input, index, shape.toReversed()).T;
  if (layout === "contiguous") return base(t, numbers, input, index, [...shape]);
  const wide = shape.with(-1, 2 * (shape.at(-1) ?? 0));
  return base(t, numbers, input, index, wide).get("...", "::2");
}

function isTensor(x: Result): x is Tensor {
  return "requiresGrad" in x;
}

function digestOf(x: Result): number[] {
  const values = isTensor(x) ? x.detach().toTypedArray() : x;
  return values.length === 0 ? [] : digest(values);
}

export function prepareOp(t: Engine, task: OpTask, file: string): Prepared {
  const row = allCases.find(({ name }) => name === task.name);
  if (!row) throw new Error(`There is no case ${task.name}.`);
  const { backward, dtype, scale } = task;
  const leaves: Tensor[] = [];
  const inputs = task.inputs.map((input, index) => {
    const strided = index === 0 && input.shape.length === 2;
    const x = laidOut(t, poolOf(file), input, index, strided ? task.layout : "contiguous");
    if (!backward || !input.gradient) return x;
    const leaf = x.detach().requiresGrad_();
    leaves.push(leaf);
    return leaf;
  });
  const scope = { ...scale, t, dtype, leaves };
  let call = row.make(scope);
  let y: Result = [];
  let times = (count: number): void =>
    t.noGrad(() => {
      for (let i = 0; i < count; i++) y = call(...inputs);
    });
  if (backward) {
    const first = call(...inputs);
    if (!isTensor(first)) throw new Error(`${row.name} has no gradient.`);
    const gradient = t.ones(first.shape, { dtype: first.dtype });
    // Setting up has drawn, or has counted.
    leaves.length = inputs.filter((x) => x.requiresGrad).length;
    call = row.make(scope);
    times = (count) => {
      for (let i = 0; i < count; i++) {
        for (const leaf of leaves) leaf.zeroGrad();
        const out = call(...inputs);
        if (isTensor(out)) out.backward(gradient);
        y = out;
      }
    };
  }
  return {
    run: times,
    result: () => {
      if (!row.compared) return [];
      const gradients = backward ? leaves.flatMap(({ grad }) => digestOf(grad ?? [])) : [];
      return [...digestOf(y), ...gradients];
    },
  };
}
