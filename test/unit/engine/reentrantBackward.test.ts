import assert from "node:assert/strict";
import { grad, nn, type Tensor, tensor } from "../../../engine/index.ts";
import * as torch from "../../../engine/index.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });

/** A graph whose parts wait for one another, and all its tensors. */
function graph(): { x: Tensor; z: Tensor; inner: Tensor[] } {
  const x = leaf(1, 2);
  const a = x.mul(2);
  const b = a.mul(a).add(x);
  const c = b.mul(a).sub(x.mul(3));
  const d = c.add(b.mul(0.5)).add(a);
  return { x, z: d.mul(d).sum(), inner: [a, b, c, d] };
}

/** What a hook does with the graph that is being gone through, once. */
const starts: Record<string, (g: { x: Tensor; z: Tensor; inner: Tensor[] }) => unknown> = {
  "backward from the same output": ({ z }) => {
    z.backward({ retainGraph: true });
  },
  "backward from a part": ({ inner }) => {
    inner[1].sum().backward({ retainGraph: true });
  },
  "grad to the leaf": ({ x, z }) => grad(z, x, { retainGraph: true }),
  "grad to a part": ({ z, inner }) => grad(z, inner[2], { retainGraph: true }),
  "a backward that fails": ({ z, inner }) => {
    const remove = inner[1].registerHook(() => {
      throw new Error("on purpose");
    });
    assert.throws(() => {
      z.backward({ retainGraph: true });
    }, /on purpose/);
    remove();
  },
};

describe("a hook that starts another backward over the same graph", () => {
  for (const [title, start] of Object.entries(starts)) {
    for (const at of [0, 1, 2, 3]) {
      it(`changes nothing for the one under way: ${title}, at place ${at}`, () => {
        const alone = graph();
        alone.z.backward({ retainGraph: true });
        // What the hook's own pass leaves in the leaf, outside of any other.
        start(alone);
        const nested = graph();
        let begun = false;
        nested.inner[at].registerHook(() => {
          if (begun) return;
          begun = true;
          torch.enableGrad(() => start(nested));
        });
        nested.z.backward({ retainGraph: true });
        assert.ok(begun);
        assert.deepEqual(nested.x.grad.toArray(), alone.x.grad.toArray());
      });
    }
  }
});

describe("a gradient of 0", () => {
  it("comes to a leaf whose values copy_ has overwritten", () => {
    const [x, y] = [leaf(1, 2), leaf(3, 4)];
    const h = x.mul(1);
    h.copy_(y);
    h.sum().backward();
    assert.deepEqual(
      [x.grad.toArray(), y.grad.toArray()],
      [
        [0, 0],
        [1, 1],
      ],
    );
  });

  for (const name of ["relu", "abs", "leakyRelu"] as const) {
    it(`is the second one through ${name}, whose slope requires a gradient as in PyTorch`, () => {
      const x = leaf(1, -2);
      const [slope] = grad(x[name]().sum(), x, { createGraph: true });
      assert.equal(slope.requiresGrad, true);
      assert.deepEqual(grad(slope.sum(), x, { retainGraph: true })[0].toArray(), [0, 0]);
      slope.sum().backward();
      assert.deepEqual(x.grad.toArray(), [0, 0]);
    });
  }

  it("is the second one by the inputs of a perceptron; that by its weights is PyTorch's", () => {
    const net = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU(), new nn.Linear(2, 1));
    net[0].weight.data = tensor([
      [1, 2],
      [-1, 1],
    ]);
    net[0].bias.data = tensor([0, 0]);
    net[2].weight.data = tensor([[3, 5]]);
    const x = tensor([[1, 1]], { requiresGrad: true });
    const [slope] = grad(net(x).sum(), x, { createGraph: true });
    assert.deepEqual(slope.toArray(), [[3, 6]]);
    slope.square().sum().backward();
    assert.deepEqual(x.grad.toArray(), [[0, 0]]);
    assert.deepEqual(net[0].weight.grad.toArray(), [
      [18, 36],
      [0, 0],
    ]);
    assert.deepEqual(net[2].weight.grad.toArray(), [[30, 0]]);
  });
});
