import assert from "node:assert/strict";
import { fromArray, manualSeed, nn, randn, type Tensor } from "../../../../engine/index.ts";
import { assertClose, golden, type GoldenTensor, numbers } from "../golden.ts";

interface ModuleCase {
  seed: number;
  printed: string;
  state: Record<string, GoldenTensor>;
  input: GoldenTensor;
  output: GoldenTensor;
  inputGrad: GoldenTensor;
  grads: Record<string, GoldenTensor>;
  stateAfter: Record<string, GoldenTensor>;
  evalOutput: GoldenTensor;
}

const make: Record<string, () => nn.Layer> = {
  "Linear": () => new nn.Linear(4, 3),
  "Linear of 3 axes": () => new nn.Linear(4, 3, { bias: false }),
  "Flatten": () => new nn.Sequential(new nn.Flatten(), new nn.Linear(12, 2)),
  "ReLU": () => new nn.ReLU(),
  "LeakyReLU": () => new nn.LeakyReLU(0.2),
  "PReLU": () => new nn.PReLU(),
  "PReLU of 4": () => new nn.PReLU(4, 0.1),
  "ELU": () => new nn.ELU(0.7),
  "GELU": () => new nn.GELU(),
  "GELU tanh": () => new nn.GELU({ approximate: "tanh" }),
  "SiLU": () => new nn.SiLU(),
  "Softplus": () => new nn.Softplus({ beta: 2, threshold: 5 }),
  "Sigmoid": () => new nn.Sigmoid(),
  "Tanh": () => new nn.Tanh(),
  "Softmax": () => new nn.Softmax(1),
  "LogSoftmax": () => new nn.LogSoftmax(-1),
  "Identity": () => new nn.Identity(),
  "Dropout": () => new nn.Dropout(0.3),
  "BatchNorm1d": () => new nn.BatchNorm1d(4),
  "BatchNorm1d plain": () => new nn.BatchNorm1d(4, { eps: 1e-3, momentum: 0.3, affine: false }),
  "BatchNorm1d of 3 axes": () => new nn.BatchNorm1d(3),
  "BatchNorm1d cumulative": () => new nn.BatchNorm1d(4, { momentum: null }),
  "BatchNorm1d untracked": () => new nn.BatchNorm1d(4, { trackRunningStats: false }),
  "LayerNorm": () => new nn.LayerNorm(4),
  "LayerNorm of 2 axes": () => new nn.LayerNorm([3, 4], { elementwiseAffine: false }),
  "Conv2d": () => new nn.Conv2d(2, 3, 3),
  "Conv2d with all options": () =>
    new nn.Conv2d(4, 6, [3, 2], {
      stride: [2, 1],
      padding: [1, 2],
      dilation: [1, 2],
      groups: 2,
      bias: false,
    }),
  "Conv2d same": () => new nn.Conv2d(1, 2, 4, { padding: "same" }),
  "Conv2d reflecting": () => new nn.Conv2d(1, 2, 3, { padding: [1, 2], paddingMode: "reflect" }),
  "Conv1d": () => new nn.Conv1d(2, 4, 3, { stride: 2, padding: 1, groups: 2 }),
  "Conv1d replicating": () => new nn.Conv1d(2, 4, 3, { padding: "same", paddingMode: "replicate" }),
  "ConvTranspose2d": () => new nn.ConvTranspose2d(3, 4, 3, { stride: 2, padding: 1, outputPadding: 1 }),
  "ConvTranspose2d in groups": () =>
    new nn.ConvTranspose2d(4, 6, 2, { stride: 2, groups: 2, dilation: 2, bias: false }),
  "ConvTranspose1d": () => new nn.ConvTranspose1d(3, 2, 4, { stride: 2 }),
  "MaxPool2d": () => new nn.MaxPool2d(3, { stride: 2, padding: 1, dilation: 1, ceilMode: true }),
  "MaxPool1d": () => new nn.MaxPool1d(2),
  "AvgPool2d": () => new nn.AvgPool2d([2, 3], { stride: 2, padding: 1 }),
  "AvgPool1d": () => new nn.AvgPool1d(3, { stride: 2, padding: 1 }),
  "AdaptiveAvgPool2d": () => new nn.AdaptiveAvgPool2d([1, 1]),
  "AdaptiveAvgPool2d keeping": () => new nn.AdaptiveAvgPool2d([null, 3]),
  "AdaptiveMaxPool2d": () => new nn.AdaptiveMaxPool2d(2),
  "AdaptiveAvgPool1d": () => new nn.AdaptiveAvgPool1d(2),
  "AdaptiveMaxPool1d": () => new nn.AdaptiveMaxPool1d(2),
  "ZeroPad2d": () => new nn.ZeroPad2d([1, 2, 0, 1]),
  "ConstantPad2d": () => new nn.ConstantPad2d(1, 3.5),
  "ReflectionPad2d": () => new nn.ReflectionPad2d(2),
  "ReplicationPad2d": () => new nn.ReplicationPad2d([3, 0, 1, 5]),
  "Unfold": () => new nn.Unfold(2, { padding: 1, stride: [1, 2] }),
  "Fold": () => new nn.Fold([3, 4], 2),
  "BatchNorm2d": () => new nn.BatchNorm2d(3),
  "BatchNorm2d plain": () => new nn.BatchNorm2d(3, { eps: 1e-3, momentum: 0.3, affine: false }),
  "InstanceNorm1d": () => new nn.InstanceNorm1d(3),
  "InstanceNorm1d tracked": () => new nn.InstanceNorm1d(3, { affine: true, trackRunningStats: true }),
  "InstanceNorm2d": () => new nn.InstanceNorm2d(3),
  "InstanceNorm2d tracked": () => new nn.InstanceNorm2d(3, { affine: true, trackRunningStats: true }),
  "GroupNorm": () => new nn.GroupNorm(2, 6),
  "GroupNorm of 2 axes": () => new nn.GroupNorm(3, 6, { affine: false }),
  "Dropout2d": () => new nn.Dropout2d(0.4),
  "LeNet": () =>
    new nn.Sequential(
      new nn.Conv2d(1, 3, 5, { padding: 2 }),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2, { stride: 2 }),
      new nn.Conv2d(3, 4, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(16, 5),
    ),
  "MLP": () =>
    new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(6, 8),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.BatchNorm1d(8),
      new nn.Sequential(new nn.Linear(8, 4, { bias: false }), new nn.Tanh()),
      new nn.Linear(4, 2),
    ),
};

