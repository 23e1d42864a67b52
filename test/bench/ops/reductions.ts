/** Reductions, running sums, softmax; products of matrices. */
import {
  type Call,
  constantTime,
  floats,
  forwardOnly,
  matrix,
  numbers,
  one,
  op,
  type OpCase,
  type Scale,
} from "./opCase.ts";

type Along = Readonly<Record<string, unknown>>;
type F = (a: unknown, dim?: number | Along) => ReturnType<Call>;

/** All at once, along rows, and down columns. */
function reduction(
  name: string,
  torch: string,
  given: Parameters<typeof op>[3] & { all?: string } = {},
): OpCase[] {
  const f = (t: object): F => (t as Readonly<Record<string, F>>)[name];
  const { all = torch.replace(", DIM", ""), ...rest } = given;
  const along = (how: string, dim: number): OpCase =>
    op(`${name}, ${how}`, (t) => (a) => f(t)(a, dim), torch.replace("DIM", String(dim)), {
      of: name,
      ...rest,
    });
  return [op(name, (t) => (a) => f(t)(a), all, rest), along("along rows", 1), along("down columns", 0)];
}

const softmaxes = (name: string, torch: string): OpCase[] =>
  reduction(name, torch).filter((row) => row.name !== name);

const bool = { ...forwardOnly, dtypes: ["bool"] as const, inputs: one(0, 2) };

/** Rows of 64 of what a matrix is multiplied with. */
const narrowed = (at: Scale): OpCase["inputs"] extends (at: Scale) => infer I ? I : never => [
  matrix(at, -1, 1),
  { shape: [at.columns, 64], low: -1, high: 1 },
];
const vector = (at: Scale): { shape: number[]; low: number; high: number } => ({
  shape: [at.n],
  low: -1,
  high: 1,
});
const straight = { layouts: ["contiguous"] as const };

export const reductions: readonly OpCase[] = [
  ...reduction("sum", "torch.sum(a, DIM)", { dtypes: numbers }),
  ...reduction("mean", "torch.mean(a, DIM)"),
  ...reduction("prod", "torch.prod(a, DIM)", { inputs: one(0.99999, 1.00001) }),
  ...reduction("logsumexp", "torch.logsumexp(a, DIM)", { all: "torch.logsumexp(a, (0, 1))" }),
  ...reduction("all", "torch.all(a, DIM)", bool),
  ...reduction("any", "torch.any(a, DIM)", bool),
  ...reduction("amax", "torch.amax(a, DIM)", { dtypes: numbers }),
  ...reduction("amin", "torch.amin(a, DIM)", { dtypes: numbers }),
  ...reduction("argmax", "torch.argmax(a, DIM)", forwardOnly),
  ...reduction("argmin", "torch.argmin(a, DIM)", forwardOnly),
  op("max, along rows", (t) => (a) => t.max(a, 1).values, "torch.max(a, 1).values", { of: "max" }),
  op("min, down columns", (t) => (a) => t.min(a, 0).values, "torch.min(a, 0).values", { of: "min" }),
  ...reduction("var", "torch.var(a, DIM)"),
  ...reduction("std", "torch.std(a, DIM)"),
  op("norm", (t) => (a) => t.norm(a), "torch.norm(a)"),
  op("norm, along rows", (t) => (a) => t.norm(a, 2, 1), "torch.norm(a, dim=1)", { of: "norm" }),
  op("norm, of order 1", (t) => (a) => t.norm(a, 1), "torch.norm(a, 1)", { of: "norm" }),
  op("norm, of order 3", (t) => (a) => t.norm(a, 3), "torch.norm(a, 3)", { of: "norm" }),
  op("cumsum, along rows", (t) => (a) => t.cumsum(a, 1), "torch.cumsum(a, 1)", {
    dtypes: numbers,
    of: "cumsum",
  }),
  op("cumsum, down columns", (t) => (a) => t.cumsum(a, 0), "torch.cumsum(a, 0)", { of: "cumsum" }),
  ...softmaxes("softmax", "torch.softmax(a, DIM)"),
  ...softmaxes("logSoftmax", "torch.log_softmax(a, DIM)"),
];

export const products: readonly OpCase[] = [
  op("matmul, with 64 columns", (t) => (a, b) => t.matmul(a, b), "a @ b", { inputs: narrowed, of: "matmul" }),
  op("mm, with 64 columns", (t) => t.mm, "torch.mm(a, b)", {
    inputs: narrowed,
    of: "mm",
    ...straight,
  }),
  op("matmul, square", (t) => t.matmul, "a @ b", {
    of: "matmul",
    atMost: 100_000,
    inputs: (at) => [matrix(at, -1, 1), { shape: [at.columns, at.rows], low: -1, high: 1 }],
  }),
  op("mv", (t) => t.mv, "torch.mv(a, b)", {
    inputs: (at) => [matrix(at, -1, 1), { shape: [at.columns], low: -1, high: 1 }],
  }),
  op("dot", (t) => t.dot, "torch.dot(a, b)", {
    ...straight,
    inputs: (at) => [vector(at), vector(at)],
  }),
  op("outer", (t) => t.outer, "torch.outer(a, b)", {
    ...straight,
    inputs: ({ rows, columns }) => [
      { shape: [rows], low: -1, high: 1 },
      { shape: [columns], low: -1, high: 1 },
    ],
  }),
  op("bmm", (t) => t.bmm, "torch.bmm(a, b)", {
    ...straight,
    inputs: ({ n }) => [
      { shape: [n / 40, 5, 8], low: -1, high: 1 },
      { shape: [n / 40, 8, 5], low: -1, high: 1 },
    ],
  }),
  op("nn.functional.linear", (t) => t.nn.functional.linear, "F.linear(a, b, c)", {
    inputs: (at) => [
      matrix(at, -1, 1),
      { shape: [64, at.columns], low: -1, high: 1 },
      { shape: [64], low: -1, high: 1 },
    ],
  }),
  op("Tensor.item", () => (a) => [a.item()], "[a.item()]", {
    ...constantTime,
    ...forwardOnly,
    dtypes: floats,
    inputs: () => [{ shape: [1], low: 0, high: 1 }],
  }),
];
