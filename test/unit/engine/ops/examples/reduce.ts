/** Of reductions, running sums and softmax. */
import { all, amax, amin, any, cumprod, cumsum, logSoftmax, logsumexp, mean, norm, prod, softmax, std, sum, var as variance } from "../../../../../engine/index.ts";
import { example, type Example, reduceExamples, type Row, specials } from "./example.ts";


function softmaxExamples(f: typeof softmax, torch: string): Example[] {
  const along = (dim: number): string => `${torch}(a, dim=${dim})`;
  return [
    ...[1, 3, 4, 5, 17].map((n) => example((x) => f(x, -1), along(-1), [[4, n]])),
    example((x) => f(x, 0), along(0), [[5, 3]]),
    example((x) => f(x, 1), along(1), [[2, 5, 3]]),
    example((x) => f(x, 1), along(1), [{ shape: [4, 5], transposed: true }]),
    example((x) => f(x, 0), along(0), [[0, 3]]),
    example((x) => f(x, 0), along(0), [{ shape: [3], values: [1000, 1000, -1000] }], { smooth: false }),
    example((x) => f(x, 0), along(0), [specials], { smooth: false }),
  ];
}


const stdExamples = (): Example[] => [
  example((x) => std(x), "torch.std(a)", [[17]]),
  example((x) => std(x, 1), "torch.std(a, dim=1)", [[3, 4]]),
  example(
    (x) => std(x, { dim: 0, keepdim: true, correction: 0 }),
    "torch.std(a, dim=0, unbiased=False, keepdim=True)",
    [[3, 4]],
  ),
];

/** Sums and the like. */
export const reduceRows: readonly Row[] = [
  { name: "sum", examples: () =>
    reduceExamples(sum, { torch: "torch.sum(a, dim=DIM)", all: "torch.sum(a)", empty: true, several: true }) },
  { name: "mean", examples: () =>
    reduceExamples(mean, {
      torch: "torch.mean(a, dim=DIM)",
      all: "torch.mean(a)",
      empty: true,
      several: true,
    }) },
  { name: "prod", examples: () => [
  ...reduceExamples(prod, {
    torch: "torch.prod(a, dim=DIM)",
    all: "torch.prod(a)",
    empty: true,
    several: false,
    extremes: false,
  }),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [2, 0, -3] }]),
  example((x) => prod(x), "torch.prod(a)", [{ shape: [3], values: [0, 0, -3] }]),
  example((x) => prod(x, 0), "torch.prod(a, 0)", [{ shape: [3], values: [2, 0, -3] }]),
  example((x) => prod(x, 1), "torch.prod(a, 1)", [{ shape: [2, 3], values: [2, 0, -3, 0, 5, 0] }]),
  example((x) => prod(x, [0, 2]), "torch.prod(torch.prod(a, 2), 0)", [
    { shape: [2, 2, 2], values: [2, 0, -3, 4, 3, 5, 0, 0] },
  ]),
] },
  { name: "logsumexp", examples: () =>
    reduceExamples(logsumexp, {
      torch: "torch.logsumexp(a, dim=DIM)",
      all: "torch.logsumexp(a, dim=tuple(range(a.dim())))",
      empty: false,
      several: true,
    }) },
  { name: "all", examples: () =>
    reduceExamples(all, {
      torch: "torch.all(a != 0, dim=DIM)",
      all: "torch.all(a != 0)",
      empty: true,
      several: false,
    }) },
  { name: "any", examples: () =>
    reduceExamples(any, {
      torch: "torch.any(a != 0, dim=DIM)",
      all: "torch.any(a != 0)",
      empty: true,
      several: false,
    }) },
];

/** The largest and the smallest. */
export const extremeRows: readonly Row[] = [
  { name: "max", examples: () =>
  reduceExamples(amax, {
    torch: "torch.amax(a, dim=DIM)",
    all: "torch.amax(a)",
    empty: false,
    several: true,
  }) },
  { name: "min", examples: () =>
  reduceExamples(amin, {
    torch: "torch.amin(a, dim=DIM)",
    all: "torch.amin(a)",
    empty: false,
    several: true,
  }) },
];

