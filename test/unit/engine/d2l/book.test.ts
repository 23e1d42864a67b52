/** The helpers of the later chapters, beside the same written anew in PyTorch: test/golden/goldenBook.py. */
import assert from "node:assert/strict";
import * as torch from "../../../../engine/index.ts";
import { d2l, nn, optim, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

const recorded = golden<GoldenTensor>("book");
const compared = new Set<string>();

function see(name: string, value: Tensor | readonly number[], rtol = 1e-5, atol = 2e-6): void {
  const { shape, values } = recorded[name];
  if (!Array.isArray(value)) assert.deepEqual([...(value as Tensor).shape], shape, name);
  const actual = Array.isArray(value) ? value : (value as Tensor).toTypedArray();
  assertClose(actual as ArrayLike<number>, numbers(values), { rtol, atol, what: name });
  compared.add(name);
}

/** Batches in the order of the rows. */
function inOrder(size: number, ...all: Tensor[]): Tensor[][] {
  const rows = all[0].length;
  return Array.from({ length: rows / size }, (_, i) => all.map((x) => x.narrow(0, i * size, size)));
}

const ints = (...values: number[]): Tensor => torch.tensor(values, { dtype: torch.int64 });

describe("the book's helpers give PyTorch's numbers", () => {
  it("convolution", async () => {
    torch.manualSeed(0);
    const [x, k] = [torch.rand(6, 8), torch.rand(2, 3)];
    see("corr2d", d2l.corr2d(x, k));
    const images = torch.rand(4, 3, 6, 6);
    see("residual", new d2l.Residual(3, 3)(images));
    const block = new d2l.Residual(3, 6, true, 2);
    const y = block(images);
    y.square().mean().backward();
    see("residual with strides", y);
    see("its gradient", block.conv1.weight.grad);

    torch.manualSeed(1);
    const net = new nn.Sequential(
      new nn.Conv2d(1, 4, 3, { padding: 1 }),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2),
      new nn.Flatten(),
      new nn.Linear(64, 10),
    );
    const pictures = torch.rand(60, 1, 8, 8);
    const classes = torch.arange(60, { dtype: torch.int64 }).remainder(10);
    const batches = inOrder(20, pictures, classes) as [Tensor, Tensor][];
    const { trainLoss, trainAcc, testAcc } = await d2l.trainCh6(net, batches, batches, 3, 0.5);
    see("loss and accuracies of chapter 6", [trainLoss, trainAcc, testAcc]);
    assert.equal(d2l.evaluateAccuracyGpu(net, batches), testAcc);
  });

  for (const [kind, make] of [
    ["rnn", () => new nn.RNN(11, 16)],
    ["gru", () => new nn.GRU(11, 16, 2)],
    ["lstm both ways", () => new nn.LSTM(11, 16, { bidirectional: true })],
  ] as const) {
    it(`a language model: ${kind}`, () => {
      const corpus = Array.from({ length: 200 }, (_, i) => (i * i + Math.floor(i / 3)) % 11);
      const rows = (ahead: number): Tensor => ints(...corpus.slice(ahead, ahead + 196)).reshape(4, 49);
      const [xs, ys] = [rows(0), rows(1)];
      const batches = Array.from(
        { length: 7 },
        (_, i) => [xs.narrow(1, 7 * i, 7), ys.narrow(1, 7 * i, 7)] as const,
      );
      torch.manualSeed(2);
      const net = new d2l.RNNModel(make(), 11);
      const trainer = new optim.SGD(net.parameters(), { lr: 1 });
      const loss = new nn.CrossEntropyLoss();
      const perplexities = [0, 1, 2, 3].map(() => d2l.trainEpochCh8(net, batches, loss, trainer)[0]);
      see(`perplexities of ${kind}`, perplexities, 1e-4);
      if (kind === "lstm both ways") return;
      const letters = "abcdefghijk";
      const vocab = { idxToToken: Array.from(letters), get: (token: string) => letters.indexOf(token) };
      const written = d2l.predictCh8("df", 12, net, vocab);
      see(
        `written by ${kind}`,
        Array.from(written, (letter) => letters.indexOf(letter)),
        0,
        0,
      );
    });
  }

  it("attention", () => {
    torch.manualSeed(3);
    see("masked by rows", d2l.maskedSoftmax(torch.rand(2, 2, 4), ints(2, 3)));
    see("masked by queries", d2l.maskedSoftmax(torch.rand(2, 2, 4), ints(1, 3, 2, 4).reshape(2, 2)));
    const [scores, labels] = [torch.rand(3, 4, 10), torch.randint(0, 10, [3, 4])];
    see("masked cross-entropy", new d2l.MaskedSoftmaxCELoss()(scores, labels, ints(4, 2, 0)));
    const [q, k, v, lens] = [torch.rand(2, 3, 5), torch.rand(2, 10, 4), torch.rand(2, 10, 6), ints(2, 6)];
    const additive = new d2l.AdditiveAttention(4, 5, 8, 0.1).eval();
    see("additive", additive(q, k, v, lens));
    assert.deepEqual([...additive.attentionWeights.shape], [2, 3, 10]);
    see("dot product", new d2l.DotProductAttention(0.5).eval()(q, q, q, ints(2, 3)));
    const heads = new d2l.MultiHeadAttention(20, 20, 20, 20, 5, 0);
    const [x, y] = [torch.rand(2, 4, 20), torch.rand(2, 6, 20)];
    const out = heads(x, y, y, ints(3, 2));
    out.square().mean().backward();
    see("of five heads", out);
    see("gradient of its keys", heads.WK.weight.grad);
    see("positions", new d2l.PositionalEncoding(32, 0).P.get(0, ":60"), 1e-5, 1e-5);
    const block = new d2l.EncoderBlock(24, 24, 24, 24, [7, 24], 24, 48, 8, 0.5).eval();
    see("encoder block", block(torch.rand(2, 7, 24), ints(3, 2)));

    torch.manualSeed(4);
    const encoder = new d2l.TransformerEncoder(200, 24, 24, 24, 24, [9, 24], 24, 48, 8, 2, 0.5).eval();
    const h = encoder(torch.randint(0, 200, [2, 9]), ints(3, 9));
    h.square().mean().backward();
    see("transformer encoder", h, 1e-4, 1e-5);
    see("gradient of its table", encoder.embedding.weight.grad.sum(0), 1e-3, 1e-5);
    assert.deepEqual(
      encoder.attentionWeights.map((w) => [...w.shape]),
      [
        [16, 9, 9],
        [16, 9, 9],
      ],
    );
  });

  it("translation", async () => {
    torch.manualSeed(5);
    const net = new d2l.EncoderDecoder(
      new d2l.Seq2SeqEncoder(20, 8, 16, 2),
      new d2l.Seq2SeqDecoder(15, 8, 16, 2),
    );
    const [x, xLen] = [torch.randint(4, 20, [12, 6]), torch.randint(2, 7, [12])];
    const [y, yLen] = [torch.randint(4, 15, [12, 6]), torch.randint(2, 7, [12])];
    const special: Record<string, number> = { "<pad>": 1, "<bos>": 2, "<eos>": 3, "a": 5, "b": 6 };
    const words: d2l.Words = {
      get: (tokens: string | string[]) =>
        Array.isArray(tokens) ? tokens.map((token) => special[token]) : special[tokens],
      toTokens: (indices: number[]) => indices.map(String),
    };
    const batches = inOrder(6, x, xLen, y, yLen) as [Tensor, Tensor, Tensor, Tensor][];
    const { loss } = await d2l.trainSeq2seq(net, batches, 0.005, 10, words);
    see("loss of ten epochs", [loss], 1e-4);
    const [translation, weights] = d2l.predictSeq2seq(net, "a b", words, words, 6);
    see("its translation", translation.split(" ").map(Number), 0, 0);
    assert.deepEqual(weights, []);
  });

  it("optimisation", async () => {
    torch.manualSeed(6);
    const batches = inOrder(20, torch.randn(400, 5), torch.randn(400)) as [Tensor, Tensor][];
    const sgd = (params: Tensor[], _: unknown, { lr }: { lr: number }): void => {
      torch.noGrad(() => {
        for (const p of params) {
          p.sub_(p.grad.mul(lr));
          p.zeroGrad();
        }
      });
    };
    const [seconds, losses] = await d2l.trainCh11(sgd, null, { lr: 0.05 }, batches, 5);
    see("losses of chapter 11", losses);
    assert.equal(seconds.length, losses.length);
    torch.manualSeed(7);
    const [, others] = await d2l.trainConciseCh11(optim.Adam, { lr: 0.01 }, batches);
    see("losses of an optimiser of PyTorch's", others);
  });

  after(() => assert.deepEqual([...compared].sort(), Object.keys(recorded).sort(), "every number compared"));
});
