import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  cat,
  exportOnnx,
  importOnnx,
  manualSeed,
  nn,
  noGrad,
  rand,
  randint,
  randn,
  Tensor,
  tensor,
  where,
} from "../../../../engine/index.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";
import { runOnnx } from "./runtime.ts";

const F = nn.functional;
let folder = "";

before(async () => {
  installNodeFiles();
  folder = await mkdtemp(join(tmpdir(), "gradbook-onnx-"));
});
after(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => void manualSeed(3));

/** A module that computes what a function does. */
class Of extends nn.Module {
  readonly parts: nn.ModuleList;
  readonly #run: (...inputs: Tensor[]) => unknown;
  constructor(run: (...inputs: Tensor[]) => unknown, parts: readonly nn.Module[] = []) {
    super();
    this.#run = run;
    this.parts = new nn.ModuleList(parts);
  }
  forward(...inputs: Tensor[]): unknown {
    return this.#run(...inputs);
  }
}

type Inputs = (batch: number) => Tensor[];
type Callable = nn.Module & ((...inputs: Tensor[]) => unknown);

function flat(value: unknown): Tensor[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  return value instanceof Tensor ? [value] : [];
}

function close(got: readonly Tensor[], expected: readonly Tensor[], what: string, tolerance = 1e-5): void {
  assert.equal(got.length, expected.length, what);
  expected.forEach((x, i) => {
    assert.deepEqual([...got[i].array.shape], [...x.array.shape], `${what}: shape of ${i}`);
    const [a, b] = [x.detach().toTypedArray(), got[i].detach().toTypedArray()];
    a.forEach((value, k) => {
      const far = Math.abs(value - b[k]) / (1 + Math.abs(value));
      assert.ok(
        Object.is(value, b[k]) || far <= tolerance,
        `${what}: output ${i} at ${k}: ${value} and ${b[k]}`,
      );
    });
  });
}

let files = 0;

/** The model, ONNX Runtime and what is imported again give the same for three sizes of the batch. */
async function same(
  model: nn.Module,
  inputs: Inputs,
  { batchAxis = 0, runtime = true } = {},
): Promise<string> {
  const file = join(folder, `${files++}.onnx`);
  const call = model as Callable;
  // Statistics that are not those of a new layer.
  for (const buffer of model.buffers())
    if (buffer.dtype.startsWith("float")) noGrad(() => buffer.uniform_(0.5, 2));
  for (const p of model.parameters())
    noGrad(() => p.add_(randn(p.shape, { dtype: p.dtype as "float32" }).mul(0.1)));
  model.train();
  await exportOnnx(model, file, { input: inputs(2), batchAxis });
  assert.equal(model.training, true, "the mode is as it was");
  model.eval();
  const read = await importOnnx<unknown>(file);
  read.eval();
  for (const batch of [1, 2, 5]) {
    const given = inputs(batch);
    const expected = noGrad(() => flat(call(...given)));
    close(
      noGrad(() => flat(read(...given))),
      expected,
      `imported, batch of ${batch}`,
    );
    if (runtime) close(await runOnnx(file, given), expected, `ONNX Runtime, batch of ${batch}`);
  }
  return file;
}

const floats =
  (...shape: number[]): Inputs =>
  (batch) => [randn(batch, ...shape)];

/** Each activation, each operation on one or two tensors. */
const activations: nn.Module[] = [
  new nn.ReLU(),
  new nn.LeakyReLU(0.2),
  new nn.PReLU(),
  new nn.PReLU(4),
  new nn.ELU(0.7),
  new nn.GELU(),
  new nn.GELU({ approximate: "tanh" }),
  new nn.LogSigmoid(),
  new nn.SiLU(),
  new nn.Softplus(),
  new nn.Softplus({ beta: 2 }),
  new nn.Hardtanh(-0.5, 0.7),
  new nn.Sigmoid(),
  new nn.Tanh(),
  new nn.Softmax(1),
  new nn.Softmax(-1),
  new nn.LogSoftmax(1),
  new nn.Identity(),
  new nn.Flatten(),
  new nn.Dropout(0.5),
];

