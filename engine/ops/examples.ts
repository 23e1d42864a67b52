/** Families of examples: the shapes at which kernels go wrong. */
import type { Tensor } from "../tensor.ts";
import type { Example, ExampleInput } from "./op.ts";

type Range = readonly [low: number, high: number];

/** Tails of SIMD loops, empty and 0-d included. */
const tails: readonly (readonly number[])[] = [[], [0], [1], [3], [4], [5], [17], [2, 3], [0, 3]];

/** Signed zeros, infinities, NaN, and numbers at both ends of float32's range. */
export const specials: ExampleInput = {
  shape: [10],
  values: [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-30, 1e30, -2.5],
};

export function example(
  run: (...inputs: Tensor[]) => Tensor,
  torch: string,
  inputs: readonly (ExampleInput | readonly number[])[],
  options: { smooth?: boolean; twice?: boolean } = {},
): Example {
  const specs = inputs.map((input) => ("shape" in input ? input : { shape: input }));
  return { run, torch, inputs: specs, smooth: options.smooth ?? true, twice: options.twice ?? true };
}

/** `x` uniform in `range`; `kinks` says that the specials are points where the slope is not compared. */
export function unaryExamples(
  run: (x: Tensor) => Tensor,
  torch: string,
  range: Range = [-3, 3],
  options: { twice?: boolean } = {},
): Example[] {
  const [low, high] = range;
  return [
    ...tails.map((shape) => example(run, torch, [{ shape, low, high }], options)),
    example(run, torch, [{ shape: [4, 5], low, high, transposed: true }], options),
    example(run, torch, [specials], { ...options, smooth: false }),
  ];
}

const pairsOfShapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], []],
  [[0], [0]],
  [[1], [17]],
  [[3], [3]],
  [[5], []],
  [[2, 3], [3]],
  [
    [4, 1],
    [1, 5],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
  [[17], [17]],
];

export function binaryExamples(
  run: (a: Tensor, b: Tensor) => Tensor,
  torch: string,
  rangeA: Range = [-3, 3],
  rangeB: Range = [-3, 3],
  options: { twice?: boolean } = {},
): Example[] {
  const a = (shape: readonly number[]): ExampleInput => ({ shape, low: rangeA[0], high: rangeA[1] });
  const b = (shape: readonly number[]): ExampleInput => ({ shape, low: rangeB[0], high: rangeB[1] });
  const column: ExampleInput = { shape: [10, 1], values: specials.values ?? [] };
  return [
    ...pairsOfShapes.map(([x, y]) => example(run, torch, [a(x), b(y)], options)),
    example(run, torch, [{ ...a([4, 5]), transposed: true }, b([4, 5])], options),
    example(run, torch, [column, specials], { ...options, smooth: false }),
  ];
}
