import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Worker } from "node:worker_threads";
import { type Backend, Unary, type Window } from "../../../../engine/backend/backend.ts";
import {
  type OpenedBackend,
  openWasmBackend,
  type ThreadData,
} from "../../../../engine/backend/wasm/openWasmBackend.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import { elementsOf, fromStorage, type NDArray, viewOf } from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/core/shape.ts";
import { kernelBytes } from "./kernelFiles.ts";

const running: Worker[] = [];

function startThread(data: ThreadData): void {
  const file = import.meta.url.endsWith(".ts") ? "computeWorker.ts" : "computeWorker.js";
  const thread = new Worker(new URL(`../../../../engine/${file}`, import.meta.url), { workerData: data });
  thread.unref();
  running.push(thread);
}

function open(threads: number): OpenedBackend {
  const reclaimer = v8Reclaimer(v8, vm, inspect);
  return openWasmBackend(kernelBytes("kernels.wasm"), { name: "pool", reclaimer, threads, startThread });
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
  return [product, gradient, column, curve, p, mean, square, ...windowed(b, seed), ...normalised(b, seed)];
}

/** Rows, columns and channels that are shared out, with the slopes of weights that are summed over rows. */
function normalised(b: Backend, seed: number): NDArray[] {
  const rest = { given: false, eps: 1e-5 };
  const norms = [
    { outer: 333 + seed, groups: 1, depth: 301, inner: 1, batch: false, ...rest },
    { outer: 333 + seed, groups: 301, depth: 1, inner: 1, batch: true, ...rest },
    { outer: 9 + seed, groups: 70, depth: 1, inner: 130, batch: true, ...rest },
  ];
  return norms.flatMap((norm) => {
    const { outer, groups, depth, inner, batch } = norm;
    const [all, features, measured] = [
      [outer, groups, depth, inner],
      [groups, depth],
      [batch ? groups : outer],
    ];
    const [x, y, g, gx] = [1, 2, 3, 4].map((s) => array(b, all, s + seed));
    const [w, offset, gw, gb] = [5, 6, 7, 8].map((s) => array(b, features, s));
    const [center, spread] = [array(b, measured, 9), array(b, measured, 9)];
    b.normalise(x, w, offset, center, spread, y, norm);
    b.normaliseBackward(g, x, w, center, spread, gx, gw, gb, norm);
    return [y, center, spread, gx, gw, gb];
  });
}

/** Images that are shared out, and slopes by the weights that are summed over them. */
function windowed(b: Backend, seed: number): NDArray[] {
  const window: Window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
  const [image, w] = [array(b, [9 + seed, 16, 20, 21], seed), array(b, [24, 16, 3, 3], 2)];
  const [made, back, slope] = [
    array(b, [9 + seed, 24, 20, 21], 3),
    array(b, image.shape, 4),
    array(b, w.shape, 5),
  ];
  b.convolve(image, w, array(b, [24], 6), made, window);
  b.convolveInput(made, w, back, window);
  b.convolveWeight(image, made, slope, window);
  const half: Window = { kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] };
  const [largest, mean] = [array(b, [9 + seed, 16, 10, 10], 7), array(b, [9 + seed, 16, 10, 10], 8)];
  const positions = fromStorage(b.allocate("int32", largest.size, "temporary"), largest.shape);
  b.maxPool(image, largest, positions, half);
  b.avgPool(image, mean, half, true, 0);
  b.avgPoolBackward(mean, back, half, true, 0);
  return [made, slope, largest, positions, mean, back];
}

/** As Linux tells them of this process. */
function prioritiesOfThreads(): number[] {
  return readdirSync("/proc/self/task").map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    // The name, in parentheses, may hold anything; the priority is the 17th word after it.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
  });
}

describe("several threads", () => {
  after(async () => {
    // They wait for work for ever.
    for (const thread of running) await thread.terminate();
  });

  it("give the same bits as one, whether they come early, late or in between", async function () {
    this.timeout(60_000);
    const [alone, pool] = [open(1).backend, open(3).backend];
    const expected = [0, 1, 2, 3, 4].map((seed) =>
      work(alone, seed).map((result) => elementsOf(result).slice()),
    );
    for (let round = 0; round < 40; round++) {
      const seed = round % expected.length;
      work(pool, seed).forEach((result, which) => {
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
    const { backend, pool } = open(2);
    const priority = getPriority();
    const end = performance.now() + 30_000;
    while (pool?.helped === 0 && performance.now() < end) {
      work(backend, 1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.ok(pool && pool.helped > 0, "the other thread has done nothing");
    // It gives way to an editor, where a thread can; the thread that computes with it does not.
    if (process.platform !== "linux") return;
    assert.ok(prioritiesOfThreads().includes(constants.priority.PRIORITY_BELOW_NORMAL));
    assert.equal(getPriority(), priority);
  });
});
