import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as torch from "../../../../engine/index.ts";
import { d2l, nn } from "../../../../engine/index.ts";
import { host, type Host, setHost } from "../../../../engine/core/host.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";

describe("texts as numbers", () => {
  it("splits lines into words and characters", () => {
    assert.deepEqual(d2l.tokenize(["the  time", ""]), [["the", "time"], []]);
    assert.deepEqual(d2l.tokenize(["ab c"], "char"), [["a", "b", " ", "c"]]);
    assert.throws(() => d2l.tokenize(["a"], "letter" as "char"), /use "word" or "char"/);
  });

  it("counts tokens, those of lines too", () => {
    assert.deepEqual(
      [...d2l.countCorpus([["b", "a"], ["b"]])],
      [
        ["b", 2],
        ["a", 1],
      ],
    );
    assert.deepEqual([...d2l.countCorpus(["a"])], [["a", 1]]);
    assert.equal(d2l.countCorpus([]).size, 0);
  });

  it("gives frequent tokens small indices, equal ones in the order of the text", () => {
    const vocab = new d2l.Vocab([["c", "b", "a"], ["b"]], 0, ["<pad>"]);
    assert.deepEqual(vocab.idxToToken, ["<unk>", "<pad>", "b", "c", "a"]);
    assert.equal(vocab.length, 5);
    assert.equal(vocab.get("a"), 4);
    assert.deepEqual(vocab.get(["b", "x", "<pad>"]), [2, vocab.unk, 1]);
    assert.deepEqual(vocab.toTokens([2, 0]), ["b", "<unk>"]);
    assert.equal(vocab.toTokens(3), "c");
    assert.deepEqual(vocab.tokenFreqs[0], ["b", 2]);
    assert.throws(() => vocab.toTokens(9), /no index 9; use 0 … 4/);
  });

  it("leaves out rare tokens, and takes pairs of words for one token", () => {
    assert.deepEqual(new d2l.Vocab([["c", "b", "b"]], 2).idxToToken, ["<unk>", "b"]);
    const pairs = [
      ["of", "the"],
      ["the", "time"],
      ["of", "the"],
    ];
    assert.deepEqual(new d2l.Vocab(pairs, 0, [], { tuples: true }).tokenFreqs, [
      ["of the", 2],
      ["the time", 1],
    ]);
    assert.deepEqual(new d2l.Vocab().idxToToken, ["<unk>"]);
  });

  it("measures translations as the book does", () => {
    // By the book's formula: exp(min(0, 1 − 5 / 5)) · (4/5)^(1/2) · (3/4)^(1/4), and so on.
    assert.equal(d2l.bleu("il est calme .", "il est calme .", 2), 1);
    const some = d2l.bleu("a b c d x", "a b c d e", 2);
    assert.ok(Math.abs(some - (4 / 5) ** 0.5 * (3 / 4) ** 0.25) < 1e-12, String(some));
    const short = d2l.bleu("a b", "a b c d", 2);
    assert.ok(Math.abs(short - Math.exp(1 - 4 / 2)) < 1e-12, String(short));
    assert.equal(d2l.bleu("a", "a b", 2), 0);
    // A token that is there once counts once.
    assert.ok(Math.abs(d2l.bleu("a a", "a b", 1) - Math.sqrt(1 / 2)) < 1e-12);
  });
});

describe("sequences as batches", () => {
  const corpus = Array.from({ length: 35 }, (_, i) => i);

  it("go on from batch to batch in order, and Y is one ahead", () => {
    torch.manualSeed(0);
    const batches = [...d2l.seqDataIterSequential(corpus, 2, 5)];
    assert.ok(batches.length >= 2);
    const [first, second] = batches.map(([X]) => X.toArray() as number[][]);
    assert.equal(second[0][0], first[0][4] + 1);
    for (const [X, Y] of batches) {
      assert.deepEqual([...X.shape], [2, 5]);
      assert.deepEqual(Y.toArray(), X.add(1).toArray());
    }
  });

  it("come in a random order, each once, differently from seed to seed", () => {
    const starts = (seed: number): number[] => {
      torch.manualSeed(seed);
      return [...d2l.seqDataIterRandom(corpus, 2, 5)].flatMap(([X, Y]) => {
        assert.deepEqual(Y.toArray(), X.add(1).toArray());
        return X.get(":", 0).toArray() as number[];
      });
    };
    const [a, b] = [starts(0), starts(1)];
    assert.notDeepEqual(a, b);
    assert.equal(new Set(a.map((start) => start % 5)).size, 1, "all from one offset");
    assert.equal(new Set(a).size, a.length);
  });

  it("are none where the text is too short", () => {
    assert.equal([...d2l.seqDataIterRandom([1, 2], 2, 5)].length, 0);
    assert.equal([...d2l.seqDataIterSequential([1, 2], 2, 5)].length, 0);
  });
});

