import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import { openWasmBackend } from "../../../../engine/backend/wasm/openWasmBackend.ts";
import { canLoad } from "../../../../engine/backend/wasm/wasmKernels.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import type { TypedArray } from "../../../../engine/core/ndarray.ts";
import "../../../../engine/index.ts";
import type { Example } from "./examples/example.ts";
import { table } from "./examples/table.ts";
import { describeExample, inputsOf } from "./samples.ts";

/** The output of an example and the gradients of its weighted sum, as the present backend computes them. */
function evaluate(example: Example): TypedArray[] {
  const inputs = inputsOf(example, "float32", 1);
  inputs.forEach((input, i) => {
    const { dtype, constant } = example.inputs[i];
    if (!dtype && !constant) input.requiresGrad_();
  });
  const y = example.run(...inputs);
  const results = [y.toTypedArray()];
  if (y.requiresGrad) {
    y.mul(y.detach().mul(0.25).add(1)).sum().backward();
    for (const input of inputs) if (input.grad) results.push(input.grad.toTypedArray());
  }
  return results;
}

function assertAgree(actual: TypedArray, expected: TypedArray, what: string): void {
  assert.equal(actual.length, expected.length, what);
  let size = 1;
  for (const e of expected) if (Number.isFinite(e)) size = Math.max(size, Math.abs(e));
  expected.forEach((e, i) => {
    const a = actual[i];
    const near = Math.abs(a - e) <= 1e-5 * Math.min(size, 1e6) + 2e-6 * Math.abs(e);
    assert.ok(
      a === e || (Number.isNaN(a) && Number.isNaN(e)) || near,
      `${what}: element ${i} is ${a}, not ${e}`,
    );
  });
}

function on<T>(backend: Backend, body: () => T): T {
  const before = context.backend;
  useBackend(backend);
  try {
    return body();
  } finally {
    useBackend(before);
  }
}

/** The relaxed instructions came to JavaScript engines later; where they lack, plain SIMD is all there is to test. */
const builds = ["kernels.wasm", "kernels.relaxed.wasm"]
  .map((file) => ({ file, bytes: readFileSync(`dist/${file}`) }))
  .filter(({ file, bytes }) => file === "kernels.wasm" || canLoad(bytes));

for (const { file, bytes } of builds) {
  describe(`the op table on ${file}`, () => {
    let wasm: Backend;

    before(() => {
      const { backend, replaced, prepare } = openWasmBackend(bytes, {
        name: file,
        limit: 2 ** 28,
        reclaimer: v8Reclaimer(v8, vm),
      });
      prepare();
      assert.deepEqual(replaced, [], "every kernel agrees with the JS backend at start-up");
      wasm = backend;
    });

    for (const row of table) {
      const examples = row.examples();
      if (examples.length === 0) continue;
      it(`${row.name} gives the numbers and gradients of the JS backend`, () => {
        for (const example of examples) {
          const expected = evaluate(example);
          const actual = on(wasm, () => evaluate(example));
          assert.equal(actual.length, expected.length);
          actual.forEach((values, i) => {
            const part = i === 0 ? "output" : `gradient ${i - 1}`;
            assertAgree(values, expected[i], `${describeExample(example)}, ${part}`);
          });
        }
      });
    }
  });
}
