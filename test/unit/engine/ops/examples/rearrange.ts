/** Of operations that sort, count, repeat and turn. */
import { argsort, bincount, diag, diagonal, flip, fromArray, histc, indexAdd, meshgrid, repeatInterleave, roll, searchsorted, sort, stack, tensor, tile, topk, trace, tril, triu, unique } from "../../../../../engine/index.ts";
import { example, type Example, type Row, specials } from "./example.ts";

const ties = { shape: [2, 4], values: [3, 1, 3, 2, 0, -0, -1, 5] };

const sortExamples = (): Example[] => [
  ...[[1], [5], [17], [0], []].map((shape) => example((x) => sort(x).values, "torch.sort(a)[0]", [shape])),
  example((x) => sort(x, 0).values, "torch.sort(a, 0)[0]", [[4, 3]]),
  example((x) => sort(x, { dim: 1, descending: true }).values, "torch.sort(a, 1, descending=True)[0]", [
    { shape: [2, 5, 3], transposed: true },
  ]),
  example((x) => sort(x).values, "torch.sort(a)[0]", [specials], { smooth: false }),
  example((x) => sort(x, -1, true).indices, "torch.sort(a, stable=True, dim=-1, descending=True)[1]", [ties]),
  example((x) => argsort(x, 0), "torch.argsort(a, 0)", [[5, 3]]),
  example((x) => argsort(x), "torch.sort(a, stable=True, dim=-1)[1]", [ties]),
];

const topkExamples = (): Example[] => [
  example((x) => topk(x, 2).values, "torch.topk(a, 2)[0]", [[3, 5]]),
  example((x) => topk(x, 3, 0, false).values, "torch.topk(a, 3, 0, largest=False)[0]", [
    { shape: [4, 5], transposed: true },
  ]),
  example((x) => topk(x, 2, { dim: 1, largest: false }).indices, "torch.topk(a, 2, 1, largest=False)[1]", [[3, 5]]),
  example((x) => topk(x, 0).values, "torch.topk(a, 0)[0]", [[3, 5]]),
];

const countExamples = (): Example[] => [
  example((x) => unique(x), "torch.unique(a)", [{ shape: [2, 3], values: [3, 1, 3, 2, 1, 1], constant: true }]),
  example(
    (x) => unique(x, { returnInverse: true })[1],
    "torch.unique(a, return_inverse=True)[1]",
    [{ shape: [2, 3], values: [3, 1, 3, 2, 1, 1], constant: true }],
  ),
  example(
    (x) => unique(x, { returnCounts: true })[1],
    "torch.unique(a, return_counts=True)[1]",
    [{ shape: [6], values: [3, 1, 3, 2, 1, 1], constant: true }],
  ),
  example((x) => bincount(x), "torch.bincount(a.long())", [{ shape: [5], values: [0, 3, 3, 1, 0], constant: true }]),
  example((x) => bincount(x, { minlength: 6 }), "torch.bincount(a.long(), minlength=6)", [
    { shape: [3], values: [0, 3, 3], constant: true },
  ]),
  example((x, w) => bincount(x, w), "torch.bincount(a.long(), b)", [
    { shape: [3], values: [2, 0, 2], constant: true },
    { shape: [3], constant: true },
  ]),
  example((x) => histc(x, 5), "torch.histc(a, 5)", [{ shape: [17], constant: true }]),
  example((x) => histc(x, { bins: 4, min: -1, max: 1 }), "torch.histc(a, 4, -1, 1)", [
    { shape: [5], values: [-1, 1, 0, 2, -0.5], constant: true },
  ]),
  example(
    (x, y) => searchsorted(x, y),
    "torch.searchsorted(a, b)",
    [
      { shape: [4], values: [1, 3, 3, 5], constant: true },
      { shape: [2, 3], values: [0, 1, 3, 4, 5, 6], constant: true },
    ],
  ),
  example(
    (x, y) => searchsorted(x, y, { right: true }),
    "torch.searchsorted(a, b, right=True)",
    [
      { shape: [2, 3], values: [1, 3, 5, 2, 2, 4], constant: true },
      { shape: [2, 2], values: [1, 6, 2, 3], constant: true },
    ],
  ),
];

