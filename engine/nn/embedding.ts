import { context } from "../core/context.ts";
import { checkOptions } from "../core/options.ts";
import { type Shape, showShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { say } from "../payload/say.ts";
import { empty } from "../ops/create/create.ts";
import { embedding, paddingRow } from "../ops/index/embedding.ts";
import { type BagMode, embeddingBag } from "../ops/index/embeddingBag.ts";
import { normal_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of an {@link Embedding}. */
export interface EmbeddingOptions {
  /** A row that starts at zeros and gets no gradient; negative ones count from the end. Default: none. */
  paddingIdx?: number | null;
  /** Whether the gradient keeps the rows that were used, for SGD, Adagrad and SparseAdam. Default false. */
  sparse?: boolean;
}

/**
 * A table of vectors, one for each word or class, looked up by index: input whole numbers of any shape, output
 * [...shape, embeddingDim]. Starts normal with mean 0 and standard deviation 1, with PyTorch's numbers for the same seed.
 * @example const words = new nn.Embedding(10000, 64); words(torch.tensor([[4, 0], [7, 1]])).shape // [2, 2, 64]
 */
export class Embedding extends Module {
  /** Number of rows. */
  readonly numEmbeddings: number;
  /** Length of a row. */
  readonly embeddingDim: number;
  /** The row that gets no gradient; null where there is none. */
  readonly paddingIdx: number | null;
  /** Whether the gradient keeps the rows that were used. */
  readonly sparse: boolean;
  /** Shape (numEmbeddings, embeddingDim). */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    checkOptions("Embedding", options, { paddingIdx: 1, sparse: 1 });
    requireExtents("Embedding", { numEmbeddings, embeddingDim });
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingRow("Embedding", options.paddingIdx ?? null, numEmbeddings);
    this.sparse = options.sparse ?? false;
    this.weight = new Parameter(empty(numEmbeddings, embeddingDim));
    this.resetParameters();
  }

  /** An embedding with the rows of `table`, frozen unless `freeze` is false.
   * @throws {RangeError} when `table` is no matrix
   * @example nn.Embedding.fromPretrained(vectors) */
  static fromPretrained(table: Tensor, options: EmbeddingOptions & { freeze?: boolean } = {}): Embedding {
    checkOptions("Embedding.fromPretrained", options, { paddingIdx: 1, sparse: 1, freeze: 1 });
    const { freeze = true, paddingIdx = null, sparse = false } = options;
    const shape = matrixShape("Embedding.fromPretrained", table);
    // Made without rows, so that no random numbers are drawn.
    const made = new Embedding(0, shape[1], { sparse });
    made.weight = new Parameter(table, { requiresGrad: !freeze });
    const padding = paddingRow("Embedding", paddingIdx, shape[0]);
    return Object.assign(made, { numEmbeddings: shape[0], paddingIdx: padding });
  }

  /** Draws the table anew; the row for padding becomes zeros.
   * @example layer.resetParameters() */
  resetParameters(): void {
    drawTable(this.weight, this.paddingIdx);
  }

  /** @throws {RangeError} when an index is not one of 0 … numEmbeddings − 1
   * @example layer.forward(torch.tensor([3, 1])) // or layer(…) */
  forward(index: Tensor): Tensor {
    const { paddingIdx, sparse } = this;
    return embedding(index, this.weight, { paddingIdx, sparse });
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}${this.sparse ? ", sparse=True" : ""}`;
  }
}

/** Options of an {@link EmbeddingBag}. */
export interface EmbeddingBagOptions {
  /** How the rows of a bag become one. Default `mean`. */
  mode?: BagMode;
  /** Whether the gradient keeps the rows that were used, for SGD, Adagrad and SparseAdam; not of `max`. Default false. */
  sparse?: boolean;
  /** Whether the last offset is the end of the last bag instead of the start of another one. Default false. */
  includeLastOffset?: boolean;
  /** A row that starts at zeros, is not counted and gets no gradient; negative ones count from the end. Default: none. */
  paddingIdx?: number | null;
}

/**
 * A table of vectors of which bags are looked up, each reduced to one vector: the mean of the words of a text, say. Input
 * (B, N), whose rows are the bags, or (N,) with the offsets (B,) at which they start; output (B, embeddingDim). Starts as
 * {@link Embedding} does.
 * @example const bag = new nn.EmbeddingBag(10000, 64); bag(torch.tensor([4, 0, 7]), torch.tensor([0, 1])).shape // [2, 64]
 */
export class EmbeddingBag extends Module {
  /** Number of rows. */
  readonly numEmbeddings: number;
  /** Length of a row. */
  readonly embeddingDim: number;
  /** How the rows of a bag become one. */
  readonly mode: BagMode;
  /** Whether the gradient keeps the rows that were used. */
  readonly sparse: boolean;
  /** Whether the last offset is the end of the last bag. */
  readonly includeLastOffset: boolean;
  /** The row that is not counted; null where there is none. */
  readonly paddingIdx: number | null;
  /** Shape (numEmbeddings, embeddingDim). */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super();
    checkOptions("EmbeddingBag", options, { mode: 1, sparse: 1, includeLastOffset: 1, paddingIdx: 1 });
    requireExtents("EmbeddingBag", { numEmbeddings, embeddingDim });
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.mode = options.mode ?? "mean";
    this.sparse = options.sparse ?? false;
    this.includeLastOffset = options.includeLastOffset ?? false;
    this.paddingIdx = paddingRow("EmbeddingBag", options.paddingIdx ?? null, numEmbeddings);
    this.weight = new Parameter(empty(numEmbeddings, embeddingDim));
    this.resetParameters();
  }

  /** A layer with the rows of `table`, frozen unless `freeze` is false.
   * @throws {RangeError} when `table` is no matrix
   * @example nn.EmbeddingBag.fromPretrained(vectors, { mode: "sum" }) */
  static fromPretrained(
    table: Tensor,
    options: EmbeddingBagOptions & { freeze?: boolean } = {},
  ): EmbeddingBag {
    const names = { mode: 1, sparse: 1, includeLastOffset: 1, paddingIdx: 1, freeze: 1 };
    checkOptions("EmbeddingBag.fromPretrained", options, names);
    const { freeze = true, paddingIdx = null, ...others } = options;
    const shape = matrixShape("EmbeddingBag.fromPretrained", table);
    const made = new EmbeddingBag(0, shape[1], others);
    made.weight = new Parameter(table, { requiresGrad: !freeze });
    const padding = paddingRow("EmbeddingBag", paddingIdx, shape[0]);
    return Object.assign(made, { numEmbeddings: shape[0], paddingIdx: padding });
  }

  /** Draws the table anew; the row for padding becomes zeros.
   * @example layer.resetParameters() */
  resetParameters(): void {
    drawTable(this.weight, this.paddingIdx);
  }

  /** @throws {RangeError} when an index is not one of 0 … numEmbeddings − 1, or the offsets do not fit
   * @example layer.forward(torch.tensor([3, 1, 2]), torch.tensor([0, 2])) // or layer(…) */
  forward(index: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const { mode, sparse, includeLastOffset, paddingIdx } = this;
    const options = { mode, sparse, includeLastOffset, paddingIdx, perSampleWeights };
    return embeddingBag(index, this.weight, offsets, options);
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}, mode=${this.mode}${padding}`;
  }
}

function requireExtents(owner: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(
        say`${owner}: ${name} is ${size}; give two whole numbers, as in new nn.${owner}(10000, 64).`,
      );
    }
  }
}

function matrixShape(owner: string, table: Tensor): Shape {
  const { shape } = table.array;
  if (shape.length === 2) return shape;
  throw new RangeError(say`${owner}: the table has shape ${showShape(shape)}; it must be a matrix.`);
}

function drawTable(weight: Parameter, padding: number | null): void {
  normal_(weight);
  if (padding !== null) context.backend.fill(weight.detach().at(padding).array, 0);
}
