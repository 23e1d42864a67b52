/** The book's attention: scores of queries and keys, and the means of values that they weigh. */
import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";
import { Dropout } from "../../nn/dropout.ts";
import { Linear } from "../../nn/linear.ts";
import { Module } from "../../nn/module.ts";
import { tanh } from "../../ops/elementwise/activations.ts";
import { bmm } from "../../ops/products/matmul.ts";
import { repeatInterleave } from "../../ops/shape/rearrange.ts";
import { say } from "../../payload/say.ts";
import { expectWhole } from "../checks.ts";
import { maskedSoftmax } from "./masks.ts";

function notCalled(name: string): never {
  throw new Error(say`${name}: attentionWeights are those of the last call, and there has been none yet.`);
}

/**
 * Additive attention: scores wᵥ·tanh(W_q·q + W_k·k), for queries and keys of different sizes. Queries (batch, queries,
 * querySize), keys (batch, keys, keySize) and values (batch, keys, size) → (batch, queries, size).
 * @example const attention = new d2l.AdditiveAttention(2, 20, 8, 0.1); attention(queries, keys, values, validLens);
 */
export class AdditiveAttention extends Module {
  /** Projects the keys. */
  WK: Linear<false>;
  /** Projects the queries. */
  WQ: Linear<false>;
  /** Makes a score of them. */
  wV: Linear<false>;
  /** Drops weights while training. */
  dropout: Dropout;
  #weights: Tensor | null = null;

  constructor(keySize: number, querySize: number, numHiddens: number, dropout: number) {
    super();
    this.WK = new Linear(keySize, numHiddens, { bias: false });
    this.WQ = new Linear(querySize, numHiddens, { bias: false });
    this.wV = new Linear(numHiddens, 1, { bias: false });
    this.dropout = new Dropout(dropout);
    for (const [field, name] of Object.entries({ WK: "W_k", WQ: "W_q", wV: "w_v" }))
      this.registerName(field, name);
  }

