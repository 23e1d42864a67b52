/** Gradients against central differences, in float64. */
import assert from "node:assert/strict";
import { grad } from "../../../../engine/autograd/backward.ts";
import { fromArray } from "../../../../engine/ops/create/create.ts";
import type { Tensor } from "../../../../engine/core/tensor.ts";
import { uniform } from "./samples.ts";

const eps = 1e-6;
const atol = 1e-5;
const rtol = 1e-3;

type Run = (...inputs: Tensor[]) => Tensor;

/** A fixed weighting of the output, so that all its elements are checked by one number. */
function weightsFor(y: Tensor, seed: number): Tensor {
  const next = uniform(seed);
  return fromArray(
    Array.from({ length: y.numel() }, () => 0.5 + next()),
    [...y.shape],
    { dtype: "float64" },
  );
}

/** d/dx of Σ weights·run(inputs) by central differences, changing one element after the other. */
function numericGradient(run: Run, inputs: readonly Tensor[], which: number, weights: Tensor): Float64Array {
  const { array } = inputs[which];
  assert.ok(array.contiguous, "inputs of a check are contiguous");
  const { data } = array.storage;
  const slope = new Float64Array(array.size);
  // Recorded, too: what is checked may itself be a gradient.
  const value = (): number =>
    run(...inputs)
      .mul(weights)
      .sum()
      .item();
  for (let i = 0; i < array.size; i++) {
    const kept = data[array.offset + i];
    data[array.offset + i] = kept + eps;
    const above = value();
    data[array.offset + i] = kept - eps;
    const below = value();
    data[array.offset + i] = kept;
    slope[i] = (above - below) / (2 * eps);
  }
  return slope;
}

/** Fails unless the gradients of `run` by its `inputs` (float64 leaves that require a gradient) are those of finite differences. */
export function gradcheck(run: Run, inputs: readonly Tensor[]): void {
  const y = run(...inputs);
  const weights = weightsFor(y, 7);
  const leaves = inputs.filter((input) => input.requiresGrad);
  const none = leaves.map(() => null);
  const gradients = y.requiresGrad ? grad(y, leaves, { gradOutputs: [weights], allowUnused: true }) : none;
  gradients.forEach((g, i) => {
    const which = inputs.indexOf(leaves[i]);
    const expected = numericGradient(run, inputs, which, weights);
    const actual = g ? g.toTypedArray() : new Float64Array(expected.length);
    if (g) assert.deepEqual([...g.shape], [...inputs[which].shape], "a gradient has the shape of its input");
    expected.forEach((e, i) => {
      const a = actual[i];
      assert.ok(
        Math.abs(a - e) <= atol + rtol * Math.abs(e) || (Number.isNaN(a) && Number.isNaN(e)),
        `input ${which}, element ${i}: gradient ${a}, finite difference ${e}`,
      );
    });
  });
}

/** The same for the gradients themselves, by inputs and by the gradient they start from. */
export function gradgradcheck(run: Run, inputs: readonly Tensor[]): void {
  const upper = weightsFor(run(...inputs), 11).requiresGrad_();
  for (let which = 0; which < inputs.length; which++) {
    if (!inputs[which].requiresGrad) continue;
    const first: Run = (...all) => {
      const start = all[all.length - 1];
      const leaves = all.slice(0, -1);
      const y = run(...leaves);
      const [g] = grad(y, [leaves[which]], { gradOutputs: [start], createGraph: true, allowUnused: true });
      return g ?? leaves[which].mul(0);
    };
    gradcheck(first, [...inputs, upper]);
  }
}
