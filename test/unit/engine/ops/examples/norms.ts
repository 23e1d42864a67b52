/** Of normalisation: by the batch, by examples, by groups of channels, and over the last axes. */
import { nn, type Tensor } from "../../../../../engine/index.ts";
import { example, type Example, type ExampleInput, type Row } from "./example.ts";

const F = nn.functional;

type Norm = (x: Tensor, weight: Tensor | null, bias: Tensor | null) => Tensor;

/** With a weight and a bias, with one of them, and with neither. `call` names them w and b. */
function affine(run: Norm, call: string, x: ExampleInput | readonly number[], features: readonly number[]): Example[] {
  const torch = (w: string, b: string): string => call.replace("w, b", `${w}, ${b}`);
  return [
    example((a, b, c) => run(a, b, c), torch("b", "c"), [x, features, features]),
    example((a) => run(a, null, null), torch("None", "None"), [x]),
    example((a, b) => run(a, b, null), torch("b", "None"), [x, { shape: features, transposed: true }]),
    example((a, b) => run(a, null, b), torch("None", "b"), [x, features]),
  ];
}

const batch: Norm = (x, weight, bias) =>
  F.batchNorm(x, { weight, bias, eps: 1e-3, running: null, momentum: 0, training: true });

/** Predicting: with running statistics. */
const known = (shape: readonly number[], channels: number): Example =>
  example(
    (a, b, c, mean, variance) =>
      F.batchNorm(a, { weight: b, bias: c, eps: 1e-5, running: { mean, variance }, momentum: 0.1, training: false }),
    "F.batch_norm(a, d, e, b, c)",
    [
      shape,
      [channels],
      [channels],
      { shape: [channels], constant: true },
      { shape: [channels], low: 0.2, high: 2, constant: true },
    ],
  );

const shapes = [[4, 3], [9, 4], [3, 4, 5], [2, 3, 4, 3]] as const;

export const normRows: readonly Row[] = [
  {
    name: "batchNorm",
    examples: () => [
      ...shapes.flatMap((shape) =>
        affine(batch, "F.batch_norm(a, None, None, w, b, True, eps=1e-3)", shape, [shape[1]]),
      ),
      ...affine(
        batch,
        "F.batch_norm(a, None, None, w, b, True, eps=1e-3)",
        { shape: [3, 17], transposed: true, low: 9, high: 11 },
        [17],
      ),
      ...shapes.map((shape) => known(shape, shape[1])),
      known([0, 3, 2], 3),
    ],
  },
  {
    name: "instanceNorm",
    examples: () =>
      ([[2, 3, 5], [2, 3, 4, 3], [1, 2, 17]] as const).flatMap((shape) =>
        affine(
          (x, weight, bias) => F.instanceNorm(x, { weight, bias }),
          "F.instance_norm(a, None, None, w, b)",
          shape,
          [shape[1]],
        ),
      ),
  },
  {
    name: "groupNorm",
    // PyTorch 1.13 has no gradient for a bias alone.
    examples: () =>
      ([[2, 6], [3, 4, 5], [2, 6, 2, 3], [1, 2, 17], [0, 4, 3]] as const).flatMap((shape) =>
        affine(
          (x, weight, bias) => F.groupNorm(x, 2, { weight, bias, eps: 1e-4 }),
          "F.group_norm(a, 2, w, b, 1e-4)",
          shape,
          [shape[1]],
        ).slice(0, 3),
      ),
  },
  {
    name: "layerNorm",
    examples: () =>
      ([[[5], [5]], [[3, 4], [4]], [[2, 3, 17], [17]], [[2, 3, 5], [3, 5]], [[0, 4], [4]]] as const).flatMap(
        ([shape, last]) =>
          affine(
            (x, weight, bias) => F.layerNorm(x, last, { weight, bias }),
            `F.layer_norm(a, (${last.join(", ")},), w, b)`,
            shape,
            last,
          ),
      ),
  },
];
