import { noGrad } from "../context.ts";
import { showBytes } from "../errors.ts";
import { bytesPerElement, type MemoryKind, type NDArray, type Storage } from "../ndarray.ts";
import { observeCalls } from "../nn/callable.ts";
import { CrossEntropyLoss, NLLLoss } from "../nn/losses.ts";
import { Module, type Layer } from "../nn/module.ts";
import { zeros } from "../ops/create.ts";
import type { Node } from "../ops/op.ts";
import { defaultGenerator } from "../random/generator.ts";
import { Tensor } from "../tensor.ts";
import { toLoss, byName, type LossFunction, type LossName, type OptimizerName } from "./choices.ts";

/** As much of an optimiser as the estimate needs. */
interface Stateful {
  stateBytes(): number;
}

/** Batch, shape, optimiser and loss of the step to foresee. */
export interface EstimateOptions {
  batchSize: number;
  /** Shape of one example, `[784]`; the batch comes before it. */
  inputShape: readonly number[];
  /** An optimiser, or the name of one. Default `sgd`. */
  optimizer?: OptimizerName | Stateful;
  /** The loss, whose intermediates count too. Default: none. */
  loss?: LossName | LossFunction;
}

/** Bytes by what they are for, and their sum. */
export type MemoryNeed = Record<MemoryKind, number> & { total: number };

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * What {@link estimateMemory} foresees.
 * @example estimateMemory(net, { batchSize: 256, inputShape: [784] }).training.total
 */
export class MemoryEstimate {
  /** The batch size it was asked for. */
  readonly batchSize: number;
  /** One training step, at its fullest: the end of the forward pass, with gradients and optimiser state. */
  readonly training: MemoryNeed;
  /** One prediction inside `noGrad`, at its fullest layer. */
  readonly prediction: MemoryNeed;
  readonly #at: (batchSize: number) => { training: MemoryNeed; prediction: MemoryNeed };

  constructor(batchSize: number, at: MemoryEstimate["at"]) {
    this.batchSize = batchSize;
    this.#at = at;
    ({ training: this.training, prediction: this.prediction } = at(batchSize));
  }

  /** The same for another batch size.
   * @example estimate.at(512).training.total */
  at(batchSize: number): { training: MemoryNeed; prediction: MemoryNeed } {
    return this.#at(batchSize);
  }

  /** The largest batch size whose training step fits into `bytes`; 0 when none does.
   * @example estimate.largestBatch(2 ** 30) // in 1 GB */
  largestBatch(bytes: number): number {
    const [one, two] = [this.#at(1).training.total, this.#at(2).training.total];
    return Math.max(0, Math.floor((bytes - (2 * one - two)) / (two - one)));
  }

  /** A table: kinds down, training and prediction across.
   * @example console.log(estimate) */
  toString(): string {
    const kinds = Object.keys(this.training) as (keyof MemoryNeed)[];
    const rows = [
      [`batch of ${this.batchSize}`, "training", "prediction"],
      ...kinds.map((kind) => [kind, showBytes(this.training[kind]), showBytes(this.prediction[kind])]),
    ];
    const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i].length)));
    return rows
      .map(([name, ...cells]) =>
        [name.padEnd(widths[0]), ...cells.map((c, i) => c.padStart(widths[i + 1]))].join("  "),
      )
      .join("\n");
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Foresees the memory of one training step and of one prediction. It runs the model on two tiny batches, looks
 * at what the graph keeps, and extends that in proportion, so that it holds for any model whose memory grows
 * evenly with the batch. Weights, running statistics and random numbers are as before afterwards.
 *
 * @throws {RangeError} for a batch size that is none; what the model throws for the shape
 * @example console.log(estimateMemory(net, { batchSize: 256, inputShape: [784], optimizer: "adam", loss: "crossEntropy" }));
 */
