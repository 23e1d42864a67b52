import assert from "node:assert/strict";
import {
  diagram,
  diagramPicture,
  fit,
  nn,
  noGrad,
  type Picture,
  randn,
  setHost,
  tensor,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";

describe("diagram", () => {
  it("draws a single neuron with its weights and its bias", () => {
    const neuron = new nn.Linear(2, 1);
    noGrad(() => {
      neuron.weight.copy_(tensor([[2, -3.5]]));
      neuron.bias.copy_(tensor([4.5]));
    });
    const { columns, links, rows } = diagramPicture(neuron);
    assert.deepEqual(
      columns.map(({ name, units, shown }) => [name, units, shown]),
      [
        ["input", 2, [0, 1]],
        ["", 1, [0]],
      ],
    );
    assert.deepEqual(links, [{ name: "weight", weights: [[2, -3.5]], gradients: null, parameters: 3 }]);
    assert.deepEqual(columns[1].biases, [4.5]);
    assert.deepEqual(rows, [{ layer: "Linear", type: "Linear", shape: "(N, 1)", parameters: 3, bytes: 12 }]);
  });

  it("leaves the modes of all parts as they were", () => {
    const net = new nn.Sequential(new nn.Linear(2, 2), new nn.Dropout(0.5));
    net[1].eval();
    diagramPicture(net);
    assert.deepEqual([net.training, net[0].training, net[1].training], [true, true, false]);
  });

  it("abridges large layers to their first and last units, with the weights between those", () => {
    const net = new nn.Sequential(
      new nn.Linear(784, 256),
      new nn.ReLU(),
      new nn.Dropout(0.2),
      new nn.Linear(256, 10),
    );
    const { columns, links, rows } = diagramPicture(net, { maxUnits: 4 });
    assert.deepEqual(
      columns.map(({ units, shown, activation, notes }) => [units, shown, activation, notes]),
      [
        [784, [0, 1, 782, 783], "", []],
        [256, [0, 1, 254, 255], "ReLU", ["Dropout(p=0.2, inplace=False)"]],
        [10, [0, 1, 8, 9], "", []],
      ],
    );
    const weight = net[0].weight.toArray() as number[][];
    assert.equal(links[0].weights[2][3], weight[254][783]);
    assert.equal(links[0].parameters, 784 * 256 + 256);
    assert.deepEqual(
      rows.map(({ type, shape, parameters }) => [type, shape, parameters]),
      [
        ["Linear", "(N, 256)", 200_960],
        ["ReLU", "(N, 256)", 0],
        ["Dropout", "(N, 256)", 0],
        ["Linear", "(N, 10)", 2570],
      ],
    );
  });

  it("carries the gradients that a backward pass left, and leaves them unseen", () => {
    const neuron = new nn.Linear(1, 1);
    neuron(tensor([[3]]))
      .sum()
      .backward();
    const { columns, links } = diagramPicture(neuron);
    assert.deepEqual([links[0].gradients, columns[1].biasGradients], [[[3]], [1]]);
  });

  it("needs to know what the model takes", () => {
    assert.throws(() => diagramPicture(new nn.Sequential(new nn.ReLU())), /give \{ inputShape: \[784\] \}/);
  });

  describe("during fit", () => {
    const before = host();
    afterEach(() => setHost(before));

    it("follows the weights, until the run that showed it is over", async () => {
      const shown: Picture[] = [];
      let ended = false;
      setHost({
        ...before,
        showPicture: (picture) => {
          shown.push(picture);
          return {
            get ended() {
              return ended;
            },
            update: (next) => void shown.push(next),
          };
        },
      });
      const net = new nn.Linear(2, 1);
      const handle = diagram(net);
      assert.equal(handle.toMimeBundle(), null);
      const train = () =>
        fit(net, [randn(64, 2), randn(64, 1)], { loss: "mse", optimizer: "sgd", epochs: 2, verbose: 0 });
      await train();
      const last = shown.at(-1);
      assert.ok(shown.length >= 2 && last?.kind === "diagram");
      assert.deepEqual(last.links[0].weights, net.weight.detach().toArray());
      ended = true;
      const count = shown.length;
      await train();
      assert.equal(shown.length, count);
    });
  });
});
