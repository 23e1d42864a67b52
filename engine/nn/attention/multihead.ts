/** Attention with several heads. */
import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { empty } from "../../ops/create/create.ts";
import { add } from "../../ops/elementwise/binary.ts";
import { logicalOr } from "../../ops/elementwise/compare.ts";
import { linear } from "../../ops/products/linear.ts";
import { attentionToItself, isFused } from "../../ops/sequences/attention.ts";
import { mean } from "../../ops/reduce/reduce.ts";
import { split } from "../../ops/shape/join.ts";
import { permute, reshape, squeeze, transpose, unsqueeze } from "../../ops/shape/views.ts";
import { constant_, xavierUniform_ } from "../init.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { attend, attended, hidden } from "./attend.ts";

/** Options of {@link MultiheadAttention}. */
export interface MultiheadAttentionOptions {
  /** Probability of dropping an attention weight while training. Default 0. */
  dropout?: number;
  /** Learn biases. Default true. */
  bias?: boolean;
  /** Length of a key. Default embedDim. */
  kdim?: number;
  /** Length of a value. Default embedDim. */
  vdim?: number;
  /** Inputs and output are (N, L, …) instead of (L, N, …). Default false. */
  batchFirst?: boolean;
}

/** What is seen, and what is given back. */
export interface MultiheadCall {
  /** (N, S): true (or −∞) for keys that nobody may see, such as padding. */
  keyPaddingMask?: Tensor | null;
  /** Give the weights, too. Default true. */
  needWeights?: boolean;
  /** (L, S) or (N·numHeads, L, S): true where a query may not see a key, or numbers that are added to the scores. */
  attnMask?: Tensor | null;
  /** Give the mean of the weights over the heads, (N, L, S), instead of each head's, (N, numHeads, L, S). Default true. */
  averageAttnWeights?: boolean;
}

/** As PyTorch calls the layer after attention in print. */
class NonDynamicallyQuantizableLinear extends Linear<boolean> {
  override typeName(): string {
    return "NonDynamicallyQuantizableLinear";
  }
}

/**
 * Attention with several heads (Vaswani et al. 2017): queries, keys and values go through linear maps, each head
 * attends with its part of them, and what the heads get goes through a linear map. Queries (L, N, embedDim), keys
 * (S, N, kdim) and values (S, N, vdim), or (N, L, …) with `batchFirst`, or without N. Starts with PyTorch's numbers for
 * the same seed.
 * @example const attention = new nn.MultiheadAttention(64, 4, { batchFirst: true }); const [y, weights] = attention(x, x, x);
 */
