/** Every operation in place beside the same operation out of place: values, gradients, gradients of gradients. */
import assert from "node:assert/strict";
import { allclose, grad, type Tensor, tensor } from "../../../../engine/index.ts";
import { Tensor as TensorClass } from "../../../../engine/core/tensor.ts";
import { gradcheck, gradgradcheck } from "./gradcheck.ts";
import { uniform } from "./samples.ts";

type Method = (this: Tensor, ...args: unknown[]) => Tensor;

/** What else an operation is called with; `like` makes an operand of a shape, which requires a gradient. */
type Arguments = (like: (...shape: number[]) => Tensor) => unknown[][];

const scalarsAndTensors: Arguments = (like) => [[2.5], [like(2, 3)], [like(3)], [like()]];
const masks = [tensor([true, false, true]), tensor([[true], [false]])];

const indices = (...rows: number[][]): Tensor => tensor(rows, { dtype: "int32" });

const argumentsOf: Record<string, Arguments | undefined> = {
  add_: (like) => [...scalarsAndTensors(like), [like(3), { alpha: -2 }], [1, { alpha: 3 }]],
  sub_: (like) => [...scalarsAndTensors(like), [like(2, 1), { alpha: 3 }]],
  mul_: scalarsAndTensors,
  div_: scalarsAndTensors,
  pow_: (like) => [[2], [3], [-1.5], [0], [like(2, 3)], [like(3)]],
  clamp_: () => [[0.7, 1.5], [{ min: 1 }], [{ max: 1 }]],
  scatter_: (like) => [
    [0, indices([0, 1, 0]), like(1, 3)],
    [1, indices([2], [0]), 3],
  ],
  scatterAdd_: (like) => [[1, indices([2, 2], [0, 1]), like(2, 2)]],
  indexAdd_: (like) => [
    [1, [0, 2, 0], like(2, 3)],
    [0, tensor([1], { dtype: "int32" }), like(1, 3)],
  ],
  maskedFill_: () => masks.map((mask) => [mask, 3]),
};

const takesTensors = ["add_", "sub_", "mul_", "div_", "pow_"];

/** What has no twin: it overwrites, or is of no operation. */
const withoutTwin = [
  "zero_",
  "fill_",
  "copy_",
  "normal_",
  "uniform_",
  "bernoulli_",
  "requiresGrad_",
  "detach_",
];

const names = Object.getOwnPropertyNames(TensorClass.prototype).filter((name) => name.endsWith("_"));
const methods = TensorClass.prototype as unknown as Record<string, Method>;

/** Positive numbers away from integers and from each other, where every operation has a slope. */
function makes(seed: number): (...shape: number[]) => Tensor {
  const next = uniform(seed);
  return (...shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Float64Array.from({ length: size }, () => 0.3 + 2 * next());
    return tensor(values, { dtype: "float64" })
      .reshape(...shape)
      .clone()
      .requiresGrad_();
  };
}

/** Gradients are added up in another order: equal but for the last digits. */
function sameNumbers(actual: readonly (Tensor | null)[], expected: readonly (Tensor | null)[]): void {
  actual.forEach((a, i) => {
    const e = expected[i];
    assert.equal(a === null, e === null);
    if (!a || !e) return;
    assert.ok(allclose(a, e, { rtol: 1e-12, atol: 1e-12 }), `${a.toString()} is not ${e.toString()}`);
  });
}

/** Where the changed tensor lies: alone, as a view, in the middle of a larger one, column by column. */
const places: Record<string, (x: Tensor) => Tensor> = {
  "a tensor": (x) => x.clone(),
  "a view": (x) => x.clone().reshape(6).reshape(2, 3),
  "a part": (x) => {
    const base = tensor(new Float64Array(20).fill(0.5), { dtype: "float64" }).reshape(4, 5).clone();
    return base.set("1:3", "::2", x).get("1:3", "::2");
  },
  "a transposed view": (x) => x.T.clone().T,
};

for (const name of names.filter((candidate) => !withoutTwin.includes(candidate))) {
  const twin = name.slice(0, -1);
  describe(`${name} and ${twin}`, () => {
    const calls = (argumentsOf[name] ?? (() => [[]]))(makes(5));
    for (const [place, at] of Object.entries(places)) {
      it(`have the same values and gradients for ${place}`, () => {
        for (const args of calls) {
          const x = makes(3)(2, 3);
          const operands = args.filter((arg) => arg instanceof TensorClass && arg.requiresGrad) as Tensor[];
          const inputs = [x, ...operands];
          const replaced = (given: readonly Tensor[]): unknown[] =>
            args.map((arg) =>
              operands.includes(arg as Tensor) ? given[operands.indexOf(arg as Tensor) + 1] : arg,
            );
          const outside = (...given: Tensor[]): Tensor =>
            methods[twin].apply(given[0].mul(1), replaced(given));
          const inside = (...given: Tensor[]): Tensor => {
            const h = at(given[0]);
            methods[name].apply(h, replaced(given));
            return h;
          };
          const results = [outside, inside].map((f) => {
            const y = f(...inputs);
            const options = { createGraph: true, allowUnused: true } as const;
            const first = grad(y.mul(y).mul(x).sum(), inputs, options);
            const squares = first.flatMap((g) => (g ? [g.mul(g).sum()] : []));
            const second = grad(
              squares.reduce((a, b) => a.add(b)),
              inputs,
              { allowUnused: true },
            );
            return [y, ...first, ...second];
          });
          sameNumbers(results[1], results[0]);
          gradcheck(inside, inputs);
          gradgradcheck(inside, inputs);
        }
      });
    }

    if (!takesTensors.includes(name)) return;

    it("have them where the tensor is its own operand", () => {
      const results = [twin, name].map((called) => {
        const x = makes(3)(2, 3);
        const h = x.mul(1);
        const y = methods[called].call(h, h);
        return [y, ...grad(y.mul(y).sum(), x)];
      });
      sameNumbers(results[1], results[0]);
    });
  });
}

describe("operations in place", () => {
  it("have all a twin, but those that overwrite", () => {
    assert.deepEqual(
      names.filter((name) => !withoutTwin.includes(name) && !(name.slice(0, -1) in TensorClass.prototype)),
      [],
    );
    assert.ok(names.length > 20, `${names.length} names`);
  });
});
