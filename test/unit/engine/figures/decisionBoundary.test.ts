import assert from "node:assert/strict";
import { boundaryPicture, decisionBoundary, nn, noGrad, rand, tensor } from "../../../../engine/index.ts";
import { finite } from "./finite.ts";

const x = tensor([
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
]);

/** Says the second class where x₁ > 0. */
const sides = (...after: nn.Module[]): nn.Module => {
  const linear = new nn.Linear(2, 1);
  noGrad(() => {
    linear.weight.copy_(tensor([[3, 0]]));
    linear.bias.fill_(0);
  });
  return new nn.Sequential(linear, ...after);
};

const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 6e-4, `${value} is not ${expected}`);
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

describe("decisionBoundary", () => {
  it("asks the model at the points of a grid that reaches a bit beyond the examples", () => {
    const picture = boundaryPicture(sides(), x, tensor([0, 0, 1, 1]), { resolution: 5 });
    assert.deepEqual([picture.kind, picture.resolution, picture.classes], ["boundary", 5, ["0", "1"]]);
    near(picture.across[0], -1.24);
    near(picture.up[1], 1.24);
    assert.equal(picture.said.length, 25);
    assert.deepEqual(picture.said.slice(0, 5), [0, 0, 1, 1, 1]);
    assert.deepEqual(picture.said.slice(20), [0, 0, 1, 1, 1]);
    const lead = finite(picture.lead);
    near(lead[2], 0);
    near(lead[4], 2 * sigmoid(3 * 1.24) - 1);
    near(lead[0], lead[4]);
  });

  it("counts the examples that the model gets right", () => {
    const { examples, correct } = boundaryPicture(sides(), x, tensor([[0], [1], [1], [1]]));
    assert.deepEqual(examples.label, [0, 1, 1, 1]);
    assert.deepEqual(examples.said, [0, 0, 1, 1]);
    assert.deepEqual([examples.count, correct], [4, 3]);
  });

  it("takes one output for a probability where the model ends in a Sigmoid, and for a score elsewhere", () => {
    const score = boundaryPicture(sides(), x, tensor([0, 0, 1, 1]), { resolution: 9 });
    const probability = boundaryPicture(sides(new nn.Sigmoid()), x, tensor([0, 0, 1, 1]), { resolution: 9 });
    assert.deepEqual(probability.said, score.said);
    finite(probability.lead).forEach((lead, i) => near(lead, finite(score.lead)[i]));
    const strict = boundaryPicture(sides(new nn.Sigmoid()), x, tensor([0, 0, 1, 1]), { threshold: 0.99 });
    assert.deepEqual(strict.examples.said, [0, 0, 0, 0]);
  });

  it("takes scores and probabilities for each class, and one-hot classes", () => {
    const linear = new nn.Linear(2, 3);
    const scores = boundaryPicture(linear, x, tensor([0, 1, 2, 0]), { resolution: 7 });
    const softmax = new nn.Sequential(linear, new nn.Softmax(1));
    const oneHot = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    const probabilities = boundaryPicture(softmax, x, oneHot, { resolution: 7 });
    assert.deepEqual(probabilities.said, scores.said);
    assert.deepEqual(probabilities.examples.label, scores.examples.label);
    finite(probabilities.lead).forEach((lead, i) => near(lead, finite(scores.lead)[i]));
  });

  it("takes any two numbers for two classes, and names for all", () => {
    const classNames = ["left", "right"];
    const { classes, examples } = boundaryPicture(sides(), x, tensor([-1, -1, 1, 1]), { classNames });
    assert.deepEqual(classes, classNames);
    assert.deepEqual(examples.label, [0, 0, 1, 1]);
    assert.deepEqual(boundaryPicture(sides(), x, tensor([-1, -1, 1, 1])).classes, ["-1", "1"]);
  });

  it("says what does not fit, and what to give", () => {
    const y = tensor([0, 0, 1, 1]);
    assert.throws(
      () => boundaryPicture(sides(), rand(4, 3), y),
      /shape \[4, 3\]; give 2 inputs an example: \[n, 2\]/,
    );
    assert.throws(() => boundaryPicture(sides(), x, rand(3)), /4 examples and y has the shape \[3\]/);
    assert.throws(
      () => boundaryPicture(sides(), x, tensor([0, 1, 2, 3])),
      /2 is in y, and the model's classes are 0 to 1/,
    );
    assert.throws(() => boundaryPicture(sides(), x, y, { classNames: ["one"] }), /1 classNames .* 2 classes/);
    assert.throws(() => boundaryPicture(sides(), x, y, { resolution: 1 }), /whole number from 2 to 200/);
  });

  it("shows nothing where nobody looks, and is no output of its own", () => {
    assert.equal(decisionBoundary(sides(), x, tensor([0, 0, 1, 1])).toMimeBundle(), null);
  });

  it("draws a model that has gone to NaN", () => {
    const model = sides();
    noGrad(() => model.parameters().forEach((parameter) => parameter.fill_(NaN)));
    const { lead, said } = boundaryPicture(model, x, tensor([0, 0, 1, 1]), { resolution: 3 });
    assert.ok(lead.every((value) => value === null));
    assert.ok(said.every((kind) => kind === 0 || kind === 1));
  });
});