describe("exportOnnx", function () {
  this.timeout(120_000);

  for (const [i, layer] of activations.entries()) {
    it(`writes ${layer.typeName()} (${layer.extraRepr()}), number ${i}`, async () => {
      await same(layer, floats(4, 3));
    });
  }

  const unary =
    "abs neg sign exp sqrt rsqrt square reciprocal log log1p log2 log10 expm1 sin cos tan asin acos atan sinh cosh asinh atanh floor ceil round trunc erf sigmoid tanh relu";
  for (const name of unary.split(" ")) {
    it(`writes ${name}`, async () => {
      const f = (x: Tensor): Tensor => (Reflect.get(x, name) as () => Tensor).call(x);
      await same(new Of((x) => f(x)), (batch) => [rand(batch, 7).mul(0.9).add(0.05)]);
    });
  }

  const binary = "add sub mul div pow maximum minimum remainder floorDivide".split(" ");
  for (const name of binary) {
    it(`writes ${name} of tensors, and of numbers on both sides`, async () => {
      const f = (x: Tensor, y: Tensor | number): Tensor =>
        (Reflect.get(x, name) as (y: Tensor | number) => Tensor).call(x, y);
      const inputs: Inputs = (batch) => [rand(batch, 3, 4).add(0.5), rand(batch, 1, 4).add(0.5)];
      await same(new Of((x, y) => [f(x, y), f(x, 1.5), f(tensor(2), y)]), inputs);
    });
  }

  const comparisons = "eq ne lt le gt ge".split(" ");
  for (const name of comparisons) {
    it(`writes ${name}`, async () => {
      const f = (x: Tensor, y: Tensor | number): Tensor =>
        (Reflect.get(x, name) as (y: Tensor | number) => Tensor).call(x, y);
      await same(new Of((x, y) => [where(f(x, y), x, y), where(f(x, 0.5), x, 0)]), (batch) => [
        rand(batch, 5).round(),
        rand(batch, 5).round(),
      ]);
    });
  }

  const shaped: Record<string, (x: Tensor) => unknown> = {
    "reshape": (x) => x.reshape([-1, 6]),
    "reshape of batch and more": (x) => x.reshape([x.shape[0] * 2, 12]),
    "view to one axis": (x) => x.flatten(),
    "permute": (x) => x.permute(0, 3, 1, 2),
    "transpose": (x) => x.transpose(1, 2),
    "unsqueeze": (x) => x.unsqueeze(1).unsqueeze(-1).squeeze(1),
    "parts of axes": (x) => [x.get(":, 1:3"), x.get(":, ::2"), x.get(":, -1"), x.get("..., 1")],
    "expand": (x) => x.unsqueeze(1).expand(-1, 3, -1, -1, -1),
    "cat": (x) => cat([x, x.mul(2), x], 1),
    "split": (x) => x.split([1, 3], 1),
    "chunk": (x) => x.chunk(2, 1),
    "flip": (x) => x.flip(1, 3),
    "roll": (x) => x.roll(1, 1),
    "tril": (x) => [x.tril(), x.triu(1), x.tril(-1)],
    "repeatInterleave": (x) => x.repeatInterleave(2, 1),
    "sums": (x) => [x.sum(1), x.sum([1, 2]), x.sum([1, 2], { keepdim: true }), x.sum()],
    "means": (x) => [x.mean(1), x.mean([1, 3], { keepdim: true }), x.mean()],
    "extremes": (x) => [x.amax(1), x.amin([1, 2]), x.max(1).values, x.max()],
    "variances": (x) => [
      x.var(1),
      x.var([1, 2], { correction: 0 }),
      x.std(-1),
      x.var(),
      x.var(0, { correction: 0 }),
    ],
    "norms": (x) => [x.norm(2, 1), x.norm(1, 1), x.norm(3, 1)],
    "products and sums on the way": (x) => [x.prod(1), x.cumsum(1), x.logsumexp(1)],
    "softmax": (x) => [x.softmax(1), x.logSoftmax(2)],
    "clamp": (x) => [x.clamp({ min: -0.5 }), x.clamp({ max: 0.5 }), x.clamp(-0.3, 0.4)],
    "products of matrices": (x) => [x.matmul(x.transpose(-1, -2)), x.matmul(tensor([1, 2, 3]))],
    "what depends on the batch": (x) => x.add(x.mean(0, { keepdim: true })),
    "conditions on the values": (x) => where(x.gt(0).logicalAnd(x.lt(1)), x, 0),
    "padding": (x) => [
      F.pad(x, [1, 2]),
      F.pad(x, [1, 0, 2, 1], { value: 3 }),
      F.pad(x, [-1, 1]),
      F.pad(x, [1, 1, 1, 1], "reflect"),
    ],
    "padding to and fro": (x) => [F.pad(x, [1, 1, 1, 1], "replicate"), F.pad(x, [1, 1, 1, 1], "circular")],
    "gelu and others": (x) => [F.gelu(x), F.silu(x), F.softplus(x), F.elu(x)],
  };
  for (const [name, run] of Object.entries(shaped)) {
    it(`writes ${name}`, async () => {
      await same(new Of((x) => run(x)), floats(4, 2, 3));
    });
  }

  it("writes linear layers of any input", async () => {
    await same(new nn.Linear(5, 3), floats(5));
    await same(new nn.Linear(5, 3, { bias: false }), floats(4, 5));
    await same(new nn.Linear(5, 3), floats(2, 4, 5));
  });

  it("writes embeddings, of tokens that the batch has", async () => {
    const tokens: Inputs = (batch) => [randint(0, 9, [batch, 4])];
    await same(new nn.Embedding(9, 3), tokens);
    await same(
      new nn.Sequential(new nn.Embedding(9, 3, { paddingIdx: 0 }), new nn.Flatten(), new nn.Linear(12, 2)),
      tokens,
    );
  });

  it("writes bags of tokens in every mode", async () => {
    const tokens: Inputs = (batch) => [randint(0, 9, [batch, 4])];
    for (const mode of ["sum", "mean", "max"] as const) {
      await same(new nn.EmbeddingBag(9, 3, { mode }), tokens);
      await same(new nn.EmbeddingBag(9, 3, { mode, paddingIdx: 2 }), tokens);
    }
    const bag = new nn.EmbeddingBag(9, 3, { mode: "sum" });
    await same(new Of((x, y) => bag(x, null, y), [bag]), (batch) => [
      randint(0, 9, [batch, 4]),
      rand(batch, 4),
    ]);
    const apart = new Of((x) => bag(x, tensor([0, 2], { dtype: "int64" })), [bag]);
    await assert.rejects(
      exportOnnx(apart, join(folder, "bag.onnx"), { input: randint(0, 9, [5]) }),
      /offsets|something else/,
    );
  });

  it("says that packed sequences are to be padded", async () => {
    const gru = new nn.GRU(3, 4);
    const packed = new Of(
      (x) => gru(nn.utils.rnn.packPaddedSequence(x, [4, 3, 2, 2, 2, 1, 1].slice(0, x.shape[1])))[1],
      [gru],
    );
    await assert.rejects(
      exportOnnx(packed, join(folder, "packed.onnx"), { input: randn(4, 7, 3), batchAxis: 1 }),
      /packed sequences/,
    );
  });

  for (const Conv of [nn.Conv2d, nn.ConvTranspose2d]) {
    it(`writes ${Conv.name} of generated sizes`, async () => {
      for (let i = 0; i < 14; i++) {
        const pick = (least: number, most: number): number =>
          Math.floor(rand(1).item() * (most - least + 1)) + least;
        const groups = pick(1, 2);
        const [from, to] = [groups * pick(1, 2), groups * pick(1, 3)];
        const stride: [number, number] = [pick(1, 3), pick(1, 3)];
        const options = {
          stride,
          padding: [pick(0, 2), pick(0, 2)] as [number, number],
          dilation: pick(1, 2),
          groups,
          bias: pick(0, 1) === 1,
        };
        const kernel: [number, number] = [pick(1, 3), pick(1, 3)];
        const layer =
          Conv === nn.Conv2d
            ? new nn.Conv2d(from, to, kernel, options)
            : new nn.ConvTranspose2d(from, to, kernel, {
                ...options,
                outputPadding: Math.min(...stride) - 1,
              });
        await same(layer, floats(from, pick(7, 10), pick(7, 10)));
      }
    });
  }

  it("writes convolutions of sequences and with every padding", async () => {
    await same(new nn.Conv1d(3, 4, 3, { padding: 1, stride: 2 }), floats(3, 9));
    await same(new nn.Conv1d(4, 4, 2, { groups: 2, dilation: 2, bias: false }), floats(4, 9));
    await same(new nn.ConvTranspose1d(3, 4, 3, { stride: 2, outputPadding: 1 }), floats(3, 6));
    await same(new nn.Conv2d(2, 3, 4, { padding: "same" }), floats(2, 7, 8));
    for (const paddingMode of ["reflect", "replicate", "circular"] as const)
      await same(new nn.Conv2d(2, 3, 3, { padding: 1, paddingMode }), floats(2, 7, 8));
    await same(
      new nn.Sequential(new nn.Conv1d(3, 4, 3), new nn.BatchNorm1d(4), new nn.ReLU(), new nn.MaxPool1d(2)),
      floats(3, 12),
    );
  });

  it("writes pools of generated sizes", async () => {
    for (let i = 0; i < 16; i++) {
      const pick = (least: number, most: number): number =>
        Math.floor(rand(1).item() * (most - least + 1)) + least;
      const kernel: [number, number] = [pick(1, 3), pick(2, 3)];
      const padding: [number, number] = [pick(0, Math.floor(kernel[0] / 2)), pick(0, 1)];
      const stride: [number, number] = [pick(1, 3), pick(1, 3)];
      const ceilMode = pick(0, 1) === 1;
      const shape = floats(2, pick(6, 9), pick(6, 9));
      await same(new nn.MaxPool2d(kernel, { stride, padding, ceilMode, dilation: pick(1, 2) }), shape);
      await same(
        new nn.AvgPool2d(kernel, { stride, padding, ceilMode, countIncludePad: pick(0, 1) === 1 }),
        shape,
      );
      await same(new nn.AvgPool2d(kernel, { stride, padding, ceilMode, divisorOverride: 3 }), shape);
    }
  });

  it("writes pools of sequences and adaptive ones, padding, folding", async () => {
    await same(new nn.MaxPool1d(3, { stride: 2, padding: 1 }), floats(2, 9));
    await same(new nn.AvgPool1d(3, { stride: 2, padding: 1 }), floats(2, 9));
    await same(new nn.AdaptiveAvgPool2d(1), floats(2, 5, 6));
    await same(new nn.AdaptiveAvgPool2d([3, 2]), floats(2, 5, 6));
    await same(new nn.AdaptiveAvgPool1d(4), floats(2, 7));
    await same(new nn.AdaptiveMaxPool2d(3), floats(2, 7, 6));
    await same(new nn.AdaptiveMaxPool1d(2), floats(2, 7));
    await same(new nn.ZeroPad2d([1, 2, 0, 1]), floats(2, 5, 6));
    await same(new nn.ConstantPad2d(1, 2.5), floats(2, 5, 6));
    await same(new nn.ReflectionPad2d(2), floats(2, 5, 6));
    await same(new nn.ReplicationPad2d(2), floats(2, 5, 6));
    await same(new nn.Unfold(3, { padding: 1, stride: 2 }), floats(2, 6, 7));
    await same(new nn.Fold([6, 7], 3, { padding: 1, stride: 2 }), floats(18, 12));
    await same(new nn.Dropout2d(0.3), floats(2, 3, 3));
  });

  it("writes normalisations, with running statistics and without", async () => {
    await same(new nn.BatchNorm1d(4), floats(4));
    await same(new nn.BatchNorm1d(4), floats(4, 5));
    await same(new nn.BatchNorm2d(4, { eps: 1e-3 }), floats(4, 3, 2));
    await same(new nn.BatchNorm2d(4, { affine: false }), floats(4, 3, 2));
    await same(new nn.BatchNorm2d(4, { trackRunningStats: false }), floats(4, 3, 2));
    await same(new nn.InstanceNorm1d(4, { affine: true }), floats(4, 6));
    await same(new nn.InstanceNorm2d(4), floats(4, 3, 2));
    await same(new nn.InstanceNorm2d(4, { affine: true }), floats(4, 3, 2));
    await same(new nn.InstanceNorm2d(4, { affine: true, trackRunningStats: true }), floats(4, 3, 2));
    await same(new nn.GroupNorm(2, 4), floats(4, 3, 2));
    await same(new nn.GroupNorm(4, 4, { affine: false }), floats(4, 5));
    await same(new nn.LayerNorm(5), floats(4, 5));
    await same(new nn.LayerNorm([4, 5], { eps: 1e-3 }), floats(3, 4, 5));
    await same(new nn.LayerNorm(5, { elementwiseAffine: false }), floats(5));
    await same(new Of((x) => F.layerNorm(x, [5])), floats(4, 5));
  });

  for (const Layer of [nn.RNN, nn.GRU, nn.LSTM]) {
    for (const bidirectional of [false, true]) {
      for (const batchFirst of [false, true]) {
        it(`writes ${Layer.name}${bidirectional ? " both ways" : ""}${batchFirst ? " with the batch first" : ""}`, async () => {
          for (const numLayers of [1, 2]) {
            for (const bias of [true, false]) {
              const layer = new Layer(3, 4, { numLayers, bidirectional, batchFirst, bias });
              if (batchFirst) await same(layer, floats(5, 3));
              else await same(layer, (batch) => [randn(5, batch, 3)], { batchAxis: 1 });
            }
          }
        });
      }
    }
  }

  it("writes recurrent layers with a first state, with relu, and their cells", async () => {
    const gru = new nn.GRU(3, 4, { numLayers: 2, bidirectional: true });
    await same(new Of((x, h) => gru(x, h), [gru]), (batch) => [randn(5, batch, 3), randn(4, batch, 4)], {
      batchAxis: 1,
    });
    const lstm = new nn.LSTM(3, 4);
    await same(
      new Of((x, h, c) => lstm(x, [h, c]), [lstm]),
      (batch) => [randn(5, batch, 3), randn(1, batch, 4), randn(1, batch, 4)],
      { batchAxis: 1 },
    );
    await same(
      new nn.RNN(3, 4, { nonlinearity: "relu", batchFirst: true, bidirectional: true }),
      floats(5, 3),
    );
    await same(new nn.RNNCell(3, 4), floats(3));
    await same(new nn.GRUCell(3, 4), floats(3));
    await same(new nn.LSTMCell(3, 4), floats(3));
    class Tagger extends nn.Module {
      embedding = new nn.Embedding(9, 3);
      rnn = new nn.LSTM(3, 4, { batchFirst: true, bidirectional: true });
      out = new nn.Linear(8, 2);
      forward(tokens: Tensor): Tensor {
        const [output] = this.rnn(this.embedding(tokens));
        return this.out(output.get(":, -1"));
      }
    }
    await same(new Tagger(), (batch) => [randint(0, 9, [batch, 6])]);
  });

  it("writes a sequence of any length, where that is the axis asked for", async () => {
    await same(new nn.GRU(3, 4), (length) => [randn(length, 2, 3)]);
  });

  it("writes attention and Transformer layers", async () => {
    const self = new nn.MultiheadAttention(8, 2, { batchFirst: true });
    await same(new Of((x) => self(x, x, x), [self]), floats(4, 8));
    await same(new Of((x) => self(x, x, x, { needWeights: false })[0], [self]), floats(4, 8));
    const cross = new nn.MultiheadAttention(8, 4, { kdim: 5, vdim: 6, batchFirst: true });
    await same(new Of((q, k, v) => cross(q, k, v), [cross]), (n) => [
      randn(n, 3, 8),
      randn(n, 4, 5),
      randn(n, 4, 6),
    ]);
    await same(new Of((x) => F.scaledDotProductAttention(x, x, x, { isCausal: true })), floats(2, 4, 3));
    for (const normFirst of [false, true]) {
      const layer = () =>
        new nn.TransformerEncoderLayer(8, 2, {
          dimFeedforward: 16,
          batchFirst: true,
          normFirst,
          activation: normFirst ? "gelu" : "relu",
        });
      await same(layer(), floats(5, 8));
      await same(new nn.TransformerEncoder(layer(), 2), floats(5, 8));
      const decoder = new nn.TransformerDecoderLayer(8, 2, {
        dimFeedforward: 16,
        batchFirst: true,
        normFirst,
      });
      await same(new Of((x, m) => decoder(x, m), [decoder]), (n) => [randn(n, 3, 8), randn(n, 4, 8)]);
      const many = new nn.TransformerDecoder(decoder, 2);
      await same(new Of((x, m) => many(x, m), [many]), (n) => [randn(n, 3, 8), randn(n, 4, 8)]);
    }
    await same(new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16 }), (n) => [randn(5, n, 8)], {
      batchAxis: 1,
    });
  });

  it("leaves no file behind that was not asked for", async () => {
    assert.ok((await readdir(folder)).every((name) => /^\d+\.onnx$/.test(name)));
  });
});
