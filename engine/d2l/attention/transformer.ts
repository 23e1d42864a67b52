/** The parts of the book's Transformer, and its encoder. */
import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";
import { ReLU } from "../../nn/activations.ts";
import { Dropout } from "../../nn/dropout.ts";
import { Embedding } from "../../nn/embedding.ts";
import { Linear } from "../../nn/linear.ts";
import { type Layer, Module } from "../../nn/module.ts";
import { LayerNorm } from "../../nn/normalisation.ts";
import { Sequential } from "../../nn/sequential.ts";
import { arange } from "../../ops/create/ranges.ts";
import { stack } from "../../ops/shape/join.ts";
import { cos, sin } from "../../ops/elementwise/unary.ts";
import { expectWhole } from "../checks.ts";
import { MultiHeadAttention } from "./attention.ts";
import { Encoder } from "./encoderDecoder.ts";

/**
 * Adds to each step of a sequence (batch, steps, numHiddens) sines and cosines that say where it stands.
 * @example const encoding = new d2l.PositionalEncoding(32, 0); encoding(torch.zeros(1, 60, 32));
 */
export class PositionalEncoding extends Module {
  /** Drops elements while training. */
  dropout: Dropout;
  /** The sines and cosines, (1, maxLen, numHiddens), in turn. */
  P: Tensor;

  /** @param maxLen the longest sequence; default 1000 */
  constructor(numHiddens: number, dropout: number, maxLen = 1000) {
    super();
    expectWhole("PositionalEncoding", numHiddens, maxLen);
    this.dropout = new Dropout(dropout);
    const rates = arange(0, numHiddens, 2).div(numHiddens);
    const X = arange(maxLen)
      .reshape(-1, 1)
      .div(rates.mul(Math.log(10000)).exp());
    const pairs = stack([sin(X), cos(X)], 2).reshape(maxLen, -1);
    this.P = pairs.narrow(1, 0, numHiddens).unsqueeze(0);
  }

  /** @example encoding.forward(X) // or encoding(X) */
  forward(X: Tensor): Tensor {
    requireTensor("PositionalEncoding", X);
    return this.dropout(X.add(this.P.narrow(1, 0, X.shape[1])));
  }
}

/**
 * The same two linear layers with a ReLU between them at each step: (…, ffnNumInput) → (…, ffnNumOutputs).
 * @example const ffn = new d2l.PositionWiseFFN(4, 4, 8); ffn(torch.ones(2, 3, 4)).shape // [2, 3, 8]
 */
export class PositionWiseFFN extends Module {
  /** The first layer. */
  dense1: Linear;
  /** Between them. */
  relu: ReLU;
  /** The second layer. */
  dense2: Linear;

  constructor(ffnNumInput: number, ffnNumHiddens: number, ffnNumOutputs: number) {
    super();
    this.dense1 = new Linear(ffnNumInput, ffnNumHiddens);
    this.relu = new ReLU();
    this.dense2 = new Linear(ffnNumHiddens, ffnNumOutputs);
  }

  /** @example ffn.forward(X) // or ffn(X) */
  forward(X: Tensor): Tensor {
    return this.dense2(this.relu(this.dense1(X)));
  }
}

/**
 * A residual connection and layer normalisation: LayerNorm(dropout(Y) + X).
 * @example const addNorm = new d2l.AddNorm([3, 4], 0.5); addNorm(X, Y);
 */
export class AddNorm extends Module {
  /** Drops elements while training. */
  dropout: Dropout;
  /** Normalises the sum. */
  ln: LayerNorm;

  /** @param normalizedShape the last axes, over which is normalised */
  constructor(normalizedShape: number | readonly number[], dropout: number) {
    super();
    this.dropout = new Dropout(dropout);
    this.ln = new LayerNorm(normalizedShape);
  }

  /** @example addNorm.forward(X, Y) // or addNorm(X, Y) */
  forward(X: Tensor, Y: Tensor): Tensor {
    requireTensor("AddNorm", X);
    requireTensor("AddNorm", Y);
    return this.ln(this.dropout(Y).add(X));
  }
}

