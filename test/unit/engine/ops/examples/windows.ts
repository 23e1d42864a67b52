/** Of windows over images: convolutions, pools, columns and padding. */
import { nn, type Tensor } from "../../../../../engine/index.ts";
import { example, type Example, type ExampleInput, type Row, specials } from "./example.ts";

const F = nn.functional;

/** Strides, paddings, dilations and groups at which windows go wrong, in our words and in PyTorch's. */
const conv2dUses: readonly [F2: Parameters<typeof F.conv2d>[3], torch: string, x: number[], w: number[]][] = [
  [{}, "", [2, 3, 5, 7], [4, 3, 3, 3]],
  [{}, "", [4, 3, 4], [5, 4, 1, 1]],
  [{}, "", [2, 17, 1, 5], [3, 17, 1, 4]],
  [{ padding: 1 }, "padding=1", [2, 1, 6, 5], [2, 1, 3, 3]],
  [2, "stride=2", [1, 2, 7, 8], [3, 2, 2, 3]],
  [{ padding: "same" }, "padding='same'", [1, 2, 5, 6], [2, 2, 4, 3]],
  [{ padding: "valid" }, "padding='valid'", [1, 2, 5, 6], [2, 2, 4, 3]],
  [{ padding: "same", dilation: 2 }, "padding='same', dilation=2", [1, 1, 5, 6], [2, 1, 2, 3]],
  [
    { stride: [2, 1], padding: [1, 3], dilation: [1, 2] },
    "stride=(2, 1), padding=(1, 3), dilation=(1, 2)",
    [2, 2, 5, 5],
    [3, 2, 3, 4],
  ],
  [{ groups: 2 }, "groups=2", [2, 4, 4, 5], [6, 2, 2, 3]],
  [{ groups: 3, padding: 1 }, "groups=3, padding=1", [2, 3, 5, 6], [3, 1, 3, 3]],
  [{ groups: 2, padding: 2, stride: 3 }, "groups=2, padding=2, stride=3", [1, 2, 7, 9], [6, 1, 3, 2]],
  [{ stride: 3 }, "stride=3", [1, 2, 7, 7], [3, 2, 1, 1]],
  [{}, "", [0, 2, 3, 3], [2, 2, 2, 2]],
];

function withBias(
  run: (x: Tensor, w: Tensor, b?: Tensor | null) => Tensor,
  call: string,
  options: string,
  x: readonly number[],
  w: readonly number[],
  outputs = w[0],
): Example[] {
  const rest = options ? `, ${options}` : "";
  return [
    example((a, b, c) => run(a, b, c), `F.${call}(a, b, c${rest})`, [x, w, [outputs]]),
    example((a, b) => run(a, b), `F.${call}(a, b${rest})`, [x, { shape: w, transposed: true }]),
  ];
}

export const convolutionRows: readonly Row[] = [
  {
    name: "conv2d",
    examples: () =>
      conv2dUses.flatMap(([options, torch, x, w]) =>
        withBias((a, b, c = null) => F.conv2d(a, b, c, options), "conv2d", torch, x, w),
      ),
  },
  {
    name: "conv1d",
    examples: () => [
      ...withBias((a, b, c = null) => F.conv1d(a, b, c), "conv1d", "", [2, 3, 9], [4, 3, 3]),
      ...withBias((a, b, c = null) => F.conv1d(a, b, c), "conv1d", "", [3, 5], [1, 3, 2]),
      ...withBias(
        (a, b, c = null) => F.conv1d(a, b, c, { stride: 2, padding: 2, dilation: 2, groups: 2 }),
        "conv1d",
        "stride=2, padding=2, dilation=2, groups=2",
        [2, 4, 9],
        [6, 2, 3],
      ),
      ...withBias(
        (a, b, c = null) => F.conv1d(a, b, c, { padding: "same" }),
        "conv1d",
        "padding='same'",
        [1, 1, 17],
        [1, 1, 4],
      ),
    ],
  },
  {
    name: "convTranspose2d",
    examples: () => [
      ...withBias((a, b, c = null) => F.convTranspose2d(a, b, c), "conv_transpose2d", "", [2, 3, 3, 4], [3, 2, 2, 3], 2),
      ...withBias((a, b, c = null) => F.convTranspose2d(a, b, c, 2), "conv_transpose2d", "stride=2", [3, 4, 2], [3, 1, 2, 2], 1),
      ...withBias(
        (a, b, c = null) => F.convTranspose2d(a, b, c, { stride: [3, 2], padding: 1, outputPadding: [2, 1], groups: 2, dilation: [1, 2] }),
        "conv_transpose2d",
        "stride=(3, 2), padding=1, output_padding=(2, 1), groups=2, dilation=(1, 2)",
        [2, 4, 3, 2],
        [4, 3, 3, 2],
        6,
      ),
    ],
  },
  {
    name: "convTranspose1d",
    examples: () => [
      ...withBias((a, b, c = null) => F.convTranspose1d(a, b, c), "conv_transpose1d", "", [2, 3, 5], [3, 2, 3], 2),
      ...withBias((a, b, c = null) => F.convTranspose1d(a, b, c, { stride: 3, padding: 1, outputPadding: 2 }), "conv_transpose1d", "stride=3, padding=1, output_padding=2", [2, 4], [2, 1, 4], 1),
    ],
  },
];

