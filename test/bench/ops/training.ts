/** Layers, losses, optimisers, clipping. */
import type { Tensor } from "../../../engine/index.ts";
import {
  type Call,
  type Engine,
  floats,
  forwardOnly,
  made,
  matrix,
  one,
  op,
  type OpCase,
  type OpInput,
  type Scale,
} from "./opCase.ts";

type Fn = (a: Tensor) => Tensor;
/** The layer `name` without parameters, made with the default arguments. */
const plain = (name: string, torch = `nn.${name}`): OpCase =>
  made(
    `nn.${name}`,
    ({ t }) => {
      const Layer = (t.nn as unknown as Record<string, new (dim?: number) => Fn>)[name];
      return name.endsWith("oftmax") ? new Layer(1) : new Layer();
    },
    "layer(a)",
    { setup: `layer = ${torch}(${name.endsWith("oftmax") ? 1 : ""})` },
  );

/** What has parameters. */
export interface Layered {
  parameters: () => Iterable<Tensor>;
}
/** A layer with parameters, the same on both sides. */
export const layer = (name: string, make: (t: Engine, at: Scale) => Layered & Fn, torch: string): OpCase =>
  made(
    name,
    (scope) => {
      scope.t.manualSeed(0);
      const net = make(scope.t, scope);
      scope.leaves.push(...net.parameters());
      return net;
    },
    "layer(a)",
    // Parameters are float32 here, and PyTorch's layers take the dtype of theirs alone.
    {
      dtypes: ["float32"],
      setup: `torch.manual_seed(0)\nlayer = ${torch}\nleaves.extend(layer.parameters())`,
    },
  );

export const layers: readonly OpCase[] = [
  ...[
    "ReLU",
    "Sigmoid",
    "Tanh",
    "LeakyReLU",
    "ELU",
    "GELU",
    "SiLU",
    "Softplus",
    "Hardtanh",
    "LogSigmoid",
    "Softmax",
    "LogSoftmax",
    "Identity",
    "Flatten",
  ].map((name) => plain(name)),
  layer("nn.PReLU", (t) => new t.nn.PReLU(), "nn.PReLU()"),
  layer("nn.Linear", (t, { columns }) => new t.nn.Linear(columns, 64), "nn.Linear(columns, 64)"),
  layer("nn.BatchNorm1d", (t, { columns }) => new t.nn.BatchNorm1d(columns), "nn.BatchNorm1d(columns)"),
  layer(
    "nn.BatchNorm1d, predicting",
    (t, { columns }) => new t.nn.BatchNorm1d(columns).eval(),
    "nn.BatchNorm1d(columns).eval()",
  ),
  layer("nn.LayerNorm", (t, { columns }) => new t.nn.LayerNorm(columns), "nn.LayerNorm(columns)"),
  layer(
    "nn.Sequential, 64-32",
    (t, { columns }) =>
      new t.nn.Sequential(new t.nn.Linear(columns, 64), new t.nn.ReLU(), new t.nn.Linear(64, 32)),
    "nn.Sequential(nn.Linear(columns, 64), nn.ReLU(), nn.Linear(64, 32))",
  ),
  made(
    "nn.Dropout",
    ({ t }) => {
      t.manualSeed(0);
      return new t.nn.Dropout(0.2);
    },
    "layer(a)",
    { setup: "torch.manual_seed(0)\nlayer = nn.Dropout(0.2)", layouts: ["contiguous"] },
  ),
];

const target = (at: Scale, low: number, high: number): OpInput => ({
  ...matrix(at, low, high),
  constant: true,
});

function pairLoss(name: string, torch: string, [low, high] = [-3, 3], [from, to] = [low, high]): OpCase[] {
  const make: OpCase["make"] = ({ t }) => new (t.nn as unknown as Record<string, new () => Call>)[name]();
  const inputs: OpCase["inputs"] = (at) => [matrix(at, low, high), target(at, from, to)];
  return [made(`nn.${name}`, make, `F.${torch}(a, b)`, { inputs })];
}

const classes = ({ rows }: Scale, many: number): OpInput => ({
  shape: [rows],
  low: 0,
  high: many,
  dtype: "int32",
});

