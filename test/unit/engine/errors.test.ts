import assert from "node:assert/strict";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../engine/core/context.ts";
import type { Backend } from "../../../engine/backend/backend.ts";
import {
  arange,
  cat,
  explainMissingGradient,
  gather,
  memory,
  nn,
  noGrad,
  ones,
  optim,
  OutOfMemoryError,
  relu,
  sum,
  type Tensor,
  tensor,
  zeros,
} from "../../../engine/index.ts";
import { crossEntropy } from "../../../engine/ops/losses/crossEntropy.ts";
import { linear } from "../../../engine/ops/products/linear.ts";
import { mse } from "../../../engine/ops/losses/losses.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });

describe("what the engine says when shapes do not fit", () => {
  it("names both shapes, the axes and the transpose that matmul wants", () => {
    assert.throws(() => ones(32, 784).matmul(ones(256, 784)), {
      message:
        "matmul: (32, 784) and (256, 784) do not fit: 784 ≠ 256 " +
        "(axis 1 of the first, axis 0 of the second). Did you mean x.matmul(w.T)?",
    });
    assert.throws(
      () => ones(32, 784).matmul(ones(256, 10)),
      /matmul: \(32, 784\) and \(256, 10\) do not fit: 784 ≠ 256 \(axis 1 of the first, axis 0 of the second\)\./,
    );
    assert.throws(() => ones(5, 3).matmul(ones(5, 2)), /Did you mean x\.T\.matmul\(w\)\?/);
    assert.throws(() => ones(3).matmul(tensor(2)), /both need at least one axis.*x\.mul\(s\)/);
  });

  it("names the axis at which two shapes do not broadcast, and the remedy", () => {
    assert.throws(() => ones(2, 3).add(ones(2, 4)), {
      message:
        "add: (2, 3) and (2, 4) do not broadcast: 3 ≠ 4 (axis 1 of the first, axis 1 of the second). " +
        "Axes are compared from the right; they must be equal, or one of them 1.",
    });
    assert.throws(() => ones(10, 3).sub(ones(10)), /sub: \(10, 3\) and \(10,\).*y\.unsqueeze\(1\)\?/);
    assert.throws(() => ones(2, 3).mul(ones(3, 2)), /Did you mean y\.T\?/);
    assert.throws(() => ones(2, 3).gt(ones(4)), /gt: \(2, 3\) and \(4,\) do not broadcast/);
  });

  it("names the layer's size when its input does not fit", () => {
    assert.throws(
      () => linear(ones(2, 1, 28, 28), ones(10, 784), ones(10)),
      /linear: \(2, 1, 28, 28\) does not fit a layer of 784 inputs and 10 outputs: 28 ≠ 784.*Flatten the input first/,
    );
  });

  it("refuses to compare every prediction with every target", () => {
    assert.throws(
      () => mse(ones(10, 1), ones(10)),
      /mse: the prediction has shape \(10, 1\), the target \(10,\).*y\.reshape\(yHat\.shape\)\?/,
    );
  });

  it("says how many elements there are and how many a new shape holds", () => {
    assert.throws(
      () => arange(12).reshape(5, 3),
      /reshape: \(12,\) has 12 elements, which do not fit \(5, 3\) \(15 elements\)/,
    );
    assert.throws(() => arange(12).reshape(5, -1), /do not fit \(5, -1\)/);
    assert.throws(() => ones(2, 3).T.view(6), /view: .*Use reshape/);
    assert.throws(() => ones(2, 3).expand(4, 3), /expand: \(2, 3\) does not stretch to \(4, 3\)/);
    assert.throws(
      () => cat([ones(2, 3), ones(2, 4)]),
      /cat: tensor 1 of shape \(2, 4\).*all axes but axis 0/,
    );
  });

  it("says which axes there are", () => {
    assert.throws(() => ones(2, 3).sum(2), /sum: there is no axis 2 in shape \(2, 3\); use -2 … 1\./);
    assert.throws(() => ones(2, 3).softmax(-3), /softmax: there is no axis -3/);
    assert.throws(() => ones(2, 3).permute(0, 0), /permute: \(0, 0\) must name each of the 2 axes once/);
  });

  it("names the index that is outside", () => {
    assert.throws(() => ones(2, 3).at(2), /get: index 2 is outside of axis 0 with 2 elements \(-2 … 1\)/);
    assert.throws(() => ones(2, 3).get([0, 5]), /get: index 5 is outside of axis 0/);
    assert.throws(() => ones(2, 3).get(0, 0, 0), /get: 3 indices are too many for shape \(2, 3\)/);
    assert.throws(
      () => ones(2, 3).get([0, 1], [0, 1, 2]),
      /index lists of shapes \(2,\), \(3,\) do not pair up/,
    );
    assert.throws(() => ones(3).get(tensor([true, false])), /get: the mask has shape \(2,\)/);
    assert.throws(
      () => gather(ones(2, 2), 1, tensor([[0.5], [1]])),
      /index must be a whole number, but element 0 is 0\.5/,
    );
    assert.throws(
      () => crossEntropy(ones(2, 3), tensor([0, 3])),
      /crossEntropy: target 1 is class 3, but there are 3 classes/,
    );
  });

  it("finds the row of a nested array that is too short", () => {
    assert.throws(() => tensor([[1, 2], [3]]), /tensor: expected 2 elements at depth 1, found 1 elements/);
    assert.throws(() => zeros(2, -1), /zeros: a size must be a whole number of at least 0, not -1/);
  });

  it("does not choose from nothing", () => {
    assert.throws(() => zeros(0).max(), /max: there is nothing to choose from/);
    assert.throws(() => zeros(2, 0).argmax(1), /argmax: there is nothing to choose from in shape \(2, 0\)/);
  });

  it("does not make one number of many", () => {
    assert.throws(() => ones(2).item(), /item: a tensor of shape \(2,\) has 2 elements, not one\./);
  });
});

