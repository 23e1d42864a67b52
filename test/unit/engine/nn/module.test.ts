import assert from "node:assert/strict";
import { inspect } from "node:util";
import { nn, noGrad, ones, rand, tensor, type Tensor, zeros } from "../../../../engine/index.ts";

class Net extends nn.Module {
  hidden = new nn.Linear(3, 4);
  out = new nn.Linear(4, 2);
  scale = new nn.Parameter(ones(2));
  forward(x: Tensor): Tensor {
    return this.out(nn.functional.relu(this.hidden(x))).mul(this.scale);
  }
}

const layers = () => new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU(), new nn.Linear(4, 1));

describe("a module", () => {
  it("is called like a function, and knows its class", () => {
    const net = new Net();
    const y: Tensor = net(rand(5, 3));
    assert.deepEqual([...y.shape], [5, 2]);
    assert.ok(net instanceof nn.Module && net instanceof Net);
    assert.equal(typeof net, "function");
  });

  it("may have fields that functions have too, and private ones", () => {
    class Named extends nn.Module {
      override name = "mine";
      override length = 7;
      #secret = 2;
      forward(x: number): number {
        return x * this.#secret;
      }
    }
    const named = new Named();
    assert.deepEqual([named.name, named.length, named(21)], ["mine", 7, 42]);
  });

  it("may take any inputs, as a loss does", () => {
    class Distance extends nn.Module {
      forward(a: Tensor, b: Tensor, power: number): Tensor {
        return a.sub(b).abs().pow(power).sum();
      }
    }
    assert.equal(new Distance()(tensor([1, 2]), tensor([3, 5]), 2).item(), 13);
  });

  it("finds parameters and parts by plain assignment, in order, each once", () => {
    const net = new Net() as Net & { again?: nn.Linear };
    net.again = net.hidden;
    assert.deepEqual(
      Array.from(net.namedParameters(), ([name]) => name),
      ["scale", "hidden.weight", "hidden.bias", "out.weight", "out.bias"],
    );
    assert.equal(net.parameters().length, 5);
    assert.deepEqual(
      Array.from(net.namedModules(), ([name]) => name),
      ["", "hidden", "out"],
    );
  });

  it("switches between training and prediction throughout", () => {
    const net = new nn.Sequential(new nn.Sequential(new nn.Dropout(0.5)));
    assert.equal(net.eval(), net);
    assert.deepEqual(
      net.modules().map((m) => m.training),
      [false, false, false],
    );
    assert.deepEqual(net(ones(3)).toArray(), [1, 1, 1]);
    net.train();
    assert.equal(net[0][0].training, true);
  });

  it("visits its parts, the deepest first", () => {
    const names: string[] = [];
    new nn.Sequential(new nn.Sequential(new nn.ReLU())).apply((m) => names.push(m.typeName()));
    assert.deepEqual(names, ["ReLU", "Sequential", "Sequential"]);
  });

  it("forgets gradients, and switches them off", () => {
    const net = layers();
    net(rand(2, 3)).sum().backward();
    assert.ok(net[0].weight.grad);
    net.zeroGrad();
    assert.equal(net[0].weight.grad, null);
    net.requiresGrad_(false);
    assert.equal(net(rand(2, 3)).requiresGrad, false);
  });

  it("prints as PyTorch does, wherever it is shown", () => {
    const text = [
      "Net(",
      "  (hidden): Linear(in_features=3, out_features=4, bias=True)",
      "  (out): Linear(in_features=4, out_features=2, bias=True)",
      ")",
    ].join("\n");
    assert.equal(String(new Net()), text);
    assert.equal(inspect(new Net()), text);
  });
});

describe("the state of a module", () => {
  it("shares memory; a snapshot does not", () => {
    const net = layers();
    const [shared, kept] = [net.stateDict(), net.snapshot()];
    const before = net[0].bias?.toArray();
    net[0].bias?.data.fill_(9);
    assert.deepEqual(shared.get("0.bias")?.toArray(), [9, 9, 9, 9]);
    assert.deepEqual(kept.get("0.bias")?.toArray(), before);
    net.loadStateDict(kept);
    assert.deepEqual(net[0].bias?.toArray(), before);
  });

  it("is refused when names or shapes differ, all of them named, and nothing is copied", () => {
    const net = layers();
    const state = net.snapshot();
    const before = net[0].bias?.toArray();
    state.set("0.bias", zeros(5));
    state.delete("2.weight");
    state.set("3.weight", zeros(1));
    assert.throws(() => net.loadStateDict(state), {
      message:
        "loadStateDict of Sequential: missing: 2.weight; unexpected: 3.weight; " +
        "0.bias has shape (4,) here and (5,) there.",
    });
    assert.deepEqual(net[0].bias?.toArray(), before);
  });

  it("may be taken in part when not strict", () => {
    const net = layers();
    net.loadStateDict({ "2.bias": tensor([5]), "other": zeros(1) }, { strict: false });
    assert.deepEqual(net[2].bias?.toArray(), [5]);
  });
});

