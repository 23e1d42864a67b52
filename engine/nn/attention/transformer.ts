/** The layers of a Transformer (Vaswani et al. 2017). */
import { checkOptions, type OptionNames, shown } from "../../core/options.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { add } from "../../ops/elementwise/binary.ts";
import { gelu, relu } from "../../ops/elementwise/activations.ts";
import { defaultGenerator } from "../../random/generator.ts";
import { ModuleList } from "../containers.ts";
import { Dropout } from "../dropout.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { LayerNorm } from "../normalisation.ts";
import { MultiheadAttention } from "./multihead.ts";

/** Options of the layers of a Transformer. */
export interface TransformerLayerOptions {
  /** Width between the two linear maps. Default 2048. */
  dimFeedforward?: number;
  /** Probability of dropping while training. Default 0.1. */
  dropout?: number;
  /** Between the two linear maps: `relu`, `gelu`, or a function of a tensor. Default `relu`. */
  activation?: "relu" | "gelu" | ((x: Tensor) => Tensor);
  /** Added to the variances. Default 1e-5. */
  layerNormEps?: number;
  /** Inputs and output are (N, L, …) instead of (L, N, …). Default false. */
  batchFirst?: boolean;
  /** Normalise before attention and the linear maps, not after what was added to them. Default false. */
  normFirst?: boolean;
}

const names: OptionNames<TransformerLayerOptions> = {
  dimFeedforward: 1,
  dropout: 1,
  activation: 1,
  layerNormEps: 1,
  batchFirst: 1,
  normFirst: 1,
};

function activationOf(owner: string, given: TransformerLayerOptions["activation"]): (x: Tensor) => Tensor {
  if (typeof given === "function") return given;
  if (given === undefined || given === "relu") return relu;
  if ((given as string) === "gelu") return gelu;
  throw new RangeError(
    say`${owner}: activation ${shown(given)} is neither "relu" nor "gelu" nor a function.`,
  );
}

/** What encoder and decoder layers have in common. */
abstract class TransformerLayer extends Module {
  /** Attention of the sequence to itself. */
  selfAttn: MultiheadAttention;
  /** Whether it normalises before attention and the linear maps, not after. */
  readonly normFirst: boolean;
  readonly #made: Made;
  readonly #activation: (x: Tensor) => Tensor;

  protected constructor(...made: Made) {
    super();
    const [, , options] = made;
    checkOptions(this.typeName(), options, names);
    this.#made = made;
    this.#activation = activationOf(this.typeName(), options.activation);
    this.normFirst = options.normFirst ?? false;
    this.selfAttn = attentionOf(made);
    this.registerName("selfAttn", "self_attn");
  }

  /** @internal What it was made with; for exports. */
  get settings(): Readonly<TransformerLayerOptions> & { readonly dModel: number; readonly nhead: number } {
    const [dModel, nhead, options] = this.#made;
    return { ...options, dModel, nhead };
  }

