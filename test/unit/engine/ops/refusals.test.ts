/** What PyTorch refuses, and was taken here once. */
import assert from "node:assert/strict";
import { addmm, baddbmm, nn, ones, optim, tensor } from "../../../../engine/index.ts";

const { pad } = nn.functional;

describe("as PyTorch does, the engine refuses", () => {
  for (const [title, run, message] of [
    [
      "circular margins of an input without a batch",
      () => pad(ones(2, 3), [1, 1], "circular"),
      /axis behind/,
    ],
    ["circular margins of some of the axes", () => pad(ones(1, 1, 2, 3), [1, 1], "circular"), /axis behind/],
    ["circular margins of the channels", () => pad(ones(1, 2, 3), [1, 1, 1, 1], "circular"), /axis behind/],
    ["reflections of a row alone", () => pad(ones(3), [1, 1], "reflect"), /axis behind/],
    [
      "an axis of a 0-d tensor whose elements are repeated",
      () => tensor(3).repeatInterleave(2, 0),
      /leave dim out/,
    ],
    [
      "what is larger than the product it is added to",
      () => addmm(ones(2, 1), ones(1, 2), ones(2, 1)),
      /stretch/,
    ],
    ["more axes than the product has", () => addmm(ones(1, 3, 3), ones(3, 3), ones(3, 3)), /stretch/],
    ["more matrices than products", () => baddbmm(ones(2, 3, 3), ones(1, 3, 3), ones(1, 3, 3)), /stretch/],
  ] as const) {
    it(title, () => {
      assert.throws(run, message);
    });
  }

  it("a parameter that is given twice, which PyTorch warns of", () => {
    const w = ones(2).requiresGrad_();
    assert.throws(() => new optim.SGD([w, w], { lr: 1 }), /given twice/);
  });
});

describe("a Sequential of any layers", () => {
  it("is what one of certain layers is, too, by its type", () => {
    const make = (): nn.Sequential => new nn.Sequential(new nn.Linear(1, 2), new nn.ReLU());
    const stages: nn.Sequential[] = [make(), new nn.Sequential()];
    assert.equal(stages[0].size, 2);
    assert.deepEqual([...make()(ones(3, 1)).shape], [3, 2]);
    // Of certain layers, each still has its own type.
    assert.deepEqual([...new nn.Sequential(new nn.Linear(4, 8))[0].weight.shape], [8, 4]);
  });
});
