/** Recurrent layers over whole sequences: several layers, one or both directions. */
import { checkOptions } from "../../core/options.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { empty, zeros } from "../../ops/create/create.ts";
import { linear } from "../../ops/products/linear.ts";
import { cat, stack, unbind } from "../../ops/shape/join.ts";
import { indexSelect } from "../../ops/index/gather.ts";
import { squeeze, transpose, unsqueeze } from "../../ops/shape/views.ts";
import { dropout } from "../../random/dropout.ts";
import { uniform_ } from "../init.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { python } from "../printModule.ts";
import { requireNonlinearity } from "./cells.ts";
import { PackedSequence } from "./packed.ts";
import { runPacked } from "./packedSteps.ts";
import { requireInput, requirePair, requireSizes, requireState } from "./sizes.ts";
import { type Kind, type KindName, kinds, runSteps, type State } from "./steps.ts";

/** Options of a recurrent layer. */
export interface RecurrentOptions {
  /** Layers, each of which takes what the one before it gives. Default 1. */
  numLayers?: number;
  /** Learn two biases, of the input and of the state. Default true. */
  bias?: boolean;
  /** Input and output are (N, L, …) instead of (L, N, …); the state stays as it is. Default false. */
  batchFirst?: boolean;
  /** Probability with which the output of each layer but the last is dropped while training. Default 0. */
  dropout?: number;
  /** Go through the sequence from its end, too; the output holds both. Default false. */
  bidirectional?: boolean;
}

/** Options of an {@link RNN}. */
export interface RNNOptions extends RecurrentOptions {
  /** Default `tanh`. */
  nonlinearity?: "tanh" | "relu";
}

type LstmState = readonly [h: Tensor, c: Tensor];

/** How inputs go through one layer in one direction. */
type Run = typeof runSteps;

const names = { numLayers: 1, bias: 1, batchFirst: 1, dropout: 1, bidirectional: 1 };

/** Parameters by their fields: `weightIhL0`, `weightHhL0`, `biasIhL0`, `biasHhL0`, and the same with `Reverse`. */
type Field = `${"weight" | "bias"}${"Ih" | "Hh"}L${number}${"" | "Reverse"}`;

/** What the recurrent layers have in common. */
abstract class Recurrent extends Module {
  /** Extent of the last axis of the input. */
  readonly inputSize: number;
  /** Extent of the last axis of the state. */
  readonly hiddenSize: number;
  /** Layers, one upon the other. */
  readonly numLayers: number;
  /** Whether there are biases. */
  readonly bias: boolean;
  /** Whether the first axis of input and output is the batch, not time. */
  readonly batchFirst: boolean;
  /** Probability with which outputs between layers are dropped while training. */
  readonly dropout: number;
  /** Whether sequences are read from their end, too. */
  readonly bidirectional: boolean;
  readonly #kind: KindName;