describe("what the engine says when dtypes mix", () => {
  it("names both and how to convert", () => {
    assert.throws(() => ones(2, 2).matmul(ones(2, 2, { dtype: "float64" })), {
      message:
        'matmul: the dtypes differ, float32 and float64. Convert one of them, for example x.to("float64").',
    });
    assert.throws(
      () => tensor([1, 2], { dtype: "int32", requiresGrad: true }),
      /only float32 and float64 tensors/,
    );
    assert.throws(
      () => ones(2, { dtype: "int32" }).add_(ones(2)),
      /a float32 result cannot be stored in an int32 tensor/,
    );
  });
});

describe("what the engine says about gradients", () => {
  it("explains a second backward over a freed graph", () => {
    const x = leaf(2);
    const y = x.mul(x).sum();
    y.backward();
    assert.throws(() => y.backward(), /backward: the graph was freed.*MulBackward0.*retainGraph: true/);
  });

  it("explains that a gradient starts from a scalar", () => {
    assert.throws(
      () => leaf(1, 2).mul(2).backward(),
      /backward: a gradient starts from a scalar, but this tensor has shape \(2,\).*y\.sum\(\)\.backward\(\)/,
    );
    assert.throws(
      () => leaf(1, 2).mul(2).backward(ones(3)),
      /backward: the gradient has shape \(3,\).*\(2,\)/,
    );
  });

  it("explains why a gradient is null when it is used", () => {
    const said = (x: Tensor, use: (x: Tensor) => unknown): string => {
      try {
        use(x);
      } catch (error) {
        explainMissingGradient(error);
        return String(error);
      }
      return "nothing";
    };
    const w = ones(2, { requiresGrad: true });
    assert.match(
      said(ones(2), (x) => x.grad.zero_()),
      /null \(reading 'zero_'\)\. A gradient is null here because the tensor has requiresGrad = false: make it with \{ requiresGrad: true \}/,
    );
    assert.match(
      said(w, (x) => x.grad.mul(2)),
      /because no backward\(\) has reached the tensor.*call loss\.backward\(\) first/,
    );
    assert.match(
      said(w, (x) => ones(2).sub(x.grad)),
      /because no backward\(\) has reached the tensor/,
    );
    assert.match(
      said(w.mul(2), (x) => x.grad.mul(2)),
      /because the tensor was computed from others.*call retainGrad\(\) before backward\(\)/,
    );
    const other = said(w, (x) => (x.gradFn as unknown as { name: string }).name);
    assert.doesNotMatch(other, /gradient/);
  });

  it("explains that nothing requires a gradient", () => {
    assert.throws(() => ones(2).sum().backward(), /backward: nothing to differentiate.*Set requiresGrad/);
  });

  it("notices that something it saved was changed in place", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    const z = y.mul(y).sum();
    y.add_(1);
    assert.throws(
      () => z.backward(),
      /backward: MulBackward0 needs a tensor that was changed in place.*clone\(\)/,
    );
    const w = leaf(1, 2);
    const e = w.exp();
    e.zero_();
    assert.throws(() => e.sum().backward(), /backward: nothing|changed in place/);
  });

  it("forbids changing a leaf while operations are recorded, and says what to do", () => {
    const w = leaf(1, 2);
    assert.throws(
      () => w.sub_(1),
      /sub_: a leaf tensor that requires a gradient.*noGrad\(\(\) => x\.sub_\(…\)\)/,
    );
    assert.throws(() => w.set(0, 1), /set: a leaf tensor/);
    noGrad(() => w.sub_(1));
    assert.deepEqual(w.toArray(), [0, 1]);
  });

  it("forbids changes of views that could not be recorded", () => {
    const y = leaf(1, 2).mul(2);
    assert.throws(() => y.unbind()[0].add_(1), /add_: this tensor is one of several views.*x\.get\(…\)/);
    const v = noGrad(() => y.at(0));
    assert.throws(() => v.add_(1), /add_: this view was made inside noGrad\(\).*both outside/);
  });

  it("does not leave a graph by a switch", () => {
    assert.throws(() => leaf(1).mul(2).requiresGrad_(false), /requiresGrad_.*detach\(\)/);
    assert.throws(() => ones(1).retainGrad(), /retainGrad: this tensor does not require a gradient/);
  });
});

