/** Python constructs one by one, and the TypeScript they become; marks stand as comments. */
import assert from "node:assert/strict";
import { importedNames } from "../../../../extension/translate/importedNames.ts";
import { translate } from "../../../../extension/translate/translate.ts";
import { plainWording, translateAll } from "./cells.ts";

/** What stands before `---` is only there to say what the names are. */
function after(python: string): string {
  const [before = "", cell = ""] = python.includes("---\n") ? python.split("---\n") : ["", python];
  return translate(cell, plainWording, { above: [before], imported: ["torch", "nn", "optim", "data", "d2l"] })
    .text;
}

const tensors = "x = torch.ones(2, 2); y = torch.ones(2); n = 3; xs = [1, 2]\n---\n";

const table: [what: string, python: string, typescript: string][] = [
  [
    "tensors' operators",
    `${tensors}-x @ y + n * x - 1 / x ** 2`,
    "x.neg().matmul(y).add(x.mul(n)).sub(torch.div(1, x.pow(2)));",
  ],
  ["numbers' operators", `${tensors}-n ** 2 + (1 - n) * 2 // n`, "-(n ** 2) + Math.floor((1 - n) * 2 / n);"],
  ["rests of numbers", "n = 7\nn % 3 == 0, n % 3", "const n = 7;\n[n % 3 === 0, ((n % 3) + 3) % 3];"],
  [
    "comparisons of tensors",
    `${tensors}(x > 0) & (1 <= x) | ~(x == y)`,
    "x.gt(0).logicalAnd(x.ge(1)).logicalOr(x.eq(y).logicalNot());",
  ],
  ["comparisons in a row", "n = 3\n0 < n <= 5 != 4", "const n = 3;\n0 < n && n <= 5 && 5 !== 4;"],
  [
    "conditions on tensors",
    `${tensors}if x.sum() > 0 and not xs: pass`,
    "if (x.sum().gt(0).item() && xs.length === 0) {}",
  ],
  [
    "operators in place",
    `${tensors}x += y; x[0] *= 2; x[x > 1] -= 1; n += 1; xs += [3]`,
    "x.add_(y);\nx.at(0).mul_(2);\nx.set(x.gt(1), x.get(x.gt(1)).sub(1));\nn += 1;\nvoid xs.push(...[3]);",
  ],
  [
    "a number that becomes a tensor",
    `total = 0\nfor i in range(2):\n    total += torch.ones(1)`,
    "let total: number | torch.Tensor = 0;\nfor (let i = 0; i < 2; i++) {\n  total = torch.add(total, torch.ones(1));\n}",
  ],
  [
    "indices",
    `${tensors}x[0], x[0, -1], x[1:], x[:, 1], x[..., None], x[n:], x[[0, 1], y], xs[-1], xs[:1], xs[::-1]`,
    '[\n  x.at(0),\n  x.at(0, -1),\n  x.get("1:"),\n  x.get(":, 1"),\n  x.get("..., None"),\n  x.get(torch.slice(n)),\n  x.get([0, 1], y),\n  xs.at(-1)!,\n  xs.slice(0, 1),\n  [...xs].reverse(),\n];',
  ],
  [
    "assignment to indices",
    `${tensors}x[0, 1] = 9\nx[0:2, :] = y\nx[n:] = 0\nxs[-1] = 4`,
    'x.set(0, 1, 9);\nx.set("0:2, :", y);\nx.set(torch.slice(n), 0);\nvoid (xs[xs.length - 1] = 4);',
  ],
  [
    "sizes",
    `${tensors}x.shape[0], x.shape[-1], x.size(0), len(x), x.shape == y.shape`,
    "[x.shape[0], x.size(-1), x.size(0), x.length, x.shape.join() === y.shape.join()];",
  ],
  [
    "keyword arguments",
    `${tensors}x.sum(axis=1, keepdim=True), torch.cat((x, x), dim=1), torch.zeros(2, dtype=torch.float64, device=d)`,
    "[\n  x.sum({ axis: 1, keepdim: true }),\n  torch.cat([x, x], { dim: 1 }),\n  torch.zeros(2, { dtype: torch.float64 }),\n];",
  ],
  [
    "positional arguments that are options",
    "torch.optim.SGD(net.parameters(), 0.1)",
    "new torch.optim.SGD(net.parameters(), { lr: 0.1 });",
  ],
  [
    "keyword arguments that stand by position",
    "nn.Linear(out_features=2, in_features=3, bias=False)",
    "new nn.Linear(3, 2, { bias: false });",
  ],
  [
    "own functions with defaults and keywords",
    "def f(a, b=1, *, c=None): return a\nf(1, c=2)\nf(b=3, a=4)",
    "function f(a: number, b = 1, c: number | null = null) {\n  return a;\n}\nf(1, undefined, 2);\nf(4, 3);",
  ],
  [
    "arguments spread",
    "def f(*args): return args\nf(*[1, 2], 3)",
    "function f(...args: any[]) {\n  return args;\n}\nf(...[1, 2], 3);",
  ],
  [
    "blocks without gradients",
    "with torch.no_grad():\n    z = torch.ones(1)\nz",
    "let z!: torch.Tensor;\ntorch.noGrad(() => {\n  z = torch.ones(1);\n});\nz;",
  ],
  [
    "functions without gradients",
    "@torch.no_grad()\ndef f(x):\n    return x.sum()",
    "function f(x: any) {\n  return torch.noGrad(() => {\n    return x.sum();\n  });\n}",
  ],
  [
    "f-strings",
    `${tensors}f'{n} {n:.2f} {n:5d}|{x.sum():8.3f} {n:%} {n=} {"a"!r:>3}'`,
    '`${n} ${n.toFixed(2)} ${String(n).padStart(5)}|${x.sum().item().toFixed(3).padStart(8)} ${(100 * n).toFixed(6) + "%"} n=${n} ${JSON.stringify("a")}`;',
  ],
  [
    "older formats",
    "'%d %.1f%%' % (1, 2.5), '{:.2f} {name}'.format(3, name='x')",
    '[`${1} ${(2.5).toFixed(1)}%`, `${(3).toFixed(2)} ${"x"}`];',
  ],
  [
    "comprehensions",
    "[i * 2 for i in range(3)], {k: 1 for k in 'ab'}, [i for i in [1, 2] if i > 1], {i for i in [1]}",
    '[\n  Array.from({ length: 3 }, (_, i) => i * 2),\n  Object.fromEntries([..."ab"].map((k) => [k, 1])),\n  [1, 2].filter((i) => i > 1),\n  new Set([1]),\n];',
  ],
  [
    "nested comprehensions",
    "[(i, j) for i in range(2) for j in range(i)]",
    "Array.from({ length: 2 }, (_, i) => i).flatMap(\n  (i) => Array.from({ length: i }, (_, j) => [i, j] as const),\n);",
  ],
  [
    "loops over ranges",
    "for i in range(3): print(i)\nfor i in range(2, 8, 2): print(i)\nfor i in range(3, 0, -1): print(i)",
    "for (let i = 0; i < 3; i++) {\n  console.log(i);\n}\nfor (let i = 2; i < 8; i += 2) {\n  console.log(i);\n}\nfor (let i = 3; i > 0; i--) {\n  console.log(i);\n}",
  ],
  [
    "a loop whose variable is used afterwards",
    "for i in range(3): pass\nprint(i)",
    "let i!: number;\nfor (i of Array.from({ length: 3 }, (_, i) => i)) {}\nconsole.log(i);",
  ],
  [
    "numbered loops",
    "for i, (a, b) in enumerate(zip([1], [2])): print(i, a, b)",
    "for (const [i, [a, b]] of [1].map((x, i) => [x, [2][i]] as const).entries()) {\n  console.log(i, a, b);\n}",
  ],
  [
    "numbered loops over batches",
    "it = d2l.load_array((f, l), 10)\nfor i, (X, y) in enumerate(it, 1): print(i, X + y)",
    "const it = d2l.loadArray([f, l], 10);\nlet i = 0;\nfor (const [X, y] of it) {\n  i++;\n  console.log(i, X.add(y));\n}",
  ],
  [
    "loops one after the other with the same variable",
    "for k in [1]: print(k)\nfor k in ['a']: print(k)",
    'for (const k of [1]) {\n  console.log(k);\n}\nfor (const k of ["a"]) {\n  console.log(k);\n}',
  ],
  [
    "dictionaries",
    "d = {'a': 1}\nd['b'] = 2\nfor k, v in d.items(): print(k, v)\n'a' in d, d.get('c', 0), d['a']",
    'const d = { a: 1 };\nd.b = 2;\nfor (const [k, v] of Object.entries(d)) {\n  console.log(k, v);\n}\n["a" in d, d["c"] ?? 0, d.a];',
  ],
  [
    "dictionaries with other keys",
    "d = {}\nfor i in range(2): d[i] = i * i\nd[1]",
    "const d: Map<any, number> = new Map();\nfor (let i = 0; i < 2; i++) {\n  d.set(i, i * i);\n}\nd.get(1)!;",
  ],
  [
    "lists",
    "a = []\na.append(1); a.extend([2]); a.pop(); a.insert(0, 5)\na + [3], [0] * 3, sum(a), max(a)",
    "const a: number[] = [];\na.push(1);\na.push(...[2]);\na.pop()!;\na.splice(0, 0, 5);\n[[...a, 3], Array<number>(3).fill(0), a.reduce((a, b) => a + b, 0), Math.max(...a)];",
  ],
  [
    "strings' methods",
    "' A b '.strip().lower().split(), ','.join(['a', 'b']), 'ab'.startswith('a')",
    '[" A b ".trim().toLowerCase().trim().split(/\\s+/), ["a", "b"].join(","), "ab".startsWith("a")];',
  ],
  [
    "unpacking",
    "a, b = 1, 2\na, b = b, a\n(c, *r), _ = [1, 2], 3",
    "let [a, b] = [1, 2];\n[a, b] = [b, a];\nconst [[c, ...r], ] = [[1, 2], 3];",
  ],
  ["chained assignment", "a = b = [1]", "const b = [1];\nconst a = b;"],
  [
    "names of TypeScript's own",
    "new, function, Map = 1, 2, 3\nbatch_size = new",
    "const [new_, function_, Map_] = [1, 2, 3];\nconst batchSize = new_;",
  ],
  [
    "two names that would become one",
    "a_b = 1\naB = 2\na_b + aB",
    "const aB = 1;\nconst aB_ = 2;\naB + aB_;",
  ],
  [
    "assertions and errors",
    "assert 1 < 2, 'no'\nraise ValueError('x')",
    'if (!(1 < 2)) throw new Error("no");\nthrow new Error("x");',
  ],
  [
    "isinstance and type",
    "class A: pass\na = A()\nisinstance(a, A), type(a) == A, isinstance(a, (int, str)), isinstance(a, list)",
    'class A {}\nconst a = new A();\n[a instanceof A, a instanceof A, Number.isInteger(a) || typeof a === "string", Array.isArray(a)];',
  ],
  ["identities", `${tensors}before = id(x)\nid(x) == before`, "const before = x;\nx === before;"],
  [
    "what waits",
    "def go():\n    d2l.train_ch3(net, a, b, loss, 3, t)\ngo()",
    "async function go() {\n  await d2l.trainCh3(net, a, b, loss, 3, t);\n}\nawait go();",
  ],
  [
    "docstrings",
    'def f():\n    """One.\n\n    Two.\n    """\n    return 1',
    "/**\n * One.\n *\n * Two.\n */\nfunction f() {\n  return 1;\n}",
  ],
  ["comments", "# a\nx = 1  # b\n\n# c\ny = 2\n# d", "// a\nconst x = 1; // b\n\n// c\nconst y = 2;\n// d"],
  ["the main guard", "if __name__ == '__main__':\n    print(1)", "console.log(1);"],
  [
    "methods added to a class later",
    "class A: pass\n@d2l.add_to_class(A)\ndef f(self, k=1): return k",
    "class A {}\n(A.prototype as any).f = function (this: any, k = 1) {\n  return k;\n};",
  ],
  [
    "numpy",
    "np.array([1.5, 2]), np.exp(1.0), np.pi, np.zeros((2, 3)), np.mean([1.0, 2.0])",
    "[\n  torch.tensor([1.5, 2], { dtype: torch.float64 }),\n  Math.exp(1.0),\n  Math.PI,\n  torch.zeros([2, 3], { dtype: torch.float64 }),\n  torch.mean(torch.tensor([1.0, 2.0], { dtype: torch.float64 })).item(),\n];",
  ],
  [
    "assignment to several attributes",
    "class A:\n    def __init__(self, n):\n        self.a, self.b = n, None\n    def f(self):\n        if not self.b: self.b = [self.a]\nA(1)",
    "class A {\n  a: number;\n  b: number[] | null;\n\n  constructor(n: number) {\n    [this.a, this.b] = [n, null];\n  }\n\n  f() {\n    if (!this.b?.length) {\n      this.b = [this.a];\n    }\n  }\n}\nnew A(1);",
  ],
  ["hasattr", "hasattr(y, '__len__'), hasattr(3, 'a_b')", '["length" in Object(y), "aB" in Object(3)];'],
  [
    "numpy's random numbers",
    "n = np.random.normal(size=(2, 1)); np.random.shuffle(n)",
    "const n = torch.normal(0, 1, [2, 1], { dtype: torch.float64 });\nvoid n.copy_(n.get(torch.randperm(n.length)));",
  ],
  [
    "matplotlib's figures",
    "plt.plot(x, y, 'r--', label='a'); plt.plot(x, z, label='b'); plt.legend(); plt.xlim(0, 1); plt.show()",
    'torch.plot(x, [y, z], { xlim: [0, 1], legend: ["a", "b"], fmts: ["r--", "-"] });',
  ],
  [
    "parameter groups",
    "torch.optim.SGD([{'params': w, 'weight_decay': 3}, {'params': b}], lr=0.1)",
    "new torch.optim.SGD([{ params: w, weightDecay: 3 }, { params: b }], { lr: 0.1 });",
  ],
  [
    "functions of numbers and of tensors",
    "def f(x): return 3 * x ** 2\nf(2), f(torch.ones(2))",
    "function f(x: number): number;\nfunction f(x: torch.Tensor): torch.Tensor;\nfunction f(x: any): any {\n" +
      '  if (typeof x === "number") {\n    return 3 * x ** 2;\n  }\n  return x.pow(2).mul(3);\n}\n[f(2), f(torch.ones(2))];',
  ],
  [
    "lambdas of numbers and of tensors",
    "f = lambda x: x ** 2\nf(2), f(torch.ones(2))",
    'const f = (x: any) => typeof x === "number" ? x ** 2 : x.pow(2);\n[f(2), f(torch.ones(2))];',
  ],
  [
    "a variable and a field at once",
    "class A:\n    def __init__(self):\n        y, self.b = 1, 2\n        self.c = y",
    "class A {\n  b: number;\n  c: number;\n\n  constructor() {\n    let y: number;\n    [y, this.b] = [1, 2];\n    this.c = y;\n  }\n}",
  ],
  ["all items of a list", `${tensors}xs[:] = [3]\nn`, "xs.splice(0, Infinity, ...[3]);\nn;"],
  ["some items of a list", `${tensors}xs[0:1] = [3, 4]\nn`, "xs.splice(0, 1, ...[3, 4]);\nn;"],
  [
    "slices that have a name",
    `${tensors}part = slice(n, 2 * n)\nx[part, :]`,
    'const part = torch.slice(n, 2 * n);\nx.get(part, ":");',
  ],
  [
    "formats in a list",
    '["Col %d" % d for d in range(2)]',
    "Array.from({ length: 2 }, (_, d) => `Col ${d}`);",
  ],
  ["parts of a shape", `${tensors}x.shape[1:]`, "x.shape.slice(1);"],
  ["identities that are printed", `${tensors}print(id(x))`, "console.log(d2l.id(x));"],
  [
    "whole numbers",
    "torch.tensor([[1, 2]]), torch.arange(4), torch.tensor([1, 2.0]), torch.arange(4.0)",
    "[\n  torch.tensor([[1, 2]], { dtype: torch.int64 }),\n  torch.arange(4, { dtype: torch.int64 }),\n" +
      "  torch.tensor([1, 2.0]),\n  torch.arange(4.0),\n];",
  ],
  ["what Python does not show: a call with a semicolon", `${tensors}x.sum();`, "void x.sum();"],
  ["what Python does not show: a key", "d = {}\n---\nd['a'] = 1", "void (d.a = 1);"],
  ["what Python does not show: operators in place", `${tensors}x += y`, "void x.add_(y);"],
  [
    "what Python does not show: several assignments",
    "a = 1; b = 2\n---\na, b = b, a",
    "void ([a, b] = [b, a]);",
  ],
  ["what Python does not show: None", `${tensors}x.grad`, "x.grad ?? undefined;"],
  [
    "variables that begin as None",
    "def f():\n    X, y = None, 0\n    for i in [1]:\n        X = torch.ones(i)\n    return X",
    "function f() {\n  let X: any = null;\n  const y = 0;\n  for (const i of [1]) {\n    X = torch.ones(i);\n  }\n  return X;\n}",
  ],
  [
    "devices",
    "torch.cuda.is_available(), torch.device('cpu'), d2l.try_gpu()",
    '[false, "cpu", d2l.tryGpu()];',
  ],
  [
    "files of tensors",
    `${tensors}torch.save(x, 'a')\ny = torch.load('a')`,
    'await d2l.save(x, "a");\nconst y = await d2l.load("a");',
  ],
  [
    "files of text",
    "import os\nwith open(os.path.join('a', 'b'), 'w') as f:\n    f.write('c')",
    '{\n  const f = fs.openSync(path.join("a", "b"), "w");\n  try {\n    fs.writeSync(f, "c");\n  } finally {\n    fs.closeSync(f);\n  }\n}',
  ],
  [
    "tables",
    "import pandas as pd\nt = pd.read_csv('a.csv')\nx, y = t.iloc[:, 0:2], t.iloc[:, 2]\nx = pd.get_dummies(x.fillna(x.mean()), dummy_na=True)\ntorch.tensor(x.values), t.Price.mean()",
    'const pd = pandas;\nconst t = await pd.readCsv("a.csv");\nlet [x, y] = [t.iloc.get(":", "0:2"), t.iloc.get(":", 2)];\n' +
      'x = pd.getDummies(x.fillna(x.mean()), { dummyNa: true });\n[torch.tensor(x.values), t.get("Price").mean()];',
  ],
  [
    "pictures",
    "import torchvision\nfrom torchvision import transforms\nm = torchvision.datasets.FashionMNIST(root='a', train=True, transform=transforms.ToTensor(), download=True)\nm[0][0].shape",
    'const transforms = vision;\nconst m = await vision.fashionMnist("a", { train: true, transform: new transforms.ToTensor() });\nm.get(0)[0].shape;',
  ],
  [
    "the book's names for PyTorch's functions",
    "d2l.reduce_sum(d2l.astype(d2l.ones(2), d2l.float32), 0)",
    "torch.sum(torch.ones(2).type(torch.float32), 0);",
  ],
  [
    "definitions of the book that the engine has",
    "import requests\ndef download(name):  #@save\n    return requests.get(name)\n\ndef set_figsize(size):  #@save\n    d2l.plt.rcParams['figure.figsize'] = size",
    "const { download } = d2l;\n\n// set_figsize: figures need no preparation here.",
  ],
  [
    "figures that a loop draws",
    `${tensors}d2l.set_figsize((6, 4))\nfor i in range(2): d2l.plt.plot(x[:, i], label=str(i))\nd2l.plt.gca().set_xlabel('t')\nd2l.plt.legend();`,
    'torch.plot(Array.from({ length: 2 }, (_, i) => x.get(":", i)), {\n  figsize: [6, 4],\n  xlabel: "t",\n  legend: Array.from({ length: 2 }, (_, i) => String(i)),\n});',
  ],
];

