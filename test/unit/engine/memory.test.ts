import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Backend } from "../../../engine/backend/backend.ts";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../engine/core/context.ts";
import { memory, ones, type Tensor } from "../../../engine/index.ts";
import { until } from "../until.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Lets the collector and the finalizers run, which they do when they like, until nothing is held. */
async function settle(held: () => number): Promise<void> {
  await until(() => {
    gc();
    return held() === 0;
  }, "all memory to be given back");
}

/** Remembers the largest block it was asked for. */
function measuringBackend(): Backend & { largest: number } {
  const js = jsBackend();
  return {
    ...js,
    largest: 0,
    allocate(dtype, length, kind) {
      this.largest = Math.max(this.largest, length);
      return js.allocate(dtype, length, kind);
    },
  };
}

describe("memory", () => {
  const before = context.backend;
  let backend: ReturnType<typeof measuringBackend>;
  beforeEach(() => {
    backend = measuringBackend();
    useBackend(backend);
  });
  afterEach(() => useBackend(before));

  it("is given back by every operation of the table and its backward pass", async () => {
    const program = fileURLToPath(
      new URL(`./leftAfterTraining${path.extname(fileURLToPath(import.meta.url))}`, import.meta.url),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    const { held, left } = JSON.parse(stdout) as { held: number; left: ReturnType<typeof memory> };
    assert.ok(held > 0);
    assert.deepEqual(left, {
      parameter: 0,
      gradient: 0,
      optimiser: 0,
      input: 0,
      intermediate: 0,
      temporary: 0,
      total: 0,
    });
  });

  it("is accounted for by what it is used for", async () => {
    const x = ones(100, 10);
    const w = ones(10, 5, { requiresGrad: true });
    const loss = x.matmul(w).relu().sum();
    const during = memory();
    assert.equal(during.input, 4 * (1000 + 50));
    assert.equal(during.intermediate, 4 * 500, "what relu saved");
    loss.backward();
    await settle(() => memory().intermediate);
    const after = memory();
    assert.equal(after.gradient, 4 * 50);
    assert.equal(after.intermediate, 0);
    assert.equal(loss.item(), 5000);
    assert.deepEqual([...x.shape, ...w.shape], [100, 10, 10, 5]);
  });

  it("is shown as a table, with units", () => {
    const x = ones(1000, 1000);
    const shown = inspect(memory());
    assert.match(shown, /^parameter +0 bytes\n/);
    assert.match(shown, /\ninput +3\.8 MB\n/);
    assert.match(shown, /\ntotal +3\.8 MB$/);
    const widths = shown.split("\n").map((line) => line.length);
    assert.equal(new Set(widths).size, 1, shown);
    assert.deepEqual(Object.keys(memory()).at(-1), "total");
    assert.equal(x.numel(), 1_000_000);
  });

  it("frees what nobody looks at during the backward pass", () => {
    const x = ones(1000, { requiresGrad: true });
    let y: Tensor = x;
    for (let i = 0; i < 50; i++) y = y.mul(1.01);
    const loss = y.sum();
    const held = memory().total;
    loss.backward();
    assert.ok(memory().total - held < 4 * 1000 * 5, `the pass left ${memory().total - held} bytes behind`);
  });

  it("is never taken for M × K × N by the gradients of a product", () => {
    const [m, k, n] = [40, 50, 60];
    const x = ones(m, k, { requiresGrad: true });
    const w = ones(k, n, { requiresGrad: true });
    x.matmul(w).sum().backward();
    assert.ok(backend.largest <= k * n, `a block of ${backend.largest} elements`);
    const batches = ones(8, m, k, { requiresGrad: true });
    batches.matmul(w).sum().backward();
    assert.ok(backend.largest <= 8 * m * n, `a block of ${backend.largest} elements`);
  });
});
