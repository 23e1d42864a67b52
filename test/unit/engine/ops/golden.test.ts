import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fromArray } from "../../../../engine/ops/create/create.ts";
import { table } from "./examples/table.ts";
import type { Tensor } from "../../../../engine/core/tensor.ts";
import "../../../../engine/index.ts";
import { describeExample, leavesOf } from "./samples.ts";

interface Packed {
  shape: number[];
  values: (number | "NaN" | "Infinity" | "-Infinity")[];
}
interface Entry {
  op: string;
  torch: string;
  output: Packed;
  gradients: (Packed | null)[];
}

// From the working directory: the compiled tests lie elsewhere than the golden files.
const golden = JSON.parse(readFileSync("test/golden/table.json", "utf8")) as Entry[];

function assertEqual(actual: Tensor, expected: Packed, what: string): void {
  assert.deepEqual([...actual.shape], expected.shape, `${what}: shape`);
  const values = actual.toTypedArray();
  expected.values.forEach((raw, i) => {
    const e = Number(raw);
    const a = values[i];
    const near = Math.abs(a - e) <= 1e-9 + 1e-9 * Math.abs(e);
    assert.ok(
      a === e || (Number.isNaN(a) && Number.isNaN(e)) || near,
      `${what}: element ${i} is ${a}, PyTorch has ${e}`,
    );
  });
}

const weights = (y: Tensor): Tensor =>
  fromArray(
    Array.from({ length: y.numel() }, (_, i) => 1 + 0.5 * (i % 3)),
    [...y.shape],
    { dtype: "float64" },
  );

describe("the op table against PyTorch", () => {
  let next = 0;
  for (const row of table) {
    const examples = row.examples();
    if (examples.length === 0) continue;
    const first = next;
    next += examples.length;

    it(`${row.name} gives the numbers and gradients that PyTorch gives`, () => {
      examples.forEach((example, i) => {
        const entry = golden[first + i];
        assert.equal(entry.torch, example.torch, "table.json is out of date; make it again");
        const inputs = leavesOf(example, 1);
        const y = example.run(...inputs);
        const what = describeExample(example);
        assertEqual(y, entry.output, what);
        if (!y.requiresGrad) return;
        y.backward(weights(y));
        entry.gradients.forEach((expected, k) => {
          if (!expected) return;
          const g = inputs[k].grad;
          assert.ok(g, `${what}: input ${k} has no gradient`);
          assertEqual(g, expected, `${what}, gradient ${k}`);
        });
      });
    });
  }
});
