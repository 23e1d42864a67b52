import { expectModule, expectObject } from "../../core/expect.ts";
import { showBytes } from "../../core/errors.ts";
import type { MemoryKind } from "../../core/ndarray.ts";
import type { Layer } from "../../nn/module.ts";
import { byName, type LossFunction, type LossName, type OptimizerName } from "../choices.ts";
import { bytesOf, dryRun, type LayerTrace, type Trace } from "./dryRun.ts";
import { host } from "../../core/host.ts";
import { memoryWords } from "./memoryWords.ts";
import { markdownTable, textTable } from "./textTable.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

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
/** No batch is larger, even where the memory does not depend on it. */
const MOST = 2 ** 31;

/** Bytes of one layer, of two that are computed together, or of a loss that is a module. */
export type LayerNeed = LayerTrace;

/**
 * What {@link estimateMemory} foresees.
 * @example estimateMemory(net, { batchSize: 256, inputShape: [784] }).training.total
 */
export class MemoryEstimate {
  /** The batch size it was asked for. */
  readonly batchSize: number;
  /**
   * One training step, each kind at its fullest, and in `temporary` what is needed besides at the fullest point: as in
   * the book's loop, which computes the loss, forgets the gradients of the step before, and goes backward.
   */
  readonly training: MemoryNeed;
  /** One prediction inside `noGrad`, at its fullest layer. */
  readonly prediction: MemoryNeed;
  /** What each layer takes; two that are computed together are one. */
  readonly layers: readonly LayerNeed[];
  readonly #at: (batchSize: number) => { training: MemoryNeed; prediction: MemoryNeed };

  constructor(batchSize: number, at: MemoryEstimate["at"], layers: readonly LayerNeed[]) {
    this.batchSize = batchSize;
    this.layers = layers;
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
    const fits = (n: number): boolean => this.#at(n).training.total <= bytes;
    let [fitting, tooLarge] = [0, 1];
    while (fits(tooLarge) && tooLarge < MOST) [fitting, tooLarge] = [tooLarge, 2 * tooLarge];
    while (tooLarge - fitting > 1) {
      const middle = Math.floor((fitting + tooLarge) / 2);
      if (fits(middle)) fitting = middle;
      else tooLarge = middle;
    }
    return fitting;
  }

  /** The kinds down, training and prediction across: the first row says which is which.
   * @example estimate.table()[1] // ["parameter", "2.5 KB", "2.5 KB"] */
  table(): string[][] {
    const words = memoryWords(host().language);
    const kinds = Object.keys(this.training) as (keyof MemoryNeed)[];
    return [
      [words.batchOf(this.batchSize), words.training, words.prediction],
      ...kinds.map((kind) => [
        words.kinds[kind],
        showBytes(this.training[kind]),
        showBytes(this.prediction[kind]),
      ]),
    ];
  }

  /** The table in text.
   * @example console.log(estimate) */
  toString(): string {
    return textTable(this.table());
  }

  /** What a cell shows: the table as Markdown.
   * @example estimate.toMimeBundle()["text/markdown"] */
  toMimeBundle(): Record<string, unknown> {
    return { "text/markdown": markdownTable(this.table()), "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Foresees the memory of one training step and of one prediction. It runs the model on two tiny batches, notes
 * what is alive at each point, and extends that in proportion, so that it holds for any model whose memory grows
 * evenly with the batch. Weights, running statistics and random numbers are as before afterwards.
 *
 * @throws {RangeError} for a batch size that is none; what the model throws for the shape
 * @example console.log(estimateMemory(net, { batchSize: 256, inputShape: [784], optimizer: "adam", loss: "crossEntropy" }));
 */
export function estimateMemory(model: Layer, options: EstimateOptions): MemoryEstimate {
  expectModule("estimateMemory", model);
  expectObject("estimateMemory", "options, as in { batchSize: 32, inputShape: [4] }", options);
  checkOptions("estimateMemory", options, { batchSize: 1, inputShape: 1, optimizer: 1, loss: 1 });
  const { batchSize, inputShape, optimizer = "sgd" } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(say`estimateMemory: batchSize is ${batchSize}; give a whole number of at least 1.`);
  }
  const [small, large] = [2, 4].map((n) => dryRun(model, [n, ...inputShape], options.loss));
  const parameter = sum(Array.from(model.stateDict().values(), bytesOf));
  const gradient = sum(model.parameters().map((p) => (p.requiresGrad ? bytesOf(p) : 0)));
  const optimiser = stateOf(optimizer, model);
  return new MemoryEstimate(
    batchSize,
    (n) => {
      const input = extended(small.input, large.input, n);
      const target = extended(small.target, large.target, n);
      const intermediate = extended(small.intermediate, large.intermediate, n);
      // The gradients of the step before are there until the backward pass begins.
      const forward = gradient + largest(small.forward, large.forward, n);
      const fullest = Math.max(forward, largest(small.backward, large.backward, n));
      const nothing = { gradient: 0, optimiser: 0, intermediate: 0 };
      return {
        training: need({
          parameter,
          gradient,
          optimiser,
          input: input + target,
          intermediate,
          temporary: Math.max(0, fullest - gradient - intermediate),
        }),
        prediction: need({
          ...nothing,
          parameter,
          input,
          temporary: largest(small.prediction, large.prediction, n),
        }),
      };
    },
    layersAt(small, large, batchSize),
  );
}

/** Nothing for a network, or the beginning of one, that has no parameters: no optimiser can be made for it. */
function stateOf(optimizer: OptimizerName | Stateful, model: Layer): number {
  if (typeof optimizer !== "string") return optimizer.stateBytes();
  const parameters = model.parameters();
  return parameters.length === 0 ? 0 : byName(optimizer, parameters).stateBytes();
}

function layersAt(small: Trace, large: Trace, batchSize: number): LayerNeed[] {
  return small.layers.map((layer, i) => ({
    ...layer,
    kept: extended(layer.kept, large.layers[i].kept, batchSize),
    held: extended(layer.held, large.layers[i].held, batchSize),
  }));
}

/** What is `two` for a batch of 2 and `four` for one of 4 is so much for a batch of `n`. */
function extended(two: number, four: number, n: number): number {
  return Math.max(0, two + ((four - two) / 2) * (n - 2));
}

/** The largest for a batch of `n` of numbers that are known for 2 and for 4. */
function largest(two: readonly number[], four: readonly number[], n: number): number {
  return Math.max(0, ...two.map((bytes, i) => extended(bytes, four[i] ?? bytes, n)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function need(kinds: Record<MemoryKind, number>): MemoryNeed {
  return { ...kinds, total: sum(Object.values(kinds)) };
}
