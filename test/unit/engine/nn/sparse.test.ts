/** Gradients of embeddings that keep the rows that were used, and what optimisers do with them. */
import assert from "node:assert/strict";
import { nn, optim, tensor, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

interface Step {
  indices: GoldenTensor;
  values: GoldenTensor;
  weight: GoldenTensor;
}

type Make = (parameters: Iterable<Tensor>) => Pick<optim.SGD, "zeroGrad" | "step">;

const make: Record<string, Make> = {
  "SGD": (p) => new optim.SGD(p, { lr: 0.1 }),
  "SGD with momentum": (p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true }),
  "SGD that climbs": (p) => new optim.SGD(p, { lr: 0.1, maximize: true }),
  "Adagrad": (p) => new optim.Adagrad(p, { lr: 0.1, lrDecay: 0.1, initialAccumulatorValue: 0.5 }),
  "SparseAdam": (p) => new optim.SparseAdam(p, { lr: 0.1, eps: 1e-3 }),
  "SparseAdam that climbs": (p) => new optim.SparseAdam(p, { lr: 0.1, betas: [0.5, 0.9], maximize: true }),
};

const batches = [
  [1, 3, 1],
  [3, 3, 0],
  [4, 1, 2],
];
const table = (): Tensor =>
  tensor(Array.from({ length: 5 }, (_, i) => Array.from({ length: 4 }, (_, j) => (4 * i + j) / 10 - 1)));

function compare(actual: Tensor, { shape, values }: GoldenTensor, what: string): void {
  assert.deepEqual([...actual.shape], shape, what);
  assertClose(actual.toTypedArray(), numbers(values), { what });
}

const used = (sparse = true): nn.Embedding => {
  const net = nn.Embedding.fromPretrained(table(), { freeze: false, sparse });
  net(tensor([1, 3, 1]))
    .pow(2)
    .sum()
    .backward();
  return net;
};

