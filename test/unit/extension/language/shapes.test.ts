import { strict as assert } from "node:assert";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ShapeMismatch } from "../../../../extension/language/protocol.ts";
import { StartedKernel } from "../kernel/startedKernel.ts";
import { LanguageNotebook } from "./languageNotebook.ts";

const imports = `import * as torch from "gradbook";
import { arange, eye, matmul, nn, ones, randn, tensor, zeros } from "gradbook";`;

/** Cells, and what is said before the last of them is run: operation, shapes, sizes. Null: nothing, and it runs. */
const table: [cells: string[], said: string | null][] = [
  [["zeros(2, 3).matmul(zeros(4, 5))"], "matmul matmul (2, 3) (4, 5) 3≠4"],
  [["matmul(zeros([2, 3]), ones(3, 5)).matmul(zeros(4))"], "matmul matmul (2, 5) (4) 5≠4"],
  [["torch.mm(torch.randn(2, 3), torch.eye(2))"], "matmul mm (2, 3) (2, 2) 3≠2"],
  [["const a = randn(2, 3);", "const b = a.T; b.matmul(a).add(ones(2))"], "broadcast add (3, 3) (2) 3≠2"],
  [
    ["const n = 4; const w = ones(n, n + 1);", "const x = tensor([[1, 2, 3]]); x.matmul(w)"],
    "matmul matmul (1, 3) (4, 5) 3≠4",
  ],
  [["arange(12).reshape(5, 2)"], "elements reshape (12) (5, 2) 12≠10"],
  [["arange(0, 10, 2).view(-1, 3)"], "elements view (5) (-1, 3) 5≠3"],
  [
    ["new nn.Sequential(new nn.Linear(10, 64), new nn.ReLU(), new nn.Linear(32, 1))(ones(1, 10))"],
    "features Linear(32, 1) (…, 64) (…, 32) 64≠32",
  ],
  [
    ["const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(12, 2));", "net(ones(5, 3, 5))"],
    "features Linear(12, 2) (5, 15) (…, 12) 15≠12",
  ],
  [
    ["const layer = new nn.Linear(3, 2);", "layer.forward(ones(4, 2))"],
    "features Linear(3, 2) (4, 2) (…, 3) 2≠3",
  ],
  [["const x = ones(2, 3); x.sum(0).mul(ones(2))"], "broadcast mul (3) (2) 3≠2"],
  [["ones(2, 3).transpose(0, 1).sub(ones(2, 3))"], "broadcast sub (3, 2) (2, 3) 2≠3"],
  [["ones(4).unsqueeze(0).add(ones(2, 3))"], "broadcast add (1, 4) (2, 3) 4≠3"],
  [["const x = ones(2, 3); ones(x.shape[1], 2).add(ones(2, 3))"], "broadcast add (3, 2) (2, 3) 2≠3"],
  // Nothing is said of what runs
  [["zeros(2, 3).matmul(zeros(3, 5)).add(1).relu().sum()"], null],
  [["ones(7, 1, 3).add(ones(2, 1)).mul(ones(3))"], null],
  [["ones(2, 1, 4, 3).matmul(ones(5, 3, 2))"], null],
  [["ones(3).matmul(ones(3, 2)); ones(2, 3).matmul(ones(3)); ones(3).matmul(ones(3))"], null],
  [["arange(12).reshape(3, -1).view([2, 6]).flatten().reshape(4, 3).T"], null],
  [
    [
      "new nn.Sequential(new nn.Flatten(), new nn.Linear(6, 4), new nn.Tanh(), new nn.Linear(4, 1))(ones(2, 2, 3))",
    ],
    null,
  ],
  [["tensor([[1, 2], [3, 4]]).matmul(tensor([[1], [2]])).sub(tensor(3))"], null],
  [["let x = ones(2, 3);\nx = ones(4);", "x.add(ones(4))"], null],
  [["eye(3).add(ones(3, { requiresGrad: true })).mean(1).add(ones(3))"], null],
  [["const x = ones(2); x.data = ones(3);", "x.add(ones(3))"], null],
  [["try { ones(2).add(ones(3)) } catch { 1 }"], null],
  [["const add = (a: torch.Tensor) => a.add(ones(3)); add(ones(3))"], null],
];

const shown = ({ kind, operation, left, right, sizes }: ShapeMismatch): string =>
  `${kind} ${operation} ${left} ${right} ${sizes.join("≠")}`;

describe("Shapes that cannot go together are known before a cell runs, and", function () {
  this.timeout(60_000);
  let kernel: StartedKernel;
  before(() => {
    kernel = new StartedKernel({ engine: pathToFileURL(path.resolve("dist/engine.js")).href });
  });
  after(() => kernel.dispose());

  for (const [cells, said] of table) {
    it(`${said === null ? "it runs" : "it fails"}: ${cells.join(" ⏎ ")}`, async () => {
      const notebook = new LanguageNotebook([imports, ...cells]);
      const found = notebook
        .diagnostics(cells.length)
        .flatMap(({ mismatch }) => (mismatch ? [shown(mismatch)] : []));
      assert.deepEqual(found, said === null ? [] : [said]);
      const oks: boolean[] = [];
      for (const text of [imports, ...cells]) oks.push((await kernel.run(text)).ok);
      assert.deepEqual(oks, [true, ...cells.map((_, i) => said === null || i < cells.length - 1)]);
    });
  }

  it("marks the call that fails, in the cell it is in", () => {
    const notebook = new LanguageNotebook([
      imports,
      "const a = ones(2, 3);",
      "const b = a.relu().matmul(a);",
    ]);
    assert.deepEqual(notebook.marks(), ["2: matmul: 0 matmul"]);
  });
});
