/** Recurrent layers, embeddings and attention beside PyTorch's. */
import assert from "node:assert/strict";
import {
  arange,
  fromArray,
  manualSeed,
  nn,
  rand,
  randn,
  tensor,
  type Tensor,
} from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

interface SequenceCase {
  seed: number;
  printed: string;
  state: Record<string, GoldenTensor>;
  inputs: GoldenTensor[];
  outputs: GoldenTensor[];
  inputGrads: GoldenTensor[];
  grads: Record<string, GoldenTensor>;
  evalOutputs: GoldenTensor[];
  after: number[];
}

type Result = Tensor | null | readonly Result[];

interface Case<M extends nn.Module = nn.Module> {
  readonly make: () => M;
  readonly call: (net: M, ...inputs: Tensor[]) => Result;
}

const of = <M extends nn.Module>(make: () => M, call: (net: M, ...inputs: Tensor[]) => Result): Case =>
  ({ make, call }) as unknown as Case;

const padding = tensor([
  [0, 0, 0, 1, 1],
  [0, 0, 0, 0, 0],
]).to("bool");
const later = tensor([0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => j > i)));
const scores = arange(60).reshape(4, 3, 5).div(30);

const everything = { batchFirst: true, bidirectional: true };

/** Padded sequences packed, through a network, and padded again. */
function throughPacked(
  x: Tensor,
  lengths: number[],
  net: (packed: nn.utils.rnn.PackedSequence) => readonly [nn.utils.rnn.PackedSequence, Result],
  batchFirst = false,
): Result {
  const { packPaddedSequence, padPackedSequence } = nn.utils.rnn;
  const [y, end] = net(packPaddedSequence(x, lengths, { batchFirst, enforceSorted: false }));
  return [padPackedSequence(y, { batchFirst })[0], end];
}

const cases: Record<string, Case> = {
  "RNN": of(
    () => new nn.RNN(3, 4),
    (net, x) => net(x),
  ),
  "RNN with relu, 2 layers, a state": of(
    () => new nn.RNN(3, 4, 2, { nonlinearity: "relu", bias: false }),
    (net, x, h) => net(x, h),
  ),
  "GRU": of(
    () => new nn.GRU(3, 4),
    (net, x) => net(x),
  ),
  "GRU without a batch": of(
    () => new nn.GRU(3, 5, { bias: false }),
    (net, x, h) => net(x, h),
  ),
  "GRU with everything": of(
    () => new nn.GRU(3, 5, 3, { ...everything, dropout: 0.3 }),
    (net, x, h) => net(x, h),
  ),
  "LSTM": of(
    () => new nn.LSTM(3, 4),
    (net, x) => net(x),
  ),
  "LSTM with a state": of(
    () => new nn.LSTM(3, 4, 1, { bias: false }),
    (net, x, h, c) => net(x, [h, c]),
  ),
  "LSTM with everything": of(
    () => new nn.LSTM(3, 5, { ...everything, numLayers: 2, dropout: 0.5 }),
    (net, x, h, c) => net(x, [h, c]),
  ),
  "RNNCell": of(
    () => new nn.RNNCell(3, 4, { nonlinearity: "relu" }),
    (net, x) => net(x),
  ),
  "GRUCell": of(
    () => new nn.GRUCell(3, 4),
    (net, x, h) => net(x, h),
  ),
  "LSTMCell": of(
    () => new nn.LSTMCell(3, 4, false),
    (net, x, h, c) => net(x, [h, c]),
  ),
  "Embedding": of(
    () => new nn.Embedding(7, 3),
    (net) =>
      net(
        tensor([
          [1, 4, 1],
          [0, 6, 2],
        ]),
      ),
  ),
  "Embedding with padding": of(
    () => new nn.Embedding(7, 3, { paddingIdx: -2 }),
    (net) => net(tensor([5, 1, 5, 0], { dtype: "int32" })),
  ),
  "EmbeddingBag": of(
    () => new nn.EmbeddingBag(7, 3),
    (net) =>
      net(
        tensor([
          [1, 4, 1],
          [0, 6, 2],
        ]),
      ),
  ),
  "EmbeddingBag of sums, weighted": of(
    () => new nn.EmbeddingBag(7, 3, { mode: "sum", paddingIdx: 1 }),
    (net, w) => net(tensor([1, 4, 1, 0, 4]), tensor([0, 2, 2]), w),
  ),
  "EmbeddingBag of the largest": of(
    () => new nn.EmbeddingBag(7, 3, { mode: "max", includeLastOffset: true }),
    (net) => net(tensor([1, 4, 5, 0, 4]), tensor([0, 2, 2, 5])),
  ),
  "packed RNN": of(
    () => new nn.RNN(3, 4),
    (net, x) => throughPacked(x, [5, 3, 2], (packed) => net(packed)),
  ),
  "packed RNN with relu, both ways, a state": of(
    () => new nn.RNN(3, 4, 2, { nonlinearity: "relu", bidirectional: true }),
    (net, x, h) => throughPacked(x, [2, 5, 3], (packed) => net(packed, h)),
  ),
  "packed GRU with everything": of(
    () => new nn.GRU(3, 5, 2, { ...everything, dropout: 0.3 }),
    (net, x, h) => throughPacked(x, [2, 6, 1, 6], (packed) => net(packed, h), true),
  ),
  "packed LSTM": of(
    () => new nn.LSTM(3, 4),
    (net, x) => throughPacked(x, [4, 1, 2], (packed) => net(packed)),
  ),
  "packed LSTM with everything": of(
    () => new nn.LSTM(3, 5, 3, { bidirectional: true, dropout: 0.5 }),
    (net, x, h, c) => throughPacked(x, [3, 3, 6, 4], (packed) => net(packed, [h, c])),
  ),
  "MultiheadAttention": of(
    () => new nn.MultiheadAttention(8, 2),
    (net, x) => net(x, x, x),
  ),
  "MultiheadAttention of three": of(
    () => new nn.MultiheadAttention(8, 2, { dropout: 0.25 }),
    (net, q, k, v) => net(q, k, v, { keyPaddingMask: padding, averageAttnWeights: false }),
  ),
  "MultiheadAttention of other sizes": of(
    () => new nn.MultiheadAttention(8, 2, { kdim: 3, vdim: 6, bias: false, batchFirst: true }),
    (net, q, k, v) => net(q, k, v, { keyPaddingMask: padding, attnMask: scores.gt(1.5) }),
  ),
  "MultiheadAttention with numbers": of(
    () => new nn.MultiheadAttention(8, 2, { batchFirst: true }),
    (net, q, k) => net(q, k, k, { attnMask: scores, needWeights: false }),
  ),
  "MultiheadAttention without a batch": of(
    () => new nn.MultiheadAttention(8, 4),
    (net, x) => net(x, x, x, { attnMask: later }),
  ),
  "TransformerEncoderLayer": of(
    () => new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16 }),
    (net, x) => net(x),
  ),
  "TransformerEncoderLayer that normalises first": of(
    () =>
      new nn.TransformerEncoderLayer(8, 2, {
        dimFeedforward: 16,
        dropout: 0.2,
        activation: "gelu",
        layerNormEps: 1e-3,
        batchFirst: true,
        normFirst: true,
      }),
    (net, x) => net(x, { srcMask: later, srcKeyPaddingMask: padding }),
  ),
  "TransformerDecoderLayer": of(
    () => new nn.TransformerDecoderLayer(8, 2, { dimFeedforward: 12, batchFirst: true }),
    (net, x, m) => net(x, m, { tgtMask: later, memoryKeyPaddingMask: padding }),
  ),
  "TransformerEncoder": of(
    () =>
      new nn.TransformerEncoder(
        new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 12 }),
        2,
        new nn.LayerNorm(8),
      ),
    (net, x) => net(x, { mask: later }),
  ),
  "TransformerDecoder": of(
    () =>
      new nn.TransformerDecoder(
        new nn.TransformerDecoderLayer(8, 4, { dimFeedforward: 8, normFirst: true }),
        2,
      ),
    (net, x, m) => net(x, m, { tgtKeyPaddingMask: padding }),
  ),
};

