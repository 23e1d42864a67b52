/**
 * Makes runs.json and runsHeldOut.json: real trainings, recorded with the engine, labelled by what is true of them.
 *
 *     node test/golden/recordRuns.ts
 *
 * (Node.js 24, which runs TypeScript; build first: the engine's kernels are read from dist/.)
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  evaluate,
  fit,
  fromArray,
  Generator,
  manualSeed,
  nn,
  optim,
  type Callback,
  type Tensor,
} from "../../engine/node.ts";
import { labelOf, type RecordedRun, type Truth } from "./recordedRuns.ts";

type Set = [x: Tensor, y: Tensor];

/** Data without end from a known rule. */
interface Problem {
  inputs: number;
  outputs: number;
  loss: "mse" | "crossEntropy";
  draw(n: number): Set;
  /** Loss of the rule itself. */
  floor: number;
}

const uniform = (n: number, random: () => number) => Float32Array.from({ length: n }, () => 2 * random() - 1);

function normalOf(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** y = f(x) + noise · normal. */
function regression(inputs: number, f: (x: Float32Array) => number, noise: number, random: () => number): Problem {
  return {
    inputs,
    outputs: 1,
    loss: "mse",
    floor: noise ** 2,
    draw(n) {
      const x = uniform(n * inputs, random);
      const y = Float32Array.from({ length: n }, (_, i) => {
        return f(x.subarray(i * inputs, (i + 1) * inputs)) + noise * normalOf(random);
      });
      return [fromArray(x, [n, inputs]), fromArray(y, [n, 1])];
    },
  };
}

/** Class f(x), and with probability `wrong` any of the classes instead. */
function classes(
  inputs: number,
  count: number,
  f: (x: Float32Array) => number,
  wrong: number,
  random: () => number,
): Problem {
  const right = 1 - wrong + wrong / count;
  const other = wrong / count;
  const entropy = (p: number) => (p > 0 ? -p * Math.log(p) : 0);
  return {
    inputs,
    outputs: count,
    loss: "crossEntropy",
    floor: entropy(right) + (count - 1) * entropy(other),
    draw(n) {
      const x = uniform(n * inputs, random);
      const y = Int32Array.from({ length: n }, (_, i) => {
        const label = f(x.subarray(i * inputs, (i + 1) * inputs));
        return random() < wrong ? Math.floor(random() * count) : label;
      });
      return [fromArray(x, [n, inputs]), fromArray(y)];
    },
  };
}

const rules = {
  wave: (x: Float32Array) => Math.sin(5 * x[0]),
  fastWave: (x: Float32Array) => Math.sin(12 * x[0]),
  plane: (x: Float32Array) => 2 * x[0] - x[1] + 0.5 * x[2],
  bumps: (x: Float32Array) => Math.sin(3 * x[0]) * Math.cos(3 * x[1]),
  product: (x: Float32Array) => 2 * x[0] * x[1],
  ring: (x: Float32Array) => (Math.hypot(x[0], x[1]) < 0.8 ? 1 : 0),
  checks: (x: Float32Array) => (Math.floor(2 * x[0]) + Math.floor(2 * x[1])) & 1,
  sectors: (x: Float32Array) => Math.floor(((Math.atan2(x[1], x[0]) + Math.PI) / (2 * Math.PI)) * 3.999),
  side: (x: Float32Array) => (x[0] + x[1] > 0 ? 1 : 0),
} as const;

interface Recipe {
  rule: keyof typeof rules;
  /** Inputs; those beyond what the rule looks at are only noise to it. */
  inputs: number;
  classes?: number;
  /** Standard deviation of the noise, or share of labels drawn anew. */
  noise: number;
  examples: number;
  /** Examples of the validation set. */
  validation?: number;
  /** Units of the hidden layers. */
  hidden: number[];
  optimizer: "sgd" | "adam";
  lr: number;
  epochs: number;
  batchSize?: number;
  dropout?: number;
  weightDecay?: number;
}

const usualValidation = 200;
const easy = { noise: 0.1, examples: 300, optimizer: "adam", lr: 0.01 } as const;
const recipes: Recipe[] = [
  // Too little capacity for the rule.
  { ...easy, rule: "wave", inputs: 1, hidden: [], epochs: 60 },
  { ...easy, rule: "wave", inputs: 1, hidden: [1], epochs: 120 },
  { ...easy, rule: "fastWave", inputs: 1, hidden: [2], epochs: 120, lr: 0.03 },
  { ...easy, rule: "fastWave", inputs: 1, hidden: [3], epochs: 80, noise: 0.2, lr: 0.03 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [], epochs: 40 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [2], epochs: 100, examples: 600, lr: 0.03 },
  { ...easy, rule: "product", inputs: 2, hidden: [], epochs: 50, noise: 0.3 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [], epochs: 40 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [1], epochs: 80, noise: 0, examples: 500 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [2], epochs: 60, examples: 600 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [], epochs: 30, optimizer: "sgd", lr: 0.1 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [1], epochs: 150, examples: 600, noise: 0.05, lr: 0.03 },
  { ...easy, rule: "fastWave", inputs: 1, hidden: [6], epochs: 100, lr: 0.03 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [2], epochs: 150, examples: 600, noise: 0.2 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [5], epochs: 120, examples: 1000, noise: 0.02, lr: 0.03 },
  // Much capacity, few or noisy examples.
  { ...easy, rule: "wave", inputs: 1, hidden: [128, 128], epochs: 300, examples: 24, noise: 0.4 },
  { ...easy, rule: "wave", inputs: 8, hidden: [128], epochs: 100, examples: 60, noise: 0.3 },
  { ...easy, rule: "plane", inputs: 20, hidden: [128], epochs: 80, examples: 60, noise: 0.5 },
  { ...easy, rule: "plane", inputs: 30, hidden: [64, 64], epochs: 60, examples: 100, noise: 1 },
  { ...easy, rule: "bumps", inputs: 6, hidden: [128, 64], epochs: 80, examples: 150, noise: 0.3 },
  { ...easy, rule: "product", inputs: 10, hidden: [256], epochs: 60, examples: 120, noise: 0.3 },
  { ...easy, rule: "side", inputs: 20, classes: 2, hidden: [64], epochs: 60, examples: 80, noise: 0.3 },
  { ...easy, rule: "ring", inputs: 6, classes: 2, hidden: [128, 128], epochs: 60, examples: 150, noise: 0.2 },
  { ...easy, rule: "sectors", inputs: 8, classes: 4, hidden: [128], epochs: 80, examples: 150, noise: 0.3 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [128, 128], epochs: 200, examples: 120, noise: 0.3 },
  { ...easy, rule: "side", inputs: 10, classes: 2, hidden: [256], epochs: 300, examples: 100, noise: 0.2, lr: 0.003 },
  { ...easy, rule: "plane", inputs: 15, hidden: [256], epochs: 150, examples: 50, noise: 0.4, lr: 0.003, batchSize: 50 },
  // Enough of everything.
  { ...easy, rule: "wave", inputs: 1, hidden: [32], epochs: 150 },
  { ...easy, rule: "wave", inputs: 1, hidden: [32, 32], epochs: 100, examples: 600, noise: 0.2 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 60, noise: 0.3 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 80, noise: 0.05, optimizer: "sgd", lr: 0.05 },
  { ...easy, rule: "plane", inputs: 3, hidden: [16], epochs: 60, examples: 1000, noise: 0.2, lr: 0.003 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [64], epochs: 80, examples: 1000 },
  { ...easy, rule: "product", inputs: 2, hidden: [32], epochs: 60, examples: 800 },
  { ...easy, rule: "side", inputs: 2, classes: 2, hidden: [], epochs: 80, examples: 400, noise: 0, lr: 0.03 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [16], epochs: 80, examples: 800, noise: 0.02 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [32], epochs: 60, examples: 1000, noise: 0.05 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [64, 64], epochs: 60, examples: 2000, noise: 0.02, lr: 0.002 },
  { ...easy, rule: "wave", inputs: 1, hidden: [64], epochs: 200, examples: 300, noise: 0.15, lr: 0.005, dropout: 0.05 },
  { ...easy, rule: "side", inputs: 4, classes: 2, hidden: [16], epochs: 60, examples: 1500, noise: 0.05, lr: 0.003 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 60, examples: 600, noise: 1 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [32], epochs: 80, examples: 1500, noise: 0.3 },
  { ...easy, rule: "side", inputs: 2, classes: 2, hidden: [], epochs: 60, examples: 600, noise: 0.15, lr: 0.02 },
  // Ended while still learning.
  { ...easy, rule: "wave", inputs: 1, hidden: [32], epochs: 12 },
  { ...easy, rule: "wave", inputs: 1, hidden: [64], epochs: 15, optimizer: "sgd", lr: 0.05 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 12, optimizer: "sgd", lr: 0.005 },
  { ...easy, rule: "plane", inputs: 3, hidden: [16], epochs: 4, lr: 0.003 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [64], epochs: 15, examples: 400, lr: 0.003 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [16], epochs: 8, examples: 600, lr: 0.003 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [16], epochs: 6, examples: 600, lr: 0.002 },
  { ...easy, rule: "side", inputs: 2, classes: 2, hidden: [], epochs: 15, optimizer: "sgd", lr: 0.02, noise: 0 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [64, 64], epochs: 6, examples: 2000, noise: 0.02, lr: 0.003 },
  { ...easy, rule: "product", inputs: 2, hidden: [16], epochs: 3, examples: 300 },
  { ...easy, rule: "sectors", inputs: 3, classes: 4, hidden: [64], epochs: 6, examples: 400, optimizer: "sgd", lr: 0.05 },
  // Steps that are too large.
  { ...easy, rule: "wave", inputs: 1, hidden: [32], epochs: 30, optimizer: "sgd", lr: 3 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 20, optimizer: "sgd", lr: 3 },
  { ...easy, rule: "plane", inputs: 20, hidden: [], epochs: 20, optimizer: "sgd", lr: 2 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [64, 64], epochs: 25, optimizer: "sgd", lr: 6 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [64, 64], epochs: 25, optimizer: "sgd", lr: 30 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [64, 64], epochs: 30, optimizer: "adam", lr: 20 },
  { ...easy, rule: "product", inputs: 2, hidden: [32], epochs: 30, optimizer: "adam", lr: 5 },
  // A validation loss that levels off far above the training loss and never rises, with noise and without.
  { ...easy, rule: "bumps", inputs: 2, hidden: [64], epochs: 150, examples: 60 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [64], epochs: 150, examples: 40, noise: 0 },
  { ...easy, rule: "bumps", inputs: 3, hidden: [64], epochs: 100, examples: 150 },
  { ...easy, rule: "bumps", inputs: 4, hidden: [64], epochs: 100, examples: 300, noise: 0 },
  { ...easy, rule: "product", inputs: 4, hidden: [64], epochs: 100, examples: 150 },
  { ...easy, rule: "product", inputs: 6, hidden: [64], epochs: 80, examples: 200, noise: 0 },
  { ...easy, rule: "wave", inputs: 4, hidden: [64], epochs: 120, examples: 150 },
  { ...easy, rule: "wave", inputs: 3, hidden: [64, 64], epochs: 100, examples: 80, noise: 0 },
  { ...easy, rule: "ring", inputs: 4, classes: 2, hidden: [64], epochs: 60, examples: 200, noise: 0 },
  { ...easy, rule: "sectors", inputs: 4, classes: 4, hidden: [64], epochs: 60, examples: 300, noise: 0 },
  { ...easy, rule: "checks", inputs: 2, classes: 2, hidden: [64, 64], epochs: 80, examples: 300, noise: 0 },
  { ...easy, rule: "side", inputs: 10, classes: 2, hidden: [32], epochs: 50, examples: 100, noise: 0 },
  // Small validation sets, whose loss is off by chance.
  { ...easy, rule: "bumps", inputs: 2, hidden: [64], epochs: 150, examples: 60, validation: 20 },
  { ...easy, rule: "product", inputs: 6, hidden: [64], epochs: 80, examples: 150, noise: 0, validation: 30 },
  { ...easy, rule: "side", inputs: 20, classes: 2, hidden: [64], epochs: 60, examples: 80, noise: 0.3, validation: 30 },
  { ...easy, rule: "plane", inputs: 3, hidden: [], epochs: 60, noise: 0.3, validation: 10 },
  { ...easy, rule: "wave", inputs: 1, hidden: [32], epochs: 150, noise: 0.2, validation: 20 },
  { ...easy, rule: "product", inputs: 2, hidden: [32], epochs: 60, examples: 800, validation: 30 },
  { ...easy, rule: "side", inputs: 2, classes: 2, hidden: [], epochs: 80, examples: 400, noise: 0, lr: 0.03, validation: 20 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [16], epochs: 80, examples: 800, noise: 0.02, validation: 30 },
  // A gap as every model has one that has learned from few examples.
  { ...easy, rule: "wave", inputs: 1, hidden: [32], epochs: 150, examples: 100, noise: 0.2 },
  { ...easy, rule: "plane", inputs: 3, hidden: [16], epochs: 80, examples: 150, noise: 0.2 },
  { ...easy, rule: "plane", inputs: 10, hidden: [], epochs: 80, examples: 100, noise: 0.5, lr: 0.03 },
  { ...easy, rule: "product", inputs: 2, hidden: [32], epochs: 60, examples: 200, noise: 0.2 },
  { ...easy, rule: "bumps", inputs: 2, hidden: [32], epochs: 100, examples: 400, noise: 0.1 },
  { ...easy, rule: "side", inputs: 4, classes: 2, hidden: [16], epochs: 40, examples: 500, noise: 0.05 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [16], epochs: 60, examples: 500, noise: 0.05 },
  // Regularised: the running training loss is measured with dropout, and lies above the validation loss.
  { ...easy, rule: "bumps", inputs: 2, hidden: [128], epochs: 120, examples: 1000, dropout: 0.1 },
  { ...easy, rule: "sectors", inputs: 2, classes: 4, hidden: [64], epochs: 60, examples: 1000, noise: 0.05, dropout: 0.3 },
  { ...easy, rule: "ring", inputs: 2, classes: 2, hidden: [64], epochs: 60, examples: 1000, noise: 0.02, dropout: 0.2 },
  { ...easy, rule: "product", inputs: 2, hidden: [64], epochs: 100, examples: 400, weightDecay: 1e-3 },
  { ...easy, rule: "wave", inputs: 1, hidden: [64], epochs: 150, examples: 200, weightDecay: 1e-4 },
];

function problemOf({ rule, inputs, classes: count, noise }: Recipe, random: () => number): Problem {
  const f = rules[rule];
  return count === undefined
    ? regression(inputs, f, noise, random)
    : classes(inputs, count, f, noise, random);
}

function nameOf(recipe: Recipe): string {
  const { rule, inputs, noise, examples, hidden, optimizer, lr, epochs, dropout, weightDecay, validation } = recipe;
  const net = [inputs, ...hidden].join("-");
  const parts = [`${rule} ${net}`, `noise ${noise}`, `${examples} examples`, `${optimizer} ${lr}`, `${epochs} epochs`];
  if (dropout !== undefined) parts.push(`dropout ${dropout}`);
  if (weightDecay !== undefined) parts.push(`weight decay ${weightDecay}`);
  if (validation !== undefined) parts.push(`${validation} for validation`);
  return parts.join(", ");
}

function networkOf(recipe: Recipe, outputs: number): nn.Sequential {
  const layers: nn.Module[] = [];
  let width = recipe.inputs;
  for (const units of recipe.hidden) {
    layers.push(new nn.Linear(width, units), new nn.ReLU());
    if (recipe.dropout !== undefined) layers.push(new nn.Dropout(recipe.dropout));
    width = units;
  }
  return new nn.Sequential(...(layers as nn.Layer[]), new nn.Linear(width, outputs));
}

const finite = (value: number) => (Number.isNaN(value) ? Infinity : value);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** One training: its history, then as many epochs again three times, and the losses that only we can see. */
async function train(recipe: Recipe, seed: number, rate: number) {
  const generator = new Generator().manualSeed(seed);
  const problem = problemOf(recipe, () => generator.uniform53());
  const { examples, validation: held = usualValidation, weightDecay = 0 } = recipe;
  const [seen, validation, fresh] = [examples, held, 2000].map((n) => problem.draw(n));
  manualSeed(seed);
  const net = networkOf(recipe, problem.outputs);
  const trainer =
    recipe.optimizer === "sgd"
      ? new optim.SGD(net.parameters(), { lr: rate, weightDecay })
      : new optim.Adam(net.parameters(), { lr: rate, weightDecay });
  const { loss } = problem;
  const on = async (set: Set) => (await evaluate(net, set, { loss, batchSize: 2000 })).loss;
  const freshLosses: number[] = [];
  const trainLosses: number[] = [];
  const watch: Callback = {
    async onEpochEnd() {
      freshLosses.push(await on(fresh));
      trainLosses.push(await on(seen));
    },
  };
  const { epochs, batchSize = 32 } = recipe;
  const options = { loss, optimizer: trainer, batchSize, verbose: 0, callbacks: [watch] } as const;
  const history = await fit(net, seen, { ...options, validation, epochs });
  await fit(net, seen, { ...options, epochs: 3 * epochs });
  const constant = new nn.Sequential(new nn.Linear(recipe.inputs, problem.outputs));
  const { naiveLoss } = await fit(constant, fresh, { loss, epochs: 1, validation: fresh, verbose: 0 });
  return { history, freshLosses, trainLosses, naive: naiveLoss ?? NaN, floor: problem.floor };
}

const short = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(5)) : null);