export const losses: readonly OpCase[] = [
  ...pairLoss("MSELoss", "mse_loss"),
  ...pairLoss("L1Loss", "l1_loss"),
  ...pairLoss("SmoothL1Loss", "smooth_l1_loss"),
  ...pairLoss("HuberLoss", "huber_loss"),
  ...pairLoss("BCELoss", "binary_cross_entropy", [0.1, 0.9], [0, 1]),
  ...pairLoss("BCEWithLogitsLoss", "binary_cross_entropy_with_logits", [-3, 3], [0, 1]),
  made("nn.CrossEntropyLoss", ({ t }) => new t.nn.CrossEntropyLoss(), "F.cross_entropy(a, b)", {
    inputs: (at) => [matrix(at), classes(at, at.columns)],
  }),
  made("nn.CrossEntropyLoss, 10 classes", ({ t }) => new t.nn.CrossEntropyLoss(), "F.cross_entropy(a, b)", {
    of: "nn.CrossEntropyLoss",
    inputs: ({ n }) => [
      { shape: [n / 10, 10], low: -3, high: 3 },
      { shape: [n / 10], low: 0, high: 10, dtype: "int32" },
    ],
  }),
  made(
    "nn.CrossEntropyLoss, of probabilities",
    ({ t }) => new t.nn.CrossEntropyLoss(),
    "F.cross_entropy(a, b)",
    { of: "nn.CrossEntropyLoss", inputs: (at) => [matrix(at), target(at, 0, 1)] },
  ),
  made(
    "nn.CrossEntropyLoss, smoothed",
    ({ t }) => new t.nn.CrossEntropyLoss({ labelSmoothing: 0.1 }),
    "F.cross_entropy(a, b, label_smoothing=0.1)",
    { of: "nn.CrossEntropyLoss", inputs: (at) => [matrix(at), classes(at, at.columns)] },
  ),
  made("nn.NLLLoss", ({ t }) => new t.nn.NLLLoss(), "F.nll_loss(a, b)", {
    inputs: (at) => [matrix(at), classes(at, at.columns)],
  }),
];

type Stepping = new (parameters: Tensor[], options: object) => { step: () => void };
const optimiser = (name: string, options: object, torch: string, how = ""): OpCase =>
  made(
    `optim.${name}${how}`,
    ({ t, dtype, rows, columns }) => {
      const w = t.ones(rows, columns, { dtype, requiresGrad: true });
      w.grad = t.full([rows, columns], 0.01, { dtype });
      const optimizer = new (t.optim as unknown as Record<string, Stepping>)[name]([w], options);
      return () => {
        optimizer.step();
        return w.detach();
      };
    },
    "stepped()",
    {
      of: `optim.${name}`,
      ...forwardOnly,
      inputs: () => [],
      layouts: ["contiguous"],
      dtypes: floats,
      setup: [
        "w = torch.ones(rows, columns, dtype=dtype, requires_grad=True)",
        "w.grad = torch.full((rows, columns), 0.01, dtype=dtype)",
        `optimizer = torch.optim.${name}([w], ${torch})`,
        "def stepped():\n    optimizer.step()\n    return w.detach()",
      ].join("\n"),
    },
  );

export const optimisers: readonly OpCase[] = [
  optimiser("SGD", { lr: 1e-4 }, "lr=1e-4"),
  optimiser("SGD", { lr: 1e-4, momentum: 0.9 }, "lr=1e-4, momentum=0.9", ", with momentum"),
  optimiser("Adam", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("AdamW", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("RMSprop", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("Adagrad", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("Adadelta", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("NAdam", { lr: 1e-5 }, "lr=1e-5"),
  optimiser("RAdam", { lr: 1e-5 }, "lr=1e-5"),
  made(
    "nn.utils.clipGradNorm_",
    ({ t, dtype, rows, columns }) => {
      const w = t.ones(rows, columns, { dtype, requiresGrad: true });
      w.grad = t.full([rows, columns], 0.01, { dtype });
      return () => {
        t.nn.utils.clipGradNorm_([w], 1);
        return w.detach();
      };
    },
    "clipped()",
    {
      ...forwardOnly,
      of: ["nn.utils.clipGradNorm_", "nn.utils.clipGradValue_"],
      inputs: () => [],
      layouts: ["contiguous"],
      setup:
        "w = torch.ones(rows, columns, dtype=dtype, requires_grad=True)\n" +
        "w.grad = torch.full((rows, columns), 0.01, dtype=dtype)\n" +
        "def clipped():\n    nn.utils.clip_grad_norm_([w], 1)\n    return w.detach()",
    },
  ),
  op(
    "noGrad, a chain of 4",
    (t) => (a) => t.noGrad(() => a.mul(2).add(1).relu().sub(3)),
    "(a * 2 + 1).relu() - 3",
    { ...forwardOnly, inputs: one(), of: "noGrad" },
  ),
];