const spread = (...shape: number[]): ExampleInput => ({ shape, low: -9, high: 9 });

const poolUses: readonly [
  size: number | [number, number],
  options: nn.functional.PoolOptions,
  torch: string,
  x: ExampleInput,
][] = [
  [2, {}, "2", spread(2, 3, 6, 8)],
  [2, {}, "2", spread(2, 3, 7, 5)],
  [3, { stride: 2, padding: 1 }, "3, stride=2, padding=1", spread(2, 2, 7, 9)],
  [[2, 3], { stride: [1, 2] }, "(2, 3), stride=(1, 2)", spread(3, 5, 6)],
  [3, { stride: 2, ceilMode: true }, "3, stride=2, ceil_mode=True", spread(1, 2, 6, 8)],
  [2, { stride: 3, padding: 1, ceilMode: true }, "2, stride=3, padding=1, ceil_mode=True", spread(1, 1, 7, 8)],
  [4, { stride: 3, padding: 2, ceilMode: true }, "4, stride=3, padding=2, ceil_mode=True", spread(1, 1, 6, 7)],
  [1, {}, "1", spread(1, 2, 3, 3)],
];

export const poolRows: readonly Row[] = [
  {
    name: "maxPool2d",
    examples: () => [
      ...poolUses.map(([size, options, torch, x]) => example((a) => F.maxPool2d(a, size, options), `F.max_pool2d(a, ${torch})`, [x])),
      example((a) => F.maxPool2d(a, 2, { dilation: [2, 3], stride: 1 }), "F.max_pool2d(a, 2, stride=1, dilation=(2, 3))", [spread(2, 1, 5, 6)]),
      example((a) => F.maxPool2d(a, 2, { returnIndices: true }).indices, "F.max_pool2d(a, 2, return_indices=True)[1]", [spread(2, 2, 4, 6)]),
      example((a) => F.maxPool2d(a.reshape(1, 1, 2, 5), 2, 1), "F.max_pool2d(a.reshape(1, 1, 2, 5), 2, 1)", [specials], { smooth: false }),
    ],
  },
  {
    name: "maxPool1d",
    examples: () => [
      example((a) => F.maxPool1d(a, 3, { stride: 2, padding: 1 }), "F.max_pool1d(a, 3, stride=2, padding=1)", [spread(2, 3, 9)]),
      example((a) => F.maxPool1d(a, 2), "F.max_pool1d(a, 2)", [spread(3, 5)]),
      example((a) => F.maxPool1d(a, 2, { returnIndices: true }).indices, "F.max_pool1d(a, 2, return_indices=True)[1]", [spread(2, 3, 6)]),
    ],
  },
  {
    name: "avgPool2d",
    examples: () => [
      ...poolUses.map(([size, options, torch, x]) => example((a) => F.avgPool2d(a, size, options), `F.avg_pool2d(a, ${torch})`, [x])),
      ...poolUses.map(([size, options, torch, x]) =>
        example((a) => F.avgPool2d(a, size, { ...options, countIncludePad: false }), `F.avg_pool2d(a, ${torch}, count_include_pad=False)`, [x])),
      example((a) => F.avgPool2d(a, 3, { padding: 1, divisorOverride: 5 }), "F.avg_pool2d(a, 3, padding=1, divisor_override=5)", [spread(1, 2, 5, 5)]),
      example((a) => F.avgPool2d(a.reshape(1, 1, 2, 5), 2, 1), "F.avg_pool2d(a.reshape(1, 1, 2, 5), 2, 1)", [specials], { smooth: false }),
    ],
  },
  {
    name: "avgPool1d",
    examples: () => [
      example((a) => F.avgPool1d(a, 3, { stride: 2, padding: 1 }), "F.avg_pool1d(a, 3, stride=2, padding=1)", [spread(2, 3, 9)]),
      example((a) => F.avgPool1d(a, 2), "F.avg_pool1d(a, 2)", [spread(3, 5)]),
    ],
  },
  {
    name: "adaptiveAvgPool2d",
    examples: () => [
      example((a) => F.adaptiveAvgPool2d(a, 1), "F.adaptive_avg_pool2d(a, 1)", [spread(2, 3, 5, 7)]),
      example((a) => F.adaptiveAvgPool2d(a, [2, 3]), "F.adaptive_avg_pool2d(a, (2, 3))", [spread(2, 4, 6)]),
      example((a) => F.adaptiveAvgPool2d(a, [3, 4]), "F.adaptive_avg_pool2d(a, (3, 4))", [spread(2, 2, 7, 5)]),
      example((a) => F.adaptiveAvgPool2d(a, [null, 4]), "F.adaptive_avg_pool2d(a, (None, 4))", [spread(1, 2, 3, 2)]),
      example((a) => F.adaptiveAvgPool1d(a, 3), "F.adaptive_avg_pool1d(a, 3)", [spread(2, 2, 7)]),
    ],
  },
  {
    name: "adaptiveMaxPool2d",
    examples: () => [
      example((a) => F.adaptiveMaxPool2d(a, 1), "F.adaptive_max_pool2d(a, 1)", [spread(2, 3, 5, 7)]),
      example((a) => F.adaptiveMaxPool2d(a, [2, 3]), "F.adaptive_max_pool2d(a, (2, 3))", [spread(2, 4, 6)]),
      example((a) => F.adaptiveMaxPool2d(a, [3, 4]), "F.adaptive_max_pool2d(a, (3, 4))", [spread(2, 2, 7, 5)]),
      example((a) => F.adaptiveMaxPool1d(a, 3), "F.adaptive_max_pool1d(a, 3)", [spread(2, 2, 7)]),
    ],
  },
];

