/** Types that are inferred from several uses: wide enough for all of them. */
import assert from "node:assert/strict";
import { LanguageNotebook } from "../language/languageNotebook.ts";
import { translateAll } from "./cells.ts";

const cases: Readonly<Record<string, string[]>> = {
  "a list of layers of several kinds": [
    "from torch import nn\ndef block(n):\n    layers = []\n    for _ in range(n):\n        layers.append(nn.Conv2d(1, 1, 3))\n        layers.append(nn.ReLU())\n    layers.append(nn.MaxPool2d(2))\n    return nn.Sequential(*layers)",
  ],
  "a field that only another method assigns": [
    "import torch\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = nn.Parameter(torch.rand(1))\n\n    def forward(self, x):\n        self.seen = x * self.w\n        return self.seen",
    "net = Net()\nnet(torch.ones(2))\nprint(net.seen.sum())",
  ],
  "objects of several classes that are called alike": [
    "class Half:\n    def __init__(self, lr):\n        self.lr = lr\n\n    def __call__(self, n):\n        return self.lr * 0.5 ** n\n\nclass Same:\n    def __call__(self, n):\n        return 1.0",
    "def rates(scheduler):\n    return [scheduler(n) for n in range(3)]",
    "rates(Half(0.1))\nrates(Same())",
  ],
  "a list of pairs of numbers": [
    "pairs = ((1, 64), (2, 128))\ndef total(pairs):\n    n = 0\n    for (a, b) in pairs:\n        n += a * b\n    return n\ntotal(pairs)\ntotal([(a, b // 4) for a, b in pairs])",
  ],
};

describe("translated cells whose types follow from several uses", function () {
  this.timeout(60_000);
  for (const [title, cells] of Object.entries(cases)) {
    it(`have none wrong: ${title}`, () => {
      const texts = translateAll(cells).map(({ text }) => text);
      assert.deepEqual(new LanguageNotebook(texts).marks(), [], texts.join("\n"));
    });
  }
});
