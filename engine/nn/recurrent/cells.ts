/** Recurrent cells: one step at a time, for loops that are written out. */
import { byName } from "../../core/options.ts";
import { sameShape, showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { empty, zeros } from "../../ops/create/create.ts";
import { linear } from "../../ops/products/linear.ts";
import { squeeze, unsqueeze } from "../../ops/shape/views.ts";
import { uniform_ } from "../init.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { type KindName, kinds, type State } from "./steps.ts";
import { requireInput, requirePair, requireSizes } from "./sizes.ts";

/** Options of a recurrent cell. */
export interface CellOptions {
  /** Learn two biases, of the input and of the state. Default true. */
  bias?: boolean;
}

/** Options of an {@link RNNCell}. */
export interface RNNCellOptions extends CellOptions {
  /** Default `tanh`. */
  nonlinearity?: "tanh" | "relu";
}

/** What the cells have in common. */
abstract class Cell extends Module {
  /** Extent of the last axis of the input. */
  readonly inputSize: number;
  /** Extent of the last axis of the state. */
  readonly hiddenSize: number;
  /** Weight of the input, shape (gates·hiddenSize, inputSize). */
  weightIh: Parameter;
  /** Weight of the state, shape (gates·hiddenSize, hiddenSize). */
  weightHh: Parameter;
  /** Bias beside the input, shape (gates·hiddenSize,); null without biases. */
  biasIh: Parameter | null = null;
  /** Bias beside the state, shape (gates·hiddenSize,); null without biases. */
  biasHh: Parameter | null = null;
  readonly #kind: KindName;

  protected constructor(kind: KindName, inputSize: number, hiddenSize: number, bias: boolean) {
    super();
    this.#kind = kind;
    requireSizes(this.typeName(), { inputSize, hiddenSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    const rows = kinds[kind].gates * hiddenSize;
    this.weightIh = new Parameter(empty(rows, inputSize));
    this.weightHh = new Parameter(empty(rows, hiddenSize));
    if (bias) {
      this.biasIh = new Parameter(empty(rows));
      this.biasHh = new Parameter(empty(rows));
    }
    this.registerName("weightIh", "weight_ih");
    this.registerName("weightHh", "weight_hh");
    this.registerName("biasIh", "bias_ih");
    this.registerName("biasHh", "bias_hh");
    this.resetParameters();
  }

  /** Draws weights and biases anew, uniform in ±1/√hiddenSize.
   * @example cell.resetParameters() */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const parameter of this.parameters()) uniform_(parameter, { a: -bound, b: bound });
  }

  /** The next state from an input (N, inputSize) or (inputSize,) and a state that fits it, zeros by default. */
  protected next(x: Tensor, given: State | null): State {
    const owner = this.typeName();
    requireInput(owner, x, this.inputSize, [1, 2]);
    const { step, hasMemory } = kinds[this.#kind];
    const shape = [...x.array.shape.slice(0, -1), this.hiddenSize];
    const state = given ?? Array.from({ length: hasMemory ? 2 : 1 }, () => zeros(shape, { dtype: x.dtype }));
    for (const part of state) {
      if (!sameShape(part.array.shape, shape)) {
        throw new RangeError(
          say`${owner}: the state has shape ${showShape(part.array.shape)}; it must be ${showShape(shape)}.`,
        );
      }
    }
    const hidden = { weight: this.weightHh, bias: this.biasHh };
    if (x.array.shape.length === 2) return step(linear(x, this.weightIh, this.biasIh), state, hidden);
    const batch = state.map((part) => unsqueeze(part, 0));
    const input = linear(unsqueeze(x, 0), this.weightIh, this.biasIh);
    return step(input, batch, hidden).map((part) => squeeze(part, 0));
  }

  override extraRepr(): string {
    const bias = this.biasIh ? "" : ", bias=False";
    return `${this.inputSize}, ${this.hiddenSize}${bias}`;
  }
}

/**
 * A step of an Elman network, h' = tanh(W·x + b + U·h + d). Input (N, inputSize), state and result
 * (N, hiddenSize), or all without N. Starts with PyTorch's numbers for the same seed.
 * @example const cell = new nn.RNNCell(10, 20); let h = torch.zeros(3, 20); h = cell(torch.randn(3, 10), h);
 */
export class RNNCell extends Cell {
  /** `tanh` or `relu`. */
  readonly nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options: boolean | RNNCellOptions = {}) {
    const { bias = true, nonlinearity = "tanh" } = byName("RNNCell", options, "bias", {
      bias: 1,
      nonlinearity: 1,
    });
    requireNonlinearity("RNNCell", nonlinearity);
    super(nonlinearity, inputSize, hiddenSize, bias);
    this.nonlinearity = nonlinearity;
  }

  /** The next state; the state is zeros when it is left out.
   * @throws {RangeError} when the shapes do not fit
   * @example h = cell(x, h) */
  forward(x: Tensor, h: Tensor | null = null): Tensor {
    return this.next(x, h && [h])[0];
  }

  override extraRepr(): string {
    const { nonlinearity } = this;
    return `${super.extraRepr()}${nonlinearity === "tanh" ? "" : `, nonlinearity=${nonlinearity}`}`;
  }
}

/**
 * A step of a gated recurrent unit (Cho et al. 2014): h' = (1 − z)·n + z·h. The rows of the weights are those of
 * r, z and n, in this order. Shapes as in {@link RNNCell}.
 * @example const cell = new nn.GRUCell(10, 20); const h = cell(torch.randn(3, 10));
 */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: boolean | CellOptions = {}) {
    const { bias = true } = byName("GRUCell", options, "bias", { bias: 1 });
    super("gru", inputSize, hiddenSize, bias);
  }

  /** The next state; the state is zeros when it is left out.
   * @throws {RangeError} when the shapes do not fit
   * @example h = cell(x, h) */
  forward(x: Tensor, h: Tensor | null = null): Tensor {
    return this.next(x, h && [h])[0];
  }
}

/**
 * A step of long short-term memory (Hochreiter and Schmidhuber 1997): c' = f·c + i·g, h' = o·tanh(c'). The rows of the
 * weights are those of i, f, g and o, in this order. Shapes as in {@link RNNCell}.
 * @example const cell = new nn.LSTMCell(10, 20); const [h, c] = cell(torch.randn(3, 10));
 */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: boolean | CellOptions = {}) {
    const { bias = true } = byName("LSTMCell", options, "bias", { bias: 1 });
    super("lstm", inputSize, hiddenSize, bias);
  }

  /** The next h and c; both are zeros when they are left out.
   * @throws {RangeError} when the shapes do not fit
   * @example [h, c] = cell(x, [h, c]) */
  forward(x: Tensor, state: readonly [h: Tensor, c: Tensor] | null = null): [h: Tensor, c: Tensor] {
    if (state !== null) requirePair("LSTMCell", state);
    const [h, c] = this.next(x, state);
    return [h, c];
  }
}

/** @throws {RangeError} for anything but tanh and relu */
export function requireNonlinearity(owner: string, nonlinearity: unknown): void {
  if (nonlinearity === "tanh" || nonlinearity === "relu") return;
  throw new RangeError(
    say`${owner}: nonlinearity ${JSON.stringify(nonlinearity)} is neither "tanh" nor "relu".`,
  );
}