export class MultiheadAttention extends Module {
  /** Length of queries and outputs. */
  readonly embedDim: number;
  /** Number of heads. */
  readonly numHeads: number;
  /** Probability of dropping an attention weight while training. */
  readonly dropout: number;
  /** Whether the first axis is the batch, not time. */
  readonly batchFirst: boolean;
  /** The maps of queries, keys and values one below the other, (3·embedDim, embedDim); null where their inputs differ in
   * length. */
  inProjWeight: Parameter | null = null;
  /** The map of queries, (embedDim, embedDim), where there is no inProjWeight. */
  qProjWeight: Parameter | null = null;
  /** The map of keys, (embedDim, kdim), where there is no inProjWeight. */
  kProjWeight: Parameter | null = null;
  /** The map of values, (embedDim, vdim), where there is no inProjWeight. */
  vProjWeight: Parameter | null = null;
  /** The biases of the three maps, (3·embedDim,); null without biases. */
  inProjBias: Parameter | null = null;
  /** The map after the heads. */
  outProj: Linear<boolean>;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    checkOptions("MultiheadAttention", options, { dropout: 1, bias: 1, kdim: 1, vdim: 1, batchFirst: 1 });
    const { dropout = 0, bias = true, kdim = embedDim, vdim = embedDim, batchFirst = false } = options;
    const sizes = [embedDim, numHeads, kdim, vdim];
    if (!sizes.every((size) => Number.isInteger(size) && size > 0) || embedDim % numHeads !== 0) {
      throw new RangeError(
        say`MultiheadAttention: embedDim ${embedDim} cannot be shared by ${numHeads} heads; it must be a multiple of
          their number.`,
      );
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new RangeError(say`${"MultiheadAttention"}: dropout is ${dropout}; use a probability in [0, 1].`);
    }
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = new Parameter(empty(3 * embedDim, embedDim));
    } else {
      this.qProjWeight = new Parameter(empty(embedDim, embedDim));
      this.kProjWeight = new Parameter(empty(embedDim, kdim));
      this.vProjWeight = new Parameter(empty(embedDim, vdim));
    }
    if (bias) this.inProjBias = new Parameter(empty(3 * embedDim));
    this.outProj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias });
    for (const field of [
      "inProjWeight",
      "qProjWeight",
      "kProjWeight",
      "vProjWeight",
      "inProjBias",
      "outProj",
    ]) {
      this.registerName(
        field,
        field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      );
    }
    this.resetParameters();
  }

  /** Draws the maps of queries, keys and values anew; sets biases to 0.
   * @example attention.resetParameters() */
  resetParameters(): void {
    for (const weight of [this.inProjWeight, this.qProjWeight, this.kProjWeight, this.vProjWeight]) {
      if (weight) xavierUniform_(weight);
    }
    if (this.inProjBias) constant_(this.inProjBias, 0);
    if (this.outProj.bias) constant_(this.outProj.bias, 0);
  }

  /**
   * What the queries get, and the weights with which they saw the keys, null without `needWeights`.
   * @throws {RangeError} when the shapes do not fit
   * @example const [y, weights] = attention(x, x, x, { keyPaddingMask })
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: MultiheadCall = {},
  ): [output: Tensor, weights: Tensor | null] {
    const owner = "MultiheadAttention";
    checkOptions(owner, options, { keyPaddingMask: 1, needWeights: 1, attnMask: 1, averageAttnWeights: 1 });
    for (const x of [query, key, value]) requireTensor(owner, x);
    const rank = query.array.shape.length;
    if (![2, 3].includes(rank) || [key, value].some((x) => x.array.shape.length !== rank)) {
      const shapes = [query, key, value].map((x) => showShape(x.array.shape)).join(", ");
      throw new RangeError(
        say`${owner}: queries, keys and values must all have 3 axes, or 2 without a batch; they have ${shapes}.`,
      );
    }
    const { averageAttnWeights = true } = options;
    const shown = (weights: Tensor): Tensor => (averageAttnWeights ? mean(weights, 1) : weights);
    if (rank === 2) {
      const { keyPaddingMask = null } = options;
      const padding = keyPaddingMask && unsqueeze(keyPaddingMask, 0);
      const [y, weights] = this.#batch(
        unsqueeze(query, 0),
        key === query ? null : unsqueeze(key, 0),
        value === key ? null : unsqueeze(value, 0),
        { ...options, keyPaddingMask: padding },
      );
      return [squeeze(y, 1), weights && squeeze(shown(weights), 0)];
    }
    // Batch first within: what a head reads of a sequence then lies in rows.
    const inner = (x: Tensor): Tensor => (this.batchFirst ? x : transpose(x, 0, 1));
    const [y, weights] = this.#batch(
      inner(query),
      key === query ? null : inner(key),
      value === key ? null : inner(value),
      options,
    );
    return [this.batchFirst ? transpose(y, 0, 1) : y, weights && shown(weights)];
  }

  /** Of inputs (N, L, …); null for keys that are the queries, and values that are the keys. The output is (L, N, …). */
  #batch(
    query: Tensor,
    keys: Tensor | null,
    values: Tensor | null,
    options: MultiheadCall,
  ): [output: Tensor, weights: Tensor | null] {
    const key = keys ?? query;
    const { embedDim, numHeads } = this;
    const [batch, length] = query.array.shape;
    const source = key.array.shape[1];
    this.#check(query, key, values ?? key);
    const mask = this.#mask(options, query, [batch, length, source]);
    const dropoutP = this.training ? this.dropout : 0;
    const { needWeights = true } = options;
    const { inProjWeight } = this;
    if (!needWeights && dropoutP === 0 && !keys && !values && inProjWeight && isFused([query], mask)) {
      const projected = linear(query, inProjWeight, this.inProjBias);
      const scale = 1 / Math.sqrt(embedDim / numHeads);
      const y = attentionToItself(projected, numHeads, mask, scale, ([all]) => {
        const [q, k, v] = split(all, embedDim, -1).map((x) => this.#heads(x));
        const [heads] = attend(q, k, v, { mask, dropoutP });
        return reshape(transpose(heads, 1, 2), [batch, length, embedDim]);
      });
      return [transpose(this.outProj(y), 0, 1), null];
    }
    const [q, k, v] = this.#project(query, keys, values).map((x) => this.#heads(x));
    const [heads, weights] = needWeights
      ? attend(q, k, v, { mask, dropoutP })
      : [attended(q, k, v, { mask, dropoutP }), null];
    const joined = reshape(permute(heads, [2, 0, 1, 3]), [length, batch, embedDim]);
    return [this.outProj(joined), weights];
  }

  /** (N, L, embedDim) as (N, numHeads, L, …). */
  #heads(x: Tensor): Tensor {
    const [batch, length] = x.array.shape;
    return transpose(reshape(x, [batch, length, this.numHeads, this.embedDim / this.numHeads]), 1, 2);
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    const [q, k, v] = [query, key, value].map((x) => x.array.shape);
    const [kdim, vdim] = [this.kProjWeight, this.vProjWeight].map((w) => w?.array.shape[1] ?? this.embedDim);
    const fits = q[2] === this.embedDim && k[2] === kdim && v[2] === vdim;
    if (fits && q[0] === k[0] && k[0] === v[0] && k[1] === v[1]) return;
    throw new RangeError(
      say`MultiheadAttention: queries, keys and values of (batch, length, size) ${showShape(q)}, ${showShape(k)} and
        ${showShape(v)} do not fit; the sizes must be ${this.embedDim}, ${kdim} and ${vdim}, the batches equal, and
        there must be a value for each key.`,
    );
  }

  /** Queries, keys and values after their maps; where two are one tensor, they go through one product. */
  #project(query: Tensor, keys: Tensor | null, values: Tensor | null): Tensor[] {
    const { embedDim, inProjWeight, inProjBias } = this;
    const key = keys ?? query;
    const value = values ?? key;
    if (!inProjWeight) {
      const biases = inProjBias ? split(inProjBias, embedDim, 0) : [null, null, null];
      const weights = [this.qProjWeight, this.kProjWeight, this.vProjWeight] as Tensor[];
      return [query, key, value].map((x, i) => linear(x, weights[i], biases[i]));
    }
    if (!keys && !values) return split(linear(query, inProjWeight, inProjBias), embedDim, -1);
    const parts = values ? [embedDim, embedDim, embedDim] : [embedDim, 2 * embedDim];
    const weights = split(inProjWeight, parts, 0);
    const biases = inProjBias ? split(inProjBias, parts, 0) : [null, null, null];
    const q = linear(query, weights[0], biases[0]);
    if (values) return [q, linear(key, weights[1], biases[1]), linear(value, weights[2], biases[2])];
    return [q, ...split(linear(key, weights[1], biases[1]), embedDim, -1)];
  }

  /** What is added to the scores (N, numHeads, L, S); null for nothing. */
  #mask(options: MultiheadCall, like: Tensor, [batch, length, source]: Shape): Tensor | null {
    const { attnMask = null, keyPaddingMask = null } = options;
    let seen: Tensor | null = null;
    if (attnMask) {
      const { shape } = attnMask.array;
      const heads = [batch * this.numHeads, length, source];
      requireMask("attnMask", shape, shape.length === 3 ? heads : [length, source]);
      seen = shape.length === 3 ? reshape(attnMask, [batch, this.numHeads, length, source]) : attnMask;
    }
    if (keyPaddingMask) {
      requireMask("keyPaddingMask", keyPaddingMask.array.shape, [batch, source]);
      const padding = reshape(keyPaddingMask, [batch, 1, 1, source]);
      if (!seen) seen = padding;
      else if (seen.dtype === "bool" && padding.dtype === "bool") seen = logicalOr(seen, padding);
      else seen = add(numbers(seen, like), numbers(padding, like));
    }
    return seen && numbers(seen, like);
  }
}

const numbers = (mask: Tensor, like: Tensor): Tensor => (mask.dtype === "bool" ? hidden(mask, like) : mask);

function requireMask(name: string, given: Shape, wanted: Shape): void {
  if (given.length === wanted.length && given.every((extent, axis) => extent === wanted[axis])) return;
  throw new RangeError(
    say`MultiheadAttention: ${name} has shape ${showShape(given)}; it must be ${showShape(wanted)}.`,
  );
}
