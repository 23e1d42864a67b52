/** Uses of operations, and families of them: the shapes at which kernels go wrong. */
import type { Axes, ReduceOptions } from "../../../../../engine/core/axes.ts";
import type { Shape } from "../../../../../engine/core/shape.ts";
import type { Tensor } from "../../../../../engine/index.ts";

/** An operation with its uses, from which its tests, its golden numbers and its place in the fuzzer are made. */
export interface Row {
  readonly name: string;
  readonly examples: () => Example[];
}

/** How to make one input of an example: uniform numbers in [low, high], or given ones. */
export interface ExampleInput {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  readonly values?: readonly number[];
  /** When it is not the floating dtype under test; such an input gets no gradient. */
  readonly dtype?: "int32" | "bool";
  /** Take no gradient by it. */
  readonly constant?: boolean;
  /** Lay it out column-major. */
  readonly transposed?: boolean;
}

/** One use of an operation, in our words and in PyTorch's (inputs are a, b, c). */
export interface Example {
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly torch: string;
  readonly inputs: readonly ExampleInput[];
  /** False where the numbers are right but the slope has a step (ties, NaN, infinities). */
  readonly smooth: boolean;
  /** False where the gradient cannot be differentiated again. */
  readonly twice: boolean;
}

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

type Reduction = (x: Tensor, dim?: Axes | ReduceOptions, keepdim?: boolean) => Tensor;

interface ExampleOptions {
  readonly low?: number;
  readonly high?: number;
  /** PyTorch's call with one axis, for example `torch.sum(a, dim=DIM)`. */
  readonly torch: string;
  /** PyTorch's call without an axis. */
  readonly all: string;
  /** Whether it is defined on nothing, and along several axes. */
  readonly empty: boolean;
  readonly several: boolean;
  /** False for examples with at least three ordinary numbers in each reduction. */
  readonly extremes?: boolean;
}

/** The axes at which reductions go wrong: first, middle, last, several, all; tails; strided; specials. */
export function reduceExamples(
  f: Reduction,
  { low = -3, high = 3, torch, all, empty, several, extremes = true }: ExampleOptions,
): Example[] {
  const of = (...shape: number[]): ExampleInput => ({ shape, low, high });
  const along = (dim: string): string => torch.replace("DIM", dim);
  const tails = [[3], [4], [5], [17], [3, 4]];
  const out = (extremes ? [[], [1], ...tails] : tails).map((shape) =>
    example((x) => f(x), all, [of(...shape)]),
  );
  out.push(
    example((x) => f(x, 0), along("0"), [of(5, 17)]),
    example((x) => f(x, -1), along("-1"), [of(5, 17)]),
    example((x) => f(x, 1, true), along("1, keepdim=True"), [of(2, 5, 3)]),
    example((x) => f(x, { dim: 0 }), along("0"), [{ ...of(4, 5), transposed: true }]),
  );
  if (extremes) out.push(example((x) => f(x), all, [specials], { smooth: false }));
  if (empty) {
    out.push(
      example((x) => f(x), all, [of(0)]),
      example((x) => f(x, 0), along("0"), [of(0, 3)]),
      example((x) => f(x, 0), along("0"), [of(3, 0)]),
    );
  }
  if (several) {
    out.push(
      example((x) => f(x, [0, 2]), along("(0, 2)"), [of(2, 3, 4)]),
      example((x) => f(x, [0, 1], true), along("(0, 1), keepdim=True"), [of(2, 3, 4)]),
    );
  }
  return out;
}