describe("sparse gradients", () => {
  for (const [title, steps] of Object.entries(golden<Step[]>("sparse"))) {
    it(`${title} makes PyTorch's steps by rows`, () => {
      const options = { freeze: false, sparse: true, paddingIdx: 2 };
      const net = nn.Embedding.fromPretrained(table(), options);
      const trainer = make[title](net.parameters());
      for (const [i, expected] of steps.entries()) {
        if (i !== 4) trainer.zeroGrad();
        const y = net(tensor(batches[i % 3]));
        y.pow(2)
          .mul(i + 1)
          .sum()
          .backward();
        compare(net.weight.grad.indices(), expected.indices, `indices of step ${i}`);
        compare(net.weight.grad.values(), expected.values, `values of step ${i}`);
        trainer.step();
        compare(net.weight, expected.weight, `weight of step ${i}`);
      }
    });
  }

  it("are the same as whole ones, whoever reads them", () => {
    const [sparse, whole] = [used(), used(false)];
    assert.equal(sparse.weight.grad.isSparse, true);
    assert.equal(whole.weight.grad.isSparse, false);
    assert.deepEqual([...sparse.weight.grad.shape], [5, 4]);
    assert.deepEqual(sparse.weight.grad.toDense().toArray(), whole.weight.grad.toArray());
    assert.deepEqual(sparse.weight.grad.mul(2).toArray(), whole.weight.grad.mul(2).toArray());
  });

  it("print as PyTorch prints them", () => {
    const net = nn.Embedding.fromPretrained(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      { freeze: false, sparse: true },
    );
    net(tensor([1, 1]))
      .sum()
      .backward();
    const lines = ["tensor(indices=tensor([[1, 1]]),", "       values=tensor([[1., 1.],"];
    assert.ok(String(net.weight.grad).startsWith(lines.join("\n")), String(net.weight.grad));
  });

  it("add up with whole ones, in either order, and within one graph", () => {
    const expected = used(false).weight.grad.add(1).toArray();
    const first = used();
    first.weight.sum().backward();
    assert.deepEqual(first.weight.grad.toArray(), expected);
    const net = nn.Embedding.fromPretrained(table(), { freeze: false, sparse: true });
    net.weight.sum().backward();
    net(tensor([1, 3, 1]))
      .pow(2)
      .sum()
      .backward();
    assert.deepEqual(net.weight.grad.toArray(), expected);
    const both = nn.Embedding.fromPretrained(table(), { freeze: false, sparse: true });
    net.weight.grad = null;
    both(tensor([1, 3, 1]))
      .pow(2)
      .sum()
      .add(both.weight.sum())
      .backward();
    assert.deepEqual(both.weight.grad.toArray(), expected);
    const twice = nn.Embedding.fromPretrained(table(), { freeze: false, sparse: true });
    twice(tensor([1]))
      .pow(2)
      .sum()
      .add(
        twice(tensor([3, 1]))
          .pow(2)
          .sum(),
      )
      .backward();
    assert.equal(twice.weight.grad.isSparse, true);
    assert.deepEqual(twice.weight.grad.toDense().toArray(), used(false).weight.grad.toArray());
  });

  it("go back to a table that was computed, whole", () => {
    const base = table().requiresGrad_();
    nn.functional
      .embedding(tensor([0, 1]), base.mul(2), { sparse: true })
      .sum()
      .backward();
    assert.equal(base.grad.isSparse, false);
    assert.deepEqual(base.grad.toArray(), [[2, 2, 2, 2], [2, 2, 2, 2], ...[2, 3, 4].map(() => [0, 0, 0, 0])]);
  });

  it("of bags are those of PyTorch's sums", () => {
    const bag = nn.EmbeddingBag.fromPretrained(table(), { freeze: false, sparse: true, mode: "sum" });
    bag(tensor([1, 3, 1]), tensor([0, 2]))
      .sum()
      .backward();
    assert.deepEqual(bag.weight.grad.indices().toArray(), [[1, 3]]);
    assert.deepEqual(bag.weight.grad.values().toArray(), [
      [2, 2, 2, 2],
      [1, 1, 1, 1],
    ]);
  });

  it("are clipped, where PyTorch leaves a gradient as it is whose rows come twice", () => {
    const net = used();
    nn.utils.clipGradNorm_(net.parameters(), 0.5);
    assertClose([net.weight.grad.norm().item()], [0.5], { rtol: 1e-5 });
    assert.equal(net.weight.grad.isSparse, true);
  });

  it("that were changed in place move what they say then", () => {
    const net = used();
    net.weight.grad.mul_(0);
    new optim.SGD(net.parameters(), { lr: 1 }).step();
    assert.deepEqual(net.weight.toArray(), table().toArray());
    const other = used();
    other.weight.grad.add_(1);
    new optim.SGD(other.parameters(), { lr: 1 }).step();
    const whole = used(false);
    whole.weight.grad.add_(1);
    new optim.SGD(whole.parameters(), { lr: 1 }).step();
    assert.deepEqual(other.weight.toArray(), whole.weight.toArray());
  });

  it("are refused, before anything moves, by optimisers that would move every row", () => {
    const net = used();
    for (const trainer of [
      new optim.Adam(net.parameters()),
      new optim.RMSprop(net.parameters()),
      new optim.SGD(net.parameters(), { lr: 1, weightDecay: 0.1 }),
      new optim.Adagrad(net.parameters(), { weightDecay: 0.1 }),
    ]) {
      assert.throws(() => {
        trainer.step();
      }, /sparse/);
    }
    assert.deepEqual(net.weight.toArray(), table().toArray());
    assert.throws(() => {
      new optim.SparseAdam(used(false).parameters()).step();
    }, /not sparse/);
    assert.throws(() => net.weight.coalesce(), /not sparse/);
  });

  it("have no largest of bags", () => {
    assert.throws(
      () => new nn.EmbeddingBag(3, 2, { mode: "max", sparse: true })(tensor([[1]])),
      /no sparse gradient/,
    );
  });
});

