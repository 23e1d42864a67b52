/** Of operations that take parts, join and copy. */
import { cat, clone, expand, flatten, fromArray, gather, indexSelect, narrow, permute, reshape, scatter, scatterAdd, slice, squeeze, stack, type Tensor, transpose, unsqueeze } from "../../../../../engine/index.ts";
import { embeddingBag } from "../../../../../engine/ops/index/embeddingBag.ts";
import { embedding } from "../../../../../engine/ops/index/embedding.ts";
import { getItem } from "../../../../../engine/ops/index/indexing.ts";
import { sliceAxis } from "../../../../../engine/ops/shape/views.ts";
import { example, type Example, type Row } from "./example.ts";


/** Example inputs hold numbers; an index is made of them here. */
const at = (...indices: number[]): Tensor => fromArray(Int32Array.from(indices));

const catExamples = (): Example[] => [
  example((a, b) => cat([a, b]), "torch.cat((a, b))", [
    [2, 3],
    [4, 3],
  ]),
  example((a, b) => cat([a, b], 1), "torch.cat((a, b), 1)", [
    [2, 3],
    [2, 0],
  ]),
  example((a, b, c) => cat([a, b, c], -1), "torch.cat((a, b, c), -1)", [
    [2, 1],
    [2, 5],
    { shape: [2, 3], transposed: true },
  ]),
  example((a, b) => stack([a, b], 1), "torch.stack((a, b), 1)", [
    [2, 3],
    [2, 3],
  ]),
  example((a, b) => stack([a, b]), "torch.stack((a, b))", [[], []]),
];


const indexingExamples = (): Example[] => [
  example((x) => getItem(x, [1]), "a[1]", [[3, 4]]),
  example((x) => getItem(x, [-1, 2]), "a[-1, 2]", [[3, 4]]),
  example((x) => getItem(x, ["1:3"]), "a[1:3]", [[4, 3]]),
  example((x) => getItem(x, [":", "::2"]), "a[:, ::2]", [[3, 5]]),
  example((x) => getItem(x, ["...", 0]), "a[..., 0]", [[2, 3, 4]]),
  example((x) => getItem(x, [null, ":", null, 1]), "a[None, :, None, 1]", [[3, 4]]),
  example((x) => getItem(x, [slice(-2)]), "a[-2:]", [[5]]),
  example(
    (x) =>
      getItem(x, [
        [0, 1],
        [2, 0],
      ]),
    "a[[0, 1], [2, 0]]",
    [[2, 3]],
  ),
  example((x) => getItem(x, [[2, 2, 0]]), "a[[2, 2, 0]]", [[3, 4]]),
  example((x) => getItem(x, [":", [1, 0]]), "a[:, [1, 0]]", [[3, 4]]),
  example((x) => getItem(x, [":", [1, 0], [2, 2]]), "a[:, [1, 0], [2, 2]]", [[2, 3, 4]]),
  example((x) => getItem(x, [[1, 0], ":", [2, 2]]), "a[[1, 0], :, [2, 2]]", [[2, 3, 4]]),
  example((x) => getItem(x, [0, [2, 1]]), "a[0, [2, 1]]", [{ shape: [2, 3], transposed: true }]),
  example((x) => getItem(x, [[true, false, true]]), "a[[True, False, True]]", [[3, 4]]),
  example((x) => getItem(x, [[]]), "a[[]]", [[3, 4]]),
];

const embeddingExamples = (): Example[] => [
  example((x) => embedding(at(2, 0, 2), x), "F.embedding(torch.tensor([2, 0, 2]), a)", [[3, 4]]),
  example((x) => embedding(at(1, 0, 1, 2), x, 1), "F.embedding(torch.tensor([1, 0, 1, 2]), a, padding_idx=1)", [
    { shape: [3, 5], transposed: true },
  ], { smooth: false }),
  example(
    (x) => embedding(fromArray([0, 1, 1, 0], [2, 2]), x),
    "F.embedding(torch.tensor([[0, 1], [1, 0]]), a)",
    [[2, 1]],
  ),
  example((x) => embedding(at(), x), "F.embedding(torch.tensor([], dtype=torch.long), a)", [[2, 3]]),
];

const bagExamples = (): Example[] => [
  example(
    (x) => embeddingBag(fromArray([0, 2, 1, 1], [2, 2]), x),
    "F.embedding_bag(torch.tensor([[0, 2], [1, 1]]), a)",
    [[3, 4]],
  ),
  example(
    (x, w) => embeddingBag(at(2, 0, 2, 1), x, at(0, 3), { mode: "sum", perSampleWeights: w }),
    "F.embedding_bag(torch.tensor([2, 0, 2, 1]), a, torch.tensor([0, 3]), mode='sum', per_sample_weights=b)",
    [[3, 4], [4]],
  ),
  example(
    (x) => embeddingBag(at(2, 0, 2, 1), x, at(0, 3, 3, 4), { includeLastOffset: true, paddingIdx: 0 }),
    "F.embedding_bag(torch.tensor([2, 0, 2, 1]), a, torch.tensor([0, 3, 3, 4]), include_last_offset=True, padding_idx=0)",
    [{ shape: [3, 5], transposed: true }],
    { smooth: false },
  ),
  example(
    (x) => embeddingBag(at(2, 0, 1), x, at(0, 0), { mode: "max" }),
    "F.embedding_bag(torch.tensor([2, 0, 1]), a, torch.tensor([0, 0]), mode='max')",
    [[3, 2]],
  ),
  example(
    (x) => embeddingBag(at(), x, at(0), { mode: "sum" }),
    "F.embedding_bag(torch.tensor([], dtype=torch.long), a, torch.tensor([0]), mode='sum')",
    [[2, 3]],
  ),
];

