import { throwIfInterrupted } from "../core/host.ts";
import { permutation } from "../random/draw.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { batchOf, type Dataset, type Example } from "./dataset.ts";
import { checkOptions, shown } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** Batch size, order, what happens to the rest. */
export interface DataLoaderOptions {
  /** Examples in a batch. Default 1. */
  batchSize?: number;
  /** Visit the examples in a new random order every time. Default false. */
  shuffle?: boolean;
  /** Leave out a last batch that is smaller. Default false. */
  dropLast?: boolean;
  /** Where the orders come from. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

function requireDataset(dataset: unknown): void {
  if (isDataset(dataset)) return;
  throw new TypeError(
    say`DataLoader: a data set is expected, as in new DataLoader(new TensorDataset(x, y), 32); ${shown(dataset)}
      was given.`,
  );
}

/** Whether it has examples that can be counted and had by their place. */
function isDataset(dataset: unknown): boolean {
  if (typeof dataset !== "object" || dataset === null) return false;
  const { length, get } = dataset as Partial<Dataset>;
  return typeof length === "number" && typeof get === "function" && !("array" in dataset);
}

/**
 * Gives a data set batch by batch. With the same seed, a shuffled loader gives PyTorch's batches.
 *
 * @throws {RangeError} when the batch size is not a whole number of at least 1
 * @example
 * const loader = new data.DataLoader(new data.TensorDataset(x, y), 32, { shuffle: true });
 * for (const [x, y] of loader) { … }
 */
export class DataLoader<T extends Example> implements Iterable<T> {
  /** Where the examples come from. */
  readonly dataset: Dataset<T>;
  /** Examples in a batch; 1 by default. */
  readonly batchSize: number;
  /** Whether each pass has an order of its own; false by default. */
  readonly shuffle: boolean;
  /** Whether a last batch that is not full is left out; false by default. */
  readonly dropLast: boolean;
  readonly #generator: Generator | null;

  constructor(dataset: Dataset<T>, batchSize?: number | DataLoaderOptions, options: DataLoaderOptions = {}) {
    const given = typeof batchSize === "object" ? batchSize : options;
    requireDataset(dataset);
    checkOptions("DataLoader", given, { batchSize: 1, shuffle: 1, dropLast: 1, generator: 1 });
    if (given !== options) checkOptions<object>("DataLoader", options, {});
    this.dataset = dataset;
    this.batchSize = typeof batchSize === "number" ? batchSize : (given.batchSize ?? 1);
    this.shuffle = given.shuffle ?? false;
    this.dropLast = given.dropLast ?? false;
    this.#generator = given.generator ?? null;
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new RangeError(
        say`DataLoader: batchSize is ${shown(this.batchSize)}; give a whole number of at least 1.`,
      );
    }
  }

  /** @internal Where its orders come from; null for the generator that `manualSeed` seeds. */
  get generator(): Generator | null {
    return this.#generator;
  }

  /** Number of batches. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** @throws {InterruptedError} between batches, while an interrupt is pending */
  *[Symbol.iterator](): Iterator<T> {
    const order = this.#order();
    const { length } = this;
    for (let i = 0; i < length; i++) {
      throwIfInterrupted();
      yield batchOf(this.dataset, order.subarray(i * this.batchSize, (i + 1) * this.batchSize));
    }
  }

  /** Draws just what PyTorch draws, shuffled or not: 64 bits for its workers, then 64 to seed the order. */
  #order(): Int32Array {
    const n = this.dataset.length;
    const source = this.#generator ?? defaultGenerator;
    source.random32();
    source.random32();
    if (!this.shuffle) return new Int32Array(n).map((_, i) => i);
    if (this.#generator) {
      const order = permutation(this.#generator, n);
      // PyTorch's sampler draws a second order, of which it needs nothing.
      permutation(this.#generator, n);
      return order;
    }
    source.random32();
    return permutation(new Generator(source.random32()), n);
  }
}