  /** Another layer with the same numbers. No random numbers are drawn. A subclass that is made of something else than
   * (dModel, nhead, options) has one of its own.
   * @example const twin = layer.copy() */
  copy(): this {
    const random = defaultGenerator.getState();
    const again = new (this.constructor as new (...made: Made) => this)(...this.#made);
    defaultGenerator.setState(random);
    again.loadStateDict(this.stateDict());
    return again;
  }

  /** The linear maps, with what is dropped between them. */
  protected feedForward(x: Tensor, first: Linear, dropped: Dropout, second: Linear): Tensor {
    return second(dropped(this.#activation(first(x))));
  }

  /** `x` with what `part` makes of it added, of which some is dropped, and normalised before or after. */
  protected residual(x: Tensor, norm: LayerNorm, dropped: Dropout, part: (x: Tensor) => Tensor): Tensor {
    return this.normFirst ? add(x, dropped(part(norm(x)))) : norm(add(x, dropped(part(x))));
  }
}

type Made = [dModel: number, nhead: number, options: TransformerLayerOptions];

function attentionOf([dModel, nhead, { dropout = 0.1, batchFirst = false }]: Made): MultiheadAttention {
  return new MultiheadAttention(dModel, nhead, { dropout, batchFirst });
}

/** The linear maps, normalisations and dropouts of a layer. */
function partsOf([dModel, , options]: Made) {
  const { dimFeedforward = 2048, dropout = 0.1, layerNormEps: eps = 1e-5 } = options;
  return {
    linear1: new Linear(dModel, dimFeedforward),
    linear2: new Linear(dimFeedforward, dModel),
    norm: () => new LayerNorm(dModel, { eps }),
    dropout: () => new Dropout(dropout),
  };
}

/** What an encoder layer may not see. */
export interface EncoderMasks {
  /** (L, L) or (N·nhead, L, L): true where a position may not see another, or numbers that are added to the scores. */
  srcMask?: Tensor | null;
  /** (N, L): true for padding. */
  srcKeyPaddingMask?: Tensor | null;
}

/**
 * A layer of a Transformer's encoder: attention of the sequence to itself, then two linear maps, each added to what it
 * was made of and normalised. Input and output (L, N, dModel), or (N, L, dModel) with `batchFirst`. Starts with
 * PyTorch's numbers for the same seed.
 * @example const layer = new nn.TransformerEncoderLayer(64, 4, { dimFeedforward: 128, batchFirst: true }); layer(x).shape
 */
export class TransformerEncoderLayer extends TransformerLayer {
  /** The first of the linear maps, to dimFeedforward. */
  linear1: Linear;
  /** Between the linear maps. */
  dropout: Dropout;
  /** The second of the linear maps, back to dModel. */
  linear2: Linear;
  /** For attention. */
  norm1: LayerNorm;
  /** For the linear maps. */
  norm2: LayerNorm;
  /** After attention. */
  dropout1: Dropout;
  /** After the linear maps. */
  dropout2: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { linear1, linear2, norm, dropout } = partsOf([dModel, nhead, options]);
    [this.linear1, this.dropout, this.linear2] = [linear1, dropout(), linear2];
    [this.norm1, this.norm2, this.dropout1, this.dropout2] = [norm(), norm(), dropout(), dropout()];
  }

  /** @throws {RangeError} when the shapes do not fit
   * @example layer.forward(x, { srcKeyPaddingMask }) // or layer(…) */
  forward(src: Tensor, masks: EncoderMasks = {}): Tensor {
    checkOptions("TransformerEncoderLayer", masks, { srcMask: 1, srcKeyPaddingMask: 1 });
    const { srcMask: attnMask = null, srcKeyPaddingMask: keyPaddingMask = null } = masks;
    const seen = { attnMask, keyPaddingMask, needWeights: false };
    const x = this.residual(src, this.norm1, this.dropout1, (y) => this.selfAttn(y, y, y, seen)[0]);
    return this.residual(x, this.norm2, this.dropout2, (y) =>
      this.feedForward(y, this.linear1, this.dropout, this.linear2),
    );
  }
}

/** What a decoder layer may not see. */
export interface DecoderMasks {
  /** (T, T) or (N·nhead, T, T), of the target to itself. */
  tgtMask?: Tensor | null;
  /** (T, S) or (N·nhead, T, S), of the target to the memory. */
  memoryMask?: Tensor | null;
  /** (N, T): true for padding of the target. */
  tgtKeyPaddingMask?: Tensor | null;
  /** (N, S): true for padding of the memory. */
  memoryKeyPaddingMask?: Tensor | null;
}

const decoderMaskNames: OptionNames<DecoderMasks> = {
  tgtMask: 1,
  memoryMask: 1,
  tgtKeyPaddingMask: 1,
  memoryKeyPaddingMask: 1,
};

/**
 * A layer of a Transformer's decoder: attention of the target to itself, then to the memory that the encoder gave, then
 * two linear maps. Shapes as in {@link TransformerEncoderLayer}.
 * @example const layer = new nn.TransformerDecoderLayer(64, 4); layer(target, memory, { tgtMask }).shape
 */
export class TransformerDecoderLayer extends TransformerLayer {
  /** Attention of the target to the memory. */
  multiheadAttn: MultiheadAttention;
  /** The first of the linear maps, to dimFeedforward. */
  linear1: Linear;
  /** Between the linear maps. */
  dropout: Dropout;
  /** The second of the linear maps, back to dModel. */
  linear2: Linear;
  /** For attention to itself. */
  norm1: LayerNorm;
  /** For attention to the memory. */
  norm2: LayerNorm;
  /** For the linear maps. */
  norm3: LayerNorm;
  /** After attention to itself. */
  dropout1: Dropout;
  /** After attention to the memory. */
  dropout2: Dropout;
  /** After the linear maps. */
  dropout3: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    this.multiheadAttn = attentionOf([dModel, nhead, options]);
    this.registerName("multiheadAttn", "multihead_attn");
    const { linear1, linear2, norm, dropout } = partsOf([dModel, nhead, options]);
    [this.linear1, this.dropout, this.linear2] = [linear1, dropout(), linear2];
    [this.norm1, this.norm2, this.norm3] = [norm(), norm(), norm()];
    [this.dropout1, this.dropout2, this.dropout3] = [dropout(), dropout(), dropout()];
  }

  /** @throws {RangeError} when the shapes do not fit
   * @example layer.forward(target, memory, { tgtMask }) // or layer(…) */
  forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    checkOptions("TransformerDecoderLayer", masks, decoderMaskNames);
    const own = seenBy(masks.tgtMask, masks.tgtKeyPaddingMask);
    const other = seenBy(masks.memoryMask, masks.memoryKeyPaddingMask);
    let x = this.residual(tgt, this.norm1, this.dropout1, (y) => this.selfAttn(y, y, y, own)[0]);
    x = this.residual(x, this.norm2, this.dropout2, (y) => this.multiheadAttn(y, memory, memory, other)[0]);
    return this.residual(x, this.norm3, this.dropout3, (y) =>
      this.feedForward(y, this.linear1, this.dropout, this.linear2),
    );
  }
}

