import assert from "node:assert/strict";
import { fromArray } from "../../../../engine/index.ts";
import { multinomialRow, permutation } from "../../../../engine/random/draw.ts";
import { fillChoice, fillExponential, fillRandint, fillUniform } from "../../../../engine/random/fills.ts";
import { bernoulli } from "../../../../engine/random/tensors.ts";
import { Generator } from "../../../../engine/random/generator.ts";
import { fillNormal } from "../../../../engine/random/normal.ts";
import { golden, type GoldenNumber, numbers, ulpDistance } from "../golden.ts";

interface Stream {
  seed: number;
  call: [string, ...unknown[]];
  values: GoldenNumber[];
  after: number[];
}

type Fill = (out: Float32Array | Float64Array) => void;
const into = (n: number, double: boolean, fill: Fill) => {
  const out = double ? new Float64Array(n) : new Float32Array(n);
  fill(out);
  return out;
};

/** Performs the call that the golden file names. */
function draw(g: Generator, [name, a, b, c]: Stream["call"]): ArrayLike<number> {
  const n = a as number;
  const double = name.endsWith("64");
  switch (name) {
    case "rand":
    case "rand64":
      return into(n, double, (out) => fillUniform(g, out));
    case "randn":
    case "randn64":
      return into(n, double, (out) => fillNormal(g, out));
    case "normal":
      return into(n, double, (out) => fillNormal(g, out, b as number, c as number));
    case "uniform":
    case "uniform64":
      return into(n, double, (out) => fillUniform(g, out, b as number, c as number));
    case "randint":
      return into(n, true, (out) => fillRandint(g, out, b as number, c as number));
    case "randperm":
      return permutation(g, n);
    case "bernoulli":
      return into(n, false, (out) => fillChoice(g, out, b as number, 1));
    case "bernoulliOf":
      return bernoulli(fromArray(a as number[]), { generator: g }).toTypedArray();
    case "bernoulliOf64":
      return bernoulli(fromArray(Float64Array.from(a as number[])), { generator: g }).toTypedArray();
    case "exponential":
      return into(n, false, (out) => fillExponential(g, out, b as number));
    case "multinomial":
      return multinomialRow(g, Float32Array.from(a as number[]), b as number, c as boolean);
    case "dropout":
      return into(n, false, (out) => {
        fillChoice(g, out, 1 - (b as number), 1 / Math.fround(1 - (b as number)));
      });
    case "mixed":
      return [
        ...Array.from(draw(g, ["randn", 3])),
        ...Array.from(draw(g, ["rand", 2])),
        ...Array.from(draw(g, ["randn", 4])),
        ...Array.from(draw(g, ["randn", 20])),
        ...Array.from(draw(g, ["randn", 1])),
      ];
    default:
      throw new Error(`no such call: ${name}`);
  }
}

describe("random streams", () => {
  for (const [title, stream] of Object.entries(golden<Stream>("random"))) {
    const double = stream.call[0].endsWith("64");
    const tolerance = stream.call[0] === "randn64" ? 2 : 0;
    it(`gives PyTorch's numbers for ${title}${tolerance ? ` within ${tolerance} ulp` : ", bit for bit"}`, () => {
      const generator = new Generator(stream.seed);
      const actual = Array.from(draw(generator, stream.call));
      const expected = numbers(stream.values);
      assert.equal(actual.length, expected.length);
      const worst = Math.max(0, ...actual.map((v, i) => ulpDistance(v, expected[i] ?? NaN, double)));
      assert.ok(worst <= tolerance, `${worst} ulp apart`);
      assert.deepEqual(Array.from(draw(generator, ["rand", 2])), stream.after.map(Math.fround));
    });
  }

  it("continues from a saved state, the kept normal number included", () => {
    const g = new Generator(5);
    draw(g, ["randn", 3]);
    const state = g.getState();
    const first = Array.from(draw(g, ["randn", 5]));
    assert.deepEqual(Array.from(draw(new Generator(0).setState(state), ["randn", 5])), first);
  });

  it("refuses a seed that is not an integer", () => {
    assert.throws(() => new Generator(0.5), /manualSeed: 0.5 is not an integer/);
  });

  it("refuses weights that no probability can come from", () => {
    const g = new Generator(0);
    assert.throws(() => multinomialRow(g, Float32Array.of(1, -1), 1, true), /weight 1 is -1/);
    assert.throws(() => multinomialRow(g, Float32Array.of(0, 0), 1, true), /all weights are 0/);
    assert.throws(
      () => multinomialRow(g, Float32Array.of(1, 0), 2, false),
      /2 draws without replacement from 1/,
    );
  });
});