  /** @param validLens how many of the keys count, (batch,) or (batch, queries); all of them when it is left out
   * @example attention.forward(queries, keys, values, validLens) // or attention(…) */
  forward(queries: Tensor, keys: Tensor, values: Tensor, validLens: Tensor | null = null): Tensor {
    for (const x of [queries, keys, values]) requireTensor("AdditiveAttention", x);
    const features = tanh(this.WQ(queries).unsqueeze(2).add(this.WK(keys).unsqueeze(1)));
    this.#weights = maskedSoftmax(this.wV(features).squeeze(-1), validLens);
    return bmm(this.dropout(this.#weights), values);
  }

  /** The weights of the last call, (batch, queries, keys).
   * @throws {Error} before the first call
   * @example attention(queries, keys, values); d2l.showHeatmaps(attention.attentionWeights.unsqueeze(0), "Keys", "Queries"); */
  get attentionWeights(): Tensor {
    return this.#weights ?? notCalled("AdditiveAttention");
  }
}

/**
 * Scaled dot-product attention: scores q·k / √d. Queries (batch, queries, d), keys (batch, keys, d) and values (batch,
 * keys, size) → (batch, queries, size).
 * @example const attention = new d2l.DotProductAttention(0.5); attention(queries, keys, values, validLens);
 */
export class DotProductAttention extends Module {
  /** Drops weights while training. */
  dropout: Dropout;
  #weights: Tensor | null = null;

  /** @param dropout probability with which a weight is dropped while training */
  constructor(dropout: number) {
    super();
    this.dropout = new Dropout(dropout);
  }

  /** @param validLens how many of the keys count, (batch,) or (batch, queries); all of them when it is left out
   * @example attention.forward(queries, keys, values, validLens) // or attention(…) */
  forward(queries: Tensor, keys: Tensor, values: Tensor, validLens: Tensor | null = null): Tensor {
    for (const x of [queries, keys, values]) requireTensor("DotProductAttention", x);
    const scores = bmm(queries, keys.transpose(1, 2)).div(Math.sqrt(queries.shape.at(-1) ?? 1));
    this.#weights = maskedSoftmax(scores, validLens);
    return bmm(this.dropout(this.#weights), values);
  }

  /** The weights of the last call, (batch, queries, keys).
   * @throws {Error} before the first call
   * @example attention(queries, keys, values); attention.attentionWeights.sum(-1) // all 1 */
  get attentionWeights(): Tensor {
    return this.#weights ?? notCalled("DotProductAttention");
  }
}

/**
 * Puts the heads of attention beside the batch: (batch, steps, numHeads·size) → (batch·numHeads, steps, size).
 * @example d2l.transposeQkv(torch.rand(2, 4, 100), 5).shape // [10, 4, 20]
 */
export function transposeQkv(X: Tensor, numHeads: number): Tensor {
  requireTensor("transposeQkv", X);
  expectWhole("transposeQkv", numHeads);
  const [batch, steps] = X.shape;
  const heads = X.reshape(batch, steps, numHeads, -1).permute(0, 2, 1, 3);
  return heads.reshape(-1, heads.shape[2], heads.shape[3]);
}

/**
 * Undoes {@link transposeQkv}: (batch·numHeads, steps, size) → (batch, steps, numHeads·size).
 * @example d2l.transposeOutput(torch.rand(10, 4, 20), 5).shape // [2, 4, 100]
 */
export function transposeOutput(X: Tensor, numHeads: number): Tensor {
  requireTensor("transposeOutput", X);
  expectWhole("transposeOutput", numHeads);
  const heads = X.reshape(-1, numHeads, X.shape[1], X.shape[2]).permute(0, 2, 1, 3);
  return heads.reshape(heads.shape[0], heads.shape[1], -1);
}

/**
 * Attention of several heads, each with projections of its own: queries, keys and values (batch, steps, size) →
 * (batch, queries, numHiddens).
 * @example const attention = new d2l.MultiHeadAttention(100, 100, 100, 100, 5, 0.5); attention(X, Y, Y, validLens);
 */
export class MultiHeadAttention extends Module {
  /** Number of heads. */
  readonly numHeads: number;
  /** What each head does. */
  attention: DotProductAttention;
  /** Projects the queries. */
  WQ: Linear<boolean>;
  /** Projects the keys. */
  WK: Linear<boolean>;
  /** Projects the values. */
  WV: Linear<boolean>;
  /** Mixes the heads. */
  WO: Linear<boolean>;

  /** @param bias whether the projections have biases; default false */
  constructor(
    keySize: number,
    querySize: number,
    valueSize: number,
    numHiddens: number,
    numHeads: number,
    dropout: number,
    bias = false,
  ) {
    super();
    expectWhole("MultiHeadAttention", numHeads);
    this.numHeads = numHeads;
    this.attention = new DotProductAttention(dropout);
    this.WQ = new Linear(querySize, numHiddens, { bias });
    this.WK = new Linear(keySize, numHiddens, { bias });
    this.WV = new Linear(valueSize, numHiddens, { bias });
    this.WO = new Linear(numHiddens, numHiddens, { bias });
    for (const letter of ["Q", "K", "V", "O"]) this.registerName(`W${letter}`, `W_${letter.toLowerCase()}`);
  }

  /** @param validLens how many of the keys count, (batch,) or (batch, queries); all of them when it is left out
   * @example attention.forward(X, Y, Y, validLens) // or attention(…) */
  forward(queries: Tensor, keys: Tensor, values: Tensor, validLens: Tensor | null = null): Tensor {
    const { numHeads } = this;
    const [q, k, v] = [this.WQ(queries), this.WK(keys), this.WV(values)].map((x) =>
      transposeQkv(x, numHeads),
    );
    const lens = validLens && repeatInterleave(validLens, numHeads, 0);
    return this.WO(transposeOutput(this.attention(q, k, v, lens), numHeads));
  }
}
