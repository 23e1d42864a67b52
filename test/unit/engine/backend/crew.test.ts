import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Worker } from "node:worker_threads";
import { type Backend, Unary } from "../../../../engine/backend/backend.ts";
import {
  type OpenedBackend,
  openWasmBackend,
  type ThreadData,
} from "../../../../engine/backend/openWasmBackend.ts";
import { v8Reclaimer } from "../../../../engine/backend/reclaimer.ts";
import { elementsOf, fromStorage, type NDArray, viewOf } from "../../../../engine/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/shape.ts";
import { kernelBytes } from "./kernelFiles.ts";

const running: Worker[] = [];

function startThread(data: ThreadData): void {
  const file = import.meta.url.endsWith(".ts") ? "kernelThread.ts" : "kernelThread.js";
  const thread = new Worker(new URL(`../../../../engine/${file}`, import.meta.url), { workerData: data });
  thread.unref();
  running.push(thread);
}

function open(threads: number): OpenedBackend {
  const reclaimer = v8Reclaimer(v8, vm, inspect);
  return openWasmBackend(kernelBytes("kernels.wasm"), { name: "crew", reclaimer, threads, startThread });
}

function array(backend: Backend, shape: Shape, seed: number): NDArray {
  const storage = backend.allocate("float32", sizeOf(shape), "temporary");
  storage.data.forEach((_, i, data) => (data[i] = Math.sin(seed + 1.3 * i)));
  return fromStorage(storage, shape);
}

/** Work of every kind that is cut, on sizes that leave rests everywhere. */
function work(b: Backend, seed: number): NDArray[] {
  const n = 100_003 + 977 * seed;
  const [m, k, c] = [203 + seed, 151, 97 + 7 * seed];
  const product = array(b, [m, c], seed);
  b.matmul(array(b, [m, k], seed), array(b, [k, c], 2), product, array(b, [c], 3), 1, false);
  const gradient = array(b, [c, k], seed);
  const turned = viewOf(array(b, [m, c], 4), [c, m], [1, c], 0);
  b.matmul(turned, array(b, [m, k], 5), gradient, null, 0, true);
  const column = array(b, [9001, 1], seed);
  b.matmul(array(b, [9001, 130], 6), array(b, [130, 1], 7), column, null, 0, false);
  const curve = array(b, [n], seed);
  b.unary(Unary.tanh, curve, curve, 0, 0);
  b.binary(0, curve, array(b, [n], 8), curve);
  b.unaryBackward(Unary.sigmoid, curve, array(b, [n], 9), curve, 0, 0);
  const [p, g, mean, square] = [1, 2, 3, 0].map((s) => array(b, [n], s));
  b.unary(Unary.square, square, square, 0, 0);
  const step = {
    lr: 0.1,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    weightDecay: 0,
    decoupled: false,
    maximize: false,
  };
  b.adam(p, g, mean, square, null, { ...step, step: 3 });
  return [product, gradient, column, curve, p, mean, square];
}

describe("several threads", () => {
  after(async () => {
    // They wait for work for ever.
    for (const thread of running) await thread.terminate();
  });

  it("give the same bits as one, whether they come early, late or in between", async function () {
    this.timeout(60_000);
    const [alone, crew] = [open(1).backend, open(3).backend];
    const expected = [0, 1, 2, 3, 4].map((seed) =>
      work(alone, seed).map((result) => elementsOf(result).slice()),
    );
    for (let round = 0; round < 40; round++) {
      const seed = round % expected.length;
      work(crew, seed).forEach((result, which) => {
        const [x, y] = [elementsOf(result), expected[seed][which]];
        for (let i = 0; i < x.length; i++) {
          if (!Object.is(x[i], y[i]))
            assert.fail(`round ${round}, result ${which}, element ${i}: ${x[i]}, ${y[i]}`);
        }
      });
      // The first rounds meet threads that are still starting; later ones find them awake, or asleep.
      if (round % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(running.length, 2);
  });

  it("share the work once they are awake", async function () {
    this.timeout(60_000);
    const { backend, crew } = open(2);
    const end = performance.now() + 30_000;
    while (crew?.helped === 0 && performance.now() < end) {
      work(backend, 1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.ok(crew && crew.helped > 0, "the other thread has done nothing");
  });
});