const turnExamples = (): Example[] => [
  example((x) => flip(x, [0, 2]), "torch.flip(a, (0, 2))", [[2, 3, 4]]),
  example((x) => flip(x, 1), "torch.flip(a, (1,))", [{ shape: [3, 4], transposed: true }]),
  example((x) => x.flip(0), "torch.flip(a, (0,))", [[0]]),
  example((x) => roll(x, 2, 1), "torch.roll(a, 2, 1)", [[2, 5]]),
  example((x) => roll(x, -1), "torch.roll(a, -1)", [[2, 3]]),
  example((x) => roll(x, [1, -2], [0, 1]), "torch.roll(a, (1, -2), (0, 1))", [
    { shape: [3, 4], transposed: true },
  ]),
];

const triangleExamples = (): Example[] => [
  example((x) => tril(x), "torch.tril(a)", [[3, 4]]),
  example((x) => tril(x, 1), "torch.tril(a, 1)", [{ shape: [4, 3], transposed: true }]),
  example((x) => triu(x, -1), "torch.triu(a, -1)", [[2, 3, 3]]),
  example((x) => triu(x, 5), "torch.triu(a, 5)", [[3, 3]]),
  example((x) => triu(x), "torch.triu(a)", [{ shape: [2, 2], values: [NaN, 1, Infinity, 2] }], { smooth: false }),
  example((x) => diag(x), "torch.diag(a)", [[3]]),
  example((x) => diag(x, -2), "torch.diag(a, -2)", [[2]]),
  example((x) => diag(x, 1), "torch.diag(a, 1)", [{ shape: [3, 4], transposed: true }]),
  example((x) => diagonal(x, 0, -2, -1), "torch.diagonal(a, 0, -2, -1)", [[2, 3, 4]]),
  example((x) => diagonal(x, -1, 2, 0), "torch.diagonal(a, -1, 2, 0)", [[4, 2, 3]]),
  example(trace, "torch.trace(a)", [[3, 4]]),
];

const repeatExamples = (): Example[] => [
  example((x) => tile(x, [2]), "torch.tile(a, (2,))", [[2, 3]]),
  example((x) => tile(x, [2, 1, 3]), "torch.tile(a, (2, 1, 3))", [[2, 3]]),
  example((x) => repeatInterleave(x, 2), "torch.repeat_interleave(a, 2)", [[2, 3]]),
  example((x) => repeatInterleave(x, tensor([2, 0, 1]), 1), "torch.repeat_interleave(a, torch.tensor([2, 0, 1]), 1)", [
    [2, 3],
  ]),
  example((x) => repeatInterleave(x, 3, 0), "torch.repeat_interleave(a, 3, 0)", [{ shape: [3, 2], transposed: true }]),
  example((a, b) => stack(meshgrid([a, b])), "torch.stack(torch.meshgrid(a, b, indexing='ij'))", [[2], [3]]),
  example(
    (a, b, c) => stack(meshgrid([a, b, c], { indexing: "xy" })),
    "torch.stack(torch.meshgrid(a, b, c, indexing='xy'))",
    [[2], [3], [4]],
  ),
  example(
    (a, b) => indexAdd(a, 1, fromArray(Int32Array.of(2, 0, 2)), b, { alpha: 2 }),
    "torch.index_add(a, 1, torch.tensor([2, 0, 2]), b, alpha=2)",
    [
      [2, 4],
      [2, 3],
    ],
  ),
  example((a, b) => indexAdd(a, 0, [1, 1], b), "torch.index_add(a, 0, torch.tensor([1, 1]), b)", [[3], [2]]),
];

/** Orders, counts, and elements in other places. */
export const rearrangeRows: readonly Row[] = [
  { name: "sort", examples: sortExamples },
  { name: "topk", examples: topkExamples },
  { name: "counts", examples: countExamples },
  { name: "flip and roll", examples: turnExamples },
  { name: "triangles and diagonals", examples: triangleExamples },
  { name: "repetitions", examples: repeatExamples },
];
