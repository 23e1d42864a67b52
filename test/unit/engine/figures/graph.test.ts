import assert from "node:assert/strict";
import {
  graphPicture,
  type GraphPicture,
  type GraphStep,
  memory,
  nn,
  noGrad,
  randn,
  setHost,
  tensor,
  type Tensor,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";
import { finite } from "./finite.ts";

interface GoldenGraph {
  loss: GoldenTensor;
  values: Record<string, GoldenTensor>;
  gradients: Record<string, GoldenTensor>;
}

/** The note's network, to be computed by hand. */
function byHand() {
  const x = tensor([[1, 2]]);
  const target = tensor([[1]]);
  const leaf = { requiresGrad: true };
  const w1 = tensor(
    [
      [0.5, -0.3],
      [0.8, 0.2],
    ],
    leaf,
  );
  const w2 = tensor([[1, -1]], leaf);
  const pre = x.matmul(w1.T);
  const hidden = pre.tanh();
  const out = hidden.matmul(w2.T);
  const difference = out.sub(target);
  const squares = difference.pow(2);
  const loss = squares.sum();
  return { x, target, w1, w2, pre, hidden, out, difference, squares, loss };
}

function reused() {
  const x = tensor([
    [0.2, -1, 0.7],
    [1.5, 0.3, -0.4],
  ]);
  const leaf = { requiresGrad: true };
  const w = tensor(
    [
      [0.1, 0.9],
      [-0.7, 0.4],
      [0.3, -0.2],
    ],
    leaf,
  );
  const b = tensor([0.05, -0.6], leaf);
  const a = x.matmul(w).add(b);
  const gate = a.sigmoid();
  const mixed = gate.mul(a).sub(a.div(gate.add(1.5)));
  const logits = mixed.exp();
  const loss = nn.functional.crossEntropy(logits, tensor([1, 0]));
  return { x, w, b, a, gate, mixed, logits, loss };
}

function layers() {
  const net = new nn.Sequential(new nn.Linear(3, 2), new nn.ReLU(), new nn.Linear(2, 1));
  noGrad(() => {
    net[0].weight.copy_(
      tensor([
        [0.3, -0.6, 0.2],
        [-0.4, 0.1, 0.9],
      ]),
    );
    net[0].bias.copy_(tensor([0.1, -0.2]));
    net[2].weight.copy_(tensor([[0.7, -1.1]]));
    net[2].bias.copy_(tensor([0.25]));
  });
  const x = tensor([
    [0.5, -0.25, 1],
    [-1.5, 0.75, 0.5],
  ]);
  const out = net(x);
  const loss = nn.functional.mseLoss(out, tensor([[0.5], [-1]]));
  return { net, x, out, loss };
}

const named = (picture: GraphPicture, name: string) => {
  const node = picture.nodes.find((one) => one.name === name);
  assert.ok(node, `a node called ${name}`);
  return node;
};

const phase = (picture: GraphPicture, wanted: GraphStep["phase"]) =>
  picture.steps.filter((step) => step.phase === wanted);

const formulas = (steps: readonly GraphStep[]) =>
  steps.flatMap(({ terms }) => terms.map(({ formula }) => formula));

const shown = (tensors: Record<string, Tensor>) => graphPicture(tensors["loss"], { names: tensors });

describe("graph", () => {
  describe("beside PyTorch's retained gradients", () => {
    const expected = golden<GoldenGraph>("graphs");

    const check = (
      picture: GraphPicture,
      key: string,
      names: (name: string) => string = (name) => name,
    ): void => {
      const { loss, values, gradients } = expected[key];
      assertClose(finite(picture.nodes.at(-1)?.value?.values ?? []), numbers(loss.values), { what: "loss" });
      for (const [name, one] of Object.entries(values)) {
        const { value } = named(picture, names(name));
        assert.deepEqual(value?.shape, one.shape, name);
        assertClose(finite(value?.values ?? []), numbers(one.values), { what: `value of ${name}` });
      }
      for (const [name, one] of Object.entries(gradients)) {
        const { gradient } = named(picture, names(name));
        assert.deepEqual(gradient?.shape, one.shape, name);
        assertClose(finite(gradient?.values ?? []), numbers(one.values), { what: `gradient of ${name}` });
      }
    };

    it("shows the values and gradients of the network that is computed by hand", () => {
      check(shown(byHand()), "by hand");
    });

    it("shows them where a value is used several times, and where a bias is broadcast", () => {
      check(shown(reused()), "reused");
    });

    it("shows them for layers, what two of them computed in one kernel included", () => {
      const { net, loss } = layers();
      const picture = graphPicture(loss, { names: { net } });
      const inOurs: Record<string, string> = {
        w0: "net.0.weight",
        b0: "net.0.bias",
        w2: "net.2.weight",
        b2: "net.2.bias",
        pre: "v₁",
        hidden: "v₂",
        out: "v₃",
      };
      check(picture, "layers", (name) => inOurs[name]);
    });

    it("hands each share of a gradient to the node whose gradient they add up to", () => {
      for (const picture of [shown(byHand()), shown(reused())]) {
        const sums = new Map<number, number[]>();
        for (const { to, result, adds } of phase(picture, "backward").flatMap(({ terms }) => terms)) {
          const share = finite(result?.values ?? []);
          assert.equal(adds, sums.has(to));
          sums.set(
            to,
            share.map((value, i) => value + (sums.get(to)?.[i] ?? 0)),
          );
        }
        for (const [to, sum] of sums) assertClose(sum, finite(picture.nodes[to].gradient?.values ?? []));
      }
    });
  });

  describe("step by step", () => {
    it("writes each operation and each use of the chain rule in the program's names", () => {
      const picture = shown(byHand());
      assert.deepEqual(formulas(phase(picture, "forward")), [
        "w1ᵀ = transpose(w1)",
        "pre = x · w1ᵀ",
        "hidden = tanh(pre)",
        "w2ᵀ = transpose(w2)",
        "out = hidden · w2ᵀ",
        "difference = out − target",
        "squares = difference²",
        "loss = Σ squares",
      ]);
      assert.deepEqual(formulas(phase(picture, "seed")), ["∂loss/∂loss"]);
      assert.deepEqual(formulas(phase(picture, "backward")), [
        "∂loss/∂squares = ∂loss/∂loss · 1",
        "∂loss/∂difference = ∂loss/∂squares · 2·difference",
        "∂loss/∂out = ∂loss/∂difference · 1",
        "∂loss/∂hidden = ∂loss/∂out · w2",
        "∂loss/∂w2ᵀ = hiddenᵀ · ∂loss/∂out",
        "∂loss/∂w2 = (∂loss/∂w2ᵀ)ᵀ",
        "∂loss/∂pre = ∂loss/∂hidden ⊙ (1 − hidden²)",
        "∂loss/∂w1ᵀ = xᵀ · ∂loss/∂pre",
        "∂loss/∂w1 = (∂loss/∂w1ᵀ)ᵀ",
      ]);
    });

    it("multiplies numbers that give the result", () => {
      const steps = [shown(byHand()), shown(reused())].flatMap((picture) => phase(picture, "backward"));
      let products = 0;
      for (const { factors, joiner, result, formula } of steps.flatMap(({ terms }) => terms)) {
        const [g, local] = factors.map(({ values }) => finite(values ?? []));
        const single = factors.some(({ shape }) => shape.every((extent) => extent === 1));
        if (factors.length < 2 || !(joiner === "⊙" || single)) continue;
        const length = Math.max(g.length, local.length);
        const product = Array.from({ length }, (_, i) => g[i % g.length] * local[i % local.length]);
        assertClose(product, finite(result?.values ?? []), { what: formula });
        products++;
      }
      assert.ok(products >= 8, `${products} products`);
    });

    it("reads what was stored, holds it until the last step that reads it, and nothing at the end", () => {
      const before = memory().intermediate;
      const tensors = byHand();
      const picture = shown(tensors);
      const stored = memory().intermediate - before;
      const [seed] = phase(picture, "seed");
      assert.equal(seed.held, stored);
      assert.deepEqual(
        picture.steps.map(({ held }) => held),
        [0, 0, 0, 8, 8, 8, 8, 12, 12, 12, 12, 8, 8, 8, 8, 0, 0, 0, 0],
      );
      const reads = Object.fromEntries(
        phase(picture, "backward").map((step) => [picture.nodes[step.node].name, step.reads]),
      );
      assert.deepEqual(reads["squares"], [{ name: "difference", bytes: 4, last: true }]);
      assert.deepEqual(reads["out"], [
        { name: "hidden", bytes: 8, last: false },
        { name: "w2ᵀ", bytes: 0, last: false },
      ]);
      assert.deepEqual(reads["hidden"], [{ name: "hidden", bytes: 8, last: true }]);
      assert.deepEqual(reads["pre"], [{ name: "x", bytes: 0, last: false }]);
      assert.deepEqual(named(picture, "hidden").stored, { bytes: 8, from: 3, to: 15 });
    });

    it("knows a value from the step that computes it, and a gradient once all its shares have come", () => {
      const picture = shown(reused());
      for (const [index, { kind, name, gradientAt }] of picture.nodes.entries()) {
        const computed = picture.steps.findIndex((step) => step.phase === "forward" && step.node === index);
        assert.equal(picture.nodes[index].valueAt, Math.max(0, computed), name);
        const last = picture.steps.findLastIndex(
          (step) => step.phase !== "forward" && step.terms.some(({ to }) => to === index),
        );
        assert.equal(gradientAt, kind === "constant" ? -1 : last, name);
      }
    });
  });

  it("changes nothing: no gradient, no graph, no retained gradient", () => {
    const { loss, w1, hidden } = byHand();
    hidden.retainGrad();
    const [first, second] = [graphPicture(loss), graphPicture(loss)];
    assert.deepEqual(first, second);
    assert.deepEqual([w1.grad, hidden.grad], [null, null]);
    loss.backward();
    assertClose(
      w1.grad?.toTypedArray() ?? [],
      numbers(golden<GoldenGraph>("graphs")["by hand"].gradients["w1"].values),
    );
  });

  it("goes through hooks, as backward does", () => {
    const { loss, hidden, w1 } = byHand();
    hidden.registerHook((g) => g.mul(10));
    const plain = finite(named(shown(byHand()), "w1").gradient?.values ?? []);
    const picture = graphPicture(loss, { names: { w1, hidden } });
    assertClose(
      finite(named(picture, "w1").gradient?.values ?? []),
      plain.map((value) => 10 * value),
    );
  });

  it("shows what backward has left where it freed the graph, and says so", () => {
    const tensors = byHand();
    tensors.hidden.retainGrad();
    tensors.loss.backward();
    const picture = shown(tensors);
    assert.equal(picture.gradients, "left");
    assert.deepEqual(phase(picture, "backward"), []);
    assert.deepEqual(
      named(picture, "w1").gradient?.values,
      Array.from(tensors.w1.grad.toTypedArray(), eight),
    );
    assert.deepEqual(named(picture, "hidden").gradient?.values?.length, 2);
    assert.deepEqual(
      named(picture, "pre").value?.values,
      Array.from(tensors.pre.detach().toTypedArray(), eight),
    );
  });

  it("shows the forward pass alone of a tensor that is no scalar", () => {
    const { pre } = byHand();
    const picture = graphPicture(pre);
    assert.equal(picture.gradients, "none");
    assert.deepEqual(
      picture.steps.map((step) => step.phase),
      ["start", "forward", "forward", "end"],
    );
  });

  it("takes its names from the running program", () => {
    const before = host();
    const tensors = byHand();
    setHost({ ...before, variables: () => Object.entries(tensors) });
    try {
      assert.deepEqual(graphPicture(tensors.loss), shown(tensors));
    } finally {
      setHost(before);
    }
  });

  describe("of a large model", () => {
    /** A layer of many operations. */
    class Standardised extends nn.Module {
      forward(x: Tensor): Tensor {
        const centred = x.sub(x.mean(0));
        return centred.div(centred.square().mean(0).add(1e-5).sqrt());
      }
    }

    const deep = (count: number) => {
      const parts: nn.Layer[] = [];
      for (let i = 0; i < count; i++) parts.push(new nn.Linear(4, 4), new Standardised(), new nn.GELU());
      const net = new nn.Sequential(...parts);
      return { net, loss: nn.functional.mseLoss(net(randn(3, 4)), randn(3, 4)) };
    };

    it("folds by layer, and keeps the way through the layers", () => {
      const { net, loss } = deep(30);
      const picture = graphPicture(loss, { names: { net } });
      assert.equal(picture.folded, true);
      assert.equal(picture.nodes.length, 91);
      assert.ok(picture.operations > 200);
      assert.equal(
        picture.nodes.reduce((sum, { operations }) => sum + operations, 0),
        picture.operations,
      );
      assert.deepEqual(
        picture.nodes.slice(0, 3).map(({ operation }) => operation),
        ["Linear net.0", "Standardised net.1", "GELU net.2"],
      );
      assert.deepEqual(
        picture.links.map(({ from, to }) => [from, to]),
        Array.from({ length: 90 }, (_, i) => [i, i + 1]),
      );
      const last = phase(picture, "backward").at(-1);
      assert.deepEqual(
        last?.terms.map(({ formula }) => formula),
        ["∂L/∂net.0.weight = (∂L/∂v₁)ᵀ · x₁", "∂L/∂net.0.bias = Σ ∂L/∂v₁"],
      );
      loss.backward();
      const bias = finite(last?.terms[1].result?.values ?? []);
      assertClose(bias, net[0].parameters()[1].grad.toTypedArray());
    });

    it("never draws more than 200 nodes, nor an arrow that leads back", () => {
      let x = tensor([0.5], { requiresGrad: true });
      for (let i = 0; i < 1000; i++) x = x.mul(1.001).add(0.001);
      for (const picture of [
        graphPicture(deep(150).loss),
        graphPicture(x.sum()),
        graphPicture(x.sum(), { maxNodes: 10 }),
      ]) {
        assert.ok(picture.nodes.length <= 200, `${picture.nodes.length} nodes`);
        assert.ok(picture.links.every(({ from, to }) => from < to));
        assert.equal(picture.links.length >= picture.nodes.length - 1, true);
      }
    });
  });

  it("needs a tensor with a graph", () => {
    assert.throws(() => graphPicture(tensor([1, 2])), /no operation was recorded .* requiresGrad/);
    assert.throws(() => graphPicture(tensor([1], { requiresGrad: true })), /no operation was recorded/);
    assert.throws(() => graphPicture(1 as unknown as Tensor), /give the tensor/);
    assert.throws(() => graphPicture(byHand().loss, { maxNodes: 500 }), /from 10 to 200/);
  });
});

/** As many digits as the picture carries. */
function eight(value: number): number {
  return Number(value.toPrecision(8));
}
