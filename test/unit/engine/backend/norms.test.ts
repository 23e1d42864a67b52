import assert from "node:assert/strict";
import type { Backend, Norm } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { fromStorage, type NDArray } from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/core/shape.ts";
import { uniform } from "../ops/samples.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();
const eps = 1e-5;

/** Rows, columns, channels and groups of all lengths at which loops begin and end, and such as are cut for threads. */
const lengths = [1, 2, 3, 5, 8, 9, 13, 31, 64, 70] as const;

function cases(): Norm[] {
  const found: Norm[] = [];
  const add = (outer: number, groups: number, depth: number, inner: number): void => {
    found.push({ outer, groups, depth, inner, batch: false, given: false, eps });
    if (depth > 1) return;
    for (const given of [true, false]) found.push({ outer, groups, depth, inner, batch: true, given, eps });
  };
  for (const n of lengths) {
    add(3, 1, n, 1);
    add(n, 5, 1, 1);
    add(70, n, 1, 1);
    add(n, 2, 1, 7);
    add(2, 3, 1, n);
    add(2, 3, 4, n);
    add(3, n, 2, 3);
    add(1, 2, n, 1);
  }
  for (const n of [1024, 1025, 3000, 5003]) {
    add(2, 1, n, 1);
    add(2, 2, 1, n);
  }
  add(140, 3, 1, 40);
  add(70, 1, 950, 1);
  add(220, 301, 1, 1);
  add(40, 4, 2, 210);
  return found;
}

type Dtype = "float32" | "float64";

/** Both entries, with and without weights, and with some of the gradients only; all numbers about `center`. */
function results(b: Backend, norm: Norm, dtype: Dtype, center: number): Record<string, number[]> {
  const { outer, groups, depth, inner, batch } = norm;
  const [shape, features] = [
    [outer, groups, depth, inner],
    [groups, depth],
  ];
  const measured = batch ? [groups] : [outer, groups];
  const next = uniform(sizeOf(shape) + groups);
  const make = (size: Shape, value: () => number): NDArray => {
    const storage = b.allocate(dtype, sizeOf(size), "temporary");
    storage.data.forEach((_, i, data) => (data[i] = value()));
    return fromStorage(storage, size);
  };
  const random = (): number => next() * 2 - 1;
  const [x, g] = [make(shape, () => center + random()), make(shape, random)];
  const [w, bias] = [make(features, random), make(features, random)];
  const found: Record<string, NDArray> = {};
  const keep = (name: string, size: Shape, value = 7): NDArray => (found[name] = make(size, () => value));
  const known: [NDArray, NDArray] = [make(measured, () => center), make(measured, () => 0.3 + next())];
  const statistics = (name: string): [NDArray, NDArray] =>
    norm.given ? known : [keep(`mean ${name}`, measured), keep(`variance ${name}`, measured)];
  for (const [name, weight, offset, bits] of [
    ["affine", w, bias, [7, 1]],
    ["plain", null, null, [7]],
    ["scaled", w, null, [6, 2]],
    ["shifted", null, bias, []],
  ] as const) {
    const [mean, variance] = statistics(name);
    b.normalise(x, weight, offset, mean, variance, keep(`y ${name}`, shape), norm);
    for (const which of bits) {
      const wanted = (bit: number, part: string, size: Shape): NDArray | null =>
        which & bit ? keep(`${part} ${name} ${which}`, size) : null;
      const [gx, gw, gb] = [wanted(1, "gx", shape), wanted(2, "gw", features), wanted(4, "gb", features)];
      b.normaliseBackward(g, x, weight, ...known, gx, gw, gb, norm);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, { storage }]) => [name, [...storage.data]]));
}

/** What plain loops give, found once for all builds. */
const found = new Map<string, Record<string, number[]>>();

function expectedOf(norm: Norm, dtype: Dtype, center: number): Record<string, number[]> {
  const key = JSON.stringify([norm, dtype, center]);
  const known = found.get(key) ?? results(oracle, norm, dtype, center);
  found.set(key, known);
  return known;
}