  protected constructor(
    kind: KindName,
    inputSize: number,
    hiddenSize: number,
    layers: number | RecurrentOptions,
    options: RecurrentOptions,
  ) {
    super();
    const owner = this.typeName();
    const given = typeof layers === "object" ? layers : { numLayers: layers, ...options };
    const { numLayers = 1, bias = true, batchFirst = false, bidirectional = false } = given;
    const { dropout: share = 0 } = given;
    requireSizes(owner, { inputSize, hiddenSize, numLayers });
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(say`${owner}: dropout is ${share}; use a probability in [0, 1].`);
    }
    this.#kind = kind;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = share;
    this.bidirectional = bidirectional;
    const rows = kinds[kind].gates * hiddenSize;
    for (let layer = 0; layer < numLayers; layer++) {
      const width = layer === 0 ? inputSize : hiddenSize * this.#directions.length;
      for (const direction of this.#directions) {
        this.#make(`weightIhL${layer}${direction}`, [rows, width]);
        this.#make(`weightHhL${layer}${direction}`, [rows, hiddenSize]);
        if (!bias) continue;
        this.#make(`biasIhL${layer}${direction}`, [rows]);
        this.#make(`biasHhL${layer}${direction}`, [rows]);
      }
    }
    this.resetParameters();
  }

  get #directions(): ("" | "Reverse")[] {
    return this.bidirectional ? ["", "Reverse"] : [""];
  }

  #make(field: Field, shape: number[]): void {
    Reflect.set(this, field, new Parameter(empty(shape)));
    this.registerName(
      field,
      field.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    );
  }

  #of(field: Field): Parameter {
    return Reflect.get(this, field) as Parameter;
  }

  /** Draws all weights and biases anew, uniform in ±1/√hiddenSize.
   * @example rnn.resetParameters() */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const parameter of this.parameters()) uniform_(parameter, { a: -bound, b: bound });
  }

  /** The same of packed sequences, whose states are in the order of the batch. */
  protected runPacked(x: PackedSequence, given: State | null): [output: PackedSequence, state: State] {
    const { data, sortedIndices, unsortedIndices } = x;
    requireInput(this.typeName(), data, this.inputSize, [2, 2]);
    const ordered = (state: State, by: Tensor | null): State =>
      by ? state.map((part) => indexSelect(part, 1, by)) : state;
    const sizes = x.sizes();
    this.#requireStates(given, sizes[0]);
    const run: Run = (...all) => runPacked(...all, sizes);
    const [output, state] = this.#runLayers(data, given && ordered(given, sortedIndices), sizes[0], run);
    return [x.with(output), ordered(state, unsortedIndices)];
  }

  /** Runs the sequence through all layers. The state is h, and c for an LSTM, of all layers and directions. */
  protected run(x: Tensor, given: State | null): [output: Tensor, state: State] {
    const owner = this.typeName();
    requireInput(owner, x, this.inputSize, [2, 3]);
    if (x.array.shape.length === 2) {
      const [output, state] = this.#runBatch(unsqueeze(x, 1), given && this.#batched(given));
      return [squeeze(output, 1), state.map((part) => squeeze(part, 1))];
    }
    if (!this.batchFirst) return this.#runBatch(x, given);
    const [output, state] = this.#runBatch(transpose(x, 0, 1), given);
    return [transpose(output, 0, 1), state];
  }

  /** The states of one sequence as those of a batch of one. */
  #batched(given: State): State {
    const shape = [this.numLayers * this.#directions.length, this.hiddenSize];
    return given.map((part) => {
      requireState(this.typeName(), part, shape);
      return unsqueeze(part, 1);
    });
  }

  #requireStates(given: State | null, batch: number): void {
    const shape = [this.numLayers * this.#directions.length, batch, this.hiddenSize];
    if (given) for (const part of given) requireState(this.typeName(), part, shape);
  }

  #runBatch(x: Tensor, given: State | null): [Tensor, State] {
    const [length, batch] = x.array.shape;
    if (length === 0) throw new RangeError(say`${this.typeName()}: the sequence is empty.`);
    this.#requireStates(given, batch);
    return this.#runLayers(x, given, batch, runSteps);
  }

  /** All layers; `run` takes inputs through one of them in one direction. */
  #runLayers(x: Tensor, given: State | null, batch: number, run: Run): [Tensor, State] {
    const { numLayers, hiddenSize } = this;
    const directions = this.#directions;
    const kind: Kind = kinds[this.#kind];
    const { hasMemory } = kind;
    const starts = given?.map((part) => unbind(part, 0));
    const nothing = (): State =>
      Array.from({ length: hasMemory ? 2 : 1 }, () => zeros([batch, hiddenSize], { dtype: x.dtype }));
    const ends: State[] = [];
    let output = x;
    for (let layer = 0; layer < numLayers; layer++) {
      const outputs = directions.map((direction) => {
        const suffix = `L${layer}${direction}` as const;
        const [biasIh, biasHh] = this.bias
          ? [this.#of(`biasIh${suffix}`), this.#of(`biasHh${suffix}`)]
          : [null, null];
        const inputs = linear(output, this.#of(`weightIh${suffix}`), biasIh);
        const start = starts?.map((parts) => parts[ends.length]) ?? nothing();
        const hidden = { weight: this.#of(`weightHh${suffix}`), bias: biasHh };
        const [given, end] = run(kind, inputs, start, hidden, direction === "Reverse");
        ends.push(end);
        return given;
      });
      output = outputs.length === 1 ? outputs[0] : cat(outputs, -1);
      if (layer < numLayers - 1) output = dropout(output, { p: this.dropout, training: this.training });
    }
    return [
      output,
      ends[0].map((_, part) =>
        stack(
          ends.map((end) => end[part]),
          0,
        ),
      ),
    ];
  }

  override extraRepr(): string {
    const { inputSize, hiddenSize, numLayers, bias, batchFirst, bidirectional } = this;
    return [
      `${inputSize}, ${hiddenSize}`,
      ...(numLayers === 1 ? [] : [`num_layers=${numLayers}`]),
      ...(bias ? [] : ["bias=False"]),
      ...(batchFirst ? ["batch_first=True"] : []),
      ...(this.dropout === 0 ? [] : [`dropout=${python(this.dropout)}`]),
      ...(bidirectional ? ["bidirectional=True"] : []),
    ].join(", ");
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- a call has the types of one overload of `forward`, this adds the other
export interface RNN {
  (x: PackedSequence, state?: Tensor | null): [output: PackedSequence, state: Tensor];
}

/**
 * An Elman network over whole sequences, h' = tanh(W·x + b + U·h + d). Input (L, N, inputSize), or (N, L, …) with
 * `batchFirst`, or (L, inputSize) without a batch; gives the h of the last layer after each input,
 * (L, N, D·hiddenSize), and the h after the last input, (D·numLayers, N, hiddenSize), where D is 2 with
 * `bidirectional`, else 1. Packed sequences give packed ones. Starts uniform in ±1/√hiddenSize, with PyTorch's numbers for the same seed.
 *
 * Parameters are called as in PyTorch, `rnn.weightIhL0`, and `weight_ih_l0` in state dicts.
 * @example const rnn = new nn.RNN(28, 256); const [output, h] = rnn(torch.randn(35, 32, 28));
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class RNN extends Recurrent {
  /** `tanh` or `relu`. */
  readonly nonlinearity: "tanh" | "relu";

  constructor(
    inputSize: number,
    hiddenSize: number,
    numLayers: number | RNNOptions = 1,
    options: RNNOptions = {},
  ) {
    const given = typeof numLayers === "object" ? numLayers : options;
    checkOptions<RNNOptions>("RNN", given, { ...names, nonlinearity: 1 });
    const { nonlinearity = "tanh" } = given;
    requireNonlinearity("RNN", nonlinearity);
    super(nonlinearity, inputSize, hiddenSize, numLayers, options);
    this.nonlinearity = nonlinearity;
  }

  /** The outputs and the last state; the first state is zeros when it is left out.
   * @throws {RangeError} when the shapes do not fit
   * @example const [output, h] = rnn(x, h0) */
  forward(x: PackedSequence, h?: Tensor | null): [output: PackedSequence, h: Tensor];
  forward(x: Tensor, h?: Tensor | null): [output: Tensor, h: Tensor];
  forward(x: Tensor | PackedSequence, h: Tensor | null = null): [output: Tensor | PackedSequence, h: Tensor] {
    const given = h && [h];
    const [output, state] = x instanceof PackedSequence ? this.runPacked(x, given) : this.run(x, given);
    return [output, state[0]];
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- a call has the types of one overload of `forward`, this adds the other
export interface GRU {
  (x: PackedSequence, state?: Tensor | null): [output: PackedSequence, state: Tensor];
}

/**
 * Gated recurrent units (Cho et al. 2014) over whole sequences; shapes as in {@link RNN}. The rows of the weights are
 * those of the gates r, z and n.
 * @example const rnn = new nn.GRU(28, 256, 2, { dropout: 0.1 }); const [output, h] = rnn(torch.randn(35, 32, 28));
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class GRU extends Recurrent {
  constructor(
    inputSize: number,
    hiddenSize: number,
    numLayers: number | RecurrentOptions = 1,
    options: RecurrentOptions = {},
  ) {
    checkOptions("GRU", typeof numLayers === "object" ? numLayers : options, names);
    super("gru", inputSize, hiddenSize, numLayers, options);
  }

  /** The outputs and the last state; the first state is zeros when it is left out.
   * @throws {RangeError} when the shapes do not fit
   * @example const [output, h] = rnn(x, h0) */
  forward(x: PackedSequence, h?: Tensor | null): [output: PackedSequence, h: Tensor];
  forward(x: Tensor, h?: Tensor | null): [output: Tensor, h: Tensor];
  forward(x: Tensor | PackedSequence, h: Tensor | null = null): [output: Tensor | PackedSequence, h: Tensor] {
    const given = h && [h];
    const [output, state] = x instanceof PackedSequence ? this.runPacked(x, given) : this.run(x, given);
    return [output, state[0]];
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- a call has the types of one overload of `forward`, this adds the other
export interface LSTM {
  (x: PackedSequence, state?: LstmState | null): [output: PackedSequence, state: [h: Tensor, c: Tensor]];
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) over whole sequences; shapes as in {@link RNN}, the state is
 * the pair of h and c. The rows of the weights are those of the gates i, f, g and o.
 * @example const rnn = new nn.LSTM(28, 256); const [output, [h, c]] = rnn(torch.randn(35, 32, 28));
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class LSTM extends Recurrent {
  constructor(
    inputSize: number,
    hiddenSize: number,
    numLayers: number | RecurrentOptions = 1,
    options: RecurrentOptions = {},
  ) {
    checkOptions("LSTM", typeof numLayers === "object" ? numLayers : options, names);
    super("lstm", inputSize, hiddenSize, numLayers, options);
  }

  /** The outputs and the last h and c; the first ones are zeros when they are left out.
   * @throws {RangeError} when the shapes do not fit
   * @example const [output, [h, c]] = rnn(x, [h0, c0]) */
  forward(
    x: PackedSequence,
    state?: LstmState | null,
  ): [output: PackedSequence, state: [h: Tensor, c: Tensor]];
  forward(x: Tensor, state?: LstmState | null): [output: Tensor, state: [h: Tensor, c: Tensor]];
  forward(
    x: Tensor | PackedSequence,
    state: LstmState | null = null,
  ): [output: Tensor | PackedSequence, state: [h: Tensor, c: Tensor]] {
    if (state !== null) requirePair("LSTM", state);
    const [output, [h, c]] = x instanceof PackedSequence ? this.runPacked(x, state) : this.run(x, state);
    return [output, [h, c]];
  }
}
