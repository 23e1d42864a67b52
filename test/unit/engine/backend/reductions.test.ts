import assert from "node:assert/strict";
import { type Backend, Reduce, type ReduceCode } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { type DType, fromStorage, isFloating, type NDArray } from "../../../../engine/core/ndarray.ts";
import { uniform } from "../ops/samples.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();
const specials = [NaN, Infinity, -Infinity, 0, -0, 1];

/** What stands among the numbers: nothing, all that is special, zeros of both signs, zeros below which all else is. */
const kinds = ["plain", "special", "zeros", "below zero"] as const;

function valueOf(dtype: DType, kind: (typeof kinds)[number], next: () => number): number {
  const x = next() * 6 - 3;
  if (dtype === "bool") return Number(next() < 0.97);
  if (dtype === "int32") return kind === "plain" ? Math.round(x) : Math.round(x * 7e8);
  if (kind === "special") return next() < 0.1 ? specials[Math.floor(next() * specials.length)] : x;
  if (kind === "zeros") return x < 0 ? -0 : 0;
  return kind === "plain" ? x : Math.min(x, next() < 0.5 ? -0 : 0);
}

type Results = Record<string, number[]>;

function resultsOn(
  backend: Backend,
  dtype: DType,
  values: number[],
  [outer, n, inner]: readonly [number, number, number],
): Results {
  const make = (type: DType, numbers: number[]): NDArray => {
    const storage = backend.allocate(type, numbers.length, "temporary");
    storage.data.set(numbers);
    return fromStorage(storage, [numbers.length]);
  };
  const results: Results = {};
  const keep = (name: string, type: DType, size: number, write: (out: NDArray) => void): NDArray => {
    const out = make(type, new Array<number>(size).fill(1));
    write(out);
    results[name] = [...out.storage.data];
    return out;
  };
  const x = make(dtype, values);
  for (const [name, code] of Object.entries(Reduce) as [string, ReduceCode][]) {
    const type = code === Reduce.all || code === Reduce.any ? "bool" : dtype;
    keep(name, type, outer * inner, (out) => backend.reduce(code, x, out, outer, n, inner));
  }
  for (const op of ["max", "min"] as const) {
    keep(`arg${op}`, "int32", outer * inner, (out) => backend.argReduce(op, x, out, outer, n, inner));
  }
  for (const back of [true, false]) {
    keep(`cumsum ${back}`, dtype, x.size, (out) => backend.cumsum(x, out, outer, n, inner, back));
  }
  if (values.every(Number.isFinite)) {
    keep("cumprod", dtype, x.size, (out) => backend.cumprod(x, out, outer, n, inner));
  }
  if (!isFloating(dtype)) return results;
  const g = make(
    dtype,
    values.map((_, i) => Math.sin(i)),
  );
  if (values.every(Number.isFinite)) {
    // Near 1, so that products of many are numbers.
    const near = make(
      dtype,
      values.map((value) => 1 + value / 100),
    );
    keep("cumprodBackward", dtype, x.size, (out) => backend.cumprodBackward(near, g, out, outer, n, inner));
  }
  for (const log of [true, false]) {
    const y = keep(`softmax ${log}`, dtype, x.size, (out) => backend.softmax(x, out, log, outer, n, inner));
    if (values.every(Number.isFinite)) {
      keep(`softmaxBackward ${log}`, dtype, x.size, (out) =>
        backend.softmaxBackward(y, g, out, log, outer, n, inner),
      );
    }
  }
  return results;
}

/** Zeros of different signs are different where one is chosen. */
function agree(name: string, dtype: DType, a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (a === b) return Object.is(a, b) || (name !== "max" && name !== "min");
  const tolerance = { float32: 3e-5, float64: 1e-10, int32: 0, bool: 0 }[dtype];
  return Math.abs(a - b) <= tolerance * (1 + Math.abs(b));
}

describe("what brings the elements along an axis together", function () {
  this.timeout(60_000);
  for (const { name, backend } of builds) {
    for (const dtype of ["float32", "float64", "int32", "bool"] as const) {
      it(`does of ${dtype}, whatever the lengths, on ${name} what plain loops do`, () => {
        const next = uniform(7);
        const differences: string[] = [];
        for (const outer of [1, 2, 6]) {
          for (const n of [1, 2, 5, 17, 33, 70, 130]) {
            for (const inner of outer > 2 ? [1] : [1, 3, 8, 19, 37, 260]) {
              const kind = kinds[Math.floor(next() * kinds.length)];
              const values = Array.from({ length: outer * n * inner }, () => valueOf(dtype, kind, next));
              const fold = [outer, n, inner] as const;
              const [actual, expected] = [backend, oracle].map((b) => resultsOn(b, dtype, values, fold));
              for (const [entry, wanted] of Object.entries(expected)) {
                // In float32 a product of infinite and vanishing numbers depends on their order.
                if (entry === "prod" && kind === "special") continue;
                const i = wanted.findIndex((value, at) => !agree(entry, dtype, actual[entry][at], value));
                if (i >= 0) differences.push(`${entry} of ${kind} ${fold.join(" × ")}: ${actual[entry][i]}`);
              }
            }
          }
        }
        assert.deepEqual(differences, []);
      });
    }
  }
});
