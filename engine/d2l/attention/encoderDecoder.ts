/** Models of two parts: one reads a sequence, the other writes one. */
import { expect } from "../../core/expect.ts";
import { requireTensor } from "../../core/record.ts";
import type { Tensor } from "../../core/tensor.ts";
import { Embedding } from "../../nn/embedding.ts";
import { Linear } from "../../nn/linear.ts";
import { Module } from "../../nn/module.ts";
import { GRU } from "../../nn/recurrent/recurrent.ts";
import { cat } from "../../ops/shape/join.ts";
import type { Phrase } from "../../payload/say.ts";

const twoParts: Phrase = "an encoder and a decoder";

/* What the parts hand over is their own affair. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/**
 * The base of encoders: from a sequence to what is known of it.
 * @example class Mean extends d2l.Encoder { forward(X: Tensor) { return X.mean(1); } }
 */
export abstract class Encoder extends Module {
  abstract override forward(X: Tensor, ...args: any[]): any;
}

/**
 * The base of decoders: from what an encoder knows to a state, and from a sequence and a state to scores and a state.
 * @example class Copy extends d2l.Decoder { initState(outputs: Tensor) { return outputs; } forward(X: Tensor, state: Tensor) { return [X, state]; } }
 */
export abstract class Decoder extends Module {
  /** The state before the first step. A subclass says what it is.
   * @example decoder.initState(encoder(X), validLens) */
  abstract initState(encOutputs: any, ...args: any[]): any;
  abstract override forward(X: Tensor, state: any): any;
}

/**
 * A decoder that shows where it looks.
 * @example class Attentive extends d2l.AttentionDecoder { attentionWeights = []; initState(o: Tensor) { return o; } forward(X: Tensor, state: Tensor) { return [X, state]; } }
 */
export abstract class AttentionDecoder extends Decoder {
  /** The weights of the last call. */
  abstract get attentionWeights(): any;
}

/**
 * An encoder and a decoder: the decoder starts from what the encoder says.
 * @example const net = new d2l.EncoderDecoder(encoder, decoder); const [scores] = net(X, decInput, XValidLen);
 */
export class EncoderDecoder<E extends Module = any, D extends Decoder = any> extends Module {
  /** Reads. */
  encoder: E;
  /** Writes. */
  decoder: D;

  constructor(encoder: E, decoder: D) {
    super();
    expect("EncoderDecoder", twoParts, encoder, (encoder as unknown) instanceof Module);
    expect("EncoderDecoder", twoParts, decoder, (decoder as unknown) instanceof Module);
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** @param args for encoder and decoder, such as the valid lengths
   * @example net.forward(X, decInput, XValidLen) // or net(…) */
  forward(encX: Tensor, decX: Tensor, ...args: unknown[]): ReturnType<D["forward"]> {
    const outputs: unknown = (this.encoder as Module)(encX, ...args);
    return (this.decoder as Decoder)(decX, this.decoder.initState(outputs, ...args)) as ReturnType<
      D["forward"]
    >;
  }
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/**
 * An encoder of an embedding and a GRU: indices (batch, steps) → outputs (steps, batch, numHiddens) and the last state
 * (numLayers, batch, numHiddens).
 * @example const encoder = new d2l.Seq2SeqEncoder(10, 8, 16, 2); const [output, state] = encoder(X);
 */
export class Seq2SeqEncoder extends Encoder {
  /** Tokens as vectors. */
  embedding: Embedding;
  /** Goes through the sequence. */
  rnn: GRU;

  /** @param dropout between the layers of the GRU; default 0 */
  constructor(vocabSize: number, embedSize: number, numHiddens: number, numLayers: number, dropout = 0) {
    super();
    this.embedding = new Embedding(vocabSize, embedSize);
    this.rnn = new GRU(embedSize, numHiddens, numLayers, { dropout });
  }

  /** @example encoder.forward(X) // or encoder(X) */
  // What else an encoder is given, such as valid lengths, a GRU does not need.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  forward(X: Tensor, ..._args: unknown[]): [output: Tensor, state: Tensor] {
    requireTensor("Seq2SeqEncoder", X);
    return this.rnn(this.embedding(X).permute(1, 0, 2));
  }
}

/**
 * A decoder of an embedding and a GRU, which sees the encoder's last state at every step: indices (batch, steps) and a
 * state → scores (batch, steps, vocabSize) and the next state.
 * @example const decoder = new d2l.Seq2SeqDecoder(10, 8, 16, 2); const [scores, state] = decoder(X, decoder.initState(encoder(X)));
 */
export class Seq2SeqDecoder extends Decoder {
  /** Tokens as vectors. */
  embedding: Embedding;
  /** Goes through the sequence. */
  rnn: GRU;
  /** From states to scores. */
  dense: Linear;

  /** @param dropout between the layers of the GRU; default 0 */
  constructor(vocabSize: number, embedSize: number, numHiddens: number, numLayers: number, dropout = 0) {
    super();
    this.embedding = new Embedding(vocabSize, embedSize);
    this.rnn = new GRU(embedSize + numHiddens, numHiddens, numLayers, { dropout });
    this.dense = new Linear(numHiddens, vocabSize);
  }

  /** The encoder's last state.
   * @example decoder.initState(encoder(X)) */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- as the encoder's
  initState(encOutputs: readonly [Tensor, Tensor], ..._args: unknown[]): Tensor {
    return encOutputs[1];
  }

  /** @example decoder.forward(X, state) // or decoder(X, state) */
  forward(X: Tensor, state: Tensor): [output: Tensor, state: Tensor] {
    requireTensor("Seq2SeqDecoder", X);
    const embedded = this.embedding(X).permute(1, 0, 2);
    const context = state.at(-1).repeat(embedded.shape[0], 1, 1);
    const [output, next] = this.rnn(cat([embedded, context], 2), state);
    return [this.dense(output).permute(1, 0, 2), next];
  }
}
