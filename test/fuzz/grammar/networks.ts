/** Layers of networks with any of their options, inputs that fit them, and passes there and back. */
import * as torch from "../../../engine/index.ts";
import { encoded, makeStep, type Step } from "../program.ts";
import type { Rng } from "../random.ts";
import { varied } from "./losses.ts";
import { type Entry, py, step, type World } from "./world.ts";

const { nn } = torch;

type Value = number | boolean | string | null | readonly number[];

/** An argument or an option by its name in each language. */
type Option = readonly [ts: string, py: string, value: Value];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const option = (name: string, value: Value): Option => [name, snake(name), value];

function spelt(value: Value, language: "ts" | "py"): string {
  if (typeof value === "string")
    return language === "py" && /^float/.test(value) ? `torch.${value}` : `"${value}"`;
  if (typeof value === "boolean") return language === "py" ? py(value) : String(value);
  if (value === null) return language === "py" ? "None" : "null";
  if (typeof value === "number") return String(value);
  return language === "py" ? `(${value.join(", ")})` : `[${value.join(", ")}]`;
}

function layer(name: string, given: readonly Value[], options: readonly Option[]): Step {
  const named = (language: "ts" | "py") =>
    options.map(([ts, python, value]) =>
      language === "ts" ? `${ts}: ${spelt(value, "ts")}` : `${python}=${spelt(value, "py")}`,
    );
  const [ts, python] = (["ts", "py"] as const).map((language) =>
    given.map((value) => spelt(value, language)),
  );
  const object = options.length > 0 ? [`{ ${named("ts").join(", ")} }`] : [];
  return step(
    name,
    [],
    `new torch.nn.${name}(${[...ts, ...object].join(", ")})`,
    `nn.${name}(${[...python, ...named("py")].join(", ")})`,
    { module: true },
  );
}

/** Those of `options` that chance leaves. */
const some = (rng: Rng, ...options: readonly Option[]): Option[] => options.filter(() => rng.chance(0.4));

const dtype = ({ rng, flavour }: World): Option[] =>
  rng.pick(flavour.dtypes) === "float64" ? [option("dtype", "float64")] : [];

/** A number for all axes, or one for each. */
const sizes = (rng: Rng, rank: number, of: readonly number[]): number | number[] =>
  rank === 2 && rng.chance(0.4) ? [rng.pick(of), rng.pick(of)] : rng.pick(of);

function convolution(world: World): Step {
  const { rng } = world;
  const rank = rng.pick([1, 2, 2]);
  const groups = rng.pick([1, 1, 1, 2, 3]);
  const channels = [groups * rng.pick([1, 2, 3]), groups * rng.pick([1, 1, 2, 4])];
  if (world.wild()) channels[rng.int(0, 1)]++;
  const kernel = sizes(rng, rank, [1, 2, 3, 3]);
  const common = [
    ...(groups > 1 || rng.chance(0.1) ? [option("groups", groups)] : []),
    ...some(rng, option("stride", sizes(rng, rank, [1, 2, 3])), option("dilation", sizes(rng, rank, [1, 2]))),
    ...(rng.chance(0.2) ? [option("bias", false)] : []),
    ...dtype(world),
  ];
  if (rng.chance(0.3)) {
    const more = some(
      rng,
      option("padding", sizes(rng, rank, [0, 1, 2])),
      option("outputPadding", sizes(rng, rank, [0, 1])),
    );
    return layer(`ConvTranspose${rank}d`, [...channels, kernel], [...common, ...more]);
  }
  const padding = rng.pick<Value>([0, sizes(rng, rank, [1, 2]), sizes(rng, rank, [1, 2]), "same", "valid"]);
  const mode = rng.pick(["zeros", "zeros", "zeros", "reflect", "replicate", "circular"]);
  const more = [
    ...(padding === 0 ? [] : [option("padding", padding)]),
    ...(mode === "zeros" ? [] : [option("paddingMode", mode)]),
  ];
  return layer(`Conv${rank}d`, [...channels, kernel], [...common, ...more]);
}

