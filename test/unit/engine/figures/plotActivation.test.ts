import assert from "node:assert/strict";
import {
  activationPicture,
  arange,
  manualSeed,
  nn,
  noGrad,
  plotActivation,
  randn,
  tensor,
} from "../../../../engine/index.ts";
import { finite } from "./finite.ts";

describe("plotActivation", () => {
  it("draws a function and its derivative from autograd", () => {
    const { name, x, y, slope, received } = activationPicture("sigmoid", { range: [-4, 4] });
    assert.equal(name, "sigmoid");
    assert.deepEqual([x[0], x.at(-1), x.length], [-4, 4, 161]);
    finite(x).forEach((value, i) => {
      const exact = 1 / (1 + Math.exp(-value));
      assert.ok(Math.abs(finite(y)[i] - exact) < 1e-6);
      assert.ok(Math.abs(finite(slope)[i] - exact * (1 - exact)) < 1e-6);
    });
    assert.deepEqual(received, []);
  });

  it("takes a function of one's own, named as it is, and a layer", () => {
    const cube = (x: ReturnType<typeof tensor>) => x.pow(3);
    const { name, slope } = activationPicture(cube, { range: [-1, 1] });
    assert.equal(name, "cube");
    assert.ok(Math.abs(finite(slope)[0] - 3) < 1e-5);
    assert.equal(activationPicture(new nn.LeakyReLU(0.1)).name, "LeakyReLU");
  });

  it("counts the units that no gradient passes, and bins what units receive", () => {
    const net = new nn.Sequential(new nn.Linear(1, 3), new nn.ReLU(), new nn.Linear(3, 1));
    noGrad(() => {
      net[0].weight.copy_(tensor([[0], [1], [1]]));
      net[0].bias.copy_(tensor([-1, 0, 20]));
    });
    const [layer] = activationPicture("relu", { model: net, data: tensor([[-2], [-1], [1], [2]]) }).received;
    // The first unit is always −1; the second is on for half of the data; the third lies beyond the range.
    assert.deepEqual(
      [layer.layer, layer.units, layer.dead, layer.saturated, layer.count],
      ["1", 3, 1, 0, 12],
    );
    assert.deepEqual([layer.below, layer.above], [0, 4]);
    assert.equal(
      layer.bins.reduce((a, b) => a + b),
      8,
    );
  });

  it("counts units in the flat parts as saturated", () => {
    const net = new nn.Sequential(new nn.Linear(1, 2), new nn.Sigmoid(), new nn.Linear(2, 1));
    noGrad(() => {
      net[0].weight.copy_(tensor([[1], [1]]));
      net[0].bias.copy_(tensor([7, 0]));
    });
    const [layer] = activationPicture(net[1], { model: net, data: tensor([[0], [0.5], [-0.5]]) }).received;
    assert.deepEqual([layer.dead, layer.saturated], [0, 1]);
  });

  it("leaves the model, its gradients and the random numbers as they were", () => {
    const net = new nn.Sequential(
      new nn.Linear(2, 4),
      new nn.Tanh(),
      new nn.Dropout(0.5),
      new nn.Linear(4, 1),
    );
    net.train();
    const data = randn(8, 2);
    manualSeed(3);
    const expected = randn(3).toArray();
    manualSeed(3);
    activationPicture((x) => x.tanh(), { model: net, data });
    assert.deepEqual(randn(3).toArray(), expected);
    assert.ok(net.training);
    assert.ok(net.parameters().every((parameter) => parameter.grad === null));
  });

  it("says what is wrong", () => {
    assert.throws(() => plotActivation("swish" as "relu"), /no activation "swish"; there are relu, sigmoid/);
    assert.throws(() => activationPicture("relu", { range: [1, 1] }), /range is \[1, 1\]/);
    assert.throws(() => activationPicture("relu", { data: arange(3) }), /model and data go together/);
    const net = new nn.Sequential(new nn.Linear(1, 1));
    assert.throws(
      () => activationPicture("relu", { model: net, data: tensor([[1]]) }),
      /no ReLU layer; put one/,
    );
  });
});
