import assert from "node:assert/strict";
import { empty, manualSeed, nn, type Tensor } from "../../../../engine/index.ts";
import { golden } from "../golden.ts";

interface Initialiser {
  seed: number;
  shape: number[];
  options: Record<string, unknown>;
  values: number[];
  linear?: [number, number, boolean];
  weight: number[];
}

/** PyTorch's words in ours. */
function options({ mode, nonlinearity, ...rest }: Record<string, unknown>): never {
  const words: Record<string, string> = { fan_out: "fanOut", fan_in: "fanIn", leaky_relu: "leakyRelu" };
  const translate = (word: unknown) => words[String(word)] ?? word;
  return {
    ...rest,
    ...(mode === undefined ? {} : { mode: translate(mode) }),
    ...(nonlinearity === undefined ? {} : { nonlinearity: translate(nonlinearity) }),
  } as never;
}

const fill: Record<string, (x: Tensor, given: Record<string, unknown>) => Tensor> = {
  normal_: (x, given) => nn.init.normal_(x, options(given)),
  uniform_: (x, given) => nn.init.uniform_(x, options(given)),
  constant_: (x, given) => nn.init.constant_(x, Number(given.val)),
  ones_: (x) => nn.init.ones_(x),
  zeros_: (x) => nn.init.zeros_(x),
  xavierUniform_: (x, given) => nn.init.xavierUniform_(x, options(given)),
  xavierNormal_: (x, given) => nn.init.xavierNormal_(x, options(given)),
  kaimingUniform_: (x, given) => nn.init.kaimingUniform_(x, options(given)),
  kaimingNormal_: (x, given) => nn.init.kaimingNormal_(x, options(given)),
};

describe("initialisers", () => {
  for (const [title, expected] of Object.entries(golden<Initialiser>("initialisers"))) {
    it(`${title} gives PyTorch's numbers, bit for bit`, () => {
      manualSeed(expected.seed);
      if (expected.linear) {
        const [inputs, outputs, bias] = expected.linear;
        const layer = new nn.Linear(inputs, outputs, { bias });
        assert.deepEqual([...layer.weight.toTypedArray()], expected.weight.map(Math.fround));
        assert.deepEqual([...(layer.bias?.toTypedArray() ?? [])], expected.values.map(Math.fround));
        return;
      }
      const x = empty(expected.shape);
      assert.equal(fill[title.split(" ")[0]](x, expected.options), x);
      assert.deepEqual([...x.toTypedArray()], expected.values.map(Math.fround));
    });
  }
});