export const columnRows: readonly Row[] = [
  {
    name: "unfold",
    examples: () => [
      example((a) => F.unfold(a, 2), "F.unfold(a, 2)", [[2, 3, 4, 5]]),
      example((a) => F.unfold(a, [3, 2], { dilation: [1, 2], padding: 1, stride: [2, 1] }), "F.unfold(a, (3, 2), dilation=(1, 2), padding=1, stride=(2, 1))", [[2, 1, 5, 5]]),
      example((a) => F.unfold(a, 3), "F.unfold(a, 3)", [[2, 3, 4]]),
    ],
  },
  {
    name: "fold",
    examples: () => [
      example((a) => F.fold(a, [4, 5], 2), "F.fold(a, (4, 5), 2)", [[2, 12, 12]]),
      example((a) => F.fold(a, 5, [3, 2], { dilation: [1, 2], padding: 1, stride: [2, 1] }), "F.fold(a, (5, 5), (3, 2), dilation=(1, 2), padding=1, stride=(2, 1))", [[2, 6, 15]]),
      example((a) => F.fold(a, 2, 1), "F.fold(a, (2, 2), 1)", [[3, 4]]),
    ],
  },
  {
    name: "pad",
    examples: () => [
      example((a) => F.pad(a, [1, 2]), "F.pad(a, (1, 2))", [[2, 3]]),
      example((a) => F.pad(a, [0, 1, 2, 0], "constant", -1.5), "F.pad(a, (0, 1, 2, 0), value=-1.5)", [[2, 1, 3]]),
      example((a) => F.pad(a, [-1, 2, 1, -1]), "F.pad(a, (-1, 2, 1, -1))", [[2, 3, 4]]),
      example((a) => F.pad(a, [1, 1]), "F.pad(a, (1, 1))", [[0]]),
      example((a) => F.pad(a, [2, 1], "reflect"), "F.pad(a, (2, 1), mode='reflect')", [[2, 1, 4]]),
      example((a) => F.pad(a, [2, 1, 1, 1], { mode: "reflect" }), "F.pad(a, (2, 1, 1, 1), mode='reflect')", [[1, 2, 3, 4]]),
      example((a) => F.pad(a, [2, 1, 0, 5], "replicate"), "F.pad(a, (2, 1, 0, 5), mode='replicate')", [[1, 2, 3, 2]]),
      example((a) => F.pad(a, [2, 1, 1, 3], "circular"), "F.pad(a, (2, 1, 1, 3), mode='circular')", [[1, 2, 3, 2]]),
    ],
  },
];
