/** Cells in the style of the book's later chapters, and the TypeScript they become, without a mark. */
import assert from "node:assert/strict";
import { translate } from "../../../../extension/translate/translate.ts";
import { plainWording } from "./cells.ts";

/** The cell stands between what cells above it say and what cells below it read. */
const table: [what: string, python: string, typescript: string][] = [
  [
    "functions that the book's helpers call",
    "import torch\nfrom d2l import torch as d2l\ndef init(n): return (torch.zeros(n, 1), torch.zeros(1))\n---\ndef step(params, states, hyperparams):\n    for p, s in zip(params, states):\n        s[:] = s + p.grad ** 2\n        p[:] -= hyperparams['lr'] * p.grad\ndata_iter, dim = d2l.get_data_ch11(10)\nd2l.train_ch11(step, init(dim), {'lr': 0.1}, data_iter, dim);",
    'function step(\n  params: torch.Tensor[],\n  states: readonly [torch.Tensor, torch.Tensor],\n  hyperparams: Record<string, number>,\n) {\n  for (const [p, s] of params.map((x, i) => [x, states[i]] as const)) {\n    s.set(":", s.add(p.grad.pow(2)));\n    p.get(":").sub_(p.grad.mul(hyperparams.lr));\n  }\n}\nconst [dataIter, dim] = d2l.getDataCh11(10);\nvoid await d2l.trainCh11(step, init(dim), { lr: 0.1 }, dataIter, dim);',
  ],
  [
    "ways over a function",
    "eta = 0.1\n---\ndef f(x1, x2): return x1 ** 2 + 2 * x2 ** 2\ndef gd(x1, x2, s1, s2): return (x1 - eta * 2 * x1, x2 - eta * 4 * x2, 0, 0)\nd2l.show_trace_2d(f, d2l.train_2d(gd))",
    "function f(x1: torch.Tensor, x2: torch.Tensor) {\n  return x1.pow(2).add(x2.pow(2).mul(2));\n}\nfunction gd(x1: number, x2: number, s1: number, s2: number): [number, number, number, number] {\n  return [x1 - eta * 2 * x1, x2 - eta * 4 * x2, 0, 0];\n}\nd2l.showTrace2d(f, d2l.train2d(gd));",
  ],
  [
    "language models from scratch",
    "---\ndef get_params(size, hidden, device):\n    return [torch.randn((size, hidden), device=device)]\ndef begin(n, hidden, device): return (torch.zeros((n, hidden), device=device),)\ndef rnn(inputs, state, params):\n    W, = params\n    H, = state\n    return torch.cat([X @ W + H for X in inputs], dim=0), (H,)\ntrain_iter, vocab = d2l.load_data_time_machine(32, 35)\nnet = d2l.RNNModelScratch(len(vocab), 8, d2l.try_gpu(), get_params, begin, rnn)\nd2l.train_ch8(net, train_iter, vocab, 1, 500, d2l.try_gpu())\nvocab['a'], vocab[['a', 'b']], vocab.token_freqs[:3]",
    'function getParams(size: number, hidden: number, device: string) {\n  return [torch.randn([size, hidden])];\n}\nfunction begin(n: number, hidden: number, device: string): [torch.Tensor] {\n  return [torch.zeros([n, hidden])];\n}\nfunction rnn(inputs: torch.Tensor, state: readonly [torch.Tensor], params: torch.Tensor[]) {\n  const [W] = params;\n  const [H] = state;\n  return [torch.cat([...inputs].map((X) => X.matmul(W).add(H)), { dim: 0 }), [H]] as const;\n}\nconst [trainIter, vocab] = d2l.loadDataTimeMachine(32, 35);\nconst net = new d2l.RNNModelScratch(vocab.length, 8, d2l.tryGpu(), getParams, begin, rnn);\nawait d2l.trainCh8(net, trainIter, vocab, 1, 500, d2l.tryGpu());\n[vocab.get("a"), vocab.get(["a", "b"]), vocab.tokenFreqs.slice(0, 3)];',
  ],
  [
    "convolutions and pools as functions, with options by place and by name",
    "import torch.nn.functional as F\nx, w = torch.rand(2, 3, 8, 8), torch.rand(4, 3, 3, 3)\n---\ny = F.max_pool2d(F.relu(F.conv2d(x, w, None, 1, padding=1)), 2, 2)\nz = F.adaptive_avg_pool2d(F.pad(y, (1, 1, 0, 0), mode='reflect'), (1, 1)).flatten(1)\nv, i = F.max_pool2d(x, 2, return_indices=True)\nup = nn.ConvTranspose2d(4, 2, kernel_size=2, stride=2)(y)",
    'const y = nn.functional.maxPool2d(\n  nn.functional.relu(nn.functional.conv2d(x, w, null, { stride: 1, padding: 1 })),\n  2,\n  { stride: 2 },\n);\nconst z = nn.functional.adaptiveAvgPool2d(\n  nn.functional.pad(y, [1, 1, 0, 0], { mode: "reflect" }),\n  [1, 1],\n).flatten(1);\nconst [v, i] = nn.functional.maxPool2d(x, 2, { returnIndices: true });\nconst up = new nn.ConvTranspose2d(4, 2, 2, { stride: 2 })(y);',
  ],
  [
    "layers in lists, and by name",
    "---\nlayers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])\nnamed = nn.ModuleDict({'out': nn.Linear(4, 1)})\nx = torch.ones(1, 4)\nfor layer in layers:\n    x = layer(x)\nlen(layers), layers[0], named['out'](x)",
    'const layers = new nn.ModuleList(Array.from({ length: 3 }, () => new nn.Linear(4, 4)));\nconst named = new nn.ModuleDict({ out: new nn.Linear(4, 1) });\nlet x = torch.ones(1, 4);\nfor (const layer of layers) {\n  x = layer(x);\n}\n[layers.size, layers[0], named["out"](x)];',
  ],
  [
    "notes in the book's figures",
    "x = torch.arange(3.0)\n---\nd2l.plot(x, [x], 'x', 'f(x)')\nd2l.annotate('min', (1.0, 2.0), (0.5, 1.0))\nd2l.plt.gca().set_xscale('log')",
    'd2l.plot(x, [x], "x", "f(x)", {\n  xscale: "log",\n  annotations: [d2l.annotate("min", [1.0, 2.0], [0.5, 1.0])],\n});',
  ],
  [
    "points beside the book's curves",
    "x = torch.arange(3.0)\n---\nd2l.plot(x, [x, x + 1], 'x', 'y')\nd2l.plt.plot(x, x - 1, 'o', alpha=0.5)",
    'd2l.plot([x, x, x], [x, x.add(1), x.sub(1)], "x", "y", { fmts: ["-", "m--", "o"] });',
  ],
  [
    "a curve for each turn of a loop",
    "bs = [0.9, 0.5]\n---\nd2l.set_figsize()\nfor b in bs:\n    x = torch.arange(4.0)\n    d2l.plt.plot(x, b ** x, label=f'{b:.1f}')\nd2l.plt.xlabel('time')\nd2l.plt.legend();",
    'torch.plot(torch.arange(4.0), bs.map((b) => torch.pow(b, torch.arange(4.0))), {\n  xlabel: "time",\n  legend: bs.map((b) => b.toFixed(1)),\n});',
  ],
  [
    "keywords that a base takes none of",
    "---\nclass Net(nn.Module):\n    def __init__(self, n, **kwargs):\n        super(Net, self).__init__(**kwargs)\n        self.out = nn.Linear(n, 1)\n    def forward(self, X): return self.out(X)",
    "class Net extends nn.Module {\n  out: torch.nn.Linear;\n\n  constructor(n: any) {\n    super();\n    this.out = new nn.Linear(n, 1);\n  }\n\n  forward(X: torch.Tensor) {\n    return this.out(X);\n  }\n}",
  ],
  [
    "parts added by name",
    "---\nclass Chain(nn.Module):\n    def __init__(self, *args):\n        super().__init__()\n        for i, m in enumerate(args):\n            self._modules[str(i)] = m\n    def forward(self, X):\n        for m in self._modules.values():\n            X = m(X)\n        return X",
    "class Chain extends nn.Module {\n  constructor(...args: any[]) {\n    super();\n    for (const [i, m] of args.entries()) {\n      this.addModule(String(i), m);\n    }\n  }\n\n  forward(X: torch.Tensor) {\n    for (const m of this.children()) {\n      X = m(X);\n    }\n    return X;\n  }\n}",
  ],
  [
    "names of a loop that a later cell reads",
    "---\nfor a, b in zip([1], [2]):\n    c = a + b\n---\nprint(c)",
    "let c!: number;\nfor (const [a, b] of [1].map((x, i) => [x, [2][i]] as const)) {\n  c = a + b;\n}",
  ],
  [
    "schedules of PyTorch's and one's own",
    "from torch.optim import lr_scheduler\n---\ndef go(s=None):\n    if s:\n        if s.__module__ == lr_scheduler.__name__:\n            s.step()",
    "function go(s: any = null) {\n  if (s) {\n    if (s instanceof optim.lrScheduler.LRScheduler) {\n      s.step();\n    }\n  }\n}",
  ],
  [
    "figures side by side",
    "x = torch.arange(3.0)\n---\nf = lambda x: x ** 2\ng = lambda x: x + 1\n_, axes = d2l.plt.subplots(1, 2, figsize=(9, 3))\nfor ax, func in zip(axes, [f, g]):\n    d2l.plot(x, func(x), axes=ax)",
    "const f = (x: torch.Tensor) => x.pow(2);\nconst g = (x: torch.Tensor) => x.add(1);\nfor (const func of [f, g]) {\n  d2l.plot(x, func(x));\n}",
  ],
  [
    "a helper of the book that reads its data",
    "---\ndef get_data_ch11(batch_size=10, n=1500): #@save\n    data = np.genfromtxt(d2l.download('airfoil'), dtype=np.float32, delimiter='\\t')\n    return data\nget_data_ch11(4)",
    "const { getDataCh11 } = d2l;\ngetDataCh11(4);",
  ],
  [
    "values that functions of cells above are to see",
    "def rate(): return eta * 2\neta = 0.1\n---\neta = 0.4\nrate()\n---\n",
    "eta = 0.4;\nrate();",
  ],
  [
    "values that functions of cells below are to change",
    "---\ndef rate(): return eta * 2\neta = 0.1\n---\neta = 0.4\nrate()",
    "function rate() {\n  return eta * 2;\n}\nlet eta = 0.1;",
  ],
  ["names that no function reads", "eta = 0.1\n---\neta = 0.4\n---\n", "const eta = 0.4;"],
];

describe("cells of the book's later chapters", () => {
  for (const [what, python, typescript] of table) {
    it(what, () => {
      const [before = "", cell = "", below] = python.split("---\n");
      const { text, marks } = translate(cell, plainWording, {
        above: [before],
        below: below === undefined ? [] : [below],
        imported: ["torch", "nn", "optim", "data", "d2l"],
      });
      assert.deepEqual(marks, []);
      assert.equal(text, typescript);
    });
  }
});