function window(world: World): Step {
  const { rng } = world;
  const rank = rng.pick([1, 2, 2]);
  const kernel = sizes(rng, rank, [1, 2, 3]);
  const strides = some(rng, option("stride", sizes(rng, rank, [1, 2, 3])));
  const padding = some(rng, option("padding", sizes(rng, rank, [0, 1])));
  const dilation = some(rng, option("dilation", sizes(rng, rank, [1, 2])));
  const ceil = rng.chance(0.3) ? [option("ceilMode", true)] : [];
  const target = sizes(rng, rank, [1, 2, 3, 5]);
  const sides = rng.chance(0.5)
    ? rng.int(0, 2)
    : [rng.int(0, 2), rng.int(0, 2), rng.int(0, 2), rng.int(-1, 2)];
  return rng.pick([
    () => layer(`MaxPool${rank}d`, [kernel], [...strides, ...padding, ...dilation, ...ceil]),
    () =>
      layer(
        `AvgPool${rank}d`,
        [kernel],
        [...strides, ...padding, ...ceil, ...(rng.chance(0.3) ? [option("countIncludePad", false)] : [])],
      ),
    () => layer(`Adaptive${rng.pick(["Avg", "Max"])}Pool${rank}d`, [target], []),
    () =>
      layer(
        "Unfold",
        [sizes(rng, 2, [1, 2, 3])],
        [...some(rng, option("stride", rng.int(1, 2))), ...some(rng, option("padding", rng.int(0, 1)))],
      ),
    () => layer(`${rng.pick(["Zero", "Reflection", "Replication"])}Pad2d`, [sides], []),
    () => layer("ConstantPad2d", [sides, rng.int(-4, 4) / 2], []),
  ])();
}

function normalisation(world: World): Step {
  const { rng } = world;
  const groups = rng.int(1, 3);
  const channels = groups * rng.int(1, 2);
  const affine = rng.chance(0.3) ? [option("affine", rng.chance(0.5))] : [];
  const tracked = rng.chance(0.3) ? [option("trackRunningStats", rng.chance(0.5))] : [];
  const momentum = rng.chance(0.2) ? [option("momentum", rng.pick([null, 0.5]))] : [];
  return rng.pick([
    () => layer("BatchNorm2d", [channels], [...affine, ...tracked, ...momentum]),
    () => layer(`InstanceNorm${rng.int(1, 2)}d`, [channels], [...affine, ...tracked]),
    () => layer("GroupNorm", [groups, channels], affine),
  ])();
}

function recurrence({ rng }: World): Step {
  const given = [rng.int(1, 4), rng.int(1, 4)];
  const bias = rng.chance(0.2) ? [option("bias", false)] : [];
  const relu = rng.chance(0.4) ? [option("nonlinearity", "relu")] : [];
  const kind = rng.pick(["RNN", "GRU", "LSTM"]);
  const own = kind === "RNN" ? [...bias, ...relu] : bias;
  if (rng.chance(0.25)) return layer(`${kind}Cell`, given, own);
  const more = some(
    rng,
    option("numLayers", rng.int(1, 3)),
    option("bidirectional", true),
    option("batchFirst", true),
  );
  return layer(kind, given, [...own, ...more]);
}

function attention({ rng }: World): Step {
  const heads = rng.int(1, 2);
  const width = heads * rng.int(1, 3);
  const first = rng.chance(0.4) ? [option("batchFirst", true)] : [];
  if (rng.chance(0.5))
    return layer(
      "MultiheadAttention",
      [width, heads],
      [...first, ...(rng.chance(0.2) ? [option("bias", false)] : [])],
    );
  const activation = rng.chance(0.4) ? [option("activation", "gelu")] : [];
  const norm = rng.chance(0.4) ? [option("normFirst", true)] : [];
  // LayerNorm of one or two numbers shows rounding alone.
  return layer(
    "TransformerEncoderLayer",
    [3 * width, heads],
    [option("dimFeedforward", rng.int(1, 5)), option("dropout", 0), ...activation, ...norm, ...first],
  );
}

