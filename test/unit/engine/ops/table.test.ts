import assert from "node:assert/strict";
import type { TypedArray } from "../../../../engine/core/ndarray.ts";
import "../../../../engine/index.ts";
import type { Example } from "./examples/example.ts";
import { table } from "./examples/table.ts";
import { gradcheck, gradgradcheck } from "./gradcheck.ts";
import { describeExample, inputsOf, leavesOf } from "./samples.ts";

/** float32 against float64: NaN and infinities in the same places, the rest within tolerance. */
function assertClose(actual: TypedArray, expected: TypedArray, rtol: number, atol: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((e, i) => {
    const a = actual[i];
    const overflowed = Math.abs(e) > 3.4028235e38 && Math.abs(a) === Infinity;
    const same = Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e)) || overflowed;
    assert.ok(same || Math.abs(a - e) <= atol + rtol * Math.abs(e), `element ${i}: ${a}, expected ${e}`);
  });
}

/** The gradient check changes elements in place, so that its inputs must be row-major. */
const laidOut = (example: Example): Example => ({
  ...example,
  inputs: example.inputs.map((input) => ({ ...input, transposed: false })),
});

const differentiable = (example: Example): boolean => example.run(...leavesOf(example, 1)).requiresGrad;

const isEmpty = (example: Example): boolean => example.inputs.some((input) => input.shape.includes(0));

for (const row of table) {
  const examples = row.examples();
  if (examples.length === 0) continue;
  describe(`op ${row.name}`, () => {
    it("gives in float32 what it gives in float64, within single precision", () => {
      for (const example of examples) {
        const single = example.run(...inputsOf(example, "float32", 1));
        const double = example.run(...inputsOf(example, "float64", 1));
        assert.deepEqual([...single.shape], [...double.shape], describeExample(example));
        try {
          assertClose(single.toTypedArray(), double.toTypedArray(), 1.3e-6, 1e-5);
        } catch (error) {
          throw new Error(`${describeExample(example)}: ${(error as Error).message}`, { cause: error });
        }
      }
    });

    it("does not depend on how its inputs lie in memory", () => {
      for (const example of examples) {
        const inputs = inputsOf(example, "float32", 1);
        const columnMajor = inputsOf(
          { ...example, inputs: example.inputs.map((i) => ({ ...i, transposed: !i.transposed })) },
          "float32",
          1,
        );
        const expected = example.run(...inputs).toTypedArray();
        assertClose(example.run(...columnMajor).toTypedArray(), expected, 1e-6, 1e-6);
      }
    });

    it("leaves its inputs as they were", () => {
      for (const example of examples) {
        const inputs = inputsOf(example, "float32", 1);
        const before = inputs.map((input) => input.toTypedArray());
        inputs.forEach((input, i) => input.requiresGrad_(example.inputs[i].constant !== true));
        const y = example.run(...inputs);
        if (y.requiresGrad) y.sum().backward();
        inputs.forEach((input, i) => assert.deepEqual(input.toTypedArray(), before[i]));
      }
    });

    const smooth = examples.filter((example) => example.smooth && differentiable(example));
    if (smooth.length === 0) return;

    it("has the gradients of finite differences", () => {
      for (const example of smooth) {
        try {
          gradcheck(example.run, leavesOf(laidOut(example), 1));
        } catch (error) {
          throw new Error(`${describeExample(example)}: ${(error as Error).message}`, { cause: error });
        }
      }
    });

    it("has gradients that can be differentiated again", () => {
      for (const example of smooth.filter((e) => e.twice && !isEmpty(e))) {
        try {
          gradgradcheck(example.run, leavesOf(laidOut(example), 1));
        } catch (error) {
          throw new Error(`${describeExample(example)}: ${(error as Error).message}`, { cause: error });
        }
      }
    });
  });
}
