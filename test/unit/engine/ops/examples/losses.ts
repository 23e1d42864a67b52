/** Of losses. */
import { fromArray, logSoftmax, reshape, type Tensor } from "../../../../../engine/index.ts";
import { crossEntropy, nll } from "../../../../../engine/ops/losses/crossEntropy.ts";
import { bce, bceWithLogits, huber, l1, mse, type Reduction, smoothL1 } from "../../../../../engine/ops/losses/losses.ts";
import { example, type Example, type Row, specials } from "./example.ts";


const classes = (...values: number[]): Tensor => fromArray(Int32Array.from(values));

function lossExamples(
  f: (x: Tensor, t: Tensor, options: { reduction?: Reduction }) => Tensor,
  torch: string,
  range: readonly [number, number] = [-3, 3],
  targets: readonly [number, number] = range,
): Example[] {
  const x = (...shape: number[]): { shape: number[]; low: number; high: number } => {
    return { shape, low: range[0], high: range[1] };
  };
  const t = (...shape: number[]): ReturnType<typeof x> => ({ shape, low: targets[0], high: targets[1] });
  const call = (reduction: Reduction): string => torch.replace(")", `, reduction='${reduction}')`);
  return [
    ...[1, 3, 4, 5, 17].map((n) => example((a, b) => f(a, b, {}), torch, [x(n), t(n)])),
    example((a, b) => f(a, b, { reduction: "sum" }), call("sum"), [x(3, 5), t(3, 5)]),
    example((a, b) => f(a, b, { reduction: "none" }), call("none"), [x(3, 5), t(3, 5)]),
    example((a, b) => f(a, b, {}), torch, [{ ...x(4, 5), transposed: true }, t(4, 5)]),
    example((a, b) => f(a, b, { reduction: "sum" }), call("sum"), [x(0), t(0)]),
  ];
}


/** Against targets of the same shape. */
export const lossRows: readonly Row[] = [
  { name: "mse", examples: () => lossExamples(mse, "F.mse_loss(a, b)") },
  { name: "l1", examples: () => lossExamples(l1, "F.l1_loss(a, b)") },
  { name: "smoothL1", examples: () => lossExamples((x, t, o) => smoothL1(x, t, { ...o, beta: 0.7 }), "F.smooth_l1_loss(a, b, beta=0.7)") },
  { name: "huber", examples: () => lossExamples((x, t, o) => huber(x, t, { ...o, delta: 1.3 }), "F.huber_loss(a, b, delta=1.3)") },
  { name: "bce", examples: () => lossExamples(bce, "F.binary_cross_entropy(a, b)", [0.1, 0.9], [0, 1]) },
  { name: "bceWithLogits", examples: () => lossExamples(bceWithLogits, "F.binary_cross_entropy_with_logits(a, b)", [-3, 3], [0, 1]) },
];

