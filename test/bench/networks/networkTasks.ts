/** Training steps of convolutional, recurrent and attention networks: sizes, parameters, data. */

/** Uniform numbers in ±bound around `around`; whole ones of 0 … classes − 1 where there are classes. */
export interface NetworkArray {
  name: string;
  shape: number[];
  bound: number;
  around?: number;
  classes?: number;
}

/** A step of SGD on one batch: forward, loss, backward, update. */
export interface NetworkTask {
  kind: "network";
  name: string;
  net: "lenet" | "residual" | "gru" | "lstm" | "encoder" | "embedding";
  lr: number;
  /** By their names in PyTorch's state dicts. */
  parameters: NetworkArray[];
  /** `x`, and the target `y`. */
  inputs: NetworkArray[];
}

/** A weight and a bias of a layer with so many inputs to each of its outputs. */
function layer(name: string, shape: number[]): NetworkArray[] {
  const bound = 1 / Math.sqrt(shape.slice(1).reduce((a, b) => a * b, 1));
  return [
    { name: `${name}.weight`, shape, bound },
    { name: `${name}.bias`, shape: shape.slice(0, 1), bound },
  ];
}

function norm(name: string, width: number): NetworkArray[] {
  return [
    { name: `${name}.weight`, shape: [width], bound: 0.2, around: 1 },
    { name: `${name}.bias`, shape: [width], bound: 0.2 },
  ];
}

const numbers = (name: string, ...shape: number[]): NetworkArray => ({ name, shape, bound: 1 });

const [HIDDEN, STEPS, BATCH, WORDS] = [256, 35, 32, 28];

function recurrent(net: "gru" | "lstm", gates: number): NetworkTask {
  const bound = 1 / Math.sqrt(HIDDEN);
  const rows = gates * HIDDEN;
  const shapes = { weight_ih: [rows, WORDS], weight_hh: [rows, HIDDEN], bias_ih: [rows], bias_hh: [rows] };
  return {
    kind: "network",
    name: `${net.toUpperCase()} ${HIDDEN} over ${STEPS} steps, batch ${BATCH}`,
    net,
    lr: 0.5,
    parameters: [
      ...Object.entries(shapes).map(([name, shape]) => ({ name: `rnn.${name}_l0`, shape, bound })),
      ...layer("out", [WORDS, HIDDEN]),
    ],
    inputs: [
      numbers("x", STEPS, BATCH, WORDS),
      { name: "y", shape: [STEPS * BATCH], bound: 0, classes: WORDS },
    ],
  };
}

export const networkTasks: readonly NetworkTask[] = [
  {
    kind: "network",
    name: "LeNet on 28×28, batch 256",
    net: "lenet",
    lr: 0.1,
    parameters: [
      ...layer("0", [6, 1, 5, 5]),
      ...layer("3", [16, 6, 5, 5]),
      ...layer("7", [120, 400]),
      ...layer("9", [84, 120]),
      ...layer("11", [10, 84]),
    ],
    inputs: [numbers("x", 256, 1, 28, 28), { name: "y", shape: [256], bound: 0, classes: 10 }],
  },
  {
    kind: "network",
    name: "residual block, 64 channels of 28×28, batch 32",
    net: "residual",
    lr: 0.1,
    parameters: [
      ...layer("conv1", [64, 64, 3, 3]),
      ...norm("bn1", 64),
      ...layer("conv2", [64, 64, 3, 3]),
      ...norm("bn2", 64),
    ],
    inputs: [numbers("x", 32, 64, 28, 28), numbers("y", 32, 64, 28, 28)],
  },
  recurrent("gru", 3),
  recurrent("lstm", 4),
  {
    kind: "network",
    name: "Transformer encoder block, width 64, 4 heads, 64 tokens, batch 32",
    net: "encoder",
    lr: 0.1,
    parameters: [
      { name: "self_attn.in_proj_weight", shape: [192, 64], bound: 0.15 },
      { name: "self_attn.in_proj_bias", shape: [192], bound: 0.1 },
      ...layer("self_attn.out_proj", [64, 64]),
      ...layer("linear1", [256, 64]),
      ...layer("linear2", [64, 256]),
      ...norm("norm1", 64),
      ...norm("norm2", 64),
    ],
    inputs: [numbers("x", 32, 64, 64), numbers("y", 32, 64, 64)],
  },
  {
    kind: "network",
    name: "Embedding of 10,000 words in 64, 35 × 32 of them",
    net: "embedding",
    lr: 10,
    parameters: [numbers("weight", 10_000, 64)],
    inputs: [{ name: "x", shape: [STEPS, BATCH], bound: 0, classes: 10_000 }, numbers("y", STEPS, BATCH, 64)],
  },
];
