/** Kernels that give the same bits as plain loops in every build, whether the processor fuses multiply-adds or not. */
import assert from "node:assert/strict";
import { type Backend, Binary, Ramp } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { type DType, elementsOf, fromStorage, type NDArray } from "../../../../engine/core/ndarray.ts";
import { randomNumbers } from "../../randomNumbers.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();
const COUNT = 4096;

function array(b: Backend, values: ArrayLike<number>, dtype: DType): NDArray {
  const storage = b.allocate(dtype, values.length, "temporary");
  storage.data.set(values);
  return fromStorage(storage, [values.length]);
}

/** Pairs of float32 of all sizes; dividends that are multiples of the divisor, and the neighbours of those; special ones. */
function pairs(): [dividends: number[], divisors: number[]] {
  const next = randomNumbers(5);
  const special = [0, -0, 1, -1, 3, -3, Infinity, -Infinity, NaN, 1e-45, -1e-45, 3.4e38, -3.4e38];
  const all: [number, number][] = special.flatMap((a) => special.map((b): [number, number] => [a, b]));
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  while (all.length < COUNT) {
    bits[0] = next() * 2 ** 32;
    const divisor = float[0];
    const quotient = Math.floor(next() * 2 ** (24 * next())) * (next() < 0.5 ? 1 : -1);
    float[0] = divisor * quotient;
    bits[0] += Math.floor(next() * 3) - 1;
    all.push([float[0], divisor]);
    float[0] = (next() * 2 - 1) * 10 ** (6 * next() - 3);
    all.push([float[0], Math.fround((next() * 2 - 1) * 10 ** (4 * next() - 2))]);
  }
  return [all.map(([a]) => a), all.map(([, b]) => b)];
}

function assertSameBits(actual: NDArray, expected: NDArray, what: (i: number) => string): void {
  const [x, y] = [elementsOf(actual), elementsOf(expected)];
  const wrong = x.findIndex((value, i) => !Object.is(value, y[i]));
  assert.ok(wrong < 0, `${what(wrong)}: ${x[wrong]}, expected ${y[wrong]}`);
}

for (const { name, backend } of builds) {
  describe(`Exact kernels of the ${name} backend`, () => {
    for (const op of ["remainder", "floorDivide"] as const) {
      it(`take the ${op} of float32 as plain loops do, to the last bit and the sign of 0`, () => {
        const [dividends, divisors] = pairs();
        const run = (b: Backend): NDArray => {
          const out = array(b, new Float32Array(dividends.length), "float32");
          b.binary(Binary[op], array(b, dividends, "float32"), array(b, divisors, "float32"), out);
          return out;
        };
        assertSameBits(run(backend), run(oracle), (i) => `${op} of ${dividends[i]} and ${divisors[i]}`);
      });
    }

    for (const [outer, n, inner] of [
      [3, 15, 1],
      [2, 16, 1],
      [1, 83, 1],
      [2, 7, 21],
    ]) {
      it(`find indices of an axis in (${outer}, ${n}, ${inner}), and the first that is out of range`, () => {
        const extent = 11;
        const next = randomNumbers(n);
        const indices = Int32Array.from({ length: outer * n * inner }, () =>
          Math.floor(next() * 2 * extent - extent),
        );
        const find = (b: Backend): [place: number, positions: NDArray] => {
          const out = array(b, new Int32Array(indices.length), "int32");
          return [b.locate(array(b, indices, "int32"), out, outer, n, inner, extent), out];
        };
        const [place, positions] = find(backend);
        assert.equal(place, -1);
        assertSameBits(positions, find(oracle)[1], (i) => `index ${i}`);
        const small = indices.map((index) => Math.abs(index) % extent);
        for (let wrong = 0; wrong < indices.length; wrong++) {
          const kept = indices[wrong];
          indices[wrong] = wrong % 2 === 0 ? extent : -extent - 1;
          assert.equal(find(backend)[0], wrong);
          indices[wrong] = kept;
          const given = small.with(wrong, wrong % 2 === 0 ? extent : -1);
          assert.equal(backend.outside(array(backend, given, "int32"), extent), wrong);
        }
      });
    }

    for (const dtype of ["float32", "int32", "bool"] as const) {
      it(`take and put single elements of ${dtype}, of equal places the last`, () => {
        const next = randomNumbers(4);
        for (const n of [1, 3, 4, 5, 18, 100]) {
          const values = Float32Array.from({ length: n }, () => Math.floor(next() * 2));
          const places = Int32Array.from({ length: n }, () => Math.floor(next() * 9));
          const run = (b: Backend): NDArray[] => {
            const [positions, source] = [array(b, places, "int32"), array(b, values, dtype)];
            const [taken, put] = [array(b, new Float32Array(n), dtype), array(b, new Float32Array(9), dtype)];
            b.put(put, positions, source, 1, 1, false);
            b.take(put, positions, taken, 1, 1);
            return [put, taken];
          };
          const expected = run(oracle);
          for (const [i, made] of run(backend).entries()) {
            assertSameBits(made, expected[i], (place) => `element ${place} of ${n}`);
          }
        }
      });
    }

    for (const dtype of ["float32", "float64"] as const) {
      it(`space numbers of ${dtype} evenly as plain loops do`, () => {
        const next = randomNumbers(9);
        for (const n of [0, 1, 2, 7, 8, 15, 16, 17, 33, 160, 1000]) {
          const start = next() * 200 - 100;
          const step = (next() * 2 - 1) * 10 ** (next() * 4 - 3);
          for (const code of [Ramp.whole, Ramp.steps, Ramp.between]) {
            const run = (b: Backend): NDArray => {
              const out = array(b, new Float64Array(n), dtype);
              b.ramp(code, out, start, step, start + (n - 1) * step);
              return out;
            };
            assertSameBits(run(backend), run(oracle), (i) => `number ${i} of ${n} from ${start} by ${step}`);
          }
        }
      });
    }
  });
}