/** Against classes. */
export const crossEntropyRows: readonly Row[] = [
  { name: "crossEntropy", examples: () => [
    ...[1, 3, 4, 5, 17].map((n) =>
      example(
        (x) => crossEntropy(x, classes(0, n - 1, 0)),
        `F.cross_entropy(a, torch.tensor([0, ${n - 1}, 0]))`,
        [[3, n]],
      ),
    ),
    example(
      (x) => crossEntropy(x, classes(1, 2), { reduction: "sum" }),
      "F.cross_entropy(a, torch.tensor([1, 2]), reduction='sum')",
      [{ shape: [2, 3], transposed: true }],
    ),
    example(
      (x) => crossEntropy(x, classes(1, 2), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor([1, 2]), reduction='none')",
      [[2, 3]],
    ),
    example((x) => crossEntropy(x, fromArray([1]).at(0)), "F.cross_entropy(a, torch.tensor(1))", [[3]]),
    example(
      (x) => crossEntropy(x, fromArray([1]).at(0), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor(1), reduction='none')",
      [[3]],
    ),
    example(
      (x) => crossEntropy(x, fromArray([1, 2, 0, 1], [2, 2]), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor([[1, 2], [0, 1]]), reduction='none')",
      [[2, 3, 2]],
    ),
    example(
      (x) => crossEntropy(x, fromArray([1, 2, 0, 1], [2, 2])),
      "F.cross_entropy(a, torch.tensor([[1, 2], [0, 1]]))",
      [[2, 3, 2]],
    ),
    example((x) => crossEntropy(x, classes(0)), "F.cross_entropy(a, torch.tensor([0]))", [
      { shape: [1, 3], values: [1000, -1000, 0] },
    ]),
    example(
      (x) => crossEntropy(x, classes(1, -100, 2), { labelSmoothing: 0.1 }),
      "F.cross_entropy(a, torch.tensor([1, -100, 2]), label_smoothing=0.1)",
      [[3, 3]],
    ),
    example(
      (x, w) => crossEntropy(x, classes(1, 0, 2), { weight: w }),
      "F.cross_entropy(a, torch.tensor([1, 0, 2]), weight=b)",
      [[3, 3], { shape: [3], low: 0.5, high: 2, constant: true }],
    ),
    example(
      (x, w) => crossEntropy(x, classes(1, 0, 2), { weight: w, labelSmoothing: 0.2 }),
      "F.cross_entropy(a, torch.tensor([1, 0, 2]), weight=b, label_smoothing=0.2)",
      [[3, 3], { shape: [3], low: 0.5, high: 2, constant: true }],
    ),
    example((x, p) => crossEntropy(x, p), "F.cross_entropy(a, b)", [
      [4, 3],
      { shape: [4, 3], low: 0, high: 1 },
    ]),
    ...(["mean", "sum", "none"] as const).flatMap((reduction) => [
      example(
        (x, w) => nll(x, classes(1, 0, -100, 17), { weight: w, reduction }),
        `F.nll_loss(a, torch.tensor([1, 0, -100, 17]), weight=b, reduction='${reduction}')`,
        [[4, 18], { shape: [18], low: 0.5, high: 2, constant: true }],
      ),
      example(
        (x) => nll(x, classes(1, 0, 2), { ignoreIndex: 2, reduction }),
        `F.nll_loss(a, torch.tensor([1, 0, 2]), ignore_index=2, reduction='${reduction}')`,
        [{ shape: [3, 5], transposed: true }],
      ),
      example(
        (x, w) => crossEntropy(x, classes(1, -100, 2, 16), { weight: w, labelSmoothing: 0.3, reduction }),
        `F.cross_entropy(a, torch.tensor([1, -100, 2, 16]), weight=b, label_smoothing=0.3, reduction='${reduction}')`,
        [[4, 17], { shape: [17], low: 0.5, high: 2, constant: true }],
      ),
      example(
        (x, p, w) => crossEntropy(x, p, { weight: w, labelSmoothing: 0.2, reduction }),
        `F.cross_entropy(a, b, weight=c, label_smoothing=0.2, reduction='${reduction}')`,
        [[3, 5, 2], { shape: [3, 5, 2], low: 0, high: 1 }, { shape: [5], low: 0.5, high: 2, constant: true }],
      ),
      example((x, p) => crossEntropy(x, p, { reduction }), `F.cross_entropy(a, b, reduction='${reduction}')`, [
        [4, 19],
        { shape: [4, 19], low: 0, high: 1, constant: true },
      ]),
    ]),
    example(
      (x) => nll(x, fromArray([1, 2, 0, 1], [2, 2])),
      "F.nll_loss(a, torch.tensor([[1, 2], [0, 1]]))",
      [[2, 3, 2]],
    ),
    example(
      (x) => nll(logSoftmax(x, 1), classes(1, 2)),
      "F.nll_loss(F.log_softmax(a, 1), torch.tensor([1, 2]))",
      [[2, 3]],
    ),
    example(
      (x) => crossEntropy(reshape(x, [1, 10]), classes(1)),
      "F.cross_entropy(a.reshape(1, 10), torch.tensor([1]))",
      [specials],
      {
        smooth: false,
      },
    ),
  ] },
];