/** Variances and norms. */
export const statisticsRows: readonly Row[] = [
  { name: "norm", examples: () =>
      reduceExamples((x, dim, keepdim) => norm(x, 2, dim, keepdim), {
        torch: "torch.norm(a, dim=DIM)",
        all: "torch.norm(a)",
        empty: true,
        several: true,
      }) },
  { name: "norm", examples: () => [
    example((x) => norm(x, 3), "torch.norm(a, 3)", [[17]]),
    example((x) => norm(x, 3), "torch.norm(a, 3)", [{ shape: [3], values: [0, 0, 0] }], { smooth: false }),
    example((x) => norm(x, 3, 1, true), "torch.norm(a, 3, dim=1, keepdim=True)", [
      { shape: [2, 3], values: [0, 1, -2, 0.5, 0, 1] },
    ]),
    example((x) => norm(x, 1.5, 0), "torch.norm(a, 1.5, dim=0)", [[5, 3]]),
    example((x) => norm(x, 0.5), "torch.norm(a, 0.5)", [{ shape: [3], values: [0, 1, 4] }], {
      smooth: false,
    }),
    example((x) => norm(x, 0), "torch.norm(a, 0)", [{ shape: [3], values: [0, 1, 4] }], { smooth: false }),
    example((x) => norm(x, 1), "torch.norm(a, 1)", [{ shape: [3], values: [0, 1, -4] }], { smooth: false }),
    example((x) => norm(x, Infinity), "torch.norm(a, float('inf'))", [[2, 3]]),
    example((x) => norm(x, -Infinity, 0), "torch.norm(a, -float('inf'), dim=0)", [[2, 3]]),
  ] },
  { name: "var", examples: () => [
    ...reduceExamples(variance, {
      torch: "torch.var(a, dim=DIM)",
      all: "torch.var(a)",
      empty: false,
      several: true,
      extremes: false,
    }),
    example((x) => variance(x, { correction: 0 }), "torch.var(a, unbiased=False)", [[5]]),
  ] },
  { name: "std", examples: stdExamples },
];

/** Running sums. */
export const cumsumRows: readonly Row[] = [
  { name: "cumsum", examples: () => [
    ...[[1], [3], [4], [5], [17], [0]].map((shape) =>
      example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [shape]),
    ),
    example((x) => cumsum(x, 1), "torch.cumsum(a, 1)", [[2, 5, 3]]),
    example((x) => cumsum(x, -1), "torch.cumsum(a, -1)", [{ shape: [4, 5], transposed: true }]),
    example((x) => cumsum(x, 0), "torch.cumsum(a, 0)", [specials], { smooth: false }),
  ] },
];

/** Running products. */
export const cumprodRows: readonly Row[] = [
  { name: "cumprod", examples: () => [
    ...[[1], [3], [17], [0]].map((shape) => example((x) => cumprod(x, 0), "torch.cumprod(a, 0)", [shape])),
    example((x) => cumprod(x, 1), "torch.cumprod(a, 1)", [[2, 5, 3]]),
    example((x) => cumprod(x, -1), "torch.cumprod(a, -1)", [{ shape: [4, 5], transposed: true }]),
    example((x) => cumprod(x, 0), "torch.cumprod(a, 0)", [{ shape: [4], values: [2, 0, -3, 4] }]),
    example((x) => cumprod(x, 0), "torch.cumprod(a, 0)", [{ shape: [5], values: [2, 0, -3, 0, 4] }]),
    example((x) => cumprod(x, 0), "torch.cumprod(a, 0)", [{ ...specials, constant: true }]),
  ] },
];

/** Softmax. */
export const softmaxRows: readonly Row[] = [
  { name: "softmax", examples: () => softmaxExamples(softmax, "torch.softmax") },
  { name: "logSoftmax", examples: () => softmaxExamples(logSoftmax, "torch.log_softmax") },
];
