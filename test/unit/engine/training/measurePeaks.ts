/**
 * A program of its own: trains and predicts with several models on the WebAssembly backend, asks at every allocation
 * what is alive, and prints the fullest moment beside what `estimateMemory` foresaw. It asks the collector each time,
 * which takes long in a process that holds much else.
 */
import { useBackend } from "../../../../engine/core/context.ts";
import {
  estimateMemory,
  memory,
  nn,
  noGrad,
  optim,
  rand,
  randint,
  randn,
  type Tensor,
} from "../../../../engine/index.ts";
import { builds } from "../backend/builds.ts";

export interface Peak {
  model: string;
  what: "training" | "prediction";
  measured: number;
  foreseen: number;
}

interface Setup {
  make: () => nn.Layer;
  inputShape: number[];
  batchSize: number;
  classes?: number;
  adam?: boolean;
}

const setups: Record<string, Setup> = {
  "a perceptron": {
    make: () =>
      new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 256), new nn.ReLU(), new nn.Linear(256, 10)),
    inputShape: [28, 28],
    batchSize: 512,
    classes: 10,
  },
  "a deep network with batch norm, dropout and Adam": {
    make: () =>
      new nn.Sequential(
        new nn.Flatten(),
        ...[784, 128, 128, 128].flatMap((inputs) => [
          new nn.Linear(inputs, 128),
          new nn.BatchNorm1d(128),
          new nn.Tanh(),
          new nn.Dropout(0.3),
        ]),
        new nn.Linear(128, 10),
      ),
    inputShape: [28, 28],
    batchSize: 512,
    classes: 10,
    adam: true,
  },
  "a wide regression with Adam": {
    make: () =>
      new nn.Sequential(
        new nn.Linear(64, 512),
        new nn.Sigmoid(),
        new nn.Linear(512, 512),
        new nn.GELU(),
        new nn.Linear(512, 1),
      ),
    inputShape: [64],
    batchSize: 1024,
    adam: true,
  },
  "linear regression on many inputs": {
    make: () => new nn.Sequential(new nn.Linear(1000, 1)),
    inputShape: [1000],
    batchSize: 2000,
  },
  "layer norm, SiLU and ELU": {
    make: () =>
      new nn.Sequential(
        new nn.Linear(64, 256),
        new nn.LayerNorm(256),
        new nn.SiLU(),
        new nn.Dropout(0.5),
        new nn.Linear(256, 64),
        new nn.ELU(),
        new nn.Linear(64, 1),
      ),
    inputShape: [64],
    batchSize: 2048,
  },
};

const { backend } = builds[builds.length - 1];
useBackend(backend);
const allocate = backend.allocate.bind(backend);
let fullest = 0;
let watching = false;
backend.allocate = (...given) => {
  const storage = allocate(...given);
  if (watching) fullest = Math.max(fullest, memory().total);
  return storage;
};

function fullestOf(run: () => unknown): number {
  // What ended before must not be counted.
  fullest = memory().total;
  watching = true;
  run();
  watching = false;
  return fullest;
}

function measure(model: string, { make, inputShape, batchSize, classes, adam }: Setup): Peak[] {
  const net = make();
  const trainer = adam ? new optim.Adam(net.parameters()) : new optim.SGD(net.parameters(), { lr: 0.01 });
  const loss = classes ? new nn.CrossEntropyLoss() : new nn.MSELoss();
  const estimate = estimateMemory(net, { batchSize, inputShape, optimizer: trainer, loss });
  const x = rand(batchSize, ...inputShape);
  const y: Tensor = classes ? randint(0, classes, [batchSize]) : randn(batchSize, 1);
  const step = (): void => {
    const value = loss(net(x), y);
    trainer.zeroGrad();
    value.backward();
    trainer.step();
  };
  step();
  const training = fullestOf(step);
  trainer.zeroGrad();
  net.eval();
  const besides = memory().optimiser + 4 * y.numel();
  const prediction = fullestOf(() => noGrad(() => net(x))) - besides;
  return [
    { model, what: "training", measured: training, foreseen: estimate.training.total },
    { model, what: "prediction", measured: prediction, foreseen: estimate.prediction.total },
  ];
}

const peaks = Object.entries(setups).flatMap(([model, setup]) => measure(model, setup));
console.log(JSON.stringify(peaks));