function compare(actual: Tensor, expected: GoldenTensor, what: string): void {
  assert.deepEqual([...actual.shape], expected.shape, `shape of ${what}`);
  assertClose(actual.toTypedArray(), numbers(expected.values), { what });
}

function compareState(net: nn.Layer, expected: Record<string, GoldenTensor>): void {
  const state = net.stateDict();
  assert.deepEqual([...state.keys()], Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    const actual = state.get(name);
    assert.ok(actual);
    compare(actual, value, name);
  }
}

describe("modules against PyTorch", () => {
  for (const [name, expected] of Object.entries(golden<ModuleCase>("modules"))) {
    it(`${name}: start, training, gradients, prediction, print`, () => {
      manualSeed(expected.seed);
      const net = make[name]();
      compareState(net, expected.state);
      const x = randn(expected.input.shape).mul(2);
      assert.deepEqual([...x.toTypedArray()], numbers(expected.input.values).map(Math.fround));
      x.requiresGrad = true;
      const y = net(x);
      compare(y, expected.output, "output");
      const n = y.numel();
      const weights = fromArray(Float32Array.from({ length: n }, (_, i) => (i + 1) / n)).reshape(y.shape);
      y.mul(weights).sum().backward();
      assert.ok(x.grad);
      compare(x.grad, expected.inputGrad, "gradient of the input");
      const parameters = new Map(net.namedParameters());
      assert.deepEqual([...parameters.keys()], Object.keys(expected.grads));
      for (const [key, grad] of Object.entries(expected.grads)) {
        const actual = parameters.get(key)?.grad;
        assert.ok(actual, key);
        compare(actual, grad, `gradient of ${key}`);
      }
      net.eval();
      compareState(net, expected.stateAfter);
      compare(net(x), expected.evalOutput, "prediction");
      if (name !== "Softplus") assert.equal(String(net), expected.printed);
    });
  }
});
