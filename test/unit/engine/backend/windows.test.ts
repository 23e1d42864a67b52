import assert from "node:assert/strict";
import type { Backend, Pair, Window } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { type DType, fromStorage, type NDArray } from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/core/shape.ts";
import { placesAlong } from "../../../../engine/ops/windows/geometry.ts";
import { uniform } from "../ops/samples.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();

/** What a window does over images of one shape. */
interface Case {
  window: Window;
  x: Shape;
  w: Shape;
  places: Pair;
}

function randomCase(next: () => number, large: boolean): Case {
  const upTo = (most: number): number => 1 + Math.floor(next() * most);
  const pair = (most: number): Pair => [upTo(most), upTo(most)];
  for (;;) {
    const groups = upTo(3);
    const [inputs, outputs] = [upTo(large ? 70 : 4), upTo(large ? 20 : 4)];
    const window: Window = {
      kernel: pair(next() < 0.3 ? 1 : 4),
      stride: pair(3),
      padding: [upTo(4) - 1, upTo(4) - 1],
      dilation: pair(2),
    };
    const x = [upTo(large ? 19 : 3), groups * inputs, upTo(large ? 40 : 13), upTo(large ? 40 : 13)];
    const along = (axis: 0 | 1): number => {
      const { kernel, stride, dilation, padding } = window;
      const margin = padding[axis];
      return placesAlong(x[2 + axis], kernel[axis], stride[axis], dilation[axis], margin, margin);
    };
    const places: Pair = [along(0), along(1)];
    if (places[0] > 0 && places[1] > 0) {
      return { window, x, w: [groups * outputs, inputs, ...window.kernel], places };
    }
  }
}

/** Every entry of the backend that moves a window, over the same numbers. */
function results(
  b: Backend,
  { window, x, w, places }: Case,
  seed: number,
  dtype: DType,
): Record<string, NDArray> {
  const next = uniform(seed);
  const array = (shape: Shape, own: DType = dtype): NDArray => {
    const storage = b.allocate(own, sizeOf(shape), "temporary");
    storage.data.forEach((_, i, data) => (data[i] = next() * 2 - 1));
    return fromStorage(storage, shape);
  };
  const [image, weights, bias] = [array(x), array(w), array([w[0]])];
  const slopes = array([x[0], w[0], ...places]);
  const columns = [x[0], x[1], ...window.kernel, ...places];
  const made = {
    convolve: array(slopes.shape),
    plain: array(slopes.shape),
    convolveInput: array(x),
    convolveWeight: array(w),
    unfold: array(columns),
    fold: array(x),
  };
  b.convolve(image, weights, bias, made.convolve, window);
  b.convolve(image, weights, null, made.plain, window);
  b.convolveInput(slopes, weights, made.convolveInput, window);
  b.convolveWeight(image, slopes, made.convolveWeight, window);
  b.unfold(image, made.unfold, window);
  b.fold(array(columns), made.fold, window);
  const { padding, kernel, dilation } = window;
  if ([0, 1].some((axis) => padding[axis] * 2 > kernel[axis])) return made;
  const pooled = [x[0], x[1], ...places];
  const pools = {
    maxPool: array(pooled),
    positions: array(pooled, "int32"),
    avgPool: array(pooled),
    padded: array(pooled),
    avgPoolBackward: array(x),
  };
  b.maxPool(image, pools.maxPool, pools.positions, window);
  if (dilation[0] * dilation[1] > 1) return { ...made, maxPool: pools.maxPool, positions: pools.positions };
  b.avgPool(image, pools.avgPool, window, false, 0);
  b.avgPool(image, pools.padded, window, true, 0);
  b.avgPoolBackward(array(pooled), pools.avgPoolBackward, window, true, 3);
  return { ...made, ...pools };
}

function assertAgree(backend: Backend, example: Case, seed: number, dtype: DType = "float32"): void {
  const [actual, expected] = [results(backend, example, seed, dtype), results(oracle, example, seed, dtype)];
  for (const [name, { storage, size }] of Object.entries(actual)) {
    const wanted = expected[name].storage.data;
    // Sums of many numbers of both signs: their error grows with the root of how many there are.
    const scale = Math.sqrt(sizeOf(example.w) + sizeOf(example.places) * example.x[0]);
    const most = (dtype === "float64" ? 4e-15 : 2e-6) * scale;
    const wrong = storage.data.findIndex((value, i) => !(Math.abs(value - wanted[i]) <= most));
    assert.ok(
      wrong < 0,
      `${name} of ${JSON.stringify(example)}: ${storage.data[wrong]}, not ${wanted[wrong]} at ${wrong} of ${size}`,
    );
  }
}

for (const { name, backend, replaced } of builds) {
  describe(`windows on ${name}`, () => {
    it("give what the definition gives, wherever they begin and however they move", () => {
      const next = uniform(5);
      for (let i = 0; i < 150; i++) assertAgree(backend, randomCase(next, false), i);
    });

    it("give it in float64", () => {
      const next = uniform(7);
      for (let i = 0; i < 60; i++) assertAgree(backend, randomCase(next, false), i, "float64");
    });

    it("give it for images and kernels that are gathered in several blocks", function () {
      this.timeout(120_000);
      const next = uniform(9);
      for (let i = 0; i < 4; i++) assertAgree(backend, randomCase(next, true), i);
      const window: Window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
      assertAgree(backend, { window, x: [1, 300, 9, 11], w: [2, 300, 3, 3], places: [9, 11] }, 1);
      // Several blocks of rows, of columns, and of what is made.
      assertAgree(backend, { window, x: [1, 8, 30, 300], w: [3, 8, 3, 3], places: [30, 300] }, 1);
      assertAgree(backend, { window, x: [1, 2, 3, 400], w: [300, 2, 3, 3], places: [3, 400] }, 1);
      assertAgree(backend, { window, x: [1, 1000, 4, 5], w: [3, 1000, 3, 3], places: [4, 5] }, 1, "float64");
    });

    it("give it for kernels of 3 × 3 of many channels, which are multiplied in sums", function () {
      this.timeout(120_000);
      const next = uniform(11);
      const upTo = (most: number): number => 1 + Math.floor(next() * most);
      for (let i = 0; i < 12; i++) {
        const window: Window = {
          kernel: [3, 3],
          stride: [1, 1],
          padding: [upTo(3) - 1, upTo(3) - 1],
          dilation: [1, 1],
        };
        const x = [upTo(3), 15 + upTo(40), 3 + upTo(8), 7 + upTo(i % 4 === 0 ? 150 : 12)];
        const places: Pair = [x[2] + 2 * window.padding[0] - 2, x[3] + 2 * window.padding[1] - 2];
        const w = [8 * (1 + upTo(5)), x[1], 3, 3];
        assertAgree(backend, { window, x, w, places }, i);
      }
      const window: Window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
      assertAgree(backend, { window, x: [2, 128, 7, 7], w: [128, 128, 3, 3], places: [7, 7] }, 1);
      assertAgree(backend, { window, x: [9, 64, 8, 28], w: [64, 64, 3, 3], places: [8, 28] }, 1);
    });

    // Kernels are examined when they are first wanted: those that fail are replaced, and all of the above would agree.
    it("were all the kernels' own", () => {
      assert.deepEqual(replaced, []);
    });
  });
}