function table({ rng }: World): Step {
  const given = [rng.int(2, 6), rng.int(1, 4)];
  const padding = rng.chance(0.3) ? [option("paddingIdx", rng.int(-1, 1))] : [];
  return rng.chance(0.5)
    ? layer("Embedding", given, padding)
    : layer("EmbeddingBag", given, [option("mode", rng.pick(["mean", "sum", "max"])), ...padding]);
}

interface Input {
  shape: readonly number[];
  /** Whole numbers below it; any numbers where it is left out. */
  below?: number;
}

const oneAxis = [
  nn.Conv1d,
  nn.ConvTranspose1d,
  nn.MaxPool1d,
  nn.AvgPool1d,
  nn.AdaptiveAvgPool1d,
  nn.AdaptiveMaxPool1d,
  nn.InstanceNorm1d,
];
const twoAxes = [
  ...[nn.Conv2d, nn.ConvTranspose2d, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d],
  ...[nn.Unfold, nn.ZeroPad2d, nn.ReflectionPad2d, nn.ReplicationPad2d, nn.ConstantPad2d],
  ...[nn.BatchNorm2d, nn.InstanceNorm2d, nn.GroupNorm],
];
const recurrent = [nn.RNN, nn.GRU, nn.LSTM];
const cells = [nn.RNNCell, nn.GRUCell, nn.LSTMCell];
const attentive = [nn.MultiheadAttention, nn.TransformerEncoderLayer];
const tables = [nn.Embedding, nn.EmbeddingBag];
const isOne = (net: object, of: readonly (abstract new (...all: never[]) => object)[]): boolean =>
  of.some((type) => net instanceof type);
const norms = [nn.BatchNorm2d, nn.InstanceNorm1d, nn.InstanceNorm2d, nn.GroupNorm];

/** What `net` takes, mostly; null for what is none of ours. */
function inputOf(net: torch.nn.Module, world: World): Input | null {
  const { rng } = world;
  // What only some layers have, read by name.
  const sized = net as unknown as { batchFirst?: boolean } & Partial<
    Record<"inChannels" | "numFeatures" | "numChannels" | "inputSize" | "numEmbeddings", number>
  >;
  const many = (most: number): number => (rng.chance(0.03) ? 0 : rng.int(1, most));
  const wrong = world.wild() ? 1 : 0;
  if (isOne(net, [...oneAxis, ...twoAxes])) {
    const channels = (sized.inChannels ?? sized.numFeatures ?? sized.numChannels ?? rng.int(1, 3)) + wrong;
    const low = isOne(net, norms) ? 3 : 1;
    const space = Array.from({ length: isOne(net, oneAxis) ? 1 : 2 }, () => rng.int(low, 8));
    const batch = isOne(net, norms) ? [rng.int(2, 3)] : rng.chance(0.15) ? [] : [many(3)];
    return { shape: [...batch, channels, ...space] };
  }
  if (isOne(net, recurrent)) {
    const [steps, batch] = [rng.int(1, 5), many(3)];
    const lead = rng.chance(0.15) ? [steps] : sized.batchFirst ? [batch, steps] : [steps, batch];
    return { shape: [...lead, (sized.inputSize ?? 1) + wrong] };
  }
  if (isOne(net, cells))
    return { shape: [...(rng.chance(0.15) ? [] : [many(3)]), (sized.inputSize ?? 1) + wrong] };
  if (isOne(net, attentive)) {
    const width = net.parameters().at(0)?.array.shape.at(-1) ?? 1;
    return {
      shape: [...(rng.chance(0.15) ? [rng.int(1, 4)] : [rng.int(1, 4), rng.int(1, 3)]), width + wrong],
    };
  }
  if (!isOne(net, tables)) return null;
  const below = (sized.numEmbeddings ?? 1) + wrong;
  return {
    shape: net instanceof nn.EmbeddingBag || rng.chance(0.5) ? [many(3), rng.int(1, 4)] : [many(4)],
    below,
  };
}

const families = [...oneAxis, ...twoAxes, ...recurrent, ...cells, ...attentive, ...tables];

/** Whether inputs and passes of it are made here. */
export const isNetwork = (value: unknown): boolean => typeof value === "function" && isOne(value, families);