const tensorsIn = (result: Result): Tensor[] => {
  if (result === null) return [];
  return Array.isArray(result) ? (result as readonly Result[]).flatMap(tensorsIn) : [result as Tensor];
};

function compare(actual: Tensor, expected: GoldenTensor, what: string): void {
  assert.deepEqual([...actual.shape], expected.shape, `shape of ${what}`);
  assertClose(actual.toTypedArray(), numbers(expected.values), { what });
}

function compareAll(actual: readonly Tensor[], expected: readonly GoldenTensor[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    compare(actual[i], value, `${what} ${i}`);
  });
}

const weighted = (y: Tensor): Tensor => {
  const n = y.numel();
  return y.mul(fromArray(Float32Array.from({ length: n }, (_, i) => (i + 1) / n)).reshape(y.shape)).sum();
};

describe("networks of sequences against PyTorch", () => {
  for (const [name, expected] of Object.entries(golden<SequenceCase>("sequences"))) {
    it(`${name}: start, training, gradients, prediction, print`, () => {
      manualSeed(expected.seed);
      const { make, call } = cases[name];
      const net = make();
      const inputs = expected.inputs.map(({ shape }) => randn(shape).mul(1.5));
      const state = net.stateDict();
      assert.deepEqual([...state.keys()], Object.keys(expected.state));
      compareAll([...state.values()], Object.values(expected.state), "state");
      compareAll(inputs, expected.inputs, "input");
      for (const x of inputs) x.requiresGrad = true;
      const outputs = tensorsIn(call(net, ...inputs));
      compareAll(outputs, expected.outputs, "output");
      outputs
        .map(weighted)
        .reduce((a, b) => a.add(b))
        .backward();
      compareAll(
        inputs.map((x) => x.grad),
        expected.inputGrads,
        "gradient of input",
      );
      const parameters = new Map(net.namedParameters());
      assert.deepEqual([...parameters.keys()], Object.keys(expected.grads));
      for (const [key, grad] of Object.entries(expected.grads)) {
        const parameter = parameters.get(key);
        assert.ok(parameter, key);
        compare(parameter.grad, grad, `gradient of ${key}`);
      }
      net.eval();
      compareAll(tensorsIn(call(net, ...inputs)), expected.evalOutputs, "prediction");
      assert.equal(String(net), expected.printed);
      assert.deepEqual([...rand(2).toTypedArray()], expected.after.map(Math.fround));
    });
  }
});
