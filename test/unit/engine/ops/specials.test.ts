import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { clamp, maximum, tensor } from "../../../../engine/index.ts";
import { backendNames, openBackends } from "../../../fuzz/backends.ts";
import { describeExample } from "./samples.ts";
import { classes, type SpecialCase, specialCases, specialInputs } from "./specialInputs.ts";

type Golden = [row: string, pool: string, float32: string, float64: string];

const golden = JSON.parse(readFileSync("test/golden/specials.json", "utf8")) as Golden[];
const cases = specialCases();

/**
 * Where the sign of a zero is not PyTorch's: of two zeros it takes the first or the second as a number lies in a
 * vector or behind the last one; here +0 is the larger. Its gelu in float32 goes through a library that has no −0.
 */
const signsOfZero = (row: string, dtype: string): boolean =>
  ["maximum", "minimum", "max", "min"].includes(row) || (row === "gelu" && dtype === "float32");

function differences(dtype: "float32" | "float64"): string[] {
  return cases.flatMap((given: SpecialCase, i) => {
    const [row, pool, single, double] = golden[i];
    assert.deepEqual([given.row, given.pool], [row, pool], "make test/golden/specials.json anew");
    const wanted = dtype === "float32" ? single : double;
    const actual = classes(given.example.run(...specialInputs(given, dtype)));
    const seen = (text: string): string => (signsOfZero(row, dtype) ? text.replaceAll("o", "0") : text);
    return seen(actual) === seen(wanted)
      ? []
      : [`${row} of ${pool}: ${describeExample(given.example)}: ${actual} instead of ${wanted}`];
  });
}

describe("zeros of both signs, infinities, NaN and the least and greatest numbers", () => {
  const before = context.backend;
  after(() => {
    useBackend(before);
  });

  for (const { name, backend } of [{ name: "js", backend: jsBackend() }, ...openBackends(backendNames)]) {
    for (const dtype of ["float32", "float64"] as const) {
      it(`become what they become in PyTorch, in ${dtype} on ${name}`, () => {
        useBackend(backend);
        assert.deepEqual(differences(dtype), []);
      });

      it(`have +0 as the larger and −0 as the smaller of two zeros, in ${dtype} on ${name}`, () => {
        useBackend(backend);
        const [a, b] = [tensor([0, -0, -0, 0], { dtype }), tensor([-0, 0, -0, 0], { dtype })];
        assert.equal(classes(maximum(a, b)), "00o0");
        assert.equal(classes(a.minimum(b)), "ooo0");
        for (const n of [2, 7, 8, 40]) {
          const values = Array.from({ length: n }, (_, i) => (i === n - 1 ? 0 : -0));
          for (const row of [values, values.toReversed()]) {
            const x = tensor([row, row], { dtype });
            assert.equal(classes(x.amax(1)) + classes(x.T.amax(0)) + classes(x.amax()), "00000");
            assert.equal(classes(x.amin(1)) + classes(x.T.amin(0)) + classes(x.amin()), "ooooo");
          }
        }
      });
    }
  }

  it("are NaN when a bound of clamp is, with the slope 0", () => {
    for (const bounds of [{ min: NaN }, { max: NaN }, { min: 0, max: NaN }]) {
      const x = tensor([1, -1], { requiresGrad: true });
      const y = clamp(x, bounds);
      assert.equal(classes(y), "nn");
      y.sum().backward();
      assert.deepEqual(x.grad.toArray(), [0, 0]);
    }
  });
});