const aNet = (world: World): number | null => {
  const fits = world.all(isNetwork);
  return fits.length === 0 ? null : fits[world.rng.int(Math.max(0, fits.length - 2), fits.length - 1)];
};
const dtypeOf = (net: torch.nn.Module): "float32" | "float64" =>
  net.parameters().at(0)?.dtype === "float64" ? "float64" : "float32";

function fitsIn(net: torch.nn.Module, x: torch.Tensor, wanted: Input): boolean {
  if (wanted.below !== undefined) return x.dtype === "int32" && x.array.shape.length === wanted.shape.length;
  const given = x.array.shape;
  if (isOne(net, [...norms, nn.TransformerEncoderLayer]) && !varied(x, [-1])) return false;
  return (
    (net.parameters().length === 0 ? x.dtype.startsWith("float") : x.dtype === dtypeOf(net)) &&
    given.length === wanted.shape.length &&
    // Recurrent and attentive layers have their width last, the others at the axis of channels.
    (isOne(net, [...oneAxis, ...twoAxes])
      ? given.at(isOne(net, oneAxis) ? -2 : -3) === wanted.shape.at(isOne(net, oneAxis) ? -2 : -3)
      : given.at(-1) === wanted.shape.at(-1))
  );
}

/** A net, something that fits it, and the text of the call. */
function pass(world: World): { operands: [number, number]; call: string } | null {
  const at = aNet(world);
  if (at === null) return null;
  const net = world.value(at) as torch.nn.Module;
  const wanted = inputOf(net, world);
  const input = wanted && world.tensor((x) => fitsIn(net, x, wanted));
  if (input === null) return null;
  return { operands: [at, input], call: net instanceof nn.MultiheadAttention ? "a(b, b, b)" : "a(b)" };
}

const several = [...recurrent, nn.LSTMCell, nn.MultiheadAttention];

export const networkEntries: Entry[] = [
  {
    name: "network",
    family: "networks",
    weight: 1.5,
    generate: (world) =>
      world.rng.pick([
        convolution,
        convolution,
        window,
        normalisation,
        recurrence,
        recurrence,
        attention,
        table,
      ])(world),
  },
  {
    name: "input of a network",
    family: "networks",
    weight: 2,
    generate: (world) => {
      const at = aNet(world);
      if (at === null) return null;
      const net = world.value(at) as torch.nn.Module;
      const wanted = inputOf(net, world);
      if (!wanted) return null;
      const { rng } = world;
      const count = wanted.shape.reduce((a, b) => a * b, 1);
      if (wanted.below !== undefined) {
        const values = Array.from({ length: count }, () => rng.int(0, (wanted.below ?? 1) - 1));
        return makeStep({ shape: wanted.shape, dtype: "int32", values, requiresGrad: false });
      }
      // All different, mostly: normalising equal numbers shows rounding alone.
      const values = Array.from({ length: count }, () => encoded(rng.int(-192, 192) / 64));
      return makeStep({ shape: wanted.shape, dtype: dtypeOf(net), values, requiresGrad: rng.chance(0.7) });
    },
  },
  {
    name: "pass of a network",
    family: "networks",
    weight: 2.5,
    generate: (world) => {
      const found = pass(world);
      return found && step("pass", found.operands, found.call, found.call);
    },
  },
  {
    name: "pass there and back",
    family: "networks",
    weight: 2,
    generate: (world) => {
      const found = pass(world);
      if (!found) return null;
      const first = isOne(world.value(found.operands[0]) as object, several)
        ? `${found.call}[0]`
        : found.call;
      const text = world.rng.pick([
        `${first}.sum().backward()`,
        `${first}.mul(${first}).mean().backward()`,
        `${first}.tanh().sum().backward()`,
      ]);
      return step("backward", found.operands, text, text);
    },
  },
  {
    name: "mode of a network",
    family: "networks",
    weight: 0.4,
    generate: (world) => {
      const at = aNet(world);
      const name = world.rng.pick(["eval", "train", "zeroGrad"]);
      if (at === null) return null;
      const python = name === "zeroGrad" ? "zero_grad(set_to_none=True)" : `${name}()`;
      return step(name, [at], `a.${name}()`, `a.${python}`, { statement: true });
    },
  },
];