describe("Sequential", () => {
  it("is indexed, iterated, counted and extended", () => {
    const net = layers();
    assert.deepEqual([...net[2].weight.shape], [1, 4]);
    assert.equal(net.at(-1), net[2]);
    assert.equal(net.size, 3);
    assert.deepEqual(
      Array.from(net, (layer) => layer.typeName()),
      ["Linear", "ReLU", "Linear"],
    );
    net.append(new nn.Sigmoid());
    assert.equal(net.size, 4);
  });

  it("says so when new was forgotten", () => {
    assert.throws(() => new nn.Sequential(nn.ReLU as never), /entry 0 is not a module; did you forget "new"/);
  });
});

describe("layers refuse what does not fit, in words", () => {
  it("Linear names the axis and points to Flatten", () => {
    const layer = new nn.Linear(784, 10);
    assert.throws(() => layer(rand(2, 28, 28)), {
      message:
        "Linear: the input has shape (2, 28, 28), but its last axis must have inFeatures = 784 elements. " +
        "Put nn.Flatten() before it.",
    });
    assert.throws(
      () => layer(rand(2, 5)),
      /\(2, 5\), but its last axis must have inFeatures = 784 elements\. Make the layer with new nn\.Linear\(5, 10\)\.$/,
    );
    assert.throws(
      () => layer(rand(2, 16, 5, 5)),
      /\(2, 16, 5, 5\), .* nn\.Flatten\(\) before it would yield 400 features: new nn\.Linear\(400, 10\)\.$/,
    );
  });

  it("batch and layer normalisation name the shapes", () => {
    assert.throws(() => new nn.BatchNorm1d(3)(rand(2, 4)), /\(2, 4\); it must be \(N, 3\) or \(N, 3, L\)/);
    assert.throws(() => new nn.BatchNorm1d(3)(rand(1, 3)), /more than one value per feature is needed/);
    assert.throws(() => new nn.LayerNorm(3)(rand(2, 4)), /shape \(2, 4\) does not end in \(3,\)/);
    assert.throws(() => new nn.GroupNorm(2, 2)(rand(1, 2)), /more than one value is needed in each group/);
    const { instanceNorm, batchNorm } = nn.functional;
    assert.deepEqual([...instanceNorm(rand(3, 0, 3, 0)).shape], [3, 0, 3, 0]);
    const running = { mean: rand(2).requiresGrad_(), variance: rand(2) };
    const inputs = { weight: null, bias: null, eps: 1e-5, running, momentum: 0.1, training: false };
    assert.throws(() => batchNorm(rand(3, 2), inputs), /running statistics take no gradient/);
    assert.deepEqual([...noGrad(() => batchNorm(rand(3, 2), inputs)).shape], [3, 2]);
  });

  it("dropout takes probabilities only, and p = 1 drops all", () => {
    assert.throws(() => new nn.Dropout(1.5), /p is 1.5; use a probability/);
    assert.deepEqual(new nn.Dropout(1)(ones(3)).toArray(), [0, 0, 0]);
  });

  it("initialisers need inputs and outputs", () => {
    assert.throws(() => nn.init.xavierUniform_(zeros(3)), /shape \(3,\) has no inputs and outputs/);
  });
});

describe("LazyLinear", () => {
  it("learns the number of its inputs from the first call", () => {
    const net = new nn.Sequential(new nn.LazyLinear(4), new nn.ReLU(), new nn.LazyLinear(2, { bias: false }));
    assert.match(String(net), /\(0\): LazyLinear\(in_features=0, out_features=4, bias=True\)/);
    assert.equal(net.parameters().length, 0);
    net(rand(5, 3));
    assert.match(String(net), /\(2\): Linear\(in_features=4, out_features=2, bias=False\)/);
    assert.deepEqual(
      net.parameters().map((p) => [...p.shape]),
      [[4, 3], [4], [2, 4]],
    );
  });
});
