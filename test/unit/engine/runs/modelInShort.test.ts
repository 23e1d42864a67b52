import assert from "node:assert/strict";
import {
  compareRuns,
  fit,
  manualSeed,
  nn,
  optim,
  randn,
  setHost,
  type Tensor,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import { modelInShort, modelsInShort } from "../../../../engine/payload/runs/modelInShort.ts";
import { runsPicture } from "../../../../engine/payload/runs/runs.ts";
import { clippedApart, parallelAxes } from "../../../../renderer/views/pictures/runs/parallel.ts";
import { runsDrawing } from "../../../../renderer/views/pictures/runs/runsDrawing.ts";
import { pictureTextsFor } from "../../../../renderer/views/pictures/pictureTexts.ts";

const conv = (): nn.Conv2d => new nn.Conv2d(8, 8, 3, { padding: 1 });

class Block extends nn.Module {
  first = conv();
  norm = new nn.BatchNorm2d(8);
  forward(x: Tensor): Tensor {
    return this.norm.forward(this.first.forward(x)).add(x);
  }
}

class Writer extends nn.Module {
  embed = new nn.Embedding(28, 16);
  rnn = new nn.GRU(16, 64);
  out = new nn.Linear(64, 28);
  forward(x: Tensor): Tensor {
    return x;
  }
}

describe("A model in short", () => {
  const cases: [words: string, model: nn.Module][] = [
    ["Linear 2-1", new nn.Linear(2, 1)],
    ["256-64-10 · ReLU", new nn.Sequential(new nn.Linear(256, 64), new nn.ReLU(), new nn.Linear(64, 10))],
    [
      "64-32-10 · Tanh · dropout 0.2",
      new nn.Sequential(new nn.Linear(64, 32), new nn.Tanh(), new nn.Dropout(0.2), new nn.Linear(32, 10)),
    ],
    [
      "conv 1-6-16 5×5 · 64-10 · Sigmoid · MaxPool",
      new nn.Sequential(
        ...[new nn.Conv2d(1, 6, 5), new nn.Sigmoid(), new nn.MaxPool2d(2), new nn.Conv2d(6, 16, 5)],
        ...[new nn.Flatten(), new nn.Linear(64, 10)],
      ),
    ],
    [
      "conv 1-8(× 13) 3×3 · 8-10 · ReLU",
      new nn.Sequential(
        new nn.Conv2d(1, 8, 3),
        ...Array.from({ length: 12 }, () => new nn.Sequential(conv(), new nn.ReLU())),
        new nn.Linear(8, 10),
      ),
    ],
    [
      "Block × 3 · conv 8(× 4) 3×3 · 8-10 · BatchNorm2d",
      new nn.Sequential(new Block(), new Block(), new Block(), new nn.Linear(8, 10)),
    ],
    ["Writer · Embedding 28-16 · GRU 16-64 · 64-28", new Writer()],
    [
      "TransformerEncoderLayer × 2",
      new nn.Sequential(new nn.TransformerEncoderLayer(8, 2), new nn.TransformerEncoderLayer(8, 2)),
    ],
    ["Sequential()", new nn.Sequential()],
  ];
  for (const [words, model] of cases) {
    it(`is ${words}`, () => assert.equal(modelInShort(String(model)), words));
  }

  it("is what a model of a person's own says of itself", () => {
    assert.equal(modelInShort("my\n  model"), "my model");
    assert.equal(modelInShort(""), "");
  });

  it("tells apart what differs in an option alone, and in nothing that it says", () => {
    const [plain, bare] = [new nn.Linear(2, 1), new nn.Linear(2, 1, { bias: false })].map(String);
    assert.deepEqual(
      [...modelsInShort([plain ?? "", bare ?? "", plain ?? ""]).values()],
      ["Linear 2-1 · bias=True", "Linear 2-1 · bias=False"],
    );
    const flat = String(new nn.Sequential(new nn.Linear(2, 1), new nn.Identity()));
    const words = [...modelsInShort([plain ?? "", flat]).values()];
    assert.equal(new Set(words).size, 2, words.join(" and "));
  });

  it("is told apart on a narrow axis, too", () => {
    assert.deepEqual(clippedApart(["2-8-1", "2-32-1"], 8), ["2-8-1", "2-32-1"]);
    assert.deepEqual(clippedApart(["conv 1-8 3×3 · ReLU", "conv 1-8 3×3 · Tanh", "Linear 2-1"], 8), [
      "…ReLU",
      "…Tanh",
      "Linear …",
    ]);
    assert.deepEqual(clippedApart(["same text for all", "same text for all"], 8), ["same te…", "same te…"]);
  });

  it("stands in comparisons, on the lines and in the table, with all of it over them", async () => {
    const quiet = host();
    setHost({ ...quiet, display: () => undefined });
    try {
      manualSeed(1);
      const x = randn(20, 2);
      const histories = [];
      for (const units of [2, 4, 8]) {
        const net = new nn.Sequential(new nn.Linear(2, units), new nn.ReLU(), new nn.Linear(units, 1));
        const optimizer = new optim.SGD(net.parameters(), { lr: 0.05 });
        histories.push(
          await fit(net, [x, x.sum(1, true)], { loss: "mse", optimizer, epochs: 2, verbose: 0 }),
        );
      }
      const { runs } = compareRuns(histories);
      const picture = runsPicture(runs);
      assert.deepEqual(picture.differing.slice(0, 2), ["model", "parameters"]);
      const [axis] = parallelAxes(picture);
      assert.deepEqual(
        axis?.ticks.map(({ text }) => text),
        ["2-2-1 · ReLU", "2-4-1 · ReLU", "2-8-1 · ReLU"],
      );
      const drawing = runsDrawing(picture);
      const texts = pictureTextsFor("en");
      const { head, rows, hints } = drawing.table(texts);
      assert.equal(head[1], "model");
      assert.match(rows[0]?.[1] ?? "", /^2-\d-1 · ReLU$/);
      assert.equal(hints?.column, 1);
      assert.match(hints.texts[0] ?? "", /^Sequential\(\n {2}\(0\): Linear\(/);
      const tip = drawing.tip("r0", texts);
      assert.ok(
        tip.some((line) => /^model 2-\d-1 · ReLU$/.test(line)),
        tip.join("; "),
      );
      assert.ok(
        tip.some((line) => line.includes("in_features=2")),
        tip.join("; "),
      );
      assert.doesNotMatch(String(compareRuns(histories)), /Sequential/);
    } finally {
      setHost(quiet);
    }
  });
});
