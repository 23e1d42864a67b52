import { expect, expectIterable } from "../core/expect.ts";
import { context } from "../core/context.ts";
import { elementsOf } from "../core/ndarray.ts";
import { selectAxis } from "../ops/index/indexing.ts";
import { allocate, contiguousArray } from "../core/allocate.ts";
import { requireTensor } from "../core/record.ts";
import { Tensor } from "../core/tensor.ts";
import { stack } from "../ops/shape/join.ts";
import { permutation } from "../random/draw.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";
import { showShape } from "../core/shape.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** The tensors of one example or of one batch, usually [x, y]. */
export type Example = readonly Tensor[];

/** Examples that can be counted and had by their place. */
export interface Dataset<T extends Example = Example> {
  /** Number of examples. */
  readonly length: number;
  /** Example number `index`, counted from 0. */
  get(index: number): T;
  /** Several examples joined along a new first axis; optional, for data sets that can do it at once. */
  batch?(indices: ArrayLike<number>): T;
}

/**
 * Examples that are the rows of tensors: example i is [x[i], y[i]].
 * @throws {RangeError} when the tensors differ in their number of rows
 * @example const dataset = new data.TensorDataset(x, y);
 */
export class TensorDataset<T extends Example> implements Dataset<T> {
  /** As given: their rows are the examples. */
  readonly tensors: T;
  readonly length: number;

  constructor(...tensors: T) {
    for (const tensor of tensors) requireTensor("TensorDataset", tensor);
    const shapes = tensors.map((tensor) => tensor.array.shape);
    const [first] = shapes;
    if (tensors.length === 0 || shapes.some((shape) => shape.length === 0 || shape[0] !== first[0])) {
      throw new RangeError(
        say`TensorDataset: the tensors must have the same number of rows; their shapes are
          [${shapes.map(showShape).join(", ")}].`,
      );
    }
    this.tensors = tensors;
    this.length = first[0];
  }

  /** Row number `index` of each tensor.
   * @example const [x, y] = dataset.get(0); */
  get(index: number): T {
    return this.tensors.map((tensor) => selectAxis(tensor, 0, index)) as unknown as T;
  }

  /** Several rows of each tensor, joined along a new first axis.
   * @example const [x, y] = dataset.batch([0, 1]); */
  batch(indices: ArrayLike<number>): T {
    const positions = allocate("batch", "int32", [indices.length]);
    elementsOf(positions).set(indices);
    const parts = this.tensors.map((tensor) => {
      const x = contiguousArray("batch", tensor.array);
      const out = allocate("batch", x.dtype, [indices.length, ...x.shape.slice(1)], "input");
      context.backend.take(x, positions, out, x.size / Math.max(1, x.shape[0]), 1);
      return new Tensor(out);
    });
    context.backend.release(positions.storage);
    return parts as unknown as T;
  }
}

/**
 * Some examples of another data set, in an order of their own.
 * @example new data.Subset(dataset, [0, 2, 4])
 */
export class Subset<T extends Example> implements Dataset<T> {
  /** The data set whose examples these are. */
  readonly dataset: Dataset<T>;
  /** Places in `dataset`. */
  readonly indices: readonly number[];

  constructor(dataset: Dataset<T>, indices: Iterable<number>) {
    expectDataset("Subset", dataset);
    expectIterable("Subset", "the indices of its examples, as in [0, 2]", indices);
    this.dataset = dataset;
    this.indices = [...indices];
  }

  get length(): number {
    return this.indices.length;
  }

  /** Example number `index` of this part.
   * @example new data.Subset(dataset, [4, 2]).get(0) // dataset.get(4) */
  get(index: number): T {
    return this.dataset.get(this.indices[index]);
  }

  /** Several examples joined along a new first axis.
   * @example const [x, y] = part.batch([0, 1]); */
  batch(indices: ArrayLike<number>): T {
    return batchOf(
      this.dataset,
      Array.from(indices, (i) => this.indices[i]),
    );
  }
}

/** Examples of any data set, joined along a new first axis. */
export function batchOf<T extends Example>(dataset: Dataset<T>, indices: ArrayLike<number>): T {
  if (dataset.batch) return dataset.batch(indices);
  const examples = Array.from(indices, (i) => dataset.get(i));
  if (examples.length === 0) throw new RangeError(say`batch: there are no examples to join.`);
  const joined = examples[0].map((_, part) => stack(examples.map((example) => example[part])));
  return joined as unknown as T;
}

/**
 * Splits a data set at random into parts of the given lengths (or shares, which sum to 1). The same seed
 * gives PyTorch's parts.
 * @throws {RangeError} when the lengths do not sum to that of the data set
 * @example const [train, validation] = data.randomSplit(dataset, [0.8, 0.2]);
 */
export function randomSplit<T extends Example>(
  dataset: Dataset<T>,
  lengths: readonly number[],
  options: { generator?: Generator } = {},
): Subset<T>[] {
  checkOptions("randomSplit", options, { generator: 1 });
  const { generator = defaultGenerator } = options;
  expectDataset("randomSplit", dataset);
  expectIterable("randomSplit", "the lengths of the parts, as in [80, 20]", lengths);
  const counts = partLengths(dataset.length, lengths);
  const order = permutation(generator, dataset.length);
  let at = 0;
  return counts.map((count) => new Subset(dataset, order.subarray(at, (at += count))));
}

/** Shares become whole numbers, what is left over goes to the first parts, one each. */
function partLengths(total: number, lengths: readonly number[]): number[] {
  const sum = lengths.reduce((a, b) => a + b, 0);
  if (lengths.every((n) => Number.isInteger(n) && n >= 0) && sum === total) return [...lengths];
  if (lengths.some((share) => !(share >= 0 && share <= 1)) || Math.abs(sum - 1) > 1e-9) {
    throw new RangeError(
      say`randomSplit: ${lengths.join(" + ")} is ${sum}; the lengths must sum to ${total}, or shares to 1.`,
    );
  }
  const counts = lengths.map((share) => Math.floor(total * share));
  let rest = total - counts.reduce((a, b) => a + b, 0);
  for (let i = 0; rest > 0; i = (i + 1) % counts.length, rest--) counts[i]++;
  return counts;
}

function expectDataset(owner: string, given: unknown): void {
  const { length } = (given ?? {}) as Partial<Dataset>;
  expect(
    owner,
    "a dataset, as in new data.TensorDataset(x, y)",
    given,
    typeof length === "number" && typeof given === "object",
  );
}
