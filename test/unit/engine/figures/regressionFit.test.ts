import assert from "node:assert/strict";
import {
  fit,
  manualSeed,
  nn,
  noGrad,
  type Picture,
  rand,
  randn,
  regressionFit,
  regressionPicture,
  setHost,
  tensor,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import { finite } from "./finite.ts";

const line = (weight: number, bias: number): nn.Linear => {
  const model = new nn.Linear(1, 1);
  noGrad(() => {
    model.weight.fill_(weight);
    model.bias.fill_(bias);
  });
  return model;
};

const x = tensor([[0], [1], [2], [4]]);
const y = tensor([[1], [3], [5], [10]]);

describe("regressionFit", () => {
  it("draws what the model says over the examples' range and a bit further", () => {
    const { kind, x: inputs, y: outputs, sets } = regressionPicture(line(2, 1), x, y);
    const [at, said] = [finite(inputs), finite(outputs)];
    assert.equal(kind, "regression");
    assert.equal(at.length, 121);
    assert.ok(Math.abs(at[0] + 0.32) < 1e-9 && Math.abs(at[120] - 4.32) < 1e-9);
    at.forEach((value, i) => assert.ok(Math.abs(said[i] - (2 * value + 1)) < 1e-5));
    assert.equal(sets.length, 1);
    assert.deepEqual(sets[0], {
      role: "train",
      count: 4,
      x: [0, 1, 2, 4],
      y: [1, 3, 5, 10],
      predicted: [1, 3, 5, 9],
      error: 0.25,
    });
  });

  it("draws held-out examples apart, with an error of their own", () => {
    const validation = [tensor([[3]]), tensor([[9]])] as const;
    const { sets, x: at } = regressionPicture(line(2, 1), x, y, { validation, range: [-1, 5] });
    assert.deepEqual(
      sets.map(({ role, error }) => [role, error]),
      [
        ["train", 0.25],
        ["validation", 4],
      ],
    );
    assert.deepEqual([at[0], at[120]], [-1, 5]);
  });

  it("takes inputs without a second axis where the model does", () => {
    class Square extends nn.Module {
      override forward(input: ReturnType<typeof tensor>) {
        return input.pow(2);
      }
    }
    const flat = regressionPicture(new Square(), tensor([0, 1, 2]), tensor([0, 1, 4]));
    assert.equal(flat.sets[0].error, 0);
  });

  it("chooses 1,000 of very many examples, evenly", () => {
    const many = rand(5000, 1);
    const { sets } = regressionPicture(line(1, 0), many, many);
    assert.deepEqual([sets[0].count, sets[0].x.length, sets[0].error], [5000, 1000, 0]);
    assert.equal(sets[0].x[1], many.get(5).item());
  });

  it("says what does not fit, and what to give", () => {
    const model = line(1, 0);
    assert.throws(() => regressionPicture(model, rand(4, 2), y), /X has the shape \[4, 2\]; give one input/);
    assert.throws(() => regressionPicture(model, x, rand(3, 1)), /4 examples and 3 targets/);
    assert.throws(() => regressionPicture(new nn.Linear(1, 2), x, y), /gives a tensor of the shape \[4, 2\]/);
    assert.throws(() => regressionPicture(model, x, y, { range: [2, 1] }), /give the smaller number first/);
  });

  it("leaves the model, its modes, its gradients and the random numbers as they were", () => {
    const model = new nn.Sequential(new nn.Linear(1, 8), new nn.Dropout(0.5), new nn.Linear(8, 1));
    model[1].eval();
    manualSeed(5);
    const expected = randn(3).toArray();
    manualSeed(5);
    const first = regressionPicture(model, x, y);
    assert.deepEqual(randn(3).toArray(), expected);
    assert.deepEqual(first, regressionPicture(model, x, y), "dropout keeps everything");
    assert.deepEqual(
      model.modules().map((part) => part.training),
      [true, true, false, true],
    );
    assert.equal(model[0].weight.gradient, null);
  });

  it("follows a training, in the same picture, and changes nothing of it", async () => {
    const before = host();
    const shown: Picture[] = [];
    const train = async (watched: boolean): Promise<readonly number[]> => {
      manualSeed(1);
      const model = new nn.Linear(1, 1);
      if (watched) regressionFit(model, x, y);
      const history = await fit(model, [x, y], { loss: "mse", epochs: 5, batchSize: 2, verbose: 0 });
      return history.series["loss"];
    };
    setHost({
      ...before,
      showPicture: (picture) => {
        shown.push(picture);
        return { ended: false, update: (next) => shown.push(next) };
      },
    });
    try {
      const watched = await train(true);
      assert.ok(shown.length >= 2, `${shown.length} pictures`);
      const errors = finite(
        shown.map((picture) => (picture.kind === "regression" ? picture.sets[0].error : null)),
      );
      assert.ok(errors[errors.length - 1] < errors[0]);
      assert.deepEqual(await train(false), watched);
    } finally {
      setHost(before);
    }
  });
});
