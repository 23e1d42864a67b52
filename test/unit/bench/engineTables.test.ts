import { strict as assert } from "node:assert";
import type { Entry } from "../../bench/harness/contestants.ts";
import { ceilingSeconds, engineTables, ratio, remarks } from "../../bench/harness/engineTables.ts";
import type { Measured } from "../../bench/harness/roundRobin.ts";
import { type MatmulTask, type TrainTask, workOf } from "../../bench/harness/tasks.ts";

const command = { program: "", args: [] };
const entry = (id: string, who: Entry["who"], threads: number, variant?: string): Entry => ({
  id,
  who,
  threads,
  command,
  ...(variant === undefined ? {} : { variant }),
});
const hello = { name: "x", version: "1", detail: "" };
const task: MatmulTask = { kind: "matmul", name: "matmul 100³", n: 100 };
const training: TrainTask = {
  kind: "train",
  name: "MLP",
  layers: [3, 5, 2],
  batch: 10,
  loss: "mse",
  optimizer: "sgd",
  lr: 0.1,
};

const entries = [
  entry("torch 1", "PyTorch", 1),
  entry("plain", "Gradbook", 1, "plain SIMD"),
  entry("paired", "Gradbook", 1, "paired SIMD"),
  entry("paired 2", "Gradbook", 2, "paired SIMD"),
  entry("jax-js", "jax-js", 1),
  entry("fma 1", "fma", 1),
  entry("stream 1", "stream", 1),
];
const measured: Measured = {
  task,
  samples: {
    "torch 1": { seconds: [2e-3, 4e-3, 6e-3] },
    "plain": { seconds: [4e-3, 4e-3, 4e-3] },
    "paired": { seconds: [1e-3, 1e-3, 3e-3] },
    "paired 2": { seconds: [1e-3] },
    "jax-js": { seconds: [8e-3, 8e-3, 8e-3] },
    "fma 1": { seconds: [1e-3] },
    "stream 1": { seconds: [1e-3] },
  },
  ceilings: { "fma 1": [1e7, 0], "stream 1": [0, 1e9] },
};
const results = {
  present: entries.map((one) => ({ entry: one, hello })),
  absent: [{ entry: entry("tfjs WASM", "tfjs WASM", 1), reason: "not installed" }],
  measured: [measured],
};

describe("The engine's tables", () => {
  it("compare what users get with the peers, thread count by thread count", () => {
    const [one, all] = engineTables(results);
    assert.equal(one?.title, "One thread");
    assert.deepEqual(one.rows[0], {
      "step": "matmul 100³",
      "PyTorch": "0.5 GFLOP/s",
      "jax-js": "0.25 GFLOP/s",
      "tfjs WASM": "–",
      "Gradbook": "2 GFLOP/s",
      "PyTorch ÷ Gradbook": "2×",
      "best JS peer ÷ Gradbook": "8×",
      "of the machine’s ceiling": "20 %",
    });
    assert.equal(all?.title, "All 2 threads");
    assert.deepEqual(all.rows[0], {
      "step": "matmul 100³",
      "Gradbook": "2 GFLOP/s",
      "best JS peer, one thread ÷ Gradbook": "8×",
    });
  });

  it("tell what is left on a machine without the newer instructions", () => {
    const flags = engineTables(results)[2];
    assert.equal(flags?.rows[0]?.["plain SIMD"], "0.5 GFLOP/s");
    assert.equal(flags.rows[0]["paired SIMD, 2 threads"], "2 GFLOP/s");
    assert.equal(flags.rows[0]["best JS peer ÷ plain SIMD"], "2×");
  });

  it("divide round by round, so that a slow moment of the machine cancels out", () => {
    assert.equal(ratio({ seconds: [2, 20, 200] }, { seconds: [1, 10, 100] }), "2×");
    assert.equal(ratio({ seconds: [6] }, { seconds: [1, 2, 3] }), "3×");
    assert.equal(ratio({ invalid: "differs" }, { seconds: [1] }), "–");
  });

  it("name who could not take part, and what was not valid", () => {
    const lines = remarks({
      ...results,
      measured: [{ ...measured, samples: { "jax-js": { invalid: "computes something else" } } }],
    });
    assert.ok(lines.includes("tfjs WASM does not run here: not installed"));
    assert.ok(lines.includes("matmul 100³, jax-js: computes something else"));
    assert.ok(!lines.some((line) => line.startsWith("fma")));
  });

  it("take the slower of arithmetic and memory for the ceiling, none when it was not measured", () => {
    assert.equal(ceilingSeconds(measured, 1), 2e6 / 1e10);
    const slowMemory = { ...measured, ceilings: { "fma 1": [1e7, 0], "stream 1": [0, 1e3] } };
    assert.equal(ceilingSeconds(slowMemory, 1), 120_000 / 1e6);
    assert.equal(ceilingSeconds({ ...measured, ceilings: {} }, 1), null);
  });

  it("count two products for a first layer and three for the others", () => {
    assert.equal(workOf(training).flops, 2 * 10 * (2 * 3 * 5 + 3 * 5 * 2));
  });
});
