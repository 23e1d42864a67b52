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
  "layers without a bias": [
    "from torch import nn\nclass Score(nn.Module):\n    def __init__(self, n, bias):\n        super().__init__()\n        self.inner = nn.Linear(n, n, bias=bias)\n        self.outer = nn.Linear(n, 1, bias=False)\n        self.filter = nn.Conv2d(1, 1, 3, bias=False)\n\n    def forward(self, x):\n        return self.outer(self.inner(x))",
    "score = Score(4, True)",
  ],
  "methods that derived classes have to write": [
    "from torch import nn\nclass Reader(nn.Module):\n    def forward(self, x):\n        raise NotImplementedError\n\n    @property\n    def seen(self):\n        raise NotImplementedError",
    "class Doubles(Reader):\n    def forward(self, x):\n        return x * 2\n\n    @property\n    def seen(self):\n        return [1, 2]",
    "import torch\nDoubles()(torch.ones(2))",
  ],
  "a base that leaves out what the book's asks for": [
    "from d2l import torch as d2l\nclass Shows(d2l.Decoder):\n    @property\n    def weights(self):\n        raise NotImplementedError",
    "class Copies(Shows):\n    def init_state(self, outputs):\n        return outputs\n\n    def forward(self, X, state):\n        return X, state\n\n    @property\n    def weights(self):\n        return [1, 2]",
    "decoder = Copies()",
  ],
  "the weights of attention, kept in a list": [
    "import torch\nfrom d2l import torch as d2l\nattention = d2l.DotProductAttention(0.0)\nkept = [torch.zeros(1)]\nx = torch.rand(1, 2, 3)\nfor _ in range(2):\n    attention(x, x, x)\n    kept.append(attention.attention_weights)\nkept[1].shape",
  ],
  "blocks of two arguments in a chain of layers": [
    "import torch\nfrom torch import nn\nclass Block(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.inner = nn.Linear(n, n)\n\n    def forward(self, x, scale):\n        return self.inner(x) * scale, scale + 1",
    "class Tower(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.blocks = nn.Sequential()\n        for i in range(3):\n            self.blocks.add_module('block' + str(i), Block(n))\n\n    def forward(self, x, scale):\n        for i, block in enumerate(self.blocks):\n            x, scale = block(x, scale)\n        for block in self.blocks:\n            print(block.inner.weight.shape)\n        widths = [block.inner.in_features for block in self.blocks]\n        return x",
    "Tower(4)(torch.ones(1, 4), 2).shape",
  ],
  "a loop's variable that becomes a list": [
    "import torch\nfrom d2l import torch as d2l\ndef total(batches):\n    n = 0\n    for X, y in batches:\n        if isinstance(X, list):\n            X = [x.to('cpu') for x in X]\n        else:\n            X = X.to('cpu')\n        n += y.numel()\n    return n\ntotal(d2l.load_array((torch.ones(4, 2), torch.ones(4)), 2))",
  ],
  "the first of a model's parameters": [
    "from torch import nn\nnet = nn.Sequential(nn.Linear(2, 1))\ndevice = next(iter(net.parameters())).device\nit = iter([1, 2])\nn = next(it) + 1",
  ],
  "layers within layers within layers": [
    "from torch import nn\ndef pair():\n    return nn.Sequential(nn.Linear(2, 2), nn.ReLU())\n\ndef nest():\n    net = nn.Sequential()\n    for i in range(2):\n        net.add_module(f'pair {i}', pair())\n    return net\nnet = nn.Sequential(nest(), nn.Linear(2, 1))\nnet[0][1][0].bias.data",
  ],
  "a list in the place of several arguments": [
    "def three(a, b, c):\n    return [a, b, c]\nxs, ys = (1, 2), (3, 4)\nthree(*list(map(list, zip(xs, ys))), [5])\nthree(*[[1]] * 3)\nparts = [[1], [2], [3]]\nthree(*parts)",
    "from d2l import torch as d2l\nd2l.plot(*list(map(list, zip(xs, ys))), 'x', 'y')",
  ],
  "a parameter that becomes something else": [
    "def numbers(lines, vocab):\n    lines = [[vocab[w] for w in line] for line in lines]\n    lines = [line + [vocab['end']] for line in lines]\n    return sum([len(line) for line in lines])\nnumbers([['a', 'b']], {'a': 1, 'b': 2, 'end': 0})",
    "def flat(words):\n    if len(words) > 0 and isinstance(words[0], list):\n        words = [w for line in words for w in line]\n    return len(words)\nflat([['a'], ['b']])",
    "import torch\ndef value(x):\n    x = x.sum().item()\n    return x + 1\nvalue(torch.ones(2))",
  ],
  "a loss of three arguments, and a layer of two": [
    "import torch\nfrom torch import nn\nclass Weighted(nn.MSELoss):\n    def forward(self, pred, label, weight):\n        self.reduction = 'none'\n        return (super().forward(pred, label) * weight).sum()\n\nclass Scaled(nn.Linear):\n    def forward(self, x, scale):\n        return super().forward(x) * scale\nWeighted()(torch.ones(2), torch.zeros(2), torch.ones(2))\nScaled(2, 1)(torch.ones(1, 2), 3)",
  ],
  "functions of layers that give more than a tensor": [
    "import torch\nfrom torch import nn\nclass Reads(nn.Module):\n    def __init__(self, layer):\n        super().__init__()\n        self.layer = layer\n        self.width = self.layer.hidden_size\n\n    def forward(self, x, state):\n        y, state = self.layer(x, state)\n        return y, state\nnet = Reads(nn.GRU(2, 3))",
    "from d2l import torch as d2l\ndef first(net, x):\n    outputs = net.encoder(x)\n    return net.decoder.init_state(outputs)\nboth = d2l.EncoderDecoder(d2l.Seq2SeqEncoder(5, 2, 3, 1), d2l.Seq2SeqDecoder(5, 2, 3, 1))\nfirst(both, torch.ones(1, 2, dtype=torch.int64))",
    "def run(net, x):\n    y, state = net(x, None)\n    return y\nrun(net, torch.ones(4, 1, 2))",
  ],
  "None beside a value": [
    "import torch\nfrom d2l import torch as d2l\ndef last(xs):\n    state, timer = None, d2l.Timer()\n    for x in xs:\n        if state is None:\n            state = x\n        else:\n            state = state + x\n    return state, timer.stop()\nlast([torch.ones(2)])",
  ],
  "a result that is not given on all ways": [
    "def split(lines, by='word'):\n    if by == 'word':\n        return [line.split() for line in lines]\n    elif by == 'char':\n        return [list(line) for line in lines]\n    else:\n        print('no such token: ' + by)\nparts = split(['a b'])\nprint(parts[0][1], len(parts))",
  ],
  "a list of pairs of numbers": [
    "pairs = ((1, 64), (2, 128))\ndef total(pairs):\n    n = 0\n    for (a, b) in pairs:\n        n += a * b\n    return n\ntotal(pairs)\ntotal([(a, b // 4) for a, b in pairs])",
  ],
};

describe("translated cells whose types follow from several uses", function () {
  this.timeout(60_000);
  for (const [title, cells] of Object.entries(cases)) {
    it(`have none wrong: ${title}`, () => {
      const translated = translateAll(cells);
      const texts = translated.map(({ text }) => text);
      assert.deepEqual(
        translated.flatMap(({ marks }) => marks),
        [],
        texts.join("\n"),
      );
      assert.deepEqual(new LanguageNotebook(texts).marks(), [], texts.join("\n"));
    });
  }
});