describe("EmbeddingBag", () => {
  const bag = new nn.EmbeddingBag(5, 2);
  for (const [title, run, message] of [
    ["an index without offsets", () => bag(tensor([1, 2])), /needs offsets/],
    ["offsets beside two axes", () => bag(tensor([[1]]), tensor([0])), /leave the offsets out/],
    ["offsets that do not start with 0", () => bag(tensor([1, 2]), tensor([1])), /start with 0/],
    ["offsets that fall", () => bag(tensor([1, 2]), tensor([0, 2, 1])), /not fall/],
    ["weights of a mean", () => bag(tensor([[1]]), null, tensor([[1]])), /mode "sum"/],
    ["an index outside", () => bag(tensor([[5]])), /one of the 5 rows/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(run, message);
    });
  }

  it("gives zeros for bags without rows, of padding too", () => {
    const padded = new nn.EmbeddingBag(5, 2, { paddingIdx: 1 });
    assert.deepEqual(padded(tensor([[1, 1]])).toArray(), [[0, 0]]);
    assert.deepEqual(bag(tensor([]), tensor([0, 0])).toArray(), [
      [0, 0],
      [0, 0],
    ]);
  });
});

describe("packed sequences", () => {
  const { packPaddedSequence, packSequence, padPackedSequence, padSequence, unpackSequence, unpadSequence } =
    nn.utils.rnn;
  const rows = [tensor([1, 2, 3]), tensor([4]), tensor([5, 6])];

  it("hold the steps as PyTorch's do, and come back in the order of the batch", () => {
    const packed = packSequence(rows, { enforceSorted: false });
    assert.deepEqual(packed.data.toArray(), [1, 5, 4, 2, 6, 3]);
    assert.deepEqual(packed.batchSizes.toArray(), [3, 2, 1]);
    assert.deepEqual(packed.sortedIndices?.toArray(), [0, 2, 1]);
    assert.deepEqual(packed.unsortedIndices?.toArray(), [0, 2, 1]);
    const [padded, lengths] = padPackedSequence(packed, {
      batchFirst: true,
      paddingValue: -1,
      totalLength: 4,
    });
    assert.deepEqual(padded.toArray(), [
      [1, 2, 3, -1],
      [4, -1, -1, -1],
      [5, 6, -1, -1],
    ]);
    assert.deepEqual(lengths.toArray(), [3, 1, 2]);
    assert.deepEqual(
      unpackSequence(packed).map((x) => x.toArray()),
      rows.map((x) => x.toArray()),
    );
    assert.deepEqual(
      unpadSequence(padSequence(rows), [3, 1, 2]).map((x) => x.toArray()),
      rows.map((x) => x.toArray()),
    );
  });

  it("refuse lengths that do not fit, naming the remedy", () => {
    const x = padSequence(rows);
    assert.throws(() => packPaddedSequence(x, [3, 1, 2]), /enforceSorted: false/);
    assert.throws(() => packPaddedSequence(x, [3, 1]), /2 lengths were given for 3 sequences/);
    assert.throws(() => packPaddedSequence(x, [4, 1, 1]), /only 3 steps/);
    assert.throws(() => packPaddedSequence(x, [3, 1, 0]), /at least 1/);
    assert.throws(() => padPackedSequence(packSequence([tensor([1, 2])]), { totalLength: 1 }), /longest/);
  });

  it("give an LSTM the numbers that each sequence gives alone", () => {
    const net = new nn.LSTM(2, 3, 2, { bidirectional: true });
    const xs = [4, 1, 3].map((length) => tensor(Array.from({ length }, (_, i) => [i - 1, 0.5 * i])));
    const [y, [h, c]] = net(packSequence(xs, { enforceSorted: false }));
    for (const [i, x] of xs.entries()) {
      const [own, [ownH, ownC]] = net(x);
      assertClose(unpackSequence(y)[i].toTypedArray(), own.toTypedArray(), {});
      assertClose(h.get(":", i).toTypedArray(), ownH.toTypedArray(), {});
      assertClose(c.get(":", i).toTypedArray(), ownC.toTypedArray(), {});
    }
  });
});
