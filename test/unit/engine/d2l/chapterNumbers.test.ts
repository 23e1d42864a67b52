/**
 * The calls of test/golden/goldenChapters.py, transcribed one by one: with the same seed they give what they give in
 * PyTorch.
 */
import assert from "node:assert/strict";
import * as torch from "../../../../engine/index.ts";
import { data, distributions, nn, optim, slice, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

const recorded = golden<GoldenTensor>("chapters");
const compared = new Set<string>();
const F = nn.functional;
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Compares with PyTorch: whole numbers and bools exactly, dtypes aside where PyTorch counts in integers. */
function see(name: string, value: Tensor | number, { rtol = 1e-5, atol = 1e-6 } = {}): void {
  const x = typeof value === "number" ? torch.tensor(value) : value;
  const { shape, dtype, values } = recorded[name];
  assert.deepEqual([...x.shape], shape, `shape of "${name}"`);
  if (dtype === "bool") assert.equal(x.dtype, "bool");
  const expected = dtype === "float64" ? numbers(values) : numbers(values).map(Math.fround);
  assertClose(x.toTypedArray(), expected, { rtol, atol, what: name });
  compared.add(name);
}

describe("the chapters give PyTorch's numbers", () => {
  it("preliminaries", () => {
    torch.manualSeed(0);
    let x = torch.arange(12, { dtype: torch.float32 });
    const X = x.reshape(3, 4);
    const Y = torch.tensor([
      [2.0, 1, 4, 3],
      [1, 2, 3, 4],
      [4, 3, 2, 1],
    ]);
    see("randn of sizes", torch.randn(3, 4), { rtol: 0, atol: 0 });
    see("powers", torch.tensor([1.0, 2, 4, 8]).pow(torch.tensor([2.0, 2, 2, 2])));
    see("cat", torch.cat([X, Y], { dim: 1 }));
    see("equal", X.eq(Y));
    see("range of rows", X.get("1:3"));
    const Z = X.clone();
    Z.set(1, 2, 9);
    Z.set("0:2", ":", 12);
    see("assigned", Z);
    const A = torch.arange(20, { dtype: torch.float32 }).reshape(5, 4);
    see("sum along both", A.sum({ axis: [0, 1] }));
    see("share of each row", A.div(A.sum({ axis: 1, keepdims: true })));
    see("running sum", A.cumsum({ axis: 0 }));
    see("matrix by vector", torch.mv(A, torch.arange(4.0)));
    see("frobenius", torch.norm(torch.ones([4, 9])));
    see("first norm of columns", torch.norm(A, { p: 1, dim: 0 }));

    x = torch.arange(4.0, { requiresGrad: true });
    let y = torch.dot(x, x).mul(2);
    y.backward();
    see("gradient of 2xx", x.grad);
    x.grad.zero_();
    y = x.mul(x);
    const u = y.detach();
    u.mul(x).sum().backward();
    see("gradient past a detached part", x.grad);
    x.grad.zero_();
    y.backward(torch.ones(x.length));
    see("gradient from a vector", x.grad);

    function f(a: Tensor): Tensor {
      let b = a.mul(2);
      while (b.norm().item() < 1000) b = b.mul(2);
      return b.sum().item() > 0 ? b : b.mul(100);
    }
    const a = torch.randn({ size: [], requiresGrad: true });
    const d = f(a);
    d.backward();
    see("control flow", d);
    see("gradient of control flow", a.grad);

    const fair = torch.ones([6]).div(6);
    see("one throw", new distributions.Multinomial(1, fair).sample());
    see("ten throws", new distributions.Multinomial(10, fair).sample());
    const counts = new distributions.Multinomial(10, fair).sample([500]);
    const cum = counts.cumsum({ dim: 0 });
    see("estimates", cum.div(cum.sum({ dim: 1, keepdims: true })).at(-1));
    see("multinomial", torch.multinomial(fair, 8, { replacement: true }));
    see("normal of means", torch.normal(torch.arange(20.0), torch.arange(20.0).div(10)));
    see("normal of one mean", torch.normal(2.0, torch.tensor([1.0, 2.0])));
  });

  it("linear networks", () => {
    torch.manualSeed(1);
    function syntheticData(trueW: Tensor, trueB: number, n: number): [Tensor, Tensor] {
      const X = torch.normal(0, 1, [n, trueW.length]);
      const y = torch.matmul(X, trueW).add(trueB);
      y.add_(torch.normal(0, 0.01, y.shape));
      return [X, y.reshape([-1, 1])];
    }
    const [features, labels] = syntheticData(torch.tensor([2, -3.4]), 4.2, 1000);
    see("labels", labels.get(":8"));
    const w = torch.normal(0, 0.01, { size: [2, 1], requiresGrad: true });
    const b = torch.zeros(1, { requiresGrad: true });
    for (let epoch = 0; epoch < 2; epoch++) {
      const order = torch.randperm(1000);
      for (let i = 0; i < 1000; i += 10) {
        const rows = order.get(slice(i, Math.min(i + 10, 1000)));
        const l = torch
          .matmul(features.get(rows), w)
          .add(b)
          .sub(labels.get(rows).reshape([-1, 1]))
          .pow(2)
          .div(2);
        l.sum().backward();
        torch.noGrad(() => {
          for (const param of [w, b]) {
            param.sub_(param.grad.mul(0.03).div(10));
            param.grad.zero_();
          }
        });
      }
    }
    see("weights from scratch", w);
    see("bias from scratch", b);

    const batches = new data.DataLoader(new data.TensorDataset(features, labels), 10, { shuffle: true });
    const [[, firstLabels]] = batches;
    see("first batch", firstLabels);
    const net = new nn.Sequential(new nn.Linear(2, 1));
    net[0].weight.data.normal_(0, 0.01);
    net[0].bias.data.fill_(0);
    const loss = new nn.MSELoss();
    const trainer = new optim.SGD(net.parameters(), { lr: 0.03 });
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const [X, y] of batches) {
        const l = loss(net(X), y);
        trainer.zeroGrad();
        l.backward();
        trainer.step();
      }
    }
    see("loss after three epochs", loss(net(features), labels), { rtol: 1e-4 });
    see("concise weights", net[0].weight.data);
    see("gradient of the weights", net[0].weight.grad, { rtol: 1e-3 });
  });

  it("softmax regression", () => {
    torch.manualSeed(2);
    let X = torch.tensor([
      [1.0, 2.0, 3.0],
      [4.0, 5.0, 6.0],
    ]);
    see("columns", X.sum(0, { keepdim: true }));
    see("rows", X.sum(1, { keepdim: true }));
    X = torch.normal(0, 1, [2, 5]);
    const exps = torch.exp(X);
    see("softmax", exps.div(exps.sum(1, { keepdim: true })));
    const y = torch.tensor([0, 2], { dtype: torch.int64 });
    const yHat = torch.tensor([
      [0.1, 0.3, 0.6],
      [0.3, 0.2, 0.5],
    ]);
    see("picked", yHat.get([0, 1], y));
    see("cross-entropy", torch.log(yHat.get(range(yHat.length), y)).neg());
    const cmp = yHat.argmax({ axis: 1 }).type(y.dtype).eq(y);
    see("accuracy", Number(cmp.type(y.dtype).sum()) / y.length);
    const W = torch.normal(0, 0.01, { size: [784, 10], requiresGrad: true });
    const images = torch.rand(32, 1, 28, 28);
    const classes = torch.randint(0, 10, [32]);
    const logits = torch.matmul(images.reshape([-1, W.shape[0]]), W);
    F.crossEntropy(logits, classes).backward();
    see("gradient of the scores", W.grad.norm());
    const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 10));
    net.apply((m) => {
      if (m instanceof nn.Linear) nn.init.normal_(m.weight, { std: 0.01 });
    });
    const loss = new nn.CrossEntropyLoss({ reduction: "none" });
    const trainer = new optim.SGD(net.parameters(), { lr: 0.1 });
    let l = torch.zeros(0);
    for (let step = 0; step < 5; step++) {
      l = loss(net(images), classes);
      trainer.zeroGrad();
      l.mean().backward();
      trainer.step();
    }
    see("losses of each example", l);
  });

  it("perceptrons", () => {
    torch.manualSeed(3);
    const x = torch.arange(-8.0, 8.0, 0.1, { requiresGrad: true });
    for (const name of ["relu", "sigmoid", "tanh"] as const) {
      const y = torch[name](x);
      y.backward(torch.onesLike(x), { retainGraph: true });
      see(name, y);
      see(`slope of ${name}`, x.grad);
      x.grad.data.zero_();
    }
    see("prelu", torch.prelu(x, torch.tensor([0.25])));
    const W1 = new nn.Parameter(torch.randn(20, 16, { requiresGrad: true }).mul(0.01));
    const b1 = new nn.Parameter(torch.zeros(16, { requiresGrad: true }));
    const W2 = new nn.Parameter(torch.randn(16, 4, { requiresGrad: true }).mul(0.01));
    const b2 = new nn.Parameter(torch.zeros(4, { requiresGrad: true }));
    const updater = new optim.SGD([W1, b1, W2, b2], { lr: 0.1 });
    const [X, y] = [torch.rand(64, 20), torch.randint(0, 4, [64])];
    let l = torch.zeros(0);
    for (let step = 0; step < 10; step++) {
      const H = torch.max(X.reshape([-1, 20]).matmul(W1).add(b1), torch.zeros(64, 16));
      l = new nn.CrossEntropyLoss({ reduction: "none" })(H.matmul(W2).add(b2), y);
      updater.zeroGrad();
      l.mean().backward();
      updater.step();
    }
    see("a perceptron from scratch", l.mean());
    see("its first weights", W1.at(0));
  });

  it("fitting, weight decay and dropout", () => {
    torch.manualSeed(4);
    const features = torch.randn(40, 1);
    const poly = torch.pow(features, torch.arange(6.0).reshape(1, -1));
    let factorial = 1;
    for (let i = 0; i < 6; factorial *= ++i) poly.get(":", i).div_(factorial);
    see("polynomial features", poly.get(":2"));
    const w = torch.zeros(6);
    w.set("0:4", torch.tensor([5, 1.2, -3.4, 5.6]));
    const labels = torch.matmul(poly, w).add(torch.normal(0, 0.1, { size: [40] }));
    see("polynomial labels", labels.get(":2"));

    const linear = new nn.Sequential(new nn.Linear(6, 1));
    for (const param of linear.parameters()) param.data.normal_();
    const groups = [{ params: linear[0].weight, weightDecay: 3 }, { params: linear[0].bias }];
    const trainer = new optim.SGD(groups, { lr: 0.003 });
    const loss = new nn.MSELoss({ reduction: "none" });
    for (let step = 0; step < 20; step++) {
      trainer.zeroGrad();
      loss(linear(poly), labels.reshape(-1, 1)).mean().backward();
      trainer.step();
    }
    see("decayed weights", linear[0].weight);
    see("free bias", linear[0].bias);
    see("penalty", torch.sum(linear[0].weight.pow(2)).div(2));

    const X = torch.arange(16, { dtype: torch.float32 }).reshape([2, 8]);
    const mask = torch.rand(X.shape).gt(0.5).float();
    see("dropout from scratch", mask.mul(X).div(1.0 - 0.5));
    const net = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(8, 16),
      new nn.ReLU(),
      new nn.Dropout(0.2),
      new nn.Linear(16, 3),
    );
    see("a pass with dropout", net(X));
    net.eval();
    see("a pass without", net(X));
  });

  it("evenly spaced numbers, bit for bit", () => {
    for (const name of Object.keys(recorded)) {
      const [call, start, end, step, dtype] = name.split(" ");
      if (call !== "arange" && call !== "linspace") continue;
      const make = torch[call];
      const x = make(Number(start), Number(end), Number(step), { dtype: dtype as torch.DType });
      see(name, x, { rtol: 0, atol: 0 });
    }
  });

  it("numerical stability and initialisation", () => {
    torch.manualSeed(5);
    let M = torch.normal(0, 1, { size: [4, 4] });
    for (let i = 0; i < 10; i++) M = torch.mm(M, torch.normal(0, 1, { size: [4, 4] }));
    see("an exploding product", M, { atol: 0.1 });
    const layer = new nn.Linear(8, 4);
    nn.init.xavierUniform_(layer.weight);
    nn.init.constant_(layer.bias, 0.5);
    see("xavier", layer.weight, { rtol: 0, atol: 0 });
    see("initialised layer", layer(torch.ones(1, 8)));
  });

  it("house prices: standardised features, logarithmic error, folds", () => {
    torch.manualSeed(6);
    const table = torch.rand(60, 5).mul(torch.tensor([1.0, 10, 100, 1000, 10000]));
    const X = table.sub(table.mean(0)).div(table.std(0));
    see("standardised", X.get(":2"));
    const noise = torch.normal(0, 1000, [60]);
    const y = table.get(":", 4).mul(20).add(50000).add(noise).reshape(-1, 1);
    const loss = new nn.MSELoss();
    const k = 3;
    const scores: number[] = [];
    for (let i = 0; i < k; i++) {
      const fold = Math.floor(X.shape[0] / k);
      let train: [Tensor, Tensor] | null = null;
      let valid: [Tensor, Tensor] = [X, y];
      for (let j = 0; j < k; j++) {
        const idx = slice(j * fold, (j + 1) * fold);
        const [XPart, yPart] = [X.get(idx, ":"), y.get(idx)];
        if (j === i) valid = [XPart, yPart];
        else if (train === null) train = [XPart, yPart];
        else train = [torch.cat([train[0], XPart], 0), torch.cat([train[1], yPart], 0)];
      }
      assert.ok(train);
      const net = new nn.Sequential(new nn.Linear(5, 1));
      const trainer = new optim.Adam(net.parameters(), { lr: 100, weightDecay: 0.01 });
      for (let epoch = 0; epoch < 3; epoch++) {
        for (const [A, b] of new data.DataLoader(new data.TensorDataset(...train), 16, { shuffle: true })) {
          trainer.zeroGrad();
          loss(net(A), b).backward();
          trainer.step();
        }
      }
      const clipped = torch.clamp(net(valid[0]), 1, Infinity);
      scores.push(torch.sqrt(loss(torch.log(clipped), torch.log(valid[1]))).item());
    }
    see("log rmse of each fold", torch.tensor(scores));
  });

  after(() => assert.deepEqual([...compared].sort(), Object.keys(recorded).sort(), "every number compared"));
});
