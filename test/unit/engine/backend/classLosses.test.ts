import assert from "node:assert/strict";
import type { Backend, ClassLoss } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { type DType, fromStorage, type NDArray } from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/core/shape.ts";
import { uniform } from "../ops/samples.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();

/** Losses and slopes of rows against classes, of which every fifth is −100. */
function results(b: Backend, dtype: DType, rows: number, classes: number): Record<string, number[]> {
  const next = uniform(rows * classes);
  const make = (type: DType, shape: Shape, value: () => number): NDArray => {
    const storage = b.allocate(type, sizeOf(shape), "temporary");
    storage.data.forEach((_, i, data) => (data[i] = value()));
    return fromStorage(storage, shape);
  };
  const logs = make(dtype, [rows, classes], () => -5 * next());
  let row = 0;
  const target = make("int32", [rows], () => (row++ % 5 === 3 ? -100 : Math.floor(next() * classes)));
  const weight = make(dtype, [classes], () => 0.5 + next());
  const results: Record<string, NDArray> = {};
  for (const reduction of ["none", "mean", "sum"] as const) {
    for (const weights of [weight, null]) {
      for (const smoothing of [0, 0.1, 1]) {
        const loss: ClassLoss = { reduction, ignored: -100, smoothing };
        const name = `${reduction} ${smoothing} ${weights ? "weighted" : ""}`;
        const size = reduction === "none" ? rows : 1;
        const [out, gx] = [make(dtype, [size], () => 7), make(dtype, [rows, classes], () => 7)];
        const counted = b.classLoss(logs, target, weights, out, loss);
        b.classLossBackward(target, weights, make(dtype, [size], next), gx, loss, 0.7);
        results[name] = out;
        results[`slope ${name}`] = gx;
        results[`counted ${name}`] = make("float64", [1], () => counted);
      }
    }
  }
  const known = make("int32", [rows], () => Math.floor(next() * classes));
  const [losses, softmax] = [make(dtype, [rows], () => 7), make(dtype, [rows, classes], () => 7)];
  b.crossEntropy(logs, known, losses, softmax);
  const gx = make(dtype, [rows, classes], () => 7);
  b.crossEntropyBackward(softmax, known, make(dtype, [rows], next), gx, 0.3);
  Object.assign(results, { losses, softmax, gx });
  return Object.fromEntries(Object.entries(results).map(([name, { storage }]) => [name, [...storage.data]]));
}

describe("losses against classes by kernels", () => {
  for (const { name, backend } of builds) {
    it(`are those of plain loops on ${name}, for any number of classes`, () => {
      for (const [dtype, tolerance] of [
        ["float32", 3e-6],
        ["float64", 1e-12],
      ] as const) {
        for (const classes of [1, 2, 3, 4, 5, 8, 9, 17, 1000]) {
          for (const rows of [1, 2, 9]) {
            const [actual, expected] = [backend, oracle].map((b) => results(b, dtype, rows, classes));
            for (const [what, values] of Object.entries(expected)) {
              const i = values.findIndex(
                (value, k) => !(Math.abs(actual[what][k] - value) <= tolerance * (1 + Math.abs(value))),
              );
              const where = `${what} of ${rows}×${classes}, ${dtype}`;
              assert.ok(i < 0, `${where}: [${i}] is ${actual[what][i]}, expected ${values[i]}`);
            }
          }
        }
      }
    });
  }
});
