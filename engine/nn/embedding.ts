import { context } from "../core/context.ts";
import { checkOptions } from "../core/options.ts";
import { showShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { say } from "../payload/say.ts";
import { empty } from "../ops/create/create.ts";
import { embedding, paddingRow } from "../ops/index/embedding.ts";
import { normal_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** The row for padding of an {@link Embedding}. */
export interface EmbeddingOptions {
  /** A row that starts at zeros and gets no gradient; negative ones count from the end. Default: none. */
  paddingIdx?: number | null;
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
  /** Shape (numEmbeddings, embeddingDim). */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    checkOptions("Embedding", options, { paddingIdx: 1 });
    for (const [name, size] of Object.entries({ numEmbeddings, embeddingDim })) {
      if (!Number.isInteger(size) || size < 0) {
        throw new RangeError(
          say`Embedding: ${name} is ${size}; give two whole numbers, as in new nn.Embedding(10000, 64).`,
        );
      }
    }
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingRow("Embedding", options.paddingIdx ?? null, numEmbeddings);
    this.weight = new Parameter(empty(numEmbeddings, embeddingDim));
    this.resetParameters();
  }

  /** An embedding with the rows of `table`, frozen unless `freeze` is false.
   * @throws {RangeError} when `table` is no matrix
   * @example nn.Embedding.fromPretrained(vectors) */
  static fromPretrained(table: Tensor, options: EmbeddingOptions & { freeze?: boolean } = {}): Embedding {
    checkOptions("Embedding.fromPretrained", options, { paddingIdx: 1, freeze: 1 });
    const { freeze = true, paddingIdx = null } = options;
    const { shape } = table.array;
    if (shape.length !== 2) {
      throw new RangeError(
        say`Embedding.fromPretrained: the table has shape ${showShape(shape)}; it must be a matrix.`,
      );
    }
    // Made without rows, so that no random numbers are drawn.
    const made = new Embedding(0, shape[1]);
    made.weight = new Parameter(table, { requiresGrad: !freeze });
    const padding = paddingRow("Embedding", paddingIdx, shape[0]);
    return Object.assign(made, { numEmbeddings: shape[0], paddingIdx: padding });
  }

  /** Draws the table anew; the row for padding becomes zeros.
   * @example layer.resetParameters() */
  resetParameters(): void {
    normal_(this.weight);
    if (this.paddingIdx === null) return;
    context.backend.fill(this.weight.detach().at(this.paddingIdx).array, 0);
  }

  /** @throws {RangeError} when an index is not one of 0 … numEmbeddings − 1
   * @example layer.forward(torch.tensor([3, 1])) // or layer(…) */
  forward(index: Tensor): Tensor {
    return embedding(index, this.weight, this.paddingIdx);
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}
