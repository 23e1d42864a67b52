/** Fills by each backend against the plain loops: the same bits, and the same words given out. */
import assert from "node:assert/strict";
import { Draw, type DrawCode, FEWEST_DRAWN } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { type DType, elementsOf, fromStorage } from "../../../../engine/core/ndarray.ts";
import { empty, manualSeed, nn, rand, randn, randperm, zeros } from "../../../../engine/index.ts";
import { draw, multinomialRow, permutation } from "../../../../engine/random/draw.ts";
import {
  fillChoice,
  fillExponential,
  fillPermutation,
  fillRandint,
  fillUniform,
  type NumberArray,
} from "../../../../engine/random/fills.ts";
import { Generator } from "../../../../engine/random/generator.ts";
import { fillNormal, type FloatArray } from "../../../../engine/random/normal.ts";
import { builds } from "../backend/builds.ts";

type Plain = (g: Generator, out: NumberArray, p0: number, p1: number) => void;

const plain: Readonly<Record<DrawCode, Plain>> = {
  [Draw.uniform]: (g, out, from, to) => fillUniform(g, out as FloatArray, from, to),
  [Draw.normal]: (g, out, mean, std) => fillNormal(g, out as FloatArray, mean, std),
  [Draw.integers]: fillRandint,
  [Draw.choice]: fillChoice,
  [Draw.exponential]: (g, out, rate) => fillExponential(g, out as FloatArray, rate),
  [Draw.permutation]: (g, out) => fillPermutation(g, out as Int32Array),
};

const floats: readonly DType[] = ["float32", "float64"];
const all: readonly DType[] = [...floats, "int32", "bool"];
const fills: readonly [DrawCode, dtypes: readonly DType[], p0: number, p1: number][] = [
  [Draw.uniform, floats, 0, 1],
  [Draw.uniform, floats, -0.1, 0.3],
  [Draw.uniform, floats, 2, 2],
  [Draw.uniform, floats, -1e30, 1e30],
  [Draw.normal, floats, 0, 1],
  [Draw.normal, floats, -3.7, 0.01],
  [Draw.normal, floats, 1, 0],
  [Draw.integers, all, 0, 2],
  [Draw.integers, all, -7, 10],
  [Draw.integers, all, 0, 1],
  [Draw.integers, all, -(2 ** 31), 2 ** 31 - 1],
  [Draw.integers, all, 3, 3 + 2 ** 31],
  [Draw.integers, all, 0, 2 ** 40],
  [Draw.integers, all, 0.5, 9],
  [Draw.choice, all, 0.3, 1],
  [Draw.choice, all, 0, 1],
  [Draw.choice, all, 1, 1],
  [Draw.choice, floats, 0.8, 1.25],
  [Draw.exponential, floats, 1, 0],
  [Draw.exponential, floats, 0.37, 0],
  [Draw.permutation, ["int32"], 0, 0],
];
const sizes = [
  0, 1, 2, 3, 5, 16, 17, 31, 127, 128, 129, 623, 624, 625, 1023, 1024, 1025, 2047, 2048, 2051, 5000,
];

const titles = Object.fromEntries(Object.entries(Draw).map(([name, code]) => [code, name]));

function bits(values: NumberArray): Uint8Array {
  return new Uint8Array(values.slice().buffer);
}

/** Runs with another backend for all that is made. */
function on<T>(backend: typeof context.backend, run: () => T): T {
  const before = context.backend;
  useBackend(backend);
  try {
    return run();
  } finally {
    useBackend(before);
  }
}

for (const { name, backend } of [...builds, { name: "js", backend: jsBackend() }]) {
  describe(`random fills by ${name}`, () => {
    it("were examined when the backend was opened, and found right", () => {
      const build = builds.find((one) => one.name === name);
      assert.ok(!build?.replaced.includes("draw"));
    });

    for (const [op, dtypes, p0, p1] of fills) {
      it(`are those of the plain loops: ${titles[op]} ${p0} ${p1}`, () => {
        for (const dtype of dtypes) {
          // Where the generator stands is another each time.
          const [one, other] = [new Generator(7), new Generator(7)];
          for (const n of sizes) {
            if (op === Draw.normal && n < FEWEST_DRAWN) continue;
            const out = fromStorage(backend.allocate(dtype, n, "temporary"), [n]);
            on(backend, () => draw(one, op, out, p0, p1));
            const expected = elementsOf(out).slice().fill(0);
            plain[op](other, expected, p0, p1);
            assert.deepEqual(bits(elementsOf(out)), bits(expected), `${dtype}, ${n} numbers`);
            assert.deepEqual(one.getState(), other.getState());
          }
        }
      });
    }
  });
}

