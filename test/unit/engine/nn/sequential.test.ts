import assert from "node:assert/strict";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { observeAllocations } from "../../../../engine/core/allocate.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { grad, manualSeed, nn, noGrad, rand, type Tensor } from "../../../../engine/index.ts";
import { observeCalls } from "../../../../engine/nn/callable.ts";
import { builds } from "../backend/builds.ts";

const activations = { ReLU: nn.ReLU, Sigmoid: nn.Sigmoid, Tanh: nn.Tanh };
const backends = [{ name: "js", backend: jsBackend() }, ...builds];

function perceptron(activation: keyof typeof activations): nn.Sequential {
  manualSeed(1);
  const Activation = activations[activation];
  const layers: nn.Layer[] = [
    new nn.Linear(7, 13),
    new Activation(),
    new nn.Linear(13, 9, { bias: false }),
    new Activation(),
    new nn.Linear(9, 2),
  ];
  return new nn.Sequential(...layers);
}

/** One layer after the other, as a person would call them. */
function oneByOne(net: nn.Sequential, x: Tensor): Tensor {
  return [...net].reduce((y, layer) => layer(y), x);
}

function numbers(x: Tensor | null): number[] {
  return x ? [...x.detach().toTypedArray()] : [];
}

/** Equal to the last bit from the kernels; plain loops round once less where they do two things at once. */
function same(name: string, actual: number[][], expected: number[][]): void {
  if (name !== "js") return assert.deepEqual(actual, expected);
  assert.deepEqual(
    actual.map(({ length }) => length),
    expected.map(({ length }) => length),
  );
  for (const [i, value] of actual.flat().entries()) {
    assert.ok(Math.abs(value - expected.flat()[i]) < 1e-6, `${value} instead of ${expected.flat()[i]}`);
  }
}

/** Output and gradients. */
function passed(net: nn.Sequential, x: Tensor, run: (net: nn.Sequential, x: Tensor) => Tensor): number[][] {
  net.zeroGrad();
  const y = run(net, x);
  y.square().sum().backward();
  return [numbers(y), ...net.parameters().map((parameter) => numbers(parameter.grad))];
}

