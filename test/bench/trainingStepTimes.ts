/**
 * Child of trainingSteps.ts: measures the rows in a process of its own, with the backend that the environment asks
 * for. Prints one JSON object: microseconds by row.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";

type Engine = typeof import("../../engine/index.ts");

export type Times = Record<string, number>;

/** Median of 15 rounds, in microseconds a step. */
function median(steps: number, step: () => void): number {
  for (let i = 0; i < Math.max(30, 2 * steps); i++) step();
  const rounds: number[] = [];
  for (let round = 0; round < 15; round++) {
    const started = performance.now();
    for (let i = 0; i < steps; i++) step();
    rounds.push(((performance.now() - started) / steps) * 1e3);
  }
  return rounds.sort((a, b) => a - b)[7] ?? 0;
}

interface Row {
  name: string;
  sizes: number[];
  batch: number;
  optimiser: "SGD" | "Adam";
  loss: "MSE" | "cross-entropy";
  steps: number;
}

const perceptrons: Row[] = [
  {
    name: "linear regression 2→1, batch 10, SGD",
    sizes: [2, 1],
    batch: 10,
    optimiser: "SGD",
    loss: "MSE",
    steps: 1000,
  },
  {
    name: "MLP 64-32-10, batch 32, Adam",
    sizes: [64, 32, 10],
    batch: 32,
    optimiser: "Adam",
    loss: "cross-entropy",
    steps: 300,
  },
  {
    name: "MLP 18-128-64-1, batch 512, Adam",
    sizes: [18, 128, 64, 1],
    batch: 512,
    optimiser: "Adam",
    loss: "MSE",
    steps: 50,
  },
  {
    name: "MLP 784-256-10, batch 256, SGD",
    sizes: [784, 256, 10],
    batch: 256,
    optimiser: "SGD",
    loss: "cross-entropy",
    steps: 15,
  },
  {
    name: "MLP 784-512-512-10, batch 256, Adam",
    sizes: [784, 512, 512, 10],
    batch: 256,
    optimiser: "Adam",
    loss: "cross-entropy",
    steps: 5,
  },
];

function timeOf({ nn, optim, randn, randint }: Engine, row: Row): number {
  const layers = row.sizes.slice(1).flatMap((size, i, all) => {
    const linear = new nn.Linear(row.sizes[i] ?? 0, size);
    return i < all.length - 1 ? [linear, new nn.ReLU()] : [linear];
  });
  const net = new nn.Sequential(...layers);
  const classes = row.sizes.at(-1) ?? 0;
  const x = randn(row.batch, row.sizes[0] ?? 0);
  const y = row.loss === "MSE" ? randn(row.batch, classes) : randint(0, classes, [row.batch]);
  const loss = row.loss === "MSE" ? new nn.MSELoss() : new nn.CrossEntropyLoss();
  const parameters = net.parameters();
  const optimiser =
    row.optimiser === "SGD"
      ? new optim.SGD(parameters, { lr: 0.01 })
      : new optim.Adam(parameters, { lr: 0.001 });
  return median(row.steps, () => {
    optimiser.zeroGrad();
    loss.forward(net.forward(x), y).backward();
    optimiser.step();
  });
}

function measure(engine: Engine): Times {
  engine.manualSeed(0);
  const times: Times = {};
  for (const row of perceptrons) times[row.name] = timeOf(engine, row);
  for (const name of ["relu", "sigmoid", "tanh"] as const) {
    const x = engine.randn(1_000_000).requiresGrad_();
    const g = engine.randn(1_000_000);
    times[`${name} on 1 M, forward and backward`] = median(5, () => {
      x.grad = null;
      x[name]().backward(g);
    });
  }
  return times;
}

const [door] = process.argv.slice(2);
if (door) {
  const engine = (await import(pathToFileURL(path.resolve(door)).href)) as Engine;
  console.log(JSON.stringify(measure(engine)));
}
