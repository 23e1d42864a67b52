/** Layers of images and signals: convolutions, pools, padding, and how they are normed. */
import type { Tensor } from "../../../engine/index.ts";
import { made, type OpCase, type Scale } from "./opCase.ts";
import { layer, type Layered } from "./training.ts";

/** Images of 8 channels, and 5 × 5 pixels, or signals of 25 numbers. */
const CHANNELS = 8;
const images: OpCase["inputs"] = ({ n }: Scale) => [{ shape: [n / 200, CHANNELS, 5, 5], low: -1, high: 1 }];
const signals: OpCase["inputs"] = ({ n }: Scale) => [{ shape: [n / 200, CHANNELS, 25], low: -1, high: 1 }];

type Made = new (...args: unknown[]) => Layered & ((x: Tensor) => Tensor);

/** `nn.name(args)`, in the arguments that both sides share. */
function image(
  name: string,
  args: readonly (number | readonly number[])[],
  others: readonly string[] = [],
): OpCase {
  const row = layer(
    `nn.${name}`,
    ({ nn }) => new (nn as unknown as Record<string, Made>)[name](...args),
    `nn.${name}(${args.map((arg) => (typeof arg === "number" ? String(arg) : `(${arg.join(", ")})`)).join(", ")})`,
  );
  const inputs = name.endsWith("1d") ? signals : images;
  return { ...row, of: [`nn.${name}`, ...others], inputs, layouts: ["contiguous"], atMost: 100_000 };
}

const functional = (names: string): string[] => names.split(" ").map((name) => `nn.functional.${name}`);

export const imageLayers: readonly OpCase[] = [
  image("Conv1d", [CHANNELS, 16, 3], functional("conv1d")),
  image("Conv2d", [CHANNELS, 16, 3], ["nn.LazyConv2d", ...functional("conv2d")]),
  image("ConvTranspose1d", [CHANNELS, 4, 3], functional("convTranspose1d")),
  image("ConvTranspose2d", [CHANNELS, 4, 3], functional("convTranspose2d")),
  image("MaxPool1d", [2], functional("maxPool1d maxPool1dWithIndices")),
  image("MaxPool2d", [2], functional("maxPool2d maxPool2dWithIndices")),
  image("AvgPool1d", [2], functional("avgPool1d")),
  image("AvgPool2d", [2], functional("avgPool2d")),
  image("AdaptiveAvgPool1d", [5], functional("adaptiveAvgPool1d")),
  image("AdaptiveAvgPool2d", [2], functional("adaptiveAvgPool2d")),
  image("AdaptiveMaxPool1d", [5], functional("adaptiveMaxPool1d")),
  image("AdaptiveMaxPool2d", [2], functional("adaptiveMaxPool2d")),
  // The gradient of a sum of what has mean 0 is nothing but rounding.
  { ...image("BatchNorm2d", [CHANNELS]), rounded: 10 },
  { ...image("GroupNorm", [2, CHANNELS], functional("groupNorm")), rounded: 10 },
  { ...image("InstanceNorm1d", [CHANNELS]), rounded: 10 },
  { ...image("InstanceNorm2d", [CHANNELS], functional("instanceNorm")), rounded: 10 },
  image("ConstantPad2d", [1, 3], functional("pad")),
  image("ZeroPad2d", [1]),
  image("ReflectionPad2d", [1]),
  image("ReplicationPad2d", [1]),
  image("Unfold", [[3, 3]], functional("unfold")),
  made(
    "nn.Fold",
    ({ t }) => new (t.nn as unknown as Record<string, Made>)["Fold"]([5, 5], [3, 3]),
    "nn.Fold((5, 5), (3, 3))(a)",
    {
      of: ["nn.Fold", ...functional("fold")],
      layouts: ["contiguous"],
      atMost: 100_000,
      inputs: ({ n }) => [{ shape: [n / 200, 8 * 9, 9], low: -1, high: 1 }],
    },
  ),
  {
    ...image("Dropout2d", [0.4], functional("dropout2d")),
    setup: "torch.manual_seed(0)\nlayer = nn.Dropout2d(0.4)",
    dtypes: ["float32"],
  },
];
