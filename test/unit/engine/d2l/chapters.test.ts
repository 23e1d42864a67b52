/** Cells of the chapters on multilayer perceptrons, transcribed call by call; the digits stand for Fashion-MNIST. */
import assert from "node:assert/strict";
import * as torch from "../../../../engine/index.ts";
import { d2l, data, nn, optim, type Tensor } from "../../../../engine/index.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";

describe("the chapters on multilayer perceptrons run as written", () => {
  let trainIter: data.DataLoader<[Tensor, Tensor]>;
  let testIter: data.DataLoader<[Tensor, Tensor]>;
  const loss = new nn.CrossEntropyLoss({ reduction: "none" });

  before(async () => {
    installNodeFiles();
    const { x, y } = await data.digits();
    const [xTrain, xTest, yTrain, yTest] = data.trainTestSplit(x.div(16), y, { testSize: 0.3, seed: 0 });
    trainIter = d2l.loadArray([xTrain, yTrain], 64);
    testIter = d2l.loadArray([xTest, yTest], 64, false);
  });
  beforeEach(() => void torch.manualSeed(0));

  it("the multilayer perceptron from scratch", async () => {
    const [numInputs, numOutputs, numHiddens] = [64, 10, 64];
    const W1 = new nn.Parameter(torch.randn(numInputs, numHiddens, { requiresGrad: true }).mul(0.1).detach());
    const b1 = new nn.Parameter(torch.zeros(numHiddens, { requiresGrad: true }));
    const W2 = new nn.Parameter(
      torch.randn(numHiddens, numOutputs, { requiresGrad: true }).mul(0.1).detach(),
    );
    const b2 = new nn.Parameter(torch.zeros(numOutputs, { requiresGrad: true }));
    const params = [W1, b1, W2, b2];
    function relu(X: Tensor): Tensor {
      const a = torch.zerosLike(X);
      return torch.maximum(X, a);
    }
    function net(X: Tensor): Tensor {
      const flat = X.reshape([-1, numInputs]);
      const H = relu(flat.matmul(W1).add(b1));
      return H.matmul(W2).add(b2);
    }
    const updater = new optim.SGD(params, { lr: 0.5 });
    const { trainLoss, testAcc } = await d2l.trainCh3(net, trainIter, testIter, loss, 5, updater);
    assert.ok(trainLoss < 0.4 && testAcc > 0.85, `${trainLoss} ${testAcc}`);
  });

  it("the concise multilayer perceptron", async () => {
    const net = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(64, 64),
      new nn.ReLU(),
      new nn.Linear(64, 10),
    );
    function initWeights(m: nn.Module): void {
      if (m instanceof nn.Linear) nn.init.normal_(m.weight, { std: 0.1 });
    }
    net.apply(initWeights);
    const trainer = new optim.SGD(net.parameters(), { lr: 0.5 });
    const { testAcc } = await d2l.trainCh3(net, trainIter, testIter, loss, 5, trainer);
    assert.ok(testAcc > 0.85, String(testAcc));
  });

  it("dropout from scratch and concise", async () => {
    function dropoutLayer(X: Tensor, dropout: number): Tensor {
      if (dropout === 1) return torch.zerosLike(X);
      if (dropout === 0) return X;
      const mask = torch.rand(X.shape).gt(dropout).to("float32");
      return mask.mul(X).div(1 - dropout);
    }
    const X = torch.arange(16).reshape([2, 8]);
    assert.deepEqual(dropoutLayer(X, 0).toArray(), X.toArray());
    assert.equal(dropoutLayer(X, 1).sum().item(), 0);
    const kept = dropoutLayer(X, 0.5).toTypedArray();
    assert.ok(kept.every((v, i) => v === 0 || v === 2 * i));

    class Net extends nn.Module {
      lin1 = new nn.Linear(64, 64);
      lin2 = new nn.Linear(64, 10);
      relu = new nn.ReLU();
      forward(x: Tensor): Tensor {
        let H1 = this.relu(this.lin1(x.reshape([-1, 64])));
        if (this.training) H1 = dropoutLayer(H1, 0.2);
        return this.lin2(H1);
      }
    }
    const net = new Net();
    const trainer = new optim.SGD(net.parameters(), { lr: 0.5 });
    const { testAcc } = await d2l.trainCh3(net, trainIter, testIter, loss, 5, trainer);
    assert.ok(testAcc > 0.85, String(testAcc));
    assert.equal(net.training, false);
  });

  it("polynomial regression: a normal fit and an underfit", () => {
    const [maxDegree, nTrain, nTest] = [20, 100, 100];
    const trueW = torch.zeros(maxDegree);
    trueW.set("0:4", torch.tensor([5, 1.2, -3.4, 5.6]));
    const features = torch.randn(nTrain + nTest, 1);
    let polyFeatures = features.pow(torch.arange(maxDegree).reshape([1, -1]));
    const factorial = Array.from({ length: maxDegree }, (_, i) => {
      return Array.from({ length: i }, (__, k) => k + 1).reduce((a, b) => a * b, 1);
    });
    polyFeatures = polyFeatures.div(torch.tensor(factorial));
    const labels = polyFeatures.matmul(trueW).add(torch.normal(0, 0.1, [nTrain + nTest]));
    const mse = new nn.MSELoss({ reduction: "none" });

    function train(degree: number): { net: nn.Layer; testLoss: number } {
      const x = polyFeatures.narrow(1, 0, degree).contiguous();
      const y = labels.reshape([-1, 1]);
      const net = new nn.Sequential(new nn.Linear(degree, 1, { bias: false }));
      const trainer = new optim.SGD(net.parameters(), { lr: 0.01 });
      const iter = d2l.loadArray([x.narrow(0, 0, nTrain), y.narrow(0, 0, nTrain)], 10);
      for (let epoch = 0; epoch < 400; epoch++) d2l.trainEpochCh3(net, iter, mse, trainer);
      const test = d2l.loadArray([x.narrow(0, nTrain, nTest), y.narrow(0, nTrain, nTest)], 10, false);
      return { net, testLoss: d2l.evaluateLoss(net, test, mse) };
    }
    const normal = train(4);
    const under = train(2);
    assert.ok(normal.testLoss < 0.1, String(normal.testLoss));
    assert.ok(under.testLoss > 1, String(under.testLoss));
  });

  it("weight decay by a parameter group of its own", () => {
    const [nTrain, numInputs] = [20, 200];
    const [trueW, trueB] = [torch.ones(numInputs).mul(0.01), 0.05];
    const trainData = d2l.syntheticData(trueW, trueB, nTrain);
    const iter = d2l.loadArray(trainData, 5);
    function trainConcise(wd: number): number {
      torch.manualSeed(1);
      const net = new nn.Sequential(new nn.Linear(numInputs, 1));
      for (const param of net.parameters()) param.data.normal_();
      const mse = new nn.MSELoss({ reduction: "none" });
      assert.ok(net[0].bias);
      const groups = [{ params: [net[0].weight], weightDecay: wd }, { params: [net[0].bias] }];
      const trainer = new optim.SGD(groups, { lr: 0.003 });
      for (let epoch = 0; epoch < 100; epoch++) {
        for (const [X, y] of iter) {
          trainer.zeroGrad();
          mse(net(X), y).mean().backward();
          trainer.step();
        }
      }
      return net[0].weight.norm().item();
    }
    const [free, decayed] = [trainConcise(0), trainConcise(3)];
    assert.ok(free > 10 && decayed < 0.5, `${free} ${decayed}`);
  });
});
