/** Layers of sequences: recurrent ones, embeddings, attention. */
import { type Call, made, op, type OpCase, type OpInput, type Scale } from "./opCase.ts";
import { layer, type Layered } from "./training.ts";

/** 25 steps of 40 numbers. */
const [STEPS, WIDTH, HEADS] = [25, 40, 4];
const series = ({ n }: Scale): OpInput => ({ shape: [STEPS, n / STEPS / WIDTH, WIDTH], low: -1, high: 1 });
const batch = ({ n }: Scale): OpInput => ({ shape: [n / WIDTH, WIDTH], low: -1, high: 1 });
const common = { layouts: ["contiguous"] as const, atMost: 100_000 };

type Sized = new (width: number, size: number) => Layered;
type First = (...inputs: unknown[]) => readonly unknown[];

/** A layer of the sizes 40 and `size`, whose first result counts. */
function sized(
  name: string,
  size: number,
  inputs: OpCase["inputs"],
  call = "layer(a)",
  first = true,
): OpCase {
  const row = layer(
    `nn.${name}`,
    (t) => new (t.nn as unknown as Record<string, Sized>)[name](WIDTH, size) as never,
    `nn.${name}(${WIDTH}, ${size})`,
  );
  const make: OpCase["make"] = (scope) => {
    const made = row.make(scope) as unknown as First;
    return ((...given) => {
      // Attention asks for query, key and value.
      const result = made(...(call === "layer(a)" ? given : [given[0], given[0], given[0]]));
      return first ? result[0] : result;
    }) as Call;
  };
  return { ...row, ...common, inputs, make, torch: first ? `${call}[0]` : call };
}

const one: OpCase["inputs"] = (at) => [series(at)];
const step: OpCase["inputs"] = (at) => [batch(at)];

type Stacked = new (layer: unknown, layers: number) => Layered;
type Block = new (width: number, heads: number, options: object) => Layered;

/** A layer of a Transformer, or two of them, without dropout. */
function transformer(name: string, many: boolean): OpCase[] {
  const one = `nn.Transformer${name}Layer(${WIDTH}, ${HEADS}, dim_feedforward=80, dropout=0)`;
  const decodes = name === "Decoder";
  const row = layer(
    `nn.Transformer${name}${many ? "" : "Layer"}`,
    ({ nn }) => {
      const kinds = nn as unknown as Record<string, Block & Stacked>;
      const block = new kinds[`Transformer${name}Layer`](WIDTH, HEADS, { dimFeedforward: 80, dropout: 0 });
      return (many ? new kinds[`Transformer${name}`](block, 2) : block) as never;
    },
    many ? `nn.Transformer${name}(${one}, 2)` : one,
  );
  const inputs: OpCase["inputs"] = (at) => (decodes ? [series(at), series(at)] : [series(at)]);
  // The gradients of a norm's factors add up to 0: normed rows do. Each is some hundreds, and so is what they round.
  return [{ ...row, ...common, inputs, rounded: 10, torch: decodes ? "layer(a, b)" : "layer(a)" }];
}

export const sequences: readonly OpCase[] = [
  op("nn.functional.embedding", (t) => (a, b) => t.nn.functional.embedding(a, b), "F.embedding(a, b)", {
    of: ["nn.functional.embedding", "nn.Embedding"],
    layouts: ["contiguous"],
    inputs: ({ n }) => [
      { shape: [n / WIDTH], low: 0, high: 1000, dtype: "int32" },
      { shape: [1000, WIDTH], low: -1, high: 1 },
    ],
  }),
  op(
    "nn.functional.embeddingBag",
    (t) => (a, b) => t.nn.functional.embeddingBag(a, b, null, { mode: "sum" }),
    "F.embedding_bag(a, b, mode='sum')",
    {
      of: ["nn.functional.embeddingBag", "nn.EmbeddingBag"],
      layouts: ["contiguous"],
      inputs: ({ n }) => [
        { shape: [n / WIDTH / 5, 5], low: 0, high: 1000, dtype: "int32" },
        { shape: [1000, WIDTH], low: -1, high: 1 },
      ],
    },
  ),
  sized("RNN", 64, one),
  sized("GRU", 64, one),
  sized("LSTM", 64, one),
  sized("RNNCell", 64, step, "layer(a)", false),
  sized("GRUCell", 64, step, "layer(a)", false),
  sized("LSTMCell", 64, step),
  sized("MultiheadAttention", HEADS, one, "layer(a, a, a)"),
  made(
    "nn.functional.scaledDotProductAttention",
    ({ t }) =>
      (a, b, c) =>
        t.nn.functional.scaledDotProductAttention(a, b, c),
    "torch.softmax(a @ b.transpose(-2, -1) / math.sqrt(10), -1) @ c",
    {
      ...common,
      inputs: ({ n }) =>
        Array.from({ length: 3 }, () => ({ shape: [n / 1000, HEADS, STEPS, 10], low: -1, high: 1 })),
    },
  ),
  ...["Encoder", "Decoder"].flatMap((name) => [...transformer(name, false), ...transformer(name, true)]),
];