function assertAgree(norm: Norm, dtype: Dtype, backend: Backend, center: number, tolerance: number): void {
  const [actual, expected] = [results(backend, norm, dtype, center), expectedOf(norm, dtype, center)];
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const i = values.findIndex((value, k) => !(Math.abs(actual[name][k] - value) <= tolerance * largest));
    const where = `${name} of ${JSON.stringify(norm)}, ${dtype}`;
    assert.ok(i < 0, `${where}: [${i}] is ${actual[name][i]}, expected ${values[i]}`);
  }
}

describe("normalisation by kernels", function () {
  this.timeout(120_000);
  for (const { name, backend } of builds) {
    describe(name, () => {
      it("gives what plain loops give, however long rows and columns are", () => {
        for (const norm of cases()) {
          // Of two equal numbers there is nothing but rounding.
          assertAgree(norm, "float64", backend, 0.5, 1e-11);
          assertAgree(norm, "float32", backend, 0.5, 2e-5);
        }
      });

      it("keeps its digits where the mean is much greater than the deviation", () => {
        for (const norm of cases().filter(
          (each) => !each.given && each.outer * each.depth * each.inner > 60,
        )) {
          assertAgree(norm, "float64", backend, 1e6, 1e-8);
        }
        // Float32 has about 16 steps between neighbours here: what is left must not come from the sums.
        const norm: Norm = { outer: 2, groups: 1, depth: 4000, inner: 1, batch: false, given: false, eps: 0 };
        const x = backend.allocate("float32", 8000, "temporary");
        x.data.forEach((_, i, data) => (data[i] = 65536 + (i % 4) / 64));
        const made = ["float32", "float32"].map((dtype) => backend.allocate(dtype as Dtype, 2, "temporary"));
        const [mean, variance] = made.map((storage) => fromStorage(storage, [2]));
        const y = fromStorage(backend.allocate("float32", 8000, "temporary"), [8000]);
        backend.normalise(fromStorage(x, [8000]), null, null, mean, variance, y, norm);
        assert.ok(Math.abs(variance.storage.data[0] * 4096 - 1.25) < 1e-5, String(variance.storage.data[0]));
      });

      it("finds outliers at the beginning no worse than elsewhere", () => {
        for (const batch of [true, false]) {
          const norm: Norm = batch
            ? { outer: 20_000, groups: 1, depth: 1, inner: 1, batch, given: false, eps }
            : { outer: 1, groups: 1, depth: 20_000, inner: 1, batch, given: false, eps };
          const found = [backend, oracle].map((b) => {
            const next = uniform(5);
            const [x, y] = [0, 1].map(() => b.allocate("float32", 20_000, "temporary"));
            x.data.forEach((_, i, data) => (data[i] = (i < 1500 ? 1000 : 0) + next()));
            const [mean, variance] = [0, 1].map(() =>
              fromStorage(b.allocate("float32", 1, "temporary"), [1]),
            );
            const [from, to] = [x, y].map((storage) => fromStorage(storage, [20_000]));
            b.normalise(from, null, null, mean, variance, to, norm);
            return [mean.storage.data[0], variance.storage.data[0]];
          });
          found[0].forEach((value, i) => assert.ok(Math.abs(value / found[1][i] - 1) < 1e-6, String(found)));
        }
      });

      it("leaves infinities and NaN where they are", () => {
        for (const odd of [Infinity, -Infinity, NaN]) {
          for (const batch of [true, false]) {
            const norm: Norm = batch
              ? { outer: 9, groups: 2, depth: 1, inner: 1, batch, given: false, eps }
              : { outer: 2, groups: 1, depth: 9, inner: 1, batch, given: false, eps };
            const [actual, expected] = [backend, oracle].map((b) => {
              const storages = [18, 18, 2, 2].map((length) => b.allocate("float32", length, "temporary"));
              const [x, y, mean, variance] = storages.map((each) => fromStorage(each, [each.length]));
              x.storage.data.forEach((_, i, data) => (data[i] = i === 4 ? odd : i));
              b.normalise(x, null, null, mean, variance, y, norm);
              return [y, mean, variance].map(({ storage }) => [...storage.data].map((v) => v.toFixed(3)));
            });
            assert.deepEqual(actual, expected);
          }
        }
      });
    });
  }
});