for (const { name, backend } of backends) {
  describe(`Sequential on ${name}`, () => {
    const before = context.backend;
    beforeEach(() => useBackend(backend));
    afterEach(() => useBackend(before));

    for (const activation of ["ReLU", "Sigmoid", "Tanh"] as const) {
      it(`gives with ${activation} in the product's kernel what the layers give one by one`, () => {
        const net = perceptron(activation);
        const x = rand(17, 7);
        const together = passed(net, x, (n, input) => n(input));
        same(name, together, passed(net, x, oneByOne));
        assert.deepEqual(numbers(noGrad(() => net(x))), together[0]);
      });

      it(`can be differentiated twice with ${activation}, and backward twice`, () => {
        const net = perceptron(activation);
        const results = [(n: nn.Sequential, input: Tensor) => n(input), oneByOne].map((run) => {
          const x = rand(3, 7).fill_(0.3).requiresGrad_();
          const y = run(net, x).square().sum();
          y.backward({ retainGraph: true });
          const [slope] = grad(y, x, { createGraph: true });
          const [curvature] = grad(slope.square().sum(), x);
          return [numbers(x.grad), numbers(slope), numbers(curvature)];
        });
        same(name, results[0], results[1]);
      });
    }

    it("gives the same gradients whichever parameters are frozen", () => {
      const net = perceptron("Tanh");
      const x = rand(17, 7);
      const parameters = net.parameters();
      // All but everything: then there is nothing to differentiate.
      for (let frozen = 1; frozen < 2 ** parameters.length - 1; frozen++) {
        for (const [i, parameter] of parameters.entries()) parameter.requiresGrad = (frozen & (1 << i)) === 0;
        same(
          name,
          passed(net, x, (n, input) => n(input)),
          passed(net, x, oneByOne),
        );
      }
    });

    it("leaves the graph that the layers leave", () => {
      const names = (y: Tensor): string[] => {
        const found: string[] = [];
        for (let node = y.gradFn; node; node = node.inputs[0] ?? null) found.push(node.name);
        return found;
      };
      const net = perceptron("ReLU");
      const x = rand(4, 7);
      assert.deepEqual(names(net(x)), names(oneByOne(net, x)));
    });

    it("keeps what was looked at, when the graph is freed", () => {
      const net = perceptron("ReLU");
      const y = net(rand(4, 7)).sum();
      const saved = y.gradFn?.inputs[0]?.savedTensors ?? [];
      const seen = saved.map(numbers);
      y.backward();
      rand(4, 13);
      rand(4, 9);
      assert.ok(seen.length > 0);
      assert.deepEqual(saved.map(numbers), seen);
    });

    /** Every layer that lets its memory go, views among them. */
    const images = (): nn.Sequential => {
      const layers: nn.Layer[] = [
        new nn.Flatten(2),
        new nn.Conv1d(2, 3, 3),
        new nn.BatchNorm1d(3),
        new nn.GELU(),
        new nn.Dropout(),
        new nn.MaxPool1d(2),
        new nn.Identity(),
        new nn.Flatten(),
        new nn.Linear(12, 5),
        new nn.ReLU(),
        new nn.SiLU(),
        new nn.Linear(5, 3),
        new nn.Softmax(1),
      ];
      return new nn.Sequential(...layers);
    };

    it("gives back, where nothing is recorded, what only layers have seen, and nothing else", () => {
      const net = images().eval();
      const x = rand(4, 2, 5, 2);
      const given = numbers(x);
      const expected = numbers(noGrad(() => oneByOne(net, x)));
      let [made, released] = [0, 0];
      const predict = (): Tensor =>
        observeAllocations(
          (_, gone) => (gone ? released++ : made++),
          () => noGrad(() => net(x)),
        );
      const first = predict();
      assert.deepEqual(numbers(first), expected);
      assert.equal(made - released, 1);
      const second = predict();
      assert.deepEqual(numbers(second), expected);
      assert.deepEqual(numbers(first), expected);
      assert.deepEqual(numbers(x), given);
    });

    it("leaves alone what a layer of one's own, a hook or a graph may hold", () => {
      class Keeper extends nn.Module {
        kept: Tensor | null = null;
        forward(x: Tensor): Tensor {
          this.kept = x;
          return x.mul(2);
        }
      }
      const keeper = new Keeper();
      const x = rand(6, 4).sub(0.5);
      const own = new nn.Sequential(new nn.Flatten(), new nn.ReLU(), keeper, new nn.SiLU(), new nn.GELU());
      for (let i = 0; i < 3; i++) {
        noGrad(() => own(x));
        rand(6, 4);
      }
      assert.deepEqual(numbers(keeper.kept), numbers(x.relu()));
      const hooked = new nn.Sequential(new nn.SiLU(), new nn.GELU(), new nn.ELU());
      const seen: Tensor[] = [];
      const handle = hooked[0].registerForwardHook((_, __, output: Tensor) => void seen.push(output));
      noGrad(() => hooked(x));
      handle.remove();
      rand(6, 4);
      assert.deepEqual(seen.map(numbers), [numbers(nn.functional.silu(x))]);
      const net = images().eval();
      const image = rand(4, 2, 5, 2);
      same(
        name,
        passed(net, image, (n, input) => n(input)),
        passed(net, image, oneByOne),
      );
    });

    it("shows an observer every layer, and runs a layer with a forward of its own", () => {
      const net = perceptron("Tanh");
      const seen: string[] = [];
      observeCalls(
        (module) => seen.push(module.constructor.name),
        () => net(rand(2, 7)),
      );
      assert.deepEqual(seen, ["Linear", "Tanh", "Linear", "Tanh", "Linear", "Chain"]);
      let calls = 0;
      const tanh = net.at(1);
      assert.ok(tanh);
      tanh.forward = (x: Tensor) => {
        calls++;
        return x.tanh();
      };
      net(rand(2, 7));
      assert.equal(calls, 1);
    });
  });
}
