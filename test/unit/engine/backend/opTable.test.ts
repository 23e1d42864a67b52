import assert from "node:assert/strict";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { JsBackend } from "../../../../engine/backend/jsBackend.ts";
import { context, useBackend } from "../../../../engine/context.ts";
import "../../../../engine/tensor.ts";
import { grad } from "../../../../engine/autograd.ts";
import { ones } from "../../../../engine/ops/create.ts";
import type { Example } from "../../../../engine/ops/op.ts";
import { table } from "../../../../engine/ops/table.ts";
import { describeExample, inputsOf } from "../ops/samples.ts";
import { builds } from "./builds.ts";

/** The result in float32 and, where there are any, the gradients of its inputs. */
function run(backend: Backend, example: Example): number[][] {
  const before = context.backend;
  useBackend(backend);
  try {
    const inputs = inputsOf(example, "float32", 1).map((x, i) => {
      const { dtype, constant } = example.inputs[i];
      return dtype || constant ? x : x.requiresGrad_();
    });
    const result = example.run(...inputs);
    const wanted = inputs.filter((x) => x.requiresGrad);
    const slopes = result.requiresGrad ? grad(result.sum(), wanted, { allowUnused: true }) : [];
    return [result, ...slopes].map((x) => (x ? [...x.toTypedArray()] : []));
  } finally {
    useBackend(before);
  }
}

function close(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= 2e-5 + 4e-6 * Math.abs(b);
}

const oracle = new JsBackend();

for (const { name, backend } of builds) {
  describe(`the op table on ${name}`, () => {
    for (const row of table) {
      it(`gives for ${row.name} and its gradient what plain loops give`, () => {
        for (const example of row.examples?.() ?? []) {
          const [actual, expected] = [run(backend, example), run(oracle, example)];
          assert.equal(actual.length, expected.length);
          actual.forEach((values, which) => {
            values.forEach((value, i) => {
              const wanted = expected[which][i];
              assert.ok(close(value, wanted), `${describeExample(example)}: ${value}, expected ${wanted}`);
            });
          });
        }
      });
    }

    it("refuses tensors of another backend instead of reading other numbers", () => {
      const before = context.backend;
      useBackend(oracle);
      const foreign = ones(3);
      useBackend(backend);
      try {
        assert.throws(() => foreign.add(ones(3)), /made with another backend/);
      } finally {
        useBackend(before);
      }
    });
  });
}