describe("the book's data", () => {
  let before: Host;
  let told: string[];
  const home = process.cwd();
  beforeEach(() => {
    installNodeFiles();
    before = host();
    told = [];
    setHost({ ...before, display: (bundle) => told.push(bundle["text/plain"]) });
    torch.manualSeed(0);
  });
  afterEach(() => {
    setHost(before);
    process.chdir(home);
  });

  it("has the first chapters of The Time Machine, letters and spaces only", () => {
    const lines = d2l.readTimeMachine();
    assert.equal(lines[0], "the time machine by h g wells");
    assert.ok(lines.length > 500 && lines.every((line) => /^[a-z ]*$/.test(line)));
    const [trainIter, vocab] = d2l.loadDataTimeMachine(32, 35);
    assert.equal(vocab.length, 28, "<unk>, the space and 26 letters");
    const [[X, Y]] = trainIter;
    assert.deepEqual(
      [[...X.shape], [...Y.shape]],
      [
        [32, 35],
        [32, 35],
      ],
    );
    assert.equal(trainIter.corpus.length, 10_000);
    assert.ok([...trainIter].length === [...trainIter].length, "gone through again");
    assert.ok([...d2l.loadDataTimeMachine(32, 35, true, 5000)[0]].length < 5);
  });

  it("has sentences in English and French", () => {
    const text = d2l.preprocessNmt(d2l.readDataNmt());
    assert.match(text, /^go \.\tva !$/m);
    assert.doesNotMatch(text, /[A-Z\u202f\xa0]/);
    const [source, target] = d2l.tokenizeNmt(text);
    assert.equal(source.length, 600);
    assert.equal(target.length, 600);
    assert.equal(d2l.tokenizeNmt(text, 9)[0].length, 10);
    const [trainIter, srcVocab, tgtVocab] = d2l.loadDataNmt(2, 8);
    assert.ok(srcVocab.length > 100 && tgtVocab.length > 100);
    const [[X, XValidLen, Y, YValidLen]] = trainIter;
    assert.deepEqual(
      [X, XValidLen, Y, YValidLen].map((x) => [...x.shape]),
      [[2, 8], [2], [2, 8], [2]],
    );
    const eos = srcVocab.get("<eos>");
    for (const [i, len] of (XValidLen.toArray() as number[]).entries()) {
      assert.equal(X.at(i, len - 1).item(), eos);
      assert.ok((X.at(i).toArray() as number[]).slice(len).every((token) => token === srcVocab.get("<pad>")));
    }
  });

  it("takes a whole file that lies in ../data instead", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "gradbook-book-"));
    try {
      mkdirSync(path.join(folder, "notebook"));
      mkdirSync(path.join(folder, "data"));
      writeFileSync(path.join(folder, "data", "timemachine.txt"), "One, two\nTHREE\n");
      process.chdir(path.join(folder, "notebook"));
      assert.deepEqual(d2l.readTimeMachine(), ["one two", "three"]);
    } finally {
      process.chdir(home);
      rmSync(folder, { recursive: true });
    }
  });

  it("has the noise of wings, standardised", () => {
    const [dataIter, featureDim] = d2l.getDataCh11(100);
    assert.equal(featureDim, 5);
    const all = [...dataIter];
    assert.equal(all.length, 15);
    const X = torch.cat(
      all.map(([x]) => x),
      0,
    );
    assert.deepEqual([...X.shape], [1500, 5]);
    assert.ok(X.mean(0).abs().max().item() < 0.01 && X.std(0).sub(1).abs().max().item() < 0.01);
    assert.deepEqual([...all[0][1].shape], [100]);
  });

  it("has pictures of clothes, and says that there are more", async () => {
    const [trainIter, testIter] = await d2l.loadDataFashionMnist(500);
    const [[X, y]] = trainIter;
    assert.deepEqual([[...X.shape], [...y.shape]], [[500, 1, 28, 28], [500]]);
    assert.deepEqual([trainIter.dataset.length, testIter.dataset.length], [2000, 400]);
    const counts = torch.bincount(
      torch.cat(
        [...testIter].map(([, label]) => label),
        0,
      ),
    );
    assert.deepEqual(
      counts.toArray(),
      Array.from({ length: 10 }, () => 40),
    );
    const [small] = await d2l.loadDataFashionMnist(100, { resize: 64 });
    const [[resized]] = small;
    assert.deepEqual([...resized.shape], [100, 1, 64, 64]);
    await assert.rejects(d2l.loadDataFashionMnist(10, { folder: "/nowhere" }));
    assert.ok(
      told.every((text) => /comes? with Gradbook/.test(text)),
      told.join("\n"),
    );
  });

  it("learns a language model from scratch on it, and says what it writes", async () => {
    const [trainIter, vocab] = d2l.loadDataTimeMachine(32, 35);
    const getParams = (size: number, hidden: number): torch.Tensor[] =>
      [[size, hidden], [hidden, hidden], [hidden], [hidden, size], [size]].map((shape) =>
        torch.randn(shape).mul(0.01).requiresGrad_(),
      );
    const rnn = (inputs: torch.Tensor, [start]: torch.Tensor[], [wx, wh, bh, wq, bq]: torch.Tensor[]) => {
      let h = start;
      const outputs = inputs.unbind(0).map((X) => {
        h = X.matmul(wx).add(h.matmul(wh)).add(bh).tanh();
        return h.matmul(wq).add(bq);
      });
      return [torch.cat(outputs, 0), [h]] as const;
    };
    const net = new d2l.RNNModelScratch(
      vocab.length,
      32,
      "cpu",
      getParams,
      (n, hidden) => [torch.zeros(n, hidden)],
      rnn,
    );
    const { perplexity } = await d2l.trainCh8(net, trainIter, vocab, 1, 20);
    assert.ok(perplexity < 20, String(perplexity));
    assert.match(told.at(-1) ?? "", /^perplexity [\d.]+, [\d.]+ tokens\/sec on cpu\ntime traveller/);
    assert.equal(d2l.predictCh8("time ", 10, net, vocab).length, 15);
  });

  it("takes models of a notebook, which have `call` where they are no modules", () => {
    const vocab = new d2l.Vocab([["a", "b"]]);
    class Same {
      params: torch.Tensor[] = [];
      call(X: torch.Tensor, state: torch.Tensor): [torch.Tensor, torch.Tensor] {
        return [nn.functional.oneHot(X.T.reshape(-1), 3).float(), state.add(1)];
      }
      beginState(batchSize: number): torch.Tensor {
        return torch.zeros(batchSize);
      }
    }
    assert.equal(d2l.predictCh8("ab", 3, new Same(), vocab), "abbbb");
    class Layers extends nn.Module {
      linear = new nn.Linear(3, 3);
      forward(X: torch.Tensor, state: torch.Tensor): [torch.Tensor, torch.Tensor] {
        return [this.linear(nn.functional.oneHot(X.T.reshape(-1), 3).float()), state];
      }
      beginState(device: string, batchSize = 1): torch.Tensor {
        assert.equal(device, "cpu");
        return torch.zeros(batchSize);
      }
    }
    assert.equal(d2l.predictCh8("ab", 3, new Layers(), vocab).length > 4, true);
  });

  it("teaches a small model to translate what it has seen", async function () {
    this.timeout(60_000);
    const [trainIter, srcVocab, tgtVocab] = d2l.loadDataNmt(32, 8, 60);
    const encoder = new d2l.Seq2SeqEncoder(srcVocab.length, 16, 32, 1);
    const decoder = new d2l.Seq2SeqDecoder(tgtVocab.length, 16, 32, 1);
    const net = new d2l.EncoderDecoder(encoder, decoder);
    const { loss } = await d2l.trainSeq2seq(net, trainIter, 0.01, 60, tgtVocab);
    assert.ok(loss < 0.1, String(loss));
    const [translation] = d2l.predictSeq2seq(net, "He lost .", srcVocab, tgtVocab, 8);
    assert.ok(translation.split(" ").length >= 2, translation);
  });
});