const gatherExamples = (): Example[] => [
  example(
    (x) => gather(x, 1, fromArray([2, 0, 1, 1], [2, 2])),
    "torch.gather(a, 1, torch.tensor([[2,0],[1,1]]))",
    [[2, 3]],
  ),
  example((x) => gather(x, 0, fromArray([1, 0, 1], [1, 3])), "torch.gather(a, 0, torch.tensor([[1,0,1]]))", [
    { shape: [2, 3], transposed: true },
  ]),
  example((x) => indexSelect(x, 0, at(2, 0, 2)), "torch.index_select(a, 0, torch.tensor([2,0,2]))", [[3, 4]]),
  example((x) => indexSelect(x, 1, [1, 1]), "torch.index_select(a, 1, torch.tensor([1,1]))", [[2, 3, 5]]),
  example((x) => indexSelect(x, 0, []), "torch.index_select(a, 0, torch.tensor([], dtype=torch.long))", [
    [3, 4],
  ]),
  example((x, y) => scatter(x, 1, fromArray([0, 2], [2, 1]), y), "a.scatter(1, torch.tensor([[0],[2]]), b)", [
    [2, 3],
    [2, 1],
  ]),
  example(
    (x, y) => scatterAdd(x, 0, fromArray([1, 1], [2, 1]), y),
    "a.scatter_add(0, torch.tensor([[1],[1]]), b)",
    [
      [2, 3],
      [2, 1],
    ],
  ),
];



/** Views. */
export const viewRows: readonly Row[] = [
  { name: "view", examples: () => [
    example((x) => reshape(x, [4, 3]), "a.reshape(4, 3)", [[3, 4]]),
    example((x) => reshape(x, [-1, 2]), "a.reshape(-1, 2)", [{ shape: [3, 4], transposed: true }]),
    example((x) => reshape(x, []), "a.reshape(())", [[1, 1]]),
    example((x) => reshape(x, [0, 5]), "a.reshape(0, 5)", [[3, 0]]),
    example((x) => flatten(x), "torch.flatten(a)", [[2, 3, 4]]),
    example((x) => flatten(x, 1), "torch.flatten(a, 1)", [[2, 3, 4]]),
    example((x) => squeeze(x), "torch.squeeze(a)", [[1, 3, 1]]),
    example((x) => squeeze(x, 0), "torch.squeeze(a, 0)", [[1, 3, 1]]),
    example((x) => unsqueeze(x, -1), "torch.unsqueeze(a, -1)", [[3, 4]]),
  ] },
  { name: "expand", examples: () => [
    example((x) => expand(x, [3, 4]), "a.expand(3, 4)", [[3, 1]]),
    example((x) => expand(x, [2, 3, 4]), "a.expand(2, 3, 4)", [[4]]),
    example((x) => expand(x, [2, -1]), "a.expand(2, -1)", [[1, 3]]),
    example((x) => expand(x, [0, 3]), "a.expand(0, 3)", [[3]]),
  ] },
  { name: "permute", examples: () => [
    example((x) => permute(x, [2, 0, 1]), "a.permute(2, 0, 1)", [[2, 3, 4]]),
    example((x) => transpose(x, 0, 1), "a.transpose(0, 1)", [[2, 3]]),
    example((x) => transpose(x, -1, 0), "a.transpose(-1, 0)", [[2, 0, 4]]),
  ] },
  { name: "slice", examples: () => [
    example((x) => narrow(x, 0, 1, 2), "a.narrow(0, 1, 2)", [[4, 3]]),
    example((x) => sliceAxis(x, 1, 1, 3, 2), "a[:, 1:6:2]", [[3, 6]]),
    example((x) => narrow(x, 0, 1, 0), "a.narrow(0, 1, 0)", [[4, 3]]),
    example((x) => narrow(x, 0, 2, 1), "a.narrow(0, 2, 1)", [{ shape: [4, 5], transposed: true }]),
  ] },
];

/** Joined tensors. */
export const joinRows: readonly Row[] = [
  { name: "cat", examples: catExamples },
];

/** Indices. */
export const indexRows: readonly Row[] = [
  { name: "get", examples: indexingExamples },
  { name: "take", examples: gatherExamples },
  { name: "embedding", examples: embeddingExamples },
  { name: "embeddingBag", examples: bagExamples },
];

/** Copies. */
export const copyRows: readonly Row[] = [
  { name: "clone", examples: () => [
    example(clone, "torch.clone(a)", [[3, 4]]),
    example(clone, "torch.clone(a)", [{ shape: [3, 4], transposed: true }]),
  ] },
];