describe("Python becomes TypeScript:", () => {
  for (const [what, python, typescript] of table) {
    it(what, () => {
      const text = after(python).replace(/^import .*\n\n?/gm, "");
      assert.equal(text, typescript);
    });
  }
});

/** What is not certain is marked where it stands; what cannot be said is kept in comments. */
const marked: [what: string, python: string, typescript: string][] = [
  [
    "operators on what is not known",
    "def f(x): return x * 2",
    "function f(x: any) {\n  // TODO(Python): operands * mul\n  return x * 2;\n}",
  ],
  [
    "functions that nobody knows",
    "mystery(1, k=2)",
    "// TODO(Python): keywords mystery\nmystery(1, { k: 2 });",
  ],
  ["classes that nobody knows", "Widget(3)", "// TODO(Python): class Widget\nWidget(3);"],
  [
    "what the engine does not have",
    "torch.linalg.svd(torch.ones(2, 2))",
    "// TODO(Python): missing torch.linalg\ntorch.linalg.svd(torch.ones(2, 2));",
  ],
  [
    "methods that tensors do not have here",
    "torch.ones(2).erfinv()",
    "// TODO(Python): missing Tensor.erfinv\ntorch.ones(2).erfinv();",
  ],
  [
    "options that are not there",
    "torch.ones(2, names=['N'])",
    '// TODO(Python): option torch.ones names\ntorch.ones(2, { names: ["N"] });',
  ],
  ["subscripts of what is not known", "a = b[0]", "// TODO(Python): subscript b\nconst a = b[0];"],
  [
    "commands for the notebook",
    "%matplotlib inline\n!pip install d2l\nx = 1",
    "// TODO(Python): magic !pip install d2l\nconst x = 1;",
  ],
  [
    "modules that are not here, and what comes from them",
    "import cv2\nimage = cv2.imread('a.png')",
    "// TODO(Python): module cv2\n// TODO(Python): module cv2\n// image = cv2.imread('a.png')",
  ],
  [
    "helpers that are not here",
    "d2l.read_snli(3)",
    "// TODO(Python): missing d2l.read_snli\n// d2l.read_snli(3)",
  ],
  [
    "figures that grow in a loop",
    "for i in range(2): plt.bar(x)\nplt.show()",
    "for (let i = 0; i < 2; i++) {\n  // TODO(Python): module plt\n  // plt.bar(x)\n}\n// TODO(Python): module plt\n// plt.show()",
  ],
  [
    "files",
    "with open('a') as f:\n    # read it\n    text = f.read()",
    "// TODO(Python): statement\n// with open('a') as f:\n//     # read it\n//     text = f.read()",
  ],
  [
    "loops with an else",
    "for i in [1]: pass\nelse: print(i)",
    "// TODO(Python): statement\n// for i in [1]: pass\n// else: print(i)",
  ],
  ["formats", "f'{1:^9}'", "// TODO(Python): format ^9\n`${1}`;"],
  [
    "seeds that mean something else",
    "np.random.seed(1)",
    "// TODO(Python): seed np.random.seed(1)\ntorch.manualSeed(1);",
  ],
  ["complex numbers", "z = 3j", "// TODO(Python): expression 3j\nconst z = null;"],
  ["decorators", "@cached\ndef f(): pass", "// TODO(Python): expression @cached\nfunction f() {}"],
];