async function record(recipe: Recipe, seed: number): Promise<RecordedRun> {
  const { epochs, lr } = recipe;
  const { history, freshLosses, trainLosses, naive, floor } = await train(recipe, seed, lr);
  const gentle = await train(recipe, seed, lr / 30);
  const tail = Math.max(1, Math.round(epochs / 10));
  const truth: Truth = {
    best: Math.min(...freshLosses.slice(0, epochs).map(finite)),
    end: median(freshLosses.slice(epochs - tail, epochs)),
    later: Math.min(...freshLosses.slice(epochs).map(finite)),
    floor,
    naive,
    trainEnd: median(trainLosses.slice(epochs - tail, epochs)),
    gentle: Math.min(...gentle.freshLosses.map(finite)),
  };
  return {
    name: nameOf(recipe),
    label: labelOf(truth),
    truth: Object.fromEntries(Object.entries(truth).map(([key, value]) => [key, short(value as number)])) as unknown as Truth,
    loss: history.get("loss").map(short),
    valLoss: history.get("valLoss").map(short),
    naiveLoss: short(history.naiveLoss ?? NaN) ?? NaN,
    sampling: { examples: history.sampling?.examples ?? NaN, deviation: short(history.sampling?.deviation ?? NaN) },
  };
}

/** Records all recipes; seeds count from `firstSeed`. */
async function recordAll(file: string, firstSeed: number): Promise<void> {
  const runs: RecordedRun[] = [];
  for (const [i, recipe] of recipes.entries()) {
    const run = await record(recipe, firstSeed + i);
    runs.push(run);
    console.log(run.label.padEnd(13), run.name);
  }
  const lines = runs.map((run) => JSON.stringify(run));
  writeFileSync(path.join(import.meta.dirname, file), `[\n${lines.join(",\n")}\n]\n`);
}

// The thresholds of the diagnosis were chosen on the first file; nobody has tuned anything on the second.
await recordAll("runs.json", 1000);
await recordAll("runsHeldOut.json", 2000);
