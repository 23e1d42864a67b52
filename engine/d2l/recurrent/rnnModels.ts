/** Language models: a recurrent network, and after each token the scores of the next. */
import { expect, expectFunction } from "../../core/expect.ts";
import type { Tensor } from "../../core/tensor.ts";
import { requireTensor } from "../../core/record.ts";
import { Callable } from "../../nn/callable.ts";
import { Linear } from "../../nn/linear.ts";
import { Module } from "../../nn/module.ts";
import { GRU, LSTM, RNN } from "../../nn/recurrent/recurrent.ts";
import { zeros } from "../../ops/create/create.ts";
import { oneHot } from "../../ops/index/gather.ts";
import type { Phrase } from "../../payload/say.ts";
import { expectDevice, expectWhole } from "../checks.ts";

/** The state of a recurrent network: one tensor, or several, as of an LSTM. */
export type RecurrentState = Tensor | readonly Tensor[];

const aLayer: Phrase = "a recurrent layer, such as new nn.GRU(28, 256)";
const threeFunctions: Phrase = "functions that make the parameters, the first state, and the outputs";

/**
 * A recurrent layer with a linear one behind it: indices of tokens (N, L) and a state → scores (L·N, vocabSize), the
 * sequences of a step together, and the next state.
 * @example const net = new d2l.RNNModel(new nn.RNN(vocab.length, 256), vocab.length);
 */
export class RNNModel extends Module {
  /** The recurrent layer. */
  rnn: RNN | GRU | LSTM;
  /** Number of tokens. */
  readonly vocabSize: number;
  /** Extent of the last axis of the state. */
  readonly numHiddens: number;
  /** 2 for a layer that goes both ways, else 1. */
  readonly numDirections: 1 | 2;
  /** From states to scores. */
  linear: Linear;

  /** @param rnnLayer takes one-hot vectors of `vocabSize` elements */
  constructor(rnnLayer: RNN | GRU | LSTM, vocabSize: number) {
    super();
    expect(
      "RNNModel",
      aLayer,
      rnnLayer,
      [RNN, GRU, LSTM].some((kind) => rnnLayer instanceof kind),
    );
    expectWhole("RNNModel", vocabSize);
    this.rnn = rnnLayer;
    this.vocabSize = vocabSize;
    this.numHiddens = rnnLayer.hiddenSize;
    this.numDirections = rnnLayer.bidirectional ? 2 : 1;
    this.linear = new Linear(this.numHiddens * this.numDirections, vocabSize);
  }

  /** @example const [scores, next] = net(X, net.beginState("cpu", X.shape[0])) */
  forward(inputs: Tensor, state: RecurrentState): [output: Tensor, state: RecurrentState] {
    requireTensor("RNNModel", inputs);
    const X = oneHot(inputs.T, this.vocabSize).float();
    // Which state a layer takes its class says, and whoever calls has it from beginState.
    const run = this.rnn as unknown as (x: Tensor, state: RecurrentState) => [Tensor, RecurrentState];
    const [Y, next] = run(X, state);
    return [this.linear(Y.reshape(-1, Y.shape.at(-1) ?? 0)), next];
  }

  /** The state before the first step: zeros, (layers · directions, batchSize, numHiddens); two of them for an LSTM.
   * @param device the one there is
   * @example net.beginState("cpu", 32) */
  beginState(device = "cpu", batchSize = 1): RecurrentState {
    expectDevice("RNNModel.beginState", device);
    expectWhole("RNNModel.beginState", batchSize);
    const make = (): Tensor => zeros(this.numDirections * this.rnn.numLayers, batchSize, this.numHiddens);
    return this.rnn instanceof LSTM ? [make(), make()] : make();
  }
}

/** Makes the parameters of a model from scratch. */
export type GetParams = (vocabSize: number, numHiddens: number, device: string) => Tensor[];
/** Makes the state before the first step. */
export type InitState = (batchSize: number, numHiddens: number, device: string) => RecurrentState;
/** From one-hot vectors (L, N, vocabSize), a state and the parameters to scores (L·N, vocabSize) and the next state. */
export type ForwardFn = (
  inputs: Tensor,
  // A model knows what its state is: a tuple of one tensor, or of two.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  state: any,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  params: any,
) => readonly [Tensor, RecurrentState];

/**
 * A language model made of three functions: indices of tokens (N, L) and a state → scores (L·N, vocabSize) and the next
 * state.
 * @example const net = new d2l.RNNModelScratch(vocab.length, 512, "cpu", getParams, initRnnState, rnn);
 */
export class RNNModelScratch extends Callable {
  /** Number of tokens. */
  readonly vocabSize: number;
  /** Extent of the state. */
  readonly numHiddens: number;
  /** What is learned. */
  readonly params: Tensor[];
  readonly #initState: InitState;
  readonly #forwardFn: ForwardFn;

  constructor(
    vocabSize: number,
    numHiddens: number,
    device: string,
    getParams: GetParams,
    initState: InitState,
    forwardFn: ForwardFn,
  ) {
    super();
    expectWhole("RNNModelScratch", vocabSize, numHiddens);
    for (const each of [getParams, initState, forwardFn])
      expectFunction("RNNModelScratch", threeFunctions, each);
    this.vocabSize = vocabSize;
    this.numHiddens = numHiddens;
    this.params = getParams(vocabSize, numHiddens, device);
    this.#initState = initState;
    this.#forwardFn = forwardFn;
  }

  /** @example const [scores, next] = net(X, net.beginState(X.shape[0], "cpu")) */
  forward(X: Tensor, state: RecurrentState): readonly [output: Tensor, state: RecurrentState] {
    requireTensor("RNNModelScratch", X);
    return this.#forwardFn(oneHot(X.T, this.vocabSize).float(), state, this.params);
  }

  /** The state before the first step.
   * @example net.beginState(32, "cpu") */
  beginState(batchSize: number, device = "cpu"): RecurrentState {
    return this.#initState(batchSize, this.numHiddens, device);
  }
}