describe("what the engine says when something else than a tensor is handed in", () => {
  // As a cell whose types were not looked at may do.
  const x = ones(2, 3);
  const given = (value: unknown): Tensor => value as Tensor;
  const table: [title: string, call: () => unknown, said: RegExp][] = [
    ["nothing", () => x.add(given(undefined)), /^add: a tensor is expected where nothing was given\.$/],
    [
      "an array",
      () => x.matmul(given([[1]])),
      /^matmul: .* an array was given\. Make a tensor of it: tensor/,
    ],
    ["a text", () => x.mul(given("2")), /^mul: a tensor is expected where string "2" was given/],
    ["null", () => x.eq(given(null)), /^eq: a tensor is expected where null was given/],
    ["an array for a function", () => relu(given([1])), /^relu: .* an array was given/],
    ["an array for a reduction", () => sum(given([1])), /^sum: .* an array was given/],
    ["an array for a layer", () => new nn.Linear(1, 1)(given([[1]])), /^Linear: .* an array was given/],
    ["no target for a loss", () => new nn.MSELoss()(x, given(undefined)), /^mse: .* nothing was given/],
    [
      "tensors one by one, to join",
      () => cat(given(x) as never, x as never),
      /^cat: .*one array: cat\(\[a, b\], 0\)/,
    ],
    ["numbers one by one", () => tensor(1, 2 as never), /^tensor: give all numbers as one array: tensor/],
    [
      "a dtype that there is not",
      () => ones(2, { dtype: "float16" as never }),
      /^ones: there is no dtype "float16"\. Did you mean "float(32|64)?"\? Use "float32"/,
    ],
    [
      "another",
      () => x.to("flot" as never),
      /^to: there is no dtype "flot"\. Did you mean "float"\? Use "float32"/,
    ],
    ["a text for an axis", () => x.sum("0" as never), /^sum: dim is "0"; give the number of an axis/],
    [
      "no sizes for a layer",
      () => new nn.Linear(3, undefined as never),
      /^Linear: outFeatures is undefined; give two/,
    ],
    [
      "a module for parameters",
      () => new optim.SGD([new nn.Linear(1, 1)] as never, { lr: 1 }),
      /^SGD: .*net\.parameters\(\)\?/,
    ],
  ];
  for (const [title, call, said] of table)
    it(`explains: ${title}`, () => assert.throws(call, { message: said }));
});

describe("running out of memory", () => {
  const js = jsBackend();
  const smallBackend: Backend = {
    ...js,
    allocate(dtype, length, kind) {
      if (length > 1000) throw new RangeError("4096 bytes are too many");
      return js.allocate(dtype, length, kind);
    },
  };

  it("names the operation, the shape, what is held and the remedy, and the program goes on", () => {
    const before = context.backend;
    useBackend(smallBackend);
    try {
      const x = ones(40, 20);
      assert.throws(
        () => x.matmul(ones(20, 40)),
        (error) => {
          assert.ok(error instanceof OutOfMemoryError);
          assert.match(
            error.message,
            /^matmul: no memory for the float32 result of shape \(40, 40\) \(6\.3 KB\)\. Held now: input 6\.3 KB\. Use a smaller batch/,
          );
          return true;
        },
      );
      assert.equal(x.sum().item(), 800);
      assert.equal(memory().input >= 3200, true);
    } finally {
      useBackend(before);
    }
  });
});
