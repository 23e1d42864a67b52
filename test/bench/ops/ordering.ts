/** Sorting, counting and turning round; parts of matrices; sums of products; small linear algebra. */
import type { Tensor } from "../../../engine/index.ts";
import {
  forwardOnly,
  floats,
  made,
  matrix,
  numbers,
  op,
  type OpCase,
  type OpInput,
  type Scale,
} from "./opCase.ts";

const straight = { layouts: ["contiguous"] as const };
const counts = ({ n }: Scale): readonly OpInput[] => [{ shape: [n], low: 0, high: 100, dtype: "int32" }];
const vector = ({ n }: Scale): readonly OpInput[] => [{ shape: [n], low: 0, high: 1 }];
/** Matrices of 8 × 8, as many as make n numbers, far from singular ones. */
const small = ({ n }: Scale): OpInput => ({ shape: [Math.floor(n / 64), 8, 8], low: -1, high: 1 });
const far = "a + 8 * torch.eye(8, dtype=a.dtype)";
const batches = ({ n }: Scale): readonly OpInput[] => [
  { shape: [n / 40, 5, 5], low: -1, high: 1 },
  { shape: [n / 40, 5, 8], low: -1, high: 1 },
  { shape: [n / 40, 8, 5], low: -1, high: 1 },
];

/** A call of the matrices moved away from singular ones. */
function regular(
  name: string,
  call: (t: typeof import("../../../engine/node.ts"), a: Tensor) => Tensor,
): OpCase {
  return made(
    name,
    ({ t, dtype }) => {
      const eight = t.eye(8, 8, { dtype }).mul(8);
      return (a) => call(t, a.add(eight));
    },
    `torch.${name}(${far})`,
    { ...straight, inputs: (at) => [small(at)], atMost: 100_000 },
  );
}

export const ordering: readonly OpCase[] = [
  op("sort, along rows", (t) => (a) => t.sort(a, 1).values, "torch.sort(a, 1).values", {
    dtypes: numbers,
    of: "sort",
  }),
  op("argsort, down columns", (t) => (a) => t.argsort(a, 0), "torch.argsort(a, 0)", {
    ...forwardOnly,
    of: "argsort",
    compared: false,
  }),
  op("topk, 5 of each row", (t) => (a) => t.topk(a, 5).values, "torch.topk(a, 5).values", { of: "topk" }),
  op("unique", (t) => (a) => t.unique(a), "torch.unique(a)", {
    ...straight,
    ...forwardOnly,
    inputs: counts,
    dtypes: ["int32"],
  }),
  op("bincount", (t) => (a) => t.bincount(a), "torch.bincount(a)", {
    ...straight,
    ...forwardOnly,
    inputs: counts,
    dtypes: ["int32"],
  }),
  op("histc", (t) => (a) => t.histc(a, 100, 0, 1), "torch.histc(a, 100, 0, 1)", {
    ...straight,
    ...forwardOnly,
    inputs: vector,
  }),
  made(
    "searchsorted",
    ({ t, dtype }) => {
      const edges = t.linspace(0, 1, 101, { dtype });
      return (a) => t.searchsorted(edges, a);
    },
    "torch.searchsorted(edges, a)",
    {
      ...straight,
      ...forwardOnly,
      setup: "edges = torch.linspace(0, 1, 101, dtype=dtype)",
      inputs: vector,
      compared: false,
    },
  ),
  op("flip", (t) => (a) => t.flip(a, [0, 1]), "torch.flip(a, (0, 1))", { dtypes: numbers }),
  op("roll", (t) => (a) => t.roll(a, 3, 1), "torch.roll(a, 3, 1)", { dtypes: numbers }),
  op("tile", (t) => (a) => t.tile(a, [2, 1]), "torch.tile(a, (2, 1))", { dtypes: numbers }),
  op("repeatInterleave", (t) => (a) => t.repeatInterleave(a, 2, 0), "torch.repeat_interleave(a, 2, 0)", {
    dtypes: numbers,
  }),
  op("tril", (t) => (a) => t.tril(a), "torch.tril(a)", { dtypes: numbers }),
  op("triu", (t) => (a) => t.triu(a, 1), "torch.triu(a, 1)", { dtypes: numbers }),
  op("diagonal", (t) => (a) => t.diagonal(a), "torch.diagonal(a)"),
  op("diag", (t) => (a) => t.diag(a), "torch.diag(a)"),
  op("trace", (t) => (a) => t.trace(a), "torch.trace(a)"),
  op("meshgrid", (t) => (a, b) => t.meshgrid([a, b])[0] ?? a, "torch.meshgrid(a, b, indexing='ij')[0]", {
    ...straight,
    inputs: ({ rows, columns }) => [
      { shape: [rows], low: -1, high: 1 },
      { shape: [columns], low: -1, high: 1, constant: true },
    ],
  }),
  op("cumprod, along rows", (t) => (a) => t.cumprod(a, 1), "torch.cumprod(a, 1)", {
    of: "cumprod",
    inputs: (at) => [matrix(at, 0.99, 1.01)],
  }),
  op("indexAdd", (t) => (a, i, b) => t.indexAdd(a, 0, i, b), "torch.index_add(a, 0, b, c)", {
    ...straight,
    inputs: (at) => [matrix(at), { shape: [at.rows], low: 0, high: at.rows, dtype: "int32" }, matrix(at)],
  }),
  op("einsum, a product", (t) => (a, b) => t.einsum("ij,jk->ik", a, b), "torch.einsum('ij,jk->ik', a, b)", {
    of: "einsum",
    inputs: (at) => [matrix(at, -1, 1), { shape: [at.columns, 64], low: -1, high: 1 }],
  }),
  op("addmm", (t) => (a, b, c) => t.addmm(a, b, c), "torch.addmm(a, b, c)", {
    ...straight,
    inputs: (at) => [
      { shape: [at.rows, 64], low: -1, high: 1 },
      matrix(at, -1, 1),
      { shape: [at.columns, 64], low: -1, high: 1 },
    ],
  }),
  op("baddbmm", (t) => (a, b, c) => t.baddbmm(a, b, c), "torch.baddbmm(a, b, c)", {
    ...straight,
    dtypes: floats,
    inputs: batches,
  }),
  regular("inverse", (t, a) => t.inverse(a)),
  regular("det", (t, a) => t.det(a)),
];