/**
 * A block of a Transformer's encoder: (batch, steps, numHiddens) → the same.
 * @example const blk = new d2l.EncoderBlock(24, 24, 24, 24, [100, 24], 24, 48, 8, 0.5); blk(X, validLens);
 */
export class EncoderBlock extends Module {
  /** Of the sequence to itself. */
  attention: MultiHeadAttention;
  /** Behind the attention. */
  addnorm1: AddNorm;
  /** The same at each step. */
  ffn: PositionWiseFFN;
  /** Behind it. */
  addnorm2: AddNorm;

  /** @param useBias whether the projections of the attention have biases; default false */
  constructor(
    keySize: number,
    querySize: number,
    valueSize: number,
    numHiddens: number,
    normShape: number | readonly number[],
    ffnNumInput: number,
    ffnNumHiddens: number,
    numHeads: number,
    dropout: number,
    useBias = false,
  ) {
    super();
    this.attention = new MultiHeadAttention(
      keySize,
      querySize,
      valueSize,
      numHiddens,
      numHeads,
      dropout,
      useBias,
    );
    this.addnorm1 = new AddNorm(normShape, dropout);
    this.ffn = new PositionWiseFFN(ffnNumInput, ffnNumHiddens, numHiddens);
    this.addnorm2 = new AddNorm(normShape, dropout);
  }

  /** @param validLens how many steps of each sequence count; all of them when it is left out
   * @example blk.forward(X, validLens) // or blk(X, validLens) */
  forward(X: Tensor, validLens: Tensor | null = null): Tensor {
    const Y = this.addnorm1(X, this.attention(X, X, X, validLens));
    return this.addnorm2(Y, this.ffn(Y));
  }
}

/**
 * A Transformer's encoder: indices (batch, steps) → (batch, steps, numHiddens).
 * @example const encoder = new d2l.TransformerEncoder(200, 24, 24, 24, 24, [100, 24], 24, 48, 8, 2, 0.5); encoder(X, validLens);
 */
export class TransformerEncoder extends Encoder {
  /** Extent of the last axis. */
  readonly numHiddens: number;
  /** Tokens as vectors. */
  embedding: Embedding;
  /** Says where each token stands. */
  posEncoding: PositionalEncoding;
  /** The blocks. */
  blks: Sequential;
  /** The weights of each block's attention in the last call, (batch·numHeads, steps, steps). */
  attentionWeights: Tensor[] = [];

  /** @param useBias whether the projections of the attention have biases; default false */
  constructor(
    vocabSize: number,
    keySize: number,
    querySize: number,
    valueSize: number,
    numHiddens: number,
    normShape: number | readonly number[],
    ffnNumInput: number,
    ffnNumHiddens: number,
    numHeads: number,
    numLayers: number,
    dropout: number,
    useBias = false,
  ) {
    super();
    expectWhole("TransformerEncoder", numLayers);
    this.numHiddens = numHiddens;
    this.embedding = new Embedding(vocabSize, numHiddens);
    this.posEncoding = new PositionalEncoding(numHiddens, dropout);
    this.blks = new Sequential<readonly Layer[]>();
    this.registerName("posEncoding", "pos_encoding");
    for (let i = 0; i < numLayers; i++) {
      this.blks.addModule(
        `block${i}`,
        new EncoderBlock(
          keySize,
          querySize,
          valueSize,
          numHiddens,
          normShape,
          ffnNumInput,
          ffnNumHiddens,
          numHeads,
          dropout,
          useBias,
        ),
      );
    }
  }

  /** @param validLens how many steps of each sequence count; all of them when it is left out
   * @example encoder.forward(X, validLens) // or encoder(X, validLens) */
  forward(X: Tensor, validLens: Tensor | null = null): Tensor {
    // The encoding lies between −1 and 1: the embedding is made as large.
    let H = this.posEncoding(this.embedding(X).mul(Math.sqrt(this.numHiddens)));
    const blocks = this.blks.children().filter((part) => part instanceof EncoderBlock);
    for (const block of blocks) H = block(H, validLens);
    this.attentionWeights = blocks.map(({ attention }) => attention.attention.attentionWeights);
    return H;
  }
}