export function estimateMemory(model: Layer, options: EstimateOptions): MemoryEstimate {
  const { batchSize, inputShape, optimizer = "sgd" } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`estimateMemory: batchSize is ${batchSize}; give a whole number of at least 1.`);
  }
  const [small, large] = [2, 4].map((n) => dryRun(model, [n, ...inputShape], options.loss));
  const line = (kind: keyof Sizes) => (n: number) => {
    const slope = (large[kind] - small[kind]) / 2;
    return Math.max(0, small[kind] + slope * (n - 2));
  };
  const parameter = Array.from(model.stateDict().values()).reduce(
    (sum, { array }) => sum + bytesOf(array),
    0,
  );
  const gradient = model.parameters().reduce((sum, p) => sum + (p.requiresGrad ? bytesOf(p.array) : 0), 0);
  const trainer = typeof optimizer === "string" ? byName(optimizer, model.parameters()) : optimizer;
  const optimiser = trainer.stateBytes();
  const [input, target, intermediate, widest] = (["input", "target", "intermediate", "widest"] as const).map(
    line,
  );
  return new MemoryEstimate(batchSize, (n) => ({
    training: need({
      parameter,
      gradient,
      optimiser,
      input: input(n) + target(n),
      intermediate: intermediate(n),
      temporary: widest(n),
    }),
    prediction: need({
      parameter,
      gradient: 0,
      optimiser: 0,
      input: input(n),
      intermediate: 0,
      temporary: widest(n),
    }),
  }));
}

function need(kinds: Record<MemoryKind, number>): MemoryNeed {
  return { ...kinds, total: Object.values(kinds).reduce((a, b) => a + b, 0) };
}

/** Bytes that grow with the batch. */
interface Sizes {
  input: number;
  target: number;
  /** Kept by the graph between the forward and the backward pass. */
  intermediate: number;
  /** The largest input and output of one layer together, the model's own input not counted. */
  widest: number;
}

function dryRun(model: Layer, shape: readonly number[], loss: LossName | LossFunction | undefined): Sizes {
  const x = zeros(shape);
  const kept = model.snapshot();
  const [random, { training }] = [defaultGenerator.getState(), model];
  try {
    model.train();
    const prediction = model(x);
    const target = loss === undefined ? null : targetFor(loss, prediction);
    const root = loss === undefined || !target ? prediction : toLoss(loss)(prediction, target);
    const widest = noGrad(() => {
      model.eval();
      return widestLayer(model, x);
    });
    return {
      input: bytesOf(x.array),
      target: target ? bytesOf(target.array) : 0,
      intermediate: keptByGraph(root),
      widest,
    };
  } finally {
    model.train(training);
    model.loadStateDict(kept);
    defaultGenerator.setState(random);
  }
}

function targetFor(loss: LossName | LossFunction, prediction: Tensor): Tensor {
  const { shape } = prediction.array;
  const classes = loss === "crossEntropy" || loss instanceof CrossEntropyLoss || loss instanceof NLLLoss;
  if (!classes) return zeros(shape);
  return zeros(
    shape.filter((_, axis) => axis !== 1),
    { dtype: "int32" },
  );
}

/** Bytes of all intermediates that the graph behind `root` holds, each storage once. */
function keptByGraph(root: Tensor): number {
  const nodes = new Set<Node>();
  const storages = new Set<Storage>();
  const waiting = [root.node];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!node || nodes.has(node)) continue;
    nodes.add(node);
    for (const tensor of node.kept ?? []) {
      if (tensor?.array.storage.kind === "intermediate") storages.add(tensor.array.storage);
    }
    waiting.push(...node.inputs);
  }
  let bytes = 0;
  for (const { length, dtype } of storages) bytes += length * bytesPerElement[dtype];
  return bytes;
}

function widestLayer(model: Layer, x: Tensor): number {
  let widest = 0;
  const own = x.array.storage;
  const sized = (value: unknown) =>
    value instanceof Tensor && value.array.storage !== own ? bytesOf(value.array) : 0;
  observeCalls(
    (module, inputs, output) => {
      if (module instanceof Module && module.children().length > 0) return;
      const shared = inputs.some(
        (i) => i instanceof Tensor && output instanceof Tensor && i.array.storage === output.array.storage,
      );
      const bytes = inputs.reduce<number>((sum, input) => sum + sized(input), shared ? 0 : sized(output));
      widest = Math.max(widest, bytes);
    },
    () => model(x),
  );
  return widest;
}

function bytesOf({ size, dtype }: NDArray): number {
  return size * bytesPerElement[dtype];
}
