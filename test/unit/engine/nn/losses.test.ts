import assert from "node:assert/strict";
import { arange, fromArray, nn, tensor, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

interface LossCase {
  loss: string;
  options: Record<string, unknown>;
  input: GoldenTensor;
  target: GoldenTensor;
  output: GoldenTensor;
  grad: GoldenTensor;
}

const make: Record<string, (options: never) => nn.Loss> = {
  MSELoss: (options) => new nn.MSELoss(options),
  L1Loss: (options) => new nn.L1Loss(options),
  SmoothL1Loss: (options) => new nn.SmoothL1Loss(options),
  HuberLoss: (options) => new nn.HuberLoss(options),
  CrossEntropyLoss: (options) => new nn.CrossEntropyLoss(options),
  NLLLoss: (options) => new nn.NLLLoss(options),
  BCELoss: (options) => new nn.BCELoss(options),
  BCEWithLogitsLoss: (options) => new nn.BCEWithLogitsLoss(options),
};

/** PyTorch's words in ours; lists are tensors. */
function optionsOf(options: Record<string, unknown>): never {
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const entries = Object.entries(options).map(([name, value]) => {
    return [camel(name), Array.isArray(value) ? tensor(value as number[]) : value];
  });
  return Object.fromEntries(entries) as never;
}

function unpack({ values, shape, dtype }: GoldenTensor): Tensor {
  const array = dtype === "int32" ? Int32Array : Float32Array;
  return fromArray(array.from(numbers(values)), shape);
}

describe("losses against PyTorch", () => {
  for (const [title, { loss, options, input, target, output, grad }] of Object.entries(
    golden<LossCase>("losses"),
  )) {
    it(title, () => {
      const x = unpack(input).requiresGrad_();
      const y = make[loss](optionsOf(options))(x, unpack(target));
      assert.deepEqual([...y.shape], output.shape);
      assertClose(y.toTypedArray(), numbers(output.values), { what: "loss" });
      y.mul(arange(1, y.numel() + 1).reshape(y.shape))
        .sum()
        .backward();
      assert.ok(x.grad);
      assertClose(x.grad.toTypedArray(), numbers(grad.values), { what: "gradient" });
    });
  }
});

describe("slopes of losses where they are easily wrong", () => {
  it("is that of the sigmoid for a logit of 0, with a weight for positive targets too", () => {
    for (const posWeight of [undefined, tensor(3)]) {
      // A target that takes a gradient itself goes another way.
      for (const target of [tensor([0, 1]), tensor([0, 1]).requiresGrad_()]) {
        const x = tensor([0, 0]).requiresGrad_();
        const options = { reduction: "sum", ...(posWeight && { posWeight }) } as const;
        nn.functional.binaryCrossEntropyWithLogits(x, target, options).backward();
        assert.deepEqual(x.grad?.toArray(), [0.5, posWeight ? -1.5 : -0.5]);
      }
    }
  });

  it("is 0, though there is no mean, when every target is ignored", () => {
    const ignored = tensor([1, 1], { dtype: "int32" });
    for (const options of [{ ignoreIndex: 1 }, { ignoreIndex: 1, labelSmoothing: 0.1 }]) {
      const x = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]).requiresGrad_();
      const loss = nn.functional.crossEntropy(x, ignored, options);
      loss.backward();
      assert.ok(Number.isNaN(loss.item()));
      assert.deepEqual([...(x.grad?.abs().toTypedArray() ?? [])], [0, 0, 0, 0, 0, 0]);
    }
  });
});

describe("losses in words", () => {
  const loss = new nn.CrossEntropyLoss();

  it("take class indices that are written as plain numbers", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    assert.equal(loss(x, tensor([0, 1])).item(), loss(x, tensor([0, 1], { dtype: "int32" })).item());
  });

  it("name a target that is no class", () => {
    assert.throws(
      () => loss(tensor([[1, 2]]), tensor([2])),
      /target 0 is class 2, but there are 2 classes: 0 … 1/,
    );
  });

  it("refuse to compare every prediction with every target", () => {
    assert.throws(
      () => new nn.MSELoss()(tensor([[1], [2]]), tensor([1, 2])),
      /the prediction has shape \(2, 1\), the target \(2,\).*Did you mean y\.reshape\(yHat\.shape\)\?/,
    );
  });

  it("refuse probabilities outside [0, 1]", () => {
    assert.throws(
      () => new nn.BCELoss()(tensor([1.5]), tensor([1])),
      /must be probabilities in \[0, 1\], but one is 1\.5/,
    );
  });
});
