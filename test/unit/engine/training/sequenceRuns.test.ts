/** Whole training runs of networks of sequences beside PyTorch's: language models, and a classifier with attention. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as torch from "../../../../engine/index.ts";
import { data, nn, optim, tensor, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden } from "../golden.ts";

interface Recorded {
  losses: number[];
  norms?: number[];
  after: number[];
}

const recorded = golden<Recorded>("sequenceTraining");
const steps = 200;

/** The loss of every step is within 1e-4 of PyTorch's, and as many random numbers were drawn. */
function compare(name: string, losses: number[]): void {
  assert.equal(losses.length, steps);
  assertClose(losses, recorded[name].losses, { rtol: 1e-4, atol: 1e-7, what: "loss" });
  assert.deepEqual([...torch.rand(2).toTypedArray()], recorded[name].after.map(Math.fround));
}

const [words, batch, length] = [17, 16, 12];

/** Words of which most follow from the one before. */
function corpus(): Tensor {
  const chances = torch.rand(4001).toTypedArray();
  const noise = torch.randint(0, words, [4001]).toTypedArray();
  let word = 0;
  return tensor(
    Array.from(chances, (chance, i) => (word = chance < 0.2 ? noise[i] : (word * 5 + 3) % words)),
  );
}

type State = Tensor | [Tensor, Tensor];

class LanguageModel extends nn.Module {
  embedding = new nn.Embedding(words, 16);
  rnn: nn.GRU | nn.LSTM;
  out: nn.Linear;

  constructor(kind: typeof nn.GRU | typeof nn.LSTM) {
    super();
    // In PyTorch's order: what is made later draws its numbers later.
    this.rnn = new kind(16, 32, 2, { dropout: 0.2 });
    this.out = new nn.Linear(32, words);
  }

  forward(x: Tensor, before: State | null): [Tensor, State] {
    const [y, state] = (this.rnn.forward as (x: Tensor, state: State | null) => [Tensor, State])(
      this.embedding(x),
      before,
    );
    return [this.out(y.reshape(-1, 32)), state];
  }
}

function languageModel(name: string, kind: typeof nn.GRU | typeof nn.LSTM): void {
  torch.manualSeed(5);
  const text = corpus();
  const rows = text.get(":4000").reshape(batch, -1).T;
  const nexts = text.get("1:").reshape(batch, -1).T;
  const net = new LanguageModel(kind);
  const optimiser = new optim.Adam(net.parameters(), { lr: 0.005 });
  const losses: number[] = [];
  const norms: number[] = [];
  while (losses.length < steps) {
    let state: State | null = null;
    for (let start = 0; start + length < rows.shape[0] && losses.length < steps; start += length) {
      const part = torch.slice(start, start + length);
      const [y, next]: [Tensor, State] = net(rows.get(part), state);
      state = Array.isArray(next) ? [next[0].detach(), next[1].detach()] : next.detach();
      const loss = nn.functional.crossEntropy(y, nexts.get(part).reshape(-1));
      optimiser.zeroGrad();
      loss.backward();
      norms.push(nn.utils.clipGradNorm_(net.parameters(), 0.5));
      optimiser.step();
      losses.push(loss.item());
    }
  }
  assertClose(norms, recorded[name].norms ?? [], { rtol: 1e-3, what: "norm of the gradients" });
  compare(name, losses);
}

class Classifier extends nn.Module {
  enter = new nn.Linear(8, 32);
  places = new nn.Parameter(torch.randn(8, 32).mul(0.1));
  encoder = new nn.TransformerEncoder(
    new nn.TransformerEncoderLayer(32, 4, { dimFeedforward: 64, dropout: 0.1, batchFirst: true }),
    2,
  );
  out = new nn.Linear(32, 10);

  forward(x: Tensor): Tensor {
    return this.out(this.encoder(this.enter(x).add(this.places)).mean(1));
  }
}

describe("a whole training run of a network of sequences gives PyTorch's losses", function () {
  this.timeout(120_000);

  it("a language model of gated recurrent units, its gradients clipped", () => {
    languageModel("gru", nn.GRU);
  });

  it("a language model of long short-term memory, its gradients clipped", () => {
    languageModel("lstm", nn.LSTM);
  });

  it("a classifier of a Transformer's encoder", () => {
    const text = gunzipSync(readFileSync("examples/data/digits.csv.gz")).toString();
    const table = data.parseCsv(text, { header: false }).rows as number[][];
    const x = tensor(table.map((row) => row.slice(0, 64))).div(16);
    const y = tensor(table.map((row) => row[64])).to("int32");
    torch.manualSeed(6);
    const net = new Classifier();
    const optimiser = new optim.Adam(net.parameters(), { lr: 1e-3 });
    const set = new data.TensorDataset<[Tensor, Tensor]>(x.reshape(-1, 8, 8), y);
    const losses: number[] = [];
    while (losses.length < steps) {
      for (const [a, b] of new data.DataLoader(set, 32, { shuffle: true })) {
        const loss = nn.functional.crossEntropy(net(a), b);
        optimiser.zeroGrad();
        loss.backward();
        optimiser.step();
        losses.push(loss.item());
        if (losses.length === steps) break;
      }
    }
    compare("transformer", losses);
  });
});