function seenBy(attnMask: Tensor | null = null, keyPaddingMask: Tensor | null = null) {
  return { attnMask, keyPaddingMask, needWeights: false };
}

function copies<L extends TransformerLayer>(owner: string, layer: L, count: number): ModuleList<L> {
  if (!((layer as unknown) instanceof TransformerLayer)) {
    throw new TypeError(
      say`${owner}: give a layer, as in new nn.${owner}(layer, 2); ${shown(layer)} was given.`,
    );
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(say`${owner}: numLayers is ${count}; give a whole number of at least 1.`);
  }
  return new ModuleList(Array.from({ length: count }, () => layer.copy()));
}

/**
 * Layers of an encoder one after the other: copies of one layer, which start with its numbers.
 * @example const encoder = new nn.TransformerEncoder(new nn.TransformerEncoderLayer(64, 4), 2); encoder(x)
 */
export class TransformerEncoder extends Module {
  /** The layers. */
  layers: ModuleList<TransformerEncoderLayer>;
  /** After the last layer; null where there is none. */
  norm: LayerNorm | null;

  constructor(encoderLayer: TransformerEncoderLayer, numLayers: number, norm: LayerNorm | null = null) {
    super();
    this.layers = copies("TransformerEncoder", encoderLayer, numLayers);
    this.norm = norm;
  }

  /** @param masks mask: of each layer, as srcMask there; srcKeyPaddingMask: true for padding
   * @throws {RangeError} when the shapes do not fit
   * @example encoder.forward(x, { srcKeyPaddingMask }) // or encoder(…) */
  forward(src: Tensor, masks: { mask?: Tensor | null; srcKeyPaddingMask?: Tensor | null } = {}): Tensor {
    checkOptions("TransformerEncoder", masks, { mask: 1, srcKeyPaddingMask: 1 });
    const { mask: srcMask = null, srcKeyPaddingMask = null } = masks;
    let x = src;
    for (const layer of this.layers) x = layer(x, { srcMask, srcKeyPaddingMask });
    return this.norm ? this.norm(x) : x;
  }
}

/**
 * Layers of a decoder one after the other: copies of one layer, which start with its numbers.
 * @example const decoder = new nn.TransformerDecoder(new nn.TransformerDecoderLayer(64, 4), 2); decoder(target, memory)
 */
export class TransformerDecoder extends Module {
  /** The layers. */
  layers: ModuleList<TransformerDecoderLayer>;
  /** After the last layer; null where there is none. */
  norm: LayerNorm | null;

  constructor(decoderLayer: TransformerDecoderLayer, numLayers: number, norm: LayerNorm | null = null) {
    super();
    this.layers = copies("TransformerDecoder", decoderLayer, numLayers);
    this.norm = norm;
  }

  /** @throws {RangeError} when the shapes do not fit
   * @example decoder.forward(target, memory, { tgtMask }) // or decoder(…) */
  forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    checkOptions("TransformerDecoder", masks, decoderMaskNames);
    let x = tgt;
    for (const layer of this.layers) x = layer(x, memory, masks);
    return this.norm ? this.norm(x) : x;
  }
}
