/** Trainings that are exported and continued by PyTorch. */
import * as torch from "../../engine/index.ts";

const { nn, optim } = torch;
type Tensor = torch.Tensor;

/** A training: it has a seed, so that it is the same whenever it is run. */
export interface ExportedTraining {
  readonly name: string;
  /** Files that are there besides those that always are. */
  readonly run: () => Promise<torch.History>;
}

const quiet = { verbose: 0 } as const;

function regression(n: number, features: number, seed: number): [Tensor, Tensor] {
  torch.manualSeed(seed);
  const x = torch.randn(n, features);
  const w = torch.randn(features, 1);
  return [x, x.matmul(w).add(0.5).add(torch.randn(n, 1).mul(0.1))];
}

function classes(n: number, features: number, count: number, seed: number): [Tensor, Tensor] {
  torch.manualSeed(seed);
  const x = torch.randn(n, features);
  return [x, x.matmul(torch.randn(features, count)).argmax(1)];
}

class Skip extends nn.Module {
  hidden = new nn.Linear(6, 6);
  norm = new nn.LayerNorm(6);
  scale = new nn.Parameter(torch.ones(6));
  out = new nn.Linear(6, 3);
  override forward(x: Tensor): Tensor {
    const h = this.norm(x.add(nn.functional.relu(this.hidden(x)))).mul(this.scale);
    return this.out(nn.functional.dropout(h, { p: 0.1, training: this.training }));
  }
}

class Block extends nn.Module {
  conv = new nn.Conv2d(4, 4, 3, { padding: 1 });
  norm = new nn.BatchNorm2d(4);
  override forward(x: Tensor): Tensor {
    return x.add(this.norm(this.conv(x)).relu());
  }
}

class Reader extends nn.Module {
  table = new nn.Embedding(12, 5);
  rnn = new nn.LSTM(5, 7, { batchFirst: true });
  out = new nn.Linear(7, 2);
  override forward(tokens: Tensor): Tensor {
    const [output, [h]] = this.rnn(this.table(tokens));
    return this.out(output.get(":", -1).add(h.at(0).mul(0.5)));
  }
}

export const trainings: readonly ExportedTraining[] = [
  {
    name: "linear regression",
    run() {
      const data = regression(103, 2, 1);
      const net = new nn.Sequential(new nn.Linear(2, 1));
      return torch.fit(net, data, {
        ...quiet,
        loss: "mse",
        optimizer: new optim.SGD(net.parameters(), { lr: 0.03 }),
        batchSize: 10,
        epochs: 6,
        seed: 3,
        title: "House prices",
      });
    },
  },
  {
    name: "MLP with schedule, groups and metrics",
    run() {
      const data = regression(120, 5, 2);
      const net = new nn.Sequential(new nn.Linear(5, 16), new nn.Tanh(), new nn.Linear(16, 1));
      const optimizer = new optim.SGD(
        [
          { params: [net[0].weight, net[2].weight], weightDecay: 0.01 },
          { params: [net[0].bias, net[2].bias], lr: 0.02 },
        ],
        { lr: 0.05, momentum: 0.9 },
      );
      return torch.fit(net, data, {
        ...quiet,
        loss: "mse",
        optimizer,
        epochs: 7,
        batchSize: 16,
        validationSplit: 0.25,
        validationEvery: 2,
        evaluateTrain: true,
        metrics: ["mae", "rmse", "r2"],
        seed: 4,
        callbacks: [
          new torch.LearningRateScheduler(
            new optim.lrScheduler.StepLR(optimizer, { stepSize: 2, gamma: 0.5 }),
          ),
          new torch.ReduceLROnPlateau({ monitor: "loss", patience: 0, factor: 0.5 }),
          new torch.TerminateOnNaN(),
        ],
      });
    },
  },
  {
    name: "MLP with dropout",
    run() {
      const data = classes(90, 8, 3, 5);
      const net = new nn.Sequential(
        new nn.Linear(8, 24),
        new nn.ReLU(),
        new nn.Dropout(0.3),
        new nn.Linear(24, 3),
      );
      return torch.fit(net, data, {
        ...quiet,
        loss: "crossEntropy",
        epochs: 6,
        batchSize: 20,
        validationSplit: 0.2,
        metrics: ["accuracy"],
        seed: 6,
      });
    },
  },
  {
    name: "softmax regression without a seed",
    run() {
      const data = classes(100, 6, 4, 7);
      const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(6, 4));
      return torch.fit(net, data, {
        ...quiet,
        loss: new nn.CrossEntropyLoss({ weight: torch.tensor([1, 2, 0.5, 1]) }),
        optimizer: new optim.AdamW(net.parameters(), { lr: 0.02, weightDecay: 0.05 }),
        epochs: 6,
        metrics: ["accuracy"],
      });
    },
  },
  {
    name: "a class with a skip connection",
    run() {
      const data = classes(80, 6, 3, 8);
      const net = new Skip();
      return torch.fit(net, data, {
        ...quiet,
        loss: "crossEntropy",
        optimizer: new optim.Adagrad(net.parameters(), { lr: 0.05 }),
        epochs: 5,
        batchSize: 16,
        validationSplit: 0.2,
        seed: 9,
      });
    },
  },
  {
    name: "early stopping with restored weights",
    run() {
      const [x, y] = regression(60, 4, 10);
      const net = new nn.Sequential(new nn.Linear(4, 32), new nn.ReLU(), new nn.Linear(32, 1));
      return torch.fit(net, [x, y], {
        ...quiet,
        loss: "mse",
        optimizer: new optim.Adam(net.parameters(), { lr: 0.1 }),
        epochs: 60,
        batchSize: 8,
        validationSplit: 0.3,
        seed: 11,
        callbacks: [new torch.EarlyStopping({ patience: 3, restoreBestWeights: true, minDelta: 0.001 })],
      });
    },
  },
  {
    name: "a convolutional net",
    run() {
      torch.manualSeed(12);
      const x = torch.randn(48, 1, 8, 8);
      const y = x.mean([1, 2, 3]).gt(0).to("int32");
      const net = new nn.Sequential(
        new nn.Conv2d(1, 4, 3, { padding: 1 }),
        new nn.ReLU(),
        new Block(),
        new nn.MaxPool2d(2),
        new nn.Flatten(),
        new nn.Linear(64, 2),
      );
      return torch.fit(net, [x, y], {
        ...quiet,
        loss: "crossEntropy",
        optimizer: new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9, nesterov: true }),
        epochs: 4,
        batchSize: 12,
        metrics: ["accuracy"],
        validationSplit: 0.25,
        seed: 13,
      });
    },
  },
  {
    name: "a recurrent reader with a loss of its own",
    run() {
      torch.manualSeed(14);
      const x = torch.randint(0, 12, [40, 6]);
      const y = torch.randn(40, 2);
      const net = new Reader();
      net.table.weight.requiresGrad = false;
      const squared = (p: Tensor, t: Tensor): Tensor => p.sub(t).square().mean().add(p.abs().mean().mul(0.1));
      return torch.fit(net, [x, y], {
        ...quiet,
        loss: squared,
        optimizer: new optim.RAdam(
          net.parameters().filter((p) => p.requiresGrad),
          { lr: 0.01 },
        ),
        epochs: 4,
        shuffle: false,
        batchSize: 16,
        seed: 15,
      });
    },
  },
];