describe("Python that is not certain is marked:", () => {
  for (const [what, python, typescript] of marked) {
    it(what, () => {
      const { text, marks } = translate(python, plainWording);
      assert.equal(text.replace(/^import .*\n\n?/gm, ""), typescript);
      assert.equal(marks.length, text.split("TODO(Python)").length - 1);
    });
  }
});

describe("a cell among others", () => {
  it("imports what it uses, once in a notebook", () => {
    const cells = [
      "import torch\nfrom torch import nn",
      "x = nn.Linear(2, 1)(torch.ones(1, 2))",
      "F.relu(x)",
    ];
    assert.deepEqual(
      translateAll(cells).map(({ text }) => text),
      [
        'import * as torch from "gradbook";\nimport { nn } from "gradbook";',
        "const x = new nn.Linear(2, 1)(torch.ones(1, 2));",
        "nn.functional.relu(x);",
      ],
    );
  });

  it("keeps Python's other names for modules", () => {
    const { text } = translate(
      "import torch.nn.functional as F\nfrom torch import tensor, nn as layers\nF.relu(tensor([1.0]))",
      plainWording,
    );
    assert.equal(
      text,
      'import { nn, tensor } from "gradbook";\n\nconst F = nn.functional;\nconst layers = nn;\nF.relu(tensor([1.0]));',
    );
  });

  it("knows the types of names from the cells above, and of parameters from the calls below", () => {
    const [, use, define] = translateAll([
      "x = torch.ones(2)",
      "y = x + 1",
      "def f(a): return a + a",
      "f(x)",
    ]);
    assert.equal(use.text, "const y = x.add(1);");
    assert.match(define.text, /f\(a: torch\.Tensor\) \{\n {2}return a\.add\(a\);/);
  });

  it("assigns what a cell above declares, and declares what a cell below assigns", () => {
    const texts = translateAll(["n = 1\nm = 1", "n = n + 1\nm = 2"]).map(({ text }) => text);
    assert.deepEqual(texts, ["let n = 1;\nconst m = 1;", "n = n + 1;\nconst m = 2;"]);
  });

  it("ignores other cells that are no Python", () => {
    assert.equal(translate("x = 1", plainWording, { above: ["1 +"], below: ["("] }).text, "const x = 1;");
  });
});

describe("the names that a TypeScript cell brings in", () => {
  it("are those of its imports from the engine, and their parts", () => {
    const cell = `import * as torch from "gradbook";
import { nn, tensor as t, type Tensor } from 'gradbook';
import fs from "node:fs";
const F = nn.functional;
const { Linear, ReLU: Act } = nn;
const x = torch.ones(2);
`;
    assert.deepEqual(importedNames(cell), ["torch", "nn", "t", "F", "Linear", "Act"]);
  });
});