describe("many normal numbers", () => {
  for (const dtype of floats) {
    it(`reach every logarithm and angle alike in ${dtype}`, () => {
      const n = 300_003;
      const expected = dtype === "float32" ? new Float32Array(n) : new Float64Array(n);
      fillNormal(new Generator(3), expected, 0, 1);
      for (const { name, backend } of builds) {
        const out = fromStorage(backend.allocate(dtype, n, "temporary"), [n]);
        on(backend, () => draw(new Generator(3), Draw.normal, out, 0, 1));
        assert.ok(Buffer.from(bits(elementsOf(out))).equals(bits(expected)), name);
        backend.release(out.storage);
      }
    });
  }
});

describe("random tensors", () => {
  it("go on where others ended, whether there were many or few", () => {
    const many = new Generator(1);
    const few = new Generator(1);
    const [a, b] = [rand(1000, { generator: many }), rand(50, { generator: many })];
    const parts = Array.from({ length: 21 }, () => rand(50, { generator: few }));
    assert.deepEqual(
      [...a.toTypedArray(), ...b.toTypedArray()],
      parts.flatMap((x) => [...x.toTypedArray()]),
    );
  });

  it("keep the normal number that a scalar draw has left over", () => {
    const g = new Generator(5);
    const whole = new Generator(5);
    randn(1, { generator: g });
    randn(1, { generator: whole });
    randn(1000, { generator: g });
    assert.equal(g.nextNormal, whole.nextNormal);
  });

  it("leave nothing behind in memory", () => {
    const before = context.backend.memory();
    for (let i = 0; i < 10; i++) permutation(new Generator(i), 1000);
    manualSeed(0);
    assert.deepEqual(context.backend.memory(), before);
  });

  it("are permutations of any dtype", () => {
    const order = randperm(500, { generator: new Generator(2) });
    const floating = randperm(500, { generator: new Generator(2), dtype: "float64" });
    assert.deepEqual([...floating.toTypedArray()], [...order.toTypedArray()]);
  });

  it("draw without replacement what a sort of all keys would give", () => {
    const weights = Float32Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? 0 : 1 + (i % 5)));
    const noise = new Float32Array(300);
    fillExponential(new Generator(4), noise);
    const keys = weights.map((w, i) => w / noise[i]);
    const sorted = [...keys.keys()].sort((a, b) => weights[b] / noise[b] - weights[a] / noise[a] || a - b);
    for (const count of [1, 2, 10, 200]) {
      assert.deepEqual(
        [...multinomialRow(new Generator(4), weights, count, false)],
        sorted.slice(0, count),
        `${count}`,
      );
    }
  });

  it("fill a transposed matrix in the order of memory, as PyTorch does", () => {
    // torch.manual_seed(0); torch.empty(3, 2).T.uniform_()
    const x = empty(3, 2).T.uniform_(0, 1, new Generator(0));
    const row = rand(6, { generator: new Generator(0) });
    assert.deepEqual([...x.T.flatten().toTypedArray()], [...row.toTypedArray()]);
  });

  it("fill every second column in order, one number at a time where they are normal, as PyTorch does", () => {
    const g = new Generator(0);
    const x = zeros(5, 8).get(":", "::2").normal_(0, 1, g);
    const h = new Generator(0);
    const expected = Array.from({ length: 20 }, () => randn(1, { generator: h }).item());
    assert.deepEqual([...x.flatten().toTypedArray()], expected);
    assert.deepEqual(g.getState(), h.getState());
  });

  it("drop what PyTorch drops in inputs of any layout", () => {
    manualSeed(0);
    const x = nn.functional.dropout(zeros(40, 25).add(1).T, 0.4);
    manualSeed(0);
    const y = nn.functional.dropout(zeros(25, 40).add(1), 0.4);
    assert.deepEqual([...x.flatten().toTypedArray()], [...y.flatten().toTypedArray()]);
  });
});
